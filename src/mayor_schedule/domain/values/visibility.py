"""`Visibility` and `Audience`: who may see what."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who reads."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Visibility(StrEnum):
    """Who may see a subject. It is state: set when the subject is opened, changed by an event of its own."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
