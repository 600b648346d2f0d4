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
from .options import AudienceOption, Db, KnownOn, Language, Reader, RecordedUntil, languages, read_office

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
        link=link,
    )  # fmt: skip
    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until)
    data = feed(**read, options=options)
    written = feed_entries(data)
    whole = plans is not Plans.ONLY and drop_cancelled_after is None and not busy
    put(out, data, written, entries_of(read, kinds) - written if whole else 0)


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
) -> None:
    """Write the calendar feed as jCal (JSON, RFC 7265), for programs on the web; by default for the public.

    Example: mayor-schedule export jcal --kind trip --out trips.json
    """
    from mayor_schedule.exports.ics.options import FeedOptions
    from mayor_schedule.exports.jcal import jcal

    kinds = chosen(kind)
    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until)
    data = jcal(**read, options=FeedOptions(kinds=kinds))
    written = events_of(data)
    put(out, data, written, entries_of(read, kinds) - written)


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
    columns: ColumnsOption = Columns.OPEN_DATA,
) -> None:
    """Write a table (CSV) for an open-data portal, or for Google Calendar to import; by default for the public.

    Example: mayor-schedule export csv --columns google --out mayor.csv
    """
    from mayor_schedule.exports.table import table

    kinds = chosen(kind)
    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until)
    data = table(**read, kinds=kinds, columns=columns.value)
    written = rows_of(data)
    put(out, data, written, entries_of(read, kinds) - written, NOT_HELD)


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
) -> None:
    """Write schema.org events (JSON-LD) for a web page or a search engine; by default for the public.

    Example: mayor-schedule export jsonld --lang ko --out mayor.jsonld
    """
    from mayor_schedule.exports.jsonld import jsonld

    with read_office(db) as office:
        read = reading(office, languages(lang)[0], known_on, audience, recorded_until)
    data = jsonld(**read, kinds=chosen(kind))
    put(out, data, data.count(b'"identifier":'))


@export_app.command(name="events")
def export_events(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as audit.jsonl; else standard output.")
    ] = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.PUBLIC,
) -> None:
    """Write the history, one CloudEvent a line; import restores a store from that of --audience internal.

    Example: mayor-schedule export events --audience internal --out audit.jsonl
    """
    from contextlib import nullcontext

    from mayor_schedule.domain.values.days import read_day
    from mayor_schedule.domain.values.instants import read_instant
    from mayor_schedule.domain.values.visibility import Audience
    from mayor_schedule.exports.events import event_lines

    from .verdicts import hashing

    day = None if known_on is None else read_day(known_on)
    until = None if recorded_until is None else read_instant(recorded_until)
    with read_office(db) as office, nullcontext() if out is None else hashing() as progress:
        lines = event_lines(
            office.store, audience=Audience(audience.value), at=office.now(), known_on=day, recorded_until=until,
            progress=progress,
        )  # fmt: skip
        put_lines(out, lines)
