"""Long histories: what is found without going through everything is what going through everything finds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.values.text import Text
from mayor_schedule.views.counting.bounds import Days, Stay, net, net_by_day
from mayor_schedule.views.counting.ledger import Ledger
from mayor_schedule.views.counting.naming import distinct
from mayor_schedule.views.counting.running import running
from mayor_schedule.views.counting.touched import Touched

ORDINALS = st.integers(1, 12)
EVER, NEVER = Days()
SPANS = st.tuples(st.sampled_from([EVER, *range(1, 13)]), st.sampled_from([*range(1, 13), NEVER])).map(
    lambda each: Days(*each)
)
STAYS = st.builds(Stay, SPANS, st.none() | SPANS, found=st.booleans())


@given(st.lists(SPANS, max_size=9), SPANS)
def test_what_is_touched_is_what_has_a_day_in_common(spans: list[Days], window: Days) -> None:
    naive = [place for place, span in enumerate(spans) if span.first <= window.last and window.first <= span.last]
    index = Touched((span, place) for place, span in enumerate(spans))
    assert index.by(window) == ([] if window.is_empty else naive)


@given(st.lists(STAYS, max_size=5), st.tuples(ORDINALS, ORDINALS).map(sorted), st.integers(0, 6))
def test_net_by_day_is_net_up_to_each_day(stays: list[Stay], after: list[int], length: int) -> None:
    first = Days(*after)
    for begin in range(first.first, 13):
        changed = dict(net_by_day(stays, first, Days(begin, begin + length)))
        assert begin in changed
        told = changed[begin]
        for day in range(begin, begin + length + 1):
            told = changed.get(day, told)
            # Up to a day, the first reading was on that day or before.
            assert told == net(stays, Days(first.first, min(first.last, day)), Days(day, day))


WORDINGS = st.dictionaries(st.sampled_from(["ko", "en"]), st.sampled_from(["A", "a ", "B", "C", "D"]), min_size=1)


@given(st.lists(WORDINGS, max_size=7))
def test_names_that_share_a_wording_are_one_also_through_others(names: list[dict[str, str]]) -> None:
    groups: list[set[tuple[str, str]]] = []
    for name in names:
        wordings = {(language, wording.strip().casefold()) for language, wording in name.items()}
        same = [group for group in groups if group & wordings]
        groups = [group for group in groups if not group & wordings] + [wordings.union(*same)]
    assert distinct(Text(**name) for name in names) == len(groups)


def history(months: int, *, figures: bool = True) -> Office:
    """Each month an organisation comes, another one leaves and a number is stated."""
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    told: list[tuple[date, str, dict[str, Any]]] = []
    for month in range(months):
        day = date(2000, 1, 1) + timedelta(days=31 * month)
        name = {"organization": f"o{month}"}
        told.append((day, "pursue_organization", {**name, "name": {"en": f"O {month}"}}))
        told.append((day, "attract_organization", {**name, "on": day.isoformat()}))
        told.append((day, "open_organization", {**name, "on": day.isoformat()}))
        if month > 2:
            told.append((day, "close_organization", {"organization": f"o{month - 3}", "on": day.isoformat()}))
        if figures or not month:
            stated = {"key": "hosted_organizations", "value": 3, "as_of": day.isoformat()[:7]}
            told.append((day, "state_figure", stated))
    office.record_all([Entry(command=COMMANDS[name].model_validate(f), by="p", known_on=day) for day, name, f in told])
    return office


def calls(work: Callable[[], object]) -> int:
    """How many functions some work calls."""
    count = 0

    def counted(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


LAST = date(2030, 12, 31)


@pytest.mark.parametrize("figures", [True, False], ids=["stated monthly", "stated once"])
@pytest.mark.parametrize("key", ["hosted_organizations", "organizations_attracted", "organizations_pursued"])
def test_twice_the_history_is_about_twice_the_work_to_run_through(key: str, figures: bool) -> None:
    small, large = (
        calls(partial(running, history(months, figures=figures).knowledge(), key, date(2000, 1, 1), LAST))
        for months in (40, 80)
    )
    assert large < 2.2 * small


def test_twice_the_history_is_about_twice_the_work_for_a_ledger() -> None:
    small, large = (calls(partial(Ledger, history(months).knowledge(), on=LAST)) for months in (40, 80))
    assert large < 2.2 * small
