"""Whether something is known of a subject, and whether any of the events that say it cites a document.

What a fact answers, and of which subjects, is told by `completeness`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.erasure import SAID
from mayor_schedule.domain.subject import put_right_by
from mayor_schedule.domain.values.attendance import Answer as Attends
from mayor_schedule.domain.values.attendance import Attendance
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown, bounds

from ..knowledge import Known
from ..trails import same


class AnswerState(StrEnum):
    """How well a question is answered: by a document, by somebody's word, not at all, or not to be answered yet."""

    SOURCED = "sourced"
    STATED = "stated"
    MISSING = "missing"
    NOT_DUE = "not_due"


class Remark(StrEnum):
    """What is wanting of an answer that there is.

    Attributes:
        FUZZY: the date is not one exact time or day, or days: October.
        UNNAMED: somebody is known by an office, or by the body that sends them, and not by name.
        PARTLY: only some of the parts have it; of a signing, that it took place, and not when.
        PARTLY_SOURCED: something of it is said without a source.
    """

    FUZZY = "fuzzy"
    UNNAMED = "unnamed"
    PARTLY = "partly"
    PARTLY_SOURCED = "partly_sourced"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is known in answer to one question.

    Attributes:
        state: how well it is answered.
        remarks: what is wanting of it, in the order of `Remark`; nothing unless it is known.
        events: the events that say so, as ``subject@version``.
        citations: the documents that these cite, each place in them once.
    """

    state: AnswerState
    remarks: tuple[Remark, ...] = ()
    events: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is an answer, with or without a source."""
        return self.state in (AnswerState.SOURCED, AnswerState.STATED)

    def to_record(self, *, public: bool = False) -> dict[str, Any]:
        """The answer as plain data; the public sees no event and no source."""
        cited = () if public else self.citations
        return {
            "state": str(self.state),
            "remarks": [str(each) for each in self.remarks],
            "events": [] if public else list(self.events),
            "sources": [
                {"document": document, "at": locator}
                for document, locator in dict.fromkeys((each.document, each.locator) for each in cited)
            ],
        }


MISSING: Final = Answer(state=AnswerState.MISSING)
NOT_DUE: Final = Answer(state=AnswerState.NOT_DUE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is known, with the events that say it.

    Attributes:
        records: the events, each once.
        remarks: what is wanting of it.
    """

    records: tuple[Recorded, ...]
    remarks: frozenset[Remark] = frozenset()

    @property
    def is_cited(self) -> bool:
        """Whether one of its events cites a document."""
        return any(record.citations for record in self.records)


def told(known: Known, *names: str) -> Piece | None:
    """What is known of some facts of a subject, together; None where none of them is known.

    Args:
        known: the subject.
        names: the names of the facts.
    """
    facts = known.state.facts
    return joined(_fact(known, name, facts[name]) for name in names if _is_known(facts.get(name)))


def joined(pieces: Iterable[Piece | None]) -> Piece | None:
    """Some pieces as one, which a source of any of them is a source of; None where there are none."""
    found = [each for each in pieces if each is not None]
    if not found:
        return None
    records = dict.fromkeys(record for each in found for record in each.records)
    return Piece(tuple(records), frozenset().union(*(each.remarks for each in found)))


def unnamed(piece: Piece | None) -> Piece | None:
    """What is known of a body that sends somebody: not who that is."""
    return None if piece is None else replace(piece, remarks=piece.remarks | {Remark.UNNAMED})


def answer(*pieces: Piece | None) -> Answer:
    """The answer of the first of these pieces that there is."""
    return next((_answered([each]) for each in pieces if each is not None), MISSING)


def answer_of_parts(parts: Iterable[Piece | None]) -> Answer:
    """The answer of parts, each of which should have a piece of it."""
    given = list(parts)
    found = [each for each in given if each is not None]
    return _answered(found, {Remark.PARTLY} if len(found) < len(given) else ()) if found else MISSING


def either(*answers: Answer) -> Answer:
    """The first of these answers that says something; if none does, the last."""
    return next((each for each in answers if each.is_known), answers[-1])


def _answered(pieces: Sequence[Piece], more: Iterable[Remark] = ()) -> Answer:
    records = dict.fromkeys(record for each in pieces for record in each.records)
    cited = [each.is_cited for each in pieces]
    remarks = frozenset(more).union(*(each.remarks for each in pieces))
    if any(cited) and not all(cited):
        remarks |= {Remark.PARTLY_SOURCED}
    return Answer(
        state=AnswerState.SOURCED if any(cited) else AnswerState.STATED,
        remarks=tuple(each for each in Remark if each in remarks),
        events=tuple(record.reference for record in records),
        citations=tuple(dict.fromkeys(citation for record in records for citation in record.citations)),
    )


def _fact(known: Known, name: str, value: Any) -> Piece:
    versions = sorted({known.state.set_by[name], *_saying(known, name, value)})
    return Piece(tuple(known.records[version - 1] for version in versions), frozenset(_remarks(value)))


def _saying(known: Known, name: str, value: Any) -> Iterator[int]:
    """The events that say a value as it is held: not only the last one, so that no repetition takes a source away.

    A correction speaks for itself: the event that it puts right said something else.
    """
    state = known.state
    right: Mapping[tuple[int | None, str], tuple[int, Any]] = put_right_by(state.said, state.withdrawn)
    for each in state.said:
        if each.version not in state.withdrawn and each.corrects is None and name in each.facts:
            version, said = right.get((each.version, name), (each.version, each.facts[name]))
            if same(said, value):
                yield version


def _is_known(value: Any) -> bool:
    """Whether a value says anything; a principal who is not known to take part, and what was erased, do not."""
    match value:
        case None | () | Unknown():
            return False
        case FuzzyDate():
            return bounds(value) != (None, None)
        case Text():
            return dict(value) != SAID
        case Attendance():
            return value.answer is Attends.YES or value.represented_by is not None
    return True


def _remarks(value: Any) -> Iterator[Remark]:
    match value:
        case FuzzyDate() if not value.is_day:
            yield Remark.FUZZY
        case Person(name=None):
            yield Remark.UNNAMED
        case Attendance(represented_by=Person() as deputy):
            yield from _remarks(deputy)
        case tuple():
            for each in value:
                yield from _remarks(each)
