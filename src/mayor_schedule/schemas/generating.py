"""How schemas are made of models: pydantic's generator, told what our validators accept and our serializers write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, get_type_hints

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from mayor_schedule.domain.catalog import STREAMS, Kind
from mayor_schedule.domain.model import Fields
from mayor_schedule.domain.values.text import Text

from .meanings import meaning, sentence

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
VERSION: Final = 1
"""Raised when something is described otherwise than before; what is only added raises nothing."""

BASE: Final = f"https://schemas.mayor-schedule.example/{VERSION}/"
"""Where the schemas would be; a name, and no address: the domain is reserved by RFC 2606."""

DEFS: Final = "#/$defs/"


class Generator(GenerateJsonSchema):
    """Pydantic's generator, with sentences from docstrings, and with what is true of our models."""

    schema_dialect = DIALECT

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Whether a field has a title beside its name: none has."""
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        """Whether a field is always there: in what is written, every one is."""
        return self.mode == "serialization" or super().field_is_required(field, total)

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002
        """The schema in the order in which it was made, which is that of the models."""
        return value

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """A field that may be left out; that there is nothing then goes without saying."""
        described = super().default_schema(schema)
        if described.get("default", ...) in (None, []) or self.mode == "serialization":
            described.pop("default", None)
        return described

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """One of several forms: a text may look like two of them, and is read as one."""
        described = super().tagged_union_schema(schema)
        return {"anyOf": described["oneOf"]} if "oneOf" in described else described

    def ser_schema(self, schema: Any) -> JsonSchemaValue | None:
        """What a serializer writes: one that wraps the model's own writes some of its fields."""
        return None if schema["type"] == "function-wrap" else super().ser_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A model, with what its docstrings say; of a group of fields, that one is given at least."""
        model: type[BaseModel] = schema["cls"]
        described = super().model_schema(schema)
        described["description"] = sentence(model)
        fields = described.get("properties", {})
        hints = get_type_hints(model, include_extras=True)
        for name, field in fields.items():
            if "description" not in field:
                said = meaning(model, name, hints[name], _KIND_OF.get(model))
                field.update({"description": said} if said else {})
        if issubclass(model, Fields):
            described.pop("required", None)
            described["minProperties"] = 1
            for name in sorted(model.needed & fields.keys()) if self.mode == "validation" else ():
                fields[name] = _something(fields[name])
        return described


def _something(field: Schema) -> Schema:
    """A field that may be left out, and cannot be nothing."""
    forms = field.get("anyOf", ())
    return {**field, "anyOf": [each for each in forms if each != {"type": "null"}]} if forms else field


def _groups(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model, and the group of fields that it may have."""
    yield model
    group = model.model_fields.get("fields")
    if group is not None and isinstance(group.annotation, type):
        yield group.annotation


_KIND_OF: Final[Mapping[type[BaseModel], Kind]] = {
    each: kind for kind in STREAMS.values() for model in (*kind.commands, *kind.events) for each in _groups(model)
}


def definitions(models: Mapping[str, type[BaseModel]], mode: JsonSchemaMode) -> dict[str, Schema]:
    """The schemas of some models by their names, and behind them those of the values in them, sorted.

    Args:
        models: the models by what they are called.
        mode: ``validation`` for what may be given, ``serialization`` for what is written.
    """
    generator = Generator(ref_template=f"{DEFS}{{model}}")
    inputs = [(name, mode, TypeAdapter(model).core_schema) for name, model in models.items()]
    refs, made = generator.generate_definitions(inputs)
    text = TypeAdapter(Text).json_schema(schema_generator=Generator, mode=mode)
    own = {refs[name, mode]["$ref"].removeprefix(DEFS): name for name in models}
    found = {own.get(name, name): each for name, each in made.items()}
    tidied: dict[str, Schema] = changed(found, _hoisted(text, own))
    named = {name: tidied[name] for name in models}
    values = {name: tidied[name] for name in sorted(tidied) if name not in named}
    return {**named, "Text": text, **values}


def said_once(schema: Schema) -> Schema:
    """A schema that is described by the first sentences of a docstring, and not by all of it."""
    said = schema.get("description")
    return {**schema, "description": " ".join(said.partition("\n\n")[0].split())} if isinstance(said, str) else schema


def _hoisted(text: Schema, own: Mapping[str, str]) -> Callable[[Schema], Schema]:
    """Names what stands in many places once, and what a file calls otherwise than its class by that."""
    said = text["description"]
    bare = {name: each for name, each in text.items() if name != "description"}

    def change(schema: Schema) -> Schema:
        schema = said_once(schema)
        reference = str(schema.get("$ref", "")).removeprefix(DEFS)
        if reference in own:
            return {**schema, "$ref": f"{DEFS}{own[reference]}"}
        if bare.items() <= schema.items() and schema.keys() <= {*bare, "description"}:
            more = {} if schema.get("description", said) == said else {"description": schema["description"]}
            return {"$ref": f"{DEFS}Text", **more}
        return schema

    return change


_SCHEMAS: Final = frozenset(
    {"items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else", "unevaluatedProperties"}
)
_LISTS: Final = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_NAMED: Final = frozenset({"properties", "$defs", "dependentSchemas", "patternProperties"})


def changed(schemas: Any, change: Callable[[Schema], Schema]) -> Any:
    """Schemas by name, with every schema in them changed, the innermost first.

    Args:
        schemas: schemas by name.
        change: makes another schema of one.
    """
    return {name: _changed(each, change) for name, each in schemas.items()}


def _changed(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    if not isinstance(schema, dict):
        return schema
    inner: Schema = {}
    for name, value in schema.items():
        if name in _SCHEMAS:
            inner[name] = _changed(value, change)
        elif name in _LISTS:
            inner[name] = [_changed(each, change) for each in value]
        elif name in _NAMED:
            inner[name] = changed(value, change)
        else:
            inner[name] = value
    return change(inner)


def document(name: str, title: str, description: str, schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    """A schema as a document of its own.

    Args:
        name: what it is called in files and addresses.
        title: what it is of.
        description: what may be said of it.
        schema: the schema.
        defs: what it names.
    """
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}{name}.json",
        "title": title,
        "description": description,
        **schema,
        "$defs": dict(defs),
    }


def reachable(schemas: Sequence[Schema], defs: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions that some schemas name, and those that these name, in their order."""
    wanted: set[str] = set()
    open_ = list(schemas)

    def note(schema: Schema) -> Schema:
        name = str(schema.get("$ref", "")).removeprefix(DEFS)
        if name in defs and name not in wanted:
            wanted.add(name)
            open_.append(defs[name])
        return schema

    while open_:
        _changed(open_.pop(), note)
    return {name: each for name, each in defs.items() if name in wanted}
