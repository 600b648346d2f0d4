"""The folders that templates come from: the packaged ones, and an office's own."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from mayor_schedule.errors import InputError, InvalidValueError, Problem
from mayor_schedule.messages import Message, say, term
from mayor_schedule.system import system_said

from .faults import FaultError

PACKAGED: Final = Path(__file__).parent / "templates"
NAMES: Final[Mapping[str, str]] = {"md": "briefing.md.j2", "html": "briefing.html.j2"}
"""The template of each format."""

LONGEST: Final = 1_000_000
"""The most bytes of a template."""


class Folder(BaseLoader):
    """The templates in a folder, each a file of UTF-8."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """The text of a template.

        Raises:
            InputError: it is no file, is too long, is not UTF-8, or cannot be read.
            TemplateNotFound: there is none of that name.
        """
        file = self._folder.joinpath(*split_template_path(template))
        try:
            data = _read(file)
        except OSError as error:
            raise problem(file, 1, FaultError("unreadable", why=system_said(error))) from None
        except FaultError as error:
            raise problem(file, 1, error) from None
        if data is None:
            raise TemplateNotFound(template)
        if len(data) > LONGEST:
            raise problem(file, 1, FaultError("too_long", most=LONGEST))
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n"), str(file), lambda: True
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise problem(file, line, FaultError("not_utf8", offset=error.start + 1)) from None


def _read(file: Path) -> bytes | None:
    """What is in a file, as far as a template may be long; None where there is nothing.

    Raises:
        FaultError: it is no file.
        OSError: it cannot be read.
    """
    if "\0" in str(file) or not (file.exists() or file.is_symlink()):
        return None
    if not file.is_file():
        raise FaultError("no_file")
    with file.open("rb") as opened:
        return opened.read(LONGEST + 1)


def checked(folder: Path) -> Path:
    """A folder with templates.

    Raises:
        InvalidValueError: it is none, or has no template of a briefing.
    """
    names = sorted(each.name for each in PACKAGED.glob("*.j2"))
    try:
        if not folder.is_dir():
            if folder.exists():
                raise _cannot(folder, say("MS-0534", "that is a file; give the folder that it is in"))
            raise _cannot(
                folder,
                say("MS-0535", "there is no such folder; mayor-schedule briefing --copy-templates DIR makes one"),
            )
        there = sorted(each.name for each in folder.iterdir())
    except OSError as error:
        why = system_said(error)
        raise _cannot(folder, say("MS-0536", "{why}; check its permissions", why=why)) from None
    if not set(names) & set(there):
        close = [each for each in there if difflib.get_close_matches(each.lower(), names, n=1, cutoff=0.7)]
        why = say(
            "MS-0537",
            "none of {names} is in it{near}; mayor-schedule briefing --copy-templates DIR makes copies to change",
            names=", ".join(names), near=term(", but {found}: rename it", found=close[0]) if close else "",
        )  # fmt: skip
        raise _cannot(folder, why)
    return folder


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
    try:
        there = [each for each in files if each.exists() or each.is_symlink()]
        if there:
            raise InvalidValueError(
                say(
                    "MS-0538", "cannot copy the templates to {folder}: {file} is there; give another folder",
                    folder=folder, file=there[0].name,
                )
            )  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidValueError(
            say(
                "MS-0539", "cannot copy the templates to {folder}: {why}; give another folder",
                folder=folder, why=system_said(error),
            )
        ) from None  # fmt: skip
    for file in files:
        write(file, (PACKAGED / file.name).read_bytes())
    return files


def problem(file: Path | str, line: int, found: FaultError) -> InputError:
    """A fault of a template with its place, in words."""
    detail = term(" (Jinja says: {said})", said=found.said) if found.said else ""
    told = term(
        "cannot lay out the briefing: {fault}{detail}; nothing was written", fault=found.told, detail=detail
    )
    return InputError([Problem(str(file), line, told)])


def _cannot(folder: Path, why: Message) -> InvalidValueError:
    return InvalidValueError(term("cannot use the templates in {folder}: {why}", folder=folder, why=why))
