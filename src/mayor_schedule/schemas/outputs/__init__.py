"""The schemas of what commands print with ``--format json``, and of what `prove` writes: each by its command."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from ..generating import DEFS, Generator, Schema, changed, document, reachable, said_once
from .briefings import Briefing
from .calendars import CalendarEntry, ClashOrWarning
from .counts import Count, LedgerStep
from .histories import Change, ExplainedCount, ExplainedSubject, HistoryEvent, ReplayStep
from .proofs import ConsistencyBundle, EventsBundle
from .recording import Booking, Import, Verification
from .subjects import Completeness, ListedSubject, RegisteredAgreement, ShownSubject

OUTPUTS: Final[Mapping[str, tuple[str, Any]]] = {
    "calendar": ("calendar", list[CalendarEntry]),
    "clashes": ("clashes", list[ClashOrWarning]),
    "counts": ("counts", dict[str, Count]),
    "counts-ledger": ("counts --ledger", dict[str, list[LedgerStep]]),
    "agreements": ("agreements", list[RegisteredAgreement]),
    "list": ("list", list[ListedSubject]),
    "list-completeness": ("list --completeness", list[Completeness]),
    "show": ("show", ShownSubject),
    "history": ("history", list[HistoryEvent]),
    "changes": ("changes", list[Change]),
    "replay": ("replay", list[ReplayStep]),
    "explain": ("explain", ExplainedSubject | ExplainedCount),
    "briefing": ("briefing", Briefing),
    "import": ("import", Import),
    "record": ("record", Import),
    "book": ("book", Booking),
    "verify": ("verify", Verification),
    "bundle": ("prove", EventsBundle | ConsistencyBundle),
}
"""Every output by its name, with the command that prints it and what that is."""

_FILES: Final[Mapping[str, str]] = {
    "bundle": "What mayor-schedule prove writes: a proof in one file, in canonical form (RFC 8785). It has these keys "
    "and no other; a bundle with others is refused by mayor-schedule verify."
}
"""What is said of those that are not printed with ``--format json``."""


def output_schema(name: str) -> Schema:
    """Of one output.

    Args:
        name: its name among `OUTPUTS`.
    """
    roots, defs = _outputs()
    root = roots[name]
    while set(root) == {"$ref"}:
        root = defs[root["$ref"].removeprefix(DEFS)]
    about = {each: root[each] for each in root if each not in ("title", "description")}
    return document(name, _title(name), _says(name), about, reachable([about], defs))


def outputs_schema() -> Schema:
    """Of all outputs in one document: it describes none of them itself, and has each as a definition by its name."""
    roots, defs = _outputs()
    named = {name: {"title": _title(name), "description": _says(name), **root} for name, root in roots.items()}
    says = (
        "What commands print with --format json, and the bundle that mayor-schedule prove writes: each is a definition "
        "by its name, such as #/$defs/calendar."
    )
    return document("outputs", "Outputs", says, {}, {**named, **defs})


def _title(name: str) -> str:
    return f"Output of {OUTPUTS[name][0]}"


def _says(name: str) -> str:
    return _FILES.get(name) or (
        f"What mayor-schedule {OUTPUTS[name][0]} prints with --format json. More keys may be added to it: read over "
        "those that you do not know."
    )


@cache
def _outputs() -> tuple[Mapping[str, Schema], Mapping[str, Schema]]:
    """What every output is, and the parts that they have."""
    generator = Generator(ref_template=f"{DEFS}{{model}}")
    inputs: Any = [(name, "validation", TypeAdapter(kind).core_schema) for name, (_, kind) in OUTPUTS.items()]
    found, defs = generator.generate_definitions(inputs)
    roots = {name: found[name, "validation"] for name in OUTPUTS}
    return roots, changed({name: defs[name] for name in sorted(defs)}, said_once)
