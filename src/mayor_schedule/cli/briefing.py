"""The command that writes the council briefing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .options import Db, From, KnownOn, Language, Reader, RecordedUntil, languages, read_office

briefing_app = typer.Typer()


class Form(StrEnum):
    """What a briefing can be written as."""

    MARKDOWN = "markdown"
    MD = "md"
    HTML = "html"
    JSON = "json"


@briefing_app.command()
def briefing(
    context: typer.Context,
    db: Db = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, such as briefing.html; else standard output.")
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="Markdown; one HTML file that prints on A4, with pictures; or JSON.")
    ] = Form.MARKDOWN,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="YYYY-MM-DD", help="The day of the briefing, such as 2018-08-31; else --known-on, or today."
        ),
    ] = None,
    since: From = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add footnotes: the sources and the events behind each line.")
    ] = False,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates",
            metavar="DIR",
            help="Lay it out with the office's own templates, such as ours/; JSON needs none.",
        ),
    ] = None,
    copy_templates: Annotated[
        Path | None,
        typer.Option(
            "--copy-templates",
            metavar="DIR",
            help="Only copy the templates there, for you to change, such as ours/; but for --lang and --db, alone.",
        ),
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: Annotated[
        Reader | None,
        typer.Option("--audience", help="Who reads, such as internal; else public for HTML, and internal otherwise."),
    ] = None,
) -> None:
    """Write the council briefing on city diplomacy, in Korean or English, as Markdown, HTML or JSON.

    Example: mayor-schedule briefing --known-on 2018-08-31 --lang ko
    """
    from mayor_schedule.errors import InvalidValueError
    from mayor_schedule.exports.briefing.rendering import copy_templates as copied
    from mayor_schedule.exports.briefing.words import word
    from mayor_schedule.exports.briefing.writing import NO_SOURCES, write_briefing

    from .refusals import refusal
    from .whole_files import write_out

    language = languages(lang)[0]
    if copy_templates is not None:
        _check_alone(context)
        for file in copied(copy_templates, write_out):
            typer.echo(file, err=True)
        return
    reader = audience or (Reader.PUBLIC if form is Form.HTML else Reader.INTERNAL)
    if explain and reader is Reader.PUBLIC:
        raise InvalidValueError(NO_SOURCES) if audience else refusal("explain_html")
    with read_office(db) as office:
        told = office.briefing(
            on=on, since=since, known_on=known_on, recorded_until=recorded_until, audience=reader.value
        )
    shown_in = languages(lang, *told.counts.knowledge.office.languages)
    kind = "md" if form is Form.MARKDOWN else form.value
    text = write_briefing(told, form=kind, languages=shown_in, explain=explain, templates=templates)
    write_out(out, text.encode())
    if out is not None:
        whose = word(f"for_{reader.value}", language)
        typer.echo(word("written", language, file=out, day=told.on, reader=whose), err=True)


def _check_alone(context: typer.Context) -> None:
    """Make sure that templates are copied, and nothing else is asked for.

    Raises:
        InvalidValueError: something is.
    """
    from .refusals import refusal

    given = [
        each.opts[0]
        for each in context.command.params
        if each.name not in (None, "copy_templates", "lang", "db", "help")
        and getattr(context.get_parameter_source(each.name), "name", "") == "COMMANDLINE"
    ]
    if given:
        raise refusal("copy_alone", options=", ".join(given))
