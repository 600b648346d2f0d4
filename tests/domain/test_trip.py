from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.model import Command
from mayor_schedule.domain.trip import (
    CancelTrip,
    ChangeTrip,
    ClassifyTrip,
    ConfirmTrip,
    CorrectTrip,
    DepartTrip,
    PlanTrip,
    PostponeTrip,
    ReinstateTrip,
    ReportTrip,
    RescheduleTrip,
    ReturnTrip,
    Trip,
    TripCancelled,
    TripChanged,
    TripClassified,
    TripCommands,
    TripConfirmed,
    TripCorrected,
    TripDeparted,
    TripDetails,
    TripEvents,
    TripFacts,
    TripPlanned,
    TripPostponed,
    TripReinstated,
    TripReported,
    TripRescheduled,
    TripReturned,
    TripStage,
    TripWithdrawn,
    WithdrawTrip,
    evolve,
)
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.itinerary import Leg, Stop
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.errors import ImpossibleHistoryError
from spec import cells, given, state_after

ID = "trip:2018-europe"
TITLE = Text(ko="스페인·스위스·에스토니아 순방", en="Spain, Switzerland, Estonia")
ELEVEN = Period.of("2018-09-27", "2018-10-07")
SHIFTED = Period.of("2018-09-28", "2018-10-08")
FIVE = Period.of("2018-09-27", "2018-10-01")
TWENTY = Period.of("2018-09-27", "2018-10-16")
OCTOBER = FuzzyDate.of("2018-10", printed="10월")
WHY = Text(en="misread")
BARCELONA, ZURICH = (Place(city=Text(en=city)) for city in ("Barcelona", "Zurich"))

PLANNED = TripPlanned(title=TITLE, period=ELEVEN, nights=9, visibility=Visibility.INTERNAL)
DEPARTED = (PLANNED, TripConfirmed(), TripDeparted())
LIVED: dict[str, tuple[TripEvents, ...]] = {
    "planned": (PLANNED,),
    "confirmed": (PLANNED, TripConfirmed()),
    "postponed": (PLANNED, TripPostponed()),
    "departed": DEPARTED,
    "returned": (*DEPARTED, TripReturned()),
    "cancelled": (PLANNED, TripCancelled()),
}
TABLE = """
                 | planned    confirmed  postponed  departed   returned   cancelled
plan             | -          -          -          -          -          -
report planned   | planned    -          planned    -          -          -
report confirmed | confirmed  confirmed  confirmed  -          -          -
report postponed | postponed  postponed  postponed  -          -          -
report departed  | departed   departed   departed   departed   -          -
report returned  | returned   returned   returned   returned   returned   -
report cancelled | cancelled  cancelled  cancelled  -          -          cancelled
confirm          | confirmed  -          -          -          -          -
reschedule       | planned    confirmed  -          departed   -          -
change           | planned    confirmed  postponed  departed   returned   cancelled
depart           | -          departed   -          -          -          -
return           | -          -          -          returned   -          -
cancel           | cancelled  cancelled  cancelled  -          -          -
postpone         | postponed  postponed  -          -          -          -
reinstate        | -          -          planned    -          -          planned
classify         | planned    confirmed  postponed  departed   returned   cancelled
correct          | planned    confirmed  postponed  departed   returned   cancelled
withdraw         | planned    confirmed  postponed  departed   returned   cancelled
"""
COMMANDS: dict[str, Command] = {
    "plan": PlanTrip(trip=ID, title=TITLE),
    **{f"report {stage}": ReportTrip(trip=ID, title=TITLE, stage=stage) for stage in TripStage},
    "confirm": ConfirmTrip(trip=ID),
    "reschedule": RescheduleTrip(trip=ID, period=SHIFTED),
    "change": ChangeTrip(trip=ID, fields=TripDetails(purpose=Text(en="trade"))),
    "depart": DepartTrip(trip=ID),
    "return": ReturnTrip(trip=ID),
    "cancel": CancelTrip(trip=ID),
    "postpone": PostponeTrip(trip=ID),
    "reinstate": ReinstateTrip(trip=ID),
    "classify": ClassifyTrip(trip=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectTrip(trip=ID, fields=TripFacts(nights=8), reason=WHY),
    "withdraw": WithdrawTrip(trip=ID, reason=WHY),
}


@pytest.mark.parametrize("found", [False, True], ids=["lived", "found"])
@pytest.mark.parametrize(("command", "stage", "follows"), cells(TABLE))
def test_what_may_follow_what(command: str, stage: str, follows: str | None, found: bool) -> None:
    reported = TripReported(
        title=TITLE, period=ELEVEN, nights=9, stage=TripStage(stage), visibility=Visibility.INTERNAL
    )
    outcome = given(*((reported,) if found else LIVED[stage])).when(COMMANDS[command])
    if follows is None:
        outcome.refused()
    else:
        state, events = outcome.happened()
        assert len(events) == 1
        assert state.stage is TripStage(follows)


def test_the_table_has_every_command_and_stage() -> None:
    assert {command for command, _, _ in cells(TABLE)} == set(COMMANDS)
    assert {stage for _, stage, _ in cells(TABLE)} == set(TripStage) == set(LIVED)
    assert {type(command) for command in COMMANDS.values()} == set(get_args(TripCommands))


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.startswith(("plan", "report"))])
def test_nothing_can_be_asked_of_a_trip_that_nobody_opened_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it")
    given(PLANNED, TripWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")


def test_a_withdrawn_trip_is_not_opened_anew() -> None:
    withdrawn = given(PLANNED, TripWithdrawn(reason=WHY))
    withdrawn.when(COMMANDS["plan"]).refused("choose another id")
    withdrawn.when(COMMANDS["report returned"]).refused("withdraw the withdrawal")


@pytest.mark.parametrize("event", sorted(set(get_args(TripEvents)) - {TripPlanned, TripReported}, key=str))
def test_only_two_events_can_open_a_trip(event: type[TripEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_a_trip_cannot_be_planned_twice() -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(PLANNED), PLANNED)
    given(PLANNED).when(COMMANDS["plan"]).refused("it is there already")


# --- each step --------------------------------------------------------------------------------------------------------


def test_planning_says_all_that_is_known_and_is_internal_unless_said() -> None:
    departure = Moment.of("2018-10-01T10:00", "Europe/Madrid")
    known: dict[str, Any] = {
        "title": TITLE, "period": ELEVEN, "nights": 9,
        "stops": (Stop(place=BARCELONA, period=FIVE), Stop(place=ZURICH)),
        "legs": (Leg(origin=BARCELONA, destination=ZURICH, departs=departure, carrier="LX 1953"),),
        "delegation": (Person(office=Text(en="Director of Tourism")),), "purpose": Text(en="trade"),
        "principal": "vice_mayor",
    }  # fmt: skip
    trip = (
        given().when(PlanTrip(trip="2018-europe", **known)).then(TripPlanned(visibility=Visibility.INTERNAL, **known))
    )
    assert {name: getattr(trip, name) for name in known} == known
    assert (trip.stage, trip.visibility) == (TripStage.PLANNED, Visibility.INTERNAL)


def test_a_trip_of_which_little_is_known() -> None:
    trip = given().when(PlanTrip(trip=ID, title=TITLE)).then(TripPlanned(title=TITLE, visibility=Visibility.INTERNAL))
    assert (trip.dates, trip.days, trip.nights, trip.lodged, trip.in_flight) == (Unknown(), None, None, None, None)
    assert (trip.stops, trip.legs, trip.delegation, trip.principal) == ((), (), (), "mayor")


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 9, 1, tzinfo=UTC)
    given().when(PlanTrip(trip=ID, title=TITLE, public_from=until)).refused("needs the visibility public")
    given(PLANNED).when(ClassifyTrip(trip=ID, visibility=Visibility.CONFIDENTIAL, public_from=until)).refused(
        "needs the visibility public"
    )
    shown_later = TripClassified(visibility=Visibility.PUBLIC, public_from=until)
    given(PLANNED).when(ClassifyTrip(trip=ID, visibility=Visibility.PUBLIC, public_from=until)).then(shown_later)
    trip = (
        given(PLANNED, shown_later)
        .when(ClassifyTrip(trip=ID, visibility=Visibility.PUBLIC))
        .then(TripClassified(visibility=Visibility.PUBLIC))
    )
    assert trip.public_from is None
    assert state_after(PLANNED, shown_later).public_from == until


def test_a_change_says_only_what_changed() -> None:
    before = TripPlanned(title=TITLE, purpose=Text(en="trade"), stops=(Stop(place=BARCELONA), Stop(place=ZURICH)))
    fields = TripDetails(stops=(Stop(place=ZURICH),), purpose=None)
    trip = given(before).when(ChangeTrip(trip=ID, fields=fields)).then(TripChanged(fields=fields))
    assert (trip.stops, trip.purpose, trip.title) == ((Stop(place=ZURICH),), None, TITLE)
    emptied = given(before).state_after(ChangeTrip(trip=ID, fields=TripDetails(stops=())))
    assert emptied.stops == ()


@pytest.mark.parametrize("fields", [{}, {"title": None}, {"period": ELEVEN}, {"nights": 3}, {"stops": None}])
def test_what_a_change_cannot_say(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TripDetails.model_validate(fields)


@pytest.mark.parametrize("fields", [{}, {"title": None}, {"period": None}, {"nights": 3, "period": None}])
def test_needed_fields_cannot_be_corrected_to_nothing(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TripFacts.model_validate(fields)


def test_other_fields_can_be_corrected_to_nothing_and_the_days_to_unknown() -> None:
    fields = TripFacts.model_validate({"period": "unknown", "nights": None, "purpose": None})
    assert fields.given() == {"period": Unknown(), "nights": None, "purpose": None}
    opened = TripPlanned(title=TITLE, period=ELEVEN, nights=9, purpose=Text(en="trade"))
    trip = given(opened).state_after(CorrectTrip(trip=ID, fields=fields, reason=WHY))
    assert (trip.period, trip.nights, trip.purpose, trip.title) == (Unknown(), None, None, TITLE)


# --- days and nights --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "nights", "days", "in_flight"),
    [
        (ELEVEN, 9, 11, 1),
        (ELEVEN, 10, 11, 0),
        (ELEVEN, 0, 11, 10),
        (ELEVEN, None, 11, None),
        (Period.of("2018-09-27"), 0, 1, 0),
        (OCTOBER, 9, None, None),
        (Unknown(within="occasion:forum"), 40, None, None),
    ],
)
def test_nights_are_stated_and_those_in_flight_follow(
    period: Any, nights: int | None, days: int | None, in_flight: int | None
) -> None:
    plan = PlanTrip(trip=ID, title=TITLE, period=period, nights=nights)
    report = ReportTrip(trip=ID, title=TITLE, period=period, nights=nights, stage=TripStage.RETURNED)
    for trip in (given().state_after(plan), given().state_after(report)):
        assert (trip.dates, trip.days, trip.lodged, trip.in_flight) == (period, days, nights, in_flight)


@pytest.mark.parametrize(("nights", "period"), [(11, ELEVEN), (1, Period.of("2018-09-27")), (5, FIVE)])
def test_more_nights_than_lie_between_the_days_are_refused(nights: int, period: Period) -> None:
    for opening in (
        PlanTrip(trip=ID, title=TITLE, period=period, nights=nights),
        ReportTrip(trip=ID, title=TITLE, period=period, nights=nights, stage=TripStage.RETURNED),
    ):
        given().when(opening).refused(f"into {period.days} day", f"at most {period.days - 1} night")
    moved = RescheduleTrip(trip=ID, period=period, nights=nights)
    given(TripPlanned(title=TITLE)).when(moved).refused(f"at most {period.days - 1} night")
    reinstated = ReinstateTrip(trip=ID, period=period, nights=nights)
    given(TripPlanned(title=TITLE), TripPostponed()).when(reinstated).refused(f"at most {period.days - 1} night")


@pytest.mark.parametrize("command", [PlanTrip, ReportTrip, RescheduleTrip, ReturnTrip, ReinstateTrip])
def test_nights_are_never_negative(command: type[Command]) -> None:
    given_fields = {"trip": ID, "title": TITLE, "period": ELEVEN, "stage": TripStage.RETURNED, "nights": -1}
    with pytest.raises(ValidationError, match="nights"):
        command(**{name: value for name, value in given_fields.items() if name in command.model_fields})


@pytest.mark.parametrize(
    ("period", "nights", "kept"),
    [
        (SHIFTED, None, 9),
        (SHIFTED, 8, 8),
        (ELEVEN, 10, 10),
        (FIVE, None, None),
        (FIVE, 4, 4),
        (TWENTY, None, None),
        (OCTOBER, None, None),
        (OCTOBER, 9, 9),
        (Unknown(), None, None),
    ],
)
@pytest.mark.parametrize("stage", ["planned", "confirmed", "departed"])
def test_a_trip_that_moves_keeps_its_nights_only_with_its_number_of_days(
    stage: str, period: Any, nights: int | None, kept: int | None
) -> None:
    trip = (
        given(*LIVED[stage])
        .when(RescheduleTrip(trip=ID, period=period, nights=nights, reason=WHY))
        .then(TripRescheduled(period=period, nights=kept, reason=WHY))
    )
    assert (trip.dates, trip.nights, trip.reason) == (period, kept, WHY)


def test_nights_stated_for_a_month_do_not_become_those_of_days() -> None:
    month = TripPlanned(title=TITLE, period=OCTOBER, nights=9)
    moved = RescheduleTrip(trip=ID, period=ELEVEN)
    assert given(month).when(moved).then(TripRescheduled(period=ELEVEN)).nights is None


def test_rescheduling_to_the_same_days_and_nights_is_refused() -> None:
    given(PLANNED).when(RescheduleTrip(trip=ID, period=ELEVEN)).refused("it is on 2018-09-27/2018-10-07 already")
    given(PLANNED).when(RescheduleTrip(trip=ID, period=ELEVEN, nights=9)).refused("it is on")
    given(TripPlanned(title=TITLE)).when(RescheduleTrip(trip=ID, period=Unknown())).refused(
        "its days are unknown already"
    )
    within = Unknown(within="occasion:forum")
    given(TripPlanned(title=TITLE)).when(RescheduleTrip(trip=ID, period=within)).then(TripRescheduled(period=within))


def test_the_return_stands_beside_what_was_planned() -> None:
    trip = (
        given(*DEPARTED)
        .when(ReturnTrip(trip=ID, period=SHIFTED, nights=10))
        .then(TripReturned(actual_period=SHIFTED, actual_nights=10))
    )
    assert (trip.period, trip.nights) == (ELEVEN, 9)
    assert (trip.dates, trip.lodged, trip.days, trip.in_flight) == (SHIFTED, 10, 11, 0)


def test_a_return_as_planned() -> None:
    trip = given(*DEPARTED).when(ReturnTrip(trip=ID)).then(TripReturned())
    assert (trip.dates, trip.lodged, trip.in_flight) == (ELEVEN, 9, 1)
    lodged = given(*DEPARTED).state_after(ReturnTrip(trip=ID, nights=0))
    assert (lodged.dates, lodged.lodged, lodged.nights, lodged.in_flight) == (ELEVEN, 0, 9, 10)


def test_nights_of_a_return_fit_into_its_days() -> None:
    given(*DEPARTED).when(ReturnTrip(trip=ID, nights=11)).refused("11 nights do not fit into 11 days")
    given(*DEPARTED).when(ReturnTrip(trip=ID, period=FIVE, nights=9)).refused("9 nights do not fit into 5 days")
    trip = given(*DEPARTED).state_after(ReturnTrip(trip=ID, period=TWENTY, nights=18))
    assert (trip.days, trip.lodged, trip.nights, trip.in_flight) == (20, 18, 9, 1)


def test_stated_nights_do_not_outlive_the_days_that_they_were_stated_for() -> None:
    home = given(*DEPARTED).state_after(ReturnTrip(trip=ID, period=FIVE))
    assert (home.days, home.lodged, home.in_flight, home.nights) == (5, None, None, 9)
    postponed = (PLANNED, TripPostponed())
    back = given(*postponed).state_after(ReinstateTrip(trip=ID, period=TWENTY))
    assert (back.days, back.lodged, back.in_flight) == (20, None, None), "no night in flight is made up"
    assert given(*postponed).state_after(ReinstateTrip(trip=ID)).lodged == 9
    assert given(*postponed).state_after(ReinstateTrip(trip=ID, period=FIVE, nights=3)).lodged == 3
    report = ReportTrip(trip=ID, stage=TripStage.PLANNED, title=TITLE, period=FIVE)
    assert given(PLANNED).state_after(report).lodged is None
    assert given(PLANNED).state_after(report.model_copy(update={"period": ELEVEN})).lodged == 9


def test_a_correction_of_nights_fits_into_the_days() -> None:
    fields = TripFacts(nights=10)
    trip = given(PLANNED).when(CorrectTrip(trip=ID, fields=fields, reason=WHY)).then(
        TripCorrected(event=1, fields=fields, reason=WHY)
    )  # fmt: skip
    assert (trip.nights, trip.in_flight) == (10, 0)
    given(PLANNED).when(CorrectTrip(trip=ID, fields=TripFacts(nights=11), reason=WHY)).refused("at most 10 nights")
    given(PLANNED).when(CorrectTrip(trip=ID, fields=TripFacts(period=FIVE), reason=WHY)).refused(
        "9 nights do not fit into 5 days"
    )
    both = given(PLANNED).state_after(CorrectTrip(trip=ID, fields=TripFacts(period=FIVE, nights=3), reason=WHY))
    assert (both.period, both.nights, both.in_flight) == (FIVE, 3, 1)


def test_a_correction_of_what_a_return_said_fits_too() -> None:
    history = (*DEPARTED, TripReturned(actual_period=SHIFTED, actual_nights=10))
    given(*history).when(CorrectTrip(trip=ID, fields=TripFacts(actual_nights=11), reason=WHY)).refused("at most 10")
    given(*history).when(CorrectTrip(trip=ID, fields=TripFacts(actual_period=FIVE), reason=WHY)).refused("at most 4")
    trip = given(*history).state_after(CorrectTrip(trip=ID, fields=TripFacts(actual_period=None), reason=WHY))
    assert (trip.actual_period, trip.dates, trip.lodged) == (None, ELEVEN, 10)


def test_a_correction_of_an_overturned_value_is_checked_when_it_counts() -> None:
    moved = (PLANNED, TripRescheduled(period=TWENTY, nights=18))
    fields = TripFacts(period=FIVE)
    corrected = given(*moved).when(CorrectTrip(trip=ID, event=1, fields=fields, reason=WHY))
    assert corrected.then(TripCorrected(event=1, fields=fields, reason=WHY)).period == TWENTY
    given(*moved, TripCorrected(event=1, fields=fields, reason=WHY)).when(
        WithdrawTrip(trip=ID, event=2, reason=WHY)
    ).refused("9 nights do not fit into 5 days")


def test_a_withdrawal_leaves_nights_that_fit_into_the_days() -> None:
    history = (
        TripPlanned(title=TITLE, period=FIVE),
        TripRescheduled(period=ELEVEN),
        TripReported(title=TITLE, nights=9, stage=TripStage.CONFIRMED),
    )
    given(*history).when(WithdrawTrip(trip=ID, event=2, reason=WHY)).refused("9 nights do not fit into 5 days")
    trip = given(*history).state_after(
        WithdrawTrip(trip=ID, event=3, reason=WHY), WithdrawTrip(trip=ID, event=2, reason=WHY)
    )
    assert (trip.period, trip.nights, trip.stage) == (FIVE, None, TripStage.PLANNED)


def test_nights_that_a_move_kept_outlive_the_withdrawal_of_an_earlier_move() -> None:
    history = (
        TripPlanned(title=TITLE, period=FIVE, nights=4),
        TripRescheduled(period=ELEVEN, nights=9),
        TripRescheduled(period=SHIFTED, nights=9),
    )
    without = given(*history).state_after(WithdrawTrip(trip=ID, event=2, reason=WHY))
    assert (without.period, without.nights) == (SHIFTED, 9)
    back = given(*history).state_after(
        WithdrawTrip(trip=ID, event=2, reason=WHY), WithdrawTrip(trip=ID, event=3, reason=WHY)
    )
    assert (back.period, back.nights) == (FIVE, 4)


# --- off and on again -------------------------------------------------------------------------------------------------


def test_a_postponed_trip_has_no_days_until_it_is_back_on() -> None:
    trip = given(PLANNED).when(PostponeTrip(trip=ID, reason=WHY)).then(TripPostponed(reason=WHY))
    assert (trip.dates, trip.days, trip.in_flight, trip.reason) == (Unknown(), None, None, WHY)
    back = given(PLANNED, TripPostponed(reason=WHY)).when(ReinstateTrip(trip=ID)).then(TripReinstated())
    assert (back.dates, back.nights, back.stage, back.reason) == (ELEVEN, 9, TripStage.PLANNED, None)
    moved = given(PLANNED, TripPostponed()).when(ReinstateTrip(trip=ID, period=FIVE, nights=4))
    assert moved.then(TripReinstated(period=FIVE, nights=4)).dates == FIVE


def test_a_confirmed_trip_is_only_planned_after_it_was_put_off() -> None:
    history = (*LIVED["confirmed"], TripPostponed(), TripReinstated(period=SHIFTED))
    assert state_after(*history).stage is TripStage.PLANNED
    given(*history).when(DepartTrip(trip=ID)).refused("it is planned; that is possible while it is confirmed")


def test_a_cancelled_trip_keeps_its_days_and_can_be_reinstated() -> None:
    cancelled = given(PLANNED).when(CancelTrip(trip=ID, reason=WHY)).then(TripCancelled(reason=WHY))
    assert (cancelled.dates, cancelled.reason) == (ELEVEN, WHY)
    back = given(*LIVED["cancelled"]).state_after(ReinstateTrip(trip=ID, period=SHIFTED, nights=9))
    assert (back.dates, back.stage) == (SHIFTED, TripStage.PLANNED)


# --- standing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "standing"),
    [
        ("planned", "it is planned"),
        ("confirmed", "it is confirmed"),
        ("postponed", "it is postponed"),
        ("departed", "it has departed"),
        ("returned", "it is over on 2018-09-27/2018-10-07"),
        ("cancelled", "it was cancelled"),
    ],
)
def test_where_a_trip_stands(stage: str, standing: str) -> None:
    assert state_after(*LIVED[stage]).standing == standing


def test_a_trip_that_is_over_on_unknown_days() -> None:
    assert state_after(TripReported(title=TITLE, stage=TripStage.RETURNED)).standing == "it is over"
    within = Unknown(within="occasion:forum")
    assert state_after(TripReported(title=TITLE, period=within, stage=TripStage.RETURNED)).standing == "it is over"
    returned = state_after(*DEPARTED, TripReturned(actual_period=FIVE, actual_nights=4))
    assert returned.standing == "it is over on 2018-09-27/2018-10-01"


def test_a_refusal_says_where_it_stands_and_when_it_is_possible() -> None:
    message = given(*LIVED["cancelled"]).when(ConfirmTrip(trip=ID)).refused()
    assert message == f"cannot confirm {ID}: it was cancelled; that is possible while it is planned"
    message = given(*DEPARTED).when(CancelTrip(trip=ID)).refused()
    assert message == (
        f"cannot cancel {ID}: it has departed; that is possible while it is planned or confirmed or postponed"
    )


# --- reports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", TripStage)
def test_a_trip_can_be_found_at_any_stage(stage: TripStage) -> None:
    trip = (
        given()
        .when(ReportTrip(trip=ID, title=TITLE, stage=stage))
        .then(TripReported(title=TITLE, stage=stage, visibility=Visibility.INTERNAL))
    )
    assert trip.stage is stage


def test_a_later_report_adds_what_it_knows() -> None:
    opened = TripPlanned(title=TITLE, period=ELEVEN, nights=9, purpose=Text(en="trade"), principal="vice_mayor")
    title = Text(en="Europe")
    report = ReportTrip(trip=ID, title=title, stops=(Stop(place=ZURICH),), stage=TripStage.RETURNED)
    trip = given(opened).when(report).then(
        TripReported(title=title, stops=(Stop(place=ZURICH),), stage=TripStage.RETURNED)
    )  # fmt: skip
    assert (trip.title, trip.stops, trip.stage) == (title, (Stop(place=ZURICH),), TripStage.RETURNED)
    assert (trip.period, trip.nights, trip.purpose, trip.principal) == (ELEVEN, 9, Text(en="trade"), "vice_mayor")
    assert trip.visibility is Visibility.INTERNAL


def test_a_later_report_sets_days_that_were_unknown_and_never_takes_them_back() -> None:
    unknown = TripPlanned(title=TITLE, period=Unknown(within="occasion:forum"))
    report = ReportTrip(trip=ID, title=TITLE, stage=TripStage.PLANNED)
    days = ReportTrip(trip=ID, title=TITLE, period=ELEVEN, nights=9, stage=TripStage.PLANNED)
    assert given(unknown).state_after(report).period == unknown.period
    assert given(unknown).state_after(days, report).period == ELEVEN
    within = ReportTrip(trip=ID, title=TITLE, period=unknown.period, stage=TripStage.PLANNED)
    assert given(unknown).state_after(days, within).period == ELEVEN
    assert given(TripPlanned(title=TITLE)).state_after(within).period == unknown.period


def test_nights_of_a_later_report_fit_into_the_days() -> None:
    report = ReportTrip(trip=ID, title=TITLE, nights=11, stage=TripStage.CONFIRMED)
    given(PLANNED).when(report).refused("11 nights do not fit into 11 days")
    moved = ReportTrip(trip=ID, title=TITLE, period=FIVE, nights=4, stage=TripStage.CONFIRMED)
    assert given(PLANNED).state_after(moved).in_flight == 0


def test_a_report_cannot_take_a_trip_back() -> None:
    given(*LIVED["returned"]).when(COMMANDS["report confirmed"]).refused(
        "it is over on 2018-09-27/2018-10-07, and cannot be confirmed after that", "correct or withdraw"
    )


def test_a_later_report_may_say_anew_who_sees_it() -> None:
    public = ReportTrip(trip=ID, title=TITLE, stage=TripStage.PLANNED, visibility=Visibility.PUBLIC)
    classified = TripClassified(visibility=Visibility.PUBLIC)
    given(PLANNED).when(public).then(TripReported(title=TITLE, stage=TripStage.PLANNED), classified)
    given(PLANNED, classified).when(public).then(TripReported(title=TITLE, stage=TripStage.PLANNED))


# --- corrections and withdrawals --------------------------------------------------------------------------------------


def test_a_correction_puts_right_what_was_said_last() -> None:
    fields = TripFacts(nights=10)
    command = CorrectTrip(trip=ID, fields=fields, reason=WHY)
    moved = (PLANNED, TripRescheduled(period=SHIFTED, nights=9))
    given(*moved).when(command).then(TripCorrected(event=2, fields=fields, reason=WHY))
    again = TripFacts(nights=8)
    trip = (
        given(*moved, TripCorrected(event=2, fields=fields, reason=WHY))
        .when(CorrectTrip(trip=ID, fields=again, reason=WHY))
        .then(TripCorrected(event=2, fields=again, reason=WHY))
    )
    assert trip.nights == 8


def test_a_correction_never_overturns_a_later_value() -> None:
    fields = TripFacts(period=FIVE, nights=4, purpose=Text(en="trade"))
    opened = TripPlanned(title=TITLE, period=ELEVEN, nights=9, purpose=Text(en="travel"))
    trip = (
        given(opened, TripRescheduled(period=SHIFTED, nights=9))
        .when(CorrectTrip(trip=ID, event=1, fields=fields, reason=WHY))
        .then(TripCorrected(event=1, fields=fields, reason=WHY))
    )
    assert (trip.period, trip.nights, trip.purpose) == (SHIFTED, 9, Text(en="trade"))
    without = evolve(trip, TripWithdrawn(event=2, reason=WHY))
    assert (without.period, without.nights) == (FIVE, 4)


def test_a_correction_is_of_one_event() -> None:
    history = (*DEPARTED, TripReturned(actual_period=SHIFTED, actual_nights=10))
    both = TripFacts(nights=8, actual_nights=8)
    given(*history).when(CorrectTrip(trip=ID, fields=both, reason=WHY)).refused("events 1, 4 set these fields")
    given(*history).when(CorrectTrip(trip=ID, event=1, fields=both, reason=WHY)).refused("did not set actual_nights")
    given(PLANNED).when(CorrectTrip(trip=ID, fields=TripFacts(purpose=TITLE), reason=WHY)).refused(
        "no event has set purpose"
    )
    given(PLANNED).when(CorrectTrip(trip=ID, event=4, fields=both, reason=WHY)).refused("none of its events")


def test_what_a_correction_cannot_say() -> None:
    assert set(TripFacts.model_fields) <= set(Trip.fact_names())
    assert not {"stage", "reason", "visibility", "public_from"} & set(TripFacts.model_fields)


def test_withdrawing_an_event_brings_the_earlier_value_back() -> None:
    history = (PLANNED, TripRescheduled(period=SHIFTED, nights=8), TripConfirmed(), TripRescheduled(period=FIVE))
    moved = given(*history).state_after(WithdrawTrip(trip=ID, event=4, reason=WHY))
    assert (moved.period, moved.nights, moved.stage) == (SHIFTED, 8, TripStage.CONFIRMED)
    unconfirmed = given(*history).state_after(WithdrawTrip(trip=ID, event=3, reason=WHY))
    assert (unconfirmed.period, unconfirmed.nights, unconfirmed.stage) == (FIVE, None, TripStage.PLANNED)
    given(*history).when(WithdrawTrip(trip=ID, event=1, reason=WHY)).refused("its first event opened it")
    given(*history, TripWithdrawn(event=4, reason=WHY)).when(WithdrawTrip(trip=ID, event=4, reason=WHY)).refused(
        "withdrawn already"
    )
    given(*history, TripWithdrawn(event=4, reason=WHY)).when(
        CorrectTrip(trip=ID, event=4, fields=TripFacts(period=SHIFTED), reason=WHY)
    ).refused("event 4 is withdrawn")


def test_withdrawing_a_return_brings_the_planned_days_back() -> None:
    history = (*DEPARTED, TripReturned(actual_period=FIVE, actual_nights=4))
    trip = given(*history).state_after(WithdrawTrip(trip=ID, event=4, reason=WHY))
    assert (trip.stage, trip.dates, trip.lodged) == (TripStage.DEPARTED, ELEVEN, 9)


def test_withdrawing_the_whole_and_undoing_that() -> None:
    withdrawn = given(*LIVED["confirmed"]).when(WithdrawTrip(trip=ID, reason=WHY)).then(TripWithdrawn(reason=WHY))
    assert withdrawn.is_withdrawn
    back = evolve(withdrawn, TripWithdrawn(event=3, reason=WHY))
    assert not back.is_withdrawn
    assert (back.stage, back.period, back.nights, back.version) == (TripStage.CONFIRMED, ELEVEN, 9, 4)
    given(*LIVED["confirmed"], TripWithdrawn(reason=WHY)).when(
        WithdrawTrip(trip=ID, event=3, reason=WHY), DepartTrip(trip=ID)
    ).then(TripWithdrawn(event=3, reason=WHY), TripDeparted())
    given(*LIVED["confirmed"], TripWithdrawn(reason=WHY)).when(WithdrawTrip(trip=ID, event=2, reason=WHY)).refused(
        "it was withdrawn as a whole"
    )


def test_corrections_and_withdrawals_of_one_day_are_told_apart_by_their_event() -> None:
    assert CorrectTrip(trip=ID, event=2, fields=TripFacts(nights=8), reason=WHY).distinction == "2"
    assert WithdrawTrip(trip=ID, reason=WHY).distinction == ""
