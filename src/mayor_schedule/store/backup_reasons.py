"""Why a backup is not made, in English: for the error, and for the command, which loads no store to know its words."""

from __future__ import annotations

from typing import Final

REASONS: Final = {
    "exists": "there is something by that name, and no backup takes its place; give another name",
    "folder": "there is no such folder; make it first",
    "url": "a backup is a file; give the name of one",
    "beside": "by that name it would belong to the store beside it; give another name",
    "full": "the disk is full; make room, and try again: nothing was left there",
    "unwritable": "{detail}; check the folder and its permissions",
    "damaged": "the store is damaged, and nothing was written; mayor-schedule verify tells where",
    "differs": "what was written was read again, and is not what the store has; check the disk",
}
