"""The command that files what others record."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from mayor_schedule.messages import Message, say, term
from mayor_schedule.telling import coded

from .options import Db, Language, languages, open_office

if TYPE_CHECKING:
    from mayor_schedule.errors import StoreError
    from mayor_schedule.keeping import Fault

working_app = typer.Typer()

class _Told:
    """Says on standard error what becomes of the work; how far it is, where the last line said less."""

    def __init__(self, language: str) -> None:
        self._language = language

    def tell(self, said: Message) -> None:
        typer.echo(coded(said, self._language), err=True)

    def filed(self, position: int, size: int) -> None:
        if position >= size:
            self.tell(term("{position} of {size} events filed", position=position, size=size))

    def set_aside(self, fault: Fault) -> None:
        self.tell(
            say(
                "MS-0029",
                "set aside: the event at position {position}, of {subject}: {why}; nothing more of {subject} is "
                "filed, and calendars are read from the whole log until it is mended, or a version that can read it "
                "has filed everything anew: work --rebuild",
                position=fault.position, subject=fault.subject, why=fault.why,
            )
        )  # fmt: skip

    def failed(self, error: StoreError, pause: float) -> None:
        self.tell(term("{error}; trying again in {pause:g} s", error=str(error), pause=pause))

    def came_back(self) -> None:
        self.tell(term("the store can be used again; filing goes on"))


@working_app.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="File what there is, and end.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First file everything anew, while others read on.")
    ] = False,
    db: Db = None,
    lang: Language = None,
) -> None:
    """File what is recorded, so that calendars need not be read from the whole log; on a server, keep one running.

    A store in a file is filed by whoever records in it. Ends with 0 when it is stopped with Ctrl+C or SIGTERM.

    Example: mayor-schedule work --db postgresql://worker@db.example/office
    """
    from mayor_schedule.errors import StoreError
    from mayor_schedule.keeping.worker import Worker

    over = threading.Event()
    with open_office(db) as office:
        told = _Told(languages(lang)[0])
        worker = Worker(office.store, told, over.is_set, over.wait)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: over.set())
        if rebuild or once:
            worker.catch_up(rebuild=rebuild)
        if not once:
            told.tell(term("filing what is recorded in {store}; stop with Ctrl+C", store=office.store.shown_as))
            worker.run()
        filed = worker.position
        with suppress(StoreError):  # a server that is away ends nothing with an error
            filed = len(office.kept)
        told.tell(term("stopped; events filed: {position}", position=filed))
