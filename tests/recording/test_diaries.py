"""The guard against double booking, as those meet it who record: what is taken, given back, refused, and accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from desk import MAYOR, VICE, WHY, Desk, at
from exported import feed_of as feed
from mayor_schedule import (
    AcceptClash,
    AddPrincipal,
    AttendEngagement,
    AttendOccasion,
    CancelEngagement,
    CancelOccurrence,
    CancelTrip,
    ChangeEngagement,
    ChangeOccurrence,
    ClashError,
    ConfirmEngagement,
    ConfirmOccasion,
    ConfirmTrip,
    CorrectEngagement,
    DepartTrip,
    ExtendOccasion,
    HoldEngagement,
    HoldOccasion,
    MoveEngagement,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeEngagement,
    ReinstateEngagement,
    ReinstateOccurrence,
    RepeatOccasion,
    ReportEngagement,
    ReportOccasion,
    ReportTrip,
    RescheduleEngagement,
    RescheduleOccasion,
    RescheduleTrip,
    ReturnTrip,
    RevokeClash,
    WithdrawEngagement,
    WithdrawTrip,
)
from mayor_schedule.domain.booking import LONGEST
from mayor_schedule.domain.diary import BookingMade, DiaryBooked, Hold, booking_id, page_ids
from mayor_schedule.domain.engagement import EngagementDetails, EngagementFacts, EngagementStage
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.occasion import OccasionStage, OccurrenceDetails
from mayor_schedule.domain.office import BeginTerm, EndTerm, FoundOffice, Principal, WithdrawOffice
from mayor_schedule.domain.trip import TripStage
from mayor_schedule.domain.values.attendance import Answer, Attendance, Mode
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.errors import BatchRefusedError

DINNER, CALL = at("2018-10-03T19:00", "22:00", "Europe/Zurich"), at("2018-10-04T03:00", "04:00")
NINE, HALF_PAST_NINE = (at(f"2018-10-01T{each}", "10:30") for each in ("09:00", "09:30"))
NO, MAY = Attendance(answer=Answer.NO), Attendance(answer=Answer.UNKNOWN)
EVERYBODY = (MAYOR, VICE)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk() as made:
        yield made
        made.check()


# --- the two of 2018 --------------------------------------------------------------------------------------------------


def test_zurich_in_the_evening_and_seoul_before_dawn_cannot_both_be(desk: Desk) -> None:
    desk.confirm("dinner", DINNER)
    desk.plan("call", CALL)
    error = desk.refused(
        ConfirmEngagement(engagement="call"),
        told=(
            "cannot confirm engagement:call, 2018-10-04 03:00–04:00 (Asia/Seoul): the mayor is then at ",
            'is then at engagement:dinner, "dinner", 2018-10-04 02:00–05:00 (Asia/Seoul); move',
            "move one of them, say who attends, or accept it on purpose with accept_clash and a reason",
        ),
    )
    assert isinstance(error, ClashError)
    assert (error.subject, error.other, error.principal) == ("engagement:call", "engagement:dinner", "mayor")
    assert desk.pages() == {"diary:mayor/2018-10-03": ["engagement:dinner"]}
    desk.do(RescheduleEngagement(engagement="call", when=at("2018-10-04T05:00", "06:00")))
    desk.do(ConfirmEngagement(engagement="call"))
    desk.refused(RescheduleEngagement(engagement="call", when=CALL), told="cannot reschedule engagement:call, 2018")


def test_what_has_days_only_can_be_beside_anything(desk: Desk) -> None:
    desk.trip("2018-singapore", "2018-07-07", "2018-07-10")
    part = {"part_of": "trip:2018-singapore"}
    desk.confirm("summit", Period.of("2018-07-08", "2018-07-09"), **part)
    desk.confirm("ceremony", at("2018-07-09T19:00", "21:00", "Asia/Singapore"), **part)
    desk.confirm("prime-minister", at("2018-07-09T16:00", "17:00", "Asia/Singapore"), **part)
    desk.confirm("some-day", FuzzyDate.of("2018-07"), **part)
    desk.confirm("unknown", Unknown(), **part)
    assert desk.pages() == {
        "diary:mayor/2018-07-09": ["engagement:ceremony", "engagement:prime-minister"],
        "diary:mayor/trips/2018-07": ["trip:2018-singapore"],
    }


def test_what_is_only_planned_takes_nobodys_time(desk: Desk) -> None:
    desk.plan("a", NINE)
    desk.plan("b", NINE)
    assert desk.kept() == []
    desk.do(ConfirmEngagement(engagement="a"))
    desk.plan("c", NINE)
    desk.refused(ConfirmEngagement(engagement="b"), told="the mayor is then at engagement:a")
    desk.refused(ConfirmEngagement(engagement="c"), told="the mayor is then at engagement:a")


def test_one_may_begin_when_the_other_ends_and_an_unknown_end_takes_its_start(desk: Desk) -> None:
    desk.confirm("a", at("2018-10-01T09:00", "10:00"))
    desk.confirm("b", at("2018-10-01T10:00"))
    desk.confirm("c", at("2018-10-01T10:01", "11:00"))
    desk.plan("d", at("2018-10-01T10:30"))
    desk.refused(
        ConfirmEngagement(engagement="d"),
        told='d, 2018-10-01 10:30 (Asia/Seoul): the mayor is then at engagement:c, "c", 2018-10-01 10:01–11:00',
    )
    desk.plan("e", at("2018-10-01T10:00"))
    desk.refused(ConfirmEngagement(engagement="e"), told="engagement:b")
    desk.confirm("f", at("2018-10-01T11:00"))


def test_long_entries_are_on_every_page(desk: Desk) -> None:
    desk.confirm("vigil", at("2018-10-01T22:00", "2018-10-04T06:00"))
    assert list(desk.pages()) == [f"diary:mayor/2018-10-0{day}" for day in (1, 2, 3)]
    desk.plan("lunch", at("2018-10-02T12:00", "13:00"))
    desk.refused(ConfirmEngagement(engagement="lunch"), told='"vigil", 2018-10-01 22:00–2018-10-04 06:00 (Asia/Seoul)')
    desk.do(RescheduleEngagement(engagement="vigil", when=at("2018-10-01T22:00", "23:00")))
    assert list(desk.pages()) == ["diary:mayor/2018-10-01"]
    desk.do(ConfirmEngagement(engagement="lunch"))


def test_what_would_take_years_is_refused(desk: Desk) -> None:
    desk.plan("a", at("2018-10-01T09:00", "2019-11-30T09:00"))
    desk.refused(
        ConfirmEngagement(engagement="a"),
        told=f"cannot confirm engagement:a: it would take more than {LONGEST} days of the mayor's diary; enter it",
    )
    desk.plan("b", at("1902-10-01T09:00", "2037-11-30T09:00"))
    desk.refused(ConfirmEngagement(engagement="b"), told="enter it in parts")
    desk.do(PlanTrip(trip="t", title=Text(en="t"), period=Period.of("0001-01-01", "9999-12-31")))
    desk.refused(ConfirmTrip(trip="t"), told=f"more than {LONGEST} days")
    desk.trip("u", "9999-12-01", "9999-12-31")
    daily = {"recurrence": "FREQ=DAILY;COUNT=1000", "attendance": EVERYBODY, "title": Text(en="x")}
    for name, end in (("month", "2018-10-31T10:00"), ("century", "2037-10-31T10:00")):
        desk.do(PlanOccasion(occasion=name, when=at("2018-10-01T09:00", end), **daily))
        desk.refused(ConfirmOccasion(occasion=name), told=f"cannot confirm occasion:{name}: it would take more than")


# --- what gives time back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        CancelEngagement(engagement="a"),
        PostponeEngagement(engagement="a"),
        HoldEngagement(engagement="a"),
        WithdrawEngagement(engagement="a", reason=WHY),
        WithdrawEngagement(engagement="a", event=2, reason=WHY),
        RescheduleEngagement(engagement="a", when=at("2018-10-01T10:30", "11:30")),
        RescheduleEngagement(engagement="a", when=Period.of("2018-10-01")),
        RescheduleEngagement(engagement="a", when=Unknown()),
        CorrectEngagement(engagement="a", fields=EngagementFacts(when=at("2018-10-02T09:00", "10:00")), reason=WHY),
        AttendEngagement(engagement="a", attendance=NO),
        AttendEngagement(engagement="a", attendance=MAY),
        AttendEngagement(engagement="a", attendance=Attendance(answer=Answer.YES, mode=Mode.MESSAGE)),
        AttendEngagement(
            engagement="a", attendance=Attendance(answer=Answer.YES, represented_by=Person(name=Text(en="Yoon")))
        ),
        ReportEngagement(engagement="a", title=Text(en="a"), stage=EngagementStage.HELD),
        ReportEngagement(engagement="a", title=Text(en="a"), stage=EngagementStage.CANCELLED),
    ],
    ids=lambda each: f"{type(each).__name__}-{sorted(each.model_fields_set)[-1]}",
)
def test_what_frees_the_time_for_others(desk: Desk, command: Command) -> None:
    desk.confirm("a", NINE, MAYOR)
    desk.plan("b", HALF_PAST_NINE, MAYOR)
    desk.refused(ConfirmEngagement(engagement="b"), told="the mayor is then at engagement:a")
    desk.do(command)
    desk.do(ConfirmEngagement(engagement="b"))
    (hold,) = desk.streams("booking")["booking:engagement:b"]
    assert not [each for each in desk.streams("booking").get("booking:engagement:a", []) if each.excludes(hold)]


def test_what_changes_no_time_leaves_the_diary_alone(desk: Desk) -> None:
    desk.confirm("a", NINE, MAYOR)
    with desk.nothing_new():
        desk.do(ChangeEngagement(engagement="a", fields=EngagementDetails(title=Text(en="other"))))
        desk.do(AttendEngagement(engagement="a", attendance=Attendance(answer=Answer.YES, mode=Mode.VIDEO)))
        desk.do(RescheduleEngagement(engagement="a", when=at("2018-10-01T02:00", "03:30", "Europe/Zurich")))
    plan = PlanEngagement(engagement="b", title=Text(en="b"), when=NINE)
    confirm = ConfirmEngagement(engagement="b")
    desk.do(CancelEngagement(engagement="a"))
    desk.office.record_all([plan, confirm], by="p")
    with desk.nothing_new():
        again = desk.office.record_all([plan, confirm], by="p")
    assert [each.status for each in again] == ["already there", "already there"]


def test_shortening_gives_back_and_lengthening_takes(desk: Desk) -> None:
    desk.confirm("a", at("2018-10-01T09:00", "12:00"))
    desk.plan("b", at("2018-10-01T11:00", "12:00"))
    desk.do(RescheduleEngagement(engagement="a", when=at("2018-10-01T09:00", "11:00")))
    desk.do(ConfirmEngagement(engagement="b"))
    desk.refused(
        RescheduleEngagement(engagement="a", when=at("2018-10-01T09:00", "11:01")),
        told="cannot reschedule engagement:a",
    )
    assert desk.state("engagement:a").version == 3  # type: ignore[union-attr]


def test_two_exchange_their_times_in_one_batch(desk: Desk) -> None:
    early, late = at("2018-10-01T09:00", "10:00"), at("2018-10-01T10:00", "11:00")
    desk.confirm("a", early)
    desk.confirm("b", late)
    desk.refused(RescheduleEngagement(engagement="a", when=late), told="the mayor is then at engagement:b")
    desk.do(RescheduleEngagement(engagement="a", when=late), RescheduleEngagement(engagement="b", when=early))
    (a, *_), (b, *_) = (desk.streams("booking")[f"booking:engagement:{name}"] for name in "ab")
    assert (a.taken.start, b.taken.start) == (late.start.utc, early.start.utc)


def test_within_a_batch_what_counts_is_its_end(desk: Desk) -> None:
    desk.confirm("a", NINE)
    plan = PlanEngagement(engagement="b", title=Text(en="b"), when=HALF_PAST_NINE)
    desk.refused(plan, ConfirmEngagement(engagement="b"), told="cannot confirm engagement:b, 2018-10-01 09:30")
    desk.do(plan, ConfirmEngagement(engagement="b"), CancelEngagement(engagement="a"))
    desk.do(
        PlanEngagement(engagement="c", title=Text(en="c"), when=HALF_PAST_NINE),
        ConfirmEngagement(engagement="c"),
        RescheduleEngagement(engagement="c", when=at("2018-10-02T09:00")),
    )
    pair = [PlanEngagement(engagement=each, title=Text(en=each), when=at("2018-11-01T09:00")) for each in ("x", "y")]
    both = [ConfirmEngagement(engagement=each) for each in ("x", "y")]
    with pytest.raises(BatchRefusedError) as refused:
        desk.do(*pair, *both)
    assert [index for index, _ in refused.value.refusals] == [3], "the second of the two is late"
    accept = AcceptClash(between=("engagement:x", "engagement:y"), reason=WHY)
    desk.do(*pair, *both, accept)


def test_every_refusal_of_a_batch_is_told(desk: Desk) -> None:
    desk.confirm("a", NINE)
    entries = [PlanEngagement(engagement=each, title=Text(en=each), when=NINE) for each in ("x", "y")]
    desk.do(*entries)
    with pytest.raises(BatchRefusedError) as refused:
        desk.do(
            ConfirmEngagement(engagement="x"), CancelEngagement(engagement="none"), ConfirmEngagement(engagement="y")
        )
    told = [(index, type(error).__name__) for index, error in refused.value.refusals]
    assert told == [(0, "ClashError"), (1, "UnknownSubjectError"), (2, "ClashError")]
    with pytest.raises(BatchRefusedError) as refused:
        desk.do(ConfirmEngagement(engagement="x"), ReinstateEngagement(engagement="x"))
    assert [(index, type(error).__name__) for index, error in refused.value.refusals] == [(1, "RefusedError")], (
        "what it would take is not known where one of its commands cannot be"
    )


def test_checking_a_batch_tells_of_clashes_and_records_nothing(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.plan("b", HALF_PAST_NINE)
    with desk.nothing_new(), pytest.raises(BatchRefusedError, match="the mayor is then at engagement:a"):
        desk.office.check_all([Entry(command=ConfirmEngagement(engagement="b"), by="p")])


# --- putting right ----------------------------------------------------------------------------------------------------


def test_a_withdrawal_that_is_withdrawn_takes_the_time_again_or_is_refused(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.do(WithdrawEngagement(engagement="a", reason=WHY))
    assert desk.pages() == {}
    desk.do(WithdrawEngagement(engagement="a", event=3, reason=WHY))
    assert desk.pages() == {"diary:mayor/2018-10-01": ["engagement:a"]}
    desk.do(WithdrawEngagement(engagement="a", reason=WHY))
    desk.confirm("b", HALF_PAST_NINE)
    desk.refused(
        WithdrawEngagement(engagement="a", event=5, reason=WHY),
        told="cannot withdraw engagement:a, 2018-10-01 09:00–10:30 (Asia/Seoul): the mayor is then at engagement:b",
    )
    assert desk.state("engagement:a").is_withdrawn  # type: ignore[union-attr]


def test_withdrawing_what_freed_a_time_takes_it_again_or_is_refused(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.do(CancelEngagement(engagement="a"))
    desk.confirm("b", HALF_PAST_NINE)
    back = WithdrawEngagement(engagement="a", event=3, reason=WHY)
    desk.refused(back, told="engagement:b")
    desk.do(RescheduleEngagement(engagement="b", when=at("2018-10-05T09:00")))
    desk.do(back)
    assert desk.pages()["diary:mayor/2018-10-01"] == ["engagement:a"]
    desk.do(HoldEngagement(engagement="a", when=at("2018-10-05T09:00")))
    desk.do(WithdrawEngagement(engagement="a", event=5, reason=WHY))
    assert desk.pages()["diary:mayor/2018-10-01"] == ["engagement:a"]


def test_a_corrected_time_is_taken_or_refused(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.confirm("b", at("2018-10-02T09:00", "10:00"))
    wrong = CorrectEngagement(engagement="b", fields=EngagementFacts(when=HALF_PAST_NINE), reason=WHY)
    desk.refused(wrong, told="cannot correct engagement:b, 2018-10-01 09:30")
    right = CorrectEngagement(engagement="b", fields=EngagementFacts(when=at("2018-10-02T10:00", "11:00")), reason=WHY)
    desk.do(right)
    desk.confirm("c", at("2018-10-02T09:00", "10:00"))
    desk.refused(WithdrawEngagement(engagement="b", event=3, reason=WHY), told="engagement:c")
    desk.do(RescheduleEngagement(engagement="b", when=at("2018-10-03T09:00")))
    desk.do(
        CorrectEngagement(engagement="b", event=1, fields=EngagementFacts(when=at("2018-10-02T09:00")), reason=WHY),
    )
    desk.refused(WithdrawEngagement(engagement="b", event=4, reason=WHY), told="engagement:c")


def test_what_is_reinstated_is_only_planned(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.do(PostponeEngagement(engagement="a"))
    desk.confirm("b", HALF_PAST_NINE)
    desk.do(ReinstateEngagement(engagement="a"))
    desk.refused(ConfirmEngagement(engagement="a"), told="engagement:b")
    desk.do(
        RescheduleEngagement(engagement="a", when=at("2018-10-01T08:00", "09:30")), ConfirmEngagement(engagement="a")
    )


# --- reports ----------------------------------------------------------------------------------------------------------


def test_a_report_of_what_is_confirmed_takes_time(desk: Desk) -> None:
    def report(stage: str, name: str = "b") -> ReportEngagement:
        return ReportEngagement(engagement=name, title=Text(en=name), when=NINE, stage=EngagementStage(stage))

    desk.do(report("confirmed", "a"))
    desk.refused(report("confirmed"), told="cannot report engagement:b, 2018-10-01 09:00")
    for stage in ("planned", "held", "cancelled", "postponed"):
        desk.do(report(stage, stage))
    desk.refused(report("confirmed", "planned"), told="cannot report engagement:planned")
    desk.do(report("held", "a"))
    desk.do(report("confirmed", "planned"))
    occasion = ReportOccasion(occasion="o", title=Text(en="o"), when=NINE, stage=OccasionStage.CONFIRMED)
    desk.do(occasion)
    desk.refused(AttendOccasion(occasion="o", attendance=MAYOR), told="cannot attend occasion:o")
    desk.do(HoldOccasion(occasion="o"))
    desk.do(AttendOccasion(occasion="o", attendance=MAYOR))


# --- who attends ------------------------------------------------------------------------------------------------------


def test_an_occasion_takes_the_time_of_those_who_come(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.occasion("fair", HALF_PAST_NINE)
    desk.do(AttendOccasion(occasion="fair", attendance=MAY))
    desk.do(AttendOccasion(occasion="fair", attendance=VICE))
    assert desk.pages()["diary:vice_mayor/2018-10-01"] == ["occasion:fair"]
    error = desk.refused(
        AttendOccasion(occasion="fair", attendance=MAYOR),
        told='attend occasion:fair, 2018-10-01 09:30–10:30 (Asia/Seoul): the mayor is then at engagement:a, "a",',
    )
    assert isinstance(error, ClashError)
    assert error.principal == "mayor"
    desk.plan("b", NINE, VICE)
    desk.refused(ConfirmEngagement(engagement="b"), told="the vice_mayor is then at occasion:fair")


def test_one_principal_goes_and_another_comes(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.do(AttendEngagement(engagement="a", attendance=VICE))
    assert list(desk.pages()) == ["diary:vice_mayor/2018-10-01"], "where somebody is named, nobody is meant"
    desk.do(AttendEngagement(engagement="a", attendance=MAYOR))
    desk.do(AttendEngagement(engagement="a", attendance=Attendance(principal="vice_mayor", answer=Answer.NO)))
    assert list(desk.pages()) == ["diary:mayor/2018-10-01"]


def test_a_stand_in_who_is_a_principal_gives_his_own_time(desk: Desk) -> None:
    desk.do(BeginTerm(principal="vice_mayor", holder=Person(name=Text(ko="윤준병")), began=date(2018, 7, 1)))
    desk.confirm("a", NINE, MAYOR)
    desk.confirm("b", NINE, VICE)
    stand_in = Attendance(answer=Answer.NO, represented_by=Person(name=Text(ko="윤준병")))
    desk.refused(AttendEngagement(engagement="a", attendance=stand_in), told="the vice_mayor is then at engagement:b")
    desk.do(CancelEngagement(engagement="b"))
    desk.do(AttendEngagement(engagement="a", attendance=stand_in))
    assert desk.pages() == {"diary:vice_mayor/2018-10-01": ["engagement:a"]}
    somebody = Attendance(answer=Answer.NO, represented_by=Person(office=Text(ko="기획조정실장")))
    desk.do(AttendEngagement(engagement="a", attendance=somebody))
    assert desk.pages() == {}
    as_mayor = Attendance(principal="vice_mayor", represented_by=Person(office=Text(ko="시장")))
    desk.do(AttendEngagement(engagement="a", attendance=as_mayor))
    assert desk.pages() == {}, "the mayor answered no"
    desk.confirm("c", NINE, as_mayor)
    assert desk.pages() == {"diary:mayor/2018-10-01": ["engagement:c"]}


def test_withdrawing_an_attendance_gives_back_and_takes(desk: Desk) -> None:
    desk.confirm("a", NINE, MAYOR)
    desk.do(AttendEngagement(engagement="a", attendance=NO))
    desk.confirm("b", HALF_PAST_NINE, MAYOR)
    desk.refused(WithdrawEngagement(engagement="a", event=3, reason=WHY), told="engagement:b")
    corrected = EngagementFacts(attendance=(VICE,))
    desk.do(AttendEngagement(engagement="a", attendance=VICE))
    desk.do(AttendEngagement(engagement="b", attendance=NO))
    desk.do(WithdrawEngagement(engagement="a", event=3, reason=WHY))
    assert list(desk.pages()) == ["diary:mayor/2018-10-01", "diary:vice_mayor/2018-10-01"]
    no = Attendance(principal="vice_mayor", answer=Answer.NO)
    desk.do(CorrectEngagement(engagement="a", fields=EngagementFacts(attendance=(no,)), reason=WHY))
    assert list(desk.pages()) == ["diary:mayor/2018-10-01"]
    desk.refused(CorrectEngagement(engagement="b", fields=corrected, reason=WHY), told="no event has set")


# --- parts and wholes -------------------------------------------------------------------------------------------------


def test_a_part_never_clashes_with_its_whole(desk: Desk) -> None:
    desk.occasion("forum", at("2018-10-01T09:00", "18:00"), MAYOR)
    desk.confirm("speech", HALF_PAST_NINE, part_of="occasion:forum")
    desk.refused(
        MoveEngagement(engagement="speech", part_of=None),
        told="cannot move engagement:speech, 2018-10-01 09:30–10:30 (Asia/Seoul): the mayor is then at occasion:forum",
    )
    desk.plan("panel", at("2018-10-01T10:00", "11:00"), part_of="occasion:forum")
    desk.refused(ConfirmEngagement(engagement="panel"), told="the mayor is then at engagement:speech")
    desk.do(CancelEngagement(engagement="speech"))
    desk.plan("alone", at("2018-10-01T10:00", "11:00"))
    desk.refused(ConfirmEngagement(engagement="alone"), told="the mayor is then at occasion:forum")
    desk.do(MoveEngagement(engagement="alone", part_of="occasion:forum"), ConfirmEngagement(engagement="alone"))


def test_a_part_of_a_series_never_clashes_with_an_occurrence(desk: Desk) -> None:
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY;COUNT=4")
    desk.confirm("talk", at("2018-10-08T09:30", "10:00"), part_of="occasion:staff")
    desk.plan("other", at("2018-10-15T09:30", "10:00"))
    desk.refused(ConfirmEngagement(engagement="other"), told="the mayor is then at occasion:staff")


def test_an_engagement_moves_from_one_trip_to_another_and_to_its_principal(desk: Desk) -> None:
    desk.trip("a", "2018-10-01", "2018-10-05")
    desk.trip("b", "2018-10-01", "2018-10-05", principal="vice_mayor")
    desk.confirm("dinner", DINNER, part_of="trip:a")
    desk.confirm("call", CALL, VICE)
    assert desk.pages()["diary:mayor/2018-10-03"] == ["engagement:dinner"]
    desk.refused(
        MoveEngagement(engagement="dinner", part_of="trip:b"), told="the vice_mayor is then at engagement:call"
    )
    desk.do(CancelEngagement(engagement="call"))
    desk.do(MoveEngagement(engagement="dinner", part_of="trip:b"))
    assert [each for each in desk.pages() if "trips" not in each] == ["diary:vice_mayor/2018-10-03"]
    desk.do(AttendEngagement(engagement="dinner", attendance=MAYOR))
    assert [each for each in desk.pages() if "trips" not in each] == ["diary:mayor/2018-10-03"]


def test_a_trip_that_has_another_principal_takes_its_parts_along(desk: Desk) -> None:
    desk.trip("a", "2018-10-01", "2018-10-05")
    desk.confirm("dinner", DINNER, part_of="trip:a")
    desk.confirm("his-own", DINNER, VICE)
    report = ReportTrip(trip="a", title=Text(en="a"), stage=TripStage.CONFIRMED, principal="vice_mayor")
    desk.refused(report, told="engagement:dinner, 2018-10-04 02:00–05:00 (Asia/Seoul): the vice_mayor is then at")
    desk.do(CancelEngagement(engagement="his-own"))
    desk.do(report)
    assert {"diary:vice_mayor/2018-10-03", "diary:vice_mayor/trips/2018-10"} == set(desk.pages())
    desk.do(WithdrawTrip(trip="a", event=3, reason=WHY))
    assert {"diary:mayor/2018-10-03", "diary:mayor/trips/2018-10"} == set(desk.pages())


# --- trips ------------------------------------------------------------------------------------------------------------


def test_trips_exclude_trips_and_nothing_else(desk: Desk) -> None:
    desk.trip("europe", "2018-09-27", "2018-10-07")
    desk.confirm("in-seoul", at("2018-10-01T09:00", "10:00"))
    desk.do(PlanTrip(trip="asia", title=Text(en="asia"), period=Period.of("2018-10-06", "2018-10-09")))
    error = desk.refused(
        ConfirmTrip(trip="asia"),
        told='cannot confirm trip:asia, 2018-10-06/2018-10-09: the mayor is then at trip:europe, "europe", 2018-09-27/',
    )
    assert isinstance(error, ClashError)
    desk.do(RescheduleTrip(trip="asia", period=Period.of("2018-10-07", "2018-10-09")), ConfirmTrip(trip="asia"))
    desk.trip("vice", "2018-09-27", "2018-10-07", principal="vice_mayor")
    desk.do(DepartTrip(trip="europe"))
    desk.refused(RescheduleTrip(trip="europe", period=Period.of("2018-09-27", "2018-10-08")), told="trip:asia")
    desk.do(ReturnTrip(trip="europe", period=Period.of("2018-09-27", "2018-10-08")))
    assert "trip:europe" not in desk.pages().get("diary:mayor/trips/2018-09", [])
    desk.do(CancelTrip(trip="asia"))
    assert list(desk.pages()) == [
        "diary:mayor/2018-10-01", "diary:vice_mayor/trips/2018-09", "diary:vice_mayor/trips/2018-10",
    ]  # fmt: skip


def test_a_trip_within_another_is_found_in_any_month(desk: Desk) -> None:
    desk.trip("long", "2018-01-15", "2018-05-15")
    for first, last in (("2018-03-10", "2018-03-12"), ("2018-01-01", "2018-01-16"), ("2018-05-14", "2018-12-01")):
        desk.do(PlanTrip(trip=first, title=Text(en="x"), period=Period.of(first, last)))
        desk.refused(ConfirmTrip(trip=first), told="the mayor is then at trip:long")
    desk.do(PlanTrip(trip="around", title=Text(en="x"), period=Period.of("2017-01-01", "2019-01-01")))
    desk.refused(ConfirmTrip(trip="around"), told="the mayor is then at trip:long")


# --- accepted on purpose ----------------------------------------------------------------------------------------------


def accept(*names: str) -> AcceptClash:
    pair = tuple(each if ":" in each else f"engagement:{each}" for each in names)
    return AcceptClash(between=pair, reason=WHY)  # type: ignore[arg-type]


def test_a_clash_is_accepted_before_it_is_there_and_lapses_when_either_moves(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.plan("b", HALF_PAST_NINE)
    desk.do(accept("b", "a"))
    desk.do(ConfirmEngagement(engagement="b"))
    assert desk.pages() == {"diary:mayor/2018-10-01": ["engagement:a", "engagement:b"]}
    for name, when in (("b", at("2018-10-01T09:30", "10:00")), ("a", at("2018-10-01T09:00", "11:00"))):
        desk.refused(
            RescheduleEngagement(engagement=name, when=when),
            told=(f"cannot reschedule engagement:{name}", "the clash of the two was accepted at other times, and has"),
        )
    desk.do(RescheduleEngagement(engagement="b", when=at("2018-10-02T09:00")))
    desk.plan("c", NINE)
    refusal = desk.refused(ConfirmEngagement(engagement="c"), told="the mayor is then at engagement:a")
    assert "lapsed" not in str(refusal)
    with desk.nothing_new():
        desk.refused(accept("a", "b"), told="the two do not overlap at known times for any principal")


def test_a_move_and_its_acceptance_in_one_batch(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.confirm("b", at("2018-10-02T09:00", "10:00"))
    desk.do(RescheduleEngagement(engagement="b", when=HALF_PAST_NINE), accept("a", "b"))
    desk.refused(accept("a", "b"), told="it is accepted already")
    desk.do(RescheduleEngagement(engagement="b", when=at("2018-10-01T10:00", "11:00")), accept("a", "b"))
    desk.refused(accept("a", "none"), told="names engagement:none, which nobody has opened")
    desk.refused(accept("a", "document:x"), told="document:x")


def test_a_revoked_acceptance_leaves_what_is_confirmed(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.plan("b", HALF_PAST_NINE)
    desk.do(accept("a", "b"))
    desk.do(ConfirmEngagement(engagement="b"))
    with desk.nothing_new():
        desk.do(RevokeClash(between=("engagement:a", "engagement:b")))
        desk.do(ChangeEngagement(engagement="b", fields=EngagementDetails(title=Text(en="other"))))
    desk.do(PostponeEngagement(engagement="b"), ReinstateEngagement(engagement="b"))
    refusal = desk.refused(ConfirmEngagement(engagement="b"), told="engagement:a")
    assert "lapsed" not in str(refusal), "it was revoked"
    desk.do(accept("a", "b"), ConfirmEngagement(engagement="b"))


def test_of_three_that_overlap_each_pair_is_accepted(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.plan("b", HALF_PAST_NINE)
    desk.plan("c", at("2018-10-01T09:45", "11:00"))
    desk.do(accept("a", "b"), ConfirmEngagement(engagement="b"))
    desk.do(accept("b", "c"))
    desk.refused(ConfirmEngagement(engagement="c"), told="the mayor is then at engagement:a")
    desk.do(accept("a", "c"), ConfirmEngagement(engagement="c"))
    desk.refused(RescheduleEngagement(engagement="b", when=NINE), told="has lapsed")
    desk.do(RescheduleEngagement(engagement="b", when=NINE), accept("a", "b"), accept("b", "c"))


def test_an_acceptance_is_for_both_principals_and_one_clash_is_not_another(desk: Desk) -> None:
    desk.confirm("a", NINE, MAYOR, VICE)
    desk.plan("b", HALF_PAST_NINE, MAYOR)
    desk.do(accept("a", "b"), ConfirmEngagement(engagement="b"))
    desk.do(AttendEngagement(engagement="b", attendance=VICE))
    desk.do(PlanEngagement(engagement="c", title=Text(en="c"), when=HALF_PAST_NINE, attendance=(VICE,)))
    desk.refused(ConfirmEngagement(engagement="c"), told="the vice_mayor is then at engagement:a")


def test_trips_may_overlap_on_purpose(desk: Desk) -> None:
    desk.trip("a", "2018-10-01", "2018-10-05")
    desk.do(PlanTrip(trip="b", title=Text(en="b"), period=Period.of("2018-10-04", "2018-10-08")))
    desk.do(accept("trip:a", "trip:b"), ConfirmTrip(trip="b"))
    desk.refused(RescheduleTrip(trip="b", period=Period.of("2018-10-03", "2018-10-08")), told="has lapsed")


def test_what_takes_no_time_needs_no_acceptance(desk: Desk) -> None:
    desk.confirm("a", NINE)
    desk.confirm("b", Period.of("2018-10-01"))
    desk.occasion("o", NINE)
    for other in ("b", "occasion:o"):
        desk.refused(accept("a", other), told=("do not overlap at known times", "can be confirmed without it"))


# --- series -----------------------------------------------------------------------------------------------------------


def test_every_occurrence_until_the_booked_day_is_guarded(desk: Desk) -> None:
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY", booked_until="2018-10-31")
    days = [date(2018, 10, 1) + timedelta(weeks=each) for each in range(6)]
    assert desk.pages() == {f"diary:mayor/{day}": [f"occasion:staff {day}"] for day in days[:5]}
    desk.plan("x", at("2018-10-22T10:00", "11:00"))
    desk.refused(ConfirmEngagement(engagement="x"), told='occasion:staff, "staff", 2018-10-22 09:00–10:30 (Asia/Seoul)')
    desk.confirm("later", at("2018-11-05T10:00", "11:00"))
    desk.refused(
        ExtendOccasion(occasion="staff", booked_until="2018-11-30"),
        told="cannot extend occasion:staff, 2018-11-05 09:00–10:30 (Asia/Seoul): the mayor is then at engagement:later",
    )
    desk.do(CancelOccurrence(occasion="staff", occurrence="2018-10-22"))
    desk.do(ConfirmEngagement(engagement="x"))
    desk.refused(ReinstateOccurrence(occasion="staff", occurrence="2018-10-22"), told="engagement:x")
    desk.do(CancelEngagement(engagement="later"), ExtendOccasion(occasion="staff", booked_until="2018-11-30"))
    assert "diary:mayor/2018-11-26" in desk.pages()


def test_an_occurrence_that_changes_gives_back_and_takes_its_own_time_only(desk: Desk) -> None:
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY;COUNT=3")
    desk.confirm("x", at("2018-10-09T10:00", "11:00"))
    move = {"occasion": "staff", "occurrence": "2018-10-08"}
    desk.refused(
        ChangeOccurrence(**move, fields=OccurrenceDetails(when=at("2018-10-09T09:00", "10:30"))),
        told="cannot change occurrence occasion:staff, 2018-10-09 09:00–10:30",
    )
    before = len(desk.kept())
    desk.do(ChangeOccurrence(**move, fields=OccurrenceDetails(when=at("2018-10-10T09:00", "10:30"))))
    assert desk.kept()[before:] == [
        "diary.released diary:mayor/2018-10-08", "booking.released booking:occasion:staff",
        "diary.booked diary:mayor/2018-10-10", "booking.made booking:occasion:staff",
    ]  # fmt: skip
    assert desk.pages()["diary:mayor/2018-10-10"] == ["occasion:staff 2018-10-08"]
    desk.do(ChangeOccurrence(**move, fields=OccurrenceDetails(attendance=(NO, VICE))))
    assert "diary:vice_mayor/2018-10-10" in desk.pages()
    assert "diary:mayor/2018-10-10" not in desk.pages()
    with desk.nothing_new():
        desk.do(ChangeOccurrence(**move, fields=OccurrenceDetails(title=Text(en="other"))))
    desk.do(RepeatOccasion(occasion="staff", recurrence=None))
    assert desk.pages()["diary:mayor/2018-10-01"] == ["occasion:staff"]
    assert [each for each in desk.pages() if "2018-10-01" not in each] == ["diary:mayor/2018-10-09"]


def test_a_series_that_moves_or_changes_its_rule(desk: Desk) -> None:
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY;COUNT=3")
    desk.confirm("x", at("2018-10-09T09:00", "10:00"))
    desk.refused(RescheduleOccasion(occasion="staff", when=at("2018-10-02T09:00", "10:00")), told="engagement:x")
    desk.refused(RepeatOccasion(occasion="staff", recurrence="FREQ=DAILY;COUNT=20"), told="2018-10-09 09:00–10:30")
    desk.do(RepeatOccasion(occasion="staff", recurrence={"rule": "FREQ=DAILY;COUNT=20", "excluded": ["2018-10-09"]}))
    assert len(desk.pages()) == 20
    desk.do(HoldOccasion(occasion="staff"))
    assert list(desk.pages()) == ["diary:mayor/2018-10-09"]


def test_a_clash_is_accepted_for_the_occurrences_that_overlap(desk: Desk) -> None:
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY", booked_until="2018-10-20")
    weekly = {"recurrence": "FREQ=WEEKLY", "booked_until": "2018-10-20", "attendance": (MAYOR,), "title": Text(en="x")}
    desk.do(PlanOccasion(occasion="press", when=at("2018-10-08T10:00", "11:00"), **weekly))
    desk.refused(ConfirmOccasion(occasion="press"), told="the mayor is then at occasion:staff")
    desk.do(accept("occasion:press", "occasion:staff"), ConfirmOccasion(occasion="press"))
    assert desk.pages()["diary:mayor/2018-10-15"] == ["occasion:press 2018-10-15", "occasion:staff 2018-10-15"]
    desk.do(ExtendOccasion(occasion="staff", booked_until="2018-10-31"))
    longer = ExtendOccasion(occasion="press", booked_until="2018-10-31")
    desk.refused(longer, told=("cannot extend occasion:press, 2018-10-22", "was accepted at other times"))
    desk.do(longer, accept("occasion:press", "occasion:staff"))
    moved = OccurrenceDetails(when=at("2018-10-15T08:00", "09:30"))
    desk.refused(ChangeOccurrence(occasion="press", occurrence="2018-10-15", fields=moved), told="has lapsed")


def test_two_occurrences_of_a_series_are_two_places(desk: Desk) -> None:
    desk.occasion("staff", NINE, MAYOR, recurrence="FREQ=WEEKLY;COUNT=3")
    moved = ChangeOccurrence(
        occasion="staff", occurrence="2018-10-08", fields=OccurrenceDetails(when=HALF_PAST_NINE), reason=WHY
    )
    error = desk.refused(moved, told="the mayor is then at occasion:staff")
    assert str(error).endswith("; move one of the two occurrences, or cancel it")
    desk.do(CancelOccurrence(occasion="staff", occurrence="2018-10-01"))
    desk.do(moved)
    assert desk.pages()["diary:mayor/2018-10-01"] == ["occasion:staff 2018-10-08"]


def test_a_series_that_overlaps_itself_cannot_be_confirmed(desk: Desk) -> None:
    when = at("2018-10-01T09:00", "2018-10-03T09:00")
    daily = {"attendance": (MAYOR,), "recurrence": "FREQ=DAILY;COUNT=3"}
    desk.do(PlanOccasion(occasion="w", title=Text(en="w"), when=when, **daily))
    desk.refused(ConfirmOccasion(occasion="w"), told="the mayor is then at occasion:w")
    desk.do(RepeatOccasion(occasion="w", recurrence="FREQ=DAILY;INTERVAL=2;COUNT=3"))
    desk.do(ConfirmOccasion(occasion="w"))


# --- what is stored ---------------------------------------------------------------------------------------------------


def test_what_is_given_back_is_what_was_taken_whatever_the_zone_data_says_now() -> None:
    with Desk() as desk:
        desk.confirm("dinner", at("2018-10-03T19:00", "22:00", "Europe/Zurich"))
        desk.plan("other", at("2018-10-01T09:00"))
        hold = Hold(
            principal="mayor", subject="engagement:dinner", pages=(date(2018, 10, 1), date(2018, 10, 2)),
            taken={"start": "2018-10-01T23:00:00Z", "end": "2018-10-02T02:00:00Z"},
        )  # fmt: skip
        desk.do(CancelEngagement(engagement="dinner"))
        desk.append(booking_id("engagement:dinner"), BookingMade(holds=(hold,)))
        for page in page_ids(hold):
            desk.append(page, DiaryBooked(hold=hold))
        assert sorted(desk.pages()) == ["diary:mayor/2018-10-01", "diary:mayor/2018-10-02"]
        desk.do(ReinstateEngagement(engagement="dinner"))
        assert desk.pages() == {}, "as taken, and not as it would be taken today"
        desk.do(ConfirmEngagement(engagement="dinner"))
        assert sorted(desk.pages()) == ["diary:mayor/2018-10-03"]
        desk.check()


def test_pages_that_would_be_others_today_are_left_where_the_time_is_the_same() -> None:
    with Desk() as desk:
        desk.confirm("dinner", DINNER)
        (hold,) = desk.streams("booking")["booking:engagement:dinner"]
        desk.do(CancelEngagement(engagement="dinner"))
        moved = hold.model_copy(update={"pages": (date(2018, 10, 3), date(2018, 10, 4))})
        desk.append(booking_id("engagement:dinner"), BookingMade(holds=(moved,)))
        for page in page_ids(moved):
            desk.append(page, DiaryBooked(hold=moved))
        desk.do(WithdrawEngagement(engagement="dinner", event=3, reason=WHY))
        assert sorted(desk.pages()) == ["diary:mayor/2018-10-03", "diary:mayor/2018-10-04"]
        desk.do(CancelEngagement(engagement="dinner"))
        assert desk.pages() == {}


def test_the_streams_of_the_diaries_have_no_knowledge_and_no_sources(desk: Desk) -> None:
    for name, day, known_on in (("a", "2018-10-01T09:00", "2018-09-30"), ("b", "2018-10-01T10:00", "2018-09-01")):
        plan = PlanEngagement(engagement=name, title=Text(en=name), when=at(day))
        desk.office.record_all(
            [plan, ConfirmEngagement(engagement=name)], by="의전과", known_on=known_on, note="secret"
        )
    desk.office.record(CancelEngagement(engagement="b"), by="p", known_on="2018-09-02")
    records = [each for each in desk.history.log() if each.kind in ("diary", "booking")]
    assert [f"{each.reference} {each.topic}" for each in records] == [
        "diary:mayor/2018-10-01@1 diary.booked", "booking:engagement:a@1 booking.made",
        "diary:mayor/2018-10-01@2 diary.booked", "booking:engagement:b@1 booking.made",
        "diary:mayor/2018-10-01@3 diary.released", "booking:engagement:b@2 booking.released",
    ]  # fmt: skip
    assert {(each.note, each.citations) for each in records} == {(None, ())}
    assert [each.by for each in records[:1]] == ["의전과"]
    commands = {each.command_id for each in desk.history.log() if each.kind == "engagement"}
    assert {each.command_id for each in records} < commands, "each has the id of the command that led to it"


def test_views_pass_diaries_over_and_history_shows_them(desk: Desk) -> None:
    desk.plan("a", NINE)
    office = desk.office
    options = {"language": "ko", "audience": "internal", "at": office.now()}
    before = (
        len(office.calendar().entries()),
        len(office.knowledge()),
        feed(office.history(), office.profile(), **options),
    )  # type: ignore[arg-type]
    with desk.nothing_new():
        assert office.counts(on="2018-12-31")
    desk.do(ConfirmEngagement(engagement="a"))
    after = (len(office.calendar().entries()), len(office.knowledge()))
    assert after == before[:2]
    assert b"diary" not in feed(office.history(), office.profile(), **options)  # type: ignore[arg-type]
    assert [each.topic for each in office.history("diary:mayor/2018-10-01")] == ["diary.booked"]
    assert [each.position for each in office.history()] == list(range(len(desk.history)))
    assert not [each for each in office.knowledge(known_on="2026-11-22") if each.startswith(("diary", "booking"))]


def test_a_new_principals_diary_is_kept_from_then_on(desk: Desk) -> None:
    second = Attendance(principal="second", answer=Answer.YES)
    desk.plan("a", NINE)
    desk.refused(AttendEngagement(engagement="a", attendance=second), told="the office has no principal 'second'")
    desk.do(AddPrincipal(principal="second"))
    desk.do(AttendEngagement(engagement="a", attendance=second), ConfirmEngagement(engagement="a"))
    assert list(desk.pages()) == ["diary:second/2018-10-01"]


# --- an office that has other principals than before ------------------------------------------------------------------

GOVERNOR = Principal(principal="governor", title=Text(en="Governor"))
DEPUTY = Principal(principal="deputy", title=Text(en="Deputy"))


def founding(*principals: Principal) -> FoundOffice:
    return FoundOffice(name=Text(en="Office"), zone="Asia/Seoul", domain="example.go.kr", principals=principals)


def test_a_principal_who_is_added_later_does_not_become_the_default_one() -> None:
    with Desk(founded=False) as desk:
        desk.do(founding(GOVERNOR, DEPUTY))
        desk.confirm("a", NINE)
        desk.trip("t", "2018-10-01", "2018-10-02")
        with desk.nothing_new():
            desk.do(AddPrincipal(principal="mayor"))
        assert set(desk.pages()) == {"diary:governor/2018-10-01", "diary:governor/trips/2018-10"}
        desk.plan("b", HALF_PAST_NINE)
        desk.refused(ConfirmEngagement(engagement="b"), told="the governor is then at engagement:a")
        desk.confirm("c", HALF_PAST_NINE, Attendance(principal="mayor", answer=Answer.YES))
        desk.check()


def test_an_office_that_is_founded_late_takes_over_what_was_the_mayors() -> None:
    with Desk(founded=False) as desk:
        desk.confirm("unsaid", NINE)
        desk.confirm("named", at("2018-10-02T09:00", "10:00"), MAYOR)
        desk.confirm("deputys", at("2018-10-02T09:00", "10:00"), Attendance(principal="deputy", answer=Answer.YES))
        desk.trip("t", "2018-10-01", "2018-10-02")
        desk.confirm("part", at("2018-10-01T14:00", "15:00"), part_of="trip:t")
        desk.occasion("staff", at("2018-10-03T09:00", "10:00"), MAYOR, recurrence="FREQ=DAILY;COUNT=2")
        theirs = {each.replace("diary:mayor", "diary:governor"): held for each, held in desk.pages().items()}
        desk.do(founding(GOVERNOR, DEPUTY))
        assert desk.pages() == theirs
        desk.check()
        with desk.nothing_new():
            desk.plan("b", HALF_PAST_NINE)
        desk.refused(ConfirmEngagement(engagement="b"), told="the governor is then at engagement:unsaid")
        desk.do(AddPrincipal(principal="mayor"))
        assert "diary:governor/2018-10-02" not in desk.pages(), "what names the mayor is his, now that there is one"
        assert desk.pages()["diary:mayor/2018-10-02"] == ["engagement:named"]
        assert desk.pages()["diary:governor/2018-10-01"] == ["engagement:unsaid"]
        desk.check()


def test_what_names_a_principal_who_is_gone_takes_the_default_ones_time(desk: Desk) -> None:
    desk.do(AddPrincipal(principal="envoy"))
    envoy = Attendance(principal="envoy", answer=Answer.YES)
    desk.confirm("a", NINE, envoy)
    desk.trip("t", "2018-10-01", "2018-10-02", principal="envoy")
    desk.confirm("part", at("2018-10-01T14:00", "15:00"), part_of="trip:t")
    before = desk.pages()
    desk.do(WithdrawOffice(event=2, reason=WHY))
    assert desk.pages() == {each.replace("envoy", "mayor"): held for each, held in before.items()}
    desk.plan("b", HALF_PAST_NINE)
    desk.refused(ConfirmEngagement(engagement="b"), told="the mayor is then at engagement:a")
    desk.check()
    desk.do(WithdrawOffice(event=3, reason=WHY))
    assert desk.pages() == before
    desk.do(ConfirmEngagement(engagement="b"))


def test_a_command_to_the_office_is_not_refused_for_what_clashes_then() -> None:
    with Desk() as desk:
        desk.do(AddPrincipal(principal="envoy"))
        desk.confirm("a", NINE, Attendance(principal="envoy", answer=Answer.YES))
        desk.confirm("b", HALF_PAST_NINE)
        desk.do(WithdrawOffice(event=2, reason=WHY))
        assert desk.pages() == {"diary:mayor/2018-10-01": ["engagement:b"]}
        (clash,) = desk.office.book(by="p").clashes
        assert "cannot book engagement:a" in str(clash)
        desk.do(CancelEngagement(engagement="b"))
        assert desk.office.book(by="p").booked == ("engagement:a",)
        desk.check()


def test_a_term_that_ends_gives_back_what_comes_later(desk: Desk) -> None:
    desk.do(BeginTerm(principal="vice_mayor", holder=Person(name=Text(ko="윤준병")), began=date(2018, 7, 1)))
    by_yoon = Attendance(answer=Answer.NO, represented_by=Person(name=Text(ko="윤준병")))
    desk.confirm("a", NINE, by_yoon)
    desk.confirm("b", at("2018-10-02T09:00", "10:00"), by_yoon)
    desk.do(EndTerm(principal="vice_mayor", ended=date(2018, 10, 1)))
    assert desk.pages() == {"diary:vice_mayor/2018-10-01": ["engagement:a"]}
    with desk.nothing_new():
        desk.do(BeginTerm(principal="mayor", holder=Person(name=Text(ko="윤준병")), began=date(2018, 10, 3)))


def test_the_parts_of_a_trip_that_is_withdrawn_are_the_default_principals(desk: Desk) -> None:
    desk.trip("a", "2018-10-01", "2018-10-05", principal="vice_mayor")
    desk.confirm("dinner", DINNER, part_of="trip:a")
    desk.plan("later", at("2018-10-02T09:00", "10:00"), part_of="trip:a")
    desk.confirm("call", CALL)
    withdrawal = WithdrawTrip(trip="a", reason=WHY)
    desk.refused(withdrawal, told="engagement:dinner, 2018-10-04 02:00–05:00 (Asia/Seoul): the mayor is then at")
    desk.do(CancelEngagement(engagement="call"), withdrawal)
    assert desk.pages() == {"diary:mayor/2018-10-03": ["engagement:dinner"]}
    desk.do(ConfirmEngagement(engagement="later"))
    assert set(desk.pages()) == {"diary:mayor/2018-10-02", "diary:mayor/2018-10-03"}
    desk.check()
    desk.confirm("his-own", DINNER, VICE)
    back = WithdrawTrip(trip="a", event=3, reason=WHY)
    desk.refused(back, told="engagement:dinner, 2018-10-04 02:00–05:00 (Asia/Seoul): the vice_mayor is then at")
    desk.do(CancelEngagement(engagement="his-own"), back)
    assert set(desk.pages()) == {
        "diary:vice_mayor/2018-10-02", "diary:vice_mayor/2018-10-03", "diary:vice_mayor/trips/2018-10",
    }  # fmt: skip


def test_an_office_that_was_never_founded_is_guarded_in_utc() -> None:
    with Desk(founded=False) as desk:
        desk.confirm("a", NINE)
        desk.plan("b", HALF_PAST_NINE)
        desk.refused(ConfirmEngagement(engagement="b"), told="2018-10-01 00:30–01:30 (UTC)")
        desk.check()
