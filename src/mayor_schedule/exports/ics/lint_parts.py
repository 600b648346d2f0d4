"""The linter's rules for recurrences, alarms and the properties of RFC 7986; `lint` says what each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mayor_schedule.contentlines import Component, Finding, Property
from mayor_schedule.messages import Saying, say, term

_COLORS: Final = frozenset(
    """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray
    dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon
    lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta
    maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen
    mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
    olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru
    pink plum powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna
    silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet
    wheat white whitesmoke yellow yellowgreen
    """.split()  # noqa: SIM905 - a list of 147 lines would hide the rules
)
"""The color names of CSS Color Level 3, which RFC 7986 section 5.9 refers to."""

NOT_ONCE: Final = Saying("MS-0568", "the {component} has {name} {count} times, not once")
"""Said of what a component has to have exactly once."""

_BUSY: Final = re.compile("FREE|TENTATIVE|BUSY|OOF", re.IGNORECASE)
_UNTIL: Final = re.compile(r"(?:^|;)UNTIL=([^;]*)", re.IGNORECASE)


def event_rules(event: Component) -> Iterator[Finding]:
    """What is wrong with the color, the busy status and the recurrence of an event."""
    for item in event.all("COLOR"):
        if item.value.lower() not in _COLORS:
            yield Finding(item.number, "color", say("MS-0592", "{value!r} is no color name of CSS3", value=item.value))
    for item in event.all("X-MICROSOFT-CDO-BUSYSTATUS"):
        if not _BUSY.fullmatch(item.value):
            told = say("MS-0593", "{value!r} is not FREE, TENTATIVE, BUSY or OOF", value=item.value)
            yield Finding(item.number, "busystatus", told)
    start = event.first("DTSTART")
    for item in event.all("RRULE"):
        yield from _rule(item, start)
    for name in ("EXDATE", "RDATE"):
        for item in event.all(name):
            if start is not None and _form(item) != _form(start):
                yield Finding(
                    item.number, "recurrence-date", say("MS-0594", "{name} is not of the form of DTSTART", name=name)
                )


def _rule(item: Property, start: Property | None) -> Iterator[Finding]:
    parts = [part.partition("=")[0].upper() for part in item.value.split(";")]
    if parts.count("FREQ") != 1:
        yield Finding(item.number, "rrule", say("MS-0595", "the RRULE does not say once how often (FREQ)"))
    if {"COUNT", "UNTIL"} <= set(parts):
        yield Finding(item.number, "rrule", say("MS-0596", "the RRULE has both COUNT and UNTIL"))
    until = _UNTIL.search(item.value)
    if until is None or start is None:
        return
    wanted = "T" in start.value
    if ("T" in until[1]) != wanted or (wanted and not until[1].endswith("Z")):
        told = say(
            "MS-0597", "UNTIL is {until!r}, and with this DTSTART it is {form}",
            until=until[1], form=term("an instant in UTC") if wanted else term("a date"),
        )  # fmt: skip
        yield Finding(item.number, "rrule", told)


def _form(item: Property) -> tuple[bool, bool, str]:
    """Whether it is a date, whether it is in UTC, and in which zone."""
    return "T" not in item.value, item.value.endswith("Z"), item.parameters.get("TZID", "")


def alarm_rules(alarm: Component) -> Iterator[Finding]:
    """What is wrong with an alarm."""
    for name in ("ACTION", "TRIGGER"):
        if (count := len(alarm.all(name))) != 1:
            yield Finding(alarm.number, "valarm", NOT_ONCE(component="VALARM", name=name, count=count))
    action = alarm.first("ACTION")
    if action is not None and action.value.upper() == "DISPLAY" and alarm.first("DESCRIPTION") is None:
        yield Finding(alarm.number, "valarm", say("MS-0599", "the VALARM is to display nothing: it has no DESCRIPTION"))


def series_rules(events: list[Component]) -> Iterator[Finding]:
    """What is wrong with occurrences that are named by themselves; one may be there without its series."""
    masters = {uid.value: each for each in events if not each.all("RECURRENCE-ID") and (uid := each.first("UID"))}
    for event in events:
        named, uid = event.first("RECURRENCE-ID"), event.first("UID")
        if named is None or uid is None:
            continue
        master = masters.get(uid.value)
        if master is None:
            continue
        start = master.first("DTSTART")
        if not (master.all("RRULE") or master.all("RDATE")):
            told = say("MS-0581", "no series of this file has the UID {value!r}", value=uid.value)
            yield Finding(named.number, "recurrence-id", told)
        elif start is not None and ("T" in start.value) != ("T" in named.value):
            yield Finding(
                named.number, "recurrence-id", say("MS-0598", "RECURRENCE-ID is not of the value type of its series")
            )
