from __future__ import annotations

from typing import Any

import pytest

from mayor_schedule.domain.organization import (
    LIFE,
    AttractOrganization,
    ChangeOrganization,
    ClassifyOrganization,
    CloseOrganization,
    CorrectOrganization,
    DropOrganization,
    MoveOrganizationAway,
    OpenOrganization,
    Organization,
    OrganizationAttracted,
    OrganizationChanged,
    OrganizationClassified,
    OrganizationClosed,
    OrganizationCommand,
    OrganizationCorrected,
    OrganizationDetails,
    OrganizationDropped,
    OrganizationEvents,
    OrganizationFacts,
    OrganizationForm,
    OrganizationMovedAway,
    OrganizationOpened,
    OrganizationPursued,
    OrganizationReported,
    OrganizationStage,
    OrganizationWithdrawn,
    PursueOrganization,
    ReportOrganization,
    WithdrawOrganization,
)  # fmt: skip
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.party import Party
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

FAO: Any = {"organization": "fao-liaison"}
NAME = Text(ko="연락협력사무소", en="Liaison and partnership office")
PARENT = Party(name=Text(ko="국제연합 식량농업기구", en="Food and Agriculture Organization"))
FIRST_HALF = FuzzyDate.of("2018-40", printed="상반기")
MAY = Period.of("2019-05-13")
JUNE = Period.of("2021-06-30")
ROME = Place(city=Text(en="Rome"), country="IT")
BECAUSE = Text(en="the funds ran out")
INTERNAL: Any = {"visibility": Visibility.INTERNAL}

PURSUED = OrganizationPursued(name=NAME, form=OrganizationForm.BRANCH, parent=PARENT, **INTERNAL)
ATTRACTED = OrganizationAttracted(attracted=FIRST_HALF)
OPENED = OrganizationOpened(opened=MAY)

HISTORIES: dict[str, tuple[OrganizationEvents, ...]] = {
    "pursued": (PURSUED,),
    "attracted": (PURSUED, ATTRACTED),
    "opened": (PURSUED, ATTRACTED, OPENED),
    "closed": (PURSUED, ATTRACTED, OPENED, OrganizationClosed(left=JUNE)),
    "moved_away": (PURSUED, ATTRACTED, OPENED, OrganizationMovedAway(left=JUNE, moved_to=ROME)),
    "dropped": (PURSUED, OrganizationDropped()),
}

COMMANDS: dict[str, OrganizationCommand] = {
    "pursue": PursueOrganization(**FAO, name=NAME),
    "attract": AttractOrganization(**FAO),
    "open": OpenOrganization(**FAO),
    "close": CloseOrganization(**FAO),
    "move away": MoveOrganizationAway(**FAO),
    "drop": DropOrganization(**FAO),
    "change": ChangeOrganization(**FAO, fields=OrganizationDetails(category=Text(en="UN"))),
    "classify": ClassifyOrganization(**FAO, visibility=Visibility.PUBLIC),
    "correct": CorrectOrganization(**FAO, fields=OrganizationFacts(name=Text(en="FAO")), reason=BECAUSE),
    "withdraw": WithdrawOrganization(**FAO, reason=BECAUSE),
}

ANYWHERE = {"change", "classify", "correct", "withdraw"}

# Which step each stage allows, and the stage that it leads to. Every other step is refused.
STEPS: dict[str, dict[str, str]] = {
    "pursued": {"attract": "attracted", "drop": "dropped"},
    "attracted": {"open": "opened", "drop": "dropped"},
    "opened": {"close": "closed", "move away": "moved_away"},
    "closed": {},
    "moved_away": {},
    "dropped": {},
}

# Which stages a later report may find, beside the same one.
FOUND: dict[str, set[str]] = {
    "pursued": {"attracted", "opened", "closed", "moved_away", "dropped"},
    "attracted": {"opened", "closed", "moved_away", "dropped"},
    "opened": {"closed", "moved_away"},
    "closed": set(),
    "moved_away": set(),
    "dropped": set(),
}


def test_every_stage_is_in_the_tables() -> None:
    stages = {str(stage) for stage in OrganizationStage}
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
    outcome = given(*HISTORIES[stage]).when(ReportOrganization(**FAO, name=NAME, stage=OrganizationStage(found)))
    if found == stage or found in FOUND[stage]:
        assert outcome.happened()[0].stage == found
    else:
        message = outcome.refused(f"cannot be {found.replace('_', ' ')} after that; correct or withdraw what is wrong")
        assert "reinstate" not in message


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "pursue"])
def test_nothing_happens_to_what_nobody_opened_or_what_is_withdrawn(command: str) -> None:
    given(kind="organization").when(COMMANDS[command]).refused("nobody has opened it")
    withdrawn = given(PURSUED, OrganizationWithdrawn(reason=BECAUSE))
    withdrawn.when(COMMANDS[command]).refused("withdrawn as entered in error")


@pytest.mark.parametrize(
    ("stage", "command", "message"),
    [
        ("pursued", "open",
         "cannot open organization:fao-liaison: it is pursued; attract it first, or report it at its present stage"),
        ("opened", "drop",
         ("cannot drop organization:fao-liaison: it was opened on 2019-05-13; "
         "that is possible while it is pursued or attracted")),
        ("attracted", "move away",
         ("cannot move away organization:fao-liaison: it was attracted on 2018-40; "
         "that is possible while it is opened")),
        ("moved_away", "close",
         ("cannot close organization:fao-liaison: it has moved away on 2021-06-30; "
         "that is possible while it is opened")),
    ],
)  # fmt: skip
def test_words_of_a_refusal(stage: str, command: str, message: str) -> None:
    assert given(*HISTORIES[stage]).when(COMMANDS[command]).refused() == message


def test_from_pursuit_to_its_leaving() -> None:
    pursue = PursueOrganization(**FAO, name=NAME, form=OrganizationForm.BRANCH, parent=PARENT)
    given(kind="organization").when(pursue).then(PURSUED)
    given(PURSUED).when(AttractOrganization(**FAO, on=FIRST_HALF)).then(ATTRACTED)
    given(PURSUED, ATTRACTED).when(OpenOrganization(**FAO, on=MAY)).then(OPENED)
    close = CloseOrganization(**FAO, on=JUNE, reason=BECAUSE)
    closed = given(*HISTORIES["opened"]).when(close).then(OrganizationClosed(left=JUNE, reason=BECAUSE))
    move = MoveOrganizationAway(**FAO, on=JUNE, to=ROME, reason=BECAUSE)
    gone = given(*HISTORIES["opened"]).when(move).then(
        OrganizationMovedAway(left=JUNE, moved_to=ROME, reason=BECAUSE)
    )
    for state in (closed, gone):
        assert (state.attracted, state.opened, state.left, state.reason) == (FIRST_HALF, MAY, JUNE, BECAUSE)
    assert (closed.moved_to, gone.moved_to) == (None, ROME)


def test_a_step_on_an_unknown_day() -> None:
    state = given(PURSUED).when(AttractOrganization(**FAO)).then(OrganizationAttracted())
    assert (state.stage, state.attracted, state.opened) == (OrganizationStage.ATTRACTED, Unknown(), None)
    assert "it was attracted; " in given(PURSUED, OrganizationAttracted()).when(COMMANDS["close"]).refused()


def test_what_exists_was_not_attracted_or_opened_in_any_period() -> None:
    report = ReportOrganization(organization="citynet", name=Text(en="CityNet"), stage="opened", form="headquarters")
    state = given(kind="organization").when(report).then(
        OrganizationReported(name=Text(en="CityNet"), form="headquarters", stage="opened", **INTERNAL)
    )
    assert (state.stage, state.attracted, state.opened, state.left) == (OrganizationStage.OPENED, None, None, None)


def test_what_a_source_says_was_attracted_in_a_period() -> None:
    report = ReportOrganization(**FAO, name=NAME, stage="attracted", attracted=FIRST_HALF)
    state = given(kind="organization").state_after(report)
    assert (state.attracted, state.opened) == (FIRST_HALF, None)


@pytest.mark.parametrize(
    ("stage", "refused"),
    [
        ("pursued", {"attracted", "opened"}), ("attracted", {"opened"}), ("opened", set()), ("closed", set()),
        ("moved_away", set()), ("dropped", {"opened"}),
    ],
)  # fmt: skip
def test_a_report_gives_no_date_for_what_is_still_to_come(stage: str, refused: set[str]) -> None:
    for date in ("attracted", "opened"):
        more: Any = {date: MAY}
        outcome = given(kind="organization").when(ReportOrganization(**FAO, name=NAME, stage=stage, **more))
        if date in refused:
            outcome.refused(f"it cannot be {stage} and have a date for {date}", "leave the date out")
        else:
            assert getattr(outcome.happened()[0], date) == MAY


def test_a_later_report_adds_and_forgets_nothing() -> None:
    report = ReportOrganization(**FAO, name=Text(en="FAO"), stage=OrganizationStage.OPENED, attracted=Unknown())
    state = given(PURSUED, ATTRACTED).state_after(report)
    assert (state.attracted, state.opened, state.parent, state.name) == (FIRST_HALF, None, PARENT, Text(en="FAO"))
    assert given(PURSUED, ATTRACTED, OPENED).state_after(report).opened == MAY


def test_a_later_report_classifies_by_an_event_of_its_own() -> None:
    report = ReportOrganization(**FAO, name=NAME, stage="pursued", visibility=Visibility.PUBLIC)
    plain = OrganizationReported(name=NAME, stage=OrganizationStage.PURSUED)
    given(PURSUED).when(report).then(plain, OrganizationClassified(visibility=Visibility.PUBLIC))
    given(PURSUED).when(report.model_copy(update={"visibility": Visibility.INTERNAL})).then(plain)


def test_a_change_says_only_the_fields_given_even_as_nothing() -> None:
    fields = OrganizationDetails(parent=None, host_agreement="host")
    change = ChangeOrganization(**FAO, fields=fields, reason=BECAUSE)
    state = given(PURSUED).when(change).then(OrganizationChanged(fields=fields, reason=BECAUSE))
    assert (state.parent, state.host_agreement, state.name) == (None, "agreement:host", NAME)


def test_a_correction_never_overturns_a_later_value() -> None:
    history = (PURSUED, OrganizationChanged(fields=OrganizationDetails(name=Text(en="FAO"))))
    wrong = CorrectOrganization(**FAO, event=1, fields=OrganizationFacts(name=Text(en="Office")), reason=BECAUSE)
    state = given(*history).state_after(wrong)
    assert (state.name, state.set_by["name"]) == (Text(en="FAO"), 2)
    state = given(*history).state_after(wrong.model_copy(update={"event": 2}))
    assert (state.name, state.set_by["name"]) == (Text(en="Office"), 3)


def test_a_date_is_corrected_where_it_was_said() -> None:
    fields = OrganizationFacts(opened=JUNE)
    correct = CorrectOrganization(**FAO, fields=fields, reason=BECAUSE)
    event = OrganizationCorrected(event=3, fields=fields, reason=BECAUSE)
    assert given(*HISTORIES["opened"]).when(correct).then(event).opened == JUNE
    given(PURSUED).when(correct).refused("no event has set opened")
    fields = OrganizationFacts(left=MAY, moved_to=None)
    state = given(*HISTORIES["moved_away"]).state_after(CorrectOrganization(**FAO, fields=fields, reason=BECAUSE))
    assert (state.left, state.moved_to) == (MAY, None)


def test_every_fact_but_the_decisions_can_be_corrected() -> None:
    decisions = {"stage", "visibility", "public_from", "reason"}
    assert set(OrganizationFacts.model_fields) == set(Organization.fact_names()) - decisions


@pytest.mark.parametrize(
    ("stage", "before"),
    [("attracted", "pursued"), ("opened", "attracted"), ("closed", "opened"), ("moved_away", "opened"),
     ("dropped", "pursued")],
)  # fmt: skip
def test_a_withdrawn_event_gives_way_to_the_one_before_it(stage: str, before: str) -> None:
    history = HISTORIES[stage]
    state = given(*history).state_after(WithdrawOrganization(**FAO, event=len(history), reason=BECAUSE))
    assert (state.stage, state.facts) == (before, state_after(*HISTORIES[before]).facts)


def test_withdrawn_as_a_whole_and_brought_back() -> None:
    gone = OrganizationWithdrawn(reason=BECAUSE)
    assert given(PURSUED).when(WithdrawOrganization(**FAO, reason=BECAUSE)).then(gone).is_withdrawn
    assert not given(PURSUED, gone).state_after(WithdrawOrganization(**FAO, event=2, reason=BECAUSE)).is_withdrawn


def test_events_that_cannot_be_where_they_are() -> None:
    with pytest.raises(ImpossibleHistoryError):
        state_after(OPENED)
    with pytest.raises(ImpossibleHistoryError):
        state_after(PURSUED, PURSUED)
