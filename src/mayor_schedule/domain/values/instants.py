"""Instants: a point in time with its offset from UTC, as a caller or a command line gives it (RFC 3339)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying, say, term

_WRITTEN: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_EXPECTED: Final = term("write it as 2026-11-22T09:00:00Z")
_NO_INSTANT: Final = Saying("MS-0296", "{given!r} is no instant; {expected}")


def read_instant(given: object) -> datetime:
    """Read an instant from an aware `datetime`, or from text in RFC 3339; seconds may be left out.

    Args:
        given: a `datetime` with a zone, or text such as ``2026-11-22T09:00:00Z`` or ``2026-11-22T18:00+09:00``.

    Returns:
        The instant, in UTC.

    Raises:
        InvalidValueError: anything else, or one without an offset.
    """
    if isinstance(given, datetime):
        if given.utcoffset() is None:
            raise InvalidValueError(
                say("MS-0297", "{given} has no offset from UTC; give it a zone, such as datetime.UTC", given=given)
            )
        return _in_utc(given, str(given))
    if not isinstance(given, str):
        kind = type(given).__name__
        raise InvalidValueError(say("MS-0298", "a {type} is no instant; {expected}", type=kind, expected=_EXPECTED))
    if not _WRITTEN.fullmatch(given):
        raise InvalidValueError(_NO_INSTANT(given=given[:40], expected=_EXPECTED))
    try:
        instant = datetime.fromisoformat(given.upper())
    except ValueError:
        raise InvalidValueError(_NO_INSTANT(given=given[:40], expected=_EXPECTED)) from None
    if instant.tzinfo is None:
        raise InvalidValueError(
            say(
                "MS-0299",
                "{given!r} has no offset from UTC; write it as {given}Z, or with +09:00 behind it",
                given=given,
            )
        )
    return _in_utc(instant, given)


def written(instant: datetime) -> str:
    """An instant in RFC 3339, in UTC, with as many digits as it needs: ``2026-11-22T09:00:00Z``."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _in_utc(instant: datetime, given: str) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise InvalidValueError(
            say("MS-0300", "{given!r} is beyond the years 0001 to 9999 in UTC; give one between them", given=given)
        ) from None
