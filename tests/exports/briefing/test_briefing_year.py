"""The year of a briefing as a picture: a series in one row, and each signing once, at the day of its engagement."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from briefed import DAY, Step, text_of, told
from mayor_schedule import Office

SVG = "{http://www.w3.org/2000/svg}"
TIMELINE = "ms-timeline"


def rows(office: Office, language: str = "en", **asked: Any) -> list[str]:
    """What each row and each mark of the timeline says, lane by lane."""
    text = text_of(office, "html", language, **asked)
    found = []
    for svg in re.findall(r"<svg .*?</svg>", text, re.DOTALL):
        root = ET.fromstring(svg)  # noqa: S314 - it was written here
        if root.attrib["aria-labelledby"].startswith(TIMELINE):
            found += [each.findtext(f"{SVG}title") or "" for each in root.findall(f"{SVG}g")]
    return found


def series(rule: str = "FREQ=WEEKLY;UNTIL=20181231", **more: Any) -> Step:
    when = {"start": "2018-01-01T09:00", "end": "2018-01-01T10:00", "zone": "Asia/Seoul"}
    fields = {"occasion": "staff", "title": {"en": "Staff", "ko": "간부회의"}, "when": when, "visibility": "public"}
    return "plan_occasion", {**fields, "recurrence": {"rule": rule}, **more}


def meeting(when: Any = "2018-05-03/2018-05-03", **more: Any) -> Step:
    return "plan_engagement", {"engagement": "hall", "title": {"en": "Ceremony"}, "when": when,
                               "visibility": "public", **more}  # fmt: skip


def proposal(**more: Any) -> Step:
    return "propose_agreement", {"agreement": "oslo", "title": {"en": "MOU"}, "category": "mou",
                                 "parties": [{"name": {"en": "Oslo"}}], "visibility": "public", **more}  # fmt: skip


def planned(signing: Any = "unknown") -> Step:
    return "plan_signing", {"agreement": "oslo", "signing": signing, "engagement": "hall"}


def signed(on: Any = "unknown") -> Step:
    return "sign_agreement", {"agreement": "oslo", "on": on, "engagement": "hall"}


# --- series -----------------------------------------------------------------------------------------------------------


def test_a_series_is_one_row_with_its_rule_in_words() -> None:
    with told(series()) as office:
        assert rows(office) == ["Staff, every week until 2018-12-31, tentative"]
        assert rows(office, "ko") == ["간부회의, 매주 2018-12-31까지, 예정"]
        assert rows(office, audience="public") == rows(office)
        assert text_of(office, "html").count("<title>Staff, 8 January, 09:00–10:00, tentative</title>") == 1
        assert text_of(office, "html").count("<title>Staff, ") == 1 + 53


def test_a_series_is_from_its_first_to_its_last_day_where_no_words_say_its_rule() -> None:
    with told(series("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;UNTIL=20180630")) as office:
        assert rows(office) == ["Staff, 1 January – 4 June, tentative"]


def test_a_time_of_a_series_that_is_off_or_elsewhere_has_its_mark() -> None:
    off = ("cancel_occurrence", {"occasion": "staff", "occurrence": "2018-01-08"})
    renamed = {"occasion": "staff", "occurrence": "2018-01-15", "fields": {"title": {"en": "Retreat"}}}
    moved = ("change_occurrence", renamed)
    with told(series(), off, moved) as office:
        assert rows(office) == ["Staff, every week until 2018-12-31, tentative, cancelled"]
        text = text_of(office, "html")
        assert "<title>Staff, 8 January, 09:00–10:00, cancelled</title>" in text
        assert "<title>Retreat, 15 January, 09:00–10:00, tentative</title>" in text


def test_what_comes_back_once_in_the_year_is_no_series_there() -> None:
    with told(series("FREQ=YEARLY;UNTIL=20201231")) as office:
        assert rows(office) == ["Staff, 1 January, 09:00–10:00, tentative"]


# --- signings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_a_signing_at_an_engagement_is_in_its_lane_at_that_day_once(audience: str) -> None:
    for steps, status in (((planned(),), "tentative"), ((planned(), signed()), "done")):
        with told(meeting(), proposal(), *steps) as office:
            on = "2018-05-02" if status == "tentative" else DAY
            assert rows(office, audience=audience, on=on) == [f"MOU, 3 May, {status}"]
            assert ">Signings</text>" in text_of(office, "html", audience=audience, on=on)


def test_a_signing_without_an_engagement_that_is_seen_is_there_once_too() -> None:
    with told(meeting(visibility="internal"), proposal(), planned("2018-05-03/2018-05-03")) as office:
        for audience in ("internal", "public"):
            assert rows(office, audience=audience, on="2018-05-01") == ["MOU, 3 May, tentative"]
        assert rows(office) == ["MOU, 3 May, tentative"]
        assert rows(office, audience="public") == [], "the public is not told what nobody has reported"


def test_a_proposal_alone_has_no_signing() -> None:
    with told(meeting(), proposal(engagement="hall")) as office:
        assert rows(office) == []


def test_a_signing_lies_within_the_dates_of_the_trip_of_its_engagement() -> None:
    trip = ("plan_trip", {"trip": "oslo", "title": {"en": "Oslo"}, "period": "2018-05-01/2018-05-04"})
    with told(trip, meeting("unknown", part_of="trip:oslo"), proposal(), planned()) as office:
        (_, signing) = rows(office)
        assert signing == "MOU, tentative"


def test_a_signing_has_its_own_day_where_that_of_the_engagement_is_not_exact() -> None:
    with told(meeting({"edtf": "2018-05"}), proposal(), planned(), signed("2018-05-03/2018-05-03")) as office:
        assert rows(office) == ["MOU, 3 May, done"]
    with told(meeting(), proposal(), planned(), signed({"edtf": "2018-05"})) as office:
        assert rows(office) == ["MOU, 3 May, done"]


def test_a_signing_is_off_with_its_engagement_unless_it_was_signed() -> None:
    off = ("cancel_engagement", {"engagement": "hall"})
    with told(meeting(), proposal(), planned(), off) as office:
        assert rows(office) == ["MOU, 3 May, cancelled"]
    with told(meeting(), proposal(), planned(), signed("2018-05-03/2018-05-03"), off) as office:
        assert rows(office) == ["MOU, 3 May, done"]


def test_signings_of_other_years_and_without_days_are_not_drawn() -> None:
    with told(meeting("2017-05-03/2017-05-03"), proposal(), planned(), signed()) as office:
        assert rows(office) == []
    with told(meeting("unknown"), proposal(), planned()) as office:
        assert rows(office) == []


def test_a_signing_of_an_agreement_that_is_another_is_not_drawn_twice() -> None:
    other = ("propose_agreement", {**proposal()[1], "agreement": "again"})
    planned_again = ("plan_signing", {**planned()[1], "agreement": "again"})
    suspected = ("suspect_duplicate", {"agreement": "again", "of": "agreement:oslo"})
    settled = ("settle_duplicate", {"agreement": "again", "verdict": "same"})
    with told(meeting(), proposal(), planned(), other, planned_again, suspected, settled) as office:
        assert rows(office) == ["MOU, 3 May, tentative"]
