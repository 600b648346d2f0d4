"""Fuzz the harnesses, one after another, each for some seconds; what breaks one is written to a file, and fails.

::

    python -m tests.fuzz.run --seconds 60                  all of them, from the kept corpus
    python -m tests.fuzz.run --seconds 600 --keep ics      one; what reaches new code is then put into the kept corpus
    python -m tests.fuzz.run --found DIR …                 where inputs are put that break something

It needs the extra `fuzz`: pip install -e '.[dev,fuzz]'.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

NAMES: Final = ("dossier", "ics", "bundle")
TESTS: Final = Path(__file__).resolve().parents[1]
CORPUS: Final = Path(__file__).resolve().parent / "corpus"

LONGEST: Final = {"dossier": 4096, "ics": 8192, "bundle": 65_536}
"""The most bytes of an input; longer ones are left to the tests of limits."""

SECONDS_EACH: Final = 60
"""After which an input counts as one that hangs."""


def _under_atheris(name: str, *options: str) -> int:
    """Start a harness, wait for it, and give its exit code."""
    path = os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))
    limits = [f"-max_len={LONGEST[name]}", f"-timeout={SECONDS_EACH}", "-rss_limit_mb=2048"]
    command = [sys.executable, "-m", "fuzz.under_atheris", name, *limits, *options]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


def fuzz(name: str, *, seconds: int, found: Path, keep: bool) -> bool:
    """Fuzz one harness from its kept corpus; whether nothing broke."""
    kept = CORPUS / name
    with TemporaryDirectory() as folder:
        code = _under_atheris(
            name, f"-max_total_time={seconds}", f"-artifact_prefix={found}/{name}-", "-print_final_stats=1", folder,
            str(kept),
        )  # fmt: skip
        if keep:
            _under_atheris(name, "-set_cover_merge=1", str(kept), folder)
    return code == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz what is asked for.

    Returns:
        0, or 1 if an input broke something.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], help="what to fuzz; all, unless given")
    parser.add_argument("--seconds", type=int, default=60, help="how long each is fuzzed")
    parser.add_argument("--found", type=Path, default=Path.cwd(), help="where inputs are put that break something")
    parser.add_argument("--keep", action="store_true", help="put what reaches new code into the kept corpus")
    asked = parser.parse_args(arguments)
    asked.found.mkdir(parents=True, exist_ok=True)
    names = asked.names or NAMES
    broken = [
        each for each in names if not fuzz(each, seconds=asked.seconds, found=asked.found.resolve(), keep=asked.keep)
    ]
    print(f"fuzzed {', '.join(names)} for {asked.seconds} s each; broken: {', '.join(broken) or 'none'}")  # noqa: T201
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
