"""The command that backs a store up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mayor_schedule.messages import term
from mayor_schedule.telling import told

from .options import Db, Language, languages, open_office

backing_up_app = typer.Typer()


@backing_up_app.command()
def backup(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file to be made, such as office-2018-08-31.db; nothing may be there."),
    ],
    db: Db = None,
    lang: Language = None,
) -> None:
    """Copy all of the store, as it is at one instant, into a new file that is a store itself; others may record on.

    Example: mayor-schedule backup office-2018-08-31.db --db seoul.db
    """
    from mayor_schedule.domain.values.instants import written
    from mayor_schedule.store.backup import check_place

    check_place(file)  # what is wrong with it is told before the store is looked for
    with open_office(db, read_only=True) as office:
        made = office.backup(file)
    at = "?" if made.recorded_at is None else written(made.recorded_at.replace(microsecond=0))
    done = term("{file}: no event yet", file=file)
    if made.events:
        done = term(
            "{file}: {events} events, the last of them recorded at {at}; open it with --db",
            file=file, events=made.events, at=at,
        )  # fmt: skip
    typer.echo(told(done, languages(lang)[0]))
