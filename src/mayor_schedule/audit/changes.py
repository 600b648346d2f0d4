"""What the office knew differently on a later day, as plain data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say
from mayor_schedule.reading import OfficeViews
from mayor_schedule.views import changes as view

from .events import event_record, label
from .history import plain, unprinted


def changes(
    office: OfficeViews,
    *,
    since: date | str,
    until: date | str,
    audience: Audience | str = Audience.INTERNAL,
    recorded_until: datetime | str | None = None,
    languages: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """What the office knew differently on the second of two days, in the order in which the log has it.

    Args:
        office: the office, or a past one.
        since: the first day of knowledge, as a date or ``YYYY-MM-DD``.
        until: the second.
        audience: who reads. The public sees the values of what is public, by public ids, and no events.
        recorded_until: the instant after which nothing that was recorded counts.
        languages: the languages of titles, the best first; the office's own, unless given.

    Returns:
        For each subject: ``subject``, ``uid``, ``kind``, ``title``, ``change`` (new, changed, withdrawn, brought_back
        or no_longer_shown), ``fields`` with the value ``before`` and ``after`` and the event that did it, and
        ``events``.

    Raises:
        InvalidValueError: a day, the instant or the audience is none, or the second day is before the first.
        StoreError: the store cannot be read.
    """
    first, last = read_day(since), read_day(until)
    if last < first:
        told = say(
            "MS-0600", "the changes cannot run from {first} to {last}; exchange the two days", first=first, last=last
        )
        raise InvalidValueError(told)
    before, after = (
        office.knowledge(known_on=day, recorded_until=recorded_until, audience=audience) for day in (first, last)
    )
    named = languages or after.office.languages
    return [change_record(each, named) for each in view.changes(before, after)]


def change_record(change: view.SubjectChange, languages: tuple[str, ...]) -> dict[str, Any]:
    """What is known differently of one subject, as plain data."""

    def told(value: object) -> Any:
        return plain(value) if change.records else unprinted(plain(value))

    return {
        "subject": change.known.id,
        "uid": change.known.uid,
        "kind": change.known.state.kind,
        "title": label(change.known, languages),
        "change": str(change.fate),
        "fields": {
            each.name: {"before": told(each.before), "after": told(each.after), **event_record(each.record)}
            for each in change.fields
        },
        "events": [each.reference for each in change.records],
    }
