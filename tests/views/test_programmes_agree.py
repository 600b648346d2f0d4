"""Whose something is: the calendars, the diaries and the files say the same, whatever happens."""

from __future__ import annotations

from datetime import date

from hypothesis import given, note, settings
from hypothesis import strategies as st

from desk import WHY, Desk, at
from mayor_schedule import (
    AddPrincipal,
    Answer,
    Attendance,
    AttendEngagement,
    Audience,
    BeginTerm,
    ConfirmEngagement,
    ConfirmTrip,
    EndTerm,
    FoundOffice,
    MoveEngagement,
    Period,
    Person,
    PlanEngagement,
    PlanTrip,
    Principal,
    RefusedError,
    Text,
    WithdrawOffice,
    WithdrawTrip,
)  # fmt: skip
from mayor_schedule.domain.diary import BOOKING
from mayor_schedule.domain.model import Command
from mayor_schedule.exports.selection import selected

NAMES, ENGAGEMENTS = ("governor", "deputy", "mayor"), ("a", "b")
KIM = Person(name=Text(en="Kim"))

_named = st.sampled_from(NAMES)
_stand_in = st.sampled_from((None, None, KIM, Person(office=Text(en="deputy"))))
_said = st.builds(
    Attendance, principal=_named, answer=st.sampled_from((Answer.YES, Answer.NO)), represented_by=_stand_in
)
_engagement, _principals = st.sampled_from(ENGAGEMENTS), st.lists(_named, max_size=2, unique=True)


def _plan(name: str, said: tuple[Attendance, ...], part_of: str | None) -> PlanEngagement:
    """An engagement at an hour of its own."""
    hour = 9 + ENGAGEMENTS.index(name)
    when = at(f"2018-10-01T{hour:02}:00", f"{hour:02}:30")
    return PlanEngagement(engagement=name, title=Text(en=name), when=when, attendance=said, part_of=part_of)


def _go(name: str, principal: str) -> PlanTrip:
    return PlanTrip(trip=name, title=Text(en=name), period=Period.of("2018-10-01", "2018-10-02"), principal=principal)


def _found(principals: list[str]) -> FoundOffice:
    named = tuple(Principal(principal=each) for each in principals)
    return FoundOffice(name=Text(en="Office"), zone="Asia/Seoul", domain="example.go.kr", principals=named)


_office: tuple[st.SearchStrategy[Command], ...] = (
    st.builds(_found, _principals),
    st.builds(AddPrincipal, principal=_named),
    st.builds(WithdrawOffice, event=st.integers(2, 4), reason=st.just(WHY)),
    st.builds(BeginTerm, principal=_named, holder=st.just(KIM), began=st.just(date(2018, 1, 1))),
    st.builds(EndTerm, principal=_named, ended=st.sampled_from((date(2018, 9, 30), date(2018, 10, 1)))),
)
_entries: tuple[st.SearchStrategy[Command], ...] = (
    *[st.builds(WithdrawTrip, trip=st.just("t"), event=st.sampled_from((None, 3, 4)), reason=st.just(WHY))] * 2,
    st.builds(AttendEngagement, engagement=_engagement, attendance=_said),
    st.builds(MoveEngagement, engagement=_engagement, part_of=st.sampled_from((None, "trip:t"))),
)


@st.composite
def _stories(draw: st.DrawFn) -> list[Command]:
    """Two confirmed engagements, one of which is part of a confirmed trip; what becomes of them and of the office."""
    found = draw(st.none() | st.lists(_named, min_size=1, max_size=2, unique=True))
    founded = [] if found is None else [_found(found)]
    added = [AddPrincipal(principal=draw(_named))] if founded and draw(st.booleans()) else []
    has = [*(found or NAMES), *(each.principal for each in added)]
    opened = [
        _go("t", draw(st.sampled_from(has))), ConfirmTrip(trip="t"),
        _plan("a", (), "trip:t"), _plan("b", draw(st.just(()) | st.tuples(_said)), None),
        *(ConfirmEngagement(engagement=each) for each in ENGAGEMENTS),
    ]  # fmt: skip
    return [*founded, *added, *opened, *draw(st.lists(st.one_of(*_office, *_entries), min_size=1, max_size=6))]


@settings(max_examples=max(75, settings().max_examples))
@given(_stories())
def test_who_has_something_in_the_programme_has_it_in_the_diary(story: list[Command]) -> None:
    with Desk(founded=False) as desk:
        for command in story:
            try:
                desk.do(command)
            except RefusedError as error:
                note(f"refused: {error}")
            desk.check()
        calendar = desk.office.calendar()
        programmes = {each.subject: set(each.principals) for each in calendar.entries() if each.status == "confirmed"}
        booked = {each: {hold.principal for hold in holds} for each, holds in desk.streams(BOOKING).items()}
        for subject, whose in programmes.items():
            assert booked.get(f"booking:{subject}", set()) == whose
        profile = desk.office.profile()
        for principal in (each.principal for each in profile.principals):
            expected = {subject for subject, whose in programmes.items() if principal in whose}
            theirs = desk.office.calendar(principal=principal).between("2018-09-01", "2018-12-31")
            assert {each.subject for each in theirs if each.status == "confirmed"} == expected
            exported = selected(
                desk.history.log(), audience=Audience.INTERNAL, at=desk.office.now(), principal=principal
            )
            assert {each.entry.subject for each in exported if each.entry.status == "confirmed"} == expected
        if profile.principals:
            assert {each for whose in programmes.values() for each in whose} <= {
                *(p.principal for p in profile.principals)
            }
