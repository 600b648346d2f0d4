"""`Publisher`: the feeds of an office, kept from one export to the next."""

from __future__ import annotations

from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.office import Office
from mayor_schedule.views.programmes import check_principal
from mayor_schedule.views.revisions import Revisions

from .cache import EntryCache
from .feed import compose
from .options import FeedOptions


class Publisher:
    """Writes the feeds of an office for a program that goes on, such as a web server.

    It keeps the fold of each audience, and of each programme that is asked for, and the bytes of each entry, so that
    exporting again after one change reads one event and renders one entry. The bytes are those that `feed` gives. It
    may not be shared between threads.

    Args:
        office: the office; it stays open as long as this is used.

    Attributes:
        cache: the bytes of the entries.
    """

    def __init__(self, office: Office) -> None:
        self.cache = EntryCache()
        self._office = office
        self._folds: dict[tuple[Audience, bool, str | None], Revisions] = {}

    def feed(
        self, *, language: str, audience: Audience | str = Audience.PUBLIC, options: FeedOptions | None = None
    ) -> bytes:
        """A feed as of now.

        Args:
            language: BCP 47; texts fall back to the office's languages.
            audience: who reads it.
            options: what else is asked for.

        Returns:
            An iCalendar stream in UTF-8 with CRLF line ends.

        Raises:
            InvalidValueError: the audience cannot have what is asked for, or the office has no such principal.
            StoreError: the store cannot be read.
        """
        reader, asked = Audience(audience), options or FeedOptions()
        asked.check(reader)
        profile = self._office.profile()
        if asked.principal is not None:
            check_principal(asked.principal, profile)
        fold = self._folds.setdefault(
            (reader, asked.busy, asked.principal), Revisions(reader, busy=asked.busy, principal=asked.principal)
        )
        at = self._office.now()
        found = fold.update(self._office.history(start=len(fold)), at=at)
        return compose(found, profile, language=language, audience=reader, at=at, options=asked, cache=self.cache)
