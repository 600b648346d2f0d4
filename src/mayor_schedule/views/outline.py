"""`Outline`: what a calendar says of one subject, as far as that subject alone tells.

Whether its references may be seen, and where an unknown date lies, is told by others; the calendar adds it. An outline
is therefore the same for every audience and every past in which the subject stands as it does.
"""

from __future__ import annotations

from dataclasses import dataclass

from mayor_schedule.domain.agreement import Agreement, AgreementStage
from mayor_schedule.domain.engagement import Engagement
from mayor_schedule.domain.occasion import Occasion
from mayor_schedule.domain.subject import Subject
from mayor_schedule.domain.trip import Trip
from mayor_schedule.domain.values.itinerary import Stop
from mayor_schedule.domain.values.place import Place
from mayor_schedule.domain.values.text import Text
from mayor_schedule.domain.values.when import When
from mayor_schedule.domain.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a calendar says of one subject, as far as that subject alone tells.

    Attributes:
        kind: trip, visit, engagement, occasion, or agreement for a signing.
        title: what it is called.
        stage: where it is in its life.
        when: what is known of when; unknown while it is postponed.
        part_of: the subject that it is a part of.
        same_as: the agreement that it turned out to repeat.
        stands_for: the engagement that stands for a signing, which then has no entry of its own.
        place: where it is.
        stops: the cities of a trip, in order.
        days: calendar days of a trip.
        nights: nights lodged, as stated.
        in_flight: nights in flight.
        is_series: whether it comes back by a rule.
    """

    kind: str
    title: Text
    stage: str
    when: When
    part_of: str | None = None
    same_as: str | None = None
    stands_for: str | None = None
    place: Place | None = None
    stops: tuple[Stop, ...] = ()
    days: int | None = None
    nights: int | None = None
    in_flight: int | None = None
    is_series: bool = False

    @property
    def is_postponed(self) -> bool:
        """Whether it was put off and has no new date yet."""
        return self.stage == "postponed"


def outline_of(state: Subject) -> Outline | None:
    """The outline of a subject; None if no calendar says anything of it."""
    match state:
        case Trip():
            return Outline(
                kind=state.kind, title=state.title, stage=state.stage, when=state.dates, stops=state.stops,
                days=state.days, nights=state.lodged, in_flight=state.in_flight,
            )  # fmt: skip
        case Visit():
            return Outline(
                kind=state.kind, title=state.heading, stage=state.stage, when=state.dates, place=state.place
            )  # fmt: skip
        case Engagement():
            return Outline(
                kind=state.kind, title=state.title, stage=state.stage, when=state.dates, place=state.place,
                part_of=state.part_of,
            )  # fmt: skip
        case Occasion():
            return Outline(
                kind=state.kind, title=state.title, stage=state.stage, when=state.dates, place=state.place,
                is_series=state.recurrence is not None,
            )  # fmt: skip
        case Agreement():
            return _signing(state)
        case _:
            return None


def _signing(agreement: Agreement) -> Outline | None:
    """A signing is in a calendar if it is planned or dated."""
    signed = agreement.is_signed and agreement.signed is not None
    ahead = agreement.stage in (AgreementStage.SIGNING_PLANNED, AgreementStage.POSTPONED)
    if not (signed or ahead or agreement.signing_called_off):
        return None
    return Outline(
        kind=agreement.kind, title=agreement.heading, stage=agreement.stage, when=agreement.dates,
        place=agreement.signed_place or agreement.place, same_as=agreement.same_as, stands_for=agreement.engagement,
    )  # fmt: skip
