"""The rows of the year's timeline: each entry of the calendar, a series in one row, and signings at an engagement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mayor_schedule.domain.agreement import Agreement, AgreementStage
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence_text import say
from mayor_schedule.domain.values.when import Timed, When
from mayor_schedule.views.briefing import Status
from mayor_schedule.views.briefing.reading import Reading
from mayor_schedule.views.calendar import Calendar, CalendarEntry
from mayor_schedule.views.counting.counts import Counts
from mayor_schedule.views.knowledge import Knowledge, Span, without_ids

from ..pictures.bars import Bar, Time
from .saying import Saying

LANES: Final = ("trip", "visit", "agreement", "occasion")
_STATUS: Final = {Status.DONE: "done", Status.CANCELLED: "cancelled"}


def year_bars(counts: Counts, saying: Saying, first: date, last: date) -> Iterator[Bar]:
    """What may take place from one day to another, in no order."""
    calendar, reading = Calendar(counts.knowledge), Reading(counts)
    times: dict[str, list[CalendarEntry]] = {}
    for entry in calendar.between(first, last):
        is_shown = entry.kind in LANES and entry.same_as is None and reading.tells(entry.known)
        if is_shown and entry.span != (None, None):
            times.setdefault(entry.uid, []).append(entry)
    for entries in times.values():
        rule = calendar.entry(reading.whole(entries[0].known)) if len(entries) > 1 else None
        yield _bar(entries[0], saying) if rule is None else _series(rule, entries, saying)
    yield from _signings(calendar, reading, saying, first, last)


def _bar(entry: CalendarEntry, saying: Saying) -> Bar:
    time = _time(entry, saying)
    return Bar(
        lane=entry.kind, label=time.label, first=time.first, last=time.last, exact=time.exact, status=time.status,
        when=time.when,
    )  # fmt: skip


def _time(entry: CalendarEntry, saying: Saying) -> Time:
    earliest, latest = entry.span
    return Time(
        label=saying.text(entry.title),
        first=earliest or date.min,
        last=latest,
        exact=_is_exact(entry.when),
        status="postponed" if entry.postponed else entry.status,
        when=saying.when(entry.when),
    )


def _is_exact(when: When) -> bool:
    return when.is_day if isinstance(when, FuzzyDate) else isinstance(when, Period | Timed)


def _series(rule: CalendarEntry, entries: list[CalendarEntry], saying: Saying) -> Bar:
    """A series as one row: by its rule in words, or from its first to its last day where no words say it."""
    times = [_time(each, saying) for each in entries]
    first, last = min(each.first for each in times), max(each.last or each.first for each in times)
    said = "" if rule.recurrence is None else say(rule.recurrence, saying.language)
    takes_place = [each.status for each in times if each.status != "cancelled"]
    return Bar(
        lane=rule.kind,
        label=saying.text(rule.title),
        first=first,
        last=last,
        exact=all(each.exact for each in times),
        status=next(iter(takes_place), "cancelled"),
        when=saying.when(Period(first=first, last=last)) if "=" in said or not said else said,
        times=tuple(times),
    )


def _signings(calendar: Calendar, reading: Reading, saying: Saying, first: date, last: date) -> Iterator[Bar]:
    """The signings for which an engagement stands in the calendar, as long as it, or they, have a date."""
    knowledge = calendar.knowledge
    for known, agreement in knowledge.of_kind(Agreement):
        meeting = knowledge.get(agreement.engagement or "")
        if meeting is None or not isinstance(meeting.state, Engagement) or not _is_signing(agreement):
            continue
        if not (reading.tells(reading.shown(known)) and (agreement.is_signed or reading.tells(reading.shown(meeting)))):
            continue
        when, (earliest, latest) = _when_signed(knowledge, agreement, calendar.entry(meeting))
        is_dated = earliest is not None or latest is not None
        if is_dated and (earliest or date.min) <= last and (latest or date.max) >= first:
            yield Bar(
                lane=known.state.kind,
                label=saying.text(agreement.heading),
                first=earliest or date.min,
                last=latest,
                exact=_is_exact(when),
                status=_status(reading, agreement, meeting.state),
                when=saying.when(when),
            )


def _is_signing(agreement: Agreement) -> bool:
    """Whether it was signed, or its signing was ever planned, and no other agreement stands for it."""
    is_ahead = agreement.stage is AgreementStage.SIGNING_PLANNED
    return (agreement.is_signed or is_ahead or agreement.signing_called_off) and agreement.same_as is None


def _status(reading: Reading, agreement: Agreement, meeting: Engagement) -> str:
    """How sure a signing is; it is off together with its engagement."""
    if not agreement.is_signed and reading.status(meeting) is Status.CANCELLED:
        return "cancelled"
    return _STATUS.get(reading.status(agreement), "tentative")


def _when_signed(knowledge: Knowledge, agreement: Agreement, meeting: CalendarEntry | None) -> tuple[When, Span]:
    """The days of the engagement; those of the signing itself where it has some and the engagement's are not exact."""
    own = without_ids(agreement.dates)
    at, span = (own, (None, None)) if meeting is None else (meeting.when, meeting.span)
    own_span = knowledge.span(agreement.dates) if agreement.is_signed or meeting is None else (None, None)
    is_better = _is_exact(own) or span == (None, None)
    return (own, own_span) if own_span != (None, None) and is_better and not _is_exact(at) else (at, span)
