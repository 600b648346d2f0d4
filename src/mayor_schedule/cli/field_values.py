"""Values of fields in words, from plain data: by what their fields can hold, and in the language of who reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from mayor_schedule.domain.diary import Taken
from mayor_schedule.domain.values.base import STORED
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.recurrence_text import say
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown

from .field_words import code_word, field_label, models_of, part_label
from .wording import word

Record = Mapping[str, Any]
Languages = tuple[str, ...]


def field_text(name: str, value: Any, languages: Languages) -> str:
    """The value of a field in words, short enough for a cell.

    Args:
        name: the field's name, which tells what it can hold.
        value: its value as plain data.
        languages: the language of the words, and those to which texts fall back.
    """
    match value:
        case None:
            return ""
        case bool():
            return word("yes" if value else "no", languages[0])
        case str():
            return code_word(name, value, languages[0])
        case Mapping():
            return _record_text(name, value, languages)
        case list() | tuple():
            return "\n".join(field_text(name, each, languages) for each in value)
    return str(value)


def _record_text(name: str, record: Record, languages: Languages) -> str:
    model = next((each for each in models_of(name) if _fits(each, record)), None)
    if model is not None:
        return _told(model, record, languages)
    if all(isinstance(each, str) for each in record.values()):
        return Text(**record).best(*languages)
    return _listed({field_label(part, languages[0]): (part, each) for part, each in record.items()}, languages)


def _fits(model: type[BaseModel], record: Record) -> bool:
    needed = {part for part, field in model.model_fields.items() if field.is_required()}
    return needed <= record.keys() <= model.model_fields.keys()


def _told(model: type[BaseModel], record: Record, languages: Languages) -> str:
    """A value in the words for its kind; part by part where there are none."""
    told = _IN_WORDS.get(model)
    return (told(record, languages) if told is not None else "") or _parts(model, record, languages)


def _parts(model: type[BaseModel], record: Record, languages: Languages, *, without: str = "") -> str:
    parts = {part_label(model, part, languages[0]): (part, each) for part, each in record.items() if part != without}
    return _listed(parts, languages)


def _listed(parts: Mapping[str, tuple[str, Any]], languages: Languages) -> str:
    """Parts of a value, each by what it is called."""
    said = {label: field_text(name, value, languages) for label, (name, value) in parts.items() if value is not None}
    return ", ".join(f"{label}: {text}" for label, text in said.items())


def _period(record: Record, _: Languages) -> str:
    first, last = record["first"], record["last"]
    return f"{first}" if first == last else f"{first} – {last}"


def _fuzzy(record: Record, _: Languages) -> str:
    return str(record["edtf"])


def _unknown(record: Record, languages: Languages) -> str:
    within = record.get("within")
    return word("unknown", languages[0]) + (f" ({within})" if within else "")


def _moment(record: Record, _: Languages) -> str:
    return f"{str(record['local']).replace('T', ' ')[:16]} ({record['zone']})"


def _timed(record: Record, languages: Languages) -> str:
    return " – ".join(_moment(each, languages) for each in (record["start"], record.get("end")) if each is not None)


def _taken(record: Record, languages: Languages) -> str:
    if record.get("first") is not None:
        return _period(record, languages)
    return " – ".join(str(each) for each in (record.get("start"), record.get("end")) if each is not None)


def _place(record: Record, languages: Languages) -> str:
    return ", ".join(field_text(part, record[part], languages) for part in ("venue", "city") if record.get(part))


def _stop(record: Record, languages: Languages) -> str:
    place = _told(Place, record["place"], languages)
    return place if record.get("period") is None else f"{place} ({_period(record['period'], languages)})"


def _person(record: Record, languages: Languages) -> str:
    """Somebody by name and office, or by the office alone."""
    name, office = (field_text(part, record.get(part), languages) for part in ("name", "office"))
    return f"{name} ({office})" if name and office else name or office


def _party(record: Record, languages: Languages) -> str:
    return field_text("name", record["name"], languages)


def _recurrence(record: Record, languages: Languages) -> str:
    rule = say(Recurrence.model_validate(record, context=STORED), languages[0])
    days = _parts(Recurrence, {part: each for part, each in record.items() if each}, languages, without="rule")
    return ", ".join(each for each in (rule, days) if each)


_IN_WORDS: Final[Mapping[type[BaseModel], Callable[[Record, Languages], str]]] = {
    Period: _period, FuzzyDate: _fuzzy, Unknown: _unknown, Moment: _moment, Timed: _timed, Taken: _taken,
    Place: _place, Stop: _stop, Person: _person, Party: _party, Recurrence: _recurrence,
}  # fmt: skip
