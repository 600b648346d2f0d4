"""A calendar file as components whose lines are known; what is not a calendar, or meant to do harm, is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mayor_schedule.contentlines import Component, Property, read
from mayor_schedule.errors import Problem
from mayor_schedule.messages import Message, say, term

MAX_BYTES: Final = 20 * 1024 * 1024
"""The largest calendar, in bytes; attachments in a file count too."""

MAX_LINES: Final = 500_000
"""The most lines of one calendar."""

MAX_EVENTS: Final = 10_000
"""The most entries of one calendar."""

MAX_SERIES: Final = 2_000
"""The most of them that come back."""

MAX_UID: Final = 1_000
"""Characters of a UID. RFC 7986 section 5.3 wants 255 octets at most; existing ones are longer."""

_WRONG: Final = frozenset({"utf8", "content-line", "nesting", "control"})
"""What, of all that is wrong with lines, leaves it open what a file says."""


class Malformed(Exception):  # noqa: N818 - it is told as a problem of a line
    """Something in a calendar that cannot be read: nothing of the file is loaded."""

    def __init__(self, line: int, message: Message) -> None:
        self.line = line
        super().__init__(message)


class LeftOut(Exception):  # noqa: N818
    """An entry, or a part of one, that a calendar may have and an office cannot record: it is left out and told."""

    def __init__(self, line: int, message: Message) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True)
class Stream:
    """A calendar file.

    Attributes:
        calendars: its VCALENDARs, mostly one.
        problems: why it cannot be loaded.
    """

    calendars: tuple[Component, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def all(self, name: str) -> Iterator[Component]:
        """The components of a name, in their order."""
        for calendar in self.calendars:
            yield from (part for part in calendar.parts if part.name == name)

    def value(self, *names: str) -> str | None:
        """The value of the first of these properties that a calendar has."""
        found = (calendar.first(name) for name in names for calendar in self.calendars)
        return next((each.value.strip() for each in found if each is not None and each.value.strip()), None)


def read_stream(file: str, data: bytes) -> Stream:
    """The components of a file, or why it is refused.

    Args:
        file: its name, for messages.
        data: its bytes.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        utf16 = say("MS-1015", "this is UTF-16, which Windows calls Unicode; save it as UTF-8")
        return Stream((), (Problem(file, 1, utf16),))
    if max(data.count(b"\n"), data.count(b"\r")) > MAX_LINES:
        long = say("MS-1016", "it has more than {most} lines; split it", most=MAX_LINES)
        return Stream((), (Problem(file, 1, long),))
    components, findings = read(data)
    blank = _blank_lines(data) if any(each.rule == "content-line" for each in findings) else frozenset()
    problems = [
        Problem(file, each.line, _damaged(each.message))
        for each in findings
        if each.rule in _WRONG and not (each.rule == "content-line" and each.line in blank)
    ]
    calendars = tuple(each for each in components if each.name == "VCALENDAR")
    if not calendars:
        return Stream((), (Problem(file, 1, say("MS-1017", "this is no calendar: it has no BEGIN:VCALENDAR")),))
    for calendar in calendars:
        problems += (Problem(file, line, message) for line, message in _refused(calendar))
    events = [part for calendar in calendars for part in calendar.parts if part.name == "VEVENT"]
    if len(events) > MAX_EVENTS:
        many = say(
            "MS-1018", "it has {count} entries, more than {most}; split it", count=len(events), most=MAX_EVENTS
        )
        problems.append(Problem(file, 1, many))
    series = sum(each.first("RRULE") is not None or each.first("RDATE") is not None for each in events)
    if series > MAX_SERIES:
        often = say(
            "MS-1019", "{count} of its entries come back, more than {most}; split it", count=series, most=MAX_SERIES
        )
        problems.append(Problem(file, 1, often))
    return Stream(calendars, tuple(sorted(problems)[:MAX_PROBLEMS]))


MAX_PROBLEMS: Final = 100
"""The most problems that are told of one file."""


def _damaged(message: Message) -> Message:
    return term("{message}; it is no calendar as RFC 5545 has it, or it was damaged", message=message)


def _blank_lines(data: bytes) -> frozenset[int]:
    """The lines that are empty, as several programs leave some, and are not continued on the next one."""
    lines = data.splitlines()
    pairs = zip(lines, [*lines[1:], b""], strict=True)
    return frozenset(
        number for number, (line, following) in enumerate(pairs, 1) if not line and following[:1] not in (b" ", b"\t")
    )


def _refused(calendar: Component) -> Iterator[tuple[int, Message]]:
    version, method = calendar.first("VERSION"), calendar.first("METHOD")
    if version is not None and version.value.strip() == "1.0":
        old = say("MS-1020", "this is a vCalendar 1.0, and no iCalendar; export it anew as iCalendar (.ics)")
        yield version.number, old
    elif version is None or version.value.strip() != "2.0":
        line = calendar.number if version is None else version.number
        unsaid = say(
            "MS-1021", "a calendar says VERSION:2.0 (RFC 5545 section 3.7.4); export it anew as iCalendar (.ics)"
        )
        yield line, unsaid
    if method is not None and method.value.strip().upper() not in ("PUBLISH", ""):
        what = method.value.strip().upper()[:20]
        told = say(
            "MS-1022", "this is a message about an appointment (METHOD:{method}), and no calendar; export that",
            method=what,
        )  # fmt: skip
        yield method.number, told


def only(component: Component, name: str) -> Property | None:
    """A property that a component may have once.

    Raises:
        Malformed: it has it twice.
    """
    found = component.all(name)
    if len(found) > 1:
        twice = say("MS-1023", "{name} is here twice, first on line {line}", name=name, line=found[0].number)
        raise Malformed(found[1].number, twice)
    return found[0] if found else None
