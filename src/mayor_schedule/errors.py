"""Every error that this package raises on purpose.

::

    MayorScheduleError
    ├── InvalidValueError      a value that cannot be: 30 February, a time in a gap, eleven nights in three days
    ├── RefusedError           a command that the subject's life, or an earlier record, does not allow
    │   ├── UnknownSubjectError    it names a subject that nobody opened
    │   ├── ClashError             a principal would have to be in two places at once
    │   ├── CommandConflictError   its id was recorded before, with other content
    │   └── BatchRefusedError      some commands of a batch were refused, each with its own reason
    ├── ConflictError          other writers kept changing the same subjects; try again
    ├── InputError             files with problems: each has its file, its line and a message
    ├── VerificationError      what does not verify: an event, a path, a checkpoint or a store
    └── StoreError             a store that cannot be opened, read or written
        ├── NotBackedUpError       a backup that was not made (in `store.backup`)
        ├── StaleWriteError        somebody else wrote the stream first (callers see ConflictError)
        └── ImpossibleHistoryError stored events that cannot have happened in this order

No message holds the payload of a stored event: what one audience may not see must not leak through an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .messages import Message, listed, term


class MayorScheduleError(Exception):
    """The root of this package's errors."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)


class InvalidValueError(MayorScheduleError, ValueError):
    """A value that cannot exist; the message says why and names what would."""


class RefusedError(MayorScheduleError):
    """A command was refused, and nothing of its batch was recorded.

    The message reads "cannot *verb* *subject*: *fact*", followed by what would help.
    """


class UnknownSubjectError(RefusedError):
    """A command or a query names a subject that was never opened, or is withdrawn.

    Attributes:
        subject: the id of that subject.
    """

    def __init__(self, message: Message, *, subject: str) -> None:
        self.subject = subject
        super().__init__(message)


class ClashError(RefusedError):
    """A principal would have to be in two places at once.

    Attributes:
        subject: the entry that cannot be confirmed, moved or attended so.
        other: the entry that has taken the time already.
        principal: whose time.
    """

    def __init__(self, message: Message, *, subject: str, other: str, principal: str) -> None:
        self.subject = subject
        self.other = other
        self.principal = principal
        super().__init__(message)


class CommandConflictError(RefusedError):
    """The command's id was recorded before with other content."""


class BatchRefusedError(RefusedError):
    """Some commands of a batch were refused, so nothing of it was recorded.

    Attributes:
        refusals: the index in the batch of each refused command, and its refusal.
    """

    def __init__(self, refusals: Sequence[tuple[int, RefusedError]]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(listed((str(error) for _, error in self.refusals), "\n"))


class ConflictError(MayorScheduleError):
    """The same subjects kept changing under this writer; nothing was recorded, and trying again may work."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with one line of one input file.

    Attributes:
        file: the name of the file, as it was given.
        line: 1-based.
        message: what is wrong, and what would help.
    """

    file: str
    line: int
    message: Message

    def __str__(self) -> str:
        return term("{file}:{line}: {message}", file=self.file, line=self.line, message=self.message)


class InputError(MayorScheduleError):
    """Input files that cannot be loaded, with every problem found; nothing was recorded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(listed((str(problem) for problem in self.problems), "\n"))


_PARTS: Final = {
    "event": term("event"), "path": term("path"), "checkpoint": term("checkpoint"), "bundle": term("bundle"),
    "store": term("store"),
}  # fmt: skip


class VerificationError(MayorScheduleError):
    """What was to be proven does not hold; the message begins with the part that fails.

    Attributes:
        part: what fails: ``event``, ``path``, ``checkpoint``, ``bundle`` or ``store``.
    """

    def __init__(self, part: str, message: Message) -> None:
        self.part = part
        super().__init__(term("{part}: {message}", part=_PARTS.get(part, part), message=message))


class StoreError(MayorScheduleError):
    """A store that cannot be opened, read or written."""


class StaleWriteError(StoreError):
    """Another writer appended to the same stream, or recorded the same command, first."""


class ImpossibleHistoryError(StoreError):
    """Stored events that cannot have happened in this order."""
