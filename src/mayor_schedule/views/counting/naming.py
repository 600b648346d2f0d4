"""How many named items there are in each unit in which a series can be counted.

Four exports won are four pairs of a system and a client, and perhaps three systems: what a source counts is not always
said. Two names are one where they share a wording in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from mayor_schedule.domain.figure import COUNTING_UNITS, CountingUnit
from mayor_schedule.domain.policy_export import PolicyExport
from mayor_schedule.domain.values.text import Text

from .series import Item


def named_by(key: str, items: Sequence[Item]) -> dict[CountingUnit, int]:
    """The number of named items by every unit of a series; nothing for a series that is counted in one way.

    Args:
        key: the series.
        items: the named ones, as the office has them.
    """
    return {unit: _number(unit, items) for unit in COUNTING_UNITS.get(key, ())}


def _number(unit: CountingUnit, items: Sequence[Item]) -> int:
    match unit:
        case CountingUnit.SYSTEM:
            return distinct(item.label for item in items)
        case CountingUnit.CLIENT:
            clients = [
                each.known.state.client if isinstance(each.known.state, PolicyExport) else None for each in items
            ]
            named = [each.name for each in clients if each is not None]
            return distinct(named) + len(clients) - len(named)
        case CountingUnit.VISIT:
            return len({item.known.id for item in items})
        case CountingUnit.SYSTEM_CLIENT | CountingUnit.PERSON:
            return len(items)


def distinct(names: Iterable[Text]) -> int:
    """How many different names there are."""
    above: dict[tuple[str, str], tuple[str, str]] = {}
    for name in names:
        wordings = [(language, " ".join(wording.split()).casefold()) for language, wording in name.items()]
        tops = [_top(above, each) for each in wordings]
        above.update(dict.fromkeys(tops, tops[0]))
    return sum(wording == top for wording, top in above.items())


def _top(above: dict[tuple[str, str], tuple[str, str]], wording: tuple[str, str]) -> tuple[str, str]:
    """The wording that stands for a wording and all that name the same; on the way there, the way is made shorter."""
    while (higher := above.setdefault(wording, wording)) != wording:
        above[wording] = above[higher]
        wording = higher
    return wording


def slack(stated: int | Decimal, *, approximate: bool) -> Decimal:
    """How much more than an approximate number may be meant by it: 180 or so is under 190, 200 or so under 300.

    It is good to the last of its digits that is not 0; an exact number is exact.
    """
    if not approximate:
        return Decimal(0)
    digits = Decimal(stated).normalize().as_tuple()
    return Decimal(1).scaleb(digits.exponent) if isinstance(digits.exponent, int) else Decimal(0)
