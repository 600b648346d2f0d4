"""`Worker`: files what others record, until it is told to stop, and whatever becomes of the store meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from mayor_schedule.errors import StoreError
from mayor_schedule.store.history import History

from .generations import Fault
from .views import StoredViews

WAIT: Final = 1.0
"""Seconds after which it looks by itself, and after which it stops at the latest where it is told to."""

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
"""Seconds: the bounds of the pauses before it tries again to use a store that cannot be used."""


class Telling(Protocol):
    """Is told what becomes of it."""

    def filed(self, position: int, size: int) -> None:
        """So many events are filed, of so many."""

    def set_aside(self, fault: Fault) -> None:
        """An event was set aside."""

    def failed(self, error: StoreError, pause: float) -> None:
        """The store cannot be used; it is tried again after so many seconds."""

    def came_back(self) -> None:
        """The store can be used again."""


class Worker:
    """Files what others record.

    Args:
        history: the store.
        telling: is told what becomes of it.
        is_over: whether to stop.
        pause: waits so many seconds, or until it is over.
    """

    def __init__(
        self, history: History, telling: Telling, is_over: Callable[[], bool], pause: Callable[[float], object]
    ) -> None:
        self._history = history
        self._views = StoredViews(history)
        self._telling = telling
        self._is_over = is_over
        self._pause = pause
        self._told: set[Fault] = set()
        self._position = 0

    @property
    def position(self) -> int:
        """How many events were filed when it last looked."""
        return self._position

    def run(self) -> None:
        """File what is recorded, until it is over; where the store cannot be used, it is tried again and again."""
        pause = FIRST_PAUSE
        while not self._is_over():
            try:
                with self._history.listening() as wait:
                    while not self._is_over():
                        self.catch_up()
                        if pause != FIRST_PAUSE:
                            self._telling.came_back()
                            pause = FIRST_PAUSE
                        wait(WAIT)
            except StoreError as error:
                if self._is_over():
                    return
                self._telling.failed(error, pause)
                self._pause(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def catch_up(self, *, rebuild: bool = False) -> None:
        """File what is not filed yet, or everything anew, and tell of it.

        Args:
            rebuild: whether to make everything anew.

        Raises:
            StoreError: the store cannot be used.
        """
        filing = self._views.rebuild if rebuild else self._views.catch_up
        position = filing(progress=self._telling.filed)
        if rebuild or position != self._position or not self._told:
            self._position = position
            for fault in self._views.faults():
                if fault not in self._told:
                    self._told.add(fault)
                    self._telling.set_aside(fault)
