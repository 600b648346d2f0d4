"""The register of agreements: each as it stood on a day, by all that is known of it.

What was planned and what was signed are told apart: before its signing an agreement is shown as it was planned. One
whose last day has passed, and of which nobody said that it was renewed or ended, is told as just that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mayor_schedule.domain.agreement import SIGNED, VALID, Agreement, AgreementStage, DuplicateVerdict
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Party
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Unknown, When, bounds

from .calendar import place_name, when_record
from .knowledge import Knowledge, Known
from .standing import standing

_SIGNED_AHEAD: Final = Text(ko="체결된 것으로 기록되었으나 체결일 미도래", en="recorded as signed, on a day to come")


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """One agreement in the register.

    Attributes:
        known: the agreement, as known.
        title: what it is called: as signed, once it is signed on that day; likewise the parties and the place.
        category: what kind of agreement it is.
        parties: who makes it.
        subject_matter: what it is about.
        stage: where it stood for certain on that day; None before anything is known of it.
        perhaps: a later stage at which it may have been on that day.
        signing: when it was to be signed.
        signed: when it was signed; None where no source says that it was.
        is_signed_ahead: whether it was recorded as signed by that day, on a later one: the calendar has it as done.
        place: where.
        in_force_from: since when it has been in force.
        valid_until: until when it was last renewed, by that day.
        is_overdue: whether that has passed on that day, and nobody said that it was renewed or ended.
        ended: when it ran out, or was ended.
        predecessor: the agreement that it follows.
        possible_duplicate_of: another one that may be the same, or was asked about.
        verdict: what was found of that; None while it is open.
        same_as: the one that this one repeats, where one should look instead.
        merged: those that repeat this one.
    """

    known: Known
    title: Text
    category: str | None
    parties: tuple[Party, ...]
    subject_matter: Text | None
    stage: AgreementStage | None
    perhaps: AgreementStage | None
    signing: When
    signed: When | None
    is_signed_ahead: bool
    place: Place | None
    in_force_from: FuzzyDate | None
    valid_until: FuzzyDate | None
    is_overdue: bool
    ended: FuzzyDate | None
    predecessor: Known | None
    possible_duplicate_of: Known | None
    verdict: DuplicateVerdict | None
    same_as: Known | None
    merged: tuple[Known, ...]

    @property
    def remark(self) -> Text | None:
        """What has to be said of the stage, beside the dates."""
        return _SIGNED_AHEAD if self.is_signed_ahead else None

    def to_record(self, audience: Audience, *languages: str) -> dict[str, Any]:
        """The entry as plain data, in the first of these languages that there is; the public sees no internal id."""
        public = audience is Audience.PUBLIC
        return {
            "uid": self.known.uid,
            "subject": self.known.id,
            "kind": Agreement.kind,
            "title": self.title.best(*languages),
            "category": self.category,
            "parties": [each.name.best(*languages) for each in self.parties],
            "subject_matter": None if self.subject_matter is None else self.subject_matter.best(*languages),
            "stage": self.stage,
            "perhaps": self.perhaps,
            "signing": _date(self.signing),
            "signed": _date(self.signed),
            "place": None if self.place is None else place_name(self.place, *languages),
            "in_force_from": _date(self.in_force_from),
            "valid_until": _date(self.valid_until),
            "overdue": self.is_overdue,
            "ended": _date(self.ended),
            "predecessor": _id(self.predecessor),
            "possible_duplicate_of": _id(self.possible_duplicate_of),
            "duplicate_verdict": self.verdict,
            "same_as": _id(self.same_as),
            "merged": [each.id for each in self.merged],
            "visibility": str(self.known.state.visibility),
            "events": [] if public else list(self.known.events),
        }

    def to_row(self, *languages: str) -> dict[str, Any]:
        """The entry as a flat row of plain values; others by their public ids, and a date also by its two bounds."""

        def text(value: Text | None) -> str | None:
            return None if value is None else value.best(*languages)

        def uid(known: Known | None) -> str | None:
            return None if known is None else known.uid

        return {
            "uid": self.known.uid,
            "title": self.title.best(*languages),
            "category": None if self.category is None else str(self.category),
            "parties": "; ".join(each.name.best(*languages) for each in self.parties) or None,
            "subject_matter": text(self.subject_matter),
            "stage": None if self.stage is None else str(self.stage),
            "perhaps": None if self.perhaps is None else str(self.perhaps),
            **_bounded("signing", self.signing),
            **_bounded("signed", self.signed),
            "place": None if self.place is None else place_name(self.place, *languages) or None,
            **_bounded("in_force_from", self.in_force_from),
            **_bounded("valid_until", self.valid_until),
            "overdue": self.is_overdue,
            **_bounded("ended", self.ended),
            "predecessor": uid(self.predecessor),
            "possible_duplicate_of": uid(self.possible_duplicate_of),
            "duplicate_verdict": None if self.verdict is None else str(self.verdict),
            "same_as": uid(self.same_as),
            "visibility": str(self.known.state.visibility),
        }


def register(knowledge: Knowledge, *, on: date) -> list[RegisterEntry]:
    """Every agreement that is known, as it stood on a day, in the order in which they were opened.

    Args:
        knowledge: what is known, and by whom it is asked: the public sees no parties, and no dates but those of the
            signing.
        on: the day.
    """
    return [_entry(knowledge, known, agreement, on) for known, agreement in knowledge.of_kind(Agreement)]


def same_as(knowledge: Knowledge, known: Known) -> str | None:
    """The agreement that a subject is settled to repeat, where one should look instead, by the id for who reads."""
    other = knowledge.get(getattr(known.state, "same_as", None) or "")
    return None if other is None else knowledge.shown(other).id


def _entry(knowledge: Knowledge, known: Known, agreement: Agreement, on: date) -> RegisterEntry:
    def other(subject: str | None) -> Known | None:
        found = knowledge.get(subject or "")
        return None if found is None else knowledge.shown(found)

    shown = knowledge.shown(known)
    told = shown.state if isinstance(shown.state, Agreement) else agreement
    stood = standing(knowledge, known, agreement, on)
    is_signed = stood.stage in SIGNED
    until = None if knowledge.audience is Audience.PUBLIC else stood.valid_until
    return RegisterEntry(
        known=shown,
        title=agreement.heading if is_signed else agreement.title,
        category=told.category,
        parties=told.who if is_signed else told.parties,
        subject_matter=told.subject_matter,
        stage=stood.stage,
        perhaps=stood.perhaps,
        signing=told.signing,
        signed=told.signed,
        is_signed_ahead=stood.is_signed_ahead,
        place=(told.signed_place if is_signed else None) or told.place,
        in_force_from=told.in_force_from,
        valid_until=until,
        is_overdue=stood.stage in VALID and _is_over(until, on),
        ended=told.ended,
        predecessor=other(told.predecessor),
        possible_duplicate_of=other(told.possible_duplicate_of),
        verdict=told.duplicate_verdict,
        same_as=other(agreement.same_as),
        merged=tuple(knowledge.shown(each) for each, it in knowledge.of_kind(Agreement) if it.same_as == known.id),
    )


def _is_over(until: FuzzyDate | None, day: date) -> bool:
    last = None if until is None else bounds(until)[1]
    return last is not None and last < day


def _date(when: When | None) -> dict[str, Any] | None:
    return None if when is None else when_record(when, when.within if isinstance(when, Unknown) else None)


def _bounded(name: str, when: When | None) -> dict[str, Any]:
    """A date as it is known, in ISO 8601 or EDTF, and the first and the last day that it can mean."""
    told = None if when is None else when_record(when)
    earliest, latest = (None, None) if when is None or isinstance(when, Unknown) else bounds(when)
    written = None if told is None else told.get("edtf") or told.get("start") or "/".join(
        dict.fromkeys(told[each] for each in ("first", "last") if each in told)
    )  # fmt: skip
    return {name: written or None, f"{name}_earliest": earliest, f"{name}_latest": latest}


def _id(known: Known | None) -> str | None:
    return None if known is None else known.id
