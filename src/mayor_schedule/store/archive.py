"""The form in which a log leaves its store and comes back: a line for each event, a CloudEvents 1.0 envelope in JSON.

`exports.events` writes it and `imports.events` reads it. A line holds the stored bytes of its event as they are, and
everything else in it follows from these, the position, the office's domain and who may see the subject: so a line that
was read can be written again and compared, byte by byte.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pydantic_core import to_json

from mayor_schedule.domain.envelope import Recorded
from mayor_schedule.messages import Saying

from .mapper import instant

SPECVERSION: Final = "1.0"
JSON: Final = "application/json"
PATH: Final = "/mayor-schedule"
DIGITS: Final = 20
"""The digits of a sequence: texts of one length are in the order of their numbers."""

NOT_OF_KIND: Final = Saying("MS-0778", "{topic} does not happen to a {kind}")
"""What is said of an event that stands in the stream of a subject of another kind."""


class Archived(NamedTuple):
    """One event as it is in an archive.

    Attributes:
        recorded: its envelope, with its position.
        state: its stored bytes.
        classification: who may see its subject after it.
        domain: the domain of the office.
    """

    recorded: Recorded
    state: bytes
    classification: str
    domain: str


def source_of(domain: str) -> str:
    """The source of an office's events: a URI-reference (RFC 3986 section 4.1)."""
    return f"//{domain}{PATH}"


def sequence_of(number: int) -> str:
    """A number as it is written where texts are put in order."""
    return f"{number:0{DIGITS}}"


def attributes_of(archived: Archived) -> dict[str, str]:
    """The attributes of the envelope of an event, in their order."""
    recorded = archived.recorded
    return {
        "specversion": SPECVERSION,
        "id": recorded.reference,
        "source": source_of(archived.domain),
        "type": recorded.topic,
        "subject": recorded.subject,
        "datacontenttype": JSON,
        "recordedtime": instant(recorded.recorded_at),
        "knownon": recorded.known_on.isoformat(),
        "sequence": sequence_of(recorded.position or 0),
        "dataclassification": archived.classification,
    }


def line_of(archived: Archived) -> bytes:
    """The line of an event, with the line break at its end."""
    return to_json(attributes_of(archived))[:-1] + b',"data":' + archived.state + b"}\n"
