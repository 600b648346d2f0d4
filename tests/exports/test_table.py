"""Tables: what is known and nothing more, in cells that break no line and run nothing; read by other programs."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from canaries import canary_stories, days_of, leaks, lived
from conftest import EARLIER, LATER, REPORT
from mayor_schedule import (
    Audience,
    CancelTrip,
    ChangeOffice,
    FoundOffice,
    InvalidValueError,
    Moment,
    Office,
    Period,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeTrip,
    Text,
    Timed,
    Unknown,
    Visibility,
)
from mayor_schedule.domain.office import OfficeDetails
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.exports.cells import FORMULA, csv_bytes, text_cell
from mayor_schedule.exports.table import GOOGLE, OPEN_DATA, table
from mayor_schedule.imports.loading import import_files

BOM = b"\xef\xbb\xbf"


def export(office: Office, audience: str = "public", language: str = "ko", **more: Any) -> bytes:
    return table(
        office.history(), office.profile(), language=language, audience=Audience(audience), at=office.now(), **more
    )


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows as `tablib` reads them."""
    return [dict(row) for row in tablib.Dataset().load(data.decode("utf-8-sig"), format="csv").dict]


def google(office: Office, **more: Any) -> list[dict[str, str]]:
    return rows(export(office, columns="google", **more))


def occasion(office: Office, name: str, when: Any, **more: Any) -> None:
    more = {"title": Text(ko=name), "visibility": Visibility.PUBLIC, **more}
    office.record(PlanOccasion(occasion=name, when=when, **more), by="p")


@pytest.fixture
def found(office: Office) -> Office:
    office.record(FoundOffice(name=Text(ko="비서실"), zone="Asia/Seoul", domain="example.go.kr"), by="p")
    return office


def test_the_file_is_rfc_4180_with_a_mark_for_korean_spreadsheets(found: Office) -> None:
    occasion(found, "행사", Period.of("2026-12-01"))
    data = export(found)
    assert data.startswith(BOM + ",".join(OPEN_DATA).encode() + b"\r\n")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 2
    assert not export(found, columns="google").startswith(BOM)
    assert export(found, columns="google").startswith(b"Subject,Start Date,Start Time,End Date,End Time,All Day Event,")


def test_each_kind_of_date_fills_its_own_columns(found: Office) -> None:
    zurich = Timed(start=Moment.of("2026-10-03T23:30", "Europe/Zurich"))
    tokyo = Timed(start=Moment.of("2026-10-04T23:00", "Asia/Tokyo"), end=Moment.of("2026-10-05T01:00", "Asia/Tokyo"))
    for name, when in (
        ("open", zurich), ("night", tokyo), ("days", Period.of("2026-12-01", "2026-12-03")),
        ("month", FuzzyDate.of("2026-11~")), ("since", FuzzyDate.of("2026-11/..")), ("never", Unknown()),
    ):  # fmt: skip
        occasion(found, name, when)
    names = ("start", "end", "start_date", "end_date", "all_day", "zone", "edtf", "earliest", "latest")
    read = {row["title"]: tuple(row[name] for name in names) for row in rows(export(found))}
    assert read == {
        "open": ("2026-10-03T23:30:00+02:00", "", "2026-10-03", "", "false", "Europe/Zurich", "", "", ""),
        "night": (
            "2026-10-04T23:00:00+09:00", "2026-10-05T01:00:00+09:00", "2026-10-04", "2026-10-05", "false",
            "Asia/Tokyo", "", "", "",
        ),
        "days": ("", "", "2026-12-01", "2026-12-03", "true", "", "", "", ""),
        "month": ("", "", "", "", "", "", "2026-11~", "2026-11-01", "2026-11-30"),
        "since": ("", "", "", "", "", "", "2026-11/..", "2026-11-01", ""),
        "never": ("",) * 9,
    }  # fmt: skip


def test_places_parts_and_revisions(found: Office) -> None:
    place = Place(
        city=Text(ko="뉴욕", en="New York"), venue=Text(ko="유엔"), country="US",
        coordinates=Coordinates(latitude=40.749, longitude=-73.968),
    )  # fmt: skip
    stops = ({"city": {"ko": "뉴욕"}}, {"city": {"ko": "보스턴"}})
    trip = {"trip": "us", "title": Text(ko="미국"), "period": Period.of("2026-12-01", "2026-12-05"), "nights": 3}
    found.record(PlanTrip(**trip, stops=stops, visibility=Visibility.PUBLIC), by="p")
    found.record(
        PlanEngagement(
            engagement="un", title=Text(ko="유엔"), part_of="trip:us", place=place, visibility=Visibility.PUBLIC
        ),
        by="p",
    )
    whole, part = sorted(rows(export(found)), key=lambda row: row["kind"] != "trip")
    assert (whole["stops"], whole["nights"], whole["sequence"]) == ("뉴욕 → 보스턴", "3", "1")
    assert part["part_of"] == part["within"] == whole["uid"]
    assert (part["venue"], part["city"], part["country"]) == ("유엔", "뉴욕", "US")
    assert (part["latitude"], part["longitude"]) == ("40.749", "-73.968"), "a number is no formula"
    assert part["last_modified"].endswith("Z")
    (alone,) = rows(export(found, kinds={"engagement"}))
    assert (alone["part_of"], alone["within"]) == ("", ""), "names nothing that is not in the file"
    found.record(PostponeTrip(trip="us"), by="p")
    postponed = next(row for row in rows(export(found)) if row["kind"] == "trip")
    assert (postponed["status"], postponed["start_date"]) == ("postponed", "")


def test_google_gets_days_inclusively_and_times_on_the_clocks_of_the_office(found: Office) -> None:
    zurich = Timed(
        start=Moment.of("2026-10-03T19:00", "Europe/Zurich"), end=Moment.of("2026-10-03T22:00", "Europe/Zurich")
    )
    occasion(found, "저녁", zurich, place=Place(city=Text(ko="취리히")))
    occasion(found, "사흘", Period.of("2026-12-01", "2026-12-03"), visibility=Visibility.INTERNAL)
    occasion(found, "시월", FuzzyDate.of("2026-10"))
    evening, days = google(found, audience="internal")
    assert evening == {
        "Subject": "저녁", "Start Date": "10/04/2026", "Start Time": "2:00 AM", "End Date": "10/04/2026",
        "End Time": "5:00 AM", "All Day Event": "False", "Description": "", "Location": "취리히", "Private": "False",
    }  # fmt: skip
    assert [days[name] for name in GOOGLE[:6]] == ["사흘", "12/01/2026", "", "12/03/2026", "", "True"]
    assert days["Private"] == "True"
    found.record(ChangeOffice(fields=OfficeDetails(zone="Europe/Zurich")), by="p")
    assert google(found)[0]["Start Time"] == "7:00 PM"


@pytest.mark.parametrize(("at", "said"), [("00:00", "12:00 AM"), ("12:05", "12:05 PM"), ("23:59", "11:59 PM")])
def test_google_s_clock_has_twelve_hours(found: Office, at: str, said: str) -> None:
    occasion(found, "x", Timed(start=Moment.of(f"2026-12-01T{at}", "Asia/Seoul")))
    (row,) = google(found)
    assert (row["Start Time"], row["End Date"], row["End Time"]) == (said, "", "")


def test_google_is_told_of_nothing_that_does_not_take_place(found: Office) -> None:
    for name, ending in (("a", CancelTrip(trip="a")), ("b", PostponeTrip(trip="b"))):
        trip = PlanTrip(trip=name, title=Text(ko=name), period=Period.of("2026-12-01"), visibility=Visibility.PUBLIC)
        found.record_all([trip, ending], by="p")
    assert google(found) == []
    assert {row["status"] for row in rows(export(found))} == {"cancelled", "postponed"}


def test_the_times_are_our_instants(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    expected = {
        entry.uid: (entry.when.start.utc, entry.when.end and entry.when.end.utc)
        for entry in office.calendar(audience="public").entries()
        if isinstance(entry.when, Timed)
    }
    read = {row["uid"]: row for row in rows(export(office)) if row["start"]}
    assert len(expected) > 2

    def instant(text: str) -> datetime | None:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None

    assert {uid: (instant(row["start"]), instant(row["end"])) for uid, row in read.items()} == expected


def test_everything_that_the_public_sees_is_there_dated_or_not(office: Office) -> None:
    import_files(office, [EARLIER, REPORT, LATER])
    entries = office.calendar(audience="public").entries()
    read = rows(export(office))
    assert [row["uid"] for row in read] == [entry.uid for entry in entries]
    assert [row["title"] for row in read] == [entry.title.best("ko") for entry in entries]
    october = next(row for row in read if "자치분권" in row["title"])
    assert (october["edtf"], october["start_date"]) == ("2018-10", "")
    past = rows(export(office, known_on=date(2018, 8, 31)))
    assert {row["uid"] for row in past} < {row["uid"] for row in read}
    assert {row["kind"] for row in rows(export(office, kinds={"trip", "visit"}))} == {"trip", "visit"}


def test_what_cannot_be_asked_for_is_refused(office: Office) -> None:
    with pytest.raises(InvalidValueError, match="no columns 'outlook'; write open-data or google"):
        export(office, columns="outlook")
    with pytest.raises(InvalidValueError, match="no kind of entry 'figure'; the kinds are trip, visit, engagement,"):
        export(office, kinds={"figure"})


# --- nothing breaks out of a cell -------------------------------------------------------------------------------------

NASTY = [
    "=cmd()",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200f=1",
    "＝1",
    "a,b;c",
    '"q"',
    "'",
    "\u202e",
    "\x00=1",
]
texts = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=()), max_size=12)


@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=4), st.booleans())
def test_a_cell_breaks_no_row_and_runs_nothing(given_rows: list[list[str]], lines: bool) -> None:
    data = csv_bytes(
        ("a", "b", "c"), [[text_cell(each, lines=lines) for each in row] for row in given_rows], mark=False
    )
    read = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert [len(row) for row in read] == [3] * (len(given_rows) + 1)
    if not lines:
        assert len(data.decode().splitlines()) == len(read), "a line each, for readers that know no quotes"
    for cell in (cell for row in read[1:] for cell in row):
        visible = [each for each in cell if not each.isspace() and unicodedata.category(each) != "Cf"]
        assert not visible or visible[0] not in FORMULA
        assert not any(unicodedata.category(each) in ("Cc", "Cs") for each in cell.replace("\n", ""))


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(lambda text: text[0] not in FORMULA))
def test_a_harmless_text_is_left_as_it_is(text: str) -> None:
    assert text_cell(text) == text


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        ("=cmd()", "'=cmd()"),
        ("\t=1", "' =1"),
        ("a\nb", "a b"),
        ("a\u2028b\x85c\x00d", "a b cd"),
        ("\ud800x", "x"),
        (None, ""),
    ],
)
def test_what_becomes_of_a_text(given: str | None, cell: str) -> None:
    assert text_cell(given) == cell
    assert text_cell("b\r\n-a", lines=True) == "b\n-a"


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", 'a"b,c;d', "줄\n바꿈", "\u200f=1\u202e", "긴 제목 " * 2500])
def test_any_title_is_one_cell(found: Office, title: str) -> None:
    occasion(found, "o", Period.of("2026-12-24"), title=Text(ko=title))
    ((row,), (other,)) = rows(export(found)), google(found)
    assert row["title"] == other["Subject"] == text_cell(Text(ko=title)["ko"])
    assert len(row["title"]) >= len(title)


# --- nobody is told what is not for them ------------------------------------------------------------------------------


@given(canary_stories(), st.data())
def test_nothing_hidden_leaves(story: Any, data: DataObject) -> None:
    with lived(story) as office:
        known_on = data.draw(days_of(office))
        for audience in Audience:
            for columns in ("open-data", "google"):
                assert (
                    leaks(office, export(office, audience, known_on=known_on, columns=columns), audience, known_on)
                    == []
                )
