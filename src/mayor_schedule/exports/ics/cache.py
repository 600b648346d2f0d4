"""The bytes of entries, kept by a digest of everything that is rendered into them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

SIZE: Final = 50_000
"""Entries kept; at about 400 bytes each, 20 MB."""


class EntryCache:
    """Rendered entries, the least recently used of which is forgotten when there are too many.

    Hand the same one to `feed` again, and an export after one change renders one entry. It may be shared between feeds
    of several audiences, languages and offices, but not between threads.

    Attributes:
        rendered: how many entries were rendered since it was made.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self.rendered = 0

    def get(self, digest: bytes, render: Callable[[], bytes]) -> bytes:
        """The bytes of this digest; rendered if they are not kept."""
        kept = self._kept.get(digest)
        if kept is not None:
            self._kept.move_to_end(digest)
            return kept
        self.rendered += 1
        data = self._kept[digest] = render()
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return data

    def __len__(self) -> int:
        return len(self._kept)
