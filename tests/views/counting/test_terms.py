"""Counts by terms: whose trips and visits, from the first day of a term on, and what is stated of all together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import counting_entropy
from mayor_schedule import (
    AddPrincipal,
    Answer,
    Attendance,
    BeginTerm,
    Command,
    EndTerm,
    FoundOffice,
    InvalidValueError,
    Office,
    Principal,
    RefusedError,
    ReportAgreement,
    ReportOrganization,
    ReportPolicyExport,
    ReportTrip,
    ReportVisit,
    StateFigure,
    Text,
)
from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.counting.series import COUNTED
from schemas.validators import found as faults
from schemas.validators import validator
from terminal import run

PERSONAL = ("trips_made", "trips_planned", "state_guests", "city_leaders")
"""The series of trips and visits."""

KNOWN_ON = "2025-06-30"
MADE = "trips_made"


def record(office: Office, *commands: Command) -> None:
    office.record_all(commands, by="p", known_on=KNOWN_ON)


def found(office: Office, *principals: str) -> None:
    record(
        office,
        FoundOffice(
            name=Text(en="Office"), zone="America/Toronto", domain="example.ca", languages=("en", "fr"),
            principals=tuple(Principal(principal=each, title=Text(en=each.title())) for each in principals),
        ),
    )  # fmt: skip


def trip(name: str, period: str, principal: str = "governor", stage: str = "returned") -> ReportTrip:
    return ReportTrip.model_validate(
        {"trip": name.replace(" ", "-"), "title": name, "stage": stage, "principal": principal, "period": period}
    )


def visit(
    name: str, when: str, *comes: str, category: str = "state_guest", stays_away: tuple[str, ...] = ()
) -> ReportVisit:
    answers = {**dict.fromkeys(comes, Answer.YES), **dict.fromkeys(stays_away, Answer.NO)}
    return ReportVisit.model_validate(
        {
            "visit": name.replace(" ", "-"), "stage": "received", "category": category,
            "guests": [{"name": f"Guest of {name}"}], "when": when,
            "attendance": [Attendance(principal=each, answer=answer) for each, answer in answers.items()],
        }
    )  # fmt: skip


def figure(key: str, value: int, as_of: str, span: str | None = None, **more: Any) -> StateFigure:
    given = {"key": key, "value": value, "as_of": as_of, "span": span, "unit": "회", **more}
    return StateFigure.model_validate({name: each for name, each in given.items() if each is not None})


def labels(count: Count) -> set[str]:
    return {str(item.label.best("en")) for item in count.items}


def bounded(count: Count) -> tuple[int, int, int]:
    return count.named, count.named_least, count.named_most


@pytest.fixture
def terms(office: Office) -> Office:
    """A governor with two terms, of which the second lasts, and a deputy, whose one term lies across both."""
    found(office, "governor", "deputy")
    record(
        office,
        BeginTerm(principal="governor", began="2018-06-01"),
        EndTerm(principal="governor", ended="2022-06-02"),
        BeginTerm(principal="governor", began="2022-06-03"),
        BeginTerm(principal="deputy", began="2020-01-15"),
        EndTerm(principal="deputy", ended="2023-01-14"),
    )
    return office


FIRST, LAST_DAY, SECOND, FAR = "2020-12-31", "2022-06-02", "2022-06-03", "2031-12-31"


def test_visits_are_counted_for_those_who_come(terms: Office) -> None:
    record(
        terms,
        visit("governors", "2022-07-01", "governor"),
        visit("deputys", "2022-07-02", "deputy", stays_away=("governor",)),
        visit("both", "2022-07-03", "governor", "deputy"),
        visit("unsaid", "2022-07-04"),
        visit("nobodys", "2022-07-05", stays_away=("governor", "deputy")),
        visit("mayors", "2022-07-06", "deputy", category="city_leader", stays_away=("governor",)),
    )
    on = "2022-12-31"
    guests = {each: terms.counts(on=on, term=each)["state_guests"] for each in ("governor", "deputy")}
    assert labels(guests["governor"]) == {"Guest of governors", "Guest of both", "Guest of unsaid"}
    assert labels(guests["deputy"]) == {"Guest of deputys", "Guest of both"}
    assert terms.counts(on=on)["state_guests"].named == 5
    leaders = {each: terms.counts(on=on, term=each)["city_leaders"].named for each in ("governor", "deputy")}
    assert leaders == {"governor": 0, "deputy": 1}


def test_a_term_counts_from_its_first_day_on(terms: Office) -> None:
    record(
        terms,
        trip("ended before", "2022-05-30/2022-06-02"),
        trip("ended on the first day", "2022-06-01/2022-06-03"),
        visit("the day before", "2022-06-02", "governor"),
        visit("the first day", "2022-06-03", "governor"),
    )
    first, second = terms.counts(on=LAST_DAY, term="governor"), terms.counts(on=FAR, term="governor")
    assert labels(first[MADE]) == {"ended before"}
    assert labels(second[MADE]) == {"ended on the first day"}
    assert labels(first["state_guests"]) == {"Guest of the day before"}
    assert labels(second["state_guests"]) == {"Guest of the first day"}
    assert labels(terms.counts(on=SECOND, term="governor")[MADE]) == {"ended on the first day"}
    assert [str(each.since) for each in (first, second)] == ["2018-06-01", "2022-06-03"]


@pytest.mark.parametrize("when", ["2022-06", "2022", "2022-06-01/2022-06-05"])
def test_what_lies_across_the_end_of_a_term_is_possible_on_both_sides_and_certain_on_none(
    terms: Office, when: str
) -> None:
    record(terms, visit("across", when, "governor"), trip("also across", when[:7]))
    for key in ("state_guests", MADE):
        first, second = (terms.counts(on=on, term="governor")[key] for on in (LAST_DAY, FAR))
        assert bounded(first) == bounded(second) == (0, 0, 1)
        assert len(first.doubtful) == len(second.doubtful) == 1
        assert bounded(terms.counts(on=FAR, since="2018-06-01")[key]) == (1, 1, 1)


def test_what_was_before_every_term_is_in_none(terms: Office) -> None:
    record(
        terms,
        trip("early", "2018-05-01/2018-05-31"),
        trip("early deputy", "2019-12-01/2020-01-14", principal="deputy"),
        visit("early guest", "2018-05-31", "governor"),
        visit("early guest of the deputy", "2020-01-14", "deputy", stays_away=("governor",)),
    )
    for term in ("governor", "deputy"):
        counts = terms.counts(on=FIRST, term=term)
        assert [bounded(counts[key]) for key in (MADE, "state_guests")] == [(0, 0, 0)] * 2
    with pytest.raises(InvalidValueError, match="no term of the governor covers 2018-05-31"):
        terms.counts(on="2018-05-31", term="governor")
    whole = terms.counts(on=FIRST, since="2018-01-01")
    assert [whole[key].named for key in (MADE, "state_guests")] == [2, 2]


def test_terms_of_two_principals_may_overlap_and_each_counts_their_own(terms: Office) -> None:
    record(
        terms,
        trip("hers", "2022-06-10/2022-06-11"),
        trip("his", "2022-06-10/2022-06-11", principal="deputy"),
        trip("his before", "2021-01-01/2021-01-02", principal="deputy"),
    )
    assert labels(terms.counts(on="2022-06-30", term="governor")[MADE]) == {"hers"}
    assert labels(terms.counts(on="2022-06-30", term="deputy")[MADE]) == {"his", "his before"}
    with pytest.raises(RefusedError, match="enter terms in the order in which they began"):
        record(terms, BeginTerm(principal="deputy", began="2023-01-14"))


def test_a_term_without_an_end_lasts_and_one_that_ended_does_not(terms: Office) -> None:
    record(terms, trip("late", "2024-12-30/2024-12-31"), trip("his", "2023-01-10/2023-01-14", principal="deputy"))
    assert labels(terms.counts(on=FAR, term="governor")[MADE]) == {"late"}
    assert labels(terms.counts(on="2023-01-14", term="deputy")[MADE]) == {"his"}
    with pytest.raises(InvalidValueError, match="no term of the deputy covers 2023-01-15"):
        terms.counts(on="2023-01-15", term="deputy")


def test_of_whom_no_term_was_recorded_it_is_told_how_to(terms: Office) -> None:
    record(terms, AddPrincipal(principal="envoy"))
    with pytest.raises(InvalidValueError, match="no term of the envoy covers 2023-01-15; none was recorded: record be"):
        terms.counts(on="2023-01-15", term="envoy")


# --- what is stated ---------------------------------------------------------------------------------------------------


def stated_of_everything(office: Office) -> None:
    """Figures of every series in June and December 2022, which are 5 and 6."""
    commands = [
        figure(key, value, f"2022-{month}-28", f"2022-06-03/2022-{month}-28" if COUNTED[key].sort == "flow" else None)
        for key in COUNTED
        for month, value in (("06", 5), ("12", 6))
    ]
    record(office, *commands, figure("staff", 7, "2022-06-28"))


def test_what_several_did_together_is_stated_of_none_of_them(terms: Office) -> None:
    stated_of_everything(terms)
    record(
        terms,
        trip("a", "2022-06-10/2022-06-11"), trip("b", "2022-06-12/2022-06-13"), trip("c", "2022-06-14/2022-06-15"),
        trip("d", "2022-06-10/2022-06-11", "deputy"), trip("e", "2022-06-12/2022-06-13", "deputy"),
        trip("f", "2023-03-01/2023-03-02", stage="planned"),
        visit("v", "2022-07-01", "governor"),
        visit("w", "2022-07-01", "deputy", category="city_leader", stays_away=("governor",)),
    )  # fmt: skip
    on, named = "2022-12-31", {"governor": (3, 0, 1, 0), "deputy": (2, 0, 0, 1)}
    for term, numbers in named.items():
        counts = terms.counts(on=on, term=term)
        for key, number in zip(PERSONAL, numbers, strict=True):
            count = counts[key]
            assert (count.stated, count.statement, count.as_of, count.unit) == (None, None, None, None)
            assert (count.named, count.unnamed, count.unexplained) == (number, 0, None)
            assert (count.total, count.total_least, count.total_most) == (number, count.named_least, count.named_most)
            assert count.set_aside is not None
            assert (count.stated_for_all is not None and count.stated_for_all.value) == 6
            assert not {*count.set_aside.events} & {*count.events}
        assert not counts["trips_planned"].moved
        for key in {*COUNTED, "staff"} - {*PERSONAL}:
            assert counts[key].stated == (7 if key == "staff" else 6)
            assert counts[key].set_aside is None
    whole = terms.counts(on=on)
    assert [(each.stated, each.set_aside) for key, each in whole.items() if key != "staff"] == [(6, None)] * len(
        COUNTED
    )


def test_a_statement_that_does_not_fit_the_term_is_not_set_aside_either(terms: Office) -> None:
    record(terms, figure(MADE, 5, "2022-06-30", "2022-01/2022-06"))
    count = terms.counts(on="2022-12-31", term="governor")[MADE]
    assert (count.stated, count.set_aside) == (None, None)
    aside = terms.counts(on="2022-12-31", term="deputy")[MADE].stated_for_all
    assert aside is not None
    assert aside.value == 5


def test_a_figure_that_is_set_aside_still_says_when_undated_trips_were_made(terms: Office) -> None:
    record(terms, figure(MADE, 5, "2022-12-31", "2022-07/2022-12"))
    undated = ReportTrip.model_validate({"trip": "x", "title": "x", "stage": "returned", "principal": "deputy"})
    record(terms, undated)
    assert labels(terms.counts(on="2022-12-31", term="deputy")[MADE]) == {"x"}
    assert not labels(terms.counts(on="2022-12-31", term="governor")[MADE])


def test_of_one_mayor_after_another_what_is_stated_within_the_term_counts(office: Office) -> None:
    found(office, "mayor")
    record(
        office,
        BeginTerm(began="2018-07-01"), EndTerm(ended="2022-06-30"), BeginTerm(began="2022-07-01"),
        trip("old", "2022-06-01/2022-06-02", "mayor"), trip("new", "2022-07-01/2022-07-02", "mayor"),
        figure(MADE, 9, "2022-06-30", "2022-01/2022-06"), figure(MADE, 4, "2022-12-31", "2022-07/2022-12"),
        figure(MADE, 13, "2022-12", "2022"),
    )  # fmt: skip
    old, new = (office.counts(on=on, term="mayor")[MADE] for on in ("2022-06-30", "2022-12-31"))
    assert (old.stated, old.named, old.unnamed, old.total, old.set_aside) == (9, 1, 8, 9, None)
    assert (new.stated, new.named, new.unnamed, new.total, new.set_aside) == (4, 1, 3, 4, None)
    assert office.counts(on="2022-12-31")[MADE].stated == 13
    record(office, AddPrincipal(principal="envoy"))
    assert office.counts(on="2022-12-31", term="mayor")[MADE].stated is None
    assert office.counts(on="2022-12-31")[MADE].stated == 13


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_output_says_what_is_stated_of_all_together(tmp_path: Path, audience: str) -> None:
    db = tmp_path / "o.db"
    with Office.open(db) as office:
        found(office, "governor", "deputy")
        record(
            office,
            BeginTerm(principal="deputy", began="2022-01-01"), trip("a", "2022-06-10/2022-06-11", "deputy"),
            figure(MADE, 1500, "2022-12-31", approximate=True, visibility="public"),
            figure("city_leaders", 1, "2022-12-31", unit="명"),
        )  # fmt: skip
    asked = ("counts", "--term", "deputy", "--on", "2022-12-31", "--audience", audience)
    shown = run(*asked, "--format", "json", db=db).json
    assert faults(validator("counts", closed=True), shown) == []
    assert (shown[MADE]["stated"], shown[MADE]["unnamed"], shown[MADE]["unexplained"]) == (None, 0, None)
    assert shown[MADE]["set_aside"] == {"stated": 1500, "approximate": True, "unit": "회", "as_of": "2022-12-31"}
    assert (shown["city_leaders"]["set_aside"] is None) == (audience == "public")
    assert shown["hosted_organizations"]["set_aside"] is None
    english = run(*asked, "--lang", "en", db=db).out.splitlines()
    (line,) = (each for each in english if each.startswith("Trips made of all"))
    assert line == "Trips made of all principals together, stated as of 2022-12-31: ~1,500 회"
    cells = next(each.split() for each in english if each.lstrip().startswith("Trips made ") and each != line)
    assert cells[2:] == (["1", "1"] if audience == "internal" else ["0", "0"])
    korean = run(*asked, "--lang", "ko", db=db).out
    assert "모든 일정 주체 합계: 2022-12-31 기준 보고 ~1,500회" in korean
    assert "합계: " not in run("counts", "--on", "2022-12-31", "--lang", "ko", db=db).out


CITYS: tuple[tuple[type[Command], dict[str, str]], ...] = (
    (ReportAgreement, {"agreement": "a", "title": "A", "stage": "signed", "signed": "2020-06-01"}),
    (ReportAgreement, {"agreement": "b", "title": "B", "stage": "proposed"}),
    (ReportPolicyExport, {"policy_export": "a", "system": "A", "stage": "won", "won": "2020-06-01"}),
    (ReportPolicyExport, {"policy_export": "b", "system": "B", "stage": "pursued"}),
    (ReportOrganization, {"organization": "a", "name": "A", "stage": "attracted", "attracted": "2020-06-01"}),
    (ReportOrganization, {"organization": "b", "name": "B", "stage": "pursued"}),
    (ReportOrganization, {"organization": "c", "name": "C", "stage": "opened", "opened": "2020-06-01"}),
)
"""One of every series of the city."""


def test_the_series_that_are_said_to_be_personal_leave_out_what_another_did(terms: Office) -> None:
    away = ("governor",)
    record(
        terms,
        BeginTerm(principal="deputy", began="2023-02-01"),
        trip("made", "2020-06-01/2020-06-02", "deputy"),
        trip("planned", "2030-06-01/2030-06-02", "deputy", "planned"),
        visit("guest", "2020-06-01", "deputy", stays_away=away),
        visit("leader", "2020-06-01", "deputy", category="city_leader", stays_away=away),
        *(kind.model_validate(given) for kind, given in CITYS),
    )
    for sort, since, on in (("flow", "2018-06-01", LAST_DAY), ("stock", None, FAR), ("plan", None, "2025-12-31")):
        whole = terms.counts(on=on, since=since)
        hers, his = (terms.counts(on=on, term=term) for term in ("governor", "deputy"))
        for key in (key for key, each in COUNTED.items() if each.sort == sort):
            assert whole[key].named == his[key].named > 0
            assert hers[key].named == (0 if key in PERSONAL else whole[key].named)
            assert COUNTED[key].personal == (key in PERSONAL)


# --- terms that cover everything --------------------------------------------------------------------------------------

BEGINNING, END = date(2018, 1, 1), date(2024, 12, 31)
LENGTH = (END - BEGINNING).days


class Entry(NamedTuple):
    """A trip or a visit, and the days on one of which it counts."""

    kind: str
    principal: str
    first: date
    last: date
    fuzzy: bool

    @property
    def said(self) -> str:
        return f"{self.first:%Y-%m}" if self.fuzzy else f"{self.first}/{self.last}"

    @property
    def days(self) -> tuple[date, date]:
        if self.fuzzy:
            after = (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)
            return self.first.replace(day=1), after - timedelta(days=1)
        return (self.last, self.last) if self.kind == "trip" else (self.first, self.last)

    def command(self, name: str) -> Command:
        if self.kind == "trip":
            return trip(name, self.said, self.principal)
        others = tuple(each for each in ("governor", "deputy") if each != self.principal)
        return visit(name, self.said, self.principal, stays_away=others)


DAYS = st.integers(0, LENGTH).map(lambda days: BEGINNING + timedelta(days))


@st.composite
def entries(draw: st.DrawFn, cuts: tuple[date, ...]) -> Entry:
    """Near a border more often than not."""
    near = st.tuples(st.sampled_from(cuts), st.integers(-3, 3)).map(lambda at: at[0] + timedelta(at[1]))
    first = min(max(draw(near | DAYS), BEGINNING), END)
    last = min(first + timedelta(draw(st.integers(0, 4))), END)
    principal = draw(st.sampled_from(["governor", "deputy"]))
    return Entry(draw(st.sampled_from(["trip", "visit"])), principal, first, last, draw(st.booleans()))


@st.composite
def governed(draw: st.DrawFn) -> tuple[dict[str, list[date]], list[Entry]]:
    """First days of the terms of two principals, each of whom is there from the beginning; and entries."""
    begun = {
        principal: [BEGINNING, *sorted(draw(st.sets(DAYS.filter(lambda day: day > BEGINNING), max_size=3)))]
        for principal in ("governor", "deputy")
    }
    borders = tuple(day for days in begun.values() for day in days)
    return begun, draw(st.lists(entries(borders), max_size=8))


def spans(begun: list[date]) -> list[tuple[date, date]]:
    return list(zip(begun, [*(day - timedelta(days=1) for day in begun[1:]), END], strict=True))


def summed(counts: Iterable[Count]) -> tuple[int, int, int]:
    named, least, most = zip(*map(bounded, counts), strict=True)
    return sum(named), sum(least), sum(most)


@given(told=governed())
def test_terms_that_cover_everything_add_up_to_the_whole(told: tuple[dict[str, list[date]], list[Entry]]) -> None:
    begun, entered = told
    with Office.in_memory(entropy=counting_entropy()) as office:
        found(office, "governor", "deputy")
        for principal, days in begun.items():
            for number, (first, last) in enumerate(spans(days)):
                record(office, BeginTerm(principal=principal, began=first))
                if number < len(days) - 1:
                    record(office, EndTerm(principal=principal, ended=last))
        record(office, *(each.command(f"e{number}") for number, each in enumerate(entered)))
        whole = office.counts(on=END, since=BEGINNING)
        for key, kind in (("trips_made", "trip"), ("state_guests", "visit")):
            parts, crossing = list[Count](), 0
            for principal, days in begun.items():
                theirs = [each.days for each in entered if (each.kind, each.principal) == (kind, principal)]
                for first, last in spans(days):
                    count = office.counts(on=last, term=principal)[key]
                    certain = sum(first <= each[0] and each[1] <= last for each in theirs)
                    possible = sum(each[0] <= last and first <= each[1] for each in theirs)
                    assert bounded(count) == (certain, certain, possible)
                    parts.append(count)
                crossing += sum(any(day[0] < border <= day[1] for border in days) for day in theirs)
            named, _, most = summed(parts)
            assert named + crossing == whole[key].named == sum(each.kind == kind for each in entered)
            assert (named == whole[key].named) == (crossing == 0) == (most == whole[key].named_most)
