"""Recurrence: which rules are read, and the days of them, as RFC 5545 and two other programs count them."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice
from time import process_time
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from mayor_schedule import InvalidValueError, Recurrence
from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.recurrence import LONGEST, canonical, read_until
from mayor_schedule.domain.values.recurrence_text import say

MONDAY = date(2018, 10, 1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def of(rule: str, *, excluded: str = "", added: str = "") -> Recurrence:
    return Recurrence(rule=rule, excluded=tuple(excluded.split()), added=tuple(added.split()))  # type: ignore[arg-type]


def days(recurrence: Recurrence, start: str, last: str) -> str:
    """The days as text; those of the year of the first one without it."""
    found = recurrence.days(date.fromisoformat(start), date.fromisoformat(last))
    return " ".join(str(each).removeprefix(start[:5]) for each in found)


# --- which rules are read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("rrule:freq=weekly;byday=mo", "FREQ=WEEKLY;BYDAY=MO"),
        (" BYDAY=MO ; FREQ=WEEKLY; ", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;INTERVAL=1;WKST=MO", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TU,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"),
        ("FREQ=DAILY;COUNT=9999", "FREQ=DAILY;COUNT=9999"),
        ("FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;INTERVAL=1000"),
        ("FREQ=DAILY;BYMONTH=1,12;BYDAY=SA,SU", "FREQ=DAILY;BYMONTH=1,12;BYDAY=SA,SU"),
        ("UNTIL=20181231;FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;UNTIL=20181231;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYDAY=5MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,15,31", "FREQ=MONTHLY;BYMONTHDAY=-1,15,31"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1,+1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1,+1"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=-366", "FREQ=YEARLY;BYDAY=MO;BYSETPOS=-366"),
        ("FREQ=DAILY;UNTIL=99991231", "FREQ=DAILY;UNTIL=99991231"),
    ],
)
def test_a_rule_is_kept_in_one_spelling(rule: str, kept: str) -> None:
    assert canonical(rule) == kept
    assert canonical(kept) == kept
    assert str(Recurrence.model_validate(rule)) == kept
    assert of(rule) == of(kept)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("", "is no rule; write a rule such as FREQ=WEEKLY;BYDAY=MO"),
        ("every Monday", "'every Monday' is no rule"),
        ("FREQ", "is no rule"),
        ("FREQ=WEEKLY;;BYDAY=MO", "is no rule"),
        ("FREQ=WEEKLY;FREQ=DAILY", "is no rule"),
        ("BYDAY=MO", "does not say how often (FREQ)"),
        ("FREQ=HOURLY", "FREQ=HOURLY in a rule is not read, since it comes back at most once a day"),
        ("FREQ=MINUTELY", "at most once a day"),
        ("FREQ=SECONDLY;COUNT=2", "at most once a day"),
        ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY in a rule is not read"),
        ("FREQ=DAILY;BYHOUR=9,17", "a rule with BYHOUR is not read"),
        ("FREQ=YEARLY;BYWEEKNO=20", "a rule with BYWEEKNO is not read"),
        ("FREQ=YEARLY;BYYEARDAY=100", "a rule with BYYEARDAY is not read"),
        ("FREQ=YEARLY;BYEASTER=0", "a rule with BYEASTER is not read"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "a rule with RSCALE is not read"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0 in a rule is not read"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL=-1"),
        ("FREQ=WEEKLY;INTERVAL=1.5", "INTERVAL=1.5"),
        ("FREQ=WEEKLY;INTERVAL=٣", "INTERVAL=٣"),
        ("FREQ=WEEKLY;INTERVAL=1001", "an INTERVAL over 1000 is not read; write single dates instead"),
        ("FREQ=WEEKLY;INTERVAL=99999999999999999999", "in a rule is not read"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT=0"),
        ("FREQ=WEEKLY;COUNT=10000", "COUNT=10000"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20181231", "cannot have both COUNT and UNTIL; leave one of them out"),
        ("FREQ=WEEKLY;UNTIL=2018-12-31", "since it is a local day, YYYYMMDD"),
        ("FREQ=WEEKLY;UNTIL=20181231T150000Z", "since it is a local day, YYYYMMDD"),
        ("FREQ=WEEKLY;UNTIL=20180230", "UNTIL=20180230 is no day; write it as YYYYMMDD"),
        ("FREQ=WEEKLY;UNTIL=00000101", "UNTIL=00000101 is no day"),
        ("FREQ=WEEKLY;BYDAY=MON", "BYDAY=MON"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY= in a rule is not read"),
        ("FREQ=WEEKLY;BYDAY=MO,", "BYDAY=MO,"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO counts weekdays, which a WEEKLY rule cannot"),
        ("FREQ=DAILY;BYDAY=-1FR", "BYDAY=-1FR counts weekdays, which a DAILY rule cannot"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY=6MO"),
        ("FREQ=MONTHLY;BYDAY=1MO,FR", "BYDAY=1MO,FR counts some weekdays and not others"),
        ("FREQ=YEARLY;BYMONTH=0", "BYMONTH=0"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY in a WEEKLY rule is not read"),
        ("FREQ=DAILY;BYMONTHDAY=1", "BYMONTHDAY in a DAILY rule is not read"),
        ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "BYSETPOS in a WEEKLY rule is not read"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS picks from days that another part of the rule names; none does"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS=0"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS=367"),
        ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=1,-999", "BYSETPOS=1,-999"),
        ("FREQ=WEEKLY;WKST=MONDAY", "WKST=MONDAY"),
        ("FREQ=WEEKLY\nDTSTART:20180101", "is not read"),
        ("FREQ=WEEKLY\nRRULE:FREQ=DAILY", "is not read"),
    ],
)
def test_what_is_no_rule_is_refused_with_what_would_be(rule: str, told: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        canonical(rule)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 300
    with pytest.raises(ValidationError):
        Recurrence.model_validate(rule)


@given(st.text(st.sampled_from("FREQ=WEEKLYDAIMONTHB;,0123456789+-SUTP:\n "), max_size=60) | st.text(max_size=40))
@example("FREQ=YEARLY;BYDAY=MO;BYSETPOS=367")
def test_any_text_is_a_rule_that_can_be_counted_or_is_refused(text: str) -> None:
    try:
        recurrence = Recurrence.model_validate(text)
    except ValidationError:
        return
    recurrence.begins_on(MONDAY)
    list(islice(recurrence.days(MONDAY, date(2028, 1, 1)), 5))


def test_more_than_a_thousand_exceptions_are_refused() -> None:
    many = tuple(MONDAY + timedelta(days=each) for each in range(LONGEST + 1))
    for name in ("excluded", "added"):
        with pytest.raises(ValidationError, match="more than 1000 days are left out or added; write a rule for them"):
            Recurrence(rule="FREQ=DAILY", **{name: many})  # type: ignore[arg-type]
        assert getattr(Recurrence(rule="FREQ=DAILY", **{name: many[1:]}), name)  # type: ignore[arg-type]


def test_no_rule_runs_on_what_is_stored() -> None:
    stored = {"rule": "FREQ=HOURLY", "excluded": [str(MONDAY)] * 1001}
    assert Recurrence.model_validate(stored, context=STORED).rule == "FREQ=HOURLY"
    read = Recurrence.model_validate(json.loads(of("FREQ=DAILY", added="2018-12-31").model_dump_json()), context=STORED)
    assert read == of("FREQ=DAILY", added="2018-12-31")


# --- the days of a rule -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "start", "last", "expected"),
    [
        ("FREQ=DAILY", "2018-10-01", "2018-10-03", "10-01 10-02 10-03"),
        ("FREQ=DAILY;INTERVAL=30", "2018-10-01", "2018-12-01", "10-01 10-31 11-30"),
        ("FREQ=DAILY;BYDAY=MO,TU", "2018-10-01", "2018-10-09", "10-01 10-02 10-08 10-09"),
        ("FREQ=WEEKLY;COUNT=3", "2018-10-01", "2018-12-31", "10-01 10-08 10-15"),
        ("FREQ=WEEKLY;UNTIL=20181015", "2018-10-01", "2018-12-31", "10-01 10-08 10-15"),
        ("FREQ=WEEKLY;UNTIL=20181014", "2018-10-01", "2018-12-31", "10-01 10-08"),
        ("FREQ=WEEKLY;UNTIL=20180930", "2018-10-01", "2018-12-31", ""),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "2018-10-02", "2018-10-31", "10-02 10-07 10-16 10-21 10-30"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "2018-10-02", "2018-10-31", "10-02 10-14 10-16 10-28 10-30"),
        ("FREQ=MONTHLY", "2018-01-31", "2018-08-31", "01-31 03-31 05-31 07-31 08-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2018-01-31", "2018-04-30", "01-31 02-28 03-31 04-30"),
        ("FREQ=MONTHLY;BYDAY=5MO", "2018-10-29", "2019-05-01", "10-29 12-31 2019-04-29"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2018-10-26", "2019-05-01", "10-26 11-30"),
        ("FREQ=MONTHLY;BYDAY=1TU", "2018-10-02", "2018-12-31", "10-02 11-06 12-04"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2018-04-13", "2019-12-31", "04-13 07-13 2019-09-13 2019-12-13"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2018-09-28", "2018-11-30", "09-28 10-31 11-30"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2", "2018-10-02", "2018-11-30", "10-02 11-01 11-02"),
        ("FREQ=YEARLY", "2016-02-29", "2026-01-01", "02-29 2020-02-29 2024-02-29"),
        ("FREQ=YEARLY;INTERVAL=3;COUNT=2", "2016-02-29", "2099-01-01", "02-29 2028-02-29"),
        ("FREQ=YEARLY;BYMONTH=1,7", "2018-01-15", "2019-12-31", "01-15 07-15 2019-01-15 2019-07-15"),
        ("FREQ=YEARLY;BYDAY=1MO", "2018-01-01", "2019-12-31", "01-01 2019-01-07"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2018-11-22", "2019-12-31", "11-22 2019-11-28"),
    ],
)
def test_the_days_of_a_rule(rule: str, start: str, last: str, expected: str) -> None:
    recurrence = of(rule)
    assert days(recurrence, start, last) == expected
    assert recurrence.begins_on(date.fromisoformat(start))


@pytest.mark.parametrize(
    ("excluded", "added", "expected"),
    [
        ("", "", "10-01 10-08 10-15"),
        ("2018-10-08", "", "10-01 10-15"),
        ("2018-10-01", "", "10-08 10-15"),
        ("2018-10-09", "", "10-01 10-08 10-15"),
        ("", "2018-10-10 2018-10-03", "10-01 10-03 10-08 10-10 10-15"),
        ("", "2018-10-08", "10-01 10-08 10-15"),
        ("", "2018-10-03 2018-10-03", "10-01 10-03 10-08 10-15"),
        ("", "2018-12-24 2018-10-16", "10-01 10-08 10-15 10-16 12-24"),
        ("", "2018-09-30 2017-01-01", "10-01 10-08 10-15"),
        ("2018-10-03", "2018-10-03", "10-01 10-08 10-15"),
        ("2018-10-01 2018-10-08 2018-10-15", "", ""),
        ("2018-10-01 2018-10-08 2018-10-15", "2018-10-20", "10-20"),
    ],
)
def test_days_are_left_out_and_added(excluded: str, added: str, expected: str) -> None:
    for rule in ("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20181016"):
        recurrence = of(rule, excluded=excluded, added=added)
        assert days(recurrence, "2018-10-01", "2018-12-31") == expected
        before = [each for each in expected.split() if each < "10-09"]
        assert days(recurrence, "2018-10-01", "2018-10-08") == " ".join(before)


def test_added_days_after_the_last_one_of_interest_are_not_given() -> None:
    recurrence = of("FREQ=MONTHLY", added="2018-10-20 2018-12-25")
    assert days(recurrence, "2018-10-01", "2018-11-01") == "10-01 10-20 11-01"
    assert days(recurrence, "2018-10-01", "2018-09-30") == ""


@pytest.mark.parametrize(
    ("recurrence", "last"),
    [
        (of("FREQ=WEEKLY"), None),
        (of("FREQ=WEEKLY", added="2030-01-01"), None),
        (of("FREQ=WEEKLY;COUNT=3"), date(2018, 10, 15)),
        (of("FREQ=WEEKLY;COUNT=3", excluded="2018-10-15"), date(2018, 10, 8)),
        (of("FREQ=WEEKLY;COUNT=3", added="2018-12-24"), date(2018, 12, 24)),
        (of("FREQ=WEEKLY;COUNT=1", excluded="2018-10-01"), MONDAY),
        (of("FREQ=WEEKLY;UNTIL=20181020"), date(2018, 10, 20)),
        (of("FREQ=WEEKLY;UNTIL=20181020", added="2018-12-24"), date(2018, 12, 24)),
        (of("FREQ=WEEKLY;UNTIL=20180101"), date(2018, 1, 1)),
    ],
)
def test_the_last_day_on_which_it_can_be(recurrence: Recurrence, last: date | None) -> None:
    assert recurrence.last_day(MONDAY) == last
    assert recurrence.is_open is (last is None)
    if last is not None:
        assert all(each <= last for each in recurrence.days(MONDAY, date(2040, 1, 1)))


@pytest.mark.parametrize(
    ("rule", "day", "begins"),
    [
        ("FREQ=DAILY", "2018-10-03", True),
        ("FREQ=DAILY;INTERVAL=1000", "2018-10-03", True),
        ("FREQ=WEEKLY", "2018-10-03", True),
        ("FREQ=WEEKLY;BYDAY=MO", "2018-10-03", False),
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20180101", "2018-10-03", True),
        ("FREQ=MONTHLY;BYDAY=1WE", "2018-10-03", True),
        ("FREQ=MONTHLY;BYDAY=1WE", "2018-10-10", False),
        ("FREQ=MONTHLY;BYMONTHDAY=-29", "2018-10-03", True),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=3", "2018-10-03", True),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=1", "2018-10-03", False),
        ("FREQ=YEARLY;BYMONTH=10", "2018-10-03", True),
        ("FREQ=YEARLY;BYMONTH=11", "2018-10-03", False),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2018-02-28", False),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "2018-02-28", False),
        ("FREQ=YEARLY", "2016-02-29", True),
        ("FREQ=YEARLY;INTERVAL=1000", "9999-12-31", True),
        ("FREQ=WEEKLY;BYDAY=SU", "9999-12-31", False),
        ("FREQ=DAILY", "0001-01-01", True),
    ],
)
def test_on_which_days_it_can_begin(rule: str, day: str, begins: bool) -> None:
    assert of(rule).begins_on(date.fromisoformat(day)) is begins


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "2018-02-28"),
        ("FREQ=YEARLY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=4,6", "0001-01-01"),
        ("FREQ=YEARLY;BYDAY=MO;BYSETPOS=366;COUNT=9999", "2018-01-01"),
        ("FREQ=DAILY;UNTIL=99991231", "2018-10-03"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=9999", "2016-02-29"),
        ("FREQ=YEARLY;INTERVAL=1000;COUNT=9999", "2018-10-03"),
        ("FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYDAY=MO;COUNT=9999", "2018-02-05"),
    ],
)
def test_no_rule_keeps_the_office_waiting(rule: str, start: str) -> None:
    recurrence, day = of(rule), date.fromisoformat(start)
    began = process_time()
    recurrence.begins_on(day)
    recurrence.last_day(day)
    list(islice(recurrence.days(day, date.max), 100))
    assert process_time() - began < 5


# --- as others count --------------------------------------------------------------------------------------------------


def by_the_rfc(rule: str, start: date, last: date) -> Iterator[date]:
    """The days of a rule by the words of RFC 5545 section 3.3.10, one day after another, without any cleverness."""
    parts = dict(part.split("=") for part in rule.split(";"))
    freq, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    until = min(last, read_until(parts["UNTIL"])) if "UNTIL" in parts else last
    week = DAYS.index(parts.get("WKST", "MO"))

    def period(day: date) -> int:
        return {
            "DAILY": day.toordinal(),
            "WEEKLY": (day.toordinal() - 1 - week) // 7,
            "MONTHLY": day.year * 12 + day.month,
            "YEARLY": day.year,
        }[freq]

    def listed(name: str) -> list[str]:
        return parts[name].split(",") if name in parts else []

    def counted(day: date, given: str) -> bool:
        if given[-2:] != DAYS[day.weekday()] or given[:-2] == "":
            return given == DAYS[day.weekday()]
        of_month = freq == "MONTHLY" or "BYMONTH" in parts
        length = monthrange(day.year, day.month)[1] if of_month else date(day.year, 12, 31).timetuple().tm_yday
        index = day.day - 1 if of_month else day.timetuple().tm_yday - 1
        number = int(given[:-2])
        return number == (index // 7 + 1 if number > 0 else -((length - 1 - index) // 7 + 1))

    def meant(day: date) -> bool:
        bare = not {"BYDAY", "BYMONTHDAY"} & set(parts)
        from_end = day.day - monthrange(day.year, day.month)[1] - 1
        return (
            ("BYMONTH" not in parts or str(day.month) in listed("BYMONTH"))
            and (
                "BYMONTHDAY" not in parts or {day.day, from_end} & {int(each) for each in listed("BYMONTHDAY")} != set()
            )
            and ("BYDAY" not in parts or any(counted(day, each) for each in listed("BYDAY")))
            and not (bare and freq == "WEEKLY" and day.weekday() != start.weekday())
            and not (bare and freq in ("MONTHLY", "YEARLY") and day.day != start.day)
            and not (bare and freq == "YEARLY" and "BYMONTH" not in parts and day.month != start.month)
        )

    begin = start.replace(month=1, day=1) - timedelta(days=7)
    every = (begin + timedelta(days=each) for each in range((last.replace(month=12, day=31) - begin).days + 1))
    found: list[date] = []
    for number, group in groupby(every, period):
        chosen = [day for day in group if meant(day)] if (number - period(start)) % interval == 0 else []
        if "BYSETPOS" in parts and chosen:
            places = {int(each) for each in listed("BYSETPOS")}
            chosen = [day for index, day in enumerate(chosen) if {index + 1, index - len(chosen)} & places]
        found += [day for day in chosen if day >= start]
    found = found[: int(parts["COUNT"])] if "COUNT" in parts else found
    return (day for day in found if day <= until)


def some(values: Any, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(
        lambda each: ",".join(str(one) for one in each)
    )


@st.composite
def rules(draw: st.DrawFn) -> tuple[str, date]:
    """A rule, and a day on which it can begin."""
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = {"FREQ": freq, "INTERVAL": draw(st.sampled_from((1, 1, 1, 2, 3, 5)))}
    counting = freq in ("MONTHLY", "YEARLY")
    numbered = [f"{number}{day}" for number in (1, 2, 5, -1, -5) for day in DAYS]
    picking = {
        "BYMONTH": some(range(1, 13), 4),
        "BYDAY": (some(DAYS, 4) | some(numbered, 3)) if counting else some(DAYS, 4),
        "BYMONTHDAY": some((1, 13, 28, 29, 30, 31, -1, -2, -31), 3),
        "BYSETPOS": some((1, 2, 3, -1, -2, 31), 2),
    }
    for name, values in picking.items():
        fits = {"BYMONTHDAY": counting, "BYSETPOS": counting and bool(set(parts) & set(picking))}.get(name, True)
        if fits and draw(st.booleans()):
            parts[name] = draw(values)
    if draw(st.booleans()):
        parts["WKST"] = draw(st.sampled_from(DAYS))
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    day = draw(st.dates(date(2016, 1, 1), date(2019, 12, 31)))
    start = next((each for each in by_the_rfc(rule, day, day + timedelta(days=1500))), None)
    assume(start is not None and next(by_the_rfc(rule, start, start), None) == start)
    assert start is not None
    until = draw(st.dates(start, max(start, date(2022, 1, 1))))
    ends = ("", f";COUNT={draw(st.integers(1, 12))}", f";UNTIL={until:%Y%m%d}")
    return rule + draw(st.sampled_from(ends)), start


LAST = date(2021, 6, 30)


@given(rules())
@example(("FREQ=YEARLY;BYDAY=5MO", date(2018, 1, 29)))
@example(("FREQ=MONTHLY;BYDAY=5MO,-5TU", date(2018, 1, 2)))
@example(("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", date(2018, 12, 30)))
def test_days_are_those_of_the_rfc_and_of_dateutil(asked: tuple[str, date]) -> None:
    rule, start = asked
    recurrence = of(rule)
    found = list(recurrence.days(start, LAST))
    others = rrulestr(rule, dtstart=datetime.combine(start, time(23, 59)))
    if "UNTIL" not in rule:  # of a day that is included, and of an instant elsewhere
        assert found == [each.date() for each in others.between(others[0], datetime.combine(LAST, time.max), inc=True)]
    assert found == list(by_the_rfc(rule, start, LAST))
    assert recurrence.begins_on(start)
    last = recurrence.last_day(start)
    assert last is None or all(each <= last for each in found)


@given(rules(), st.dates(date(2016, 1, 1), date(2019, 12, 31)))
def test_it_begins_on_the_days_of_its_rule_and_no_others(asked: tuple[str, date], day: date) -> None:
    rule, _ = asked
    bare = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
    assert of(rule).begins_on(day) is (next(by_the_rfc(bare, day, day), None) == day)


@given(rules(), st.lists(st.integers(0, 60), max_size=4), st.lists(st.integers(0, 900), max_size=4))
def test_another_program_finds_the_same_days(asked: tuple[str, date], left_out: list[int], more: list[int]) -> None:
    rule, start = asked
    by_rule = list(islice(of(rule).days(start, LAST), 61))
    excluded = tuple(by_rule[each] for each in left_out if each < len(by_rule))
    added = tuple(start + timedelta(days=each) for each in more)
    recurrence = Recurrence(rule=rule, excluded=excluded, added=added)
    event = icalendar.Event()
    event.add("uid", "x")
    event.add("dtstart", start)
    event.add("rrule", icalendar.vRecur.from_ical(rule))
    for name, dates in (("exdate", excluded), ("rdate", added)):
        for each in dates:
            event.add(name, each)
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(start, LAST + timedelta(days=1))
    assert sorted(each["dtstart"].dt for each in found) == list(recurrence.days(start, LAST))


# --- in words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "korean", "english"),
    [
        ("FREQ=DAILY", "매일", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO", "매주 월요일", "every week on Monday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "2주마다 월요일·수요일", "every 2 weeks on Monday, Wednesday"),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", "매월 첫째 화요일 3회", "every month on the first Tuesday 3 times"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "매월 마지막 금요일", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "매월 1일·15일", "every month on day 1, 15"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "매년 3월 1일", "every year in March on day 1"),
        ("FREQ=WEEKLY;UNTIL=20181231", "매주 2018-12-31까지", "every week until 2018-12-31"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "FREQ=MONTHLY;BYDAY=-2FR", "FREQ=MONTHLY;BYDAY=-2FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)  # fmt: skip
def test_a_rule_in_words(rule: str, korean: str, english: str) -> None:
    assert say(of(rule), "ko-KR") == korean
    assert say(of(rule), "en") == english


@given(rules())
def test_every_rule_has_words(asked: tuple[str, date]) -> None:
    assert say(of(asked[0]), "ko")
    assert say(of(asked[0]), "de")
