"""A desk in an office with two principals: short words for commands, and what the diaries hold.

::

    desk = Desk()
    desk.confirm("dinner", at("2018-10-03T19:00", "22:00", "Europe/Zurich"))
    desk.refused(ConfirmEngagement(engagement="call"), "the mayor is then at engagement:dinner")
    desk.pages()        # {"diary:mayor/2018-10-03": ["engagement:dinner"]}
    desk.check()        # pages, bookings, states and a replay say the same
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from conftest import Clock, counting_entropy
from mayor_schedule import FoundOffice, Office, Receipt
from mayor_schedule.domain.booking import BOOKED, holds_of
from mayor_schedule.domain.catalog import KEPT, STREAMS
from mayor_schedule.domain.diary import BOOKING, PAGE, Hold, Holding, page_ids
from mayor_schedule.domain.engagement import ConfirmEngagement, PlanEngagement
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Command, Event
from mayor_schedule.domain.occasion import ConfirmOccasion, PlanOccasion
from mayor_schedule.domain.office import Principal
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import ConfirmTrip, PlanTrip
from mayor_schedule.domain.values.attendance import Answer, Attendance
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed
from mayor_schedule.errors import RefusedError
from mayor_schedule.store.history import History

MAYOR = Attendance(answer=Answer.YES)
VICE = Attendance(principal="vice_mayor", answer=Answer.YES)
WHY = Text(en="for a reason")
FOUNDED = FoundOffice(
    name=Text(en="Office"), zone="Asia/Seoul", domain="example.go.kr",
    principals=(Principal(principal="mayor", title=Text(ko="시장")), Principal(principal="vice_mayor")),
)  # fmt: skip


def at(start: str, end: str | None = None, zone: str = "Asia/Seoul") -> Timed:
    """A time; its end is on the same day unless it says which."""
    full = None if end is None else end if "T" in end else f"{start[:11]}{end}"
    return Timed(start=Moment.of(start, zone), end=None if full is None else Moment.of(full, zone))


class Desk:
    """Somebody who records."""

    def __init__(self, history: History | None = None, *, founded: bool = True) -> None:
        self.history = history or History.in_memory()
        self.office = Office(self.history, clock=Clock(), entropy=counting_entropy())
        self._number = 0
        if founded:
            self.office.record(FOUNDED, by="p")

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *exc: object) -> None:
        self.office.close()

    # --- in ---

    def do(self, *commands: Command) -> list[Receipt]:
        """Record commands in one batch, each under an id of its own."""
        self._number += 1
        entries = [Entry(command=each, by="p", id=f"{self._number}.{index}") for index, each in enumerate(commands)]
        return self.office.record_all(entries)

    def refused(self, *commands: Command, told: tuple[str, ...] | str = "") -> RefusedError:
        """Make sure that a batch is refused in words that hold these, and records nothing."""
        before = len(self.history)
        with pytest.raises(RefusedError) as refusal:
            self.do(*commands)
        assert len(self.history) == before, "nothing is recorded when a command is refused"
        for fragment in (told,) if isinstance(told, str) else told:
            assert fragment in str(refusal.value), str(refusal.value)
        (first, *_) = getattr(refusal.value, "refusals", [(0, refusal.value)])
        error: RefusedError = first[1]
        return error

    def plan(self, name: str, when: Any, *attendance: Attendance, **more: Any) -> None:
        """Plan an engagement."""
        self.do(PlanEngagement(engagement=name, title=Text(en=name), when=when, attendance=attendance, **more))

    def confirm(self, name: str, when: Any, *attendance: Attendance, **more: Any) -> None:
        """Plan an engagement, and confirm it."""
        self.plan(name, when, *attendance, **more)
        self.do(ConfirmEngagement(engagement=name))

    def occasion(self, name: str, when: Any, *attendance: Attendance, **more: Any) -> None:
        """Plan an occasion, and confirm it."""
        self.do(PlanOccasion(occasion=name, title=Text(en=name), when=when, attendance=attendance, **more))
        self.do(ConfirmOccasion(occasion=name))

    def trip(self, name: str, first: str, last: str, **more: Any) -> None:
        """Plan a trip, and confirm it."""
        self.do(PlanTrip(trip=name, title=Text(en=name), period=Period.of(first, last), **more))
        self.do(ConfirmTrip(trip=name))

    def append(self, subject: str, *events: Event) -> None:
        """Store events as another version of the program may have: no rule is asked."""
        version, now = self.history.stream(subject).version, self.office.now()
        self.history.append(
            [
                Recorded(
                    subject=subject, version=version + number, topic=event.topic, schema_version=event.schema_version,
                    recorded_at=now, known_on=now.date(), by="p", citations=(), note=None, command_id="x",
                    command_digest="x", salt=b"", data=event.__pydantic_serializer__.to_python(event, mode="json"),
                )
                for number, event in enumerate(events, 1)
            ],
            {},
        )  # fmt: skip

    @contextmanager
    def nothing_new(self) -> Iterator[None]:
        """Make sure that nothing is taken or given back in a diary."""
        before = self.kept()
        yield
        assert self.kept() == before

    # --- out ---

    def state(self, subject: str) -> Subject | None:
        """The state of a stream."""
        return self.history.stream(subject).state

    def kept(self) -> list[str]:
        """The topics and streams of the events in the diaries, in order."""
        return [f"{each.topic} {each.subject}" for each in self.history.log() if each.kind in KEPT]

    def streams(self, *kinds: str) -> dict[str, list[Hold]]:
        """What the streams of these kinds hold, those that hold something."""
        names = dict.fromkeys(each.subject for each in self.history.log() if each.kind in kinds)
        found = {name: self.state(name) for name in names}
        return {name: list(each.holds) for name, each in found.items() if isinstance(each, Holding) and each.holds}

    def pages(self) -> dict[str, list[str]]:
        """What is on each page."""
        return {name: sorted(each.page_key for each in holds) for name, holds in sorted(self.streams(PAGE).items())}

    def wanted(self) -> list[Hold]:
        """What the present states of all subjects take."""
        names = dict.fromkeys(each.subject for each in self.history.log() if each.kind in BOOKED)
        return [hold for name in names for hold in holds_of(name, self.state(name), self.state)]

    def check(self) -> None:
        """Make sure that pages, bookings and states say the same, and a full replay too."""
        wanted = sorted(self.wanted(), key=_order)
        booked = sorted((hold for holds in self.streams(BOOKING).values() for hold in holds), key=_order)
        assert [each.model_copy(update={"pages": ()}) for each in booked] == [
            each.model_copy(update={"pages": ()}) for each in wanted
        ]
        on_pages = sorted((name, hold.page_key) for name, holds in self.streams(PAGE).items() for hold in holds)
        assert on_pages == sorted((page, hold.page_key) for hold in booked for page in page_ids(hold))
        replayed: dict[str, Subject] = {}
        for position, each in enumerate(self.history.log()):
            assert each.position == position
            replayed[each.subject] = STREAMS[each.kind].evolve(replayed.get(each.subject), each.event)
        for name, state in replayed.items():
            assert state == self.state(name)


def _order(hold: Hold) -> tuple[str, str]:
    return hold.subject, hold.key
