"""Makes v1.jsonl: whole lives of every kind of subject, as version 1 of every event stored them.

It was run once, for the first release. Never run it again to make a test pass: what is in the file is what offices have on
their disks. An event that is added later gets a file of its own, made in the same manner.
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

SEOUL = {"name": {"ko": "서울", "en": "Seoul"}, "kind": "city", "country": "KR"}
DATED = [
    "change_{0}",
    "confirm_{0}",
    "reschedule_{0}",
    "postpone_{0}",
    "reinstate_{0}",
    "classify_{0}",
    "correct_{0}",
    "withdraw_{0}",
    "cancel_{0}",
]


def life(
    kind: str, opening: dict[str, Any], *steps: tuple[str, dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, fields in ((next(iter(opening)), opening[next(iter(opening))]), *steps):
        yield name, {kind: fields.pop(kind, "life"), **fields}


def dated(
    kind: str, opening: str, when: str, fields: dict[str, Any], done: list[tuple[str, dict[str, Any]]]
) -> Iterator[Any]:
    """A dated subject that is moved, postponed, corrected and done, a second one that is cancelled, and a third, found."""
    yield from life(kind, {f"{opening}_{kind}": {**fields, when: "2018-09-27"}})
    yield f"reschedule_{kind}", {kind: "life", when: "2018-09-28", "reason": "a typhoon"}
    yield f"change_{kind}", {kind: "life", "fields": {"title": {"ko": "다른 제목"}}, "reason": {"en": "renamed"}}
    yield f"postpone_{kind}", {kind: "life", "reason": "no flights"}
    yield f"reinstate_{kind}", {kind: "life", when: "2018-10-01"}
    yield f"confirm_{kind}", {kind: "life"}
    yield from ((name, {kind: "life", **more}) for name, more in done)
    yield f"classify_{kind}", {kind: "life", "visibility": "public", "public_from": "2026-12-01T00:00:00+09:00"}
    yield f"correct_{kind}", {kind: "life", "event": 1, "fields": {when: "2018-09-26"}, "reason": "a typing error"}
    yield f"withdraw_{kind}", {kind: "life", "event": 2, "reason": "another one moved"}
    yield f"{opening}_{kind}", {kind: "off", **fields}
    yield f"cancel_{kind}", {kind: "off", "reason": "no budget"}
    yield (
        f"report_{kind}",
        {kind: "found", "stage": done[-1][1].get("stage", "confirmed"), **fields, "visibility": "public"},
    )


def commands() -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "found_office",
        {"name": {"ko": "비서실", "en": "Secretariat"}, "zone": "Asia/Seoul", "domain": "example.go.kr"},
    )
    yield "add_principal", {"principal": "vice-mayor", "title": "Vice mayor"}
    yield "begin_term", {"principal": "mayor", "began": "2018-07-01", "holder": {"office": "Mayor"}}
    yield "end_term", {"principal": "mayor", "ended": "2022-06-30"}
    yield "change_office", {"fields": {"domain": "new.go.kr"}}
    yield "correct_office", {"fields": {"name": {"ko": "시장비서실"}}, "reason": "the full name"}
    yield "withdraw_office", {"event": 2, "reason": "no such office"}
    place = {"city": {"ko": "빌바오", "en": "Bilbao"}, "country": "ES", "zone": "Europe/Madrid",
             "coordinates": {"latitude": 43.26, "longitude": -2.93}}  # fmt: skip
    trip = {
        "title": {"ko": "스페인․스위스․에스토니아 순방", "en": "Europe"}, "nights": 0,
        "stops": [{"place": place, "period": "2018-09-28"}, {"place": {"city": "Zug"}}],
        "legs": [{"origin": {"city": "Seoul"}, "destination": place, "carrier": "KE 915",
                  "departs": "2018-09-27T10:00[Asia/Seoul]"}],
        "delegation": [{"name": "A. Person", "office": "Director"}], "purpose": "City diplomacy",
    }  # fmt: skip
    done = [("depart_trip", {}), ("return_trip", {"period": "2018-10-01", "nights": 0})]
    yield from dated("trip", "plan", "period", {k: v for k, v in trip.items() if k != "nights"}, done)
    guest = {
        "name": {"ko": "안제이 두다"},
        "office": {"en": "President of Poland"},
        "of": {"name": "Poland", "kind": "state"},
    }
    visit = {"title": "Visit", "guests": [guest], "category": "state_guest", "category_printed": "해외국빈",
             "delegation_size": 3, "attendance": [{"principal": "mayor", "answer": "yes", "mode": "in_person"}]}  # fmt: skip
    attend = {"attendance": {"principal": "mayor", "answer": "no", "represented_by": {"office": "Vice mayor"}}}
    yield from dated(
        "visit", "announce", "when", visit, [("attend_visit", attend), ("receive_visit", {"when": "2018-10-02"})]
    )
    engagement = {"title": "GSEF", "part_of": "trip:off", "counterparts": [guest], "co_hosts": [SEOUL], "topics": ["democracy"],
                  "responsible": {"name": "Bureau", "kind": "office"}, "role": "chair", "expected_outcome": "re-election"}  # fmt: skip
    held = [("attend_engagement", attend), ("move_engagement", {"part_of": None}),
            ("hold_engagement", {"outcome": "re-elected", "when": {"start": "2018-10-28T02:30", "zone": "Europe/Madrid",
                                                                   "fold": 1, "end": "2018-10-28T04:00"}})]  # fmt: skip
    yield from dated("engagement", "plan", "when", engagement, held)
    occasion = {
        "title": "Forum",
        "category": "forum",
        "organisers": [SEOUL],
        "programme": ["opening"],
        "city_role": "support",
    }
    yield from dated(
        "occasion", "plan", "when", occasion, [("attend_occasion", attend), ("hold_occasion", {"outcome": "done"})]
    )
    yield from agreements()
    yield from organizations()
    yield from figures()


def agreements() -> Iterator[tuple[str, dict[str, Any]]]:
    opening = {
        "title": {"en": "Friendship MOU"},
        "category": "friendship_city",
        "parties": [SEOUL],
        "subject_matter": "culture",
    }
    yield "propose_agreement", {"agreement": "life", **opening}
    yield "plan_signing", {"agreement": "life", "signing": {"within": "trip:off"}}
    yield "postpone_agreement", {"agreement": "life", "reason": "not ready"}
    yield "reinstate_agreement", {"agreement": "life", "signing": "2018-10-03"}
    sign = {"on": "2018-10-03", "parties": [SEOUL], "signatories": [{"name": "Heiniger", "office": "Governor"}]}
    yield "sign_agreement", {"agreement": "life", **sign, "place": {"city": "Zürich"}}
    yield "bring_agreement_into_force", {"agreement": "life", "on": "2018-11-01"}
    yield "renew_agreement", {"agreement": "life", "on": "2020-11", "until": "2022-10"}
    yield "expire_agreement", {"agreement": "life", "on": "2022-10-31"}
    yield "change_agreement", {"agreement": "life", "fields": {"subject_matter": "culture and sport"}}
    yield "classify_agreement", {"agreement": "life", "visibility": "confidential"}
    yield (
        "correct_agreement",
        {"agreement": "life", "event": 1, "fields": {"title": "Friendship"}, "reason": "the title"},
    )
    yield "withdraw_agreement", {"agreement": "life", "event": 8, "reason": "it was renewed again"}
    yield "report_agreement", {"agreement": "other", "stage": "in_force", **opening, "in_force_from": "1993"}
    yield "suspect_duplicate", {"agreement": "other", "of": "life"}
    yield "settle_duplicate", {"agreement": "other", "verdict": "same"}
    yield "reopen_duplicate", {"agreement": "other", "reason": "two instruments after all"}
    yield "terminate_agreement", {"agreement": "other", "on": "2019", "reason": "by notice"}
    yield "propose_agreement", {"agreement": "dropped", **opening}
    yield "drop_agreement", {"agreement": "dropped", "reason": "no interest"}


def organizations() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, end in (("life", "close_organization"), ("gone", "move_organization_away")):
        yield "pursue_organization", {"organization": name, "name": {"ko": "국제기구", "en": "Body"}, "form": "branch"}
        yield "attract_organization", {"organization": name, "on": "2018-40"}
        yield "open_organization", {"organization": name, "on": "2018-09-01"}
        yield end, {"organization": name, "on": "2020-01-31", "reason": "budget"}
    yield "change_organization", {"organization": "life", "fields": {"category": "UN"}}
    yield "classify_organization", {"organization": "life", "visibility": "public"}
    yield (
        "correct_organization",
        {"organization": "life", "event": 3, "fields": {"opened": "2018-09-02"}, "reason": "a day late"},
    )
    yield "withdraw_organization", {"organization": "life", "event": 4, "reason": "it stays"}
    yield (
        "report_organization",
        {"organization": "citynet", "stage": "opened", "name": "CityNet", "form": "headquarters"},
    )
    yield "pursue_organization", {"organization": "dropped", "name": "Another"}
    yield "drop_organization", {"organization": "dropped", "reason": "it went elsewhere"}
    yield (
        "pursue_policy_export",
        {"policy_export": "life", "system": "Tax", "client": {"name": "Colombo", "country": "LK"}},
    )
    yield "win_policy_export", {"policy_export": "life", "on": "2018-04"}
    yield "deliver_policy_export", {"policy_export": "life", "on": "2019"}
    yield "change_policy_export", {"policy_export": "life", "fields": {"description": "with training"}}
    yield "classify_policy_export", {"policy_export": "life", "visibility": "public"}
    yield (
        "correct_policy_export",
        {"policy_export": "life", "event": 2, "fields": {"won": "2018-05"}, "reason": "the contract"},
    )
    yield "withdraw_policy_export", {"policy_export": "life", "event": 3, "reason": "not delivered yet"}
    yield (
        "report_policy_export",
        {"policy_export": "found", "stage": "won", "system": "Card", "won": {"edtf": "2018-40", "printed": "상반기"}},
    )
    yield "pursue_policy_export", {"policy_export": "lost", "system": "Data centre"}
    yield "lose_policy_export", {"policy_export": "lost", "on": "2018-12", "reason": "the price"}


def figures() -> Iterator[tuple[str, dict[str, Any]]]:
    stated = {"key": "hosted_organizations", "as_of": "2018-08", "value": 30, "unit": "개", "title": "Hosted"}
    figure = {"figure": "hosted_organizations/2018-08"}
    yield "state_figure", stated
    yield "restate_figure", {**figure, "value": 31, "reason": "one more"}
    yield "rebase_figure", {**figure, "reason": "NGOs are counted too"}
    yield "classify_figure", {**figure, "visibility": "public"}
    yield "correct_figure", {**figure, "event": 1, "fields": {"unit": "개소"}, "reason": "the unit"}
    yield "withdraw_figure", {**figure, "event": 2, "reason": "there was none"}
    flow = {
        "key": "rate",
        "scope": "a",
        "as_of": "2018-08-31",
        "value": "12.5",
        "approximate": "true",
        "printed": "12.5% 내외",
    }
    yield "state_figure", {**flow, "span": "2018-01-01/2018-08-31", "label": "상반기"}
    yield "register_document", {"document": "report", "title": "Report", "issuer": "Office", "dated": "2018-08-31",
                                "url": "https://example.org/report", "sha256": "0" * 64}  # fmt: skip
    yield "classify_document", {"document": "report", "visibility": "public"}
    yield "correct_document", {"document": "report", "fields": {"dated": "2018-09"}, "reason": "the imprint"}
    yield "withdraw_document", {"document": "report", "event": 2, "reason": "internal after all"}
    yield "declare_rule", {"rule": "sum", "title": "Sum", "total": "staff/total", "parts": ["staff/a", "staff/b"]}
    yield "classify_rule", {"rule": "sum", "visibility": "public"}
    yield "correct_rule", {"rule": "sum", "fields": {"parts": ["staff/a", "staff/c"]}, "reason": "the parts"}
    yield "withdraw_rule", {"rule": "sum", "reason": "not needed"}


def main() -> None:
    moment = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
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
            office.record_all(
                [Entry(command=command, by="protocol", sources=sources, note="a remark", id=f"command {number}")]
            )
        for record in office.history():
            line = [record.subject, record.version, record.topic, encode(record).decode()]
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
