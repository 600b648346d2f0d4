"""Processes that are killed in the middle of their work: forked from one that has everything loaded, and nothing open.

Run as a program, it takes a line of JSON for each child from standard input, forks, kills the child by SIGKILL after so
many seconds, and says how it ended. Children acknowledge on the same pipe: a line each, written as one.

A *doing* is a generator: it opens the office, and yields the name of each thing that it has done, when it was done.
To drill another one, add a function to `DOINGS`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from faults.deeds import KEY, batch, dossier
from mayor_schedule import Office
from mayor_schedule.audit.proving import signed_head
from mayor_schedule.cli.whole_files import write_out
from mayor_schedule.imports.loading import import_files
from mayor_schedule.keeping import views
from mayor_schedule.proofs.keys import SigningKey

Doing = Callable[[str, Path, int], Iterator[str]]
"""What is done in a store, with a folder for files, from a step on, without an end."""


def steps(first: int) -> Iterator[int]:
    """The numbers of the steps: more than any child lives to take."""
    yield from range(first, first + 500)


def record(place: str, folder: Path, first: int) -> Iterator[str]:
    """Record command after command, each as a transaction of its own."""
    with Office.open(place) as office:
        for step in steps(first):
            for entry in batch(step):
                office.record_all([entry])
                yield str(entry.id)


def import_(place: str, folder: Path, first: int) -> Iterator[str]:
    """Import dossier after dossier, each as one transaction."""
    with Office.open(place) as office:
        for step in steps(first):
            import_files(office, [dossier(folder, step)])
            yield f"batch {step}"


def checkpoint(place: str, folder: Path, first: int) -> Iterator[str]:
    """Record a batch, sign a checkpoint and write it to a file, again and again."""
    with Office.open(place) as office:
        key = SigningKey(*KEY)
        for step in steps(first):
            office.record_all(batch(step))
            yield f"batch {step}"
            head = signed_head(office, key)
            write_out(folder / f"{step}.note", head.note.encode())
            yield f"note {step}"


def backup(place: str, folder: Path, first: int) -> Iterator[str]:
    """Record a batch, and back the store up, again and again."""
    with Office.open(place) as office:
        for step in steps(first):
            office.record_all(batch(step))
            yield f"batch {step}"
            office.backup(folder / f"{step}.backup")
            yield f"backup {step}"


def catch_up(place: str, folder: Path, first: int) -> Iterator[str]:
    """Record a batch, and file it, event by event, again and again."""
    views.BATCH = 1
    with Office.open(place) as office:
        for step in steps(first):
            office.record_all(batch(step))
            yield f"batch {step}"
            office.kept.catch_up()


def rebuild(place: str, folder: Path, first: int) -> Iterator[str]:
    """Record a batch, and file everything anew, a few events at a time, again and again."""
    views.BATCH = 3
    with Office.open(place) as office:
        for step in steps(first):
            office.record_all(batch(step))
            yield f"batch {step}"
            office.kept.rebuild()


DOINGS: dict[str, Doing] = {
    "record": record, "import": import_, "checkpoint": checkpoint, "backup": backup, "catch up": catch_up,
    "rebuild": rebuild,
}  # fmt: skip


@dataclass
class Life:
    """What became of a child.

    Attributes:
        acknowledged: what it said that it had done, in order.
        killed: whether it was killed in the middle of its work; else it ended by itself, with an error.
        told: what it said of an error.
    """

    acknowledged: list[str] = field(default_factory=list)
    killed: bool = False
    told: str = ""


class Nursery:
    """A process that forks children, and kills them."""

    def __init__(self) -> None:
        tests = Path(__file__).parents[1]
        path = os.pathsep.join((str(tests), str(tests.parent / "src")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.nursery"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def life(self, doing: str, place: str, folder: Path, first: int, *, seconds: float, enough: int = 0) -> Life:
        """Fork a child, and kill it.

        Args:
            doing: what it does: one of `DOINGS`.
            place: the store.
            folder: where it writes files.
            first: the step that it begins with.
            seconds: how long it lives at most.
            enough: end it after so many things are done, if it lives so long; 0 for never.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"doing": doing, "place": place, "folder": str(folder), "first": first, "seconds": seconds}
        self._process.stdin.write(json.dumps({**asked, "enough": enough}) + "\n")
        self._process.stdin.flush()
        life = Life()
        for line in self._process.stdout:
            word, _, told = line.rstrip("\n").partition(" ")
            if word == "done":
                life.acknowledged.append(told)
            elif word == "failed":
                life.told = told
            else:
                life.killed = told == str(-signal.SIGKILL)
                return life
        raise AssertionError("the process that forks has ended")

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)
        assert self._process.returncode == 0


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A process that forks children, for as long as it is needed."""
    made = Nursery()
    try:
        yield made
    finally:
        made.close()


def warm_up() -> None:
    """Load what is loaded where it is used: a child that is to be killed at work shall not be killed loading it."""
    from mayor_schedule.store.postgres import recorder, tables  # noqa: F401

    with TemporaryDirectory() as folder, Office.in_memory() as office:
        import_files(office, [dossier(Path(folder), 0)])
        for step in range(1, 60):
            batch(step)
        signed_head(office, SigningKey(*KEY))
        office.backup(Path(folder) / "backup.db")


def _say(line: str) -> None:
    """Write a line at once, and as one: it is said, or it is not."""
    os.write(1, f"{line}\n".encode())


def _child(doing: str, place: str, folder: str, first: int, enough: int) -> None:
    try:
        for number, done in enumerate(DOINGS[doing](place, Path(folder), first), 1):
            _say(f"done {done}")
            if number == enough:
                break
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        _say(f"failed {type(error).__name__}: {' '.join(str(error).split())}")
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Fork a child for each line, and kill it when its time has come."""
    warm_up()
    _say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        seconds = asked.pop("seconds")
        pid = os.fork()
        if not pid:
            _child(**asked)
        until = time.monotonic() + seconds
        ended = 0
        while not ended and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.005))
            ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        _say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
