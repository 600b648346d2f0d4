"""The commands of the program that say what the model's do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from mayor_schedule import Command
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.entry import Entry
from stateful.story import Days, Op, Time, When

BY: Final = "p"
_WHY: Final = {"en": "for a reason"}
_OPENS: Final = {
    "trip": "plan_trip", "visit": "announce_visit", "engagement": "plan_engagement", "occasion": "plan_occasion",
    "agreement": "propose_agreement", "organization": "pursue_organization", "policy_export": "pursue_policy_export",
    "figure": "state_figure", "document": "register_document",
}  # fmt: skip
_TITLES: Final = {"organization": "name", "policy_export": "system"}
_DATES: Final = {"trip": "period", "agreement": "signing"}
AS_OF: Final = "2018-08-31"


def entry(op: Op) -> Entry:
    """The entry that asks of the program what is asked of the model."""
    return Entry(command=command(op), by=BY, known_on=op.day, id=op.id)


def subject_of(kind: str, name: str) -> str:
    """The id of a subject in the program; a figure's is made of what it counts."""
    return f"figure:{name}/{AS_OF}" if kind == "figure" else f"{kind}:{name}"


def command(op: Op) -> Command:
    """The command that asks it."""
    return COMMANDS[_name(op)].model_validate(_fields(op))


def _name(op: Op) -> str:
    match op.kind, op.verb:
        case kind, "open":
            return _OPENS[kind]
        case "agreement", "plan_signing":
            return "plan_signing"
        case "agreement", "bring_into_force":
            return "bring_agreement_into_force"
        case "organization", "move_away":
            return "move_organization_away"
        case kind, "finish":
            return {"trip": "return_trip", "visit": "receive_visit"}.get(kind, f"hold_{kind}")
        case kind, verb:
            return f"{ {'start': 'depart', 'open_here': 'open', 'retitle': 'change'}.get(verb, verb) }_{kind}"


def _fields(op: Op) -> dict[str, Any]:
    """The fields of the command, as a file has them."""
    own: dict[str, Any] = {op.kind: subject_of(op.kind, op.name)}
    said = dict(op.facts)
    match op.verb:
        case "open" | "report":
            return _opening(op, own)
        case "attend":
            return own | {"attendance": said}
        case "correct":
            return own | {"event": op.event, "reason": _WHY, "fields": _spelled(op.kind, said)}
        case "withdraw":
            return own | {"event": op.event, "reason": _WHY}
        case "retitle":
            return own | {"fields": _spelled(op.kind, said)}
        case "restate" | "rebase":
            return own | said | {"reason": _WHY}
        case "classify":
            return own | _spelled(op.kind, said)
    return own | _spelled(op.kind, said)


def _opening(op: Op, own: dict[str, Any]) -> dict[str, Any]:
    said = _spelled(op.kind, dict(op.facts))
    answers = {name.partition(" ")[2]: said.pop(name) for name in list(said) if name.startswith("attendance ")}
    if answers:
        said["attendance"] = [{"principal": who, "answer": answer} for who, answer in answers.items()]
    if op.kind == "visit":
        said |= {"category": "state_guest", "guests": [{"office": {"en": "President"}}]}
    if op.kind == "figure":
        return said | {"key": op.name, "as_of": AS_OF}
    return own | said


def _spelled(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """What is said, by the names of the program."""
    fields: dict[str, Any] = {}
    for name, value in said.items():
        if name == "title":
            fields[_TITLES.get(kind, name)] = {"en": value}
        elif name == "date":
            fields[_DATES.get(kind, "when")] = written(value)
        elif isinstance(value, Days):
            fields[name] = written(value)
        elif isinstance(value, datetime):
            fields[name] = value.replace(tzinfo=UTC)
        else:
            fields[name] = value
    return fields


def written(when: When) -> str | dict[str, Any]:
    """What is known of when, as a file has it."""
    match when:
        case Days():
            return f"{when.first}/{when.last}" if when.first != when.last else f"{when.first}"
        case Time():
            return {"start": when.start.isoformat(), "end": when.end.isoformat(), "zone": when.zone}
    return "unknown"
