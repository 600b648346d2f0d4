"""How things are on the day of a briefing: what is done, ahead, open or off, and what belongs to what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mayor_schedule.domain.agreement import Agreement, AgreementStage
from mayor_schedule.domain.engagement import Engagement, EngagementStage
from mayor_schedule.domain.occasion import Occasion, OccasionStage
from mayor_schedule.domain.programme import Attended
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip, TripStage
from mayor_schedule.domain.values.attendance import Attendance
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.domain.visit import Visit, VisitStage

from ..counting.counts import Counts
from ..knowledge import Known, Span, without_ids
from .attending import attendance_told
from .content import Status, Topic
from .series import comes_back, goes_on, series_brief, span_of

_DONE = (TripStage.RETURNED, VisitStage.RECEIVED, EngagementStage.HELD, OccasionStage.HELD)
_OFF = (
    TripStage.CANCELLED, VisitStage.CANCELLED, EngagementStage.CANCELLED, OccasionStage.CANCELLED,
    AgreementStage.DROPPED,
)  # fmt: skip
_POSTPONED = (
    TripStage.POSTPONED, VisitStage.POSTPONED, EngagementStage.POSTPONED, OccasionStage.POSTPONED,
    AgreementStage.POSTPONED,
)  # fmt: skip
Dated = Trip | Visit | Engagement | Occasion | Agreement


def reason_of(told: Subject) -> Text | None:
    """Why something is at its stage, as the event said that brought it there, where who reads may know it."""
    version = told.set_by.get("stage")
    reason = None if version is None else told.said[version - 1].facts.get("reason")
    return reason if isinstance(reason, Text) else None


def why_not_on(told: Subject, status: Status) -> Text | None:
    """Why something was called off or put off, where who reads may know it."""
    return reason_of(told) if status in (Status.CANCELLED, Status.POSTPONED) else None


class Reading:
    """Reads subjects as they are on the day of a briefing, for who reads it."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.knowledge = counts.knowledge
        self.on = counts.on
        self.since = counts.since
        self._by_uid = {known.uid: known for known in self.knowledge.values()}
        self._parts: dict[str, list[Known]] = {}
        self._has_whole: set[str] = set()
        for known, engagement in self.knowledge.of_kind(Engagement):
            whole = self._told(self.knowledge.seen(engagement.part_of))
            if whole is not None:
                self._add(whole, known)
        for known, agreement in self.knowledge.of_kind(Agreement):
            whole = self._told(self._signed_within(agreement))
            if whole is not None and agreement.same_as is None:
                self._add(whole, known)

    def _told(self, whole: str | None) -> str | None:
        """A whole that is told of; a part of another one stands by itself."""
        return whole if whole is not None and self.tells(self.shown(self.knowledge[whole])) else None

    def _add(self, whole: str, part: Known) -> None:
        self._parts.setdefault(whole, []).append(part)
        self._has_whole.add(part.id)

    def whole(self, shown: Known) -> Known:
        """A subject as known, of one that was made out for who reads."""
        return self._by_uid[shown.uid]

    def shown(self, known: Known) -> Known:
        """A subject as who reads may see it."""
        return self.knowledge.shown(known)

    def span(self, state: Dated) -> Span:
        """The days that something may touch."""
        if isinstance(state, Occasion) and comes_back(state):
            return span_of(state)
        return self.knowledge.span(state.dates, getattr(state, "part_of", None))

    def status(self, state: Dated) -> Status:
        """How things are with it on the day."""
        first, last = self.span(state)
        if state.stage in _OFF:
            return Status.CANCELLED
        if state.stage in _POSTPONED:
            return Status.POSTPONED
        if isinstance(state, Agreement) and state.is_signed:
            return Status.PLANNED if first is not None and first > self.on else Status.DONE
        if state.stage in _DONE and (first is None or first <= self.on):
            is_away = isinstance(state, Trip) and isinstance(state.dates, Period) and state.dates.last > self.on
            return Status.UNDER_WAY if is_away else Status.DONE
        if state.stage is TripStage.DEPARTED:
            return Status.UNDER_WAY
        is_over = last is not None and last < self.on
        if isinstance(state, Occasion) and comes_back(state):  # of a series, single occurrences may be called off
            is_over = first is not None and first < self.on and not goes_on(state, self.on)
        if isinstance(state, Trip):  # it is no longer ahead once it should have begun, at the latest
            begins = first if isinstance(state.dates, Period) else last
            is_over = begins is not None and begins <= self.on
        return Status.UNREPORTED if is_over else Status.PLANNED

    def is_told(self, status: Status) -> bool:
        """Whether who reads is told of what stands so: the public is not told what nobody has reported."""
        return status is not Status.UNREPORTED or self.knowledge.audience is not Audience.PUBLIC

    def tells(self, shown: Known) -> bool:
        """Whether who reads is told of a subject as it stands."""
        state = self.whole(shown).state
        return not isinstance(state, Dated) or self.is_told(self.status(state))

    def is_recent(self, state: Dated) -> bool:
        """Whether something may lie in the days of the briefing, or ahead."""
        last = self.span(state)[1]
        return last is None or last >= self.since

    def in_span(self, state: Dated) -> bool:
        """Whether something may lie in the days of the briefing."""
        return self.touches(self.span(state))

    def touches(self, days: Span) -> bool:
        """Whether some days may lie in those of the briefing."""
        first, last = days
        return (last is None or last >= self.since) and (first is None or first <= self.on)

    def parts(self, known: Known) -> tuple[Topic, ...]:
        """What belongs to a trip, a visit or an occasion, in the order of its days, else of the history."""
        return self.topics(self._parts.get(known.id, ()))

    def topics(self, found: Iterable[Known]) -> tuple[Topic, ...]:
        """Meetings and agreements of which who reads is told, in the order of their days, else of the history."""
        topics = [
            (self._order(each, state), self.topic(each, state))
            for each, state in ((each, each.state) for each in found)
            if isinstance(state, Engagement | Agreement) and self.is_told(self.status(state))
        ]
        return tuple(topic for _, topic in sorted(topics, key=lambda each: each[0]))

    def topic(self, known: Known, state: Engagement | Agreement | Occasion) -> Topic:
        """An engagement, an agreement or an occasion."""
        shown, status = self.shown(known), self.status(state)
        told = shown.state
        return Topic(
            known=shown,
            status=status,
            when=without_ids(state.dates),
            place=self._place(state),
            parts=self.parts(known) if isinstance(state, Occasion) else (),
            repeats=self.repeats(told),
            attendance=self.attendance(state, told, status),
            series=series_brief(told, self.since) if isinstance(told, Occasion) else None,
            reason=why_not_on(told, status),
        )

    def attendance(self, state: Subject, told: Subject, status: Status) -> tuple[Attendance, ...]:
        """What is to be told of who attends; nothing of what was called off."""
        if status is Status.CANCELLED or not isinstance(state, Attended) or not isinstance(told, Attended):
            return ()
        return attendance_told(self.knowledge, state, told)

    def _place(self, state: Engagement | Agreement | Occasion) -> Place | None:
        if not isinstance(state, Agreement):
            return state.place
        meeting = self.knowledge.get(state.engagement or "")
        at = meeting.state.place if meeting is not None and isinstance(meeting.state, Engagement) else None
        return state.signed_place or state.place or at

    def repeats(self, state: Subject) -> Known | None:
        """The agreement that one may repeat, as long as nobody has settled it."""
        if not isinstance(state, Agreement) or state.duplicate_verdict is not None:
            return None
        other = self.knowledge.get(state.possible_duplicate_of or "")
        return None if other is None else self.shown(other)

    def has_whole(self, known: Known) -> bool:
        """Whether it is told of as a part of a trip, a visit or an occasion."""
        return known.id in self._has_whole

    def _signed_within(self, agreement: Agreement) -> str | None:
        """The trip, visit or occasion at which an agreement is signed, or to be signed."""
        meeting = self.knowledge.get(agreement.engagement or "")
        if meeting is not None and isinstance(meeting.state, Engagement):
            return self.knowledge.seen(meeting.state.part_of)
        for date_of in (agreement.signed, agreement.signing):
            if isinstance(date_of, Unknown) and self.knowledge.seen(date_of.within) is not None:
                within = self.knowledge[date_of.within or ""]
                return within.id if isinstance(within.state, Trip | Visit | Occasion) else None
        return None

    def _order(self, known: Known, state: Engagement | Agreement) -> tuple[date, int]:
        first = None if isinstance(state.dates, Unknown) else self.span(state)[0]
        return first or date.max, known.order
