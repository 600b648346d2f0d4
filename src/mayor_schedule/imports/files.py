"""Reading a file into a tree of nodes: its size, its encoding, and which of the two grammars it is in."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO, Final

from mayor_schedule.errors import InputError, Problem
from mayor_schedule.messages import Message, say, term
from mayor_schedule.system import system_said

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

EXPORTS: Final = (".jsonl", ".ndjson")
"""How the names of audit exports end."""

_CALENDAR: Final = re.compile(rb"\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_EXPORT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"specversion"')

_HEAD: Final = 256
"""Bytes by which the kind of a file is told."""

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_file(path: str | os.PathLike[str]) -> Node:
    """Read one document from a file or standard input.

    Args:
        path: `-` is standard input.

    Raises:
        InputError: the file cannot be read, is larger than `MAX_BYTES`, or is refused by `read_nodes`.
    """
    with opened(path) as source:
        if source.is_export:
            export = say("MS-0406", "this is an audit export; it is restored by mayor-schedule import")
            raise _refusal(source.name, 1, export)
        return read_nodes(source.name, source.read(MAX_BYTES))


class Opened:
    """A file or standard input, open for reading.

    Attributes:
        name: its name, as it was given.
        size: its bytes; 0 where nobody knows.
    """

    def __init__(self, name: str, file: BinaryIO, size: int = 0) -> None:
        self.name = name
        self.size = size
        self._file = file
        with _told(name):
            self._head = file.read(_HEAD)

    @property
    def is_export(self) -> bool:
        """Whether it is an audit export: by its name, or, whatever that is, by how it begins."""
        return PurePath(self.name).suffix.lower() in EXPORTS or bool(_EXPORT.match(self._head))

    def read(self, most: int) -> bytes:
        """All of it.

        Args:
            most: how many bytes it may have; one more is read at most.

        Raises:
            InputError: it cannot be read, or has more bytes.
        """
        if self.size > most:
            raise _too_large(self.name, most)
        with _told(self.name):
            data = self._head + self._file.read(max(0, most + 1 - len(self._head)))
        self._head = b""
        if len(data) > most:
            raise _too_large(self.name, most)
        return data

    def readline(self, most: int) -> bytes:
        """The next line, with the line break at its end; nothing at the end of the file.

        Args:
            most: how many bytes of it are read at most.

        Raises:
            InputError: it cannot be read.
        """
        line, end, self._head = self._head.partition(b"\n")
        if end:
            return line + end
        with _told(self.name):
            return line + self._file.readline(most - len(line))


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[Opened]:
    """Open a file.

    Args:
        path: `-` is standard input.

    Raises:
        InputError: it cannot be opened, or is a device, which may never end.
    """
    name = os.fspath(path)
    if name == STDIN:
        yield Opened(name, sys.stdin.buffer)
        return
    with _told(name):
        if "\0" in name:
            raise FileNotFoundError
        mode = os.stat(name).st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            device = say("MS-0407", "this is a device, and no file; name a file, or - for standard input")
            raise _refusal(name, 1, device)
        file = open(name, "rb")  # noqa: SIM115 - closed below
    with file:
        status = os.fstat(file.fileno())
        yield Opened(name, file, status.st_size if stat.S_ISREG(status.st_mode) else 0)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell in words why a file cannot be opened or read."""
    try:
        yield
    except FileNotFoundError:
        missing = say("MS-0408", "there is no such file; check its name and its folder")
        raise _refusal(name, 1, missing) from None
    except IsADirectoryError:
        raise _refusal(name, 1, say("MS-0409", "this is a folder; name a file in it")) from None
    except PermissionError:
        hidden = say("MS-0410", "this file may not be read; ask its owner for permission")
        raise _refusal(name, 1, hidden) from None
    except OSError as error:
        reason = system_said(error, is_within=True) if error.strerror else term("an input error")
        unread = say("MS-0411", "this file cannot be read ({reason}); check the name and the disk", reason=reason)
        raise _refusal(name, 1, unread) from None


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
        source.checked(unfit[0], source.line_at(unfit.start()), escaped=False)
    if not text.strip(" \t\r\n"):
        raise source.refusal(1, EMPTY)
    return source


def _not_utf8(data: bytes, offset: int) -> Message:
    """Say where bytes stop being UTF-8, and guess what they are."""
    guess = term("CP949 (EUC-KR), the usual encoding of Korean Windows files")
    if data.startswith(_UTF16_MARKS):
        guess = term("UTF-16, which Windows calls Unicode")
    return say(
        "MS-0412", "not UTF-8 at byte offset {offset} (0x{byte:02X}); perhaps it is {guess}: save it as UTF-8",
        offset=offset, byte=data[offset], guess=guess,
    )  # fmt: skip


def _too_large(name: str, most: int) -> InputError:
    large = say(
        "MS-0413", "larger than {size} MB ({most} bytes); split it into smaller files", size=most // 1024**2, most=most
    )
    return _refusal(name, 1, large)


def _refusal(name: str, line: int, message: Message) -> InputError:
    return InputError([Problem(name, line, message)])
