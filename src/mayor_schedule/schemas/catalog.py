"""Every schema by its name, and their bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from .asyncapi import asyncapi_document
from .dossier import dossier_schema
from .entries import commands_schema
from .events import events_schema
from .outputs import OUTPUTS, output_schema, outputs_schema

SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "dossier": dossier_schema,
    "commands": commands_schema,
    "events": events_schema,
    "asyncapi": asyncapi_document,
    "outputs": outputs_schema,
    **{name: partial(output_schema, name) for name in OUTPUTS},
}
"""What makes each."""


def schema_bytes(name: str) -> bytes:
    """One schema as a file, always the same.

    Args:
        name: its name among `SCHEMAS`.
    """
    return (json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n").encode()
