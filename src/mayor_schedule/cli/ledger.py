"""What `counts --ledger` prints: each series through time, a row for each statement."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

import typer
from rich.markup import escape

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.views.counting.happenings import Happening
from mayor_schedule.views.counting.ledger import Account, Ledger, Step
from mayor_schedule.views.counting.reckoner import Amount
from mayor_schedule.views.counting.series import COUNTED, Sort
from mayor_schedule.views.counting.verdicts import Verdict

from .ledger_words import say
from .refusals import every_key, near, refusal
from .reports import titled
from .tables import print_json, print_table
from .wording import word


def check_options(*, ledger: bool, key: str | None, since: str | None, term: str | None) -> None:
    """Make sure that the options of the command go together.

    Raises:
        InvalidValueError: they do not.
    """
    if ledger and since is not None:
        raise refusal("ledger_from", since=since)
    if ledger and term is not None:
        raise refusal("ledger_term", term=term)
    if key is not None and not ledger:
        raise refusal("key_alone", key=key)


def print_ledger(ledger: Ledger, key: str | None, languages: tuple[str, ...], *, as_json: bool) -> None:
    """The ledger; as a table, without the series of which nothing can be compared.

    Args:
        ledger: the ledger.
        key: the only series that is wanted; None for all.
        languages: the languages of what is shown, the best first.
        as_json: whether a program reads.

    Raises:
        InvalidValueError: there is no such series.
    """
    if key is not None and key not in ledger:
        raise _unknown(ledger, key)
    accounts = [each for each in ledger.values() if key in (None, each.key)]
    if as_json:
        print_json({each.key: _records(ledger, each, languages) for each in accounts})
        return
    language = languages[0]
    told = accounts if key is not None else [each for each in accounts if _is_told(each)]
    typer.echo(titled(say("ledger", language, on=ledger.on), ledger.knowledge, language) + "\n")
    for account in told:
        _print_account(account, languages)
    if not told:
        typer.echo(word("nothing", language))
    left_out = sum(each.key not in COUNTED for each in accounts) - sum(each.key not in COUNTED for each in told)
    if left_out:
        typer.echo(say("left_out", language, count=left_out))


def _records(ledger: Ledger, account: Account, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    return [step.to_record(ledger.knowledge.audience, *languages) for step in account.steps]


def _is_told(account: Account) -> bool:
    """Whether a table has a series: something is stated of a counted one, or more than once of another."""
    return len(account.steps) > (0 if account.key in COUNTED else 1)


def _print_account(account: Account, languages: tuple[str, ...]) -> None:
    """One series: a row for each statement."""
    language, counted = languages[0], account.key in COUNTED
    columns = {
        "as_of": [step.as_of for step in account.steps],
        "stated": [f"{'~' if step.approximate else ''}{step.stated:,}{step.unit or ''}" for step in account.steps],
    }
    if counted:
        columns["named"] = [str(len(step.named)) for step in account.steps]
        columns["unnamed"] = [f"{step.unnamed:,}" for step in account.steps]
        columns["since"] = ["\n".join(_happening(each, languages) for each in step.between) for step in account.steps]
        columns["verdict"] = ["\n".join(verdicts(step, account.sort, languages)) for step in account.steps]
    columns["source"] = ["\n".join(_sources(step)) for step in account.steps]
    shown = [key for key, cells in columns.items() if any(cells) or key in ("as_of", "stated")]
    headings = [say(key, language) if key in ("since", "verdict") else word(key, language) for key in shown]
    rows = [[escape(columns[key][number]) for key in shown] for number in range(len(account.steps))]
    right = [shown.index(key) for key in ("stated", "named", "unnamed") if key in shown]
    if rows:
        print_table(_title(account, languages), headings, rows, right=right)
    else:
        typer.echo(f"{_title(account, languages)}: {say('no_statements', language)}")


def _title(account: Account, languages: tuple[str, ...]) -> str:
    """What a series is called, and its key; a stated one by the title of its last statement."""
    if account.key in COUNTED:
        return f"{word(account.key, languages[0])} ({account.key})"
    title = getattr(account.steps[-1].statement.state, "title", None)
    return account.key if title is None else f"{title.best(*languages)} ({account.key})"


def _happening(each: Happening, languages: tuple[str, ...]) -> str:
    """What happened, on which days, and what that adds to what is expected."""
    language = languages[0]
    first, last = each.days
    if first is not None and last is not None:
        days = f"{first}" if first == last else say("day_between", language, first=first, last=last)
    elif first is not None:
        days = say("day_from", language, first=first)
    else:
        days = "" if last is None else say("day_to", language, last=last)
    label, what = each.label.best(*languages), say(each.what, language)
    told = say("happening", language, label=label, what=what, days=days).rstrip()
    return say("reckoned", language, happening=told, change=f"{each.change:+}") if each.change else told


def verdicts(step: Step, sort: Sort | None, languages: tuple[str, ...]) -> Iterator[str]:
    """What can be said of a statement, in words."""
    language = languages[0]
    for verdict in step.verdicts:
        match verdict:
            case Verdict.OVER_NAMED:
                yield say(verdict, language, count=f"{step.over_named:,}")
            case Verdict.UNIT_NEEDED:
                yield say(verdict, language, units=", ".join(_units(step, language)))
            case Verdict.UNEXPLAINED:
                yield unexplained(step, sort, language)
            case Verdict.COMPLETE | Verdict.PARTIAL:
                yield say(verdict, language)
    if step.counted_by is not None:
        yield say("by_unit", language, name=say(f"by_{step.counted_by}", language))
    if step.rebased is not None:
        yield say("rebased", language, reason=step.rebased.best(*languages))
    elif step.unexplained is not None and Verdict.UNEXPLAINED not in step.verdicts:
        yield say("explained", language)


def _units(step: Step, language: str) -> Iterator[str]:
    for unit, count in step.named_by.items():
        yield say("unit", language, count=count, name=say(f"by_{unit}", language))


def unexplained(step: Step, sort: Sort | None, language: str) -> str:
    """What remains unexplained, in words: how many, and what it can be.

    Args:
        step: a step of which something remains.
        sort: how its series is read.
        language: the language.
    """
    least: Amount = step.unexplained_least or 0
    most: Amount = step.unexplained_most or 0
    unit = step.unit or ""
    if least < 0 < most:
        gone, come = (_number(each, language, unit) for each in (-least, most))
        return say("either", language, gone=gone, come=come)
    way = "come" if most > 0 else "gone"
    low, high = (least, most) if most > 0 else (-most, -least)
    why = say(f"{sort}_one_{way}" if high == 1 else f"{sort}_{way}", language)
    if low == 0:
        return say("up_to", language, count=_number(high, language, unit), why=why)
    if low == high:
        return say("so_many", language, count=_number(high, language, unit), why=why)
    point = f"{abs(step.unexplained or 0):,}"
    count = say("from_to", language, point=point, least=f"{low:,}", most=f"{high:,}", unit=unit)
    return say("so_many", language, count=count, why=why)


def _number(amount: Amount, language: str, unit: str) -> str:
    return say("one" if amount == 1 else "number", language, count=f"{amount:,}", unit=unit)


def _sources(step: Step) -> Iterator[str]:
    for document, at in step.sources:
        yield f"{document} {at or ''}".strip()


def _unknown(ledger: Ledger, key: str) -> InvalidValueError:
    close = difflib.get_close_matches(key, ledger, n=1)
    return refusal("no_series", key=key, help=near(close[0]) if close else every_key())
