"""Audit exports for the tests: of what was told to an office, and offices that are made from them.

::

    data = archive(office)          bytes of the internal export
    with restored(data) as again:   an office in whose empty store it was imported
    everything(again)               rows and commands of a store
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic_core import to_json

from conftest import Clock, counting_entropy
from mayor_schedule import Audience, Citation, InputError, Office, RefusedError
from mayor_schedule.domain.model import Command
from mayor_schedule.exports.events import event_lines
from mayor_schedule.imports.loading import Report, import_files
from mayor_schedule.store.history import History
from mayor_schedule.store.mapper import decode

HISTORY = Path(__file__).parent / "history"


def lived(story: Iterable[tuple[Command, int]]) -> Office:
    """An office in which all of a story was recorded that is not refused."""
    clock = Clock()
    office = Office.in_memory(clock=clock, entropy=counting_entropy())
    day = clock.now.date() - timedelta(days=400)
    for number, (command, days) in enumerate(story):
        day += timedelta(days=days)
        sources = (Citation("report", f"L{number}", "인용"),) if number % 2 else ()
        try:
            office.record(command, by="의전과", known_on=day, sources=sources, id=f"command {number}")
        except RefusedError:
            continue
    return office


def stored(version: str) -> Office:
    """An office whose store an earlier version of the program wrote."""
    lines = (HISTORY / f"{version}.jsonl").read_text(encoding="utf-8").splitlines()
    history = History.in_memory()
    rows = (json.loads(line) for line in lines)
    history.append([decode(subject, number, topic, state.encode()) for subject, number, topic, state in rows], {})
    return Office(history, clock=Clock(), entropy=counting_entropy())


def archive(office: Office, audience: Audience = Audience.INTERNAL, **limits: Any) -> bytes:
    """The export of an office."""
    return b"".join(event_lines(office.store, audience=audience, at=office.now(), **limits))


def read(office: Office, data: bytes, **more: Any) -> Report:
    """Import an export into an office."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "audit.jsonl")
        file.write_bytes(data)
        return import_files(office, [file], **more)


def restored(data: bytes) -> Office:
    """A new office in whose empty store an export was imported."""
    office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
    read(office, data)
    return office


def refusals(data: bytes) -> list[tuple[int, str]]:
    """Why an export cannot be restored, each with its line; nothing if it can. What is refused leaves nothing."""
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        try:
            read(office, data)
        except InputError as error:
            found = [(each.line, each.message) for each in error.problems]
        else:
            return []
        assert found
        assert everything(office) == ([], {})
        return found


def everything(office: Office) -> tuple[list[Any], dict[str, str]]:
    """What a store holds: its rows, and the digests of its commands."""
    with office.store.inspecting() as inspection:
        commands = list(inspection.commands())
    return list(office.store.rows()), office.store.digests(commands)


def head(office: Office, size: int) -> bytes:
    """The tree head over the first events of an office."""
    office.store.tree.catch_up()
    return office.store.tree.root(size)


def lines_of(data: bytes) -> list[bytes]:
    """The lines of an export, each with its line break."""
    return data.splitlines(keepends=True)


def edited(line: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A line in which something was changed, and which is written as an export writes it."""
    given: dict[str, Any] = json.loads(line)
    change(given)
    return to_json(given) + b"\n"
