"""Calendars for the tests of their import: written line by line, loaded into an office, and what came of it.

::

    office = founded()
    load(office, calendar(event("a", "SUMMARY:Lunch")))        # a Report
    done(load(office, calendar()))                             # ["cancel_occasion"]
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import Clock, counting_entropy
from mayor_schedule import FoundOffice, Office, Text
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.office import Principal
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.errors import InputError
from mayor_schedule.imports.ics.known import name_of
from mayor_schedule.imports.ics.options import CalendarOptions
from mayor_schedule.imports.loading import Report, import_files

FILES = Path(__file__).parent / "files"
START = "DTSTART;TZID=Asia/Seoul:20181008T090000"
END = "DTEND;TZID=Asia/Seoul:20181008T100000"
FOUNDED = FoundOffice(
    name=Text(ko="비서실", en="Office"), zone="Asia/Seoul", domain="example.go.kr",
    principals=(Principal(principal="mayor", title=Text(ko="시장")), Principal(principal="vice_mayor")),
)  # fmt: skip


def founded(zone: str = "Asia/Seoul") -> Office:
    """An office on the morning of 31 August 2018."""
    now = datetime(2018, 8, 31, 1, tzinfo=UTC)
    office = Office.in_memory(clock=Clock(now), entropy=counting_entropy())
    office.record(FOUNDED.model_copy(update={"zone": zone}), by="p", known_on=date(2018, 8, 1))
    return office


def event(uid: object, *lines: str, start: str | None = START, end: str | None = END) -> str:
    """A VEVENT; without SUMMARY in its lines it has none."""
    given = [f"UID:{uid}", "DTSTAMP:20180801T000000Z", *([start] if start else []), *([end] if end else []), *lines]
    return "\r\n".join(["BEGIN:VEVENT", *given, "END:VEVENT", ""])


def calendar(*parts: str, head: str = "") -> bytes:
    """A calendar; the first line of its first part is line 4."""
    begin = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
    return f"{begin}{head}{''.join(parts)}END:VCALENDAR\r\n".encode()


def load(office: Office, data: bytes, *, name: str = "protocol.ics", dry_run: bool = False, **options: Any) -> Report:
    """Load a calendar from a file of that name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        chosen = CalendarOptions(**{"by": "protocol", **options})
        return import_files(office, [file], dry_run=dry_run, calendars=chosen)


def done(report: Report) -> list[str]:
    """The names of the commands that calendars led to."""
    return [each.command.command_name() for each in report.changes]


def notes(report: Report) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in report.notes]


def refused(office: Office, data: bytes, **options: Any) -> list[tuple[int, str]]:
    """The lines and the messages of a calendar that is refused; nothing is recorded of it."""
    before = [each.reference for each in office.history()]
    with pytest.raises(InputError) as caught:
        load(office, data, **options)
    assert [each.reference for each in office.history()] == before
    return [(each.line, each.message) for each in caught.value.problems]


def of(office: Office, uid: str, kind: str = "occasion") -> Any:
    """The state of what became of an entry."""
    state: Any = None
    for record in office.history():
        if record.subject == subject(uid, kind):
            state = KINDS[kind].evolve(state, record.event)
    return state


def subject(uid: str, kind: str = "occasion") -> str:
    return f"{kind}:{name_of(uid)}"


def instants(office: Office, first: date, last: date) -> Iterator[tuple[str, str, str]]:
    """Title, start and end of what is ahead, occurrence by occurrence, in UTC; days as they are."""
    states: dict[str, Any] = {}
    for record in office.history():
        if record.kind == Occasion.kind:
            states[record.subject] = KINDS[record.kind].evolve(states.get(record.subject), record.event)
    for state in states.values():
        if state.stage != "planned":
            continue
        if state.recurrence is None:
            yield (state.title.best(), *_span(state.when))
            continue
        for each in state.occurrences(first, last):
            if not each.is_cancelled:
                yield (each.title.best(), *_span(each.when))


def _span(when: Any) -> tuple[str, str]:
    if isinstance(when, Timed):
        end = when.start if when.end is None else when.end
        return when.start.utc.isoformat(), end.utc.isoformat()
    return when.first.isoformat(), when.last.isoformat()
