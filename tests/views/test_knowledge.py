"""A part of what is known: of what past, for whom, and of what was hidden or entered in error."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mayor_schedule import Audience, FoundOffice, Office, Period, PlanTrip, Text, Visibility, WithdrawTrip
from mayor_schedule.views.knowledge import Knowledge

PAST = {"known_on": "2024-06-01", "recorded_until": datetime(2100, 1, 1, tzinfo=UTC)}


@pytest.fixture
def knowledge(office: Office) -> Knowledge:
    """What is known of a trip that is told, one that is confidential, and one that was entered in error."""
    may = Period.of("2024-05-02", "2024-05-03")
    office.record_all(
        [
            FoundOffice(name=Text(en="Office"), zone="America/Toronto", domain="example.ca"),
            PlanTrip(trip="told", title=Text(en="T"), period=may),
            PlanTrip(trip="secret", title=Text(en="S"), period=may, visibility=Visibility.CONFIDENTIAL),
            PlanTrip(trip="wrong", title=Text(en="W"), period=may),
            WithdrawTrip(trip="wrong", reason=Text(en="another office's")),
        ],
        by="p", known_on="2024-04-01",
    )  # fmt: skip
    return office.knowledge(**PAST)  # type: ignore[arg-type]


def test_a_part_is_of_the_same_past_and_knows_what_was_hidden_and_entered_in_error(knowledge: Knowledge) -> None:
    part = knowledge.only(lambda known: known.id != "trip:told")
    assert set(part) == {"office:profile", "trip:secret"}
    assert part.office == knowledge.office
    assert part.office.zone == "America/Toronto"
    assert (part.audience, str(part.known_on), part.recorded_until) == (
        Audience.INTERNAL, "2024-06-01", PAST["recorded_until"]
    )  # fmt: skip
    assert set(part.withdrawn) == {"trip:wrong"}
    assert part.confidential == {"trip:secret"}
    assert part.was_withdrawn("trip:wrong")
    assert set(knowledge) == {"office:profile", "trip:told", "trip:secret"}, "of the whole nothing is taken away"


def test_what_leaves_the_office_holds_nothing_confidential_and_nothing_entered_in_error(knowledge: Knowledge) -> None:
    leaving = knowledge.leaving()
    assert set(leaving) == {"office:profile", "trip:told"}
    assert not leaving.withdrawn
    assert not leaving.confidential
    assert leaving.was_withdrawn("trip:wrong"), "its parts are parts of nothing"
    assert knowledge.confidential == {"trip:secret"}
    assert set(knowledge.withdrawn) == {"trip:wrong"}
