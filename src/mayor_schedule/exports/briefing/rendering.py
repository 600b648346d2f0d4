"""Laying a briefing out with templates: the packaged ones, or an office's own.

Templates are Jinja2, run in its sandbox. A template that fails is told with its file and line, and nothing is written.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from mayor_schedule.errors import InputError, InvalidValueError, Problem

from .markdown import escaped
from .sandbox import Folder, Sandbox

PACKAGED: Final = Path(__file__).parent / "templates"
NAMES: Final[Mapping[str, str]] = {"md": "briefing.md.j2", "html": "briefing.html.j2"}
"""The template of each format."""

FAILURES: Final = (
    TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError, ValueError
)  # fmt: skip
"""What a template can raise: nothing in it is ours to mend."""


def render(form: str, context: Mapping[str, Any], folder: Path | None = None) -> str:
    """Lay out a briefing.

    Args:
        form: ``md`` or ``html``.
        context: what the template is told.
        folder: an office's own templates; those that are not in it are the packaged ones.

    Raises:
        InvalidValueError: the folder has no template of a briefing.
        InputError: a template cannot be read, or fails; with its file and line.
    """
    folders = [PACKAGED] if folder is None else [_checked(folder), PACKAGED]
    environment = Sandbox(ChoiceLoader([Folder(each) for each in folders]), escapes=form == "html")
    environment.filters["md"] = escaped
    try:
        return environment.get_template(NAMES[form]).render(context)
    except TemplateSyntaxError as error:
        raise _problem(error.filename or error.name or NAMES[form], error.lineno, error.message or "") from None
    except TemplateNotFound as error:
        raise _failed(error, folders, f"there is no template {error.name!r}") from None
    except OSError as error:
        raise _failed(error, folders, f"it cannot be read: {error.strerror or error}") from None
    except KeyError as error:
        raise _failed(error, folders, f"there is no {error}") from None
    except FAILURES as error:
        raise _failed(error, folders, str(error) or type(error).__name__) from None


def copy_templates(folder: Path, write: Callable[[Path, bytes], None]) -> list[Path]:
    """Copy the packaged templates, for an office to change.

    Args:
        folder: where to.
        write: writes one file.

    Returns:
        The files.

    Raises:
        InvalidValueError: one of them is there already, or the folder cannot be made.
    """
    files = [folder / each.name for each in sorted(PACKAGED.glob("*.j2"))]
    there = [each for each in files if each.exists()]
    if there:
        raise InvalidValueError(f"cannot copy the templates to {folder}: {there[0].name} is there; give another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidValueError(f"cannot make the folder {folder}: {error.strerror or error}; give another") from None
    for file in files:
        write(file, (PACKAGED / file.name).read_bytes())
    return files


def _checked(folder: Path) -> Path:
    """A folder with templates.

    Raises:
        InvalidValueError: it is none.
    """
    if not folder.is_dir():
        raise InvalidValueError(f"cannot use the templates in {folder}: there is no such folder")
    if not any((folder / each.name).is_file() for each in PACKAGED.glob("*.j2")):
        raise InvalidValueError(
            f"cannot use the templates in {folder}: neither {' nor '.join(NAMES.values())} is in it; "
            "mayor-schedule briefing --copy-templates DIR makes copies to change"
        )
    return folder


def _failed(error: BaseException, folders: list[Path], message: str) -> InputError:
    """The failure of a template, at the last of its lines that ran."""
    places = [
        (frame.filename, frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(each) for each in folders)
    ]
    file, line = places[-1] if places else (str(folders[0] / "?"), 1)
    return _problem(file, line, message)


def _problem(file: str, line: int, message: str) -> InputError:
    return InputError([Problem(file, line, f"the template fails: {message}; the briefing was not written")])
