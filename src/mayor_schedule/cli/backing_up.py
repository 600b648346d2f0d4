"""The command that backs a store up, and its words in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from mayor_schedule.store.backup_reasons import REASONS

from .options import Db, Language, languages, open_office

backing_up_app = typer.Typer()

BACKUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "done": "{file}: {events} events, the last of them recorded at {at}; open it with --db",
        "empty": "{file}: no event yet",
        "cannot": "cannot back up to {file}: {why}",
        **REASONS,
    },
    "ko": {
        "done": "{file}: 사건 {events}건, 마지막 기록 {at}. --db로 열 수 있습니다",
        "empty": "{file}: 기록된 사건이 없습니다",
        "cannot": "{file}에 백업할 수 없습니다: {why}",
        "exists": "같은 이름이 이미 있으며 백업은 기존 파일을 덮어쓰지 않습니다. 다른 이름을 지정하십시오",
        "folder": "폴더가 없습니다. 먼저 폴더를 만드십시오",
        "url": "백업은 파일로 만듭니다. 파일 이름을 지정하십시오",
        "beside": "그 이름은 옆에 있는 저장소의 부속 파일 이름입니다. 다른 이름을 지정하십시오",
        "full": "디스크가 가득 찼습니다. 공간을 확보한 뒤 다시 실행하십시오. 남겨진 파일은 없습니다",
        "unwritable": "{detail}. 폴더와 권한을 확인하십시오",
        "damaged": "저장소가 손상되어 백업하지 않았습니다. mayor-schedule verify로 위치를 확인하십시오",
        "differs": "기록한 내용을 다시 읽은 결과가 저장소와 다릅니다. 디스크를 점검하십시오",
    },
}


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
    from mayor_schedule.errors import StoreError
    from mayor_schedule.store.backup import NotBackedUpError, check_place

    words = BACKUPS[languages(lang)[0]]
    try:
        check_place(file)  # what is wrong with it is told before the store is looked for
        with open_office(db, read_only=True) as office:
            made = office.backup(file)
    except NotBackedUpError as error:
        why = words[error.reason].format(detail=error.detail)
        raise StoreError(words["cannot"].format(file=error.file, why=why)) from None
    at = "?" if made.recorded_at is None else written(made.recorded_at.replace(microsecond=0))
    typer.echo(words["done" if made.events else "empty"].format(file=file, events=made.events, at=at))
