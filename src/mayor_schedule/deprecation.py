"""Names of before: they work for a while, and warn.

A public name that is given up warns with `DeprecationWarning` for at least one minor version before it goes.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any


def renamed(module: str, name: str, names: dict[str, str]) -> Any:
    """What a name of before stands for now; for a module's ``__getattr__``.

    Args:
        module: the module that is asked.
        name: the name that is asked for.
        names: where each name of before is now, as ``module:name``.

    Raises:
        AttributeError: it is no name of before.
    """
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    place, _, now = names[name].partition(":")
    warnings.warn(f"{module}.{name} has another name: {place}.{now}", DeprecationWarning, stacklevel=3)
    return getattr(import_module(place), now)
