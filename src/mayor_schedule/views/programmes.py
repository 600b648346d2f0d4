"""Whose programme an entry stands in, so that each principal has a calendar and a feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mayor_schedule.domain.occasion.series import Series
from mayor_schedule.domain.office import OFFICE, Profile, Term
from mayor_schedule.domain.principals import programmes_of
from mayor_schedule.domain.subject import WHOLE, Subject
from mayor_schedule.domain.values.identity import composed, kind_of
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying, listed, say

from .knowledge import Knowledge

Lookup = Callable[[str], Subject | None]

WITHDRAWN: Final = Subject(withdrawn=frozenset({WHOLE}))
"""All that is told of a subject that was entered in error."""

_PERSONAL: Final = frozenset({"trip", "visit"})
"""The kinds that are counted and belong to one principal's programme; what else is counted is the city's."""

_OTHER_TERMS: Final = Saying("MS-0828", "no term of the {principal} covers {day}; its terms are {terms}")
_NO_TERMS: Final = Saying("MS-0829", "no term of the {principal} covers {day}; none was recorded: record begin_term")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose programme an entry stands in; found out when it is asked for.

    Attributes:
        state: finds the state of the subject, with everything that the office knows of it.
        lookup: finds the states of others, as far as who reads may see them, and that of the office.
        occurrence: of one occurrence of a series, its day by the rule.
    """

    state: Callable[[], Subject]
    lookup: Lookup
    occurrence: date | None = None

    def principals(self) -> frozenset[str]:
        """The principals."""
        return programmes_of(self.state(), self.lookup, self.occurrence)

    def of(self, occurrence: date) -> Whose:
        """Whose programme one occurrence of the series stands in."""
        return Whose(self.state, self.lookup, occurrence)

    def said_days(self) -> list[date]:
        """The days of the occurrences of which anything was said: the others are as the series is."""
        state = self.state()
        return state.changed_days if isinstance(state, Series) else []


def lookup_in(
    known: Mapping[str, Any], office: Callable[[], Profile], was_withdrawn: Callable[[str], bool] | None = None
) -> Lookup:
    """Finds the state of a subject, and of the office, among what is known.

    Of what was withdrawn it tells that alone, to everybody: it is not the same as what cannot be seen.

    Args:
        known: subjects by id, each with its ``state``.
        office: finds the office.
        was_withdrawn: tells whether a subject that is not among the known ones was entered in error.
    """

    def state_of(subject: str) -> Subject | None:
        if subject == OFFICE:
            return office()
        found = known.get(subject)
        if found is None:
            return WITHDRAWN if was_withdrawn is not None and was_withdrawn(subject) else None
        state: Subject = found.state
        return state

    return state_of


def lookup_of(knowledge: Knowledge) -> Lookup:
    """Finds the state of a subject, and of the office, among what is known."""
    return lookup_in(knowledge, lambda: knowledge.office, knowledge.was_withdrawn)


def programme(knowledge: Knowledge, principal: str) -> Knowledge:
    """What is known, without the trips and visits that are in another principal's programme alone."""
    lookup = lookup_of(knowledge)
    return knowledge.only(
        lambda known: kind_of(known.id) not in _PERSONAL or principal in programmes_of(known.state, lookup)
    )


def term_of(office: Profile, principal: str, day: date) -> Term:
    """The term of a principal that covers a day.

    Raises:
        InvalidValueError: the office has no such principal, or no term of it covers the day.
    """
    principal = check_principal(principal, office)
    term = office.term(principal, day)
    if term is None:
        known = [f"{each.began}/{each.ended or '..'}" for each in office.terms if each.principal == principal]
        named = {"principal": principal, "day": day}
        raise InvalidValueError(_OTHER_TERMS(terms=listed(known), **named) if known else _NO_TERMS(**named))
    return term


def check_principal(principal: str, office: Profile) -> str:
    """Make sure that an office has a principal.

    Returns:
        The principal's id, composed as ids are.

    Raises:
        InvalidValueError: it has not; the message says whom it has.
    """
    principal = composed(principal)
    named = [each.principal for each in office.principals] or [office.default_principal]
    if principal not in named:
        told = say(
            "MS-0830", "the office has no principal {principal!r}; it has {named}",
            principal=principal, named=listed(named),
        )  # fmt: skip
        raise InvalidValueError(told)
    return principal
