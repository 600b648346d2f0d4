"""What the catalog tells of a table, in words for people: its own are English, and are compared as they are."""

from __future__ import annotations

from typing import Final

from mayor_schedule.messages import Message, listed, message_of, term

from ..schema import kind_named

_WHOLE: Final = {
    "it is not logged": term("it is not logged"),
    "its rows are hidden by a policy": term("its rows are hidden by a policy"),
    "a rule on it": term("a rule on it"),
}  # fmt: skip
_FIRST: Final = (
    "the column ", "the constraint ", "the index on ", "the trigger ", "its parent or child ", "a ",
)  # fmt: skip
_LAST: Final = {
    " by bytes": term(" by bytes"),
    " generated": term(" generated"),
    " identity": term(" identity"),
    " with a default": term(" with a default"),
    ", other": term(", other"),
    ", invalid": term(", invalid"),
    ", not unique": term(", not unique"),
}  # fmt: skip
"""What stands last, in the order in which it is taken away."""


def trait_named(what: str) -> Message:
    """What the catalog tells of a table.

    Args:
        what: in the catalog's words.
    """
    if what in _WHOLE:
        return _WHOLE[what]
    first = next((each for each in _FIRST if what.startswith(each)), "")
    if first in ("the column ", "the index on "):
        return _marked(first, what.removeprefix(first))
    return _begun(first, what.removeprefix(first))


def _begun(first: str, name: Message | str) -> Message:
    match first:
        case "the column ":
            return term("the column {column}", column=name)
        case "the constraint ":
            return term("the constraint {definition}", definition=name)
        case "the index on ":
            return term("the index on {columns}", columns=name)
        case "the trigger ":
            return term("the trigger {name}", name=name)
        case "its parent or child ":
            return term("its parent or child {name}", name=name)
        case "a ":
            return term("a {kind}", kind=kind_named(str(name)))
    return message_of(name)


def _marked(first: str, name: str) -> Message:
    """What may have marks behind it."""
    marks: list[Message] = []
    for mark, said in _LAST.items():
        if name.endswith(mark):
            name = name.removesuffix(mark)
            marks.insert(0, said)
    return listed((_begun(first, name), *marks), "")
