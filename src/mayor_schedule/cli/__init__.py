"""The command line: it parses, calls and prints; no rule lives here."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line; what goes wrong is told in words, with the exit code of the contract."""
    from mayor_schedule.errors import MayorScheduleError, VerificationError  # noqa: PLC0415

    from .app import app  # noqa: PLC0415 - errors of importing are the program's own

    for stream in (sys.stdout, sys.stderr):  # Korean, whatever the locale of a pipe is; JSON is UTF-8 always
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except MayorScheduleError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(1 if isinstance(error, VerificationError) else 2)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
