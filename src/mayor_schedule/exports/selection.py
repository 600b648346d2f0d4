"""Which entries are in a file that lists entries, and how what several formats say of one is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.values.identity import composed
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.views.calendar import occurrence_of
from mayor_schedule.views.flat import single, with_changed
from mayor_schedule.views.revisions import Revision, revisions

from .ics.options import NO_KIND

ENTRY_KINDS: Final = ("trip", "visit", "engagement", "occasion", "agreement")
"""The kinds of entries of a calendar; an agreement stands there for its signing."""


def selected(
    records: Iterable[Recorded],
    *,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    kinds: Collection[str] | None = None,
    principal: str | None = None,
) -> list[Revision]:
    """What an audience is shown, of some kinds, in the order of the calendar.

    Args:
        records: the whole log, in order.
        audience: who reads.
        at: the present instant, which lifts embargoes.
        known_on: a past day of knowledge; None for all of it.
        recorded_until: an aware instant; None for the whole log.
        kinds: some of `ENTRY_KINDS`; None for all of them.
        principal: whose programme; None for that of the whole office.

    Raises:
        InvalidValueError: there is no such kind of entry.
    """
    for kind in sorted(kinds or ()):
        if kind not in ENTRY_KINDS:
            raise InvalidValueError(NO_KIND(kind=kind, known=", ".join(ENTRY_KINDS)))
    shown = revisions(
        records, known_on=known_on, recorded_until=recorded_until, audience=audience, at=at,
        principal=None if principal is None else composed(principal),
    )  # fmt: skip
    return [each for each in shown if kinds is None or each.entry.kind in kinds]


def occurrences_of(revision: Revision) -> Iterator[Revision]:
    """An entry; of a series, each of its occurrences as far as it is booked."""
    entry, state = revision.entry, revision.entry.known.state
    if entry.recurrence is None or not isinstance(state, Occasion):
        yield revision
        return
    if revision.is_detached:
        yield from with_changed(revision)
        return
    for each in state.occurrences(state.first_day, state.booked_to or state.first_day):
        if each.day not in entry.recurrence.excluded:  # another principal's, if it is one of the series' days
            yield single(revision, occurrence_of(entry, each))


def iso_instant(instant: datetime) -> str:
    """An instant in UTC, to the second: ``2018-08-31T00:00:00Z`` (RFC 3339)."""
    return instant.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def degrees(value: float) -> str:
    """A latitude or longitude as it is, without an exponent, which neither RFC 5545 nor many a table reader knows."""
    return format(Decimal(repr(value)), "f")


def iso_moment(moment: Moment | None) -> str | None:
    """A local time with its offset, ``2018-10-03T19:00:00+02:00``.

    None for none, and where today's zone data no longer knows the zone: an offset would be made up.
    """
    return None if moment is None or moment.instant is None else moment.aware.isoformat()
