"""A position in the log from which somebody goes on asking: up to where it was read, and of the public also when.

As text it is a number of events, behind a dot the digits of a check, for the public behind ``@`` the instant of asking,
and behind ``~`` how many fields of these events were erased, if any: ``163.5f2a9c0152d1e07b`` or
``163.0b1c7de2a94f6038@2026-11-22T09:00:00.000000Z``. The check is made from all of it and from what only this log has:
so that no other log takes it for one of its own, and nobody can alter a part of it, or invent one, to be told more than
the public was. The number alone is a position too, of which less is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest, digest
from typing import Final, Self

from mayor_schedule.domain.values.instants import read_instant
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode, instant

_FORM: Final = re.compile(
    r"(?P<size>[0-9]{1,15})(\.(?P<check>[0-9a-f]{8,64})(@(?P<at>[0-9TZ:.-]{20,27}))?(~(?P<erased>[0-9]{1,15}))?)?",
    re.ASCII,
)
_DIGITS: Final = 16
"""Of a check: 64 bits, which can only be guessed by asking."""

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
        "cannot tell what is new since position {given}: this log told no such position, so the store was made anew "
        "or restored from a backup, or the position was altered; take everything again, from 0",
    ),
}
"""Why one cannot go on from a position."""


@dataclass(frozen=True)
class Position:
    """Up to where a log was read.

    Attributes:
        size: the number of events that it had.
        check: hexadecimal digits made from all else and the last of them; None where nothing is to be checked.
        at: when it was asked, which decides on embargoes; None where that is not known, and inside the office.
        erased: how many of their fields had been erased.
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
        """The position behind that many events of a store; before the first one, there is nothing to be known of it."""
        return cls(size, _check(store, size, at, erased), at, erased) if size else cls()

    def why_not(self, store: History) -> str | None:
        """Why one cannot go on from here in a store, as a key of `WHY_NOT`; None where one can."""
        if self.size > len(store):
            return "past_end"
        if self.check is None:
            return None
        is_ours = self.size > 0 and compare_digest(self.check, _check(store, self.size, self.at, self.erased))
        return None if is_ours else "other_log"

    def __str__(self) -> str:
        check = "" if self.check is None else f".{self.check}"
        return f"{self.size}{check}{_circumstances(self.at, self.erased)}"


def _circumstances(at: datetime | None, erased: int) -> str:
    return f"{'' if at is None else f'@{instant(at)}'}{f'~{erased}' if erased else ''}"


def _check(store: History, size: int, at: datetime | None, erased: int) -> str:
    """The digits of a position: made with a key of the last of so many events, of which nobody outside knows all.

    It is made from the salt, and lasts when something is erased.
    """
    position, subject, version, topic, state = next(store.rows(size - 1))
    key = decode(subject, version, topic, state, position).key("event id")
    return digest(key, f"position {size}{_circumstances(at, erased)}".encode(), "sha256").hex()[:_DIGITS]
