"""`Archive`: the event-sourcing package's application, as a store uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, EnvType

from .mapper import EnvelopeMapper

Factory = Callable[[Environment], InfrastructureFactory[Any]]
"""Makes what keeps the events."""


class Archive(Application[str]):
    """The package's application: text ids, our mapper, and no setting from the process environment.

    Args:
        factory: makes what keeps the events.
        settings: what it is told.
    """

    name = "MayorSchedule"

    def __init__(self, factory: Factory, settings: EnvType) -> None:
        self._factory = factory
        super().__init__(settings)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Only what the caller gave: an ambient ``SQLITE_DBNAME`` must not lead history astray."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """What keeps the events."""
        return self._factory(env)

    def construct_mapper(self) -> EnvelopeMapper:
        """The mapper of envelopes."""
        return EnvelopeMapper()
