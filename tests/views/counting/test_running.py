"""Running totals: the same as the counts of every single day, and no more spans than it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import EARLIER, LATER, REPORT
from mayor_schedule import Counts, Office
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.counting.running import Run, running
from worlds import DAYS, KEYS, Said, Stated, histories, recorded


def every_day(office: Office, key: str, first: date, last: date) -> list[tuple[object, ...]]:
    """What the counts of each day say, one after another."""
    found: list[tuple[object, ...]] = []
    knowledge = office.knowledge()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        count = Counts(knowledge, on=day, since=date(day.year, 1, 1))[key]
        found.append((count.stated, count.total, count.total_least, count.total_most))
    return found


def unrolled(runs: Sequence[Run]) -> list[tuple[object, ...]]:
    return [(*run.numbers,) for run in runs for _ in range((run.last - run.first).days + 1)]


@given(histories(), st.sampled_from(KEYS), st.sampled_from(DAYS), st.integers(0, 70))
def test_running_is_the_counts_of_every_day(told: list[Said | Stated], key: str, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    with recorded(told) as office:
        runs = running(office.knowledge(), key, first, last)
        assert unrolled(runs) == every_day(office, key, first, last)
        assert (runs[0].first, runs[-1].last) == (first, last)
        for one, other in pairwise(runs):
            assert other.first == one.last + timedelta(days=1)
            assert one.numbers != other.numbers


@pytest.mark.parametrize("key", ["hosted_organizations", "trips_made", "trips_planned", "agreements_planned"])
def test_running_is_the_counts_of_every_day_of_the_report(office: Office, key: str) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    for first, last in ((date(2018, 8, 20), date(2018, 11, 30)), (date(2018, 12, 20), date(2019, 1, 10))):
        assert unrolled(running(office.knowledge(), key, first, last)) == every_day(office, key, first, last)


def test_hosted_organisations_over_years(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    runs = running(office.knowledge(), "hosted_organizations", date(2017, 1, 1), date(2020, 12, 31))
    assert [(str(run.first), run.stated, run.least, run.most) for run in runs] == [
        ("2017-01-01", None, 0, 0), ("2017-03-01", 30, 30, 30), ("2018-09-01", 30, 30, 31), ("2019-05-01", 37, 37, 37),
        ("2019-05-02", 37, 37, 38),
    ]  # fmt: skip
    assert runs[-1].last == date(2020, 12, 31)


def test_there_is_nothing_of_no_days(office: Office) -> None:
    assert running(office.knowledge(), "hosted_organizations", date(2018, 1, 2), date(2018, 1, 1)) == ()
