"""Help in the language of who asks.

Typer says in English what commands, arguments and options are for. In another language its texts are looked up when
help is shown, in the catalogue of the domain ``help``, and set by the columns that they take: a Korean letter takes
two. In English it is typer that sets them, and nothing is looked up.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

DOMAIN: Final = "help"

_ARGUMENTS: Final = "mayor_schedule.arguments"
_EXAMPLE: Final = "Example: "
_INDENT: Final = "  "
_UNIT: Final = re.compile(r"\s*[(\[]\S+: \S+|\s*[^\s(]+(?=\(\S+: )|\s*\S+")
"""What is not broken, with the space before it: a word, or a word in brackets with its value, as ``(e.g.: mayor)``."""
_WIDEST: Final = 30
"""The columns that are kept for what is typed; what is longer has its help in the next line, as in English."""


class HelpedCommand(TyperCommand):
    """A command of which the help is in the language of who asks."""

    def get_help(self, ctx: Any) -> str:
        """The help, as typer's own but for the language."""
        said = _lookup(ctx)
        return super().get_help(ctx) if said is None else help_of(self, ctx, said)


class HelpedGroup(TyperGroup):
    """A group of commands of which the help is in the language of who asks."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments after those of the group; where only help is asked for, it may be in a language."""
        ctx.meta.setdefault(_ARGUMENTS, list(args))
        return super().parse_args(ctx, _without_language(args))

    def get_help(self, ctx: Any) -> str:
        """The help, as typer's own but for the language."""
        said = _lookup(ctx)
        return super().get_help(ctx) if said is None else help_of(self, ctx, said)


def help_of(command: Any, ctx: Any, said: Callable[[str], str]) -> str:
    """The help of a command or a group.

    Args:
        command: typer's, or click's.
        ctx: its context.
        said: what finds the words for a text.
    """
    width = ctx.make_formatter().width
    usage = f"{said('Usage:')} {ctx.command_path} "
    pieces = " ".join(command.collect_usage_pieces(ctx))
    blocks = [
        _filled(pieces, width, first=usage, then=" " * columns(usage)),
        *(
            _filled(paragraph_in(each, said), width, first=_INDENT, then=_INDENT)
            for each in paragraphs(command.help or "")
        ),
    ]
    arguments, options = list[tuple[str, str]](), list[tuple[str, str]]()
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            rows = arguments if param.param_type_name == "argument" else options
            rows.append((record[0], _about(param.help or "", record[1], said)))
    inner = getattr(command, "commands", {})
    commands = [(name, summary(each, said)) for name, each in inner.items() if not each.hidden]
    for heading, rows in (("Arguments:", arguments), ("Options:", options), ("Commands:", commands)):
        if rows:
            blocks.append([said(heading), *_listed(rows, width)])
    return "\n\n".join("\n".join(lines) for lines in blocks)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text of help, each in one line: what is looked up of it."""
    return [" ".join(each.split()) for each in inspect.cleandoc(text).split("\n\n") if each.strip()]


def paragraph_in(paragraph: str, said: Callable[[str], str]) -> str:
    """A paragraph in other words; an example is as it is to be typed."""
    example = paragraph.removeprefix(_EXAMPLE)
    return said(paragraph) if example == paragraph else f"{said(_EXAMPLE.strip())} {example}"


def summary(command: Any, said: Callable[[str], str]) -> str:
    """What a command is for: the first sentence of its help."""
    first = next(iter(paragraphs(command.help or "")), "")
    sentence, stop, _ = (said(first) if first else "").partition(". ")
    return sentence + stop.strip()


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - English help needs neither

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def _lookup(ctx: Any) -> Callable[[str], str] | None:
    """What finds the words of the language in which somebody asked; None if that is English, or has no words."""
    from . import _language  # noqa: PLC0415 - the package is there before its modules

    language = _language(ctx.meta.get(_ARGUMENTS, []))
    if language.partition("-")[0].lower() == "en":
        return None
    from mayor_schedule.telling.catalogues import catalogue  # noqa: PLC0415 - English help needs none

    words = catalogue(DOMAIN, language)
    return words.gettext if words.info() else None


def _without_language(arguments: list[str]) -> list[str]:
    """The arguments of a group; without its language, if there is nothing else but what asks for help."""
    others, rest = list[str](), iter(arguments)
    for each in rest:
        if each == "--lang":
            next(rest, None)
        elif not each.startswith("--lang="):
            others.append(each)
    return others if set(others) <= {"--help"} else arguments


def _about(text: str, shown: str, said: Callable[[str], str]) -> str:
    """What an option is for, and what typer adds to that in brackets.

    Args:
        text: the help of the option.
        shown: that with what typer adds.
        said: what finds the words for a text.
    """
    about = said(" ".join(text.split())) if text else ""
    added = shown.removeprefix(text).strip().removeprefix("[").removesuffix("]")
    return f"{about}  [{'; '.join(_added(each, said) for each in added.split('; '))}]" if added else about


def _added(fact: str, said: Callable[[str], str]) -> str:
    """What typer adds to the help of an option, such as that it is required."""
    name, colon, value = fact.partition(": ")
    return said(name + colon.strip()) + colon[1:] + value


def _filled(text: str, width: int, *, first: str = "", then: str = "") -> list[str]:
    """A text in lines of so many columns, with what stands before it in the first line and in the others."""
    lines, is_empty = [first], True
    for unit in _UNIT.findall(text):
        if is_empty:
            lines[-1] += unit.lstrip()
        elif columns(lines[-1] + unit) <= width:
            lines[-1] += unit
        else:
            lines.append(then + unit.lstrip())
        is_empty = False
    return lines


def _listed(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """A list in two columns: what is to be typed, and what it is for."""
    left = min(max(columns(name) for name, _ in rows), _WIDEST) + len(_INDENT)
    then = " " * (left + len(_INDENT))
    for name, about in rows:
        before = f"{_INDENT}{name}"
        if columns(name) + len(_INDENT) > left:
            yield before
            before = ""
        before += " " * (len(then) - columns(before))
        yield from (line.rstrip() for line in _filled(about, width, first=before, then=then))
