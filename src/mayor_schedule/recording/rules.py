"""What a batch says by rules over figures: whether each can be checked, and what of the batch keeps one from it.

It is asked once all commands of a batch are decided, since a rule may stand before its figures. Where a figure was
withdrawn or corrected after the rule, that is what is refused: the rule was good until then.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.entry import Identified
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.figure import FigureCorrected, FigureWithdrawn
from mayor_schedule.domain.model import cannot
from mayor_schedule.domain.rule import Rule
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.terms import (
    Flaw,
    Lookup,
    Stated,
    check_terms,
    flaw_of,
    has_other_terms,
    is_about,
    series_of,
)  # fmt: skip
from mayor_schedule.domain.values.identity import kind_of
from mayor_schedule.errors import RefusedError
from mayor_schedule.messages import say, term


class Rules:
    """The rules over figures as a batch sees them.

    Args:
        lookup: the state of a stream, with what the batch did to it.
        before: the state of a stream before the batch.
        refused: the subjects of the commands that were refused.
    """

    def __init__(self, lookup: Lookup, before: Lookup, refused: Iterable[str]) -> None:
        self._lookup = lookup
        self._before = before
        self._refused = frozenset(refused)
        self._first: dict[str, int] = {}
        self._commands: Sequence[Identified] = ()
        self._rules: dict[int, Rule] = {}

    def to_check(self, identified: Sequence[Identified], decided: Container[str]) -> bool:
        """Find the rules that say something else after a batch; whether there are any.

        Args:
            identified: the commands of the batch.
            decided: the ids of those that were neither refused nor there already.
        """
        self._commands = identified
        self._first = {each.command_id: index for index, each in reversed(list(enumerate(identified)))}
        last = {
            each.entry.command.subject: self._first[each.command_id] for each in identified
            if each.entry.command.kind == Rule.kind and each.command_id in decided
        }  # fmt: skip
        self._rules = {index: rule for subject, index in last.items() if (rule := self._with_other_terms(subject))}
        return bool(self._rules)

    def refusals(self, figures: Iterable[str], recorded: Sequence[Recorded]) -> list[tuple[int, RefusedError]]:
        """What is refused of the batch, each with its index.

        Args:
            figures: the ids of all figures.
            recorded: the events of the batch, in order.
        """
        every = tuple(figures)
        stated = Stated(every, self._lookup)
        refusals: list[tuple[int, RefusedError]] = []
        for index, rule in self._rules.items():
            flaw, subject = flaw_of(rule, stated), self._commands[index].entry.command.subject
            broken_by = None if flaw is None else self._broken_by(subject, rule, every, recorded)
            try:
                if flaw is not None and broken_by is not None:
                    raise self._broken(broken_by, subject, flaw)
                check_terms(self._commands[index].entry.command, rule, stated)
            except RefusedError as error:
                refusals.append((index if broken_by is None else broken_by, error))
        return refusals

    def _with_other_terms(self, subject: str) -> Rule | None:
        """A rule that says something else now; none if one of its own commands, or of its figures, was refused."""
        rule = self._lookup(subject)
        if not isinstance(rule, Rule) or subject in self._refused or not has_other_terms(rule, self._before(subject)):
            return None
        return None if any(is_about(rule, series_of(each)) for each in self._refused) else rule

    def _broken_by(self, subject: str, rule: Rule, figures: Sequence[str], recorded: Sequence[Recorded]) -> int | None:
        """The command after which a rule that could be checked cannot; None if it never could."""
        states: dict[str, Subject | None] = {}

        def lookup(figure: str) -> Subject | None:
            return states[figure] if figure in states else self._before(figure)

        stated = Stated(figures, lookup)
        broken_by: int | None = None
        for each in recorded:
            is_figure = kind_of(each.subject) == "figure" and is_about(rule, series_of(each.subject))
            if not is_figure and each.subject != subject:
                continue
            takes_away = is_figure and isinstance(each.event, (FigureCorrected, FigureWithdrawn))
            says_it = _has_the_terms(lookup(subject), rule)
            was_good = takes_away and says_it and flaw_of(rule, stated) is None
            states[each.subject] = KINDS[each.kind].evolve(lookup(each.subject), each.event)
            if was_good and flaw_of(rule, stated) is not None:
                broken_by = self._first.get(each.command_id)
            elif each.subject == subject and not says_it:
                broken_by = None
        return broken_by

    def _broken(self, index: int, subject: str, flaw: Flaw) -> RefusedError:
        """The refusal of a command that leaves a rule of its batch without anything to check."""
        fact = say(
            "MS-0820", "{subject}, which is recorded with it, could then not be checked: {fact}",
            subject=subject, fact=flaw.fact,
        )  # fmt: skip
        hint = term("leave one of the two out, or record the rule when its figures stand")
        return cannot(self._commands[index].entry.command, fact, hint)


def _has_the_terms(state: Subject | None, rule: Rule) -> bool:
    """Whether a state of a rule says of the figures what the rule says in the end."""
    return isinstance(state, Rule) and not has_other_terms(rule, state)
