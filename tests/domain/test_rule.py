from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.figure import StateFigure
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.rule import (
    ClassifyRule,
    CorrectRule,
    DeclareRule,
    Rule,
    RuleClassified,
    RuleCommands,
    RuleCorrected,
    RuleDeclared,
    RuleEvents,
    RuleFacts,
    RuleWithdrawn,
    WithdrawRule,
    evolve,
)
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.terms import Stated, check_terms, has_other_terms, is_about
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.errors import ImpossibleHistoryError, RefusedError
from spec import given, state_after

ID = "rule:visits-add-up"
WHY = Text(en="misread")
SUM: dict[str, Any] = {"total": "visits", "parts": ("visits/state", "visits/city")}
COMPARISON: dict[str, Any] = {"table": "by_rank", "against": "by_bureau"}

SUMMED = RuleDeclared(title=Text(ko="합계"), visibility=Visibility.INTERNAL, **SUM)
COMPARED = RuleDeclared(visibility=Visibility.INTERNAL, **COMPARISON)
COMMANDS: dict[str, Command] = {
    "classify": ClassifyRule(rule=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectRule(rule=ID, fields=RuleFacts(total="all_visits"), reason=WHY),
    "withdraw": WithdrawRule(rule=ID, reason=WHY),
}


def correct(**fields: Any) -> CorrectRule:
    return CorrectRule(rule=ID, fields=RuleFacts(**fields), reason=WHY)


def test_every_command_is_tried() -> None:
    assert {type(command) for command in COMMANDS.values()} | {DeclareRule} == set(get_args(RuleCommands))


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_can_be_asked_of_a_rule_that_nobody_declared_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it")
    given(SUMMED, RuleWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")
    _, events = given(SUMMED).when(COMMANDS[command]).happened()
    assert len(events) == 1


@pytest.mark.parametrize("event", sorted(set(get_args(RuleEvents)) - {RuleDeclared}, key=str))
def test_only_a_declaration_can_open_a_rule(event: type[RuleEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_a_rule_is_a_sum_or_a_comparison() -> None:
    summed = given().when(DeclareRule(rule="visits-add-up", title=Text(ko="합계"), **SUM)).then(SUMMED)
    assert (summed.total, summed.parts, summed.table, summed.against) == ("visits", SUM["parts"], None, None)
    compared = given().when(DeclareRule(rule=ID, **COMPARISON)).then(COMPARED)
    assert (compared.total, compared.parts, compared.table, compared.against) == (None, (), "by_rank", "by_bureau")


@pytest.mark.parametrize(
    "terms",
    [
        {}, {"total": "visits"}, {"parts": ("a", "b")}, {"table": "by_rank"}, {"against": "by_rank"},
        {"total": "visits", "table": "by_rank"}, {"parts": ("a",), "against": "by_rank"}, {**SUM, **COMPARISON},
        {**SUM, "table": "by_rank"}, {**COMPARISON, "parts": ("a",)}, {**COMPARISON, "total": "a"},
    ],
)  # fmt: skip
def test_what_is_neither_or_both(terms: dict[str, Any]) -> None:
    given().when(DeclareRule(rule=ID, **terms)).refused(
        "it is neither a sum nor a comparison", "give total and parts, or table and against"
    )


def test_no_series_stands_in_a_rule_twice() -> None:
    given().when(DeclareRule(rule=ID, total="a", parts=("b", "a"))).refused("a series stands in it twice")
    given().when(DeclareRule(rule=ID, total="a", parts=("b", "c", "b"))).refused("name the total and each part once")
    given().when(DeclareRule(rule=ID, table="a", against="a")).refused("it compares a table with itself")
    given().state_after(DeclareRule(rule=ID, total="a", parts=("b",)))
    given().state_after(DeclareRule(rule=ID, total="a", parts=("a/b", "a/c")))


@pytest.mark.parametrize("wrong", [{"total": "Visits"}, {"parts": ["a b"]}, {"table": "by_rank/x"}, {"against": ""}])
def test_what_is_no_series(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DeclareRule.model_validate({"rule": ID, **wrong})


def test_a_rule_is_declared_once() -> None:
    given(SUMMED).when(DeclareRule(rule=ID, **SUM)).refused("it is there already")
    given(SUMMED, RuleWithdrawn(reason=WHY)).when(DeclareRule(rule=ID, **SUM)).refused("choose another id")
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(SUMMED), SUMMED)


def test_a_correction_leaves_a_rule() -> None:
    parts = ("visits/state", "visits/city", "visits/other")
    rule = given(SUMMED).when(correct(parts=parts)).then(
        RuleCorrected(event=1, fields=RuleFacts(parts=parts), reason=WHY)
    )  # fmt: skip
    assert (rule.parts, rule.total) == (parts, "visits")
    given(SUMMED).when(correct(parts=())).refused("neither a sum nor a comparison")
    given(SUMMED).when(correct(total=None)).refused("neither a sum nor a comparison")
    given(SUMMED).when(correct(total="visits/city")).refused("a series stands in it twice")
    given(COMPARED).when(correct(table="by_bureau")).refused("compares a table with itself")
    given(SUMMED).when(correct(table="by_rank")).refused("no event has set table")
    assert given(SUMMED).state_after(correct(title=None)).title is None


def test_withdrawing_a_correction_leaves_a_rule() -> None:
    one = RuleCorrected(event=1, fields=RuleFacts(total="a"), reason=WHY)
    other = RuleCorrected(event=1, fields=RuleFacts(parts=("visits", "b")), reason=WHY)
    assert given(SUMMED, one).state_after(WithdrawRule(rule=ID, event=2, reason=WHY)).total == "visits"
    given(SUMMED, one, other).when(WithdrawRule(rule=ID, event=2, reason=WHY)).refused("a series stands in it twice")


def test_withdrawing_the_whole_and_undoing_that() -> None:
    given(SUMMED).when(WithdrawRule(rule=ID, event=1, reason=WHY)).refused("its first event opened it")
    whole = given(SUMMED, RuleWithdrawn(reason=WHY))
    assert whole.state.is_withdrawn
    back = whole.when(WithdrawRule(rule=ID, event=2, reason=WHY)).then(RuleWithdrawn(event=2, reason=WHY))
    assert (back.is_withdrawn, back.total) == (False, "visits")


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 9, 1, tzinfo=UTC)
    given().when(DeclareRule(rule=ID, public_from=until, **SUM)).refused("needs the visibility public")
    shown_later = RuleClassified(visibility=Visibility.PUBLIC, public_from=until)
    given(SUMMED).when(ClassifyRule(rule=ID, visibility=Visibility.PUBLIC, public_from=until)).then(shown_later)
    at_once = given(SUMMED, shown_later).when(COMMANDS["classify"])
    assert at_once.then(RuleClassified(visibility=Visibility.PUBLIC)).public_from is None


def test_every_fact_but_the_visibility_can_be_corrected() -> None:
    assert set(RuleFacts.model_fields) == set(Rule.fact_names()) - {"visibility", "public_from"}


# --- over the figures that are stated


def figures(*stated: tuple[str, str, str | None], withdrawn: bool = False) -> Stated:
    """The figures of these series, dates and units."""
    states: dict[str, Subject] = {}
    for series, as_of, unit in stated:
        key, _, scope = series.partition("/")
        command = StateFigure.model_validate(
            {"key": key, "scope": scope or None, "value": 1, "unit": unit, "as_of": as_of}
        )
        state, _ = given(kind="figure").when(command).happened()
        if withdrawn:
            state = state.withdrawing(None)
        states[command.subject] = state
    return Stated(states, states.get)


def check(terms: dict[str, Any], stated: Stated) -> None:
    command = DeclareRule(rule=ID, **terms)
    check_terms(command, given().state_after(command), stated)


def refused(terms: dict[str, Any], stated: Stated) -> str:
    with pytest.raises(RefusedError) as refusal:
        check(terms, stated)
    message = str(refusal.value)
    assert message.startswith(f"cannot declare {ID}: ")
    return message.removeprefix(f"cannot declare {ID}: ")


DAY, MONTH = "2018-08-31", "2018-08"
TOTAL, STATE, CITY = ("visits", DAY, "회"), ("visits/state", DAY, "회"), ("visits/city", DAY, "회")
RANK, BUREAU = ("by_rank/a", DAY, "명"), ("by_bureau/a", DAY, "명")


def test_terms_that_are_stated_together_can_be_checked() -> None:
    check(SUM, figures(TOTAL, STATE, CITY))
    check(SUM, figures(("visits", DAY, None), STATE, CITY, ("visits", MONTH, "개")))
    check(COMPARISON, figures(RANK, BUREAU, ("by_rank/b", DAY, "명")))
    check(COMPARISON, figures(("by_rank", DAY, "명"), ("by_bureau", DAY, "명")))


def test_what_nothing_states() -> None:
    assert refused(SUM, figures(TOTAL, STATE, ("visits/cities", DAY, "회"))) == (
        "nothing states visits/city; did you mean visits/cities? state it before, or in the same file"
    )
    assert refused(SUM, figures()) == (
        "nothing states visits, visits/state and visits/city; state it before, or in the same file"
    )
    assert refused(COMPARISON, figures(RANK, ("by_bureaus/a", DAY, "명"))) == (
        "nothing states by_bureau; did you mean by_bureaus? state it before, or in the same file"
    )


def test_what_is_withdrawn_states_nothing_and_is_not_meant() -> None:
    assert refused(SUM, figures(TOTAL, STATE, CITY, withdrawn=True)).startswith("nothing states visits, visits/state")
    assert "did you mean" not in refused({**SUM, "total": "visit"}, figures(TOTAL, STATE, CITY, withdrawn=True))


def test_the_scopes_of_a_key_are_not_the_series_of_that_key() -> None:
    assert refused({"total": "visits", "parts": ("visits/city",)}, figures(STATE, CITY)).startswith(
        "nothing states visits; "
    )


def test_different_units_cannot_be_added_or_compared() -> None:
    assert refused(SUM, figures(TOTAL, STATE, ("visits/city", DAY, "명"))).startswith(
        "visits is counted in 회 and visits/city in 명: they cannot be added"
    )
    assert refused(SUM, figures(("visits", DAY, None), STATE, ("visits/city", DAY, "명"))).startswith(
        f"visits/state is counted in 회 and visits/city in 명 as of {DAY}: they cannot be added"
    )
    assert refused(COMPARISON, figures(RANK, ("by_bureau/a", DAY, "개"))).startswith(
        "by_rank is counted in 명 and by_bureau in 개: they cannot be compared"
    )


def test_one_date_in_one_unit_is_enough() -> None:
    later = [(series, "2018-12-31", unit) for series, unit in (("visits", "회"), ("visits/state", "명"))]
    check(SUM, figures(TOTAL, STATE, CITY, *later, ("visits/city", "2018-12-31", "회")))


def test_what_is_counted_can_differ_where_the_unit_does_not() -> None:
    terms = {"total": "policy_exports_won", "parts": ("policy_exports_won/asia",)}
    states: dict[str, Subject] = {}
    for scope, counted_by in ((None, "system"), ("asia", "client")):
        command = StateFigure.model_validate(
            {"key": "policy_exports_won", "scope": scope, "value": 1, "unit": "건", "as_of": DAY,
             "counted_by": counted_by}
        )
        states[command.subject], _ = given(kind="figure").when(command).happened()
    assert "in 건 by system and policy_exports_won/asia in 건 by client" in refused(terms, Stated(states, states.get))


def test_what_is_never_stated_for_one_day() -> None:
    parts = figures(TOTAL, ("visits/state", MONTH, "회"), ("visits/city", MONTH, "회"))
    assert refused(SUM, parts).startswith(
        f"visits is stated as of {DAY}, visits/state and visits/city as of {MONTH}: "
        "there is no day on which all are stated"
    )
    assert refused(COMPARISON, figures(RANK, ("by_bureau/a", MONTH, "명"))).startswith(
        f"by_rank is stated as of {DAY}, by_bureau as of {MONTH}: no cell is stated in both for the same day"
    )


def test_tables_without_a_common_cell() -> None:
    one, *others = (("by_bureau" + scope, DAY, "명") for scope in ("", "/b", "/c", "/d", "/e"))
    assert refused(COMPARISON, figures(RANK, one, *others)).startswith(
        "by_rank has a, by_bureau has no scope, b, c and 2 more: there is no cell in both"
    )


def test_only_a_rule_that_says_something_else_has_other_terms() -> None:
    before = state_after(SUMMED)
    assert has_other_terms(before, None)
    assert not has_other_terms(given(SUMMED).state_after(COMMANDS["classify"], correct(title=None)), before)
    assert has_other_terms(given(SUMMED).state_after(correct(total="a")), before)
    assert not has_other_terms(given(SUMMED).state_after(COMMANDS["withdraw"]), before)
    gone = given(SUMMED).state_after(COMMANDS["withdraw"])
    assert has_other_terms(before, gone)


ABOUT: list[tuple[dict[str, Any], set[str]]] = [
    (SUM, {"visits", "visits/city"}),
    (COMPARISON, {"by_rank", "by_rank/a"}),
]


@pytest.mark.parametrize(("terms", "series"), ABOUT)
def test_what_a_rule_is_about(terms: dict[str, Any], series: set[str]) -> None:
    rule = given().state_after(DeclareRule(rule=ID, **terms))
    every = ("visits", "visits/city", "visits/other", "by_rank", "by_rank/a", "other/a")
    assert {each for each in every if is_about(rule, each)} == series
