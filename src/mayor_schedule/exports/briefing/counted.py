"""Blocks under a count: its number, what is named of it, and what is to be said of the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mayor_schedule.domain.figure import Figure
from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.knowledge import Known

from .page import Block, Line
from .remarks import remarks
from .saying import Saying


def block(
    saying: Saying, count: Count, lines: Iterable[Line], *, listed: int | None = None, others: Iterable[Line] = ()
) -> Block:
    """A block under a count: its heading is the number, and what the source calls it and its span.

    Args:
        saying: how things are said.
        count: the count.
        lines: what is counted.
        listed: how many these lines name; as many as there are lines, if it is not said.
        others: what stands there too, and is not counted.
    """
    told = list(lines)
    told = [*_among_others(count, told, len(told) if listed is None else listed, saying), *others]
    if not told and count.stated is None:
        return Block(key=count.key)
    return Block(
        key=count.key,
        title=heading(count, saying),
        count=count,
        known=_behind(count),
        lines=(*told, *remarks(count, saying)),
    )


def _behind(count: Count) -> tuple[Known, ...]:
    """What the number of a count rests on: its statement, else the named items."""
    if count.statement is not None:
        return (count.statement,)
    return tuple({item.known.id: item.known for item in count.items}.values())


def heading(count: Count, saying: Saying) -> str:
    """What a count is called, the span or the date that it is of, and its number, if there is one."""
    figure = None if count.statement is None else count.statement.state
    title = heading_of(count, saying)
    if count.stated is None and not count.named:
        return title
    label = "" if not isinstance(figure, Figure) or count.total != count.stated else _label(count, figure, saying)
    title = saying.word("labelled", title=title, label=label) if label else title
    return saying.word("counted", title=title, number=saying.count(count))


def _label(count: Count, figure: Figure, saying: Saying) -> str:
    """The span or the date of a number that is still the stated one."""
    if count.key == "hosted_organizations":
        return saying.as_of(figure.as_of)
    as_of = saying.word("as_of", day=saying.as_of(figure.as_of)) if saying.is_of_another_day(figure) else ""
    return ", ".join(filter(None, ("" if count.label is None else saying.text(count.label), as_of)))


def heading_of(count: Count, saying: Saying) -> str:
    """What a count is called: in the words of its source, else in ours."""
    figure = None if count.statement is None else count.statement.state
    if isinstance(figure, Figure) and figure.title is not None:
        return saying.text(figure.title)
    return saying.word(count.key)


def _among_others(count: Count, lines: list[Line], listed: int, saying: Saying) -> Iterator[Line]:
    """Lines, the last of which says that there are more where more are counted than listed."""
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        more = is_last and count.stated is not None and count.total > listed and not line.text.endswith("등")
        text = saying.word("and_others", text=line.text) if more else line.text
        yield Line(text=text, mark=line.mark, known=line.known, below=line.below)
