"""What is to be said of a number: what came since, what it may be, why it is another now, and what does not add up.

What is doubtful about a number is said inside the office only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.rule import Rule
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.counting.reckoner import Amount
from mayor_schedule.views.counting.verdicts import is_unexplained
from mayor_schedule.views.knowledge import Known
from mayor_schedule.views.rules.findings import Finding

from .page import Line, Mark
from .saying import Saying


def remarks(count: Count, saying: Saying) -> Iterator[Line]:
    """What is to be said of a count beside what is stated."""
    figure = None if count.statement is None else count.statement.state
    if count.statement is None or not isinstance(figure, Figure) or count.stated is None:
        return
    stated = (count.statement,)
    if count.total != count.stated:
        text = saying.word(
            "since_then", as_of=saying.as_of(figure.as_of), change=f"{count.total - count.stated:+,}",
            stated=saying.number(count.stated, count.unit, approximate=count.approximate),
        )  # fmt: skip
        moved = {move.item.known.id: move.item.known for move in count.moved}
        yield Line(text=text, mark=Mark.NOTE, known=(*stated, *moved.values()))
    if count.total_least != count.total_most:
        bounds = (saying.number(each, count.unit) for each in (count.total_least, count.total_most))
        yield Line(text=saying.word("between", bounds="~".join(bounds)), mark=Mark.NOTE, known=stated)
    if count.named > count.total:
        number = saying.number(count.named, count.unit)
        yield Line(text=saying.word("over_named", number=number), mark=Mark.NOTE, known=stated)
    yield from _unexplained(count, figure, saying)
    yield from reasons(figure, saying, *stated)
    yield from broken_sums(count.broken_sums, saying)


def reasons(figure: Figure, saying: Saying, *known: Known, of: str = "") -> Iterator[Line]:
    """Why a number is another one now, or counts on another basis.

    Args:
        figure: the figure that states it.
        saying: how things are said.
        known: the figure as a subject.
        of: what the number is called, where it does not stand beside it.
    """
    for key, reason in (("restated", _restated(figure)), ("rebased", figure.rebased)):
        if reason is not None:
            label = saying.bracketed(saying.word(key), of)
            text = saying.word("named", label=label, text=saying.text(reason))
            yield Line(text=text, mark=Mark.NOTE, known=known)


def broken_sums(sums: Iterable[Finding], saying: Saying) -> Iterator[Line]:
    """That the parts of a number add up to another one, inside the office."""
    for each in sums if saying.is_internal else ():
        total, rule = each.stated, each.rule.state
        if total is None or each.added is None or not isinstance(rule, Rule):
            continue
        label = saying.bracketed(saying.word("broken_sum"), "" if rule.title is None else saying.text(rule.title))
        numbers = (saying.number(amount, total.unit) for amount in (total.value, each.added))
        text = saying.word("added", **dict(zip(("stated", "added"), numbers, strict=True)))
        known = {known.id: known for known in (each.rule, *each.figures)}
        yield Line(
            text=saying.word("named", label=label, text=text), mark=Mark.NOTE, known=tuple(known.values())
        )  # fmt: skip


def _unexplained(count: Count, figure: Figure, saying: Saying) -> Iterator[Line]:
    """What the statement before, and what is known to have happened since, may not lead to; inside the office."""
    earlier = None if count.previous is None else count.previous.state
    least, most = count.unexplained_least, count.unexplained_most
    if not saying.is_internal or count.previous is None or not isinstance(earlier, Figure):
        return
    if least is None or most is None or not is_unexplained(figure, earlier, (least, most)):
        return
    said = [saying.word("difference", difference=_difference(least, most, count, saying))]
    moved = sum(each.change for each in count.moved_before)
    if moved:
        said.insert(0, saying.word("moved_between", change=f"{moved:+,}"))
    if count.may_have_come:
        number = saying.number(len(count.may_have_come), count.unit)
        said.insert(0, saying.word("may_have_opened", number=number))
    before = saying.number(earlier.value, earlier.unit, approximate=earlier.approximate)
    text = saying.word("unexplained", stated=before, as_of=saying.as_of(earlier.as_of), said=", ".join(said))
    items = [*(move.item for move in count.moved_before), *count.may_have_come]
    known = {each.id: each for each in (*_statements(count), *(item.known for item in items))}
    yield Line(text=text, mark=Mark.NOTE, known=tuple(known.values()))


def _statements(count: Count) -> Iterator[Known]:
    yield from (each for each in (count.statement, count.previous) if each is not None)


def _difference(least: Amount, most: Amount, count: Count, saying: Saying) -> str:
    """How much remains, and whether that is more or fewer."""
    if least < 0 < most:
        gone, come = (saying.number(each, count.unit) for each in (-least, most))
        return saying.word("fewer_or_more", fewer=gone, more=come)
    low, high = (least, most) if most > 0 else (-most, -least)
    way = saying.word("more" if most > 0 else "fewer")
    if low in (0, high):
        key = "just" if low == high else "up_to"
        return saying.word(key, number=saying.number(high, count.unit), way=way)
    return saying.word("from_to", least=f"{low:,}", most=saying.number(high, count.unit), way=way)


def _restated(figure: Figure) -> Text | None:
    """Why another number is stated now; a change of the basis of counting has a reason of its own."""
    said = (each.facts.get("reason") for each in reversed(figure.said) if "value" in each.facts)
    return next((reason for reason in said if isinstance(reason, Text)), None)
