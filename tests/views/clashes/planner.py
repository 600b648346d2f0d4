"""A planner with a store of its own: commands as a dossier has them, and what the clashes view finds.

::

    planner = Planner()
    planner.engagement("dinner", at("2018-10-03T19:00", "22:00", "Europe/Zurich"), confirm=True)
    planner.rules()             # [("clash", "double-booking", ["engagement:dinner", "visit:duda"])]
"""

from __future__ import annotations

from typing import Any

from conftest import Clock, counting_entropy
from mayor_schedule import Office
from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.views.clashes import Finding

YES = {"answer": "yes"}
VICE = {"principal": "vice_mayor", "answer": "yes"}
SEOUL = {"city": {"ko": "서울", "en": "Seoul"}, "country": "KR"}
ZURICH = {"city": {"ko": "취리히", "en": "Zürich"}, "country": "CH"}
MADRID = {"city": {"ko": "마드리드", "en": "Madrid"}, "country": "ES", "zone": "Europe/Madrid"}
TOKYO = {"city": {"ko": "도쿄", "en": "Tokyo"}, "country": "JP"}
FOUNDED = {
    "name": {"ko": "시장실", "en": "Office"}, "zone": "Asia/Seoul", "domain": "example.go.kr",
    "principals": [{"principal": "mayor"}, {"principal": "vice_mayor", "title": {"ko": "부시장", "en": "vice mayor"}}],
}  # fmt: skip


def at(start: str, end: str | None = None, zone: str = "Asia/Seoul") -> dict[str, Any]:
    """A time; its end is on the same day unless it says which."""
    full = None if end is None else end if "T" in end else f"{start[:11]}{end}"
    return {"start": start, "zone": zone} | ({} if full is None else {"end": full})


class Planner:
    """Somebody who plans, and looks for clashes."""

    def __init__(self, **founded: Any) -> None:
        self.office = Office.in_memory(clock=Clock(), entropy=counting_entropy())
        self._number = 0
        self.do("found_office", **{**FOUNDED, **founded})

    def do(self, command: str, known_on: str = "2018-07-01", **fields: Any) -> None:
        """Record a command, as an entry of its own."""
        self._number += 1
        model = COMMANDS[command].model_validate(fields)
        self.office.record(model, by="p", known_on=known_on, id=f"c{self._number}")

    def _enter(self, kind: str, opening: str, name: str, confirm: bool, known_on: str, **fields: Any) -> None:
        title = fields.pop("title", name)
        self.do(f"{opening}_{kind}", known_on, **{kind: name, "title": title, **fields})
        if confirm:
            self.do(f"confirm_{kind}", known_on, **{kind: name})

    def engagement(
        self, name: str, when: Any, *, confirm: bool = False, known_on: str = "2018-07-01", **more: Any
    ) -> None:
        """Plan an engagement; the mayor's, unless it says otherwise."""
        self._enter("engagement", "plan", name, confirm, known_on, when=when, **more)

    def occasion(
        self, name: str, when: Any, *attendance: Any, confirm: bool = False, known_on: str = "2018-07-01", **more: Any
    ) -> None:
        """Plan an occasion."""
        self._enter("occasion", "plan", name, confirm, known_on, when=when, attendance=attendance, **more)

    def visit(
        self, name: str, when: Any, *attendance: Any, confirm: bool = False, known_on: str = "2018-07-01", **more: Any
    ) -> None:
        """Announce a visit."""
        self._enter("visit", "announce", name, confirm, known_on, when=when, attendance=attendance, **more)

    def trip(
        self, name: str, period: str, *stops: Any, confirm: bool = False, known_on: str = "2018-07-01", **more: Any
    ) -> None:
        """Plan a trip."""
        self._enter("trip", "plan", name, confirm, known_on, period=period, stops=stops, **more)

    def found(self, rule: str | None = None, **reading: Any) -> list[Finding]:
        """What is found, by a rule or at all."""
        reading.setdefault("on", "2018-07-01")
        return [each for each in self.office.clashes(**reading).all() if rule in (None, each.rule)]

    def rules(self, *only: str, **reading: Any) -> list[tuple[str, str, list[str]]]:
        """The severity, the rule and the entries of what is found."""
        found = [each for each in self.found(**reading) if not only or each.rule in only]
        return [(each.severity, each.rule, [entry.subject for entry in each.entries]) for each in found]

    def said(self, rule: str, language: str = "en", **reading: Any) -> list[str]:
        """What is said by a rule."""
        return [each.say(language) for each in self.found(rule, **reading)]
