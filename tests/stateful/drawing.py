"""What is asked: strategies for commands of the model, most of which can follow what was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from hypothesis import strategies as st

from stateful.lives import ANSWERS, DATED, LIVES, TIMED
from stateful.model import Model
from stateful.story import OFFSETS, WHOLE, Days, Op, Story, Time, When, facts_of, is_withdrawn

# ruff: noqa: DTZ001 - the model's times are on the clock of a zone, which stands beside them

DAYS: Final = [date(2018, 8, 1), date(2018, 8, 15), date(2018, 8, 31), date(2018, 9, 30), date(2018, 12, 1)]
"""On which something becomes known."""

SPANS: Final = ((date(2018, 1, 1), date(2018, 10, 4)), (date(2018, 10, 2), date(2018, 12, 31)))
"""Over which is counted."""

NAMES: Final = ("a", "b", "c")
TITLES: Final = ("Lunch", "Dinner")
KINDS: Final = (*LIVES, *TIMED, *TIMED, "trip")
_LATE: Final = date(2030, 1, 1)

_days: Final = st.sampled_from([Days(date(2018, 10, first), date(2018, 10, first + length))
                                for first in (1, 3, 4) for length in (0, 1, 3)])  # fmt: skip
_times: Final = st.builds(
    lambda day, hour, length, zone: Time(
        datetime(2018, 10, day, hour + OFFSETS[zone]), datetime(2018, 10, day, hour + OFFSETS[zone] + length), zone
    ),
    st.sampled_from((1, 1, 1, 2)), st.sampled_from((1, 2, 3, 5)), st.integers(1, 3), st.sampled_from(list(OFFSETS)),
)  # fmt: skip
_single: Final = _days.map(lambda days: Days(days.last, days.last))
_known: Final = st.sampled_from([*DAYS, *DAYS[2:], DAYS[-1], None, _LATE])
_ids: Final = st.none() | st.integers(0, 40).map(str)
_embargoes: Final = st.sampled_from([datetime(2026, 1, 1), datetime(2026, 11, 22, 15, 30), datetime(2030, 1, 1)])


def _since(story: Story) -> st.SearchStrategy[date | None]:
    """A day on which something more can become known of a subject."""
    days = [each for each in DAYS if not story or each >= story[-1].day]
    return st.sampled_from(days) if days else st.none()


def _dates(kind: str) -> st.SearchStrategy[When]:
    if kind in ("trip", "agreement"):
        return st.none() | _days
    return st.none() | _days | _times | _times | _times


@st.composite
def _classes(draw: st.DrawFn, *, anew: bool = False) -> dict[str, Any]:
    """Who may see something; an embargo mostly of what is public."""
    visibility = draw(st.sampled_from(["public", "public", "internal", "confidential", *([] if anew else [None])]))
    said = {} if visibility is None else {"visibility": visibility}
    embargo = draw(st.none() | _embargoes) if visibility == "public" or draw(st.integers(0, 9)) == 0 else None
    return {**said, "public_from": embargo} if anew or embargo is not None else said


@st.composite
def opening(draw: st.DrawFn, kind: str, verb: str = "open") -> dict[str, Any]:
    """What is said of a new subject."""
    if kind == "figure":
        return {"value": draw(st.integers(1, 3)), **draw(_classes())}
    facts: dict[str, Any] = {"title": draw(st.sampled_from(TITLES)), **draw(_classes())}
    if verb == "report":
        facts["stage"] = draw(st.sampled_from(list(LIVES[kind].after)))
    if kind in DATED and (date_ := draw(_dates(kind))) is not None:
        facts["date"] = date_
    if kind == "trip":
        facts["principal"] = draw(st.sampled_from(("mayor", "mayor", "vice_mayor")))
    if kind in ("visit", *TIMED):
        for who in ("mayor", "vice_mayor"):
            if draw(st.booleans()):
                facts[f"attendance {who}"] = draw(st.sampled_from(ANSWERS))
    return facts


@st.composite
def ops(draw: st.DrawFn, model: Model) -> Op:
    """One command; of a subject that is there, mostly one that can follow."""
    kind, number = draw(st.sampled_from(KINDS)), draw(st.sampled_from(NAMES))
    name = f"{kind.partition('_')[0]}_{number}" if kind == "figure" else f"{kind}-{number}"
    story = model.stories.get((kind, name))
    op = Op(kind=kind, name=name, verb="open", day=draw(_known), id=draw(_ids))
    if story is None and draw(st.integers(0, 9)) < 9:
        verb = draw(st.sampled_from(("open", "open", "report"))) if LIVES[kind].after else "open"
        return replace(op, verb=verb, facts=draw(opening(kind, verb)))
    if story is not None and draw(st.integers(0, 3)) < 3:
        op = replace(op, day=draw(_since(story)))
    if story is not None and is_withdrawn(story) and draw(st.integers(0, 3)) < 3:
        last = max(number for number, each in enumerate(story, 1) if each.withdraws == WHOLE)
        return replace(op, verb="withdraw", event=draw(st.sampled_from((last, last, *range(1, last)))))
    possible = ["classify", "correct", "withdraw", *([] if kind == "document" else ["retitle"])]
    if kind == "figure":
        possible = ["classify", "correct", "withdraw", "restate", "restate", "rebase"]
    verbs = LIVES[kind].verbs
    if story is not None and draw(st.integers(0, 5)) < 5:
        stage = facts_of(story).get("stage")
        possible += [verb for verb, each in verbs.items() if stage in each.at] * 3
    else:
        possible += [*verbs, "open"]
    possible += ["attend", "attend"] if kind in ("visit", *TIMED) else []
    possible += ["report"] if LIVES[kind].after else []
    verb = draw(st.sampled_from(possible))
    return replace(op, verb=verb, **draw(_said(kind, verb, 0 if story is None else len(story))))


@st.composite
def _said(draw: st.DrawFn, kind: str, verb: str, length: int) -> dict[str, Any]:
    """What a command says, beside its subject."""
    numbers = st.none() | st.integers(1, length + 1)
    match verb:
        case "open" | "report":
            return {"facts": draw(opening(kind, verb))}
        case "classify":
            return {"facts": draw(_classes(anew=True))}
        case "retitle":
            return {"facts": {"title": draw(st.sampled_from(TITLES))}}
        case "withdraw":
            return {"event": draw(numbers)}
        case "correct":
            return {"facts": draw(_wrong(kind)), "event": draw(numbers)}
        case "attend":
            who, answer = draw(st.sampled_from(("mayor", "vice_mayor"))), draw(st.sampled_from(ANSWERS))
            return {"facts": {"principal": who, "answer": answer}}
        case "restate":
            return {"facts": {"value": draw(st.integers(1, 3))}}
        case "reschedule" | "plan_signing":
            return {"facts": {"date": draw(_dates(kind))}}
        case "reinstate":
            when = draw(_dates(kind))
            return {"facts": {} if when is None else {"date": when}}
    dated = LIVES[kind].verbs[verb].dated if verb in LIVES[kind].verbs else None
    return {"facts": {"on": draw(_single)}} if dated else {}


@st.composite
def _wrong(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    if kind == "figure":
        return {"value": draw(st.integers(1, 3))}
    if kind in DATED and draw(st.booleans()):
        return {"date": draw(_dates(kind).filter(bool))}
    return {"title": draw(st.sampled_from(TITLES))}


@st.composite
def bookings(draw: st.DrawFn, model: Model) -> list[Op]:
    """Something that takes time, opened if it is not there, and confirmed."""
    kind = draw(st.sampled_from((*TIMED, *TIMED, "trip")))
    name = f"{kind}-{draw(st.sampled_from(NAMES))}"
    story = model.stories.get((kind, name), [])
    day = draw(_since(story))
    told = [Op(kind, name, "confirm", day=day)]
    if story and facts_of(story)["stage"] == "planned":
        return told
    who = draw(st.sampled_from(("mayor", "vice_mayor")))
    said = {"principal": who} if kind == "trip" else {f"attendance {who}": "yes"}
    when = draw(_days if kind == "trip" else _times)
    if not story:
        return [Op(kind, name, "open", {"title": TITLES[0], "date": when, **said}, day=day), *told]
    moved = [Op(kind, name, "reinstate", {"date": when}, day=day), *told]
    return moved if facts_of(story)["stage"] in ("postponed", "cancelled") else [replace(moved[0], verb="reschedule")]


@st.composite
def batches(draw: st.DrawFn, model: Model) -> list[Op]:
    """A few commands, each drawn as if those before it had been recorded, where they can be."""
    told: list[Op] = []
    after = Model(model.now)
    after.stories, after.ids = dict(model.stories), dict(model.ids)
    for _ in range(draw(st.integers(2, 4))):
        op = draw(ops(after))
        if set(after.record([op])) <= {"recorded", "already there"} or draw(st.integers(0, 9)) == 0:
            told.append(op)
    return told or [draw(ops(model))]


@st.composite
def again(draw: st.DrawFn, asked: list[Op]) -> Op:
    """A command that was asked before, perhaps known on another day, or with other content under its id."""
    op: Op = draw(st.sampled_from(asked))
    match draw(st.sampled_from(("same", "same", "day", "content"))):
        case "day":
            return replace(op, day=draw(_known))
        case "content":
            other: Op = draw(st.sampled_from(asked))
            return replace(other, id=op.id)
    return op
