"""The annexes of a briefing: the occasions, agreements and figures of each field of work; and the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mayor_schedule.domain.agreement import Agreement, AgreementStage
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience

from ..counting.series import COUNTED
from ..standing import standing
from .content import Annex, Cell, FigureTable, Status, Tie, Topic
from .reading import Reading


@dataclass
class _Field:
    """What belongs to a field of work, while it is gathered."""

    order: int
    topics: list[tuple[int, Topic]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


def annexes(reading: Reading) -> Iterator[Annex]:
    """Each field of work, in the order in which they were first recorded; then what belongs to none."""
    fields: dict[Text | None, _Field] = {}
    for order, theme, topic in _topics(reading):
        found = fields.setdefault(theme, _Field(order))
        found.order = min(found.order, order)
        found.topics.append((order, topic))
    for order, theme, cell in _figures(reading):
        found = fields.setdefault(theme, _Field(order))
        found.order = min(found.order, order)
        found.cells.append(cell)
    meetings = engagements(reading)
    if meetings:
        fields.setdefault(None, _Field(0))
    for theme, found in sorted(fields.items(), key=lambda each: (each[0] is None, each[1].order)):
        annex = _annex(theme, found, meetings if theme is None else ())
        if annex:
            yield annex


def engagements(reading: Reading) -> tuple[Topic, ...]:
    """The meetings of no trip, visit or occasion, of these days and ahead, in the order of their days."""
    alone = [
        known for known, engagement in reading.knowledge.of_kind(Engagement)
        if not reading.has_whole(known) and _is_told(reading, engagement)
    ]  # fmt: skip
    return reading.topics(alone)


def ties(reading: Reading) -> Iterator[Tie]:
    """Every agreement as it stood on the day, but for those that were given up, or settled to repeat another."""
    for known, agreement in reading.knowledge.of_kind(Agreement):
        stage = standing(reading.knowledge, known, agreement, reading.on).stage
        if stage is None:  # it was heard of later: what is signed by now was ahead
            stage = AgreementStage.SIGNING_PLANNED if agreement.is_signed else agreement.stage
        if agreement.same_as is not None or stage is AgreementStage.DROPPED:
            continue
        topic = reading.topic(known, agreement)
        if not reading.is_told(topic.status):
            continue
        told = topic.known.state if isinstance(topic.known.state, Agreement) else agreement
        yield Tie(
            known=topic.known, agreement=told, stage=stage, status=topic.status, when=topic.when, repeats=topic.repeats
        )


def _annex(theme: Text | None, found: _Field, meetings: tuple[Topic, ...]) -> Annex:
    topics = [topic for _, topic in sorted(found.topics, key=lambda each: each[0])]

    def with_(*statuses: Status) -> tuple[Topic, ...]:
        return tuple(each for each in topics if each.status in statuses)

    tables, singles = _tables(found.cells)
    return Annex(
        theme=theme,
        done=with_(Status.DONE),
        ahead=with_(Status.PLANNED, Status.POSTPONED, Status.UNDER_WAY),
        unreported=with_(Status.UNREPORTED),
        called_off=with_(Status.CANCELLED),
        engagements=meetings,
        figures=tuple(singles),
        tables=tuple(tables),
    )


def _topics(reading: Reading) -> Iterator[tuple[int, Text | None, Topic]]:
    """The occasions of these days and those ahead, and the agreements that belong to a field of work."""
    for known, occasion in reading.knowledge.of_kind(Occasion):
        if _is_told(reading, occasion):
            yield known.order, _theme(reading, occasion.theme), reading.topic(known, occasion)
    for known, agreement in reading.knowledge.of_kind(Agreement):
        theme = _theme(reading, agreement.theme)
        is_apart = agreement.same_as is None and not reading.has_whole(known)
        if theme is not None and is_apart and _is_told(reading, agreement):
            yield known.order, theme, reading.topic(known, agreement)


def _is_told(reading: Reading, state: Occasion | Agreement | Engagement) -> bool:
    """Whether something is ahead or was to be, or is of these days, and who reads is told of it."""
    status = reading.status(state)
    if not reading.is_told(status):
        return False
    is_ahead = status in (Status.PLANNED, Status.POSTPONED)
    return is_ahead or (status is Status.CANCELLED and reading.is_recent(state)) or reading.in_span(state)


def _figures(reading: Reading) -> Iterator[tuple[int, Text | None, Cell]]:
    """The latest statement of every figure that is not one of the counted series."""
    for key, count in reading.counts.items():
        shown = count.statement
        if key in COUNTED or shown is None or not isinstance(shown.state, Figure):
            continue
        stated = reading.whole(shown)
        theme = stated.state.theme if isinstance(stated.state, Figure) else None
        yield stated.order, _theme(reading, theme), Cell(known=shown, figure=shown.state, sums=count.broken_sums)


def _theme(reading: Reading, theme: Text | None) -> Text | None:
    """The field of work, which is the office's own word: the public is not told it."""
    return None if reading.knowledge.audience is Audience.PUBLIC else theme


def _tables(cells: Iterable[Cell]) -> tuple[list[FigureTable], list[Cell]]:
    """Tables of the keys that have the same scopes on the same date, and the figures by themselves."""
    by_key: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        by_key.setdefault((cell.figure.key, str(cell.figure.as_of)), []).append(cell)
    alike: dict[tuple[str, tuple[str | None, ...]], list[list[Cell]]] = {}
    for (_, as_of), row in by_key.items():
        alike.setdefault((as_of, tuple(sorted(str(each.figure.scope) for each in row))), []).append(row)
    tables: list[FigureTable] = []
    singles: list[Cell] = []
    for (as_of, scopes), rows in alike.items():
        if len(scopes) > 1 and len(rows) > 1:
            order = [cell.figure.scope for cell in rows[0]]
            in_order = tuple(tuple(sorted(row, key=lambda each: order.index(each.figure.scope))) for row in rows)
            tables.append(FigureTable(as_of=as_of, rows=in_order))
        else:
            singles += [cell for row in rows for cell in row]
    singles.sort(key=lambda cell: cell.known.order)
    return tables, singles
