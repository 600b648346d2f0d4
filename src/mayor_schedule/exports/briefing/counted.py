"""Blocks under a count: its number, what is named of it, and what is to be said of the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.counting.counts import Count

from .lines import labelled
from .page import Block, Line, Mark
from .saying import Saying


def block(saying: Saying, count: Count, lines: Iterable[Line]) -> Block:
    """A block under a count: its heading is the number, and what the source calls it and its span."""
    told = tuple(lines)
    if not told and count.stated is None:
        return Block(key=count.key)
    known = () if count.statement is None else (count.statement,)
    return Block(
        key=count.key,
        title=heading(count, saying),
        count=count,
        known=known,
        lines=(*told, *_remarks(count, saying)),
    )


def heading(count: Count, saying: Saying) -> str:
    """What a count is called, the span or the date that it is of, and its number."""
    figure = None if count.statement is None else count.statement.state
    title, label = heading_of(count, saying), ""
    if isinstance(figure, Figure):
        label = "" if count.label is None or count.total != count.stated else saying.text(count.label)
        if count.key == "hosted_organizations":
            label = saying.as_of(figure.as_of)
        elif saying.is_older(figure):
            label = saying.word("as_of", day=saying.as_of(figure.as_of))
    title = saying.word("labelled", title=title, label=label) if label else title
    return saying.word("counted", title=title, number=saying.count(count))


def heading_of(count: Count, saying: Saying) -> str:
    """What a count is called: in the words of its source, else in ours."""
    figure = None if count.statement is None else count.statement.state
    if isinstance(figure, Figure) and figure.title is not None:
        return saying.text(figure.title)
    return saying.word(count.key)


def among_others(count: Count, lines: list[Line], saying: Saying) -> Iterator[Line]:
    """Lines, the last of which says that there are more where fewer are named than stated."""
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        more = is_last and count.stated is not None and count.unnamed > 0 and not line.text.endswith("등")
        text = saying.word("and_others", text=line.text) if more else line.text
        yield Line(text=text, mark=line.mark, known=line.known, below=line.below)


def _remarks(count: Count, saying: Saying) -> Iterator[Line]:
    """What is to be said of a number: what came since it was stated, what it may be, and why it is another now."""
    figure = None if count.statement is None else count.statement.state
    if count.statement is None or not isinstance(figure, Figure) or count.stated is None:
        return
    stated = (count.statement,)
    if count.total != count.stated:
        text = saying.word(
            "since_then", as_of=saying.as_of(figure.as_of), stated=saying.number(count.stated, count.unit),
            change=f"{count.total - count.stated:+,}",
        )  # fmt: skip
        moved = {move.item.known.id: move.item.known for move in count.moved}
        yield Line(text=text, mark=Mark.NOTE, known=(*stated, *moved.values()))
    if count.total_least != count.total_most:
        bounds = (saying.number(each, count.unit) for each in (count.total_least, count.total_most))
        yield Line(text=saying.word("between", bounds="~".join(bounds)), mark=Mark.NOTE, known=stated)
    if count.named > count.total:
        number = saying.number(count.named, count.unit)
        yield Line(text=saying.word("over_named", number=number), mark=Mark.NOTE, known=stated)
    for key, reason in (("restated", _restated(figure)), ("rebased", figure.rebased)):
        if reason is not None:
            yield labelled(key, saying.text(reason), saying, *stated, mark=Mark.NOTE)


def _restated(figure: Figure) -> Text | None:
    """Why another number is stated now; a change of the basis of counting has a reason of its own."""
    said = (each.facts.get("reason") for each in reversed(figure.said) if "value" in each.facts)
    return next((reason for reason in said if isinstance(reason, Text)), None)
