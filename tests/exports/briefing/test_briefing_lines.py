"""What a briefing says of a history: each thing that belongs to its days, how things are with it, and on what it rests.

Of words only those are tested that tell how things are; the rest is in `test_saying`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from briefed import DAY, FOUNDED, Step, every_line, founded, page, record_of, text_of, told, under, words
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import Audience, Office
from mayor_schedule.domain.figure import Figure
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.briefing.reading import Reading

FORMS = ("md", "html", "json")


def trip(name: str = "oslo", stage: str = "confirmed", period: str = "2018-10-01/2018-10-03", **more: Any) -> Step:
    return "report_trip", {"trip": name, "title": {"en": name.title()}, "period": period, "stage": stage, **more}


def visit(name: str = "ada", stage: str = "received", when: str = "2018-05-02", **more: Any) -> Step:
    guests = {} if "guests" in more or "party" in more else {"guests": [{"name": {"en": name.title()}}]}
    return "report_visit", {"visit": name, "when": when, "stage": stage, **guests, **more}


def meeting(name: str, part_of: str | None = "trip:oslo", stage: str = "planned", **more: Any) -> Step:
    fields = {"engagement": name, "title": {"en": name.title()}, "stage": stage, **more}
    return "report_engagement", fields if part_of is None else {**fields, "part_of": part_of}


def occasion(name: str = "expo", stage: str = "held", when: str = "2018-05-02", **more: Any) -> Step:
    return "report_occasion", {"occasion": name, "title": {"en": name.title()}, "stage": stage, "when": when, **more}


def agreement(name: str = "pact", stage: str = "signing_planned", **more: Any) -> Step:
    return "report_agreement", {"agreement": name, "title": {"en": name.title()}, "stage": stage, **more}


def figure(key: str, value: Any, scope: str | None = None, as_of: str = "2018-08-31", **more: Any) -> Step:
    return "state_figure", {"key": key, "value": value, "as_of": as_of, **({"scope": scope} if scope else {}), **more}


def city(name: str) -> dict[str, Any]:
    return {"city": {"en": name}, "country": "NO"}


def says(office: Office, *parts: str, **asked: Any) -> list[str]:
    """The lines that say all of these."""
    return [line for line in words(office, **asked) if all(part in line for part in parts)]


# --- what a line rests on ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seoul() -> Office:
    opened = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    import_files(opened, [EARLIER, REPORT, LATER])
    return opened


def behind(record: Any) -> Iterator[dict[str, Any]]:
    """Everything of a record that names subjects."""
    for each in record.values() if isinstance(record, dict) else record if isinstance(record, list) else ():
        yield from behind(each)
    if isinstance(record, dict) and "subjects" in record:
        yield record


@pytest.mark.parametrize("known_on", ["2018-03-01", "2018-08-31", "2018-12-31", None])
def test_every_line_names_events_and_sources_that_there_are(seoul: Office, known_on: str | None) -> None:
    events = {each.reference: each for each in seoul.history(known_on=known_on)}
    found = [each for each in behind(record_of(seoul, known_on=known_on)) if each.get("title") is None]
    assert len(found) > (5 if known_on == "2018-03-01" else 100)
    for each in found:
        if each.get("text") == "nothing to report":
            continue
        assert each["subjects"], each
        assert each["events"]
        cited = {(c.document, c.locator) for event in each["events"] for c in events[event].citations}
        assert {(source["document"], source["at"]) for source in each["sources"]} == cited
        assert {event.partition("@")[0] for event in each["events"]} == set(each["subjects"])


@pytest.mark.parametrize("on", ["2018-03-01", "2018-08-31", "2018-12-31"])
@pytest.mark.parametrize("audience", Audience)
def test_all_that_the_office_knows_of_these_days_is_told(seoul: Office, on: str, audience: Audience) -> None:
    """The public is not told what nobody has reported."""
    knowledge = seoul.knowledge(known_on=on, audience=audience)
    reading = Reading(seoul.briefing(on=on, known_on=on, audience=audience).counts)
    told_of = {each for line in behind(record_of(seoul, on=on, known_on=on, audience=audience)) for each in
               line["subjects"]}  # fmt: skip
    key = "id" if audience is Audience.INTERNAL else "uid"
    left_out = []
    for known in knowledge.values():
        state: Any = known.state
        if state.kind not in {"trip", "visit", "engagement", "occasion", "agreement", "figure"}:
            continue
        first, _ = knowledge.span(getattr(state, "dates", None))
        merged = getattr(state, "same_as", None) is not None
        old = first is not None and first.isoformat() < "2018"
        if not merged and not old and reading.tells(reading.shown(known)) and getattr(known, key) not in told_of:
            left_out.append(known.id)
    older = {known.id for known, _ in _old_figures(seoul, on, audience)}
    assert set(left_out) <= older, left_out


def _old_figures(office: Office, on: str, audience: Audience) -> Iterator[tuple[Any, Any]]:
    """The figures that a later statement of the same series has taken the place of."""
    known = list(office.knowledge(known_on=on, audience=audience).of_kind(Figure))
    for each, state in known:
        others = [other for _, other in known if other.series == state.series and other is not state]
        if any(str(state.as_of) <= str(other.as_of) for other in others):
            yield each, state


# --- how things are ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "period", "heading", "standing"),
    [
        ("returned", "2018-03-01/2018-03-02", "Trips abroad: ", ""),
        ("departed", "2018-08-30/2018-09-02", "Trips under way", "under way"),
        ("departed", "2018-08-10/2018-08-12", "Trips under way", "under way"),
        ("confirmed", "2018-08-10/2018-08-12", "Trips under way", "not reported"),
        ("confirmed", "2018-08-31/2018-09-12", "Trips under way", "not reported"),
        ("planned", "2018-09-01/2018-09-02", "Trips abroad planned", ""),
        ("cancelled", "2018-03-01/2018-03-02", "Called off", "called off"),
    ],
)
def test_how_things_are_with_a_trip(stage: str, period: str, heading: str, standing: str) -> None:
    with told(trip(stage=stage, period=period)) as office:
        (line,) = under(office, heading)
        assert line.startswith("○ Oslo (")
        assert standing in line
        assert standing or not any(each in line for each in ("under way", "reported", "off"))
        assert len(says(office, "Oslo")) == 1, "it is told of once"


@pytest.mark.parametrize("period", ["unknown", "2017/2019"])
def test_a_trip_that_was_made_on_unknown_days_is_told(period: str) -> None:
    with told(trip(stage="returned", period=period)) as office:
        assert under(office, "Other trips")[0].startswith("○ Oslo")
        assert [block.key for block in page(office).sections[0].blocks] == ["trips_other"]


@pytest.mark.parametrize("period", ["unknown", "2018/2019"])
def test_a_trip_that_is_planned_for_unknown_days_is_told(period: str) -> None:
    with told(trip(period=period)) as office:
        assert under(office, "Trips abroad planned: 1")[0].startswith("○ Oslo")
        assert len(says(office, "Oslo")) == 1


def test_a_trip_that_should_have_begun_at_the_latest_is_not_reported() -> None:
    with told(trip(period="2018-06/2018-07")) as office:
        assert under(office, "Trips under way, or not reported")[0].startswith("○ Oslo")


def test_a_trip_that_was_heard_of_later_is_told() -> None:
    with told(trip(period="unknown"), known_on="2018-11-01") as office:
        assert under(office, "Other trips") == ["○ Oslo"]


def test_a_trip_that_was_under_way_on_the_day_is_told_as_that() -> None:
    with told(trip(stage="returned", period="2018-08-30/2018-09-02"), known_on="2018-11-01") as office:
        (line,) = under(office, "Trips under way")
        assert "under way" in line
        assert len(under(office, "Trips abroad: 1", on="2018-09-02")) == 1


@pytest.mark.parametrize("step", [trip(stage="cancelled"), visit("oslo", stage="cancelled", when="2018-10-02")])
def test_what_was_ahead_and_is_called_off_is_told(step: Step) -> None:
    with told(step) as office:
        assert under(office, "Called off")[0].startswith("○ Oslo")


def test_an_occasion_that_was_ahead_and_is_called_off_is_told() -> None:
    with told(occasion(stage="cancelled", when="2018-10-02")) as office:
        assert under(office, "Called off") == ["○ Expo (2 October)"]


def test_a_trip_that_was_postponed_is_told_with_that() -> None:
    with told(trip(stage="postponed")) as office:
        assert len(says(office, "Oslo", "postponed")) == 1


def test_what_was_called_off_in_other_years_is_not_told() -> None:
    with told(trip(stage="cancelled", period="2016-03-01/2016-03-02"), visit(stage="cancelled", when="2016")) as office:
        assert says(office, "Oslo") + says(office, "Ada") == []


@pytest.mark.parametrize(
    ("stage", "when", "heading", "standing"),
    [
        ("received", "2018-05-02", "Other visits", ""),
        ("confirmed", "2018-05-02", "Visits whose day has passed", ""),
        ("announced", "2018-10-02", "Visits announced", ""),
        ("announced", "unknown", "Visits announced", ""),
        ("postponed", "2018-10-02", "Visits announced", "postponed"),
        ("cancelled", "2018-05-02", "Called off", "called off"),
    ],
)
def test_how_things_are_with_a_visit(stage: str, when: str, heading: str, standing: str) -> None:
    with told(visit(stage=stage, when=when)) as office:
        (line,) = under(office, heading)
        assert line.startswith("○ Ada")
        assert standing in line
        assert len(says(office, "Ada")) == 1


@pytest.mark.parametrize(
    ("stage", "when", "heading", "standing"),
    [
        ("held", "2018-05-02", "Done", ""),
        ("confirmed", "2018-05-02", "Not reported", ""),
        ("planned", "2018-10-02", "Planned", ""),
        ("planned", "2018-08-31", "Planned", ""),
        ("postponed", "2018-05-02", "Planned", "postponed"),
        ("cancelled", "2018-05-02", "Called off", ""),
    ],
)
def test_how_things_are_with_an_occasion(stage: str, when: str, heading: str, standing: str) -> None:
    with told(occasion(stage=stage, when=when)) as office:
        (line,) = under(office, heading)
        assert line.startswith("○ Expo")
        assert standing in line
        assert standing or not any(each in line for each in ("postponed", "reported", "off"))


def test_how_things_are_with_a_meeting_of_a_trip() -> None:
    stages = {"gone": "cancelled", "late": "postponed", "ahead": "planned"}
    with told(trip(), *(meeting(name, stage=stage) for name, stage in stages.items())) as office:
        assert says(office, "Gone") == ["- Gone (called off)"]
        assert says(office, "Late") == ["- Late (postponed)"]
        assert says(office, "Ahead") == ["- Ahead"]


def test_a_meeting_of_a_trip_that_was_made_and_was_not_reported_says_so() -> None:
    made = trip(stage="returned", period="2018-03-01/2018-03-03")
    with told(made, meeting("talk", when="2018-03-02"), meeting("done", stage="held", when="2018-03-02")) as office:
        assert says(office, "Talk") == ["- Talk (2 March, not reported)"]
        assert says(office, "Done") [-1:] == ["- Done (2 March)"]


# --- trips ------------------------------------------------------------------------------------------------------------


def test_a_trip_to_several_cities_has_its_meetings_by_city() -> None:
    stops = [city("Oslo"), city("Bergen"), city("Moss")]
    steps = (
        meeting("port", place=city("Bergen")), meeting("fish", place=city("Bergen")),
        meeting("king", place=city("Oslo")),
        meeting("lake", place=city("Voss")), meeting("lost"),
    )  # fmt: skip
    with told(trip(stops=stops), *steps) as office:
        (line, stops_line, *rest) = under(office, "Trips abroad planned")
        assert line.startswith("○ Oslo (1–3 October, 3 days)")
        assert stops_line.startswith("- Stops: Oslo")
        assert stops_line.index("Bergen") < stops_line.index("Moss")
        assert [each[:6] for each in rest] == ["- Oslo", "- Berg", "‣ Port", "‣ Fish", "- Voss", "- Stop"]
        assert "King" in rest[0]
        assert "Lake" in rest[4]


def test_a_trip_to_one_city_need_not_say_where() -> None:
    with told(trip(stops=[city("Oslo")]), meeting("king", place=city("Oslo")), meeting("lost")) as office:
        assert under(office, "Trips abroad planned")[1:] == ["- King", "- Lost"]


def test_what_takes_place_beside_the_one_city_says_where() -> None:
    with told(trip(stops=[city("Oslo")]), meeting("lake", place=city("Voss"))) as office:
        (lake,) = says(office, "Lake")
        assert "Voss" in lake


def test_a_trip_without_stops_has_its_meetings() -> None:
    with told(trip(), meeting("lost"), meeting("lake", place=city("Voss"))) as office:
        assert sorted(says(office, "- Lost")) == ["- Lost"]
        (lake,) = says(office, "Lake")
        assert "Voss" in lake


def test_a_meeting_at_a_venue_in_a_city_is_at_its_stop() -> None:
    hall = {**city("Bergen"), "venue": {"en": "Town hall"}}
    with told(trip(stops=[city("Oslo"), city("Bergen")]), meeting("talk", place=hall)) as office:
        assert len(says(office, "- Bergen", "Talk")) == 1


def test_a_city_that_is_visited_twice_has_its_meetings_once() -> None:
    stops = [city("Oslo"), city("Bergen"), city("Oslo")]
    with told(trip(stops=stops), meeting("king", place=city("Oslo"))) as office:
        assert len(says(office, "King")) == 1


# --- agreements -------------------------------------------------------------------------------------------------------


def test_what_is_signed_at_a_meeting_of_a_trip_is_told_with_the_trip_and_in_the_register() -> None:
    with told(trip(), meeting("dinner"), agreement(engagement="dinner", parties=["Oslo"])) as office:
        assert any("Pact" in line for line in under(office, "Trips abroad planned"))
        assert len(says(office, "Pact")) == 2
        assert len(says(office, "Pact", "signing planned")) == 1


def test_what_is_to_be_signed_within_a_trip_is_told_with_it() -> None:
    with told(trip(), agreement(signing={"unknown": True, "within": "trip:oslo"})) as office:
        assert any("Pact" in line for line in under(office, "Trips abroad planned"))


def test_an_agreement_without_a_trip_is_in_the_register_and_under_its_field() -> None:
    with told(agreement(theme={"en": "Water"}), agreement("other")) as office:
        titles = [part.title for part in page(office).annexes]
        assert "Water" in titles
        assert len(says(office, "Pact")) == 2
        assert len(says(office, "Other (")) == 1


def test_a_possible_duplicate_is_told_of_until_it_is_settled() -> None:
    steps = agreement(), agreement("echo", possible_duplicate_of="pact")
    with told(*steps) as office:
        assert len(says(office, "※", "same as “Pact”", "not settled")) == 1
    for verdict, lines in (("same", 0), ("distinct", 1)):
        settled = "settle_duplicate", {"agreement": "echo", "verdict": verdict, "reason": {"en": "read both"}}
        with told(*steps, settled) as office:
            assert says(office, "not settled") == []
            assert len(says(office, "Echo")) == lines, "what repeats another is told of once"
            assert len(says(office, "Pact")) == 1


def test_an_agreement_that_was_given_up_is_not_in_the_register() -> None:
    with told(agreement(), ("drop_agreement", {"agreement": "pact"})) as office:
        assert [part.key for part in page(office).annexes if part.key == "ties"] == []


@pytest.mark.parametrize("stage", ["signed", "in_force"])
def test_an_agreement_says_when_it_was_signed(stage: str) -> None:
    with told(agreement(stage=stage, signed="2017-03-02")) as office:
        (line,) = says(office, "Pact")
        assert "2 March 2017" in line
        assert stage.replace("_", " ") in line


# --- visits -----------------------------------------------------------------------------------------------------------


def test_visits_are_told_by_category() -> None:
    steps = (
        visit("ada", category="state_guest"), visit("bob", category="city_leader"), visit("cid", category="other"),
        visit("dan"),
    )  # fmt: skip
    with told(*steps) as office:
        assert [each[:5] for each in under(office, "State guests: 1")] == ["○ Ada"]
        assert [each[:5] for each in under(office, "Leaders of foreign cities: 1")] == ["○ Bob"]
        assert [each[:5] for each in under(office, "Other visits")] == ["○ Cid", "○ Dan"]


def test_a_visit_says_all_its_guests_and_what_it_is_called() -> None:
    guests = [{"name": {"en": "Ada"}, "office": {"en": "Mayor"}}, {"office": {"en": "Consul"}}, {"name": {"en": "Cy"}}]
    with told(visit(guests=guests, title={"en": "Talks"}, purpose={"en": "To learn"})) as office:
        (line,) = says(office, "Ada")
        assert all(each in line for each in ("Talks", "Mayor", "Consul", "Cy", "2 May"))
        assert says(office, "To learn")


def test_a_visit_of_a_body_is_called_by_it() -> None:
    with told(visit(party={"name": {"en": "Council of Bern"}})) as office:
        assert len(says(office, "Council of Bern")) == 1


@pytest.mark.parametrize("when", ["unknown", "2018", "2018-08-30/2018-09-02"])
@pytest.mark.parametrize("guests", [{"party": {"name": {"en": "Ada"}}}, {}])
def test_a_visit_that_no_number_counts_is_told_under_its_category(when: str, guests: dict[str, Any]) -> None:
    with told(visit(when=when, category="state_guest", **guests)) as office:
        assert under(office, "State guests")[0].startswith("○ Ada")
        assert len(says(office, "Ada")) == 1


def test_a_visit_has_its_meetings_and_what_is_signed_there() -> None:
    steps = visit(), meeting("tea", "visit:ada", "held", when="2018-05-02"), agreement(engagement="tea")
    with told(*steps) as office:
        lines = under(office, "Other visits")
        assert [each for each in ("Tea", "Pact") if not any(each in line for line in lines[1:])] == []


def test_more_guests_than_are_named_are_told_of() -> None:
    with told(visit(category="state_guest"), figure("state_guests", 3, unit="명")) as office:
        assert under(office, "State guests: 3") == ["○ Ada (2 May), among others"]


def test_guests_that_are_only_counted_are_told_of() -> None:
    with told(figure("city_leaders", 8, unit="명")) as office:
        assert any(line.startswith("Leaders of foreign cities: 8") for line in words(office))


# --- organisations and exports ----------------------------------------------------------------------------------------


def test_organisations_are_told_with_their_form() -> None:
    steps = (
        ("report_organization", {"organization": "icl", "name": {"en": "ICL"}, "form": "branch", "stage": "opened",
                                 "opened": "2017-01-01"}),
        ("pursue_organization", {"organization": "who", "name": {"en": "WHO centre"}}),
    )  # fmt: skip
    with told(*steps) as office:
        assert under(office, "International organisations hosted: 1") == ["○ ICL, branch"]
        assert under(office, "International organisations pursued: 1") == ["○ WHO centre"]


def test_exports_are_told_by_system() -> None:
    won = {"stage": "won", "won": "2018-05-01"}
    steps = [
        ("report_policy_export", {"policy_export": f"x{n}", "system": {"en": system}, **({"client": client} if client
         else {}), **won})
        for n, (system, client) in enumerate([("Tolls", "Baku"), ("Tax", None), ("Tolls", "Tunis")])
    ]  # fmt: skip
    with told(*steps) as office:
        assert under(office, "Policy exports won: 3") == ["○ Tolls (Baku, Tunis)", "○ Tax"]


# --- occasions --------------------------------------------------------------------------------------------------------


def test_an_occasion_says_how_it_repeats_and_who_attends() -> None:
    weekly = {"recurrence": {"rule": "FREQ=WEEKLY"}, "booked_until": "2018-12-31"}
    when = {"start": "2018-09-03T09:00", "end": "2018-09-03T10:00", "zone": "Asia/Seoul"}
    yes = {"attendance": [{"principal": "mayor", "answer": "yes"}]}
    with told(("report_occasion", {"occasion": "staff", "title": {"en": "Staff"}, "stage": "planned", "when": when,
               **weekly, **yes})) as office:  # fmt: skip
        (line, attends) = under(office, "Planned")
        assert "week" in line
        assert "the mayor" in attends


def test_who_stands_in_is_told() -> None:
    stand_in = [{"principal": "mayor", "answer": "yes", "represented_by": {"name": {"en": "Bo"}}}]
    with told(occasion(attendance=stand_in)) as office:
        (line,) = says(office, "Bo")
        assert "represented" in line


@pytest.mark.parametrize(
    ("answer", "said"), [("no", ["- the mayor did not attend"]), ("unknown", []), ("yes", ["- attended by the mayor"])]
)
def test_who_attended_and_who_did_not_is_told(answer: str, said: list[str]) -> None:
    with told(occasion(attendance=[{"principal": "mayor", "answer": answer}])) as office:
        assert under(office, "Done")[1:] == said


def test_an_occasion_that_is_ahead_is_not_said_to_have_been_attended() -> None:
    yes = [{"principal": "mayor", "answer": "yes"}]
    with told(occasion(stage="confirmed", when="2018-10-01", attendance=yes)) as office:
        (_, attends) = under(office, "Planned")
        assert "attended" not in attends


def test_occasions_are_told_under_their_field() -> None:
    with told(occasion(theme={"en": "Water"}), occasion("fair")) as office:
        annexes = page(office).annexes
        assert annexes[0].title == "Water"
        assert [part.key for part in annexes] == ["theme", "other"]


# --- figures ----------------------------------------------------------------------------------------------------------


def table_words(office: Office) -> list[list[str]]:
    """The tables of a briefing, row by row."""
    tables = [table for part in page(office).parts() for block in part.blocks for table in block.tables]
    return [
        [table.title, " | ".join(table.columns), *(f"{row.label} | {' | '.join(c.text for c in row.cells)}" for row in
         table.rows)]
        for table in tables
    ]  # fmt: skip


def titled(title: str) -> dict[str, Any]:
    return {"title": {"en": title}}


def test_figures_with_the_same_scopes_make_a_table() -> None:
    steps = [
        figure(key, value, scope, unit="명", **titled(f"{label} grade {scope}"))
        for key, label, values in (("plan", "Posts", (3, 1, 2)), ("fact", "Staff", (3, 0, 2)))
        for scope, value in zip("567", values, strict=True)
    ]
    with told(*steps) as office:
        ((title, columns, *rows),) = table_words(office)
        assert "31 August 2018" in title
        assert columns.replace("grade", "").split() == ["5", "|", "6", "|", "7"]
        assert [each.replace(" grade", "") for each in rows] == ["Posts | 3 | 1 | 2", "Staff | 3 | 0 | 2"]


def test_a_cell_stands_under_the_heading_of_its_own_scope() -> None:
    steps = [
        figure("plan", 5, "five", **titled("Posts five")), figure("plan", 6, "six", **titled("Posts six")),
        figure("fact", 66, "six", **titled("Staff six")), figure("fact", 55, "five", **titled("Staff five")),
        figure("left", 555, "five", **titled("Left five")), figure("left", 666, "six", **titled("Left six")),
    ]  # fmt: skip
    with told(*steps) as office:
        ((_, columns, *rows),) = table_words(office)
        found = dict(zip(columns.split(" | "), zip(*(row.split(" | ")[1:] for row in rows), strict=True), strict=True))
        assert found in (
            {"five": ("5", "55", "555"), "six": ("6", "66", "666")},
            {"Posts": ("5", "6"), "Staff": ("55", "66"), "Left": ("555", "666")},
        )


def test_figures_with_other_scopes_stand_by_themselves() -> None:
    steps = figure("plan", 5, "a", **titled("P a")), figure("plan", 6, "b", **titled("P b")), figure("fact", 7, "a",
                   **titled("F a"))  # fmt: skip
    with told(*steps) as office:
        assert table_words(office) == []
        assert [line for line in words(office) if line.startswith("○ ") and ":" in line] == [
            "○ P a: 5", "○ P b: 6", "○ F a: 7",
        ]  # fmt: skip


def test_titles_that_do_not_fall_apart_leave_every_cell_told() -> None:
    steps = [
        figure(key, value, scope, **more)
        for key, scope, value, more in (
            ("plan", "a", 11, titled("Posts of clerks")), ("plan", "b", 12, {}),
            ("fact", "a", 13, titled("Clerks who work")), ("fact", "b", 14, titled("Guards, in all")),
        )
    ]  # fmt: skip
    with told(*steps) as office:
        said = "\n".join(words(office))
        assert all(str(number) in said for number in (11, 12, 13, 14))


def test_a_table_of_several_units_says_the_unit_of_each_cell() -> None:
    steps = [
        figure(key, value, scope, unit=unit, **titled(f"{label} {scope}"))
        for key, label, unit, values in (("budget", "Budget", "천원", (1000, 2000)), ("share", "Share", "%", (12, 30)))
        for scope, value in zip("ab", values, strict=True)
    ]
    with told(*steps) as office:
        said = "\n".join(each for table in table_words(office) for each in table)
        assert all(each in said for each in ("1,000 thousand won", "12 %", "2,000 thousand won", "30 %"))


def test_decimals_and_what_is_approximate_are_told_as_they_are() -> None:
    with told(
        figure("rate", "12.50", unit="%", **titled("Rate")), figure("crowd", 180, approximate=True, **titled("Crowd"))
    ) as office:
        assert says(office, "Rate") == ["○ Rate: 12.50 %"]
        assert says(office, "Crowd") == ["○ Crowd: some 180"]


def test_the_latest_of_several_statements_is_told() -> None:
    with told(
        figure("rate", 1, as_of="2018-03", **titled("Rate")), figure("rate", 2, as_of="2018-06", **titled("Rate")),
        figure("rate", 3, as_of="2018-12", **titled("Rate")),
    ) as office:  # fmt: skip
        assert [line for line in says(office, "Rate") if "2" in line] == says(office, "Rate")
        assert len(says(office, "Rate")) == 1


def test_a_figure_of_another_year_says_so() -> None:
    with told(figure("rate", 7, as_of="2016-06-30", **titled("Rate"))) as office:
        (line,) = says(office, "Rate")
        assert "2016" in line


def test_a_figure_without_a_title_is_told_by_its_key() -> None:
    with told(figure("rate", 7)) as office:
        assert len(says(office, "7")) == 1


def test_what_came_since_a_statement_is_told() -> None:
    attracted = {"organization": "icl", "name": {"en": "ICL"}}
    steps = (
        figure("hosted_organizations", 30, as_of="2018-06-01", unit="개"), ("pursue_organization", attracted),
        ("attract_organization", {"organization": "icl", "on": "2018-06-10"}),
        ("open_organization", {"organization": "icl", "on": "2018-07-01"}),
    )  # fmt: skip
    with told(*steps) as office:
        lines = under(office, "International organisations hosted: 31")
        assert [line for line in lines if line.startswith("※")] == ["※ 30 stated as of 1 June 2018, +1 since"]


# --- days, languages, zones -------------------------------------------------------------------------------------------


def test_days_of_other_years_carry_their_year() -> None:
    with told(trip(stage="returned", period="2018-12-30/2019-01-02")) as office:
        (line,) = under(office, "Trips abroad: 1", on="2019-06-30")
        assert "30 December 2018 – 2 January" in line
        (line,) = under(office, "Trips abroad: 1", on="2019-06-30")
        assert words(office, on="2018-12-31").count(line) == 0


def test_korean_is_korean() -> None:
    steps = trip(stage="returned", period="2018-03-01/2018-03-03"), occasion(), figure("rate", 3, unit="명")
    with told(*steps) as office:
        said = words(office, "ko", "en")
        assert "○ Oslo(3.1.~3, 3일)" in said
        assert text_of(office, "md", "ko", "en").startswith("# 도시외교")


@pytest.mark.parametrize("form", FORMS)
def test_an_office_of_another_language_is_told_in_english_with_its_own_texts(form: str) -> None:
    german = founded(name={"de": "Büro"}, languages=["de"])
    steps = trip(title={"de": "Oslo, sehr nördlich"}), occasion(title={"de": "Messe"})
    with told(*steps, office=german) as office:
        for languages in (("de",), ("ko", "de"), ("en", "de")):
            text = text_of(office, form, *languages)
            assert "Oslo, sehr nördlich" in text
            assert "Büro" in text


def test_a_time_in_the_zone_of_the_office_does_not_say_it() -> None:
    when = {"start": "2018-10-02T19:00", "zone": "Europe/Berlin"}
    for zone, said in (("Europe/Berlin", False), ("Asia/Seoul", True)):
        with told(occasion(stage="planned", when=when), office=founded(zone=zone)) as office:  # type: ignore[arg-type]
            (line,) = says(office, "Expo")
            assert ("local time" in line) is said
            assert "Berlin" not in line
            assert "19:00" in line


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("office_step", [None, FOUNDED])
def test_an_empty_store_has_nothing_to_report(language: str, audience: Audience, office_step: Step | None) -> None:
    with told(office=office_step) as office:
        shown = page(office, language, audience=audience)
        assert len(shown.sections) == 5
        assert all(len(list(block.lines)) == 1 for part in shown.sections for block in part.blocks)
        assert shown.annexes == ()
        for form in FORMS:
            assert text_of(office, form, language, audience=audience).endswith("\n")
        assert json.loads(text_of(office, "json", language, audience=audience))["annexes"] == []


def test_the_public_is_not_told_the_field_of_work() -> None:
    with told(occasion(theme={"en": "Water"}, visibility="public"), occasion("fair")) as office:
        shown = page(office, audience=Audience.PUBLIC)
        assert [part.key for part in shown.annexes] == ["other"]
        assert all("Water" not in line.text and "Fair" not in line.text for line in every_line(shown))


@pytest.mark.parametrize("form", ["md", "html", "json"])
@pytest.mark.parametrize("later", [False, True])
def test_nothing_confidential_leaves_the_office_in_a_briefing(form: str, later: bool) -> None:
    """It is left out of the numbers too; what is confidential by now was so in the past as well."""
    hidden: Step = ("plan_trip", {"trip": "canary", "title": "Canary", "period": "2018-10-01/2018-10-02"})
    steps: list[Step] = [trip("open", "planned", period="2018-09-10/2018-09-11")]
    if later:
        steps += [hidden, ("classify_trip", {"trip": "canary", "visibility": "confidential"})]
    else:
        steps += [(hidden[0], {**hidden[1], "visibility": "confidential"})]
    meeting = {"engagement": "part", "title": "Canary meeting", "part_of": "trip:open", "visibility": "confidential"}
    with told(*steps, ("plan_engagement", meeting)) as office:
        assert len(office.counts(on=DAY)["trips_planned"].items) == 2
        assert office.briefing(on=DAY).counts["trips_planned"].named == 1
        assert "canary" not in text_of(office, form).lower()


def test_an_agreement_is_called_and_placed_as_it_was_signed() -> None:
    city = {"city": "Fukuoka", "country": "JP"}
    steps: list[Step] = [
        trip(stops=[{"place": city}, {"place": {"city": "Osaka", "country": "JP"}}]),
        ("plan_engagement", {"engagement": "m", "title": "Mayor", "part_of": "trip:oslo", "place": city}),
        ("propose_agreement", {"agreement": "a", "title": "Draft", "engagement": "m"}),
        ("sign_agreement", {"agreement": "a", "on": "2018-08-01", "title": "Final", "engagement": "m"}),
    ]
    with told(*steps) as office:
        assert "Draft" not in text_of(office)
        assert [line for line in words(office) if "Stop not said" in line] == []
        assert any(line.endswith("Signing: Final (1 August)") for line in words(office))


def test_what_one_export_is_about_is_not_said_of_another() -> None:
    won = {"stage": "won", "system": "Traffic", "won": "2018-04"}
    steps: list[Step] = [
        ("report_policy_export", {**won, "policy_export": "a", "client": "Hanoi", "description": "advice"}),
        ("report_policy_export", {**won, "policy_export": "b", "client": "Jakarta"}),
    ]
    with told(*steps) as office:
        assert {"○ Traffic (Hanoi) advice", "○ Traffic (Jakarta)"} <= set(words(office))


def test_a_reason_is_told_once_for_what_it_is_of() -> None:
    key, why = "hosted_organizations", {"en": "branches count too"}
    steps: list[Step] = [
        ("state_figure", {"key": key, "value": 30, "as_of": "2018-08-31"}),
        ("rebase_figure", {"figure": f"{key}/2018-08-31", "reason": why}),
    ]
    with told(*steps) as office:
        assert [line for line in words(office) if "branches" in line] == [
            "※ Counted on another basis: branches count too"
        ]


def test_a_trip_that_may_still_begin_is_planned_and_told_once() -> None:
    period = {"edtf": "2018-07/.."}
    with told(("plan_trip", {"trip": "asia", "title": "Asia", "period": period})) as office:
        assert says(office, "Asia") == ["○ Asia (from July)"]
        assert under(office, "Trips abroad planned") == ["○ Asia (from July)"]
