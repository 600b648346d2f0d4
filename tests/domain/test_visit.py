from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

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
from mayor_schedule.domain.visit import (
    AnnounceVisit,
    AttendVisit,
    CancelVisit,
    ChangeVisit,
    ClassifyVisit,
    ConfirmVisit,
    CorrectVisit,
    GuestCategory,
    PostponeVisit,
    ReceiveVisit,
    ReinstateVisit,
    ReportVisit,
    RescheduleVisit,
    Visit,
    VisitAnnounced,
    VisitAttendanceSet,
    VisitCancelled,
    VisitChanged,
    VisitClassified,
    VisitCommands,
    VisitConfirmed,
    VisitCorrected,
    VisitDetails,
    VisitEvents,
    VisitFacts,
    VisitPostponed,
    VisitReceived,
    VisitReinstated,
    VisitReported,
    VisitRescheduled,
    VisitStage,
    VisitWithdrawn,
    WithdrawVisit,
    evolve,
)
from mayor_schedule.errors import ImpossibleHistoryError
from spec import cells, given, state_after

ID = "visit:2018-02-duda"
DUDA = Person(name=Text(ko="안제이 두다", en="Andrzej Duda"), office=Text(ko="폴란드 대통령", en="President of Poland"))
GERMANY = Person(office=Text(ko="독일 대통령"))
FIRST, SECOND, THIRD = (Period.of(day) for day in ("2018-02-07", "2018-02-08", "2018-02-09"))
WHY = Text(en="misread")
YES, NO = (Attendance(answer=answer) for answer in (Answer.YES, Answer.NO))
DEPUTY = Attendance(principal="vice_mayor", answer=Answer.YES, mode=Mode.VIDEO)

ANNOUNCED = VisitAnnounced(guests=(DUDA,), when=FIRST, visibility=Visibility.INTERNAL)
LIVED: dict[str, tuple[VisitEvents, ...]] = {
    "announced": (ANNOUNCED,),
    "confirmed": (ANNOUNCED, VisitConfirmed()),
    "postponed": (ANNOUNCED, VisitPostponed()),
    "received": (ANNOUNCED, VisitConfirmed(), VisitReceived()),
    "cancelled": (ANNOUNCED, VisitCancelled()),
}
TABLE = """
                 | announced  confirmed  postponed  received   cancelled
announce         | -          -          -          -          -
report announced | announced  -          announced  -          -
report confirmed | confirmed  confirmed  confirmed  -          -
report postponed | postponed  postponed  postponed  -          -
report received  | received   received   received   received   -
report cancelled | cancelled  cancelled  cancelled  -          cancelled
confirm          | confirmed  -          -          -          -
reschedule       | announced  confirmed  -          -          -
change           | announced  confirmed  postponed  received   cancelled
receive          | -          received   -          -          -
cancel           | cancelled  cancelled  cancelled  -          -
postpone         | postponed  postponed  -          -          -
reinstate        | -          -          announced  -          announced
attend           | announced  confirmed  postponed  received   cancelled
classify         | announced  confirmed  postponed  received   cancelled
correct          | announced  confirmed  postponed  received   cancelled
withdraw         | announced  confirmed  postponed  received   cancelled
"""
COMMANDS: dict[str, Command] = {
    "announce": AnnounceVisit(visit=ID, guests=(DUDA,)),
    **{f"report {stage}": ReportVisit(visit=ID, stage=stage) for stage in VisitStage},
    "confirm": ConfirmVisit(visit=ID),
    "reschedule": RescheduleVisit(visit=ID, when=SECOND),
    "change": ChangeVisit(visit=ID, fields=VisitDetails(purpose=Text(en="trade"))),
    "receive": ReceiveVisit(visit=ID),
    "cancel": CancelVisit(visit=ID),
    "postpone": PostponeVisit(visit=ID),
    "reinstate": ReinstateVisit(visit=ID),
    "attend": AttendVisit(visit=ID, attendance=YES),
    "classify": ClassifyVisit(visit=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectVisit(visit=ID, fields=VisitFacts(when=SECOND), reason=WHY),
    "withdraw": WithdrawVisit(visit=ID, reason=WHY),
}


@pytest.mark.parametrize("found", [False, True], ids=["lived", "found"])
@pytest.mark.parametrize(("command", "stage", "follows"), cells(TABLE))
def test_what_may_follow_what(command: str, stage: str, follows: str | None, found: bool) -> None:
    reported = VisitReported(guests=(DUDA,), when=FIRST, stage=VisitStage(stage), visibility=Visibility.INTERNAL)
    outcome = given(*((reported,) if found else LIVED[stage])).when(COMMANDS[command])
    if follows is None:
        outcome.refused()
    else:
        state, events = outcome.happened()
        assert len(events) == 1
        assert state.stage is VisitStage(follows)


def test_the_table_has_every_command_and_stage() -> None:
    assert {command for command, _, _ in cells(TABLE)} == set(COMMANDS)
    assert {stage for _, stage, _ in cells(TABLE)} == set(VisitStage) == set(LIVED)
    assert {type(command) for command in COMMANDS.values()} == set(get_args(VisitCommands))


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.startswith(("announce", "report"))])
def test_nothing_can_be_asked_of_a_visit_that_nobody_opened_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it")
    given(ANNOUNCED, VisitWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")


def test_a_withdrawn_visit_is_not_opened_anew() -> None:
    withdrawn = given(ANNOUNCED, VisitWithdrawn(reason=WHY))
    withdrawn.when(COMMANDS["announce"]).refused("choose another id")
    withdrawn.when(COMMANDS["report received"]).refused("withdraw the withdrawal")


@pytest.mark.parametrize("event", sorted(set(get_args(VisitEvents)) - {VisitAnnounced, VisitReported}, key=str))
def test_only_two_events_can_open_a_visit(event: type[VisitEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_a_visit_cannot_be_announced_twice() -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(ANNOUNCED), ANNOUNCED)


# --- each step --------------------------------------------------------------------------------------------------------


def test_announcing_says_all_that_is_known_and_is_internal_unless_said() -> None:
    known: dict[str, Any] = {
        "title": Text(ko="폴란드 대통령 방문"), "guests": (DUDA,), "category": GuestCategory.STATE_GUEST,
        "category_printed": Text(ko="해외국빈"), "when": SECOND, "place": Place(venue=Text(en="City Hall")),
        "purpose": Text(en="honorary citizenship"), "party": Party(name=Text(en="Poland")), "delegation_size": 12,
    }  # fmt: skip
    visit = (
        given()
        .when(AnnounceVisit(visit="2018-02-duda", attendance=(YES,), **known))
        .then(VisitAnnounced(attendance=(YES,), visibility=Visibility.INTERNAL, **known))
    )
    assert {name: getattr(visit, name) for name in known} == known
    assert visit.visibility is Visibility.INTERNAL
    assert visit.attendance == (YES,)


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 2, 1, tzinfo=UTC)
    given().when(AnnounceVisit(visit=ID, guests=(DUDA,), public_from=until)).refused("needs the visibility public")
    given().when(AnnounceVisit(visit=ID, guests=(DUDA,), public_from=until, visibility=Visibility.PUBLIC)).then(
        VisitAnnounced(guests=(DUDA,), public_from=until, visibility=Visibility.PUBLIC)
    )
    shown_later = VisitClassified(visibility=Visibility.PUBLIC, public_from=until)
    visit = (
        given(ANNOUNCED, shown_later)
        .when(ClassifyVisit(visit=ID, visibility=Visibility.PUBLIC))
        .then(VisitClassified(visibility=Visibility.PUBLIC))
    )
    assert visit.public_from is None
    assert state_after(ANNOUNCED, shown_later).public_from == until


def test_a_visit_needs_something_to_be_called_by() -> None:
    for opening in (AnnounceVisit(visit=ID, when=SECOND), ReportVisit(visit=ID, stage=VisitStage.RECEIVED)):
        given().when(opening).refused("no title, no guest and no party")
    either: tuple[dict[str, Any], ...] = (
        {"title": Text(en="a visit")}, {"guests": (DUDA,)}, {"party": Party(name=Text(en="Poland"))},
    )  # fmt: skip
    for fields in either:
        given().when(AnnounceVisit(visit=ID, **fields)).then(VisitAnnounced(visibility=Visibility.INTERNAL, **fields))
    given(ANNOUNCED).when(ChangeVisit(visit=ID, fields=VisitDetails(guests=()))).refused("no title")
    given(ANNOUNCED).when(CorrectVisit(visit=ID, fields=VisitFacts(guests=()), reason=WHY)).refused("no title")
    changed = VisitChanged(fields=VisitDetails(guests=(), title=Text(en="a visit")))
    assert given(ANNOUNCED).when(ChangeVisit(visit=ID, fields=changed.fields)).then(changed).guests == ()


def test_a_delegation_has_at_least_one_member() -> None:
    with pytest.raises(ValidationError):
        AnnounceVisit(visit=ID, guests=(DUDA,), delegation_size=0)


def test_what_a_visit_is_called() -> None:
    def heading(**fields: Any) -> Text:
        visit = state_after(VisitAnnounced(**fields))
        assert isinstance(visit, Visit)
        return visit.heading

    poland = Party(name=Text(ko="폴란드"))
    assert heading(title=Text(en="State visit"), guests=(DUDA,), party=poland) == Text(en="State visit")
    assert heading(guests=(DUDA,), party=poland) == Text(ko="안제이 두다", en="Andrzej Duda")
    assert heading(guests=(DUDA, GERMANY)) == Text(ko="안제이 두다, 독일 대통령", en="Andrzej Duda, 독일 대통령")
    assert heading(guests=(GERMANY, DUDA)) == Text(ko="독일 대통령, 안제이 두다", en="독일 대통령, Andrzej Duda")
    assert heading(party=poland) == poland.name
    assert heading() == Text.of("?")


def test_rescheduling_moves_it_to_another_date() -> None:
    visit = (
        given(ANNOUNCED)
        .when(RescheduleVisit(visit=ID, when=SECOND, reason=WHY))
        .then(VisitRescheduled(when=SECOND, reason=WHY))
    )
    assert visit.dates == SECOND
    assert visit.reason == WHY


def test_rescheduling_to_the_same_date_is_refused() -> None:
    given(ANNOUNCED).when(RescheduleVisit(visit=ID, when=FIRST)).refused("it takes place on 2018-02-07 already")
    unknown = VisitAnnounced(guests=(DUDA,))
    given(unknown).when(RescheduleVisit(visit=ID, when=Unknown())).refused("when it takes place is unknown already")
    given(unknown).when(RescheduleVisit(visit=ID, when=Unknown(within="occasion:forum"))).then(
        VisitRescheduled(when=Unknown(within="occasion:forum"))
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
def test_a_visit_is_received_as_it_turned_out(when: Any, day: str) -> None:
    visit = given(*LIVED["confirmed"]).when(ReceiveVisit(visit=ID, when=when)).then(VisitReceived(actual_when=when))
    assert (visit.when, visit.actual_when, visit.dates) == (FIRST, when, when)
    assert visit.standing == f"it was received{day}"
    given(*LIVED["confirmed"], VisitReceived(actual_when=when)).when(CancelVisit(visit=ID)).refused(
        f"cannot cancel {ID}: it was received{day}; that is possible while it is announced or confirmed or postponed"
    )


def test_a_visit_that_was_received_as_planned() -> None:
    visit = given(*LIVED["confirmed"]).when(ReceiveVisit(visit=ID)).then(VisitReceived())
    assert visit.dates == FIRST
    assert visit.standing == "it was received on 2018-02-07"


def test_a_postponed_visit_has_no_date_until_it_is_back_on() -> None:
    visit = given(ANNOUNCED).when(PostponeVisit(visit=ID, reason=WHY)).then(VisitPostponed(reason=WHY))
    assert visit.dates == Unknown()
    assert visit.standing == "it is postponed"
    back = given(ANNOUNCED, VisitPostponed()).when(ReinstateVisit(visit=ID)).then(VisitReinstated())
    assert back.dates == FIRST
    moved = given(ANNOUNCED, VisitPostponed()).when(ReinstateVisit(visit=ID, when=THIRD))
    assert moved.then(VisitReinstated(when=THIRD)).dates == THIRD


def test_a_cancelled_visit_can_be_reinstated() -> None:
    cancelled = given(ANNOUNCED).when(CancelVisit(visit=ID, reason=WHY)).then(VisitCancelled(reason=WHY))
    assert cancelled.standing == "it was cancelled"
    assert state_after(*LIVED["cancelled"], VisitReinstated(when=SECOND)).dates == SECOND


def test_a_change_says_only_what_changed() -> None:
    fields = VisitDetails(guests=(DUDA, GERMANY), purpose=None)
    before = VisitAnnounced(guests=(DUDA,), purpose=Text(en="trade"), title=Text(en="State visit"))
    visit = given(before).when(ChangeVisit(visit=ID, fields=fields)).then(VisitChanged(fields=fields))
    assert (visit.guests, visit.purpose, visit.title) == ((DUDA, GERMANY), None, Text(en="State visit"))


# --- attendance -------------------------------------------------------------------------------------------------------


def test_each_principal_attends_for_himself() -> None:
    opened = VisitAnnounced(guests=(DUDA,), attendance=(YES, DEPUTY))
    visit = given(opened).when(AttendVisit(visit=ID, attendance=NO)).then(VisitAttendanceSet(attendance=NO))
    assert visit.attendance == (NO, DEPUTY)
    assert (visit.set_by["attendance mayor"], visit.set_by["attendance vice_mayor"]) == (2, 1)
    assert "attendance" not in visit.facts
    assert state_after(ANNOUNCED).attendance == ()


def test_the_same_attendance_is_not_said_twice() -> None:
    attended = given(ANNOUNCED, VisitAttendanceSet(attendance=YES))
    attended.when(AttendVisit(visit=ID, attendance=YES)).refused("the attendance of mayor is yes already")
    remote = Attendance(answer=Answer.YES, mode=Mode.VIDEO)
    assert attended.when(AttendVisit(visit=ID, attendance=remote)).then(VisitAttendanceSet(attendance=remote))


def test_no_command_speaks_of_a_principal_twice() -> None:
    answers = (YES, DEPUTY, NO)
    given().when(AnnounceVisit(visit=ID, guests=(DUDA,), attendance=answers)).refused("attendance of mayor twice")
    report = ReportVisit(visit=ID, stage=VisitStage.ANNOUNCED, guests=(DUDA,), attendance=answers)
    given().when(report).refused("attendance of mayor twice")
    given(ANNOUNCED).when(report).refused("attendance of mayor twice")
    given(VisitAnnounced(guests=(DUDA,), attendance=(YES,))).when(
        CorrectVisit(visit=ID, fields=VisitFacts(attendance=(YES, NO)), reason=WHY)
    ).refused("gives the attendance of mayor twice")


def test_attendances_of_one_day_are_told_apart_by_their_principal() -> None:
    assert AttendVisit(visit=ID, attendance=DEPUTY).distinction == "vice_mayor"


def test_withdrawing_an_attendance_brings_the_earlier_one_back() -> None:
    history = (
        VisitAnnounced(guests=(DUDA,), attendance=(YES,)),
        VisitAttendanceSet(attendance=DEPUTY),
        VisitAttendanceSet(attendance=NO),
    )
    visit = given(*history).when(WithdrawVisit(visit=ID, event=3, reason=WHY)).then(VisitWithdrawn(event=3, reason=WHY))
    assert visit.attendance == (YES, DEPUTY)


def test_correcting_one_attendance_leaves_the_others_and_later_ones() -> None:
    opened = VisitAnnounced(guests=(DUDA,), attendance=(YES, DEPUTY))
    command = CorrectVisit(visit=ID, fields=VisitFacts(attendance=(NO,)), reason=WHY)
    corrected = VisitCorrected(event=1, fields=command.fields, reason=WHY)
    assert given(opened).when(command).then(corrected).attendance == (NO, DEPUTY)
    later = Attendance(answer=Answer.YES, mode=Mode.MESSAGE)
    visit = state_after(opened, VisitAttendanceSet(attendance=later), corrected)
    assert visit.attendance == (later, DEPUTY)
    given(opened, VisitAttendanceSet(attendance=later)).when(command).then(
        VisitCorrected(event=2, fields=command.fields, reason=WHY)
    )
    given(ANNOUNCED).when(command).refused("no event has set attendance mayor")
    given(ANNOUNCED, VisitAttendanceSet(attendance=DEPUTY)).when(command.model_copy(update={"event": 2})).refused(
        "event 2 did not set attendance mayor"
    )
    with pytest.raises(ValidationError):
        VisitFacts(attendance=())


# --- reports ----------------------------------------------------------------------------------------------------------


def test_a_visit_can_be_found_at_any_stage() -> None:
    for stage in VisitStage:
        visit = (
            given()
            .when(ReportVisit(visit=ID, stage=stage, guests=(DUDA,)))
            .then(VisitReported(stage=stage, guests=(DUDA,), visibility=Visibility.INTERNAL))
        )
        assert visit.stage is stage


def test_a_later_report_adds_what_it_knows() -> None:
    opened = VisitAnnounced(guests=(DUDA,), when=FIRST, purpose=Text(en="trade"), attendance=(YES, DEPUTY))
    report = ReportVisit(visit=ID, stage=VisitStage.RECEIVED, delegation_size=12, attendance=(NO,))
    visit = (
        given(opened).when(report).then(VisitReported(stage=VisitStage.RECEIVED, delegation_size=12, attendance=(NO,)))
    )
    assert (visit.when, visit.purpose, visit.delegation_size) == (FIRST, Text(en="trade"), 12)
    assert visit.attendance == (NO, DEPUTY)
    assert visit.guests == (DUDA,)
    assert visit.visibility is Visibility.INTERNAL


def test_a_later_report_sets_a_date_that_was_unknown() -> None:
    unknown = VisitAnnounced(guests=(DUDA,), when=Unknown(within="occasion:forum"))
    assert state_after(unknown, VisitReported(stage=VisitStage.ANNOUNCED, when=SECOND)).when == SECOND
    assert state_after(unknown, VisitReported(stage=VisitStage.ANNOUNCED)).when == unknown.when


def test_a_report_cannot_take_a_visit_back() -> None:
    received = (ANNOUNCED, VisitConfirmed(), VisitReceived(actual_when=SECOND))
    given(*received).when(ReportVisit(visit=ID, stage=VisitStage.CONFIRMED)).refused(
        "it was received on 2018-02-08, and cannot be confirmed after that", "correct or withdraw"
    )


def test_a_later_report_may_say_anew_who_sees_it() -> None:
    public = ReportVisit(visit=ID, stage=VisitStage.ANNOUNCED, visibility=Visibility.PUBLIC)
    given(ANNOUNCED).when(public).then(
        VisitReported(stage=VisitStage.ANNOUNCED), VisitClassified(visibility=Visibility.PUBLIC)
    )
    given(ANNOUNCED, VisitClassified(visibility=Visibility.PUBLIC)).when(public).then(
        VisitReported(stage=VisitStage.ANNOUNCED)
    )


# --- corrections and withdrawals --------------------------------------------------------------------------------------


def test_a_correction_puts_right_what_was_said_last() -> None:
    command = CorrectVisit(visit=ID, fields=VisitFacts(when=THIRD), reason=WHY)
    given(ANNOUNCED, VisitRescheduled(when=SECOND)).when(command).then(
        VisitCorrected(event=2, fields=command.fields, reason=WHY)
    )


def test_a_correction_never_overturns_a_later_value() -> None:
    visit = (
        given(ANNOUNCED, VisitRescheduled(when=SECOND))
        .when(CorrectVisit(visit=ID, event=1, fields=VisitFacts(when=THIRD, guests=(GERMANY,)), reason=WHY))
        .then(VisitCorrected(event=1, fields=VisitFacts(when=THIRD, guests=(GERMANY,)), reason=WHY))
    )
    assert visit.when == SECOND
    assert visit.guests == (GERMANY,)
    without = evolve(visit, VisitWithdrawn(event=2, reason=WHY))
    assert without.when == THIRD


def test_a_correction_is_of_one_event() -> None:
    fields = VisitFacts(when=THIRD, actual_when=THIRD)
    history = (ANNOUNCED, VisitConfirmed(), VisitReceived(actual_when=SECOND))
    given(*history).when(CorrectVisit(visit=ID, fields=fields, reason=WHY)).refused("events 1, 3 set these fields")
    fields = VisitFacts(actual_when=THIRD)
    visit = (
        given(*history)
        .when(CorrectVisit(visit=ID, fields=fields, reason=WHY))
        .then(VisitCorrected(event=3, fields=fields, reason=WHY))
    )
    assert visit.dates == THIRD
    given(ANNOUNCED).when(CorrectVisit(visit=ID, fields=fields, reason=WHY)).refused("no event has set actual_when")
    given(ANNOUNCED).when(CorrectVisit(visit=ID, event=4, fields=fields, reason=WHY)).refused(
        "none of its events has the version 4"
    )


def test_every_fact_but_stage_reason_and_visibility_can_be_corrected() -> None:
    beside = {"stage", "reason", "visibility", "public_from"}
    assert set(VisitFacts.model_fields) == set(Visit.fact_names()) - beside | {"attendance"}
    assert "attendance" not in Visit.fact_names()


def test_no_date_can_be_corrected_to_nothing_but_to_unknown() -> None:
    with pytest.raises(ValidationError):
        VisitFacts.model_validate({"when": None})
    assert VisitFacts.model_validate({"when": "unknown"}).given() == {"when": Unknown()}


def test_withdrawing_an_event_brings_the_earlier_value_back() -> None:
    history = (ANNOUNCED, VisitRescheduled(when=SECOND), VisitConfirmed(), VisitRescheduled(when=THIRD))
    moved = given(*history).state_after(WithdrawVisit(visit=ID, event=4, reason=WHY))
    assert (moved.when, moved.stage) == (SECOND, VisitStage.CONFIRMED)
    unconfirmed = given(*history).state_after(WithdrawVisit(visit=ID, event=3, reason=WHY))
    assert (unconfirmed.when, unconfirmed.stage) == (THIRD, VisitStage.ANNOUNCED)
    given(*history).when(WithdrawVisit(visit=ID, event=1, reason=WHY)).refused("its first event opened it")
    given(*history, VisitWithdrawn(event=4, reason=WHY)).when(WithdrawVisit(visit=ID, event=4, reason=WHY)).refused(
        "withdrawn already"
    )


def test_withdrawing_the_whole_and_undoing_that() -> None:
    withdrawn = given(ANNOUNCED, VisitConfirmed()).when(WithdrawVisit(visit=ID, reason=WHY))
    whole = withdrawn.then(VisitWithdrawn(reason=WHY))
    assert whole.is_withdrawn
    back = evolve(whole, VisitWithdrawn(event=3, reason=WHY))
    assert not back.is_withdrawn
    assert (back.stage, back.when, back.version) == (VisitStage.CONFIRMED, FIRST, 4)
    given(ANNOUNCED, VisitConfirmed(), VisitWithdrawn(reason=WHY)).when(
        WithdrawVisit(visit=ID, event=3, reason=WHY), ReceiveVisit(visit=ID)
    ).then(VisitWithdrawn(event=3, reason=WHY), VisitReceived())


def test_no_withdrawal_leaves_a_visit_without_a_name() -> None:
    history = (
        VisitAnnounced(title=Text(en="a visit")),
        VisitChanged(fields=VisitDetails(guests=(DUDA,))),
        VisitChanged(fields=VisitDetails(title=None)),
    )
    given(*history).when(WithdrawVisit(visit=ID, event=2, reason=WHY)).refused("no title, no guest and no party")
