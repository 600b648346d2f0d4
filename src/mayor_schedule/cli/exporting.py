"""The commands that write files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import AudienceOption, Db, KnownOn, Language, Reader, languages, open_office

export_app = typer.Typer(help="Write files for other programs.", no_args_is_help=True)


@export_app.command(name="ics")
def export_ics(
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as mayor.ics; else standard output.")
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    audience: AudienceOption = Reader.PUBLIC,
) -> None:
    """Write a calendar feed (iCalendar, RFC 5545) that a phone can subscribe to; by default for the public.

    Example: mayor-schedule export ics --audience internal --out mayor.ics
    """
    from .reports import ics_bytes, write_out

    with open_office(db) as office:
        data, written, left_out = ics_bytes(office, languages(lang)[0], known_on=known_on, audience=audience.value)
    write_out(out, data)
    told = ("1 entry" if written == 1 else f"{written} entries") + (
        f"; {left_out} without a day of their own are not in it" if left_out else ""
    )
    typer.echo(f"{out or 'standard output'}: {told}", err=True)
