"""One harness under atheris, in a process of its own: `run.py` starts it, with `tests` as a place of modules.

::

    python -m fuzz.under_atheris dossier [LIBFUZZER-OPTION…] [CORPUS…]
"""

from __future__ import annotations

import random
import sys

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["mayor_schedule"]):
    import mayor_schedule.imports.yaml_nodes  # noqa: F401 - else it is imported where it is used, and not instrumented
    from fuzz.harnesses import HARNESSES
    from fuzz.mutators import MUTATORS, crossed_dossiers


def main() -> None:
    """Fuzz until libFuzzer ends the process."""
    name, *options = sys.argv[1:]
    harness, mutator = HARNESSES[name], MUTATORS[name]

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        changed = mutator(data, random.Random(seed))  # noqa: S311 - chance, and no secret
        return atheris.Mutate(data, most) if changed is None else changed[:most]

    def crossed(data: bytes, other: bytes, most: int, seed: int) -> bytes:
        both = crossed_dossiers(data, other, random.Random(seed)) if name == "dossier" else None  # noqa: S311
        return (data[: most // 2] + other[: most // 2] if both is None else both)[:most]

    def once(data: bytes) -> None:
        harness(bytes(data))

    itself = f"{sys.executable} -m fuzz.under_atheris {name}"  # libFuzzer starts it again with this to merge corpora
    atheris.Setup([itself, *options], once, custom_mutator=mutated, custom_crossover=crossed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
