"""Restoring an audit export: its lines are read one by one, and only a file that is one, byte for byte, is taken.

What a line says in two places has to agree, and written again it has to be the same bytes. So what a store is made of
is what another store wrote. That a word in a text was changed, or that the last lines are missing, cannot be told from
the file: compare the tree head of the restored store with a signed checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mayor_schedule.errors import BatchRefusedError, InputError, Problem, RefusedError
from mayor_schedule.messages import message_of, say
from mayor_schedule.office import Office
from mayor_schedule.store.archive import Archived, sequence_of

from .event_lines import PublicLine, WrongLine, read_line
from .files import Opened

MAX_LINE: Final = 16 * 1024 * 1024
"""The longest line, in bytes: an event holds no more than the texts of one dossier, or the days of one series."""

MAX_PROBLEMS: Final = 20
"""Problems after which a file is not read on."""

Progress = Callable[[int, int], None]
"""Told how many bytes of a file were read, and of how many, as far as anybody knows."""


@dataclass(frozen=True)
class Restored:
    """What was restored.

    Attributes:
        file: the name of the file.
        events: how many events it has.
        sha256: its SHA-256, in hex.
        reference: the event that says so, as ``subject@version``.
    """

    file: str
    events: int
    sha256: str
    reference: str


def restore(
    office: Office, source: Opened, *, by: str, dry_run: bool = False, progress: Progress | None = None
) -> Restored:
    """Restore an internal audit export into an empty store.

    Args:
        office: the store's office.
        source: the file, of which nothing was read yet.
        by: who restores it.
        dry_run: tell what would be restored, and record nothing: it is restored into a store that is then deleted.
        progress: told how much was read.

    Raises:
        InputError: it cannot be restored; it holds the first problems, each with its line. Nothing was recorded.
        StoreError: a store cannot be used.
    """
    if not dry_run:
        return _restore(office, source, by, progress)
    if len(office.store):
        return _restore(office, source, by, progress)  # which refuses it
    with TemporaryDirectory() as folder, Office.open(Path(folder, "restored.db"), clock=office.now) as elsewhere:
        return _restore(elsewhere, source, by, progress)


def _restore(office: Office, source: Opened, by: str, progress: Progress | None) -> Restored:
    reading = _Reading(source, progress)
    try:
        said = office.restore(reading.events(), by=by, digest=reading.digest)
    except BatchRefusedError as error:
        refused = [Problem(source.name, position + 1, message_of(refusal)) for position, refusal in error.refusals]
        raise InputError(sorted({*reading.problems, *refused})[:MAX_PROBLEMS]) from None
    except RefusedError as error:
        raise InputError([Problem(source.name, 1, message_of(error))]) from None
    return Restored(source.name, reading.lines, reading.digest(), said.reference)


@dataclass
class _Reading:
    """A file on its way through."""

    source: Opened
    progress: Progress | None
    problems: list[Problem] = field(default_factory=list)
    lines: int = 0
    following: set[int] = field(default_factory=lambda: {0})

    def __post_init__(self) -> None:
        self._hash = sha256()

    def digest(self) -> str:
        """SHA-256 of what was read, in hex."""
        return self._hash.hexdigest()

    def events(self) -> Iterator[Archived | None]:
        """The events, in order; None for a line that cannot be one.

        After a line that cannot be, the next ones may go on from what it says or from its place: each fault is told
        once.
        """
        read = 0
        while line := self.source.readline(MAX_LINE + 1):
            self.lines += 1
            self._hash.update(line)
            read += len(line)
            if self.progress is not None and self.lines % 500 == 0:
                self.progress(read, max(read, self.source.size))
            try:
                yield self._event(line)
            except WrongLine as error:
                self.problems.append(Problem(self.source.name, self.lines, message_of(error)))
                yield None
                if isinstance(error, PublicLine):
                    return
            if len(self.problems) >= MAX_PROBLEMS:
                return
        if not self.lines:
            empty = say("MS-0467", "the file is empty; an export has a line for each event")
            self.problems.append(Problem(self.source.name, 1, empty))
            yield None

    def _event(self, line: bytes) -> Archived:
        try:
            position, event = read_line(self._whole(line), is_first=self.lines == 1)
        except WrongLine:
            self.following |= {each + 1 for each in self.following}
            raise
        if position in self.following:
            self.following = {position + 1}
            return event
        wanted = min((each for each in self.following if each > position), default=max(self.following))
        self.following = {each + 1 for each in (position, *self.following)}
        found, following = sequence_of(position), sequence_of(wanted)
        if position > wanted:
            raise WrongLine(
                say(
                    "MS-0468", "its sequence is {found}, and {wanted} is next: lines are missing before it",
                    found=found, wanted=following,
                )
            )  # fmt: skip
        raise WrongLine(
            say(
                "MS-0469", "its sequence is {found}, and {wanted} is next: it stands here twice, or too late",
                found=found, wanted=following,
            )
        )  # fmt: skip

    def _whole(self, line: bytes) -> bytes:
        if line.endswith(b"\n"):
            return line
        if len(line) <= MAX_LINE:
            raise WrongLine(say("MS-0470", "the file ends within this line; it was cut off: copy it again"))
        self._skip()
        raise WrongLine(
            say("MS-0471", "this line is longer than {most} MB; no export has such a line", most=MAX_LINE // 1024**2)
        )

    def _skip(self) -> None:
        """Go on to the end of a line that is too long."""
        while (part := self.source.readline(MAX_LINE)) and not part.endswith(b"\n"):
            pass
