"""Where templates run: they lay out what they are given, and reach no file, no clock and no chance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.views.counting.counts import Counts

_OF_MODELS: Final = frozenset(dir(BaseModel))
"""What every value can do beside what it holds: some of it opens files, and unpickles them."""

_OF_THE_CLOCK: Final = frozenset({"today", "now", "utcnow"})
_OF_CHANCE: Final = {"filters": ("random",), "globals": ("lipsum",)}


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with values that can only be read; the same history lays out to the same bytes.

    Args:
        loader: where templates come from.
        escapes: whether what is printed is escaped for HTML.
    """

    def __init__(self, loader: BaseLoader, *, escapes: bool) -> None:
        super().__init__(
            loader=loader,
            autoescape=escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        for kind, names in _OF_CHANCE.items():
            for name in names:
                getattr(self, kind).pop(name, None)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may reach an attribute."""
        if isinstance(obj, BaseModel) and attr in _OF_MODELS:
            return False
        if isinstance(obj, date) and attr in _OF_THE_CLOCK:
            return False
        if isinstance(obj, Counts) and attr == "knowledge" and obj.knowledge.audience is Audience.PUBLIC:
            return False  # it holds what the office knows of what the public may see
        return super().is_safe_attribute(obj, attr, value)


class Folder(FileSystemLoader):
    """The templates in a folder; one that is not UTF-8 is told with its line."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template.

        Raises:
            TemplateSyntaxError: it is not UTF-8.
            TemplateNotFound: there is none of that name.
        """
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = "it is not UTF-8; save it as UTF-8"
            raise TemplateSyntaxError(message, line, template, str(self._folder / template)) from None
