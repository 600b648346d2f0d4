"""What a feed may be asked for beside its audience and its language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from mayor_schedule.domain.values.identity import composed
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Saying, say

ENTRY_KINDS: Final = ("trip", "visit", "engagement", "occasion", "agreement")
"""The kinds of entries of a calendar; an agreement stands there for its signing."""

NO_KIND: Final = Saying("MS-0542", "there is no kind of entry {kind!r}; the kinds are {known}")
"""Said of a kind that is none of them."""

LONGEST_ALARM: Final = 40_320
"""Minutes: four weeks."""

LONGEST_KEPT: Final = 36_500
"""Days: a century."""


class Plans(StrEnum):
    """Where what has only a fuzzy date is: in the feed as spans, apart from it, or alone in it."""

    WITH = "with"
    APART = "apart"
    ONLY = "only"


@dataclass(frozen=True, kw_only=True)
class FeedOptions:
    """What a feed may be asked for.

    Attributes:
        kinds: the kinds of entries in it, some of `ENTRY_KINDS`; None for all.
        plans: where fuzzy dates are: "with" the others as tentative all-day spans, "apart" (left out), or "only" they.
        alarm: minutes before the start at which a phone rings (VALARM), for what has a time; None for no alarm.
        drop_cancelled_after: days after which a cancelled entry is left out; None keeps it, 0 drops it at once.
        busy: whether an internal feed has confidential entries as busy time, without a word about them.
        principal: whose programme is in it; None for that of the whole office.
        link: where a reader finds more, such as ``https://example.go.kr/schedule/{uid}`` (URL); None for nowhere.

    Raises:
        InvalidValueError: one of them cannot be.
    """

    kinds: frozenset[str] | None = None
    plans: Plans = Plans.WITH
    alarm: int | None = None
    drop_cancelled_after: int | None = None
    busy: bool = False
    link: str | None = None
    principal: str | None = None

    def __post_init__(self) -> None:
        for kind in sorted(self.kinds or ()):
            if kind not in ENTRY_KINDS:
                raise InvalidValueError(NO_KIND(kind=kind, known=", ".join(ENTRY_KINDS)))
        if self.plans not in tuple(Plans):
            raise InvalidValueError(
                say("MS-0545", "plans cannot be {plans!r}; write {known}", plans=self.plans, known=", ".join(Plans))
            )
        object.__setattr__(self, "plans", Plans(self.plans))
        object.__setattr__(self, "principal", None if self.principal is None else composed(self.principal))
        if self.alarm is not None and not 0 <= self.alarm <= LONGEST_ALARM:
            raise InvalidValueError(
                say(
                    "MS-0546", "an alarm {alarm} minutes before cannot be; give 0 to {most}",
                    alarm=self.alarm, most=LONGEST_ALARM,
                )
            )  # fmt: skip
        if self.drop_cancelled_after is not None and not 0 <= self.drop_cancelled_after <= LONGEST_KEPT:
            days = self.drop_cancelled_after
            raise InvalidValueError(
                say(
                    "MS-0547", "{days} days after cannot be; give 0, to drop at once, to {most}",
                    days=days, most=LONGEST_KEPT,
                )
            )  # fmt: skip
        if self.link is not None:
            _check_link(self.link)

    def check(self, audience: Audience) -> None:
        """Make sure that an audience may have what is asked for.

        Raises:
            InvalidValueError: busy time is asked for the public.
        """
        if self.busy and audience is Audience.PUBLIC:
            raise InvalidValueError(
                say(
                    "MS-0548",
                    "the public cannot have confidential entries as busy time; ask for the audience internal",
                )
            )

    def url(self, uid: str) -> str | None:
        """Where a reader finds more of an entry."""
        return None if self.link is None else self.link.replace("{uid}", quote(uid, safe="@"))


def _check_link(link: str) -> None:
    plain = link.isascii() and link.isprintable() and not set(link) & set(' "<>\\^`|')
    if not (plain and link.startswith(("https://", "http://")) and "{uid}" in link):
        raise InvalidValueError(
            say(
                "MS-0549",
                "{link!r} is no link to an entry; write it as https://example.go.kr/schedule/{{uid}}, in ASCII",
                link=link[:80],
            )
        )
