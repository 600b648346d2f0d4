"""The fields of a subject as plain data, each with its trail: every event and source that speaks of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from mayor_schedule.domain.agreement import Agreement
from mayor_schedule.domain.subject import WHOLE
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import listed, say
from mayor_schedule.views.agreements import same_as
from mayor_schedule.views.knowledge import Knowledge, Known
from mayor_schedule.views.past import omitting
from mayor_schedule.views.trails import Turn, trails

from .events import event_record, label
from .history import history_record, plain, shown


def subject_record(
    knowledge: Knowledge, known: Known, languages: tuple[str, ...], *, field: str | None = None
) -> dict[str, Any]:
    """One subject as plain data: each field with its trail, and the events in order.

    A field that was set and taken out again is among them, without a value. The public sees values alone.

    Args:
        knowledge: what is known, by whom it is asked.
        known: the subject; one that was entered in error is explained too.
        languages: the languages of the title, the best first.
        field: the name of one field; else all.

    Raises:
        InvalidValueError: there is no such field.
    """
    fields = fields_record(knowledge, known)
    if field is not None:
        name = _field(known, field, fields)
        fields = {name: fields[name]}
    spoke = {turn["event"] for each in fields.values() for turn in each["trail"]}
    public = knowledge.audience is Audience.PUBLIC
    behind = [each for each in (() if public else known.records) if field is None or each.reference in spoke]
    return {
        "subject": known.uid if public else known.id,
        "uid": known.uid,
        "kind": known.state.kind,
        "title": label(knowledge.shown(known), languages),
        "same_as": same_as(knowledge, known),
        "merged": merged(knowledge, known),
        "withdrawn": withdrawal(known),
        "fields": fields,
        "events": [each.reference for each in behind],
        "history": [history_record(each, Everything(knowledge)) for each in behind],
    }


def fields_record(knowledge: Knowledge, known: Known) -> dict[str, dict[str, Any]]:
    """The fields of a subject, each with its value, the event that set it, and its trail."""
    held = {} if known.state.is_withdrawn else shown(knowledge, known.id)["fields"]
    if knowledge.audience is Audience.PUBLIC:
        return {name: {"value": each["value"], "event": None, "trail": []} for name, each in held.items()}
    found = {}
    for name, turns in trails(known.records).items():
        told = trail_record(knowledge, name, turns)
        if told:
            now = held.get(name, {"value": None, "event": None})
            found[name] = {"value": now["value"], "event": now["event"], "trail": told}
    return found


def trail_record(knowledge: Knowledge, name: str, turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """The trail of a field as plain data, without what it says of subjects that were not known then."""
    found, known = [], Everything(knowledge)
    for turn in turns:
        said, value = (omitting(name, each, known) for each in (turn.said, turn.value))
        is_unsaid = turn.about is None and name.endswith("reason") and said is None
        if is_unsaid or (said is None and turn.said is not None):
            continue
        found.append(
            {
                **event_record(turn.record),
                "deed": str(turn.deed),
                "said": plain(said),
                "value": plain(value),
                "corrected_by": _reference(turn, turn.corrected_by),
                "withdrawn_by": _reference(turn, turn.withdrawn_by),
            }
        )
    return found if any(each["said"] is not None for each in found) else []


def _reference(turn: Turn, version: int | None) -> str | None:
    return None if version is None else f"{turn.record.subject}@{version}"


class Everything:
    """The subjects that were known, those entered in error among them: what may be named to an auditor."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def __contains__(self, subject: object) -> bool:
        return subject in self._knowledge or subject in self._knowledge.withdrawn


def merged(knowledge: Knowledge, known: Known) -> list[str]:
    """The agreements that are settled to repeat this one."""
    return [knowledge.shown(each).id for each, other in knowledge.of_kind(Agreement) if other.same_as == known.id]


def withdrawal(known: Known) -> dict[str, Any] | None:
    """The event by which a subject was taken out as entered in error; None for one that stands."""
    state = known.state
    by = [each.version for each in state.said if each.withdraws == WHOLE and each.version not in state.withdrawn]
    return event_record(known.records[by[-1] - 1]) if by else None


def find(knowledge: Knowledge, name: str) -> Known | None:
    """A subject by its id or its public one; also one that was entered in error."""
    withdrawn = (each for each in knowledge.withdrawn.values() if name in (each.id, each.uid))
    return knowledge.find(name) or next(withdrawn, None)


def _field(known: Known, name: str, fields: Iterable[str]) -> str:
    """The field that is meant.

    Raises:
        InvalidValueError: no event has said anything of it.
    """
    names = list(fields)
    meant = {each.replace("_", " "): each for each in names} | {each: each for each in names}
    if name in meant:
        return meant[name]
    if name in known.state.fact_names():
        told = say(
            "MS-0618", "cannot explain {name} of {subject}: no event says anything of it", name=name, subject=known.id
        )
    elif close := difflib.get_close_matches(name, names, n=1):
        told = say(
            "MS-0619", "cannot explain {name} of {subject}: it has no such field; did you mean {close}?",
            name=name, subject=known.id, close=close[0],
        )  # fmt: skip
    else:
        told = say(
            "MS-0620", "cannot explain {name} of {subject}: it has no such field; its fields are {fields}",
            name=name, subject=known.id, fields=listed(names),
        )  # fmt: skip
    raise InvalidValueError(told)
