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
from mayor_schedule.messages import Message, message_of, say, term

from .nodes import Node, line_of, to_plain
from .wording import about, meant, told

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

    def problem(self, line: int, message: Message) -> None:
        """Note something wrong with a line."""
        self.problems.append(Problem(self.file, line, message))

    def mapping(self, node: Node | None, what: str, allowed: Iterable[str] | None = None) -> dict[str, Node]:
        """The entries of a mapping; anything else, and keys that are not allowed, are noted and left out."""
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            told = say("MS-0414", "{what} should be keys and values, and is {form}", what=what, form=_form(node))
            self.problem(node.line, told)
            return {}
        if allowed is None:
            return node.value
        names = tuple(allowed)
        for key in node.value:
            if key not in names:
                unknown = say(
                    "MS-0415", "{what} has no key {key!r}; it has {names}{meant}",
                    what=what, key=key, names=", ".join(names), meant=meant(key, names),
                )  # fmt: skip
                self.problem(node.key_lines[key], unknown)
        return {key: value for key, value in node.value.items() if key in names}

    def text(self, node: Node | None, what: str) -> str | None:
        """A text, cleaned; None where there is none."""
        if node is None or node.value is None:
            return None
        if not isinstance(node.value, str):
            self.problem(node.line, say("MS-0416", "{what} should be text, and is {form}", what=what, form=_form(node)))
            return None
        try:
            return clean(node.value)
        except InvalidValueError as error:
            self.problem(node.line, about(what, message_of(error)))
            return None

    def known_on(self, given: Mapping[str, Node]) -> date | None:
        """The day since which something is known; None where none is given."""
        node = given.get("known_on")
        if node is None or node.value is None:
            return None
        try:
            day = read_day(node.value)
        except InvalidValueError as error:
            self.problem(node.line, about("known_on", message_of(error)))
            return None
        if self.latest is not None and day > self.latest:
            future = say(
                "MS-0417",
                "{day} is still to come, and the office cannot know yet; "
                "plans are known on the day on which they are made",
                day=day,
            )
            self.problem(node.line, about("known_on", future))
        return day

    def citations(self, given: Mapping[str, Node]) -> tuple[Citation, ...] | None:
        """The sources beside a command: one with its place in it, or several; None where none is given."""
        if "source" in given and "sources" in given:
            self.problem(given["sources"].line, say("MS-0418", "give source or sources, not both"))
        listed = given.get("sources") or given.get("source")
        if listed is None:
            return None
        nodes = listed.value if isinstance(listed.value, list) else [listed]
        cited = (self._citation(node) for node in nodes)
        return tuple(citation for citation in cited if citation is not None)

    def _citation(self, node: Node) -> Citation | None:
        parts = {"source": node}
        if isinstance(node.value, dict):
            parts = self.mapping(node, term("a source"), ("source", "at", "quote"))
        document = self.text(parts.get("source"), "source")
        if document is None:
            if "source" not in parts:
                self.problem(node.line, say("MS-0419", "a source needs the key source with the id of a document"))
            return None
        document = document.removeprefix("document:")
        try:
            check_name(document)
        except InvalidValueError as error:
            self.problem(node.line, about("source", message_of(error)))
            return None
        if self.known_sources is not None and document not in self.known_sources:
            unknown = say(
                "MS-0420", "the source {document!r} is not registered; add it under sources{meant}",
                document=document, meant=meant(document, self.known_sources),
            )  # fmt: skip
            self.problem(node.line, unknown)
            return None
        return Citation(document, self.text(parts.get("at"), "at"), self.text(parts.get("quote"), "quote"))

    def entry(self, node: Node, defaults: Defaults, batch: str) -> Entry | None:
        """One entry, or None with what is wrong noted."""
        before = len(self.problems)
        given = self.mapping(node, term("an entry"))
        name = self._name(node, given)
        if name is None:
            return None
        command = self.command(name, node, given)
        by = self.text(given.get("by"), "by") or defaults.by
        if by is None and len(self.problems) == before:
            self.problem(
                node.line, say("MS-0421", "nobody is named who records this; add by, here or under defaults")
            )
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
                    unknown = say(
                        "MS-0422", "an entry has no key {key!r}; beside its command it has {names}{meant}",
                        key=key, names=", ".join(BESIDE), meant=meant(key, BESIDE),
                    )  # fmt: skip
                    self.problem(node.key_lines[key], unknown)
            return commands[0]
        if len(names) == 1:
            return names[0]
        if isinstance(node.value, dict):
            found = say("MS-0423", "an entry needs exactly one command, such as plan_trip; this one has none")
            if names:
                found = say(
                    "MS-0424", "an entry needs exactly one command, such as plan_trip; this one has {names}",
                    names=", ".join(names),
                )  # fmt: skip
            self.problem(node.line, found)
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
            placed = say("MS-0425", "at is a place in one source, and this entry has no source; say source")
            if sources:
                placed = say(
                    "MS-0426", "at is a place in one source, and this entry has {count} sources; say source",
                    count=len(sources),
                )  # fmt: skip
            self.problem(given["at"].line, placed)
            return sources
        return (sources[0]._replace(locator=at),)

    def command(self, name: str, node: Node, given: Mapping[str, Node]) -> Command | None:
        """The command of an entry, with the visibility beside it."""
        model = COMMANDS.get(name)
        if model is None:
            line = node.key_lines[name]
            unknown = say(
                "MS-0427", "there is no command {name!r}; the reference of the dossier and mayor-schedule export "
                "schema commands list them{meant}",
                name=name, meant=meant(name, COMMANDS),
            )  # fmt: skip
            self.problem(line, unknown)
            return None
        fields = given[name]
        if not isinstance(fields.value, dict):
            self.problem(
                node.key_lines[name],
                say("MS-0428", "{name} should have fields, and is {form}", name=name, form=_form(fields)),
            )
            return None
        plain: dict[str, Any] = dict(to_plain(fields))  # type: ignore[arg-type]
        if "visibility" in given:
            if not {"visibility", "public_from"} <= set(model.model_fields):
                opens = say(
                    "MS-0429",
                    "{name} does not open anything, and sets no visibility; use classify_{kind} to change who sees it",
                    name=name, kind=model.kind,
                )  # fmt: skip
                self.problem(node.key_lines["visibility"], opens)
                return None
            if "visibility" in plain:
                self.problem(
                    node.key_lines["visibility"], say("MS-0430", "visibility is given twice; keep one of them")
                )
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


def _form(node: Node) -> Message:
    match node.value:
        case dict():
            return term("a mapping")
        case list():
            return term("a list")
        case None:
            return term("empty")
        case _:
            return term("a single value")
