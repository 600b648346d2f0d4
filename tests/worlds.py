"""Generated histories of organisations, trips, visits, exports and statements, and the oracle of their counts.

The oracle enumerates worlds, straight from the definitions: a world gives each item the day on which it came and the
one on which it left, and each statement the day on which it was read. It knows nothing of how the views reckon.

::

    histories()                           things that are said and stated, with the days on which they became known
    recorded(told)                        an office that heard them
    expected(told, key, on, known_on)     the bounds of a count
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from conftest import Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.domain.catalog import COMMANDS

Span = tuple[date | None, date | None]

ENDS: Final = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30}
LONG_AGO: Final = date(2017, 1, 1)
NEVER: Final = date(2020, 1, 1)
DAYS: Final = [date(2018, month, day) for month, last in ENDS.items() for day in (1, 15, last)] + [date(2018, 12, 31)]
CALENDAR: Final = [LONG_AGO, *DAYS, NEVER]
"""The days of the oracle. Every span begins and ends on one of them, and a day in between stands for all of those, so
that nothing happens on other days that does not happen on these."""

DATES: Final[dict[str, Span]] = {
    "2018-02-01": (date(2018, 2, 1), date(2018, 2, 1)),
    "2018-03-31": (date(2018, 3, 31), date(2018, 3, 31)),
    "2018-05-15": (date(2018, 5, 15), date(2018, 5, 15)),
    "2018-02": (date(2018, 2, 1), date(2018, 2, 28)),
    "2018-04": (date(2018, 4, 1), date(2018, 4, 30)),
    "2018-40": (date(2018, 1, 1), date(2018, 6, 30)),
    "2018": (date(2018, 1, 1), date(2018, 12, 31)),
    "2018-03/..": (date(2018, 3, 1), None),
    "../2018-04": (None, date(2018, 4, 30)),
    "unknown": (None, None),
}
"""Dates as they are written, and the days that they mean."""

READINGS: Final[dict[str, Span]] = {
    "2018-02-28": (date(2018, 2, 28), date(2018, 2, 28)),
    "2018-03": (date(2018, 3, 1), date(2018, 3, 31)),
    "2018-05-31": (date(2018, 5, 31), date(2018, 5, 31)),
    "2018-06": (date(2018, 6, 1), date(2018, 6, 30)),
    "2018": (date(2018, 1, 1), date(2018, 12, 31)),
}
SINCE: Final = date(2018, 1, 1)
LIVES: Final = (
    ("pursue", "attract", "open", "close"), ("pursue", "attract", "open", "move_away"), ("pursue", "attract", "drop"),
    ("report", "close"), ("report_undated", "move_away"), ("report_undated",),
)  # fmt: skip
EXPORTS: Final = (
    ("pursue_export", "win_export"), ("pursue_export", "win_export", "deliver_export"), ("pursue_export", "delivered"),
)  # fmt: skip
FLOWS: Final = {"trip": "trips_made", "visit": "state_guests", "policy_export": "policy_exports_won"}
KEYS: Final = (
    "hosted_organizations", "organizations_attracted", "organizations_pursued", "policy_exports_pursued",
    *FLOWS.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One thing that is said of a subject: what, of which date, and since when it is known."""

    subject: int
    what: str
    when: str
    known_on: date


@dataclass(frozen=True)
class Stated:
    """One thing that is stated of a series."""

    key: str
    value: int
    as_of: str
    known_on: date


@st.composite
def histories(draw: st.DrawFn) -> list[Said | Stated]:
    """A few organisations with their lives, some trips, visits and exports, and statements, in some order."""
    told: list[Said | Stated] = []
    known, dates = st.sampled_from(DAYS), st.sampled_from(list(DATES))
    for subject, every in [(each, LIVES) for each in range(draw(st.integers(0, 3)))] + [
        (10 + each, EXPORTS) for each in range(draw(st.integers(0, 2)))
    ]:
        life = draw(st.sampled_from(every))
        life = life[: draw(st.integers(1, len(life)))]
        told += [Said(subject, what, draw(st.just("unknown") | dates), day) for what, day in zip(life, sorted(draw(
            st.lists(known, min_size=len(life), max_size=len(life)))), strict=True)]  # fmt: skip
    for subject in range(draw(st.integers(0, 3))):
        told.append(Said(subject, draw(st.sampled_from(list(FLOWS))), draw(dates), draw(known)))
    places = st.tuples(st.sampled_from(KEYS), st.sampled_from(list(READINGS)))
    for key, as_of in draw(st.lists(places, max_size=5, unique=True)):
        told.append(Stated(key, draw(st.integers(0, 9)), as_of, draw(known)))
    return told


def command(each: Said | Stated) -> tuple[str, dict[str, Any]]:
    """The command that says it."""
    if isinstance(each, Stated):
        return "state_figure", {"key": each.key, "value": each.value, "as_of": each.as_of}
    name, title, when = f"s{each.subject}", {"en": f"S{each.subject}"}, {"edtf": each.when}
    dated: Any = "unknown" if each.when == "unknown" else when
    match each.what:
        case "pursue_export":
            return "pursue_policy_export", {"policy_export": name, "system": title}
        case "win_export" | "deliver_export":
            return each.what.replace("export", "policy_export"), {"policy_export": name, "on": dated}
        case "delivered":
            return "report_policy_export", {"policy_export": name, "system": title, "stage": "delivered"}
        case "pursue":
            return "pursue_organization", {"organization": name, "name": title}
        case "report" | "report_undated":
            opened = {} if "undated" in each.what else {"opened": dated}
            return "report_organization", {"organization": name, "name": title, "stage": "opened", **opened}
        case "drop":
            return "drop_organization", {"organization": name}
        case "move_away":
            return "move_organization_away", {"organization": name, "on": dated}
        case "trip":
            return "report_trip", {"trip": name, "title": title, "period": dated, "stage": "returned"}
        case "visit":
            fields = {"stage": "received", "category": "state_guest", "guests": [{"office": title}]}
            return "report_visit", {"visit": name, "when": dated, **fields}
        case "policy_export":
            return "report_policy_export", {"policy_export": name, "system": title, "stage": "won", "won": dated}
    return f"{each.what}_organization", {"organization": name, "on": dated}


def recorded(told: Sequence[Said | Stated]) -> Office:
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    for each in told:
        name, fields = command(each)
        office.record(COMMANDS[name].model_validate(fields), by="p", known_on=each.known_on)
    return office


@dataclass(frozen=True)
class Thing:
    """What the oracle knows of an item: when it may have come and gone, and whether it was found there.

    Of one that came `perhaps`, nobody says a day: there is also a world in which it came on none of these.
    """

    came: Span
    gone: Span | None = None
    found: bool = False
    known_on: date | None = None
    perhaps: bool = False


def meant(span: Span) -> list[date]:
    """The days of the calendar that a span can mean."""
    return [day for day in CALENDAR if (span[0] or LONG_AGO) <= day <= (span[1] or NEVER)]


def things(told: Sequence[Said | Stated], key: str, known_on: date) -> list[Thing]:
    """The items of a series, as known on a day, by the definition of the series."""
    said = [each for each in told if isinstance(each, Said) and each.known_on <= known_on]
    kinds = [kind for kind, series in FLOWS.items() if series == key]
    found = [Thing(DATES[each.when], known_on=each.known_on) for each in said if each.what in kinds]
    of_each: dict[int, dict[str, Said]] = {}
    for each in said:
        if each.what not in FLOWS:
            of_each.setdefault(each.subject, {})[each.what] = each
    return found + [thing for life in of_each.values() for thing in (*organization(life, key), *export(life, key))]


def export(life: dict[str, Said], key: str) -> Iterator[Thing]:
    """What a policy export is in a series, that was pursued first."""
    pursued, won = life.get("pursue_export"), life.get("win_export")
    known = won or life.get("delivered")
    if pursued is None:
        return
    if key == "policy_exports_won" and known is not None:
        yield reached(won, pursued.known_on, known.known_on)
    if key == "policy_exports_pursued":
        yield Thing((pursued.known_on,) * 2, None if known is None else ended(won, known.known_on))


def reached(said: Said | None, ahead: date, known_on: date) -> Thing:
    """What reached a stage on a day that is said; else between its being ahead and its being known."""
    days = (None, None) if said is None else DATES[said.when]
    if days == (None, None):
        return Thing((ahead, known_on), known_on=known_on, perhaps=True)
    return Thing(days, known_on=known_on)


def ended(said: Said | None, known_on: date) -> Span:
    """When a plan ended: as is said, and at the latest on the day on which that was known."""
    first, last = (None, None) if said is None else DATES[said.when]
    is_said = last is not None and (first or LONG_AGO) <= known_on
    return (first, min(last, known_on)) if is_said and last else (known_on,) * 2


def organization(life: dict[str, Said], key: str) -> Iterator[Thing]:
    pursued, attracted, opened = life.get("pursue"), life.get("attract"), life.get("open") or life.get("report")
    undated, left = life.get("report_undated"), life.get("close") or life.get("move_away")
    gone = None if left is None else (left.known_on,) * 2 if left.when == "unknown" else DATES[left.when]
    if key == "organizations_attracted" and attracted is not None:
        assert pursued is not None
        yield reached(attracted, pursued.known_on, attracted.known_on)
    if key == "organizations_pursued" and pursued is not None:
        end = attracted or life.get("open") or life.get("drop")
        yield Thing((pursued.known_on,) * 2, None if end is None else ended(attracted, end.known_on))
    if key == "hosted_organizations":
        if undated is not None or (opened is not None and opened.what == "report" and opened.when == "unknown"):
            there = undated or opened
            assert there is not None
            yield Thing((there.known_on,) * 2, gone, found=True)
        elif opened is not None and opened.when == "unknown":
            assert attracted is not None
            first = DATES[attracted.when][0]
            yield Thing((first if first is None or first <= opened.known_on else None, opened.known_on), gone)
        elif opened is not None:
            yield Thing(DATES[opened.when], gone)


def world(thing: Thing) -> list[tuple[date, date]]:
    """The days of coming and going of an item in every world."""
    going = [NEVER + timedelta(days=1)] if thing.gone is None else meant(thing.gone)
    coming = meant(thing.came) + ([NEVER] if thing.perhaps else [])
    if thing.found:
        return [(come, gone) for come in coming for gone in going]
    return [(come, gone) for come in coming for gone in going if come <= gone]


def placed(things_: list[Thing], statements: Sequence[Stated]) -> list[Thing]:
    """A flow's items: the span of a statement that was heard on the same day places those without a date."""
    found = []
    for thing in things_:
        spans = [(SINCE, READINGS[each.as_of][1]) for each in statements if each.known_on == thing.known_on]
        is_undated = thing.perhaps or thing.came == (None, None)
        if is_undated and spans:
            found.append(Thing(spans[0]))
        elif thing.perhaps or not is_undated:
            found.append(thing)
    return found


def over(told: Sequence[Thing], *pairs: tuple[date, date], extra: Sequence[Span] = ()) -> tuple[int, int]:
    """Arrivals less departures between two readings: the least and the most over the pairs, and over all worlds.

    Items are independent of each other once the readings are fixed.
    """
    sums = []
    for after, until in pairs:
        least = most = 0
        for thing in told:
            amounts = [
                (not thing.found and after < come <= until) - (after < gone <= until) for come, gone in world(thing)
            ]
            least, most = least + min(amounts, default=0), most + max(amounts, default=0)
        most += sum(any(after < day <= until for day in meant(span)) for span in extra)
        sums.append((least, most))
    return min(least for least, _ in sums), max(most for _, most in sums)


def expected(told: Sequence[Said | Stated], key: str, on: date, known_on: date) -> dict[str, Any]:
    """The bounds of a count, from the definitions."""
    statements = [each for each in told if isinstance(each, Stated) and each.key == key and each.known_on <= known_on]
    statements.sort(key=lambda each: READINGS[each.as_of][1] or NEVER)
    is_flow = key in FLOWS.values() or key == "organizations_attracted"
    items = things(told, key, known_on)
    items = placed(items, statements) if is_flow else items
    if is_flow:
        per_item = [[SINCE <= come <= on for come, _ in world(each)] for each in items]
    else:
        per_item = [[come <= on < gone for come, gone in world(each)] for each in items]
    found: dict[str, Any] = {
        "named": (sum(all(each) for each in per_item if each), sum(any(each) for each in per_item))
    }
    read = [each for each in statements if (READINGS[each.as_of][0] or NEVER) <= on]
    fitting = [each for each in read if not is_flow or (READINGS[each.as_of][1] or NEVER) <= on]
    found["total"], found["unexplained"] = found["named"], None
    if fitting:
        latest = fitting[-1]
        readings = [day for day in meant(READINGS[latest.as_of]) if day <= on]
        least, most = over(items, *((day, on) for day in readings))
        found["total"] = latest.value + least, latest.value + most
        earlier = [each for each in read if statements.index(each) < statements.index(latest)]
        if earlier:
            pairs = product(meant(READINGS[earlier[-1].as_of]), readings)
            extra = perhaps(told, known_on) if key == "hosted_organizations" else []
            extra = [span for span in extra if (span[0] or LONG_AGO) <= readings[-1]]
            least, most = over(items, *(each for each in pairs if each[0] <= each[1]), extra=extra)
            difference = latest.value - earlier[-1].value
            found["unexplained"] = difference - most, difference - least
    return found


def perhaps(told: Sequence[Said | Stated], known_on: date) -> list[Span]:
    """When what was attracted may have opened, where nobody says that it has, or that it was given up."""
    said = [each for each in told if isinstance(each, Said) and each.known_on <= known_on and each.what not in FLOWS]
    over_ = {each.subject for each in said if each.what in ("open", "drop")}
    pursued = {each.subject: each.known_on for each in said if each.what == "pursue"}
    return [
        ((pursued[each.subject] if each.when == "unknown" else DATES[each.when][0]), None)
        for each in said if each.what == "attract" and each.subject not in over_
    ]  # fmt: skip
