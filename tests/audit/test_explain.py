"""Why something is so: a subject, a field, a calendar entry or a count, and the events and sources behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from canaries import CANARY, canary_stories, lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    Audience,
    ChangeTrip,
    Citation,
    CorrectTrip,
    FuzzyDate,
    InvalidValueError,
    MoveEngagement,
    Office,
    Period,
    PlanEngagement,
    PlanTrip,
    RebaseFigure,
    RegisterDocument,
    RestateFigure,
    StateFigure,
    Text,
    UnknownSubjectError,
    WithdrawTrip,
)
from mayor_schedule.audit.explain import explain
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.trip import TripDetails, TripFacts
from mayor_schedule.imports.loading import import_files
from pasts import Told
from sizes import examples

WHY = Text(en="misread")
PLAN = PlanTrip(trip="x", title=Text(en="Bejing"), period=Period.of("2018-11-25", "2018-11-28"), nights=3)
BUREAU = "occasion:2018-inter-korean-bureau"
BEHIND = ("topic", "known_on", "recorded_at", "by", "sources", "note", "reason", "corrects", "withdraws")


@pytest.fixture(scope="module")
def seoul() -> Iterator[Office]:
    """The three dossiers, in the order in which things became known."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        for dossier in (EARLIER, REPORT, LATER):
            import_files(office, [dossier])
        yield office


def trail(record: dict[str, Any], field: str) -> list[tuple[Any, ...]]:
    return [(each["event"], each["deed"], each["said"]) for each in record["fields"][field]["trail"]]


def named(record: dict[str, Any]) -> list[str]:
    events = [f"{each['subject']}@{each['version']}" for each in record["history"]]
    assert record["events"] == events
    return events


# --- a subject


def test_each_field_has_its_trail_with_sources(seoul: Office) -> None:
    record = explain(seoul, BUREAU, languages=("en",))
    assert (record["subject"], record["kind"]) == (BUREAU, "occasion")
    assert record["title"] == "New Inter-Korean Cooperation Bureau"
    october, november = ({"first": day, "last": day} for day in ("2018-10-18", "2018-11-01"))
    assert trail(record, "when") == [
        (f"{BUREAU}@1", "set", october),
        (f"{BUREAU}@2", "changed", november | {"printed": "11.1.字"}),
        (f"{BUREAU}@3", "repeated", november),
    ]
    assert (record["fields"]["when"]["value"], record["fields"]["when"]["event"]) == (november, f"{BUREAU}@3")
    report = record["fields"]["when"]["trail"][1]
    assert report["sources"] == [{"document": "council-283", "at": "L194-L196", "quote": None}]
    assert (report["by"], report["known_on"]) == ("secretariat", "2018-08-31")
    assert record["fields"]["when"]["trail"][0]["note"] == "Subject to the council's consent."
    assert set(BEHIND) < set(report)
    assert named(record) == [f"{BUREAU}@{version}" for version in (1, 2, 3)]
    assert record["history"][1]["data"]["when"]["printed"] == "11.1.字"


def test_as_known_on_a_day_the_later_events_are_not_there(seoul: Office) -> None:
    record = explain(seoul, BUREAU, known_on="2018-08-31")
    assert named(record) == [f"{BUREAU}@1", f"{BUREAU}@2"]
    assert record["fields"]["stage"]["value"] == "planned"
    assert explain(seoul.at("2018-08-31"), BUREAU) == record


def test_the_wrong_value_stays_with_what_took_its_place(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-01")
    office.record(CorrectTrip(trip="x", fields=TripFacts(title=Text(en="Beijing")), reason=WHY), by="q")
    wrong, right = explain(office, "trip:x")["fields"]["title"]["trail"]
    assert (wrong["said"], wrong["corrected_by"]) == ({"en": "Bejing"}, "trip:x@2")
    assert (right["said"], right["corrects"], right["reason"]) == ({"en": "Beijing"}, "trip:x@1", {"en": "misread"})
    assert right["by"] == "q"


def test_a_withdrawn_value_stays_without_being_held(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-01")
    office.record(ChangeTrip(trip="x", fields=TripDetails(purpose=Text(en="Trade"))), by="p")
    office.record(WithdrawTrip(trip="x", event=2, reason=WHY), by="p")
    purpose = explain(office, "trip:x")["fields"]["purpose"]
    assert (purpose["value"], purpose["event"]) == (None, None)
    assert [(each["said"], each["withdrawn_by"]) for each in purpose["trail"]] == [
        ({"en": "Trade"}, "trip:x@3"), (None, None),
    ]  # fmt: skip


def test_what_was_entered_in_error_is_explained_as_that(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-01")
    uid = office.knowledge()["trip:x"].uid
    assert explain(office, "trip:x")["withdrawn"] is None
    office.record(WithdrawTrip(trip="x", reason=WHY), by="p", known_on="2018-08-02")
    for name in ("trip:x", uid):
        record = explain(office, name)
        assert (record["withdrawn"]["event"], record["withdrawn"]["withdraws"]) == ("trip:x@2", "trip:x")
        assert {each["value"] for each in record["fields"].values()} == {None}
        assert trail(record, "nights") == [("trip:x@1", "set", 3)]
    with pytest.raises(UnknownSubjectError):
        explain(office, "trip:x", audience="public")


def test_one_field_with_the_events_that_speak_of_it(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-01")
    office.record(ChangeTrip(trip="x", fields=TripDetails(purpose=Text(en="Trade"))), by="p")
    record = explain(office, "trip:x", field="nights")
    assert (list(record["fields"]), named(record)) == (["nights"], ["trip:x@1"])
    talk = PlanEngagement(engagement="talk", title=Text(en="Talk"), part_of="trip:x")
    office.record(talk, by="p", known_on="2018-08-01")
    assert list(explain(office, "engagement:talk", field="part of")["fields"]) == ["part_of"], "as tables have it"


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("perod", "it has no such field; did you mean period?"),
        ("purpose", "no event says anything of it"),
        ("zzz", "it has no such field; its fields are visibility, title, period, nights, stage"),
    ],
)
def test_a_field_that_is_not_there_is_refused(office: Office, field: str, told: str) -> None:
    office.record(PLAN, by="p", known_on="2018-08-01")
    with pytest.raises(InvalidValueError) as refusal:
        explain(office, "trip:x", field=field)
    assert str(refusal.value) == f"cannot explain {field} of trip:x: {told}"


def test_an_occurrence_of_a_series_is_explained(office: Office) -> None:
    entries = """
- plan_occasion: {occasion: staff, title: {en: Staff}, when: {start: 2018-10-01T09:00, zone: Asia/Seoul},
    recurrence: {rule: FREQ=WEEKLY}, booked_until: 2018-11-30}
- change_occurrence: {occasion: staff, occurrence: 2018-10-08, fields: {place: {venue: {en: Hall}}}}
"""
    from mayor_schedule.cli.loading import record_file
    from mayor_schedule.imports.files import read_nodes

    record_file(office, "x", read_nodes("x.yaml", entries.encode()), by="p", known_on="2018-08-01", source=None)
    record = explain(office, "occasion:staff", field="occurrence 2018-10-08 place")
    assert trail(record, "occurrence 2018-10-08 place") == [("occasion:staff@2", "set", {"venue": {"en": "Hall"}})]


def test_a_calendar_entry_is_explained_by_its_uid(seoul: Office) -> None:
    (entry,) = (each for each in seoul.calendar().entries() if each.subject == "agreement:2018-zurich")
    record = explain(seoul, entry.uid)
    assert record["subject"] == "agreement:2018-zurich"
    assert [each["document"] for each in record["fields"]["signed_parties"]["trail"][0]["sources"]] == [
        "mi-457801", "decenter-1S5S5JGXS1",
    ]  # fmt: skip


def test_a_reference_to_what_was_not_known_yet_is_not_told(office: Office) -> None:
    office.record(PLAN, by="p", known_on="2018-08-20")
    talk = PlanEngagement(engagement="talk", title=Text(en="Talk"), part_of="trip:x")
    office.record(talk, by="p", known_on="2018-08-01")
    assert "trip:x" in str(explain(office, "engagement:talk"))
    assert "trip:x" not in str(explain(office, "engagement:talk", known_on="2018-08-10"))
    office.record(PLAN.model_copy(update={"trip": "trip:y"}), by="p", known_on="2018-08-30")
    office.record(MoveEngagement(engagement="talk", part_of="trip:y"), by="p", known_on="2018-08-20")
    record = explain(office, "engagement:talk", known_on="2018-08-25")
    assert trail(record, "part_of") == [("engagement:talk@1", "set", "trip:x")]
    assert "part_of" not in {name for name, each in record["fields"].items() if each["value"] == "trip:y"}
    assert [each["event"] for each in explain(office, "engagement:talk")["fields"]["part_of"]["trail"]] == [
        "engagement:talk@1", "engagement:talk@2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("hosted_organisations", "hosted_organizations"),
        ("2018-zurich", "agreement:2018-zurich"),
        ("agreement:2018-zurick", "agreement:2018-zurich"),
        ("staff_actual/grade-77", "staff_actual/grade-7"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(seoul: Office, name: str, meant: str) -> None:
    with pytest.raises(UnknownSubjectError, match=f"cannot explain {name}: .*did you mean {meant}\\?"):
        explain(seoul, name)


def test_to_the_public_no_id_is_suggested(seoul: Office) -> None:
    with pytest.raises(UnknownSubjectError) as refusal:
        explain(seoul, "agreement:2018-zurick", audience="public")
    assert "2018-zurich" not in str(refusal.value)


# --- a count


def test_a_count_is_explained_with_the_statement_before_and_the_named(seoul: Office) -> None:
    record = explain(seoul, "hosted_organizations", on="2018-08-31", languages=("en",))
    assert record["key"] == "hosted_organizations"
    count = record["count"]
    assert (count["stated"], count["named"], count["unnamed"], count["unexplained"]) == (30, 1, 29, 0)
    assert record["statement"]["fields"]["value"]["trail"][0]["sources"][0]["at"] == "L248"
    assert record["previous"]["subject"] == "figure:hosted_organizations/2017-03"
    assert [each["subject"] for each in record["items"]] == ["organization:citynet"]
    assert list(record["items"][0]["fields"]) == ["stage"]
    assert record["moved"] == []
    assert [each["label"] for each in record["may_have_come"]] == [
        "ASEM centre on human rights policy for older persons"
    ]
    assert count["unexplained_least"] == -1
    assert set(count["events"]) < set(named(record))
    positions = [each["position"] for each in explain(seoul, "trips_made", on="2018-08-31")["history"]]
    assert positions == sorted(positions)
    assert len(positions) == 4


def test_what_came_between_two_statements_is_told_with_its_days(seoul: Office) -> None:
    record = explain(seoul, "hosted_organizations", on="2019-05-31")
    assert record["count"]["unexplained"] == 37 - (30 + 1)
    (move,) = record["moved"]
    assert (move["subject"], move["change"], move["counted_in"]) == ("organization:fao", 1, "unexplained")
    assert move["days"] == {"first": "2018-09-01", "last": "2019-05-31"}
    assert [each["event"] for each in move["fields"]["opened"]["trail"]] == ["organization:fao@2"]


def test_what_came_since_the_statement_counts_in_the_total(seoul: Office) -> None:
    record = explain(seoul, "hosted_organizations", on="2019-05-31", known_on="2019-05-13")
    assert record["count"]["total"] == 37
    before = explain(seoul.at("2019-05-12"), "hosted_organizations", on="2019-05-31")
    assert (before["count"]["total"], before["moved"]) == (30, [])


def test_restatements_and_a_new_basis_are_in_the_trail_of_a_statement(office: Office) -> None:
    for month, value in (("2018-01", 5), ("2018-06", 8)):
        office.record(StateFigure(key="desks", value=value, as_of=FuzzyDate.of(month)), by="p", known_on="2018-07-01")
    figure = "desks/2018-06"
    office.record(RestateFigure(figure=figure, value=9, reason=WHY), by="p")
    office.record(RebaseFigure(figure=figure, reason=Text(en="new rooms too")), by="p")
    record = explain(office, "desks", on="2018-07-01")
    assert trail(record["statement"], "value") == [
        ("figure:desks/2018-06@1", "set", 8), ("figure:desks/2018-06@2", "changed", 9),
    ]  # fmt: skip
    assert record["statement"]["fields"]["rebased"]["value"] == {"en": "new rooms too"}
    assert (record["previous"]["subject"], record["count"]["unexplained"]) == ("figure:desks/2018-01", None)


def test_every_count_can_be_explained(seoul: Office) -> None:
    for audience in Audience:
        counts = seoul.counts(on="2018-08-31", audience=audience)
        assert len(counts) > 20
        for key, count in counts.items():
            record = explain(seoul, key, on="2018-08-31", audience=audience)
            assert record["count"] == count.to_record(audience, *seoul.profile().languages)
            assert len(record["items"]) == count.named
            cited = {each["subject"] for each in record["items"]} | {(record["statement"] or {}).get("subject")}
            assert {each.partition("@")[0] for each in count.events} <= cited
            if audience is Audience.INTERNAL:
                assert {*count.events} <= {*named(record)}
                for field in (each for part in record["items"] for each in part["fields"].values()):
                    assert all(each["sources"] for each in field["trail"])


def test_a_figure_that_is_stated_for_other_days_is_refused_with_these(seoul: Office) -> None:
    with pytest.raises(InvalidValueError, match="it is stated as of 2018-08-31; give the days of that"):
        explain(seoul, "committee_meetings/plenary", on="2019-01-01")
    assert explain(seoul, "committee_meetings/plenary", on="2018-12-31")["count"]["stated"] == 2


def test_a_count_has_no_fields(seoul: Office) -> None:
    with pytest.raises(InvalidValueError, match="that is a count; leave the field out"):
        explain(seoul, "trips_made", field="period")


# --- the public


def test_the_public_sees_values_and_nobody(seoul: Office) -> None:
    uid = seoul.knowledge()["agreement:2018-zurich"].uid
    record = explain(seoul, uid, audience="public", languages=("en",))
    assert (record["subject"], record["uid"], record["events"]) == (uid, uid, [])
    assert record["fields"]["signed"] == {
        "value": {"first": "2018-10-03", "last": "2018-10-03"}, "event": None, "trail": [],
    }  # fmt: skip
    assert not {"parties", "signed_parties", "signatories", "category"} & set(record["fields"])
    count = explain(seoul, "state_guests", on="2018-08-31", audience="public")
    assert (count["count"]["named"], count["events"]) == (3, [])
    assert [(each["arrives"], each["leaves"], each["events"]) for each in count["items"]] == [(None, None, [])] * 3
    for text in (str(record), str(count)):
        assert "secretariat" not in text
        assert "archive" not in text
        assert "council-283" not in text
        assert not any(each.subject in text for each in seoul.history())


@examples(20)
@given(canary_stories())
def test_nothing_internal_is_explained_to_the_public(story: list[Any]) -> None:
    with lived(story) as office:
        counts = office.counts(on=date(2018, 12, 31), audience=Audience.PUBLIC)
        for name in (*office.knowledge(audience=Audience.PUBLIC), *counts):
            told = explain(office, name, on="2018-12-31", audience=Audience.PUBLIC)
            assert CANARY not in str(told)
            assert not any(each.subject in str(told) for each in office.history())


def test_the_documents_that_are_cited_are_told_with_their_places(office: Office) -> None:
    office.record(RegisterDocument(document="note", title=Text(en="A note")), by="p", known_on="2018-08-01")
    office.record(PLAN, by="p", known_on="2018-08-01", sources=[Citation("note", "L1", "three nights")])
    (turn,) = explain(office, "trip:x")["fields"]["nights"]["trail"]
    assert turn["sources"] == [{"document": "note", "at": "L1", "quote": "three nights"}]


# --- whatever happens

PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)


def explains_everything(told: Told) -> None:
    """Of every subject, on every day: each field's trail ends with what is held, and its events are the subject's."""
    days = [None, *sorted({each.known_on for each in told.office.history()})]
    for day in days:
        knowledge = told.office.knowledge(known_on=day)
        for name, known in {**knowledge, **knowledge.withdrawn}.items():
            record = explain(told.office, name, known_on=day)
            assert tuple(named(record)) == known.events
            assert {name for name, value in known.state.facts.items() if value is not None} <= {
                *record["fields"], *(name for name in known.state.facts if name.endswith("reason")),
            } or known.state.is_withdrawn  # fmt: skip
            for field, each in record["fields"].items():
                assert {turn["event"] for turn in each["trail"]} <= set(known.events)
                if each["value"] is None:
                    assert each["event"] is None or known.state.facts[field] is None
                else:
                    assert each["trail"][-1]["value"] == each["value"]
                    assert each["event"] in {turn["event"] for turn in each["trail"]}


@examples(10)
@given(strategies.stories(kinds=4, size=5), PACES)
def test_everything_can_be_explained(story: list[tuple[Command, int]], paces: list[int]) -> None:
    told = Told()
    told.story(story, paces)
    explains_everything(told)


@pytest.mark.parametrize("paces", [[3, 1, 4, 1, 5, 9, 2, 6], [0, 9], [8, 7, 0, 2]])
def test_everything_in_a_lively_office_can_be_explained(paces: list[int]) -> None:
    told = Told()
    told.lively(paces)
    explains_everything(told)
