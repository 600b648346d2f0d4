"""The commands that write files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .files_out import (
    NOT_HELD,
    Columns,
    ColumnsOption,
    Kinds,
    Plans,
    chosen,
    entries_of,
    events_of,
    feed_entries,
    put,
    put_lines,
    reading,
    rows_of,
)
from .options import (
    AudienceOption,
    Db,
    KnownOn,
    Language,
    PrincipalOption,
    Reader,
    RecordedUntil,
    languages,
    read_office,
)

export_app = typer.Typer(help="Write files for other programs.", no_args_is_help=True)


@export_app.command(name="ics")
def export_ics(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as mayor.ics; else standard output.")
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
    kind: Kinds = None,
    principal: PrincipalOption = None,
    plans: Annotated[
        Plans,
        typer.Option(
            "--plans", help="Fuzzy dates such as October: with the others as spans, apart (left out), or only."
        ),
    ] = Plans.WITH,
    alarm: Annotated[
        int | None,
        typer.Option("--alarm", metavar="MINUTES", help="Let phones ring so many minutes before, such as 30."),
    ] = None,
    drop_cancelled_after: Annotated[
        int | None,
        typer.Option(
            "--drop-cancelled-after",
            metavar="DAYS",
            help="Leave out what was cancelled so many days ago, such as 14; else it is kept as cancelled.",
        ),
    ] = None,
    busy: Annotated[
        bool, typer.Option("--busy", help="Show confidential entries as busy time, with --audience internal only.")
    ] = False,
    link: Annotated[
        str | None,
        typer.Option(
            "--link", metavar="URL", help="Where there is more, such as https://example.go.kr/schedule/{uid}."
        ),
    ] = None,
) -> None:
    """Write a calendar feed (iCalendar, RFC 5545) that a phone can subscribe to; by default for the public.

    Example: mayor-schedule export ics --audience internal --out mayor.ics
    """
    from mayor_schedule.exports.ics.feed import feed
    from mayor_schedule.exports.ics.options import FeedOptions
    from mayor_schedule.exports.ics.options import Plans as Spans

    kinds = chosen(kind)
    options = FeedOptions(
        kinds=kinds, plans=Spans(plans.value), alarm=alarm, drop_cancelled_after=drop_cancelled_after, busy=busy,
        link=link, principal=principal,
    )  # fmt: skip
    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until, principal=principal)
    data = feed(**read, options=options)
    written = feed_entries(data)
    whole = plans is not Plans.ONLY and drop_cancelled_after is None and not busy
    left_out = entries_of(read, kinds, principal) - written if whole else 0
    put(out, data, written, languages(lang)[0], left_out=left_out)


@export_app.command(name="jcal")
def export_jcal(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as mayor.json; else standard output.")
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
    kind: Kinds = None,
    principal: PrincipalOption = None,
) -> None:
    """Write the calendar feed as jCal (JSON, RFC 7265), for programs on the web; by default for the public.

    Example: mayor-schedule export jcal --kind trip --out trips.json
    """
    from mayor_schedule.exports.ics.options import FeedOptions
    from mayor_schedule.exports.jcal import jcal

    kinds = chosen(kind)
    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until, principal=principal)
    data = jcal(**read, options=FeedOptions(kinds=kinds, principal=principal))
    written = events_of(data)
    put(out, data, written, languages(lang)[0], left_out=entries_of(read, kinds, principal) - written)


@export_app.command(name="csv")
def export_csv(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as mayor.csv; else standard output.")
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
    kind: Kinds = None,
    principal: PrincipalOption = None,
    columns: ColumnsOption = Columns.OPEN_DATA,
) -> None:
    """Write a table (CSV) for an open-data portal, or for Google Calendar to import; by default for the public.

    Example: mayor-schedule export csv --columns google --out mayor.csv
    """
    from mayor_schedule.exports.table import table

    kinds = chosen(kind)
    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until, principal=principal)
    data = table(**read, kinds=kinds, principal=principal, columns=columns.value)
    written = rows_of(data)
    left_out = entries_of(read, kinds, principal) - written
    put(out, data, written, languages(lang)[0], left_out=left_out, why=NOT_HELD)


@export_app.command(name="parquet")
def export_parquet(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as mayor.parquet; else standard output.")
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
    kind: Kinds = None,
    principal: PrincipalOption = None,
) -> None:
    """Write the table for open data as Parquet, for data frames; needs pip install 'mayor-schedule[parquet]'.

    Example: mayor-schedule export parquet --lang ko --out mayor.parquet
    """
    from mayor_schedule.errors import InvalidValueError
    from mayor_schedule.exports import parquet

    language = languages(lang)[0]
    if not parquet.is_available():
        raise InvalidValueError(parquet.MISSING())
    with read_office(db) as office:
        read = reading(office, language, known_on, audience, recorded_until, principal=principal)
    data = parquet.parquet(**read, kinds=chosen(kind), principal=principal)
    put(out, data, parquet.rows_of(data), language)


@export_app.command(name="jsonld")
def export_jsonld(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as mayor.jsonld; else standard output.")
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
    kind: Kinds = None,
    principal: PrincipalOption = None,
) -> None:
    """Write schema.org events (JSON-LD) for a web page or a search engine; by default for the public.

    Example: mayor-schedule export jsonld --lang ko --out mayor.jsonld
    """
    from mayor_schedule.exports.jsonld import jsonld

    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until, principal=principal)
    data = jsonld(**read, kinds=chosen(kind), principal=principal)
    put(out, data, data.count(b'"identifier":'), languages(lang)[0])


@export_app.command(name="events")
def export_events(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as audit.jsonl; else standard output.")
    ] = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="POSITION",
            help="Only what is new since that position, such as the one that was told the last time; 0 for everything.",
        ),
    ] = None,
    position_file: Annotated[
        Path | None,
        typer.Option(
            "--position-file",
            metavar="FILE",
            help="Go on from the position in that file, such as portal.position, and keep the next one there.",
        ),
    ] = None,
    lang: Language = None,
) -> None:
    """Write the history, one CloudEvent a line; import restores a store from that of --audience internal.

    Example: mayor-schedule export events --audience internal --out audit.jsonl
    """
    from contextlib import nullcontext

    from mayor_schedule.domain.values.days import read_day
    from mayor_schedule.domain.values.instants import read_instant
    from mayor_schedule.domain.values.visibility import Audience
    from mayor_schedule.exports.events import BEGINNING, increment
    from mayor_schedule.messages import term

    from .positions import keep, position_of
    from .verdicts import hashing

    day = None if known_on is None else read_day(known_on)
    until = None if recorded_until is None else read_instant(recorded_until)
    with read_office(db) as office, nullcontext() if out is None else hashing() as progress:
        position = position_of(office.store, since, position_file, out)
        new = increment(
            office.store, position or BEGINNING, audience=Audience(audience.value), at=office.now(), known_on=day,
            recorded_until=until, progress=progress,
        )  # fmt: skip
        then = "" if position is None else term("; next time: --since {position}", position=new.position)
        put_lines(out, new.lines(), languages(lang)[0], then)
    keep(position_file, out, new.position)


@export_app.command(name="schema")
def export_schema(
    which: Annotated[
        str,
        typer.Argument(
            metavar="[WHICH]",
            help="dossier, commands, events, asyncapi, outputs, one output such as calendar, or all.",
        ),
    ] = "dossier",
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="FILE|DIR", help="The file or folder to write, such as schemas/; else standard output."
        ),
    ] = None,
    lang: Language = None,
) -> None:
    """Write the JSON Schema (2020-12) of a dossier, so that editors complete it, or of what is read and written else.

    Example: mayor-schedule export schema dossier --out dossier.schema.json
    """
    from .schema_files import write_schemas

    write_schemas(which, out, languages(lang)[0])
