"""Hypothesis strategies for every value, command and event.

Values that a source can give are written by hand; commands and events are built from the annotations of their fields,
so that a new one, or a new field, is covered without a line here. Ids come from small pools, so that commands meet.

::

    texts()                     Text in one or several languages
    moments()                   Moment in real zones, often near a change of offset
    built(PlanTrip)             any model: each field by its annotation, those with a default sometimes left out
    commands("trip")            any command of a kind; events("trip") likewise
    lives("trip")               commands for one subject, most of which can follow one another
    stories(kinds=3, size=5)    such lives interwoven, with days between
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import islice
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin
from zoneinfo import ZoneInfo

import pytz
from annotated_types import Ge, MinLen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import AwareDatetime, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from mayor_schedule.domain import office
from mayor_schedule.domain.catalog import KINDS
from mayor_schedule.domain.model import Command, Correcting, Event, Fields, Withdrawing
from mayor_schedule.domain.occasion.commands import OccurrenceCommand
from mayor_schedule.domain.occasion.series import Series
from mayor_schedule.domain.rule import DeclareRule
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.values import identity, number
from mayor_schedule.domain.values.attendance import MAYOR, Answer, Attendance
from mayor_schedule.domain.values.citation import Citation
from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.moment import Moment
from mayor_schedule.domain.values.party import Party, Person
from mayor_schedule.domain.values.period import Period
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.recurrence import Recurrence
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import Timed, Unknown
from mayor_schedule.domain.values.zones import offsets_of
from mayor_schedule.errors import RefusedError

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

# --- words ------------------------------------------------------------------------------------------------------------

LANGUAGES: Final = ("ko", "en", "es", "de-CH", "zh-Hans", "ar", "ja", "und", "tlh", "EN-gb")
WORDINGS: Final = (
    "스페인·스위스·에스토니아 순방", "빌바오", "안제이 두다", "9박 11일", "8.12.(일)~8.18.(토)",
    "서울시–바르셀로나시 우호도시 협정", "㈜서울", "제①회 포럼", "한국\u2024독일", "㎡당 180여 개",
    "Zürich", "Tallinn – Łódź", "巴塞罗那", "القاهرة", "東京都", "🇰🇷 ceremony", "two\nlines", "a\ttab",
    "a\u0301\u0323", "\u1100\u1161\u11a8", "\u212b", "\ufb01", "½", "０", " spaces ", '"quotes" \\ and {braces}',
)  # fmt: skip
"""Wordings that go wrong: what NFKC would change, decomposed letters, conjoining jamo, right to left, line breaks."""

_PRINTABLE: Final = st.characters(exclude_categories=("Cc", "Cs", "Cn"))
_ANY_CHARACTER: Final = st.characters(exclude_categories=("Cs",))


def wordings() -> SearchStrategy[str]:
    """Any wording that a text can have, as somebody may type it."""
    free = st.text(_PRINTABLE, min_size=1, max_size=8).filter(
        lambda each: bool(unicodedata.normalize("NFC", each).strip())
    )
    return st.one_of(st.sampled_from(WORDINGS), st.sampled_from(WORDINGS), free)


@cache
def texts() -> SearchStrategy[Text]:
    """Texts in one to three languages."""
    several = st.dictionaries(st.sampled_from(LANGUAGES), wordings(), min_size=1, max_size=3)
    return st.one_of(st.builds(Text.of, wordings(), st.just("ko")), several.map(lambda each: Text(**each)))


def printed() -> SearchStrategy[str]:
    """What a document prints: any characters at all, for fields that keep them as they are."""
    return st.one_of(
        st.sampled_from(("10월", "180여개", "명", "9.27.~10.7", "KE 913", "")), st.text(_ANY_CHARACTER, max_size=6)
    )


# --- times ------------------------------------------------------------------------------------------------------------

ZONES: Final = (
    "Asia/Seoul", "Asia/Pyongyang", "Europe/Madrid", "Europe/Zurich", "Europe/Tallinn", "Europe/Dublin", "UTC",
    "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
    "Asia/Kathmandu", "America/Sao_Paulo", "Antarctica/Troll", "Pacific/Kiritimati",
)  # fmt: skip
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall times are naive here
_FIRST, _LAST = datetime(1902, 1, 3), datetime(2037, 12, 29)  # noqa: DTZ001


def days() -> SearchStrategy[date]:
    """Calendar days, mostly of the years of a report."""
    return st.one_of(st.dates(date(2017, 1, 1), date(2019, 12, 31)), st.dates())


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Periods of some days, and single days."""
    first = draw(st.dates(date(1, 1, 1), date(9999, 1, 1)) | st.dates(date(2017, 1, 1), date(2019, 12, 31)))
    last = first + timedelta(days=draw(st.integers(0, 40)))
    return Period(first=first, last=last, printed=draw(st.none() | printed()))


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Moments that exist, with the fold where a wall time comes twice; often near a change of offset."""
    zone = draw(st.sampled_from(ZONES))
    place = pytz.timezone(zone)
    changes = [each for each in getattr(place, "_utc_transition_times", []) if _FIRST < each < _LAST]
    if changes and draw(st.booleans()):
        instant = draw(st.sampled_from(changes)) + timedelta(minutes=draw(st.integers(-90, 90)))
    else:
        instant = draw(st.datetimes(_FIRST, _LAST))
    instant = instant.replace(microsecond=0, second=draw(st.sampled_from((0, 0, 59))))
    local = place.fromutc(instant).replace(tzinfo=None)
    offsets = offsets_of(local, place)
    fold = offsets.index(local - instant) if len(offsets) == 2 else None
    return Moment.of(local, zone, fold)  # type: ignore[arg-type]


def instants() -> SearchStrategy[datetime]:
    """Aware instants, with whatever tzinfo a caller may have."""
    zones: list[Any] = [UTC, pytz.utc, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30))]
    zones.append(ZoneInfo("Asia/Seoul"))
    return st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.sampled_from(zones))  # noqa: DTZ001


@st.composite
def timed(draw: st.DrawFn) -> Timed:
    """A start, and often an end, perhaps in another zone."""
    start = draw(moments())
    end = draw(st.none() | moments())
    if end is None or start.utc == end.utc:
        return Timed(start=start)
    return Timed(start=start, end=end) if start.before(end) else Timed(start=end, end=start)


@st.composite
def edtf_dates(draw: st.DrawFn) -> str:
    """One date in EDTF, as exactly as it is known."""
    year = draw(st.integers(2016, 2020) | st.integers(1, 9998))
    month = draw(st.integers(1, 12))
    form = draw(st.sampled_from(("Y", "Y-M", "Y-M-D", "Y-S", "Y-Q", "Y-H", "D", "Y-XX", "Y-M-XX")))
    text = {
        "Y": f"{year:04}",
        "Y-M": f"{year:04}-{month:02}",
        "Y-M-D": f"{year:04}-{month:02}-{draw(st.integers(1, 28)):02}",
        "Y-S": f"{year:04}-{draw(st.integers(21, 24))}",
        "Y-Q": f"{year:04}-{draw(st.integers(33, 36))}",
        "Y-H": f"{year:04}-{draw(st.integers(40, 41))}",
        "D": f"{max(year // 10, 1):03}X",
        "Y-XX": f"{year:04}-XX",
        "Y-M-XX": f"{year:04}-{month:02}-XX",
    }[form]
    return text + draw(st.sampled_from(("", "", "", "~", "?", "%")))


@st.composite
def fuzzy_dates(draw: st.DrawFn) -> FuzzyDate:
    """Dates and intervals in EDTF, with and without their printed form."""
    one, other = draw(edtf_dates()), draw(edtf_dates())
    form = draw(st.sampled_from(("one", "one", "from", "until", "interval")))
    if form == "interval":
        sides = sorted((one, other), key=lambda each: FuzzyDate.of(each).earliest or date.min)
        edtf = "/".join(sides)
    else:
        edtf = {"one": one, "from": f"{one}/..", "until": f"../{one}"}[form]
    return FuzzyDate.of(edtf, printed=draw(st.none() | printed()))


# --- who, where, how many ---------------------------------------------------------------------------------------------

NAMES: Final = ("2018-europe", "두다", "gsef/2018.1", "x")
PRINCIPALS: Final = (MAYOR, "vice_mayor")
COUNTRIES: Final = ("KR", "ES", "CH", "EE", "PL", "ZZ")
KEYS: Final = ("state_guests", "visits", "hosted_organizations")
AS_OF: Final = ("2018-08", "2018-08-31", "2018-40")
FIGURES: Final = tuple(f"{key}/{as_of}" for key in KEYS[:2] for as_of in AS_OF[:2])


def names(kind: str) -> SearchStrategy[str]:
    """Names of subjects of a kind, with and without the kind before them."""
    pool = {"figure": FIGURES, "office": ("profile",)}.get(kind, NAMES)
    return st.sampled_from([*pool, *(f"{kind}:{each}" for each in pool)])


def subject_ids(*kinds: str) -> SearchStrategy[str]:
    """Full ids of subjects."""
    return st.sampled_from(kinds or identity.KINDS).flatmap(
        lambda kind: names(kind).map(lambda name: identity.subject_id(kind, name))
    )


def numbers() -> SearchStrategy[int | Decimal]:
    """Exact numbers: whole ones of any size, and decimals that are not whole."""
    decimals = st.decimals(-(10**12), 10**12, places=3).filter(lambda each: each != each.to_integral_value())
    return st.one_of(st.integers(0, 400), st.integers(-(10**30) + 1, 10**30 - 1), decimals)


def citations() -> SearchStrategy[Citation]:
    """A document and a place in it."""
    return st.builds(Citation, st.sampled_from(NAMES), st.none() | printed(), st.none() | wordings())


@st.composite
def places(draw: st.DrawFn) -> Place:
    """A city, a venue or a country, and what else may be known of it."""
    given = draw(_fields_of(Place))
    known = any(given.get(name) is not None for name in ("city", "venue", "country"))
    return Place(**(given if known else {**given, "country": "KR"}))


@st.composite
def persons(draw: st.DrawFn) -> Person:
    """Somebody, by name, by office, or by both."""
    given = draw(_fields_of(Person))
    known = any(given.get(name) is not None for name in ("name", "office"))
    return Person(**(given if known else {**given, "office": draw(texts())}))


@st.composite
def rules(draw: st.DrawFn) -> DeclareRule:
    """Rules that mostly are one: a sum, or a comparison."""
    given = draw(_fields_of(DeclareRule))
    kept = {
        "sum": {"total": "total", "parts": ("visits", "visits/grade-7")},
        "comparison": {"table": "by_rank", "against": "by_bureau"},
        "any": None,
    }[draw(st.sampled_from(("sum", "comparison", "any")))]
    if kept is not None:
        given = {
            name: value for name, value in given.items() if name not in ("total", "parts", "table", "against")
        } | kept
    return DeclareRule(**given)


RULES: Final = (
    "FREQ=DAILY;COUNT=4", "FREQ=WEEKLY;COUNT=3", "FREQ=MONTHLY;COUNT=2", "FREQ=YEARLY;COUNT=2", "FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20191231",
)  # fmt: skip
"""Rules most of which can begin on any day."""


def recurrences() -> SearchStrategy[Recurrence]:
    """Rules, with days left out and days added."""
    some = st.lists(days(), max_size=2).map(tuple)
    return st.builds(Recurrence, rule=st.sampled_from(RULES), excluded=some, added=some)


# --- from annotations -------------------------------------------------------------------------------------------------

_VALUES: Final[dict[object, Callable[[], SearchStrategy[Any]]]] = {
    Text: texts,
    Period: periods,
    Moment: moments,
    Timed: timed,
    FuzzyDate: fuzzy_dates,
    Recurrence: recurrences,
    Place: places,
    Person: persons,
    date: days,
    AwareDatetime: instants,
    DeclareRule: rules,
    bool: st.booleans,
    NoneType: st.none,
    str: printed,
}
"""Types for which the annotation alone does not say what can be."""


def _validator(annotated: object) -> BeforeValidator:
    return next(each for each in get_args(annotated) if isinstance(each, BeforeValidator))


_IDS: Final = (
    identity.TripId, identity.VisitId, identity.EngagementId, identity.AgreementId, identity.OrganizationId,
    identity.PolicyExportId, identity.OccasionId, identity.FigureId, identity.DocumentId, identity.RuleId,
)  # fmt: skip
_VALIDATED: Final[dict[BeforeValidator, Callable[[], SearchStrategy[Any]]]] = {
    _validator(identity.SubjectId): subject_ids,
    _validator(identity.Name): lambda: st.sampled_from((*PRINCIPALS, "grade-7")),
    _validator(number.Number): numbers,
    _validator(office.Zone): lambda: st.sampled_from(ZONES),
    **{
        _validator(annotated): (lambda kind=kind: names(kind))
        for kind, annotated in zip(identity.KINDS, _IDS, strict=False)
    },
}
"""Annotated types that a validator of their own tells apart."""

_NAMED: Final[dict[tuple[str, str], SearchStrategy[Any]]] = {
    ("StateFigure", "as_of"): st.sampled_from(AS_OF).map(FuzzyDate.of),
    ("StateFigure", "scope"): st.none() | st.sampled_from(("grade-7",)),
    ("StateFigure", "counted_by"): st.none(),  # only few keys can be counted in several units
}
"""Fields that are part of an id: from a small pool, so that commands meet."""

_BY_NAME: Final[dict[str, SearchStrategy[Any]]] = {
    "event": st.integers(1, 6),
    "between": st.just(("engagement:x", "occasion:x")),
    "country": st.sampled_from(COUNTRIES),
    "key": st.sampled_from(KEYS),
    "table": st.sampled_from(KEYS),
    "against": st.sampled_from(KEYS),
    "total": st.sampled_from(KEYS),
    "parts": st.lists(st.sampled_from((*KEYS, "visits/grade-7", "a", "b")), max_size=3).map(tuple),
    "zone": st.sampled_from(ZONES),
    "domain": st.sampled_from(("example.go.kr", "english.seoul.go.kr")),
    "languages": st.lists(st.sampled_from(LANGUAGES), max_size=3).map(tuple),
    "url": st.sampled_from(("https://example.org/회의록?a=1&b=2", "http://x")),
    "sha256": st.sampled_from(("0" * 64, "0123456789abcdef" * 4)),
}
"""Fields whose pattern says what can be; None is added where the annotation has it."""


def _of(annotation: Any, metadata: tuple[Any, ...] = ()) -> SearchStrategy[Any]:
    """The strategy for an annotation."""
    for each in metadata:
        if isinstance(each, BeforeValidator) and each in _VALIDATED:
            return _VALIDATED[each]()
        if isinstance(each, FieldInfo):
            metadata = (*metadata, *each.metadata)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        return st.one_of([_of(each) for each in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    least = next((each.min_length for each in metadata if isinstance(each, MinLen)), 0)
    if origin is tuple and Ellipsis not in arguments:
        return st.tuples(*(_of(each) for each in arguments))
    if origin is tuple:
        return st.lists(_of(arguments[0]), min_size=least, max_size=max(least, 2)).map(tuple)
    if annotation is int:
        low = next((each.ge for each in metadata if isinstance(each, Ge)), -(10**6))
        return st.integers(low, low + 12)  # type: ignore[operator]
    if annotation is float:
        return st.floats(-90, 90)
    if annotation in _VALUES:
        return _VALUES[annotation]()
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _built(annotation)
    raise NotImplementedError(f"no strategy for {annotation}")


def _field(model: type[BaseModel], name: str) -> SearchStrategy[Any]:
    info = model.model_fields[name]
    annotation: Any = info.annotation
    if issubclass(model, Fields) and name in model.needed:
        annotation = Union[tuple(each for each in get_args(annotation) if each is not NoneType)]  # noqa: UP007
    if (model.__name__, name) in _NAMED:
        return _NAMED[model.__name__, name]
    if name in _BY_NAME:
        return (st.none() | _BY_NAME[name]) if NoneType in get_args(annotation) else _BY_NAME[name]
    return _of(annotation, tuple(info.metadata))


@cache
def _fields_of(model: type[BaseModel]) -> SearchStrategy[dict[str, Any]]:
    fields = {name: st.deferred(lambda name=name: _field(model, name)) for name in model.model_fields}
    needed = {name: fields.pop(name) for name, info in model.model_fields.items() if info.is_required()}
    given = st.fixed_dictionaries(needed, optional=fields)
    return given.filter(bool) if issubclass(model, Fields) else given


@cache
def _built(model: type[M]) -> SearchStrategy[M]:
    if model in _VALUES:
        return _VALUES[model]()
    return _fields_of(model).map(lambda given: model(**given))


def built(model: type[M]) -> SearchStrategy[M]:
    """A model of this class, each field by its annotation; a field with a default is sometimes left out.

    Fields models (what a change or a correction says) have at least one field, sometimes given as None.
    """
    return _built(model)


command = built
"""The commands of one class."""


def commands(kind: str | None = None) -> SearchStrategy[Command]:
    """The commands of a kind, or of every kind."""
    kinds = KINDS.values() if kind is None else (KINDS[kind],)
    return st.sampled_from([each for one in kinds for each in one.commands]).flatmap(built)


def events(kind: str | None = None) -> SearchStrategy[Event]:
    """The events of a kind, or of every kind."""
    kinds = KINDS.values() if kind is None else (KINDS[kind],)
    return st.sampled_from([each for one in kinds for each in one.events]).flatmap(built)


def whens() -> SearchStrategy[Timed | Period | FuzzyDate | Unknown]:
    """What may be known of when something takes place."""
    return st.one_of(timed(), periods(), fuzzy_dates(), built(Unknown))


def dates() -> SearchStrategy[Period | FuzzyDate | Unknown]:
    """Whole days, a fuzzy date, or unknown."""
    return st.one_of(periods(), fuzzy_dates(), built(Unknown))


def parties() -> SearchStrategy[Party]:
    """Bodies that make agreements, send guests, host or organise."""
    return built(Party)


# --- lives ------------------------------------------------------------------------------------------------------------

_OPENING: Final = ("Plan", "Report", "Announce", "Propose", "Pursue", "State", "Register", "Declare", "Found", "Accept")
_TRIES: Final = 3


@st.composite
def lives(draw: st.DrawFn, kind: str, *, size: int = 10) -> list[Command]:
    """Commands for one subject, most of which can follow those before them; the others are refused."""
    classes = KINDS[kind].commands
    opening = [each for each in classes if each.__name__.startswith(_OPENING) and each.__name__ != "PlanSigning"]
    own = identity.subject_id(kind, draw(st.sampled_from(NAMES[:2])))
    state: Subject | None = None
    commands: list[Command] = []
    for _ in range(draw(st.integers(1, size))):
        for _ in range(_TRIES):
            asked = _aimed(draw, draw(st.sampled_from(opening if state is None else classes)), state)
            if kind in type(asked).model_fields:
                asked = asked.model_copy(update={kind: own})
            elif state is None:
                own = asked.subject
            try:
                happened = list(KINDS[kind].decide(state, asked))
            except RefusedError:
                continue
            for each in happened:
                state = KINDS[kind].evolve(state, each)
            break
        commands.append(asked)
    return commands


def _aimed(draw: st.DrawFn, asking: type[Command], state: Subject | None) -> Command:
    """A command; a correction or withdrawal is mostly of something that there is."""
    asked = draw(built(asking))
    if isinstance(asked, OccurrenceCommand) and isinstance(state, Series):
        by_rule = list(islice(state.days(date.max), 4))
        if by_rule:
            asked = asked.model_copy(update={"occurrence": draw(st.sampled_from(by_rule))})
    if state is None or draw(st.integers(0, 7)) == 0:
        return asked
    if isinstance(asked, Withdrawing):
        some = range(2, state.version + 1) or (None,)
        return asked.model_copy(update={"event": draw(st.sampled_from(some))})
    if isinstance(asked, Correcting):
        model: Any = asking.model_fields["fields"].annotation
        spoken = {
            each.version: fields
            for each in state.said
            if (fields := _correctable(model, each.facts)) and each.version not in state.withdrawn
        }
        if spoken:
            version = draw(st.sampled_from(sorted(spoken)))
            fields = draw(st.fixed_dictionaries({}, optional=spoken[version]).filter(bool))
            event = draw(st.sampled_from((version, version, None)))
            return asked.model_copy(update={"event": event, "fields": model(**fields)})
    return asked


def _correctable(model: type[Fields], facts: Mapping[str, Any]) -> dict[str, SearchStrategy[Any]]:
    """The fields of a correction of what an event said, each with its strategy."""
    fields = {name: _field(model, name) for name in sorted(facts) if name in model.model_fields}
    principals = [name.removeprefix("attendance ") for name in facts if name.startswith("attendance ")]
    if principals:
        fields["attendance"] = st.lists(
            st.builds(Attendance, principal=st.sampled_from(principals), answer=st.sampled_from(Answer)),
            min_size=1, max_size=2, unique_by=lambda each: each.principal,
        ).map(tuple)  # fmt: skip
    return fields


def stories(*, kinds: int, size: int) -> SearchStrategy[list[tuple[Command, int]]]:
    """The lives of several subjects, interwoven; each command comes some days after the one before."""
    several = st.lists(st.sampled_from(list(KINDS)).flatmap(lambda kind: lives(kind, size=size)), max_size=kinds)
    return several.flatmap(_woven)


@st.composite
def _woven(draw: st.DrawFn, several: list[list[Command]]) -> list[tuple[Command, int]]:
    rest = [list(life) for life in several]
    woven: list[tuple[Command, int]] = []
    while rest:
        life = draw(st.sampled_from(rest))
        woven.append((life.pop(0), draw(st.sampled_from((0, 0, 1, 3)))))
        rest = [each for each in rest if each]
    return woven
