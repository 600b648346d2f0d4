"""How many examples a property takes: fewer where each takes long, and more of all in the long run."""

from __future__ import annotations

from hypothesis import settings


def examples(number: int) -> settings:
    """That many examples of each sixty that the profile asks for."""
    return settings(max_examples=-(-number * settings().max_examples // 60))
