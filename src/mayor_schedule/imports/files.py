"""Reading a file into a tree of nodes: its size, its encoding, and which of the two grammars it is in."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import PurePath
from typing import Final

from mayor_schedule.errors import InputError, Problem

from .json_nodes import parse_json
from .nodes import EMPTY, UNFIT, Node, Source

MAX_BYTES: Final = 5 * 1024 * 1024
"""The largest document, in bytes."""

STDIN: Final = "-"
"""The file name that stands for standard input."""

DOSSIERS: Final = (".yaml", ".yml", ".json")
"""How the names of dossiers end."""

CALENDARS: Final = (".ics", ".ical", ".icalendar", ".ifb", ".vcs")
"""How the names of calendars end."""

LATER: Final = (".jsonl",)
"""Files of kinds that a later version will load."""

_CALENDAR: Final = re.compile(rb"\s*BEGIN:VCALENDAR\s", re.IGNORECASE)

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_file(path: str | os.PathLike[str]) -> Node:
    """Read one document from a file, a named pipe, or standard input.

    Args:
        path: `-` is standard input.

    Raises:
        InputError: the file cannot be read, is larger than `MAX_BYTES`, or is refused by `read_nodes`.
    """
    name = os.fspath(path)
    return read_nodes(name, read_bytes(name, MAX_BYTES))


def read_bytes(path: str | os.PathLike[str], most: int) -> bytes:
    """Read the content of a file, a named pipe, or standard input, of which one byte too many is read at most.

    Args:
        path: `-` is standard input.
        most: how many bytes it may have.

    Raises:
        InputError: the file cannot be read, has more bytes, or is of a kind that is not loaded.
    """
    name = os.fspath(path)
    if PurePath(name).suffix.lower() in LATER:
        raise _refusal(
            name, 1, "this version loads dossiers (.yaml, .yml, .json) and calendars (.ics), and no event exports yet"
        )
    try:
        data = _bytes_of(name, most)
    except FileNotFoundError:
        raise _refusal(name, 1, "there is no such file; check its name and its folder") from None
    except IsADirectoryError:
        raise _refusal(name, 1, "this is a folder; name a file in it") from None
    except PermissionError:
        raise _refusal(name, 1, "this file may not be read; ask its owner for permission") from None
    except OSError as error:
        reason = (error.strerror or "an input error").lower()
        raise _refusal(name, 1, f"this file cannot be read ({reason}); check the name and the disk") from None
    if len(data) > most:
        raise _too_large(name, most)
    return data


def _bytes_of(name: str, most: int) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read(most + 1)
    if "\0" in name:
        raise FileNotFoundError
    with open(name, "rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > most:
            raise _too_large(name, most)
        return file.read(most + 1)


def is_calendar(name: str, data: bytes) -> bool:
    """Whether a file is a calendar: by its name, or, whatever that is, by how it begins."""
    return PurePath(name).suffix.lower() in CALENDARS or bool(_CALENDAR.match(data.removeprefix(b"\xef\xbb\xbf")))


def most_bytes(name: str, calendar: int) -> int:
    """The most bytes that a file may have, by its name, where a calendar may have so many."""
    return MAX_BYTES if PurePath(name).suffix.lower() in DOSSIERS else calendar


def read_nodes(name: str | os.PathLike[str], data: bytes) -> Node:
    """Read one document: JSON where the name ends in .json, YAML where it ends in .yaml or .yml.

    Under another name it is JSON if it starts with a bracket and can be read as JSON, and YAML otherwise.

    Args:
        name: the name of the file, for its suffix and for messages.
        data: UTF-8, with or without a byte order mark.

    Raises:
        InputError: with the line, what is wrong, and what would help.
    """
    source = _decoded(os.fspath(name), data)
    suffix = PurePath(source.name).suffix.lower()
    if suffix == ".json":
        return parse_json(source)
    if suffix not in {".yaml", ".yml"} and source.text.lstrip(" \t\r\n")[:1] in {"{", "["}:
        try:
            return parse_json(source)
        except InputError:  # a YAML document may start with a bracket too
            pass
    from .yaml_nodes import parse_yaml  # noqa: PLC0415 - ruamel.yaml takes longer to import than most commands run

    return parse_yaml(source)


def _decoded(name: str, data: bytes) -> Source:
    """Return the document as text that holds no character which neither grammar allows."""
    if len(data) > MAX_BYTES:
        raise _too_large(name, MAX_BYTES)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = len(_LINE_BREAK.findall(data[: error.start].decode("utf-8"))) + 1
        raise _refusal(name, line, _not_utf8(data, error.start)) from None
    source = Source(name, text, [match.end() for match in _LINE_BREAK.finditer(text)])
    if unfit := UNFIT.search(text):
        source.checked(unfit[0], source.line_at(unfit.start()), "this line holds")
    if not text.strip(" \t\r\n"):
        raise source.refusal(1, EMPTY)
    return source


def _not_utf8(data: bytes, offset: int) -> str:
    """Say where bytes stop being UTF-8, and guess what they are."""
    guess = "CP949 (EUC-KR), the usual encoding of Korean Windows files"
    if data.startswith(_UTF16_MARKS):
        guess = "UTF-16, which Windows calls Unicode"
    return f"not UTF-8 at byte offset {offset} (0x{data[offset]:02X}); perhaps it is {guess}: save it as UTF-8"


def _too_large(name: str, most: int) -> InputError:
    return _refusal(name, 1, f"larger than {most // 1024**2} MB ({most} bytes); split it into smaller files")


def _refusal(name: str, line: int, message: str) -> InputError:
    return InputError([Problem(name, line, message)])
