"""What the domain refuses, in Korean: nothing of it is left in English but ids and the words of files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError, create_model

from mayor_schedule import Office
from mayor_schedule.domain.catalog import COMMANDS, KINDS, decode
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.erasure import Erasure
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.references import REFERENCES, check_references
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.transitions import in_words, stage_in_words
from mayor_schedule.domain.trip import TripConfirmed
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.identity import check_name
from mayor_schedule.domain.values.instants import read_instant
from mayor_schedule.domain.values.moment import Moment, read_local
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.period import Period, check_nights
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import canonical
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Dates, Timed, When
from mayor_schedule.domain.values.zones import check_zone
from mayor_schedule.errors import MayorScheduleError
from mayor_schedule.messages import Message, code_of, term
from mayor_schedule.telling import told

TRIP = {"plan_trip": {"trip": "spain", "title": "순방", "period": "2018-09-27/2018-09-28"}}
ADD = {"propose_agreement": {"agreement": "mou", "title": "협약"}}
OTHER = {"propose_agreement": {"agreement": "tie", "title": "협약"}}
FOUND = {"found_office": {"name": "비서실", "zone": "Asia/Seoul", "domain": "example.go.kr"}}
SUSPECT = {"suspect_duplicate": {"agreement": "mou", "of": "tie"}}
SETTLE = {"settle_duplicate": {"agreement": "mou", "verdict": "distinct"}}
EXPORT = {"pursue_policy_export": {"policy_export": "maps", "system": "지도", "client": "빌바오"}}
GUEST = {"announce_visit": {"visit": "guest", "title": "접견", "when": "2018-10-03"}}
FORUM: dict[str, Any] = {"occasion": "forum", "title": "포럼", "when": "2018-10-01"}
WEEKLY = {"plan_occasion": {**FORUM, "recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=3"}}
GUESTS = {"state_figure": {"key": "guests", "value": 8, "unit": "명", "as_of": "2018-08"}}
VISITS = {"state_figure": {"key": "visits", "value": 8, "unit": "회", "as_of": "2018-08"}}
SETTLE_AGAIN = {"settle_duplicate": {"agreement": "mou", "verdict": "same"}}
SIGNING: dict[str, dict[str, Any]] = {"plan_signing": {"agreement": "mou", "signing": "2018-10"}}
GUEST_SOMETIME = {
    "plan_trip": TRIP["plan_trip"],
    "announce_visit": {"visit": "guest", "title": "접견", "when": {"within": "trip:spain"}},
}
RESTATED = {"restate_figure": {"figure": "guests/2018-08", "value": 8, "reason": "확인"}}
SUM = {"declare_rule": {"rule": "sum", "total": "guests", "parts": ["visits"]}}


def refused(*asked: dict[str, Any]) -> Message:
    """What is said when the last of some commands is refused, or cannot even be."""
    office = Office.in_memory()
    *before, last = [(COMMANDS[name], fields) for each in asked for name, fields in each.items()]
    for number, (command, fields) in enumerate(before):
        office.record(command.model_validate(fields), by="의전", known_on=date(2018, 8, 31), id=f"before {number}")
    with pytest.raises((MayorScheduleError, ValidationError)) as refusal:
        office.record(last[0].model_validate(last[1]), by="의전", known_on=date(2018, 8, 31), id="last")
    return said(refusal.value)


def wrong(make: Callable[[], object]) -> Message:
    """What is said of a value that cannot be."""
    with pytest.raises((MayorScheduleError, ValidationError)) as refusal:
        make()
    return said(refusal.value)


def said(error: Exception) -> Message:
    """The message of an error; it is one of ours, wherever it comes from."""
    if isinstance(error, ValidationError):
        (only,) = error.errors(include_url=False)
        error = only["ctx"]["error"]
    told = error if isinstance(error, Message) else str(error)
    assert isinstance(told, Message), f"{told!r} is no message"
    return told


def left_in_english(text: str, *kept: str) -> list[str]:
    """The words that are neither Korean nor an id, a quotation or a word of files."""
    zone = r"\b(?:Asia|America|Europe)/\w+"
    for each in (r"\b[a-z_]+:\w[\w./@-]*", "'[^']*'", zone, *map(re.escape, sorted(kept, key=len, reverse=True))):
        text = re.sub(each, "", text)
    return re.findall(r"[A-Za-z]{2,}", text)


Asked = dict[str, dict[str, Any]]


def week(**fields: Any) -> Asked:
    return {"plan_occasion": {**FORUM, **fields}}


REFUSED: dict[str, tuple[str, tuple[Asked, ...], tuple[str, ...]]] = {
    "agreement": ("MS-0108", (ADD, OTHER, SUSPECT, {"reopen_duplicate": {"agreement": "mou"}}), ()),
    "agreement, of another": ("MS-0106", (ADD, OTHER, SUSPECT, SETTLE, SUSPECT), ()),
    "agreement, settled": ("MS-0109", (ADD, OTHER, SUSPECT, SETTLE, SETTLE_AGAIN), ()),
    "agreement, reported": (
        "MS-0102",
        ({"report_agreement": {"agreement": "mou", "title": "협약", "stage": "signing_planned", "signed": "2018"}},),
        ("signed",),
    ),
    "agreement, planned again": (
        "MS-0103",
        (ADD, SIGNING, {"plan_signing": {**SIGNING["plan_signing"], "reason": "확인"}}),
        (),
    ),
    "booking": (
        "MS-0110",
        (ADD, GUEST, {"accept_clash": {"between": ["agreement:mou", "visit:guest"], "reason": "사유"}}),
        (),
    ),
    "clash": (
        "MS-0116",
        (TRIP, GUEST, {"accept_clash": {"between": ["trip:spain", "visit:guest"], "reason": "사유"}}),
        (),
    ),
    "engagement": (
        "MS-0119",
        (ADD, {"plan_engagement": {"engagement": "a", "title": "면담", "part_of": "agreement:mou"}}),
        (),
    ),
    "engagement, moved": (
        "MS-0120",
        (
            {"plan_engagement": {"engagement": "a", "title": "면담"}},
            {"move_engagement": {"engagement": "a", "part_of": None}},
        ),
        (),
    ),
    "figure": ("MS-0127", (GUESTS, RESTATED), ()),
    "figure, as of": (
        "MS-0125",
        ({"state_figure": {**GUESTS["state_figure"], "as_of": "2018~"}},),
        ("as_of", "approximate", "span"),
    ),
    "figure, counted": (
        "MS-0124",
        ({"state_figure": {**GUESTS["state_figure"], "key": "state_guests", "counted_by": "system"}},),
        ("state_guests", "system", "person", "visit"),
    ),
    "model": (
        "MS-0131",
        ({"plan_trip": {**TRIP["plan_trip"], "public_from": "2018-09-01T09:00:00+09:00"}},),
        ("public_from", "visibility", "public"),
    ),
    "model, fields": ("MS-0130", (TRIP, {"change_trip": {"trip": "spain", "fields": {"title": None}}}), ("title",)),
    "series": ("MS-0135", (week(recurrence="FREQ=WEEKLY;BYDAY=TU;COUNT=3"),), ("FREQ=WEEKLY;COUNT=3;BYDAY=TU",)),
    "series, undated": ("MS-0133", (week(when="unknown", recurrence="FREQ=DAILY;COUNT=3"),), ()),
    "series, no such day": (
        "MS-0141",
        (WEEKLY, {"cancel_occurrence": {"occasion": "forum", "occurrence": "2018-10-02"}}),
        (),
    ),
    "office": (
        "MS-0156",
        (
            FOUND,
            {"begin_term": {"principal": "mayor", "began": "2018-07-01"}},
            {"end_term": {"principal": "mayor", "ended": "2018-06-01"}},
        ),
        (),
    ),
    "organization": (
        "MS-0192",
        (
            {
                "report_organization": {
                    "organization": "o",
                    "name": "기구",
                    "stage": "pursued",
                    "attracted": "2018",
                    "opened": "2018",
                }
            },
        ),
        ("attracted", "opened"),
    ),
    "policy export": ("MS-0191", (EXPORT, {"deliver_policy_export": {"policy_export": "maps"}}), ()),
    "programme": (
        "MS-0160",
        (GUEST_SOMETIME, {"reschedule_visit": {"visit": "guest", "when": {"within": "trip:spain"}}}),
        (),
    ),
    "references": (
        "MS-0163",
        ({"plan_engagement": {"engagement": "a", "title": "면담", "part_of": "trip:x"}},),
        ("part_of",),
    ),
    "references, principal": (
        "MS-0165",
        (FOUND, {"plan_trip": {**TRIP["plan_trip"], "principal": "deputy"}}),
        ("mayor", "add_principal"),
    ),
    "rule": ("MS-0170", ({"declare_rule": {"rule": "sum", "table": "guests", "against": "guests"}},), ()),
    "terms": ("MS-0186", (GUESTS, VISITS, SUM), ("guests", "visits")),
    "terms, unstated": (
        "MS-0185",
        (GUESTS, {"declare_rule": {"rule": "sum", "total": "guests", "parts": ["guest"]}}),
        ("guests", "guest"),
    ),
    "terms, never together": (
        "MS-0189",
        (
            GUESTS,
            {"state_figure": {"key": "all", "value": 9, "unit": "명", "as_of": "2018"}},
            {"declare_rule": {"rule": "sum", "total": "all", "parts": ["guests"]}},
        ),
        ("guests", "all"),
    ),
    "subject": ("MS-0175", ({"confirm_trip": {"trip": "nowhere"}},), ()),
    "subject, corrected": (
        "MS-0177",
        (TRIP, {"correct_trip": {"trip": "spain", "fields": {"nights": 1}, "reason": "오기"}}),
        ("nights",),
    ),
    "transitions": (
        "MS-0191",
        (GUEST, {"cancel_visit": {"visit": "guest"}}, {"receive_visit": {"visit": "guest"}}),
        (),
    ),
    "transitions, reported": (
        "MS-0193",
        (
            {"report_visit": {**GUEST["announce_visit"], "stage": "received"}},
            {"report_visit": {**GUEST["announce_visit"], "stage": "confirmed"}},
        ),
        (),
    ),
    "trip": ("MS-0321", ({"plan_trip": {**TRIP["plan_trip"], "nights": 3}},), ()),
    "trip, moved": ("MS-0195", (TRIP, {"reschedule_trip": {"trip": "spain", "period": "2018-09-27/2018-09-28"}}), ()),
    "visit": ("MS-0196", ({"announce_visit": {"visit": "guest"}},), ()),
}
"""A refusal of each module of the domain: its code, what is asked, and what of it is a word of files."""

WHEN, DATES = TypeAdapter[Any](When), TypeAdapter[Any](Dates)
NEW_YORK = "America/New_York"
VALUES: dict[str, tuple[str, Callable[[], object], tuple[str, ...]]] = {
    "days": ("MS-0284", lambda: read_day("2018-02-30"), ()),
    "days, written otherwise": ("MS-0281", lambda: read_day("30.2.2018"), ("YYYY-MM-DD",)),
    "fuzzy": ("MS-0285", lambda: FuzzyDate.of(12), ("EDTF",)),
    "fuzzy text": ("MS-0289", lambda: FuzzyDate.of("2018.9"), ("EDTF",)),
    "fuzzy text, forms": ("MS-0286", lambda: FuzzyDate.of("2018-50"), ("201X", "2018-XX", "2018-10-XX")),
    "fuzzy text, day": ("MS-0293", lambda: FuzzyDate.of("2018-02-30"), ()),
    "identity": ("MS-0294", lambda: check_name("a b"), ("2018-europe",)),
    "instants": ("MS-0296", lambda: read_instant("soon"), ("2026-11-22T09:00:00Z",)),
    "moment, no time": ("MS-0302", lambda: read_local("2018-02-03T25:00"), ("YYYY-MM-DDThh:mm",)),
    "moment, in a gap": ("MS-0309", lambda: Moment.of("2018-03-11T02:30", NEW_YORK), ()),
    "moment, twice": ("MS-0307", lambda: Moment.of("2018-11-04T01:30", NEW_YORK), ("fold",)),
    "moment, no zone": ("MS-0311", lambda: Moment.model_validate("2018-10-03T19:00+02:00"), ()),
    "moment, offset": (
        "MS-0313",
        lambda: Moment.model_validate("2018-11-04T01:30+09:00[America/New_York]"),
        (),
    ),
    "number": ("MS-0316", lambda: COMMANDS["state_figure"](key="a", value="1,000", as_of="2018"), ()),
    "party": ("MS-0317", Person, ()),
    "period": ("MS-0318", lambda: Period.of("2018-10-02", "2018-10-01"), ()),
    "period, nights": ("MS-0321", lambda: check_nights(1, 1), ()),
    "place": ("MS-0322", Place, ()),
    "recurrence": (
        "MS-0327",
        lambda: canonical("FREQ=HOURLY"),
        ("FREQ", "HOURLY", "BYDAY", "WEEKLY", "MONTHLY", "UNTIL", "TU", "MO"),
    ),
    "text": ("MS-0336", lambda: Text(ko="\x07"), ()),
    "text, language": ("MS-0338", lambda: Text(korean_language="x"), ("ko", "en", "zh-Hans", "BCP")),
    "when": (
        "MS-0341",
        lambda: WHEN.validate_python(1.5),
        ("EDTF", "start", "zone", "unknown", "true", "within"),
    ),
    "when, of a trip": ("MS-0342", lambda: DATES.validate_python(1.5), ("EDTF", "unknown", "true", "within")),
    "when, backwards": (
        "MS-0340",
        lambda: Timed.model_validate({"start": "2018-10-03T19:00", "end": "2018-10-03T18:00", "zone": "Asia/Seoul"}),
        (),
    ),
    "zones": ("MS-0344", lambda: check_zone("KST"), ("UTC",)),
    "zones, misspelt": ("MS-0343", lambda: check_zone("Europe/Zuerich"), ()),
    "catalog, topic": ("MS-0111", lambda: decode("trip.flown", 1, {}), ("mayor-schedule",)),
    "catalog, fields": (
        "MS-0114",
        lambda: decode("trip.rescheduled", 1, {"nights": 1}),
        ("trip.rescheduled", "period missing"),
    ),
    "envelope": ("MS-0111", lambda: ENVELOPE.event, ("mayor-schedule",)),
    "envelope, salt": ("MS-0122", lambda: ENVELOPE.key("uid"), ("salt",)),
    "evolve": ("MS-0172", lambda: KINDS["trip"].evolve(None, TripConfirmed()), ("trip.confirmed",)),
}
"""A value of each kind that cannot be, and what cannot be read."""

ENVELOPE = Recorded(
    subject="trip:spain", version=2, topic="trip.flown", schema_version=1,
    recorded_at=datetime(2018, 8, 31, tzinfo=UTC), known_on=date(2018, 8, 31), by="의전", citations=(), note=None,
    command_id="a", command_digest="b", salt=b"", data={}, erasure=Erasure({}, {}),
)  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_said_in_korean(case: str) -> None:
    code, asked, kept = REFUSED[case]
    message = refused(*asked)
    korean = told(message, "ko")
    assert code_of(message) == code
    assert told(message, "en") == message
    assert re.search("불가: .*[가-힣]", korean) or not message.startswith("cannot ")
    assert left_in_english(korean, *kept) == []


@pytest.mark.parametrize("case", VALUES)
def test_what_a_value_cannot_be_is_said_in_korean(case: str) -> None:
    code, make, kept = VALUES[case]
    message = wrong(make)
    korean = told(message, "ko")
    assert code_of(message) == code
    assert told(message, "en") == message
    assert re.search("[가-힣]", korean)
    assert left_in_english(korean, *kept) == []


def test_what_is_refused_names_the_subject_first_in_korean() -> None:
    message = refused(GUEST, {"cancel_visit": {"visit": "guest"}}, {"receive_visit": {"visit": "guest"}})
    assert message == "cannot receive visit:guest: it was cancelled; that is possible while it is confirmed"
    korean = told(message, "ko")
    assert korean.startswith("visit:guest ")
    assert korean.index("불가") < korean.index("취소") < korean.index("확정")


def test_every_verb_of_a_command_is_said_in_korean() -> None:
    left = {
        verb for verb in {command.verb() for command in COMMANDS.values()} if left_in_english(told(term(verb), "ko"))
    }
    assert left == set()


def test_every_stage_is_said_in_korean() -> None:
    stages = [each for kind in KINDS.values() for each in _stages(kind.state)]
    assert len(stages) > 30
    for stage in stages:
        standing = in_words(stage, date(2018, 8, 23))
        assert re.fullmatch("it .+ on 2018-08-23", standing)
        assert stage_in_words(stage) == stage.replace("_", " ")
        assert left_in_english(told(standing, "ko")) == left_in_english(told(stage_in_words(stage), "ko")) == []


def _stages(state: type[Subject]) -> list[StrEnum]:
    stage = vars(state).get("stage")
    return list(type(stage.default)) if stage is not None and isinstance(stage.default, StrEnum) else []


def test_every_field_that_names_another_subject_can_be_named() -> None:
    class Naming(Command):
        kind = "trip"
        trip: str = "trip:spain"

    for field in sorted(REFERENCES):
        command = create_model("NamingIt", __base__=Naming, **{field: (str, "trip:spain")})()
        with pytest.raises(MayorScheduleError) as refusal:
            check_references(command, lambda _: None)
        message = said(refusal.value)
        assert f"its {field.replace('_', ' ')} names itself" in message
        assert f"({field}) " in told(message, "ko")
