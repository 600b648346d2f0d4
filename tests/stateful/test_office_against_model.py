"""The whole office against a simple model: in memory, and in a file that is closed and opened again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from mayor_schedule import Office, PlanTrip, RefusedError, ReportTrip, Text, Visibility
from mayor_schedule.domain.trip import TripStage
from stateful.machine import FileMachine, OfficeMachine
from stateful.model import RECORDED, REFUSED


def sequences(number: int, steps: int) -> settings:
    """That many sequences of commands in the normal run, and two hundred times as many in the long one."""
    many = number if settings().max_examples <= 60 else number * 200
    every = list(HealthCheck)
    return settings(max_examples=many, stateful_step_count=steps, deadline=None, suppress_health_check=every)


@pytest.mark.parametrize("machine", [OfficeMachine, FileMachine], ids=["memory", "file"])
def test_the_office_is_as_its_model_says(machine: type[OfficeMachine]) -> None:
    machine.counted.clear()
    run_state_machine_as_test(machine, settings=sequences(8, 12))
    assert {RECORDED, REFUSED} <= machine.counted.keys()


def test_an_embargo_in_a_later_report_is_not_passed_over(office: Office) -> None:
    title, embargo = Text(en="Europe"), datetime(2030, 1, 1, tzinfo=UTC)
    office.record(PlanTrip(trip="t", title=title, visibility=Visibility.PUBLIC), by="p")
    with pytest.raises(RefusedError, match="public_from needs the visibility public"):
        office.record(ReportTrip(trip="t", title=title, stage=TripStage.CONFIRMED, public_from=embargo), by="p")
