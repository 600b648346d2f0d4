"""`Verdict`: what can be said of a statement beside what is named and what the statement before leads to.

An approximate number is good to the last of its digits that is not 0: "180 or so" is never all named, and over-named
only from 190 on; what that can account for is not unexplained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from mayor_schedule.domain.figure import CountingUnit, Figure

from .naming import slack
from .reckoner import Amount, Difference


class Verdict(StrEnum):
    """What can be said of a statement.

    Attributes:
        COMPLETE: as many are named as are stated.
        PARTIAL: fewer are.
        OVER_NAMED: more are.
        UNEXPLAINED: the statement before, and what is known to have come and gone, may not lead to it; and the basis of
            counting is not said to have changed.
        UNIT_NEEDED: what is counted is not said, and the number fits in one unit and not in another.
    """

    COMPLETE = "complete"
    PARTIAL = "partial"
    OVER_NAMED = "over_named"
    UNEXPLAINED = "unexplained"
    UNIT_NEEDED = "unit_needed"


def verdicts_of(
    figure: Figure, number: int, by_unit: Mapping[CountingUnit, int], difference: Difference | None
) -> Iterator[Verdict]:
    """What can be said of a statement of a counted series.

    Args:
        figure: the statement.
        number: how many are named, in the unit of the statement.
        by_unit: how many they are in each unit in which the series can be counted.
        difference: what lies between it and the statement before; None without one.
    """
    value, most = figure.value, figure.value + slack(figure.value, approximate=figure.approximate)
    if number < value:
        yield Verdict.PARTIAL
    elif number > value and number >= most:
        yield Verdict.OVER_NAMED
    elif number == value and not figure.approximate:
        yield Verdict.COMPLETE
    if difference is not None and is_unexplained(
        figure, difference.earlier.figure, (difference.least, difference.most)
    ):
        yield Verdict.UNEXPLAINED
    differ = figure.counted_by is None and len(set(by_unit.values())) > 1
    if differ and value in by_unit.values() and not figure.approximate:
        yield Verdict.UNIT_NEEDED


def is_unexplained(figure: Figure, earlier: Figure, bounds: tuple[Amount | None, Amount | None]) -> bool:
    """Whether something may remain unexplained; between approximate numbers, whether something must.

    Args:
        figure: a statement.
        earlier: the statement before.
        bounds: the lowest and the highest that remains; both None after a rebase.
    """
    least, most = bounds
    if least is None or most is None:
        return False
    if not (figure.approximate or earlier.approximate):
        return (least, most) != (0, 0)
    about = sum(slack(each.value, approximate=each.approximate) for each in (figure, earlier))
    return least > about or most < -about
