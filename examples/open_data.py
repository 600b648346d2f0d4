"""Write a folder of open data, for a portal or any web server: `python open_data.py ciudad.db data [LANGUAGE]`.

A table (CSV), the same in JSON with its JSON Schema, and `datapackage.json`, which tells programs what is in them
(https://datapackage.org). Of the same history the folder is the same, byte for byte.
"""

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from mayor_schedule import Audience, Office
from mayor_schedule.exports.table import table
from mayor_schedule.schemas.catalog import schema_bytes
from mayor_schedule.views.flat import COLUMNS

LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
"""Under which the office gives its data away: put your own here."""

TYPES = {
    "str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date", "datetime": "datetime"
}  # fmt: skip
"""What Table Schema calls the types of the columns."""

SAID: Mapping[str, Mapping[str, object]] = {
    "calendar.csv": {
        "title": "What takes place: a row each; of a series also each occurrence that differs",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "type": "table",
        "schema": {"fields": [{"name": name, "type": TYPES[kind.__name__]} for name, kind in COLUMNS.items()]},
    },
    "calendar.json": {
        "title": "The same, with dates as precise as they are known",
        "mediatype": "application/json",
        "jsonSchema": "calendar.schema.json",
    },
    "calendar.schema.json": {
        "title": "What calendar.json holds (JSON Schema, 2020-12)",
        "mediatype": "application/schema+json",
        "format": "jsonschema",
    },
}
"""What is said of each file."""


def open_data(office: Office, language: str) -> dict[str, bytes]:
    """The files by their names; nothing in them is for others than the public."""
    profile, calendar = office.profile(), office.calendar(audience="public")
    rows = table(office.history(), profile, language=language, audience=Audience.PUBLIC, at=office.now())
    entries = [each.to_record(Audience.PUBLIC, language, *profile.languages) for each in calendar.entries()]
    files = {"calendar.csv": rows, "calendar.json": written(entries), "calendar.schema.json": schema_bytes("calendar")}
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "calendar",
        "title": "Calendar" if profile.name is None else profile.name.best(language, *profile.languages),
        "licenses": [LICENCE],
        "resources": [described(name, data) for name, data in files.items()],
    }
    return files | {"datapackage.json": written(package)}


def described(name: str, data: bytes) -> dict[str, object]:
    """A file as `datapackage.json` has it."""
    stem, _, suffix = name.rpartition(".")
    about: dict[str, object] = {"name": f"{stem}-{suffix}", "path": name, "format": suffix, **SAID[name]}
    return about | {"bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}


def written(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def main() -> None:
    db, folder, *language = sys.argv[1:]
    with Office.open(db, create=False, read_only=True) as office:
        files = open_data(office, *language or office.profile().languages[:1])
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        Path(folder, name).write_bytes(data)
        print(Path(folder, name))


if __name__ == "__main__":
    main()
