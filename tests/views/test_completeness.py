"""What is missing: of each trip, visit and agreement, which aspects are sourced, stated, missing or not due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    AnswerState,
    Aspect,
    Audience,
    Citation,
    Command,
    Completeness,
    FuzzyDate,
    InvalidValueError,
    Office,
)
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.erasure import SAID
from mayor_schedule.imports.loading import import_files
from mayor_schedule.reading import OfficeViews
from mayor_schedule.views.completeness import answers
from mayor_schedule.views.completeness.answers import Remark
from mayor_schedule.views.completeness.view import KINDS
from pasts import AT, START, Told, never_heard, office_of, read_at
from sizes import examples

ASPECTS = ["who", "where", "when", "why", "with_whom", "result"]
CITED = (Citation("minutes", "p. 1"),)
TITLE = {"en": "T"}
WITHIN = {"unknown": True, "within": "trip:t"}
MAYOR = {"principal": "mayor", "answer": "yes"}
BILBAO = {"city": {"en": "Bilbao"}}


@pytest.fixture(scope="module")
def seoul() -> Iterator[Office]:
    """The report of 2018 alone."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [REPORT])
        yield office


@pytest.fixture(scope="module")
def archive() -> Iterator[Office]:
    """With what the press said before and after it."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        for dossier in (EARLIER, REPORT, LATER):
            import_files(office, [dossier])
        yield office


def do(
    office: Office, command: str, known_on: str = "2018-08-31", /, *, cited: bool = False, **fields: Any
) -> None:  # fmt: skip
    office.record(
        COMMANDS[command].model_validate(fields), by="p", known_on=known_on, sources=CITED if cited else (),
        id=str(len(office.store)),
    )  # fmt: skip


def found(office: OfficeViews, **asked: Any) -> dict[str, Completeness]:
    return {each.known.id: each for each in office.completeness(**asked)}


def told(office: OfficeViews, subject: str, aspect: str, **asked: Any) -> list[str]:
    """The state of one aspect of one subject, and the remarks."""
    answer = found(office, **asked)[subject].aspects[Aspect(aspect)]
    return [str(answer.state), *(str(each) for each in answer.remarks)]


def lacking(office: OfficeViews, **asked: Any) -> dict[str, list[str]]:
    return {subject: [str(each) for each in entry.missing] for subject, entry in found(office, **asked).items()}


# --- 2018 -------------------------------------------------------------------------------------------------------------


def test_what_the_report_leaves_open(seoul: Office) -> None:
    assert lacking(seoul, known_on="2018-08-31") == {
        "trip:2018-singapore-march": ["who", "result"],
        "trip:2018-singapore-july": ["who", "why", "result"],
        "trip:2018-europe": ["who"],
        "trip:2018-beijing": ["who", "why"],
        **{
            f"visit:2018-{guest}": ["where", "when", "why", "with_whom", "result"]
            for guest in ("duda", "germany", "finland", "cai-qi")
        },
        "agreement:barcelona-friendship": ["where", "when", "why"],
        "agreement:beijing-sister": ["where", "when", "why"],
        "agreement:gsef-chair": ["where", "when", "why"],
        "agreement:2018-zurich": ["where", "when", "why"],
        "agreement:2018-estonia-digital": ["when", "why"],
        "agreement:2018-estonia": ["when", "why"],
        "agreement:2018-uos-pust": ["where"],
    }


def test_what_the_report_says(seoul: Office) -> None:
    asked = {"known_on": "2018-08-31"}
    july, zurich = "trip:2018-singapore-july", "agreement:2018-zurich"
    assert told(seoul, july, "when", **asked) == ["sourced"]
    assert told(seoul, july, "with_whom", **asked) == ["sourced", "unnamed", "partly"]
    assert told(seoul, july, "result", **asked) == ["missing"]
    assert told(seoul, zurich, "result", **asked) == ["not_due"]
    assert told(seoul, zurich, "with_whom", **asked) == ["sourced"]
    assert told(seoul, "visit:2018-germany", "who", **asked) == ["sourced", "unnamed"]
    assert told(seoul, "visit:2018-duda", "who", **asked) == ["sourced"]
    assert told(seoul, "agreement:gsef-chair", "result", **asked) == ["sourced", "partly"]
    assert told(seoul, "agreement:2018-uos-pust", "result", **asked) == ["sourced"]


def test_results_are_due_when_the_planned_days_have_passed(seoul: Office) -> None:
    for trip, last, next_day in (("europe", "2018-10-07", "2018-10-08"), ("beijing", "2018-11-28", "2018-11-29")):
        asked = (seoul, f"trip:2018-{trip}", "result")
        assert told(*asked, on=last) == ["not_due"]
        assert told(*asked, on=next_day) == ["missing"]
    assert told(seoul, "agreement:2018-zurich", "result", on="2018-10-07") == ["not_due"]
    assert told(seoul, "agreement:2018-zurich", "result", on="2018-10-08") == ["missing"], (
        "it was to be within the trip"
    )


def test_what_the_press_had_said_before(archive: Office) -> None:
    asked = {"known_on": "2018-07-06"}
    assert list(found(archive, **asked)) == [
        "trip:2018-singapore-july", "visit:2018-duda", "visit:2018-germany", "visit:2018-cai-qi", "visit:2018-finland",
    ]  # fmt: skip
    july, germany = "trip:2018-singapore-july", "visit:2018-germany"
    assert told(archive, july, "when", **asked) == ["sourced", "fuzzy"]
    assert told(archive, july, "who", **asked) == ["sourced"], "the mayor attends each engagement"
    assert told(archive, july, "result", **asked) == ["not_due"]
    assert told(archive, germany, "when", **asked) == ["sourced"]
    assert told(archive, germany, "who", **asked) == ["sourced"]
    assert told(archive, germany, "result", **asked) == ["missing"], "nobody had said that it was received"
    assert told(archive, germany, "result", known_on="2018-02-09") == ["not_due"]


def test_what_a_later_document_adds_and_takes_away(archive: Office) -> None:
    germany = "visit:2018-germany"
    assert told(archive, germany, "when") == ["sourced"], "the report gives no date, the press did"
    assert told(archive, germany, "who") == ["sourced", "unnamed"], "the report names no name any more"
    signed = found(archive, on="2018-10-08")["agreement:2018-zurich"].aspects
    assert signed[Aspect.RESULT].state == signed[Aspect.WHEN].state == "sourced"
    assert signed[Aspect.RESULT].events == ("agreement:2018-zurich@2",)
    assert {each.document for each in signed[Aspect.RESULT].citations} == {"mi-457801", "decenter-1S5S5JGXS1"}
    assert told(archive, "trip:2018-europe", "result", on="2018-10-08") == ["sourced", "partly"]


def test_the_day_of_reading(archive: Office, clock: Clock) -> None:
    europe = "trip:2018-europe"
    assert told(archive, europe, "result", known_on="2018-09-27") == ["not_due"], "else the day of knowledge"
    assert told(archive, europe, "result", known_on="2018-09-27", on="2018-10-08") == ["missing"]
    assert told(archive, "agreement:2018-bilbao", "result") == ["missing"], "else today"
    knowledge = archive.knowledge(recorded_until="2018-09-30T16:00:00Z")
    assert archive.day_of(knowledge) == date(2018, 9, 30)
    assert archive.day_of(archive.knowledge()) == archive.today()
    with pytest.raises(InvalidValueError):
        archive.completeness(on="2018-02-30")


def test_a_past_office_has_it_too(archive: Office) -> None:
    assert lacking(archive.at("2018-08-31")) == lacking(archive, known_on="2018-08-31")


def test_as_plain_data(seoul: Office) -> None:
    entry = found(seoul, known_on="2018-08-31")["trip:2018-singapore-march"]
    source = {"document": "council-283", "at": "L216"}
    here = {"state": "sourced", "remarks": [], "events": ["trip:2018-singapore-march@1"], "sources": [source]}
    nothing: dict[str, Any] = {"state": "missing", "remarks": [], "events": [], "sources": []}
    meeting = {
        "state": "sourced", "events": ["engagement:2018-singapore-transport@1"],
        "sources": [{"document": "council-283", "at": "L220-L222"}],
    }  # fmt: skip
    record = entry.to_record(Audience.INTERNAL, "en")
    assert record == {
        "subject": "trip:2018-singapore-march", "uid": entry.known.uid, "kind": "trip", "title": "Singapore, March",
        "stage": "returned", "missing": ["who", "result"],
        "aspects": {
            "who": nothing, "where": here, "when": here, "why": meeting | {"remarks": ["partly"]},
            "with_whom": meeting | {"remarks": ["unnamed", "partly"]}, "result": nothing,
        },
    }  # fmt: skip
    assert list(record["aspects"]) == ASPECTS


@pytest.mark.parametrize("day", ["2018-07-06", "2018-08-31", None])
def test_the_public_is_told_nothing(archive: Office, day: str | None) -> None:
    assert archive.completeness(audience="public", known_on=day) == []


# --- sources ----------------------------------------------------------------------------------------------------------


def test_what_nobody_gave_a_source_for_is_stated(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-27/2018-10-07", stops=[BILBAO])
    do(office, "change_trip", cited=True, trip="t", fields={"purpose": {"en": "GSEF"}})
    do(office, "plan_engagement", engagement="e", title=TITLE, part_of="trip:t", counterparts=[{"name": {"en": "A"}}])
    aspects = found(office)["trip:t"].aspects
    assert {str(each): str(answer.state) for each, answer in aspects.items()} == {
        "who": "missing", "where": "stated", "when": "stated", "why": "sourced", "with_whom": "stated",
        "result": "missing",
    }  # fmt: skip
    assert aspects[Aspect.WHERE].events == ("trip:t@1",)
    assert aspects[Aspect.WHY].citations == CITED
    assert not any(answer.citations for answer in aspects.values() if answer.state is not AnswerState.SOURCED)


def test_a_source_of_some_parts_only_is_remarked(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-27/2018-10-07")
    person = [{"name": {"en": "A"}}]
    do(office, "plan_engagement", engagement="e", title=TITLE, part_of="trip:t", counterparts=person, cited=True)
    assert told(office, "trip:t", "with_whom") == ["sourced"]
    do(office, "plan_engagement", engagement="f", title=TITLE, part_of="trip:t", counterparts=person)
    assert told(office, "trip:t", "with_whom") == ["sourced", "partly_sourced"]
    do(office, "plan_engagement", engagement="g", title=TITLE, part_of="trip:t")
    assert told(office, "trip:t", "with_whom") == ["sourced", "partly", "partly_sourced"]


def test_saying_it_again_without_a_source_takes_none_away(office: Office) -> None:
    visit: dict[str, Any] = {"visit": "v", "title": TITLE, "purpose": {"en": "P"}, "stage": "announced"}
    do(office, "report_visit", cited=True, **visit, when="2018-09-01")
    do(office, "report_visit", **visit, when="2018-09-02")
    assert told(office, "visit:v", "why") == ["sourced"]
    assert found(office)["visit:v"].aspects[Aspect.WHY].events == ("visit:v@1", "visit:v@2")
    assert told(office, "visit:v", "when") == ["stated"], "the source says another day"
    do(office, "report_visit", cited=True, **visit, when="2018-09-02")
    assert told(office, "visit:v", "when") == ["sourced"]


def test_a_correction_speaks_for_itself_and_what_is_withdrawn_for_nothing(office: Office) -> None:
    do(office, "announce_visit", visit="v", title=TITLE, purpose={"en": "P"}, cited=True)
    do(office, "change_visit", visit="v", fields={"place": {"city": {"en": "Seoul"}}}, cited=True)
    do(office, "correct_visit", visit="v", fields={"purpose": {"en": "Q"}}, reason=TITLE)
    assert told(office, "visit:v", "why") == ["stated"]
    assert found(office)["visit:v"].aspects[Aspect.WHY].events == ("visit:v@3",)
    do(office, "withdraw_visit", visit="v", event=3, reason=TITLE)
    assert told(office, "visit:v", "why") == ["sourced"]
    do(office, "withdraw_visit", visit="v", event=2, reason=TITLE)
    assert told(office, "visit:v", "where") == ["missing"]
    do(office, "report_visit", visit="v", title=TITLE, stage="announced", category="other", cited=True)
    do(office, "change_visit", visit="v", fields={"place": BILBAO})
    do(office, "change_visit", visit="v", fields={"place": BILBAO}, cited=True)
    assert told(office, "visit:v", "where") == ["sourced"]
    do(office, "withdraw_visit", visit="v", event=8, reason=TITLE)
    assert told(office, "visit:v", "where") == ["stated"], "the source went with the event that cited it"


# --- what is known ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"unknown": True}, ["missing"]), ({"unknown": True, "within": "figure:k/2018"}, ["missing"]),
        ("2018-10", ["stated", "fuzzy"]), ("2018-10-03~", ["stated", "fuzzy"]), ("2018-09/..", ["stated", "fuzzy"]),
        ({"edtf": "2018-10-03"}, ["stated"]), ("2018-10-03", ["stated"]), ("2018-10-03/2018-10-04", ["stated"]),
        ({"start": "2018-10-03T19:00", "zone": "Asia/Seoul"}, ["stated"]),
    ],
)  # fmt: skip
def test_how_well_a_date_is_known(office: Office, when: Any, expected: list[str]) -> None:
    do(office, "state_figure", key="k", value=3, as_of="2018", span="2018-01/2018-12")
    do(office, "announce_visit", visit="v", title=TITLE, when=when)
    assert told(office, "visit:v", "when") == expected


def test_a_date_that_is_not_read_any_more_says_nothing(office: Office) -> None:
    do(office, "announce_visit", visit="v", title=TITLE, when="2018-10")
    known = office.knowledge()["visit:v"]
    assert answers.told(known, "when") is not None
    unreadable = FuzzyDate.model_construct(edtf="written by a later version")
    stored = replace(known, state=replace(known.state, facts={**known.state.facts, "when": unreadable}))
    assert answers.told(stored, "when") is None


def test_what_took_place_comes_before_what_was_planned(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09", cited=True)
    for step in ("confirm_trip", "depart_trip"):
        do(office, step, trip="t")
    assert told(office, "trip:t", "when") == ["sourced", "fuzzy"]
    do(office, "return_trip", trip="t", period="2018-09-27/2018-10-07")
    assert told(office, "trip:t", "when") == ["stated"]


def test_what_is_put_off_has_no_date_and_no_result_is_due(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-01")
    do(office, "announce_visit", visit="v", title=TITLE, when="2018-09-01")
    do(office, "propose_agreement", agreement="a", title=TITLE)
    do(office, "plan_signing", agreement="a", signing="2018-09-01")
    subjects = ("trip:t", "visit:v", "agreement:a")
    assert [told(office, each, "result", on="2018-09-02") for each in subjects] == [["missing"]] * 3
    for kind, name in (("trip", "t"), ("visit", "v"), ("agreement", "a")):
        do(office, f"postpone_{kind}", **{kind: name})
    do(office, "plan_engagement", engagement="e", title=TITLE, when="2018-09-01")
    do(office, "change_agreement", agreement="a", fields={"engagement": "engagement:e"})
    for each in subjects:
        assert (told(office, each, "when"), told(office, each, "result")) == (["missing"], ["not_due"])


def test_what_an_event_said_and_what_is_only_usual(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE)
    assert told(office, "trip:t", "who") == ["missing"], "that it is the mayor's, nobody said"
    do(office, "plan_engagement", engagement="e", title=TITLE, part_of="trip:t", attendance=[MAYOR])
    assert told(office, "trip:t", "who") == ["stated"]
    do(office, "change_trip", trip="t", fields={"delegation": [{"office": {"en": "Aide"}}]}, cited=True)
    assert told(office, "trip:t", "who") == ["sourced", "unnamed"]
    do(office, "plan_trip", trip="u", title=TITLE, principal="mayor")
    assert told(office, "trip:u", "who") == ["stated"]


@pytest.mark.parametrize(
    ("attendance", "expected"),
    [
        ([], ["missing"]), ([{"principal": "mayor"}], ["missing"]),
        ([{"principal": "mayor", "answer": "no"}], ["missing"]),
        ([MAYOR], ["stated"]),
        ([{"principal": "mayor", "answer": "no", "represented_by": {"name": {"en": "B"}}}], ["stated"]),
        ([{"principal": "mayor", "answer": "no", "represented_by": {"office": {"en": "Vice"}}}], ["stated", "unnamed"]),
    ],
)  # fmt: skip
def test_who_receives_a_visit(office: Office, attendance: list[Any], expected: list[str]) -> None:
    do(office, "announce_visit", visit="own", title=TITLE, attendance=attendance)
    do(office, "announce_visit", visit="whole", title=TITLE)
    do(office, "plan_engagement", engagement="e", title=TITLE, part_of="visit:whole", attendance=attendance)
    assert told(office, "visit:own", "with_whom") == told(office, "visit:whole", "with_whom") == expected


def test_a_visit_of_a_body_has_nobody_named(office: Office) -> None:
    do(office, "announce_visit", visit="v", title=TITLE)
    assert told(office, "visit:v", "who") == ["missing"], "a title names nobody"
    do(office, "change_visit", visit="v", fields={"party": {"name": {"en": "Tallinn"}}})
    assert told(office, "visit:v", "who") == ["stated", "unnamed"]


def test_parts_answer_where_the_whole_says_nothing(office: Office) -> None:
    do(office, "announce_visit", visit="v", title=TITLE)
    do(office, "plan_engagement", engagement="e", title=TITLE, part_of="visit:v", place=BILBAO, purpose={"en": "P"})
    do(office, "plan_engagement", engagement="f", title=TITLE, part_of="visit:v", topics=[{"en": "Q"}])
    assert told(office, "visit:v", "where") == ["stated", "partly"]
    assert told(office, "visit:v", "why") == ["stated"]
    do(office, "change_visit", visit="v", fields={"place": BILBAO})
    assert told(office, "visit:v", "where") == ["stated"], "its own place is all of it"
    do(office, "cancel_engagement", engagement="e")
    assert found(office)["visit:v"].aspects[Aspect.WHY].events == ("engagement:f@1",)


def test_what_was_erased_is_missing(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, purpose=SAID)
    assert told(office, "trip:t", "why") == ["missing"]


# --- results and agreements -------------------------------------------------------------------------------------------


def test_the_result_is_what_came_of_the_parts(office: Office) -> None:
    do(office, "report_trip", trip="t", title=TITLE, stage="returned", period="2018-09-27/2018-10-07")
    for name in "ef":
        do(office, "report_engagement", engagement=name, title=TITLE, stage="held", part_of="trip:t",
           expected_outcome={"en": "Much"})  # fmt: skip
    assert told(office, "trip:t", "result", on="2018-08-01") == ["missing"], "it is over, and nothing came of it yet"
    do(office, "report_engagement", engagement="e", title=TITLE, stage="held", outcome={"en": "It"}, cited=True)
    assert told(office, "trip:t", "result") == ["sourced", "partly"]
    do(office, "report_agreement", agreement="a", title=TITLE, stage="signed", engagement="f", signed="2018-10-01")
    assert told(office, "trip:t", "result") == ["sourced", "partly_sourced"]
    assert found(office)["trip:t"].aspects[Aspect.RESULT].events == ("engagement:e@2", "agreement:a@1")


def test_what_is_known_of_a_result_before_it_is_due(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-27/2018-10-07")
    assert told(office, "trip:t", "result", on="2018-10-01") == ["not_due"]
    do(office, "report_engagement", engagement="e", title=TITLE, stage="held", part_of="trip:t", outcome={"en": "It"})
    assert told(office, "trip:t", "result", on="2018-10-01") == ["stated"]


def test_an_agreement_is_signed_where_and_when_its_engagement_is(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-27/2018-10-07")
    do(office, "plan_engagement", engagement="e", title=TITLE, part_of="trip:t", place=BILBAO, when="2018-10-02")
    parties = [{"name": {"en": "Seoul"}}, {"name": {"en": "Bilbao"}}]
    do(office, "report_agreement", agreement="a", title=TITLE, stage="signing_planned", engagement="e", signing=WITHIN,
       parties=parties)  # fmt: skip
    aspects = found(office)["agreement:a"].aspects
    assert aspects[Aspect.WHERE].events == aspects[Aspect.WHEN].events == ("engagement:e@1",)
    assert told(office, "agreement:a", "result", on="2018-10-08") == ["missing"]
    assert told(office, "trip:t", "with_whom") == ["stated"], (
        "the agreement belongs to the engagement: one part, not two"
    )
    do(office, "cancel_engagement", engagement="e")
    assert [told(office, "agreement:a", each) for each in ("where", "when")] == [["missing"], ["missing"]]
    assert told(office, "trip:t", "with_whom") == ["stated"], "it is still to be signed within the trip"


def test_an_agreement_at_an_engagement_is_no_part_of_its_own(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-27/2018-10-07")
    do(office, "report_engagement", engagement="e", title=TITLE, stage="held", part_of="trip:t", outcome={"en": "It"})
    do(office, "report_agreement", agreement="a", title=TITLE, stage="signing_planned", engagement="e", signing=WITHIN)
    assert told(office, "trip:t", "result") == ["stated"]
    do(office, "report_agreement", agreement="b", title=TITLE, stage="signing_planned", signing=WITHIN)
    assert told(office, "trip:t", "result") == ["stated", "partly"], "this one is"


def test_a_signing_is_due_when_its_engagement_has_passed(office: Office) -> None:
    do(office, "plan_engagement", engagement="e", title=TITLE, when="2018-10-02")
    do(office, "report_agreement", agreement="a", title=TITLE, stage="signing_planned", engagement="e")
    do(office, "report_agreement", agreement="b", title=TITLE, stage="signing_planned")
    for day, expected in (("2018-10-02", "not_due"), ("2018-10-03", "missing")):
        assert told(office, "agreement:a", "result", on=day) == [expected]
        assert told(office, "agreement:b", "result", on=day) == ["not_due"], "nobody knows when"


def test_an_agreement_as_signed_and_as_planned(office: Office) -> None:
    do(office, "propose_agreement", agreement="a", title=TITLE, parties=[{"name": {"en": "Seoul"}}], cited=True)
    assert [told(office, "agreement:a", each) for each in ("who", "with_whom")] == [["sourced"], ["missing"]]
    signatory = {"office": {"en": "Governor"}}
    do(office, "sign_agreement", agreement="a", on={"unknown": True}, signatories=[signatory])
    assert told(office, "agreement:a", "with_whom") == ["stated", "unnamed"]
    assert told(office, "agreement:a", "who") == ["sourced"]
    assert [told(office, "agreement:a", each) for each in ("when", "result")] == [["missing"], ["stated", "partly"]]
    do(office, "correct_agreement", agreement="a", fields={"signed": "2018-08-20"}, reason=TITLE, cited=True)
    assert [told(office, "agreement:a", each) for each in ("when", "result")] == [["sourced"], ["sourced"]]
    do(office, "bring_agreement_into_force", agreement="a", on="2018-09")
    assert told(office, "agreement:a", "result") == ["sourced"]


# --- what is left out -------------------------------------------------------------------------------------------------


def test_what_was_called_off_lacks_nothing(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE)
    do(office, "announce_visit", visit="v", title=TITLE)
    do(office, "propose_agreement", agreement="a", title=TITLE)
    do(office, "propose_agreement", agreement="b", title=TITLE)
    do(office, "plan_trip", trip="error", title=TITLE)
    assert list(found(office)) == ["trip:t", "trip:error", "visit:v", "agreement:a", "agreement:b"]
    do(office, "withdraw_trip", trip="error", reason=TITLE)
    do(office, "cancel_trip", trip="t")
    do(office, "cancel_visit", visit="v")
    do(office, "drop_agreement", agreement="a")
    assert list(found(office)) == ["agreement:b"]
    do(office, "reinstate_trip", trip="t", period="2018-09-01")
    assert list(found(office)) == ["trip:t", "agreement:b"]


def test_an_agreement_that_repeats_another_one_lacks_nothing(office: Office) -> None:
    do(office, "plan_trip", trip="t", title=TITLE, period="2018-09-27/2018-10-07")
    for name in "ab":
        do(office, "report_agreement", agreement=name, title=TITLE, stage="signing_planned", signing=WITHIN)
    do(office, "suspect_duplicate", agreement="b", of="a")
    assert list(found(office)) == ["trip:t", "agreement:a", "agreement:b"], "that is still open"
    do(office, "settle_duplicate", agreement="b", verdict="same")
    assert list(found(office)) == ["trip:t", "agreement:a"]
    do(office, "sign_agreement", agreement="a", on="2018-10-01")
    assert told(office, "trip:t", "result") == ["stated"], "the other one is no part of the trip"
    do(office, "withdraw_agreement", agreement="a", reason=TITLE)
    assert list(found(office)) == ["trip:t", "agreement:b"], "there is nothing left that it repeats"


# --- properties -------------------------------------------------------------------------------------------------------


def is_sound(entry: Completeness) -> None:
    """Every aspect has one state, and says as much as that does."""
    record = entry.to_record(Audience.INTERNAL, "en")
    assert list(record["aspects"]) == ASPECTS
    assert record["missing"] == [name for name, each in record["aspects"].items() if each["state"] == "missing"]
    for aspect, answer in entry.aspects.items():
        assert answer.state in AnswerState
        assert bool(answer.citations) == (answer.state is AnswerState.SOURCED)
        assert bool(answer.events) == (answer.state in (AnswerState.SOURCED, AnswerState.STATED)) == answer.is_known
        assert answer.is_known or not answer.remarks
        assert answer.state is not AnswerState.NOT_DUE or aspect is Aspect.RESULT
        assert len(set(answer.events)) == len(answer.events)
        assert list(answer.remarks) == [each for each in Remark if each in answer.remarks]


def records(office: OfficeViews, day: date) -> list[dict[str, Any]]:
    """Without the public ids, which an office has by its salts and its domain."""
    return [each.to_record(Audience.INTERNAL, "en") | {"uid": None} for each in office.completeness(on=day)]


def is_as_if_nothing_came_later(told_office: Told, which: int) -> None:
    with told_office.office as office:
        events = list(office.history())
        day = START if not events else events[which % len(events)].known_on
        until = AT if not events else events[which // len(events) % len(events)].recorded_at
        whole = read_at(office.store)
        for limits in ((day, None), (None, until), (day, until)):
            past = whole.at(*limits)
            with office_of(never_heard(office.store.log(), *limits)) as other:
                for on in (day, date(2018, 10, 9), date(2030, 1, 1)):
                    assert records(past, on) == records(other, on)
            for entry in past.completeness():
                is_sound(entry)


PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)


def lives() -> st.SearchStrategy[list[list[Command]]]:
    kinds: Iterable[str] = (*KINDS, "engagement")
    return st.lists(st.sampled_from(list(kinds)).flatmap(lambda kind: strategies.lives(kind, size=5)), max_size=6)


@examples(20)
@given(lives(), PACES, st.integers(0, 10**6))
def test_every_aspect_has_one_state_whatever_happened(
    several: list[list[Command]], paces: list[int], which: int
) -> None:
    office = Told()
    office.story([(command, 1) for life in several for command in life], paces)
    is_as_if_nothing_came_later(office, which)


@examples(15)
@given(PACES, st.sets(st.integers(0, 28), max_size=6), st.integers(0, 10**6))
def test_the_past_is_that_of_an_office_that_heard_nothing_later(
    paces: list[int], left_out: set[int], which: int
) -> None:
    office = Told()
    office.lively(paces, left_out)
    is_as_if_nothing_came_later(office, which)


def test_the_documents_of_2018_as_known_on_each_day(archive: Office) -> None:
    days = sorted({each.known_on for each in archive.history()})
    for day in days:
        with office_of(never_heard(archive.store.log(), day, None)) as other:
            assert records(archive.at(day), day) == records(other, day)
        for entry in archive.completeness(known_on=day):
            is_sound(entry)
