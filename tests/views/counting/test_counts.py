"""Counts: stated and named side by side, flows, stocks and plans on a day, and what remains unexplained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from conftest import EARLIER, LATER, REPORT
from mayor_schedule import (
    AttractOrganization,
    CancelTrip,
    CloseOrganization,
    Command,
    Office,
    OpenOrganization,
    Period,
    PlanTrip,
    PursueOrganization,
    RebaseFigure,
    ReportAgreement,
    ReportOrganization,
    ReportPolicyExport,
    ReportTrip,
    ReportVisit,
    StateFigure,
    Text,
    WithdrawFigure,
)
from mayor_schedule.imports.loading import import_files


def record(office: Office, known_on: str, *commands: Command) -> None:
    office.record_all(commands, by="p", known_on=known_on)


def figure(key: str, value: int, as_of: str, **more: Any) -> StateFigure:
    return StateFigure.model_validate({"key": key, "value": value, "as_of": as_of, "unit": "개", **more})


def organization(name: str, stage: str, **more: Any) -> ReportOrganization:
    return ReportOrganization.model_validate({"organization": name, "stage": stage, "name": name, **more})


def trip(name: str, first: str, last: str, stage: str = "returned") -> ReportTrip:
    return ReportTrip.model_validate({"trip": name, "title": name, "period": f"{first}/{last}", "stage": stage})


def row(office: Office, key: str, on: str, since: str | None = None, known_on: str | None = None) -> tuple[Any, ...]:
    count = office.counts(on=on, since=since, known_on=known_on)[key]
    return count.stated, count.named, count.unnamed, count.total, count.unexplained


REPORTED = {
    "trips_made": (2, 2, 0, 2, None),
    "trips_planned": (2, 2, 0, 2, None),
    "state_guests": (3, 3, 0, 3, None),
    "city_leaders": (8, 1, 7, 8, None),
    "policy_exports_won": (4, 4, 0, 4, None),
    "policy_exports_pursued": (7, 3, 4, 7, None),
    "organizations_attracted": (1, 1, 0, 1, None),
    "organizations_pursued": (2, 2, 0, 2, None),
    "hosted_organizations": (30, 1, 29, 30, None),
    "agreements_signed": (None, 1, 0, 1, None),
    "agreements_planned": (None, 3, 0, 3, None),
    "staff_authorised/total": (19, 0, 19, 19, None),
    "budget/total": (357200, 0, 357200, 357200, None),
    "committee_meetings/subcommittees": (74, 0, 74, 74, None),
    "plan_tasks": (180, 0, 180, 180, None),
}


def test_the_report_reads_as_it_was_written(office: Office) -> None:
    import_files(office, [REPORT])
    counts = office.counts(on="2018-08-31", known_on="2018-08-31")
    assert {key: row(office, key, "2018-08-31", known_on="2018-08-31") for key in REPORTED} == REPORTED
    assert counts["plan_tasks"].approximate
    assert counts["organizations_pursued"].unit == "개소"
    assert counts["hosted_organizations"].as_of == "2018-08"
    assert "figure:hosted_organizations/2018-08@1" in counts["hosted_organizations"].events
    assert "organization:citynet@1" in counts["hosted_organizations"].events


def test_with_what_was_known_before_and_after(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    before = {**REPORTED, "hosted_organizations": (30, 1, 29, 30, 0)}
    assert {key: row(office, key, "2018-08-31", known_on="2018-08-31") for key in before} == before
    least = office.counts(on="2018-08-31", known_on="2018-08-31")["hosted_organizations"].unexplained_least
    assert least == -1, "one was attracted in between, and may have opened: up to one is unexplained"
    assert row(office, "hosted_organizations", "2019-05-31") == (37, 2, 35, 37, 6), "six after the FAO's office"
    assert row(office, "hosted_organizations", "2017-12-31")[:4] == (30, 0, 30, 30)
    assert row(office, "agreements_planned", "2018-09-27", known_on="2018-09-27")[1] == 4
    assert row(office, "agreements_signed", "2018-10-31", known_on="2018-10-31")[1] == 2


@pytest.mark.parametrize(
    ("on", "since", "expected"),
    [
        ("2018-12-31", None, (2, 3, 0, 3, None)),  # the statement, and one trip that came since
        ("2018-08-31", None, (2, 2, 0, 2, None)),
        ("2018-08-30", None, (None, 2, 0, 2, None)),  # nothing stated yet
        ("2018-12-31", "2018-04-01", (None, 2, 0, 2, None)),  # the statement covers more than was asked
        ("2018-03-16", None, (None, 0, 0, 0, None)),  # not back yet
        ("2019-12-31", None, (None, 0, 0, 0, None)),
    ],
)
def test_flows_run_from_one_day_to_another(
    office: Office, on: str, since: str | None, expected: tuple[Any, ...]
) -> None:
    record(
        office, "2019-01-10",
        figure("trips_made", 2, "2018-08-31", span="2018-01-01/2018-08-31"),
        trip("march", "2018-03-15", "2018-03-17"), trip("july", "2018-07-07", "2018-07-10"),
        trip("autumn", "2018-09-27", "2018-10-07"),
    )  # fmt: skip
    assert row(office, "trips_made", on, since) == expected


def test_an_undated_item_counts_where_its_figure_puts_it(office: Office) -> None:
    visit = {"visit": "duda", "stage": "received", "category": "state_guest", "guests": [{"office": "President"}]}
    record(office, "2018-08-31", figure("state_guests", 3, "2018-08-31"), ReportVisit.model_validate(visit))
    assert row(office, "state_guests", "2018-12-31") == (3, 1, 2, 3, None)
    assert row(office, "state_guests", "2019-12-31")[1] == 0
    within = {**visit, "visit": "other", "when": {"within": "figure:state_guests/2018-08-31"}}
    record(office, "2019-02-01", ReportVisit.model_validate(within))
    assert row(office, "state_guests", "2018-12-31") == (3, 2, 1, 3, None), "naming one changes no total"


def test_what_is_found_never_counts_as_signed_won_or_attracted(office: Office) -> None:
    record(
        office, "2018-08-31",
        ReportAgreement.model_validate({"agreement": "barcelona", "stage": "in_force", "title": "Friendship"}),
        ReportPolicyExport.model_validate({"policy_export": "x", "stage": "delivered", "system": "Tax"}),
        organization("citynet", "opened"),
    )  # fmt: skip
    for key in ("agreements_signed", "policy_exports_won", "organizations_attracted"):
        assert row(office, key, "2018-12-31", since="1900-01-01") == (None, 0, 0, 0, None)
    assert row(office, "hosted_organizations", "2018-12-31") == (None, 1, 0, 1, None)


def test_a_stock_moves_with_arrivals_and_departures(office: Office) -> None:
    record(office, "2018-01-31", figure("hosted_organizations", 30, "2018-01-31"), organization("old", "opened"))
    record(office, "2018-03-01", PursueOrganization(organization="new", name=Text(en="New")))
    record(office, "2018-04-01", AttractOrganization(organization="new", on=Period.of("2018-04-01")))
    assert row(office, "hosted_organizations", "2018-05-01") == (30, 1, 29, 30, None), "attracted is not yet opened"
    record(office, "2018-06-01", OpenOrganization(organization="new", on=Period.of("2018-06-01")))
    assert row(office, "hosted_organizations", "2018-06-30") == (30, 2, 28, 31, None)
    record(office, "2018-07-01", CloseOrganization(organization="old", on=Period.of("2018-07-01")))
    assert row(office, "hosted_organizations", "2018-07-31") == (30, 1, 29, 30, None)
    assert row(office, "hosted_organizations", "2018-06-30") == (30, 2, 28, 31, None), "still there on that day"
    record(office, "2018-12-31", figure("hosted_organizations", 33, "2018-12-31"))
    assert row(office, "hosted_organizations", "2018-12-31") == (33, 1, 32, 33, 3)
    record(office, "2019-01-05", RebaseFigure(figure="hosted_organizations/2018-12-31", reason=Text(en="NGOs too")))
    assert row(office, "hosted_organizations", "2019-01-05") == (33, 1, 32, 33, None)


def test_plans_are_read_on_the_day(office: Office) -> None:
    plan = PlanTrip(trip="europe", title=Text(en="Europe"), period=Period.of("2018-09-27", "2018-10-07"))
    record(office, "2018-08-31", plan, figure("trips_planned", 2, "2018-08-31"))
    assert row(office, "trips_planned", "2018-08-31") == (2, 1, 1, 2, None)
    record(office, "2018-09-10", PlanTrip(trip="asia", title=Text(en="Asia"), period=Period.of("2018-12-01")))
    assert row(office, "trips_planned", "2018-09-10") == (2, 2, 0, 3, None), "planned since"
    record(office, "2018-09-20", CancelTrip(trip="europe"))
    assert row(office, "trips_planned", "2018-09-20") == (2, 1, 1, 2, None)
    assert row(office, "trips_planned", "2018-09-15") == (2, 2, 0, 3, None)
    assert row(office, "trips_planned", "2018-09-15", known_on="2018-09-01") == (2, 1, 1, 2, None)
    assert row(office, "trips_planned", "2018-12-24")[1] == 0, "it has begun"


def test_a_withdrawn_figure_is_not_stated(office: Office) -> None:
    record(office, "2018-08-31", figure("hosted_organizations", 300, "2018-08"))
    record(office, "2018-09-01", WithdrawFigure(figure="hosted_organizations/2018-08", reason=Text(en="typing error")))
    assert row(office, "hosted_organizations", "2018-09-01") == (None, 0, 0, 0, None)
    assert row(office, "hosted_organizations", "2018-09-01", known_on="2018-08-31")[0] == 300


def test_the_public_counts_only_what_it_sees_and_no_internal_id(office: Office) -> None:
    record(
        office, "2018-08-31",
        figure("hosted_organizations", 30, "2018-08"), organization("citynet", "opened", visibility="public"),
        organization("secret", "opened"), figure("secret_key", 7, "2018-08"),
    )  # fmt: skip
    counts = office.counts(on="2018-08-31", audience="public")
    assert (counts["hosted_organizations"].stated, counts["hosted_organizations"].named) == (None, 1)
    assert "secret_key" not in counts
    public = str({key: count.to_record(counts.knowledge.audience, "en") for key, count in counts.items()})
    assert "organization:" not in public
    assert "secret" not in public


def keys(counts: Iterable[str]) -> list[str]:
    return list(counts)


def test_every_counted_series_is_there_even_with_nothing_in_it(office: Office) -> None:
    assert keys(office.counts(on="2018-08-31")) == [
        "trips_made", "trips_planned", "state_guests", "city_leaders", "policy_exports_won", "policy_exports_pursued",
        "agreements_signed", "agreements_planned", "organizations_attracted", "organizations_pursued",
        "hosted_organizations",
    ]  # fmt: skip
