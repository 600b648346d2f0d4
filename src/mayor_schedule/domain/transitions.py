"""Which step of its life a subject may take next, and the words for refusing another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from mayor_schedule.messages import Message, Saying, say, term

from .model import Command, cannot
from .values.listing import either

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
    def standing(self) -> Message:
        """Where it stands, in words: "it was received on 2018-02-08"."""


_STANDING: Final[Mapping[str, Message]] = {
    "planned": term("it is planned"), "confirmed": term("it is confirmed"), "postponed": term("it is postponed"),
    "cancelled": term("it was cancelled"), "departed": term("it has departed"), "returned": term("it is over"),
    "announced": term("it is announced"), "received": term("it was received"), "held": term("it was held"),
    "proposed": term("it is proposed"), "signing_planned": term("it is to be signed"), "signed": term("it was signed"),
    "in_force": term("it is in force"), "renewed": term("it was renewed"), "expired": term("it has expired"),
    "terminated": term("it was terminated"), "dropped": term("it was dropped"), "pursued": term("it is pursued"),
    "attracted": term("it was attracted"), "opened": term("it was opened"), "closed": term("it was closed"),
    "moved_away": term("it has moved away"), "won": term("it was won"), "lost": term("it was lost"),
    "delivered": term("it was delivered"),
}  # fmt: skip
_STAGES: Final[Mapping[str, Message]] = {
    "planned": term("planned"), "confirmed": term("confirmed"), "postponed": term("postponed"),
    "cancelled": term("cancelled"), "departed": term("departed"), "returned": term("returned"),
    "announced": term("announced"), "received": term("received"), "held": term("held"), "proposed": term("proposed"),
    "signing_planned": term("signing planned"), "signed": term("signed"), "in_force": term("in force"),
    "renewed": term("renewed"), "expired": term("expired"), "terminated": term("terminated"),
    "dropped": term("dropped"), "pursued": term("pursued"), "attracted": term("attracted"), "opened": term("opened"),
    "closed": term("closed"), "moved_away": term("moved away"), "won": term("won"), "lost": term("lost"),
    "delivered": term("delivered"),
}  # fmt: skip

AS_IT_STANDS: Final = Saying("MS-0191", "{standing}")
"""That a subject is not at a stage at which a command is possible: where it stands is all there is to say."""

NO_DATE_YET: Final = Saying("MS-0192", "it cannot be {stage} and have a date for {steps}")


def in_words(stage: StrEnum, on: object = None) -> Message:
    """Where a subject stands, in words, with the day if it is known: "it was held on 2018-08-23"."""
    standing = _STANDING[stage]
    return standing if on is None else term("{standing} on {day}", standing=standing, day=on)


def stage_in_words(stage: StrEnum) -> Message:
    """The name of a stage, in words: "signing planned"."""
    return _STAGES[stage]


def allow(command: Command, state: Staged, stage: Stage, stages: Iterable[Stage]) -> None:
    """Let a command through in these stages only.

    Raises:
        RefusedError: the subject is at another stage; the message says which, and when the command is possible.
    """
    allowed = tuple(stages)
    if stage not in allowed:
        hint = term("that is possible while it is {stages}", stages=either(map(stage_in_words, allowed)))
        raise cannot(command, AS_IT_STANDS(standing=state.standing), hint)


_WAY_BACK: Final = term("correct or withdraw what is wrong, or reinstate it first")


def reportable(
    command: Command, state: Staged, life: Life[Stage], now: Stage, reported: Stage, *,
    hint: Message = _WAY_BACK,
) -> None:  # fmt: skip
    """Let a report through if a subject at stage `now` can be at the reported one since.

    Raises:
        RefusedError: the report would take the subject back.
    """
    if reported != now and reported not in life[now]:
        raise cannot(
            command,
            say(
                "MS-0193",
                "{standing}, and cannot be {stage} after that",
                standing=state.standing,
                stage=stage_in_words(reported),
            ),
            hint,
        )
