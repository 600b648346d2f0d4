"""Rules over figures: broken sums are warned of by name, differing tables are noted, and nothing is ever adjusted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from mayor_schedule import (
    Audience,
    ClassifyFigure,
    ClassifyRule,
    CorrectFigure,
    DeclareRule,
    FigureFacts,
    Office,
    RestateFigure,
    StateFigure,
    WithdrawFigure,
    WithdrawRule,
)
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.visibility import Visibility
from mayor_schedule.views.rules.checking import check_rules
from mayor_schedule.views.rules.findings import Finding, FindingKind, exact_sum

DAY, LATER = "2018-08-31", "2018-12-31"
WHY = Text(en="wrong")
RULE = "rule:staff"


def figure(series: str, value: object, as_of: str = DAY, **more: Any) -> StateFigure:
    key, _, scope = series.partition("/")
    return StateFigure.model_validate({"key": key, "scope": scope or None, "value": value, "as_of": as_of, **more})


def stated(values: Mapping[str, object], as_of: str = DAY, **more: Any) -> list[StateFigure]:
    return [figure(series, value, as_of, **more) for series, value in values.items()]


def findings(office: Office, audience: Audience = Audience.INTERNAL) -> list[Finding]:
    return check_rules(office.knowledge(audience=audience))


def found(office: Office) -> Finding:
    (finding,) = findings(office)
    return finding


def record(office: Office, *commands: Any, known_on: str | None = None) -> None:
    office.record_all(commands, by="p", known_on=known_on)


SUM = DeclareRule(rule="staff", total="staff/total", parts=("staff/general", "staff/special"))
STAFF = {"staff/total": 19, "staff/general": 6, "staff/special": 13}
TABLES = DeclareRule(rule="tables", table="authorised", against="actual")
GRADES = {"grade-6": (2, 2), "grade-7": (1, 0), "grade-8-9": (1, 2), "total": (4, 4)}
CELLS = {
    f"{key}/{scope}": each[at] for at, key in enumerate(("authorised", "actual")) for scope, each in GRADES.items()
}  # fmt: skip


@pytest.fixture
def staffed(office: Office) -> Office:
    """An office with a sum that adds up."""
    record(office, SUM, *stated(STAFF, unit="명"), known_on=DAY)
    return office


# --- sums


def test_a_sum_that_adds_up_says_nothing(staffed: Office) -> None:
    assert findings(staffed) == []


def test_a_broken_sum_is_warned_of_with_its_rule_and_numbers(office: Office) -> None:
    record(office, SUM, *stated({**STAFF, "staff/total": 20}))
    finding = found(office)
    assert (finding.severity, finding.kind, finding.rule.id) == ("warning", FindingKind.SUM, RULE)
    assert (finding.as_of, finding.series) == (DAY, tuple(STAFF))
    assert finding.message == "staff/total is stated as 20, and staff/general 6 + staff/special 13 = 19"
    assert finding.stated is not None
    assert (finding.stated.value, finding.added, [each.value for each in finding.parts]) == (20, 19, [6, 13])
    assert [each.id for each in finding.figures] == [f"figure:{series}/{DAY}" for series in STAFF]
    record(office, WithdrawRule(rule="staff", reason=WHY))
    assert findings(office) == []


def test_a_restated_part_breaks_its_sum_and_a_correction_mends_it(staffed: Office) -> None:
    general = f"figure:staff/general/{DAY}"
    record(staffed, RestateFigure(figure=general, value=7, reason=WHY))
    assert "staff/general 7 + staff/special 13 = 20" in found(staffed).message
    record(staffed, CorrectFigure(figure=general, event=2, fields=FigureFacts(value=6), reason=WHY))
    assert findings(staffed) == []


def test_each_date_is_checked_for_itself(staffed: Office) -> None:
    record(staffed, *stated({**STAFF, "staff/total": 21}, LATER))
    assert found(staffed).as_of == LATER


@pytest.mark.parametrize("series", STAFF)
def test_a_sum_with_a_number_that_is_not_exact_is_noted(office: Office, series: str) -> None:
    record(office, SUM, *(figure(each, STAFF[each] + (each == series), approximate=each == series) for each in STAFF))
    finding = found(office)
    assert (finding.severity, finding.kind) == ("note", FindingKind.SUM)
    assert f"some {STAFF[series] + 1}" in finding.message
    assert finding.message.endswith("not all of these numbers are exact")
    assert "어림수가 포함되어 있습니다" in finding.said("ko")
    assert f"약 {STAFF[series] + 1}" in finding.said("ko")


def test_numbers_are_added_exactly(office: Office) -> None:
    large, small, added = (f"{whole}.00000000000{last}" for whole, last in (("9" * 30, 1), (0, 1), ("9" * 30, 2)))
    record(office, SUM, *stated({"staff/total": large, "staff/general": large, "staff/special": small}))
    assert found(office).added == Decimal(added)
    assert found(office).message.endswith(f"staff/general {large} + staff/special {small} = {added}")
    tables = DeclareRule(rule="tables", table="authorised", against="actual")
    record(office, tables, figure("authorised/a", large), figure("actual/a", small))
    assert findings(office)[1].message.endswith(f"a: {large} against {small} (-{'9' * 30})")


def test_halves_make_a_whole(office: Office) -> None:
    record(office, SUM, *stated({"staff/total": 2, "staff/general": "0.5", "staff/special": "1.50"}))
    assert findings(office) == []


NUMBERS = st.one_of(
    st.integers(-(10**29), 10**29), st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
)  # fmt: skip


@given(numbers=st.lists(NUMBERS, min_size=1, max_size=6), off=st.one_of(st.just(0), NUMBERS))
def test_a_finding_exists_exactly_where_a_sum_differs(numbers: list[int | Decimal], off: int | Decimal) -> None:
    exact = sum(map(Fraction, numbers), start=Fraction(0))
    assert Fraction(exact_sum(numbers)) == exact
    total = exact_sum((*numbers, off))
    parts = {f"part/p{index}": each for index, each in enumerate(numbers)}
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        rule = DeclareRule(rule="r", total="total", parts=tuple(parts))
        record(office, rule, *stated({"total": total, **parts}))
        differs = Fraction(total) != exact
        assert [(each.kind, each.severity) for each in findings(office)] == [("sum", "warning")] * differs


# --- what cannot be checked any more


def test_different_units_are_never_added(staffed: Office) -> None:
    fields = FigureFacts(unit="천원")
    record(staffed, CorrectFigure(figure=f"figure:staff/special/{DAY}", fields=fields, reason=WHY))
    finding = found(staffed)
    assert (finding.kind, finding.severity, finding.added) == (FindingKind.UNITS, "warning", None)
    assert finding.message == (
        "staff/total is counted in 명, staff/special is counted in 천원: no sum is made of different units"
    )
    assert finding.said("ko") == "staff/total 단위 명, staff/special 단위 천원: 단위가 서로 달라 합산하지 않습니다"


def test_a_later_date_in_another_unit(staffed: Office) -> None:
    record(staffed, figure("staff/total", 99, LATER, unit="명"), figure("staff/general", 1, LATER, unit="개"),
           figure("staff/special", 1, LATER, unit="개"))  # fmt: skip
    assert (found(staffed).kind, found(staffed).as_of) == (FindingKind.UNITS, LATER)


def test_one_unit_written_in_two_ways_is_one(office: Office) -> None:
    record(office, SUM, figure("staff/total", 19, unit="명"), figure("staff/general", 6, unit="\u1106\u1167\u11bc "),
           figure("staff/special", 13))  # fmt: skip
    assert findings(office) == []


def test_a_part_that_is_not_stated_for_a_date(staffed: Office) -> None:
    record(staffed, figure("staff/total", 20, LATER), figure("staff/special", 14, LATER))
    finding = found(staffed)
    assert (finding.kind, finding.severity, finding.as_of) == (FindingKind.MISSING, "warning", LATER)
    assert finding.missing == ("staff/general",)
    assert finding.message.endswith(f"these are not stated as of {LATER}: staff/general")
    assert finding.said("ko").endswith(f"{LATER} 기준 미보고 항목: staff/general")


def test_a_total_alone_on_a_date_or_parts_alone_are_nothing_wrong(staffed: Office) -> None:
    record(staffed, figure("staff/total", 20, LATER), figure("staff/general", 1, "2019"))
    assert findings(staffed) == []


def test_a_withdrawn_part_is_missed(staffed: Office) -> None:
    record(staffed, *stated(STAFF, LATER))
    record(staffed, WithdrawFigure(figure=f"figure:staff/general/{DAY}", reason=WHY))
    assert (found(staffed).kind, found(staffed).as_of) == (FindingKind.MISSING, DAY)


def test_a_series_that_nothing_states_any_more(staffed: Office) -> None:
    record(staffed, WithdrawFigure(figure=f"figure:staff/general/{DAY}", reason=WHY))
    finding = found(staffed)
    assert (finding.kind, finding.severity, finding.as_of) == (FindingKind.UNSTATED, "warning", None)
    assert finding.message == "nothing states staff/general: there is nothing to check"
    assert "staff/general" in finding.said("ko")


# --- tables


def test_tables_that_differ_are_noted_cell_by_cell(office: Office) -> None:
    record(office, TABLES, *stated(CELLS))
    finding = found(office)
    assert (finding.severity, finding.kind) == ("note", FindingKind.CELLS)
    assert "grade-7: 1 against 0 (-1); grade-8-9: 1 against 2 (+1)" in finding.message
    assert finding.message.endswith("the totals do not show them")
    assert [(each.scope, each.difference) for each in finding.cells] == [("grade-7", -1), ("grade-8-9", 1)]
    assert "grade-7 1 대 0 (-1)" in finding.said("ko-KR", "en")


def test_cells_that_only_one_table_has_are_named(office: Office) -> None:
    more = {"authorised/grade-9": 1, "actual/grade-5": 2, "actual": 3}
    record(office, TABLES, *stated({**CELLS, "actual/grade-7": 1, "actual/grade-8-9": 1, **more}))
    finding = found(office)
    assert "only in authorised: grade-9; only in actual: grade-5, without a scope" in finding.message
    assert "cancel" not in finding.message
    assert "actual에만 있는 칸: grade-5, 전체" in finding.said("ko")


def test_cells_in_different_units_are_not_compared(office: Office) -> None:
    record(office, TABLES, *stated(CELLS, unit="명"))
    fields = FigureFacts(unit="개")
    record(office, CorrectFigure(figure=f"figure:actual/grade-7/{DAY}", fields=fields, reason=WHY))
    units, cells = findings(office)
    assert (units.kind, units.severity, [each.scope for each in units.cells]) == ("units", "warning", ["grade-7"])
    assert [each.scope for each in cells.cells] == ["grade-8-9"]
    assert "actual/grade-7 is counted in 개" in units.message


def test_a_table_that_nothing_states_any_more(office: Office) -> None:
    record(office, TABLES, figure("authorised/a", 1), figure("actual/a", 1))
    record(office, WithdrawFigure(figure=f"figure:actual/a/{DAY}", reason=WHY))
    assert (found(office).kind, found(office).missing) == (FindingKind.UNSTATED, ("actual",))
    assert found(office).series == ("authorised/a",)


# --- in counts, and for the public


def published(office: Office, *commands: Any) -> None:
    record(office, *(each.model_copy(update={"visibility": Visibility.PUBLIC}) for each in commands), known_on=DAY)


def counted(office: Office, series: str, audience: Audience = Audience.INTERNAL, on: str = DAY) -> list[dict[str, Any]]:
    count = office.counts(on=on, audience=audience)[series]
    told: list[dict[str, Any]] = count.to_record(audience, "ko")["findings"]
    return told


def test_counts_tell_what_was_found_of_a_series_on_the_day(office: Office) -> None:
    record(office, SUM, *stated({**STAFF, "staff/general": 7}), figure("else", 1), figure("staff/total", 30, LATER))
    for series in STAFF:
        (told,) = counted(office, series)
        assert told == {
            "rule": RULE, "kind": "sum", "severity": "warning", "as_of": DAY,
            "message": "staff/total 보고값은 19인데, staff/general 7 + staff/special 13 = 20입니다",
        }  # fmt: skip
    assert counted(office, "else") == counted(office, "trips_made") == []
    assert counted(office, "staff/total", on=LATER) == []


def test_the_public_sees_what_is_found_among_public_figures(office: Office) -> None:
    published(office, SUM, *stated({**STAFF, "staff/general": 7}))
    (told,) = counted(office, "staff/total", Audience.PUBLIC)
    assert told["rule"] == office.knowledge()[RULE].uid
    (finding,) = findings(office, Audience.PUBLIC)
    assert all("@" in each.id and not each.records for each in (finding.rule, *finding.figures))
    assert not any(each in repr(finding) for each in ("figure:", "rule:"))


@pytest.mark.parametrize("hidden", [*STAFF, RULE])
def test_the_public_sees_no_finding_with_something_hidden_in_it(office: Office, hidden: str) -> None:
    commands = [SUM, *stated({**STAFF, "staff/general": 7})]
    published(office, *commands)
    if hidden == RULE:
        record(office, ClassifyRule(rule="staff", visibility=Visibility.INTERNAL))
    else:
        record(office, ClassifyFigure(figure=f"figure:{hidden}/{DAY}", visibility=Visibility.INTERNAL))
    assert findings(office, Audience.PUBLIC) == []


def test_the_public_is_not_told_what_is_missing(office: Office) -> None:
    published(office, SUM, *stated(STAFF), figure("staff/total", 20, LATER), figure("staff/special", 14, LATER))
    assert [each.kind for each in findings(office)] == [FindingKind.MISSING]
    assert findings(office, Audience.PUBLIC) == []


def test_the_public_is_not_told_of_cells_that_one_table_has_alone(office: Office) -> None:
    published(office, TABLES, *stated({**CELLS, "actual/secret": 1}))
    record(office, ClassifyFigure(figure=f"figure:actual/grade-6/{DAY}", visibility=Visibility.INTERNAL))
    (finding,) = findings(office, Audience.PUBLIC)
    assert [each.scope for each in finding.cells] == ["grade-7", "grade-8-9"]


def test_findings_are_as_known_on_a_day(staffed: Office) -> None:
    record(staffed, RestateFigure(figure=f"figure:staff/total/{DAY}", value=20, reason=WHY), known_on=LATER)
    assert check_rules(staffed.knowledge(known_on="2018-12-30")) == []
    assert [each.kind for each in check_rules(staffed.knowledge(known_on=LATER))] == [FindingKind.SUM]


def test_a_rule_as_known_before_its_figures_has_nothing_to_check(office: Office) -> None:
    record(office, *stated(STAFF), known_on=DAY)
    record(office, SUM, known_on="2017-01-01")
    (finding,) = check_rules(office.knowledge(known_on="2017-06-01"))
    assert (finding.kind, finding.missing) == (FindingKind.UNSTATED, tuple(STAFF))


@pytest.mark.parametrize(
    ("table", "against"),
    [
        ({"total": 2, "grade-7": 1}, {"total": 3, "grade-7": 0}),
        ({"grade-7": 1, "grade-8": 1, "grade-9": 9}, {"grade-7": 0, "grade-8": 2}),
    ],
    ids=["the total differs itself", "a cell stands alone"],
)
def test_differences_do_not_cancel_out_where_the_totals_show_them(
    office: Office, table: dict[str, int], against: dict[str, int]
) -> None:
    cells = {f"authorised/{scope}": value for scope, value in table.items()}
    cells |= {f"actual/{scope}": value for scope, value in against.items()}
    record(office, TABLES, *stated(cells))
    assert found(office).kind is FindingKind.CELLS
    assert "cancel" not in found(office).message


def test_the_public_is_not_told_that_differences_cancel_out_among_the_cells_that_it_sees(office: Office) -> None:
    public = {"visibility": "public"}
    tables = TABLES.model_copy(update={"visibility": Visibility.PUBLIC})
    record(office, tables, *stated(CELLS, **public), *stated({"authorised/grade-9": 5, "actual/grade-9": 8}))
    (finding,) = findings(office, Audience.PUBLIC)
    assert "grade-7" in finding.message
    assert "grade-9" not in finding.message
    assert "cancel" not in finding.message
