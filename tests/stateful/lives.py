"""What can be asked of the subjects of each kind, and when: a table for the model, written from the documentation."""

from __future__ import annotations

from typing import Final, NamedTuple

SIGNED: Final = ("signed", "in_force", "renewed", "expired", "terminated")


class Verb(NamedTuple):
    """Something that can be asked.

    Attributes:
        at: the stages at which it can be.
        to: the stage to which it leads; None if it stays.
        dated: the fact that says on which day it was, if the command says so.
    """

    at: frozenset[str]
    to: str | None
    dated: str | None = None


class Life(NamedTuple):
    """A kind of subject.

    Attributes:
        opening: the stage at which it is opened.
        verbs: what can be asked of it, beside what can be asked of all.
        after: for each stage at which it can be found, those at which it can be found later.
    """

    opening: str
    verbs: dict[str, Verb]
    after: dict[str, tuple[str, ...]]


def _verb(at: str, to: str | None, dated: str | None = None) -> Verb:
    return Verb(frozenset(at.split()), to, dated)


def _dated(opening: str, *done: str) -> Life:
    """The life of something with a date: planned, confirmed and done; or called off, or put off."""
    ahead, begun = f"{opening} confirmed", done[:-1]
    before = ("confirmed", *begun)[-1]
    verbs = {
        "confirm": _verb(opening, "confirmed"), "finish": _verb(before, done[-1]),
        "cancel": _verb(f"{ahead} postponed", "cancelled"), "postpone": _verb(ahead, "postponed"),
        "reinstate": _verb("postponed cancelled", opening), "reschedule": _verb(f"{ahead} {' '.join(begun)}", None),
    }  # fmt: skip
    if begun:
        verbs["start"] = _verb("confirmed", begun[0])
    after = {
        opening: ("confirmed", "postponed", *done, "cancelled"), "confirmed": ("postponed", *done, "cancelled"),
        "postponed": (opening, "confirmed", *done, "cancelled"), "cancelled": (),
    }  # fmt: skip
    return Life(opening, verbs, after | {stage: done[number:] for number, stage in enumerate(done, 1)})


LIVES: Final = {
    "trip": _dated("planned", "departed", "returned"),
    "visit": _dated("announced", "received"),
    "engagement": _dated("planned", "held"),
    "occasion": _dated("planned", "held"),
    "agreement": Life("proposed", {
        "plan_signing": _verb("proposed signing_planned", "signing_planned"),
        "sign": _verb("proposed signing_planned postponed", "signed", "signed"),
        "bring_into_force": _verb("signed", "in_force"),
        "renew": _verb("signed in_force renewed expired", "renewed"),
        "expire": _verb("signed in_force renewed", "expired"),
        "terminate": _verb("signed in_force renewed", "terminated"),
        "drop": _verb("proposed signing_planned postponed", "dropped"),
        "postpone": _verb("signing_planned", "postponed"),
        "reinstate": _verb("postponed dropped", "…"),
    }, {
        "proposed": ("signing_planned", "postponed", *SIGNED, "dropped"),
        "signing_planned": ("postponed", *SIGNED, "dropped"), "postponed": ("signing_planned", *SIGNED, "dropped"),
        "signed": ("in_force", "renewed", "expired", "terminated"), "in_force": ("renewed", "expired", "terminated"),
        "renewed": ("expired", "terminated"), "expired": ("renewed", "terminated"), "terminated": (), "dropped": (),
    }),
    "organization": Life("pursued", {
        "attract": _verb("pursued", "attracted", "attracted"), "open_here": _verb("attracted", "opened", "opened"),
        "close": _verb("opened", "closed", "left"), "move_away": _verb("opened", "moved_away", "left"),
        "drop": _verb("pursued attracted", "dropped"),
    }, {
        "pursued": ("attracted", "opened", "closed", "moved_away", "dropped"),
        "attracted": ("opened", "closed", "moved_away", "dropped"), "opened": ("closed", "moved_away"), "closed": (),
        "moved_away": (), "dropped": (),
    }),
    "policy_export": Life("pursued", {
        "win": _verb("pursued", "won", "won"), "deliver": _verb("won", "delivered", "delivered"),
        "lose": _verb("pursued", "lost", "lost"),
    }, {"pursued": ("won", "delivered", "lost"), "won": ("delivered",), "delivered": (), "lost": ()}),
    "figure": Life("", {}, {}),
    "document": Life("", {}, {}),
}  # fmt: skip
"""By kind."""

DATED: Final = ("trip", "visit", "engagement", "occasion", "agreement")
TIMED: Final = ("engagement", "occasion")
AHEAD: Final = ("planned", "announced", "signing_planned", "postponed")
CALLED_OFF: Final = ("cancelled", "dropped")
ANSWERS: Final = ("yes", "no")
