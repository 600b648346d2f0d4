"""The lines of engagements, agreements and occasions."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.briefing import Status, Topic
from mayor_schedule.views.calendar import title_of
from mayor_schedule.views.knowledge import Known

from .attending import attending
from .page import Line, Mark
from .saying import Saying
from .series import otherwise, series_dates

_BELOW = {Mark.ITEM: Mark.DETAIL, Mark.DETAIL: Mark.MORE, Mark.MORE: Mark.MORE, Mark.NOTE: Mark.MORE}


def topic_line(
    topic: Topic, saying: Saying, *, mark: Mark, place: str = "", heading: Status = Status.PLANNED
) -> Line:
    """The line of a topic, with what is known of it below.

    Args:
        topic: the topic.
        saying: how things are said.
        mark: how deep the line is.
        place: the stop at which it is, to begin the line with.
        heading: how things are by the heading above; a line says only what is otherwise.
    """
    below = _BELOW[mark]
    text = _said(topic, saying, heading)
    if place:
        text = saying.word("named", label=place, text=text)
    lines = [Line(text=each, mark=below, known=(topic.known,)) for each in _details(topic, saying)]
    lines += repeats(topic.known, topic.repeats, saying)
    lines += [topic_line(each, saying, mark=below, heading=heading) for each in topic.parts]
    return Line(text=text, mark=mark, known=(topic.known,), below=tuple(lines))


def heading_of(known: Known) -> Text | None:
    """What a subject is called; an agreement as it was signed."""
    return known.state.heading if isinstance(known.state, Agreement) else title_of(known)


def parties(agreement: Agreement, saying: Saying) -> str:
    """Who makes an agreement, unless its title says so."""
    names = [saying.text(each.name) for each in agreement.who]
    title = saying.text(agreement.heading)
    return "" if all(is_said(name, title) for name in names) else saying.word("parties_sign").join(names)


def repeats(known: Known, other: Known | None, saying: Saying) -> Iterator[Line]:
    """That nobody has settled whether an agreement is the same as another."""
    title = None if other is None else heading_of(other)
    if other is not None and title is not None:
        text = saying.word("repeats", title=saying.text(title))
        yield Line(text=text, mark=Mark.NOTE, known=(known, other))


def is_said(name: str, title: str) -> bool:
    """Whether a title names somebody already, perhaps in other words between."""
    return all(word in title.casefold() for word in name.casefold().split())


def _said(topic: Topic, saying: Saying, heading: Status) -> str:
    state = topic.known.state
    title = heading_of(topic.known)
    text = topic.known.id if title is None else saying.text(title)
    dates = saying.when(topic.when)
    state_of = _standing(topic.status, saying, heading)
    match state:
        case Engagement():
            return saying.bracketed(text, *_of_engagement(state, saying), dates, state_of)
        case Agreement():
            signing = text if text.endswith(("체결", "서명")) else saying.word("signing", title=text)
            return saying.bracketed(signing, parties(state, saying), dates, state_of)
        case Occasion():
            role = "" if state.city_role is None else saying.text(state.city_role)
            if saying.is_korean:  # 대회 지원, 행사 개최
                text, role = f"{text} {role}".strip(), ""
            elif role:
                role = saying.word("role", role=role)
            hosts = saying.word("organisers", names=saying.names(state.organisers)) if state.organisers else ""
            place = saying.place(state.place) if state.place is not None else ""
            dates = dates if topic.series is None else series_dates(topic.series, state.when, saying)
            return saying.bracketed(text, role, hosts, dates, place, state_of)
    return saying.bracketed(text, dates, state_of)


def _standing(status: Status, saying: Saying, heading: Status) -> str:
    """How things are, where the heading above does not say so."""
    return "" if status in (Status.DONE, heading) else saying.word(f"status_{status}")


def _of_engagement(engagement: Engagement, saying: Saying) -> Iterator[str]:
    if engagement.topics:
        yield saying.word("topics", names=saying.names(engagement.topics))
    if engagement.responsible is not None:
        yield saying.word("responsible", names=saying.text(engagement.responsible.name))
    if engagement.co_hosts:
        yield saying.word("co_hosts", names=saying.names(engagement.co_hosts))


def _details(topic: Topic, saying: Saying) -> Iterator[str]:
    """What is known beside title, dates and bodies."""
    yield from _facts(topic, saying)
    yield from attending(topic.attendance, saying, topic.status)
    yield from _labelled(saying, outcome=getattr(topic.known.state, "outcome", None), reason=topic.reason)


def _facts(topic: Topic, saying: Saying) -> Iterator[str]:
    match topic.known.state:
        case Engagement() as engagement:
            yield from _met(engagement, saying)
            yield from _labelled(saying, purpose=engagement.purpose)
            if engagement.role is not None and saying.text(engagement.role) not in saying.text(engagement.title):
                yield from _labelled(saying, role_of=engagement.role)
            if engagement.outcome is None:
                yield from _labelled(saying, expected=engagement.expected_outcome)
        case Agreement() as agreement:
            about = agreement.subject_matter
            if about is not None and not is_said(saying.text(about), saying.text(agreement.heading)):
                yield from _labelled(saying, subject=about)
        case Occasion() as occasion:
            if topic.series is not None:
                yield from otherwise(topic.series, occasion, saying)
            for key, bodies in (("participants", occasion.participants), ("supporters", occasion.supporters)):
                if bodies:
                    yield saying.word("named", label=saying.word(key), text=saying.names(bodies))
            if occasion.programme:
                items = saying.names(occasion.programme, sign=", " if saying.is_korean else "; ")
                yield saying.word("named", label=saying.word("programme"), text=items)
            if occasion.description is not None:
                yield saying.text(occasion.description)


def _met(engagement: Engagement, saying: Saying) -> Iterator[str]:
    """Whom the principal meets, as far as the title does not name them."""
    title = saying.text(engagement.title)
    people = [each for each in engagement.counterparts if not is_said(saying.text(each.label), title)]
    bodies = [saying.text(each.name) for each in engagement.parties if not is_said(saying.text(each.name), title)]
    if people or bodies:
        yield saying.word("named", label=saying.word("met"), text=saying.people(people, *bodies))


def _labelled(saying: Saying, **texts: Text | None) -> Iterator[str]:
    for key, text in texts.items():
        if text is not None:
            yield saying.word("named", label=saying.word(key), text=saying.text(text))
