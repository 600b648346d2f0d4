"""Copies of what the public is told, as somebody keeps them who asks again and again what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from archives import archive, lines_of
from conftest import counting_entropy
from mayor_schedule import Audience, Office, Period, PlanTrip, Recorded, Text
from mayor_schedule.reading.increment import RETRACTED
from mayor_schedule.store.history import History

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Copy:
    """What somebody has who puts every increment to what came before, as the reference says."""

    def __init__(self) -> None:
        self.lines: dict[str, list[dict[str, Any]]] = {}
        self.position: str | int = 0

    def ask(self, office: Office, *, since: str | int | None = None, **limits: Any) -> list[dict[str, Any]]:
        asked = self.position if since is None else since
        increment = office.events_since(asked, audience="public", **limits)
        told = list(increment)
        for each in told:
            subject = each["subject"]
            if each["type"] == RETRACTED:
                assert not isinstance(asked, str) or subject in self.lines, "only what was told can be taken back"
                self.lines.pop(subject, None)
                continue
            lines = self.lines.setdefault(subject, [])
            assert each["id"] not in {one["id"] for one in lines}
            lines.append({name: value for name, value in each.items() if name != "sequence"})
        self.position = increment.position
        return told


def whole(office: Office, **limits: Any) -> dict[str, list[dict[str, Any]]]:
    """What a full public export holds, by subject."""
    copy: dict[str, list[dict[str, Any]]] = {}
    for line in lines_of(archive(office, Audience.PUBLIC, **limits)):
        envelope = json.loads(line)
        del envelope["sequence"]
        copy.setdefault(envelope["subject"], []).append(envelope)
    return copy


def office_of(records: Sequence[Recorded], at: datetime = START) -> Office:
    """An office with just these events, whose clock stands still."""
    history = History.in_memory()
    history.append([replace(each, position=None) for each in records], {})
    return Office(history, clock=lambda: at, entropy=counting_entropy())


def plan(office: Office, name: str = "t", **more: Any) -> None:
    period = Period.of("2026-12-01", "2026-12-05")
    office.record(PlanTrip(**{"trip": name, "title": Text(ko="순방"), "period": period, **more}), by="p")


def types(told: Iterable[dict[str, Any]]) -> list[str]:
    return [each["type"] for each in told]
