"""The words of the ledger: in English here, and in other languages beside those of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .wording import worded

LEDGER_WORDS: Final[Mapping[str, str]] = {
    "ledger": "Ledger of the counts up to {on}",
    "since": "Since the statement before",
    "verdict": "Verdict",
    "left_out": "{count} more figures are stated once and not counted: see mayor-schedule counts, or --key KEY",
    "no_statements": "nothing is stated of it",
    "day_from": "from {first}",
    "day_to": "by {last}",
    "day_between": "{first} – {last}",
    "happening": "{label}: {what} {days}",
    "reckoned": "{happening} ({change})",
    "announced": "announced",
    "attracted": "attracted",
    "begun": "begun",
    "cancelled": "cancelled",
    "closed": "closed",
    "confirmed": "confirmed",
    "delivered": "delivered",
    "departed": "departed",
    "dropped": "dropped",
    "expired": "expired",
    "in_force": "in force",
    "lost": "lost",
    "moved_away": "moved away",
    "opened": "opened",
    "planned": "planned",
    "postponed": "postponed",
    "proposed": "proposed",
    "pursued": "pursued",
    "received": "received",
    "renewed": "renewed",
    "returned": "returned",
    "signed": "signed",
    "signing_planned": "signing planned",
    "terminated": "terminated",
    "won": "won",
    "complete": "all named",
    "partial": "partly named",
    "over_named": "{count} more named than stated",
    "unit_needed": "say what is counted: {units}",
    "unit": "{count} by {name}",
    "by_unit": "counted by {name}",
    "by_system_client": "system and client",
    "by_system": "system",
    "by_client": "client",
    "by_person": "person",
    "by_visit": "visit",
    "up_to": "up to {count} unexplained: {why}, or another basis of counting",
    "so_many": "{count} unexplained: {why}, or another basis of counting",
    "either": "unexplained: up to {gone} fewer, up to {come} more than is known, or another basis of counting",
    "one": "one",
    "number": "{count}",
    "from_to": "{point} ({least} to {most})",
    "stock_one_gone": "a departure",
    "stock_gone": "departures that nobody named",
    "stock_one_come": "an arrival",
    "stock_come": "arrivals that nobody named",
    "plan_one_gone": "a plan that ended",
    "plan_gone": "plans that ended",
    "plan_one_come": "a new plan",
    "plan_come": "new plans that nobody named",
    "flow_one_gone": "a correction",
    "flow_gone": "corrections",
    "flow_one_come": "one that nobody named",
    "flow_come": "more that nobody named",
    "rebased": "another basis of counting: {reason}",
    "explained": "agrees with the statement before",
}
"""The English templates by key."""


def say(key: str, language: str, **parts: object) -> str:
    """A word of the ledger in a language; in English where that has none."""
    return worded(f"ledger {key}", LEDGER_WORDS[key], language, **parts)
