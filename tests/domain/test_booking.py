"""Which time each subject takes, and in whose diary."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desk import MAYOR, VICE, WHY, at
from mayor_schedule.domain.booking import attending, holds_of, overlaps_of, principals_of, taken_at
from mayor_schedule.domain.clash import AcceptClash
from mayor_schedule.domain.engagement import (
    EngagementConfirmed,
    EngagementPlanned,
    EngagementReported,
    EngagementStage,
    EngagementWithdrawn,
)
from mayor_schedule.domain.model import Event
from mayor_schedule.domain.occasion import (
    OccasionConfirmed,
    OccasionPlanned,
    OccasionReported,
    OccasionStage,
    OccurrenceChanged,
    OccurrenceDetails,
)
from mayor_schedule.domain.office import (
    OFFICE,
    OfficeFounded,
    OfficeWithdrawn,
    Principal,
    PrincipalAdded,
    TermBegan,
    TermEnded,
)
from mayor_schedule.domain.principals import programmes_of
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import TripPlanned, TripReported, TripStage, TripWithdrawn
from mayor_schedule.domain.values.attendance import Answer, Attendance, Mode
from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown, When
from mayor_schedule.domain.visit import VisitReported, VisitStage
from mayor_schedule.errors import RefusedError
from spec import state_after

TITLE = Text(en="Dinner")
DINNER = at("2018-10-03T19:00", "22:00", "Europe/Zurich")
OFFICE_EVENTS = (
    OfficeFounded(
        name=Text(en="Office"), zone="Asia/Seoul", domain="example.go.kr",
        principals=(Principal(principal="mayor", title=Text(ko="시장", en="Mayor")), Principal(principal="vice_mayor")),
    ),
    TermBegan(principal="mayor", holder=Person(name=Text(ko="박원순", en="Park Won-soon")), began=date(2014, 7, 1)),
    TermBegan(principal="vice_mayor", holder=Person(name=Text(en="Yoon")), began=date(2018, 7, 1)),
)  # fmt: skip


class States(dict[str, Subject]):
    """The states of some subjects."""

    def __init__(self, **events: tuple[Event, ...]) -> None:
        super().__init__({name.replace("__", ":"): state_after(*each) for name, each in events.items()})
        self.setdefault(OFFICE, state_after(*OFFICE_EVENTS))


def taken(subject: str, states: States, *, planned: bool = False) -> list[str]:
    return [
        f"{hold.principal} {hold.taken.start:%dT%H:%M}-{'' if hold.taken.end is None else f'{hold.taken.end:%dT%H:%M}'}"
        for hold in holds_of(subject, states.get(subject), states.get, planned=planned)
    ]  # fmt: skip


def engagement(*more: Event, **fields: Any) -> tuple[Event, ...]:
    return (EngagementPlanned(**({"title": TITLE, "when": DINNER} | fields)), *more)


# --- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "found"),
    [
        (DINNER, ["mayor 03T17:00-03T20:00"]),
        (at("2018-10-04T03:00", "04:00"), ["mayor 03T18:00-03T19:00"]),
        (at("2018-10-03T19:00"), ["mayor 03T10:00-"]),
        (Timed(start=DINNER.start, end=at("2018-10-04T06:00").start), ["mayor 03T17:00-03T21:00"]),
        (Period.of("2018-10-03"), []),
        (FuzzyDate.of("2018-10"), []),
        (FuzzyDate.of("2018-10-03"), []),
        (Unknown(), []),
    ],
)
def test_known_times_are_taken_and_nothing_else(when: When, found: list[str]) -> None:
    states = States(engagement__a=engagement(EngagementConfirmed(), when=when))
    assert taken("engagement:a", states) == found
    assert (taken_at(when) is None) is (found == [])


def test_a_zone_that_is_not_known_any_more_takes_nothing() -> None:
    start, end = ({"local": f"2018-10-03T{hour}:00:00", "zone": "Asia/Atlantis"} for hour in (19, 22))
    stored = Timed.model_validate({"start": start, "end": end}, context=STORED)
    assert taken_at(stored) is None
    half = Timed.model_validate({"start": {"local": "2018-10-03T19:00:00", "zone": "UTC"}, "end": end}, context=STORED)
    time = taken_at(half)
    assert time is not None
    assert (time.start, time.end) == (datetime(2018, 10, 3, 19, tzinfo=UTC), None)


@pytest.mark.parametrize("stage", EngagementStage)
def test_only_what_is_confirmed_takes_time(stage: EngagementStage) -> None:
    states = States(
        engagement__a=(EngagementReported(title=TITLE, when=DINNER, stage=stage),),
        occasion__a=(
            OccasionReported(title=TITLE, when=DINNER, stage=OccasionStage(stage.value), attendance=(MAYOR,)),
        ),
    )
    for subject in ("engagement:a", "occasion:a"):
        assert bool(taken(subject, states)) is (stage == "confirmed")
        ahead = stage in ("planned", "confirmed")
        assert bool(taken(subject, states, planned=True)) is ahead, "what is past, off or put off never does"


@pytest.mark.parametrize("stage", TripStage)
def test_a_trip_takes_its_days_from_its_confirmation_to_its_return(stage: TripStage) -> None:
    period = Period.of("2018-09-27", "2018-10-07")
    states = States(trip__a=(TripReported(title=TITLE, period=period, stage=stage, principal="vice_mayor"),))
    holds = holds_of("trip:a", states["trip:a"], states.get)
    assert bool(holds) is (stage in ("confirmed", "departed"))
    for hold in holds:
        assert (hold.principal, hold.taken.first, hold.taken.last) == ("vice_mayor", period.first, period.last)
        assert [str(each) for each in hold.pages] == ["2018-09-01", "2018-10-01"]
    fuzzy = States(trip__a=(TripReported(title=TITLE, period=FuzzyDate.of("2018-10"), stage=stage),))
    assert holds_of("trip:a", fuzzy["trip:a"], fuzzy.get) == []


def test_what_was_never_opened_or_is_withdrawn_takes_nothing() -> None:
    states = States(
        engagement__a=engagement(EngagementConfirmed(), EngagementWithdrawn(reason=WHY)),
        visit__a=(VisitReported(stage=VisitStage.CONFIRMED, when=DINNER, attendance=(MAYOR,)),),
    )
    for subject in ("engagement:a", "engagement:none", "visit:a"):
        assert taken(subject, states) == []


# --- whose time -------------------------------------------------------------------------------------------------------

NOBODY = Person(name=Text(en="Somebody Else"), office=Text(en="Director of planning"))


@pytest.mark.parametrize(
    ("attendance", "found"),
    [
        ((MAYOR,), ["mayor"]),
        ((MAYOR, VICE), ["mayor", "vice_mayor"]),
        ((Attendance(answer=Answer.NO), VICE), ["vice_mayor"]),
        ((Attendance(answer=Answer.NO),), []),
        ((Attendance(answer=Answer.UNKNOWN),), []),
        ((Attendance(answer=Answer.YES, mode=Mode.VIDEO),), ["mayor"]),
        ((Attendance(answer=Answer.YES, mode=Mode.IN_PERSON),), ["mayor"]),
        ((Attendance(answer=Answer.YES, mode=Mode.MESSAGE),), []),
        ((Attendance(answer=Answer.YES, represented_by=NOBODY),), []),
        ((Attendance(answer=Answer.NO, represented_by=NOBODY),), []),
        ((Attendance(answer=Answer.NO, represented_by=Person(office=Text(en="vice_mayor"))),), ["vice_mayor"]),
        ((Attendance(answer=Answer.YES, represented_by=Person(name=Text(en="Yoon"))),), ["vice_mayor"]),
        ((Attendance(principal="vice_mayor", represented_by=Person(office=Text(ko="시장"))),), ["mayor"]),
        ((Attendance(principal="vice_mayor", represented_by=Person(name=Text(ko="박원순"))),), ["mayor"]),
        ((MAYOR, Attendance(principal="vice_mayor", represented_by=Person(name=Text(ko="박원순")))), ["mayor"]),
        ((Attendance(mode=Mode.MESSAGE, represented_by=Person(name=Text(en="Yoon"))),), []),
        ((Attendance(answer=Answer.NO, represented_by=Person(name=Text(en="yoon"))),), []),
    ],
)
def test_whose_time_it_is(attendance: tuple[Attendance, ...], found: list[str]) -> None:
    states = States(
        engagement__a=engagement(EngagementConfirmed(), attendance=attendance),
        occasion__a=(OccasionPlanned(title=TITLE, when=DINNER, attendance=attendance), OccasionConfirmed()),
    )
    assert [*attending(attendance, states.get, None)] == found
    for subject in ("engagement:a", "occasion:a"):
        assert [each.partition(" ")[0] for each in taken(subject, states)] == found


YOON = Person(name=Text(en="Yoon"))
BY_YOON = (Attendance(represented_by=YOON),)
TERMS = (
    TermEnded(principal="vice_mayor", began=date(2018, 7, 1), ended=date(2018, 9, 30)),
    TermEnded(principal="mayor", began=date(2014, 7, 1), ended=date(2018, 9, 30)),
    TermBegan(principal="mayor", holder=YOON, began=date(2018, 10, 2)),
)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2018, 6, 30), []),
        (date(2018, 7, 1), ["vice_mayor"]),
        (date(2018, 9, 30), ["vice_mayor"]),
        (date(2018, 10, 1), []),
        (date(2018, 10, 2), ["mayor"]),
        (date(2030, 1, 1), ["mayor"]),
        (None, ["mayor"]),
    ],
)
def test_a_stand_in_is_the_principal_whose_term_covers_the_day(day: date | None, found: list[str]) -> None:
    states = States(office__profile=(*OFFICE_EVENTS, *TERMS))
    assert [*attending(BY_YOON, states.get, day)] == found
    assert [*attending(BY_YOON, States().get, None)] == ["vice_mayor"]
    assert [*attending(BY_YOON, {}.get, day)] == [], "an office that was never founded has no terms"
    gone = (*OFFICE_EVENTS[1:], OfficeWithdrawn(event=4, reason=WHY))
    founded = OFFICE_EVENTS[0].model_copy(update={"principals": OFFICE_EVENTS[0].principals[:1]})
    added = PrincipalAdded(principal="vice_mayor")
    assert [*attending(BY_YOON, States(office__profile=(founded, *OFFICE_EVENTS[1:])).get, None)] == []
    assert [*attending(BY_YOON, States(office__profile=(founded, *gone[:-1], added)).get, None)] == ["vice_mayor"]
    assert [*attending(BY_YOON, States(office__profile=(founded, *gone[:-1], added, gone[-1])).get, None)] == []


@pytest.mark.parametrize(
    ("when", "found"),
    [
        (at("2018-09-30T09:00", "2018-10-02T10:00"), ["vice_mayor"]),
        (Period.of("2018-09-30", "2018-10-02"), ["vice_mayor"]),
        (Period.of("2018-10-01", "2018-10-02"), []),
        (FuzzyDate.of("2018-09"), ["vice_mayor"]),
        (FuzzyDate.of("2018-10"), []),
        (FuzzyDate.of("2018-11"), ["mayor"]),
        (FuzzyDate.of("../2018-09"), ["vice_mayor"]),
        (FuzzyDate.of("2018-07/.."), ["vice_mayor"]),
        (Unknown(), ["mayor"]),
        (Unknown(within="trip:a"), ["mayor"]),
    ],
)
def test_the_day_is_the_first_on_which_an_entry_may_be(when: When, found: list[str]) -> None:
    states = States(
        office__profile=(*OFFICE_EVENTS, *TERMS), engagement__a=engagement(when=when, attendance=BY_YOON),
        occasion__a=(OccasionPlanned(title=TITLE, when=when, attendance=BY_YOON),),
        visit__a=(VisitReported(stage=VisitStage.RECEIVED, when=when, attendance=BY_YOON),),
    )  # fmt: skip
    for subject in ("engagement:a", "occasion:a", "visit:a"):
        assert [*principals_of(states[subject], states.get)] == found
        assert programmes_of(states[subject], states.get) == frozenset(found)


def test_stand_ins_of_a_series_are_known_by_its_first_day_and_of_an_occurrence_by_its_own() -> None:
    weekly = Recurrence(rule="FREQ=WEEKLY;COUNT=4")
    own = OccurrenceChanged(
        occurrence=date(2018, 10, 7),
        fields=OccurrenceDetails(attendance=(Attendance(principal="vice_mayor", represented_by=YOON),)),
    )
    named = OccurrenceChanged(occurrence=date(2018, 10, 14), fields=OccurrenceDetails(title=Text(en="Other")))
    when = at("2018-09-30T09:00", "10:00")
    states = States(
        office__profile=(*OFFICE_EVENTS, *TERMS),
        occasion__s=(
            OccasionPlanned(title=TITLE, when=when, recurrence=weekly, attendance=BY_YOON), OccasionConfirmed(), own,
            named,
        ),
    )  # fmt: skip
    series = states["occasion:s"]
    assert taken("occasion:s", states) == [
        "vice_mayor 30T00:00-30T01:00", "vice_mayor 07T00:00-07T01:00", "mayor 07T00:00-07T01:00",
        "vice_mayor 14T00:00-14T01:00", "vice_mayor 21T00:00-21T01:00",
    ]  # fmt: skip
    days = (None, date(2018, 9, 30), date(2018, 10, 7), date(2018, 10, 14))
    whose = [programmes_of(series, states.get, day) for day in days]
    assert whose == [{"vice_mayor"}, {"vice_mayor"}, {"vice_mayor", "mayor"}, {"vice_mayor"}]


def test_a_stand_in_who_answered_no_does_not_come() -> None:
    by_vice = Attendance(answer=Answer.NO, represented_by=Person(office=Text(en="vice_mayor")))
    for answer, found in ((Answer.NO, []), (Answer.UNKNOWN, ["vice_mayor"]), (Answer.YES, ["vice_mayor"])):
        said = (by_vice, Attendance(principal="vice_mayor", answer=answer))
        states = States(engagement__a=engagement(EngagementConfirmed(), attendance=said))
        assert [each.partition(" ")[0] for each in taken("engagement:a", states)] == found
        assert programmes_of(states["engagement:a"], states.get) == frozenset(found)


def test_what_names_a_principal_whom_the_office_does_not_have_is_the_default_ones() -> None:
    states = States(
        trip__a=(TripReported(title=TITLE, period=Period.of("2018-09-27"), stage=TripStage.CONFIRMED),),
        trip__e=(TripPlanned(title=TITLE, principal="envoy"),),
        engagement__a=engagement(EngagementConfirmed(), attendance=(MAYOR,)),
        engagement__b=engagement(EngagementConfirmed(), part_of="trip:e"),
        engagement__c=engagement(
            EngagementConfirmed(), attendance=(MAYOR, Attendance(principal="governor", answer=Answer.NO))
        ),
        occasion__a=(OccasionPlanned(title=TITLE, when=DINNER, attendance=(MAYOR, VICE)), OccasionConfirmed()),
        office__profile=(
            OFFICE_EVENTS[0].model_copy(
                update={"principals": (Principal(principal="governor"), Principal(principal="vice_mayor"))}
            ),
        ),
    )  # fmt: skip
    (hold,) = holds_of("trip:a", states["trip:a"], states.get)
    assert hold.principal == "governor"
    expected = {
        "trip:a": ["governor"], "trip:e": ["governor"], "engagement:a": ["governor"], "engagement:b": ["governor"],
        "engagement:c": [], "occasion:a": ["governor", "vice_mayor"],
    }  # fmt: skip
    for subject, found in expected.items():
        assert programmes_of(states[subject], states.get) == frozenset(found)
        if not subject.startswith("trip"):
            assert [*principals_of(states[subject], states.get)] == found
    states[OFFICE] = state_after(
        OFFICE_EVENTS[0].model_copy(update={"principals": ()}), PrincipalAdded(principal="envoy"),
        OfficeWithdrawn(event=2, reason=WHY),
    )  # fmt: skip
    assert programmes_of(states["trip:e"], states.get) == {"envoy"}, "an office that names nobody has everybody"


def test_a_trip_that_was_withdrawn_counts_as_none_and_one_that_is_hidden_does_not() -> None:
    states = States(
        trip__a=(TripPlanned(title=TITLE, principal="vice_mayor"), TripWithdrawn(reason=WHY)),
        engagement__a=engagement(part_of="trip:a"), engagement__b=engagement(part_of="trip:hidden"),
        engagement__c=engagement(part_of="visit:hidden"), engagement__d=engagement(part_of="occasion:hidden"),
    )  # fmt: skip
    found = {name: programmes_of(states[f"engagement:{name}"], states.get) for name in "abcd"}
    assert found == {"a": {"mayor"}, "b": frozenset(), "c": {"mayor"}, "d": {"mayor"}}
    assert [*principals_of(states["engagement:a"], states.get)] == ["mayor"]


def test_what_nothing_is_said_of_is_the_principals_whose_trip_it_is_or_the_mayors() -> None:
    trip = TripPlanned(title=TITLE, principal="vice_mayor")
    states = States(
        trip__a=(trip,), trip__b=(TripPlanned(title=TITLE),), occasion__a=(OccasionPlanned(title=TITLE),),
        engagement__a=engagement(part_of="trip:a"), engagement__b=engagement(part_of="trip:b"),
        engagement__c=engagement(part_of="occasion:a"), engagement__d=engagement(part_of="trip:none"),
        engagement__e=engagement(), engagement__f=engagement(part_of="trip:a", attendance=(MAYOR,)),
        engagement__g=engagement(part_of="trip:a", attendance=(Attendance(answer=Answer.NO),)),
    )  # fmt: skip
    found = {name[-1]: [*principals_of(states[f"engagement:{name}"], states.get)] for name in "abcdefg"}
    assert found == {
        "a": ["vice_mayor"], "b": ["mayor"], "c": ["mayor"], "d": ["mayor"], "e": ["mayor"], "f": ["mayor"],
        "g": ["vice_mayor"],
    }  # fmt: skip
    absent, aide = Attendance(principal="vice_mayor", answer=Answer.NO), Person(name=Text(en="An aide"))
    for attendance, who in (
        ((absent,), ["mayor"]), ((Attendance(principal="vice_mayor"),), ["mayor"]), ((VICE,), ["vice_mayor"]),
        ((Attendance(answer=Answer.NO),), []), ((Attendance(principal="vice_mayor", represented_by=aide),), []),
    ):  # fmt: skip
        states = States(engagement__x=engagement(attendance=attendance))
        assert [*principals_of(states["engagement:x"], states.get)] == who, "a no of another is not the mayor's"
    states = States(occasion__a=(OccasionPlanned(title=TITLE),), trip__a=(trip,))
    assert principals_of(states["occasion:a"], states.get) == {}, "the city does it, with or without the mayor"
    assert principals_of(states["trip:a"], states.get) == {}


def test_a_part_says_of_what() -> None:
    states = States(engagement__a=engagement(EngagementConfirmed(), part_of="occasion:forum"))
    (hold,) = holds_of("engagement:a", states["engagement:a"], states.get)
    assert (hold.part_of, hold.subject, hold.occurrence) == ("occasion:forum", "engagement:a", None)


# --- which times an acceptance names ----------------------------------------------------------------------------------


def between(*pair: str) -> AcceptClash:
    return AcceptClash(between=pair, reason=WHY)  # type: ignore[arg-type]


def test_an_acceptance_names_the_times_at_which_the_two_overlap() -> None:
    weekly = Recurrence(rule="FREQ=WEEKLY;COUNT=4")
    states = States(
        engagement__a=engagement(),
        engagement__b=engagement(EngagementConfirmed(), when=at("2018-10-04T03:00", "04:00")),
        engagement__c=engagement(when=at("2018-10-04T05:00", "06:00")),
        engagement__d=engagement(part_of="occasion:s"), engagement__e=engagement(attendance=(VICE,)),
        occasion__s=(OccasionPlanned(title=TITLE, when=DINNER, recurrence=weekly, attendance=(MAYOR,)),),
        occasion__t=(
            OccasionPlanned(
                title=TITLE, when=at("2018-10-11T01:00", "05:00"), recurrence=weekly, attendance=(MAYOR, VICE)
            ),
        ),
    )  # fmt: skip
    (overlap,) = overlaps_of(between("engagement:b", "engagement:a"), states.get).overlaps
    assert overlap.first == taken_at(DINNER)
    assert overlap.second == taken_at(at("2018-10-04T03:00", "04:00"))
    assert overlaps_of(between("engagement:a", "engagement:c"), states.get).overlaps == ()
    assert overlaps_of(between("engagement:d", "occasion:s"), states.get).overlaps == (), "a part and its whole"
    assert overlaps_of(between("engagement:a", "engagement:e"), states.get).overlaps == (), "two principals"
    series = overlaps_of(between("occasion:s", "occasion:t"), states.get).overlaps
    assert [f"{each.first.start:%d}" for each in series if each.first.start] == ["10", "17", "24"]
    given = overlaps_of(between("engagement:a", "engagement:b"), states.get)
    assert overlaps_of(given, {}.get) is given, "what is said stays"


def test_what_nobody_is_at_cannot_clash() -> None:
    states = States(engagement__a=engagement())
    with pytest.raises(RefusedError, match="agreement:x takes nobody's time; name trips, visits, engagements or occ"):
        overlaps_of(between("agreement:x", "engagement:a"), states.get)


def test_a_visit_takes_no_time_and_can_be_accepted_to_overlap() -> None:
    received = VisitReported(stage=VisitStage.CONFIRMED, when=DINNER, attendance=(MAYOR,))
    states = States(visit__v=(received,), engagement__a=engagement(when=DINNER))
    assert holds_of("visit:v", states["visit:v"], states.get) == []
    (overlap,) = overlaps_of(between("engagement:a", "visit:v"), states.get).overlaps
    assert overlap.first == overlap.second == taken_at(DINNER)
