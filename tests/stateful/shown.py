"""What the model shows: whose time is taken, the entries of the calendar, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from stateful.lives import AHEAD, CALLED_OFF, DATED, SIGNED, TIMED
from stateful.story import OFFSETS, Days, Story, Time, When, facts_of, in_utc, is_withdrawn

Stories = Mapping[tuple[str, str], Story]

# --- what takes time --------------------------------------------------------------------------------------------------


def held(stories: Stories) -> dict[str, set[tuple[str, Any, Any]]]:
    held = {}
    for (kind, name), story in stories.items():
        taken = set(_takes(kind, facts_of(story))) if not is_withdrawn(story) else set()
        if taken:
            held[f"{kind}:{name}"] = taken
    return held


def _takes(kind: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Whose time something takes: of a confirmed trip days, of what is confirmed at a known time that time."""
    when = facts.get("date")
    if kind == "trip" and facts["stage"] in ("confirmed", "departed") and isinstance(when, Days):
        yield facts["principal"], when.first, when.last
    if kind in TIMED and facts["stage"] == "confirmed" and isinstance(when, Time):
        for principal in _comes(kind, facts):
            yield principal, in_utc(when.start, when.zone), in_utc(when.end, when.zone)


def _comes(kind: str, facts: Mapping[str, Any]) -> list[str]:
    """Who comes: who says so; and to an engagement the mayor, if nobody else does and he has not said that he won't."""
    coming = [each for each in ("mayor", "vice_mayor") if facts.get(f"attendance {each}") == "yes"]
    silent = kind == "engagement" and not coming and "attendance mayor" not in facts
    return ["mayor"] if silent else coming


def clashing(stories: Stories) -> bool:
    """Whether somebody would have to be in two places at once: trips exclude trips, and times exclude times.

    One thing may begin when another ends, and two trips may share a day of travel.
    """
    taken = [(subject, *each) for subject, every in held(stories).items() for each in every]
    return any(
        one[0] < other[0] and one[1] == other[1] and isinstance(one[2], datetime) == isinstance(other[2], datetime)
        and one[2] < other[3] and other[2] < one[3]
        for one in taken for other in taken
    )  # fmt: skip


# --- what is shown ----------------------------------------------------------------------------------------------------


def status_of(stage: str) -> str:
    if stage in AHEAD:
        return "tentative"
    if stage in ("confirmed", "departed"):
        return "confirmed"
    return "cancelled" if stage in CALLED_OFF else "done"


def dates_of(kind: str, facts: Mapping[str, Any]) -> When:
    """When it is, or was: of an agreement, when it was signed."""
    if facts["stage"] == "postponed":
        return None
    when: When = facts.get("signed") if kind == "agreement" and facts["stage"] in SIGNED else facts["date"]
    return when


def is_in_calendar(kind: str, story: Story, facts: Mapping[str, Any]) -> bool:
    """Dated things are; a signing if it has a day, is planned, or was planned once and is off now."""
    if kind != "agreement":
        return kind in DATED
    stage = facts["stage"]
    if stage == "dropped":
        return any(each.facts.get("stage") == "signing_planned" for each in story)
    return stage in ("signing_planned", "postponed") or (stage in SIGNED and "signed" in facts)


def written(when: When) -> dict[str, Any]:
    if isinstance(when, Days):
        return {"first": when.first.isoformat(), "last": when.last.isoformat()}
    if isinstance(when, Time):
        offset = f"+{OFFSETS[when.zone]:02}:00"
        return {"start": when.start.isoformat() + offset, "end": when.end.isoformat() + offset, "zone": when.zone}
    return {"unknown": True, "within": None}


SERIES: Final = ("trips_made", "state_guests", "policy_exports_won", "agreements_signed", "organizations_attracted",
                  "hosted_organizations")  # fmt: skip


def counted(kind: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, tuple[date | None, date | None]]]:
    """The series in which something is, each with the days on which it came and left."""
    stage = facts.get("stage")
    match kind:
        case "trip" if stage == "returned":
            yield "trips_made", (_day(facts["date"])[1],) * 2
        case "visit" if stage == "received":
            yield "state_guests", _day(facts["date"])
        case "policy_export" if stage in ("won", "delivered") or "won" in facts:
            yield "policy_exports_won", _day(facts.get("won"))
        case "agreement" if stage == "signed" or (stage in SIGNED and "signed" in facts):
            yield "agreements_signed", _day(facts.get("signed"))
        case "organization":
            if stage == "attracted" or "attracted" in facts:
                yield "organizations_attracted", _day(facts.get("attracted"))
            if stage in ("opened", "closed", "moved_away"):
                first, left = _day(facts.get("opened"))[0], _day(facts.get("left"))[0]
                yield "hosted_organizations", (first, date.max if stage == "opened" and left is None else left)


def _day(when: When) -> tuple[date | None, date | None]:
    match when:
        case Days():
            return when.first, when.last
        case Time():
            return when.start.date(), when.start.date()
    return None, None
