"""The command line: it parses, calls and prints; no rule lives here."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from itertools import pairwise


def main() -> None:
    """Run the command line; what goes wrong is told in words, with the exit code of the contract."""
    from mayor_schedule.errors import MayorScheduleError, VerificationError  # noqa: PLC0415

    from .app import app  # noqa: PLC0415 - errors of importing are the program's own

    for stream in (sys.stdout, sys.stderr):  # Korean, whatever the locale of a pipe is; JSON is UTF-8 always
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            app()
        finally:  # what is buffered is written now: that it cannot be is told, and not found out after all is said
            sys.stdout.flush()
    except MayorScheduleError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(1 if isinstance(error, VerificationError) else 2)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        _silence()
        sys.exit(0)
    except OSError as error:
        from .whole_files import output_failure  # noqa: PLC0415 - only where it is needed

        told = output_failure(error, _language(sys.argv))
        if told is None:
            raise
        _silence()
        print(told, file=sys.stderr)  # noqa: T201
        sys.exit(2)


def _silence() -> None:
    """Let what is still to be written to standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(arguments: list[str]) -> str:
    """The language in which somebody asked."""
    from .options import Lang, languages  # noqa: PLC0415

    asked = [each.removeprefix("--lang=") for each in arguments if each.startswith("--lang=")]
    asked += [after for each, after in pairwise(arguments) if each == "--lang"]
    known = [each.lower() for each in asked if each.lower() in list(Lang)]
    return known[0] if known else languages(None)[0]
