"""What is recorded as done before its day: every kind, which event counts, and what is never warned of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner import Planner, at

import strategies
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.domain.agreement import SIGNED
from mayor_schedule.domain.catalog import COMMANDS, KINDS
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.when import bounds
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.outline import outline_of
from pasts import Told
from sizes import examples

RULE = "done-before-its-day"
KIND_STAGE_DATE = (
    ("trip", "returned", "period"), ("visit", "received", "when"), ("engagement", "held", "when"),
    ("occasion", "held", "when"), ("agreement", "signed", "signed"),
)  # fmt: skip
WHY = {"ko": "오기", "en": "typo"}
DAY = timedelta(days=1)


@pytest.fixture
def planner() -> Planner:
    return Planner()


def report(planner: Planner, kind: str, stage: str, known_on: str, **more: Any) -> None:
    planner.do(f"report_{kind}", known_on, **{kind: "a", "title": "a", "stage": stage, **more})


def proposed(planner: Planner, name: str = "a") -> str:
    planner.do("propose_agreement", agreement=name, title=name)
    return name


def known(planner: Planner, **reading: Any) -> list[tuple[str, str]]:
    """The days of knowledge, and of what is done, of everything that is found."""
    found = [each.details("en") for each in planner.found(RULE, **reading)]
    return [(str(each["known_on"]), str(each["day"])) for each in found]


# --- what is warned of


@pytest.mark.parametrize("which", KIND_STAGE_DATE)
@pytest.mark.parametrize(
    ("known_on", "is_early"),
    [("2018-04-20", True), ("2018-11-29", True), ("2018-11-30", False), ("2018-12-01", False), ("2018-12-02", False)],
)
def test_every_kind_and_one_day_between_zones(
    planner: Planner, which: tuple[str, str, str], known_on: str, is_early: bool
) -> None:
    kind, stage, field = which
    report(planner, kind, stage, known_on, **{field: "2018-12-01"})
    assert planner.rules(RULE) == ([("warning", RULE, [f"{kind}:a"])] if is_early else [])


def test_what_is_said(planner: Planner) -> None:
    planner.engagement("a", "2024-12-01", confirm=True, known_on="2024-04-01")
    planner.do("hold_engagement", "2024-04-20", engagement="a")
    (finding,) = planner.found(RULE)
    assert (finding.severity, finding.principal, finding.entries[0].status) == ("warning", None, "done")
    assert [str(day) for day in finding.span] == ["2024-12-01", "2024-12-01"]
    assert finding.say("en") == "it is recorded as done, known on 2024-04-20, and is on 2024-12-01 only"
    assert finding.say("ko") == "2024-04-20 인지일에 완료로 기록되었는데 일자는 2024-12-01입니다"
    assert planner.found(RULE, audience="public") == []
    assert planner.found(RULE, known_on="2024-04-19") == []


def test_several_days_are_told_by_the_earliest(planner: Planner) -> None:
    report(planner, "trip", "returned", "2018-04-20", period="2018-12-01/2018-12-09")
    (finding,) = planner.found(RULE)
    assert [str(day) for day in finding.span] == ["2018-12-01", "2018-12-09"]
    assert finding.say("en") == "it is recorded as done, known on 2018-04-20, and is on 2018-12-01 at the earliest"
    assert finding.say("ko") == "2018-04-20 인지일에 완료로 기록되었는데 일자는 일러야 2018-12-01입니다"


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("2018-12", [("2018-10-01", "2018-12-01")]),
        ("2018-12/..", [("2018-10-01", "2018-12-01")]),
        (at("2018-12-01T09:00"), [("2018-10-01", "2018-12-01")]),
        ("2018-10", []),
        ("2018", []),
        ("../2018-12-01", []),
        ("unknown", []),
        ({"unknown": True, "within": "trip:europe"}, []),
    ],
)
def test_by_the_earliest_day_and_never_by_what_nobody_knows(
    planner: Planner, when: Any, found: list[tuple[str, str]]
) -> None:
    planner.trip("europe", "2018-12-01/2018-12-09")
    report(planner, "engagement", "held", "2018-10-01", when=when)
    assert known(planner) == found


def test_by_the_date_as_it_turned_out(planner: Planner) -> None:
    planner.visit("early", "2018-12-01", confirm=True)
    planner.do("receive_visit", "2018-10-01", visit="early", when="2018-09-30")
    assert known(planner) == []
    planner.visit("late", "2018-09-30", confirm=True)
    planner.do("receive_visit", "2018-10-01", visit="late", when="2018-12-01")
    assert known(planner) == [("2018-10-01", "2018-12-01")]
    planner.do("correct_visit", "2018-10-04", visit="late", fields={"when": "2018-09-29"}, reason=WHY)
    assert known(planner) == [("2018-10-01", "2018-12-01")], "that was not the date that holds"
    planner.do("correct_visit", "2018-10-05", visit="late", fields={"actual_when": "2018-12-03"}, reason=WHY)
    assert known(planner) == [("2018-10-05", "2018-12-03")]


def test_only_what_is_done(planner: Planner) -> None:
    planner.trip("gone", "2018-12-01/2018-12-09", confirm=True)
    planner.do("depart_trip", "2018-10-01", trip="gone")
    planner.engagement("ahead", "2018-12-01", confirm=True)
    planner.engagement("off", "2018-12-01")
    planner.do("cancel_engagement", engagement="off")
    planner.do("plan_signing", agreement=proposed(planner), signing="2018-12-01")
    planner.do("report_organization", organization="o", name="o", stage="opened", opened="2018-12")
    assert known(planner) == []


# --- signings


def test_a_signing_whatever_came_after_it(planner: Planner) -> None:
    planner.do("plan_signing", "2024-03-01", agreement=proposed(planner), signing="2027-05-02")
    planner.do("sign_agreement", "2024-04-20", agreement="a", on="2027-05-02")
    expected = [("2024-04-20", "2027-05-02")]
    assert known(planner) == expected
    planner.do("bring_agreement_into_force", "2025-04-20", agreement="a", on="2025-04-20")
    planner.do("change_agreement", "2026-04-20", agreement="a", fields={"subject_matter": "digital"})
    assert known(planner) == expected
    planner.do("report_agreement", "2026-05-20", agreement="a", title="a", stage="in_force")
    assert known(planner) == expected, "that it is in force was not what made it signed"


def test_a_signing_for_which_an_engagement_stands(planner: Planner) -> None:
    planner.engagement("ceremony", "2018-12-01")
    planner.do("sign_agreement", "2018-10-01", agreement=proposed(planner), on="2018-12-01",
               engagement="ceremony")  # fmt: skip
    assert planner.rules(RULE) == [("warning", RULE, ["agreement:a"])]


def test_a_signing_without_a_date_and_one_that_repeats_another(planner: Planner) -> None:
    planner.do("sign_agreement", "2018-10-01", agreement=proposed(planner), on="unknown")
    planner.do("report_agreement", "2018-10-01", agreement="b", title="b", stage="in_force")
    planner.do("sign_agreement", "2018-10-01", agreement=proposed(planner, "c"), on="2018-12-01")
    assert planner.rules(RULE) == [("warning", RULE, ["agreement:c"])]
    planner.do("suspect_duplicate", "2018-10-02", agreement="c", of="a")
    planner.do("settle_duplicate", "2018-10-02", agreement="c", verdict="same")
    assert planner.found(RULE) == []


# --- which event counts


def test_what_was_put_right_is_not_warned_of(planner: Planner) -> None:
    report(planner, "visit", "received", "2018-10-01", when="2018-12-01")
    planner.do("correct_visit", "2018-10-02", visit="a", fields={"when": "2018-09-12"}, reason=WHY)
    assert known(planner) == []
    assert known(planner, known_on="2018-10-01") == [("2018-10-01", "2018-12-01")]


def test_a_withdrawal_that_brings_it_back_counts(planner: Planner) -> None:
    planner.engagement("a", "2018-12-01", confirm=True)
    planner.do("hold_engagement", "2018-10-01", engagement="a")
    planner.do("withdraw_engagement", "2018-10-05", engagement="a", event=3, reason=WHY)
    assert known(planner) == []
    planner.do("withdraw_engagement", "2018-10-09", engagement="a", event=4, reason=WHY)
    assert known(planner) == [("2018-10-09", "2018-12-01")]
    planner.do("withdraw_engagement", "2018-10-10", engagement="a", reason=WHY)
    assert known(planner) == [], "the whole of it was entered in error"
    planner.do("withdraw_engagement", "2018-12-01", engagement="a", event=6, reason=WHY)
    assert known(planner) == [], "it was brought back on its day"


def test_the_withdrawal_of_another_date_sets_the_old_one(planner: Planner) -> None:
    report(planner, "visit", "received", "2018-10-01", when="2018-12-01")
    planner.do("correct_visit", "2018-10-02", visit="a", fields={"when": "2018-09-12"}, reason=WHY)
    planner.do("withdraw_visit", "2018-10-08", visit="a", event=2, reason=WHY)
    assert known(planner) == [("2018-10-08", "2018-12-01")]


def test_a_report_that_says_so_again_on_its_day_is_enough(planner: Planner) -> None:
    report(planner, "engagement", "held", "2018-10-01", when="2018-12-01")
    report(planner, "engagement", "held", "2018-11-01")
    assert known(planner) == [("2018-11-01", "2018-12-01")]
    report(planner, "engagement", "held", "2018-12-01")
    assert known(planner) == []


# --- series


def test_a_series_by_its_first_time(planner: Planner) -> None:
    weekly = {"recurrence": "FREQ=WEEKLY", "booked_until": "2018-12-31"}
    for name in ("staff", "moved", "off"):
        planner.occasion(name, at("2018-11-05T09:00", "10:00"), confirm=True, **weekly)
    earlier = {"when": at("2018-10-02T09:00", "10:00")}
    for name in ("moved", "off"):
        planner.do("change_occurrence", occasion=name, occurrence="2018-11-05", fields=earlier)
    planner.do("cancel_occurrence", occasion="off", occurrence="2018-11-05")
    for name in ("staff", "moved", "off"):
        planner.do("hold_occasion", "2018-10-01", occasion=name)
    assert planner.rules(RULE) == [("warning", RULE, ["occasion:staff"]), ("warning", RULE, ["occasion:off"])]
    assert known(planner) == [("2018-10-01", "2018-11-05")] * 2


# --- properties

LATER_ON = ("correct", "report", "change", "classify")


@examples(60)
@given(
    st.sampled_from(KIND_STAGE_DATE), st.integers(-4, 9), st.integers(0, 9),
    st.lists(st.tuples(st.sampled_from(LATER_ON), st.integers(0, 4), st.integers(-4, 9)), max_size=5),
)  # fmt: skip
def test_the_last_word_on_the_stage_or_the_date_counts(
    which: tuple[str, str, str], day: int, start: int, later: list[tuple[str, int, int]]
) -> None:
    kind, stage, field = which
    zero = date(2018, 10, 1)
    when, now = zero + DAY * (start + day), zero + DAY * start
    said = now
    planner = Planner()
    report(planner, kind, stage, str(now), **{field: str(when)})
    for what, pause, ahead in later:
        now += DAY * pause
        if what in ("correct", "report"):
            when, said = zero + DAY * (start + ahead), now
        if what == "report":
            report(planner, kind, stage, str(now), **{field: str(when)})
        elif what == "correct":
            planner.do(f"correct_{kind}", str(now), fields={field: str(when)}, reason=WHY, **{kind: "a"})
        elif what == "change":
            planner.do(f"change_{kind}", str(now), fields={"title": f"on {now}"}, **{kind: "a"})
        else:
            planner.do(f"classify_{kind}", str(now), visibility="public", **{kind: "a"})
    assert known(planner) == ([(str(said), str(when))] if when - said > DAY else [])


PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)


@pytest.mark.slow
@examples(60)
@given(st.sampled_from(KIND_STAGE_DATE).flatmap(lambda each: strategies.lives(each[0], size=12)), PACES)
def test_nothing_known_on_or_after_its_days_is_warned_of(commands: list[Command], paces: list[int]) -> None:
    """Nor is what is not done; and everything is whose every event was known too early."""
    told = Told()
    told.story([(command, 1) for command in commands], paces)
    knowledge = told.office.knowledge()
    may, must = set(), set()
    for each in knowledge.values():
        outline = outline_of(each.state)
        if outline is None or outline.is_series or outline.same_as is not None:
            may |= {each.id} if outline is not None and outline.is_series else set()
            continue
        first = bounds(outline.when)[0]
        if first is not None and outline.stage in ("returned", "received", "held", *SIGNED):
            may |= {each.id} if first - each.records[0].known_on > DAY else set()
            must |= {each.id} if first - each.records[-1].known_on > DAY else set()
    warned = {each.entries[0].subject for each in told.office.clashes().all() if each.rule == RULE}
    assert must <= warned <= may


# --- others


def test_whatever_the_calendar_has_as_done(planner: Planner) -> None:
    """Every kind at every stage at which it can be reported, whatever kinds and stages there are."""
    reports = {name: COMMANDS[f"report_{name}"].model_fields for name in KINDS if f"report_{name}" in COMMANDS}
    dated = {name for name, fields in reports.items() if fields.keys() & {"when", "period", "signed"}}
    assert dated == {kind for kind, _, _ in KIND_STAGE_DATE}
    for kind in sorted(dated):
        stages: Any = reports[kind]["stage"].annotation
        for stage in stages:
            signing = "signed" if stage in SIGNED else "signing"
            when = {"trip": "period", "agreement": signing}.get(kind, "when")
            dates = {} if stage == "postponed" else {when: "2018-12-01"}
            planner.do(f"report_{kind}", "2018-10-01", **{kind: stage, "title": stage, "stage": stage, **dates})
    done = [each.subject for each in planner.office.calendar().entries() if each.status == "done"]
    assert sorted(each.entries[0].subject for each in planner.found(RULE)) == sorted(done)


def test_the_report_of_2018_has_nothing_of_the_kind() -> None:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT, LATER])
        assert [each for each in office.clashes().all() if each.rule == RULE] == []
        assert any(each.status == "done" for each in office.calendar().entries())
