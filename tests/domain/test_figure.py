from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.figure import (
    ClassifyFigure,
    CorrectFigure,
    Figure,
    FigureClassified,
    FigureCommands,
    FigureCorrected,
    FigureEvents,
    FigureFacts,
    FigureRebased,
    FigureRestated,
    FigureStated,
    FigureWithdrawn,
    RebaseFigure,
    RestateFigure,
    StateFigure,
    WithdrawFigure,
    evolve,
)
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

ID = "figure:hosted_organizations/2018-08"
AUGUST = FuzzyDate.of("2018-08")
WHY = Text(ko="재집계", en="counted anew")

STATED = FigureStated(
    key="hosted_organizations", as_of=AUGUST, value=30, unit="개", printed="30개", visibility=Visibility.INTERNAL
)
COMMANDS: dict[str, Command] = {
    "restate": RestateFigure(figure=ID, value=31, reason=WHY),
    "rebase": RebaseFigure(figure=ID, reason=WHY),
    "classify": ClassifyFigure(figure=ID, visibility=Visibility.PUBLIC),
    "correct": CorrectFigure(figure=ID, fields=FigureFacts(unit="개소"), reason=WHY),
    "withdraw": WithdrawFigure(figure=ID, reason=WHY),
}


def test_every_command_is_tried() -> None:
    assert {type(command) for command in COMMANDS.values()} | {StateFigure} == set(get_args(FigureCommands))


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_can_be_asked_of_a_figure_that_nobody_stated_or_that_is_withdrawn(command: str) -> None:
    given().when(COMMANDS[command]).refused("nobody has opened it", ID)
    given(STATED, FigureWithdrawn(reason=WHY)).when(COMMANDS[command]).refused("withdrawn as entered in error")
    _, events = given(STATED).when(COMMANDS[command]).happened()
    assert len(events) == 1


@pytest.mark.parametrize("event", sorted(set(get_args(FigureEvents)) - {FigureStated}, key=str))
def test_only_a_statement_can_open_a_figure(event: type[FigureEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


def test_stating_says_all_that_the_source_does() -> None:
    known: dict[str, Any] = {
        "key": "visits", "scope": "grade-7", "value": 180, "approximate": True, "unit": "명", "as_of": AUGUST,
        "span": Period.of("2018-01-01", "2018-07-31"), "label": Text(ko="상반기"), "title": Text(ko="방문"),
        "printed": "180여 명",
    }  # fmt: skip
    figure = given().when(StateFigure(**known)).then(FigureStated(visibility=Visibility.INTERNAL, **known))
    assert {name: getattr(figure, name) for name in known} == known
    assert figure.series == "visits/grade-7"
    assert state_after(STATED).series == "hosted_organizations"


def test_a_figure_is_one_for_each_key_scope_and_date() -> None:
    plain = StateFigure(key="visits", value=3, as_of=AUGUST)
    assert plain.subject == "figure:visits/2018-08"
    assert plain.model_copy(update={"scope": "grade-7"}).subject == "figure:visits/grade-7/2018-08"
    assert plain.model_copy(update={"as_of": FuzzyDate.of("2018-08-31")}).subject == "figure:visits/2018-08-31"


def test_a_figure_is_not_stated_twice() -> None:
    again = StateFigure(key="hosted_organizations", value=31, as_of=AUGUST)
    given(STATED).when(again).refused("it is there already", "record a change or a correction")
    given(STATED, FigureWithdrawn(reason=WHY)).when(again).refused("withdraw the withdrawal")
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(STATED), STATED)


@pytest.mark.parametrize(
    ("given_as", "value"),
    [(30, 30), ("30", 30), (30.0, 30), ("3.5", Decimal("3.5")), (Decimal("357200.00"), 357200), ("-2", -2), (0, 0)],
)
def test_numbers_are_exact(given_as: Any, value: int | Decimal) -> None:
    stated = StateFigure(key="visits", value=given_as, as_of=AUGUST)
    assert (stated.value, type(stated.value)) == (value, type(value))


@pytest.mark.parametrize("value", ["30여", "1,000", "", True, None, "1e3", "NaN", float("inf"), [30], "９" * 40])
def test_what_is_no_exact_number(value: Any) -> None:
    with pytest.raises(ValidationError):
        StateFigure(key="visits", value=value, as_of=AUGUST)


# --- restated, rebased ------------------------------------------------------------------------------------------------


def test_a_restatement_says_another_number_and_why() -> None:
    figure = (
        given(STATED)
        .when(RestateFigure(figure=ID, value=31, approximate=True, printed="31여개", reason=WHY))
        .then(FigureRestated(value=31, approximate=True, printed="31여개", reason=WHY))
    )
    assert (figure.value, figure.approximate, figure.printed, figure.reason) == (31, True, "31여개", WHY)
    assert (figure.unit, figure.set_by["value"], figure.set_by["unit"]) == ("개", 2, 1)


def test_the_printed_form_goes_with_its_number() -> None:
    assert given(STATED).state_after(COMMANDS["restate"]).printed is None
    approximate = STATED.model_copy(update={"approximate": True})
    assert given(approximate).state_after(COMMANDS["restate"]).approximate is False


def test_the_same_number_is_not_restated() -> None:
    same = RestateFigure(figure=ID, value=30, reason=WHY)
    given(STATED).when(same).refused("it states that number already")
    given(STATED).when(RestateFigure(figure=ID, value=Decimal("30.0"), reason=WHY)).refused("already")
    about = same.model_copy(update={"approximate": True})
    given(STATED).when(about).then(FigureRestated(value=30, approximate=True, reason=WHY))
    restated = given(STATED, FigureRestated(value=31, reason=WHY))
    restated.when(same).then(FigureRestated(value=30, reason=WHY))


def test_a_figure_is_rebased_once_and_keeps_its_number() -> None:
    figure = given(STATED).when(COMMANDS["rebase"]).then(FigureRebased(reason=WHY))
    assert (figure.value, figure.rebased) == (30, WHY)
    given(STATED, FigureRebased(reason=WHY)).when(COMMANDS["rebase"]).refused("it is rebased already")
    withdrawn = given(STATED, FigureRebased(reason=WHY), FigureWithdrawn(event=2, reason=WHY))
    assert withdrawn.state.rebased is None
    withdrawn.when(COMMANDS["rebase"]).then(FigureRebased(reason=WHY))
    assert state_after(STATED, FigureRebased(reason=WHY), FigureRestated(value=31, reason=WHY)).rebased == WHY


# --- who sees it, corrections, withdrawals ----------------------------------------------------------------------------


def test_an_embargo_is_for_what_becomes_public() -> None:
    until = datetime(2018, 9, 1, tzinfo=UTC)
    stating = StateFigure(key="visits", value=3, as_of=AUGUST, public_from=until)
    given().when(stating).refused("needs the visibility public")
    given(STATED).when(ClassifyFigure(figure=ID, visibility=Visibility.INTERNAL, public_from=until)).refused("public")
    shown_later = FigureClassified(visibility=Visibility.PUBLIC, public_from=until)
    at_once = given(STATED, shown_later).when(COMMANDS["classify"])
    assert at_once.then(FigureClassified(visibility=Visibility.PUBLIC)).public_from is None


def test_a_correction_never_overturns_a_restatement() -> None:
    fields = FigureFacts(value=29, unit=None)
    figure = (
        given(STATED, FigureRestated(value=31, reason=WHY))
        .when(CorrectFigure(figure=ID, event=1, fields=fields, reason=WHY))
        .then(FigureCorrected(event=1, fields=fields, reason=WHY))
    )
    assert (figure.value, figure.unit) == (31, None)
    assert evolve(figure, FigureWithdrawn(event=2, reason=WHY)).value == 29
    current = CorrectFigure(figure=ID, fields=FigureFacts(value=32), reason=WHY)
    restated = given(STATED, FigureRestated(value=31, reason=WHY)).when(current)
    assert restated.then(FigureCorrected(event=2, fields=FigureFacts(value=32), reason=WHY)).value == 32


def test_what_names_a_figure_and_its_date_cannot_be_corrected() -> None:
    beside = {"key", "scope", "as_of", "rebased", "reason", "visibility", "public_from"}
    assert set(FigureFacts.model_fields) == set(Figure.fact_names()) - beside
    for name in ("value", "approximate"):
        with pytest.raises(ValidationError, match=f"{name} cannot be nothing"):
            FigureFacts.model_validate({name: None})


def test_what_no_event_has_said_cannot_be_corrected() -> None:
    wrong = CorrectFigure(figure=ID, fields=FigureFacts(label=Text(ko="상반기")), reason=WHY)
    given(STATED).when(wrong).refused("no event has set label")


def test_withdrawing() -> None:
    history = (STATED, FigureRestated(value=31, reason=WHY))
    assert given(*history).state_after(WithdrawFigure(figure=ID, event=2, reason=WHY)).value == 30
    given(*history).when(WithdrawFigure(figure=ID, event=1, reason=WHY)).refused("its first event opened it")
    whole = given(*history, FigureWithdrawn(reason=WHY))
    assert whole.state.is_withdrawn
    back = whole.when(WithdrawFigure(figure=ID, event=3, reason=WHY)).then(FigureWithdrawn(event=3, reason=WHY))
    assert (back.is_withdrawn, back.value) == (False, 31)


def test_what_is_counted_can_be_said_where_it_is_open() -> None:
    fields: dict[str, Any] = {"key": "policy_exports_won", "value": 4, "as_of": "2018-08-31"}
    won = StateFigure.model_validate({**fields, "counted_by": "system_client"})
    given().when(won).then(
        FigureStated.model_validate({**fields, "counted_by": "system_client", "visibility": "internal"})
    )
    with pytest.raises(ValidationError, match="counted by system_client, system, client"):
        StateFigure.model_validate({**fields, "counted_by": "person"})
    with pytest.raises(ValidationError, match="leave counted_by out"):
        StateFigure.model_validate({**fields, "key": "trips_made", "counted_by": "person"})
    wrong = CorrectFigure.model_validate({"figure": won.subject, "fields": {"counted_by": "visit"}, "reason": "typing"})
    given(FigureStated.model_validate(fields)).when(wrong).refused("cannot be counted by visit", won.subject)
