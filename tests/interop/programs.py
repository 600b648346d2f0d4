"""Running programs that we did not write, with a home of their own; and the parts of a file that they are given."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TIMEOUT: Final = 120
"""Seconds after which a program hangs."""

_VEVENT: Final = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_VTIMEZONE: Final = re.compile(rb"BEGIN:VTIMEZONE\r\nTZID:(.*?)\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)


def environment(home: Path) -> dict[str, str]:
    """Variables with which a program finds nothing of the user's, and writes UTF-8."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return {**kept, **folders, "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "400"}


def run(command: list[str], home: Path, **more: str) -> str:
    """What a program prints; an error with all that it said if it fails."""
    done = subprocess.run(
        command, cwd=home, env=environment(home) | more, capture_output=True, text=True, encoding="utf-8",
        timeout=TIMEOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs a program which pip has installed beside the tests."""
    return [sys.executable, "-m", name, *arguments]


def unfolded(data: bytes) -> bytes:
    """Lines as they were before they were folded (RFC 5545 section 3.1)."""
    return data.replace(b"\r\n ", b"")


def items(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each entry of a file as a CalDAV server wants it (RFC 4791 section 4.1): all of one UID, with their zones."""
    zones = {unfolded(each[1]).decode(): each[0] for each in _VTIMEZONE.finditer(data)}
    events: dict[str, list[bytes]] = {}
    for each in _VEVENT.findall(data):
        (uid,) = re.findall(rb"\r\nUID:(.*?)\r\n", unfolded(each))
        events.setdefault(uid.decode(), []).append(each)
    for uid, parts in events.items():
        used = sorted({zone.decode() for zone in re.findall(rb"TZID=([^:;]+)", unfolded(b"".join(parts)))})
        head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
        yield uid, b"".join([head, *(zones[zone] for zone in used), *parts, b"END:VCALENDAR\r\n"])
