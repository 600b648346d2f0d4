"""A PostgreSQL server that is killed, and started again: its own program, with the options that it had."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from servers import Server, started


class Mortal(Server):
    """A server that can be killed."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.folder)
        self._again: subprocess.Popen[bytes] | None = None

    def crash(self) -> None:
        """Stop it at once, as a loss of power does for its processes: what was committed is found in its log again."""
        pid = int((self.folder / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        if self._again is not None:
            self._again.wait(30)
        _until(lambda: not _runs(pid))

    def start(self) -> None:
        """Start it again."""
        owner = self.folder.stat()
        as_user = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.getuid() == 0 else {}
        arguments = shlex.split((self.folder / "postmaster.opts").read_text())
        self._again = subprocess.Popen(
            arguments, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user,
        )  # fmt: skip
        self.wait()

    def kill(self, pid: int) -> None:
        """Kill one of its processes: it then ends all of them, and recovers."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it answers."""
        _until(self._answers)

    def serving(self, application: str, *, blocked: bool = False) -> int:
        """Wait until a program is connected, and perhaps waits for a lock; tell the process that serves it."""
        found: list[int] = []
        waits = " AND wait_event_type = 'Lock'" if blocked else ""
        asked = f"SELECT pid FROM pg_stat_activity WHERE application_name = '{application}'{waits}"  # noqa: S608

        def is_there() -> bool:
            with suppress(psycopg.Error):  # it may be recovering
                found[:] = [row[0] for row in self.run(asked)]
            return bool(found)

        _until(is_there)
        return found[0]

    def stop(self) -> None:
        """Stop what was started again."""
        if self._again is not None and self._again.poll() is None and "MAYOR_POSTGRES_BIN" not in os.environ:
            self._again.send_signal(signal.SIGINT)
            self._again.wait(60)

    def _answers(self) -> bool:
        with suppress(psycopg.Error):
            return self.run("SELECT 1") == [(1,)]
        return False


@contextmanager
def mortal_server() -> Iterator[Mortal]:
    """A server of its own for those who kill it."""
    with started() as server:
        made = Mortal(server)
        try:
            yield made
        finally:
            made.stop()


def _runs(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def _until(happens: object) -> None:
    """Wait for something, for a minute at most."""
    for _ in range(1200):
        if happens():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within a minute")
