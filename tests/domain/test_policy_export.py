from __future__ import annotations

from typing import Any

import pytest

from mayor_schedule.domain.policy_export import (
    LIFE,
    ChangePolicyExport,
    ClassifyPolicyExport,
    CorrectPolicyExport,
    DeliverPolicyExport,
    LosePolicyExport,
    PolicyExport,
    PolicyExportChanged,
    PolicyExportClassified,
    PolicyExportCommand,
    PolicyExportCorrected,
    PolicyExportDelivered,
    PolicyExportDetails,
    PolicyExportEvents,
    PolicyExportFacts,
    PolicyExportLost,
    PolicyExportPursued,
    PolicyExportReported,
    PolicyExportStage,
    PolicyExportWithdrawn,
    PolicyExportWon,
    PursuePolicyExport,
    ReportPolicyExport,
    WinPolicyExport,
    WithdrawPolicyExport,
)  # fmt: skip
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Party
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

TAX: Any = {"policy_export": "tax-colombo"}
SYSTEM = Text(ko="세무정보시스템", en="Tax information system")
COLOMBO = Party(name=Text(ko="콜롬보", en="Colombo"))
FIRST_HALF = FuzzyDate.of("2018-40", printed="상반기")
MAY = Period.of("2019-05-13")
JUNE = Period.of("2019-06-30")
BECAUSE = Text(en="another city was cheaper")
INTERNAL: Any = {"visibility": Visibility.INTERNAL}

PURSUED = PolicyExportPursued(system=SYSTEM, client=COLOMBO, **INTERNAL)
WON = PolicyExportWon(won=FIRST_HALF)

HISTORIES: dict[str, tuple[PolicyExportEvents, ...]] = {
    "pursued": (PURSUED,),
    "won": (PURSUED, WON),
    "delivered": (PURSUED, WON, PolicyExportDelivered(delivered=MAY)),
    "lost": (PURSUED, PolicyExportLost(lost=MAY)),
}

COMMANDS: dict[str, PolicyExportCommand] = {
    "pursue": PursuePolicyExport(**TAX, system=SYSTEM),
    "win": WinPolicyExport(**TAX),
    "deliver": DeliverPolicyExport(**TAX),
    "lose": LosePolicyExport(**TAX),
    "change": ChangePolicyExport(**TAX, fields=PolicyExportDetails(description=Text(en="consulting"))),
    "classify": ClassifyPolicyExport(**TAX, visibility=Visibility.PUBLIC),
    "correct": CorrectPolicyExport(**TAX, fields=PolicyExportFacts(system=Text(en="Tax system")), reason=BECAUSE),
    "withdraw": WithdrawPolicyExport(**TAX, reason=BECAUSE),
}

ANYWHERE = {"change", "classify", "correct", "withdraw"}

# Which step each stage allows, and the stage that it leads to. Every other step is refused.
STEPS: dict[str, dict[str, str]] = {
    "pursued": {"win": "won", "lose": "lost"},
    "won": {"deliver": "delivered"},
    "delivered": {},
    "lost": {},
}

# Which stages a later report may find, beside the same one.
FOUND: dict[str, set[str]] = {
    "pursued": {"won", "delivered", "lost"},
    "won": {"delivered"},
    "delivered": set(),
    "lost": set(),
}


def test_every_stage_is_in_the_tables() -> None:
    stages = {str(stage) for stage in PolicyExportStage}
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
    outcome = given(*HISTORIES[stage]).when(ReportPolicyExport(**TAX, system=SYSTEM, stage=PolicyExportStage(found)))
    if found == stage or found in FOUND[stage]:
        assert outcome.happened()[0].stage == found
    else:
        message = outcome.refused(f"cannot be {found} after that; correct or withdraw what is wrong")
        assert "reinstate" not in message


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "pursue"])
def test_nothing_happens_to_what_nobody_opened_or_what_is_withdrawn(command: str) -> None:
    given(kind="policy_export").when(COMMANDS[command]).refused("nobody has opened it")
    withdrawn = given(PURSUED, PolicyExportWithdrawn(reason=BECAUSE))
    withdrawn.when(COMMANDS[command]).refused("withdrawn as entered in error")


@pytest.mark.parametrize(
    ("stage", "command", "message"),
    [
        ("pursued", "deliver",
         "cannot deliver policy_export:tax-colombo: it is pursued; win it first, or report it at its present stage"),
        ("won", "lose",
         "cannot lose policy_export:tax-colombo: it was won on 2018-40; that is possible while it is pursued"),
        ("lost", "win",
         "cannot win policy_export:tax-colombo: it was lost on 2019-05-13; that is possible while it is pursued"),
    ],
)  # fmt: skip
def test_words_of_a_refusal(stage: str, command: str, message: str) -> None:
    assert given(*HISTORIES[stage]).when(COMMANDS[command]).refused() == message


def test_pursued_won_and_delivered_or_lost() -> None:
    pursue = PursuePolicyExport(**TAX, system=SYSTEM, client=COLOMBO)
    given(kind="policy_export").when(pursue).then(PURSUED)
    given(PURSUED).when(WinPolicyExport(**TAX, on=FIRST_HALF)).then(WON)
    state = given(PURSUED, WON).when(DeliverPolicyExport(**TAX, on=MAY)).then(PolicyExportDelivered(delivered=MAY))
    assert (state.won, state.delivered, state.lost) == (FIRST_HALF, MAY, None)
    lose = LosePolicyExport(**TAX, on=JUNE, reason=BECAUSE)
    state = given(PURSUED).when(lose).then(PolicyExportLost(lost=JUNE, reason=BECAUSE))
    assert (state.won, state.lost, state.reason) == (None, JUNE, BECAUSE)


def test_won_on_an_unknown_day() -> None:
    state = given(PURSUED).when(WinPolicyExport(**TAX)).then(PolicyExportWon())
    assert (state.stage, state.won, state.delivered) == (PolicyExportStage.WON, Unknown(), None)
    assert "it was won; " in given(PURSUED, PolicyExportWon()).when(COMMANDS["win"]).refused()


def test_what_is_found_as_won_was_not_won_in_any_period_unless_the_source_says_so() -> None:
    report = ReportPolicyExport(**TAX, system=SYSTEM, client=COLOMBO, stage=PolicyExportStage.WON)
    event = PolicyExportReported(system=SYSTEM, client=COLOMBO, stage=PolicyExportStage.WON, **INTERNAL)
    assert given(kind="policy_export").when(report).then(event).won is None
    dated = report.model_copy(update={"won": FIRST_HALF})
    assert given(kind="policy_export").state_after(dated).won == FIRST_HALF


@pytest.mark.parametrize(
    ("stage", "refused"),
    [("pursued", {"won", "delivered"}), ("won", {"delivered"}), ("delivered", set()), ("lost", {"won", "delivered"})],
)
def test_a_report_gives_no_date_for_what_is_still_to_come(stage: str, refused: set[str]) -> None:
    for date in ("won", "delivered"):
        more: Any = {date: MAY}
        outcome = given(kind="policy_export").when(ReportPolicyExport(**TAX, system=SYSTEM, stage=stage, **more))
        if date in refused:
            outcome.refused(f"it cannot be {stage} and have a date for {date}", "leave the date out")
        else:
            assert getattr(outcome.happened()[0], date) == MAY


def test_a_later_report_adds_and_forgets_nothing() -> None:
    report = ReportPolicyExport(**TAX, system=Text(en="Tax"), stage=PolicyExportStage.DELIVERED, won=Unknown())
    state = given(PURSUED, WON).state_after(report)
    assert (state.won, state.delivered, state.client, state.system) == (FIRST_HALF, None, COLOMBO, Text(en="Tax"))
    dated = report.model_copy(update={"delivered": MAY})
    assert given(PURSUED, WON).state_after(dated, report).delivered == MAY


def test_a_later_report_classifies_by_an_event_of_its_own() -> None:
    report = ReportPolicyExport(**TAX, system=SYSTEM, stage="pursued", visibility=Visibility.PUBLIC)
    plain = PolicyExportReported(system=SYSTEM, stage=PolicyExportStage.PURSUED)
    given(PURSUED).when(report).then(plain, PolicyExportClassified(visibility=Visibility.PUBLIC))
    given(PURSUED).when(report.model_copy(update={"visibility": Visibility.INTERNAL})).then(plain)


def test_a_change_says_only_the_fields_given_even_as_nothing() -> None:
    fields = PolicyExportDetails(client=None)
    change = ChangePolicyExport(**TAX, fields=fields, reason=BECAUSE)
    state = given(PURSUED).when(change).then(PolicyExportChanged(fields=fields, reason=BECAUSE))
    assert (state.client, state.system) == (None, SYSTEM)


def test_a_correction_never_overturns_a_later_value() -> None:
    history = (PURSUED, PolicyExportChanged(fields=PolicyExportDetails(system=Text(en="Tax"))))
    wrong = CorrectPolicyExport(**TAX, event=1, fields=PolicyExportFacts(system=Text(en="Taxes")), reason=BECAUSE)
    state = given(*history).state_after(wrong)
    assert (state.system, state.set_by["system"]) == (Text(en="Tax"), 2)
    state = given(*history).state_after(wrong.model_copy(update={"event": 2}))
    assert (state.system, state.set_by["system"]) == (Text(en="Taxes"), 3)


@pytest.mark.parametrize(("stage", "name"), [("won", "won"), ("delivered", "delivered"), ("lost", "lost")])
def test_a_date_is_corrected_where_it_was_said(stage: str, name: str) -> None:
    history, more = HISTORIES[stage], {name: JUNE}
    fields = PolicyExportFacts.model_validate(more)
    correct = CorrectPolicyExport(**TAX, fields=fields, reason=BECAUSE)
    event = PolicyExportCorrected(event=len(history), fields=fields, reason=BECAUSE)
    assert getattr(given(*history).when(correct).then(event), name) == JUNE
    given(PURSUED).when(correct).refused(f"no event has set {name}")


def test_every_fact_but_the_decisions_can_be_corrected() -> None:
    decisions = {"stage", "visibility", "public_from", "reason"}
    assert set(PolicyExportFacts.model_fields) == set(PolicyExport.fact_names()) - decisions


@pytest.mark.parametrize(("stage", "before"), [("won", "pursued"), ("delivered", "won"), ("lost", "pursued")])
def test_a_withdrawn_event_gives_way_to_the_one_before_it(stage: str, before: str) -> None:
    history = HISTORIES[stage]
    state = given(*history).state_after(WithdrawPolicyExport(**TAX, event=len(history), reason=BECAUSE))
    assert (state.stage, state.facts) == (before, state_after(*HISTORIES[before]).facts)


def test_withdrawn_as_a_whole_and_brought_back() -> None:
    gone = PolicyExportWithdrawn(reason=BECAUSE)
    assert given(PURSUED).when(WithdrawPolicyExport(**TAX, reason=BECAUSE)).then(gone).is_withdrawn
    assert not given(PURSUED, gone).state_after(WithdrawPolicyExport(**TAX, event=2, reason=BECAUSE)).is_withdrawn


def test_events_that_cannot_be_where_they_are() -> None:
    with pytest.raises(ImpossibleHistoryError):
        state_after(WON)
    with pytest.raises(ImpossibleHistoryError):
        state_after(PURSUED, PURSUED)
