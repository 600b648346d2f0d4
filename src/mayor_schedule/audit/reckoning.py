"""Why a count is what it is: its statement and the one before, the named items, what came and went, and the events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import listed, say
from mayor_schedule.views.counting.counts import Count, Counts
from mayor_schedule.views.counting.series import COUNTED, Item, Move
from mayor_schedule.views.knowledge import Knowledge, Known, Span

from .events import label
from .fields import Everything, fields_record
from .history import history_record

_TOLD = ("value", "approximate", "unit", "as_of", "span", "label", "printed", "rebased", "reason")
"""The fields of a figure that say what is stated."""


def count_record(counts: Counts, key: str, languages: tuple[str, ...]) -> dict[str, Any]:
    """One count as plain data, with everything that it is reckoned from. The public sees no events and no days.

    Args:
        counts: the counts on a day.
        key: the series.
        languages: the languages of titles, the best first.

    Raises:
        InvalidValueError: it is stated, but not on the days of the counts.
    """
    if key not in counts:
        raise _elsewhere(counts, key)
    count, teller = counts[key], _Teller(counts.knowledge, languages, COUNTED[key].facts if key in COUNTED else ())
    behind = teller.behind(count)
    moved = [*((each, "total") for each in count.moved), *((each, "unexplained") for each in count.moved_before)]
    return {
        "key": key,
        "on": counts.on.isoformat(),
        "since": counts.since.isoformat(),
        "count": count.to_record(counts.knowledge.audience, *languages),
        "statement": teller.statement(count.statement),
        "previous": teller.statement(count.previous),
        "items": [teller.item(each) for each in count.items],
        "moved": [teller.move(*each) for each in moved],
        "may_have_come": [teller.item(each) for each in count.may_have_come],
        "events": [each.reference for each in behind],
        "history": [history_record(each, Everything(counts.knowledge)) for each in behind],
    }


class _Teller:
    """Tells what a count is reckoned from, in some languages, to an audience."""

    def __init__(self, knowledge: Knowledge, languages: tuple[str, ...], facts: tuple[str, ...]) -> None:
        self._knowledge = knowledge
        self._languages = languages
        self._facts = facts
        self._is_public = knowledge.audience is Audience.PUBLIC

    def statement(self, known: Known | None) -> dict[str, Any] | None:
        """A figure, with the trails of what it states."""
        return None if known is None else self._subject(known, label(known, self._languages), _TOLD)

    def item(self, item: Item) -> dict[str, Any]:
        """A named item, with the trails of what makes it count."""
        return self._subject(item.known, item.label.best(*self._languages), self._facts) | {
            "arrives": self._days(item.arrives),
            "leaves": self._days(item.leaves),
        }

    def move(self, move: Move, counted_in: str) -> dict[str, Any]:
        """An item that came or left, and the number in which that counts."""
        return self._subject(move.item.known, move.item.label.best(*self._languages), self._facts) | {
            "change": move.change,
            "days": self._days(move.days),
            "counted_in": counted_in,
        }

    def behind(self, count: Count) -> list[Recorded]:
        """Every event behind the count, in the order of the log."""
        if self._is_public:
            return []
        behind = [each for each in (count.statement, count.previous) if each is not None]
        behind += [each.known for each in (*count.items, *count.may_have_come)]
        behind += [each.item.known for each in (*count.moved, *count.moved_before)]
        records = {record.reference: record for known in behind for record in known.records}
        return sorted(records.values(), key=lambda each: each.position or 0)

    def _subject(self, known: Known, title: str, facts: Iterable[str]) -> dict[str, Any]:
        fields = fields_record(self._knowledge, known)
        return {
            "subject": known.id,
            "uid": known.uid,
            "label": title,
            "fields": {name: fields[name] for name in facts if name in fields},
            "events": list(known.events),
        }

    def _days(self, days: Span) -> dict[str, str | None] | None:
        if self._is_public:
            return None
        first, last = (None if each is None else each.isoformat() for each in days)
        return {"first": first, "last": last}


def series(knowledge: Knowledge) -> list[str]:
    """Every series that is counted, or stated for whatever day."""
    return list(dict.fromkeys([*COUNTED, *(figure.series for _, figure in knowledge.of_kind(Figure))]))


def _elsewhere(counts: Counts, key: str) -> InvalidValueError:
    """What is stated, but not on these days."""
    stated = [figure for _, figure in counts.knowledge.of_kind(Figure) if figure.series == key]
    told = say(
        "MS-0636", "cannot explain {key} from {first} to {last}: it is stated as of {days}; give the days of that "
        "(--from, --on)",
        key=key, first=counts.since, last=counts.on, days=listed(dict.fromkeys(str(figure.as_of) for figure in stated)),
    )  # fmt: skip
    return InvalidValueError(told)
