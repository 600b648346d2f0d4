"""Recording: one attempt at a batch, and what it takes and gives back in the diaries."""

from __future__ import annotations

from .unit import Bookings, Receipt, Unit, day_in

__all__ = ["Bookings", "Receipt", "Unit", "day_in"]
