"""The bytes of the files for other programs, and how many entries are in them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from mayor_schedule.messages import Message, Saying, term
from mayor_schedule.telling import told

from .options import Reader
from .whole_files import write_out, write_pieces


class EntryKind(StrEnum):
    """The kinds of entries of a calendar."""

    TRIP = "trip"
    VISIT = "visit"
    ENGAGEMENT = "engagement"
    OCCASION = "occasion"
    AGREEMENT = "agreement"


class Columns(StrEnum):
    """The columns of a table."""

    OPEN_DATA = "open-data"
    GOOGLE = "google"


class Plans(StrEnum):
    """Where fuzzy dates are in a feed."""

    WITH = "with"
    APART = "apart"
    ONLY = "only"


Kinds = Annotated[
    list[EntryKind] | None,
    typer.Option(
        "--kind",
        metavar="|".join(EntryKind),
        help="Only entries of this kind, such as trip; give it several times for several kinds.",
    ),
]
ColumnsOption = Annotated[
    Columns, typer.Option("--columns", help="The columns for open data, or those that Google Calendar imports.")
]

UNDATED: Final = Saying("", "; {count} without a date are not in it")
NOT_HELD: Final = Saying("", "; {count} without a day of their own, or cancelled, are not in it")


def reading(
    office: Any,
    language: str,
    known_on: str | None,
    audience: Reader,
    recorded_until: str | None = None,
    *,
    principal: str | None = None,
) -> dict[str, Any]:
    """What every export is told: the history, the office as it was then, the language, who reads, and as known when.

    Raises:
        InvalidValueError: the day of knowledge is no day, the instant of recording none, or the principal not there.
    """
    from mayor_schedule.domain.values.days import read_day  # noqa: PLC0415 - help needs no model
    from mayor_schedule.domain.values.instants import read_instant  # noqa: PLC0415
    from mayor_schedule.domain.values.visibility import Audience  # noqa: PLC0415
    from mayor_schedule.views.programmes import check_principal  # noqa: PLC0415

    profile = office.profile(known_on=known_on, recorded_until=recorded_until)
    if principal is not None:
        check_principal(principal, profile)
    return {
        "records": list(office.history()),
        "profile": profile,
        "language": language,
        "audience": Audience(audience.value),
        "at": office.now(),
        "known_on": None if known_on is None else read_day(known_on),
        "recorded_until": None if recorded_until is None else read_instant(recorded_until),
    }


def chosen(kinds: Collection[EntryKind] | None) -> frozenset[str] | None:
    """The kinds that were asked for; None for all of them."""
    return frozenset(kind.value for kind in kinds) if kinds else None


def entries_of(read: Mapping[str, Any], kinds: frozenset[str] | None, principal: str | None = None) -> int:
    """How many entries there are for that audience, dated or not."""
    from mayor_schedule.exports.selection import selected  # noqa: PLC0415 - loaded where it is used

    asked = {name: read[name] for name in ("records", "audience", "at", "known_on", "recorded_until")}
    return len(selected(**asked, kinds=kinds, principal=principal))


def events_of(data: bytes) -> int:
    """How many entries are in a feed in jCal; a series is one, with whatever is otherwise in it."""
    _, _, parts = json.loads(data)
    uids = (each[3] for name, properties, _ in parts if name == "vevent" for each in properties if each[0] == "uid")
    return len(set(uids))


def feed_entries(data: bytes) -> int:
    """How many entries a feed has; the single occurrences of a series are not counted by themselves."""
    return len(set(re.findall(rb"\r\nUID:([^\r]*)", data.replace(b"\r\n ", b""))))


def rows_of(data: bytes) -> int:
    """How many rows a table has below its header."""
    return sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) - 1


def put(
    out: Path | None, data: bytes, written: int, language: str, *, left_out: int = 0, why: Saying = UNDATED
) -> None:
    """Write a file or standard output, and tell on standard error how many entries are in it, and how many are not.

    Args:
        out: the file; None for standard output.
        data: its bytes.
        written: how many entries are in it.
        language: ``ko`` or ``en``.
        left_out: how many are not.
        why: why they are not.

    Raises:
        StoreError: the file cannot be written.
    """
    write_out(out, data)
    entries = term("1 entry") if written == 1 else term("{count} entries", count=written)
    _tell(out, entries, why(count=left_out) if left_out > 0 else "", language)


def put_lines(out: Path | None, lines: Iterable[bytes], language: str, then: str = "") -> None:
    """Write lines as they come to a file, whole or not at all, or to standard output; tell how many events they are.

    Args:
        out: the file; None for standard output.
        lines: the lines, each with its line break.
        language: ``ko`` or ``en``.
        then: what is told behind that.

    Raises:
        StoreError: the file cannot be written.
    """
    written = write_pieces(out, lines)
    events = term("1 event") if written == 1 else term("{count} events", count=written)
    _tell(out, events, then, language)


def _tell(out: Path | None, written: Message, then: str, language: str) -> None:
    where = term("standard output") if out is None else out
    typer.echo(told(term("{where}: {written}{then}", where=where, written=written, then=then), language), err=True)
