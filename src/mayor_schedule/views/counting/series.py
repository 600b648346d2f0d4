"""Which subjects make up which counted series, and on which days they come and go.

A *flow* counts what happened in a span (trips made, guests received, exports won); a *stock* what is there on a day
(organisations hosted); a *plan* what is ahead on a day (trips planned, exports pursued).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from mayor_schedule.domain.agreement import Agreement, AgreementStage
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.organization import Organization, OrganizationStage
from mayor_schedule.domain.policy_export import PolicyExport, PolicyExportStage
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip, TripStage
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.domain.visit import GuestCategory, Visit, VisitStage

from ..knowledge import Knowledge, Known, Span
from .bounds import Days, Stay
from .stages import between, first_at, said_since, since, states

Dated = Timed | Period | FuzzyDate | Unknown | None


class Sort(StrEnum):
    """How a series is read."""

    FLOW = "flow"
    STOCK = "stock"
    PLAN = "plan"


@dataclass(frozen=True)
class Item:
    """One individually identified member of a series: by its name, or by the office that somebody holds.

    Attributes:
        known: the subject.
        label: what it is called.
        arrives: the days on which it may have come into the series; both None if nobody says.
        leaves: the days on which it may have left it.
        found: whether it was found there (reported), so that it never counts as an arrival without a date; it arrives
            on the day on which it became known.
        undated: whether its date is unknown, so that the span of a stated figure may place it. If it has days all the
            same, they lie between what was known before and since: it may have come on them, and not for certain.
        said: what was recorded of it since it is in the series; all of it, if nothing else is said.
    """

    known: Known
    label: Text
    arrives: Span
    leaves: Span = (None, None)
    found: bool = False
    undated: bool = False
    said: tuple[Recorded, ...] = ()

    @property
    def came(self) -> Days:
        """The days on which it may have come."""
        return Days.of(*self.arrives)

    @cached_property
    def stay(self) -> Stay:
        """When it came and left, as far as anybody says, for the arithmetic of `bounds`."""
        left = None if self.leaves == (None, None) else Days.of(*self.leaves)
        return Stay(self.came, left, found=self.found, perhaps=self.undated)


@dataclass(frozen=True, slots=True)
class Move:
    """An item that came into a series or left it, for certain, between two days.

    Attributes:
        item: the item.
        change: 1 if it came, -1 if it left.
        days: the days on which that may have been.
    """

    item: Item
    change: int
    days: Span


def moves(items: Iterable[Item], after: date, until: date) -> Iterator[Move]:
    """The arrivals and departures that were for certain after one day, up to another.

    An item that can only have left before it came was never there: it does not move.
    """
    first, last = after.toordinal() + 1, until.toordinal()
    for item in items:
        stay = item.stay
        if stay.never:
            continue
        if not (item.found or stay.perhaps) and first <= stay.came.first and stay.came.last <= last:
            yield Move(item, 1, item.arrives)
        if stay.left is not None and first <= stay.left.first and stay.left.last <= last:
            yield Move(item, -1, item.leaves)


def within(days: Span, first: date, last: date) -> bool:
    """Whether something happened for certain from one day to another."""
    return days[0] is not None and days[1] is not None and first <= days[0] and days[1] <= last


Members = Callable[[Knowledge], Iterator[Item]]


def _flow(known: Known, knowledge: Knowledge, label: Text, when: Dated, *, last: bool = False) -> Item:
    earliest, latest = knowledge.span(when)
    if last and isinstance(when, Period):
        earliest = latest
    return Item(known, label, (earliest, latest), undated=earliest is None and latest is None)


def _reached(item: Item, ahead: tuple[StrEnum, ...], reached: tuple[StrEnum, ...]) -> Item:
    """What reached a stage that was ahead of it; without a date, between what is known before and since."""
    if not item.undated:
        return item
    said = said_since(item.known, lambda stage: stage in reached)
    return replace(item, arrives=between(item.known, ahead, reached) or (None, None), said=said)


def _trips_made(knowledge: Knowledge) -> Iterator[Item]:
    for known, trip in knowledge.of_kind(Trip):
        if trip.stage is TripStage.RETURNED:
            yield _flow(known, knowledge, trip.title, trip.dates, last=True)


def _guests(category: GuestCategory) -> Members:
    def members(knowledge: Knowledge) -> Iterator[Item]:
        for known, visit in knowledge.of_kind(Visit):
            if visit.stage is VisitStage.RECEIVED and visit.category is category:
                for guest in visit.guests:
                    yield _flow(known, knowledge, guest.label, visit.dates)

    return members


_PURSUED_EXPORT: Final = (PolicyExportStage.PURSUED,)
_PURSUED_ORGANIZATION: Final = (OrganizationStage.PURSUED,)
_ATTRACTED: Final = tuple(stage for stage in OrganizationStage if stage is not OrganizationStage.PURSUED)
_AHEAD_OF_SIGNING: Final = (
    AgreementStage.PROPOSED, AgreementStage.SIGNING_PLANNED, AgreementStage.POSTPONED
)  # fmt: skip
_SIGNED: Final = tuple(stage for stage in AgreementStage if stage not in (*_AHEAD_OF_SIGNING, AgreementStage.DROPPED))


def _exports_won(knowledge: Knowledge) -> Iterator[Item]:
    for known, export in knowledge.of_kind(PolicyExport):
        is_won = export.stage is PolicyExportStage.WON or export.won is not None
        was_won = export.stage is PolicyExportStage.DELIVERED and next(states(known))[1].stage in _PURSUED_EXPORT
        if is_won or was_won:
            item = _flow(known, knowledge, export.system, export.won)
            yield _reached(item, _PURSUED_EXPORT, (PolicyExportStage.WON, PolicyExportStage.DELIVERED))


def _agreements_signed(knowledge: Knowledge) -> Iterator[Item]:
    for known, agreement in knowledge.of_kind(Agreement):
        if agreement.same_as is None and (
            agreement.stage is AgreementStage.SIGNED or (agreement.is_signed and agreement.signed is not None)
        ):
            item = _flow(known, knowledge, agreement.heading, agreement.signed)
            yield _reached(item, _AHEAD_OF_SIGNING, _SIGNED)


def _attracted(knowledge: Knowledge) -> Iterator[Item]:
    for known, organization in knowledge.of_kind(Organization):
        if organization.stage is OrganizationStage.ATTRACTED or organization.attracted is not None:
            item = _flow(known, knowledge, organization.name, organization.attracted)
            yield _reached(item, _PURSUED_ORGANIZATION, _ATTRACTED)


def _hosted(knowledge: Knowledge) -> Iterator[Item]:
    there = (OrganizationStage.OPENED, OrganizationStage.CLOSED, OrganizationStage.MOVED_AWAY)
    for known, organization in knowledge.of_kind(Organization):
        if organization.stage in there:
            opened, left = knowledge.span(organization.opened), knowledge.span(organization.left)
            found = opened == (None, None) and next(states(known))[1].stage in there
            if opened == (None, None):
                # One that was pursued or attracted once came after that; it had come when that became known.
                seen = first_at(known, there) or known.records[0].known_on
                after = seen if found else knowledge.span(organization.attracted)[0]
                opened = (None if after is not None and after > seen else after), seen
            if left == (None, None) and organization.stage is not OrganizationStage.OPENED:
                left = (since(known, lambda stage: stage is not OrganizationStage.OPENED),) * 2
            yield Item(known, organization.name, opened, left, found=found)


def _plans(kind: type[Subject], stages: tuple[StrEnum, ...], label: str, done: tuple[str, ...]) -> Members:
    """Subjects of a kind while they are at a stage ahead; `done` names the facts whose date ends that."""

    def members(knowledge: Knowledge) -> Iterator[Item]:
        for known, state in knowledge.of_kind(kind):
            began = first_at(known, stages)
            if began is None or getattr(state, "same_as", None) is not None:
                continue
            dates = [knowledge.span(getattr(state, name)) for name in done if getattr(state, name) is not None]
            if isinstance(state, Trip):
                dates.append(_first_days(knowledge, state.dates))
            left = next((each for each in dates if each[1] is not None), (None, None))
            if getattr(state, "stage", None) not in stages:
                left = _by(left, since(known, lambda stage: stage not in stages))
            elif not isinstance(state, Trip):
                left = None, None
            reported = known.records[0].topic.endswith(".reported")
            yield Item(known, getattr(state, label), (began, began), left, found=reported)

    return members


def _first_days(knowledge: Knowledge, dates: Dated) -> Span:
    """The days on one of which a trip begins: of whole days the first, of a fuzzy date any."""
    first, last = knowledge.span(dates)
    return (first, first) if isinstance(dates, Period) else (first, last)


def _by(days: Span, known_on: date) -> Span:
    """The days of what was known on a day to have happened; that day, where nothing else is said."""
    first, last = days
    if last is None or (first or date.min) > known_on:
        return known_on, known_on
    return first, min(last, known_on)


@dataclass(frozen=True)
class Counted:
    """A series that is counted from subjects.

    Attributes:
        sort: how it is read.
        members: its items.
        facts: what of a subject makes it one of them, and when.
        ahead: of a plan, the stages at which something is ahead: what comes after them ended it.
        personal: whether its items are in principals' programmes, as trips and visits are; others are the city's.
    """

    sort: Sort
    members: Members
    facts: tuple[str, ...]
    ahead: tuple[StrEnum, ...] = ()
    personal: bool = False


_GUESTS: Final = ("stage", "category", "guests", "when", "actual_when")


def _plan(kind: type[Subject], ahead: tuple[StrEnum, ...], label: str, ended: tuple[str, ...], *facts: str) -> Counted:
    """A series of what is ahead; see `_plans`."""
    return Counted(Sort.PLAN, _plans(kind, ahead, label, ended), ("stage", *facts), ahead, personal=kind is Trip)


COUNTED: Final[Mapping[str, Counted]] = {
    "trips_made": Counted(Sort.FLOW, _trips_made, ("stage", "period", "actual_period"), personal=True),
    "trips_planned": _plan(
        Trip, (TripStage.PLANNED, TripStage.CONFIRMED, TripStage.POSTPONED), "title", (), "period", "actual_period"
    ),
    "state_guests": Counted(Sort.FLOW, _guests(GuestCategory.STATE_GUEST), _GUESTS, personal=True),
    "city_leaders": Counted(Sort.FLOW, _guests(GuestCategory.CITY_LEADER), _GUESTS, personal=True),
    "policy_exports_won": Counted(Sort.FLOW, _exports_won, ("stage", "won")),
    "policy_exports_pursued": _plan(PolicyExport, _PURSUED_EXPORT, "system", ("won",), "won"),
    "agreements_signed": Counted(Sort.FLOW, _agreements_signed, ("stage", "signed", "duplicate_verdict")),
    "agreements_planned": _plan(
        Agreement, _AHEAD_OF_SIGNING, "heading", ("signed",), "signed", "duplicate_verdict"
    ),
    "organizations_attracted": Counted(Sort.FLOW, _attracted, ("stage", "attracted")),
    "organizations_pursued": _plan(Organization, _PURSUED_ORGANIZATION, "name", ("attracted",), "attracted"),
    "hosted_organizations": Counted(Sort.STOCK, _hosted, ("stage", "opened", "left")),
}  # fmt: skip
"""The counted series by key; every other stated figure is shown under its own."""
