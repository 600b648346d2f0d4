"""Rules are decided on all figures: what another writer does to them meanwhile makes the whole attempt stale."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mayor_schedule import DeclareRule, Office, StateFigure, WithdrawFigure, WithdrawRule
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.text import Text
from mayor_schedule.errors import BatchRefusedError, RefusedError, StaleWriteError
from mayor_schedule.recording import Unit

DAY = "2018-08-31"
WHY = Text(en="wrong")
RULE = DeclareRule(rule="staff", total="staff/total", parts=("staff/general",))
OUT = WithdrawFigure(figure=f"figure:staff/general/{DAY}", reason=WHY)


def figure(scope: str) -> StateFigure:
    return StateFigure.model_validate({"key": "staff", "scope": scope, "value": 6, "as_of": DAY})


@pytest.fixture
def staffed(office: Office) -> Office:
    office.record_all([figure("total"), figure("general")], by="p")
    return office


def attempt(office: Office, *commands: Command) -> Unit:
    unit = Unit(office.store, datetime(2026, 11, 23, tzinfo=UTC), bytes)
    unit.run([Entry(command=each, by="p") for each in commands])
    return unit


@pytest.mark.parametrize("meanwhile", [OUT, figure("special")], ids=["withdrawn", "stated"])
def test_a_rule_is_decided_again_when_figures_change_meanwhile(staffed: Office, meanwhile: Command) -> None:
    unit = attempt(staffed, RULE)
    staffed.record(meanwhile, by="q")
    with pytest.raises(StaleWriteError):
        unit.commit()
    assert "rule:staff" not in staffed.knowledge()


def test_a_batch_without_a_rule_does_not_wait_for_figures(staffed: Office) -> None:
    unit = attempt(staffed, figure("special"))
    staffed.record(OUT, by="q")
    unit.commit()
    assert f"figure:staff/special/{DAY}" in staffed.knowledge()


def test_what_the_other_writer_did_counts(staffed: Office) -> None:
    attempt(staffed, RULE)
    staffed.record(OUT, by="q")
    with pytest.raises(BatchRefusedError, match="nothing states staff/general"):
        attempt(staffed, RULE)


def test_a_rule_that_is_brought_back_is_asked_again(staffed: Office) -> None:
    gone = WithdrawRule(rule="staff", reason=WHY)
    staffed.record_all([RULE, gone, OUT], by="p")
    back = WithdrawRule(rule="staff", event=2, reason=WHY)
    with pytest.raises(RefusedError, match="cannot withdraw rule:staff: nothing states staff/general"):
        staffed.record(back, by="p", id="back")


def test_a_rule_that_the_batch_itself_takes_out_is_not_asked(office: Office) -> None:
    office.record_all([RULE, WithdrawRule(rule="staff", reason=WHY)], by="p")
    assert office.knowledge().get("rule:staff") is None
