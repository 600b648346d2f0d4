"""A YAML file as an editor reads it before it looks at a schema: by the core schema of YAML 1.2 (section 10.3.2)."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BEYOND = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def as_editors_read(text: str) -> Any:
    """The one document of a file, as plain data."""
    open_: list[tuple[Any, list[str]]] = []
    anchors: dict[str, Any] = {}
    root: list[Any] = []

    def put(value: Any) -> None:
        if not open_:
            root.append(value)
            return
        inside, keys = open_[-1]
        if isinstance(inside, list):
            inside.append(value)
        elif keys:
            inside[keys.pop()] = value
        else:
            keys.append(value if isinstance(value, str) else str(value))

    for event in YAML(typ="safe", pure=True).parse(text):
        match type(event).__name__:
            case "ScalarEvent":
                is_key = bool(open_) and isinstance(open_[-1][0], dict) and not open_[-1][1]
                value = scalar(event.value) if event.style is None and not is_key else event.value
                if event.anchor:
                    anchors[event.anchor] = value
                put(value)
            case "AliasEvent":
                put(anchors[event.anchor])
            case "SequenceStartEvent" | "MappingStartEvent":
                made: Any = [] if type(event).__name__ == "SequenceStartEvent" else {}
                if event.anchor:
                    anchors[event.anchor] = made
                open_.append((made, []))
            case "SequenceEndEvent" | "MappingEndEvent":
                put(open_.pop()[0])
    assert len(root) == 1
    return root[0]


def scalar(text: str) -> Any:
    """What a scalar without quotes is."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 4000 else float("inf")
    if _OTHER_BASE.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _BEYOND.fullmatch(text):
        return float(text.replace(".", "").lower())
    return float(text) if _FRACTION.fullmatch(text) else text
