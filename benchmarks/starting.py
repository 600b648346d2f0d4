"""How long the package takes to be imported, and the program to show its help, each as a process of its own::

    python -m benchmarks.starting [--rounds 15] [--json]

A bare Typer program and an import of eventsourcing with one pydantic model stand beside them. All run in turns, and a
ratio is the median of those within a round.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from functools import partial
from typing import Final

from .tables import Compared, Row, compare, show

IMPORT, HELP = "import mayor_schedule", "mayor-schedule --help"
ONE_MODEL, BARE, PLAIN = "eventsourcing, one model", "bare Typer --help", "bare Typer --help, plain"
_ONE_MODEL: Final = """
from eventsourcing.application import Application
from pydantic import BaseModel

class Engagement(BaseModel):
    title: str
    minutes: int | None = None
"""
_BARE: Final = """
from typing import Annotated
import typer

app = typer.Typer(name="bare"{more})

@app.command()
def show(name: Annotated[str, typer.Argument(help="Whom to greet.")] = "you") -> None:
    \"\"\"Greet.\"\"\"

app(["--help"])
"""
_OURS: Final = """
import sys
sys.argv = ["mayor-schedule", "--help"]
from mayor_schedule.cli import main
main()
"""
_MODELS: Final = """
from mayor_schedule import ConfirmEngagement, FuzzyDate, Office, PlanEngagement, Text
PlanEngagement(engagement="e", title=Text(ko="면담"), when=FuzzyDate.of("2018-10"))
"""

PROGRAMS: Final = {
    "python, nothing": "pass",
    ONE_MODEL: _ONE_MODEL,
    IMPORT: "import mayor_schedule",
    "import its store, make one command": _MODELS,
    BARE: _BARE.format(more=""),
    PLAIN: _BARE.format(more=", rich_markup_mode=None, add_completion=False"),
    HELP: _OURS,
}


def run(program: str) -> str:
    """What a program prints, in a process of its own."""
    environment = {**os.environ, "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=environment).stdout


def measure(rounds: int) -> list[Row]:
    """Time each program; the ratios are to that which the target names."""
    cases = [Compared(name, partial(run, program)) for name, program in PROGRAMS.items()]
    return compare(cases, rounds, bases=(ONE_MODEL, BARE, PLAIN))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starting", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="print JSON, not Markdown")
    asked = parser.parse_args(arguments)
    show(measure(asked.rounds), as_json=asked.json)


if __name__ == "__main__":
    main()
