"""What was not known yet is not spoken of: references, acceptances of clashes, bookings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mayor_schedule import Audience, Office
from mayor_schedule.audit.history import history_record, shown
from mayor_schedule.domain.catalog import COMMANDS, KEPT
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Unknown
from mayor_schedule.views.past import omitting
from mayor_schedule.views.revisions import revisions
from pasts import AT, DAWN, EVENING

EARLY, LATE = "2018-08-01", "2018-09-01"


def do(office: Office, command: str, known_on: str, /, **fields: Any) -> None:
    office.record(COMMANDS[command].model_validate(fields), by="p", known_on=known_on)


@pytest.fixture
def told(office: Office) -> Office:
    """An office in which what others refer to is heard of last."""
    title = {"en": "Europe"}
    do(office, "plan_trip", LATE, trip="t", title=title, period="2018-09-27/2018-10-07", visibility="public")
    do(office, "propose_agreement", LATE, agreement="first", title=title, visibility="public")
    do(office, "plan_engagement", LATE, engagement="late", title=title, when=EVENING)
    do(office, "confirm_engagement", LATE, engagement="late")
    within = {"unknown": True, "within": "trip:t"}
    do(office, "plan_engagement", EARLY, engagement="part", title=title, part_of="trip:t", when=within,
       visibility="public")  # fmt: skip
    do(office, "plan_engagement", EARLY, engagement="call", title=title, when=DAWN)
    do(office, "report_agreement", EARLY, agreement="second", title=title, stage="signed", signed="2018-08-01",
       predecessor="first", engagement="late", possible_duplicate_of="first", visibility="public")  # fmt: skip
    do(office, "settle_duplicate", EARLY, agreement="second", verdict="same")
    do(office, "pursue_organization", EARLY, organization="o", name=title, host_agreement="first")
    do(office, "state_figure", EARLY, key="visits", value=3, as_of="2018-08", span=within)
    between = ["engagement:call", "engagement:late"]
    do(office, "accept_clash", EARLY, between=between, reason={"en": "He goes out"})
    do(office, "confirm_engagement", EARLY, engagement="call")
    return office


REFERENCES = {
    "engagement:part": ("part_of",),
    "agreement:second": ("predecessor", "engagement", "possible_duplicate_of"),
    "organization:o": ("host_agreement",),
}


@pytest.mark.parametrize("subject", REFERENCES)
def test_show_names_nothing_that_was_not_known(told: Office, subject: str) -> None:
    for name in REFERENCES[subject]:
        assert name not in shown(told.knowledge(known_on=EARLY), subject)["fields"]
        now = shown(told.knowledge(), subject)["fields"][name]
        assert now["value"] in ("trip:t", "agreement:first", "engagement:late")
        state: Any = told.knowledge(known_on=EARLY)[subject].state
        assert getattr(state, name) is None
        assert name not in state.set_by


def test_a_date_within_what_was_not_known_is_unknown(told: Office) -> None:
    then, now = (told.knowledge(known_on=day) for day in (EARLY, None))
    assert shown(then, "engagement:part")["fields"]["when"]["value"] == {"unknown": True}
    assert shown(now, "engagement:part")["fields"]["when"]["value"] == {"unknown": True, "within": "trip:t"}
    figure: Any = then["figure:visits/2018-08"].state
    assert figure.span == Unknown()


@pytest.mark.parametrize("audience", Audience)
def test_nothing_that_is_shown_then_names_it(told: Office, audience: Audience) -> None:
    past = told.at(EARLY)
    knowledge = past.knowledge(audience=audience)
    said = repr([shown(knowledge, each) for each in knowledge])
    said += repr([each.to_record(audience, "en") for each in past.calendar(audience=audience).entries()])
    said += repr(
        [count.to_record(audience, "en") for count in past.counts(on="2018-12-31", audience=audience).values()]
    )
    said += repr([(each.entries, each.accepted, each.say("en")) for each in past.clashes(audience=audience).all()])
    said += repr([(state.facts, each.subject) for state, each in past.replay()])
    events = list(past.history())
    said += repr([history_record(each, {one.subject for one in events}) for each in events])
    for unknown in ("trip:t", "agreement:first", "engagement:late", "engagement/late"):
        assert unknown not in said, said


def test_what_turned_out_to_be_the_same_stands_until_the_other_is_known(told: Office) -> None:
    (then,) = [each for each in told.calendar(known_on=EARLY).entries() if each.kind == "agreement"]
    assert (then.status, then.same_as) == ("done", None)
    found = revisions(told.history(), known_on=date.fromisoformat(EARLY), audience=Audience.PUBLIC, at=AT)
    assert [each.entry.status for each in found if each.entry.kind == "agreement"] == ["done"]
    assert told.counts(on="2018-12-31", known_on=EARLY)["agreements_signed"].named == 1
    assert told.counts(on="2018-12-31")["agreements_signed"].named == 0


def test_a_clash_with_what_was_not_known_was_not_accepted_then(told: Office) -> None:
    (clash,) = [each for each in told.knowledge() if each.startswith("clash:")]
    assert clash not in told.knowledge(known_on=EARLY)
    assert not [each for each in told.history(known_on=EARLY) if each.subject == clash]
    (found,) = [each for each in told.clashes().all() if each.rule == "double-booking"]
    assert found.accepted is not None
    assert not told.clashes(known_on=EARLY).all()


def test_of_the_diaries_only_what_was_known_is_in_the_history(told: Office) -> None:
    kept = {each.subject for each in told.history(known_on=EARLY) if each.kind in KEPT}
    assert kept == {"booking:engagement:call", "diary:mayor/2018-10-03"}
    pages = list(told.history("diary:mayor/2018-10-03", known_on=EARLY))
    assert [each.data["hold"]["subject"] for each in pages] == ["engagement:call"]
    assert len(list(told.history("diary:mayor/2018-10-03"))) == 2


def test_pages_that_another_command_wrote_say_nothing_of_what_was_not_known(office: Office) -> None:
    title = {"en": "Europe"}
    do(office, "found_office", EARLY, name=title, zone="Asia/Seoul", domain="example.go.kr")
    do(office, "add_principal", EARLY, principal="vice_mayor")
    do(office, "plan_trip", EARLY, trip="t", title=title, period="2018-09-27/2018-10-07")
    do(office, "plan_engagement", LATE, engagement="late", title=title, when=EVENING, part_of="trip:t")
    do(office, "confirm_engagement", LATE, engagement="late")
    do(office, "report_trip", EARLY, trip="t", title=title, stage="confirmed", principal="vice_mayor")
    moved = [each.topic for each in office.history() if each.kind in KEPT and str(each.known_on) == EARLY]
    assert {"diary.released", "diary.booked", "booking.released", "booking.made"} <= set(moved), "known with the trip"
    known = [each.subject for each in office.history(known_on=EARLY) if each.kind in KEPT]
    assert "booking:trip:t" in known
    assert not [each for each in known if "late" in each or "2018-10-03" in each]


def test_what_was_entered_in_error_is_not_named_either(told: Office) -> None:
    do(told, "withdraw_trip", LATE, trip="t", reason={"en": "Wrong office"})
    knowledge = told.knowledge()
    assert "part_of" not in shown(knowledge, "engagement:part")["fields"]
    assert knowledge.masked("part_of", "trip:t") is None
    assert knowledge.masked("part_of", "engagement:call") == "engagement:call"
    assert knowledge.masked("title", "trip:t") == "trip:t", "a word is no reference"


def test_values_are_told_without_unknown_references() -> None:
    known = {"trip:a", "trip:b"}
    text = Text(en="trip:x")
    within, nowhere = Unknown(within="trip:x"), Unknown(within="trip:a")
    assert omitting("when", within, known) == Unknown()
    assert omitting("when", nowhere, known) is nowhere
    assert omitting("title", text, known) is text
    assert omitting("between", ("trip:a", "trip:x"), known) == ("trip:a",)
    stored = {
        "fields": {"part_of": "trip:x", "when": {"unknown": True, "within": "trip:x"}},
        "holds": [{"part_of": "trip:b"}],
    }
    assert omitting("data", stored, known) == {
        "fields": {"part_of": None, "when": {"unknown": True, "within": None}}, "holds": [{"part_of": "trip:b"}],
    }  # fmt: skip
    assert stored["fields"]["part_of"] == "trip:x", "what is stored stays as it is"  # type: ignore[index,call-overload]
