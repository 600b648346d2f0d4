"""Which step of its life a subject may take next, and the words for refusing another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from .model import Command, cannot

Stage = TypeVar("Stage", bound=StrEnum)
Life = Mapping[Stage, tuple[Stage, ...]]
"""For each stage, the stages that can still follow it, at once or later."""


def dated_life(ahead: Sequence[Stage], done: Sequence[Stage], postponed: Stage, cancelled: Stage) -> Life[Stage]:
    """The life of a dated subject: its stages ahead, those from its beginning on, and the two asides.

    A postponed one can take any stage ahead again; what has begun cannot be postponed or cancelled; what is cancelled
    stays so until it is reinstated.
    """
    life: dict[Stage, tuple[Stage, ...]] = {postponed: (*ahead, *done, cancelled), cancelled: ()}
    for index, stage in enumerate(ahead):
        life[stage] = (*ahead[index + 1 :], postponed, *done, cancelled)
    for index, stage in enumerate(done):
        life[stage] = tuple(done[index + 1 :])
    return life


class Staged(Protocol):
    """A state with a stage, and what is to be said of it in a refusal."""

    @property
    def standing(self) -> str:
        """Where it stands, in words: "it was received on 2018-02-08"."""


_WORDS: Final = {
    "cancelled": "was cancelled", "departed": "has departed", "returned": "is over", "held": "was held",
    "received": "was received", "signed": "was signed", "dropped": "was dropped", "attracted": "was attracted",
    "opened": "was opened", "closed": "was closed", "won": "was won", "lost": "was lost", "delivered": "was delivered",
    "expired": "has expired", "terminated": "was terminated", "renewed": "was renewed", "moved_away": "has moved away",
    "signing_planned": "is to be signed",
}  # fmt: skip


def in_words(stage: StrEnum, on: object = None) -> str:
    """A stage in words, with the day if it is known: "it was held on 2018-08-23"."""
    words = _WORDS.get(stage, f"is {stage.replace('_', ' ')}")
    return f"it {words}" + (f" on {on}" if on is not None and stage in _WORDS else "")


def allow(command: Command, state: Staged, stage: Stage, stages: Iterable[Stage]) -> None:
    """Let a command through in these stages only.

    Raises:
        RefusedError: the subject is at another stage; the message says which, and when the command is possible.
    """
    allowed = tuple(stages)
    if stage not in allowed:
        names = " or ".join(each.replace("_", " ") for each in allowed)
        raise cannot(command, state.standing, f"that is possible while it is {names}")


def reportable(
    command: Command, state: Staged, life: Life[Stage], now: Stage, reported: Stage, *,
    hint: str = "correct or withdraw what is wrong, or reinstate it first",
) -> None:  # fmt: skip
    """Let a report through if a subject at stage `now` can be at the reported one since.

    Raises:
        RefusedError: the report would take the subject back.
    """
    if reported != now and reported not in life[now]:
        raise cannot(command, f"{state.standing}, and cannot be {reported.replace('_', ' ')} after that", hint)
