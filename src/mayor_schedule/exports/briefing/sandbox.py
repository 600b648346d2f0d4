"""Where templates run: they lay out what they are given, and reach no file, no clock and no chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial, wraps
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment, SandboxedEscapeFormatter, SandboxedFormatter
from jinja2.utils import missing
from markupsafe import Markup
from pydantic import BaseModel

from mayor_schedule.domain.values.visibility import Audience
from mayor_schedule.views.counting.counts import Counts

from .allowance import GROWTH, Allowance, check_format, check_width, reckoned
from .counting import counted
from .faults import FaultError
from .printing import check_plain, in_order, is_plain, kind_of, listed, parts_of, printed

_OF_MODELS: Final = frozenset(dir(BaseModel))
"""What every value can do beside what it holds: some of it opens files, and unpickles them."""

_OF_THE_CLOCK: Final = frozenset({"today", "now", "utcnow", "fromtimestamp", "timestamp", "astimezone"})
"""What asks for the present, or for the zone of the computer."""

_OF_BYTES: Final = frozenset({"encode", "expandtabs", "maketrans", "to_bytes", "translate"})
"""What texts and numbers can do that no briefing needs, and that can make very long ones."""

_OF_CHANCE: Final = {"filters": ("random",), "globals": ("lipsum",)}

_OF_OBJECTS: Final = frozenset(
    {"abs", "attr", "batch", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items", "last",
     "length", "list", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "slice",
     "sort", "sum", "unique"}
)  # fmt: skip
"""The filters that are given objects and lists."""

_OF_PLAIN: Final = frozenset({"pprint", "tojson", "urlencode", "xmlattr"})
"""The filters that print lists and mappings; all others are given a text."""

GIVEN: Final = ("page", "notes", "word", "briefing", "timelines", "hosted")
"""What a template is given; the last two for HTML."""

_WIDE: Final = frozenset({"center", "ljust", "rjust", "zfill"})


class Missing(StrictUndefined):
    """What a template asks for and is not there; whatever it does with it, it is told what there is instead."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        told = partial(_missing, obj, name, exc is SecurityError)
        super().__init__(hint, obj, name, told)  # type: ignore[arg-type]


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with values that can only be read; the same history lays out to the same bytes.

    It is made for one briefing: what that may take is counted in it.

    Args:
        loader: where templates come from.
        escapes: whether what is printed is escaped for HTML.
        languages: those in which texts are printed, the best first.
        filters: filters of our own.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(
        self,
        loader: BaseLoader,
        *,
        escapes: bool,
        languages: tuple[str, ...],
        filters: Mapping[str, Callable[..., Any]],
    ) -> None:
        super().__init__(
            loader=loader,
            autoescape=escapes,
            undefined=Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # what is worked out beforehand is not counted
            finalize=self._printed,
        )
        self._languages = languages
        self._allowance = Allowance()
        for kind, names in _OF_CHANCE.items():
            for name in names:
                getattr(self, kind).pop(name, None)
        self.globals["range"] = _range
        for name, func in {**self.filters, **filters}.items():
            self.filters[name] = self._guarded(name, func)

    # --- what the program of a template calls, as `counting` and Jinja2 write it ---

    def step(self, steps: int = 1) -> bool:
        """Take steps."""
        return self._allowance.step(steps)

    def in_order(self, values: Any) -> Any:
        """What a loop goes through: the same in every run."""
        return in_order(values)

    def made(self, value: Any) -> Any:
        """A value, after it is counted."""
        return self._allowance.made(value)

    def piece(self, value: Any) -> str:
        """What ``~`` puts together."""
        text = self.printed(value)
        self._allowance.make(len(text))
        return text

    def concat(self, pieces: Iterable[str]) -> str:
        """What a macro, a block or a template puts together."""
        return self._allowance.joined(pieces)

    def printed(self, value: Any) -> str:
        """What is printed of a value."""
        return str(value) if isinstance(value, Missing) else printed(value, self._languages, self._allowance.count)

    @pass_context  # so that nothing is printed before it is counted
    def _printed(self, _: Context, value: Any) -> str:
        return self.printed(value)

    # --- what Jinja2 asks its environment ---

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return counted(super()._parse(source, name, filename), self)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may reach an attribute."""
        if isinstance(obj, BaseModel) and attr in _OF_MODELS:
            return False
        if isinstance(obj, date) and attr in _OF_THE_CLOCK:
            return False
        if isinstance(obj, (str, int)) and attr in _OF_BYTES:
            return False
        if isinstance(obj, Counts) and attr == "knowledge" and obj.knowledge.audience is Audience.PUBLIC:
            return False  # it holds what the office knows of what the public may see
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """What an operator makes, unless that is too much."""
        if operator == "%" and isinstance(left, str):
            return self._allowance.made(self._formatted(left, right))
        length = reckoned(operator, left, right)
        if isinstance(left, str) or isinstance(right, str):
            self._allowance.make(length)
        else:
            self._allowance.step(length)
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something, with the steps and the depth that it takes."""
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if owner is self:
            return obj(*args)  # Jinja2 adds what is for calls of a template's own
        self._allowance.step()
        if isinstance(owner, str):
            args = self._given_to(owner, name, args)
        with self._allowance.deeper():
            return self._allowance.made(super().call(context, obj, *args, **kwargs))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """``format`` of a text, with what it is given printed as everywhere."""
        if super().wrap_str_format(value) is None:
            return None
        text: str = value.__self__
        formatter = _EscapingFormatter(self, escape=text.escape) if isinstance(text, Markup) else _Formatter(self)

        def formatted(*args: Any, **kwargs: Any) -> str:
            given = args[0] if value.__name__ == "format_map" and args else kwargs
            return type(text)(formatter.vformat(text, args, given))

        return formatted

    # --- what is made of texts ---

    def _given_to(self, text: str, method: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """What a method of a text is given, unless it makes too much of it."""
        if method == "join" and args:
            pieces = [self.printed(each) for each in in_order(args[0])]
            self._allowance.make(sum(map(len, pieces)) + len(text) * len(pieces))
            return (pieces,)
        if method in _WIDE:
            check_width(*args)
        if method in GROWTH:
            self._allowance.make(GROWTH[method](text, list(args)))
        self._allowance.step(len(text) // 1000)
        return args

    def _formatted(self, text: str, given: Any) -> str:
        """``text % given``."""
        several = given if isinstance(given, tuple) else tuple(given.values()) if isinstance(given, dict) else (given,)
        check_format(text, several)
        said = {id(each): self._worded(each) for each in several}
        self._allowance.make(len(text) + text.count("%") * max((len(str(each)) for each in said.values()), default=0))
        if isinstance(given, dict):
            return text % {key: said[id(each)] for key, each in given.items()}
        return text % tuple(said[id(each)] for each in several)

    def _worded(self, value: Any) -> Any:
        """A number as it is, everything else as it is printed."""
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else self.printed(value)

    def _guarded(self, name: str, func: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that prints no object, and makes nothing that is too long."""
        first = 1 if hasattr(func, "jinja_pass_arg") else 0

        @wraps(func)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            before, (value, *others) = args[:first], args[first:]
            check_width(*others, *kwargs.values())
            if isinstance(value, Missing):
                return func(*args, **kwargs)
            value = in_order(value)
            if name == "format":
                return self.made(self._formatted(self.printed(value), kwargs or tuple(others)))
            if name == "join":
                value, others, kwargs = self._to_join(value, *others, **kwargs)
            else:
                value = self._taken(name, value, [*others, *kwargs.values()])
            return self.made(func(*before, value, *others, **kwargs))

        return guarded

    def _taken(self, name: str, value: Any, given: list[Any]) -> Any:
        """What a filter is given to work on."""
        if name in _OF_PLAIN:
            check_plain(value, self._allowance.count)
            if name == "tojson":
                indents = max((each for each in given if isinstance(each, int)), default=0)
                self._allowance.make(len(str(value)) * (1 + indents))
        elif name not in _OF_OBJECTS:
            value = self.printed(value)
            self._allowance.make(GROWTH[name](value, given) if name in GROWTH else len(value))
        return value

    def _to_join(
        self, values: Any, d: Any = "", attribute: Any = None
    ) -> tuple[list[str], list[Any], dict[str, Any]]:
        """What is joined, each printed as everywhere; of objects the part that is asked for."""
        read = make_attrgetter(self, attribute) if attribute is not None else None
        pieces = [self.piece(each if read is None else read(each)) for each in values]
        between = self.printed(d)
        self._allowance.step(len(pieces))
        self._allowance.make(len(between) * len(pieces))
        return pieces, [between], {}


class _Formatter(SandboxedFormatter):
    """Formats as Python does, with what a template can print."""

    def __init__(self, env: Sandbox, **more: Any) -> None:
        super().__init__(env, **more)
        self._sandbox = env

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """``!s`` and ``!r``: there is no other way to print an object."""
        return super().convert_field(value if is_plain(value) else self._sandbox.printed(value), conversion)

    def format_field(self, value: Any, format_spec: str) -> Any:
        """A value by its specification, unless that is too wide."""
        check_format(format_spec)
        made = super().format_field(value if is_plain(value) else self._sandbox.printed(value), format_spec)
        return self._sandbox.made(made)


class _EscapingFormatter(_Formatter, SandboxedEscapeFormatter):
    """The same, and escapes for HTML."""


def _range(*args: Any) -> range:
    """``range``, as far as it is not too long."""
    numbers = range(*args)
    if len(numbers[: MAX_RANGE + 1]) > MAX_RANGE:
        raise FaultError("range", most=MAX_RANGE)
    return numbers


def _missing(obj: Any, name: Any, is_hidden: bool, said: str) -> FaultError:
    """What to say of something that is not there, or not for templates."""
    if is_hidden:
        return FaultError("unsafe", name=name)
    if obj is missing:
        more = "" if said == f"{name!r} is undefined" else said
        return FaultError("no_name", name=name, parts=", ".join(GIVEN), said=more)
    if obj is None:
        return FaultError("of_none", name=name)
    if not isinstance(name, str) or isinstance(obj, (list, tuple)):
        return FaultError("no_element", name=name)
    parts = parts_of(obj)
    if not parts:
        return FaultError("no_element", name=name)
    return FaultError("no_part", kind=kind_of(obj), name=name, parts=listed(parts))
