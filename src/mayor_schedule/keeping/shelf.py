"""`StoredShelf`: what is kept of the log, with what was recorded since, as one past sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.store.history import History
from mayor_schedule.store.kept.cursor import KeptCursor, texts
from mayor_schedule.store.mapper import decode, instant
from mayor_schedule.views.stored.filing import Filed, Filing
from mayor_schedule.views.stored.rows import Row

_LAST_DAY: Final = "9999-12-30"
"""What is known on that day is everything."""

_FILED: Final = (
    "SELECT DISTINCT h.subject FROM {each} CROSS JOIN {s}view_headings h WHERE h.generation = ? "
    "AND h.heading = given.value AND h.until_known > ? AND h.known_on <= ? AND h.position < ?"
)
_FILED_THEN: Final = _FILED.replace("h.until_known > ?", "(h.until_known > ? OR h.until_position >= ?)")
_ROWS: Final = (
    "SELECT r.subject, r.version, r.position, r.known_on, r.opened, r.uid, r.visibility, r.public_from, "
    "r.is_withdrawn, r.outline FROM {each} CROSS JOIN {s}view_rows r WHERE r.generation = ? "
    "AND r.subject = given.value AND r.version = (SELECT MAX(m.version) FROM {s}view_rows m "
    "WHERE m.generation = ? AND m.subject = given.value AND m.known_on <= ? AND m.position < ?)"
)
_OF_KIND: Final = (
    "SELECT subject, version, position, known_on, opened, uid, visibility, public_from, is_withdrawn, outline "
    "FROM {s}view_rows WHERE generation = ? AND subject >= ? AND subject < ? AND known_on <= ? AND position < ? "
    "ORDER BY subject, version"
)
LOG: Final = (
    "SELECT l.position, e.originator_id, e.originator_version, e.topic, e.state FROM {s}stored_events e "
    "JOIN {s}log_positions l ON l.notification_id = e.{row} "
)
"""What begins a statement that reads the log."""

_STREAM: Final = LOG + "WHERE e.originator_id = ? AND e.originator_version <= ? ORDER BY e.originator_version"
_STREAMS: Final = LOG + (
    "WHERE e.originator_id >= ? AND e.originator_id < ? ORDER BY e.originator_id, e.originator_version"
)
_END: Final = "SELECT MIN(position) FROM {s}view_times WHERE generation = ? AND recorded_at > ?"


class Past(NamedTuple):
    """Where a past ends.

    Attributes:
        known_on: the day of knowledge; None for all of it.
        recorded_until: the instant, as it is stored, after which nothing that was recorded counts.
        size: how many events of the log are read.
    """

    known_on: date | None
    recorded_until: str | None
    size: int


def tail_of(filing: Filing, records: Iterable[Recorded]) -> Filed:
    """What is to be kept of events that are not filed yet.

    Raises:
        StoreError: one of them cannot be read.
        ImpossibleHistoryError: one of them cannot have happened.
    """
    filed = Filed()
    for record in records:
        filing.file(record, record.position or 0, filed)
    return filed


class StoredShelf:
    """What is kept of the log, with what was recorded since, as one past sees it.

    Args:
        history: the store.
        cursor: a cursor within a transaction that sees one instant; once it is closed, only the log is read.
        kept: which making of what is kept, and how far it goes.
        tail: what is to be kept of the events behind it.
        past: where the past ends.
    """

    def __init__(self, history: History, cursor: KeptCursor, kept: tuple[int, int], tail: Filed, past: Past) -> None:
        self._history = history
        self._cursor = cursor
        self._is_open = True
        self._generation, self._position = kept
        self._tail: dict[str, list[Row]] = {}
        for row in tail.rows:
            self._tail.setdefault(row.subject, []).append(row)
        self._runs = tail.runs
        self._day = _LAST_DAY if past.known_on is None else min(past.known_on.isoformat(), _LAST_DAY)
        self._size = past.size
        self._end = past.size if past.recorded_until is None else self._end_by(past.recorded_until, tail)

    def filed_under(self, headings: Iterable[str]) -> Iterable[str]:
        """The subjects that are filed under one of these headings, as known then; perhaps some that were before."""
        wanted = set(headings)
        if self._end >= self._position:
            rows = self._cursor.all(_FILED, texts(wanted), self._generation, self._day, self._day, self._end)
        else:
            rows = self._cursor.all(
                _FILED_THEN, texts(wanted), self._generation, self._day, self._end, self._day, self._end
            )
        since = (run.subject for run in self._runs if run.is_begun and run.heading in wanted)
        return dict.fromkeys([*(row[0] for row in rows), *since])

    def rows(self, subjects: Iterable[str], *, now: bool = False) -> Mapping[str, Row]:
        """The last row of each of these subjects as known then, or else by now; of none that was not known."""
        day, end = (_LAST_DAY, self._size) if now else (self._day, self._end)
        wanted = list(subjects)
        kept = self._cursor.all(_ROWS, texts(wanted), self._generation, self._generation, day, end)
        found = {row[0]: from_columns(row) for row in kept}
        for subject in wanted:
            for row in self._tail.get(subject, ()):
                if row.known_on.isoformat() <= day and row.position < end:
                    found[subject] = row
        return found

    def of_kind(self, kind: str, *, now: bool = False) -> Mapping[str, Row]:
        """The last row of each subject of a kind as known then, or else by now."""
        day, end = (_LAST_DAY, self._size) if now else (self._day, self._end)
        bounds = _bounds(kind)
        found = {row[0]: row for row in self._cursor.all(_OF_KIND, self._generation, *bounds, day, end)}
        rows = {subject: from_columns(row) for subject, row in found.items()}
        for subject, since in self._tail.items():
            if bounds[0] <= subject < bounds[1]:
                rows.update((subject, row) for row in since if row.known_on.isoformat() <= day and row.position < end)
        return rows

    def streams(self, kind: str) -> Mapping[str, Sequence[Recorded]]:
        """All events of each subject of a kind, from the log."""
        found: dict[str, list[Recorded]] = {}
        for position, subject, version, topic, state in self._cursor.all(_STREAMS, *_bounds(kind)):
            found.setdefault(subject, []).append(decode(subject, version, topic, state, position))
        return found

    def stream(self, subject: str, version: int) -> Sequence[Recorded]:
        """The events of a subject up to a version, from the log; of a subject that is in it."""
        if not self._is_open:
            return self._history.records(subject, version)
        rows = self._cursor.all(_STREAM, subject, version)
        return [decode(subject, number, topic, state, position) for position, _, number, topic, state in rows]

    def was_known(self, subject: str) -> bool:
        """Whether a subject was known then, from the log."""
        first = self.stream(subject, 1)
        return bool(first) and first[0].known_on.isoformat() <= self._day and (first[0].position or 0) < self._end

    def close(self) -> None:
        """End the instant; what is in the log can still be read."""
        self._is_open = False

    def _end_by(self, until: str, tail: Filed) -> int:
        """The position of the first event that was recorded after an instant."""
        kept: int | None = self._cursor.all(_END, self._generation, until)[0][0]
        since = (position for recorded_at, position in tail.times if instant(recorded_at) > until)
        return min(self._size, *([] if kept is None else [kept]), next(since, self._size))


def _bounds(kind: str) -> tuple[str, str]:
    """The least id of a kind, and the least one behind all of them."""
    return f"{kind}:", f"{kind};"


def to_columns(row: Row) -> tuple[Any, ...]:
    """A row as the tables have it."""
    return (
        row.subject, row.version, row.position, row.known_on.isoformat(), row.opened, row.uid, str(row.visibility),
        None if row.public_from is None else instant(row.public_from), int(row.is_withdrawn), row.outline,
    )  # fmt: skip


def from_columns(row: tuple[Any, ...]) -> Row:
    """A row of the tables."""
    subject, version, position, known_on, opened, uid, visibility, public_from, is_withdrawn, outline = row
    return Row(
        subject, version, position, date.fromisoformat(known_on), opened, uid, Visibility(visibility),
        None if public_from is None else datetime.fromisoformat(public_from).astimezone(UTC), bool(is_withdrawn),
        outline,
    )  # fmt: skip
