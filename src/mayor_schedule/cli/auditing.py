"""The commands that question the history: what changed between two days, why something is so, step by step."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import (
    AudienceOption,
    Db,
    Format,
    FormatOption,
    From,
    KnownOn,
    Language,
    Reader,
    RecordedUntil,
    languages,
    read_office,
)

auditing_app = typer.Typer()


@auditing_app.command()
def changes(
    first: Annotated[
        str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day of knowledge, such as 2018-08-01.")
    ],
    last: Annotated[
        str, typer.Option("--to", metavar="YYYY-MM-DD", help="The second day of knowledge, such as 2018-08-31.")
    ],
    db: Db = None,
    lang: Language = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show what the office knew differently on the second of two days: the fields before and after, and who says so.

    Example: mayor-schedule changes --from 2018-08-01 --to 2018-08-31
    """
    from mayor_schedule.audit.changes import changes as changed

    from .differences import print_changes
    from .tables import print_json

    with read_office(db) as office:
        shown_in = languages(lang, *office.profile(recorded_until=recorded_until).languages)
        records = changed(
            office, since=first, until=last, audience=audience.value, recorded_until=recorded_until, languages=shown_in
        )
    if output is Format.JSON:
        print_json(records)
    else:
        print_changes(records, (first, last), shown_in)


@auditing_app.command()
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="KEY|SUBJECT|UID",
            help="A count, such as hosted_organizations, a subject, such as trip:2018-europe, or an entry's UID.",
        ),
    ],
    field: Annotated[
        str | None, typer.Option("--field", metavar="NAME", help="Of a subject: one field, such as period; else all.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="Of a count: its day, such as 2018-08-31; else today."),
    ] = None,
    since: From = None,
    db: Db = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show why a count, a subject or a calendar entry is as it is: the events behind it, and their sources.

    Example: mayor-schedule explain hosted_organizations --on 2018-08-31
    """
    from mayor_schedule.audit.explain import explanation

    from .explaining import print_explained
    from .tables import print_json

    with read_office(db) as office:
        knowledge = office.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience.value)
        view = office.counts_of(knowledge, on=on, since=since)
    shown_in = languages(lang, *view.knowledge.office.languages)
    record = explanation(view, name, shown_in, field=field)
    if output is Format.JSON:
        print_json(record)
    else:
        print_explained(view.knowledge, record, shown_in)


@auditing_app.command()
def agreements(
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="The day of the register, such as 2018-09-01; else today."),
    ] = None,
    db: Db = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show the register of agreements, each as it stood on a day.

    Example: mayor-schedule agreements --on 2018-09-01
    """
    from mayor_schedule.domain.values.days import read_day
    from mayor_schedule.views.agreements import register

    from .register import print_register
    from .tables import print_json

    with read_office(db) as office:
        day = office.today() if on is None else read_day(on)
        knowledge = office.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience.value)
    shown_in = languages(lang, *knowledge.office.languages)
    entries = register(knowledge, on=day)
    if output is Format.JSON:
        print_json([each.to_record(knowledge.audience, *shown_in) for each in entries])
    else:
        print_register(knowledge, entries, day, shown_in)


@auditing_app.command()
def replay(
    subject: Annotated[str | None, typer.Argument(help="A subject, such as trip:2018-europe; else everything.")] = None,
    db: Db = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Step through the history event by event, and show what each changed.

    Example: mayor-schedule replay occasion:2018-inter-korean-bureau
    """
    from .stepping import print_steps, stepped
    from .tables import print_json
    from .wording import word

    with read_office(db) as office:
        shown_in = languages(lang, *office.profile(known_on=known_on, recorded_until=recorded_until).languages)
        if audience is Reader.PUBLIC:
            steps = []
        else:
            steps = stepped(office, subject, known_on=known_on, recorded_until=recorded_until)
    if output is Format.JSON:
        print_json(steps)
    elif audience is Reader.PUBLIC:
        typer.echo(word("replay_internal", shown_in[0]))
    else:
        print_steps(steps, shown_in)
