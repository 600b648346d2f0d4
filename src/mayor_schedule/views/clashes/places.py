"""Where a place is, as far as its country and its zone tell."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytz

from mayor_schedule.domain.office import Profile
from mayor_schedule.domain.values.place import Coordinates, Place
from mayor_schedule.domain.values.text import Text


@cache
def country_of_zone(zone: str) -> str | None:
    """The country of a zone; None where it is of no country, or of several."""
    found = [country for country, zones in pytz.country_timezones.items() if zone in zones]
    return found[0] if len(found) == 1 else None


def home_country(office: Profile) -> str | None:
    """The country of an office, by its zone; None where that tells nothing."""
    return country_of_zone(office.zone)


def country_of(place: Place) -> str | None:
    """The country of a place: as it is said, else by its zone."""
    return place.country or (None if place.zone is None else country_of_zone(place.zone))


def zone_of(place: Place) -> str | None:
    """The zone of a place: as it is said, else the only one of its country."""
    zones = () if place.country is None else pytz.country_timezones.get(place.country, ())
    return place.zone or (zones[0] if len(zones) == 1 else None)


def is_home(place: Place | None, office: Profile) -> bool:
    """Whether a place is known to be in the office's country, or, where nobody knows that, in its zone."""
    if place is None:
        return False
    country, home = country_of(place), home_country(office)
    return country == home if country and home else place.zone == office.zone


def is_elsewhere(place: Place | None, office: Profile) -> bool:
    """Whether a place is known to be in another country than the office's, or in another zone."""
    known = place is not None and (place.country is not None or place.zone is not None)
    return known and not is_home(place, office)


def same_name(one: Text | None, other: Text | None) -> bool:
    """Whether two names are the same in one of their languages."""
    return one is not None and other is not None and bool(set(dict(one).values()) & set(dict(other).values()))


@cache
def point_of_zone(zone: str) -> Coordinates | None:
    """The place after which a zone is named, as the time zone database has it (``zone.tab``, ISO 6709)."""
    for line in _zone_table():
        columns = line.split("\t")
        if not line.startswith("#") and columns[2] == zone:
            split = max(columns[1].rfind("+"), columns[1].rfind("-"))
            latitude, longitude = columns[1][:split], columns[1][split:]
            return Coordinates(latitude=_degrees(latitude, 2), longitude=_degrees(longitude, 3))
    return None


@cache
def _zone_table() -> list[str]:
    """The table of zones that `pytz` brings along; nothing where a system's own build of it has none."""
    try:
        return (files("pytz") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _degrees(text: str, digits: int) -> float:
    """Degrees of ±DDMM, ±DDMMSS, ±DDDMM or ±DDDMMSS."""
    rest = text[1 + digits :]
    value = int(text[1 : 1 + digits]) + int(rest[:2]) / 60 + int(rest[2:] or 0) / 3_600
    return -value if text[0] == "-" else value
