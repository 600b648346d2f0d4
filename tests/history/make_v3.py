"""Makes v3.jsonl: a log that was restored from an audit export, with the event that says so.

It was run once, for the release that brought it. Never run it again to make a test pass: what is in the file is what
offices have on their disks. An event that is added later gets a file of its own, made in the same manner.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mayor_schedule import Audience, Entry, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.exports.events import event_lines
from mayor_schedule.imports.ics.options import CalendarOptions
from mayor_schedule.imports.loading import import_files

COMMANDS_GIVEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("found_office", {"name": {"ko": "비서실", "en": "Secretariat"}, "zone": "Asia/Seoul", "domain": "example.go.kr"}),
    ("plan_trip", {"trip": "europe", "title": "Europe", "period": "2018-09-27/2018-10-07", "visibility": "public"}),
    ("confirm_trip", {"trip": "europe"}),
)


def opened() -> Office:
    moment = datetime(2026, 11, 25, 9, 0, 0, 123456, tzinfo=UTC)
    count = 0

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    def entropy(size: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(size, "big")

    return Office.in_memory(clock=clock, entropy=entropy)


def main() -> None:
    with opened() as office, opened() as restored, TemporaryDirectory() as folder:
        for number, (name, fields) in enumerate(COMMANDS_GIVEN):
            entry = Entry(command=COMMANDS[name].model_validate(fields), by="protocol", id=f"command {number}")
            office.record_all([entry])
        file = Path(folder, "audit.jsonl")
        file.write_bytes(b"".join(event_lines(office.store, audience=Audience.INTERNAL, at=office.now())))
        import_files(restored, [file], calendars=CalendarOptions(by="audit"))
        for _, subject, version, topic, state in restored.store.rows():
            sys.stdout.write(json.dumps([subject, version, topic, state.decode()], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
