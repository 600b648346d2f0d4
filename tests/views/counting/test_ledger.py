"""The ledger: every statement beside what is named, what happened since the one before, and what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import EARLIER, LATER, REPORT
from mayor_schedule import Account, Audience, Ledger, Office, Step, Verdict
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.values.text import Text
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.counting.naming import distinct, slack
from mayor_schedule.views.counting.series import COUNTED
from worlds import DAYS, KEYS, SINCE, Said, Stated, histories, recorded

COMPLETE, PARTIAL, OVER, UNEXPLAINED, UNIT = Verdict


def record(office: Office, known_on: str, *commands: tuple[str, dict[str, Any]]) -> None:
    given = [COMMANDS[name].model_validate(fields) for name, fields in commands]
    office.record_all(given, by="p", known_on=known_on)


def stated(key: str, value: int, as_of: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "state_figure", {"key": key, "value": value, "as_of": as_of, "unit": "개", **more}


def there(name: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "report_organization", {"organization": name, "name": name.title(), "stage": "opened", **more}


def won(name: str, system: str, client: str | None = None, **more: Any) -> tuple[str, dict[str, Any]]:
    fields = {"policy_export": name, "system": system, "stage": "won", "won": "2018-03-01", **more}
    return "report_policy_export", fields if client is None else {**fields, "client": client}


def steps(office: Office, key: str, **asked: Any) -> tuple[Step, ...]:
    return office.ledger(on=asked.pop("on", "2020-12-31"), **asked)[key].steps


def happened(step: Step) -> list[tuple[str, str, int]]:
    return [(each.label.best("en"), each.what, each.change) for each in step.between]


# --- the three dossiers, as known then --------------------------------------------------------------------------------

ASEM = "ASEM centre on human rights policy for older persons"
FAO = "FAO liaison and cooperation office"


@pytest.fixture
def seoul(office: Office) -> Office:
    import_files(office, [EARLIER, REPORT, LATER])
    return office


def test_thirty_then_one_attracted_then_thirty_leaves_up_to_one_unexplained(seoul: Office) -> None:
    press, report = steps(seoul, "hosted_organizations", on="2018-08-31", known_on="2018-08-31")
    assert (press.as_of, press.stated, press.expected, press.unexplained) == ("2017-03", 30, None, None)
    assert (press.verdicts, press.between) == ((PARTIAL,), ())
    assert (report.stated, report.expected, report.unexplained) == (30, 30, 0)
    assert (report.unexplained_least, report.unexplained_most) == (-1, 0)
    assert report.verdicts == (PARTIAL, UNEXPLAINED)
    assert happened(report) == [(ASEM, "attracted", 0)]
    assert ([item.label.best("en") for item in report.named], report.unnamed) == (["CityNet"], 29)
    assert report.sources == (("council-283", "L248"),)


def test_thirty_seven_leaves_six_after_the_fao(seoul: Office) -> None:
    *_, last = steps(seoul, "hosted_organizations")
    assert (last.stated, last.expected, last.unexplained) == (37, 31, 6)
    # The FAO may have opened after the reading in May; the ASEM centre may have opened since.
    assert (last.unexplained_least, last.unexplained_most) == (5, 7)
    assert happened(last) == [(ASEM, "attracted", 0), (FAO, "opened", 1)]
    assert last.verdicts == (PARTIAL, UNEXPLAINED)


def test_a_rebase_clears_it_with_its_reason(seoul: Office) -> None:
    reason = {"en": "NGOs are counted too"}
    record(seoul, "2020-06-01", ("rebase_figure", {"figure": "hosted_organizations/2019-05", "reason": reason}))
    *_, before = steps(seoul, "hosted_organizations", known_on="2020-05-31")
    *_, last = steps(seoul, "hosted_organizations")
    assert (before.rebased, before.unexplained) == (None, 6)
    assert (last.rebased, last.unexplained) == (Text(en="NGOs are counted too"), None)
    assert (last.stated, last.verdicts) == (37, (PARTIAL,))
    public = steps(seoul, "hosted_organizations", audience="public")[-1]
    assert (public.rebased, public.unexplained, public.verdicts) == (None, None, (PARTIAL,))


def test_naming_an_unnamed_one_fills_a_slot_and_changes_no_total(seoul: Office) -> None:
    before = seoul.ledger(on="2020-12-31")["hosted_organizations"]
    record(seoul, "2018-08-31", there("iclei"))
    after = seoul.ledger(on="2020-12-31")["hosted_organizations"]
    for one, other in zip(before.steps[1:], after.steps[1:], strict=True):
        assert (len(other.named), other.unnamed) == (len(one.named) + 1, one.unnamed - 1)
        assert numbers(other) == numbers(one)


def numbers(step: Step) -> tuple[Any, ...]:
    return step.stated, step.expected, step.unexplained, step.unexplained_least, step.unexplained_most, happened(step)


def test_four_exports_won_need_a_unit(seoul: Office) -> None:
    (step,) = steps(seoul, "policy_exports_won", known_on="2018-08-31")
    if step.counted_by is None:
        assert step.named_by == {"system_client": 4, "system": 3, "client": 4}
        assert step.verdicts == (COMPLETE, UNIT)
    else:
        assert step.verdicts == (COMPLETE,)


def test_every_series_is_in_the_ledger(seoul: Office) -> None:
    ledger = seoul.ledger(on="2020-12-31")
    assert list(ledger)[: len(COUNTED)] == list(COUNTED)
    assert set(ledger) == {*seoul.counts(on="2020-12-31"), *(key for key in ledger if ledger[key].steps)}
    assert all(each.steps for key, each in ledger.items() if key not in COUNTED)
    assert isinstance(ledger["plan_tasks"], Account)
    assert (ledger["plan_tasks"].sort, ledger["plan_tasks"].steps[0].verdicts) == (None, ())


# --- verdicts ---------------------------------------------------------------------------------------------------------


SOME: Mapping[str, Any] = {"approximate": True}


@pytest.mark.parametrize(
    ("value", "more", "expected"),
    [
        (3, {}, ((PARTIAL,), 1, 0)),
        (2, {}, ((COMPLETE,), 0, 0)),
        (1, {}, ((OVER,), 0, 1)),
        (2, SOME, ((), 0, 0)),
        (1, SOME, ((OVER,), 0, 1)),
        (10, SOME, ((PARTIAL,), 8, 0)),
    ],
)
def test_more_named_than_stated_are_flagged_and_change_nothing(
    office: Office, value: int, more: Mapping[str, Any], expected: tuple[Any, ...]
) -> None:
    record(office, "2018-08-31", stated("hosted_organizations", value, "2018-08-31", **more), there("a"), there("b"))
    (step,) = steps(office, "hosted_organizations")
    assert (step.verdicts, step.unnamed, step.over_named) == expected
    assert step.stated == office.counts(on="2018-12-31")["hosted_organizations"].total == value


UNITS: Mapping[str | None, tuple[int, tuple[Verdict, ...]]] = {
    None: (2, (OVER, UNIT)),
    "system_client": (2, (OVER,)),
    "system": (2, (COMPLETE,)),
    "client": (2, (OVER,)),
}


@pytest.mark.parametrize("unit", UNITS)
def test_the_verdict_is_by_the_unit_that_the_figure_gives(office: Office, unit: str | None) -> None:
    value, verdicts = UNITS[unit]
    counted_by = {} if unit is None else {"counted_by": unit}
    exports = won("a", "Tax", "Colombo"), won("b", "Tax", "Manila"), won("c", "Metro", "Quito")
    record(office, "2018-08-31", stated("policy_exports_won", value, "2018-08-31", **counted_by), *exports)
    (step,) = steps(office, "policy_exports_won")
    assert step.named_by == {"system_client": 3, "system": 2, "client": 3}
    assert (step.verdicts, step.counted_by) == (verdicts, unit)


def test_guests_of_one_visit_are_persons(office: Office) -> None:
    visit = {
        "visit": "nordic", "stage": "received", "category": "state_guest", "when": "2018-02-19",
        "guests": [{"office": "Prime Minister"}, {"office": "Foreign Minister"}],
    }  # fmt: skip
    record(office, "2018-08-31", stated("state_guests", 1, "2018-08-31", counted_by="visit"), ("report_visit", visit))
    (step,) = steps(office, "state_guests")
    assert (step.named_by, step.verdicts, step.unnamed) == ({"person": 2, "visit": 1}, (COMPLETE,), 0)


def test_between_approximate_statements_only_what_must_be_is_unexplained(office: Office) -> None:
    about = {"approximate": True}
    for value, as_of in ((180, "2018-01-31"), (185, "2018-02-28"), (200, "2018-03-31"), (400, "2018-04-30")):
        record(office, as_of, stated("hosted_organizations", value, as_of, **(about if value != 185 else {})))
    found = [(each.unexplained, UNEXPLAINED in each.verdicts) for each in steps(office, "hosted_organizations")]
    # 180 or so is under 190; 200 or so under 300, and 400 or so under 500.
    assert found == [(None, False), (5, False), (15, False), (200, False)]
    record(office, "2018-05-31", stated("hosted_organizations", 700, "2018-05-31"))
    assert UNEXPLAINED in steps(office, "hosted_organizations")[-1].verdicts


@pytest.mark.parametrize(("value", "more"), [(180, 10), (200, 100), (37, 1), (0, 1)])
def test_an_approximate_number_is_good_to_its_last_digit(value: int, more: int) -> None:
    assert slack(value, approximate=True) == more
    assert slack(value, approximate=False) == 0


def test_names_are_one_where_they_share_a_wording() -> None:
    assert distinct([Text(ko="세무", en="Tax"), Text(en="TAX "), Text(ko="세무"), Text(en="Metro")]) == 2
    assert distinct([Text(ko="가"), Text(en="B"), Text(ko="가", en="b")]) == 1


# --- what happened in between -----------------------------------------------------------------------------------------


def test_each_thing_that_happened_has_its_word(office: Office) -> None:
    record(office, "2018-01-31", stated("hosted_organizations", 30, "2018-01-31"), there("old"), there("gone"))
    for name in ("new", "never"):
        record(office, "2018-02-01", ("pursue_organization", {"organization": name, "name": name.title()}))
        record(office, "2018-03-01", ("attract_organization", {"organization": name, "on": "2018-03-01"}))
    record(office, "2018-04-01", ("open_organization", {"organization": "new", "on": "2018-04-01"}))
    record(office, "2018-05-01", ("close_organization", {"organization": "old", "on": "2018-05-01"}))
    record(office, "2018-06-01", ("move_organization_away", {"organization": "gone", "on": "2018-06-01"}))
    record(office, "2018-07-01", ("drop_organization", {"organization": "never"}))
    record(office, "2018-12-31", stated("hosted_organizations", 29, "2018-12-31"))
    _, step = steps(office, "hosted_organizations")
    assert happened(step) == [
        ("New", "attracted", 0), ("Never", "attracted", 0), ("New", "opened", 1), ("Old", "closed", -1),
        ("Gone", "moved_away", -1), ("Never", "dropped", 0),
    ]  # fmt: skip
    assert (step.expected, step.unexplained, step.unexplained_least, step.unexplained_most) == (29, 0, 0, 0)
    assert step.verdicts == (PARTIAL,)
    record(office, "2018-12-31", stated("organizations_pursued", 0, "2018-01-31"))
    record(office, "2018-12-31", stated("organizations_pursued", 0, "2018-12-31"))
    assert happened(steps(office, "organizations_pursued")[-1]) == [
        ("New", "pursued", 1), ("Never", "pursued", 1), ("New", "attracted", -1), ("Never", "attracted", -1)
    ]  # fmt: skip


def test_exports_are_won_delivered_and_lost(office: Office) -> None:
    record(office, "2018-01-31", stated("policy_exports_won", 0, "2018-01-31"), won("tax", "Tax"))
    record(office, "2018-02-01", ("pursue_policy_export", {"policy_export": "metro", "system": "Metro"}))
    record(office, "2018-04-01", ("deliver_policy_export", {"policy_export": "tax", "on": "2018-04-01"}))
    record(office, "2018-05-01", ("lose_policy_export", {"policy_export": "metro", "on": "2018-05-01"}))
    record(office, "2018-08-31", stated("policy_exports_won", 1, "2018-08-31"))
    _, step = steps(office, "policy_exports_won")
    assert happened(step) == [("Tax", "won", 1), ("Tax", "delivered", 0), ("Metro", "lost", 0)]
    assert step.verdicts == (COMPLETE,)


def test_a_flow_of_another_beginning_is_not_compared(office: Office) -> None:
    for value, as_of in ((3, "2017-12-31"), (1, "2018-06-30"), (4, "2018-12-31")):
        record(office, as_of, stated("trips_made", value, as_of))
    assert [each.unexplained for each in steps(office, "trips_made")] == [None, None, 3]


# --- whole offices ----------------------------------------------------------------------------------------------------


@given(histories(), st.sampled_from(DAYS))
def test_what_is_expected_is_the_statement_before_and_what_changed(told: list[Said | Stated], on: Any) -> None:
    with recorded(told) as office:
        ledger = office.ledger(on=on)
        for key in KEYS:
            for step in ledger[key].steps:
                changes = sum(each.change for each in step.between)
                assert step.expected is not None or not step.between
                if step.expected is not None:
                    before = step.expected - changes
                    assert before in [each.stated for each in ledger[key].steps]
                    assert step.unexplained == step.stated - step.expected
                assert step.unnamed == max(step.stated - len(step.named), 0) or step.counted_by is not None
            if ledger[key].steps:
                count = office.counts(on=on, since=SINCE)[key]
                last = ledger[key].steps[-1]
                if count.statement == last.statement:
                    assert (count.unexplained, count.unexplained_least) == (last.unexplained, last.unexplained_least)


@given(histories(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_the_ledger_as_known_then_is_that_of_an_office_that_never_heard_more(
    told: list[Said | Stated], on: Any, known_on: Any
) -> None:
    with recorded(told) as office, recorded([each for each in told if each.known_on <= known_on]) as other:
        assert plain(office.ledger(on=on, known_on=known_on)) == plain(other.ledger(on=on))


def plain(ledger: Ledger, audience: Audience = Audience.INTERNAL) -> dict[str, Any]:
    return {key: [step.to_record(audience, "en") for step in each.steps] for key, each in ledger.items()}


def test_the_public_sees_no_id_no_day_no_source_and_no_client(seoul: Office) -> None:
    for name in ("iclei", "secret"):
        seen = {"visibility": "public"} if name == "iclei" else {}
        record(seoul, "2018-10-01", there(name, opened="2018-09-15", **seen))
    record(seoul, "2019-06-01", stated("secret_figure", 7, "2019-06"))
    ledger = seoul.ledger(on="2020-12-31", audience="public")
    public = plain(ledger, Audience.PUBLIC)
    assert "secret_figure" not in public
    said = str(public)
    for hidden in ("organization:", "figure:", "council-283", "Secret", "2018-09-15", "client'"):
        assert hidden not in said.replace("system_client'", "")
    (*_, last) = public["hosted_organizations"]
    assert [(each["what"], each["days"]) for each in last["between"]][-1] == ("opened", None)
    assert all(each.days == (None, None) for each in ledger["hosted_organizations"].steps[-1].between)
    assert all(step["events"] == [] == step["sources"] for each in public.values() for step in each)
