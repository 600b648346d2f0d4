"""Why a backup is not made."""

from __future__ import annotations

from typing import Final

from mayor_schedule.messages import Saying

SAYINGS: Final = {
    "exists": Saying(
        "MS-0706", "there is something by that name, and no backup takes its place; give another name"
    ),
    "folder": Saying("MS-0707", "there is no such folder; make it first"),
    "url": Saying("MS-0708", "a backup is a file; give the name of one"),
    "beside": Saying("MS-0709", "by that name it would belong to the store beside it; give another name"),
    "full": Saying("MS-0710", "the disk is full; make room, and try again: nothing was left there"),
    "unwritable": Saying("MS-0711", "{detail}; check the folder and its permissions"),
    "damaged": Saying(
        "MS-0712", "the store is damaged, and nothing was written; mayor-schedule verify tells where"
    ),
    "differs": Saying(
        "MS-0713", "what was written was read again, and is not what the store has; check the disk"
    ),
}
