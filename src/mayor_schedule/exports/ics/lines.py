"""Content lines (RFC 5545 section 3.1): names, parameters, values, folded at 75 octets and ended with CRLF.

`icalendar` folds character by character, which alone takes longer than a whole cold export may; what is written here
is byte-identical to what it writes wherever that is right. Nothing that a text holds can end a line, a parameter or a
value: control characters, which RFC 5545 does not allow, are shown as U+FFFD, and everything that any reader takes for
a line break becomes one escaped line break.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from mayor_schedule.exports.bidi import closed

LIMIT: Final = 75
"""Octets of a physical line, without its CRLF, that RFC 5545 allows."""

SEGMENT: Final = 74
"""Octets of a line of which each physical line holds at most these: a further one has a space before them."""

_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN: Final = re.compile("[^\x00-\x1f\x7f-\x9f\\\\;,\u2028-\u202e\u2066-\u2069\ud800-\udfff]*")
_QUOTED: Final = re.compile('[:;,^"\n ]')


def clean(value: str) -> str:
    """Text without control characters, each line break as one line feed, each direction closed on its line."""
    return closed(_CONTROLS.sub("\ufffd", _BREAKS.sub("\n", value)))


def text(value: str) -> str:
    """A value of type TEXT (RFC 5545 section 3.3.11)."""
    if _PLAIN.fullmatch(value):
        return value
    value = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def parameter(value: str) -> str:
    """The value of a parameter, quoted where needed (RFC 5545 section 3.2, RFC 6868).

    A backslash, which some readers take for an escape, is shown as U+FFFD.
    """
    value = clean(value).replace("\t", " ").replace("\\", "\ufffd")
    if not _QUOTED.search(value):
        return value
    return '"' + value.replace("^", "^^").replace("\n", "^n").replace('"', "^'") + '"'


def day(value: date) -> str:
    """A value of type DATE (section 3.3.4)."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def local(value: datetime) -> str:
    """A wall time, which a TZID places (section 3.3.5, form 3)."""
    return f"{day(value)}T{value.hour:02}{value.minute:02}{value.second:02}"


def utc(value: datetime) -> str:
    """An instant in UTC, to the second (section 3.3.5, form 2)."""
    return local(value.astimezone(UTC)) + "Z"


def line(name: str, value: str, **parameters: str) -> bytes:
    """One content line.

    Args:
        name: the property; underscores stand for hyphens in the names of parameters only.
        value: as its type wants it; it holds no line break.
        parameters: their values, which are quoted where needed.
    """
    given = "".join(f";{key.replace('_', '-')}={parameter(each)}" for key, each in parameters.items())
    data = f"{name}{given}:{value}".encode()
    return data + b"\r\n" if len(data) <= SEGMENT else fold(data)


def fold(data: bytes) -> bytes:
    """A logical line in physical ones, none of which ends within a character (section 3.1), or within an escape.

    RFC 5545 allows the latter, and existing clients fail at it.
    """
    parts, start = [], 0
    while len(data) - start > SEGMENT:
        end = start + SEGMENT
        while data[end] & 0xC0 == 0x80:
            end -= 1
        if data[end - 1] in b"\\^" and end - start > 1:
            end -= 1
        parts.append(data[start:end])
        start = end
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"
