"""Entries as a Parquet file: the rows and columns of the table in CSV, with the types that they have.

It needs `pyarrow`, which comes with the extra ``mayor-schedule[parquet]`` and is loaded only here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying
from mayor_schedule.views import flat

from .selection import selected

MISSING: Final = Saying(
    "MS-0544",
    "cannot write Parquet without pyarrow, which is not installed; run: pip install 'mayor-schedule[parquet]'",
)

_TYPES: Final = {str: "string", int: "int64", float: "float64", bool: "bool", date: "date32[day]"}


def is_available() -> bool:
    """Whether Parquet can be written here."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
    except ImportError:
        return False
    return True


def parquet(
    records: Iterable[Recorded],
    profile: Profile,
    *,
    language: str,
    audience: Audience,
    at: datetime,
    known_on: date | None = None,
    recorded_until: datetime | None = None,
    kinds: Collection[str] | None = None,
    principal: str | None = None,
) -> bytes:
    """The entries of an office as a Parquet file; the same version of `pyarrow` writes the same bytes.

    Args:
        records: the whole log, in order.
        profile: the office, as it was then.
        language: BCP 47; texts fall back to the office's languages.
        audience: who reads it.
        at: the present instant, which lifts embargoes; nothing else depends on it.
        known_on: a past day of knowledge.
        recorded_until: a past instant, after which nothing that was recorded counts.
        kinds: the kinds of entries, such as ``{"trip", "visit"}``; None for all.
        principal: whose programme; None for that of the whole office.

    Raises:
        InvalidValueError: `pyarrow` is not installed, or there is no such kind.
    """
    if not is_available():
        raise InvalidValueError(MISSING())
    entries = selected(
        records, audience=audience, at=at, known_on=known_on, recorded_until=recorded_until, kinds=kinds,
        principal=principal,
    )  # fmt: skip
    return _written(flat.records(entries, (language, *profile.languages)))


def rows_of(data: bytes) -> int:
    """How many rows a Parquet file has."""
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415

    return int(ParquetFile(BytesIO(data)).metadata.num_rows)


def _written(rows: list[dict[str, Any]]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow.parquet import write_table  # noqa: PLC0415

    timestamp = pa.timestamp("us", tz="UTC")
    types = {name: timestamp if kind is datetime else _TYPES[kind] for name, kind in flat.COLUMNS.items()}
    table = pa.Table.from_pylist(rows, schema=pa.schema(types))
    out = BytesIO()
    write_table(table, out, version="2.6", compression="zstd", coerce_timestamps="us")
    return out.getvalue()
