"""The command line: it parses, calls and prints; no rule lives here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from itertools import pairwise
from typing import NoReturn


def main() -> None:
    """Run the command line; what goes wrong is told in words, with the exit code of the contract."""
    import typer  # noqa: PLC0415

    from mayor_schedule.errors import MayorScheduleError, VerificationError  # noqa: PLC0415

    from .app import app  # noqa: PLC0415 - errors of importing are the program's own

    for stream in (sys.stdout, sys.stderr):  # Korean, whatever the locale of a pipe is; JSON is UTF-8 always
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            code = app(standalone_mode=False)
        finally:  # what is buffered is written now: that it cannot be is told, and not found out after all is said
            sys.stdout.flush()
    except _usage_error(typer.BadParameter) as error:
        from .usage import usage_lines  # noqa: PLC0415 - only where it is needed

        _end(2, usage_lines(error, _language(sys.argv)))
    except typer.Abort:  # interrupted, as some versions of typer say it
        from mayor_schedule.messages import term  # noqa: PLC0415
        from mayor_schedule.telling import told  # noqa: PLC0415 - only where it is needed

        _end(1, [told(term("Aborted!"), _language(sys.argv))])
    except MayorScheduleError as error:
        from mayor_schedule.telling import error_lines  # noqa: PLC0415 - only where it is needed

        _end(1 if isinstance(error, VerificationError) else 2, error_lines(error, _language(sys.argv)))
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        _silence()
        sys.exit(0)
    except OSError as error:
        from .whole_files import output_failure  # noqa: PLC0415 - only where it is needed

        failure = output_failure(error)
        if failure is None:
            raise
        from mayor_schedule.telling import coded  # noqa: PLC0415 - only where it is needed

        _silence()
        _end(2, [coded(failure, _language(sys.argv))])
    if code:
        sys.exit(code)


def _end(code: int, lines: Iterable[str]) -> NoReturn:
    """Tell on standard error what went wrong, and end with a code."""
    print("\n".join(lines), file=sys.stderr)  # noqa: T201
    sys.exit(code)


def _usage_error(bad_parameter: type[Exception]) -> type[Exception]:
    """What is raised where options or arguments are wrong: typer has its own kinds, or those of click."""
    return next(each for each in bad_parameter.__mro__ if each.__name__ == "UsageError")


def _silence() -> None:
    """Let what is still to be written to standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(arguments: list[str]) -> str:
    """The language in which somebody asked."""
    from .options import is_tag, of_locale  # noqa: PLC0415

    asked = [each.removeprefix("--lang=") for each in arguments if each.startswith("--lang=")]
    asked += [after for each, after in pairwise(arguments) if each == "--lang"]
    return next(filter(is_tag, asked), None) or of_locale()
