"""`When`: what is known of when something takes place, and nothing more than that."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, GetJsonSchemaHandler, Tag, ValidationInfo, model_validator
from pydantic_core import CoreSchema

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, say, term

from .base import Value, is_stored, or_as
from .fuzzy import FuzzyDate
from .identity import SubjectId
from .moment import LOCAL, Moment
from .period import Period
from .zones import ZONE


class Timed(Value):
    """A start at a known time, and perhaps an end, in a zone of its own if it differs.

    In a file: ``{start: 2018-10-03T19:00, end: 2018-10-03T22:00, zone: Europe/Zurich}``, with ``end_zone`` where the
    end lies in another zone, and ``fold: 0`` or ``1`` for the first or second of two equal times in autumn. An unknown
    end is left out, never invented.

    Attributes:
        start: when it begins.
        end: when it ends, if that is known.
    """

    start: Moment
    end: Moment | None = None

    @model_validator(mode="before")
    @classmethod
    def _spelled(cls, given: Any, info: ValidationInfo) -> Any:
        if isinstance(given, str):
            return {"start": given}
        if is_stored(info) or not isinstance(given, dict):
            return given
        given = dict(given)
        zone = given.pop("zone", None)
        folds = {"start": given.pop("fold", None), "end": given.pop("end_fold", None)}
        for side, side_zone in (("start", zone), ("end", given.pop("end_zone", None) or zone)):
            local = given.get(side)
            if side_zone is not None and local is not None and not isinstance(local, (Moment, dict)):
                if isinstance(local, str) and local.endswith("]"):
                    raise InvalidValueError(
                        say(
                            "MS-0339",
                            "give the zone of {side} once: in brackets behind the time, or beside it",
                            side=side,
                        )
                    )
                given[side] = {"local": local, "zone": side_zone, "fold": folds[side]}
        return given

    @model_validator(mode="after")
    def _forwards(self, info: ValidationInfo) -> Timed:
        if not is_stored(info) and self.end is not None and not self.start.before(self.end):
            raise InvalidValueError(
                say(
                    "MS-0340",
                    "it cannot end at {end}, which is not after its start at {start}; check both, or leave the end out",
                    end=self.end, start=self.start,
                )
            )  # fmt: skip
        return self

    def __str__(self) -> str:
        return str(self.start) if self.end is None else f"{self.start}/{self.end}"

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        fields = handler(schema)
        if handler.mode == "serialization":
            return fields
        start, nothing = {"$ref": fields["properties"]["start"]["$ref"]}, {"type": "null"}
        local = {"type": "string", "pattern": f"^{LOCAL}$", "description": "a local time, with its zone beside it"}
        zone = {"type": "string", "pattern": f"^{ZONE}$"}
        fields["properties"] = {
            "start": {"anyOf": [local, start], "description": "when it begins"},
            "end": {"anyOf": [local, start, nothing], "description": "when it ends, if that is known"},
            "zone": {"anyOf": [zone, nothing], "description": "the IANA zone of the start, such as Europe/Zurich"},
            "end_zone": {"anyOf": [zone, nothing], "description": "the zone of the end, if it differs"},
            "fold": {"enum": [0, 1, None], "description": "of two equal times in autumn, the first (0) or second (1)"},
            "end_fold": {"enum": [0, 1, None], "description": "likewise, of the end"},
        }
        fields["allOf"] = [
            {"anyOf": [{"required": ["zone"]}, {"properties": {"start": start}}]},
            {"anyOf": [*({"required": [zone]} for zone in ("zone", "end_zone")),
                       {"properties": {"end": {"anyOf": [start, nothing]}}}]},
        ]  # fmt: skip
        text = {**handler.resolve_ref_schema(start)["anyOf"][0]}
        return {"anyOf": [text, fields]}


class Unknown(Value):
    """Nobody knows when, or only that it is within another subject's dates.

    Attributes:
        unknown: true.
        within: the subject in whose dates it lies.
    """

    unknown: Literal[True] = True
    within: SubjectId | None = None

    @model_validator(mode="before")
    @classmethod
    def _spelled(cls, given: Any) -> Any:
        if given == "unknown":
            return {}
        return {**given, "unknown": True} if isinstance(given, dict) and given.get("unknown") == "true" else given

    def __str__(self) -> str:
        return "unknown" if self.within is None else f"within {self.within}"

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        word = {"const": "unknown", "description": "nobody knows"}
        return or_as(word, schema=schema, handler=handler, needs=("unknown", "within"))


def _form(given: Any) -> str | None:
    """Which form of `When` this is: by its type, its keys, or the shape of its text."""
    if isinstance(given, dict):
        return next((form for key, form in _KEYS.items() if key in given), None)
    if isinstance(given, str):
        if given == "unknown":
            return "unknown"
        if "T" in given:
            return "timed"
        parts = given.split("/")
        return "period" if len(parts) <= 2 and all(_looks_like_day(part) for part in parts) else "fuzzy"
    if isinstance(given, int):
        return "fuzzy"
    return "period" if type(given) is date else _TYPES.get(type(given))


_TYPES: Final[dict[type, str]] = {Timed: "timed", Period: "period", FuzzyDate: "fuzzy", Unknown: "unknown"}
_KEYS: Final = {"start": "timed", "first": "period", "edtf": "fuzzy", "unknown": "unknown", "within": "unknown"}


def _looks_like_day(part: str) -> bool:
    digits = part.split("-")
    return len(digits) == 3 and [len(each) for each in digits] == [4, 2, 2] and "".join(digits).isdecimal()


class _Context(dict[str, Any]):
    """The context of an error; hashable, as what annotates a type has to be."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


def _either(*forms: str, said: Message) -> Discriminator:
    """Choose among forms of `When`; what is none of them is told in an error whose ``error`` is the message."""

    def choose(given: Any) -> str | None:
        form = _form(given)
        return form if form in forms else None

    return Discriminator(
        choose, custom_error_type="when", custom_error_message="{error}", custom_error_context=_Context(error=said)
    )


When = Annotated[
    Annotated[Timed, Tag("timed")]
    | Annotated[Period, Tag("period")]
    | Annotated[FuzzyDate, Tag("fuzzy")]
    | Annotated[Unknown, Tag("unknown")],
    _either(
        "timed",
        "period",
        "fuzzy",
        "unknown",
        said=say(
            "MS-0341",
            "write when it is as a day (2018-08-11) or days (2018-09-27/2018-10-07), as an EDTF date "
            "(2018-10, 2018-09/..), as {{start: 2018-10-03T19:00, zone: Europe/Zurich}}, "
            "or as {{unknown: true, within: trip:2018-europe}}",
        ),
    ),
]
"""A start at a known time, whole days, a fuzzy date, or unknown."""

Dates = Annotated[
    Annotated[Period, Tag("period")] | Annotated[FuzzyDate, Tag("fuzzy")] | Annotated[Unknown, Tag("unknown")],
    _either(
        "period",
        "fuzzy",
        "unknown",
        said=say(
            "MS-0342",
            "write when it is as a day (2018-08-11) or days (2018-09-27/2018-10-07), as an EDTF date "
            "(2018-10, 2018-09/..), or as {{unknown: true, within: trip:2018-europe}}",
        ),
    ),
]
"""Whole days, a fuzzy date, or unknown: what a trip has."""


def bounds(when: Timed | Period | FuzzyDate | Unknown) -> tuple[date | None, date | None]:
    """The earliest and the latest local day that this may touch; None where it is open or unknown.

    A stored EDTF text that is not read any more says nothing, rather than keeping everything else from being read.
    """
    match when:
        case Timed():
            return when.start.day, (when.end or when.start).day
        case Period():
            return when.first, when.last
        case FuzzyDate():
            try:
                return when.earliest, when.latest
            except InvalidValueError:
                return None, None
        case Unknown():
            return None, None


def when_in_words(when: Timed | Period | FuzzyDate | Unknown) -> str:
    """A date as messages name it: as it is written in a file, but for what is unknown."""
    if not isinstance(when, Unknown):
        return str(when)
    return term("unknown") if when.within is None else term("within {subject}", subject=when.within)
