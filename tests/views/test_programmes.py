"""Whose programme an entry stands in: a governor and a deputy, each with a calendar, a feed and counts per term."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import icalendar
import pytest

from exported import exported
from mayor_schedule import (
    AddPrincipal,
    AnnounceVisit,
    Answer,
    Attendance,
    AttendEngagement,
    Audience,
    BeginTerm,
    ChangeOccurrence,
    ConfirmEngagement,
    ConfirmTrip,
    DepartTrip,
    EndTerm,
    FoundOffice,
    InvalidValueError,
    Mode,
    Moment,
    OccurrenceDetails,
    Office,
    Period,
    Person,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    Principal,
    Recurrence,
    RefusedError,
    RepeatOccasion,
    ReturnTrip,
    Text,
    Timed,
    Visibility,
    WithdrawOffice,
    WithdrawTrip,
)  # fmt: skip
from mayor_schedule.exports.table import table
from terminal import run

ZONE = "America/Toronto"
PUBLIC = Visibility.PUBLIC
GOVERNOR = Principal(principal="governor", title=Text(fr="gouverneure", en="Governor"))
DEPUTY = Principal(principal="deputy", title=Text(fr="vice-gouverneur", en="Deputy Governor"))


def found(office: Office, *principals: Principal) -> None:
    office.record(
        FoundOffice(
            name=Text(en="Office"), zone=ZONE, domain="example.ca", languages=("fr", "en"), principals=principals
        ),
        by="p", known_on="2024-01-01",
    )  # fmt: skip


def at(day: int, hour: int) -> Timed:
    start, end = (Moment.of(f"2024-05-{day:02}T{each:02}:00", ZONE) for each in (hour, hour + 1))
    return Timed(start=start, end=end)


def days(first: int, last: int) -> Period:
    return Period.of(f"2024-05-{first:02}", f"2024-05-{last:02}")


def record(office: Office, *commands: object) -> None:
    for command in commands:
        office.record(command, by="p", known_on="2024-04-01")  # type: ignore[arg-type]


@pytest.fixture
def two(office: Office) -> Office:
    """An office of a governor, who leads, and a deputy."""
    found(office, GOVERNOR, DEPUTY)
    record(
        office,
        PlanTrip(trip="g", title=Text(en="Paris"), period=days(2, 5), visibility=PUBLIC),
        PlanTrip(trip="d", title=Text(en="Boston"), period=days(3, 4), principal="deputy"),
        PlanEngagement(engagement="unsaid", title=Text(en="Unsaid"), when=at(2, 9)),
        PlanEngagement(engagement="in-boston", title=Text(en="In Boston"), when=at(3, 9), part_of="trip:d"),
        PlanEngagement(
            engagement="both", title=Text(en="Both"), when=at(4, 9),
            attendance=(Attendance(answer=Answer.YES), Attendance(principal="deputy", answer=Answer.UNKNOWN)),
        ),
        PlanEngagement(
            engagement="stood-in", title=Text(en="Stood in"), when=at(5, 9),
            attendance=(Attendance(answer=Answer.NO, represented_by=Person(office=Text(en="Deputy Governor"))),),
        ),
        PlanEngagement(
            engagement="message", title=Text(en="Message"), when=at(6, 9),
            attendance=(Attendance(answer=Answer.YES, mode=Mode.MESSAGE),),
        ),
        PlanOccasion(occasion="city", title=Text(en="City day"), when=at(7, 9)),
        AnnounceVisit(visit="v", title=Text(en="Mayor of Lyon"), when=days(8, 8)),
    )  # fmt: skip
    return office


def titles(office: Office, principal: str | None) -> set[str]:
    entries = office.calendar(principal=principal).between("2024-05-01", "2024-05-31")
    return {str(each.title.best("en")) for each in entries}


def test_each_has_a_calendar_of_their_own(two: Office) -> None:
    assert titles(two, "governor") == {"Paris", "Unsaid", "Both", "Mayor of Lyon"}
    assert titles(two, "deputy") == {"Boston", "In Boston", "Both", "Stood in"}
    assert titles(two, None) == titles(two, "governor") | titles(two, "deputy") | {"Message", "City day"}
    whose = {each.subject: each.principals for each in two.calendar().entries()}
    assert whose["engagement:both"] == ("deputy", "governor")
    assert whose["occasion:city"] == ()


def test_an_office_without_a_mayor_need_not_name_its_principal(two: Office) -> None:
    assert two.store.stream("trip:g").state.principal == "governor"  # type: ignore[union-attr]
    record(two, ConfirmEngagement(engagement="unsaid"))
    assert {each.subject for each in two.history() if each.kind == "diary"} == {"diary:governor/2024-05-02"}
    no = Attendance(answer=Answer.NO)
    record(two, BeginTerm(began="2022-06-03"), AttendEngagement(engagement="unsaid", attendance=no))
    assert two.profile().terms[0].principal == "governor"
    assert "Unsaid" not in titles(two, "governor")


def test_a_mayor_leads_where_there_is_one(office: Office) -> None:
    found(office, DEPUTY, Principal(principal="mayor"))
    record(office, PlanEngagement(engagement="unsaid", title=Text(en="Unsaid"), when=at(2, 9)))
    assert titles(office, "mayor") == {"Unsaid"}
    assert titles(office, "deputy") == set()


def test_what_is_part_of_a_hidden_trip_is_in_no_public_programme(two: Office) -> None:
    record(
        two,
        PlanEngagement(engagement="open", title=Text(en="Open"), when=at(3, 15), part_of="trip:d", visibility=PUBLIC),
    )
    assert "Open" in titles(two, "deputy")
    shown = two.calendar(audience="public").entries()
    assert {str(each.title.best("en")): each.principals for each in shown} == {"Paris": ("governor",), "Open": ()}
    for principal in ("governor", "deputy"):
        theirs = two.calendar(audience="public", principal=principal).entries()
        assert "Open" not in {str(each.title.best("en")) for each in theirs}


def in_feed(office: Office, audience: str, principal: str) -> set[str]:
    data = exported(office, audience, "en", principal=principal)
    return {str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(data).walk("VEVENT")}


def public(office: Office) -> dict[str, tuple[str, ...]]:
    return {str(each.title.best("en")): each.principals for each in office.calendar(audience="public").entries()}


def test_what_is_part_of_a_hidden_visit_or_occasion_is_in_the_programme_that_it_is_in_without_it(two: Office) -> None:
    for part_of in ("visit:v", "occasion:city"):
        record(
            two,
            PlanEngagement(
                engagement=f"of-{part_of[:5]}", title=Text(en=part_of), when=at(8, 9), part_of=part_of,
                visibility=PUBLIC,
            ),
        )  # fmt: skip
    assert public(two) == {"Paris": ("governor",), "visit:v": ("governor",), "occasion:city": ("governor",)}


def test_the_parts_of_a_trip_that_was_withdrawn_are_the_default_principals(two: Office) -> None:
    record(
        two,
        PlanEngagement(engagement="open", title=Text(en="Open"), when=at(3, 15), part_of="trip:d", visibility=PUBLIC),
    )
    record(two, PlanTrip(trip="public", title=Text(en="P"), period=days(3, 4), principal="deputy", visibility=PUBLIC))
    record(
        two,
        PlanEngagement(engagement="p", title=Text(en="Part"), when=at(4, 15), part_of="trip:public", visibility=PUBLIC),
    )
    assert public(two) == {"Paris": ("governor",), "Open": (), "P": ("deputy",), "Part": ("deputy",)}
    for trip in ("d", "public"):
        two.record(WithdrawTrip(trip=trip, reason=Text(en="x")), by="p", known_on="2024-04-02")
    mine = {"In Boston", "Open", "Part"}
    assert mine <= titles(two, "governor")
    assert not mine & titles(two, "deputy")
    assert mine <= {str(each.title.best("en")) for each in two.calendar(principal="governor").entries()}
    assert public(two) == {"Paris": ("governor",), "Open": ("governor",), "Part": ("governor",)}
    shown = two.calendar(audience="public", principal="governor").between("2024-05-01", "2024-05-31")
    assert {str(each.title.best("en")) for each in shown} == {"Paris", "Open", "Part"}
    then = two.calendar(known_on="2024-04-01", principal="deputy").between("2024-05-01", "2024-05-31")
    assert mine <= {str(each.title.best("en")) for each in then}, "by what was known then it was a trip"
    for audience in ("public", "internal"):
        for principal, theirs in (("governor", {"Open", "Part"}), ("deputy", set())):
            assert in_feed(two, audience, principal) & {"Open", "Part"} == theirs
    two.record(WithdrawTrip(trip="d", event=2, reason=Text(en="x")), by="p", known_on="2024-04-02")
    assert {"In Boston", "Open"} <= titles(two, "deputy")
    assert in_feed(two, "internal", "deputy") == titles(two, "deputy") - {"Part"}
    assert "Open" not in in_feed(two, "public", "governor") | in_feed(two, "public", "deputy")


def test_a_principal_who_is_added_later_does_not_become_the_default_one(two: Office) -> None:
    before = titles(two, "governor")
    record(two, AddPrincipal(principal="mayor"))
    assert titles(two, "governor") == before
    assert titles(two, "mayor") == set()
    record(two, PlanEngagement(engagement="next", title=Text(en="Next"), when=at(20, 9)))
    assert titles(two, "governor") == before | {"Next"}


def test_an_office_that_is_founded_late_takes_over_what_was_the_mayors(office: Office) -> None:
    record(
        office,
        PlanTrip(trip="x", title=Text(en="X"), period=days(1, 2)),
        PlanEngagement(engagement="a", title=Text(en="A"), when=at(3, 9)),
        PlanEngagement(
            engagement="b", title=Text(en="B"), when=at(4, 9), attendance=(Attendance(answer=Answer.YES),)
        ),
        PlanEngagement(engagement="c", title=Text(en="C"), when=at(1, 9), part_of="trip:x"),
    )  # fmt: skip
    assert titles(office, "mayor") == {"X", "A", "B", "C"}
    found_late = FoundOffice(name=Text(en="O"), zone=ZONE, domain="example.ca", principals=(GOVERNOR, DEPUTY))
    office.record(found_late, by="p", known_on="2024-04-02")
    assert titles(office, "governor") == {"X", "A", "B", "C"}
    no = Attendance(answer=Answer.NO)
    office.record(AttendEngagement(engagement="b", attendance=no), by="p", known_on="2024-04-02")
    assert titles(office, "governor") == {"X", "A", "C"}, "what is said of the governor goes before what was"
    office.record(AddPrincipal(principal="mayor"), by="p", known_on="2024-04-03")
    assert (titles(office, "governor"), titles(office, "mayor")) == ({"A"}, {"X", "B", "C"})
    office.record(WithdrawOffice(event=2, reason=Text(en="x")), by="p", known_on="2024-04-03")
    assert titles(office, "governor") == {"X", "A", "C"}


def test_a_change_of_term_does_not_rewrite_the_programmes_of_the_past(two: Office) -> None:
    kim = Person(name=Text(en="Kim"))
    record(two, BeginTerm(principal="deputy", began="2023-01-01", holder=kim))
    for day in (19, 22):
        record(
            two,
            PlanEngagement(
                engagement=f"on-{day}", title=Text(en=f"On {day}"), when=at(day, 9),
                attendance=(Attendance(represented_by=kim),),
            ),
        )  # fmt: skip
    assert {"On 19", "On 22"} <= titles(two, "deputy")
    two.record(EndTerm(principal="deputy", ended="2024-05-20"), by="p", known_on="2024-05-20")
    assert {"On 19", "On 22"} & titles(two, "deputy") == {"On 19"}
    two.record(BeginTerm(began="2024-05-21", holder=kim), by="p", known_on="2024-05-21")
    assert {"On 19", "On 22"} & titles(two, "deputy") == {"On 19"}
    assert {"On 19", "On 22"} & titles(two, "governor") == {"On 22"}


def test_a_stand_in_who_answered_no_does_not_have_it(two: Office) -> None:
    no = Attendance(principal="deputy", answer=Answer.NO)
    assert "Stood in" in titles(two, "deputy")
    record(two, AttendEngagement(engagement="stood-in", attendance=no))
    assert "Stood in" not in titles(two, "deputy") | titles(two, "governor")


def test_a_principals_id_may_be_typed_decomposed(tmp_path: Path) -> None:
    mayor, typed, path = "시장", unicodedata.normalize("NFD", "시장"), tmp_path / "o.db"
    assert typed != mayor
    with Office.open(path) as office:
        found(office, Principal(principal=mayor), Principal(principal="부시장"))
        record(office, PlanTrip(trip="t", title=Text(en="T"), period=days(3, 4)), BeginTerm(began="2024-01-01"))
        assert titles(office, typed) == {"T"}
        assert in_feed(office, "internal", typed) == {"T"}
        assert b"T" in table(
            office.history(), office.profile(), language="en", audience=Audience.INTERNAL, at=office.now(),
            principal=typed,
        )  # fmt: skip
        assert office.counts(on="2024-05-31", term=typed)["trips_made"].named == 0
    said = json.loads(run("calendar", "--db", str(path), "--format", "json", "--principal", typed).out)
    assert [each["principals"] for each in said] == [[mayor]]
    assert run("counts", "--db", str(path), "--term", typed, "--on", "2024-05-31").code == 0
    (event,) = feed(path, "--principal", typed, "--audience", "internal")
    assert event["SUMMARY"] == "T"


def test_a_principal_that_the_office_does_not_have_is_told(two: Office) -> None:
    with pytest.raises(InvalidValueError, match=r"no principal 'mayor'; it has governor, deputy"):
        two.calendar(principal="mayor")
    with pytest.raises(RefusedError, match="no principal 'mayor'"):
        record(two, PlanTrip(trip="m", title=Text(en="M"), principal="mayor", period=days(10, 11)))
    record(two, AddPrincipal(principal="envoy"))
    assert titles(two, "envoy") == set()
    with pytest.raises(InvalidValueError, match="no principal 'envoy'"):
        two.calendar(principal="envoy", known_on="2024-03-31")


def series(office: Office) -> None:
    record(
        office,
        PlanOccasion(
            occasion="weekly", title=Text(en="Weekly"), when=at(6, 9),
            attendance=(Attendance(answer=Answer.YES),), visibility=PUBLIC,
        ),
        RepeatOccasion(occasion="weekly", recurrence=Recurrence(rule="FREQ=WEEKLY;BYDAY=MO;COUNT=4")),
        ChangeOccurrence(
            occasion="weekly", occurrence="2024-05-20",
            fields=OccurrenceDetails(
                attendance=(Attendance(answer=Answer.NO), Attendance(principal="deputy", answer=Answer.YES))
            ),
        ),
    )  # fmt: skip


def feed(path: Path, *options: str) -> list[icalendar.Event]:
    out = path.with_suffix(".ics")
    assert run("export", "ics", "--db", str(path), "--out", str(out), *options).code == 0
    return list(icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT"))


def test_a_series_is_whose_it_is_and_one_occurrence_anothers(two: Office) -> None:
    series(two)
    for principal, expected in {"governor": ["06", "13", "27"], "deputy": ["20"]}.items():
        entries = two.calendar(principal=principal).between("2024-05-06", "2024-05-31")
        assert [f"{each.occurrence:%d}" for each in entries if each.occurrence] == expected


def test_each_has_a_feed_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    with Office.open(path) as office:
        found(office, GOVERNOR, DEPUTY)
        series(office)
    (governor,) = feed(path, "--principal", "governor", "--lang", "en")
    assert [str(each.dt.date()) for each in governor["EXDATE"].dts] == ["2024-05-20"]
    (deputy,) = feed(path, "--principal", "deputy", "--lang", "en")
    assert "RRULE" not in deputy
    assert str(deputy["RECURRENCE-ID"].dt.date()) == "2024-05-20"
    assert deputy["UID"] == governor["UID"]
    (whole,) = feed(path)
    assert "EXDATE" not in whole
    text = path.with_suffix(".ics").read_text()
    assert "Deputy Governor" not in text
    feed(path, "--principal", "deputy", "--lang", "en")
    assert "Deputy Governor" in path.with_suffix(".ics").read_text()
    for options in (("jcal",), ("csv",), ("jsonld",)):
        done = run("export", *options, "--db", str(path), "--principal", "deputy")
        assert done.code == 0
        assert "2024-05-20" in done.out
        assert "2024-05-13" not in done.out
    refused = run("export", "ics", "--db", str(path), "--principal", "mayor")
    assert refused.code == 2
    assert "it has governor, deputy" in refused.err


def test_counts_per_term(two: Office, tmp_path: Path) -> None:
    record(
        two,
        BeginTerm(began="2018-06-01"), EndTerm(ended="2022-06-02"), BeginTerm(began="2022-06-03"),
        BeginTerm(principal="deputy", began="2024-05-01"),
    )  # fmt: skip
    for trip in ("g", "d"):
        record(two, ConfirmTrip(trip=trip))
        two.record(DepartTrip(trip=trip), by="p", known_on="2024-05-03")
        two.record(ReturnTrip(trip=trip), by="p", known_on="2024-05-06")
    made = {term: two.counts(on="2024-05-31", term=term)["trips_made"] for term in ("governor", "deputy")}
    assert {term: count.named for term, count in made.items()} == {"governor": 1, "deputy": 1}
    assert two.counts(on="2024-05-31")["trips_made"].named == 2
    assert str(two.counts(on="2024-05-31", term="governor").since) == "2022-06-03"
    assert str(two.counts(on="2020-01-01", term="governor").since) == "2018-06-01"
    with pytest.raises(InvalidValueError, match=r"no term of the deputy covers .*; its terms are 2024-05-01/\.\."):
        two.counts(on="2024-04-30", term="deputy")
    with pytest.raises(InvalidValueError, match="leave one of them out"):
        two.counts(on="2024-05-31", since="2024-01-01", term="deputy")


def test_json_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    with Office.open(path) as office:
        found(office, GOVERNOR, DEPUTY)
        record(office, PlanTrip(trip="d", title=Text(en="B"), period=days(3, 4), principal="deputy"))
    said = json.loads(run("calendar", "--db", str(path), "--format", "json").out)
    assert [each["principals"] for each in said] == [["deputy"]]
    assert json.loads(run("calendar", "--db", str(path), "--format", "json", "--principal", "governor").out) == []
    assert run("counts", "--db", str(path), "--term", "governor").code == 2
    refused = run("counts", "--db", str(path), "--term", "governor", "--ledger")
    assert (refused.code, "--term" in refused.err) == (2, True)
