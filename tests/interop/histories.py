"""The histories whose files clients read: the examples, a trip of five zones, and series; each with its answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any, Final

from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from exported import feed_of as feed
from interop.answers import Sample, listed, written
from mayor_schedule import (
    CancelEngagement,
    CancelOccasion,
    CancelOccurrence,
    ChangeOccurrence,
    Command,
    FoundOffice,
    Moment,
    OccurrenceDetails,
    Office,
    Period,
    Place,
    PlanEngagement,
    PlanOccasion,
    PlanTrip,
    PostponeEngagement,
    Recurrence,
    Stop,
    Text,
    Timed,
    Visibility,
)
from mayor_schedule.imports.loading import import_files

NAMES: Final = (
    "examples-public-ko", "examples-public-en", "examples-internal-ko", "examples-internal-en", "five-zones", "series",
)  # fmt: skip
"""The files."""

FEW: Final = ("examples-public-ko", "examples-internal-en", "five-zones", "series")
"""Those that slow clients are given."""

SEOUL, ZURICH, CASABLANCA = "Asia/Seoul", "Europe/Zurich", "Africa/Casablanca"
SAO_PAULO, SINGAPORE, PYONGYANG = "America/Sao_Paulo", "Asia/Singapore", "Asia/Pyongyang"
FIVE: Final = (SEOUL, ZURICH, CASABLANCA, SAO_PAULO, SINGAPORE)

LONG: Final = (
    "취리히 시장 면담; 주크(Zug), 바젤 \\n \"인용\" 'ㄱ' 🇨🇭" + " 스위스 연방정부와 함께하는 사회적경제 협력 방안" * 6
)
"""A title with everything that has to be escaped, longer than several lines of 75 octets."""

ENGAGEMENTS: Final = (
    # (title, zone and wall time of the start, of the end, what both are in UTC); fold after a "/"
    ("인천 → 취리히 출국", SEOUL, "2018-10-24T11:00", ZURICH, "2018-10-24T16:30", "24T02:00", "24T14:30"),
    (LONG, ZURICH, "2018-10-27T19:00", ZURICH, "2018-10-27T22:00", "27T17:00", "27T20:00"),
    ("시간이 바뀌는 밤", ZURICH, "2018-10-28T01:00", ZURICH, "2018-10-28T04:00", "27T23:00", "28T03:00"),
    ("첫 번째 두 시 반", ZURICH, "2018-10-28T02:30/0", ZURICH, "2018-10-28T02:45/0", "28T00:30", "28T00:45"),
    ("두 번째 두 시 반", ZURICH, "2018-10-28T02:30/1", ZURICH, "2018-10-28T03:15", "28T01:30", "28T02:15"),
    ("아침 산책", ZURICH, "2018-10-28T10:00", None, None, "28T09:00", None),
    ("카사블랑카 시장 면담", CASABLANCA, "2018-10-27T10:00", CASABLANCA, "2018-10-27T11:00", "27T09:00", "27T10:00"),
    # Two days before it was to end, Morocco made its summer time permanent.
    ("메디나 시찰", CASABLANCA, "2018-10-29T10:00", CASABLANCA, "2018-10-29T11:00", "29T09:00", "29T10:00"),
    # Brazil's summer time began on 4 November, at midnight, which was not.
    ("상파울루 시장 면담", SAO_PAULO, "2018-11-02T15:00", SAO_PAULO, "2018-11-02T16:00", "11-02T18:00", "11-02T19:00"),
    ("BRT 시찰", SAO_PAULO, "2018-11-05T15:00", SAO_PAULO, "2018-11-05T16:00", "11-05T17:00", "11-05T18:00"),
    ("리콴유대학원 강연", SINGAPORE, "2018-11-07T09:00", SINGAPORE, "2018-11-07T10:30", "11-07T01:00", "11-07T02:30"),
    ("귀국 기자회견", SEOUL, "2018-11-08T14:00", SEOUL, "2018-11-08T15:00", "11-08T05:00", "11-08T06:00"),
    # Pyongyang's clocks were half an hour behind Seoul's from 15 August 2015 to 4 May 2018.
    ("평양 2015", PYONGYANG, "2015-03-02T10:00", PYONGYANG, "2015-03-02T11:00", "2015-03-02T01:00", "2015-03-02T02:00"),
    ("평양 2016", PYONGYANG, "2016-03-15T10:00", PYONGYANG, "2016-03-15T11:00", "2016-03-15T01:30", "2016-03-15T02:30"),
    ("평양 전날", PYONGYANG, "2018-05-04T10:00", PYONGYANG, "2018-05-04T11:00", "05-04T01:30", "05-04T02:30"),
    ("평양 당일", PYONGYANG, "2018-05-05T10:00", PYONGYANG, "2018-05-05T11:00", "05-05T01:00", "05-05T02:00"),
)  # fmt: skip
"""What is on the trip, with instants that were worked out by hand, in the shortest form that says them."""


def by_hand(short: str | None) -> str | None:
    """An instant of the table above, written out: October and 2018 unless it says otherwise."""
    return None if short is None else "2018-10-28"[: -len(short.split("T", maxsplit=1)[0])] + short + ":00Z"


def moment(zone: str, wall: str) -> Moment:
    """A wall time, with its fold after a slash."""
    local, _, fold = wall.partition("/")
    return Moment.of(local, zone, fold=int(fold) if fold else None)


def timed(start_zone: str, start: str, end_zone: str | None = None, end: str | None = None) -> Timed:
    """A time in one zone or two."""
    until = None if end is None else moment(end_zone or start_zone, end)
    return Timed(start=moment(start_zone, start), end=until)


@contextmanager
def founded(zone: str = SEOUL) -> Iterator[Office]:
    """An office with a name, a zone and a domain, in which the year is 2018."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        name = Text(ko="서울특별시장 비서실", en="Office of the Mayor of Seoul")
        record(office, FoundOffice(name=name, zone=zone, domain="seoul.example"))
        yield office


def record(office: Office, *commands: Command, known_on: str = "2018-01-02") -> None:
    """Record what was known early in 2018."""
    office.record_all(commands, by="protocol", known_on=known_on)


def export(office: Office, *, audience: str = "public", language: str = "ko") -> bytes:
    """The file, as `mayor-schedule export ics` writes it."""
    reader = office.knowledge(audience=audience).audience
    return feed(office.history(), office.profile(), language=language, audience=reader, at=office.now())


def sample(
    office: Office, name: str, first: date, last: date, *, audience: str = "public", language: str = "ko"
) -> Sample:
    """The file of an office, with its answers."""
    return Sample(
        name=name,
        data=export(office, audience=audience, language=language),
        language=language,
        first=first,
        last=last,
        written=tuple(written(office, audience, language)),
        listed=tuple(listed(office, audience, language, first, last)),
    )


def plan_five_zones(office: Office) -> None:
    """A trip of five zones across the end of European summer time, and meetings in a zone that changed its mind."""
    stops = tuple(Stop(place=Place(city=Text(en=zone.rpartition("/")[2]))) for zone in FIVE)
    trip = PlanTrip(
        trip="five", title=Text(ko="다섯 시간대 순방", en="Five zones"), period=Period.of("2018-10-24", "2018-11-08"),
        nights=14, stops=stops, visibility=Visibility.PUBLIC,
    )  # fmt: skip
    record(office, trip)
    for number, (title, zone, start, end_zone, end, _, _) in enumerate(ENGAGEMENTS):
        part_of = None if zone == PYONGYANG else "trip:five"
        plan = PlanEngagement(
            engagement=f"e{number}", title=Text(ko=title, en=f"Engagement {number}"), part_of=part_of,
            when=timed(zone, start, end_zone, end), visibility=Visibility.PUBLIC,
        )  # fmt: skip
        record(office, plan)
    for key, title in (("off", "취소된 면담"), ("later", "미뤄진 면담")):
        plan = PlanEngagement(
            engagement=key, title=Text(ko=title, en=key), part_of="trip:five", visibility=Visibility.PUBLIC,
            when=timed(ZURICH, "2018-10-26T10:00", ZURICH, "2018-10-26T11:00"),
        )  # fmt: skip
        record(office, plan)
    record(office, CancelEngagement(engagement="off"), PostponeEngagement(engagement="later"), known_on="2018-10-20")


def plan_series(office: Office) -> None:
    """What comes back, across changes of offset, with occurrences moved, renamed, left out, added and cancelled."""

    def plan(key: str, title: str, when: Timed | Period, rule: str, **more: Any) -> None:
        days = {name: more.pop(name) for name in ("excluded", "added") if name in more}
        recurrence = Recurrence(rule=rule, **days)
        record(
            office,
            PlanOccasion(
                occasion=key, title=Text(ko=title, en=key), when=when, recurrence=recurrence,
                visibility=Visibility.PUBLIC, **more,
            ),
        )  # fmt: skip

    def change(key: str, day: str, **fields: Any) -> None:
        record(office, ChangeOccurrence(occasion=key, occurrence=day, fields=OccurrenceDetails(**fields)))

    nine = timed(ZURICH, "2018-09-24T09:00", ZURICH, "2018-09-24T10:00")
    plan("weekly", "주간 화상회의", nine, "FREQ=WEEKLY", booked_until="2019-06-01")
    # The first half past two of the night in which there are two, and the second, which is written in UTC.
    change("weekly", "2018-10-08", when=timed(ZURICH, "2018-10-28T02:30/0", ZURICH, "2018-10-28T02:50/0"))
    change("weekly", "2018-10-22", when=timed(ZURICH, "2018-10-28T02:30/1", ZURICH, "2018-10-28T03:30"))
    change("weekly", "2018-10-29", when=timed(SEOUL, "2018-10-30T14:00", SEOUL, "2018-10-30T15:00"))
    change("weekly", "2018-11-12", title=Text(ko="주간 화상회의 · 예산", en="weekly: budget"))
    record(office, CancelOccurrence(occasion="weekly", occurrence="2018-10-15"))
    record(office, CancelOccurrence(occasion="weekly", occurrence="2018-11-05"))

    sunday = timed(ZURICH, "2018-08-26T03:30", ZURICH, "2018-08-26T05:00")
    plan("sundays", "마지막 일요일", sunday, "FREQ=MONTHLY;BYDAY=-1SU", booked_until="2019-06-01")

    noon = timed(SAO_PAULO, "2018-10-30T12:00", SAO_PAULO, "2018-10-30T13:30")
    plan("daily", "상파울루 현장", noon, "FREQ=DAILY;UNTIL=20181110", excluded=("2018-11-03",))
    record(office, CancelOccurrence(occasion="daily", occurrence="2018-11-04"))

    ten = timed(PYONGYANG, "2018-04-20T10:00", PYONGYANG, "2018-04-20T11:00")
    plan("friday", "평양 연락관 회의", ten, "FREQ=WEEKLY;UNTIL=20180608")

    staff = timed(SEOUL, "2018-09-04T08:00")
    plan(
        "staff", "월례 간부회의", staff, "FREQ=MONTHLY;BYDAY=1TU;COUNT=6", excluded=("2018-11-06",),
        added=("2018-11-08", "2018-12-20"),
    )  # fmt: skip
    change("staff", "2018-12-20", when=timed(SEOUL, "2018-12-21T08:00"))

    market = Period.of("2018-10-06", "2018-10-07")
    plan("market", "주말 장터", market, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=7", added=("2018-10-31",))
    change("market", "2018-11-03", when=Period.of("2018-11-04", "2018-11-05"))
    record(office, CancelOccurrence(occasion="market", occurrence="2018-12-01"))

    walk = Period.of("2018-09-01")
    plan("walk", "서울 둘레길 걷기", walk, "FREQ=MONTHLY;BYDAY=1SA", booked_until="2019-06-01")

    plan("ended", "폐지된 회의", timed(SEOUL, "2018-09-05T10:00"), "FREQ=WEEKLY;COUNT=3")
    record(office, CancelOccasion(occasion="ended"), known_on="2018-09-01")


@cache
def samples() -> tuple[Sample, ...]:
    """Every file that clients read."""
    made = []
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        import_files(office, [EARLIER, REPORT, LATER])
        for audience in ("public", "internal"):
            for language in ("ko", "en"):
                name, first, last = f"examples-{audience}-{language}", date(2018, 1, 1), date(2018, 12, 31)
                made.append(sample(office, name, first, last, audience=audience, language=language))
    with founded() as office:
        plan_five_zones(office)
        made.append(sample(office, "five-zones", date(2015, 2, 1), date(2018, 12, 1)))
    with founded() as office:
        plan_series(office)
        made.append(sample(office, "series", date(2018, 4, 1), date(2019, 4, 1)))
    assert tuple(each.name for each in made) == NAMES
    return tuple(made)


def named(name: str) -> Sample:
    """One of the files."""
    return next(each for each in samples() if each.name == name)
