"""A rule over figures: a total that is the sum of its parts, or two tables that should agree cell by cell.

A rule is declared once and checked whenever figures of its series are known for the same as-of date. It never changes a
figure: a broken sum is a warning, a difference between two tables a note. Whether the figures that it names are stated
at all is no matter of the rule alone: see `terms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from mayor_schedule.messages import say, term

from .model import (
    Classifying,
    Command,
    Corrected,
    Correcting,
    Event,
    Fields,
    Opened,
    Part,
    Shown,
    Withdrawing,
    Withdrawn,
    cannot,
    carry,
    shown,
)  # fmt: skip
from .subject import Fact, Subject, absent, correctable, existing, impossible, opened_by, withdrawable
from .values.identity import RuleId
from .values.number import Key, Series
from .values.text import Text


class RuleCommand(Command):
    """A command to one rule."""

    kind = "rule"
    rule: RuleId


class _Terms(Part):
    """What a rule says: either `total` and `parts`, or `table` and `against`.

    Attributes:
        title: the rule in words.
        total: the series that is the sum.
        parts: the series that are added up.
        table: the key whose scopes are the cells of one table.
        against: the key whose scopes are the cells of the other table.
    """

    title: Text | None = None
    total: Series | None = None
    parts: tuple[Series, ...] = ()
    table: Key | None = None
    against: Key | None = None


class DeclareRule(_Terms, Shown, RuleCommand):
    """Declare a rule over figures."""


class ClassifyRule(Classifying, RuleCommand):
    """Say anew who may see a rule."""


class RuleFacts(Fields):
    """What of a rule can have been written down wrong."""

    title: Text | None = None
    total: Series | None = None
    parts: tuple[Series, ...] = ()
    table: Key | None = None
    against: Key | None = None


class CorrectRule(Correcting, RuleCommand):
    """Put right what was written down wrong."""

    fields: RuleFacts


class WithdrawRule(Withdrawing, RuleCommand):
    """Take out a rule, or one of its events, that was entered in error."""


RuleCommands = DeclareRule | ClassifyRule | CorrectRule | WithdrawRule


class RuleDeclared(_Terms, Opened, Event):
    """A rule over figures was declared."""

    topic = "rule.declared"


class RuleClassified(Classifying, Event):
    """Who may see the rule was said anew."""

    topic = "rule.classified"


class RuleCorrected(Corrected, Event):
    """What one event said of the rule was wrong."""

    topic = "rule.corrected"
    fields: RuleFacts


class RuleWithdrawn(Withdrawn, Event):
    """The rule, or one of its events, was entered in error."""

    topic = "rule.withdrawn"


RuleEvents = RuleDeclared | RuleClassified | RuleCorrected | RuleWithdrawn


class Rule(Subject):
    """What a rule says."""

    __slots__ = ()
    kind = "rule"
    title = Fact[Text | None](None)
    total = Fact[str | None](None)
    parts = Fact[tuple[str, ...]](())
    table = Fact[str | None](None)
    against = Fact[str | None](None)

    @property
    def is_sum(self) -> bool:
        """Whether it is a sum, and not a comparison of two tables."""
        return self.total is not None

    @property
    def names(self) -> tuple[str, ...]:
        """What it is about: the series of the total and then of the parts, or the keys of the two tables."""
        named = (self.total, *self.parts) if self.is_sum else (self.table, self.against)
        return tuple(each for each in named if each is not None)


def _check(command: RuleCommands, rule: Rule) -> None:
    """Refuse a rule that is neither a sum nor a comparison, or both."""
    is_sum = rule.total is not None and len(rule.parts) > 0
    is_comparison = rule.table is not None and rule.against is not None
    given = (rule.total, rule.parts or None, rule.table, rule.against)
    if is_sum == is_comparison or sum(each is not None for each in given) != 2:
        fact = say("MS-0168", "it is neither a sum nor a comparison")
        raise cannot(command, fact, term("give total and parts, or table and against"))
    if rule.total in rule.parts or len(set(rule.parts)) < len(rule.parts):
        raise cannot(command, say("MS-0169", "a series stands in it twice"), term("name the total and each part once"))
    if is_comparison and rule.table == rule.against:
        raise cannot(command, say("MS-0170", "it compares a table with itself"), term("name two tables"))


def decide(rule: Rule | None, command: RuleCommands) -> Iterator[RuleEvents]:
    """What happens when a rule is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    for event in _decide(rule, command):
        rule = evolve(rule, event)
        if not rule.is_withdrawn:
            _check(command, rule)
        yield event


def _decide(rule: Rule | None, command: RuleCommands) -> Iterator[RuleEvents]:
    match command:
        case DeclareRule():
            absent(rule, command)
            yield carry(RuleDeclared, command, **shown(command, command))
        case ClassifyRule():
            existing(rule, command)
            yield RuleClassified(**shown(command, command))
        case CorrectRule():
            yield carry(RuleCorrected, command, event=correctable(rule, command, command.event, command.fields))
        case WithdrawRule():
            yield carry(RuleWithdrawn, command, event=withdrawable(rule, command, command.event))
        case _:
            assert_never(command)


def evolve(rule: Rule | None, event: RuleEvents) -> Rule:
    """What a rule says after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if rule is None:
        return opened_by(Rule, event, {RuleDeclared: {}})
    match event:
        case RuleClassified():
            return rule.saying(event, public_from=event.public_from)
        case RuleCorrected():
            return rule.corrected(event.event, event.fields)
        case RuleWithdrawn():
            return rule.withdrawing(event.event)
        case RuleDeclared():
            raise impossible(rule, event)
        case _:
            assert_never(event)
