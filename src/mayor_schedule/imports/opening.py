"""What a dossier says before its entries: whose it is, and which documents it cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mayor_schedule.domain.document import RegisterDocument
from mayor_schedule.domain.entry import Entry
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.office import FoundOffice
from mayor_schedule.domain.values.identity import check_name
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import message_of, say, term

from .entries import Placed, Reader
from .nodes import Node, to_plain
from .wording import about


@dataclass(frozen=True)
class Opening:
    """What a dossier says before its entries: whose it is, and what it cites.

    Attributes:
        by: who records it.
        first: the first day on which anything in the dossier was known.
    """

    by: str
    first: date | None

    def office(self, reader: Reader, node: Node | None) -> Iterator[Placed]:
        """The founding of the office, if the dossier has one."""
        if node is None:
            return
        command = reader.model(FoundOffice, to_plain(node), node, "office")
        if command is not None:
            yield self._placed(command, reader.file, node.line, self.first)

    def documents(
        self, reader: Reader, sources: Mapping[str, Node], lines: Mapping[str, int], placed: Sequence[Placed]
    ) -> Iterator[Placed]:
        """The documents, each known since the first entry that cites it, or else since the first one of all."""
        for name, fields in sources.items():
            command = _document(reader, name, fields, lines[name])
            if command is not None:
                citing = (each.entry for each in placed if _cites(each.entry, command.subject))
                days = [entry.known_on for entry in citing if entry.known_on is not None]
                yield self._placed(command, reader.file, lines[name], min(days, default=self.first))

    def _placed(self, command: Command, file: str, line: int, known_on: date | None) -> Placed:
        command_id = f"{command.command_name()} {command.subject}"
        return Placed(Entry(command=command, by=self.by, known_on=known_on, id=command_id), file, line)


def _document(reader: Reader, name: str, fields: Node, line: int) -> Command | None:
    try:
        check_name(name.removeprefix("document:"))
    except InvalidValueError as error:
        reader.problem(line, about("sources", message_of(error)))
        return None
    if not isinstance(fields.value, dict):
        bare = say(
            "MS-0462", "the source {name} should have at least a title, as in {name}: {{title: {{ko: …}}}}", name=name
        )
        reader.problem(line, bare)
        return None
    known = tuple(key for key in RegisterDocument.model_fields if key != "document")
    what = term("the source {name}", name=name)
    given = reader.mapping(fields, what, known)
    plain = {"document": name, **{key: to_plain(value) for key, value in given.items()}}
    return reader.model(RegisterDocument, plain, fields, what)


def _cites(entry: Entry, document: str) -> bool:
    return any(f"document:{citation.document}" == document for citation in entry.sources)
