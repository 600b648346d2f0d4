"""The office itself: its name, zone, domain, languages, and its principals with their terms.

There is one office in a store. A principal is an office such as `mayor`; who holds it is a term with a beginning and an
end, so that counts per term work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final, assert_never

from pydantic import BeforeValidator, Field, ValidationInfo

from mayor_schedule.messages import say, term

from .model import (
    Because,
    Command,
    Corrected,
    Correcting,
    Event,
    Fields,
    Part,
    Withdrawing,
    Withdrawn,
    cannot,
    carry,
)  # fmt: skip
from .subject import Fact, Subject, absent, correctable, existing, impossible, opened_by, withdrawable
from .values.attendance import MAYOR
from .values.base import Value, is_stored
from .values.days import Day
from .values.identity import Name, subject_id
from .values.party import Person
from .values.text import Text
from .values.zones import check_zone

OFFICE: Final = subject_id("office", "profile")
"""The id of the one office of a store."""

DEFAULT_ZONE: Final = "UTC"
DEFAULT_DOMAIN: Final = "mayor-schedule.invalid"
"""The domain of UIDs of what was recorded before the office was founded; `.invalid` is reserved by RFC 2606."""


def _known_zone(zone: object, info: ValidationInfo) -> object:
    if isinstance(zone, str) and not is_stored(info):
        check_zone(zone)
    return zone


Zone = Annotated[str, BeforeValidator(_known_zone), Field(description="an IANA time zone, such as Asia/Seoul")]
Domain = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$",
        max_length=253,
        description="the office's domain, for calendar UIDs, such as example.go.kr",
    ),
]
Language = Annotated[str, Field(pattern=r"^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$", description="BCP 47, such as ko")]


class Principal(Value):
    """An office whose diary is kept.

    Attributes:
        principal: its id, such as ``mayor``.
        title: what it is called.
    """

    principal: Name
    title: Text | None = None


class Term(Value):
    """Somebody's time in a principal's office.

    Attributes:
        principal: whose office.
        holder: who holds it; the person may be unnamed.
        began: the first day.
        ended: the last day; None while it lasts.
    """

    principal: Name
    holder: Person | None = None
    began: Day
    ended: Day | None = None

    def covers(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.began <= day and (self.ended is None or day <= self.ended)


class OfficeCommand(Command):
    """A command to the office itself."""

    kind = "office"

    @property
    def subject(self) -> str:
        """The one office of the store."""
        return OFFICE


class _Charter(Part):
    """What an office is.

    Attributes:
        name: its name.
        zone: the zone of its days: "today", and the days of a trip.
        domain: the domain of its calendar UIDs.
        languages: the languages that it publishes in, the first one first.
        principals: the offices whose diaries it keeps; the mayor, unless said.
    """

    name: Text
    zone: Zone
    domain: Domain
    languages: tuple[Language, ...] = ("ko", "en")
    principals: tuple[Principal, ...] = (Principal(principal=MAYOR),)


class FoundOffice(_Charter, OfficeCommand):
    """Found the office of this store."""


class OfficeDetails(Fields):
    """What may change of an office."""

    needed = frozenset({"name", "zone", "domain"})
    name: Text | None = None
    zone: Zone | None = None
    domain: Domain | None = None
    languages: tuple[Language, ...] = ()


class ChangeOffice(Because, OfficeCommand):
    """Record that the office's profile changed."""

    fields: OfficeDetails


class AddPrincipal(OfficeCommand):
    """Keep the diary of one more principal."""

    principal: Name
    title: Text | None = None

    @property
    def distinction(self) -> str:
        """The principal."""
        return self.principal


class BeginTerm(OfficeCommand):
    """Record that somebody's term as a principal began."""

    principal: Name = MAYOR
    holder: Person | None = None
    began: Day

    @property
    def distinction(self) -> str:
        """The principal and the first day."""
        return f"{self.principal}/{self.began}"


class EndTerm(OfficeCommand):
    """Record the last day of a principal's present term."""

    principal: Name = MAYOR
    ended: Day

    @property
    def distinction(self) -> str:
        """The principal and the last day."""
        return f"{self.principal}/{self.ended}"


class CorrectOffice(Correcting, OfficeCommand):
    """Put right what was written down wrong of the office."""

    fields: OfficeDetails


class WithdrawOffice(Withdrawing, OfficeCommand):
    """Take out an event of the office that was entered in error; name the event."""


OfficeCommands = FoundOffice | ChangeOffice | AddPrincipal | BeginTerm | EndTerm | CorrectOffice | WithdrawOffice


class OfficeFounded(_Charter, Event):
    """The office was founded."""

    topic = "office.founded"


class OfficeChanged(Because, Event):
    """The office's profile changed."""

    topic = "office.changed"
    fields: OfficeDetails


class PrincipalAdded(Event):
    """The office keeps the diary of one more principal."""

    topic = "office.principal_added"
    principal: Name
    title: Text | None = None


class TermBegan(Event):
    """Somebody's term as a principal began."""

    topic = "office.term_began"
    principal: Name
    holder: Person | None = None
    began: Day


class TermEnded(Event):
    """A principal's term that began on a day ended on another."""

    topic = "office.term_ended"
    principal: Name
    began: Day
    ended: Day


class OfficeCorrected(Corrected, Event):
    """What one event said of the office was wrong."""

    topic = "office.corrected"
    fields: OfficeDetails


class OfficeWithdrawn(Withdrawn, Event):
    """An event of the office was entered in error."""

    topic = "office.withdrawn"


OfficeEvents = (
    OfficeFounded | OfficeChanged | PrincipalAdded | TermBegan | TermEnded | OfficeCorrected | OfficeWithdrawn
)


class Profile(Subject):
    """What the office is."""

    __slots__ = ()
    kind = "office"
    name = Fact[Text | None](None)
    zone = Fact[str](DEFAULT_ZONE)
    domain = Fact[str](DEFAULT_DOMAIN)
    languages = Fact[tuple[str, ...]](("ko", "en"))

    @property
    def principals(self) -> tuple[Principal, ...]:
        """The offices whose diaries are kept, in the order in which they were added."""
        return tuple(value for value in self.facts.values() if isinstance(value, Principal))

    @property
    def default_principal(self) -> str:
        """Whose programme it is where nobody says: the mayor's, or in an office without one, its first principal's.

        That is settled by the event that first names principals; one who is added later does not change it.
        """
        first = next(filter(None, map(_named, self._standing())), ())
        return MAYOR if MAYOR in first or not first else first[0]

    def _standing(self) -> Iterator[Mapping[str, Any]]:
        """What each event said that is not withdrawn, in order."""
        return (each.facts for each in self.said if each.version not in self.withdrawn)

    def kept_for(self, principal: str) -> str:
        """The principal in whose diary something is kept that names one.

        That is the default one where the office has no such principal. In an office that has none at all, everybody is
        taken for what he is called.
        """
        names = _named(self.facts)
        return principal if principal in names or not names else self.default_principal

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the principals, in the order in which they were entered."""
        return tuple(value for value in self.facts.values() if isinstance(value, Term))

    def term(self, principal: str, day: date) -> Term | None:
        """The term of a principal that covers a day, if there is one."""
        for each in self.terms:
            if each.principal == principal and each.covers(day):
                return each
        return None


def decide(office: Profile | None, command: OfficeCommands) -> Iterator[OfficeEvents]:
    """What happens when the office is asked to do this.

    Raises:
        RefusedError: it cannot.
    """
    match command:
        case FoundOffice():
            absent(office, command)
            yield carry(OfficeFounded, command)
        case ChangeOffice():
            existing(office, command)
            yield carry(OfficeChanged, command)
        case AddPrincipal():
            if any(each.principal == command.principal for each in existing(office, command).principals):
                fact = say("MS-0150", "the principal {principal!r} is there already", principal=command.principal)
                raise cannot(command, fact)
            yield carry(PrincipalAdded, command)
        case BeginTerm():
            yield _began(existing(office, command), command)
        case EndTerm():
            yield _ended(existing(office, command), command)
        case CorrectOffice():
            yield carry(OfficeCorrected, command, event=correctable(office, command, command.event, command.fields))
        case WithdrawOffice():
            if command.event is None:
                fact = say("MS-0151", "an office cannot be withdrawn as a whole")
                raise cannot(command, fact, term("name the event that is wrong"))
            yield carry(OfficeWithdrawn, command, event=withdrawable(office, command, command.event))
        case _:
            assert_never(command)


def _began(office: Profile, command: BeginTerm) -> TermBegan:
    if not any(each.principal == command.principal for each in office.principals):
        fact = say("MS-0152", "there is no principal {principal!r}", principal=command.principal)
        raise cannot(command, fact, term("record add_principal first"))
    for each in office.terms:
        if each.principal == command.principal and each.ended is None:
            fact = say(
                "MS-0153",
                "a term of {principal} lasts from {began} and has not ended",
                principal=command.principal,
                began=each.began,
            )
            raise cannot(command, fact, term("end it first"))
        if each.principal == command.principal and each.ended is not None and command.began <= each.ended:
            fact = say(
                "MS-0154",
                "a term of {principal} lasts from {began} until {ended}",
                principal=command.principal,
                began=each.began,
                ended=each.ended,
            )
            raise cannot(command, fact, term("enter terms in the order in which they began"))
    return carry(TermBegan, command)


def _ended(office: Profile, command: EndTerm) -> TermEnded:
    present = [each for each in office.terms if each.principal == command.principal and each.ended is None]
    if not present:
        raise cannot(command, say("MS-0155", "no term of {principal} is open", principal=command.principal))
    if command.ended < present[0].began:
        raise cannot(
            command,
            say("MS-0156", "that term began on {began}, after {ended}", began=present[0].began, ended=command.ended),
        )
    return carry(TermEnded, command, began=present[0].began)


def _named(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The principals among facts of an office, in order."""
    return tuple(value.principal for value in facts.values() if isinstance(value, Principal))


def _principals(*principals: Principal) -> dict[str, Principal]:
    return {f"principal {each.principal}": each for each in principals}


def evolve(office: Profile | None, event: OfficeEvents) -> Profile:
    """What the office is after an event.

    Raises:
        ImpossibleHistoryError: the event cannot be where it is.
    """
    if office is None:
        founding = event.principals if isinstance(event, OfficeFounded) else ()
        return opened_by(Profile, event, {OfficeFounded: _principals(*founding)})
    match event:
        case OfficeChanged():
            return office.changed(event.fields)
        case PrincipalAdded():
            return office.holding(_principals(Principal(principal=event.principal, title=event.title)))
        case TermBegan():
            begun = Term(principal=event.principal, holder=event.holder, began=event.began)
            return office.holding({f"term {event.principal} {event.began}": begun})
        case TermEnded():
            name = f"term {event.principal} {event.began}"
            known = office.facts.get(name)
            holder = known.holder if isinstance(known, Term) else None
            ended = Term(principal=event.principal, holder=holder, began=event.began, ended=event.ended)
            return office.holding({name: ended})
        case OfficeCorrected():
            return office.corrected(event.event, event.fields)
        case OfficeWithdrawn():
            return office.withdrawing(event.event)
        case OfficeFounded():
            raise impossible(office, event)
        case _:
            assert_never(event)
