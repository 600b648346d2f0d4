"""`mayor-schedule demo`: the packaged 2018 report, from a dossier to a calendar, counts and an ICS file."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path

import typer

from mayor_schedule.errors import StoreError
from mayor_schedule.exports.briefing.writing import write_briefing
from mayor_schedule.exports.ics.feed import feed
from mayor_schedule.imports.loading import import_files
from mayor_schedule.messages import say, term
from mayor_schedule.office import Office
from mayor_schedule.system import system_said
from mayor_schedule.telling import told

from .files_out import feed_entries, reading
from .options import Reader
from .reports import print_calendar, print_counts
from .whole_files import write_out

KNOWN_ON = "2018-08-31"
FIRST, LAST = "2018-09-01", "2018-11-30"


def packaged_report() -> Path:
    """The dossier of the 2018 report, in the installed package or in the clone that it is run from."""
    installed = Path(str(files("mayor_schedule"))) / "examples" / "seoul-2018" / "report.yaml"
    cloned = Path(__file__).resolve().parents[3] / "examples" / "seoul-2018" / "report.yaml"
    return installed if installed.exists() else cloned


def run(folder: Path | None, languages: tuple[str, ...]) -> None:
    """Load, show and export the report.

    Raises:
        StoreError: the folder holds a demo already, or cannot be written.
    """
    where = Path(tempfile.mkdtemp(prefix="mayor-schedule-demo-")) if folder is None else folder
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = system_said(error)
        raise StoreError(say("MS-0062", "cannot make {where}: {why}", where=where, why=why)) from None
    store, ics, briefing = where / "seoul.db", where / "seoul-2018.ics", where / "briefing.html"
    if store.exists():
        raise StoreError(
            say(
                "MS-0063",
                "{store} is there already; name another folder, or remove it: the demo needs a fresh store",
                store=store,
            )
        )
    with Office.open(store) as office:
        report = import_files(office, [packaged_report()])
        for _, finding in report.findings:
            typer.echo(f"{finding.severity_said(*languages)}: {finding.rule.id}: {finding.said(*languages)}")
        recorded = term(
            "{store}: {count} commands of the 2018 report recorded", store=store, count=report.recorded
        )
        typer.echo(told(recorded, languages[0]) + "\n")
        calendar = office.calendar(known_on=KNOWN_ON)
        shown_in = (*languages, *calendar.knowledge.office.languages)
        print_calendar(calendar, FIRST, LAST, shown_in, as_json=False)
        print_counts(office.counts(on=KNOWN_ON, known_on=KNOWN_ON), shown_in, as_json=False, counted_only=True)
        data = feed(**reading(office, languages[0], None, Reader.PUBLIC))
        written = feed_entries(data)
        write_out(ics, data)
        page = write_briefing(office.briefing(known_on=KNOWN_ON), form="html", languages=shown_in, explain=True)
        write_out(briefing, page.encode())
    typer.echo("")
    for each in (
        term(
            "{file}: {count} entries of the public calendar; open it in any calendar program", file=ics, count=written
        ),
        term("{file}: the council briefing, with the source of every line; open it in a browser", file=briefing),
        term("next: {command}", command=f"mayor-schedule history trip:2018-europe --db {store}"),
    ):
        typer.echo(told(each, languages[0]))
