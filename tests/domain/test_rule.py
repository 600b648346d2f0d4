from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

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
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.errors import ImpossibleHistoryError
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
