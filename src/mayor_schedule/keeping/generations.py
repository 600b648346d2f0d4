"""Generations of what is kept: which one is read, how far it goes, and what is written into one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mayor_schedule.domain.office import Profile
from mayor_schedule.errors import StaleWriteError
from mayor_schedule.messages import Message, packed, say, unpacked
from mayor_schedule.store.kept.cursor import KeptCursor
from mayor_schedule.store.mapper import instant
from mayor_schedule.views.stored.filing import Filed
from mayor_schedule.views.stored.rows import FOREVER

from .leavings import newest
from .shelf import to_columns

FORMAT: Final = 1
"""The version of what is kept; what another version kept is made anew."""

NEVER: Final = 2**62
"""The position at which something ends that has not ended."""

_CURRENT: Final = "SELECT generation, position, domain FROM {s}view_generations WHERE is_current = 1 AND format = ?"
_ONE: Final = "SELECT generation, position, domain FROM {s}view_generations WHERE generation = ?"
_FAULTS: Final = "SELECT position, subject, why FROM {s}view_faults WHERE generation = ? ORDER BY position"
_ROW: Final = "INSERT INTO {s}view_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BEGIN: Final = "INSERT INTO {s}view_headings VALUES (?, ?, ?, ?, ?, ?, ?)"
_END: Final = (
    "UPDATE {s}view_headings SET until_known = ?, until_position = ? "
    "WHERE generation = ? AND heading = ? AND until_known = ? AND subject = ?"
)
_FILED: Final = "UPDATE {s}view_generations SET position = ?, domain = ? WHERE generation = ?"
_LATEST: Final = "SELECT COALESCE(MAX(recorded_at), '') FROM {s}view_times WHERE generation = ?"


class Generation(NamedTuple):
    """One making of what is kept.

    Attributes:
        number: which.
        position: the position of the first event that is not filed yet.
        domain: that of the office by then.
    """

    number: int
    position: int
    domain: str


class Fault(NamedTuple):
    """An event that cannot be read, or cannot have happened; it is set aside, and nothing more of its subject is kept.

    Attributes:
        position: its position.
        subject: its subject.
        why: what is wrong.
    """

    position: int
    subject: str
    why: Message


def current(cursor: KeptCursor) -> Generation | None:
    """The generation that is read; None where there is none, or another version of the program made it."""
    return next((Generation(*row) for row in cursor.all(_CURRENT, FORMAT)), None)


def numbered(cursor: KeptCursor, number: int) -> Generation | None:
    """The generation of a number; None where it was dropped."""
    return next((Generation(*row) for row in cursor.all(_ONE, number)), None)


def faults(cursor: KeptCursor, number: int) -> list[Fault]:
    """The events that were set aside in a generation, in the order of the log."""
    return [Fault(position, subject, unpacked(why)) for position, subject, why in cursor.all(_FAULTS, number)]


def begin(cursor: KeptCursor, *, is_current: bool) -> Generation:
    """A new generation, with nothing filed; or the current one, where one is asked for and another process was first.

    Args:
        cursor: a cursor within a transaction that writes.
        is_current: whether it is to be read from now on.
    """
    if is_current and (found := current(cursor)) is not None:
        return found
    number = newest(cursor) + 1
    domain = Profile().domain
    cursor.run("INSERT INTO {s}view_generations VALUES (?, ?, 0, ?, 0)", number, FORMAT, domain)
    if is_current:
        put_in_place(cursor, number)
    return Generation(number, 0, domain)


def put_in_place(cursor: KeptCursor, number: int) -> None:
    """Have a generation read; what was read before is none any more, and its rows are left to be dropped."""
    cursor.run("DELETE FROM {s}view_generations WHERE is_current = 1 AND generation <> ?", number)
    cursor.run("UPDATE {s}view_generations SET is_current = 1 WHERE generation = ?", number)


def finish(cursor: KeptCursor, made: Generation) -> Generation:
    """Have a generation read that was made anew; unless one that was begun later is there already, and goes as far.

    Args:
        cursor: a cursor within a transaction that writes.
        made: the generation.

    Returns:
        What is read from now on.

    Raises:
        StaleWriteError: it was dropped.
    """
    lines = cursor.all("SELECT generation FROM {s}view_generations ORDER BY generation {lock}")
    if (made.number,) not in lines:
        raise StaleWriteError(say("MS-0700", "what was made anew is gone"))
    found = current(cursor)
    if found is not None and found.number > made.number and found.position >= made.position:
        cursor.run("DELETE FROM {s}view_generations WHERE generation = ?", made.number)
        return found
    put_in_place(cursor, made.number)
    return made


def later(filed: Filed, latest: str) -> Iterator[tuple[str, int]]:
    """The instants, as they are stored, later than any before at which something was recorded, with its position.

    Args:
        filed: what was filed of some events.
        latest: the latest instant before them; nothing for none.
    """
    for recorded_at, position in filed.times:
        if (stored := instant(recorded_at)) > latest:
            latest = stored
            yield stored, position


def write(cursor: KeptCursor, before: Generation, after: Generation, filed: Filed) -> None:
    """Keep what was filed, and how far that is.

    Args:
        cursor: a cursor within a transaction that writes.
        before: the generation, as far as it went.
        after: the generation, as far as it goes now.
        filed: what was filed of the events in between.

    Raises:
        StaleWriteError: another process was first, or made everything anew.
    """
    number = before.number
    found = cursor.all(_ONE + " {lock}", number)
    if not found or found[0][1] != before.position:
        raise StaleWriteError(say("MS-0701", "another process filed these events"))
    cursor.many(_ROW, ((number, *to_columns(row)) for row in filed.rows))
    for run in filed.runs:
        if run.is_begun:
            cursor.run(_BEGIN, number, run.heading, FOREVER, run.subject, run.position, run.known_on, NEVER)
        else:
            cursor.run(_END, run.known_on, run.position, number, run.heading, FOREVER, run.subject)
    faulty = ((number, position, subject, packed(why)) for position, subject, why in filed.faults)
    cursor.many("INSERT INTO {s}view_faults VALUES (?, ?, ?, ?)", faulty)
    for time in later(filed, cursor.all(_LATEST, number)[0][0]):
        cursor.run("INSERT INTO {s}view_times VALUES (?, ?, ?)", number, *time)
    cursor.run(_FILED, after.position, after.domain, number)
