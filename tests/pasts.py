"""Two offices that should show the same: the past of one, and one that never heard of what came later.

::

    told = Told()
    told.tell(PlanTrip(...), "2018-08-31")          # recorded unless it is refused
    told.lively(paces, left_out)                    # a life in which everything refers to something
    is_as_if_nothing_came_later(told.office, day, until)
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from conftest import Clock, counting_entropy
from exported import feed_of, unfolded
from mayor_schedule import Audience, Command, Office, Recorded, RefusedError, Visibility
from mayor_schedule.audit.history import shown
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.clash import Clash
from mayor_schedule.domain.diary import BOOKING
from mayor_schedule.exports.briefing.writing import write_briefing
from mayor_schedule.exports.jsonld import jsonld
from mayor_schedule.exports.table import table
from mayor_schedule.reading import OfficeViews
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import encode

AT: Final = datetime(2027, 1, 1, tzinfo=UTC)
"""When everything is read."""

START: Final = date(2018, 1, 1)

ZURICH: Final = {"city": {"en": "Zürich"}, "country": "CH"}
EVENING: Final = {"start": "2018-10-03T19:00", "end": "2018-10-03T22:00", "zone": "Europe/Zurich"}
DAWN: Final = {"start": "2018-10-04T04:00", "end": "2018-10-04T05:00", "zone": "Asia/Seoul"}
VICE: Final = {"principal": "vice_mayor", "answer": "yes"}
SIGNED: Final = {"stage": "signed", "signed": "2018-10-03"}

LIVELY: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("found_office", {"name": {"en": "Office"}, "zone": "Asia/Seoul", "domain": "example.go.kr", "languages": ["en"]}),
    ("add_principal", {"principal": "vice_mayor", "title": {"en": "Vice Mayor"}}),
    ("plan_trip", {"trip": "europe", "title": {"en": "Europe"}, "period": "2018-09-27/2018-10-07", "stops": [ZURICH],
                   "visibility": "public"}),
    ("confirm_trip", {"trip": "europe"}),
    ("plan_engagement", {"engagement": "dinner", "title": {"en": "Dinner"}, "part_of": "trip:europe", "when": EVENING,
                         "visibility": "public"}),
    ("confirm_engagement", {"engagement": "dinner"}),
    ("plan_engagement", {"engagement": "tour", "title": {"en": "Tour"}, "when": {"unknown": True,
                         "within": "trip:europe"}, "part_of": "trip:europe", "visibility": "public"}),
    ("plan_engagement", {"engagement": "call", "title": {"en": "Call"}, "when": DAWN}),
    ("accept_clash", {"between": ["engagement:dinner", "engagement:call"], "reason": {"en": "He goes out for it"}}),
    ("confirm_engagement", {"engagement": "call"}),
    ("change_office", {"fields": {"domain": "seoul.go.kr", "languages": ["ko", "en"], "zone": "Europe/Madrid"}}),
    ("report_agreement", {"agreement": "zurich", "title": {"en": "Friendship"}, "engagement": "dinner", **SIGNED,
                          "visibility": "public"}),
    ("report_agreement", {"agreement": "canton", "title": {"en": "Amity"}, "predecessor": "zurich", **SIGNED,
                          "possible_duplicate_of": "zurich", "visibility": "public"}),
    ("settle_duplicate", {"agreement": "canton", "verdict": "same", "reason": {"en": "One text"}}),
    ("pursue_organization", {"organization": "icl", "name": {"en": "ICL"}, "host_agreement": "canton"}),
    ("state_figure", {"key": "trips_made", "value": 3, "as_of": "2018-12", "visibility": "public"}),
    ("plan_occasion", {"occasion": "staff", "title": {"en": "Staff"}, "attendance": [{"principal": "mayor",
                       "answer": "yes"}], "when": {"start": "2018-10-01T09:00", "end": "2018-10-01T10:00",
                       "zone": "Asia/Seoul"}, "recurrence": {"rule": "FREQ=WEEKLY"}, "booked_until": "2018-11-30",
                       "visibility": "public"}),
    ("confirm_occasion", {"occasion": "staff"}),
    ("change_occurrence", {"occasion": "staff", "occurrence": "2018-10-08", "fields": {"title": {"en": "Long"}}}),
    ("move_engagement", {"engagement": "call", "part_of": "trip:europe"}),
    ("attend_engagement", {"engagement": "dinner", "attendance": VICE}),
    ("reschedule_trip", {"trip": "europe", "period": "2018-10-01/2018-10-08"}),
    ("report_trip", {"trip": "europe", "title": {"en": "Europe"}, "stage": "confirmed", "principal": "vice_mayor"}),
    ("correct_engagement", {"engagement": "dinner", "fields": {"title": {"en": "Supper"}}, "reason": {"en": "typo"}}),
    ("classify_occasion", {"occasion": "staff", "visibility": "confidential"}),
    ("classify_engagement", {"engagement": "tour", "visibility": "internal"}),
    ("withdraw_engagement", {"engagement": "tour", "reason": {"en": "Never planned"}}),
    ("classify_trip", {"trip": "europe", "visibility": "public", "public_from": "2026-12-01T00:00:00Z"}),
    ("cancel_engagement", {"engagement": "call"}),
)  # fmt: skip
"""A life in which everything refers to something that may be heard of later."""


# --- two offices ------------------------------------------------------------------------------------------------------


def read_at(history: History) -> Office:
    """The office of a history, read at a fixed instant."""
    return Office(history, clock=lambda: AT)


def names_of(record: Recorded) -> tuple[str, ...]:
    """The subjects that the id of a stream names: nobody who does not know them could have written there."""
    event: Any = record.event
    if record.kind == Clash.kind:
        return getattr(event, "between", ())
    if record.kind == BOOKING:
        return (record.subject.removeprefix("booking:"),)
    hold = getattr(event, "hold", None)
    return () if hold is None else (hold.partition(" ")[0] if isinstance(hold, str) else hold.subject,)


def never_heard(records: Iterable[Recorded], day: date | None, until: datetime | None) -> Iterator[Recorded]:
    """What an office would have stored that heard nothing after a day, and recorded nothing after an instant."""
    heard: set[str] = set()
    deaf: set[str] = set()
    for each in records:
        if until is not None and each.recorded_at > until:
            return
        if (day is not None and each.known_on > day) or not heard.issuperset(names_of(each)) or each.subject in deaf:
            deaf |= {each.subject} if each.kind == Clash.kind else set()
            continue
        heard.add(each.subject)
        yield each


def office_of(records: Iterable[Recorded]) -> Office:
    """An office with just these events."""
    history = History.in_memory()
    history.append([replace(each, position=None) for each in records], {})
    return read_at(history)


class Told:
    """An office that is told things by two writers whose clocks differ, each subject at its own pace."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.office = Office.in_memory(clock=self.clock, entropy=counting_entropy())
        self.days: dict[str, date] = {}

    def tell(self, command: Command, day: date | str) -> None:
        """Record a command, unless it is refused."""
        try:
            self.office.record(command, by="p", known_on=day, id=f"{len(self.office.store)}")
        except RefusedError:
            return

    def lively(self, paces: Sequence[int], left_out: Collection[int] = ()) -> None:
        """Record `LIVELY`, without some of it; the paces say how late each is heard of, and how the clocks differ."""
        every = (COMMANDS[name].model_validate(fields) for name, fields in LIVELY)
        told = [each for number, each in enumerate(every) if number not in left_out]
        self.story([(command, paces[-number % len(paces)] // 4) for number, command in enumerate(told)], paces)

    def story(self, commands: Iterable[tuple[Command, int]], paces: Sequence[int]) -> None:
        """Record a generated story; the paces say how late each is heard of, and how the clocks differ."""
        for number, (command, gap) in enumerate(commands):
            pace = paces[number % len(paces)]
            day = self.days.get(command.subject, START + timedelta(days=pace)) + timedelta(days=gap)
            self.days[command.subject] = day
            self.clock.now += timedelta(seconds=(pace - 4) * 5)
            self.tell(command, day)


_DOMAIN: Final = re.compile(r"(?<=[0-9a-f]{32})@[a-z.-]+")
"""An office that never heard of its domain has another one in its public ids."""

_PAST: Final = re.compile(r" \((as known on|as recorded at)[^)]*not for subscription\)")
"""What the name of a file says of its past."""

# --- what they show ---------------------------------------------------------------------------------------------------


def views(office: OfficeViews, audience: Audience = Audience.INTERNAL) -> dict[str, Any]:
    """Every view of an office, with ids in the place of public ids, and without positions."""
    knowledge = office.knowledge(audience=audience)
    ids = {known.uid: known.id for known in knowledge.values()}
    clashes = office.clashes(on="2018-10-01", audience=audience).all()
    calendar = office.calendar(audience=audience)
    return {
        "list": list(knowledge),
        "states": {known.id: (known.state, known.events) for known in knowledge.values()},
        "profile": (office.profile(), knowledge.office),
        "calendar": [_plain(each.to_record(audience, "en"), ids) for each in calendar.entries()],
        "between": [
            _plain(each.to_record(audience, "en"), ids) for each in calendar.between("2018-09-01", "2018-12-31")
        ],
        "counts": _plain(
            {
                key: each.to_record(audience, "ko")
                for key, each in office.counts(on="2018-12-31", audience=audience).items()
            },
            ids,
        ),
        "clashes": [
            (each.severity, each.rule, each.span, [entry.subject for entry in each.entries], each.say("en"))
            for each in clashes
        ],
        "show": {subject: _plain(shown(knowledge, subject), ids) for subject in knowledge},
        "briefing": _plain(_briefed(office, audience), ids),
        "ledger": {
            key: [_plain(step.to_record(audience, "ko"), ids) for step in account.steps]
            for key, account in office.ledger(on="2018-12-31", audience=audience).items()
        },
        "completeness": [
            _plain(each.to_record(audience, "ko"), ids)
            for each in office.completeness(on="2018-12-31", audience=audience)
        ],
    }


def _briefed(office: OfficeViews, audience: Audience) -> Any:
    """The council briefing, but for the day of knowledge, which only a past has."""
    told = office.briefing(on="2018-12-31", audience=audience)
    record = json.loads(write_briefing(told, form="json", languages=("ko", "en")))
    return {name: each for name, each in record.items() if name != "known_on"}


def events_of(office: OfficeViews) -> list[Any]:
    """The history, without positions."""
    return [(each.reference, each.topic, encode(each)) for each in office.history()]


def steps_of(office: OfficeViews) -> list[Any]:
    """What a replay steps through, diaries apart: as known on a day there are none."""
    return [(state, each.reference) for state, each in office.replay(known_on=date.max)]


def lost(office: OfficeViews, audience: Audience) -> set[str]:
    """What an audience's files had once and have no more: a file of the past is as if they never had."""
    once: set[str] = set()
    now: set[str] = set()
    for state, each in office.replay(known_on=date.max):
        internal, visibility = audience is Audience.INTERNAL, state.visibility
        may_be_had = visibility is not Visibility.CONFIDENTIAL if internal else visibility is Visibility.PUBLIC
        is_early = state.public_from is not None and state.public_from > AT
        is_had = may_be_had and (internal or not (is_early or state.is_withdrawn))
        once |= {each.subject} if may_be_had else set()
        now = now | {each.subject} if is_had else now - {each.subject}
    return once - now


def files(whole: Office, past: OfficeViews, audience: Audience = Audience.INTERNAL, *, busy: bool = False) -> list[str]:
    """The files of a past of an office; of the office itself, if that is its past."""
    limits = past._limits
    asked: dict[str, Any] = {
        "language": "en", "audience": audience, "at": AT, "known_on": limits.known_on,
        "recorded_until": limits.recorded_until,
    }  # fmt: skip
    given = list(whole.history()), past.profile()
    made = [
        feed_of(*given, **asked, busy=busy), table(*given, **asked), table(*given, **asked, columns="google"),
        jsonld(*given, **asked),
    ]  # fmt: skip
    return [_PAST.sub("", _DOMAIN.sub("", unfolded(each))) for each in made]


def _plain(record: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(record, dict):
        return {name: _plain(each, ids) for name, each in record.items()}
    if isinstance(record, list):
        return [_plain(each, ids) for each in record]
    return ids.get(record, record) if isinstance(record, str) else record


def is_as_if_nothing_came_later(told: Office, day: date | None, until: datetime | None) -> None:
    """Compare a past of an office, view by view, with an office that never heard of what came later.

    But what an audience may not see now, it does not see in the past either: of those pasts only what is left is
    compared, and no file.
    """
    whole = read_at(told.store)
    past = whole.at(day, until)
    with office_of(never_heard(told.store.log(), day, until)) as other:
        assert events_of(past) == events_of(other)
        assert steps_of(past) == steps_of(other)
        for audience in Audience:
            ours, theirs = views(past, audience), views(other, audience)
            hidden = {subject for subject in theirs["states"] if subject not in ours["states"]}
            assert hidden.isdisjoint(now := whole.knowledge(audience=audience))
            assert ours["states"].keys() <= now.keys() if audience is Audience.PUBLIC else not hidden
            assert [each for each in theirs["list"] if each not in hidden] == ours["list"]
            assert {name: each for name, each in theirs["states"].items() if name not in hidden} == ours["states"]
            briefed = ours.pop("briefing"), theirs.pop("briefing")  # it leaves the office, as files do
            if not hidden:
                assert ours == theirs
            if not lost(whole, audience):
                assert briefed[0] == briefed[1]
                busy = audience is Audience.INTERNAL
                assert files(whole, past, audience, busy=busy) == files(other, other, audience, busy=busy)
