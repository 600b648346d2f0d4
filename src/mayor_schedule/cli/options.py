"""The options that commands share, and what they mean."""

from __future__ import annotations

import locale
import os
import re
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

DEFAULT_DB: Final = "mayor-schedule.db"

_LONGEST: Final = 3
"""The letters of the code of a language, at most; what is longer is its name."""

_TAG: Final = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # the language
    r"(?:-[a-z]{4})?"  # the script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # the region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",  # private use
    re.ASCII | re.IGNORECASE,
)


class Format(StrEnum):
    """Tables for people, JSON for programs."""

    TABLE = "table"
    JSON = "json"


class Reader(StrEnum):
    """Who reads."""

    PUBLIC = "public"
    INTERNAL = "internal"


Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="PATH|URL",
        help="The store, such as seoul.db; else $MAYOR_SCHEDULE_DB, else ./mayor-schedule.db.",
    ),
]


def _language(given: str) -> str:
    """A language, as BCP 47 has it.

    Raises:
        BadParameter: it is no language tag.
    """
    from mayor_schedule.telling.catalogues import canonical

    from .refusals import REFUSALS

    if not is_tag(given):
        raise typer.BadParameter(REFUSALS["no_tag"](given=given))
    return canonical(given)


Language = Annotated[
    str | None,
    typer.Option(
        "--lang",
        parser=_language,
        metavar="TAG",
        help="The language of what is shown, such as ko or es-AR; else the locale's.",
    ),
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="YYYY-MM-DD", help="Read as known on that day, such as 2018-08-31; else all."),
]
RecordedUntil = Annotated[
    str | None,
    typer.Option(
        "--recorded-until",
        metavar="T",
        help="Read only what was recorded by then, such as 2026-11-22T09:00:00Z; else all.",
    ),
]
AudienceOption = Annotated[
    Reader, typer.Option("--audience", help="Who reads, such as public: what is not for them is left out.")
]


def _composed(given: str | None) -> str | None:
    """A name as ids have it, however the terminal spells it."""
    if given is None or given.isascii():
        return given
    from mayor_schedule.domain.values.identity import composed

    return composed(given)


PrincipalOption = Annotated[
    str | None,
    typer.Option(
        "--principal",
        metavar="NAME",
        callback=_composed,
        help="Only what is in the programme of that principal, such as vice-mayor; else of the whole office.",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="A table for people, or json for programs.")]
From = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day, such as 2018-09-01.")]
To = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day, such as 2018-11-30.")]


def database(given: str | None) -> str:
    """The store that is meant."""
    return given or os.environ.get("MAYOR_SCHEDULE_DB") or DEFAULT_DB


def is_tag(given: str) -> bool:
    """Whether a text is a well-formed language tag (RFC 5646 section 2.2.9), such as ``es-AR``."""
    return _TAG.fullmatch(given) is not None


def languages(given: str | None, *others: str) -> tuple[str, ...]:
    """The language to show, and those to fall back to."""
    return (of_locale() if given is None else given, *others)


def of_locale() -> str:
    """The language of the locale: ``es`` of ``es_AR.UTF-8``, so that no file depends on the region; else English."""
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    named = next(filter(None, settings), None) or locale.getlocale()[0] or ""
    language = _language_in(named)
    if len(language) > _LONGEST:  # spelled out, such as Korean_Korea or spanish
        language = _language_in(locale.normalize(language))
    return language.lower() if is_tag(language) and len(language) <= _LONGEST else "en"


def _language_in(name: str) -> str:
    """What stands first in the name of a locale."""
    return re.split("[_.@]", name)[0]


def open_office(db: str | None, *, create: bool = False, read_only: bool = False) -> Any:
    """The office in that store."""
    from mayor_schedule.office import Office

    return Office.open(database(db), create=create, read_only=read_only)


def read_office(db: str | None) -> Any:
    """The office in that store, of which nothing is going to be recorded: it need not be possible to write it."""
    from mayor_schedule.store.opening import may_be_written

    return open_office(db, read_only=not may_be_written(database(db)))
