"""`Reckoner`: one series with its items and statements, from which the numbers of any day are reckoned.

Only numbers are here, and what they are reckoned from; `counts`, `ledger` and `running` show them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from mayor_schedule.domain.organization import OrganizationStage

from ..knowledge import Knowledge
from .bounds import Bounds, Days, Stay, happened, net, there
from .series import COUNTED, Item, Move, Sort, moves, within
from .statements import Sequence, Statement
from .touched import Touched

Amount = int | Decimal
_HOSTED: Final = "hosted_organizations"


class Total(NamedTuple):
    """The total of a series on a day, and the lowest and highest that it can be.

    Attributes:
        stated: the number of the latest statement that fits; None without one.
        total: the statement and what came since, less what went; without a statement, the named.
        least: the lowest that the total can be.
        most: the highest that it can be.
    """

    stated: Amount | None
    total: Amount
    least: Amount
    most: Amount


@dataclass(frozen=True)
class Difference:
    """What lies between a statement and the one before it.

    Attributes:
        earlier: the statement before.
        moved: what came and went between the two for certain.
        expected: what the statement before leads to.
        unexplained: the statement less that; None after a rebase, like its bounds.
        least: the lowest that it can be.
        most: the highest that it can be.
    """

    earlier: Statement
    moved: tuple[Move, ...]
    expected: Amount
    unexplained: Amount | None = None
    least: Amount | None = None
    most: Amount | None = None


class Reckoner:
    """One series as it is known.

    Attributes:
        knowledge: what is known.
        key: the series.
        sort: how it is read; None for one that is only stated.
        items: its items, as the office has them; none for one that is only stated.
        unplaced: of what flows, what is said to have happened, and of which nobody says any day.
        statements: what is stated of it, in the order of reading.
    """

    def __init__(self, knowledge: Knowledge, key: str, statements: Iterable[Statement]) -> None:
        counted = COUNTED.get(key)
        self.knowledge = knowledge
        self.key = key
        self.sort = counted.sort if counted else None
        self.statements = list(statements)
        items = counted.members(knowledge) if counted else iter(())
        found = [self._placed(item) for item in items] if self.sort is Sort.FLOW else list(items)
        self.items = [item for item in found if not (item.undated and item.arrives == (None, None))]
        self.unplaced = [item for item in found if item.undated and item.arrives == (None, None)]
        self._moving = Touched((days, place) for place, item in enumerate(self.items) for days in item.stay.may_move)
        self._sequence = Sequence(self.statements)
        self._may_come = list(_may_come(knowledge, self.items)) if key == _HOSTED else []
        self._may_come_from = sorted(item.came.first for item in self._may_come)

    def latest(self, on: date, since: date) -> Statement | None:
        """The latest statement about these days: of a flow inside them, of all else read by the last of them."""
        return next((each for each in reversed(self.statements) if each.fits(since, on)), None)

    def named(self, on: date, since: date) -> list[Item]:
        """The items that are in the count for certain, as the office has them."""
        if self.sort is Sort.FLOW:
            possible = self.moving(Days.of(since, on))
            return [item for item in possible if not item.undated and within(item.arrives, since, on)]
        return [item for item in self.items if _there(item, on)]

    def doubtful(self, on: date, since: date) -> list[Item]:
        """Of what flows, what may be in the count and is not for certain; of some of it nobody says any day."""
        if self.sort is not Sort.FLOW:
            return []
        window, certain = Days.of(since, on), {id(item) for item in self.named(on, since)}
        possible = self.moving(window)
        unplaced = [item for item in self.unplaced if _known_on(item) >= since]
        return [item for item in (*possible, *unplaced) if id(item) not in certain]

    def named_bounds(self, on: date, since: date) -> Bounds:
        """How few and how many items can be in the count."""
        if self.sort is Sort.FLOW:
            window = Days.of(since, on)
            return happened((item.stay for item in self.moving(window)), window)
        return there((item.stay for item in self.items), on)

    def total(self, latest: Statement | None, on: date, since: date) -> Total:
        """The total on a day.

        Args:
            latest: the statement that it is reckoned from; None without one.
            on: the day.
            since: the first day of what flows.
        """
        if latest is None:
            return Total(None, len(self.named(on, since)), *self.named_bounds(on, since))
        stated, moved = latest.figure.value, _sum(self.moves(latest.reading(on), on))
        readings, today = latest.readings(on), Days.of(on, on)
        least, most = net(self.stays(Days(readings.first + 1, today.last)), readings, today)
        return Total(stated, stated + moved, stated + least, stated + most)

    def difference(self, latest: Statement, on: date) -> Difference | None:
        """What lies between a statement and the one before it, as far as there is one; both were read by a day."""
        earlier = self._sequence.before(latest, on)
        if earlier is None:
            return None
        moved = tuple(self.moves(earlier.reading(on), latest.reading(on)))
        found = Difference(earlier, moved, earlier.figure.value + _sum(moved))
        if latest.figure.rebased is not None:
            return found
        after, until = earlier.readings(on), latest.readings(on)
        before, by = (bisect_right(self._may_come_from, day) for day in (after.first, until.last))
        stays = [*self.stays(Days(after.first + 1, until.last)), *map(_stays_from, self._may_come_from[before:by])]
        least, most = net(stays, after, until, others=(0, before))
        stated, before_it = latest.figure.value, earlier.figure.value
        return replace(
            found, unexplained=stated - found.expected, least=stated - before_it - most, most=stated - before_it - least
        )

    def moves(self, after: date, until: date) -> Iterator[Move]:
        """What came and went for certain after one day, up to another."""
        return moves(self.moving(Days(after.toordinal() + 1, until.toordinal())), after, until)

    def moving(self, days: Days) -> list[Item]:
        """The items that may come or go on some days, in their order: only these add to readings before and on them."""
        return [self.items[place] for place in dict.fromkeys(self._moving.by(days))]

    def stays(self, days: Days) -> list[Stay]:
        """The stays that may begin or end on some days: of what nobody says any day, nobody can say that it came."""
        return [item.stay for item in self.moving(days) if item.arrives != (None, None)]

    def may_have_come(self, latest: Statement, on: date) -> list[Item]:
        """What may have come before a reading, on a day that nobody knows."""
        return [item for item in self._may_come if (item.arrives[0] or date.min) <= latest.reading(on)]

    def shown(self, item: Item) -> Item:
        """An item as it is handed out: redacted for the public."""
        known = self.knowledge.shown(item.known)
        return item if known is item.known else replace(item, known=known)

    def _placed(self, item: Item) -> Item:
        """A flow's item with its days; an undated one lies in the span of the figure that the same source states."""
        if not item.undated:
            return item
        said = item.said or item.known.records
        documents = {citation.document for record in said for citation in record.citations}
        for each in self.statements:
            cited = {citation.document for citation in each.known.records[0].citations}
            same_day = not cited and not documents and each.known.records[0].known_on == said[0].known_on
            if each.span is not None and (cited & documents or same_day):
                return Item(item.known, item.label, each.span)
        return item


def _may_come(knowledge: Knowledge, hosted: Iterable[Item]) -> Iterator[Item]:
    """What was attracted and is not known as opened, nor given up: it may have opened on any day since."""
    opened = {item.known.id for item in hosted}
    for item in COUNTED["organizations_attracted"].members(knowledge):
        dropped = getattr(item.known.state, "stage", None) is OrganizationStage.DROPPED
        if item.known.id not in opened and not dropped:
            yield item


def _known_on(item: Item) -> date:
    """The day by which it was known that an item is in its series: by then it was."""
    return item.said[0].known_on if item.said else item.known.records[-1].known_on


def _there(item: Item, day: date) -> bool:
    """Whether an item is in a stock or a plan on a day."""
    came = item.arrives[1]
    left = item.leaves[1]
    return came is not None and came <= day and (left is None or left > day)


def _stays_from(day: int) -> Stay:
    """The stay of what came on a day or on any later one."""
    return Stay(Days(day))


def _sum(moved: Iterable[Move]) -> int:
    """Arrivals less departures."""
    return sum(each.change for each in moved)
