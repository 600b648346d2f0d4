"""Makes v4.jsonl: what has a theme, and a figure that says what is counted.

It was run once, for the release that brought it. Never run it again to make a test pass: what is in the file is what
offices have on their disks. An event that is added later gets a file of its own, made in the same manner.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from make_v3 import opened

from mayor_schedule import Entry
from mayor_schedule.domain.catalog import COMMANDS

THEME = {"ko": "남북 도시교류", "en": "Inter-Korean exchange"}
RIGHT = {"ko": "대외 협력", "en": "External cooperation"}
WHY = {"en": "the field of work was another"}

COMMANDS_GIVEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("found_office", {"name": {"ko": "비서실", "en": "Secretariat"}, "zone": "Asia/Seoul", "domain": "example.go.kr"}),
    ("plan_occasion", {"occasion": "forum", "title": "Forum", "when": {"edtf": "2018-10"}, "theme": THEME}),
    ("change_occasion", {"occasion": "forum", "fields": {"theme": RIGHT}}),
    ("report_occasion", {"occasion": "match", "title": "Match", "stage": "held", "when": "2018-08-11", "theme": THEME}),
    ("correct_occasion", {"occasion": "match", "fields": {"theme": RIGHT}, "reason": WHY}),
    ("propose_agreement", {"agreement": "mou", "title": "MOU", "theme": THEME}),
    ("change_agreement", {"agreement": "mou", "fields": {"theme": RIGHT}}),
    ("report_agreement", {"agreement": "old", "title": "Old", "stage": "in_force", "theme": THEME}),
    ("correct_agreement", {"agreement": "old", "fields": {"theme": RIGHT}, "reason": WHY}),
    ("state_figure", {"key": "policy_exports_won", "value": 4, "unit": "개", "as_of": "2018-08-31", "counted_by": "system_client", "theme": THEME}),
    ("correct_figure", {"figure": "policy_exports_won/2018-08-31", "fields": {"counted_by": "system", "theme": RIGHT}, "reason": WHY}),
)


def main() -> None:
    with opened() as office:
        for number, (name, fields) in enumerate(COMMANDS_GIVEN):
            entry = Entry(command=COMMANDS[name].model_validate(fields), by="protocol", id=f"command {number}")
            office.record_all([entry])
        for _, subject, version, topic, state in office.store.rows():
            sys.stdout.write(json.dumps([subject, version, topic, state.decode()], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
