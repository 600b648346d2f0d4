"""Examples are checked as somebody would check them who copied them: both type checkers, against what is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import EXAMPLES

PROGRAMS = sorted(EXAMPLES.glob("*.py"))
CHECKERS = {
    "mypy": ["mypy", "--strict", "--no-error-summary", "--cache-dir=.cache"],
    "pyright": ["pyright", "--pythonpath", sys.executable],
}


@pytest.mark.long
@pytest.mark.parametrize("checker", CHECKERS)
def test_what_is_copied_has_no_fault_of_types(checker: str, tmp_path: Path) -> None:
    assert len(PROGRAMS) > 6
    for each in PROGRAMS:
        shutil.copy(each, tmp_path)
    words = [sys.executable, "-m", *CHECKERS[checker], *(each.name for each in PROGRAMS)]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / PROGRAMS[0].name).write_text(
        "import mayor_schedule\n\nmayor_schedule.Office.open(1.5).calendar(audience=2)\n"
    )
    wrong = subprocess.run(
        [*words[: -len(PROGRAMS)], PROGRAMS[0].name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert wrong.stdout.count("error") >= 2, wrong.stdout + wrong.stderr
