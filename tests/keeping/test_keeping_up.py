"""What is kept of the log catches up with it, once and whole, whoever else does, and on every store."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Clock, counting_entropy
from mayor_schedule import Office, StoreError
from mayor_schedule.audit.checking import check_store
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.errors import StaleWriteError
from mayor_schedule.keeping import StoredViews, views
from mayor_schedule.keeping.checking import differing
from mayor_schedule.views.calendar import Calendar
from pasts import LIVELY
from shelves import is_as_if_made_anew, kept

YEAR = ("2018-01-01", "2018-12-31")


def fill(office: Office) -> None:
    for name, fields in LIVELY:
        office.record(COMMANDS[name].model_validate(fields), by="p", known_on="2018-08-31")


def told(calendar: Calendar) -> list[dict[str, Any]]:
    return [entry.to_record(calendar.knowledge.audience, "en") for entry in calendar.between(*YEAR)]


def folded(office: Office) -> list[dict[str, Any]]:
    return told(Calendar(office.knowledge()))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a few events."""
    monkeypatch.setattr(views, "BATCH", 3)


def test_a_store_of_ones_own_keeps_up_and_a_shared_one_leaves_it_to_a_worker(any_office: Office) -> None:
    fill(any_office)
    size = len(any_office.store)
    assert len(any_office.kept) == (0 if any_office.store.is_shared else size)
    assert told(any_office.calendar()) == folded(any_office)
    assert any_office.kept.catch_up() == size
    assert told(any_office.calendar()) == folded(any_office)
    with any_office.store.inspecting() as inspection:
        assert list(inspection.layout()) == []


def test_what_is_kept_is_the_same_however_it_was_caught_up(any_office: Office, slow: None) -> None:
    fill(any_office)
    any_office.kept.rebuild()
    whole = kept(any_office)
    assert whole[0]
    one, other = StoredViews(any_office.store), StoredViews(any_office.store)
    fair = {"occasion": "fair", "title": {"en": "Fair"}, "when": "2018-10"}
    any_office.record(COMMANDS["plan_occasion"].model_validate(fair), by="p", known_on="2018-09-01")
    for _ in range(len(any_office.store)):
        one.catch_up(1)
        other.catch_up(2)
    assert kept(any_office) != whole
    is_as_if_made_anew(any_office)


def test_who_is_late_files_nothing(any_office: Office, slow: None) -> None:
    fill(any_office)
    late = StoredViews(any_office.store)
    any_office.kept.rebuild()
    before = kept(any_office)
    generation = late._current()
    assert generation is not None
    with pytest.raises(StaleWriteError):
        late._file(generation._replace(position=0))
    assert kept(any_office) == before


def test_it_is_rebuilt_while_it_is_read(any_office: Office, slow: None) -> None:
    fill(any_office)
    any_office.kept.catch_up()
    expected, seen = folded(any_office), []
    other = Office(any_office.store, clock=Clock(), entropy=counting_entropy())
    any_office.kept.rebuild(lambda *_: seen.append(told(other.calendar())))
    assert len(seen) > 5
    assert all(each == expected for each in seen)
    assert told(other.calendar()) == expected
    with any_office.store.viewing() as cursor:
        assert cursor.all("SELECT COUNT(*) FROM {s}view_generations") == [(1,)]


def test_an_event_that_cannot_be_read_is_set_aside_and_the_rest_is_filed(any_office: Office, slow: None) -> None:
    fill(any_office)
    rows = list(any_office.store.rows())
    with any_office.store.keeping() as cursor:
        cursor.run("UPDATE {s}stored_events SET topic = 'trip.dreamt' WHERE topic = 'trip.confirmed'")
    any_office.kept.rebuild()
    [fault] = any_office.kept.faults()
    assert rows[fault.position][3] == "trip.confirmed"
    assert fault.subject == "trip:europe"
    assert "trip.dreamt" in fault.why
    assert len(any_office.kept) == len(any_office.store)
    filed = {row[0] for row in kept(any_office)[0]}
    assert {"trip:europe", "engagement:dinner", "agreement:zurich"} <= filed
    with pytest.raises(StoreError, match=r"trip\.dreamt"):
        any_office.calendar().between(*YEAR)
    with any_office.store.keeping() as cursor:
        cursor.run("UPDATE {s}stored_events SET topic = 'trip.confirmed' WHERE topic = 'trip.dreamt'")
    any_office.kept.rebuild()
    assert any_office.kept.faults() == []
    assert told(any_office.calendar()) == folded(any_office)


DAMAGES = [
    ("UPDATE {s}view_rows SET outline = replace(outline, 'Dinner', 'Brunch')", "view_rows"),
    ("DELETE FROM {s}view_rows WHERE subject = 'trip:europe' AND version = 2", "view_rows"),
    ("UPDATE {s}view_headings SET heading = '2019-01' WHERE heading = '2018-10'", "view_headings"),
    ("UPDATE {s}view_times SET position = position + 1", "view_times"),
]


@pytest.mark.parametrize(("damage", "table"), DAMAGES)
def test_what_is_kept_is_checked_against_the_log(any_office: Office, damage: str, table: str) -> None:
    fill(any_office)
    any_office.kept.catch_up(9)
    assert check_store(any_office.store, replay=True).flaws == ()
    any_office.kept.catch_up()
    assert check_store(any_office.store, replay=True).flaws == ()
    with any_office.store.keeping() as cursor:
        cursor.run(damage)
    assert differing(any_office.store) == [table]
    [flaw] = check_store(any_office.store, replay=True).flaws
    assert table in flaw.reason
    any_office.kept.rebuild()
    assert check_store(any_office.store, replay=True).flaws == ()
