"""`Text`: one wording in one or more languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say

from .base import is_stored

Words = TypeVar("Words")

UNDETERMINED: Final = "und"
"""BCP 47 for a wording whose language nobody gave."""

_LANGUAGE: Final = r"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$"
_IS_LANGUAGE: Final = re.compile(_LANGUAGE.removesuffix("$")).fullmatch
WORDS: Final[dict[str, Any]] = {"type": "string", "pattern": r"\S"}
"""The JSON Schema of a wording: it says something."""

_ALLOWED_CONTROLS: Final = "\n\t"


def primary(language: str) -> str:
    """The primary language of a BCP 47 tag, in small letters: ``en`` of ``en-GB``."""
    return language.split("-", 1)[0].lower()


def words_in(language: str, words: Mapping[str, Words]) -> Words:
    """Our own words in a language; in English where there are none in it.

    Args:
        language: BCP 47.
        words: the words by primary language.
    """
    return words.get(primary(language), words["en"])


def clean(wording: str) -> str:
    """Normalise a wording to NFC and refuse what no document can print.

    NFC only, never NFKC: that would turn ① into 1 and U+2024 into a full stop.

    Raises:
        InvalidValueError: control characters other than a line break or a tab, a lone surrogate, or nothing at all.
    """
    wording = unicodedata.normalize("NFC", wording)
    if not wording.strip():
        raise InvalidValueError(say("MS-0335", "a text cannot be empty; leave the field out instead"))
    for character in wording:
        category = unicodedata.category(character)
        if (category == "Cc" and character not in _ALLOWED_CONTROLS) or category == "Cs":
            raise InvalidValueError(
                say(
                    "MS-0336",
                    "the character U+{character:04X} cannot stand in a text; remove it",
                    character=ord(character),
                )
            )
    return wording


class Text(Mapping[str, str]):
    """One wording in one or more languages: ``Text(ko="빌바오", en="Bilbao")``.

    Keys are BCP 47 tags; ``Text(**{"zh-Hans": "巴塞罗那"})`` for one with a hyphen. A bare string from a file is of
    undetermined language (``und``). Text is stored as given, in NFC.

    Raises:
        InvalidValueError: no wording, an empty one, or control characters in one.
    """

    __slots__ = ("_wordings",)
    _wordings: dict[str, str]

    def __init__(self, **wordings: str) -> None:
        if not wordings:
            raise InvalidValueError(say("MS-0337", "a text needs a wording in at least one language, such as ko or en"))
        for language in wordings:
            if not _IS_LANGUAGE(language):
                raise InvalidValueError(
                    say("MS-0338", "{tag!r} is no language tag; write ko, en or zh-Hans (BCP 47)", tag=language[:40])
                )
        self._wordings = {language: clean(wording) for language, wording in wordings.items()}

    @classmethod
    def of(cls, wording: str, language: str = UNDETERMINED) -> Text:
        """A text in one language, by default an undetermined one."""
        return cls(**{language: wording})

    @classmethod
    def joined(cls, texts: Iterable[Text]) -> Text:
        """Texts one after another, with commas between, in every language that one of them has.

        Stored ones are not checked again.
        """
        parts = list(texts)
        languages = dict.fromkeys(language for text in parts for language in text)
        return cls._stored({each: ", ".join(text.best(each) for text in parts) for each in languages})

    @classmethod
    def _stored(cls, wordings: dict[str, str]) -> Text:
        text = cls.__new__(cls)
        text._wordings = wordings  # noqa: SLF001 - our own new instance
        return text

    def best(self, *languages: str) -> str:
        """The wording in the first of these languages that there is, else in any, first given first.

        A tag falls back to its primary language (``en-GB`` to ``en``), and a primary language to a regional tag.
        """
        for wanted in languages:
            if wanted in self._wordings:
                return self._wordings[wanted]
            wanted_primary = primary(wanted)
            for language, wording in self._wordings.items():
                if primary(language) == wanted_primary:
                    return wording
        return next(iter(self._wordings.values()))

    def __getitem__(self, language: str) -> str:
        return self._wordings[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._wordings)

    def __len__(self) -> int:
        return len(self._wordings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._wordings == other._wordings

    def __hash__(self) -> int:
        return hash(frozenset(self._wordings.items()))

    def __str__(self) -> str:
        return self.best("en")

    def __repr__(self) -> str:
        return f"Text({', '.join(f'{key}={value!r}' for key, value in self._wordings.items())})"

    def __copy__(self) -> Text:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Text:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (Text._stored, (self._wordings,))

    @classmethod
    def _validate(cls, given: dict[str, str], info: ValidationInfo) -> Text:
        return cls._stored(given) if is_stored(info) else cls(**given)

    def _written(self) -> dict[str, str]:
        """Its wordings; `dict` of it would ask for every one by way of the mapping."""
        return dict(self._wordings)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        by_language = core_schema.with_info_after_validator_function(
            cls._validate,
            core_schema.dict_schema(
                core_schema.str_schema(pattern=_LANGUAGE), core_schema.str_schema(strict=True), min_length=1
            ),
        )
        bare = core_schema.no_info_after_validator_function(cls.of, core_schema.str_schema(strict=True))
        either: dict[str, CoreSchema] = {"text": core_schema.is_instance_schema(cls), "map": by_language, "bare": bare}
        return core_schema.tagged_union_schema(
            either,
            discriminator=_shape,
            custom_error_type="text",
            custom_error_message="write a text as {ko: …, en: …}, or as plain words",
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls._written, return_schema=core_schema.dict_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        said = "one wording by BCP 47 language, such as {ko: 빌바오, en: Bilbao}"
        wordings = {
            "type": "object",
            "additionalProperties": WORDS,
            "minProperties": 1,
            "propertyNames": {"pattern": _LANGUAGE},
        }
        if handler.mode == "serialization":
            return {"description": said, **wordings}
        return {"description": f"{said}; plain words have none", "anyOf": [WORDS, wordings]}


def _shape(given: object) -> str | None:
    if isinstance(given, dict):
        return "map"
    if isinstance(given, Text):
        return "text"
    return "bare" if isinstance(given, str) else None
