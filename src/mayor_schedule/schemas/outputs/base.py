"""What outputs have in common. A model here is never filled: it says what a command prints."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mayor_schedule.domain.values.base import Spelling
from mayor_schedule.domain.values.days import DAY

IsoDay = Annotated[str, Spelling(f"^{DAY}$"), Field(json_schema_extra={"format": "date"})]
Instant = Annotated[str, Spelling(r"^[0-9]{4}-.*Z$"), Field(json_schema_extra={"format": "date-time"})]
LocalTime = Annotated[
    str,
    Spelling(rf"^{DAY}T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:[+-][0-9]{{2}}:[0-9]{{2}})?$"),
    Field(description="ISO 8601 with the offset; without one where today's zone data no longer knows the zone"),
]
Reference = Annotated[str, Spelling("^[a-z_]+:.+@[1-9][0-9]*$"), Field(description="an event, as subject@version")]
Kind = Annotated[str, Spelling("^[a-z_]+$"), Field(description="a kind of subject, such as trip")]
Hex = Annotated[str, Spelling("^[0-9a-f]{64}$"), Field(description="SHA-256, in lower-case hex")]
Plain = Annotated[Any, Field(description="a value as plain data, without what is not said in it")]


def perhaps() -> Any:
    """A key that is there in some cases only."""
    return Field(default_factory=dict)


class Output(BaseModel):
    """A part of an output. More may be added to it in time."""

    model_config = ConfigDict(defer_build=True)


class Timed(Output):
    """A known time.

    Attributes:
        start: when it begins.
        end: when it ends; null where nobody said.
        zone: the IANA zone of the start.
        end_zone: the zone of the end; only where it is another one.
    """

    start: LocalTime
    end: LocalTime | None
    zone: str
    end_zone: str = perhaps()


class Days(Output):
    """Whole days, both included.

    Attributes:
        first: the first day.
        last: the last day.
    """

    first: IsoDay
    last: IsoDay


class Fuzzy(Output):
    """A date as exactly as it is known.

    Attributes:
        edtf: EDTF (ISO 8601-2), such as 2018-10.
    """

    edtf: str


class Unknown(Output):
    """Nobody knows when.

    Attributes:
        unknown: true.
        within: the subject in whose dates it lies; null where nobody said, or it is not to be seen.
    """

    unknown: Literal[True]
    within: str | None


When = Timed | Days | Fuzzy | Unknown


class Between(Output):
    """The days on which something may have been.

    Attributes:
        first: the earliest day; null where nobody knows.
        last: the latest day; null where nobody knows.
    """

    first: IsoDay | None
    last: IsoDay | None


class Place(Output):
    """A place in a document.

    Attributes:
        document: the id of the document.
        at: lines, pages or an article.
    """

    document: str
    at: str | None


class Source(Place):
    """A document that says so, and the place in it.

    Attributes:
        quote: a short quotation.
    """

    quote: str | None


class EventBehind(Output):
    """The event behind something, without what it says. The public sees nulls.

    Attributes:
        event: which it is.
        topic: its topic, such as trip.planned.
        known_on: since when the office knew.
        recorded_at: when it was recorded, in UTC.
        by: who recorded it.
        sources: the documents that say so.
        note: a remark of the recorder.
        reason: why, in words by language.
        corrects: of a correction, the event that it puts right.
        withdraws: of a withdrawal, the event or the subject that it takes out.
    """

    event: Reference | None
    topic: str | None
    known_on: IsoDay | None
    recorded_at: Instant | None
    by: str | None
    sources: list[Source]
    note: str | None
    reason: dict[str, str] | None
    corrects: str | None
    withdraws: str | None
