"""A made-up office's history of any size, the same in every run.

A week has 25 entries: a trip with eight parts abroad (one of which has no day, and so no entry of its own), visits,
engagements at home, occasions, a series, and the signing of an agreement. Some are moved, confirmed, held, called off,
or known to a month only; a third is internal; titles are in Korean and English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from random import Random

from mayor_schedule import (
    AnnounceVisit,
    CancelEngagement,
    CancelOccurrence,
    CancelTrip,
    ChangeEngagement,
    ChangeOccurrence,
    ChangeTrip,
    Command,
    ConfirmEngagement,
    ConfirmTrip,
    ConfirmVisit,
    Coordinates,
    EngagementDetails,
    Entry,
    FoundOffice,
    FuzzyDate,
    HoldEngagement,
    Moment,
    OccurrenceDetails,
    Office,
    Party,
    Period,
    Person,
    Place,
    PlanEngagement,
    PlanOccasion,
    PlanSigning,
    PlanTrip,
    ProposeAgreement,
    ReceiveVisit,
    Recorded,
    Recurrence,
    RescheduleEngagement,
    Stop,
    Text,
    Timed,
    TripDetails,
    Unknown,
    Visibility,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MONDAY = date(2016, 1, 4)
"""The first day of the first week."""

SEOUL = "Asia/Seoul"


@dataclass(frozen=True)
class City:
    ko: str
    en: str
    country: str
    zone: str
    latitude: float
    longitude: float

    def place(self, ko: str | None = None, en: str | None = None) -> Place:
        venue = None if ko is None or en is None else Text(ko=f"{self.ko} {ko}", en=f"{en}, {self.en}")
        point = Coordinates(latitude=self.latitude, longitude=self.longitude)
        return Place(
            city=Text(ko=self.ko, en=self.en), venue=venue, country=self.country, zone=self.zone, coordinates=point
        )


HOME = City("서울", "Seoul", "KR", SEOUL, 37.5663, 126.9779)
CITIES = [
    City("바르셀로나", "Barcelona", "ES", "Europe/Madrid", 41.3874, 2.1686),
    City("취리히", "Zürich", "CH", "Europe/Zurich", 47.3769, 8.5417),
    City("탈린", "Tallinn", "EE", "Europe/Tallinn", 59.437, 24.7536),
    City("싱가포르", "Singapore", "SG", "Asia/Singapore", 1.3521, 103.8198),
    City("뉴욕", "New York", "US", "America/New_York", 40.7128, -74.006),
    City("샌프란시스코", "San Francisco", "US", "America/Los_Angeles", 37.7749, -122.4194),
    City("상파울루", "São Paulo", "BR", "America/Sao_Paulo", -23.5505, -46.6333),
    City("두바이", "Dubai", "AE", "Asia/Dubai", 25.2048, 55.2708),
    City("시드니", "Sydney", "AU", "Australia/Sydney", -33.8688, 151.2093),
    City("카이로", "Cairo", "EG", "Africa/Cairo", 30.0444, 31.2357),
]
VENUES = [
    ("시청", "City Hall"),
    ("국제회의장", "International Convention Centre"),
    (None, None),
    ("대학교", "University"),
]
MEETINGS = [
    ("{} 시장 면담", "Meeting with the mayor of {}"),
    ("{} 혁신창업단지 시찰; 간담회", "Visit of the start-up campus in {}; round table with founders"),
    ("도시재생·교통 정책 공유 및 협력 방안 논의, {} 국제도시포럼 기조연설",
     "Keynote at the International City Forum in {}: urban regeneration, public transport and what cities can share"),
    ("{} 동포 간담회", "Reception for Koreans living in {}"),
    ("{} 언론 인터뷰", "Interview with the press of {}"),
]  # fmt: skip
AT_HOME = [
    ("정례 간부회의", "Regular meeting of the heads of bureaus"),
    ("시의회 본회의 출석, 시정질문 답변", "Plenary session of the council, answers to questions"),
    ("미세먼지 대책 점검회의", "Review of the measures against fine dust"),
    ("사회적경제 기업인과의 대화; 현장 방문", "Talks with social enterprises; visit on site"),
    ("청년수당 참여자 간담회", "Round table with young people who receive the youth allowance"),
]
FAIRS = [
    ("시민의 날 행사", "Citizens' Day"),
    ("한강 몽땅 여름축제", "Hangang Summer Festival"),
    ("책 축제", "Book Fair"),
]


def entries(size: int) -> Iterator[list[Entry]]:
    """Weeks of commands that lead to so many entries with days."""
    left = size
    for week in count():
        if left <= 0:
            return
        commands = list(islice(_week(week), min(left, 25)))
        left -= len(commands)
        yield [each for group in commands for each in group]


def _week(week: int) -> Iterator[list[Entry]]:
    """The commands that lead to each entry of a week; those of what has no day are with the entry before."""
    random = Random(week)
    monday = MONDAY + timedelta(weeks=week)
    known = monday - timedelta(days=30)
    visibility = Visibility.PUBLIC if week % 3 else Visibility.INTERNAL

    def said(*commands: Command, after: int = 0) -> list[Entry]:
        return [
            Entry(command=each, by="protocol", known_on=known + timedelta(days=after + index))
            for index, each in enumerate(commands)
        ]

    cities = random.sample(CITIES, 2)
    trip = f"{week:04}"
    plan = PlanTrip(
        trip=trip,
        title=Text(ko=f"{cities[0].ko}·{cities[1].ko} 순방", en=f"Trip to {cities[0].en} and {cities[1].en}"),
        period=Period(first=monday, last=monday + timedelta(days=4)), nights=3, visibility=visibility,
        stops=tuple(Stop(place=city.place()) for city in cities),
    )  # fmt: skip
    undated = PlanEngagement(
        engagement=f"{week:04}-u", title=Text(ko="우호협력 의향서 서명", en="Signing of a letter of intent"),
        part_of=f"trip:{trip}", when=Unknown(), visibility=visibility,
    )  # fmt: skip
    end = CancelTrip(trip=trip, reason=Text(ko="태풍")) if week % 12 == 11 else ConfirmTrip(trip=trip)
    yield [*said(plan, end), *said(undated)]
    for index in range(6):
        city = cities[index // 3]
        yield said(*_meeting(plan, city, monday, index, random))
    yield said(
        PlanEngagement(
            engagement=f"{week:04}-f", title=Text(ko="후속 화상회의", en="Video conference to follow up"),
            part_of=f"trip:{trip}", when=FuzzyDate.of(f"{monday + timedelta(days=40):%Y-%m}"), visibility=visibility,
        )
    )  # fmt: skip
    for index in range(3):
        yield said(*_visit(f"{week:04}-{index}", monday, index, random))
    for index in range(9):
        yield said(*_at_home(f"{week:04}-h{index}", monday, index, random))
    for index, (ko, en) in enumerate(FAIRS):
        day = monday + timedelta(days=index + 1)
        when = Period(first=day, last=day + timedelta(days=index)) if index else FuzzyDate.of(f"{day:%Y-%m}")
        yield said(
            PlanOccasion(
                occasion=f"{week:04}-o{index}", title=Text(ko=f"{day.year} {ko}", en=f"{en} {day.year}"), when=when,
                place=HOME.place(*VENUES[index]), visibility=Visibility.PUBLIC,
            )
        )  # fmt: skip
    yield said(*_series(f"{week:04}-s", monday))
    agreement = f"{week:04}"
    heading = Text(ko=f"서울-{cities[0].ko} 우호도시 협약", en=f"Friendship between Seoul and {cities[0].en}")
    signing = timed(monday + timedelta(days=2), 19, SEOUL)
    yield said(
        ProposeAgreement(agreement=agreement, title=heading, visibility=Visibility.PUBLIC),
        PlanSigning(agreement=agreement, signing=signing, place=HOME.place("시청", "City Hall")),
    )


def timed(day: date, hour: int, zone: str, minutes: int | None = 60) -> Timed:
    start = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001  a wall time
    end = None if minutes is None else Moment(local=start + timedelta(minutes=minutes), zone=zone)
    return Timed(start=Moment(local=start, zone=zone), end=end)


def _meeting(plan: PlanTrip, city: City, monday: date, index: int, random: Random) -> Iterator[Command]:
    name, trip, visibility = f"{monday}-t{index}", f"trip:{plan.trip}", plan.visibility
    ko, en = random.choice(MEETINGS)
    day = monday + timedelta(days=1 + index // 3 * 2)
    when = timed(day, 9 + index % 3 * 3, city.zone, None if index == 4 else 90)
    yield PlanEngagement(
        engagement=name, title=Text(ko=ko.format(city.ko), en=en.format(city.en)), part_of=trip, when=when,
        place=city.place(*random.choice(VENUES)), visibility=visibility,
    )  # fmt: skip
    if index == 2:
        yield RescheduleEngagement(engagement=name, when=timed(day, 18, city.zone))
    if index == 5 and random.random() < 0.3:
        yield CancelEngagement(engagement=name)


def _visit(name: str, monday: date, index: int, random: Random) -> Iterator[Command]:
    city = random.choice(CITIES)
    guest = Person(
        office=Text(ko=f"{city.ko} 시장", en=f"Mayor of {city.en}"),
        of=Party(name=Text(ko=city.ko, en=city.en), country=city.country),
    )
    when = timed(monday + timedelta(days=index), 15, SEOUL)
    yield AnnounceVisit(
        visit=name, guests=(guest,), when=when, place=HOME.place("시청 접견실", "City Hall, reception room"),
        visibility=Visibility.PUBLIC,
    )  # fmt: skip
    if index == 1:
        yield ConfirmVisit(visit=name)
        yield ReceiveVisit(visit=name)


def _at_home(name: str, monday: date, index: int, random: Random) -> Iterator[Command]:
    ko, en = random.choice(AT_HOME)
    day = monday + timedelta(days=5 + index % 2)
    yield PlanEngagement(
        engagement=name, title=Text(ko=ko, en=en), when=timed(day, 8 + index // 2 * 2, SEOUL),
        place=HOME.place(*random.choice(VENUES)), visibility=random.choice(list(Visibility)[:2]),
    )  # fmt: skip
    if index % 3 == 0:
        yield ConfirmEngagement(engagement=name)
    if index % 9 == 3:
        yield HoldEngagement(engagement=name)
    if index % 9 == 8:
        yield CancelEngagement(engagement=name, reason=Text(ko="일정 변경"))


def _series(name: str, monday: date) -> Iterator[Command]:
    days = [monday + timedelta(weeks=week) for week in range(8)]
    yield PlanOccasion(
        occasion=name, title=Text(ko="주간 시민 소통의 시간", en="Weekly hour for citizens"),
        when=timed(monday, 16, SEOUL), place=HOME.place("시민청", "Citizens Hall"), visibility=Visibility.PUBLIC,
        recurrence=Recurrence(rule=f"FREQ=WEEKLY;UNTIL={days[-1]:%Y%m%d};BYDAY=MO", excluded=(days[2],)),
    )  # fmt: skip
    moved = timed(days[3] + timedelta(days=1), 17, SEOUL)
    yield ChangeOccurrence(occasion=name, occurrence=days[3], fields=OccurrenceDetails(when=moved))
    yield CancelOccurrence(occasion=name, occurrence=days[5])


class Clock:
    """A clock that starts at a fixed instant and goes on by a second with every reading."""

    def __init__(self) -> None:
        self.now = NOW - timedelta(days=1)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def recorded(size: int) -> Office:
    """An office in memory with a history that leads to so many entries with days."""
    random = Random(2018)
    office = Office.in_memory(clock=Clock(), entropy=random.randbytes)
    found = FoundOffice(
        name=Text(ko="서울특별시장 비서실", en="Seoul Mayor's Secretariat"), zone=SEOUL, domain="example.go.kr"
    )
    office.record(found, by="protocol", known_on=MONDAY - timedelta(days=365))
    for week in entries(size):
        office.record_all(week)
    return office


def log(office: Office) -> list[Recorded]:
    """The whole log, freshly read: no event in it is decoded yet."""
    return list(office.history())


def rename_engagement(office: Office) -> Iterable[Recorded]:
    """Rename one engagement of the first trip; the log after it."""
    fields = EngagementDetails(title=Text(ko="이름이 바뀐 면담", en="A meeting that is called otherwise now"))
    office.record(ChangeEngagement(engagement=f"{MONDAY}-t0", fields=fields), by="protocol")
    return log(office)


def rename_again(office: Office, turn: int) -> None:
    """Rename that engagement once more."""
    fields = EngagementDetails(title=Text(ko=f"{turn}번째 이름의 면담", en=f"A meeting by its name number {turn}"))
    command = ChangeEngagement(engagement=f"{MONDAY}-t0", fields=fields)
    office.record(command, by="protocol", id=f"rename {turn}")


def rename_trip(office: Office) -> Iterable[Recorded]:
    """Rename the first trip, whose title stands in all its parts; the log after it."""
    fields = TripDetails(title=Text(ko="이름이 바뀐 순방", en="A trip that is called otherwise now"))
    office.record(ChangeTrip(trip="0000", fields=fields), by="protocol")
    return log(office)
