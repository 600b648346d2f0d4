"""What the operating system says, as messages: in English it says it itself, and in other languages it is said here."""

from __future__ import annotations

from typing import Final

from .messages import Message, message_of, term

_KNOWN: Final = {
    str(each): each
    for each in (
        term("Device or resource busy"),
        term("Disk quota exceeded"),
        term("File exists"),
        term("File name too long"),
        term("File too large"),
        term("Input/output error"),
        term("Invalid argument"),
        term("Is a directory"),
        term("No such file or directory"),
        term("No space left on device"),
        term("Not a directory"),
        term("Operation not permitted"),
        term("Permission denied"),
        term("Read-only file system"),
        term("Too many levels of symbolic links"),
        term("Too many open files"),
        term("device or resource busy"),
        term("file name too long"),
        term("input/output error"),
        term("invalid argument"),
        term("not a directory"),
        term("too many levels of symbolic links"),
        term("too many open files"),
    )
}


def system_said(error: BaseException, *, is_within: bool = False) -> Message:
    """Why the operating system did not do something.

    Args:
        error: what was raised; of anything but an `OSError`, its own message.
        is_within: whether it is said within a sentence, and begins with a small letter.
    """
    said = getattr(error, "strerror", None)
    if not isinstance(said, str):
        return message_of(error)
    words = said.lower() if is_within else said
    return _KNOWN.get(words) or message_of(words)
