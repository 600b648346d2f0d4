from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.zones import check_zone, gap_around, offsets_of, zone_named
from mayor_schedule.errors import InvalidValueError

REGIONS = ["UTC", *(zone for zone in pytz.all_timezones if "/" in zone and not zone.startswith("Etc/"))]
MINUTE = timedelta(minutes=1)


@cache
def changes(name: str, since: int = 1990) -> list[tuple[datetime, timedelta, timedelta]]:
    """Every change of offset in pytz's own table: the instant, naive in UTC, and the offsets before and after."""
    zone = pytz.timezone(name)
    if not isinstance(zone, pytz.tzinfo.DstTzInfo):
        return []
    table: Any = zone
    pairs = list(zip(table._utc_transition_times, table._transition_info, strict=True))
    return [
        (at, old[0], new[0]) for (_, old), (at, new) in pairwise(pairs) if old[0] != new[0] and since <= at.year <= 2037
    ]


def distinct() -> list[str]:
    """One name for each history of changes: many names are links."""
    return list({tuple(changes(name)): name for name in REGIONS}.values())


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a wall time within hours of one of its changes of offset."""
    name = draw(st.sampled_from(REGIONS))
    known = changes(name)
    if known:
        middle = draw(st.sampled_from(known))[0]
    else:
        middle = datetime.combine(draw(st.dates(date(1990, 1, 3), date(2037, 12, 29))), time())
    return name, middle.replace(second=0) + draw(st.integers(-1800, 1800)) * MINUTE


def expected(name: str, local: datetime) -> list[datetime]:
    """Brute force: every instant at which pytz's clock in the zone shows the wall time, to the quarter of an hour."""
    zone = pytz.timezone(name)
    found = []
    for quarters in range(-16 * 4, 16 * 4 + 1):
        instant = local - timedelta(minutes=15 * quarters)
        if zone.fromutc(instant).replace(tzinfo=None) == local:
            found.append(instant.replace(tzinfo=UTC))
    return sorted(found)


@settings(max_examples=300, deadline=None)
@given(near_changes())
def test_a_wall_time_has_the_instants_that_the_zone_data_gives_it(case: tuple[str, datetime]) -> None:
    name, local = case
    instants = expected(name, local)
    if not instants:
        with pytest.raises(InvalidValueError, match="does not exist in"):
            Moment.of(local, name)
    elif len(instants) == 1:
        assert Moment.of(local, name).utc == instants[0]
        for fold in (0, 1):
            with pytest.raises(InvalidValueError, match=r"comes only once, .*; leave fold out"):
                Moment.of(local, name, fold)
    else:
        with pytest.raises(InvalidValueError, match="comes twice"):
            Moment.of(local, name)
        assert [Moment.of(local, name, 0).utc, Moment.of(local, name, 1).utc] == instants


@settings(max_examples=300, deadline=None)
@given(near_changes())
def test_a_stored_moment_always_has_an_instant_and_pep_495_agrees(case: tuple[str, datetime]) -> None:
    name, local = case
    moment = Moment.model_validate({"local": local.isoformat(), "zone": name}, context=STORED)
    try:
        oracle = zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        oracle = None
    assert moment.aware == moment.utc
    # Where the system's zone data is of another release than pytz's, it is no oracle.
    around = [(local + timedelta(hours=hours)).replace(tzinfo=UTC) for hours in range(-24, 25)]
    if oracle is not None and all(
        instant.astimezone(oracle).utcoffset() == instant.astimezone(pytz.timezone(name)).utcoffset()
        for instant in around
    ):
        assert moment.utc == local.replace(tzinfo=oracle).astimezone(UTC)


@settings(max_examples=150, deadline=None)
@given(near_changes())
def test_text_and_json_round_trip(case: tuple[str, datetime]) -> None:
    name, local = case
    for fold in range(2):
        offsets = offsets_of(local, zone_named(name))
        if fold < len(offsets):
            moment = Moment(local=local, zone=name, fold=fold if len(offsets) == 2 else None)  # type: ignore[arg-type]
            assert Moment.model_validate(str(moment)) == moment
            assert Moment.model_validate_json(moment.model_dump_json()) == moment
            assert Moment.model_validate(moment.model_dump(mode="json"), context=STORED) == moment


def test_every_gap_since_1990_names_its_edges() -> None:
    for name in distinct():
        for at, old, new in changes(name):
            if new > old:
                for local in (at + old, at + new - MINUTE, at + old + (new - old) / 2):
                    assert offsets_of(local, zone_named(name)) == (), (name, local)
                    assert gap_around(local, zone_named(name)) == (at + old, at + new), (name, local)
                assert offsets_of(at + old - MINUTE, zone_named(name)) == (old,)
                assert offsets_of(at + new, zone_named(name)) == (new,)


def test_every_overlap_since_1990_has_two_offsets() -> None:
    for name in distinct():
        for at, old, new in changes(name):
            if new < old:
                for local in (at + new, at + old - MINUTE):
                    assert offsets_of(local, zone_named(name)) == (old, new), (name, local)
                assert offsets_of(at + new - MINUTE, zone_named(name)) == (old,)
                assert offsets_of(at + old, zone_named(name)) == (new,)


def test_no_zone_changes_twice_within_60_hours() -> None:
    # offsets_of looks a day back and a day ahead, and rests on this.
    for name in pytz.all_timezones:
        at = [each[0] for each in changes(name, 1902)]
        assert all(later - earlier > timedelta(hours=60) for earlier, later in pairwise(at)), name


@pytest.mark.parametrize(
    ("local", "zone", "message"),
    [
        ("2018-03-25T02:30", "Europe/Madrid",
         "02:30 does not exist in Europe/Madrid on 2018-03-25: clocks went from 02:00 to 03:00; say 01:59 or 03:00"),
        ("2018-10-07T02:15", "Australia/Lord_Howe", "clocks went from 02:00 to 02:30; say 01:59 or 02:30"),
        ("2018-03-25T01:30", "Europe/Dublin", "clocks went from 01:00 to 02:00; say 00:59 or 02:00"),
        ("2018-05-04T23:45", "Asia/Pyongyang",
         "clocks went from 2018-05-04 23:30 to 2018-05-05 00:00; say 2018-05-04 23:29 or 2018-05-05 00:00"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-31 00:00; say 2011-12-29 23:59 or 2011-12-31 00:00"),
        ("2018-11-04T00:30", "America/Sao_Paulo", "2018-11-04 01:00; say 2018-11-03 23:59 or 2018-11-04 01:00"),
    ],
)  # fmt: skip
def test_a_time_in_a_gap_is_refused_with_its_neighbours(local: str, zone: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=re.escape(message)):
        Moment.of(local, zone)
    for neighbour in message.split("; say ")[1].split(" or "):
        wall = neighbour if "-" in neighbour else f"{local[:10]} {neighbour}"
        Moment.of(wall.replace(" ", "T"), zone)


@pytest.mark.parametrize(
    ("local", "zone", "first", "second"),
    [
        ("2018-10-28T02:30", "Europe/Madrid", "+02:00", "+01:00"),
        ("2018-10-28T01:30", "Europe/Dublin", "+01:00", "+00:00"),
        ("2018-04-01T01:45", "Australia/Lord_Howe", "+11:00", "+10:30"),
        ("2015-08-14T23:45", "Asia/Pyongyang", "+09:00", "+08:30"),
        ("2018-11-04T01:30", "America/New_York", "-04:00", "-05:00"),
    ],
)
def test_a_repeated_time_needs_its_fold(local: str, zone: str, first: str, second: str) -> None:
    with pytest.raises(
        InvalidValueError, match=re.escape(f"comes twice, at {first} (fold 0) and at {second} (fold 1)")
    ):
        Moment.of(local, zone)
    early, late = Moment.of(local, zone, 0), Moment.of(local, zone, fold=1)
    assert early.before(late)
    assert not late.before(early)
    assert (str(early), str(late)) == (f"{local}:00{first}[{zone}]", f"{local}:00{second}[{zone}]")
    assert Moment.model_validate(f"{local}{second}[{zone}]") == late
    assert (early.utc, late.utc) == (datetime.fromisoformat(local + first), datetime.fromisoformat(local + second))


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2015-08-14T12:00", "2015-08-14T03:00+00:00"),
        ("2015-08-15T12:00", "2015-08-15T03:30+00:00"),
        ("2018-03-15T12:00", "2018-03-15T03:30+00:00"),
        ("2018-05-04T23:29", "2018-05-04T14:59+00:00"),
        ("2018-05-05T00:00", "2018-05-04T15:00+00:00"),
        ("2018-08-11T12:00", "2018-08-11T03:00+00:00"),
    ],
)
def test_pyongyang_was_half_an_hour_behind_seoul_for_three_years(local: str, utc: str) -> None:
    assert Moment.of(local, "Asia/Pyongyang").utc == datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("+09:00", "is not a region"),
        ("KST", "did you mean Asia/Seoul"),
        ("Seoul", "did you mean Asia/Seoul"),
        ("Etc/GMT-9", "is not a region"),
        ("Etc/UTC", "did you mean UTC"),
        ("EST", "is not a region"),
        ("EST5EDT", "is not a region"),
        ("", "is not a region"),
        ("europe/madrid", "did you mean Europe/Madrid"),
        ("Europe/Zurch", "did you mean Europe/Zurich"),
        ("America/New York", "did you mean America/New_York"),
        ("Atlantis/City", "there is no time zone 'Atlantis/City'"),
        ("서울/서울", "there is no time zone"),
        ("../etc/passwd", "there is no time zone"),
    ],
)
def test_a_zone_is_an_iana_region(name: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        Moment.of("2018-10-03T19:00", name)


@given(st.text(max_size=20) | st.sampled_from(pytz.all_timezones))
def test_only_regions_pass(name: str) -> None:
    if name in REGIONS:
        check_zone(name)
    else:
        with pytest.raises(InvalidValueError):
            check_zone(name)


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ("2018-10-03T19:00", "give its zone, such as"),
        ("2018-10-03T19:00+09:00", r"\+09:00 is an offset, and not a zone; give its zone"),
        ("2018-10-03T19:00+01:00[Europe/Zurich]", r"was not at \+01:00 on 2018-10-03T19:00 but at \+02:00"),
        ("2018-10-28T02:30+05:00[Europe/Madrid]", r"but at \+02:00 or \+01:00"),
        ("2018-03-25T02:30+01:00[Europe/Madrid]", "does not exist"),
        ("2018-10-03T19:00Z[Europe/Zurich]", r"is in UTC; write 2018-10-03T19:00\[UTC\]"),
        ("2018-10-03T19:00[+09:00]", "is not a region"),
        ("2018-10-03T19:00[u-ca=hebrew]", "is no moment"),
        ("2018-10-03", "is no moment"),
        ("2018-10-03T24:00[Asia/Seoul]", "is no time"),
        ("2018-02-30T12:00[Asia/Seoul]", "is no time"),
        (datetime.fromisoformat("2018-10-03T19:00"), "its zone"),
        ({"local": "2018", "zone": "Asia/Seoul"}, "write a local time as"),
        ({"local": 0, "zone": "Asia/Seoul"}, "write a local time as"),
        ({"local": date(2018, 1, 1), "zone": "Asia/Seoul"}, "write a local time as"),
        ({"local": "2018-10-03T19:00:00.5", "zone": "Asia/Seoul"}, "write a local time as"),
        ({"local": "2018-W40-3T19:00", "zone": "Asia/Seoul"}, "write a local time as"),
        ({"local": datetime(2018, 1, 1, 0, 0, 0, 5), "zone": "Asia/Seoul"}, "finer than a second"),  # noqa: DTZ001
        ({"local": datetime(2018, 1, 1, tzinfo=UTC), "zone": "Asia/Seoul"}, "without tzinfo"),
        ({"local": datetime(2018, 1, 1, tzinfo=pytz.timezone("Asia/Seoul")), "zone": "Asia/Seoul"}, "local mean time"),
        ({"local": "0001-01-01T00:00", "zone": "Asia/Seoul"}, "offsets in 0001 are not known"),
        ({"local": "1901-12-31T23:59", "zone": "Asia/Seoul"}, "from 1902 to 2037"),
        ({"local": "2038-01-01T00:00", "zone": "Europe/Madrid"}, "from 1902 to 2037"),
        ({"local": "9999-12-31T23:59", "zone": "America/New_York"}, "offsets in 9999 are not known"),
        ({"local": "2018-10-03T19:00", "zone": "Asia/Seoul", "fold": 2}, "Input should be 0 or 1"),
        ({"local": "2018-10-03T19:00", "zone": None}, "valid string"),
    ],
)
def test_what_is_no_moment_is_refused(given_: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Moment.model_validate(given_)


def test_reading_and_showing() -> None:
    concert = Moment.of("2018-10-03T19:00", "Europe/Zurich")
    assert concert == Moment.model_validate("2018-10-03T19:00[Europe/Zurich]")
    assert concert == Moment.model_validate("2018-10-03T19:00:00+02:00[!Europe/Zurich]")
    assert str(concert) == "2018-10-03T19:00:00+02:00[Europe/Zurich]"
    assert concert.utc == datetime(2018, 10, 3, 17, tzinfo=UTC)
    assert concert.utc.tzinfo is UTC
    assert (concert.day, str(concert.aware)) == (date(2018, 10, 3), "2018-10-03 19:00:00+02:00")
    assert concert.before(Moment.of("2018-10-04T02:01", "Asia/Seoul"))
    assert not concert.before(Moment.of("2018-10-04T02:00", "Asia/Seoul"))
    assert str(Moment.of("2018-10-03T19:00", "UTC")) == "2018-10-03T19:00:00+00:00[UTC]"
    with pytest.raises(InvalidValueError, match="does not exist"):
        Moment.of(datetime.fromisoformat("2018-03-25T02:30").replace(fold=1), "Europe/Madrid")


def test_the_pytz_tzinfo_trap_is_not_in_the_result() -> None:
    assert Moment.of("2018-10-03T19:00", "Asia/Seoul").aware.utcoffset() == timedelta(hours=9)


def test_stored_moments_are_read_whatever_the_zone_data_says() -> None:
    gone = Moment.model_validate({"local": "2018-03-25T02:30:00", "zone": "Europe/Madrid"}, context=STORED)
    assert gone.utc == datetime(2018, 3, 25, 1, 30, tzinfo=UTC)
    assert str(gone) == "2018-03-25T02:30:00+01:00[Europe/Madrid]"
    assert str(gone.aware) == "2018-03-25 03:30:00+02:00"
    repeated = Moment.model_validate({"local": "2018-10-28T02:30:00", "zone": "Europe/Madrid"}, context=STORED)
    assert repeated.utc == datetime(2018, 10, 28, 0, 30, tzinfo=UTC)
    needless = Moment.model_validate({"local": "2018-10-03T19:00:00", "zone": "Asia/Seoul", "fold": 1}, context=STORED)
    assert needless.utc == datetime(2018, 10, 3, 10, tzinfo=UTC)
    fixed = Moment.model_validate({"local": "2018-10-03T19:00:00", "zone": "Etc/GMT-9"}, context=STORED)
    assert fixed.utc == datetime(2018, 10, 3, 10, tzinfo=UTC)


def test_a_stored_zone_that_is_gone_is_named_when_its_instant_is_asked_for() -> None:
    lost = Moment.model_validate({"local": "2018-10-03T19:00:00", "zone": "Europe/Atlantis"}, context=STORED)
    assert (lost.day, str(lost)) == (date(2018, 10, 3), "2018-10-03T19:00:00[Europe/Atlantis]")
    with pytest.raises(InvalidValueError, match="there is no time zone 'Europe/Atlantis'"):
        _ = lost.utc
    far = Moment.model_validate({"local": "9999-12-31T23:59:00", "zone": "America/New_York"}, context=STORED)
    with pytest.raises(InvalidValueError, match="offsets in 9999 are not known"):
        _ = far.utc


def test_the_json_schema_offers_text_and_fields() -> None:
    text, fields = TypeAdapter(Moment).json_schema()["anyOf"]
    assert text["type"] == fields["properties"]["local"]["type"] == "string"
    assert "format" not in fields["properties"]["local"], "a date-time of RFC 3339 has an offset"
