"""Clashes and warnings: what a principal cannot both attend, and what an office should look at twice.

The guard against double booking refuses what cannot be; this view shows what is there all the same: what was accepted
with a reason, what is only planned, what has only days, and what is inconvenient. Overlaps are found with the guard's
own rule, `Hold.excludes`.
"""

from __future__ import annotations

from .finding import CLASH, RULES, WARNING, Finding
from .view import Clashes

__all__ = ["CLASH", "RULES", "WARNING", "Clashes", "Finding"]
