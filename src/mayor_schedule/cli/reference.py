"""The reference pages, generated: ``python -m mayor_schedule.cli.reference dossier > docs/reference/dossier.md``.

Fields, types and sentences come from the models, options from the commands. What no model says (the frame of a
dossier, an example of each command) is in `reference_data`. The same code gives the same text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from importlib.resources import files
from typing import Any, Final, get_args, get_type_hints

import typer
from pydantic import BaseModel
from typer.models import ArgumentInfo, OptionInfo, ParameterInfo

from mayor_schedule.domain.catalog import KINDS, STREAMS, Kind
from mayor_schedule.domain.clash import Overlap
from mayor_schedule.domain.diary import Hold, Taken
from mayor_schedule.domain.office import Principal
from mayor_schedule.domain.values.attendance import Attendance
from mayor_schedule.domain.values.itinerary import Leg, Stop
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.schemas.meanings import meaning, sentence
from mayor_schedule.telling.catalogues import catalogue

from .help import paragraphs
from .reference_words import if_left_out, type_in_words

VALUES: Final = (Place, Coordinates, Party, Person, Stop, Leg, Attendance, Recurrence, Principal, Overlap, Taken, Hold)

DATE_FORMS: Final = (
    ("2018-08-11", "one day"),
    ("2018-09-27/2018-10-07", "days, the first and the last included"),
    ('{first: 2018-09-27, last: 2018-10-07, printed: "9.27.~10.7"}', "the same, with its form in print"),
    ("2018", "a year (EDTF, ISO 8601-2)"),
    ("2018-10", "a month"),
    ("2018-40", "the first half of a year; `2018-41` is the second"),
    ("2018-33", "the first quarter of a year; `2018-36` is the last"),
    ("2018-07/2018-08", "from one month to another"),
    ("2018-09/..", "with an open end"),
    ("2018-10~", "approximately; `2018-10?` is uncertain"),
    ("{edtf: 2018-10, printed: 10월}", "an EDTF date, with its form in print"),
    ("{start: 2018-10-03T19:00, end: 2018-10-03T21:00, zone: Europe/Zurich}", "a local time; `end` may be left out"),
    ("2018-10-03T19:00[Europe/Zurich]", "the same as `start` and `zone` (RFC 9557)"),
    ("2018-10-28T02:30+01:00[Europe/Zurich]", "of two equal times in autumn, the one at this offset"),
    ("unknown", "nobody knows"),
    ("{unknown: true, within: trip:2018-europe}", "within the dates of another subject"),
)
"""How a date may be written, each with what it means."""

_COLUMNS: Final = {"": "argument or option | says", "ko": "인수 또는 옵션 | 설명"}


def dossier_reference() -> str:
    """`docs/reference/dossier.md`: every command with its fields, their types and an example."""
    dates = ["| write | for |", "|---|---|", *(f"| `{_cell(form)}` | {words} |" for form, words in DATE_FORMS)]
    values = [line for value in VALUES for line in _section(value.__name__, value, _fields(value))]
    frame = _data("dossier.md").replace("<!-- dates -->", "\n".join(dates))
    lines = [frame.rstrip(), *values, "", "## Commands", ""]
    for kind in KINDS.values():
        links = (f"[`{command.command_name()}`](#{command.command_name()})" for command in kind.commands)
        lines.append(f"- {_title(kind)}: {', '.join(links)}")
    given = examples()
    for kind in KINDS.values():
        lines += ["", f"## {_title(kind)}", "", sentence(sys.modules[kind.state.__module__.removesuffix(".state")])]
        for command in kind.commands:
            name = command.command_name()
            lines += [*_section(name, command, _fields(command, kind)), "", "```yaml", given[name], "```"]
    return "\n".join(lines) + "\n"


def events_reference() -> str:
    """`docs/reference/events.md`: every topic with its version and its stored fields."""
    lines = [_data("events.md").rstrip()]
    for kind in STREAMS.values():
        lines += ["", f"## {_title(kind)}"]
        for event in kind.events:
            lines += ["", f"### {event.topic}", "", f"{sentence(event)} Version {event.schema_version}.", ""]
            lines += _fields(event, kind) or ["No fields."]
    return "\n".join(lines).replace("](#", "](dossier.md#") + "\n"


def cli_reference(language: str = "") -> str:
    """`docs/reference/cli.md`: every command with its arguments and options; or `cli.ko.md`, in Korean."""
    from .app import app  # noqa: PLC0415 - the other pages need no command line

    said = catalogue("help", language).gettext if language else str
    lines = [_data(f"cli.{language}.md" if language else "cli.md").rstrip()]
    for name, function in commands_of(app):
        about, _, example = (function.__doc__ or "").partition("Example:")
        parameters = list(_parameters(function))
        usage = " ".join(["mayor-schedule", name, *(how for how, info in parameters if isinstance(info, ArgumentInfo))])
        lines += ["", f"## {name}", "", " ".join(said(each) for each in paragraphs(about))]
        lines += ["", f"{said('Usage:')} `{usage} [OPTIONS]`", "", f"| {_COLUMNS[language]} |", "|---|---|"]
        lines += [f"| `{_cell(how)}` | {_cell(said(info.help) if info.help else '')} |" for how, info in parameters]
        lines += ["", f"{said('Example:')} `{' '.join(example.split())}`"]
    return "\n".join(lines) + "\n"


def examples() -> dict[str, str]:
    """An example of each command by the command's name: an entry of a dossier, in YAML."""
    blocks: dict[str, list[str]] = {}
    name = ""
    for line in _data("examples.yaml").splitlines():
        if line.startswith("- "):
            name = line[2:].partition(":")[0]
        if name and line.strip() and not line.startswith("#"):
            blocks.setdefault(name, []).append(line)
    return {name: "\n".join(block) for name, block in blocks.items()}


def commands_of(group: typer.Typer, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The commands of the command line by name, those of its groups too, each with its function."""
    for command in group.registered_commands:
        yield f"{prefix}{command.name or getattr(command.callback, '__name__', '')}", command.callback
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            yield from commands_of(inner.typer_instance, f"{prefix}{inner.name} ")


def _parameters(function: Any) -> Iterator[tuple[str, ParameterInfo]]:
    """How each argument and option of a command is written, and what is known of it."""
    hints = get_type_hints(function, include_extras=True)
    for name in (each for each in hints if each != "return" and hints[each] is not typer.Context):
        info = next(each for each in hints[name].__metadata__ if isinstance(each, ParameterInfo))
        plain = [each for each in (hints[name].__origin__, *get_args(hints[name].__origin__)) if isinstance(each, type)]
        choices = next((f"[{'|'.join(each)}]" for each in plain if issubclass(each, StrEnum)), "")
        if isinstance(info, OptionInfo):
            value = "" if bool in plain else info.metavar or choices or "TEXT"
            written = info.default if isinstance(info.default, str) else (info.param_decls or (f"--{name}",))[0]
            yield f"{written} {value}".strip(), info
        else:
            yield str(info.metavar or (name.upper() if plain == [str] else f"[{name.upper()}]")), info


def _section(title: str, documented: object, table: list[str]) -> list[str]:
    return ["", f"### {title}", "", sentence(documented), "", *table]


def _fields(model: type[BaseModel], kind: Kind | None = None) -> list[str]:
    """A table of a model's fields: the subject's id first, who may see it last."""
    hints = get_type_hints(model, include_extras=True)
    rows = []
    for name in sorted(model.model_fields, key=lambda name: _place(name, model)):
        hint = hints[name]
        words = (type_in_words(hint), if_left_out(model.model_fields[name]), meaning(model, name, hint, kind))
        rows.append(" | ".join([f"| `{name}`", *map(_cell, words)]) + " |")
    return ["| field | type | if left out | says |", "|---|---|---|---|", *rows] if rows else []


def _place(name: str, model: type[BaseModel]) -> int:
    last = ("reason", "visibility", "public_from")
    return 0 if name == getattr(model, "kind", None) else 1 if name not in last else 2 + last.index(name)


def _title(kind: Kind) -> str:
    return kind.name.replace("_", " ").capitalize()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _data(name: str) -> str:
    return files("mayor_schedule.cli").joinpath("reference_data", name).read_text(encoding="utf-8")


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "dossier": dossier_reference,
    "events": events_reference,
    "cli": cli_reference,
    "cli.ko": partial(cli_reference, "ko"),
}

if __name__ == "__main__":
    sys.stdout.buffer.write(PAGES[sys.argv[1]]().encode())
