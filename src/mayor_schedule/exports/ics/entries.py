"""The VEVENTs of one entry (RFC 5545 section 3.6.1, RFC 7986): one, or a series and its occurrences that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from mayor_schedule.domain.occasion.series import on_day
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.exports.selection import degrees
from mayor_schedule.exports.texts import description, location, plan_summary, summary
from mayor_schedule.exports.wording import word
from mayor_schedule.views.calendar import CalendarEntry
from mayor_schedule.views.content import is_elsewhen
from mayor_schedule.views.revisions import Revision

from . import lines
from .dates import day_line, is_after, is_known, moment_line, moments, rule_of
from .options import FeedOptions

EDTF: Final = "X-MAYOR-SCHEDULE-EDTF"
"""Holds the fuzzy date of an entry that is shown as a span."""

_STATUS: Final = {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED", "done": "CONFIRMED"}
_CLASS: Final = {Visibility.PUBLIC: "PUBLIC", Visibility.INTERNAL: "PRIVATE", Visibility.CONFIDENTIAL: "CONFIDENTIAL"}
_COLOR: Final = {
    "trip": "steelblue", "visit": "seagreen", "engagement": "royalblue", "occasion": "darkorange",
    "agreement": "mediumpurple",
}  # fmt: skip
"""Names of CSS3, as RFC 7986 section 5.9 wants them."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A revision as one feed shows it.

    Attributes:
        revision: the revision.
        dates: the days or times under which it stands.
        fuzzy: the fuzzy date whose span these days are; None where they are known.
        parent: the UID of what it is part of, where that is in the file too.
        drops_cancelled: whether cancelled occurrences are left out rather than shown as such.
    """

    revision: Revision
    dates: Timed | Period
    fuzzy: FuzzyDate | None = None
    parent: str | None = None
    drops_cancelled: bool = False

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place, or no longer on these dates."""
        settled = self.revision.is_dated or self.fuzzy is not None or self.is_exact
        return self.revision.entry.status == "cancelled" or not settled

    @property
    def is_exact(self) -> bool:
        """Whether its date is one exact day, though written as a fuzzy date."""
        when = self.revision.entry.when
        return isinstance(when, FuzzyDate) and when.is_day

    def leaves_out(self, occurrence: CalendarEntry) -> bool:
        """Whether an occurrence of a series is left out: a dropped one, or one in a zone that is not known any more."""
        dropped = self.drops_cancelled and occurrence.status == "cancelled"
        return dropped or not all(is_known(moment.zone) for moment in moments(occurrence.when))


def render(shown: Shown, languages: tuple[str, ...], options: FeedOptions) -> bytes:
    """The VEVENTs of an entry.

    Args:
        shown: the entry.
        languages: the language of the feed, and those that texts fall back to.
        options: what the feed was asked for.
    """
    entry = shown.revision.entry
    alone = shown.revision.is_detached
    events = [] if alone else [_event(shown, languages, options)]
    if entry.recurrence is not None and (alone or not shown.is_cancelled):
        left = (each for each in entry.changed if not shown.leaves_out(each))
        if shown.revision.is_busy and not alone:  # told of nothing but other times
            left = (each for each in left if is_elsewhen(entry, each))
        events += (_occurrence(shown, each, languages, options) for each in left)
    return b"".join(events)


def _event(shown: Shown, languages: tuple[str, ...], options: FeedOptions) -> bytes:
    return b"".join(
        [b"BEGIN:VEVENT\r\n", *_identity(shown.revision), *_dates(shown), *_recurrence(shown),
         *_words(shown, languages, options), *_alarm(shown, languages, options), b"END:VEVENT\r\n"]
    )  # fmt: skip


def _occurrence(shown: Shown, entry: CalendarEntry, languages: tuple[str, ...], options: FeedOptions) -> bytes:
    """An occurrence that differs from its series, named by when it would have been (section 3.8.4.4)."""
    series = shown.revision.entry
    if entry.occurrence is None or not isinstance(entry.when, (Timed, Period)):
        raise AssertionError(entry.uid)
    single = replace(shown, revision=replace(shown.revision, entry=entry), dates=entry.when)
    original = on_day(series.when, entry.occurrence)
    if isinstance(original, Timed):
        named = moment_line("RECURRENCE-ID", original.start)
    else:
        named = day_line("RECURRENCE-ID", original.first)
    return b"".join(
        [b"BEGIN:VEVENT\r\n", *_identity(shown.revision), named, *_dates(single), *_words(single, languages, options),
         *_alarm(single, languages, options), b"END:VEVENT\r\n"]
    )  # fmt: skip


def _identity(revision: Revision) -> Iterator[bytes]:
    modified = lines.utc(revision.modified_at)
    yield lines.line("UID", lines.text(revision.entry.uid))
    yield lines.line("DTSTAMP", modified)
    yield lines.line("LAST-MODIFIED", modified)
    yield lines.line("SEQUENCE", str(revision.sequence))


def _dates(shown: Shown) -> Iterator[bytes]:
    """Days end exclusively (section 3.6.1); an unknown end is left out, and a stored one that lies before its start."""
    match shown.dates:
        case Period() as period:
            yield day_line("DTSTART", period.first)
            if period.first <= period.last < date.max:
                yield day_line("DTEND", period.last + timedelta(days=1))
        case Timed() as timed:
            yield moment_line("DTSTART", timed.start)
            if timed.end is not None and is_after(timed.end, timed.start):
                yield moment_line("DTEND", timed.end)


def _recurrence(shown: Shown) -> Iterator[bytes]:
    """The rule of a series, the days left out, and those added, at the time of its first day."""
    entry = shown.revision.entry
    recurrence = entry.recurrence
    if recurrence is None or not isinstance(shown.dates, (Timed, Period)):
        return
    yield lines.line("RRULE", rule_of(recurrence, shown.dates))
    gone = [each.occurrence for each in entry.changed if shown.leaves_out(each)]
    dropped = [each for each in gone if each is not None]
    first = shown.dates.first if isinstance(shown.dates, Period) else shown.dates.start.day
    for name, days in (("EXDATE", {*recurrence.excluded, *dropped}), ("RDATE", set(recurrence.added))):
        for day in sorted(each for each in days if each >= first):
            when = on_day(shown.dates, day)
            yield moment_line(name, when.start) if isinstance(when, Timed) else day_line(name, when.first)


def _words(shown: Shown, languages: tuple[str, ...], options: FeedOptions) -> Iterator[bytes]:
    revision, entry = shown.revision, shown.revision.entry
    yield lines.line("SUMMARY", lines.text(_title(shown, languages)))
    if not revision.is_busy:
        yield from _details(shown, languages, options)
    yield from _state(shown)
    if revision.is_busy:
        return
    yield lines.line("CATEGORIES", lines.text(word(entry.kind, languages[0])))
    yield lines.line("COLOR", _COLOR[entry.kind])
    if shown.parent is not None:
        yield lines.line("RELATED-TO", lines.text(shown.parent), RELTYPE="PARENT")


def _title(shown: Shown, languages: tuple[str, ...]) -> str:
    if shown.fuzzy is not None and not shown.revision.is_busy:
        return plan_summary(shown.revision, shown.fuzzy, languages)
    if shown.is_exact:
        return summary(replace(shown.revision, is_dated=True), languages)
    return summary(shown.revision, languages)


def _details(shown: Shown, languages: tuple[str, ...], options: FeedOptions) -> Iterator[bytes]:
    entry = shown.revision.entry
    told = "\n".join(description(shown.revision, languages))
    if told:
        yield lines.line("DESCRIPTION", lines.text(told))
    where = location(entry, languages)
    if where:
        yield lines.line("LOCATION", lines.text(where))
    if entry.place is not None and entry.place.coordinates is not None:
        point = entry.place.coordinates
        yield lines.line("GEO", f"{degrees(point.latitude)};{degrees(point.longitude)}")
    url = options.url(entry.uid)
    if url is not None:
        yield lines.line("URL", url)
    if shown.fuzzy is not None:
        yield lines.line(EDTF, lines.text(shown.fuzzy.edtf))


def _state(shown: Shown) -> Iterator[bytes]:
    entry = shown.revision.entry
    cancelled = shown.is_cancelled
    status = "CANCELLED" if cancelled else "TENTATIVE" if shown.fuzzy is not None else _STATUS[entry.status]
    takes_time = (isinstance(shown.dates, Timed) or shown.revision.is_busy) and not cancelled
    busy = "FREE" if not takes_time else "TENTATIVE" if status == "TENTATIVE" else "BUSY"
    embargo = entry.known.state.public_from is not None
    yield lines.line("STATUS", status)
    yield lines.line("TRANSP", "OPAQUE" if takes_time else "TRANSPARENT")
    yield lines.line("X-MICROSOFT-CDO-BUSYSTATUS", busy)
    yield lines.line("CLASS", "PRIVATE" if embargo else _CLASS[entry.visibility])


def _alarm(shown: Shown, languages: tuple[str, ...], options: FeedOptions) -> Iterator[bytes]:
    """An alarm (section 3.6.6), for what has a time and takes place."""
    if options.alarm is None or shown.is_cancelled or not isinstance(shown.dates, Timed):
        return
    yield b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
    yield lines.line("DESCRIPTION", lines.text(_title(shown, languages)))
    yield lines.line("TRIGGER", f"-PT{options.alarm}M")
    yield b"END:VALARM\r\n"
