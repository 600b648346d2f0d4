"""The command that files what others record, and its words in Korean and English."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .options import Db, Language, languages, open_office

if TYPE_CHECKING:
    from mayor_schedule.errors import StoreError
    from mayor_schedule.keeping import Fault

working_app = typer.Typer()

WORK: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "begun": "filing what is recorded in {store}; stop with Ctrl+C",
        "filed": "{position} of {size} events filed",
        "aside": "set aside: the event at position {position}, of {subject}: {why}; nothing more of {subject} is "
        "filed, and calendars are read from the whole log until it is mended, or a version that can read it has "
        "filed everything anew: work --rebuild",
        "failed": "{error}; trying again in {pause:g} s",
        "ended": "stopped; {position} events are filed",
    },
    "ko": {
        "begun": "{store}에 기록되는 내용을 정리합니다. 멈추려면 Ctrl+C를 누르십시오",
        "filed": "사건 {size}건 중 {position}건 정리",
        "aside": "제외: {position}번 위치, {subject}의 사건: {why}. {subject}은(는) 더 정리하지 않으며, "
        "고쳐지거나 읽을 수 있는 버전이 work --rebuild로 다시 정리할 때까지 일정은 전체 기록에서 읽습니다",
        "failed": "{error}. {pause:g}초 뒤 다시 시도합니다",
        "ended": "멈추었습니다. 사건 {position}건이 정리되어 있습니다",
    },
}


class _Told:
    """Says on standard error what becomes of the work; how far it is, where the last line said less."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def say(self, name: str, **values: object) -> None:
        typer.echo(self._words[name].format(**values), err=True)

    def filed(self, position: int, size: int) -> None:
        if position >= size:
            self.say("filed", position=position, size=size)

    def set_aside(self, fault: Fault) -> None:
        self.say("aside", position=fault.position, subject=fault.subject, why=fault.why)

    def failed(self, error: StoreError, pause: float) -> None:
        self.say("failed", error=error, pause=pause)


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
    from mayor_schedule.keeping.worker import Worker

    over = threading.Event()
    with open_office(db) as office:
        told = _Told(WORK[languages(lang, *office.profile().languages)[0]])
        worker = Worker(office.store, told, over.is_set, over.wait)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: over.set())
        if rebuild or once:
            worker.catch_up(rebuild=rebuild)
        if not once:
            told.say("begun", store=office.store.shown_as)
            worker.run()
        told.say("ended", position=len(office.kept))
