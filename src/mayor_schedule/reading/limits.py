"""Where a past ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mayor_schedule.domain.values.days import read_day
from mayor_schedule.domain.values.instants import read_instant


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a past ends: known on a day, recorded by an instant; neither for the present."""

    known_on: date | None = None
    recorded_until: datetime | None = None

    def within(self, known_on: date | str | None, recorded_until: datetime | str | None) -> Limits:
        """These limits, or earlier ones.

        Raises:
            InvalidValueError: the day is none, or the instant.
        """
        days = [each for each in (self.known_on, None if known_on is None else read_day(known_on)) if each is not None]
        given = None if recorded_until is None else read_instant(recorded_until)
        instants = [each for each in (self.recorded_until, given) if each is not None]
        return Limits(min(days, default=None), min(instants, default=None))
