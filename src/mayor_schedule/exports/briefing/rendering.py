"""Laying a briefing out with templates: the packaged ones, or an office's own.

Templates are Jinja2, run in its sandbox. A template that fails is told with its file and line, and nothing is written.
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from mayor_schedule.errors import InputError
from mayor_schedule.messages import term

from .faults import FaultError
from .folders import NAMES, PACKAGED, Folder, checked, copy_templates, problem
from .markdown import escaped
from .sandbox import Sandbox

__all__ = ["NAMES", "PACKAGED", "copy_templates", "render"]

FAILURES: Final = (
    TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError,
    StopIteration, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What a template can raise: nothing in it is ours to mend."""

_UNKNOWN: Final = re.compile(r"No (?P<kind>filter|test) named '(?P<name>[^']*)'")
_UNKNOWN_TAG: Final = re.compile(r"Encountered unknown tag '(?P<name>[^']*)'\.(?! You)")
_KINDS: Final = {"not iterable": "not_many", "has no len()": "not_many", "not callable": "not_called"}
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")


def render(
    form: str, context: Mapping[str, Any], folder: Path | None = None, *, languages: tuple[str, ...] = ("en",)
) -> str:
    """Lay out a briefing.

    Args:
        form: ``md`` or ``html``.
        context: what the template is told.
        folder: an office's own templates; those that are not in it are the packaged ones.
        languages: those in which a template prints texts, the best first.

    Raises:
        InvalidValueError: the folder has no template of a briefing.
        InputError: a template cannot be read, fails or lays out nothing; with its file and line.
    """
    folders = [PACKAGED] if folder is None else [checked(folder), PACKAGED]
    loader = ChoiceLoader([Folder(each) for each in folders])
    environment = Sandbox(loader, escapes=form == "html", languages=languages, filters={"md": escaped})
    file = str(folders[0] / NAMES[form])
    try:
        template = environment.get_template(NAMES[form])
        file = template.filename or file
        text = template.render(context)
    except InputError:
        raise
    except TemplateSyntaxError as error:
        found = _syntax(error.message or "")
        raise problem(error.filename or error.name or file, error.lineno, found) from None
    except FAILURES as error:
        where, line = _place(error, folders, file)
        raise problem(where, line, _fault(error)) from None
    if not text.strip():
        raise problem(file, 1, FaultError("empty"))
    return text


def _fault(error: BaseException) -> FaultError:
    """What went wrong, in words of ours; what Python says only where it adds something."""
    match error:
        case FaultError():
            return error
        case RecursionError() | SyntaxError():
            return FaultError("too_deep")
        case TemplateNotFound():
            return FaultError("no_template", name=error.name)
        case ZeroDivisionError():
            return FaultError("zero")
        case KeyError():
            return FaultError("missing", name=error)
        case OverflowError() | MemoryError():
            return FaultError("large")
    said = _ADDRESS.sub("", str(error)) or type(error).__name__
    if isinstance(error, TypeError):
        several = next((key for words, key in _KINDS.items() if words in said), "kinds")
        return FaultError(several, said=said)
    return _syntax(said) if _UNKNOWN.search(said) else FaultError("other", said=said)


def _syntax(said: str) -> FaultError:
    """What of a template cannot be understood."""
    unknown, tag = _UNKNOWN.search(said), _UNKNOWN_TAG.search(said)
    if unknown is not None:
        names: Iterable[str] = FILTERS if unknown["kind"] == "filter" else TESTS
        close = difflib.get_close_matches(unknown["name"], [*names], n=1)
        docs = term("https://jinja.palletsprojects.com/templates has all")
        parts = term("did you mean {close}?", close=close[0]) if close else docs
        return FaultError(unknown["kind"], name=unknown["name"], parts=parts)
    if tag is not None:
        return FaultError("tag", name=tag["name"])
    return FaultError("syntax", said=said)


def _place(error: BaseException, folders: list[Path], file: str) -> tuple[str, int]:
    """The last line of a template that ran."""
    places = [
        (frame.filename, frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(each) for each in folders)
    ]
    return places[-1] if places else (file, 1)
