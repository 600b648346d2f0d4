"""Writers and readers at once, each in a process of its own, on SQLite and on PostgreSQL::

    python -m benchmarks.load [--seconds 60] [--writers 6] [--readers 6] [--store sqlite|postgres|both] [--seed 1]

Writers record and acknowledge; readers look whether what they see can be true; on PostgreSQL, `mayor-schedule work`
files what is recorded, and stands still for half a second in every two, so that readers see what it has not filed. At
the end every acknowledged command must be in the log once, and nothing else; what is kept must be what is kept if it is
made anew; nothing may be double-booked; `verify` must pass. Ends with 1 where anything of it does not hold. It forks,
which Windows cannot. The PostgreSQL server is that of `tests/servers.py`, on this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from mayor_schedule import Entry, Office

from ..tables import machine
from . import invariants
from .figures import NAMES, Asked, Measured, section
from .world import Ack, Spec, founding

ROOT: Final = Path(__file__).parents[2]
STORES: Final = ("sqlite", "postgres")
WORK: Final = "from mayor_schedule.cli import main; main()"
PATIENCE: Final = 120.0
"""Seconds that everybody has to begin, to end, and to file the rest, beside the time of the run."""

STANDING, WORKING = 0.5, 1.5
"""Seconds for which the worker stands still in turns, and for which it works."""

Worker = subprocess.Popen[bytes] | None


@contextmanager
def made(store: str, folder: Path, empty: str | None) -> Iterator[str]:
    """A new store, unless there is one; a PostgreSQL server is stopped at the end."""
    if empty is not None:
        yield empty
        return
    if store == "sqlite":
        url = str(folder / "load.db")
        Office.set_up(url)
        yield url
        return
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        servers = import_module("servers")
    finally:
        sys.path.remove(str(ROOT / "tests"))
    with servers.started() as server:
        yield server.store()


@contextmanager
def working(url: str, folder: Path) -> Iterator[Worker]:
    """The worker of a store on a server; a file needs none."""
    if not url.startswith("postgresql:"):
        yield None
        return
    with (folder / "worker.err").open("wb") as errors:
        command = [sys.executable, "-c", WORK, "work", "--db", url, "--lang", "en"]
        worker = subprocess.Popen(command, cwd=folder, stderr=errors)
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.send_signal(signal.SIGCONT)
            try:
                worker.wait(PATIENCE)
            finally:
                worker.kill()


def measured(store: str, asked: Asked, empty: str | None = None) -> Measured:
    """Let them record and read, and look at what came of it.

    Args:
        store: ``sqlite`` or ``postgres``.
        asked: how much.
        empty: the URL of an empty store, if there is one already.
    """
    found, before = Measured(store, asked.seconds), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="load-") as name, made(store, Path(name), empty) as url:
        folder = Path(name)
        with Office.open(url, create=False) as office:
            founded = Entry(command=founding(asked.writers), by="load", id=invariants.FOUNDED)
            office.record_all([founded])
            with working(url, folder) as worker:
                _let_run(_crew(url, folder, asked), folder, found, office, worker)
                _await_views(office, found)
                if worker is not None and worker.poll() is not None:
                    found.wrong.append(f"the worker ended with {worker.returncode}")
            found.wrong += _of_worker(folder)
            found.load = (before, os.getloadavg()[0])
            acks = _acks(folder, asked.writers)
            _take(found, acks)
            _read(found, folder, asked.readers)
            found.events = len(office.store)
            found.wrong += invariants.wrong(office, acks)
    return found


def _crew(url: str, folder: Path, asked: Asked) -> list[tuple[str, Spec]]:
    """What each process is told."""
    for number in range(asked.writers):
        (folder / f"writer-{number}.acks").touch()
    roles = [*(("writer", each) for each in range(asked.writers)), *(("reader", each) for each in range(asked.readers))]
    return [(role, Spec(url, str(folder), each, asked.writers, asked.seed, asked.seconds)) for role, each in roles]


def _let_run(crew: list[tuple[str, Spec]], folder: Path, found: Measured, office: Office, worker: Worker) -> None:
    """Run all processes, from one instant on; at the end of the time, look how much is not filed."""
    seconds = found.seconds
    with (
        (folder / "crew.err").open("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load.crew", json.dumps(crew)], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=errors, text=True, start_new_session=True,
        ) as process,
    ):  # fmt: skip
        try:
            said = process.stdout.readline() if process.stdout is not None else ""
            start = float(said or time.time())
            _hinder(worker, start + seconds if said else 0.0)
            found.behind = max(0, len(office.store) - len(office.kept))
            process.wait(PATIENCE)
            found.seconds = max(seconds, time.time() - start)
        except subprocess.TimeoutExpired:
            found.wrong.append(f"a process did not end {PATIENCE:.0f} s after the time was over")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        errors.seek(0)
        told = errors.read()
        if process.returncode or told:
            found.wrong.append(f"a process ended with {process.returncode}: {told[-2_000:]}")


def _hinder(worker: Worker, until: float) -> None:
    """Wait until an instant, and have the worker stand still now and then: else there would be little for it to miss.

    Args:
        worker: the worker, if there is one.
        until: the instant, in seconds since 1970.
    """
    while (left := until - time.time()) > 0:
        if worker is None or left < STANDING + WORKING:
            time.sleep(left)
            continue
        worker.send_signal(signal.SIGSTOP)
        time.sleep(STANDING)
        worker.send_signal(signal.SIGCONT)
        time.sleep(WORKING)


def _await_views(office: Office, found: Measured) -> None:
    """Wait until all is filed, by those who do so: the worker, or whoever recorded last."""
    start, size = time.perf_counter(), len(office.store)
    while len(office.kept) < size and time.perf_counter() - start < PATIENCE:
        if not office.store.is_shared:
            office.kept.catch_up()
        time.sleep(0.01)
    found.caught_up = time.perf_counter() - start
    if len(office.kept) < size:
        found.wrong.append(f"{size - len(office.kept)} of {size} events were not filed in {PATIENCE:.0f} s")


def _of_worker(folder: Path) -> list[str]:
    """What a worker said that is no progress."""
    file = folder / "worker.err"
    said = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    usual = ("filing what is recorded", "stopped; ")
    return [f"worker: {line}" for line in said if not line.startswith(usual) and not line.endswith(" events filed")]


def _acks(folder: Path, writers: int) -> list[Ack]:
    files = [folder / f"writer-{number}.acks" for number in range(writers)]
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def _take(found: Measured, acks: Sequence[Ack]) -> None:
    for ack in acks:
        found.batches[ack["outcome"]] += 1
        found.took[ack["outcome"]].append(ack["took"])
        found.commands += len(ack["commands"]) if ack["outcome"] == "recorded" else 0


def _read(found: Measured, folder: Path, readers: int) -> None:
    for number in range(readers):
        file = folder / f"reader-{number}.json"
        if not file.exists():
            continue  # it said why it ended
        result: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        for what, times in result["reads"].items():
            found.reads[what] += times
        found.checked.update(result["checked"])
        found.most_behind = max(found.most_behind, result["lag"])
        found.wrong += result["wrong"]


def measure(asked: Asked, stores: Sequence[str] = STORES) -> list[Measured]:
    """Measure on each store, one after another."""
    return [measured(store, asked) for store in stores]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--writers", type=int, default=6)
    parser.add_argument("--readers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", choices=(*STORES, "both"), default="both")
    given = parser.parse_args(arguments)
    asked = Asked(given.seconds, given.writers, given.readers, given.seed)
    results = measure(asked, STORES if given.store == "both" else (given.store,))
    print(machine(), "\n", section(results, asked), sep="\n")
    for each in results:
        for what in each.wrong:
            print(f"{NAMES[each.store]}: {what}", file=sys.stderr)
    return int(any(each.wrong for each in results))
