"""What each field means, told where the field is: an extension of griffe for the reference of the Python interface.

Docstrings tell of fields under "Attributes", often in a base that nobody imports, and of some a table tells or the type
does. Here each field gets its own words, so that it is shown with them wherever it is inherited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_type_hints

import griffe
from pydantic import BaseModel

import mayor_schedule
from mayor_schedule.domain.catalog import COMMANDS, KINDS
from mayor_schedule.schemas.meanings import meaning

_SECTION = re.compile(r"\n+Attributes:\n(?:    .*\n?|\n)+")


class FieldsExtension(griffe.Extension):
    """Gives fields the words that are said of them elsewhere."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Go through a package that was read."""
        for each in _classes(pkg):
            _take_section(each)
        public = (getattr(mayor_schedule, name) for name in mayor_schedule.__all__)
        for model in dict.fromkeys((*COMMANDS.values(), *public)):
            if isinstance(model, type) and issubclass(model, BaseModel):
                _say_fields(pkg[f"{model.__module__}.{model.__name__}".removeprefix("mayor_schedule.")], model)


def _classes(found: griffe.Module | griffe.Class) -> Iterator[griffe.Class]:
    for each in found.members.values():
        if isinstance(each, griffe.Class):
            yield each
        if isinstance(each, griffe.Module | griffe.Class):
            yield from _classes(each)


def _take_section(found: griffe.Class) -> None:
    """Give what a docstring says of attributes to them, and take it out there if each of them is a member."""
    if found.docstring is None:
        return
    parsed = griffe.parse_google(found.docstring, warnings=False)
    told = [each for part in parsed if part.kind is griffe.DocstringSectionKind.attributes for each in part.value]
    for each in told:
        member = found.members.get(each.name)
        if isinstance(member, griffe.Attribute | griffe.Function) and member.docstring is None:
            member.docstring = griffe.Docstring(_sentence(each.description), parent=member)
    if told and all(each.name in found.members for each in told):
        found.docstring.value = _SECTION.sub("\n\n", found.docstring.value).strip()


def _say_fields(found: griffe.Object | griffe.Alias, model: type[BaseModel]) -> None:
    hints = get_type_hints(model, include_extras=True)
    kind = KINDS.get(getattr(model, "kind", model.__module__.split(".")[2]))
    for name in model.model_fields:
        member = found.all_members[name]
        attribute = member.final_target if isinstance(member, griffe.Alias) else member
        if attribute.docstring is None:
            words = meaning(model, name, hints[name], kind)
            attribute.docstring = griffe.Docstring(_sentence(words), parent=attribute) if words else None


def _sentence(words: str) -> str:
    told = words.replace("`null`", "`None`")  # a dossier says null
    return f"{told[:1].upper()}{told[1:].rstrip('.')}."
