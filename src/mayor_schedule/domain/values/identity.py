"""Subject ids: readable text, stable for ever, a kind and a name: ``trip:2018-europe``.

Inside a command or a dossier an id is given without its kind prefix where the field says the kind already; with it is
accepted too. Ids are for the office: public output uses an opaque one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .base import Spelling, is_stored

KINDS: Final = (
    "trip", "visit", "engagement", "agreement", "organization", "policy_export", "occasion", "figure", "document",
    "rule", "clash", "office",
)  # fmt: skip
"""Every kind of subject, in the order in which lists show them."""

WRITTEN: Final = (
    r"[^\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a0]"
    r"[^\u0000-\u002c\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a0]*"
)
"""The same as an expression of both Python and ECMA-262: of other scripts, whatever they have."""

_NAME: Final = re.compile(r"[^\W_][\w.\-/]{0,119}")


def composed(name: str) -> str:
    """A name as ids have it: in the normalisation form NFC, however it was typed."""
    return unicodedata.normalize("NFC", name)


def check_name(name: str) -> str:
    """Check the part of a subject id behind its kind: a letter or digit, then letters, digits, ``. - _ /``.

    Raises:
        InvalidValueError: another character, nothing, or more than 120 characters.
    """
    name = composed(name)
    if not _NAME.fullmatch(name):
        raise InvalidValueError(
            say(
                "MS-0294",
                "{name!r} cannot be an id; use letters, digits and . - _ / (such as 2018-europe), 120 at most",
                name=name[:40],
            )
        )
    return name


def subject_id(kind: str, name: str) -> str:
    """The full id of a subject from its kind and its name, given with or without the kind prefix."""
    return f"{kind}:{check_name(name.removeprefix(kind + ':'))}"


def kind_of(subject: str) -> str:
    """The kind of a full subject id."""
    return subject.partition(":")[0]


def _full(value: str) -> str:
    kind, colon, name = value.partition(":")
    if not colon or kind not in KINDS:
        raise InvalidValueError(
            say(
                "MS-0295",
                "{given!r} names no kind of subject; write it as kind:name, such as trip:2018-europe",
                given=value[:40],
            )
        )
    return subject_id(kind, name)


def _rule(check: Callable[[str], str]) -> BeforeValidator:
    def validate(value: Any, info: ValidationInfo) -> Any:
        return check(value) if isinstance(value, str) and not is_stored(info) else value

    return BeforeValidator(validate, json_schema_input_type=str)


def _spelled(kind: str) -> Spelling:
    return Spelling(f"^(?:{kind}:)?{WRITTEN}$", f"^{kind}:")


def _of(kind: str) -> BeforeValidator:
    return _rule(lambda value: subject_id(kind, value))


TripId = Annotated[str, _of("trip"), _spelled("trip")]
VisitId = Annotated[str, _of("visit"), _spelled("visit")]
EngagementId = Annotated[str, _of("engagement"), _spelled("engagement")]
AgreementId = Annotated[str, _of("agreement"), _spelled("agreement")]
OrganizationId = Annotated[str, _of("organization"), _spelled("organization")]
PolicyExportId = Annotated[str, _of("policy_export"), _spelled("policy_export")]
OccasionId = Annotated[str, _of("occasion"), _spelled("occasion")]
FigureId = Annotated[str, _of("figure"), _spelled("figure")]
DocumentId = Annotated[str, _of("document"), _spelled("document")]
RuleId = Annotated[str, _of("rule"), _spelled("rule")]
SubjectId = Annotated[
    str,
    _rule(_full),
    Spelling(f"^(?:{'|'.join(KINDS)}):(?:[a-z_]+:)?{WRITTEN}$", f"^(?:{'|'.join(KINDS)}):"),
    Field(description="a subject with its kind, such as trip:2018-europe"),
]
Name = Annotated[
    str,
    _rule(check_name),
    Spelling(f"^{WRITTEN}$"),
    Field(description="an id within its subject, such as mayor"),
]
