"""How inputs are changed: by their structure, since few files with changed bytes get past the parser.

Each mutator takes bytes and a source of chance, and gives other bytes; None where it leaves that to the fuzzer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any, Final

from fuzz.harnesses import KEY, NEWER
from fuzz.words import ICS_NAMES, ICS_VALUES, VALUES
from mayor_schedule.errors import MayorScheduleError
from mayor_schedule.proofs import merkle
from mayor_schedule.proofs.commitments import canonical, entry_of
from mayor_schedule.proofs.notes import Checkpoint, sign_checkpoint

Mutator = Callable[[bytes, random.Random], bytes | None]


def mutated_dossier(data: bytes, chance: random.Random) -> bytes | None:
    """A dossier with changed values, if it is JSON; else with changed lines."""
    if chance.random() < 0.2:
        return None
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return _lines(data, chance, b"\n", _yaml_line)
    for _ in range(chance.randint(1, 3)):
        given = _changed(given, chance)
    return json.dumps(given, ensure_ascii=chance.random() < 0.1).encode("utf-8", "replace")


def crossed_dossiers(data: bytes, other: bytes, chance: random.Random) -> bytes | None:
    """A dossier with some entries of two, if both are JSON."""
    try:
        given, also = json.loads(data), json.loads(other)
        entries = [*given["record"], *also["record"]]
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    given["record"] = [each for each in entries if chance.random() < 0.7]
    return json.dumps(also | given, ensure_ascii=False).encode("utf-8", "replace")


def mutated_ics(data: bytes, chance: random.Random) -> bytes | None:
    """A calendar with changed lines, sometimes with itself as a newer file."""
    if NEWER not in data and chance.random() < 0.1:
        return data + NEWER + (_lines(data, chance, b"\r\n", _ics_line) or b"")
    return _lines(data, chance, b"\r\n", _ics_line)


def mutated_bundle(data: bytes, chance: random.Random) -> bytes | None:
    """A bundle with changed parts; mostly hashed and signed anew, so that the change is not what fails first."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return None
    _unsealed(given)
    for _ in range(chance.randint(1, 3)):
        given = _changed(given, chance)
    if chance.random() < 0.8:
        _sealed(given)
    text = json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


MUTATORS: Final[Mapping[str, Mutator]] = {
    "dossier": mutated_dossier, "ics": mutated_ics, "bundle": mutated_bundle,
}  # fmt: skip


# --- trees ------------------------------------------------------------------------------------------------------------


def _changed(tree: Any, chance: random.Random) -> Any:
    """A tree of JSON in which one place, anywhere in it, is changed."""
    places = list(_places(tree))
    if not places or chance.random() < 0.02:
        return _value(chance)
    holder, key = chance.choice(places)
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(chance.randint(0, len(holder)), deepcopy(holder[key]))
        case 2:
            other, at = chance.choice(places)
            holder[key] = deepcopy(other[at])
        case 3 if isinstance(holder, dict):
            holder[str(_value(chance))] = deepcopy(holder[key])
        case 4 if isinstance(holder[key], str):
            holder[key] = _text(holder[key], chance)
        case _:
            holder[key] = _value(chance)
    return tree


def _places(tree: Any) -> Any:
    """Every place in a tree, as its holder and the key or the index in it."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


def _value(chance: random.Random) -> Any:
    if chance.random() < 0.2:
        return chance.choice([[], {}, [_value(chance)], {str(_value(chance)): _value(chance)}, chance.randint(-9, 99)])
    return deepcopy(chance.choice(VALUES))


def _text(text: str, chance: random.Random) -> str:
    """A text with one character changed, taken out or put in."""
    at = chance.randint(0, len(text))
    put = chance.choice(["", "0", "9", "-", ":", "/", " ", "Z", "T", "\u202e", "가", "\n", "+", "@", "~", "\0"])
    return text[:at] + put + text[at + chance.randint(0, 1) :]


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(
    data: bytes, chance: random.Random, end: bytes, new: Callable[[bytes, random.Random], bytes]
) -> bytes | None:
    """Lines of which some are dropped, doubled, moved or changed; None where the fuzzer is to change bytes."""
    lines = data.split(end)
    if chance.random() < 0.3 or len(lines) < 3:
        return None
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = new(lines[at], chance)
    return end.join(lines)


def _yaml_line(line: bytes, chance: random.Random) -> bytes:
    key, colon, _ = line.partition(b":")
    put = json.dumps(_value(chance), ensure_ascii=False).encode("utf-8", "replace")
    return chance.choice([key + colon + b" " + put, b" " + line, line[1:], line.replace(b":", b": &a ", 1), line + b",",
                          key + b": *a", key + b": !!str " + put, line + b" # " + put])  # fmt: skip


def _ics_line(line: bytes, chance: random.Random) -> bytes:
    name, colon, value = line.partition(b":")
    first, semicolon, parameters = name.partition(b";")
    match chance.randrange(5):
        case 0:
            return chance.choice(ICS_NAMES) + b":" + value
        case 1:
            return chance.choice(ICS_NAMES) + b":" + chance.choice(ICS_VALUES)
        case 2:
            return first + b";" + chance.choice(ICS_NAMES).partition(b";")[2] + semicolon + parameters + colon + value
        case 3:
            return _text(line.decode("utf-8", "replace"), chance).encode("utf-8", "replace")
    return name + colon + chance.choice(ICS_VALUES)


# --- bundles ----------------------------------------------------------------------------------------------------------


def _events(given: Any) -> list[dict[str, Any]]:
    events = given.get("events") if isinstance(given, dict) else None
    return [each for each in events if isinstance(each, dict)] if isinstance(events, list) else []


def _unsealed(given: Any) -> None:
    """Put what is disclosed into the tree as it is, and not as a text, so that it can be changed too."""
    for event in _events(given):
        disclosed = event.get("disclosed")
        if isinstance(disclosed, list):
            event["disclosed"] = [_loaded(each) for each in disclosed]


def _loaded(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return text


def _sealed(given: Any) -> None:
    """Commit to what is disclosed, hash it, and sign the tree head that this gives."""
    for event in _events(given):
        disclosed = event.get("disclosed")
        if not isinstance(disclosed, list):
            continue
        try:
            event["disclosed"] = texts = [each if isinstance(each, str) else canonical(each) for each in disclosed]
            known = {each for each in event["commitments"] if isinstance(each, str)}
            event["commitments"] = sorted(known | {sha256(each.encode()).hexdigest() for each in texts})
            leaf = merkle.leaf_hash(entry_of(event["commitments"]))
            event["leaf"] = leaf.hex()
            size = event["position"] + 1 if not event["path"] else Checkpoint.parse(given["checkpoint"]).size
            root = merkle.root_of_path(leaf, event["position"], size, [bytes.fromhex(each) for each in event["path"]])
            given["checkpoint"] = sign_checkpoint(Checkpoint(KEY.name, size, root), KEY)
            given["verifier"] = str(KEY.verifier)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError, MayorScheduleError):
            continue
