"""How the search for clashes grows with the number of entries::

    python -m benchmarks.clashes [--entries 250 500 1000 2000]

Each row is compared with the fold that the search stands on (`Knowledge.of`), in one run and as CPU time; the fitted
exponent tells whether there is a hidden square.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from math import log
from time import process_time
from typing import Any

from mayor_schedule import Office
from mayor_schedule.domain.catalog import COMMANDS

SEOUL = {"city": {"ko": "서울", "en": "Seoul"}, "country": "KR"}
ZURICH = {"place": {"city": {"ko": "취리히", "en": "Zürich"}, "country": "CH"}}


def office_of(entries: int) -> Office:
    """An office with so many engagements, every fourth at two overlapping times, on a day, or in a month; and trips."""
    first, span = date(2020, 1, 1), 9 * entries // 10
    entered: list[tuple[str, dict[str, Any]]] = []
    for number in range(entries // 40):
        begin = first + timedelta(days=35 * number)
        period = f"{begin}/{begin + timedelta(days=8)}"
        entered.append(("plan_trip", {"trip": f"t{number}", "title": "t", "period": period, "stops": [ZURICH]}))
    for number in range(entries):
        day = first + timedelta(days=number * 7 % span)
        whens: tuple[Any, ...] = (
            {"start": f"{day}T09:00", "end": f"{day}T10:30", "zone": "Asia/Seoul"},
            {"start": f"{day}T10:00", "end": f"{day}T11:00", "zone": "Asia/Seoul"}, str(day), f"{day:%Y-%m}",
        )  # fmt: skip
        fields = {"engagement": f"e{number}", "title": "e", "when": whens[number % 4], "place": SEOUL}
        entered.append(("plan_engagement", fields))
    office = Office.in_memory()
    office.record_all([COMMANDS[name].model_validate(fields) for name, fields in entered], by="p")
    return office


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clashes", description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[250, 500, 1000, 2000], metavar="N")
    sizes = parser.parse_args().entries
    office_of(40).clashes().all()  # loads the holidays
    print("| entries | findings | the fold, CPU ms | the search, CPU ms | × the fold |\n|--:|--:|--:|--:|--:|")
    times = []
    for size in sizes:
        with office_of(size) as office:
            start = process_time()
            view = office.clashes()
            folded = process_time()
            found = len(view.all())
            times.append(process_time() - folded)
            fold = folded - start
        print(f"| {size} | {found} | {fold * 1000:.0f} | {times[-1] * 1000:.0f} | {times[-1] / fold:.2f} |")
    if len(sizes) > 1:
        print(f"\nexponent: {log(times[-1] / times[0]) / log(sizes[-1] / sizes[0]):.2f}")


if __name__ == "__main__":
    main()
