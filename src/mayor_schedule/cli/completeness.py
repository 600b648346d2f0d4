"""What the command `list --completeness` prints: what is missing, and what nobody gave a source for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from datetime import date

import typer
from rich.markup import escape

from mayor_schedule.domain.values.identity import KINDS
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.views.completeness.answers import Answer
from mayor_schedule.views.completeness.view import KINDS as ASKED
from mayor_schedule.views.completeness.view import Aspect, Completeness, completeness
from mayor_schedule.views.knowledge import Knowledge

from .refusals import either, meant, refusal
from .reports import titled
from .tables import print_json, print_table
from .wording import word


def check_asked(kind: str | None, audience: Audience) -> None:
    """Make sure that something can be missing of a kind, and that who asks may be told.

    Raises:
        InvalidValueError: there is no such kind, nothing is asked of it, or the public asks.
    """
    if kind is not None and kind not in ASKED:
        kinds = either(ASKED)
        if kind in KINDS:
            raise refusal("not_asked", kind=kind, kinds=kinds)
        close = difflib.get_close_matches(kind, ASKED, n=1)
        raise refusal("no_kind", kind=kind, meant=meant(close[0] if close else None), kinds=kinds)
    if audience is Audience.PUBLIC:
        raise refusal("completeness_public")


def print_completeness(
    knowledge: Knowledge, kind: str | None, day: date, languages: tuple[str, ...], *, as_json: bool
) -> None:
    """What is missing, a row for each subject and a column for each aspect.

    Args:
        knowledge: what is known, and by whom it is asked.
        kind: the kind of subject; None for all of which something can be missing.
        day: the day by which results are due.
        languages: the languages of what is shown, the best first.
        as_json: whether a program reads.
    """
    language = languages[0]
    entries = [each for each in completeness(knowledge, on=day) if kind in (None, each.known.state.kind)]
    if as_json:
        print_json([each.to_record(knowledge.audience, *languages) for each in entries])
    else:
        rows = [["\n".join(_named(each, languages)), *_cells(each, language)] for each in entries]
        headings = [word("what", language), *(word(f"aspect_{each}", language) for each in Aspect)]
        title = titled(word("completeness", language, day=day), knowledge, language)
        print_table(title, headings, [[escape(cell) for cell in row] for row in rows])
        typer.echo(_summary(entries, language))


def _named(entry: Completeness, languages: tuple[str, ...]) -> Iterator[str]:
    yield entry.title.best(*languages)
    yield entry.known.id
    kind, stage = entry.known.state.kind, str(getattr(entry.known.state, "stage", ""))
    yield word("signing_postponed" if (kind, stage) == ("agreement", "postponed") else f"stage_{stage}", languages[0])


def _cells(entry: Completeness, language: str) -> Iterator[str]:
    for aspect in Aspect:
        yield "\n".join(_cell(entry.aspects[aspect], language))


def _cell(found: Answer, language: str) -> Iterator[str]:
    """How well a question is answered, with a sign that can be told apart without colour, and what is wanting."""
    yield word(f"answer_{found.state}", language)
    for remark in found.remarks:
        yield f"  {word(f'remark_{remark}', language)}"


def _summary(entries: Sequence[Completeness], language: str) -> str:
    """How many things are missing, of which aspects, and in how many entries."""
    if not entries:
        return word("nothing", language)
    missing = [aspect for each in entries for aspect in each.missing]
    if not missing:
        return word("none_missing", language)
    named = (f"{word(f'aspect_{each}', language)} {missing.count(each)}" for each in Aspect if each in missing)
    lacking = sum(bool(each.missing) for each in entries)
    return word(
        "missing_count", language, count=len(missing), lacking=lacking, entries=len(entries), aspects=", ".join(named)
    )
