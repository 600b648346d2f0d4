"""The commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from .auditing import auditing_app
from .backing_up import backing_up_app
from .briefing import briefing_app
from .exporting import export_app
from .help import HelpedCommand, HelpedGroup
from .options import (
    AudienceOption,
    Db,
    Format,
    FormatOption,
    From,
    KnownOn,
    Language,
    PrincipalOption,
    Reader,
    RecordedUntil,
    To,
    database,
    languages,
    open_office,
    read_office,
)
from .proving import proving_app
from .working import working_app

app = typer.Typer(
    name="mayor-schedule",
    cls=HelpedGroup,
    help="A mayor's office's trips, visits, agreements and figures: calendars and counts as known on any date.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(export_app, name="export", cls=HelpedGroup)


def _show_version(asked: bool) -> None:
    if asked:
        from mayor_schedule import __version__

        typer.echo(f"mayor-schedule {__version__}")
        raise typer.Exit


@app.callback()
def _of_all(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version, and end.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


def _recorded(db: str | None, record: Callable[[Any], Any]) -> Any:
    """What comes of recording in the store; a new one is made beside its place, and put there only if it is recorded.

    So what is refused leaves no store behind, and never takes away one that another process made meanwhile: then it is
    recorded in that one.
    """
    from .stores import made

    path = Path(database(db))
    if path.exists() or "://" in database(db):
        with open_office(db, create=True) as office:
            return record(office)
    done, is_there = made(path, record)
    if is_there:
        return done
    with open_office(db) as office:
        return record(office)


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="Where to put the store and the ICS file, such as demo/; else a temporary folder."
        ),
    ] = None,
    lang: Language = None,
) -> None:
    """Load the 2018 report into a fresh store, and show its autumn calendar, its counts and an ICS file.

    Example: mayor-schedule demo
    """
    from .demo import run

    run(folder, languages(lang))


@app.command()
def init(db: Db = None, lang: Language = None) -> None:
    """Create the store, where it is not there yet: a file, or the tables of a PostgreSQL database.

    SQLite files are also made when something is recorded first.

    Example: mayor-schedule init --db seoul.db
    """
    from mayor_schedule.messages import term
    from mayor_schedule.store.opening import set_up, shown
    from mayor_schedule.telling import told

    made, store = set_up(database(db)), shown(database(db))
    ready = term("{store} is ready", store=store)
    typer.echo(told(ready if made else term("{store} is ready: it was there already", store=store), languages(lang)[0]))


@app.command(name="import")
def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Dossiers (.yaml, .yml, .json), such as report.yaml, or calendars (.ics): all are loaded, or none; "
            "or an internal export of events (.jsonl), alone and into an empty store.",
        ),
    ],
    db: Db = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be recorded.")] = False,
    part_of: Annotated[
        str | None,
        typer.Option(
            "--part-of",
            metavar="SUBJECT",
            help="Of a calendar: enter engagements of this trip, such as trip:2018-europe; else occasions.",
        ),
    ] = None,
    calendar: Annotated[
        str | None,
        typer.Option(
            "--calendar",
            metavar="NAME",
            help="Of a calendar: the name by which a newer file of it is known, such as protocol; else the file's.",
        ),
    ] = None,
    attended_by: Annotated[
        str | None,
        typer.Option(
            "--attended-by",
            metavar="PRINCIPAL",
            help="Of a calendar: who attends what takes time in it, such as mayor.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="YYYY-MM-DD",
            help="Of a calendar: leave what was over before that day as it is, if it is gone, such as 2018-09-01.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", help="Of a calendar or events: who records or restores, such as protocol; else the user's name."
        ),
    ] = None,
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="YYYY-MM-DD", help="Of a calendar: since when it is known; else today."),
    ] = None,
    lang: Language = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Load dossiers and calendars, all in one transaction; loading one again records nothing. Or restore a store.

    Example: mayor-schedule import examples/seoul-2018/report.yaml
    """
    from mayor_schedule.imports.loading import Report, import_files
    from mayor_schedule.office import Office

    from .loading import calendar_options, print_loaded
    from .verdicts import hashing

    options = calendar_options(
        part_of=part_of, calendar=calendar, attended_by=attended_by, since=since, by=by, known_on=known_on
    )

    def load(office: Office) -> Report:
        with hashing() as progress:
            return import_files(office, files, dry_run=dry_run, calendars=options, progress=progress)

    if dry_run and "://" not in database(db) and not Path(database(db)).exists():
        with Office.in_memory() as nowhere:
            report = load(nowhere)
    elif dry_run:
        with read_office(db) as office:
            report = load(office)
    else:
        report = _recorded(db, load)
    print_loaded(report, languages(lang), dry_run=dry_run, as_json=output is Format.JSON)


@app.command()
def record(
    file: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|-]", help="One entry or a list of entries, as YAML or JSON; - reads standard input."
        ),
    ] = "-",
    db: Db = None,
    by: Annotated[str | None, typer.Option("--by", help="Who records, such as protocol; else the user's name.")] = None,
    known_on: Annotated[
        str | None, typer.Option("--known-on", metavar="YYYY-MM-DD", help="Since when it is known; else today.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="The registered document that says so, such as council-283.")
    ] = None,
    lang: Language = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Record one entry, or a list of entries, in the form of a dossier's record.

    Example: echo 'confirm_trip: {trip: 2018-europe}' | mayor-schedule record
    """
    from mayor_schedule.imports.files import read_file

    from .loading import print_loaded, record_file

    read = read_file(file)  # once, and before the store is looked for: standard input may be long in coming
    report = _recorded(db, lambda office: record_file(office, file, read, by=by, known_on=known_on, source=source))
    print_loaded(report, languages(lang), dry_run=False, as_json=output is Format.JSON)


@app.command()
def show(
    subject: Annotated[str, typer.Argument(help="A subject, such as trip:2018-europe.")],
    db: Db = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show one subject, each field with the event that set it.

    Example: mayor-schedule show trip:2018-europe --known-on 2018-08-31
    """
    from mayor_schedule.audit.history import shown

    from .reports import print_subject
    from .tables import print_json

    with read_office(db) as office:
        knowledge = office.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience.value)
        record = shown(knowledge, subject)
        if output is Format.JSON:
            print_json(record)
        else:
            print_subject(knowledge, record, languages(lang, *knowledge.office.languages))


@app.command(name="list")
def list_(
    kind: Annotated[str | None, typer.Argument(help="A kind of subject, such as trip; else all.")] = None,
    completeness: Annotated[
        bool,
        typer.Option("--completeness", help="Of trips, visits and agreements: what is missing, and has no source."),
    ] = False,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="YYYY-MM-DD",
            help="With --completeness: the day by which results are due; else --known-on, or today.",
        ),
    ] = None,
    db: Db = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """List the subjects of a kind, a line each; or what is missing of them.

    Example: mayor-schedule list agreement
    """
    from mayor_schedule.domain.values.visibility import Audience

    from .completeness import check_asked, print_completeness
    from .refusals import refusal
    from .reports import print_list

    if completeness:
        check_asked(kind, Audience(audience.value))
    elif on is not None:
        raise refusal("on_alone", day=on)
    with read_office(db) as office:
        knowledge = office.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience.value)
        shown_in, as_json = languages(lang, *knowledge.office.languages), output is Format.JSON
        if completeness:
            print_completeness(knowledge, kind, office.day_of(knowledge, on), shown_in, as_json=as_json)
        else:
            print_list(knowledge, kind, shown_in, as_json=as_json)


@app.command()
def calendar(
    db: Db = None,
    first: From = None,
    last: To = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    principal: PrincipalOption = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show what takes place, in order; fuzzy and undated items too.

    Example: mayor-schedule calendar --from 2018-09-01 --to 2018-11-30 --known-on 2018-08-31
    """
    from .reports import print_calendar

    with read_office(db) as office:
        view = office.calendar(
            known_on=known_on, recorded_until=recorded_until, audience=audience.value, principal=principal
        )
        shown_in = languages(lang, *view.knowledge.office.languages)
        print_calendar(view, first, last, shown_in, as_json=output is Format.JSON)


@app.command()
def clashes(
    db: Db = None,
    first: From = None,
    last: To = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="YYYY-MM-DD",
            help="The day from which the end of a booking is near, such as 2018-11-01; else --known-on, or today.",
        ),
    ] = None,
    fail: Annotated[
        bool,
        typer.Option("--fail", help="End with code 1 if there is a clash that was not accepted; warnings end with 0."),
    ] = False,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show what a principal cannot both attend, and what to look at twice: holidays, travel times, deadlines.

    Example: mayor-schedule clashes --from 2018-10-01 --to 2018-10-31 --fail
    """
    from mayor_schedule.errors import InvalidValueError
    from mayor_schedule.messages import say

    from .clashes import found_between, print_clashes
    from .wording import word

    if fail and audience is Reader.PUBLIC:
        raise InvalidValueError(
            say("MS-0064", "clashes are the office's own, and the public cannot check them; leave --audience out")
        )
    with read_office(db) as office:
        view = office.clashes(on=on, known_on=known_on, recorded_until=recorded_until, audience=audience.value)
        shown_in = languages(lang, *view.knowledge.office.languages)
        found = found_between(view, first, last)
        if audience is Reader.PUBLIC and output is Format.TABLE:
            typer.echo(word("clashes_internal", shown_in[0]))
        else:
            print_clashes(view, found, shown_in, as_json=output is Format.JSON)
    if fail and any(each.severity == "clash" for each in found):
        raise typer.Exit(1)


@app.command()
def book(
    db: Db = None,
    by: Annotated[str | None, typer.Option("--by", help="Who asks, such as protocol; else the user's name.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be booked.")] = False,
    lang: Language = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Take in the diaries the time of what was confirmed by an earlier version; harmless when repeated.

    Example: mayor-schedule book --dry-run
    """
    from .clashes import book_all

    with read_office(db) if dry_run else open_office(db) as office:
        shown_in = languages(lang, *office.profile().languages)
        book_all(office, by=by, dry_run=dry_run, languages=shown_in, as_json=output is Format.JSON)


@app.command()
def counts(
    db: Db = None,
    since: From = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="The day of the counts, such as 2018-08-31; else today."),
    ] = None,
    ledger: Annotated[
        bool,
        typer.Option("--ledger", help="Each series through time: every statement beside the one before."),
    ] = False,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="With --ledger: only this series, such as hosted_organizations."),
    ] = None,
    term: Annotated[
        str | None,
        typer.Option(
            "--term",
            metavar="PRINCIPAL",
            help="Count from the first day of the term of that principal in which --on lies, such as mayor.",
        ),
    ] = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Count every series on a day: what was stated, what is named, what remains unexplained; or through time.

    Example: mayor-schedule counts --on 2018-08-31 --known-on 2018-08-31
    """
    from .ledger import check_options, print_ledger
    from .reports import print_counts

    check_options(ledger=ledger, key=key, since=since, term=term)
    with read_office(db) as office:
        if ledger:
            book = office.ledger(on=on, known_on=known_on, recorded_until=recorded_until, audience=audience.value)
            shown_in = languages(lang, *book.knowledge.office.languages)
            print_ledger(book, key, shown_in, as_json=output is Format.JSON)
            return
        view = office.counts(
            on=on, since=since, known_on=known_on, recorded_until=recorded_until, audience=audience.value, term=term
        )
        print_counts(view, languages(lang, *view.knowledge.office.languages), as_json=output is Format.JSON)


@app.command()
def history(
    subject: Annotated[str | None, typer.Argument(help="A subject, such as trip:2018-europe; else everything.")] = None,
    db: Db = None,
    lang: Language = None,
    known_on: KnownOn = None,
    recorded_until: RecordedUntil = None,
    audience: AudienceOption = Reader.INTERNAL,
    output: FormatOption = Format.TABLE,
) -> None:
    """Show the events in the order in which they were recorded.

    Example: mayor-schedule history trip:2018-europe
    """
    from .reports import history_records, print_history
    from .tables import print_json

    with read_office(db) as office:
        knowledge = office.knowledge(known_on=known_on, recorded_until=recorded_until, audience=audience.value)
        records = history_records(office, knowledge, subject)
        if output is Format.JSON:
            print_json(records)
        else:
            print_history(knowledge, records, languages(lang, *knowledge.office.languages))


for _more in (auditing_app, backing_up_app, briefing_app, proving_app, working_app):
    app.registered_commands.extend(_more.registered_commands)
for _each in (*app.registered_commands, *export_app.registered_commands):
    _each.cls = HelpedCommand
