"""An office and the model of one, told the same things by Hypothesis, and compared.

The events of the office are decided by its own rules, what the model expects by the model's. Commands are drawn so that
most of them can follow what was recorded, and many are refused.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Final

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from archives import archive, everything, restored
from conftest import counting_entropy
from desk import FOUNDED
from mayor_schedule import Audience, Office
from mayor_schedule.audit.checking import check_store
from mayor_schedule.domain.catalog import KEPT
from mayor_schedule.domain.diary import BOOKING, PAGE, Hold, Holding
from mayor_schedule.errors import BatchRefusedError, ClashError, CommandConflictError, RefusedError
from stateful import drawing
from stateful.commands import BY, entry, subject_of
from stateful.model import CLASH, OTHER, RECORDED, REFUSED, Model
from stateful.story import Op

START: Final = datetime(2026, 11, 22, 9)  # noqa: DTZ001 - the model's instants are in UTC without saying so
ERRORS: Final = {CLASH: ClashError, OTHER: CommandConflictError, REFUSED: RefusedError}
OWN: Final = 1
"""Events of the office itself: it was founded."""


class OfficeMachine(RuleBasedStateMachine):
    """An office in memory and its model.

    Attributes:
        acts: what is done in a step, by the name of the method, as often as it is named.
        counted: how many sequences and commands there were, and what became of these.
    """

    counted: ClassVar[Counter[str]] = Counter()
    acts: ClassVar[tuple[str, ...]] = (
        "command", "command", "command", "command", "booking", "booking", "batch", "batch", "again", "time_passes",
        "read",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(START)
        self.asked: list[Op] = []
        self.entropy = counting_entropy()
        self.office = self.opened()
        self.office.record(FOUNDED, by=BY, known_on="2018-01-01")
        self.counted["sequences"] += 1

    # --- to be otherwise in other stores ---

    def opened(self) -> Office:
        """The office, open."""
        return Office.in_memory(clock=self.clock, entropy=self.entropy)

    def clock(self) -> datetime:
        """The present instant."""
        return self.model.now.replace(tzinfo=UTC)

    def teardown(self) -> None:
        """Compare everything once more."""
        self.inspect()
        self.office.close()

    # --- in ---

    def tell(self, ops: list[Op]) -> None:
        """Ask the same of both, and make sure that the same becomes of it."""
        before, size = len(self.office.store), self.model.size
        expected = self.model.record(ops)
        note(f"{ops} → {expected}")
        self.counted.update(["steps", *expected])
        self.asked += ops
        try:
            receipts = self.office.record_all([entry(op) for op in ops])
        except BatchRefusedError as error:
            self._are_refused(ops, expected, error)
            assert len(self.office.store) == before, "a batch that is refused leaves nothing"
            assert self.model.size == size
            return
        assert [each.status for each in receipts] == expected
        assert sum(len(each.recorded) for each in receipts) == self.model.size - size
        assert all(bool(each.recorded) == (each.status == RECORDED) for each in receipts)

    def _are_refused(self, ops: list[Op], expected: list[str], error: BatchRefusedError) -> None:
        """Make sure that a refusal is the model's: a clash only where nothing else is wrong."""
        refusals = dict(error.refusals)
        wrong = [number for number, each in enumerate(expected) if each in (REFUSED, OTHER)]
        if wrong:
            assert refusals.keys() <= set(wrong) | set(range(len(ops)))
            assert wrong[0] in refusals
            first = refusals[wrong[0]]
            assert isinstance(first, ERRORS[expected[wrong[0]]])
            assert not isinstance(first, ClashError)
            assert (expected[wrong[0]] == OTHER) == isinstance(first, CommandConflictError)
            return
        assert CLASH in expected, f"refused, and the model says {expected}: {error}"
        assert all(isinstance(each, ClashError) for each in refusals.values())

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        """One step. There is one rule for all, since Hypothesis leaves some rules out of whole sequences."""
        getattr(self, data.draw(st.sampled_from(self.acts)))(data.draw)

    def command(self, draw: st.DrawFn) -> None:
        """One command."""
        self.tell([draw(drawing.ops(self.model))])

    def booking(self, draw: st.DrawFn) -> None:
        """Something with a time is opened and confirmed, in one batch."""
        self.tell(draw(drawing.bookings(self.model)))

    def batch(self, draw: st.DrawFn) -> None:
        """Some commands, all or none."""
        self.tell(draw(drawing.batches(self.model)))

    def again(self, draw: st.DrawFn) -> None:
        """A command that was asked before; or another one under its id."""
        if self.asked:
            self.tell([draw(drawing.again(self.asked))])

    def time_passes(self, draw: st.DrawFn) -> None:
        """Embargoes end, and days."""
        self.model.now += timedelta(hours=draw(st.integers(1, 30)))

    def read(self, draw: st.DrawFn) -> None:
        """What is shown now, or as known on a day, to the office or to the public; sometimes everything."""
        known_on, public = draw(st.none() | st.sampled_from(drawing.DAYS)), draw(st.booleans())
        if draw(st.integers(0, 9)):
            self.compare(known_on, public=public)
        else:
            self.inspect()

    # --- out ---

    @invariant()
    def has_what_the_model_has(self) -> None:
        """Positions are dense, the number of events is the model's, and whose time is taken."""
        log = list(self.office.store.log())
        assert [each.position for each in log] == list(range(len(log))) == list(range(len(self.office.store)))
        assert sum(each.kind not in KEPT for each in log) == self.model.size + OWN
        held: dict[str, set[tuple[str, Any, Any]]] = {}
        written: set[tuple[Any, ...]] = set()
        for name in dict.fromkeys(each.subject for each in log if each.kind in KEPT):
            state = self.office.store.stream(name).state
            holds = state.holds if isinstance(state, Holding) else ()
            if name.startswith(f"{BOOKING}:") and holds:
                held[name.removeprefix(f"{BOOKING}:")] = set(map(_taken, holds))
            if name.startswith(f"{PAGE}:"):
                written |= {(each.subject, *_taken(each)) for each in holds}
        assert held == self.model.held()
        assert written == {(subject, *each) for subject, every in held.items() for each in every}

    def compare(self, known_on: date | None, *, public: bool) -> None:
        """Compare every view with the model's."""
        audience = Audience.PUBLIC if public else Audience.INTERNAL
        office = self.office if known_on is None else self.office.at(known_on)
        knowledge = office.knowledge(audience=audience)
        shown = [subject_of(kind, name) for kind, name, _, _ in self.model.at(known_on, public=public)]
        assert [each for each in knowledge if each != "office:profile"] == shown
        records = [each.to_record(audience, "en") for each in office.calendar(audience=audience).entries()]
        told = ("subject", "kind", "title", "status", "postponed", "when", "visibility")
        entries = [{name: each[name] for name in told} for each in records]
        assert sorted(entries, key=str) == sorted(self.model.calendar(known_on, public=public), key=str)
        since, on = drawing.SPANS[len(self.asked) % len(drawing.SPANS)]
        counts = office.counts(since=since, on=on, audience=audience)
        named = self.model.counts(since, on, known_on=known_on, public=public)
        assert {key: counts[key].named for key in named} == named
        figures = self.model.figures(known_on, public=public)
        assert {key: counts[key].stated for key in figures} == figures

    def inspect(self) -> None:
        """The store is whole, views are the model's, and an export of the log, restored, gives the same log."""
        assert not check_store(self.office.store, replay=True).flaws
        for known_on, public in ((None, False), (None, True), (drawing.DAYS[2], False), (drawing.DAYS[3], True)):
            self.compare(known_on, public=public)
        with restored(archive(self.office)) as other:
            rows, commands = everything(self.office)
            more, others = everything(other)
            assert more[: len(rows)] == rows
            assert len(more) == len(rows) + 1, "and one that says that they were restored"
            assert {each: others[each] for each in commands} == commands


def _taken(hold: Hold) -> tuple[str, Any, Any]:
    """Whose time is held, and which, as the model says it."""
    taken = hold.taken
    if taken.start is None:
        return hold.principal, taken.first, taken.last
    return hold.principal, _naive(taken.start), None if taken.end is None else _naive(taken.end)


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


class FileMachine(OfficeMachine):
    """The same in a file, which is closed and opened again now and then."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        super().__init__()

    def opened(self) -> Office:
        """The office in the file."""
        return Office.open(Path(self.folder.name, "office.db"), clock=self.clock, entropy=self.entropy)

    acts = (*OfficeMachine.acts, "reopen", "reopen")

    def reopen(self, _draw: st.DrawFn) -> None:
        """Close the file, and open it again."""
        self.office.close()
        self.office = self.opened()

    def teardown(self) -> None:
        """Compare everything once more, and delete the file."""
        try:
            super().teardown()
        finally:
            self.folder.cleanup()
