"""What `calendar` and `clashes` print."""

from __future__ import annotations

from typing import Literal

from mayor_schedule.domain.values.visibility import Visibility

from .base import Days, IsoDay, Kind, Output, Plain, Reference, When

Status = Literal["tentative", "confirmed", "cancelled", "done"]


class Recurrence(Output):
    """On which days something comes back.

    Attributes:
        rule: a rule of RFC 5545; its UNTIL is a local day.
        excluded: the days of the rule on which it does not take place.
        added: the days beside the rule's.
    """

    rule: str
    excluded: list[IsoDay]
    added: list[IsoDay]


class CalendarEntry(Output):
    """One thing that takes place.

    Attributes:
        uid: its opaque id, the same for every audience and for ever.
        subject: the subject's id; null for the public.
        kind: trip, visit, engagement, occasion, or agreement for a signing.
        title: what it is called.
        status: tentative, confirmed, cancelled or done.
        postponed: whether it was put off and has no new date yet.
        when: what is known of when.
        place: where, in words.
        principals: in whose programmes it stands, such as mayor.
        stops: the cities of a trip, in order.
        days: calendar days of a trip.
        nights: nights lodged, as stated.
        nights_in_flight: nights in flight.
        part_of: the subject that it is a part of.
        same_as: the agreement that it turned out to repeat.
        recurrence: of a series, on which days it comes back.
        occurrence: of one occurrence of a series, the day on which it is by the rule.
        visibility: who may see it.
        events: the events that say so; none for the public.
    """

    uid: str
    subject: str | None
    kind: Kind
    title: str
    status: Status
    postponed: bool
    when: When
    place: str | None
    principals: list[str]
    stops: list[str]
    days: int | None
    nights: int | None
    nights_in_flight: int | None
    part_of: str | None
    same_as: str | None
    recurrence: Recurrence | None
    occurrence: IsoDay | None
    visibility: Visibility
    events: list[Reference]


class ClashingEntry(Output):
    """An entry that a clash or a warning is about.

    Attributes:
        uid: its opaque id.
        subject: the subject's id.
        kind: what it is.
        title: what it is called.
        when: what is known of when.
        occurrence: of one occurrence of a series, the day on which it is by the rule.
        place: where, in words.
        status: tentative, confirmed, cancelled or done.
    """

    uid: str
    subject: str
    kind: Kind
    title: str
    when: When
    occurrence: IsoDay | None
    place: str | None
    status: Status


class Acceptance(Output):
    """That a clash was accepted on purpose.

    Attributes:
        reason: why.
        subject: the clash that says so.
        events: its events.
    """

    reason: str
    subject: str
    events: list[Reference]


class ClashOrWarning(Output):
    """One clash or warning.

    Attributes:
        severity: clash for what a principal cannot both do, warning for the rest.
        rule: the id of the rule that found it, such as double-booking.
        principal: whose; null where it is nobody's in particular.
        entries: the entries that it is about.
        span: the first and the last day that it is about.
        reason: what was found, in words.
        details: what the words name, such as minutes.
        accepted: that it was accepted on purpose.
        events: the events behind it.
    """

    severity: Literal["clash", "warning"]
    rule: str
    principal: str | None
    entries: list[ClashingEntry]
    span: Days
    reason: str
    details: dict[str, Plain]
    accepted: Acceptance | None
    events: list[Reference]
