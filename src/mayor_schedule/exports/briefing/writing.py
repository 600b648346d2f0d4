"""Writing a briefing in a language, as Markdown, HTML or JSON."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mayor_schedule.domain.values.instants import written
from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.errors import InvalidValueError
from mayor_schedule.views.briefing import Briefing

from .annexes import annexes
from .drawing import hosted_picture, year_pictures
from .notes import Notes
from .page import Page
from .record import page_record
from .rendering import NAMES, render
from .saying import Saying
from .sections import sections
from .words import word

FORMATS = (*NAMES, "json")


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
        raise InvalidValueError(f"a briefing is written as {', '.join(FORMATS)}, and not as {form!r}")
    counts, knowledge = told.counts, told.counts.knowledge
    if explain and knowledge.audience is Audience.PUBLIC:
        raise InvalidValueError("the public sees no sources; ask for --audience internal, or leave --explain out")
    saying = Saying.of(knowledge, counts.on, languages)
    page = page_of(told, saying)
    if form == "json":
        return json.dumps(page_record(page, knowledge, saying), ensure_ascii=False, indent=2) + "\n"
    context: dict[str, Any] = {
        "page": page,
        "notes": Notes(page, knowledge, saying) if explain else None,
        "word": partial(word, language=saying.language),
        "briefing": told,
    }
    if form == "html":
        hosted = hosted_picture(counts, saying)
        context["timelines"] = [Markup(each) for each in year_pictures(counts, saying)]  # noqa: S704 - escaped there
        context["hosted"] = None if hosted is None else Markup(hosted)  # noqa: S704 - escaped there
    return render(form, context, templates)


def page_of(told: Briefing, saying: Saying) -> Page:
    """A briefing in words."""
    knowledge = told.counts.knowledge
    basis = [saying.word("basis", day=saying.full_day(told.on))]
    if knowledge.known_on is not None and knowledge.known_on != told.on:
        basis.append(saying.word("basis_known", day=saying.full_day(knowledge.known_on)))
    if knowledge.recorded_until is not None:
        basis.append(saying.word("recorded", at=written(knowledge.recorded_until)))
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
