"""What an event did to each field of its subject, and the trail of a field: every event that ever spoke of it.

A trail keeps the wrong and the right: a value that was corrected or withdrawn stays in it, with the event that took it
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from mayor_schedule.domain.catalog import STREAMS
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.subject import WHOLE, Said, Subject, put_right_by
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period

_OF_SERIES: Final = {"when": "when", "title": "title", "place": "place", "cancelled": "is_cancelled"}
"""What an occurrence has of its series where nothing else is said of it, by the names of its facts."""


def states(records: Iterable[Recorded]) -> Iterator[tuple[Recorded, Subject]]:
    """Each event of one subject, with the state after it.

    Raises:
        ImpossibleHistoryError: an event cannot be where it is.
        StoreError: an event cannot be read.
    """
    state: Subject | None = None
    for record in records:
        state = STREAMS[record.kind].evolve(state, record.event)
        yield record, state


def held(state: Subject | None, name: str) -> Any:
    """What is held true of a field; None where nothing is, and of a subject that was entered in error.

    Of one occurrence of a series, what the series says holds where nothing else is said.
    """
    if state is None or state.is_withdrawn:
        return None
    if name not in state.facts and name.startswith("occurrence ") and isinstance(state, Occasion):
        _, day, fact = name.split(" ", 2)
        occurrence = state.occurrence(date.fromisoformat(day))
        return getattr(occurrence, _OF_SERIES[fact]) if fact in _OF_SERIES else None
    value = state.facts.get(name)
    return None if value == () else value


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same; how a source prints a date is no part of when it is."""
    if isinstance(one, Period) and isinstance(other, Period):
        return (one.first, one.last) == (other.first, other.last)
    if isinstance(one, FuzzyDate) and isinstance(other, FuzzyDate):
        return one.edtf == other.edtf
    return bool(one == other)


def differences(before: Subject | None, after: Subject | None) -> dict[str, tuple[Any, Any]]:
    """The fields in which two states of a subject differ, each with what is held before and after.

    The order is that of the state after, then what only the one before has.
    """
    names = [*(after.facts if after else ()), *(before.facts if before else ())]
    pairs = {name: (held(before, name), held(after, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if not same(*pair)}


def words(state: Subject) -> Iterator[tuple[int, dict[str, Any]]]:
    """What each event of a subject says, by its version, as corrected; without those that were withdrawn."""
    fates = _Fates(state)
    for each in state.said:
        if each.version in state.withdrawn or each.corrects is not None or each.withdraws is not None:
            continue
        right = {name: fates.corrected.get((each.version, name), each.version) for name in each.facts}
        yield each.version, {name: state.said[version - 1].facts[name] for name, version in right.items()}


class Deed(StrEnum):
    """What an event did to a field."""

    SET = "set"
    CHANGED = "changed"
    REPEATED = "repeated"
    CORRECTED = "corrected"
    WITHDREW = "withdrew"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One event in the trail of a field.

    Attributes:
        record: the event.
        deed: what it did to the field.
        said: the value that it says; None for a withdrawal.
        value: the value that held after it; None where none did.
        about: the version of the event that it corrects or withdraws.
        corrected_by: the version of the correction that stands in its place.
        withdrawn_by: the version of the withdrawal that took it out.
    """

    record: Recorded
    deed: Deed
    said: Any
    value: Any
    about: int | None = None
    corrected_by: int | None = None
    withdrawn_by: int | None = None


def trails(records: Iterable[Recorded]) -> dict[str, tuple[Turn, ...]]:
    """The trail of every field that any event of a subject spoke of: first those that hold, in their order.

    Raises:
        ImpossibleHistoryError: an event cannot be where it is.
        StoreError: an event cannot be read.
    """
    steps = list(states(records))
    if not steps:
        return {}
    final = steps[-1][1]
    fates = _Fates(final)
    found: dict[str, list[Turn]] = {name: [] for name in final.facts}
    before: Subject | None = None
    for record, after in steps:
        chain = _chain(final.said, record.version)
        said = chain[0]
        for name in chain[-1].facts:
            turns = found.setdefault(name, [])
            turns.append(
                Turn(
                    record=record, deed=_deed(chain, name, before, first=not turns),
                    said=said.facts.get(name), value=after.facts.get(name), about=said.corrects or said.withdraws,
                    corrected_by=fates.corrected.get((record.version, name)),
                    withdrawn_by=fates.withdrawn.get(record.version),
                )
            )  # fmt: skip
        before = after
    return {name: tuple(turns) for name, turns in found.items()}


class _Fates:
    """Which events were corrected or withdrawn in the end, and by which others."""

    def __init__(self, state: Subject) -> None:
        standing = [each for each in state.said if each.version not in state.withdrawn]
        self.withdrawn = {each.withdraws: each.version for each in standing if each.withdraws is not None}
        right = put_right_by(state.said, state.withdrawn)
        self.corrected: Mapping[tuple[int | None, str], int] = {place: version for place, (version, _) in right.items()}


def _chain(said: tuple[Said, ...], version: int) -> list[Said]:
    """An event; if it withdraws another one, that too; if that is a withdrawal itself, what it withdraws, and so on.

    The last one has the fields that all of them are about; the withdrawal of a whole subject has none.
    """
    chain = [said[version - 1]]
    while (target := chain[-1].withdraws) not in (None, WHOLE):
        chain.append(said[target - 1])
    return chain


def _deed(chain: list[Said], name: str, before: Subject | None, *, first: bool) -> Deed:
    said = chain[0]
    if said.withdraws is not None:
        return Deed.RESTORED if len(chain) % 2 else Deed.WITHDREW
    if said.corrects is not None:
        return Deed.CORRECTED
    if first:
        return Deed.SET
    kept = before is not None and name in before.facts and same(before.facts[name], said.facts[name])
    return Deed.REPEATED if kept else Deed.CHANGED
