"""Days and nights in words, as the field says them: 9박 11일, and how many of the nights are in flight."""

from __future__ import annotations

from mayor_schedule.domain.values.text import primary


def lodging(days: int | None, nights: int | None, in_flight: int | None, language: str) -> str:
    """Days, nights lodged and nights in flight; nothing where one does not know.

    Args:
        days: calendar days, first and last inclusive.
        nights: nights lodged, as stated.
        in_flight: nights in flight.
        language: BCP 47; Korean, or else English.
    """
    if days is None or nights is None:
        return ""
    if primary(language) == "ko":
        return f"{nights}박 {days}일" + (f", 기내 {in_flight}박" if in_flight else "")
    return f"{counted(days, 'day')}, {counted(nights, 'night')}" + (f", {in_flight} in flight" if in_flight else "")


def counted(number: int, noun: str) -> str:
    """So many of something, in English."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
