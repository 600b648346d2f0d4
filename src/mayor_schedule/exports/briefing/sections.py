"""The sections of a briefing in words: trips, visits, results, and what is planned and pursued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mayor_schedule.domain.figure import Figure
from mayor_schedule.domain.organization import Organization
from mayor_schedule.domain.policy_export import PolicyExport
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.visit import Visit
from mayor_schedule.views.briefing import Briefing, Named, Status, StopBrief, Tally, TripBrief, VisitBrief, VisitGroup
from mayor_schedule.views.counting.counts import Count
from mayor_schedule.views.knowledge import Known

from .page import Block, Line, Mark, Part
from .saying import Saying
from .topics import topic_line


def sections(briefing: Briefing, saying: Saying) -> Iterator[Part]:
    """Every section, in order; each with a line where there is nothing to report."""
    counts, others = briefing.counts, briefing.trips_other
    made = (
        block(saying, counts["trips_made"], (trip_line(each, saying) for each in briefing.trips_made)),
        _plain("trips_open", saying, (trip_line(each, saying, planned=False) for each in briefing.trips_open)),
        _plain("trips_other", saying, (trip_line(each, saying) for each in others if each.status is Status.DONE)),
    )
    visits = (
        *(_guests(each, saying) for each in briefing.visits),
        _plain("visits_open", saying, (visit_line(each, saying) for each in briefing.visits_open)),
        _plain("visits_ahead", saying, (visit_line(each, saying) for each in briefing.visits_ahead)),
    )
    results = (
        block(saying, briefing.exports_won.count, _exports(briefing.exports_won, saying)),
        block(saying, briefing.organizations_attracted.count, _names(briefing.organizations_attracted, saying)),
        block(saying, briefing.hosted.count, _names(briefing.hosted, saying)),
    )
    ahead = (
        block(saying, counts["trips_planned"], (trip_line(each, saying) for each in briefing.trips_planned)),
        _plain("trips_other", saying, (trip_line(each, saying) for each in others if each.status is not Status.DONE)),
        _plain("called_off", saying, (_off(each, saying) for each in briefing.called_off)),
    )
    pursued = (
        block(saying, briefing.exports_pursued.count, _exports(briefing.exports_pursued, saying)),
        block(saying, briefing.organizations_pursued.count, _names(briefing.organizations_pursued, saying)),
    )
    every = (("trips", made), ("visits", visits), ("results", results), ("trips_ahead", ahead), ("pursued", pursued))
    for number, (key, blocks) in enumerate(every, start=1):
        told = tuple(each for each in blocks if each)
        if not told:
            told = (Block(key="nothing", lines=(Line(text=saying.word("nothing")),)),)
        yield Part(key=key, number=str(number), title=saying.word(key), blocks=told)


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


def trip_line(brief: TripBrief, saying: Saying, *, planned: bool = True) -> Line:
    """A trip, its stops, and what takes place at each."""
    trip = brief.trip
    is_plain = planned and brief.status in (Status.DONE, Status.PLANNED)
    standing = "" if is_plain else saying.word(f"status_{brief.status}")
    text = saying.bracketed(
        saying.text(trip.title), saying.when(trip.dates), saying.lodging(trip.days, trip.lodged), standing
    )
    lines = []
    if len(trip.stops) > 1:
        route = ", ".join(saying.bracketed(saying.place(each.place), saying.when(each.period)) for each in trip.stops)
        lines.append(_labelled("stops", route, saying, brief.known))
    if trip.purpose is not None:
        lines.append(_labelled("purpose", saying.text(trip.purpose), saying, brief.known))
    for stop in brief.stops:
        lines += _stop_lines(stop, trip, saying)
    return Line(text=text, known=(brief.known,), below=tuple(lines))


def _stop_lines(stop: StopBrief, trip: Trip, saying: Saying) -> list[Line]:
    """What takes place at a stop; of a trip to one city it need not be said where."""
    places = [each.place for each in trip.stops]
    if len(places) <= 1 and (stop.place is None or stop.place in places):
        return [topic_line(each, saying, mark=Mark.DETAIL) for each in stop.topics]
    place = saying.word("no_stop") if stop.place is None else saying.place(stop.place)
    if len(stop.topics) == 1:
        return [topic_line(stop.topics[0], saying, mark=Mark.DETAIL, place=place)]
    lines = tuple(topic_line(each, saying, mark=Mark.MORE) for each in stop.topics)
    known = tuple(each.known for each in stop.topics)
    return [Line(text=place, mark=Mark.DETAIL, known=known, below=lines)] if lines else []


def visit_line(brief: VisitBrief, saying: Saying, *, more: bool = False) -> Line:
    """A visit with its guests, as far as they are known, and its meetings."""
    visit = brief.known.state
    text = ", ".join(saying.text(each) for each in brief.labels)
    if isinstance(visit, Visit) and visit.guests:
        text = saying.people(visit.guests)
        if visit.title is not None:
            text = saying.word("named", label=saying.text(visit.title), text=text)
    place = saying.place(visit.place) if isinstance(visit, Visit) and visit.place is not None else ""
    standing = saying.word(f"status_{brief.status}") if brief.status in (Status.POSTPONED, Status.CANCELLED) else ""
    text = saying.bracketed(text, saying.when(brief.when), place, standing)
    lines = []
    if isinstance(visit, Visit) and visit.purpose is not None:
        lines.append(_labelled("purpose", saying.text(visit.purpose), saying, brief.known))
    lines += [topic_line(each, saying, mark=Mark.DETAIL) for each in brief.parts]
    return Line(
        text=saying.word("and_others", text=text) if more else text, known=(brief.known,), below=tuple(lines)
    )  # fmt: skip


def organization_name(named: Named, saying: Saying) -> str:
    """What an organisation is called, and whether its headquarters or a branch is meant."""
    state, name = named.known.state, saying.text(named.label)
    form = state.form if isinstance(state, Organization) else None
    return name if form is None else saying.word(str(form), name=name)


def _guests(group: VisitGroup, saying: Saying) -> Block:
    last = len(group.visits) - 1
    unnamed = group.count is not None and group.count.stated is not None and group.count.unnamed > 0
    lines = [visit_line(each, saying, more=unnamed and at == last) for at, each in enumerate(group.visits)]
    if group.count is None:
        return _plain("other_guests", saying, lines)
    return block(saying, group.count, lines)


def _plain(key: str, saying: Saying, lines: Iterable[Line]) -> Block:
    return Block(key=key, title=saying.word(key), lines=tuple(lines))


def _off(brief: TripBrief | VisitBrief, saying: Saying) -> Line:
    return trip_line(brief, saying) if isinstance(brief, TripBrief) else visit_line(brief, saying)


def _exports(tally: Tally, saying: Saying) -> Iterator[Line]:
    """Policy exports: each system with those who take it."""
    alike: dict[tuple[Text, Text | None], list[Known]] = {}
    for item in tally.items:
        state = item.known.state
        about = state.description if isinstance(state, PolicyExport) else None
        alike.setdefault((item.label, about), []).append(item.known)
    lines = []
    for (system, about), exports in alike.items():
        states = [each.state for each in exports if isinstance(each.state, PolicyExport)]
        clients = ", ".join(saying.text(each.client.name) for each in states if each.client is not None)
        more = "" if about is None else saying.text(about)
        text = " ".join(filter(None, (saying.bracketed(saying.text(system), clients), more)))
        lines.append(Line(text=text, known=tuple(exports)))
    yield from _among_others(tally.count, lines, saying)


def _names(tally: Tally, saying: Saying) -> Iterator[Line]:
    lines = [Line(text=organization_name(each, saying), known=(each.known,)) for each in tally.items]
    yield from _among_others(tally.count, lines, saying)


def _among_others(count: Count, lines: list[Line], saying: Saying) -> Iterator[Line]:
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
            yield _labelled(key, saying.text(reason), saying, *stated, mark=Mark.NOTE)


def _restated(figure: Figure) -> Text | None:
    """Why another number is stated now; a change of the basis of counting has a reason of its own."""
    said = (each.facts.get("reason") for each in reversed(figure.said) if "value" in each.facts)
    return next((reason for reason in said if isinstance(reason, Text)), None)


def _labelled(key: str, text: str, saying: Saying, *known: Known, mark: Mark = Mark.DETAIL) -> Line:
    return Line(text=saying.word("named", label=saying.word(key), text=text), mark=mark, known=known)
