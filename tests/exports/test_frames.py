"""Rows for data frames and Parquet: the table for open data with plain values, as other libraries read it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

import canaries
from canaries import canary_stories, days_of, leaks
from conftest import EARLIER, LATER, REPORT, Clock
from mayor_schedule import (
    Audience,
    ChangeOccurrence,
    InvalidValueError,
    Office,
    PlanEngagement,
    PlanOccasion,
    ReportAgreement,
    StateFigure,
    Text,
    Visibility,
)
from mayor_schedule.exports.parquet import parquet
from mayor_schedule.exports.table import OPEN_DATA, table
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.flat import COLUMNS
from terminal import run, spawn

EVENING = {"start": "2018-10-03T19:00", "end": "2018-10-03T22:00", "zone": "Europe/Zurich"}
ZURICH = {
    "city": {"ko": "취리히", "en": "Zürich"},
    "country": "CH",
    "coordinates": {"latitude": 47.37, "longitude": 8.54},
}


@pytest.fixture
def seoul(office: Office) -> Office:
    import_files(office, [EARLIER, REPORT, LATER])
    return office


def cells(office: Office, language: str, audience: Audience, **limits: Any) -> list[dict[str, str]]:
    """The rows of the table in CSV."""
    data = table(
        list(office.history()),
        office.profile(**limits),
        language=language,
        audience=audience,
        at=office.now(),
        **limits,
    )
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def agrees(value: Any, cell: str) -> bool:
    """Whether a value is what a cell says."""
    if value is None or cell == "":
        return value is None and cell == ""
    if isinstance(value, bool):
        return cell == str(value).lower()
    if isinstance(value, datetime):
        return value.utcoffset() == timedelta(0) and datetime.fromisoformat(cell) == value
    if isinstance(value, date):
        return cell == value.isoformat()
    if isinstance(value, int | float):
        return float(cell) == value
    return value in (cell, cell.removeprefix("'")) or " ".join(str(value).split()) == " ".join(cell.split())


def is_table(office: Office, language: str, audience: Audience, **limits: Any) -> list[dict[str, Any]]:
    """The rows of an office, once they are what its table says."""
    rows = office.calendar(audience=audience, **limits).to_records(language)
    said = cells(office, language, audience, **limits)
    assert len(rows) == len(said)
    for row, line in zip(rows, said, strict=True):
        assert list(row) == list(line) == list(OPEN_DATA)
        for name, value in row.items():
            assert value is None or type(value) is COLUMNS[name], name
            assert agrees(value, line[name]), (name, value, line[name])
    return rows


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_rows_are_those_of_the_table(seoul: Office, language: str, audience: Audience) -> None:
    assert is_table(seoul, language, audience)
    assert len(is_table(seoul, language, audience, known_on=date(2018, 8, 31))) < len(
        is_table(seoul, language, audience)
    )


def test_a_time_is_an_instant_in_utc(office: Office) -> None:
    office.record(
        PlanEngagement(engagement="e", title=Text(ko="만찬"), when=EVENING, place=ZURICH, visibility="public"), by="p"
    )
    (row,) = is_table(office, "ko", Audience.PUBLIC)
    assert row["start"] == datetime(2018, 10, 3, 17, tzinfo=UTC)
    assert (row["start_date"], row["all_day"], row["zone"]) == (date(2018, 10, 3), False, "Europe/Zurich")
    assert (row["city"], row["latitude"], row["title"]) == ("취리히", 47.37, "만찬")
    assert row["last_modified"].microsecond == 0


def test_a_series_has_a_row_for_each_day_that_is_otherwise(office: Office) -> None:
    monday = {"start": "2018-10-01T09:00", "end": "2018-10-01T10:00", "zone": "Asia/Seoul"}
    office.record(
        PlanOccasion(
            occasion="staff", title=Text(en="=Staff"), when=monday, recurrence={"rule": "FREQ=WEEKLY"},
            booked_until="2018-11-30", visibility="public",
        ),
        by="p",
    )  # fmt: skip
    office.record(ChangeOccurrence(occasion="staff", occurrence="2018-10-08", fields={"title": {"en": "Long"}}), by="p")
    whole, changed = is_table(office, "en", Audience.PUBLIC)
    assert (whole["title"], whole["recurrence"], whole["occurrence"]) == ("=Staff", "FREQ=WEEKLY", None)
    assert (changed["title"], changed["recurrence"], changed["occurrence"]) == ("Long", None, date(2018, 10, 8))


def test_the_languages_of_the_office_come_first_unless_one_is_given(seoul: Office) -> None:
    calendar = seoul.calendar()
    assert calendar.to_records() == calendar.to_records(seoul.profile().languages[0])
    assert [row["title"] for row in calendar.to_records("en")] != [row["title"] for row in calendar.to_records("ko")]


def test_the_rows_are_of_the_moment_at_which_the_calendar_was_asked_for(seoul: Office) -> None:
    calendar = seoul.calendar()
    before = calendar.to_records()
    seoul.record(PlanEngagement(engagement="later", title=Text(en="Later")), by="p")
    assert calendar.to_records() == before
    assert len(seoul.calendar().to_records()) == len(before) + 1


@given(canary_stories(), st.data())
def test_nothing_hidden_is_in_a_row(story: Any, data: DataObject) -> None:
    with canaries.lived(story) as office:
        day = data.draw(days_of(office))
        for audience in Audience:
            limits = {} if day is None else {"known_on": day}
            rows = office.calendar(audience=audience, **limits).to_records()
            rows += office.agreements(audience=audience, **limits).to_records() if audience is Audience.PUBLIC else []
            assert leaks(office, repr(rows).encode(), audience, day) == []
        is_table(office, "ko", Audience.PUBLIC, **limits)


# --- other libraries --------------------------------------------------------------------------------------------------


def test_pandas_takes_the_rows_as_they_are(seoul: Office) -> None:
    rows = seoul.calendar(audience="public").to_records("ko")
    frame = pd.DataFrame.from_records(rows)
    assert list(frame.columns) == list(OPEN_DATA)
    assert len(frame) == len(rows)
    assert str(frame["start"].dtype) == "datetime64[us, UTC]"
    trips = frame[(frame["kind"] == "trip") & (frame["status"] == "confirmed")]
    assert trips["start_date"].tolist() == [date(2018, 9, 27)]
    assert trips["nights"].tolist() == [9]
    assert frame["title"].str.contains("순방").any()


def test_polars_takes_the_rows_as_they_are(seoul: Office) -> None:
    rows = seoul.calendar(audience="public").to_records("ko")
    frame = pl.from_dicts(rows, infer_schema_length=None)
    assert frame.columns == list(OPEN_DATA)
    assert frame.schema["start"] == pl.Datetime("us", "UTC")
    assert (frame.schema["start_date"], frame.schema["nights"]) == (pl.Date, pl.Int64)
    assert frame.filter(pl.col("kind") == "trip")["nights"].drop_nulls().to_list() == [1, 3, 9, 3]


def test_counts_are_rows_too(seoul: Office) -> None:
    seoul.record(StateFigure(key="green", value="12.5", unit="개", as_of="2018-08", visibility="public"), by="p")
    counts = seoul.counts(on="2018-08-31")
    rows = counts.to_records("ko")
    assert [row["key"] for row in rows] == list(counts)
    by_key = {row["key"]: row for row in rows}
    assert (by_key["hosted_organizations"]["total"], by_key["hosted_organizations"]["unit"]) == (30, "개")
    assert by_key["green"]["stated"] == 12.5
    assert {type(row["total"]) for row in rows} == {float}
    assert {type(row["named"]) for row in rows} == {int}
    assert len({tuple(row) for row in rows}) == 1
    assert pd.DataFrame.from_records(rows, index="key").loc["green", "stated"] == 12.5
    assert pl.from_dicts(rows, infer_schema_length=None).schema["stated"] == pl.Float64


def test_agreements_are_rows_too(office: Office) -> None:
    office.record(
        ReportAgreement(
            agreement="zurich", title=Text(ko="우호 협약"), stage="signed", signed="2018-10",
            parties=[{"name": {"ko": "서울"}}, {"name": {"ko": "취리히"}}], visibility=Visibility.PUBLIC,
        ),
        by="p",
    )  # fmt: skip
    office.record(
        ReportAgreement(
            agreement="bern", title=Text(ko="협약"), stage="signed", signed="2018-10-03", predecessor="zurich"
        ),
        by="p",
    )
    register = office.agreements(on="2018-12-31")
    one, two = register.to_records()
    assert (one["title"], one["parties"], one["stage"]) == ("우호 협약", "서울; 취리히", "signed")
    assert (one["signed"], one["signed_earliest"], one["signed_latest"]) == (
        "2018-10", date(2018, 10, 1), date(2018, 10, 31),
    )  # fmt: skip
    assert two["predecessor"] == one["uid"]
    assert two["signed"] in ("2018-10-03", "2018-10-03/2018-10-03")
    assert len(register) == 2
    assert pl.from_dicts([one, two]).schema["signed_earliest"] == pl.Date
    assert list(pd.DataFrame.from_records([one, two])["stage"]) == ["signed", "signed"]
    (public,) = office.agreements(audience="public").to_records()
    assert public["parties"] is None, "the public is not told the parties"


# --- Parquet ----------------------------------------------------------------------------------------------------------


def written(office: Office, audience: Audience = Audience.PUBLIC, language: str = "ko") -> bytes:
    return parquet(list(office.history()), office.profile(), language=language, audience=audience, at=office.now())


@pytest.mark.parametrize("audience", Audience)
def test_parquet_holds_the_rows_with_their_types(seoul: Office, audience: Audience) -> None:
    read = pq.read_table(io.BytesIO(written(seoul, audience)))
    assert read.to_pylist() == seoul.calendar(audience=audience).to_records("ko")
    types = {name: str(kind) for name, kind in zip(read.schema.names, read.schema.types, strict=True)}
    assert list(types) == list(OPEN_DATA)
    assert {types["start"], types["end"], types["last_modified"]} == {"timestamp[us, tz=UTC]"}
    assert {types[each] for each in ("start_date", "end_date", "earliest", "latest", "occurrence")} == {"date32[day]"}
    assert (types["title"], types["nights"], types["latitude"], types["all_day"]) == (
        "string",
        "int64",
        "double",
        "bool",
    )


def test_parquet_has_its_types_when_nothing_is_in_it(office: Office) -> None:
    empty = pq.read_table(io.BytesIO(written(office)))
    assert empty.num_rows == 0
    assert empty.schema.field("start").type == pa.timestamp("us", "UTC")


def test_the_same_history_gives_the_same_parquet(seoul: Office) -> None:
    assert written(seoul) == written(seoul)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Path]:
    assert run("import", EARLIER, REPORT, LATER, db=tmp_path / "office.db").code == 0
    return tmp_path / "office.db"


def test_the_command_writes_parquet_that_others_read(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "mayor.parquet"
    done = run("export", "parquet", "--lang", "ko", "--kind", "trip", "--out", out, db=db)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{out}: 일정 4건\n"
    assert pd.read_parquet(out)["nights"].tolist() == [1, 3, 9, 3]
    assert pl.read_parquet(out)["title"].str.contains("순방").any()


@pytest.mark.slow
def test_parquet_is_the_same_in_every_process(db: Path) -> None:
    first, second = (spawn("export", "parquet", "--db", db, LC_ALL="C") for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout != b""


@pytest.mark.parametrize(("lang", "said"), [("en", "not installed; run: "), ("ko", "설치되어 있지 않아")])
def test_what_is_missing_is_told_with_the_command_that_brings_it(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    out = tmp_path / "mayor.parquet"
    done = run("export", "parquet", "--lang", lang, "--out", out, db=db)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "pip install 'mayor-schedule[parquet]'" in done.err
    assert not out.exists()
    with Office.in_memory(clock=Clock()) as office, pytest.raises(InvalidValueError, match="pip install"):
        written(office)
