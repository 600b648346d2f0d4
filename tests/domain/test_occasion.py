from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import (
    AttendOccasion,
    CancelOccasion,
    CancelOccurrence,
    ChangeOccasion,
    ChangeOccurrence,
    ClassifyOccasion,
    ConfirmOccasion,
    CorrectOccasion,
    ExtendOccasion,
    HoldOccasion,
    Occasion,
    OccasionAttendanceSet,
    OccasionCancelled,
    OccasionCategory,
    OccasionChanged,
    OccasionClassified,
    OccasionCommands,
    OccasionConfirmed,
    OccasionCorrected,
    OccasionDetails,
    OccasionEvents,
    OccasionFacts,
    OccasionHeld,
    OccasionPlanned,
    OccasionPostponed,
    OccasionReinstated,
    OccasionReported,
    OccasionRescheduled,
    OccasionStage,
    OccasionWithdrawn,
    OccurrenceDetails,
    PlanOccasion,
    PostponeOccasion,
    ReinstateOccasion,
    ReinstateOccurrence,
    RepeatOccasion,
    ReportOccasion,
    RescheduleOccasion,
    WithdrawOccasion,
    evolve,
)
from mayor_schedule.domain.values.attendance import Answer, Attendance, Mode
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Party
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import ImpossibleHistoryError
from spec import cells, given, state_after

ID = "occasion:2018-tb-symposium"
TITLE, OTHER = (Text(en=title) for title in ("Symposium on health care in North Korea", "another title"))
FIRST, SECOND, THIRD = (Period.of(day) for day in ("2018-02-07", "2018-02-08", "2018-02-09"))
WHY = Text(en="misread")
YES, NO = (Attendance(answer=answer) for answer in (Answer.YES, Answer.NO))
DEPUTY = Attendance(principal="vice_mayor", answer=Answer.YES, mode=Mode.VIDEO)

PLANNED = OccasionPlanned(title=TITLE, when=FIRST, visibility=Visibility.INTERNAL)
LIVED: dict[str, tuple[OccasionEvents, ...]] = {
    "planned": (PLANNED,),
    "confirmed": (PLANNED, OccasionConfirmed()),
    "postponed": (PLANNED, OccasionPostponed()),
    "held": (PLANNED, OccasionConfirmed(), OccasionHeld()),
    "cancelled": (PLANNED, OccasionCancelled()),
}
TABLE = """
                 | planned    confirmed  postponed  held       cancelled
plan             | -          -          -          -          -
report planned   | planned    -          planned    -          -
report confirmed | confirmed  confirmed  confirmed  -          -
report postponed | postponed  postponed  postponed  -          -
report held      | held       held       held       held       -
report cancelled | cancelled  cancelled  cancelled  -          cancelled
confirm          | confirmed  -          -          -          -
reschedule       | planned    confirmed  -          -          -
change           | planned    confirmed  postponed  held       cancelled
hold             | -          held       -          -          -
cancel           | cancelled  cancelled  cancelled  -          -
postpone         | postponed  postponed  -          -          -
reinstate        | -          -          planned    -          planned
repeat           | planned    confirmed  -          -          -
extend           | -          -          -          -          -
change one       | -          -          -          -          -
cancel one       | -          -          -          -          -
reinstate one    | -          -          -          -          -
attend           | planned    confirmed  postponed  held       cancelled
classify         | planned    confirmed  postponed  held       cancelled
correct          | planned    confirmed  postponed  held       cancelled
withdraw         | planned    confirmed  postponed  held       cancelled
"""
COMMANDS: dict[str, Command] = {
    "plan": PlanOccasion(occasion=ID, title=TITLE),
    **{f"report {stage}": ReportOccasion(occasion=ID, title=TITLE, stage=stage) for stage in OccasionStage},
    "confirm": ConfirmOccasion(occasion=ID),
    "reschedule": RescheduleOccasion(occasion=ID, when=SECOND),
    "change": ChangeOccasion(occasion=ID, fields=OccasionDetails(description=Text(en="trade"))),
    "hold": HoldOccasion(occasion=ID),
    "cancel": CancelOccasion(occasion=ID),
    "postpone": PostponeOccasion(occasion=ID),
    "reinstate": ReinstateOccasion(occasion=ID),
    "repeat": RepeatOccasion(occasion=ID, recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3")),
    "extend": ExtendOccasion(occasion=ID, booked_until=date(2030, 1, 1)),
    "change one": ChangeOccurrence(occasion=ID, occurrence=FIRST.first, fields=OccurrenceDetails(title=TITLE)),
    "cancel one": CancelOccurrence(occasion=ID, occurrence=FIRST.first),
    "reinstate one": ReinstateOccurrence(occasion=ID, occurrence=FIRST.first),
    "attend": AttendOccasion(occasion=ID, attendance=YES),
    "classify": ClassifyOccasion(occasion=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectOccasion(occasion=ID, fields=OccasionFacts(when=SECOND), reason=WHY),
    "withdraw": WithdrawOccasion(occasion=ID, reason=WHY),
}


@pytest.mark.parametrize("found", [False, True], ids=["lived", "found"])
@pytest.mark.parametrize(("command", "stage", "follows"), cells(TABLE))
def test_what_may_follow_what(command: str, stage: str, follows: str | None, found: bool) -> None:
    reported = OccasionReported(title=TITLE, when=FIRST, stage=OccasionStage(stage), visibility=Visibility.INTERNAL)
    outcome = given(*((reported,) if found else LIVED[stage])).when(COMMANDS[command])
    if follows is None:
        outcome.refused()
    else:
        state, events = outcome.happened()
        assert len(events) == 1
        assert state.stage is OccasionStage(follows)


def test_the_table_has_every_command_and_stage() -> None:
    assert {command for command, _, _ in cells(TABLE)} == set(COMMANDS)
    assert {stage for _, stage, _ in cells(TABLE)} == set(OccasionStage) == set(LIVED)
    assert {type(command) for command in COMMANDS.values()} == set(get_args(OccasionCommands))


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.startswith(("plan", "report"))])
def test_nothing_can_be_asked_of_an_occasion_that_nobody_opened_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it")
    given(PLANNED, OccasionWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")


def test_a_withdrawn_occasion_is_not_opened_anew() -> None:
    withdrawn = given(PLANNED, OccasionWithdrawn(reason=WHY))
    withdrawn.when(COMMANDS["plan"]).refused("choose another id")
    withdrawn.when(COMMANDS["report held"]).refused("withdraw the withdrawal")


@pytest.mark.parametrize("event", sorted(set(get_args(OccasionEvents)) - {OccasionPlanned, OccasionReported}, key=str))
def test_only_two_events_can_open_an_occasion(event: type[OccasionEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_an_occasion_cannot_be_planned_twice() -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(PLANNED), PLANNED)


# --- each step --------------------------------------------------------------------------------------------------------


def test_planning_says_all_that_is_known_and_is_internal_unless_said() -> None:
    known: dict[str, Any] = {
        "title": Text(ko="남북노동자통일축구대회"), "category": OccasionCategory.SPORTS, "when": SECOND,
        "place": Place(city=Text(en="Seoul")), "organisers": (Party(name=Text(ko="한국노총")),),
        "participants": (Party(name=Text(ko="민주노총")), Party(name=Text(ko="북측 조선직업총동맹"))),
        "supporters": (Party(name=Text(ko="서울시")),), "city_role": Text(ko="지원", en="support"),
        "programme": (Text(en="opening"), Text(en="match")), "description": Text(en="first civil exchange"),
    }  # fmt: skip
    occasion = (
        given()
        .when(PlanOccasion(occasion="2018-football", attendance=(YES,), **known))
        .then(OccasionPlanned(attendance=(YES,), visibility=Visibility.INTERNAL, **known))
    )
    assert {name: getattr(occasion, name) for name in known} == known
    assert occasion.visibility is Visibility.INTERNAL
    assert occasion.attendance == (YES,)


def test_a_change_says_only_what_changed() -> None:
    fields = OccasionDetails(programme=(Text(en="opening"),), description=None)
    before = OccasionPlanned(title=TITLE, description=Text(en="trade"), city_role=Text(en="support"))
    occasion = given(before).when(ChangeOccasion(occasion=ID, fields=fields)).then(OccasionChanged(fields=fields))
    assert (occasion.programme, occasion.description) == ((Text(en="opening"),), None)
    assert occasion.city_role == Text(en="support")


def test_an_occasion_keeps_a_title() -> None:
    given(PLANNED).when(ChangeOccasion(occasion=ID, fields=OccasionDetails(title=None))).refused("no title")
    given(PLANNED).when(CorrectOccasion(occasion=ID, fields=OccasionFacts(title=None), reason=WHY)).refused("no title")


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 2, 1, tzinfo=UTC)
    given().when(PlanOccasion(occasion=ID, title=TITLE, public_from=until)).refused("needs the visibility public")
    given().when(PlanOccasion(occasion=ID, title=TITLE, public_from=until, visibility=Visibility.PUBLIC)).then(
        OccasionPlanned(title=TITLE, public_from=until, visibility=Visibility.PUBLIC)
    )
    shown_later = OccasionClassified(visibility=Visibility.PUBLIC, public_from=until)
    occasion = (
        given(PLANNED, shown_later)
        .when(ClassifyOccasion(occasion=ID, visibility=Visibility.PUBLIC))
        .then(OccasionClassified(visibility=Visibility.PUBLIC))
    )
    assert occasion.public_from is None
    assert state_after(PLANNED, shown_later).public_from == until


def test_rescheduling_moves_it_to_another_date() -> None:
    occasion = (
        given(PLANNED)
        .when(RescheduleOccasion(occasion=ID, when=SECOND, reason=WHY))
        .then(OccasionRescheduled(when=SECOND, reason=WHY))
    )
    assert occasion.dates == SECOND
    assert occasion.reason == WHY


def test_rescheduling_to_the_same_date_is_refused() -> None:
    given(PLANNED).when(RescheduleOccasion(occasion=ID, when=FIRST)).refused("it takes place on 2018-02-07 already")
    unknown = OccasionPlanned(title=TITLE)
    given(unknown).when(RescheduleOccasion(occasion=ID, when=Unknown())).refused(
        "when it takes place is unknown already"
    )
    given(unknown).when(RescheduleOccasion(occasion=ID, when=Unknown(within="occasion:forum"))).then(
        OccasionRescheduled(when=Unknown(within="occasion:forum"))
    )


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (SECOND, " on 2018-02-08"),
        (Period.of("2018-02-07", "2018-02-09"), " on 2018-02-07/2018-02-09"),
        (FuzzyDate.of("2018-02-08"), " on 2018-02-08"),
        (FuzzyDate.of("2018-02"), ""),
        (FuzzyDate.of("2018-02-08~"), ""),
        (Timed(start=Moment.of("2018-02-08T15:00", "Asia/Seoul")), " on 2018-02-08"),
        (Unknown(), ""),
    ],
)
def test_an_occasion_is_held_as_it_turned_out(when: Any, day: str) -> None:
    occasion = (
        given(*LIVED["confirmed"]).when(HoldOccasion(occasion=ID, when=when)).then(OccasionHeld(actual_when=when))
    )
    assert (occasion.when, occasion.actual_when, occasion.dates) == (FIRST, when, when)
    assert occasion.standing == f"it was held{day}"
    given(*LIVED["confirmed"], OccasionHeld(actual_when=when)).when(CancelOccasion(occasion=ID)).refused(
        f"cannot cancel {ID}: it was held{day}; that is possible while it is planned or confirmed or postponed"
    )


def test_an_occasion_that_was_held_as_planned() -> None:
    occasion = given(*LIVED["confirmed"]).when(HoldOccasion(occasion=ID)).then(OccasionHeld())
    assert occasion.dates == FIRST
    assert occasion.standing == "it was held on 2018-02-07"


def test_a_postponed_occasion_has_no_date_until_it_is_back_on() -> None:
    occasion = given(PLANNED).when(PostponeOccasion(occasion=ID, reason=WHY)).then(OccasionPostponed(reason=WHY))
    assert occasion.dates == Unknown()
    assert occasion.standing == "it is postponed"
    back = given(PLANNED, OccasionPostponed()).when(ReinstateOccasion(occasion=ID)).then(OccasionReinstated())
    assert back.dates == FIRST
    moved = given(PLANNED, OccasionPostponed()).when(ReinstateOccasion(occasion=ID, when=THIRD))
    assert moved.then(OccasionReinstated(when=THIRD)).dates == THIRD


def test_a_cancelled_occasion_can_be_reinstated() -> None:
    cancelled = given(PLANNED).when(CancelOccasion(occasion=ID, reason=WHY)).then(OccasionCancelled(reason=WHY))
    assert cancelled.standing == "it was cancelled"
    assert state_after(*LIVED["cancelled"], OccasionReinstated(when=SECOND)).dates == SECOND


# --- attendance -------------------------------------------------------------------------------------------------------


def test_each_principal_attends_for_himself() -> None:
    opened = OccasionPlanned(title=TITLE, attendance=(YES, DEPUTY))
    occasion = given(opened).when(AttendOccasion(occasion=ID, attendance=NO)).then(OccasionAttendanceSet(attendance=NO))
    assert occasion.attendance == (NO, DEPUTY)
    assert (occasion.set_by["attendance mayor"], occasion.set_by["attendance vice_mayor"]) == (2, 1)
    assert "attendance" not in occasion.facts
    assert state_after(PLANNED).attendance == ()


def test_the_same_attendance_is_not_said_twice() -> None:
    attended = given(PLANNED, OccasionAttendanceSet(attendance=YES))
    attended.when(AttendOccasion(occasion=ID, attendance=YES)).refused("the attendance of mayor is yes already")
    remote = Attendance(answer=Answer.YES, mode=Mode.VIDEO)
    assert attended.when(AttendOccasion(occasion=ID, attendance=remote)).then(OccasionAttendanceSet(attendance=remote))


def test_no_command_speaks_of_a_principal_twice() -> None:
    answers = (YES, DEPUTY, NO)
    given().when(PlanOccasion(occasion=ID, title=TITLE, attendance=answers)).refused("attendance of mayor twice")
    report = ReportOccasion(occasion=ID, stage=OccasionStage.PLANNED, title=TITLE, attendance=answers)
    given().when(report).refused("attendance of mayor twice")
    given(PLANNED).when(report).refused("attendance of mayor twice")
    given(OccasionPlanned(title=TITLE, attendance=(YES,))).when(
        CorrectOccasion(occasion=ID, fields=OccasionFacts(attendance=(YES, NO)), reason=WHY)
    ).refused("gives the attendance of mayor twice")


def test_attendances_of_one_day_are_told_apart_by_their_principal() -> None:
    assert AttendOccasion(occasion=ID, attendance=DEPUTY).distinction == "vice_mayor"


def test_withdrawing_an_attendance_brings_the_earlier_one_back() -> None:
    history = (
        OccasionPlanned(title=TITLE, attendance=(YES,)),
        OccasionAttendanceSet(attendance=DEPUTY),
        OccasionAttendanceSet(attendance=NO),
    )
    occasion = (
        given(*history)
        .when(WithdrawOccasion(occasion=ID, event=3, reason=WHY))
        .then(OccasionWithdrawn(event=3, reason=WHY))
    )
    assert occasion.attendance == (YES, DEPUTY)


def test_correcting_one_attendance_leaves_the_others_and_later_ones() -> None:
    opened = OccasionPlanned(title=TITLE, attendance=(YES, DEPUTY))
    command = CorrectOccasion(occasion=ID, fields=OccasionFacts(attendance=(NO,)), reason=WHY)
    corrected = OccasionCorrected(event=1, fields=command.fields, reason=WHY)
    assert given(opened).when(command).then(corrected).attendance == (NO, DEPUTY)
    later = Attendance(answer=Answer.YES, mode=Mode.MESSAGE)
    occasion = state_after(opened, OccasionAttendanceSet(attendance=later), corrected)
    assert occasion.attendance == (later, DEPUTY)
    given(opened, OccasionAttendanceSet(attendance=later)).when(command).then(
        OccasionCorrected(event=2, fields=command.fields, reason=WHY)
    )
    given(PLANNED).when(command).refused("no event has set attendance mayor")
    given(PLANNED, OccasionAttendanceSet(attendance=DEPUTY)).when(command.model_copy(update={"event": 2})).refused(
        "event 2 did not set attendance mayor"
    )
    with pytest.raises(ValidationError):
        OccasionFacts(attendance=())


# --- reports ----------------------------------------------------------------------------------------------------------


def test_an_occasion_can_be_found_at_any_stage() -> None:
    for stage in OccasionStage:
        occasion = (
            given()
            .when(ReportOccasion(occasion=ID, stage=stage, title=TITLE))
            .then(OccasionReported(stage=stage, title=TITLE, visibility=Visibility.INTERNAL))
        )
        assert occasion.stage is stage


def test_a_later_report_adds_what_it_knows() -> None:
    opened = OccasionPlanned(title=TITLE, when=FIRST, description=Text(en="trade"), attendance=(YES, DEPUTY))
    report = ReportOccasion(
        occasion=ID, title=TITLE, stage=OccasionStage.HELD, city_role=Text(en="host"), attendance=(NO,)
    )
    occasion = (
        given(opened)
        .when(report)
        .then(OccasionReported(title=TITLE, stage=OccasionStage.HELD, city_role=Text(en="host"), attendance=(NO,)))
    )
    assert (occasion.when, occasion.description, occasion.city_role) == (FIRST, Text(en="trade"), Text(en="host"))
    assert occasion.attendance == (NO, DEPUTY)
    assert occasion.title == TITLE
    assert occasion.visibility is Visibility.INTERNAL


def test_a_later_report_sets_a_date_that_was_unknown() -> None:
    unknown = OccasionPlanned(title=TITLE, when=Unknown(within="occasion:forum"))
    assert state_after(unknown, OccasionReported(title=TITLE, stage=OccasionStage.PLANNED, when=SECOND)).when == SECOND
    assert state_after(unknown, OccasionReported(title=TITLE, stage=OccasionStage.PLANNED)).when == unknown.when


def test_a_report_cannot_take_an_occasion_back() -> None:
    held = (PLANNED, OccasionConfirmed(), OccasionHeld(actual_when=SECOND))
    given(*held).when(ReportOccasion(occasion=ID, title=TITLE, stage=OccasionStage.CONFIRMED)).refused(
        "it was held on 2018-02-08, and cannot be confirmed after that", "correct or withdraw"
    )


def test_a_later_report_may_say_anew_who_sees_it() -> None:
    public = ReportOccasion(occasion=ID, title=TITLE, stage=OccasionStage.PLANNED, visibility=Visibility.PUBLIC)
    given(PLANNED).when(public).then(
        OccasionReported(title=TITLE, stage=OccasionStage.PLANNED), OccasionClassified(visibility=Visibility.PUBLIC)
    )
    given(PLANNED, OccasionClassified(visibility=Visibility.PUBLIC)).when(public).then(
        OccasionReported(title=TITLE, stage=OccasionStage.PLANNED)
    )


# --- corrections and withdrawals --------------------------------------------------------------------------------------


def test_a_correction_puts_right_what_was_said_last() -> None:
    command = CorrectOccasion(occasion=ID, fields=OccasionFacts(when=THIRD), reason=WHY)
    given(PLANNED, OccasionRescheduled(when=SECOND)).when(command).then(
        OccasionCorrected(event=2, fields=command.fields, reason=WHY)
    )


def test_a_correction_never_overturns_a_later_value() -> None:
    occasion = (
        given(PLANNED, OccasionRescheduled(when=SECOND))
        .when(CorrectOccasion(occasion=ID, event=1, fields=OccasionFacts(when=THIRD, title=OTHER), reason=WHY))
        .then(OccasionCorrected(event=1, fields=OccasionFacts(when=THIRD, title=OTHER), reason=WHY))
    )
    assert occasion.when == SECOND
    assert occasion.title == OTHER
    without = evolve(occasion, OccasionWithdrawn(event=2, reason=WHY))
    assert without.when == THIRD


def test_a_correction_is_of_one_event() -> None:
    fields = OccasionFacts(when=THIRD, actual_when=THIRD)
    history = (PLANNED, OccasionConfirmed(), OccasionHeld(actual_when=SECOND))
    given(*history).when(CorrectOccasion(occasion=ID, fields=fields, reason=WHY)).refused(
        "events 1, 3 set these fields"
    )
    fields = OccasionFacts(actual_when=THIRD)
    occasion = (
        given(*history)
        .when(CorrectOccasion(occasion=ID, fields=fields, reason=WHY))
        .then(OccasionCorrected(event=3, fields=fields, reason=WHY))
    )
    assert occasion.dates == THIRD
    given(PLANNED).when(CorrectOccasion(occasion=ID, fields=fields, reason=WHY)).refused("no event has set actual_when")
    given(PLANNED).when(CorrectOccasion(occasion=ID, event=4, fields=fields, reason=WHY)).refused(
        "none of its events has the version 4"
    )


def test_every_fact_but_stage_reason_and_visibility_can_be_corrected() -> None:
    beside = {"stage", "reason", "visibility", "public_from"}
    assert set(OccasionFacts.model_fields) == set(Occasion.fact_names()) - beside | {"attendance"}
    assert "attendance" not in Occasion.fact_names()


def test_no_date_can_be_corrected_to_nothing_but_to_unknown() -> None:
    with pytest.raises(ValidationError):
        OccasionFacts.model_validate({"when": None})
    assert OccasionFacts.model_validate({"when": "unknown"}).given() == {"when": Unknown()}


def test_withdrawing_an_event_brings_the_earlier_value_back() -> None:
    history = (PLANNED, OccasionRescheduled(when=SECOND), OccasionConfirmed(), OccasionRescheduled(when=THIRD))
    moved = given(*history).state_after(WithdrawOccasion(occasion=ID, event=4, reason=WHY))
    assert (moved.when, moved.stage) == (SECOND, OccasionStage.CONFIRMED)
    unconfirmed = given(*history).state_after(WithdrawOccasion(occasion=ID, event=3, reason=WHY))
    assert (unconfirmed.when, unconfirmed.stage) == (THIRD, OccasionStage.PLANNED)
    given(*history).when(WithdrawOccasion(occasion=ID, event=1, reason=WHY)).refused("its first event opened it")
    given(*history, OccasionWithdrawn(event=4, reason=WHY)).when(
        WithdrawOccasion(occasion=ID, event=4, reason=WHY)
    ).refused("withdrawn already")


def test_withdrawing_the_whole_and_undoing_that() -> None:
    withdrawn = given(PLANNED, OccasionConfirmed()).when(WithdrawOccasion(occasion=ID, reason=WHY))
    whole = withdrawn.then(OccasionWithdrawn(reason=WHY))
    assert whole.is_withdrawn
    back = evolve(whole, OccasionWithdrawn(event=3, reason=WHY))
    assert not back.is_withdrawn
    assert (back.stage, back.when, back.version) == (OccasionStage.CONFIRMED, FIRST, 4)
    given(PLANNED, OccasionConfirmed(), OccasionWithdrawn(reason=WHY)).when(
        WithdrawOccasion(occasion=ID, event=3, reason=WHY), HoldOccasion(occasion=ID)
    ).then(OccasionWithdrawn(event=3, reason=WHY), OccasionHeld())


# --- what came of it --------------------------------------------------------------------------------------------------


def test_a_new_bureau_is_an_occasion_that_takes_effect() -> None:
    planned = OccasionPlanned(title=TITLE, category=OccasionCategory.REORGANIZATION, when=FIRST)
    outcome = Text(en="two divisions, six teams")
    occasion = (
        given(planned, OccasionConfirmed())
        .when(HoldOccasion(occasion=ID, outcome=outcome))
        .then(OccasionHeld(outcome=outcome))
    )
    assert (occasion.outcome, occasion.dates, occasion.stage) == (outcome, FIRST, OccasionStage.HELD)
    report = ReportOccasion(occasion=ID, title=TITLE, stage=OccasionStage.HELD, outcome=outcome)
    found = given(planned).when(report)
    assert found.then(OccasionReported(title=TITLE, stage=OccasionStage.HELD, outcome=outcome)).outcome == outcome


def test_whether_the_mayor_attends_is_unknown_until_it_is_said() -> None:
    assert state_after(PLANNED).attendance == ()
    unknown = Attendance()
    said = given(PLANNED).when(AttendOccasion(occasion=ID, attendance=unknown))
    assert said.then(OccasionAttendanceSet(attendance=unknown)).attendance[0].answer is Answer.UNKNOWN
