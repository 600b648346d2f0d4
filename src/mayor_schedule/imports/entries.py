"""One entry of a dossier: a command by its name, and beside it who, when, on what source.

The command models decide what is right; this module says in plain words, and with its line, what is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.identity import check_name
from mayor_schedule.domain.values.text import clean
from mayor_schedule.errors import InvalidValueError, Problem

from .nodes import Node, line_of, to_plain
from .wording import meant, told

BESIDE: Final = ("by", "known_on", "source", "sources", "at", "note", "visibility", "id")
"""The keys that may stand beside the command of an entry."""


@dataclass(frozen=True)
class Placed:
    """An entry and the line on which it is written."""

    entry: Entry
    file: str
    line: int


@dataclass
class Defaults:
    """What holds for every entry that does not say otherwise."""

    by: str | None = None
    known_on: date | None = None
    sources: tuple[Citation, ...] = ()


@dataclass
class Reader:
    """Reads the entries of one file, and collects what is wrong with them.

    Attributes:
        file: the file's name, for messages.
        known_sources: the documents that entries may cite; None to let all pass.
        latest: the last day on which anything can be known; None to let all pass.
        problems: what was found wrong so far.
    """

    file: str
    known_sources: frozenset[str] | None = None
    latest: date | None = None
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, message: str) -> None:
        """Note something wrong with a line."""
        self.problems.append(Problem(self.file, line, message))

    def mapping(self, node: Node | None, what: str, allowed: Iterable[str] | None = None) -> dict[str, Node]:
        """The entries of a mapping; anything else, and keys that are not allowed, are noted and left out."""
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.problem(node.line, f"{what} should be keys and values, and is {_form(node)}")
            return {}
        if allowed is None:
            return node.value
        names = tuple(allowed)
        for key in node.value:
            if key not in names:
                self.problem(
                    node.key_lines[key], f"{what} has no key {key!r}; it has {', '.join(names)}{meant(key, names)}"
                )
        return {key: value for key, value in node.value.items() if key in names}

    def text(self, node: Node | None, what: str) -> str | None:
        """A text, cleaned; None where there is none."""
        if node is None or node.value is None:
            return None
        if not isinstance(node.value, str):
            self.problem(node.line, f"{what} should be text, and is {_form(node)}")
            return None
        try:
            return clean(node.value)
        except InvalidValueError as error:
            self.problem(node.line, f"{what}: {error}")
            return None

    def known_on(self, given: Mapping[str, Node]) -> date | None:
        """The day since which something is known; None where none is given."""
        node = given.get("known_on")
        if node is None or node.value is None:
            return None
        try:
            day = read_day(node.value)
        except InvalidValueError as error:
            self.problem(node.line, f"known_on: {error}")
            return None
        if self.latest is not None and day > self.latest:
            hint = "plans are known on the day on which they are made"
            self.problem(node.line, f"known_on: {day} is still to come, and the office cannot know yet; {hint}")
        return day

    def citations(self, given: Mapping[str, Node]) -> tuple[Citation, ...] | None:
        """The sources beside a command: one with its place in it, or several; None where none is given."""
        if "source" in given and "sources" in given:
            self.problem(given["sources"].line, "give source or sources, not both")
        listed = given.get("sources") or given.get("source")
        if listed is None:
            return None
        nodes = listed.value if isinstance(listed.value, list) else [listed]
        cited = (self._citation(node) for node in nodes)
        return tuple(citation for citation in cited if citation is not None)

    def _citation(self, node: Node) -> Citation | None:
        parts = {"source": node}
        if isinstance(node.value, dict):
            parts = self.mapping(node, "a source", ("source", "at", "quote"))
        document = self.text(parts.get("source"), "source")
        if document is None:
            if "source" not in parts:
                self.problem(node.line, "a source needs the key source with the id of a document")
            return None
        document = document.removeprefix("document:")
        try:
            check_name(document)
        except InvalidValueError as error:
            self.problem(node.line, f"source: {error}")
            return None
        if self.known_sources is not None and document not in self.known_sources:
            hint = f"; add it under sources{meant(document, self.known_sources)}"
            self.problem(node.line, f"the source {document!r} is not registered{hint}")
            return None
        return Citation(document, self.text(parts.get("at"), "at"), self.text(parts.get("quote"), "quote"))

    def entry(self, node: Node, defaults: Defaults, batch: str) -> Entry | None:
        """One entry, or None with what is wrong noted."""
        before = len(self.problems)
        given = self.mapping(node, "an entry")
        name = self._name(node, given)
        if name is None:
            return None
        command = self.command(name, node, given)
        by = self.text(given.get("by"), "by") or defaults.by
        if by is None and len(self.problems) == before:
            self.problem(node.line, "nobody is named who records this; add by, here or under defaults")
        sources = self._sources(given, defaults)
        entry_id = self.text(given.get("id"), "id")
        known_on = self.known_on(given) or defaults.known_on
        note = self.text(given.get("note"), "note")
        if command is None or len(self.problems) > before:
            return None
        if isinstance(command, RegisterDocument) and self.known_sources is not None:
            self.known_sources |= {command.subject.partition(":")[2]}
        return Entry(
            command=command, by=by or "", known_on=known_on, sources=sources, note=note, id=entry_id, batch=batch
        )  # fmt: skip

    def _name(self, node: Node, given: Mapping[str, Node]) -> str | None:
        """The name of the one command of an entry."""
        names = [key for key in given if key not in BESIDE]
        commands = [key for key in names if key in COMMANDS]
        if len(commands) == 1:
            for key in names:
                if key not in commands:
                    known = f"beside its command it has {', '.join(BESIDE)}{meant(key, BESIDE)}"
                    self.problem(node.key_lines[key], f"an entry has no key {key!r}; {known}")
            return commands[0]
        if len(names) == 1:
            return names[0]
        if isinstance(node.value, dict):
            found = f"has {', '.join(names)}" if names else "has none"
            self.problem(node.line, f"an entry needs exactly one command, such as plan_trip; this one {found}")
        return None

    def _sources(self, given: Mapping[str, Node], defaults: Defaults) -> tuple[Citation, ...]:
        before = len(self.problems)
        sources = self.citations(given)
        if len(self.problems) > before:
            return ()
        return self._cited_at(given, defaults.sources if sources is None else sources)

    def _cited_at(self, given: Mapping[str, Node], sources: tuple[Citation, ...]) -> tuple[Citation, ...]:
        at = self.text(given.get("at"), "at")
        if at is None:
            return sources
        if len(sources) != 1:
            count = "no source" if not sources else f"{len(sources)} sources"
            self.problem(given["at"].line, f"at is a place in one source, and this entry has {count}; say source")
            return sources
        return (sources[0]._replace(locator=at),)

    def command(self, name: str, node: Node, given: Mapping[str, Node]) -> Command | None:
        """The command of an entry, with the visibility beside it."""
        model = COMMANDS.get(name)
        if model is None:
            line = node.key_lines[name]
            hint = f"; docs/reference/dossier.md lists them{meant(name, COMMANDS)}"
            self.problem(line, f"there is no command {name!r}{hint}")
            return None
        fields = given[name]
        if not isinstance(fields.value, dict):
            self.problem(node.key_lines[name], f"{name} should have fields, and is {_form(fields)}")
            return None
        plain: dict[str, Any] = dict(to_plain(fields))  # type: ignore[arg-type]
        if "visibility" in given:
            if not {"visibility", "public_from"} <= set(model.model_fields):
                hint = f"use classify_{model.kind} to change who sees it"
                self.problem(
                    node.key_lines["visibility"], f"{name} does not open anything, and sets no visibility; {hint}"
                )
                return None
            if "visibility" in plain:
                self.problem(node.key_lines["visibility"], "visibility is given twice; keep one of them")
                return None
            plain["visibility"] = to_plain(given["visibility"])
        return self.model(model, plain, fields, name, node)

    def model(
        self, model: type[Command], plain: object, fields: Node, name: str, node: Node | None = None
    ) -> Command | None:
        """A command from its fields, with everything that is wrong in them noted."""
        try:
            return model.model_validate(plain)
        except ValidationError as error:
            for each in told(error, plain, model, name):
                where = fields if node is None or each.loc[:1] != ("visibility",) else node
                line = line_of(where, each.loc)
                if node is not None and not each.loc:
                    line = node.key_lines[name]
                self.problem(line, each.message)
            return None


def _form(node: Node) -> str:
    match node.value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case None:
            return "empty"
        case _:
            return "a single value"
