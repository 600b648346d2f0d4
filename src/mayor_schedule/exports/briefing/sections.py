"""The sections of a briefing in words: trips, visits, results, and what is planned and pursued."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.views.briefing import Briefing, Status, TripBrief, VisitBrief

from .counted import block
from .lines import plain
from .page import Block, Line, Part
from .results import exports, names
from .saying import Saying
from .trips import trip_line
from .visits import guests, visit_line


def sections(briefing: Briefing, saying: Saying) -> Iterator[Part]:
    """Every section, in order; each with a line where there is nothing to report."""
    counts, others = briefing.counts, briefing.trips_other
    made = (
        block(saying, counts["trips_made"], (trip_line(each, saying) for each in briefing.trips_made)),
        plain("trips_open", saying, (trip_line(each, saying, planned=False) for each in briefing.trips_open)),
        plain("trips_other", saying, (trip_line(each, saying) for each in others if each.status is Status.DONE)),
    )
    visits = (
        *(guests(each, saying) for each in briefing.visits),
        plain("visits_open", saying, (visit_line(each, saying) for each in briefing.visits_open)),
        plain("visits_ahead", saying, (visit_line(each, saying) for each in briefing.visits_ahead)),
    )
    results = (
        block(saying, briefing.exports_won.count, exports(briefing.exports_won, saying)),
        block(saying, briefing.organizations_attracted.count, names(briefing.organizations_attracted, saying)),
        block(saying, briefing.hosted.count, names(briefing.hosted, saying)),
    )
    ahead = (
        block(saying, counts["trips_planned"], (trip_line(each, saying) for each in briefing.trips_planned)),
        plain("trips_other", saying, (trip_line(each, saying) for each in others if each.status is not Status.DONE)),
        plain("called_off", saying, (_off(each, saying) for each in briefing.called_off)),
    )
    pursued = (
        block(saying, briefing.exports_pursued.count, exports(briefing.exports_pursued, saying)),
        block(saying, briefing.organizations_pursued.count, names(briefing.organizations_pursued, saying)),
    )
    every = (("trips", made), ("visits", visits), ("results", results), ("trips_ahead", ahead), ("pursued", pursued))
    for number, (key, blocks) in enumerate(every, start=1):
        told = tuple(each for each in blocks if each)
        if not told:
            told = (Block(key="nothing", lines=(Line(text=saying.word("nothing")),)),)
        yield Part(key=key, number=str(number), title=saying.word(key), blocks=told)


def _off(brief: TripBrief | VisitBrief, saying: Saying) -> Line:
    return trip_line(brief, saying) if isinstance(brief, TripBrief) else visit_line(brief, saying)
