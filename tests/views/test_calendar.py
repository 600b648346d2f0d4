"""The calendar: what is in it between two days, in which order, as known when, and for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conftest import EARLIER, LATER, REPORT, Clock
from mayor_schedule import (
    Audience,
    CalendarEntry,
    ClassifyTrip,
    Command,
    FuzzyDate,
    InvalidValueError,
    Office,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeTrip,
    ProposeAgreement,
    ReportAgreement,
    ReportEngagement,
    RescheduleOccasion,
    RescheduleTrip,
    SettleDuplicate,
    SignAgreement,
    StateFigure,
    Text,
    Unknown,
    WithdrawTrip,
)
from mayor_schedule.imports.loading import import_files


def record(office: Office, known_on: str, *commands: Command) -> None:
    office.record_all(commands, by="p", known_on=known_on)


def occasion(name: str, when: Any, **more: Any) -> PlanOccasion:
    return PlanOccasion.model_validate({"occasion": name.replace(" ", "-"), "title": name, "when": when, **more})


def trip(name: str = "europe", period: str = "2018-09-27/2018-10-07", **more: Any) -> PlanTrip:
    return PlanTrip.model_validate({"trip": name, "title": name, "period": period, **more})


def titles(entries: list[CalendarEntry]) -> list[str]:
    return [str(entry.title) for entry in entries]


def test_the_autumn_of_the_report(office: Office) -> None:
    import_files(office, [REPORT])
    entries = office.calendar(known_on="2018-08-31").between("2018-09-01", "2018-11-30")
    europe = next(entry for entry in entries if entry.subject == "trip:2018-europe")
    assert (europe.days, europe.nights, europe.in_flight) == (11, 9, 1)
    assert [str(stop.place.city) for stop in europe.stops] == ["Barcelona", "Bilbao", "Zürich", "Zug", "Tallinn"]
    fuzzy = {entry.subject: entry.when.edtf for entry in entries if isinstance(entry.when, FuzzyDate)}
    assert fuzzy == {
        "occasion:2018-working-talks": "2018-09/..",
        "occasion:2018-plan-announcement": "2018-10",
        "occasion:2018-plan-publication": "2018-10",
        "occasion:2018-autonomy-forum": "2018-10",
    }
    unknown = [entry for entry in entries if isinstance(entry.when, Unknown)]
    assert {entry.within.id for entry in unknown if entry.within} == {"trip:2018-europe", "trip:2018-beijing"}
    assert all(entry.status == "tentative" for entry in entries)
    assert len(entries) == 19
    assert titles(entries).index("Spain, Switzerland, Estonia") < titles(entries).index(
        "Third general assembly of GSEF"
    )
    assert "agreement:2018-uos-pust" not in {entry.subject for entry in entries}, "signed in August"


@pytest.mark.parametrize(
    ("when", "first", "last", "there"),
    [
        ("2018-10-05", "2018-10-05", "2018-10-05", True),
        ("2018-10-05", "2018-10-06", "2018-10-31", False),
        ("2018-09-18/2018-11-11", "2018-10-01", "2018-10-02", True),
        ("2018-09-18/2018-11-11", "2018-11-12", "2018-12-31", False),
        ("2018-10", "2018-10-31", "2018-11-30", True),
        ("2018-10", "2018-11-01", "2018-11-30", False),
        ("2018-09/..", "2030-01-01", "2030-01-31", True),
        ("2018-09/..", "2018-08-01", "2018-08-31", False),
        ("2018-41", "2018-12-31", "2019-01-31", True),
        (
            {"start": "2018-10-05T23:30", "end": "2018-10-06T01:00", "zone": "Asia/Seoul"},
            "2018-10-06",
            "2018-10-06",
            True,
        ),
        ({"start": "2018-10-05T23:30", "zone": "Asia/Seoul"}, "2018-10-06", "2018-10-06", False),
        ("unknown", "1990-01-01", "1990-01-02", True),
    ],
)
def test_what_touches_the_days_is_in(office: Office, when: Any, first: str, last: str, there: bool) -> None:
    record(office, "2018-08-31", occasion("o", when))
    assert titles(office.calendar().between(first, last)) == (["o"] if there else [])
    assert titles(office.calendar().entries()) == ["o"]


def test_what_lies_within_a_trip_moves_with_it(office: Office) -> None:
    part = PlanEngagement.model_validate({"engagement": "e", "title": "part", "part_of": "trip:europe"})
    within = occasion("inside", {"within": "trip:europe"})
    record(office, "2018-08-31", trip(), part, within)
    assert titles(office.calendar().between("2018-10-07", "2018-10-31")) == ["europe", "inside", "part"]
    record(office, "2018-09-01", RescheduleTrip.model_validate({"trip": "europe", "period": "2018-11-01/2018-11-05"}))
    assert titles(office.calendar().between("2018-10-07", "2018-10-31")) == []
    assert titles(office.calendar(known_on="2018-08-31").between("2018-10-07", "2018-10-31")) == [
        "europe",
        "inside",
        "part",
    ]


def test_a_done_item_without_a_day_is_nowhere_in_particular(office: Office) -> None:
    held = ReportEngagement.model_validate({"engagement": "e", "title": "held", "stage": "held"})
    record(office, "2018-08-31", held)
    assert office.calendar().between("2018-01-01", "2018-12-31") == []
    assert titles(office.calendar().entries()) == ["held"]


def test_order_is_by_day_then_whole_then_time(office: Office) -> None:
    record(
        office, "2018-08-31",
        occasion("month", "2018-10"), occasion("late", {"start": "2018-10-01T18:00", "zone": "Asia/Seoul"}),
        occasion("early in Zurich", {"start": "2018-10-01T08:00", "zone": "Europe/Zurich"}),
        occasion("day", "2018-10-01"), trip("trip", "2018-10-01/2018-10-02"), occasion("unknown", "unknown"),
        occasion("before", "2018-09-30"),
    )  # fmt: skip
    expected = ["before", "trip", "day", "early in Zurich", "late", "month", "unknown"]
    assert titles(office.calendar().entries()) == expected


def test_a_signing_has_an_entry_only_where_no_engagement_stands_for_it(office: Office) -> None:
    own = ProposeAgreement.model_validate({"agreement": "own", "title": "own", "signing": {"within": "trip:europe"}})
    record(office, "2018-08-31", trip(), own)
    assert titles(office.calendar().entries()) == ["europe"], "proposed, and no signing planned"
    report = {"agreement": "planned", "title": "planned", "stage": "signing_planned", "signing": "2018-10-03"}
    ceremony = PlanEngagement.model_validate({"engagement": "c", "title": "ceremony", "when": "2018-10-03"})
    existing = ReportAgreement.model_validate({"agreement": "old", "title": "old", "stage": "in_force"})
    record(office, "2018-09-01", ReportAgreement.model_validate(report), ceremony, existing)
    assert titles(office.calendar().entries()) == ["europe", "ceremony", "planned"]
    sign = SignAgreement.model_validate({"agreement": "planned", "on": "2018-10-03", "engagement": "c"})
    record(office, "2018-10-03", sign)
    assert titles(office.calendar().entries()) == ["europe", "ceremony"]
    assert "planned" in titles(office.calendar(known_on="2018-09-01").entries())


def test_of_two_that_are_the_same_the_merged_one_is_cancelled_and_names_the_other(office: Office) -> None:
    import_files(office, [REPORT])
    settle = SettleDuplicate.model_validate({"agreement": "2018-estonia", "verdict": "same"})
    record(office, "2018-09-15", settle)
    (entry,) = [each for each in office.calendar().entries() if each.subject == "agreement:2018-estonia"]
    assert entry.status == "cancelled"
    assert entry.same_as is not None
    assert entry.same_as.id == "agreement:2018-estonia-digital"
    assert office.counts(on="2018-09-15")["agreements_planned"].named == 2


def test_postponed_is_undated(office: Office) -> None:
    record(office, "2018-08-31", trip(), PostponeTrip(trip="europe"))
    (entry,) = office.calendar().entries()
    assert (entry.postponed, entry.when, entry.status, entry.days) == (True, Unknown(), "tentative", None)


def test_withdrawn_subjects_stay_in_what_was(office: Office) -> None:
    record(office, "2018-08-31", trip())
    record(office, "2018-09-05", WithdrawTrip(trip="europe", reason=Text(en="error")))
    assert office.calendar().entries() == []
    assert titles(office.calendar(known_on="2018-08-31").entries()) == ["europe"]


def test_what_was_entered_in_error_is_not_shown_to_the_public_again(office: Office) -> None:
    record(office, "2018-08-31", trip(visibility="public"))
    record(office, "2018-09-05", WithdrawTrip(trip="europe", reason=Text(en="it was not to be public")))
    assert office.calendar(known_on="2018-08-31", audience="public").entries() == []
    assert titles(office.calendar(known_on="2018-08-31").entries()) == ["europe"]


def test_what_was_hidden_since_never_reappears(office: Office) -> None:
    record(office, "2018-08-31", trip(visibility="public"))
    record(office, "2018-09-05", ClassifyTrip.model_validate({"trip": "europe", "visibility": "internal"}))
    assert office.calendar(known_on="2018-08-31", audience="public").entries() == []
    record(office, "2018-09-06", ClassifyTrip.model_validate({"trip": "europe", "visibility": "public"}))
    assert office.calendar(known_on="2018-09-05", audience="public").entries() == [], "hidden as known then"
    assert titles(office.calendar(known_on="2018-08-31", audience="public").entries()) == ["europe"]


def test_an_embargo_lifts_at_its_instant(office: Office, clock: Clock) -> None:
    record(office, "2018-08-31", trip(visibility="public", public_from="2026-12-01T09:00:00+09:00"))
    assert office.calendar(audience="public").entries() == []
    assert titles(office.calendar().entries()) == ["europe"]
    clock.now = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    assert titles(office.calendar(audience="public").entries()) == ["europe"]


def test_the_public_record_holds_no_internal_id(office: Office) -> None:
    part = {"engagement": "secret-id", "title": "part", "part_of": "trip:europe", "visibility": "public"}
    record(office, "2018-08-31", trip(), PlanEngagement.model_validate(part))
    (entry,) = office.calendar(audience="public").entries()
    shown = entry.to_record(Audience.PUBLIC, "en")
    assert (shown["subject"], shown["part_of"], shown["events"]) == (None, None, [])
    assert shown["when"] == {"unknown": True, "within": None}
    assert "europe" not in str(shown)
    assert "secret" not in str(shown)
    internal = next(e for e in office.calendar().entries() if e.kind == "engagement").to_record(Audience.INTERNAL, "en")
    assert (internal["part_of"], internal["events"]) == ("trip:europe", ["engagement:secret-id@1"])


def test_a_reference_to_what_was_not_known_yet_is_left_out(office: Office) -> None:
    record(office, "2018-07-01", occasion("summit", "unknown"))
    record(office, "2018-08-31", trip())
    move = PlanEngagement.model_validate({"engagement": "e", "title": "e", "part_of": "trip:europe"})
    record(office, "2018-08-01", move)  # its stream knows it earlier than the trip's
    (entry,) = [each for each in office.calendar(known_on="2018-08-15").entries() if each.kind == "engagement"]
    assert (entry.part_of, entry.within, entry.span) == (None, None, (None, None))


def test_later_knowledge_changes_later_calendars_only(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])

    def bureau(known_on: str) -> tuple[object, str]:
        entries = office.calendar(known_on=known_on).entries()
        entry = next(each for each in entries if each.subject == "occasion:2018-inter-korean-bureau")
        return getattr(entry.when, "first", None), entry.status

    assert bureau("2018-08-01") == (date(2018, 10, 18), "tentative")
    assert bureau("2018-08-31") == (date(2018, 11, 1), "tentative")
    assert bureau("2018-11-30") == (date(2018, 11, 1), "done")


def test_a_circle_of_unknown_dates_ends(office: Office) -> None:
    record(office, "2018-08-31", occasion("a", "unknown"), occasion("b", {"within": "occasion:a"}))
    change = {"occasion": "a", "when": {"within": "occasion:b"}}
    record(office, "2018-09-01", RescheduleOccasion.model_validate(change))
    assert [entry.span for entry in office.calendar().entries()] == [(None, None)] * 2


def test_what_the_public_is_handed_holds_nothing_internal_however_it_is_printed(office: Office) -> None:
    opening = trip(visibility="public", purpose="canary purpose", delegation=["canary person"])
    figure = StateFigure.model_validate(
        {"key": "trips_planned", "value": 1, "as_of": "2018-08-31", "visibility": "public", "title": "Trips"}
    )
    part = {"engagement": "canary-part", "title": "part", "part_of": "trip:europe", "visibility": "public"}
    office.record_all(
        [opening, figure, PlanEngagement.model_validate(part)],
        by="canary recorder",
        note="canary note",
        known_on="2018-08-31",
    )
    entries = office.calendar(audience="public").entries()
    assert [str(entry.title) for entry in entries] == ["europe", "part"]
    counts = office.counts(on="2018-08-31", audience="public")
    assert counts["trips_planned"].named == 1
    handed = repr(entries) + repr(dict(counts)) + repr(counts["trips_planned"].items)
    for internal in ("canary", "trip:europe", "figure:"):
        assert internal not in handed


def test_a_range_that_runs_backwards_is_told(office: Office) -> None:
    with pytest.raises(InvalidValueError, match="cannot run from 2018-10-05 to 2018-10-01; exchange"):
        office.calendar().between("2018-10-05", "2018-10-01")
    with pytest.raises(InvalidValueError, match="the counts cannot run from 2018-10-05 to 2018-10-01"):
        office.counts(since="2018-10-05", on="2018-10-01")
