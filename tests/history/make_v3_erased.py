"""Makes v3-erased.jsonl: a trip of which a title, a reason, a purpose and a recorder were erased.

It was run once, for the release that brought the form. Never run it again to make a test pass: what is in the file is
how erased events are stored.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

from mayor_schedule import Entry, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.proofs.erasing import erase
from mayor_schedule.store.mapper import encode

GIVEN: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    ("plan_trip", {"trip": "t", "title": {"ko": "비밀"}, "period": "2018-09-27/2018-10-07", "nights": 9}, ("data.title",)),
    ("reschedule_trip", {"trip": "t", "period": "2018-10-01/2018-10-07", "reason": {"en": "Private"}}, ("data.reason", "by")),
    ("change_trip", {"trip": "t", "fields": {"title": {"en": "Europe"}, "purpose": {"en": "Private"}}}, ("data.fields.purpose", "note")),
    ("postpone_trip", {"trip": "t"}, ()),
)  # fmt: skip


def main() -> None:
    count = iter(range(1, 100))
    moment = datetime(2026, 11, 25, 9, 0, 0, 123456, tzinfo=UTC)
    with Office.in_memory(clock=lambda: moment, entropy=lambda size: next(count).to_bytes(size, "big")) as office:
        for number, (name, fields, _) in enumerate(GIVEN):
            command = COMMANDS[name].model_validate(fields)
            office.record_all([Entry(command=command, by="protocol", note="a note", id=f"command {number}")])
        for record, (_, _, paths) in zip(office.history("trip:t"), GIVEN, strict=True):
            kept = erase(record, office.store.tree.sealed(record.position or 0), paths) if paths else record
            row = [record.subject, record.version, record.topic, encode(kept).decode()]
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
