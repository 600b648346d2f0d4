"""The sections of a briefing in words: trips, visits, results, and what is planned and pursued."""

from __future__ import annotations

from collections.abc import Iterator

from mayor_schedule.views.briefing import Briefing, Status

from .counted import block
from .departures import exports_ended, organizations_left
from .lines import plain
from .page import Block, Line, Part
from .results import exports, organizations
from .saying import Saying
from .trips import trip_line
from .visits import guests, visit_line


def sections(briefing: Briefing, saying: Saying) -> Iterator[Part]:
    """Every section, in order; each with a line where there is nothing to report."""
    counts, others = briefing.counts, briefing.trips_other
    made = (
        block(saying, counts["trips_made"], (trip_line(each, saying) for each in briefing.trips_made)),
        _open_trips(briefing, saying),
        plain("trips_other", saying, (trip_line(each, saying) for each in others if each.status is Status.DONE)),
    )
    visits = (
        *(guests(each, saying) for each in briefing.visits),
        plain("visits_open", saying, (visit_line(each, saying) for each in briefing.visits_open)),
        plain("visits_ahead", saying, (visit_line(each, saying) for each in briefing.visits_ahead)),
        plain("visits_off", saying, (visit_line(each, saying) for each in briefing.visits_off)),
    )
    results = (
        exports(briefing.exports_won, saying),
        exports_ended("exports_delivered", briefing.exports_delivered, saying),
        organizations(briefing.organizations_attracted, saying),
        organizations(briefing.hosted, saying),
        organizations_left(briefing.organizations_left, saying),
    )
    ahead = (
        block(saying, counts["trips_planned"], (trip_line(each, saying) for each in briefing.trips_planned)),
        plain("trips_other", saying, (trip_line(each, saying) for each in others if each.status is not Status.DONE)),
        plain("called_off", saying, (trip_line(each, saying) for each in briefing.called_off)),
    )
    pursued = (
        exports(briefing.exports_pursued, saying),
        exports_ended("exports_lost", briefing.exports_lost, saying),
        organizations(briefing.organizations_pursued, saying),
    )
    every = (("trips", made), ("visits", visits), ("results", results), ("trips_ahead", ahead), ("pursued", pursued))
    for number, (key, blocks) in enumerate(every, start=1):
        told = tuple(each for each in blocks if each)
        if not told:
            told = (Block(key="nothing", lines=(Line(text=saying.word("nothing")),)),)
        yield Part(key=key, number=str(number), title=saying.word(key), blocks=told)


def _open_trips(briefing: Briefing, saying: Saying) -> Block:
    """The trips under way, and those not reported: that there are such the public is not told."""
    lines = tuple(trip_line(each, saying, planned=False) for each in briefing.trips_open)
    title = saying.word("trips_open" if saying.is_internal else "trips_under_way")
    return Block(key="trips_open", title=title, lines=lines)
