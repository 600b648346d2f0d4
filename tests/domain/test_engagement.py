from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.engagement import (
    AttendEngagement,
    CancelEngagement,
    ChangeEngagement,
    ClassifyEngagement,
    ConfirmEngagement,
    CorrectEngagement,
    Engagement,
    EngagementAttendanceSet,
    EngagementCancelled,
    EngagementChanged,
    EngagementClassified,
    EngagementCommands,
    EngagementConfirmed,
    EngagementCorrected,
    EngagementDetails,
    EngagementEvents,
    EngagementFacts,
    EngagementHeld,
    EngagementMoved,
    EngagementPlanned,
    EngagementPostponed,
    EngagementReinstated,
    EngagementReported,
    EngagementRescheduled,
    EngagementStage,
    EngagementWithdrawn,
    HoldEngagement,
    MoveEngagement,
    PlanEngagement,
    PostponeEngagement,
    ReinstateEngagement,
    ReportEngagement,
    RescheduleEngagement,
    WithdrawEngagement,
    evolve,
)
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.attendance import Answer, Attendance, Mode
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import ImpossibleHistoryError
from spec import cells, given, state_after

ID = "engagement:2018-barcelona-mayor"
TITLE, OTHER = (Text(en=title) for title in ("Meeting the mayor of Barcelona", "another title"))
FIRST, SECOND, THIRD = (Period.of(day) for day in ("2018-02-07", "2018-02-08", "2018-02-09"))
WHY = Text(en="misread")
YES, NO = (Attendance(answer=answer) for answer in (Answer.YES, Answer.NO))
DEPUTY = Attendance(principal="vice_mayor", answer=Answer.YES, mode=Mode.VIDEO)

PLANNED = EngagementPlanned(title=TITLE, when=FIRST, visibility=Visibility.INTERNAL)
LIVED: dict[str, tuple[EngagementEvents, ...]] = {
    "planned": (PLANNED,),
    "confirmed": (PLANNED, EngagementConfirmed()),
    "postponed": (PLANNED, EngagementPostponed()),
    "held": (PLANNED, EngagementConfirmed(), EngagementHeld()),
    "cancelled": (PLANNED, EngagementCancelled()),
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
move             | planned    confirmed  postponed  held       cancelled
change           | planned    confirmed  postponed  held       cancelled
hold             | -          held       -          -          -
cancel           | cancelled  cancelled  cancelled  -          -
postpone         | postponed  postponed  -          -          -
reinstate        | -          -          planned    -          planned
attend           | planned    confirmed  postponed  held       cancelled
classify         | planned    confirmed  postponed  held       cancelled
correct          | planned    confirmed  postponed  held       cancelled
withdraw         | planned    confirmed  postponed  held       cancelled
"""
COMMANDS: dict[str, Command] = {
    "plan": PlanEngagement(engagement=ID, title=TITLE),
    **{f"report {stage}": ReportEngagement(engagement=ID, title=TITLE, stage=stage) for stage in EngagementStage},
    "confirm": ConfirmEngagement(engagement=ID),
    "reschedule": RescheduleEngagement(engagement=ID, when=SECOND),
    "move": MoveEngagement(engagement=ID, part_of="trip:2018-europe"),
    "change": ChangeEngagement(engagement=ID, fields=EngagementDetails(purpose=Text(en="trade"))),
    "hold": HoldEngagement(engagement=ID),
    "cancel": CancelEngagement(engagement=ID),
    "postpone": PostponeEngagement(engagement=ID),
    "reinstate": ReinstateEngagement(engagement=ID),
    "attend": AttendEngagement(engagement=ID, attendance=YES),
    "classify": ClassifyEngagement(engagement=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectEngagement(engagement=ID, fields=EngagementFacts(when=SECOND), reason=WHY),
    "withdraw": WithdrawEngagement(engagement=ID, reason=WHY),
}


@pytest.mark.parametrize("found", [False, True], ids=["lived", "found"])
@pytest.mark.parametrize(("command", "stage", "follows"), cells(TABLE))
def test_what_may_follow_what(command: str, stage: str, follows: str | None, found: bool) -> None:
    reported = EngagementReported(title=TITLE, when=FIRST, stage=EngagementStage(stage), visibility=Visibility.INTERNAL)
    outcome = given(*((reported,) if found else LIVED[stage])).when(COMMANDS[command])
    if follows is None:
        outcome.refused()
    else:
        state, events = outcome.happened()
        assert len(events) == 1
        assert state.stage is EngagementStage(follows)


def test_the_table_has_every_command_and_stage() -> None:
    assert {command for command, _, _ in cells(TABLE)} == set(COMMANDS)
    assert {stage for _, stage, _ in cells(TABLE)} == set(EngagementStage) == set(LIVED)
    assert {type(command) for command in COMMANDS.values()} == set(get_args(EngagementCommands))


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.startswith(("plan", "report"))])
def test_nothing_can_be_asked_of_an_engagement_that_nobody_opened_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it")
    given(PLANNED, EngagementWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")


def test_a_withdrawn_engagement_is_not_opened_anew() -> None:
    withdrawn = given(PLANNED, EngagementWithdrawn(reason=WHY))
    withdrawn.when(COMMANDS["plan"]).refused("choose another id")
    withdrawn.when(COMMANDS["report held"]).refused("withdraw the withdrawal")


@pytest.mark.parametrize(
    "event", sorted(set(get_args(EngagementEvents)) - {EngagementPlanned, EngagementReported}, key=str)
)
def test_only_two_events_can_open_an_engagement(event: type[EngagementEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_an_engagement_cannot_be_planned_twice() -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(PLANNED), PLANNED)


# --- each step --------------------------------------------------------------------------------------------------------


def test_planning_says_all_that_is_known_and_is_internal_unless_said() -> None:
    known: dict[str, Any] = {
        "title": Text(ko="한중지사성장회의"), "when": SECOND, "place": Place(city=Text(en="Beijing")),
        "part_of": "trip:2018-beijing", "counterparts": (Person(office=Text(en="governor")),),
        "parties": (Party(name=Text(en="Beijing")),), "responsible": Party(name=Text(ko="국제협력관")),
        "co_hosts": (Party(name=Text(ko="시도지사협의회")), Party(name=Text(ko="중국인민대외우호협회"))),
        "role": Text(en="chair"), "purpose": Text(en="exchange"), "topics": (Text(en="air"), Text(en="trade")),
        "expected_outcome": Text(en="a declaration"),
    }  # fmt: skip
    engagement = (
        given()
        .when(PlanEngagement(engagement="2018-governors", attendance=(YES,), **known))
        .then(EngagementPlanned(attendance=(YES,), visibility=Visibility.INTERNAL, **known))
    )
    assert {name: getattr(engagement, name) for name in known} == known
    assert engagement.visibility is Visibility.INTERNAL
    assert engagement.attendance == (YES,)


def test_a_change_says_only_what_changed() -> None:
    fields = EngagementDetails(topics=(Text(en="air"),), purpose=None)
    before = EngagementPlanned(title=TITLE, purpose=Text(en="trade"), role=Text(en="chair"))
    engagement = (
        given(before).when(ChangeEngagement(engagement=ID, fields=fields)).then(EngagementChanged(fields=fields))
    )
    assert (engagement.topics, engagement.purpose, engagement.role) == ((Text(en="air"),), None, Text(en="chair"))


def test_an_engagement_keeps_a_title() -> None:
    given(PLANNED).when(ChangeEngagement(engagement=ID, fields=EngagementDetails(title=None))).refused("no title")
    given(PLANNED).when(CorrectEngagement(engagement=ID, fields=EngagementFacts(title=None), reason=WHY)).refused(
        "no title"
    )


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 2, 1, tzinfo=UTC)
    given().when(PlanEngagement(engagement=ID, title=TITLE, public_from=until)).refused("needs the visibility public")
    given().when(PlanEngagement(engagement=ID, title=TITLE, public_from=until, visibility=Visibility.PUBLIC)).then(
        EngagementPlanned(title=TITLE, public_from=until, visibility=Visibility.PUBLIC)
    )
    shown_later = EngagementClassified(visibility=Visibility.PUBLIC, public_from=until)
    engagement = (
        given(PLANNED, shown_later)
        .when(ClassifyEngagement(engagement=ID, visibility=Visibility.PUBLIC))
        .then(EngagementClassified(visibility=Visibility.PUBLIC))
    )
    assert engagement.public_from is None
    assert state_after(PLANNED, shown_later).public_from == until


def test_rescheduling_moves_it_to_another_date() -> None:
    engagement = (
        given(PLANNED)
        .when(RescheduleEngagement(engagement=ID, when=SECOND, reason=WHY))
        .then(EngagementRescheduled(when=SECOND, reason=WHY))
    )
    assert engagement.dates == SECOND
    assert engagement.reason == WHY


def test_rescheduling_to_the_same_date_is_refused() -> None:
    given(PLANNED).when(RescheduleEngagement(engagement=ID, when=FIRST)).refused("it takes place on 2018-02-07 already")
    unknown = EngagementPlanned(title=TITLE)
    given(unknown).when(RescheduleEngagement(engagement=ID, when=Unknown())).refused(
        "when it takes place is unknown already"
    )
    given(unknown).when(RescheduleEngagement(engagement=ID, when=Unknown(within="occasion:forum"))).then(
        EngagementRescheduled(when=Unknown(within="occasion:forum"))
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
def test_an_engagement_is_held_as_it_turned_out(when: Any, day: str) -> None:
    engagement = (
        given(*LIVED["confirmed"]).when(HoldEngagement(engagement=ID, when=when)).then(EngagementHeld(actual_when=when))
    )
    assert (engagement.when, engagement.actual_when, engagement.dates) == (FIRST, when, when)
    assert engagement.standing == f"it was held{day}"
    given(*LIVED["confirmed"], EngagementHeld(actual_when=when)).when(CancelEngagement(engagement=ID)).refused(
        f"cannot cancel {ID}: it was held{day}; that is possible while it is planned or confirmed or postponed"
    )


def test_an_engagement_that_was_held_as_planned() -> None:
    engagement = given(*LIVED["confirmed"]).when(HoldEngagement(engagement=ID)).then(EngagementHeld())
    assert engagement.dates == FIRST
    assert engagement.standing == "it was held on 2018-02-07"


def test_a_postponed_engagement_has_no_date_until_it_is_back_on() -> None:
    engagement = (
        given(PLANNED).when(PostponeEngagement(engagement=ID, reason=WHY)).then(EngagementPostponed(reason=WHY))
    )
    assert engagement.dates == Unknown()
    assert engagement.standing == "it is postponed"
    back = given(PLANNED, EngagementPostponed()).when(ReinstateEngagement(engagement=ID)).then(EngagementReinstated())
    assert back.dates == FIRST
    moved = given(PLANNED, EngagementPostponed()).when(ReinstateEngagement(engagement=ID, when=THIRD))
    assert moved.then(EngagementReinstated(when=THIRD)).dates == THIRD


def test_a_cancelled_engagement_can_be_reinstated() -> None:
    cancelled = given(PLANNED).when(CancelEngagement(engagement=ID, reason=WHY)).then(EngagementCancelled(reason=WHY))
    assert cancelled.standing == "it was cancelled"
    assert state_after(*LIVED["cancelled"], EngagementReinstated(when=SECOND)).dates == SECOND


# --- attendance -------------------------------------------------------------------------------------------------------


def test_each_principal_attends_for_himself() -> None:
    opened = EngagementPlanned(title=TITLE, attendance=(YES, DEPUTY))
    engagement = (
        given(opened).when(AttendEngagement(engagement=ID, attendance=NO)).then(EngagementAttendanceSet(attendance=NO))
    )
    assert engagement.attendance == (NO, DEPUTY)
    assert (engagement.set_by["attendance mayor"], engagement.set_by["attendance vice_mayor"]) == (2, 1)
    assert "attendance" not in engagement.facts
    assert state_after(PLANNED).attendance == ()


def test_the_same_attendance_is_not_said_twice() -> None:
    attended = given(PLANNED, EngagementAttendanceSet(attendance=YES))
    attended.when(AttendEngagement(engagement=ID, attendance=YES)).refused("the attendance of mayor is yes already")
    remote = Attendance(answer=Answer.YES, mode=Mode.VIDEO)
    assert attended.when(AttendEngagement(engagement=ID, attendance=remote)).then(
        EngagementAttendanceSet(attendance=remote)
    )


def test_no_command_speaks_of_a_principal_twice() -> None:
    answers = (YES, DEPUTY, NO)
    given().when(PlanEngagement(engagement=ID, title=TITLE, attendance=answers)).refused("attendance of mayor twice")
    report = ReportEngagement(engagement=ID, stage=EngagementStage.PLANNED, title=TITLE, attendance=answers)
    given().when(report).refused("attendance of mayor twice")
    given(PLANNED).when(report).refused("attendance of mayor twice")
    given(EngagementPlanned(title=TITLE, attendance=(YES,))).when(
        CorrectEngagement(engagement=ID, fields=EngagementFacts(attendance=(YES, NO)), reason=WHY)
    ).refused("gives the attendance of mayor twice")


def test_attendances_of_one_day_are_told_apart_by_their_principal() -> None:
    assert AttendEngagement(engagement=ID, attendance=DEPUTY).distinction == "vice_mayor"


def test_withdrawing_an_attendance_brings_the_earlier_one_back() -> None:
    history = (
        EngagementPlanned(title=TITLE, attendance=(YES,)),
        EngagementAttendanceSet(attendance=DEPUTY),
        EngagementAttendanceSet(attendance=NO),
    )
    engagement = (
        given(*history)
        .when(WithdrawEngagement(engagement=ID, event=3, reason=WHY))
        .then(EngagementWithdrawn(event=3, reason=WHY))
    )
    assert engagement.attendance == (YES, DEPUTY)


def test_correcting_one_attendance_leaves_the_others_and_later_ones() -> None:
    opened = EngagementPlanned(title=TITLE, attendance=(YES, DEPUTY))
    command = CorrectEngagement(engagement=ID, fields=EngagementFacts(attendance=(NO,)), reason=WHY)
    corrected = EngagementCorrected(event=1, fields=command.fields, reason=WHY)
    assert given(opened).when(command).then(corrected).attendance == (NO, DEPUTY)
    later = Attendance(answer=Answer.YES, mode=Mode.MESSAGE)
    engagement = state_after(opened, EngagementAttendanceSet(attendance=later), corrected)
    assert engagement.attendance == (later, DEPUTY)
    given(opened, EngagementAttendanceSet(attendance=later)).when(command).then(
        EngagementCorrected(event=2, fields=command.fields, reason=WHY)
    )
    given(PLANNED).when(command).refused("no event has set attendance mayor")
    given(PLANNED, EngagementAttendanceSet(attendance=DEPUTY)).when(command.model_copy(update={"event": 2})).refused(
        "event 2 did not set attendance mayor"
    )
    with pytest.raises(ValidationError):
        EngagementFacts(attendance=())


# --- reports ----------------------------------------------------------------------------------------------------------


def test_an_engagement_can_be_found_at_any_stage() -> None:
    for stage in EngagementStage:
        engagement = (
            given()
            .when(ReportEngagement(engagement=ID, stage=stage, title=TITLE))
            .then(EngagementReported(stage=stage, title=TITLE, visibility=Visibility.INTERNAL))
        )
        assert engagement.stage is stage


def test_a_later_report_adds_what_it_knows() -> None:
    opened = EngagementPlanned(title=TITLE, when=FIRST, purpose=Text(en="trade"), attendance=(YES, DEPUTY))
    report = ReportEngagement(
        engagement=ID, title=TITLE, stage=EngagementStage.HELD, role=Text(en="chair"), attendance=(NO,)
    )
    engagement = (
        given(opened)
        .when(report)
        .then(EngagementReported(title=TITLE, stage=EngagementStage.HELD, role=Text(en="chair"), attendance=(NO,)))
    )
    assert (engagement.when, engagement.purpose, engagement.role) == (FIRST, Text(en="trade"), Text(en="chair"))
    assert engagement.attendance == (NO, DEPUTY)
    assert engagement.title == TITLE
    assert engagement.visibility is Visibility.INTERNAL


def test_a_later_report_sets_a_date_that_was_unknown() -> None:
    unknown = EngagementPlanned(title=TITLE, when=Unknown(within="occasion:forum"))
    assert (
        state_after(unknown, EngagementReported(title=TITLE, stage=EngagementStage.PLANNED, when=SECOND)).when == SECOND
    )
    assert state_after(unknown, EngagementReported(title=TITLE, stage=EngagementStage.PLANNED)).when == unknown.when


def test_a_report_cannot_take_an_engagement_back() -> None:
    held = (PLANNED, EngagementConfirmed(), EngagementHeld(actual_when=SECOND))
    given(*held).when(ReportEngagement(engagement=ID, title=TITLE, stage=EngagementStage.CONFIRMED)).refused(
        "it was held on 2018-02-08, and cannot be confirmed after that", "correct or withdraw"
    )


def test_a_later_report_may_say_anew_who_sees_it() -> None:
    public = ReportEngagement(engagement=ID, title=TITLE, stage=EngagementStage.PLANNED, visibility=Visibility.PUBLIC)
    given(PLANNED).when(public).then(
        EngagementReported(title=TITLE, stage=EngagementStage.PLANNED),
        EngagementClassified(visibility=Visibility.PUBLIC),
    )
    given(PLANNED, EngagementClassified(visibility=Visibility.PUBLIC)).when(public).then(
        EngagementReported(title=TITLE, stage=EngagementStage.PLANNED)
    )


# --- corrections and withdrawals --------------------------------------------------------------------------------------


def test_a_correction_puts_right_what_was_said_last() -> None:
    command = CorrectEngagement(engagement=ID, fields=EngagementFacts(when=THIRD), reason=WHY)
    given(PLANNED, EngagementRescheduled(when=SECOND)).when(command).then(
        EngagementCorrected(event=2, fields=command.fields, reason=WHY)
    )


def test_a_correction_never_overturns_a_later_value() -> None:
    engagement = (
        given(PLANNED, EngagementRescheduled(when=SECOND))
        .when(CorrectEngagement(engagement=ID, event=1, fields=EngagementFacts(when=THIRD, title=OTHER), reason=WHY))
        .then(EngagementCorrected(event=1, fields=EngagementFacts(when=THIRD, title=OTHER), reason=WHY))
    )
    assert engagement.when == SECOND
    assert engagement.title == OTHER
    without = evolve(engagement, EngagementWithdrawn(event=2, reason=WHY))
    assert without.when == THIRD


def test_a_correction_is_of_one_event() -> None:
    fields = EngagementFacts(when=THIRD, actual_when=THIRD)
    history = (PLANNED, EngagementConfirmed(), EngagementHeld(actual_when=SECOND))
    given(*history).when(CorrectEngagement(engagement=ID, fields=fields, reason=WHY)).refused(
        "events 1, 3 set these fields"
    )
    fields = EngagementFacts(actual_when=THIRD)
    engagement = (
        given(*history)
        .when(CorrectEngagement(engagement=ID, fields=fields, reason=WHY))
        .then(EngagementCorrected(event=3, fields=fields, reason=WHY))
    )
    assert engagement.dates == THIRD
    given(PLANNED).when(CorrectEngagement(engagement=ID, fields=fields, reason=WHY)).refused(
        "no event has set actual_when"
    )
    given(PLANNED).when(CorrectEngagement(engagement=ID, event=4, fields=fields, reason=WHY)).refused(
        "none of its events has the version 4"
    )


def test_every_fact_but_stage_reason_and_visibility_can_be_corrected() -> None:
    beside = {"stage", "reason", "visibility", "public_from"}
    assert set(EngagementFacts.model_fields) == set(Engagement.fact_names()) - beside | {"attendance"}
    assert "attendance" not in Engagement.fact_names()


def test_no_date_can_be_corrected_to_nothing_but_to_unknown() -> None:
    with pytest.raises(ValidationError):
        EngagementFacts.model_validate({"when": None})
    assert EngagementFacts.model_validate({"when": "unknown"}).given() == {"when": Unknown()}


def test_withdrawing_an_event_brings_the_earlier_value_back() -> None:
    history = (PLANNED, EngagementRescheduled(when=SECOND), EngagementConfirmed(), EngagementRescheduled(when=THIRD))
    moved = given(*history).state_after(WithdrawEngagement(engagement=ID, event=4, reason=WHY))
    assert (moved.when, moved.stage) == (SECOND, EngagementStage.CONFIRMED)
    unconfirmed = given(*history).state_after(WithdrawEngagement(engagement=ID, event=3, reason=WHY))
    assert (unconfirmed.when, unconfirmed.stage) == (THIRD, EngagementStage.PLANNED)
    given(*history).when(WithdrawEngagement(engagement=ID, event=1, reason=WHY)).refused("its first event opened it")
    given(*history, EngagementWithdrawn(event=4, reason=WHY)).when(
        WithdrawEngagement(engagement=ID, event=4, reason=WHY)
    ).refused("withdrawn already")


def test_withdrawing_the_whole_and_undoing_that() -> None:
    withdrawn = given(PLANNED, EngagementConfirmed()).when(WithdrawEngagement(engagement=ID, reason=WHY))
    whole = withdrawn.then(EngagementWithdrawn(reason=WHY))
    assert whole.is_withdrawn
    back = evolve(whole, EngagementWithdrawn(event=3, reason=WHY))
    assert not back.is_withdrawn
    assert (back.stage, back.when, back.version) == (EngagementStage.CONFIRMED, FIRST, 4)
    given(PLANNED, EngagementConfirmed(), EngagementWithdrawn(reason=WHY)).when(
        WithdrawEngagement(engagement=ID, event=3, reason=WHY), HoldEngagement(engagement=ID)
    ).then(EngagementWithdrawn(event=3, reason=WHY), EngagementHeld())


# --- what it is part of -----------------------------------------------------------------------------------------------

TRIP, VISIT, FORUM = "trip:2018-europe", "visit:2018-02-duda", "occasion:2018-forum"


@pytest.mark.parametrize("stage", EngagementStage)
def test_an_engagement_moves_from_one_whole_to_another_or_to_none(stage: EngagementStage) -> None:
    history = LIVED[stage]
    for whole in (TRIP, VISIT, FORUM):
        moved = EngagementMoved(part_of=whole, reason=WHY)
        command = MoveEngagement(engagement=ID, part_of=whole, reason=WHY)
        assert given(*history).when(command).then(moved).part_of == whole
        given(*history, moved).when(command).refused(f"it is part of {whole} already")
        alone = given(*history, moved).when(MoveEngagement(engagement=ID, part_of=None))
        assert alone.then(EngagementMoved(part_of=None)).part_of is None
    given(*history).when(MoveEngagement(engagement=ID, part_of=None)).refused("it is part of nothing already")


def test_where_it_moves_to_is_always_said() -> None:
    with pytest.raises(ValidationError):
        MoveEngagement.model_validate({"engagement": ID})
    with pytest.raises(ValidationError):
        EngagementMoved.model_validate({})
    assert EngagementMoved(part_of=None).model_dump(exclude_none=False)["part_of"] is None


def test_withdrawing_a_move_brings_it_back() -> None:
    history = (EngagementPlanned(title=TITLE, part_of=TRIP), EngagementMoved(part_of=None))
    assert state_after(*history).part_of is None
    assert state_after(*history, EngagementWithdrawn(event=2, reason=WHY)).part_of == TRIP


@pytest.mark.parametrize("whole", ["engagement:other", "agreement:2018-zurich", "figure:trips", "document:council-283"])
def test_it_is_part_of_a_trip_a_visit_or_an_occasion_only(whole: str) -> None:
    fields = EngagementFacts(part_of=whole)
    part = f"it would be part of {whole}; name a trip, a visit or an occasion"
    given().when(PlanEngagement(engagement=ID, title=TITLE, part_of=whole)).refused(part)
    given().when(ReportEngagement(engagement=ID, title=TITLE, part_of=whole, stage=EngagementStage.HELD)).refused(part)
    given(PLANNED).when(MoveEngagement(engagement=ID, part_of=whole)).refused(part)
    given(PLANNED, EngagementMoved(part_of=TRIP)).when(
        CorrectEngagement(engagement=ID, fields=fields, reason=WHY)
    ).refused(part)


def test_what_it_is_part_of_can_be_corrected() -> None:
    fields = EngagementFacts(part_of=None)
    engagement = (
        given(EngagementPlanned(title=TITLE, part_of=TRIP))
        .when(CorrectEngagement(engagement=ID, fields=fields, reason=WHY))
        .then(EngagementCorrected(event=1, fields=fields, reason=WHY))
    )
    assert engagement.part_of is None


@pytest.mark.parametrize(
    ("when", "part_of", "within"),
    [
        (Unknown(), None, None),
        (Unknown(), TRIP, TRIP),
        (Unknown(within=VISIT), TRIP, VISIT),
        (Unknown(within=VISIT), None, VISIT),
        (SECOND, TRIP, None),
        (FuzzyDate.of("2018-10"), TRIP, None),
    ],
)
def test_what_bounds_an_unknown_date(when: Any, part_of: str | None, within: str | None) -> None:
    planned = EngagementPlanned(title=TITLE, when=when, part_of=part_of)
    assert state_after(planned).within == within
    assert state_after(planned, EngagementPostponed()).within is None


# --- what came of it --------------------------------------------------------------------------------------------------


def test_what_is_expected_and_what_came_of_it_are_kept_apart() -> None:
    expected, outcome = Text(en="re-election as chair city"), Text(en="re-elected")
    planned = EngagementPlanned(title=TITLE, when=FIRST, expected_outcome=expected)
    held = (
        given(planned, EngagementConfirmed())
        .when(HoldEngagement(engagement=ID, outcome=outcome))
        .then(EngagementHeld(outcome=outcome))
    )
    assert (held.expected_outcome, held.outcome, held.dates) == (expected, outcome, FIRST)
    found = given(planned).when(
        ReportEngagement(engagement=ID, title=TITLE, stage=EngagementStage.HELD, outcome=outcome)
    )
    assert found.then(EngagementReported(title=TITLE, stage=EngagementStage.HELD, outcome=outcome)).outcome == outcome
    for command in (PlanEngagement, EngagementDetails):
        assert "outcome" not in command.model_fields
