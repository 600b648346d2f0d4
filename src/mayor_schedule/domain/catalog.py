"""Every kind of subject: its commands and events by name, and its two functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic import ValidationError

from mayor_schedule.errors import StoreError
from mayor_schedule.messages import listed, say, term

from . import (
    agreement,
    clash,
    diary,
    document,
    engagement,
    figure,
    occasion,
    office,
    organization,
    policy_export,
    restoration,
    rule,
    trip,
    visit,
)  # fmt: skip
from .erasure import filled
from .model import Command, Event
from .subject import Subject
from .values.base import STORED

Decide = Callable[[Any, Any], Iterator[Event]]
Evolve = Callable[[Any, Any], Subject]


@dataclass(frozen=True)
class Kind:
    """One kind of subject.

    Attributes:
        name: the prefix of its ids.
        state: the class of its state.
        commands: the commands that it takes.
        events: the events that can happen to it.
        decide: what happens when it is asked to do something.
        evolve: what is held true of it after an event.
    """

    name: str
    state: type[Subject]
    commands: tuple[type[Command], ...]
    events: tuple[type[Event], ...]
    decide: Decide
    evolve: Evolve


def _kind(state: type[Subject], commands: object, events: object, decide: Decide, evolve: Evolve) -> Kind:
    return Kind(state.kind, state, get_args(commands), get_args(events), decide, evolve)


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        _kind(trip.Trip, trip.TripCommands, trip.TripEvents, trip.decide, trip.evolve),
        _kind(visit.Visit, visit.VisitCommands, visit.VisitEvents, visit.decide, visit.evolve),
        _kind(
            engagement.Engagement, engagement.EngagementCommands, engagement.EngagementEvents,
            engagement.decide, engagement.evolve,
        ),
        _kind(
            agreement.Agreement, agreement.AgreementCommands, agreement.AgreementEvents,
            agreement.decide, agreement.evolve,
        ),
        _kind(
            organization.Organization, organization.OrganizationCommands, organization.OrganizationEvents,
            organization.decide, organization.evolve,
        ),
        _kind(
            policy_export.PolicyExport, policy_export.PolicyExportCommands, policy_export.PolicyExportEvents,
            policy_export.decide, policy_export.evolve,
        ),
        _kind(occasion.Occasion, occasion.OccasionCommands, occasion.OccasionEvents, occasion.decide, occasion.evolve),
        _kind(figure.Figure, figure.FigureCommands, figure.FigureEvents, figure.decide, figure.evolve),
        _kind(document.Document, document.DocumentCommands, document.DocumentEvents, document.decide, document.evolve),
        _kind(rule.Rule, rule.RuleCommands, rule.RuleEvents, rule.decide, rule.evolve),
        _kind(clash.Clash, clash.ClashCommands, clash.ClashEvents, clash.decide, clash.evolve),
        _kind(office.Profile, office.OfficeCommands, office.OfficeEvents, office.decide, office.evolve),
    )
}  # fmt: skip
"""Every kind of subject, in the order in which lists show them."""

KEPT: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(diary.PAGE, diary.Page, (), get_args(diary.DiaryEvents), diary.decide, diary.evolve_page),
        Kind(diary.BOOKING, diary.Booking, (), get_args(diary.BookingEvents), diary.decide, diary.evolve_booking),
        Kind(
            restoration.HISTORY, restoration.Log, (), (restoration.HistoryRestored,), restoration.decide,
            restoration.evolve,
        ),
    )
}  # fmt: skip
"""The streams that the program keeps beside the subjects: no knowledge of the office's, and views pass them over."""

STREAMS: Final[Mapping[str, Kind]] = {**KINDS, **KEPT}
"""Every kind of stream in a store."""

COMMANDS: Final[Mapping[str, type[Command]]] = {
    command.command_name(): command for kind in KINDS.values() for command in kind.commands
}
"""Every command by its name in files."""

EVENTS: Final[Mapping[str, type[Event]]] = {event.topic: event for kind in STREAMS.values() for event in kind.events}
"""Every event by its topic."""


def decode(topic: str, schema_version: int, data: Mapping[str, Any], erased: Iterable[str] = ()) -> Event:
    """Decode the stored fields of an event, brought to the current version of its fields.

    Only the structure is checked: no rule runs on what has happened. No value of a field is ever in the error.

    Args:
        topic: the event's name.
        schema_version: the version of its fields in which it was written.
        data: its stored fields.
        erased: the paths of those that were erased.

    Raises:
        StoreError: the topic or version is unknown, or a field is missing, unknown or of another type.
    """
    event = EVENTS.get(topic)
    if event is None:
        raise StoreError(
            say(
                "MS-0111",
                "the topic {topic!r} is unknown; a newer version of mayor-schedule may have written it",
                topic=topic,
            )
        )
    if not 1 <= schema_version <= event.schema_version:
        raise StoreError(
            say(
                "MS-0112",
                "{topic} has version {version} of its fields, and this program knows {known}; "
                "upgrade mayor-schedule to read it",
                topic=topic, version=schema_version, known=event.schema_version,
            )
        )  # fmt: skip
    try:
        as_it_is = type(data) is dict and schema_version == event.schema_version  # nothing changes it then
        fields: Any = filled(event, data, erased) if erased else data if as_it_is else dict(data)
        for version in range(schema_version, event.schema_version):
            fields = event.upcasts[version](fields)
    except (LookupError, TypeError, ValueError, AttributeError):
        raise StoreError(
            say(
                "MS-0113",
                "the stored fields of {topic}, in version {version} of them, do not fit",
                topic=topic,
                version=schema_version,
            )
        ) from None
    try:
        decoded: Event = event.__pydantic_validator__.validate_python(fields, context=STORED)
    except ValidationError as error:
        where = {
            term("{field} {fault}", field=_place(event, each["loc"]), fault=each["type"])
            for each in error.errors(include_url=False, include_context=False, include_input=False)
        }
        told = say(
            "MS-0114", "the stored fields of {topic} do not fit: {where}", topic=topic, where=listed(sorted(where))
        )
        raise StoreError(told) from None
    return decoded


def _place(event: type[Event], path: tuple[int | str, ...]) -> str:
    """Where in the fields an error is: the field alone, since names deeper down may be the payload's own."""
    return str(path[0]) if path and path[0] in event.model_fields else term("(another field)")
