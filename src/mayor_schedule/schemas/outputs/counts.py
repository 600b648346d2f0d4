"""What `counts` and `counts --ledger` print."""

from __future__ import annotations

from typing import Literal

from mayor_schedule.domain.figure import CountingUnit
from mayor_schedule.views.counting.verdicts import Verdict
from mayor_schedule.views.rules.findings import FindingKind

from .base import Between, Output, Place, Reference

Amount = int | float


class Item(Output):
    """One that is individually identified.

    Attributes:
        subject: the subject.
        label: what it is called.
    """

    subject: str
    label: str


class RuleFinding(Output):
    """What a rule over figures found.

    Attributes:
        rule: the rule.
        kind: what was found.
        severity: warning for a sum that is wrong or cannot be made, note for the rest.
        as_of: the date of the figures; null where it is about none in particular.
        message: what was found, in words.
    """

    rule: str
    kind: FindingKind
    severity: Literal["warning", "note"]
    as_of: str | None
    message: str


class SetAside(Output):
    """A figure of the whole office, beside which the entries of one principal are not counted.

    Attributes:
        stated: the number.
        approximate: whether it says "some".
        unit: the counting unit as printed.
        as_of: when it was read, an EDTF date.
    """

    stated: Amount
    approximate: bool
    unit: str | None
    as_of: str


class Count(Output):
    """One series on a day.

    Attributes:
        stated: the number of the latest statement that fits.
        approximate: whether the statement says "some".
        named: how many are individually identified.
        named_least: the fewest that it can be, where days are not exact.
        named_most: the most that it can be.
        unnamed: stated less named, not below 0.
        total: the statement and what came since, less what went; without a statement, the named.
        total_least: the lowest that it can be.
        total_most: the highest that it can be.
        unit: the counting unit as printed.
        unexplained: the statement less what the one before it leads to, signed; null without one before.
        unexplained_least: the lowest that it can be.
        unexplained_most: the highest that it can be.
        as_of: when the statement was read, an EDTF date.
        span: what a flow covers.
        label: what the source calls the span.
        items: those identified.
        events: the events that say so; none for the public.
        findings: what rules over figures found.
        set_aside: of a count of one principal among several, the latest figure that fits: it is the whole office's, so
            that nothing is stated of the count; else null.
    """

    stated: Amount | None
    approximate: bool
    named: int
    named_least: int
    named_most: int
    unnamed: Amount
    total: Amount
    total_least: Amount
    total_most: Amount
    unit: str | None
    unexplained: Amount | None
    unexplained_least: Amount | None
    unexplained_most: Amount | None
    as_of: str | None
    span: str | None
    label: str | None
    items: list[Item]
    events: list[Reference]
    findings: list[RuleFinding]
    set_aside: SetAside | None


class Happening(Output):
    """Something that happened to a subject of a series.

    Attributes:
        subject: the subject.
        label: what it is called.
        what: the word for it, such as attracted or opened.
        days: the days on which it may have been; null for the public.
        change: 1 or -1 where it is reckoned with in what is expected, else 0.
    """

    subject: str
    label: str
    what: str
    days: Between | None
    change: Literal[-1, 0, 1]


class LedgerStep(Output):
    """One statement of a series, beside the one before.

    Attributes:
        as_of: when it was read, an EDTF date.
        span: what a flow covers.
        label: what the source calls the span.
        stated: the number.
        approximate: whether the source says "some".
        unit: the counting unit as printed.
        counted_by: what is counted, of a series that can be counted in more than one unit.
        named: how many are individually identified.
        named_by: the same in each unit in which the series can be counted.
        unnamed: stated less named, not below 0.
        over_named: named less stated, not below 0.
        between: what happened since the statement before.
        expected: what the statement before, and what came and went, lead to.
        unexplained: stated less expected.
        unexplained_least: the lowest that it can be.
        unexplained_most: the highest that it can be.
        rebased: why something else is counted from here on.
        verdicts: what can be said of it.
        sources: the documents that state it; none for the public.
        events: the events that say so; none for the public.
    """

    as_of: str
    span: str | None
    label: str | None
    stated: Amount
    approximate: bool
    unit: str | None
    counted_by: CountingUnit | None
    named: int
    named_by: dict[str, int]
    unnamed: Amount
    over_named: Amount
    between: list[Happening]
    expected: Amount | None
    unexplained: Amount | None
    unexplained_least: Amount | None
    unexplained_most: Amount | None
    rebased: str | None
    verdicts: list[Verdict]
    sources: list[Place]
    events: list[Reference]
