"""The least and the most of every count, against an enumeration of worlds that is written from the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from mayor_schedule import Audience, Count, Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.views.counting.bounds import Days, Stay, happened, net, there
from worlds import DAYS, KEYS, SINCE, Said, Stated, expected, histories, recorded

# --- the arithmetic on spans ------------------------------------------------------------------------------------------

LAST: Final = 8
"""A small calendar of the days 1 to 8; 0 and 9 stand for every day before and after."""

spans = st.tuples(st.integers(1, LAST), st.integers(1, LAST)).map(lambda pair: (min(pair), max(pair)))
opened_spans = st.one_of(
    spans, spans.map(lambda each: (each[0], None)), spans.map(lambda each: (None, each[1])), st.just((None, None))
)
Life = tuple[Any, Any, bool, bool]
stays = st.tuples(
    opened_spans, st.none() | opened_spans.filter(lambda each: each != (None, None)), st.booleans(), st.booleans()
)
"""When an item came, when it left, whether it was found there, and whether it may never have come on these days."""


def days(span: tuple[int | None, int | None]) -> range:
    """Every day of the small calendar that a span can mean."""
    return range(0 if span[0] is None else span[0], (LAST + 1 if span[1] is None else span[1]) + 1)


def lives(stay: Life) -> list[tuple[int, int]]:
    """The days of coming and going of one item, in every world; nothing if it can only have left before it came."""
    came, left, found, perhaps = stay
    going = [LAST + 2] if left is None else days(left)
    if found:
        return [(0, gone) for gone in going]
    lived = [(come, gone) for come, gone in product(days(came), going) if come <= gone]
    return [*lived, (LAST + 2, LAST + 2)] if perhaps and lived else lived


def of(stay: Life) -> Stay:
    came, left, found, perhaps = stay

    def read(span: tuple[int | None, int | None]) -> Days:
        ever, never = Days()
        return Days(ever if span[0] is None else span[0], never if span[1] is None else span[1])

    return Stay(read(came), None if left is None else read(left), found=found, perhaps=perhaps and not found)


def worlds(items: Sequence[Life]) -> Iterator[tuple[tuple[int, int], ...]]:
    yield from product(*(found for found in map(lives, items) if found))


@given(st.lists(stays, max_size=3), spans, spans)
def test_net_is_the_least_and_the_most_over_all_worlds(
    items: list[Life], one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = sorted((one, other), key=lambda each: (each[1], each[0]))
    sums = [
        sum((after < come <= until) - (after < gone <= until) for come, gone in world)
        for after, until in product(days(first), days(second)) if after <= until
        for world in worlds(items)
    ]  # fmt: skip
    assert net(map(of, items), Days(*first), Days(*second)) == (min(sums), max(sums))


@given(st.lists(stays.filter(lambda each: not each[2]), max_size=3), st.integers(1, LAST))
def test_there_is_the_least_and_the_most_over_all_worlds(items: list[Life], on: int) -> None:
    sums = [sum(come <= on < gone for come, gone in world) for world in worlds(items)]
    assert there(map(of, items), date.fromordinal(on)) == (min(sums), max(sums))


@given(st.lists(st.tuples(opened_spans, st.booleans()), max_size=3), spans)
def test_happened_is_the_least_and_the_most_over_all_worlds(
    items: list[tuple[tuple[int | None, int | None], bool]], window: tuple[int, int]
) -> None:
    lived = [lives((came, None, False, perhaps)) for came, perhaps in items if came != (None, None)]
    sums = [sum(window[0] <= come <= window[1] for come, _ in world) for world in product(*lived)]
    found = happened([of((came, None, False, perhaps)) for came, perhaps in items], Days(*window))
    assert found == (min(sums), max(sums))


# --- whole offices ----------------------------------------------------------------------------------------------------


def bounds(count: Count) -> dict[str, Any]:
    unexplained = count.unexplained_least, count.unexplained_most
    return {
        "named": (count.named_least, count.named_most),
        "total": (count.total_least, count.total_most),
        "unexplained": None if count.unexplained is None else unexplained,
    }


@given(histories(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_every_bound_is_what_an_enumeration_of_worlds_gives(
    told: list[Said | Stated], on: date, known_on: date
) -> None:
    with recorded(told) as office:
        for day in {known_on, DAYS[-1]}:
            counts = office.counts(on=on, since=SINCE, known_on=day)
            for key in KEYS:
                count = counts[key]
                assert bounds(count) == expected(told, key, on, day), key
                assert count.named_least <= count.named <= count.named_most
                assert count.total_least <= count.total <= count.total_most
                if count.unexplained is not None:
                    assert count.unexplained_least is not None
                    assert count.unexplained_most is not None
                    assert count.unexplained_least <= count.unexplained <= count.unexplained_most


@given(histories(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_what_was_known_then_is_what_an_office_counts_that_never_heard_more(
    told: list[Said | Stated], on: date, known_on: date
) -> None:
    heard = [each for each in told if each.known_on <= known_on]
    with recorded(told) as office, recorded(heard) as other:
        then = office.counts(on=on, since=SINCE, known_on=known_on)
        theirs = other.counts(on=on, since=SINCE)
        assert {key: each.to_record(Audience.INTERNAL, "en") for key, each in then.items()} == {
            key: each.to_record(Audience.INTERNAL, "en") for key, each in theirs.items()
        }


# --- single cases -----------------------------------------------------------------------------------------------------


def told(*commands: tuple[str, dict[str, Any]], known_on: str = "2018-12-31") -> Office:
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    office.record_all([COMMANDS[name].model_validate(fields) for name, fields in commands], by="p", known_on=known_on)
    return office


@pytest.mark.parametrize(
    ("on", "least", "most"), [("2017-12-31", 0, 0), ("2018-01-01", 0, 1), ("2018-06-29", 0, 1), ("2018-06-30", 1, 1)]
)
def test_attracted_in_the_first_half_counts_for_certain_from_its_end(on: str, least: int, most: int) -> None:
    attracted = {"organization": "asem", "name": "ASEM", "stage": "attracted", "attracted": {"edtf": "2018-40"}}
    with told(("report_organization", attracted)) as office:
        count = office.counts(on=on, since="2017-01-01")["organizations_attracted"]
        assert (count.named_least, count.named, count.named_most) == (least, least, most)
        assert (count.total_least, count.total_most) == (least, most)


WON = (
    ("2018-03-01", "pursue_policy_export", {"policy_export": "x", "system": "X"}),
    ("2018-06-01", "win_policy_export", {"policy_export": "x"}),
)
ATTRACTED = (
    ("2018-03-01", "pursue_organization", {"organization": "x", "name": "X"}),
    ("2018-06-01", "attract_organization", {"organization": "x"}),
)
SIGNED = (
    ("2018-03-01", "propose_agreement", {"agreement": "x", "title": "X"}),
    ("2018-06-01", "report_agreement", {"agreement": "x", "title": "X", "stage": "signed", "signed": "unknown"}),
)


@pytest.mark.parametrize(
    ("told_of", "key", "ahead"),
    [
        (WON, "policy_exports_won", "policy_exports_pursued"),
        (ATTRACTED, "organizations_attracted", "organizations_pursued"),
        (SIGNED, "agreements_signed", "agreements_planned"),
    ],
)
@pytest.mark.parametrize(
    ("since", "on", "most"),
    [
        ("2017-01-01", "2018-02-28", 0), ("2018-01-01", "2018-03-01", 1), ("2018-01-01", "2018-12-31", 1),
        ("2018-06-01", "2018-12-31", 1), ("2018-06-02", "2018-12-31", 0), ("2019-01-01", "2019-12-31", 0),
    ],
)  # fmt: skip
def test_what_was_pursued_and_won_on_a_day_that_nobody_says_lies_between_for_all_that_is_known(
    *, told_of: tuple[Any, ...], key: str, ahead: str, since: str, on: str, most: int
) -> None:
    with told() as office:
        for known_on, name, fields in told_of:
            office.record(COMMANDS[name].model_validate(fields), by="p", known_on=known_on)
        counts = office.counts(on=on, since=since)
        assert (counts[key].named_least, counts[key].named, counts[key].named_most) == (0, 0, most)
        assert len(counts[key].doubtful) == most
        assert counts[ahead].named == int("2018-03-01" <= on < "2018-06-01")


def test_the_source_of_the_win_places_it_and_not_that_of_the_pursuit() -> None:
    pursuit, win = Citation(document="first"), Citation(document="second")
    stated = {"key": "policy_exports_won", "value": 3, "as_of": "2018-06-30", "span": "2018-01-01/2018-06-30"}
    for cited, named in ((pursuit, 0), (win, 1)):
        with told() as office:
            steps: tuple[tuple[str, str, dict[str, Any], Citation], ...] = (
                *((day, name, fields, source) for (day, name, fields), source in zip(WON, (pursuit, win), strict=True)),
                ("2018-07-01", "state_figure", stated, cited),
            )
            for known_on, name, fields, source in steps:
                command = COMMANDS[name].model_validate(fields)
                office.record(command, by="p", known_on=known_on, sources=(source,))
            assert office.counts(on="2018-12-31")["policy_exports_won"].named == named


def test_what_is_reported_as_won_without_a_day_is_in_no_bound() -> None:
    with told(("report_policy_export", {"policy_export": "x", "system": "X", "stage": "won"})) as office:
        count = office.counts(on="2018-12-31", since="1900-01-01")["policy_exports_won"]
        assert (count.named_least, count.named, count.named_most) == (0, 0, 0)


def test_a_month_of_reading_leaves_open_whether_the_new_one_is_in_the_statement() -> None:
    opened = {"organization": "new", "name": "New", "stage": "opened", "opened": "2018-08-15"}
    stated = {"key": "hosted_organizations", "value": 30, "as_of": "2018-08"}
    with told(("report_organization", opened), ("state_figure", stated)) as office:
        count = office.counts(on="2018-12-31")["hosted_organizations"]
        assert (count.total_least, count.total, count.total_most) == (30, 30, 31)


def test_the_bounds_are_in_the_record() -> None:
    with told(("state_figure", {"key": "hosted_organizations", "value": 30, "as_of": "2018-08"})) as office:
        record = office.counts(on="2018-12-31")["hosted_organizations"].to_record(Audience.PUBLIC, "en")
        names = ("named_least", "named_most", "total_least", "total_most", "unexplained_least", "unexplained_most")
        assert [record[name] for name in names] == [0, 0, 30, 30, None, None]


HOSTED: Final = ("state_figure", {"key": "hosted_organizations", "value": 30, "as_of": "2018-08-31"})


def test_what_may_have_left_before_the_reading_is_not_taken_off_for_certain() -> None:
    closed = {"organization": "old", "on": {"edtf": "2018-08/2018-09"}}
    old = {"organization": "old", "name": "Old", "stage": "opened"}
    with told(HOSTED, ("report_organization", old), ("close_organization", closed)) as office:
        count = office.counts(on="2018-12-31")["hosted_organizations"]
        assert (count.total_least, count.total, count.total_most) == (29, 30, 30)


def test_what_can_only_have_left_before_it_came_was_never_there() -> None:
    opened = {"organization": "x", "name": "X", "stage": "opened", "opened": "2018-11-01"}
    closed = {"organization": "x", "on": "2018-10-01"}
    with told(HOSTED, ("report_organization", opened), ("close_organization", closed)) as office:
        count = office.counts(on="2018-12-31")["hosted_organizations"]
        assert (count.named_most, count.total_least, count.total, count.total_most) == (0, 30, 30, 30)


def test_one_that_opened_without_a_date_came_after_it_was_attracted_and_by_the_day_it_was_known() -> None:
    with told(HOSTED, known_on="2018-08-31") as office:
        for day, name, fields in (
            ("2018-09-01", "pursue_organization", {"name": "New"}),
            ("2018-10-01", "attract_organization", {"on": "2018-10-01"}),
            ("2018-12-01", "open_organization", {}),
        ):
            command = COMMANDS[name].model_validate({"organization": "new", **fields})
            office.record(command, by="p", known_on=day)
        counts = {on: office.counts(on=on)["hosted_organizations"] for on in ("2018-09-30", "2018-11-01", "2018-12-01")}
        assert [(each.named_least, each.named, each.named_most) for each in counts.values()] == [
            (0, 0, 0), (0, 0, 1), (1, 1, 1)
        ]  # fmt: skip
        assert [(each.total_least, each.total, each.total_most) for each in counts.values()] == [
            (30, 30, 30), (30, 30, 31), (31, 31, 31)
        ]  # fmt: skip
        pursued = office.counts(on="2018-11-01")["organizations_pursued"]
        assert (pursued.named, pursued.named_most) == (0, 0), "it was not pursued any more once it was attracted"


@pytest.mark.parametrize(("on", "least", "most"), [("2018-09-30", 1, 1), ("2018-10-15", 0, 1), ("2018-10-31", 0, 0)])
def test_a_trip_planned_for_a_month_is_ahead_until_its_last_possible_first_day(on: str, least: int, most: int) -> None:
    with told(
        ("plan_trip", {"trip": "t", "title": "T", "period": {"edtf": "2018-10"}}), known_on="2018-08-31"
    ) as office:
        count = office.counts(on=on)["trips_planned"]
        assert (count.named_least, count.named, count.named_most) == (least, most, most)


def test_a_trip_is_planned_until_its_first_day_though_it_is_over_now() -> None:
    trip = {"trip": "t", "title": "T", "period": "2018-10-01/2018-10-05"}
    with told(("plan_trip", trip), known_on="2018-08-31") as office:
        returned = COMMANDS["report_trip"].model_validate({**trip, "stage": "returned"})
        office.record(returned, by="p", known_on="2018-10-20")
        named = [office.counts(on=on)["trips_planned"].named for on in ("2018-09-30", "2018-10-01", "2018-10-10")]
        assert named == [1, 0, 0]
