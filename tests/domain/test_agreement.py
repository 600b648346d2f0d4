from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.agreement import (
    LIFE,
    Agreement,
    AgreementCategory,
    AgreementChanged,
    AgreementClassified,
    AgreementCommand,
    AgreementCorrected,
    AgreementDetails,
    AgreementDropped,
    AgreementDuplicateReopened,
    AgreementDuplicateSettled,
    AgreementDuplicateSuspected,
    AgreementEnteredIntoForce,
    AgreementEvents,
    AgreementExpired,
    AgreementFacts,
    AgreementPostponed,
    AgreementProposed,
    AgreementReinstated,
    AgreementRenewed,
    AgreementReported,
    AgreementSigned,
    AgreementSigningPlanned,
    AgreementStage,
    AgreementTerminated,
    AgreementWithdrawn,
    BringAgreementIntoForce,
    ChangeAgreement,
    ClassifyAgreement,
    CorrectAgreement,
    DropAgreement,
    DuplicateVerdict,
    ExpireAgreement,
    PlanSigning,
    PostponeAgreement,
    ProposeAgreement,
    ReinstateAgreement,
    RenewAgreement,
    ReopenDuplicate,
    ReportAgreement,
    SettleDuplicate,
    SignAgreement,
    SuspectDuplicate,
    TerminateAgreement,
    WithdrawAgreement,
)  # fmt: skip
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Party, PartyKind, Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

ZURICH: Any = {"agreement": "2018-zurich"}
TITLE = Text(ko="우호도시 MOU", en="Friendship city MOU")
WITHIN = Unknown(within="trip:2018-europe")
OCTOBER = FuzzyDate.of("2018-10", printed="10월")
THIRD = Period.of("2018-10-03")
FOURTH = Period.of("2018-10-04")
CITY = Party(name=Text(ko="취리히시", en="City of Zurich"), kind=PartyKind.CITY, country="CH")
CANTON = Party(name=Text(ko="취리히주", en="Canton of Zurich"), kind=PartyKind.REGION, country="CH")
GOVERNOR = Person(name=Text(en="Thomas Heiniger"), of=CANTON)
TOWN_HALL = Place(venue=Text(en="Stadthaus"), country="CH")
BECAUSE = Text(en="the council wished it")
INTERNAL: Any = {"visibility": Visibility.INTERNAL}

PROPOSED = AgreementProposed(
    title=TITLE, category=AgreementCategory.FRIENDSHIP_CITY, parties=(CITY,), signing=WITHIN, place=TOWN_HALL,
    **INTERNAL,
)  # fmt: skip
PLANNED = AgreementSigningPlanned(signing=THIRD)
SIGNED = AgreementSigned(signed=THIRD, signed_parties=(CANTON,), signatories=(GOVERNOR,))
IN_FORCE = AgreementEnteredIntoForce(in_force_from=FuzzyDate.of("2018-11"))
RENEWED = AgreementRenewed(renewed=FuzzyDate.of("2021"), valid_until=FuzzyDate.of("2024"))
EXPIRED = AgreementExpired(ended=FuzzyDate.of("2023-10"))
SUSPECTED = AgreementDuplicateSuspected(possible_duplicate_of="agreement:2018-other")
SAME = AgreementDuplicateSettled(duplicate_verdict=DuplicateVerdict.SAME)
DISTINCT = AgreementDuplicateSettled(duplicate_verdict=DuplicateVerdict.DISTINCT)

HISTORIES: dict[str, tuple[AgreementEvents, ...]] = {
    "proposed": (PROPOSED,),
    "signing_planned": (PROPOSED, PLANNED),
    "postponed": (PROPOSED, PLANNED, AgreementPostponed()),
    "signed": (PROPOSED, SIGNED),
    "in_force": (PROPOSED, SIGNED, IN_FORCE),
    "renewed": (PROPOSED, SIGNED, IN_FORCE, RENEWED),
    "expired": (PROPOSED, SIGNED, IN_FORCE, EXPIRED),
    "terminated": (PROPOSED, SIGNED, IN_FORCE, AgreementTerminated()),
    "dropped": (PROPOSED, AgreementDropped()),
}

COMMANDS: dict[str, AgreementCommand] = {
    "propose": ProposeAgreement(**ZURICH, title=TITLE),
    "plan": PlanSigning(**ZURICH, signing=FOURTH),
    "sign": SignAgreement(**ZURICH, on=FOURTH),
    "bring": BringAgreementIntoForce(**ZURICH),
    "renew": RenewAgreement(**ZURICH),
    "expire": ExpireAgreement(**ZURICH),
    "terminate": TerminateAgreement(**ZURICH),
    "drop": DropAgreement(**ZURICH),
    "postpone": PostponeAgreement(**ZURICH),
    "reinstate": ReinstateAgreement(**ZURICH),
    "reinstate on": ReinstateAgreement(**ZURICH, signing=FOURTH),
    "change": ChangeAgreement(**ZURICH, fields=AgreementDetails(subject_matter=Text(en="culture"))),
    "classify": ClassifyAgreement(**ZURICH, visibility=Visibility.PUBLIC),
    "correct": CorrectAgreement(**ZURICH, fields=AgreementFacts(title=Text(en="MOU")), reason=BECAUSE),
    "suspect": SuspectDuplicate(**ZURICH, of="2018-other"),
    "withdraw": WithdrawAgreement(**ZURICH, reason=BECAUSE),
}

ANYWHERE = {"change", "classify", "correct", "suspect", "withdraw"}

# Which step each stage allows, and the stage that it leads to. Every other step is refused.
STEPS: dict[str, dict[str, str]] = {
    "proposed": {"plan": "signing_planned", "sign": "signed", "drop": "dropped"},
    "signing_planned": {"plan": "signing_planned", "sign": "signed", "drop": "dropped", "postpone": "postponed"},
    "postponed": {
        "sign": "signed", "drop": "dropped", "reinstate": "signing_planned", "reinstate on": "signing_planned",
    },
    "signed": {"bring": "in_force", "renew": "renewed", "expire": "expired", "terminate": "terminated"},
    "in_force": {"renew": "renewed", "expire": "expired", "terminate": "terminated"},
    "renewed": {"renew": "renewed", "expire": "expired", "terminate": "terminated"},
    "expired": {"renew": "renewed"},
    "terminated": {},
    "dropped": {"reinstate": "proposed", "reinstate on": "signing_planned"},
}  # fmt: skip

# Which stages a later report may find, beside the same one.
FOUND: dict[str, set[str]] = {
    "proposed": {"signing_planned", "postponed", "signed", "in_force", "renewed", "expired", "terminated", "dropped"},
    "signing_planned": {"postponed", "signed", "in_force", "renewed", "expired", "terminated", "dropped"},
    "postponed": {"signing_planned", "signed", "in_force", "renewed", "expired", "terminated", "dropped"},
    "signed": {"in_force", "renewed", "expired", "terminated"},
    "in_force": {"renewed", "expired", "terminated"},
    "renewed": {"expired", "terminated"},
    "expired": {"renewed", "terminated"},
    "terminated": set(),
    "dropped": set(),
}


def test_every_stage_is_in_the_tables() -> None:
    stages = {str(stage) for stage in AgreementStage}
    assert set(HISTORIES) == set(STEPS) == set(FOUND) == {str(stage) for stage in LIFE} == stages
    assert all(state_after(*history).stage == stage for stage, history in HISTORIES.items())


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("stage", HISTORIES)
def test_step(stage: str, command: str) -> None:
    outcome = given(*HISTORIES[stage]).when(COMMANDS[command])
    if command in ANYWHERE:
        assert outcome.happened()[0].stage == stage
    elif command in STEPS[stage]:
        assert outcome.happened()[0].stage == STEPS[stage][command]
    else:
        outcome.refused("it ")


@pytest.mark.parametrize("found", HISTORIES)
@pytest.mark.parametrize("stage", HISTORIES)
def test_later_report(stage: str, found: str) -> None:
    outcome = given(*HISTORIES[stage]).when(ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage(found)))
    if found == stage or found in FOUND[stage]:
        assert outcome.happened()[0].stage == found
    else:
        outcome.refused(f"cannot be {found.replace('_', ' ')} after that")


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "propose"])
def test_nothing_happens_to_what_nobody_opened_or_what_is_withdrawn(command: str) -> None:
    given(kind="agreement").when(COMMANDS[command]).refused("nobody has opened it")
    given(PROPOSED, AgreementWithdrawn(reason=BECAUSE)).when(COMMANDS[command]).refused("withdrawn as entered in error")


@pytest.mark.parametrize(
    ("stage", "command", "message"),
    [
        ("dropped", "plan", "cannot plan the signing of agreement:2018-zurich: it was dropped; reinstate it first"),
        ("postponed", "plan", "cannot plan the signing of agreement:2018-zurich: it is postponed; reinstate it first"),
        ("proposed", "bring",
         "cannot bring into force agreement:2018-zurich: it is proposed; that is possible while it is signed"),
        ("signing_planned", "bring",
         ("cannot bring into force agreement:2018-zurich: it is to be signed on 2018-10-03; "
         "that is possible while it is signed")),
        ("signed", "sign",
         ("cannot sign agreement:2018-zurich: it was signed on 2018-10-03; "
         "that is possible while it is proposed or signing planned or postponed")),
        ("in_force", "drop",
         ("cannot drop agreement:2018-zurich: it is in force; "
         "that is possible while it is proposed or signing planned or postponed")),
        ("expired", "terminate",
         ("cannot terminate agreement:2018-zurich: it has expired on 2023-10; "
         "that is possible while it is signed or in force or renewed")),
    ],
)  # fmt: skip
def test_words_of_a_refusal(stage: str, command: str, message: str) -> None:
    assert given(*HISTORIES[stage]).when(COMMANDS[command]).refused() == message


def test_words_do_not_say_an_unknown_day() -> None:
    history = (PROPOSED, AgreementSigned(signed=Unknown()))
    assert "it was signed; " in given(*history).when(COMMANDS["sign"]).refused()


# --- opening ----------------------------------------------------------------------------------------------------------


def test_proposed_with_its_signing_within_a_trip() -> None:
    command = ProposeAgreement(
        **ZURICH, title=TITLE, category=AgreementCategory.FRIENDSHIP_CITY, parties=(CITY,), signing=WITHIN,
        place=TOWN_HALL,
    )  # fmt: skip
    state: Agreement = given(kind="agreement").when(command).then(PROPOSED)
    assert (state.heading, state.who, state.dates, state.is_signed) == (TITLE, (CITY,), WITHIN, False)
    given(PROPOSED).when(command).refused("it is there already")


def test_an_existing_relationship_was_not_signed_in_any_period() -> None:
    command = ReportAgreement(agreement="barcelona", title=TITLE, stage=AgreementStage.IN_FORCE)
    state = given(kind="agreement").when(command).then(
        AgreementReported(title=TITLE, stage=AgreementStage.IN_FORCE, **INTERNAL)
    )
    assert (state.is_signed, state.signed, state.in_force_from, state.dates) == (True, None, None, Unknown())


def test_what_was_planned_and_is_reported_as_signed_has_no_date_of_signing() -> None:
    state = given(PROPOSED, PLANNED).state_after(ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.SIGNED))
    assert (state.signed, state.signing, state.dates) == (None, THIRD, Unknown())


def test_reported_with_the_dates_that_the_source_says() -> None:
    state = given(kind="agreement").state_after(
        ReportAgreement(**ZURICH, title=TITLE, stage="in_force", signed=THIRD, in_force_from=FuzzyDate.of("2018-11"))
    )
    assert (state.signed, state.dates, str(state.in_force_from)) == (THIRD, THIRD, "2018-11")


@pytest.mark.parametrize("stage", ["proposed", "signing_planned", "postponed", "dropped"])
@pytest.mark.parametrize("more", [{"signed": "2018-10-03"}, {"in_force_from": "2018-10"}])
def test_what_is_not_signed_has_no_date_of_signing(stage: str, more: dict[str, str]) -> None:
    command = ReportAgreement.model_validate({**ZURICH, "title": "MOU", "stage": stage, **more})
    given(kind="agreement").when(command).refused(f"has no {next(iter(more))}", "leave that out")


@pytest.mark.parametrize("field", ["possible_duplicate_of", "predecessor"])
def test_no_agreement_is_its_own_duplicate_or_predecessor(field: str) -> None:
    itself: Any = {field: "agreement:2018-zurich"}
    for command in (
        ProposeAgreement(**ZURICH, title=TITLE, **itself),
        ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.PROPOSED, **itself),
    ):
        given(kind="agreement").when(command).refused("an agreement cannot be")
    given(PROPOSED).when(
        ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.PROPOSED, **itself)
    ).refused("an agreement cannot be")


def test_a_change_or_a_correction_does_not_make_it_its_own() -> None:
    change = ChangeAgreement(**ZURICH, fields=AgreementDetails(predecessor="2018-zurich"))
    given(PROPOSED).when(change).refused("its own predecessor")
    correct = CorrectAgreement(**ZURICH, fields=AgreementFacts(possible_duplicate_of="2018-zurich"), reason=BECAUSE)
    given(PROPOSED, SUSPECTED).when(correct).refused("a duplicate of itself")


def test_events_that_cannot_be_where_they_are() -> None:
    with pytest.raises(ImpossibleHistoryError):
        state_after(SIGNED)
    with pytest.raises(ImpossibleHistoryError):
        state_after(PROPOSED, PROPOSED)


# --- signing ----------------------------------------------------------------------------------------------------------


def test_planned_with_the_city_and_signed_with_the_canton() -> None:
    title = Text(en="MOU on exchange")
    command = SignAgreement(
        **ZURICH, on=THIRD, title=title, parties=(CANTON,), signatories=(GOVERNOR,),
        place=Place(country="CH"), engagement="zurich-signing",
    )  # fmt: skip
    state = given(PROPOSED, PLANNED).when(command).then(
        AgreementSigned(
            signed=THIRD, signed_title=title, signed_parties=(CANTON,), signatories=(GOVERNOR,),
            signed_place=Place(country="CH"), engagement="engagement:zurich-signing",
        )
    )  # fmt: skip
    assert (state.title, state.parties, state.place) == (TITLE, (CITY,), TOWN_HALL)
    assert (state.heading, state.who, state.signed_place) == (title, (CANTON,), Place(country="CH"))
    assert (state.dates, state.signing, state.engagement) == (THIRD, THIRD, "engagement:zurich-signing")


def test_signed_as_planned_keeps_what_was_planned() -> None:
    state = given(PROPOSED).state_after(SignAgreement(**ZURICH, on=OCTOBER))
    assert (state.heading, state.who, state.signed_title, state.signed_place) == (TITLE, (CITY,), None, None)
    assert (state.dates, state.signing) == (OCTOBER, WITHIN)


def test_signed_at_a_known_time() -> None:
    at = Timed(start=Moment.of("2018-10-03T15:00", "Europe/Zurich"))
    assert given(PROPOSED).state_after(SignAgreement(**ZURICH, on=at)).dates == at


def test_signed_nobody_says_when() -> None:
    state = given(PROPOSED, PLANNED).state_after(SignAgreement(**ZURICH, on=Unknown()))
    assert (state.is_signed, state.signed, state.dates) == (True, Unknown(), Unknown())


@pytest.mark.parametrize(
    "more",
    [
        {"signing": FOURTH},
        {"signing": THIRD, "engagement": "zurich-signing"},
        {"signing": THIRD, "place": Place(country="CH")},
        {"signing": Unknown()},
    ],
)
def test_a_planned_signing_moves(more: dict[str, Any]) -> None:
    command = PlanSigning(**ZURICH, reason=BECAUSE, **more)
    event = AgreementSigningPlanned(**more | {"engagement": command.engagement}, reason=BECAUSE)
    state = given(PROPOSED, PLANNED).when(command).then(event)
    assert (state.stage, state.dates, state.reason) == (AgreementStage.SIGNING_PLANNED, more["signing"], BECAUSE)


def test_a_planned_signing_does_not_move_to_where_it_is() -> None:
    given(PROPOSED, PLANNED).when(PlanSigning(**ZURICH, signing=THIRD, place=TOWN_HALL)).refused(
        "cannot plan the signing of agreement:2018-zurich: it is to be signed on 2018-10-03 already"
    )


def test_planning_what_a_proposal_said_of_its_signing_is_a_step() -> None:
    given(PROPOSED).when(PlanSigning(**ZURICH, signing=WITHIN)).then(AgreementSigningPlanned(signing=WITHIN))


def test_a_postponed_signing_has_no_date_until_it_is_reinstated() -> None:
    history = (PROPOSED, PLANNED)
    postpone = PostponeAgreement(**ZURICH, reason=BECAUSE)
    state = given(*history).when(postpone).then(AgreementPostponed(reason=BECAUSE))
    assert (state.dates, state.reason) == (Unknown(), BECAUSE)

    back = given(*history, AgreementPostponed())
    planned = AgreementStage.SIGNING_PLANNED
    assert back.when(ReinstateAgreement(**ZURICH)).then(AgreementReinstated(stage=planned)).dates == THIRD
    moved = AgreementReinstated(stage=planned, signing=OCTOBER)
    assert back.when(ReinstateAgreement(**ZURICH, signing=OCTOBER)).then(moved).dates == OCTOBER


def test_what_is_dropped_and_reinstated_does_not_keep_its_old_date() -> None:
    dropped = given(PROPOSED, PLANNED, AgreementDropped(reason=BECAUSE))
    event = AgreementReinstated(stage=AgreementStage.PROPOSED, signing=Unknown())
    assert dropped.when(ReinstateAgreement(**ZURICH)).then(event).dates == Unknown()
    state = dropped.state_after(ReinstateAgreement(**ZURICH, signing=FOURTH))
    assert (state.stage, state.dates) == (AgreementStage.SIGNING_PLANNED, FOURTH)


# --- in force ---------------------------------------------------------------------------------------------------------


def test_from_signing_to_its_end() -> None:
    state = given(PROPOSED, SIGNED).state_after(
        BringAgreementIntoForce(**ZURICH, on=FuzzyDate.of("2018-11")),
        RenewAgreement(**ZURICH, on=FuzzyDate.of("2021"), until=FuzzyDate.of("2024")),
        TerminateAgreement(**ZURICH, on=FuzzyDate.of("2022-05"), reason=BECAUSE),
    )
    dates = (state.in_force_from, state.renewed, state.valid_until, state.ended)
    assert list(map(str, dates)) == ["2018-11", "2021", "2024", "2022-05"]
    assert (state.stage, state.dates, state.reason) == (AgreementStage.TERMINATED, THIRD, BECAUSE)


def test_a_renewal_voids_the_end_and_the_term_before_it() -> None:
    state = given(*HISTORIES["renewed"], EXPIRED).when(RenewAgreement(**ZURICH)).then(AgreementRenewed())
    assert (state.renewed, state.valid_until, state.ended, str(state.in_force_from)) == (None, None, None, "2018-11")


@pytest.mark.parametrize("stage", [AgreementStage.RENEWED, AgreementStage.TERMINATED])
def test_a_report_of_a_renewal_voids_them_too(stage: AgreementStage) -> None:
    state = given(*HISTORIES["renewed"], EXPIRED).state_after(ReportAgreement(**ZURICH, title=TITLE, stage=stage))
    assert (state.renewed, state.valid_until, state.ended) == (None, None, None)


def test_a_report_that_it_has_expired_keeps_when() -> None:
    report = ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.EXPIRED)
    assert given(*HISTORIES["expired"]).state_after(report).ended == FuzzyDate.of("2023-10")


# --- duplicates -------------------------------------------------------------------------------------------------------


def test_a_duplicate_is_suspected_settled_and_reopened() -> None:
    suspected = given(PROPOSED).when(SuspectDuplicate(**ZURICH, of="2018-other")).then(SUSPECTED)
    assert (suspected.possible_duplicate_of, suspected.duplicate_verdict, suspected.same_as) == (
        "agreement:2018-other", None, None,
    )  # fmt: skip
    settle = SettleDuplicate(**ZURICH, verdict=DuplicateVerdict.SAME, reason=BECAUSE)
    same = AgreementDuplicateSettled(duplicate_verdict=DuplicateVerdict.SAME, reason=BECAUSE)
    assert given(PROPOSED, SUSPECTED).when(settle).then(same).same_as == "agreement:2018-other"
    reopened = AgreementDuplicateReopened(reason=BECAUSE)
    state = given(PROPOSED, SUSPECTED, same).when(ReopenDuplicate(**ZURICH, reason=BECAUSE)).then(reopened)
    assert (state.same_as, state.duplicate_verdict) == (None, None)
    distinct = SettleDuplicate(**ZURICH, verdict=DuplicateVerdict.DISTINCT)
    state = given(PROPOSED, SUSPECTED, same, reopened).when(distinct).then(DISTINCT)
    assert (state.same_as, state.possible_duplicate_of) == (None, "agreement:2018-other")


def test_a_proposal_can_be_a_possible_duplicate_from_the_start() -> None:
    proposal = ProposeAgreement(**ZURICH, title=TITLE, possible_duplicate_of="2018-other")
    settle = SettleDuplicate(**ZURICH, verdict=DuplicateVerdict.SAME)
    assert given(kind="agreement").state_after(proposal, settle).same_as == "agreement:2018-other"


@pytest.mark.parametrize(
    ("history", "command", "message"),
    [
        ((), SuspectDuplicate(**ZURICH, of="2018-zurich"),
         "cannot suspect a duplicate in agreement:2018-zurich: an agreement cannot be a duplicate of itself"),
        ((SUSPECTED,), SuspectDuplicate(**ZURICH, of="2018-other"), "is a possible duplicate of agreement:2018-other"),
        ((SUSPECTED,), SuspectDuplicate(**ZURICH, of="third"), "is a possible duplicate of agreement:2018-other"),
        ((SUSPECTED, SAME), SuspectDuplicate(**ZURICH, of="third"), "settled as the same as agreement:2018-other"),
        ((SUSPECTED, SAME), SuspectDuplicate(**ZURICH, of="2018-other"), "reopen the duplicate question"),
        ((SUSPECTED, DISTINCT), SuspectDuplicate(**ZURICH, of="2018-other"),
         "it was settled as distinct from agreement:2018-other"),
        ((), SettleDuplicate(**ZURICH, verdict=DuplicateVerdict.SAME),
         "cannot settle the duplicate question of agreement:2018-zurich: it is no possible duplicate of another"),
        ((SUSPECTED, SAME), SettleDuplicate(**ZURICH, verdict=DuplicateVerdict.SAME), "it was settled as same"),
        ((SUSPECTED, DISTINCT), SettleDuplicate(**ZURICH, verdict=DuplicateVerdict.SAME), "it was settled as distinct"),
        ((), ReopenDuplicate(**ZURICH),
         "cannot reopen the duplicate question of agreement:2018-zurich: it is no possible duplicate of another"),
        ((SUSPECTED,), ReopenDuplicate(**ZURICH), "it is not settled"),
        ((SUSPECTED, SAME, AgreementDuplicateReopened()), ReopenDuplicate(**ZURICH), "it is not settled"),
    ],
)  # fmt: skip
def test_duplicates_refused(history: tuple[AgreementEvents, ...], command: AgreementCommand, message: str) -> None:
    given(PROPOSED, *history).when(command).refused(message)


def test_what_is_distinct_from_one_may_still_repeat_another() -> None:
    event = AgreementDuplicateSuspected(possible_duplicate_of="agreement:third")
    state = given(PROPOSED, SUSPECTED, DISTINCT).when(SuspectDuplicate(**ZURICH, of="third")).then(event)
    assert (state.possible_duplicate_of, state.duplicate_verdict) == ("agreement:third", None)


def test_a_later_report_suspects_by_an_event_of_its_own() -> None:
    report = ReportAgreement(
        **ZURICH, title=TITLE, stage=AgreementStage.PROPOSED, possible_duplicate_of="2018-other"
    )
    plain = AgreementReported(title=TITLE, stage=AgreementStage.PROPOSED)
    given(PROPOSED).when(report).then(plain, SUSPECTED)
    given(PROPOSED, SUSPECTED).when(report).then(plain)
    assert given(PROPOSED, SUSPECTED, SAME).when(report).then(plain).same_as == "agreement:2018-other"
    third = report.model_copy(update={"possible_duplicate_of": "agreement:third"})
    given(PROPOSED, SUSPECTED, SAME).when(third).refused("it was settled as the same as agreement:2018-other")


def test_taking_back_a_verdict_or_a_suspicion() -> None:
    history = (PROPOSED, SUSPECTED, SAME)
    state = given(*history).state_after(WithdrawAgreement(**ZURICH, event=3, reason=BECAUSE))
    assert (state.possible_duplicate_of, state.same_as) == ("agreement:2018-other", None)
    state = given(*history).state_after(WithdrawAgreement(**ZURICH, event=2, reason=BECAUSE))
    assert (state.possible_duplicate_of, state.same_as) == (None, None)
    assert given(*history, AgreementWithdrawn(event=2, reason=BECAUSE)).state_after(
        SuspectDuplicate(**ZURICH, of="third")
    ).duplicate_verdict is None


def test_a_verdict_does_not_disturb_the_reason_of_a_step() -> None:
    settled = AgreementDuplicateSettled(duplicate_verdict=DuplicateVerdict.SAME, reason=TITLE)
    state = state_after(PROPOSED, AgreementDropped(reason=BECAUSE), SUSPECTED, settled)
    assert state.reason == BECAUSE


def test_a_verdict_is_one_of_two_words() -> None:
    with pytest.raises(ValidationError):
        SettleDuplicate.model_validate({**ZURICH, "verdict": "perhaps"})


# --- change, correction, withdrawal, report ---------------------------------------------------------------------------


def test_a_change_says_only_the_fields_given_even_as_nothing() -> None:
    fields = AgreementDetails(place=None)
    state = given(PROPOSED).when(ChangeAgreement(**ZURICH, fields=fields, reason=BECAUSE)).then(
        AgreementChanged(fields=fields, reason=BECAUSE)
    )
    assert (state.place, state.title) == (None, TITLE)


def test_a_correction_never_overturns_a_later_value() -> None:
    state = given(PROPOSED, PLANNED).state_after(
        CorrectAgreement(**ZURICH, event=1, fields=AgreementFacts(signing=OCTOBER), reason=BECAUSE)
    )
    assert (state.signing, state.set_by["signing"]) == (THIRD, 2)
    state = given(PROPOSED, PLANNED).when(
        CorrectAgreement(**ZURICH, fields=AgreementFacts(signing=FOURTH), reason=BECAUSE)
    ).then(AgreementCorrected(event=2, fields=AgreementFacts(signing=FOURTH), reason=BECAUSE))
    assert (state.signing, state.set_by["signing"]) == (FOURTH, 3)


def test_the_parties_as_signed_are_corrected_apart_from_those_planned() -> None:
    fields = AgreementFacts(signed_parties=(CANTON, CITY))
    state = given(PROPOSED, SIGNED).state_after(CorrectAgreement(**ZURICH, fields=fields, reason=BECAUSE))
    assert (state.who, state.parties) == ((CANTON, CITY), (CITY,))


def test_every_date_can_be_corrected_where_it_was_said() -> None:
    said: dict[str, tuple[tuple[AgreementEvents, ...], Any]] = {
        "signed": ((SIGNED,), FOURTH), "in_force_from": ((SIGNED, IN_FORCE), FuzzyDate.of("2019")),
        "renewed": ((SIGNED, RENEWED), FuzzyDate.of("2020")), "valid_until": ((SIGNED, RENEWED), FuzzyDate.of("2025")),
        "ended": ((SIGNED, EXPIRED), FuzzyDate.of("2022")),
    }  # fmt: skip
    for name, (history, value) in said.items():
        fields = AgreementFacts(**{name: value})
        state = given(PROPOSED, *history).state_after(CorrectAgreement(**ZURICH, fields=fields, reason=BECAUSE))
        assert getattr(state, name) == value


def test_every_fact_but_the_decisions_can_be_corrected() -> None:
    decisions = {"stage", "visibility", "public_from", "reason", "duplicate_verdict"}
    assert set(AgreementFacts.model_fields) == set(Agreement.fact_names()) - decisions


def test_what_no_event_said_is_changed_and_not_corrected() -> None:
    command = CorrectAgreement(**ZURICH, fields=AgreementFacts(signed=THIRD), reason=BECAUSE)
    given(PROPOSED).when(command).refused("no event has set signed")


@pytest.mark.parametrize(
    ("history", "stage"),
    [
        ((PROPOSED, PLANNED, SIGNED), "signing_planned"),
        ((PROPOSED, PLANNED, AgreementPostponed()), "signing_planned"),
        ((PROPOSED, SIGNED, EXPIRED), "signed"),
        ((PROPOSED, SIGNED, AgreementTerminated()), "signed"),
        ((PROPOSED, AgreementDropped()), "proposed"),
        ((PROPOSED, AgreementDropped(), AgreementReinstated(stage=AgreementStage.PROPOSED)), "dropped"),
    ],
)  # fmt: skip
def test_a_withdrawn_event_gives_way_to_the_one_before_it(history: tuple[AgreementEvents, ...], stage: str) -> None:
    state = given(*history).state_after(WithdrawAgreement(**ZURICH, event=len(history), reason=BECAUSE))
    assert (state.stage, state.signed if stage != "signed" else None) == (stage, None)


def test_a_withdrawn_renewal_brings_the_end_back() -> None:
    history = (PROPOSED, SIGNED, EXPIRED, RENEWED)
    assert state_after(*history).ended is None
    state = given(*history).state_after(WithdrawAgreement(**ZURICH, event=4, reason=BECAUSE))
    assert (state.stage, str(state.ended), state.valid_until) == (AgreementStage.EXPIRED, "2023-10", None)


def test_withdrawn_as_a_whole_and_brought_back() -> None:
    withdraw = WithdrawAgreement(**ZURICH, reason=BECAUSE)
    assert given(PROPOSED).when(withdraw).then(AgreementWithdrawn(reason=BECAUSE)).is_withdrawn
    back = given(PROPOSED, AgreementWithdrawn(reason=BECAUSE))
    assert not back.state_after(WithdrawAgreement(**ZURICH, event=2, reason=BECAUSE)).is_withdrawn
    back.when(ProposeAgreement(**ZURICH, title=TITLE)).refused("choose another id")


def test_a_later_report_does_not_lose_what_is_known_of_the_date() -> None:
    report = ReportAgreement(**ZURICH, title=Text(en="MOU"), stage=AgreementStage.SIGNING_PLANNED)
    state = given(PROPOSED).state_after(report)
    assert (state.signing, state.title, state.parties) == (WITHIN, Text(en="MOU"), (CITY,))
    assert given(PROPOSED, PLANNED).state_after(report).signing == THIRD
    within = report.model_copy(update={"signing": Unknown(within="trip:2018-china")})
    assert given(PROPOSED, PLANNED).state_after(within).signing == THIRD
    assert given(PROPOSED).state_after(within).signing == Unknown(within="trip:2018-china")


def test_a_later_report_adds_when_it_was_signed() -> None:
    found = AgreementReported(title=TITLE, stage=AgreementStage.IN_FORCE, **INTERNAL)
    report = ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.IN_FORCE, signed=OCTOBER)
    state = given(found).state_after(report)
    assert (state.signed, state.set_by["signed"]) == (OCTOBER, 2)
    silent = ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.IN_FORCE)
    assert given(found).state_after(report, silent).signed == OCTOBER


def test_a_later_report_classifies_by_an_event_of_its_own() -> None:
    report = ReportAgreement(**ZURICH, title=TITLE, stage=AgreementStage.PROPOSED, visibility=Visibility.PUBLIC)
    plain = AgreementReported(title=TITLE, stage=AgreementStage.PROPOSED)
    state = given(PROPOSED).when(report).then(plain, AgreementClassified(visibility=Visibility.PUBLIC))
    assert state.visibility is Visibility.PUBLIC
    given(PROPOSED).when(report.model_copy(update={"visibility": None})).then(plain)


def test_an_embargo_needs_a_public_agreement() -> None:
    noon = datetime(2018, 10, 4, 3, tzinfo=UTC)
    command = ClassifyAgreement(**ZURICH, visibility=Visibility.INTERNAL, public_from=noon)
    given(PROPOSED).when(command).refused("public_from needs the visibility public")
    public = ClassifyAgreement(**ZURICH, visibility=Visibility.PUBLIC, public_from=noon)
    event = AgreementClassified(visibility=Visibility.PUBLIC, public_from=noon)
    assert given(PROPOSED).when(public).then(event).public_from == noon
