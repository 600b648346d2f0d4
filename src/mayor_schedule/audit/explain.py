"""Why something is so: from a count, a calendar entry, a subject or one field to the events and sources that say so."""

from __future__ import annotations

import difflib
from datetime import date, datetime
from typing import Any

from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError, UnknownSubjectError
from mayor_schedule.messages import say, term
from mayor_schedule.reading import OfficeViews
from mayor_schedule.views.counting.counts import Counts
from mayor_schedule.views.knowledge import Knowledge
from mayor_schedule.views.past import then

from .fields import find, subject_record
from .reckoning import count_record, series


def explain(
    office: OfficeViews,
    name: str,
    *,
    field: str | None = None,
    on: date | str | None = None,
    since: date | str | None = None,
    known_on: date | str | None = None,
    recorded_until: datetime | str | None = None,
    audience: Audience | str = Audience.INTERNAL,
    languages: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The events and source lines behind a count, a subject or a calendar entry, as plain data.

    Args:
        office: the office, or a past one.
        name: the key of a count, such as ``hosted_organizations`` or ``staff_actual/grade-7``; a subject's id; or the
            UID of a calendar entry.
        field: of a subject, the name of one field; else all.
        on: of a count, its day; today in the office's zone, unless given.
        since: of a count, the first day of what flows.
        known_on: the day of knowledge.
        recorded_until: the instant after which nothing that was recorded counts.
        audience: who reads. The public sees values, and no events, sources or people.
        languages: the languages of titles, the best first; the office's own, unless given.

    Returns:
        Of a subject, ``fields``, each with its ``value``, the ``event`` that set it and its ``trail``; of a count, its
        ``statement``, the ``previous`` one, the named ``items`` and what ``moved``. Of both, the ``events``, and the
        ``history`` that they are.

    Raises:
        UnknownSubjectError: there is no such thing, or it is not to be seen.
        InvalidValueError: there is no such field; a day, the instant or the audience is none; or a figure is stated,
            but not on these days.
        StoreError: the store cannot be read.
    """
    knowledge = office.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience)
    counts = office.counts_of(knowledge, on=on, since=since)
    return explanation(counts, name, languages or counts.knowledge.office.languages, field=field)


def explanation(counts: Counts, name: str, languages: tuple[str, ...], *, field: str | None = None) -> dict[str, Any]:
    """The same, from counts that were read: what they are reckoned from is all that can be explained."""
    knowledge = counts.knowledge
    keys = series(knowledge)
    if name in keys:
        if field is not None:
            raise InvalidValueError(
                say("MS-0616", "cannot explain a field of {name}: that is a count; leave the field out", name=name)
            )
        return count_record(counts, name, languages)
    known = find(knowledge, name)
    if known is None:
        raise _unknown(knowledge, name, keys)
    return subject_record(knowledge, known, languages, field=field)


def _unknown(knowledge: Knowledge, name: str, keys: list[str]) -> UnknownSubjectError:
    public = knowledge.audience is Audience.PUBLIC
    ids = [] if public else [*knowledge, *knowledge.withdrawn]
    alike = [each for each in ids if each.partition(":")[2] == name]
    meant = alike or difflib.get_close_matches(name, [*keys, *ids], n=1)
    told = say(
        "MS-0617", "cannot explain {name}: there is no such count, subject or calendar entry{when}{seen}{hint}; "
        "mayor-schedule counts and mayor-schedule list show what there is",
        name=name, when=then(knowledge.known_on, knowledge.recorded_until),
        seen=term(" that the public may see") if public else "",
        hint=term("; did you mean {close}?", close=meant[0]) if meant else "",
    )  # fmt: skip
    return UnknownSubjectError(told, subject=name)
