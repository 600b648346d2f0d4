"""Headings against lists, what no date places, and what is said of a number: to whom."""

from __future__ import annotations

import re
from typing import Any

import pytest

from briefed import FOUNDED, Step, page, record_of, text_of, told, under, words
from conftest import EARLIER, REPORT, Clock, counting_entropy
from mayor_schedule import Audience, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.imports.loading import import_files

PUBLIC = {"visibility": "public"}


def heard(*steps: tuple[str, str, dict[str, Any]]) -> Office:
    """An office that heard of things on different days, each from a source of its own."""
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    for number, (known_on, name, fields) in enumerate((("2018-01-01", *FOUNDED), *steps)):
        command = COMMANDS[name].model_validate(fields)
        office.record(command, by="p", known_on=known_on, sources=(Citation(document=f"paper-{number}"),))
    return office


def figure(key: str, value: Any, as_of: str = "2018-08-31", **more: Any) -> Step:
    return "state_figure", {"key": key, "value": value, "as_of": as_of, **PUBLIC, **more}


def trip(name: str, stage: str = "returned", period: str = "2018-03-01/2018-03-02") -> Step:
    fields = {"trip": name, "title": {"en": name.title()}, "period": period, "stage": stage, **PUBLIC}
    return "report_trip", fields


def visit(name: str, when: str = "2018-05-02", category: str = "state_guest", **more: Any) -> Step:
    fields = {"guests": [{"name": {"en": name.title()}}], **more}
    return "report_visit", {"visit": name, "when": when, "stage": "received", "category": category, **PUBLIC, **fields}


def figures(office: Office) -> list[str]:
    """The lines of the figures in the last annex."""
    lines = page(office).annexes[-1].blocks[-1].lines
    return [f"{each.mark.sign} {each.text}" for line in lines for each in line.every()]


def notes(office: Office, *languages: str, **asked: Any) -> list[str]:
    return [line for line in words(office, *languages, **asked) if line.startswith("※")]


# --- what no date places ----------------------------------------------------------------------------------------------

WON = (
    ("2018-03-01", "pursue_policy_export", {"policy_export": "x", "system": {"en": "Tolls"}, **PUBLIC}),
    ("2018-06-01", "win_policy_export", {"policy_export": "x"}),
)
ATTRACTED = (
    ("2018-03-01", "pursue_organization", {"organization": "x", "name": {"en": "Tolls"}, **PUBLIC}),
    ("2018-06-01", "attract_organization", {"organization": "x"}),
)


@pytest.mark.parametrize(
    ("steps", "won", "pursued"),
    [
        (WON, "Policy exports won", "Policy exports pursued"),
        (ATTRACTED, "International organisations attracted", "International organisations pursued"),
    ],
)
def test_what_was_won_without_a_day_is_told_and_no_longer_as_pursued(steps: Any, won: str, pursued: str) -> None:
    with heard(*steps) as office:
        assert under(office, won) == ["○ Tolls (date not known)"]
        assert won in words(office), "nothing is counted, and the heading states no number"
        assert not [line for line in words(office) if line.startswith(pursued)]
        assert under(office, won, audience=Audience.PUBLIC) == ["○ Tolls"]
        before = [line for line in words(office, on="2018-05-31", known_on="2018-05-31") if "Tolls" in line]
        assert before == ["○ Tolls"]
        assert under(office, f"{pursued}: 1", on="2018-05-31") == ["○ Tolls"], "it was pursued then, as is known now"
        assert [line for line in words(office, on="2019-08-31") if "Tolls" in line] == [], "it was won the year before"


def test_what_was_won_without_a_day_is_told_in_korean() -> None:
    with heard(*WON) as office:
        assert under(office, "정책 수출", "ko", "en") == ["○ Tolls(일자 미상)"]


def test_what_was_won_without_a_day_stands_behind_what_is_counted() -> None:
    won = {"policy_export": "y", "system": {"en": "Tax"}, "stage": "won", "won": "2018-05-01", **PUBLIC}
    fuzzy = {"policy_export": "z", "system": {"en": "Taps"}, "stage": "won", "won": {"edtf": "2017-10/2018-02"}}
    reported = (("2018-06-02", "report_policy_export", won), ("2018-06-03", "report_policy_export", fuzzy))
    with heard(*WON, *reported) as office:
        assert under(office, "Policy exports won: 1") == [
            "○ Tax", "○ Tolls (date not known)", "○ Taps (October 2017 to February 2018)",
        ]  # fmt: skip


def test_what_is_reported_as_won_without_a_day_is_told_in_the_year_in_which_it_was_heard() -> None:
    reported = {"policy_export": "x", "system": {"en": "Tolls"}, "stage": "won"}
    with heard(("2018-06-01", "report_policy_export", reported)) as office:
        assert under(office, "Policy exports won") == ["○ Tolls (date not known)"]
        assert [line for line in words(office, on="2019-08-31") if "Tolls" in line] == []


def test_what_the_source_of_a_figure_places_is_counted_and_has_no_remark() -> None:
    with told(*(step[1:] for step in WON), figure("policy_exports_won", 2, unit="개")) as office:
        assert under(office, "Policy exports won: 2") == ["○ Tolls, among others"]


@pytest.mark.parametrize("guests", [{"party": {"name": {"en": "Ada"}}, "guests": []}, {}])
@pytest.mark.parametrize(("when", "said"), [("unknown", " (date not known)"), ("2018", " (2018)")])
def test_guests_whom_no_date_places_stand_under_their_category(when: str, said: str, guests: dict[str, Any]) -> None:
    steps = visit("bob"), visit("ada", when, **guests)
    with told(*steps) as office:
        assert under(office, "State guests: 1") == ["○ Bob (2 May)", f"○ Ada{said}"]
        assert "Other visits" not in words(office)
        if not guests:
            public = "" if when == "unknown" else said
            assert under(office, "State guests: 1", audience="public")[-1] == f"○ Ada{public}"
    with told(steps[1]) as office:
        assert under(office, "State guests") == [f"○ Ada{said}"]
        assert "State guests" in words(office)


# --- headings and lists -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "steps", "heading"),
    [
        ("trips_made", (trip("oslo"), trip("rome")), "Trips abroad: 3"),
        ("trips_planned", (trip("oslo", "confirmed", "2018-10-01"), trip("rome", "confirmed", "2018-11-01")),
         "Trips abroad planned: 3"),
    ],
)  # fmt: skip
def test_more_trips_than_are_named_are_told_of(key: str, steps: tuple[Step, ...], heading: str) -> None:
    with told(*steps, figure(key, 3, unit="회")) as office:
        first, last = (line for line in under(office, heading) if line.startswith("○"))
        assert not first.endswith(", among others")
        assert last.startswith("○ Rome")
        assert last.endswith(", among others")
        assert text_of(office, "md", "ko", "en").count(") 등\n") == 1
    with told(*steps, figure(key, 2, unit="회")) as office:
        assert "among others" not in "\n".join(words(office))


def test_more_are_counted_than_listed_where_some_came_since_the_statement() -> None:
    steps = trip("oslo"), trip("rome", period="2018-07-01/2018-07-02"), figure("trips_made", 2, as_of="2018-06-30")
    with told(*steps) as office:
        lines = under(office, "Trips abroad: 3")
        assert lines[1].endswith(", among others")
        assert lines[2:] == ["※ 2 stated as of 30 June 2018, +1 since"]


def test_guests_of_one_visit_are_listed_one_by_one() -> None:
    both = [{"name": {"en": "Ada"}}, {"name": {"en": "Bob"}}]
    with told(visit("both", guests=both), figure("state_guests", 2, unit="명")) as office:
        assert under(office, "State guests: 2") == ["○ Ada, Bob (2 May)"]


@pytest.mark.parametrize("as_of", ["2018-06-30", "2018-06"])
def test_a_number_of_another_day_says_of_which(as_of: str) -> None:
    said = "30 June 2018" if as_of == "2018-06-30" else "June 2018"
    steps = (
        figure("trips_made", 2, as_of=as_of, label={"en": "first half"}),
        figure("rate", 7, as_of=as_of, title={"en": "Rate"}),
    )
    with told(*steps) as office:
        assert f"Trips abroad (first half, as of {said}): 2" in words(office)
        assert f"○ Rate: 7 (as of {said})" in words(office)


def test_a_number_of_the_day_needs_no_date() -> None:
    steps = figure("trips_made", 2, label={"en": "first half"}), figure("rate", 7, "2018-08", title={"en": "Rate"})
    with told(*steps) as office:
        assert {"Trips abroad (first half): 2", "○ Rate: 7"} <= set(words(office))


def test_a_count_without_a_statement_rests_on_what_it_names() -> None:
    with told(trip("oslo"), trip("rome"), visit("ada")) as office:
        blocks = [block for part in record_of(office)["sections"] for block in part["blocks"] if block["count"]]
        assert [(each["title"], each["events"]) for each in blocks] == [
            ("Trips abroad: 2", ["trip:oslo@1", "trip:rome@1"]), ("State guests: 1", ["visit:ada@1"]),
        ]  # fmt: skip
        assert re.search(r"(?m)^### Trips abroad: 2\[\^1\]$", text_of(office, explain=True))
        assert "### Trips abroad: 2\n" in text_of(office)


# --- agreements -------------------------------------------------------------------------------------------------------


def agreement(name: str, stage: str, **more: Any) -> Step:
    return "report_agreement", {"agreement": name, "title": {"en": name.title()}, "stage": stage, **PUBLIC, **more}


def test_a_stated_number_of_agreements_is_told_in_the_register() -> None:
    steps = (
        agreement("pact", "signed", signed="2018-05-02"), agreement("plan", "signing_planned"),
        figure("agreements_signed", 5, unit="건"), figure("agreements_planned", 1, unit="건"),
    )  # fmt: skip
    with told(*steps) as office:
        assert under(office, "Agreements signed: 5") == ["○ Pact (2 May), among others"]
        assert under(office, "Agreements to be signed: 1") == ["○ Plan"]
        assert page(office).annexes[-1].key == "ties"
        assert "협약 체결 : 5건" in words(office, "ko")


def test_a_number_of_agreements_is_told_though_none_is_named() -> None:
    with told(figure("agreements_signed", 5, unit="건")) as office:
        (part,) = page(office).annexes
        assert [(block.key, block.title) for block in part.blocks] == [("agreements_signed", "Agreements signed: 5")]


def test_what_nobody_states_of_agreements_has_no_number() -> None:
    with told(agreement("pact", "signed", signed="2018-05-02")) as office:
        assert not [line for line in words(office) if line.startswith("Agreements signed")]


# --- what is said of a number -----------------------------------------------------------------------------------------


@pytest.fixture
def seoul(office: Office) -> Office:
    import_files(office, [EARLIER, REPORT])
    return office


def test_what_is_unexplained_is_said_inside_the_office(seoul: Office) -> None:
    asked = {"on": "2018-08-31", "known_on": "2018-08-31"}
    assert [line for line in notes(seoul, **asked) if "30" in line] == [
        "※ 30 stated before, as of March 2017; 1 attracted since, not known to have opened, unexplained: up to 1 fewer"
    ]
    assert [line for line in notes(seoul, "ko", **asked) if "30개" in line] == [
        "※ 직전 보고 30개(’17.3월 기준), 이후 유치 1개(개소 미확인), 미설명 차이 1개까지(감소)"
    ]
    assert notes(seoul, audience=Audience.PUBLIC, **asked) == []


def test_what_the_report_alone_states_has_nothing_unexplained(office: Office) -> None:
    import_files(office, [REPORT])
    assert "미설명 차이" not in text_of(office, "md", "ko", known_on="2018-08-31")


@pytest.mark.parametrize(
    ("now", "more", "said"),
    [
        (36, {}, "6 more"), (29, {}, "1 fewer"), (30, {}, None), (40, {"approximate": True}, None),
        (45, {"approximate": True}, "15 more"),
    ],
)  # fmt: skip
def test_how_much_is_unexplained(now: int, more: dict[str, Any], said: str | None) -> None:
    steps = figure("hosted_organizations", 30, "2018-05-31"), figure("hosted_organizations", now, unit="개", **more)
    with told(*steps) as office:
        lines = [] if said is None else [f"※ 30 stated before, as of 31 May 2018; unexplained: {said}"]
        assert notes(office) == lines
        assert notes(office, audience=Audience.PUBLIC) == []


def test_what_is_unexplained_may_lie_within_bounds() -> None:
    opened = {"organization": "x", "name": {"en": "X"}, "stage": "opened", "opened": {"edtf": "2018-05/2018-06"}}
    steps = (
        figure("hosted_organizations", 30, "2018-05-31"), figure("hosted_organizations", 33),
        ("report_organization", opened),
    )  # fmt: skip
    with told(*steps) as office:
        assert notes(office) == ["※ 30 stated before, as of 31 May 2018; unexplained: 2 to 3 more"]


def test_a_rebase_leaves_nothing_unexplained() -> None:
    key = "hosted_organizations"
    steps = (
        figure(key, 30, "2018-05-31"), figure(key, 36),
        ("rebase_figure", {"figure": f"{key}/2018-08-31", "reason": {"en": "branches too"}}),
    )  # fmt: skip
    with told(*steps) as office:
        assert notes(office) == ["※ Counted on another basis: branches too"]
        assert notes(office, audience=Audience.PUBLIC) == []


def rule(total: str, *parts: str) -> Step:
    title = {"en": "Staff", "ko": "인원"}
    return "declare_rule", {"rule": "sum", "title": title, "total": total, "parts": parts, **PUBLIC}


@pytest.mark.parametrize(("total", "broken"), [(6, True), (5, False)])
def test_a_sum_that_does_not_add_up_is_said_beside_its_figure(total: int, *, broken: bool) -> None:
    steps = (
        figure("staff", total, unit="명", title={"en": "All"}), figure("clerks", 3, unit="명", title={"en": "Clerks"}),
        figure("guards", 2, unit="명", title={"en": "Guards"}), rule("staff", "clerks", "guards"),
    )  # fmt: skip
    with told(*steps) as office:
        said = [f"※ Does not add up (Staff): {total} stated, parts come to 5"] if broken else []
        assert figures(office)[: 1 + len(said)] == [f"○ All: {total}", *said]
        assert notes(office) == said
        assert notes(office, "ko") == ["※ 합계 불일치(인원) : 6명, 항목의 합 5명"][: len(said)]
        assert notes(office, audience=Audience.PUBLIC) == []


def test_a_sum_of_approximate_numbers_is_not_said_to_be_wrong() -> None:
    steps = (
        figure("staff", 180, approximate=True), figure("clerks", 100), figure("guards", 90),
        rule("staff", "clerks", "guards"),
    )  # fmt: skip
    with told(*steps) as office:
        assert notes(office) == []


def cells(total: int = 3) -> list[Step]:
    return [
        figure(key, value, scope=scope, unit="명", title={"en": f"{label} {scope}"})
        for key, label, values in (("plan", "Posts", (total, 1, 2)), ("fact", "Staff", (3, 1, 2)))
        for scope, value in zip(("all", "old", "new"), values, strict=True)
    ]


def test_a_sum_that_does_not_add_up_is_said_below_its_table() -> None:
    with told(*cells(4), rule("plan/all", "plan/old", "plan/new"), figure("rate", 7, title={"en": "Rate"})) as office:
        assert figures(office) == ["※ Does not add up (Staff): 4 stated, parts come to 3", "○ Rate: 7"]
        assert re.search(r"\| Staff \|.*\n\n※ Does not add up", text_of(office))


def test_a_figure_that_was_restated_says_why_inside_the_office() -> None:
    again = {"value": 8, "reason": {"en": "counted again"}}
    steps = (
        *cells(), figure("rate", 7, title={"en": "Rate"}), ("restate_figure", {"figure": "rate/2018-08-31", **again}),
        ("restate_figure", {"figure": "plan/new/2018-08-31", **again}),
    )  # fmt: skip
    with told(*steps) as office:
        assert figures(office) == [
            "※ Stated anew (Posts new): counted again", "○ Rate: 8", "※ Stated anew: counted again"
        ]
        assert notes(office, audience=Audience.PUBLIC) == []
