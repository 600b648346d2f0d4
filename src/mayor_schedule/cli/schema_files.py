"""What `export schema` writes."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Final

import typer

from mayor_schedule.errors import InvalidValueError, StoreError
from mayor_schedule.messages import say, term
from mayor_schedule.schemas.catalog import SCHEMAS, schema_bytes
from mayor_schedule.system import system_said
from mayor_schedule.telling import told

from .refusals import meant
from .whole_files import write_out

ALL: Final = "all"


def write_schemas(which: str, out: str | None, language: str) -> None:
    """Write one schema to a file, into a folder or to standard output; or all of them into a folder.

    Args:
        which: the name of one, or all.
        out: the file or the folder, which need not be there if a slash is behind it; None for standard output.
        language: ``ko`` or ``en``.

    Raises:
        InvalidValueError: there is no such schema, or no folder for all of them.
        StoreError: a file cannot be written.
    """
    if which == ALL:
        if out is None:
            raise InvalidValueError(
                say("MS-0030", "all are several files: say in which folder, such as --out schemas/")
            )
        for name in SCHEMAS:
            write_out(_in_folder(Path(out), name), schema_bytes(name))
        typer.echo(told(term("{out}: {count} schemas", out=out, count=len(SCHEMAS)), language), err=True)
        return
    if which not in SCHEMAS:
        close = difflib.get_close_matches(which, [*SCHEMAS, ALL], n=1)
        unknown = say(
            "MS-0031", "there is no schema {which!r}{meant}; name {known} or all",
            which=which, meant=meant(close[0] if close else None), known=", ".join(SCHEMAS),
        )  # fmt: skip
        raise InvalidValueError(unknown)
    file = None if out is None else Path(out)
    if out is not None and (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        file = _in_folder(Path(out), which)
    write_out(file, schema_bytes(which))


def _in_folder(folder: Path, name: str) -> Path:
    """The file of a schema in a folder, which is made if it is not there.

    Raises:
        StoreError: it cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(
            say("MS-0032", "cannot write schemas into {out}: that is a file; give a folder", out=folder)
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = system_said(error)
        raise StoreError(say("MS-0033", "cannot make the folder {out}: {why}", out=folder, why=why)) from None
    return folder / f"{name}.json"
