"""A position in the log from which somebody goes on asking: up to where it was read, and of the public also when.

As text it is a number of events, behind a dot eight digits that tell this log from another, for the public behind ``@``
the instant of asking, and behind ``~`` how many events had something erased, if any: ``163.5f2a9c01`` or
``163.5f2a9c01@2026-11-22T09:00:00.000000Z``. The number alone is a position too, of which less is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, Self

from mayor_schedule.domain.values.instants import read_instant
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode, instant

_FORM: Final = re.compile(
    r"(?P<size>[0-9]{1,15})(\.(?P<check>[0-9a-f]{8}))?(@(?P<at>[0-9TZ:.-]{20,27}))?(~(?P<erased>[0-9]{1,15}))?",
    re.ASCII,
)

WHY_NOT: Final = {
    "no_position": Saying(
        "MS-0562", "{given!r} is no position in the log; give the one that was told the last time, or 0 for everything"
    ),
    "past_end": Saying(
        "MS-0563",
        "cannot tell what is new since position {given}: the log ends at {size}, so the store was made anew or "
        "restored from a backup; take everything again, from 0",
    ),
    "other_log": Saying(
        "MS-0564",
        "cannot tell what is new since position {given}: the log is another one up to there, so the store was "
        "made anew or restored from a backup; take everything again, from 0",
    ),
}
"""Why one cannot go on from a position."""


@dataclass(frozen=True)
class Position:
    """Up to where a log was read.

    Attributes:
        size: the number of events that it had.
        check: eight hexadecimal digits made from the last of them; None where nothing is to be checked.
        at: when it was asked, which decides on embargoes; None where that is not known, and inside the office.
        erased: of how many of the events something had been erased.
    """

    size: int = 0
    check: str | None = None
    at: datetime | None = None
    erased: int = 0

    @classmethod
    def read(cls, given: str | int) -> Self:
        """Read a position from its text, or from a number.

        Raises:
            InvalidValueError: it is none.
        """
        found = _FORM.fullmatch(str(given))
        if found is None:
            raise InvalidValueError(WHY_NOT["no_position"](given=str(given)[:80]))
        at = None if found["at"] is None else read_instant(found["at"])
        return cls(int(found["size"]), found["check"], at, int(found["erased"] or 0))

    @classmethod
    def after(cls, store: History, size: int, at: datetime | None = None, erased: int = 0) -> Self:
        """The position behind that many events of a store."""
        return cls(size, _check(store, size), at, erased)

    def why_not(self, store: History) -> str | None:
        """Why one cannot go on from here in a store, as a key of `WHY_NOT`; None where one can."""
        if self.size > len(store):
            return "past_end"
        return None if self.check in (None, _check(store, self.size)) else "other_log"

    def __str__(self) -> str:
        check = "" if self.check is None else f".{self.check}"
        at = "" if self.at is None else f"@{instant(self.at)}"
        return f"{self.size}{check}{at}{f'~{self.erased}' if self.erased else ''}"


def _check(store: History, size: int) -> str | None:
    """Digits made from the last of so many events: from its salt, so that erasing something changes nothing of them."""
    if not size:
        return None
    position, subject, version, topic, state = next(store.rows(size - 1))
    record = decode(subject, version, topic, state, position)
    return sha256(b"position " + record.key("event id")).hexdigest()[:8]
