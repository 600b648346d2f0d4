"""The catalogue of messages: what there is to be said, and what it is in other languages.

::

    python tools/messages.py                   tell what is missing or out of date; ends with 1 if anything is
    python tools/messages.py update [DOMAIN]   bring the .po files up to date with the code, and compile them
    python tools/messages.py page              print docs/reference/messages.md

Translations are written into ``src/mayor_schedule/locale/*/LC_MESSAGES/DOMAIN.po``. Babel is needed here alone: the
program reads what is compiled.
"""

from __future__ import annotations

import ast
import gettext
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from raised import errors_by_code

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mayor_schedule"
SAYING = {"say": 1, "Saying": 1, "term": 0}
"""What says something: the place of the template among the arguments."""


class Said(NamedTuple):
    """One template in the code."""

    code: str
    template: str
    file: str
    line: int
    context: str | None = None


def said() -> Iterator[Said]:
    """Every template in the code, in order; and the verbs of commands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                place = SAYING[node.func.id]
                code = node.args[0].value if place and isinstance(node.args[0], ast.Constant) else ""
                template = node.args[place] if len(node.args) > place else None
                if isinstance(template, ast.Constant) and isinstance(template.value, str):
                    yield Said(str(code), template.value, path.relative_to(ROOT).as_posix(), node.lineno)
    from mayor_schedule.domain.catalog import COMMANDS  # noqa: PLC0415 - the models are imported for this alone

    for verb in sorted({command.verb() for command in COMMANDS.values()}):
        yield Said("", verb, "src/mayor_schedule/domain/catalog.py", 0)


def helps() -> Iterator[Said]:
    """Every text of the help, as typer has it: of commands, groups, arguments and options, and its own words."""
    import typer  # noqa: PLC0415 - the command line is imported for this alone

    from mayor_schedule.cli.app import app  # noqa: PLC0415
    from mayor_schedule.cli.help import help_of  # noqa: PLC0415

    found = dict[str, str]()

    def look(command: Any, file: str, parent: typer.Context | None = None) -> None:
        context = typer.Context(command, info_name=command.name, parent=parent)
        for inner in getattr(command, "commands", {}).values():
            look(inner, file if inner.callback is None else inner.callback.__module__, context)
        help_of(command, context, lambda text: found.setdefault(text, file) and text)

    look(typer.main.get_command(app), "mayor_schedule.cli.app")
    for text, module in found.items():
        yield Said("", text, f"src/{module.replace('.', '/')}.py", 0)


def words() -> Iterator[Said]:
    """Every word of the tables, with where it stands: those of the commands, and of the domain's fields and codes."""
    from mayor_schedule.cli.field_words import every_word  # noqa: PLC0415 - the models are imported for this alone
    from mayor_schedule.cli.wording import WORDS  # noqa: PLC0415

    for context, template in every_word():
        module = "wording" if context in WORDS else "ledger_words" if context.startswith("ledger ") else "field_words"
        yield Said("", template, f"src/mayor_schedule/cli/{module}.py", 0, context)


DOMAINS: Final[Mapping[str, Callable[[], Iterator[Said]]]] = {"mayor_schedule": said, "help": helps, "words": words}
"""What there is to be said, by the domain of its translations: messages, help, and the words of tables."""


def template(domain: str) -> Catalog:
    """What there is to be said, by file, without lines and dates: it changes with words alone."""
    catalog = Catalog(project="mayor_schedule", header_comment="# What mayor_schedule says.")
    for each in sorted(DOMAINS[domain](), key=lambda each: (each.file, each.line)):
        if each.template.strip():
            comments = [each.code] if each.code else []
            catalog.add(each.template, locations=[(each.file, 0)], auto_comments=comments, context=each.context)
    return catalog


def catalogues(domain: str) -> list[Path]:
    """The files of translations, by language."""
    return sorted(SOURCE.glob(f"locale/*/LC_MESSAGES/{domain}.po"))


def read(path: Path) -> Catalog:
    """A file of translations."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(path: Path) -> bytes:
    """What a file of translations is compiled to."""
    written, catalog = BytesIO(), read(path)
    catalog.creation_date = catalog.revision_date = datetime(2026, 11, 29, tzinfo=UTC)  # or it would be that of now
    write_mo(written, catalog)
    return written.getvalue()


def update(domain: str) -> None:
    """Bring the translations up to date with the code, and compile them."""
    current = template(domain)
    for path in catalogues(domain):
        catalog = read(path) if path.stat().st_size else Catalog(locale=path.parts[-3])
        catalog.update(current, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        written = BytesIO()
        write_po(written, catalog, width=120, omit_header=True, include_lineno=False, sort_by_file=True)
        head = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        path.write_bytes(head + written.getvalue())
        path.with_suffix(".mo").write_bytes(compiled(path))


def faults(domain: str) -> list[str]:
    """What is missing or out of date."""
    wanted, codes = list(DOMAINS[domain]()), dict[str, str]()
    found = [
        f"{each.file}:{each.line}: {each.code} says something else elsewhere"
        for each in wanted
        if each.code and codes.setdefault(each.code, each.template) != each.template
    ]
    for path in catalogues(domain):
        catalog = read(path)
        for each in wanted:
            entry = catalog.get(each.template, each.context) if each.template.strip() else None
            if each.template.strip() and (entry is None or not entry.string):
                found.append(f"{path.parts[-3]}: {each.file}:{each.line}: {each.template!r} is not translated")
        with path.with_suffix(".mo").open("rb") as file:
            words = gettext.GNUTranslations(file)
        if any(shown(words, each) != each.string for each in catalog if each.id and each.string):
            found.append(f"{path}: is not compiled; python tools/messages.py update")
    return found


def shown(words: gettext.NullTranslations, entry: Message) -> str:
    """What is compiled for an entry of a file of translations."""
    said = str(entry.id)
    return words.gettext(said) if entry.context is None else words.pgettext(entry.context, said)


_HEAD = """# Messages by code

Whatever the program refuses or finds wrong ends with a code in brackets, such as `[MS-0123]`, in every language. A code
is for ever, and its words may get better. Each message says what cannot be done, why, and, where something would help,
what; words in braces stand for what it was about. Search this page for your code.

Below a message stands the exception that tells it in Python, where the code says so; [Errors](errors.md) has them all.
The others are findings, warnings and remarks, or words that several exceptions may tell.

This page is made by `python tools/messages.py page`.
"""
_ROOMS = {
    "domain": "Subjects, commands and values", "imports": "Files that are loaded", "exports": "Files that are written",
    "cli": "The command line", "store": "The store", "keeping": "Stored views", "recording": "Recording",
    "proofs": "Proofs", "audit": "Audits", "reading": "Reading", "views": "Views", "office.py": "The office",
    "contentlines.py": "Lines of calendars", "errors.py": "Errors", "schemas": "Schemas",
}  # fmt: skip


def page() -> str:
    """The reference of messages, by room and code, in English and in each language that there is."""
    catalogs = [read(path) for path in catalogues("mayor_schedule")]
    by_room: dict[str, dict[str, str]] = {room: {} for room in _ROOMS}
    for each in said():
        if each.code:
            by_room[Path(each.file).parts[2]][each.code] = each.template
    lines, told_by = [_HEAD], errors_by_code(SOURCE)
    for room, title in _ROOMS.items():
        if by_room[room]:
            lines.append(f"## {title}\n")
        for code, words in sorted(by_room[room].items()):
            lines.append(f"### {code}\n\n{_quoted(words)}\n")
            entries = [catalog.get(words) for catalog in catalogs]
            lines += [f"{_quoted(str(entry.string))}\n" for entry in entries if entry is not None]
            if errors := sorted(told_by.get(code, ())):
                lines.append(", ".join(f"[`{each}`](errors.md#{each.lower()})" for each in errors) + "\n")
    return "\n".join(lines).rstrip() + "\n"


def _quoted(words: str) -> str:
    """Words as they are, in a code span that they cannot end."""
    marks = "`" * (max((len(run) for run in re.findall("`+", words)), default=0) + 1)
    return f"{marks} {' '.join(words.split())} {marks}"


if __name__ == "__main__":
    if sys.argv[1:] == ["page"]:
        sys.stdout.write(page())
        sys.exit()
    if sys.argv[1:2] == ["update"]:
        for each in sys.argv[2:] or DOMAINS:
            update(each)
    problems = [fault for each in DOMAINS for fault in faults(each)]
    sys.stdout.writelines(f"{each}\n" for each in problems)
    sys.exit(1 if problems else 0)
