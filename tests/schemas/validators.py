"""Validators that we did not write, for our schemas.

::

    found(validator("dossier"), data)      what is wrong, a line each
    validator("calendar", closed=True)     of an output, also every key that its schema does not name
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from mayor_schedule.schemas.catalog import SCHEMAS, schema_bytes
from mayor_schedule.schemas.generating import changed


@cache
def schema(name: str) -> dict[str, Any]:
    """A schema, as it is written."""
    read: dict[str, Any] = json.loads(written(name))
    return read


@cache
def written(name: str) -> bytes:
    """Its bytes."""
    return schema_bytes(name)


@cache
def validator(name: str, *, closed: bool = False) -> Draft202012Validator:
    """The validator of a schema; if it is to be closed, no key may be there that it does not name."""
    given = schema(name)
    return Draft202012Validator(changed({"": given}, _close)[""] if closed else given)


def _close(each: dict[str, Any]) -> dict[str, Any]:
    is_object = each.get("type") == "object" and "properties" in each and "additionalProperties" not in each
    return {**each, "additionalProperties": False} if is_object else each


def of_definition(name: str, definition: str) -> Draft202012Validator:
    """The validator of one definition of a schema."""
    given = schema(name)
    return Draft202012Validator({"$schema": given["$schema"], "$ref": f"#/$defs/{definition}", "$defs": given["$defs"]})


def found(checking: Draft202012Validator, data: Any) -> list[str]:
    """What is wrong, a line each."""
    errors = sorted(checking.iter_errors(data), key=lambda each: [str(part) for part in each.absolute_path])
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:300]}" for each in errors]


JSON_SCHEMAS = [name for name in SCHEMAS if name != "asyncapi"]
