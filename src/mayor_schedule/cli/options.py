"""The options that commands share, and what they mean."""

from __future__ import annotations

import locale
import os
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

DEFAULT_DB: Final = "mayor-schedule.db"


class Lang(StrEnum):
    """The languages of the tables."""

    KO = "ko"
    EN = "en"


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
def _language(given: str) -> Lang:
    """A language that there are words in.

    Raises:
        BadParameter: there are none.
    """
    from .refusals import REFUSALS

    try:
        return Lang(given.lower())
    except ValueError:
        raise typer.BadParameter(REFUSALS["language"](given=given)) from None


Language = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        parser=_language,
        metavar="[ko|en]",
        help="The language of what is shown, such as ko; else the locale's.",
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
PrincipalOption = Annotated[
    str | None,
    typer.Option(
        "--principal",
        metavar="NAME",
        help="Only what is in the programme of that principal, such as vice-mayor; else of the whole office.",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="A table for people, or json for programs.")]
From = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day, such as 2018-09-01.")]
To = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day, such as 2018-11-30.")]


def database(given: str | None) -> str:
    """The store that is meant."""
    return given or os.environ.get("MAYOR_SCHEDULE_DB") or DEFAULT_DB


def languages(given: Lang | None, *others: str) -> tuple[str, ...]:
    """The language to show, and those to fall back to."""
    if given is not None:
        return (given.value, *others)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        setting = os.environ.get(name)
        if setting:
            return ("ko" if setting.lower().startswith("ko") else "en", *others)
    preferred = (locale.getlocale()[0] or "").lower()
    return ("ko" if preferred.startswith("ko") else "en", *others)


def open_office(db: str | None, *, create: bool = False, read_only: bool = False) -> Any:
    """The office in that store."""
    from mayor_schedule.office import Office

    return Office.open(database(db), create=create, read_only=read_only)


def read_office(db: str | None) -> Any:
    """The office in that store, of which nothing is going to be recorded: it need not be possible to write it."""
    from mayor_schedule.store.opening import may_be_written

    return open_office(db, read_only=not may_be_written(database(db)))
