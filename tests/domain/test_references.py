from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, BeforeValidator

from mayor_schedule.domain import agreement, engagement, occasion, organization, trip, visit
from mayor_schedule.domain.agreement import (
    AgreementDuplicateReopened,
    AgreementDuplicateSettled,
    AgreementDuplicateSuspected,
    AgreementProposed,
    AgreementWithdrawn,
    DuplicateVerdict,
    ReopenDuplicate,
    SettleDuplicate,
    SuspectDuplicate,
)
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.engagement import PlanEngagement
from mayor_schedule.domain.figure import StateFigure
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.office import OFFICE, OfficeFounded, OfficeWithdrawn, Principal, PrincipalAdded
from mayor_schedule.domain.references import REFERENCES, Lookup, check_references, references
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import PlanTrip, ReportTrip, TripPlanned, TripStage, TripWithdrawn
from mayor_schedule.domain.values import identity
from mayor_schedule.domain.values.attendance import Answer, Attendance
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.domain.visit import AnnounceVisit, AttendVisit, ReportVisit, VisitStage
from mayor_schedule.errors import RefusedError, UnknownSubjectError
from spec import state_after

TITLE = Text(en="forum")
WHY = Text(en="misread")
TRIP, VISIT, OCCASION, ENGAGEMENT = "trip:europe", "visit:duda", "occasion:forum", "engagement:talks"
FIRST, SECOND, THIRD = (f"agreement:{each}" for each in ("first", "second", "third"))
WITHIN = Unknown(within=TRIP)

THERE = state_after(TripPlanned(title=TITLE))
GONE = state_after(TripPlanned(title=TITLE), TripWithdrawn(reason=WHY))
PROPOSED = AgreementProposed(title=TITLE)
FOUNDED = OfficeFounded(name=TITLE, zone="Asia/Seoul", domain="example.go.kr")


def refused(command: Command, lookup: Lookup, *fragments: str) -> RefusedError:
    with pytest.raises(RefusedError) as refusal:
        check_references(command, lookup)
    message = str(refusal.value)
    assert message.startswith(f"cannot {command.verb()} {command.subject}: ")
    for fragment in fragments:
        assert fragment in message, message
    return refusal.value


# --- what a command names ---------------------------------------------------------------------------------------------

NAMING: list[tuple[Command, list[tuple[str, str]]]] = [
    (PlanEngagement(engagement="talks", title=TITLE, part_of=TRIP), [("part_of", TRIP)]),
    (PlanEngagement(engagement="talks", title=TITLE, when=WITHIN), [("within", TRIP)]),
    (
        PlanEngagement(engagement="talks", title=TITLE, when=Unknown(within=OCCASION), part_of=TRIP),
        [("within", OCCASION), ("part_of", TRIP)],
    ),
    (engagement.MoveEngagement(engagement="talks", part_of=VISIT), [("part_of", VISIT)]),
    (engagement.MoveEngagement(engagement="talks", part_of=None), []),
    (engagement.HoldEngagement(engagement="talks", when=WITHIN), [("within", TRIP)]),
    (
        engagement.CorrectEngagement(
            engagement="talks", fields=engagement.EngagementFacts(part_of=VISIT, actual_when=WITHIN), reason=WHY
        ),
        [("within", TRIP), ("part_of", VISIT)],
    ),
    (PlanTrip(trip="europe", title=TITLE, period=Unknown(within=OCCASION)), [("within", OCCASION)]),
    (trip.RescheduleTrip(trip="europe", period=Unknown(within=OCCASION)), [("within", OCCASION)]),
    (trip.ReinstateTrip(trip="europe"), []),
    (
        trip.CorrectTrip(trip="europe", fields=trip.TripFacts(period=Unknown(within=OCCASION)), reason=WHY),
        [("within", OCCASION)],
    ),
    (
        visit.CorrectVisit(visit="duda", fields=visit.VisitFacts(actual_when=WITHIN), reason=WHY),
        [("within", TRIP)],
    ),
    (occasion.PlanOccasion(occasion="forum", title=TITLE, when=WITHIN), [("within", TRIP)]),
    (
        agreement.ProposeAgreement(
            agreement="first", title=TITLE, signing=WITHIN, engagement="talks", predecessor="second",
            possible_duplicate_of="third",
        ),
        [("within", TRIP), ("engagement", ENGAGEMENT), ("predecessor", SECOND), ("possible_duplicate_of", THIRD)],
    ),
    (agreement.PlanSigning(agreement="first", signing=WITHIN, engagement="talks"), [
        ("within", TRIP), ("engagement", ENGAGEMENT),
    ]),
    (agreement.SignAgreement(agreement="first", on=Unknown(), engagement="talks"), [("engagement", ENGAGEMENT)]),
    (agreement.ChangeAgreement(agreement="first", fields=agreement.AgreementDetails(predecessor="second")), [
        ("predecessor", SECOND),
    ]),
    (agreement.ChangeAgreement(agreement="first", fields=agreement.AgreementDetails(predecessor=None)), []),
    (
        agreement.CorrectAgreement(
            agreement="first",
            fields=agreement.AgreementFacts(signed=WITHIN, possible_duplicate_of="third"),
            reason=WHY,
        ),
        [("possible_duplicate_of", THIRD), ("within", TRIP)],
    ),
    (SuspectDuplicate(agreement="first", of="second"), [("of", SECOND)]),
    (SettleDuplicate(agreement="first", verdict=DuplicateVerdict.SAME), []),
    (organization.PursueOrganization(organization="wego", name=TITLE, host_agreement="first"), [
        ("host_agreement", FIRST),
    ]),
    (
        organization.ChangeOrganization(
            organization="wego", fields=organization.OrganizationDetails(host_agreement="first")
        ),
        [("host_agreement", FIRST)],
    ),
    (StateFigure(key="visits", scope="trip-europe", value=3, as_of="2018-08", span=WITHIN), [("within", TRIP)]),
    (
        AnnounceVisit(
            visit="duda", title=Text(en="trip:europe"), guests=(Person(name=TITLE, of=Party(name=TITLE)),),
            attendance=(Attendance(principal="vice_mayor"),),
        ),
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("command", "named"), NAMING, ids=lambda each: type(each).__name__)
def test_what_a_command_names(command: Command, named: list[tuple[str, str]]) -> None:
    assert sorted(references(command)) == sorted(named)


@pytest.mark.parametrize(
    "command", [command for command, named in NAMING if named], ids=lambda each: type(each).__name__
)
def test_each_subject_that_a_command_names_must_be_there(command: Command) -> None:
    named = dict(references(command))
    there: dict[str, Any] = dict.fromkeys(named.values(), THERE)
    check_references(command, there.get)
    for field, subject in named.items():
        words = f"its {field.replace('_', ' ')} names {subject}"
        error = refused(command, {**there, subject: None}.get, f"{words}, which nobody has opened", "check its id")
        assert isinstance(error, UnknownSubjectError)
        assert error.subject == subject
        error = refused(command, {**there, subject: GONE}.get, f"{words}, which was withdrawn")
        assert isinstance(error, UnknownSubjectError)
        assert error.subject == subject


def test_a_subject_that_is_back_can_be_named() -> None:
    back = state_after(TripPlanned(title=TITLE), TripWithdrawn(reason=WHY), TripWithdrawn(event=2, reason=WHY))
    check_references(PlanEngagement(engagement="talks", title=TITLE, part_of=TRIP), {TRIP: back}.get)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (PlanEngagement(engagement="talks", title=TITLE, part_of=ENGAGEMENT), "part of"),
        (PlanEngagement(engagement="talks", title=TITLE, when=Unknown(within=ENGAGEMENT)), "within"),
        (PlanTrip(trip="europe", title=TITLE, period=WITHIN), "within"),
        (trip.CorrectTrip(trip="europe", fields=trip.TripFacts(period=WITHIN), reason=WHY), "within"),
        (SuspectDuplicate(agreement="first", of="agreement:first"), "of"),
        (agreement.ProposeAgreement(agreement="first", title=TITLE, predecessor="first"), "predecessor"),
        (
            agreement.CorrectAgreement(
                agreement="first", fields=agreement.AgreementFacts(possible_duplicate_of="first"), reason=WHY
            ),
            "possible duplicate of",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else type(each).__name__,
)
@pytest.mark.parametrize("there", [False, True], ids=["new", "open"])
def test_nothing_names_itself(command: Command, field: str, there: bool) -> None:
    error = refused(command, {command.subject: THERE if there else None}.get, f"its {field} names itself")
    assert not isinstance(error, UnknownSubjectError)


# --- principals -------------------------------------------------------------------------------------------------------

VICE = Attendance(principal="vice_mayor", answer=Answer.YES)
AS_VICE: list[Command] = [
    PlanTrip(trip="europe", title=TITLE, principal="vice_mayor"),
    ReportTrip(trip="europe", title=TITLE, principal="vice_mayor", stage=TripStage.RETURNED),
    AnnounceVisit(visit="duda", title=TITLE, attendance=(Attendance(), VICE)),
    ReportVisit(visit="duda", title=TITLE, attendance=(VICE,), stage=VisitStage.RECEIVED),
    AttendVisit(visit="duda", attendance=VICE),
    engagement.AttendEngagement(engagement="talks", attendance=VICE),
    occasion.AttendOccasion(occasion="forum", attendance=VICE),
]


@pytest.mark.parametrize("command", AS_VICE, ids=lambda each: type(each).__name__)
def test_a_principal_is_one_of_the_office(command: Command) -> None:
    refused(
        command, {OFFICE: state_after(FOUNDED)}.get,
        "the office has no principal 'vice_mayor'", "it has mayor; add one with add_principal",
    )  # fmt: skip
    check_references(command, {OFFICE: state_after(FOUNDED, PrincipalAdded(principal="vice_mayor"))}.get)
    check_references(command, {}.get)


def test_a_principal_that_was_added_in_error_is_none() -> None:
    history = (FOUNDED, PrincipalAdded(principal="vice_mayor"), OfficeWithdrawn(event=2, reason=WHY))
    refused(AS_VICE[0], {OFFICE: state_after(*history)}.get, "no principal 'vice_mayor'")


def test_the_mayor_is_a_principal_only_of_an_office_that_has_one() -> None:
    governor = FOUNDED.model_copy(update={"principals": (Principal(principal="governor"), Principal(principal="aide"))})
    office = {OFFICE: state_after(governor)}.get
    refused(AttendVisit(visit="duda", attendance=Attendance()), office, "'mayor'", "it has aide, governor")
    check_references(PlanTrip(trip="europe", title=TITLE, principal="governor"), office)
    check_references(PlanTrip(trip="europe", title=TITLE), {OFFICE: state_after(FOUNDED)}.get)
    check_references(AnnounceVisit(visit="duda", title=TITLE), office)


def test_of_several_unknown_principals_the_first_is_named() -> None:
    both = tuple(Attendance(principal=each) for each in ("vice_mayor", "mayor", "governor"))
    command = AnnounceVisit(visit="duda", title=TITLE, attendance=both)
    refused(command, {OFFICE: state_after(FOUNDED)}.get, "no principal 'governor'")


# --- the survivor of a merger -----------------------------------------------------------------------------------------

SUSPECTED = (PROPOSED, AgreementDuplicateSuspected(possible_duplicate_of=SECOND))
SAME, DISTINCT = (SettleDuplicate(agreement="first", verdict=verdict) for verdict in DuplicateVerdict)


def merged(*more: Any, verdict: DuplicateVerdict = DuplicateVerdict.SAME) -> Subject:
    """The second agreement, settled to be the same as the third, or not."""
    state: Subject = state_after(
        PROPOSED, AgreementDuplicateSuspected(possible_duplicate_of=THIRD),
        AgreementDuplicateSettled(duplicate_verdict=verdict), *more,
    )  # fmt: skip
    return state


def test_nothing_is_merged_into_what_is_merged_itself() -> None:
    lookup = {FIRST: state_after(*SUSPECTED), SECOND: merged(), THIRD: state_after(PROPOSED)}.get
    error = refused(
        SAME, lookup, f"{SECOND} is itself settled as the same as {THIRD}", "suspect a duplicate of that one instead"
    )
    assert not isinstance(error, UnknownSubjectError)


def test_what_is_distinct_may_be_from_what_is_merged() -> None:
    check_references(DISTINCT, {FIRST: state_after(*SUSPECTED), SECOND: merged(), THIRD: state_after(PROPOSED)}.get)


@pytest.mark.parametrize(
    "survivor",
    [
        state_after(PROPOSED),
        state_after(PROPOSED, AgreementDuplicateSuspected(possible_duplicate_of=THIRD)),
        merged(verdict=DuplicateVerdict.DISTINCT),
        merged(AgreementDuplicateReopened()),
        merged(AgreementWithdrawn(event=3, reason=WHY)),
    ],
    ids=["alone", "suspected", "distinct", "reopened", "settled in error"],
)
def test_what_is_not_merged_survives(survivor: Subject) -> None:
    check_references(SAME, {FIRST: state_after(*SUSPECTED), SECOND: survivor}.get)


def test_two_agreements_are_not_merged_into_each_other() -> None:
    second = state_after(
        PROPOSED,
        AgreementDuplicateSuspected(possible_duplicate_of=FIRST),
        AgreementDuplicateSettled(duplicate_verdict=DuplicateVerdict.SAME),
    )
    refused(SAME, {FIRST: state_after(*SUSPECTED), SECOND: second}.get, f"settled as the same as {FIRST}")


def test_where_nothing_is_suspected_there_is_no_survivor() -> None:
    for first in (None, state_after(PROPOSED)):
        check_references(SAME, {FIRST: first, SECOND: merged()}.get)
    check_references(ReopenDuplicate(agreement="first"), {FIRST: state_after(*SUSPECTED), SECOND: merged()}.get)


def test_a_suspicion_of_what_is_merged_may_be_recorded() -> None:
    lookup = {FIRST: state_after(PROPOSED), SECOND: merged()}.get
    check_references(SuspectDuplicate(agreement="first", of=SECOND), lookup)


# --- every id is looked up --------------------------------------------------------------------------------------------

IDS = {get_args(value)[1] for name, value in vars(identity).items() if name.endswith("Id")}


def ids_in(annotation: Any) -> Iterator[tuple[str, Any]]:
    """The fields that hold ids of subjects, by name, however deep within the models of an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if IDS & set(_metadata(field.annotation, *field.metadata)):
                yield name, annotation
            yield from ids_in(field.annotation)
    else:
        for each in get_args(annotation):
            if each is not Party:  # a party can be a part of another
                yield from ids_in(each)


def _metadata(annotation: Any, *own: Any) -> Iterator[Any]:
    yield from (each for each in own if isinstance(each, BeforeValidator))
    if isinstance(annotation, BeforeValidator):
        yield annotation
    for each in get_args(annotation):
        yield from _metadata(each)


def test_every_id_that_a_command_holds_is_looked_up() -> None:
    held = {kind: {each for command in KINDS[kind].commands for each, _ in ids_in(command)} for kind in KINDS}
    assert {name for names in held.values() for name in names} == set(REFERENCES) | set(KINDS) - {"office", "clash"}
    for kind in KINDS.keys() - {"agreement"}:
        assert held[kind] & set(KINDS) <= {kind}, "a field with the name of a kind holds the command's own subject"
    assert held["agreement"] & set(KINDS) == {"agreement", "engagement"}
