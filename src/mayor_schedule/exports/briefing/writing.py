"""Writing a briefing in a language, as Markdown, HTML or JSON."""

from __future__ import annotations

import difflib
import json
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mayor_schedule.domain.values.instants import written
from mayor_schedule.domain.values.text import words_in
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import say
from mayor_schedule.views.briefing import Briefing

from .annexes import annexes
from .drawing import hosted_picture, year_pictures
from .faults import FaultError
from .folders import checked
from .notes import Notes
from .page import Page
from .printing import printed
from .record import page_record
from .rendering import NAMES, render
from .saying import Saying
from .sections import sections
from .words import WORDS

FORMATS = (*NAMES, "json")
NO_SOURCES = say("MS-0541", "the public sees no sources; ask for --audience internal, or leave --explain out")
"""Why there are no footnotes for the public."""


def write_briefing(
    told: Briefing,
    *,
    form: str,
    languages: tuple[str, ...],
    explain: bool = False,
    templates: Path | None = None,
) -> str:
    """A council briefing as a file.

    Args:
        told: what it says, and to whom.
        form: ``md``, ``html`` or ``json``.
        languages: BCP 47; the language, then those to fall back to for what the history says in no other.
        explain: add footnotes with the sources and events of each line; JSON has them always.
        templates: a folder with an office's own templates.

    Raises:
        InvalidValueError: another format; footnotes for the public, which sees no sources; or a folder without
            templates.
        InputError: a template fails.
    """
    if form not in FORMATS:
        raise InvalidValueError(
            say("MS-0540", "a briefing is written as {forms}, and not as {form!r}", forms=", ".join(FORMATS), form=form)
        )
    counts, knowledge = told.counts, told.counts.knowledge
    if explain and knowledge.audience is Audience.PUBLIC:
        raise InvalidValueError(NO_SOURCES)
    saying = Saying.of(knowledge, counts.on, languages)
    page = page_of(told, saying)
    if form == "json":
        if templates is not None:
            checked(templates)  # JSON has none; but a wrong folder is told in every format
        return json.dumps(page_record(page, knowledge, saying), ensure_ascii=False, indent=2) + "\n"
    context = given_to_templates(told, page, saying, form=form, explain=explain)
    return render(form, context, templates, languages=languages)


def given_to_templates(
    told: Briefing, page: Page, saying: Saying, *, form: str, explain: bool = False
) -> dict[str, Any]:
    """What a template is given, by name: the how-to lists it.

    Args:
        told: what the briefing says.
        page: the same in words.
        saying: the words.
        form: ``md``, or ``html`` for the pictures too.
        explain: with footnotes.
    """
    context: dict[str, Any] = {
        "page": page,
        "notes": Notes(page, told.counts.knowledge, saying) if explain else None,
        "word": partial(_word, saying),
        "briefing": told,
    }
    if form == "html":
        hosted = hosted_picture(told.counts, saying)
        context["timelines"] = [Markup(each) for each in year_pictures(told.counts, saying)]  # noqa: S704 - escaped there
        context["hosted"] = None if hosted is None else Markup(hosted)  # noqa: S704 - escaped there
    return context


def _word(saying: Saying, key: str, **parts: Any) -> str:
    """A word of ours for a template, with what it puts into it printed as everywhere.

    Raises:
        FaultError: there is no such word, or it needs more.
    """
    words = words_in(saying.language, WORDS)
    if key not in words:
        close = difflib.get_close_matches(str(key), words, n=5, cutoff=0.4)
        raise FaultError("no_word", name=key, parts=", ".join(close or [*words][:5]))
    given = {name: each if isinstance(each, int) else printed(each, saying.languages) for name, each in parts.items()}
    try:
        return words[key].format(**given)
    except KeyError as error:
        raise FaultError("word_parts", name=key, parts=error.args[0]) from None


def page_of(told: Briefing, saying: Saying) -> Page:
    """A briefing in words."""
    knowledge = told.counts.knowledge
    basis = [saying.word("basis", day=saying.full_day(told.on))]
    if knowledge.known_on is not None and knowledge.known_on != told.on:
        basis.append(saying.word("basis_known", day=saying.full_day(knowledge.known_on)))
    if knowledge.recorded_until is not None:
        basis.append(saying.word("recorded", at=written(knowledge.recorded_until)))
    if not knowledge:
        basis.append(saying.word("nothing_known" if saying.is_internal else "nothing_public"))
    office = knowledge.office.name
    return Page(
        language=saying.language,
        title=saying.word("title"),
        office="" if office is None else saying.text(office),
        basis=", ".join(basis),
        on=told.on,
        since=told.since,
        sections=tuple(sections(told, saying)),
        annexes=tuple(annexes(told, saying)),
    )
