"""Histories in which every text says whether it may leave the office, and whose it is.

Every text that is not for the public, every id, recorder, note and source holds `CANARY`; the texts of a subject that
may be public hold that subject's `marker`, so that a test can tell whose text left.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

import strategies
from conftest import Clock, counting_entropy
from mayor_schedule import Audience, Office, RefusedError, Text, Visibility
from mayor_schedule.domain.catalog import KEPT, KINDS
from mayor_schedule.domain.model import Command
from mayor_schedule.domain.subject import Subject
from mayor_schedule.exports.selection import ENTRY_KINDS
from mayor_schedule.views.knowledge import admits, is_public

CANARY = "canary7391"
NAMING = frozenset({"guests", "party", "organization"})
"""What a visit without a title is called by: it is public in its title."""


def marker(subject: str) -> str:
    """The word in every text of a subject that the public may see if it sees the subject."""
    return f"표제{subject.encode().hex()}끝"


def marked(value: Any, word: str) -> Any:
    """A value with each text replaced by a word."""
    if isinstance(value, Text):
        return Text(**dict.fromkeys(value, word))
    if isinstance(value, tuple):
        return tuple(marked(each, word) for each in value)
    if isinstance(value, BaseModel):
        changes = {name: marked(getattr(value, name), word) for name in value.model_fields_set}
        for name in {"printed", "carrier", "quote"} & set(changes):
            changes[name] = None if changes[name] is None else CANARY
        return value.model_copy(update=changes)
    return value


def told(command: Command) -> Command:
    """A command whose texts say whose they are, and whether they may leave."""
    changes: dict[str, Any] = {}
    for name in command.model_fields_set:
        value = getattr(command, name)
        if name == "fields":
            inner = {each: _said(command, each, getattr(value, each)) for each in value.model_fields_set}
            changes[name] = value.model_copy(update=inner)
        else:
            changes[name] = _said(command, name, value)
    return command.model_copy(update=changes)


def _said(command: Command, name: str, value: Any) -> Any:
    return marked(value, marker(command.subject) if is_public(name) or name in NAMING else CANARY)


@st.composite
def canary_stories(draw: st.DrawFn, *, most: int = 4, size: int = 4) -> list[tuple[Command, int]]:
    """The lives of some entries, interwoven, of which more than half are public, with texts that say whose they are."""
    lives = st.sampled_from(ENTRY_KINDS).flatmap(lambda kind: strategies.lives(kind, size=size))
    story = draw(strategies._woven(draw(st.lists(lives, min_size=1, max_size=most))))
    shown: list[tuple[Command, int]] = []
    for command, days in story:
        if "visibility" in type(command).model_fields and draw(st.integers(0, 3)):
            command = command.model_copy(update={"visibility": Visibility.PUBLIC})  # noqa: PLW2901
        shown.append((told(command), days))
    return shown


def lived(story: list[tuple[Command, int]]) -> Office:
    """An office in which all of it was recorded that is not refused."""
    clock = Clock()
    office = Office.in_memory(clock=clock, entropy=counting_entropy())
    day = clock.now.date() - timedelta(days=400)
    for number, (command, days) in enumerate(story):
        day += timedelta(days=days)
        try:
            office.record(command, by=CANARY, note=CANARY, known_on=day, id=f"{CANARY}-{number}")
        except RefusedError:
            continue
    return office


def leaks(office: Office, data: bytes, audience: Audience, known_on: date | None = None) -> list[str]:
    """What of a file should not have left: canaries, ids, and the texts of subjects that the audience may not see.

    What was entered in error and withdrawn was known on a day before that, and may be in the office's export of that
    day; it is in none for the public.
    """
    text = data.decode("utf-8-sig").replace("\r\n ", "")
    found = [CANARY] if audience is Audience.PUBLIC and CANARY in text else []
    latest: dict[str, Subject] = {}
    for each in office.history():
        if each.kind not in KEPT:
            latest[each.subject] = KINDS[each.kind].evolve(latest.get(each.subject), each.event)
    for subject, state in latest.items():
        if subject in text:
            found.append(subject)
        hidden = state.visibility is Visibility.CONFIDENTIAL or not admits(state, audience, office.now())
        gone = state.is_withdrawn and (known_on is None or audience is Audience.PUBLIC)
        if (hidden or gone) and marker(subject) in text:
            found.append(marker(subject))
    return found


def days_of(office: Office) -> SearchStrategy[Any]:
    """A day of knowledge of an office: none, or one on which something became known."""
    return st.sampled_from([None, *sorted({each.known_on for each in office.history()})])
