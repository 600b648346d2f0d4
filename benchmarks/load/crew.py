"""The writers and readers of `benchmarks.load`, each in a process that is forked from this one, ready to begin.

    python -m benchmarks.load.crew '[["writer", [STORE, FOLDER, NUMBER, WRITERS, SEED, SECONDS]], …]'

Prints the instant at which all begin; ends with 1 where one of them ended with an error.
"""

from __future__ import annotations

import json
import sys
import time
from multiprocessing import get_context

from .readers import read, rehearse
from .world import Spec
from .writers import record, rehearsed

ROLES = {"writer": record, "reader": read}
LEAD = 0.5
"""Seconds until all begin, in which they open the store."""


def main(arguments: list[str]) -> int:
    crew = [(ROLES[role], Spec(*spec)) for role, spec in json.loads(arguments[0])]
    with rehearsed(crew[0][1]) as office:
        rehearse(office, crew[0][1])
    start, forking = time.time() + LEAD, get_context("fork")
    processes = [forking.Process(target=role, args=(spec, start)) for role, spec in crew]
    for each in processes:
        each.start()
    print(start, flush=True)
    for each in processes:
        each.join()
    return int(any(each.exitcode for each in processes))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
