"""The same history by the stock path of the eventsourcing package: its JSON transcoder and its `project_aggregate`.

Every event becomes an aggregate event of that package, with the fields of ours and of our envelope. Values are
registered with the transcoder, as its manual tells: each is written as its fields, and made from them by pydantic, in
the context in which no rule runs. (To make them by `model_construct`, without any check, takes as long.) The peer is
favoured: its events and their envelopes are not validated, enumerations stay texts, and an event applies no more than
the fields that have a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application, project_aggregate
from eventsourcing.domain import Aggregate, AggregateEvent
from eventsourcing.persistence import JSONTranscoder, Transcoding
from pydantic import BaseModel

from mayor_schedule import Recorded, Text
from mayor_schedule.domain.catalog import EVENTS
from mayor_schedule.domain.model import Part
from mayor_schedule.domain.values.base import STORED, Value

BATCH: Final = 1_000


class Kept(Aggregate):
    """A subject: the last value of each field that its events gave."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}


class Happened(AggregateEvent):
    """Something that happened to a subject; `told` names its own fields, beside those of the envelope."""

    told: tuple[str, ...] = ()

    def mutate(self, aggregate: Any) -> Any:
        """The subject after the event."""
        if aggregate is None:
            aggregate = Kept.__new__(Kept)
            aggregate._id, aggregate._version, aggregate.facts = self.originator_id, 0, {}  # noqa: SLF001
        return super().mutate(aggregate)

    def apply(self, aggregate: Kept) -> None:
        """Keep what the event gives."""
        values = vars(self)
        for name in self.told:
            value = values[name]
            if value is not None:
                aggregate.facts[name] = value


def _class_of(topic: str) -> type[Happened]:
    name = "".join(part.title() for part in topic.replace("_", ".").split("."))
    space = {"__module__": __name__, "__qualname__": name, "told": tuple(EVENTS[topic].model_fields)}
    return type(name, (Happened,), space)


CLASSES: Final = {topic: _class_of(topic) for topic in EVENTS}
globals().update({each.__name__: each for each in CLASSES.values()})


class _Words(Transcoding):
    type = Text
    name = "text"

    def encode(self, obj: Text) -> dict[str, str]:
        return dict(obj)

    def decode(self, data: dict[str, str]) -> Text:
        return Text._stored(data)  # noqa: SLF001 - favoured: it is not checked


class _Day(Transcoding):
    type = date
    name = "date"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class _Instant(Transcoding):
    type = datetime
    name = "datetime"

    def encode(self, obj: datetime) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> datetime:
        return datetime.fromisoformat(data)


class _Fields(Transcoding):
    """A value, as its fields."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.type = model
        self.name = model.__name__

    def encode(self, obj: BaseModel) -> dict[str, Any]:
        return {each: getattr(obj, each) for each in obj.model_fields_set}

    def decode(self, data: dict[str, Any]) -> BaseModel:
        model: type[BaseModel] = self.type
        return model.model_validate(data, context=STORED)


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in base.__subclasses__():
        yield each
        yield from _models(each)


class Stock(Application[UUID]):
    """The package's application, whose transcoder knows our values."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the transcoder of our values."""
        super().register_transcodings(transcoder)
        for transcoding in (_Words(), _Day(), _Instant(), *map(_Fields, {*_models(Value), *_models(Part)})):
            transcoder.register(transcoding)


def opened(file: Path) -> Stock:
    """The application over an SQLite file."""
    return Stock(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(file)})


def id_of(subject: str) -> UUID:
    """The id that the package wants."""
    return uuid5(NAMESPACE_URL, subject)


def fill(stock: Stock, records: Iterable[Recorded]) -> None:
    """Store the same events by the package's mapper."""
    batch: list[Any] = []
    for record in records:
        batch.append(stock.mapper.to_stored_event(happened(record)))
        if len(batch) == BATCH:
            stock.recorder.insert_events(batch)
            batch = []
    stock.recorder.insert_events(batch)


def happened(record: Recorded) -> Happened:
    """The package's event of one of ours."""
    cls = CLASSES[record.topic]
    event = object.__new__(cls)
    told = {
        "originator_id": id_of(record.subject), "originator_version": record.version, "timestamp": record.recorded_at,
        "known_on": record.known_on, "by": record.by, "citations": record.citations, "note_": record.note,
        "command_id": record.command_id, "command_digest": record.command_digest, "salt": record.salt.hex(),
    }  # fmt: skip
    event.__dict__.update(told, **{name: getattr(record.event, name) for name in cls.told})
    return event


def decoded(stock: Stock) -> Iterator[Any]:
    """All events in the order of the log."""
    start: int | None = None
    while True:
        found = stock.recorder.select_notifications(start=start, limit=BATCH, inclusive_of_start=False)
        yield from map(stock.mapper.to_domain_event, found)
        if len(found) < BATCH:
            return
        start = found[-1].id


def folded(stock: Stock) -> dict[UUID, Kept]:
    """Every subject after its events."""
    states: dict[UUID, Kept] = {}
    for event in decoded(stock):
        state = project_aggregate(states.get(event.originator_id), (event,))
        assert state is not None
        states[event.originator_id] = state
    return states
