"""The command line as somebody at a terminal meets it: exit code, output and errors, without a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from exported import linted
from mayor_schedule.cli import main

SRC = Path(__file__).parents[1] / "src"


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*args: object, stdin: str | bytes = b"", db: object = None) -> Done:
    """Run the program in this process, with standard streams of its own; a feed that it prints has to be a good one."""
    arguments = ["mayor-schedule", *map(str, args)] + ([] if db is None else ["--db", str(db)])
    given = io.TextIOWrapper(io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code: object = 0
    streams = {"argv": arguments, "stdin": given, "stdout": out, "stderr": err}
    with patch.multiple(sys, **streams):  # type: ignore[arg-type]
        try:
            main()
        except SystemExit as left:
            code = left.code
    printed: bytes = out.buffer.getvalue()  # type: ignore[attr-defined]
    if printed.startswith(b"BEGIN:VCALENDAR"):
        linted(printed)
    return Done(
        code if isinstance(code, int) else 0 if code is None else 1,
        printed.decode(),
        err.buffer.getvalue().decode(),  # type: ignore[attr-defined]
    )


def spawn(
    *args: object,
    cwd: Path | None = None,
    stdin: bytes = b"",
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, with nothing of this one's environment that it might read."""
    return _alone("from mayor_schedule.cli import main; main()", args, cwd, stdin, environment)


_EACH: Final = """
import sys
from mayor_schedule.cli import main

*commands, = (each.split("\\n") for each in sys.argv[1:])
for command in commands:
    sys.argv = ["mayor-schedule", *command]
    try:
        main()
    except SystemExit as left:
        if left.code:
            raise
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\0")
"""


def spawn_all(commands: Iterable[Sequence[str]], *, db: object, **environment: str) -> list[bytes]:
    """What commands print, one after another in a process of their own; each has to succeed."""
    joined = ["\n".join([*command, "--db", str(db)]) for command in commands]
    done = _alone(_EACH, joined, None, b"", environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.split(b"\0")[:-1]


def _alone(
    code: str, args: Iterable[object], cwd: Path | None, stdin: bytes, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        env={**kept, "PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8", **environment},
        cwd=cwd, input=stdin, capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def alike_in_every_process(script: str, *arguments: object) -> bytes:
    """What a script prints, which has to be the same whatever the order of hashes is."""
    first, second = (
        subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )  # fmt: skip
    assert first == second
    return first
