"""Recording: one attempt at a batch, what it takes and gives back in the diaries, and the restoring of a whole log."""

from __future__ import annotations

from .restoring import Restoring
from .unit import Bookings, Receipt, Unit, day_in

__all__ = ["Bookings", "Receipt", "Restoring", "Unit", "day_in"]
