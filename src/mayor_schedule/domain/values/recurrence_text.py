"""A recurrence in words, in Korean and English: 매주 월요일, "every Monday until 2018-12-31"."""

from __future__ import annotations

from typing import Final

from .recurrence import Recurrence, read_until
from .text import primary

_DAYS: Final = {
    "MO": ("월요일", "Monday"), "TU": ("화요일", "Tuesday"), "WE": ("수요일", "Wednesday"),
    "TH": ("목요일", "Thursday"), "FR": ("금요일", "Friday"), "SA": ("토요일", "Saturday"), "SU": ("일요일", "Sunday"),
}  # fmt: skip
_UNITS: Final = {
    "DAILY": (("매일", "{}일마다"), ("every day", "every {} days")),
    "WEEKLY": (("매주", "{}주마다"), ("every week", "every {} weeks")),
    "MONTHLY": (("매월", "{}개월마다"), ("every month", "every {} months")),
    "YEARLY": (("매년", "{}년마다"), ("every year", "every {} years")),
}
_ORDINALS: Final = {
    "1": ("첫째", "first"), "2": ("둘째", "second"), "3": ("셋째", "third"), "4": ("넷째", "fourth"),
    "5": ("다섯째", "fifth"), "-1": ("마지막", "last"),
}  # fmt: skip
_READABLE: Final = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL"}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def say(recurrence: Recurrence, language: str) -> str:
    """A recurrence in words; the rule itself where no words are known for it.

    Args:
        recurrence: the recurrence.
        language: a BCP 47 tag; Korean, and English for every other.
    """
    korean = primary(language) == "ko"
    parts = dict(part.partition("=")[::2] for part in recurrence.rule.split(";"))
    days = [_day(each, korean=korean) for each in parts.get("BYDAY", "").split(",") if each]
    both = {"BYDAY", "BYMONTHDAY"} <= set(parts)
    if set(parts) - _READABLE or None in days or "-" in parts.get("BYMONTHDAY", "") or both:
        return recurrence.rule
    once, several = _UNITS[parts["FREQ"]][0 if korean else 1]
    often = several.format(parts["INTERVAL"]) if "INTERVAL" in parts else once
    words = [often, *_months(parts, korean=korean), *_on(parts, [each for each in days if each], korean=korean)]
    return " ".join([*words, *_end(parts, korean=korean)])


def _day(given: str, *, korean: bool) -> str | None:
    number, weekday = given[:-2].lstrip("+"), _DAYS[given[-2:]][0 if korean else 1]
    if not number:
        return weekday
    if number not in _ORDINALS:
        return None
    ordinal = _ORDINALS[number][0 if korean else 1]
    return f"{ordinal} {weekday}" if korean else f"the {ordinal} {weekday}"


def _months(parts: dict[str, str], *, korean: bool) -> list[str]:
    months = [int(each) for each in parts.get("BYMONTH", "").split(",") if each]
    if not months:
        return []
    if korean:
        return ["·".join(f"{each}월" for each in months)]
    return ["in " + ", ".join(MONTHS[each - 1] for each in months)]


def _on(parts: dict[str, str], days: list[str], *, korean: bool) -> list[str]:
    if days:
        return ["·".join(days)] if korean else ["on " + ", ".join(days)]
    dates = [each.lstrip("+") for each in parts.get("BYMONTHDAY", "").split(",") if each]
    if not dates:
        return []
    return ["·".join(f"{each}일" for each in dates)] if korean else ["on day " + ", ".join(dates)]


def _end(parts: dict[str, str], *, korean: bool) -> list[str]:
    if "UNTIL" in parts:
        day = read_until(parts["UNTIL"])
        return [f"{day}까지"] if korean else [f"until {day}"]
    if "COUNT" in parts:
        return [f"{parts['COUNT']}회"] if korean else [f"{parts['COUNT']} times"]
    return []
