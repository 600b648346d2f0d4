"""Rules over figures: broken sums are warned of by name, differing tables are noted, and nothing is ever adjusted."""

from __future__ import annotations

from mayor_schedule import DeclareRule, Office, StateFigure, WithdrawRule
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.rules import Finding, check_rules


def figure(key: str, value: object, as_of: str = "2018-08-31", scope: str | None = None) -> StateFigure:
    return StateFigure.model_validate({"key": key, "scope": scope, "value": value, "as_of": as_of})


def findings(office: Office) -> list[Finding]:
    return check_rules(office.knowledge())


SUM = DeclareRule(rule="staff", total="staff/total", parts=("staff/general", "staff/special"))


def test_a_sum_that_adds_up_says_nothing(office: Office) -> None:
    office.record_all(
        [
            SUM,
            figure("staff", 19, scope="total"),
            figure("staff", 6, scope="general"),
            figure("staff", "13", scope="special"),
        ],
        by="p",
    )
    assert findings(office) == []


def test_a_broken_sum_is_warned_of_with_its_rule_and_numbers(office: Office) -> None:
    office.record_all(
        [
            SUM,
            figure("staff", 20, scope="total"),
            figure("staff", 6, scope="general"),
            figure("staff", 13, scope="special"),
        ],
        by="p",
    )
    (finding,) = findings(office)
    assert (finding.severity, finding.rule.id, finding.as_of) == ("warning", "rule:staff", "2018-08-31")
    assert finding.message == "staff/total is stated as 20, and staff/general 6 + staff/special 13 = 19"
    assert len(finding.figures) == 3
    office.record(WithdrawRule(rule="staff", reason=Text(en="wrong")), by="p")
    assert findings(office) == []


def test_each_date_is_checked_for_itself_and_only_when_whole(office: Office) -> None:
    office.record_all(
        [
            SUM, figure("staff", 20, "2017-12-31", "total"), figure("staff", 6, "2018-08-31", "general"),
            figure("staff", 13, "2017-12-31", "special"),
        ],
        by="p",
    )  # fmt: skip
    assert findings(office) == []


def test_tables_that_differ_are_noted_cell_by_cell(office: Office) -> None:
    rule = DeclareRule(rule="tables", table="authorised", against="actual")
    cells = {"grade-6": (2, 2), "grade-7": (1, 0), "grade-8-9": (1, 2), "total": (4, 4)}
    stated = [
        figure(key, values[index], scope=scope)
        for index, key in enumerate(("authorised", "actual"))
        for scope, values in cells.items()
    ]
    office.record_all([rule, *stated], by="p")
    (finding,) = findings(office)
    assert finding.severity == "note"
    assert "grade-7: 1 against 0 (-1); grade-8-9: 1 against 2 (+1)" in finding.message
    assert finding.message.endswith("the totals do not show them")
