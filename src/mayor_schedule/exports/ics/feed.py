"""A calendar feed (RFC 5545, RFC 7986) for one audience in one language.

Nothing is made up: what has no day at all is not in the feed, but in the text of the trip that it belongs to; a fuzzy
date is shown as a tentative span that says so; an unknown end is left out. The same history gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Final

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.domain.values.zones import LAST_YEAR
from mayor_schedule.exports.wording import named, word
from mayor_schedule.views.revisions import Revision, revisions

from . import lines
from .cache import EntryCache
from .dates import in_utc, local_start, moments
from .entries import Shown, render
from .options import FeedOptions, Plans
from .spans import exact_day, span_of
from .zones import vtimezone

PRODID: Final = "-//mayor_schedule//mayor-schedule//EN"
REFRESH: Final = "PT4H"
_DEFAULTS: Final = FeedOptions()


def feed(
    records: Iterable[Recorded],
    profile: Profile,
    *,
    language: str,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    options: FeedOptions = _DEFAULTS,
    cache: EntryCache | None = None,
) -> bytes:
    """The feed of an office.

    Args:
        records: the whole log, in order.
        profile: the office, as it was then.
        language: BCP 47; texts fall back to the office's languages.
        audience: who reads it.
        at: the present instant, which lifts embargoes and lets go of what was cancelled long ago; nothing else depends
            on it.
        known_on: a past day of knowledge; such a file says in its name that it is not for subscription.
        recorded_until: a past instant, after which nothing that was recorded counts; likewise.
        options: what else is asked for.
        cache: keeps the bytes of entries from one export to the next.

    Returns:
        An iCalendar stream in UTF-8 with CRLF line ends.

    Raises:
        InvalidValueError: the audience cannot have what is asked for.
    """
    options.check(audience)
    found = revisions(
        records, known_on=known_on, recorded_until=recorded_until, audience=audience, at=at, busy=options.busy,
        principal=options.principal,
    )  # fmt: skip
    return compose(
        found, profile, language=language, audience=audience, at=at, known_on=known_on, recorded_until=recorded_until,
        options=options, cache=cache,
    )  # fmt: skip


def compose(
    found: Iterable[Revision],
    profile: Profile,
    *,
    language: str,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    options: FeedOptions = _DEFAULTS,
    cache: EntryCache | None = None,
) -> bytes:
    """The feed of what an audience is shown; see `feed`.

    Args:
        found: what the audience is shown, in the order of the calendar; of the programme of `options.principal`.
        profile: the office, as it was then.
        language: BCP 47.
        audience: who reads it.
        at: the present instant.
        known_on: a past day of knowledge.
        recorded_until: a past instant of recording.
        options: what else is asked for.
        cache: keeps the bytes of entries from one export to the next.
    """
    languages = (language, *profile.languages)
    shown = list(_related(_selected(found, at, options)))
    name = named(_name(profile, languages, audience, options), language, known_on, recorded_until)
    parts = [_head(lines.text(name), lines.text(profile.zone))]
    parts += [_zone(*each) for each in _zones(shown)]
    style = sha256(repr((languages, options)).encode()).digest()
    for each in shown:
        if cache is None:
            parts.append(render(each, languages, options))
        else:
            parts.append(cache.get(_digest(each, style), lambda each=each: render(each, languages, options)))  # type: ignore[misc]
    parts.append(b"END:VCALENDAR\r\n")
    return b"".join(parts)


def _digest(shown: Shown, style: bytes) -> bytes:
    """A digest of everything that is rendered into an entry."""
    dates = None if shown.dates is shown.revision.dates else shown.dates  # those of the revision are in its digest
    around = f"{dates} {shown.fuzzy} {shown.parent} {shown.drops_cancelled}".encode()
    return sha256(shown.revision.digest + style + around).digest()


def _head(name: str, zone: str) -> bytes:
    return b"".join(
        [
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            lines.line("PRODID", PRODID),
            b"CALSCALE:GREGORIAN\r\n",
            lines.line("NAME", name),
            lines.line("X-WR-CALNAME", name),
            lines.line("X-WR-TIMEZONE", zone),
            lines.line("REFRESH-INTERVAL", REFRESH, VALUE="DURATION"),
            lines.line("X-PUBLISHED-TTL", REFRESH),
        ]
    )


def _name(profile: Profile, languages: tuple[str, ...], audience: Audience, options: FeedOptions) -> str:
    """The name of a feed says whose it is, for whom, and of which kinds."""
    language = languages[0]
    parts = [profile.name.best(*languages)] if profile.name is not None else []
    if options.principal is not None:
        titles = {each.principal: each.title for each in profile.principals}
        title = titles.get(options.principal)
        parts.append(options.principal if title is None else title.best(*languages))
    parts.append(word(audience, language))
    if options.kinds is not None:
        parts.append(" + ".join(word(kind, language) for kind in sorted(options.kinds)))
    if options.plans is Plans.ONLY:
        parts.append(word("plans", language))
    return " · ".join(parts)


def _selected(found: Iterable[Revision], at: datetime, options: FeedOptions) -> Iterator[Shown]:
    """Those entries that are asked for, with the dates under which they stand."""
    for each in found:
        if options.kinds is not None and each.entry.kind not in options.kinds:
            continue
        shown = _placed(each, options.plans)
        if shown is None:
            continue
        days = options.drop_cancelled_after
        old = days is not None and at - each.modified_at >= timedelta(days=days)
        if not (old and shown.is_cancelled):
            yield Shown(revision=each, dates=shown.dates, fuzzy=shown.fuzzy, drops_cancelled=old)


def _placed(revision: Revision, plans: Plans) -> Shown | None:
    """Under which dates an entry stands in a feed, if it does."""
    when = revision.entry.when
    if isinstance(when, FuzzyDate):
        exact = exact_day(when)
        if exact is not None:
            return None if plans is Plans.ONLY else Shown(revision=revision, dates=exact)
        span = None if plans is Plans.APART or revision.is_busy else span_of(when)
        if span is not None:
            return Shown(revision=revision, dates=span, fuzzy=when)
    if plans is Plans.ONLY or revision.dates is None:
        return None
    series = revision.entry.recurrence is not None
    return Shown(revision=revision, dates=local_start(revision.dates) if series else revision.dates)


def _related(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Entries with the one that they are part of, where that is in the file too."""
    shown = list(shown)
    exported = {each.revision.entry.uid for each in shown}
    for each in shown:
        part_of = each.revision.entry.part_of
        if part_of is not None and part_of.uid in exported:
            yield Shown(
                revision=each.revision, dates=each.dates, fuzzy=each.fuzzy, parent=part_of.uid,
                drops_cancelled=each.drops_cancelled,
            )  # fmt: skip
        else:
            yield each


def _zones(shown: Iterable[Shown]) -> Iterator[tuple[str, int, int]]:
    """Each zone in use, with the first and last year in it, in the order of their names."""
    years: dict[str, list[int]] = {}
    for each in shown:
        for moment in _moments(each):
            if not in_utc(moment):
                years.setdefault(moment.zone, []).append(moment.local.year)
        entry = each.revision.entry
        if entry.recurrence is not None and isinstance(each.dates, Timed) and not in_utc(each.dates.start):
            last = entry.span[1]  # a series takes its times from its zone up to its last day, or for ever
            ends = LAST_YEAR if last is None else min(last.year, LAST_YEAR)
            years[each.dates.start.zone].append(ends)
    for zone in sorted(years):
        yield zone, min(years[zone]), max(years[zone])


def _moments(shown: Shown) -> Iterator[Moment]:
    yield from moments(shown.dates)
    for each in shown.revision.entry.changed:
        if not shown.leaves_out(each):
            yield from moments(each.when)


@lru_cache(maxsize=1024)
def _zone(zone: str, first_year: int, last_year: int) -> bytes:
    """The VTIMEZONE of a zone for whole years."""
    first, last = (datetime(year, 7, 1, tzinfo=UTC) for year in (first_year, last_year))
    data: bytes = vtimezone(zone, first, last).to_ical(sorted=False)
    return data
