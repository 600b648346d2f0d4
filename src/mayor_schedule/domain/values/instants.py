"""Instants: a point in time with its offset from UTC, as a caller or a command line gives it (RFC 3339)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from mayor_schedule.errors import InvalidValueError

_WRITTEN: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
_EXPECTED: Final = "write it as 2026-11-22T09:00:00Z"


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
            raise InvalidValueError(f"{given} has no offset from UTC; give it a zone, such as datetime.UTC")
        return _in_utc(given, str(given))
    if not isinstance(given, str):
        raise InvalidValueError(f"a {type(given).__name__} is no instant; {_EXPECTED}")
    if not _WRITTEN.fullmatch(given):
        raise InvalidValueError(f"{given[:40]!r} is no instant; {_EXPECTED}")
    try:
        instant = datetime.fromisoformat(given.upper())
    except ValueError:
        raise InvalidValueError(f"{given[:40]!r} is no instant; {_EXPECTED}") from None
    if instant.tzinfo is None:
        raise InvalidValueError(f"{given!r} has no offset from UTC; write it as {given}Z, or with +09:00 behind it")
    return _in_utc(instant, given)


def written(instant: datetime) -> str:
    """An instant in RFC 3339, in UTC, with as many digits as it needs: ``2026-11-22T09:00:00Z``."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _in_utc(instant: datetime, given: str) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise InvalidValueError(f"{given!r} is beyond the years 0001 to 9999 in UTC; give one between them") from None
