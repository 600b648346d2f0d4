"""Examples are checked as somebody would check them who copied them: both type checkers, against the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import EXAMPLES

PROGRAMS = sorted(EXAMPLES.glob("*.py"))
IMPORTED = ("fastapi", "uvicorn", "django", "django-stubs", "matplotlib")
"""What the examples import beside the library, and the types of what has none."""

CHECKERS = {
    "mypy": ("mypy", "--strict", "--no-error-summary", "--cache-dir=.cache", "--python-executable"),
    "pyright": ("pyright", "--pythonpath"),
}
"""How each is called; the Python behind that has what is checked against, and not the checker."""


def call(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program to which this clone is not to be found: by no variable, and not by where it runs."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))}
    return subprocess.run([*map(str, words)], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheel, and what the examples import."""
    folder = tmp_path_factory.mktemp("consumer")

    def done(*words: object) -> str:
        ended = call(*words, cwd=folder)
        assert ended.returncode == 0, f"{words}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    pip = (sys.executable, "-m", "pip")
    done(*pip, "wheel", EXAMPLES.parent, "--no-deps", "--quiet", "--wheel-dir", folder / "wheel")
    (wheel,) = (folder / "wheel").iterdir()
    assert "mayor_schedule/py.typed" in zipfile.ZipFile(wheel).namelist()
    done(sys.executable, "-m", "venv", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    done(python, "-m", "pip", "install", "--quiet", wheel, *IMPORTED)
    where = done(python, "-c", "import mayor_schedule; print(mayor_schedule.__file__)")
    assert Path(where).is_relative_to(folder / "venv")
    return python


@pytest.mark.long
@pytest.mark.parametrize("checker", CHECKERS)
def test_what_is_copied_has_no_fault_of_types(checker: str, consumer: Path, tmp_path: Path) -> None:
    assert len(PROGRAMS) > 6
    for each in PROGRAMS:
        shutil.copy(each, tmp_path)
    words = [sys.executable, "-m", *CHECKERS[checker], consumer]
    done = call(*words, *(each.name for each in PROGRAMS), cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "wrong.py").write_text("from mayor_schedule import Office\n\nOffice.open(1.5).calendar(audience=2)\n")
    wrong = call(*words, "wrong.py", cwd=tmp_path)
    assert wrong.stdout.count("error") >= 2, wrong.stdout + wrong.stderr
