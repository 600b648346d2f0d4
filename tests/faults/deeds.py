"""What is recorded step by step while processes are killed: the same commands whoever asks, by the step's number."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from mayor_schedule import Entry
from mayor_schedule.imports.dossier import read_entries
from mayor_schedule.imports.entries import Defaults
from mayor_schedule.imports.files import read_nodes

KEY: Final = ("example.go.kr", bytes(range(32)))
"""The name and the seed of the key that signs."""

_KNOWN_ON: Final = date(2026, 1, 1)


def _record(step: int) -> list[dict[str, Any]]:
    """An engagement of a day of its own is planned, confirmed and moved; a trip is planned, and a figure stated."""
    day = date(2027, 1, 1) + timedelta(days=step)
    times = [
        {"start": f"{day}T{hour:02}:00", "end": f"{day}T{hour + 1:02}:30", "zone": "Europe/Zurich"} for hour in (9, 23)
    ]
    times[1]["end"] = f"{day + timedelta(days=1)}T00:30"
    text = {"ko": f"일정 {step}", "en": f"Step {step}"}
    commands = [
        {"plan_trip": {"trip": f"t{step}", "title": text, "period": f"{day}/{day + timedelta(days=3)}"}},
        {"plan_engagement": {
            "engagement": f"e{step}", "title": text, "part_of": f"trip:t{step}", "when": times[0],
            "attendance": [{"answer": "yes"}],
        }},
        {"confirm_engagement": {"engagement": f"e{step}"}},
        {"state_figure": {"key": "hosted_organizations", "value": step, "unit": "개", "as_of": str(day)}},
        {"reschedule_engagement": {"engagement": f"e{step}", "when": times[1]}},
    ]  # fmt: skip
    return [{**command, "id": f"{step}.{number}"} for number, command in enumerate(commands)]


@cache
def batch(step: int) -> tuple[Entry, ...]:
    """The entries of a step, each with an id of its own."""
    nodes = read_nodes("batch.json", json.dumps(_record(step)).encode())
    defaults = Defaults(by="protocol", known_on=_KNOWN_ON)
    return tuple(each.entry for each in read_entries("batch.json", nodes, defaults, frozenset()))


def ids(step: int) -> list[str]:
    """The ids of the commands of a step."""
    return [str(entry.id) for entry in batch(step)]


def dossier(folder: Path, step: int) -> Path:
    """The dossier of a step, which is written where it is not there yet."""
    file = folder / f"{step}.json"
    if not file.exists():
        file.write_text(
            json.dumps({
                "dossier": 1, "defaults": {"by": "protocol", "known_on": str(_KNOWN_ON)}, "record": _record(step),
            }), encoding="utf-8",
        )  # fmt: skip
    return file
