"""Several things in one message, joined by words that other languages have too."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from mayor_schedule.messages import term


def either(said: Iterable[object]) -> object:
    """Any one of some things: "a or b or c".

    Args:
        said: at least one thing, plain or a message.
    """
    return reduce(lambda one, other: term("{one} or {other}", one=one, other=other), said)


def together(said: Iterable[object]) -> object:
    """All of some things: "a and b and c".

    Args:
        said: at least one thing, plain or a message.
    """
    return reduce(lambda one, other: term("{one} and {other}", one=one, other=other), said)
