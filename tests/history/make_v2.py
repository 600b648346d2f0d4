"""Makes v2.jsonl: series, diaries and accepted clashes, and the second version of what occasions and engagements say.

It was run once, for the release that brought them. Never run it again to make a test pass: what is in the file is what
offices have on their disks. An event that is added later gets a file of its own, made in the same manner.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from mayor_schedule import Citation, Entry, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.store.mapper import encode

SEOUL = {"city": {"ko": "서울"}, "country": "KR", "zone": "Asia/Seoul"}
MAYOR = [{"principal": "mayor", "answer": "yes", "mode": "in_person"}]


def hours(day: str, start: str, end: str, zone: str = "Asia/Seoul") -> dict[str, str]:
    return {"start": f"{day}T{start}", "end": f"{day}T{end}", "zone": zone}


def commands() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "found_office", {"name": {"ko": "비서실", "en": "Secretariat"}, "zone": "Asia/Seoul", "domain": "example.go.kr"}
    yield "register_document", {"document": "report", "title": "Report"}
    yield "register_document", {"document": "press", "title": "Press"}
    yield "plan_trip", {"trip": "europe", "title": "Europe", "period": "2018-09-27/2018-10-07", "nights": 9}
    yield "confirm_trip", {"trip": "europe"}
    yield from engagements()
    yield from series()


def engagements() -> Iterator[tuple[str, dict[str, Any]]]:
    dinner = hours("2018-10-03", "19:00", "22:00", "Europe/Zurich")
    yield "plan_engagement", {"engagement": "dinner", "title": "Dinner", "part_of": "trip:europe", "when": dinner}
    yield "change_engagement", {"engagement": "dinner", "fields": {"transfer_minutes": 20}, "reason": "by boat"}
    yield "confirm_engagement", {"engagement": "dinner"}
    call = hours("2018-10-04", "03:00", "04:00")
    yield "report_engagement", {"engagement": "call", "stage": "planned", "title": "Call", "when": call,
                                "transfer_minutes": 0}  # fmt: skip
    pair = ["engagement:dinner", "engagement:call"]
    yield "accept_clash", {"between": pair, "reason": "by video from the hotel"}
    yield "confirm_engagement", {"engagement": "call"}
    yield "revoke_clash", {"between": pair, "reason": "the call was moved"}
    yield "reschedule_engagement", {"engagement": "call", "when": hours("2018-10-04", "06:00", "07:00")}
    yield "correct_engagement", {"engagement": "dinner", "event": 1, "fields": {"title": {"ko": "만찬"}},
                                 "reason": "a typing error"}  # fmt: skip


def series() -> Iterator[tuple[str, dict[str, Any]]]:
    staff = {"occasion": "staff"}
    yield "plan_occasion", {**staff, "title": {"ko": "간부회의", "en": "Staff meeting"}, "place": SEOUL,
                            "attendance": MAYOR, "when": hours("2018-10-08", "09:00", "10:00"),
                            "recurrence": "FREQ=WEEKLY;BYDAY=MO", "booked_until": "2018-10-29"}  # fmt: skip
    yield "confirm_occasion", staff
    yield "change_occurrence", {**staff, "occurrence": "2018-10-15", "reason": "a holiday",
                                "fields": {"when": hours("2018-10-16", "09:00", "10:00"),
                                           "place": {"venue": "신청사"}, "title": "Long meeting",
                                           "attendance": [{"principal": "mayor", "answer": "no",
                                                           "represented_by": {"office": "Vice Mayor"}}]}}  # fmt: skip
    yield "cancel_occurrence", {**staff, "occurrence": "2018-10-22", "reason": "the audit"}
    yield "reinstate_occurrence", {**staff, "occurrence": "2018-10-22"}
    yield "cancel_occurrence", {**staff, "occurrence": "2018-10-29"}
    yield "extend_occasion", {**staff, "booked_until": "2018-11-30"}
    yield "repeat_occasion", {**staff, "when": hours("2018-10-09", "09:00", "10:00"), "reason": "Mondays are full",
                              "recurrence": {"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "excluded": ["2018-10-23"],
                                             "added": ["2018-10-25"]}}  # fmt: skip
    yield "change_occasion", {**staff, "fields": {"transfer_minutes": 5, "category": "meeting"}}
    yield "correct_occasion", {**staff, "event": 1, "fields": {"recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=9"},
                               "reason": "it was to end"}  # fmt: skip
    press = {"occasion": "press"}
    yield "report_occasion", {**press, "stage": "confirmed", "title": "Press briefing", "when": "2018-10-02",
                              "recurrence": "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20181231"}  # fmt: skip
    yield "repeat_occasion", {**press, "recurrence": None}


def main() -> None:
    moment = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
    count = 0

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    def entropy(size: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(size, "big")

    sources = (Citation("report", "L1-L2", "quoted"), Citation("press"))
    with Office.in_memory(clock=clock, entropy=entropy) as office:
        for number, (name, fields) in enumerate(commands()):
            command = COMMANDS[name].model_validate(fields)
            entry = Entry(command=command, by="protocol", sources=sources if number > 2 else (), id=f"command {number}")
            office.record_all([entry])
        for record in office.history():
            line = [record.subject, record.version, record.topic, encode(record).decode()]
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
