"""The council briefing: what it says, and of which subjects, before it is put into words.

`briefing(counts)` makes it; `content` has its parts. The words, pictures and files are made in `exports.briefing`.
"""

from .content import (
    Annex,
    Briefing,
    Cell,
    Departure,
    FigureTable,
    Named,
    OccurrenceBrief,
    SeriesBrief,
    Status,
    StopBrief,
    Tally,
    Tie,
    Topic,
    TripBrief,
    VisitBrief,
    VisitGroup,
)
from .view import briefing

__all__ = [
    "Annex", "Briefing", "Cell", "Departure", "FigureTable", "Named", "OccurrenceBrief", "SeriesBrief", "Status",
    "StopBrief", "Tally", "Tie", "Topic", "TripBrief", "VisitBrief", "VisitGroup", "briefing",
]  # fmt: skip
