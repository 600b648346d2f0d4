"""YAML 1.2 into located nodes, from ruamel.yaml's events.

Events, because a loaded document has turned `2018_09` into a number, and a composed one has already followed its
aliases. Only the text of a scalar is kept, so `no`, `007` and `2018-02-30` stay what was written. Tags, merge keys and
keys that are no text are refused: a record of a city should not need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mayor_schedule.errors import InputError
from mayor_schedule.imports.nodes import EMPTY, MAX_DEPTH, TOO_DEEP, Node, Source, refuse_twice, shown
from mayor_schedule.messages import Saying, say, term

MAX_ALIASED: Final = 100_000
"""How many nodes all aliases of a document may stand for together."""

_NULLS: Final = {"", "~", "null", "Null", "NULL"}
# ruamel.yaml breaks lines here, as YAML 1.1 did and YAML 1.2 does not: it would end comments and change texts.
_ODD_BREAK: Final = re.compile("[\x85\u2028\u2029]")
_OPENING: Final = True
_HERE: Final = False

# What ruamel.yaml says ("context: problem"), what to say instead, and whether to say it where the construct opens or
# where ruamel.yaml gave up. {found} is the first group of the pattern, {line} the line where the construct opens.
_WORDS: Final = [
    (
        r"found character '\\t'",
        Saying("MS-0916", "a tab where YAML wants spaces, perhaps in the indentation; replace tabs with spaces"),
        _HERE,
    ),
    (
        r"found character (.+) that cannot",
        Saying("MS-0917", "a value cannot start with {found}; put it in quotes"),
        _HERE,
    ),
    (
        r"simple key: could not find expected ':'",
        Saying(
            "MS-0918",
            "neither 'key: value' nor a list item; add the ':' and a space, or indent it as part of the text above",
        ),
        _OPENING,
    ),
    (
        r"mapping values are not allowed",
        Saying("MS-0919", "': ' cannot stand here; put a text that has ': ' in quotes, and check the indentation"),
        _HERE,
    ),
    (
        r"sequence entries are not allowed",
        Saying(
            "MS-0920", "a list item cannot start here; put '- ' on a line of its own, and check the indentation"
        ),
        _HERE,
    ),
    (
        r"mapping keys are not allowed",
        Saying("MS-0921", "'? ' cannot stand here; put a text that starts with it in quotes"),
        _HERE,
    ),
    (
        r"expected <block end>",
        Saying(
            "MS-0922", "this does not fit what stands before it; check the indentation, and quote whole values only"
        ),
        _HERE,
    ),
    (
        r"expected ',' or '(.)'",
        Saying(
            "MS-0923",
            "expected ',' or '{found}' to go on with the bracket of line {line}; add it, or put the text in quotes",
        ),
        _HERE,
    ),
    (
        r"quoted scalar: found unexpected",
        Saying("MS-0924", "the quote that opens here is never closed; add it at the end of the text"),
        _OPENING,
    ),
    (
        r"unknown escape character (.+)",
        Saying(
            "MS-0925", "unknown escape {found} after a backslash; write '\\\\' for a backslash, or use single quotes"
        ),
        _HERE,
    ),
    (
        r"expected escape sequence of (\d+)",
        Saying(
            "MS-0926",
            "an escape in double quotes needs {found} digits from 0 to 9 and A to F; use single quotes for a backslash",
        ),
        _HERE,
    ),
    (
        r"scanning an (alias|anchor)",
        Saying("MS-0927", "'*' and '&' start the name of an {found}; put a text that starts with them in quotes"),
        _HERE,
    ),
    (
        r"\b(tag|TAG)\b",
        Saying("MS-0928", "'!' starts a tag, and tags are refused; put a text that starts with '!' in quotes"),
        _HERE,
    ),
    (r"expected the node content", Saying("MS-0929", "a value is missing here; write one, or null"), _HERE),
    (
        r"directive|incompatible YAML",
        Saying("MS-0930", "a line that starts with '%' is a directive, and this one cannot be read; remove it"),
        _HERE,
    ),
    (
        r"scanning a block scalar",
        Saying(
            "MS-0931",
            "after '|' or '>' the text starts on the next line, indented; put a text that starts with them in quotes",
        ),
        _OPENING,
    ),
    (
        r"<document start>|document end",
        Saying("MS-0932", "the document has ended before this line; remove it, or the '---' or '...' above"),
        _HERE,
    ),
]


def parse_yaml(source: Source) -> Node:
    """Read the one YAML document of a source.

    Args:
        source: the document.

    Returns:
        Its tree; scalars are text, or None where a plain scalar is empty, `~` or `null`.

    Raises:
        InputError: at the first thing that is wrong.
    """
    if odd := _ODD_BREAK.search(source.text):
        raise source.refusal(
            source.line_at(odd.start()),
            say(
                "MS-0933",
                "this line holds the separator U+{code:04X}, which looks like a line break but is none; replace it",
                code=ord(odd[0]),
            ),
        )
    builder = _Builder(source)
    for event in _events(source):
        builder.add(event)
    if builder.root is None:
        raise source.refusal(1, EMPTY)
    return builder.root


def _events(source: Source) -> Iterator[Any]:
    """Yield ruamel.yaml's events, and its errors as problems of the source."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    line = 1
    events = YAML(typ="safe", pure=True).parse(source.text)
    while True:
        try:
            event = next(events, None)
        except YAMLError as error:
            raise _translated(source, error, line) from None
        except RecursionError:
            raise source.refusal(line, TOO_DEEP) from None
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
            # The scanner lets go of what chr() and int() think of an escape or a version.
            odd = say(
                "MS-0934", "not readable YAML from here on, perhaps for an escape such as '\\U'; use single quotes"
            )
            raise source.refusal(line, odd) from None
        if event is None:
            return
        line = event.start_mark.line + 1
        yield event


def _translated(source: Source, error: Any, line: int) -> InputError:
    """Return ruamel.yaml's error in one line of plain words.

    Args:
        source: the document.
        error: a YAMLError, with marks where the scanner or the parser raised it.
        line: of the last event, for an error without marks.
    """
    context, problem = getattr(error, "context", None), getattr(error, "problem", None)
    opening_mark, problem_mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = problem_mark or opening_mark
    here = min(mark.line + 1, _last_line(source)) if mark else line
    opening = opening_mark.line + 1 if opening_mark else here
    said = " ".join(f"{context or ''}: {problem or ''}".strip(": ").split())
    for pattern, words, where in _WORDS:
        if match := re.search(pattern, said):
            found = match[1] if match.lastindex else ""
            return source.refusal(opening if where is _OPENING else here, words(found=found, line=opening))
    why = said[:80] or term("no reason given")
    return source.refusal(here, say("MS-0935", "not readable YAML ({why}); check indentation and quotes", why=why))


def _last_line(source: Source) -> int:
    """Return the last line with anything on it: the end of the file is no place to look at."""
    return source.line_at(len(source.text.rstrip()))


@dataclass(slots=True)
class _Anchored:
    """What an anchor names: nothing yet, while its list or mapping is open.

    Attributes:
        node: the finished node.
        size: how many nodes it stands for, aliases expanded.
        height: how many lists and mappings are nested in it, itself included.
    """

    node: Node | None = None
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; `key` is the one that waits for its value."""

    node: Node
    anchored: _Anchored
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Puts events together; iterative, so that no document can exhaust the stack."""

    source: Source
    root: Node | None = None
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Anchored] = field(default_factory=dict)
    aliased: int = 0

    def add(self, event: Any) -> None:
        """Add one event; those of the stream and of a document's end change nothing."""
        line: int = event.start_mark.line + 1
        match type(event).__name__:
            case "ScalarEvent":
                self.scalar(event, line)
            case "SequenceStartEvent":
                self.start(event, Node(line, []))
            case "MappingStartEvent":
                self.start(event, Node(line, {}))
            case "SequenceEndEvent" | "MappingEndEvent":
                self.end()
            case "AliasEvent":
                self.alias(event.anchor, line)
            case "DocumentStartEvent" if self.root is not None:
                second = say("MS-0936", "a second YAML document starts here; keep one document in a file")
                raise self.source.refusal(line, second)

    def scalar(self, event: Any, line: int) -> None:
        """Add a key, or a value that is text or None."""
        self.refuse_tag(event, line)
        plain = event.style is None
        text: str = event.value
        if event.style == '"':
            text = self.source.checked(text, line)
        if self.expects_key:
            if self.source.text.endswith("?", 0, event.start_mark.index):
                # In brackets ruamel.yaml takes "[?x]" for a mapping with the key x.
                asked = say("MS-0937", "'?' cannot stand right before a key; put a text that has it in quotes")
                raise self.source.refusal(line, asked)
            self.key(text, line, plain=plain)
            if event.anchor:
                self.anchors[event.anchor] = _Anchored(Node(line, text))
            return
        if plain and not text and not event.anchor:
            line = self.line_of_nothing(line)
        node = Node(line, None if plain and text in _NULLS else text)
        anchored = _Anchored(node)
        if event.anchor:
            self.anchors[event.anchor] = anchored
        self.attach(anchored, node)

    def line_of_nothing(self, line: int) -> int:
        """Return the line of a value that is not written: ruamel.yaml may say where the next one starts."""
        if not self.open:  # "---" alone
            raise self.source.refusal(min(line, _last_line(self.source)), EMPTY)
        parent = self.open[-1]
        return line if parent.key is None else parent.node.key_lines[parent.key]

    @property
    def expects_key(self) -> bool:
        """Whether the next event is a key."""
        return bool(self.open) and isinstance(self.open[-1].node.value, dict) and self.open[-1].key is None

    def key(self, text: str, line: int, *, plain: bool) -> None:
        """Keep a key until its value comes."""
        if plain and text == "<<":
            merging = say("MS-0938", "the merge key '<<' is refused; write out the keys that it would bring")
            raise self.source.refusal(line, merging)
        if plain and text in _NULLS:
            found = shown(text) if text else term("nothing")
            null = say("MS-0939", "a key must be text, but found {found}; put it in double quotes", found=found)
            raise self.source.refusal(line, null)
        mapping = self.open[-1].node
        refuse_twice(self.source, text, line, mapping.key_lines)
        mapping.key_lines[text] = line
        self.open[-1].key = text

    def start(self, event: Any, node: Node) -> None:
        """Open a list or a mapping."""
        self.refuse_tag(event, node.line)
        if self.expects_key:
            raise self.source.refusal(
                node.line,
                say(
                    "MS-0940",
                    "a key must be text, not a list or a mapping; put a text that starts with a bracket in quotes",
                ),
            )
        if len(self.open) == MAX_DEPTH:
            raise self.source.refusal(node.line, TOO_DEEP)
        anchored = _Anchored(height=1)
        if event.anchor:
            self.anchors[event.anchor] = anchored
        self.open.append(_Open(node, anchored))

    def end(self) -> None:
        """Close the innermost list or mapping."""
        done = self.open.pop()
        done.anchored.node = done.node
        self.attach(done.anchored, done.node)

    def alias(self, name: str, line: int) -> None:
        """Add the node that an alias stands for; it keeps the line where it was written."""
        anchored = self.anchors.get(name)
        if anchored is None:
            missing = say(
                "MS-0941",
                "no anchor '&{name}' above this alias '*{name}'; add it, or put the text in quotes",
                name=name,
            )
            raise self.source.refusal(line, missing)
        if self.expects_key:
            key = say("MS-0942", "the alias '*{name}' cannot be a key; write the key out", name=name)
            raise self.source.refusal(line, key)
        if anchored.node is None:
            inside = say("MS-0943", "the alias '*{name}' stands inside what it names; write its value out", name=name)
            raise self.source.refusal(line, inside)
        self.aliased += anchored.size
        if self.aliased > MAX_ALIASED:
            many = say(
                "MS-0944", "the aliases up to here stand for more than {most} nodes; write the values out",
                most=MAX_ALIASED,
            )  # fmt: skip
            raise self.source.refusal(line, many)
        if len(self.open) + anchored.height > MAX_DEPTH:
            raise self.source.refusal(line, TOO_DEEP)
        self.attach(anchored, anchored.node)

    def attach(self, anchored: _Anchored, node: Node) -> None:
        """Make a finished node the root, or part of what is open."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.anchored.size += anchored.size
        parent.anchored.height = max(parent.anchored.height, anchored.height + 1)
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
        elif isinstance(parent.node.value, dict) and parent.key is not None:
            parent.node.value[parent.key] = node
            parent.key = None

    def refuse_tag(self, event: Any, line: int) -> None:
        """Refuse a scalar, list or mapping with a tag."""
        if event.ctag is not None:
            tag = say(
                "MS-0945", "tags such as '!!str' are refused; remove it, or put a text that starts with '!' in quotes"
            )
            raise self.source.refusal(line, tag)
