"""A simple model of an office: plain lists and dictionaries, written from the documentation and not from the program.

It knows of each subject what each event said, who may see it, what takes whose time, and which command ids are taken.
It imports nothing of the program, so that both can only agree if both are right.

::

    model = Model(now)
    model.record([Op(kind="trip", name="a", verb="open", facts={…}, day=date(2018, 8, 31))])    # what becomes of it
    model.calendar(known_on=None, public=True)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from stateful.lives import DATED, LIVES, Verb
from stateful.shown import SERIES, clashing, counted, dates_of, held, is_in_calendar, status_of, written
from stateful.story import OFFSETS, WHOLE, Op, Said, Story, facts_of, is_withdrawn, stands

RECORDED: Final = "recorded"
THERE: Final = "already there"
REFUSED: Final = "refused"
CLASH: Final = "clash"
OTHER: Final = "other content"

Shown = tuple[str, str, Story, dict[str, Any]]
"""A subject that somebody may see: its kind, its name, its story and what holds."""


class Model:
    """An office with two principals, the mayor and the vice mayor, in Seoul.

    Attributes:
        now: the present instant, in UTC, without saying so.
        stories: what each event said, of each subject, in the order in which they were opened.
        ids: the commands that were recorded, by their ids.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.stories: dict[tuple[str, str], Story] = {}
        self.ids: dict[Any, tuple[Any, ...]] = {}

    @property
    def today(self) -> date:
        """The day that it is in Seoul."""
        return (self.now + timedelta(hours=OFFSETS["Asia/Seoul"])).date()

    @property
    def size(self) -> int:
        """How many events there are, diaries and the office apart."""
        return sum(map(len, self.stories.values()))

    # --- in ---

    def record(self, ops: Sequence[Op]) -> list[str]:
        """What becomes of each of a batch; nothing is recorded unless each of them can be."""
        stories = {subject: list(story) for subject, story in self.stories.items()}
        ids, ordinals = dict(self.ids), Counter[Any]()
        outcomes, touched = [], []
        for op in ops:
            day = op.day or self.today
            key: Any = op.id
            if key is None:
                whose = op.facts["principal"] if op.verb == "attend" else None
                likeness = (op.kind, op.name, op.verb, whose, op.event, day)
                key = (*likeness, ordinals[likeness])
                ordinals[likeness] += 1
            if key in ids:
                outcomes.append(THERE if ids[key] == op.content else OTHER)
                continue
            said = self._said(stories.get((op.kind, op.name), []), op, day)
            if not said:
                outcomes.append(REFUSED)
                continue
            stories.setdefault((op.kind, op.name), []).extend(said)
            ids[key] = op.content
            outcomes.append(RECORDED)
            touched.append((op.kind, op.name))
        if {REFUSED, OTHER} & set(outcomes):
            return outcomes
        if not touched or not clashing(stories):
            self.stories, self.ids = stories, ids
            return outcomes
        return [CLASH if each == RECORDED else each for each in outcomes]

    def _said(self, story: Story, op: Op, day: date) -> list[Said]:
        """What the events say that a command leads to; none if it is refused."""
        if day > self.today or (story and day < story[-1].day):
            return []
        if op.facts.get("public_from") and op.facts.get("visibility") != "public":
            return []
        if not story:
            return [Said(day, _opening(op))] if op.verb in ("open", "report") else []
        if op.verb == "withdraw":
            return self._withdrawal(story, op, day)
        if op.verb == "open" or is_withdrawn(story):
            return []
        if op.verb == "correct":
            return self._correction(story, op, day)
        facts = facts_of(story)
        if op.verb == "report":
            return [Said(day, each) for each in _reporting(op, facts)]
        return [Said(day, _saying(op, facts))] if _is_allowed(op, facts) else []

    def _withdrawal(self, story: Story, op: Op, day: date) -> list[Said]:
        """An event can be withdrawn once, but the first one; the whole if it is not; then only that withdrawal."""
        number = op.event
        if number is None:
            return [] if is_withdrawn(story) else [Said(day, {}, withdraws=WHOLE)]
        if not 1 < number <= len(story) or not stands(story, number):
            return []
        if is_withdrawn(story) and story[number - 1].withdraws != WHOLE:
            return []
        return [Said(day, {}, withdraws=number)]

    def _correction(self, story: Story, op: Op, day: date) -> list[Said]:
        """What an event said can be put right, if it said it and stands; without a number, what holds now."""
        (name,) = op.facts
        number = op.event
        if number is None:
            spoke = [at for at, each in enumerate(story, 1)
                     if each.corrects is None and name in each.facts and stands(story, at)]  # fmt: skip
            number = spoke[-1] if spoke else 0
        if not 0 < number <= len(story):
            return []
        number = story[number - 1].corrects or number
        if name not in story[number - 1].facts or not stands(story, number):
            return []
        return [Said(day, dict(op.facts), corrects=number)]

    # --- out ---

    def at(self, known_on: date | None = None, *, public: bool = False) -> Iterator[Shown]:
        """The subjects as known on a day, that somebody may see: kind, name, story and facts."""
        for (kind, name), story in self.stories.items():
            then = [each for each in story if known_on is None or each.day <= known_on]
            if not then or is_withdrawn(then):
                continue
            facts = facts_of(then)
            if public and not (self._is_public(facts) and self._is_public(facts_of(story)) and not is_withdrawn(story)):
                continue
            yield kind, name, then, facts

    def _is_public(self, facts: Mapping[str, Any]) -> bool:
        embargo = facts.get("public_from")
        return facts["visibility"] == "public" and (embargo is None or embargo <= self.now)

    def calendar(self, known_on: date | None = None, *, public: bool = False) -> list[dict[str, Any]]:
        """The entries of the calendar, in no order."""
        return [
            {
                "subject": None if public else f"{kind}:{name}", "kind": kind, "title": facts["title"],
                "status": status_of(facts["stage"]), "postponed": facts["stage"] == "postponed",
                "when": written(dates_of(kind, facts)), "visibility": facts["visibility"],
            }
            for kind, name, story, facts in self.at(known_on, public=public)
            if is_in_calendar(kind, story, facts)
        ]  # fmt: skip

    def counts(self, since: date, on: date, *, known_on: date | None = None, public: bool = False) -> dict[str, int]:
        """How many items of each counted series are named, of those series in which each item has its day."""
        dated: dict[str, list[tuple[date | None, date | None]]] = {key: [] for key in SERIES}
        for kind, _, _, facts in self.at(known_on, public=public):
            for key, days in counted(kind, facts):
                dated[key].append(days)
        named = {
            key: sum(since <= first and last <= on for first, last in days if first and last)
            for key, days in dated.items() if key != "hosted_organizations" and all(None not in each for each in days)
        }  # fmt: skip
        hosted = dated["hosted_organizations"]
        if all(None not in each for each in hosted):
            named["hosted_organizations"] = sum(first <= on < last for first, last in hosted)  # type: ignore[operator]
        return named

    def figures(self, known_on: date | None = None, *, public: bool = False) -> dict[str, int]:
        """The stated numbers, by the name of the figure."""
        return {name: facts["value"] for kind, name, _, facts in self.at(known_on, public=public) if kind == "figure"}

    def held(self) -> dict[str, set[tuple[str, Any, Any]]]:
        """Whose time each subject takes: the principal, the first and the last moment in UTC, or days."""
        return held(self.stories)


def _opening(op: Op) -> dict[str, Any]:
    """What is said of a new subject, and what that implies."""
    stage = op.facts.get("stage") or LIVES[op.kind].opening
    implied = {"stage": stage, "visibility": op.facts.get("visibility") or "internal"}
    if op.kind in DATED:
        implied["date"] = None
    said = {name: value for name, value in op.facts.items() if name != "public_from" or value is not None}
    return {**said, **implied, **({"date": op.facts["date"]} if "date" in op.facts else {})}


def _reporting(op: Op, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the events say of a report of something that is there: it adds to it, and only leads forward.

    Who sees it is an event of its own, where that is said and is something else.
    """
    stage = op.facts["stage"]
    if stage != facts["stage"] and stage not in LIVES[op.kind].after[facts["stage"]]:
        return []
    shown = {"visibility": op.facts.get("visibility"), "public_from": op.facts.get("public_from")}
    said = {name: value for name, value in op.facts.items() if name not in shown}
    held = {name: facts.get(name) for name in shown}
    return [said] if shown["visibility"] is None or shown == held else [said, shown]


def _is_allowed(op: Op, facts: Mapping[str, Any]) -> bool:
    """Whether a command that is no correction and no withdrawal can follow."""
    verb = LIVES[op.kind].verbs.get(op.verb)
    if verb is not None and facts["stage"] not in verb.at:
        return False
    match op.verb:
        case "reschedule":
            return bool(op.facts["date"] != facts["date"])
        case "plan_signing":
            return bool(facts["stage"] != "signing_planned" or op.facts["date"] != facts["date"])
        case "attend":
            return bool(facts.get(f"attendance {op.facts['principal']}") != op.facts["answer"])
        case "restate":
            return bool(op.facts["value"] != facts["value"])
        case "rebase":
            return not facts.get("rebased")
    return True


def _saying(op: Op, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the event says that a command leads to."""
    verb: Verb | None = LIVES[op.kind].verbs.get(op.verb)
    said = dict(op.facts)
    if op.verb == "attend":
        return {f"attendance {said['principal']}": said["answer"]}
    if op.verb == "rebase":
        return {"rebased": True}
    if verb is None or verb.to is None:
        return said
    stage = verb.to
    if op.kind == "agreement" and op.verb == "reinstate":
        stage = "proposed" if facts["stage"] == "dropped" and "date" not in said else "signing_planned"
        said |= {"date": None} if stage == "proposed" else {}
    return {"stage": stage, **({verb.dated: said.pop("on")} if verb.dated else {}), **said}
