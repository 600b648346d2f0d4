"""What a subject was, told as the office knows it now to have been: without what was entered in error.

Inside the office an error stays a part of the history. To the public it is not told again, since it may be what should
never have been said: an event that is withdrawn contributes nothing, and a value that was corrected is told as the last
correction says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.domain.model import Corrected, Withdrawn
from mayor_schedule.domain.subject import WHOLE, Said, Subject, put_right_by, withdrawn_by

S = TypeVar("S", bound=Subject)


@dataclass
class _Errors:
    """What was put right of one subject: the corrections and withdrawals, and which of them were known then."""

    said: list[Said] = field(default_factory=list)
    past: set[int] = field(default_factory=set)


class Hindsight:
    """What was put right in a log, by subject: it is shown the whole log first, and then asked of states in it."""

    def __init__(self) -> None:
        self._errors: dict[str, _Errors] = {}

    def learn(self, record: Recorded, *, is_past: bool = True) -> None:
        """Note what an event puts right.

        Args:
            record: the next event of the log.
            is_past: whether it belongs to the past of which is told; what was put right later is known to be wrong,
                and not yet what is right.
        """
        event: Any = record.event
        if isinstance(event, Corrected):
            fields: Any = getattr(event, "fields")  # noqa: B009 - every kind of correction adds its own
            said = Said(record.version, fields.given(), corrects=event.event)
        elif isinstance(event, Withdrawn):
            said = Said(record.version, {}, withdraws=WHOLE if event.event is None else event.event)
        else:
            return
        errors = self._errors.setdefault(record.subject, _Errors())
        errors.said.append(said)
        if is_past:
            errors.past.add(record.version)

    def of(self, subject: str, state: S) -> S:
        """A state as it is known now to have been.

        Args:
            subject: the subject's id.
            state: what was held true of it after some of its events; not changed.

        Returns:
            The same for a subject of which nothing was put right. A value that was put right only after the past that
            is told is left out.
        """
        errors = self._errors.get(subject)
        if errors is None:
            return state
        withdrawn = withdrawn_by(errors.said)
        right = put_right_by(errors.said, withdrawn)
        facts: dict[str, Any] = {}
        for each in _standing(state, withdrawn):
            for name, value in each.facts.items():
                version, facts[name] = right.get((each.version, name), (None, value))
                if version is not None and version not in errors.past:
                    del facts[name]
        return replace(state, facts=facts)


def _standing(state: Subject, withdrawn: frozenset[int]) -> Iterable[Said]:
    """What was said and stood, both then and now."""
    gone = withdrawn | state.withdrawn
    return (each for each in state.said if each.version not in gone and each.corrects is None)
