"""What the commands that report refuse by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mayor_schedule.errors import InvalidValueError
from mayor_schedule.messages import Message, Saying, term

REFUSALS: Final[Mapping[str, Saying]] = {
    "no_tag": Saying("MS-0070", "{given!r} is no language tag; write one such as ko, en or es-AR"),
    "copy_alone": Saying(
        "MS-0013",
        "cannot write a briefing and copy the templates at once: {options} does not go with "
        "--copy-templates; leave one of them out",
    ),
    "completeness_public": Saying(
        "MS-0014",
        "cannot tell the public what is missing: that, and who is cited, is the office's own; "
        "ask with --audience internal",
    ),
    "no_kind": Saying("MS-0015", "there is no kind {kind!r}{meant}; with --completeness, it is {kinds}"),
    "not_asked": Saying(
        "MS-0016", "cannot list what is missing of {kind}: nothing is asked of that kind; name {kinds}, or no kind"
    ),
    "ledger_from": Saying(
        "MS-0017",
        "cannot begin the ledger on {since}: it has every statement that was read by --on; leave --from out",
    ),
    "ledger_term": Saying(
        "MS-0018",
        "cannot begin the ledger with a term of the {term}: it has every statement that was read by --on; "
        "leave --term out",
    ),
    "key_alone": Saying("MS-0019", "cannot count only {key}: --key goes with --ledger; give both or none"),
    "no_series": Saying("MS-0020", "cannot show the ledger of {key}: nothing is counted or stated by that key; {help}"),
    "explain_html": Saying(
        "MS-0022",
        "HTML is for the public unless you say otherwise, and the public sees no sources; add "
        "--audience internal, or leave --explain out",
    ),
    "on_alone": Saying(
        "MS-0023", "cannot list what there is on {day}: --on goes with --completeness; give both or none"
    ),
    "since_twice": Saying(
        "MS-0024",
        "cannot go on from two positions: --since names one, and --position-file keeps one; leave one of them out",
    ),
    "no_position": Saying(
        "MS-0025",
        "{where}{given!r} is no position in the log; give the one that was told the last time, or 0 for everything",
    ),
    "past_end": Saying(
        "MS-0026",
        "cannot tell what is new since position {given}: the log ends at {size}, so the store was made "
        "anew or restored from a backup; forget what you have, and take everything again with --since 0",
    ),
    "other_log": Saying(
        "MS-0027",
        "cannot tell what is new since position {given}: this log told no such position, so the store was made anew or "
        "restored from a backup, or the position was altered; forget what you have, and take everything again with "
        "--since 0",
    ),
    "position_over_events": Saying(
        "MS-0071",
        "cannot write the events and the position into one file, {file}: the one would take the place of the other; "
        "give --position-file a file of its own",
    ),
    "position_empty": Saying(
        "MS-0072",
        "{file} is empty, and keeps no position; write the one into it that was told the last time, or delete the "
        "file, and everything is told again",
    ),
    "position_no_text": Saying(
        "MS-0073",
        "cannot read the position in {file}: it is no text in UTF-8, but perhaps in UTF-16; write the file anew as "
        "UTF-8",
    ),
    "position_unread": Saying("MS-0074", "cannot read the position in {file}: {why}; check its permissions"),
}


def refusal(key: str, /, **parts: object) -> InvalidValueError:
    """Why something is refused."""
    return InvalidValueError(REFUSALS[key](**parts))


def meant(close: str | None) -> str:
    """A question after what was named, behind it; nothing where nothing is near."""
    return "" if close is None else term(" (did you mean {close}?)", close=close)


def near(key: str) -> Message:
    """A question after the key that is nearest to what was named."""
    return term("did you mean {close}?", close=key)


def every_key() -> Message:
    """How to see which keys there are."""
    return term("mayor-schedule counts --ledger --format json has every key")


def either(names: tuple[str, ...]) -> Message:
    """Several names, of which one is to be given."""
    return term("{others} or {last}", others=", ".join(names[:-1]), last=names[-1])
