"""What the command `agreements` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import typer
from rich.markup import escape

from mayor_schedule.domain.values.fuzzy import FuzzyDate
from mayor_schedule.domain.values.when import Unknown, When
from mayor_schedule.views.agreements import RegisterEntry
from mayor_schedule.views.calendar import place_name
from mayor_schedule.views.knowledge import Knowledge

from .reports import titled
from .tables import date_text, print_table
from .wording import word


def print_register(
    knowledge: Knowledge, entries: Sequence[RegisterEntry], day: date, languages: tuple[str, ...]
) -> None:
    """The register, a row for each agreement."""
    language = languages[0]
    rows = [
        [
            "\n".join(_named(each, languages)),
            "\n".join(party.name.best(*languages) for party in each.parties),
            _stage(each, language),
            _signed(each, languages),
            "\n".join(_remarks(each, languages)),
        ]
        for each in entries
    ]
    headings = [word(key, language) for key in ("an_agreement", "parties", "stage", "signed_on", "remarks")]
    title = titled(word("register", language, day=day), knowledge, language)
    print_table(title, headings, [[escape(cell) for cell in row] for row in rows])
    if not rows:
        typer.echo(word("nothing", language))


def _named(entry: RegisterEntry, languages: tuple[str, ...]) -> Iterator[str]:
    yield entry.title.best(*languages)
    if entry.category is not None:
        yield word(f"category_{entry.category}", languages[0])
    yield entry.known.id


def _stage(entry: RegisterEntry, language: str) -> str:
    stage = _stage_word(entry.stage or "none", language)
    if entry.perhaps is None:
        return stage
    return f"{stage}\n{word('perhaps', language, stage=_stage_word(entry.perhaps, language))}"


def _stage_word(stage: str, language: str) -> str:
    return word("signing_postponed" if stage == "postponed" else f"stage_{stage}", language)


def _signed(entry: RegisterEntry, languages: tuple[str, ...]) -> str:
    """When it was signed, else when it is to be, and where."""
    when = "" if entry.signed is None else date_text(entry.signed, languages[0])
    if entry.signed is None and not isinstance(entry.signing, Unknown):
        when = word("signing_on", languages[0], when=date_text(entry.signing, languages[0]))
    place = "" if entry.place is None else place_name(entry.place, *languages)
    return "\n".join(each for each in (when, place) if each)


def _remarks(entry: RegisterEntry, languages: tuple[str, ...]) -> Iterator[str]:
    language = languages[0]
    if entry.remark is not None:
        yield entry.remark.best(language, "en")
    if entry.same_as is not None:
        yield word("same", language, other=entry.same_as.id)
    elif entry.possible_duplicate_of is not None:
        key = "possible_duplicate" if entry.verdict is None else "distinct"
        yield word(key, language, other=entry.possible_duplicate_of.id)
    if entry.merged:
        yield word("merged_here", language, others=", ".join(each.id for each in entry.merged))
    if entry.predecessor is not None:
        yield word("follows", language, other=entry.predecessor.id)
    yield from _dates(entry, language)
    if entry.subject_matter is not None:
        yield entry.subject_matter.best(*languages)


def _dates(entry: RegisterEntry, language: str) -> Iterator[str]:
    until = "overdue" if entry.is_overdue else "valid_until"
    dates: tuple[tuple[str, When | FuzzyDate | None], ...] = (
        ("in_force_from", entry.in_force_from), (until, entry.valid_until), ("ended", entry.ended),
    )  # fmt: skip
    for key, when in dates:
        if when is not None:
            yield word(key, language, day=date_text(when, language))
