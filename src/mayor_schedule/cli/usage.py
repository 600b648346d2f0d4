"""What is wrong with the options and arguments of a command, with codes and in the language of who asks.

Typer says it in English, each version of it in slightly other words: what it says is read here, and said anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from mayor_schedule.messages import Message, Saying, say, term
from mayor_schedule.telling import coded, told

_KINDS: Final = tuple(
    (re.compile(pattern, re.DOTALL), saying)
    for pattern, saying in (
        (r"No such command (?P<given>'.*?')\.?(?P<close>.*)", Saying("MS-0001", "No such command {given}.{close}")),
        (
            r"No such option:? '?(?P<given>.+?)'?\.?(?P<close> \(.*\))?",
            Saying("MS-0002", "No such option: {given}{close}"),
        ),
        (r"Missing command\.", Saying("MS-0003", "Missing command.")),
        (r"Missing argument (?P<name>'.*?')\..*", Saying("MS-0004", "Missing argument {name}.")),
        (r"Missing option (?P<name>'.*?')\..*", Saying("MS-0005", "Missing option {name}.")),
        (r"Option (?P<name>'.*?') requires an argument\.", Saying("MS-0006", "Option {name} requires an argument.")),
        (r"Option (?P<name>'.*?') does not take a value\.", Saying("MS-0007", "Option {name} does not take a value.")),
        (
            r"Got unexpected extra arguments?(?:\(s\))? \((?P<given>.*)\)",
            Saying("MS-0008", "Got unexpected extra argument(s) ({given})"),
        ),
        (
            r"Invalid value for (?P<name>'.*?'): (?:Value error, )?(?P<given>'.*') is not one of (?P<known>.*?)\.?",
            Saying("MS-0009", "Invalid value for {name}: {given} is not one of {known}."),
        ),
        (
            r"Invalid value for (?P<name>'.*?'): .*valid integer.*",
            Saying(
                "MS-0010",
                "Invalid value for {name}: it is no whole number; write one in digits, such as 30",
            ),
        ),
    )
)
_CLOSE: Final = re.compile(r"'[^']+'|--?[\w-]+")


def usage_lines(error: Any, language: str) -> Iterator[str]:
    """What is said of options or arguments that are wrong: how the command is used, how to get help, and the fault.

    Args:
        error: typer's error, or click's.
        language: ``ko`` or ``en``.
    """
    if type(error).__name__ == "NoArgsIsHelpError":  # a group by itself: its help
        yield error.format_message()
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        yield told(term("Usage: {usage}", usage=context.get_usage().removeprefix("Usage: ")), language)
        yield told(term("Try '{command} --help' for help.", command=context.command_path), language)
        yield ""
    yield coded(term("Error: {said}", said=_said(error)), language)


def _said(error: Any) -> Message:
    words = str(error.format_message())
    if isinstance(error.message, Message):  # our own, with typer's words around it
        name = words.partition(": ")[0].removeprefix("Invalid value for ")
        return term("Invalid value for {name}: {why}", name=name, why=error.message)
    for pattern, saying in _KINDS:
        found = pattern.fullmatch(words)
        if found is not None:
            parts: dict[str, Any] = found.groupdict()
            if "close" in parts:
                parts["close"] = _close(_CLOSE.findall(parts["close"] or ""))
            return saying(**parts)
    return say("MS-0011", "{said}", said=words)


def _close(names: list[str]) -> str:
    """What may be meant, behind what is not there."""
    return "" if not names else term(" (did you mean {close}?)", close=", ".join(names))
