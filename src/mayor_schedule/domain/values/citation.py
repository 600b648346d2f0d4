"""`Citation`: which document says so, and where in it."""

from __future__ import annotations

from typing import NamedTuple


class Citation(NamedTuple):
    """A document and a place in it: ``Citation("council-283", "L254-L264")``.

    Attributes:
        document: the document's id, without its kind.
        locator: lines, pages or an article number, in the document's own manner.
        quote: a short quotation, where one settles a doubt.
    """

    document: str
    locator: str | None = None
    quote: str | None = None
