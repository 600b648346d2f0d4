"""Who may see each subject, after every event of a log: a fold that keeps nothing else of it.

The states of a long log hold all that its events said. Whom a subject is for is decided by few of them, so that a log
of any length can be told apart while it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.domain.diary import BOOKING, PAGE
from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Classifying, Event, Withdrawn
from mayor_schedule.domain.subject import WHOLE
from mayor_schedule.domain.values.visibility import Visibility


class _Said(NamedTuple):
    """What one event said of who sees its subject, or which event it withdrew."""

    version: int
    visibility: Visibility | None = None
    public_from: datetime | None = None
    ends_embargo: bool = False
    withdraws: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who may see a subject.

    Attributes:
        version: the version of its last event.
        visibility: whom it is for.
        public_from: its embargo.
        is_withdrawn: whether it was entered in error as a whole.
    """

    version: int = 0
    visibility: Visibility = Visibility.INTERNAL
    public_from: datetime | None = None
    is_withdrawn: bool = False
    _said: tuple[_Said, ...] = ()

    def is_public(self, at: datetime) -> bool:
        """Whether what the public saw of it may be shown again at an instant; see `knowledge.remains`."""
        is_open = self.public_from is None or self.public_from <= at
        return self.visibility is Visibility.PUBLIC and is_open and not self.is_withdrawn

    def opens(self, since: datetime, until: datetime) -> bool:
        """Whether any embargo that was ever said of it ends after one instant, and not after another."""
        return any(each.public_from is not None and since < each.public_from <= until for each in self._said)

    def after(self, event: Event) -> Standing:
        """Who may see it after one more event."""
        said = _said_of(self.version + 1, event)
        if said is None:
            return replace(self, version=self.version + 1)
        every = (*self._said, said)
        withdrawn: set[int] = set()
        for each in reversed(every):  # a withdrawal can itself be withdrawn, by a later one
            if each.withdraws is not None and each.version not in withdrawn:
                withdrawn.add(each.withdraws)
        visibility, public_from = Visibility.INTERNAL, None
        for each in every:
            if each.version not in withdrawn:
                visibility = each.visibility or visibility
                public_from = None if each.ends_embargo else each.public_from or public_from
        return Standing(said.version, visibility, public_from, WHOLE in withdrawn, every)


def _said_of(version: int, event: Event) -> _Said | None:
    if isinstance(event, Withdrawn):
        return _Said(version, withdraws=WHOLE if event.event is None else event.event)
    if "visibility" not in type(event).model_fields:
        return None
    visibility, public_from = getattr(event, "visibility", None), getattr(event, "public_from", None)
    ends_embargo = isinstance(event, Classifying) and public_from is None
    return None if visibility is None and public_from is None else _Said(version, visibility, public_from, ends_embargo)


_OPENED: Final = Standing()


class Classification:
    """Who may see each subject, as a log is read from its beginning; or from a position on.

    Args:
        earlier: who could see a subject before the first record that is shown; needed where that is not the first one
            of the log.
    """

    def __init__(self, earlier: Callable[[str], Standing] = lambda _: _OPENED) -> None:
        self._standing: dict[str, Standing] = {}
        self._earlier = earlier

    def after(self, record: Recorded) -> Visibility:
        """Who may see the subject of a record at the instant at which it was recorded; every record must be shown.

        A page of a diary, and a booking, are for those who may see what they hold; with an embargo, a subject is
        internal until it ends.
        """
        if record.kind in KEPT:
            standing = self._of(_held(record))
        else:
            standing = self._standing[record.subject] = self._of(record.subject).after(record.event)
        waits = standing.public_from is not None and standing.public_from > record.recorded_at
        return Visibility.INTERNAL if waits and standing.visibility is Visibility.PUBLIC else standing.visibility

    def _of(self, subject: str) -> Standing:
        standing = self._standing.get(subject)
        if standing is None:
            standing = self._standing[subject] = self._earlier(subject)
        return standing

    def standings(self) -> Mapping[str, Standing]:
        """Who may see each subject by now."""
        return self._standing


def _held(record: Recorded) -> str:
    """The subject that takes time in a diary by a record."""
    if record.kind == BOOKING:
        return record.subject.partition(":")[2]
    if record.kind != PAGE:
        return ""
    hold: Any = record.data.get("hold")
    return str(hold["subject"]) if isinstance(hold, Mapping) else str(hold).partition(" ")[0]
