"""The public interface, as text: every public name with its signature, to be compared with what was written down.

::

    python tools/public_api.py            print it
    python tools/public_api.py update     write it to tests/public_api.txt, once CHANGELOG.md names every change

The package is read with griffe, and not imported: what a type checker sees is what is public.

A changelog names a change with a code span that begins with a dotted name: `Office.calendar` for a member, `feed.feed`
for a function of a module, `Period` for a class or for what is alone at the top. What a class inherits may be named by
the class that it comes from. A class that is new or gone is named alone, and its members with it. Only spans under
Unreleased count, and only those that were not there yet when the interface was last written down.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[1]
SNAPSHOT = ROOT / "tests" / "public_api.txt"
CHANGELOG = ROOT / "CHANGELOG.md"
MODULES = (
    "mayor_schedule.audit.changes", "mayor_schedule.audit.checking", "mayor_schedule.audit.proving",
    "mayor_schedule.exports.briefing.writing", "mayor_schedule.exports.ics.feed", "mayor_schedule.exports.ics.lint",
    "mayor_schedule.exports.ics.options", "mayor_schedule.exports.ics.publisher", "mayor_schedule.exports.table",
    "mayor_schedule.imports.loading", "mayor_schedule.proofs.bundles", "mayor_schedule.proofs.erasing",
    "mayor_schedule.proofs.keys", "mayor_schedule.schemas.catalog", "mayor_schedule.telling",
    "mayor_schedule.views.counting.running",
)  # fmt: skip
"""The public modules beside the package itself: the classes and functions in them that are not private."""

NAMES = (
    "mayor_schedule.audit.flaws.Flaw", "mayor_schedule.audit.proving.Progress",
    "mayor_schedule.contentlines.Finding", "mayor_schedule.domain.clash.Pair",
    "mayor_schedule.domain.document.Sha256", "mayor_schedule.domain.document.Url",
    "mayor_schedule.domain.erasure.Erasure", "mayor_schedule.domain.model.Nights",
    "mayor_schedule.domain.model.Reason", "mayor_schedule.domain.model.Theme", "mayor_schedule.domain.model.Upcast",
    "mayor_schedule.domain.model.Version", "mayor_schedule.domain.office.Domain",
    "mayor_schedule.domain.office.Language", "mayor_schedule.domain.office.Term",
    "mayor_schedule.domain.office.Zone", "mayor_schedule.domain.programme.TransferMinutes",
    "mayor_schedule.domain.subject.Said", "mayor_schedule.domain.terms.Basis",
    "mayor_schedule.domain.values.days.Day", "mayor_schedule.domain.values.identity.AgreementId",
    "mayor_schedule.domain.values.identity.DocumentId", "mayor_schedule.domain.values.identity.EngagementId",
    "mayor_schedule.domain.values.identity.FigureId", "mayor_schedule.domain.values.identity.Name",
    "mayor_schedule.domain.values.identity.OccasionId", "mayor_schedule.domain.values.identity.OrganizationId",
    "mayor_schedule.domain.values.identity.PolicyExportId", "mayor_schedule.domain.values.identity.RuleId",
    "mayor_schedule.domain.values.identity.SubjectId", "mayor_schedule.domain.values.identity.TripId",
    "mayor_schedule.domain.values.identity.VisitId", "mayor_schedule.domain.values.moment.Fold",
    "mayor_schedule.domain.values.moment.LocalTime", "mayor_schedule.domain.values.number.Key",
    "mayor_schedule.domain.values.number.Number", "mayor_schedule.domain.values.number.Series",
    "mayor_schedule.domain.values.place.Country", "mayor_schedule.domain.values.when.Dates",
    "mayor_schedule.domain.values.when.When", "mayor_schedule.domain.visit.commands.Size",
    "mayor_schedule.exports.table.Columns", "mayor_schedule.imports.events.Progress",
    "mayor_schedule.imports.ics.options.CalendarOptions", "mayor_schedule.imports.ics.options.Change",
    "mayor_schedule.proofs.notes.Checkpoint", "mayor_schedule.reading.increment.Progress",
    "mayor_schedule.views.changes.Fate", "mayor_schedule.views.changes.FieldChange",
    "mayor_schedule.views.changes.SubjectChange", "mayor_schedule.views.clashes.finding.Finding",
    "mayor_schedule.views.completeness.answers.Answer", "mayor_schedule.views.completeness.answers.Remark",
    "mayor_schedule.views.counting.bounds.Bounds", "mayor_schedule.views.counting.bounds.Days",
    "mayor_schedule.views.counting.bounds.Stay", "mayor_schedule.views.counting.happenings.Happening",
    "mayor_schedule.views.counting.reckoner.Amount", "mayor_schedule.views.counting.series.Item",
    "mayor_schedule.views.counting.series.Move", "mayor_schedule.views.counting.series.Sort",
    "mayor_schedule.views.flat.COLUMNS", "mayor_schedule.views.knowledge.Span",
    "mayor_schedule.views.rules.findings.Amount", "mayor_schedule.views.rules.findings.Cell",
    "mayor_schedule.views.rules.findings.Finding", "mayor_schedule.views.rules.findings.FindingKind",
    "mayor_schedule.views.rules.findings.Severity", "mayor_schedule.views.rules.findings.Stated",
)  # fmt: skip
"""What is public by itself: the types that public signatures name, and the columns of tables."""

HANDED_ON = (
    "mayor_schedule.Briefing", "mayor_schedule.History", "mayor_schedule.domain.figure.Figure",
    "mayor_schedule.domain.model.Fields", "mayor_schedule.exports.briefing.page.Page",
    "mayor_schedule.exports.briefing.saying.Saying", "mayor_schedule.exports.ics.cache.EntryCache",
    "mayor_schedule.imports.entries.Placed", "mayor_schedule.imports.events.Restored",
    "mayor_schedule.proofs.commitments.Sealed", "mayor_schedule.reading.frames.Languages",
    "mayor_schedule.reading.limits.Limits", "mayor_schedule.reading.position.Position",
    "mayor_schedule.store.archive.Archived", "mayor_schedule.views.calendar.Kept",
    "mayor_schedule.views.outline.Outline", "mayor_schedule.views.programmes.Whose",
    "mayor_schedule.views.revisions.Revision",
)  # fmt: skip
"""Types that public functions take and give, and that are only handed on: nothing is promised of what is in them."""

_FUNCTION = re.compile(r"[a-z_]\w*")


def loaded() -> griffe.Module:
    """The package, as griffe reads it."""
    found = griffe.load("mayor_schedule", search_paths=[str(ROOT / "src")], resolve_aliases=True)
    if not isinstance(found, griffe.Module):
        raise TypeError(found)
    return found


def public(package: griffe.Module) -> Iterator[tuple[str, griffe.Object]]:
    """Every public name with what it is, without members."""
    for name in sorted(str(each).strip("'\"") for each in package.exports or ()):
        yield f"mayor_schedule.{name}", _target(package[name])
    for module in MODULES:
        for name, member in sorted(package[module.removeprefix("mayor_schedule.")].members.items()):
            if not member.is_alias and member.is_public and (member.is_class or member.is_function):
                yield f"{module}.{name}", _target(member)
    for name in (*NAMES, *HANDED_ON):
        yield name, _target(package[name.removeprefix("mayor_schedule.")])


def described(package: griffe.Module | None = None) -> list[str]:
    """A line for each public name and each public member of a public class; what is inherited says from which class."""
    found = dict(public(package or loaded()))  # a name of the package that is only handed on is there twice
    return [line for path, each in found.items() for line in _described(path, each)]


def unlisted(package: griffe.Module) -> dict[str, set[str]]:
    """The types of this package that are in public signatures and not public, each with where it is."""
    named = dict(public(package))
    known, missing = {each.canonical_path for each in named.values()}, dict[str, set[str]]()
    for path, each in named.items():
        for member, found in [(path, each), *_members(path, each)]:
            for name in {name for given in _annotations(found) for name in _names_in(given)}:
                try:
                    kind = _target(package.modules_collection[name])
                except (KeyError, griffe.AliasResolutionError):
                    continue
                is_variable = str(getattr(kind, "value", "")).startswith("TypeVar(")
                if not (kind.is_module or is_variable or kind.canonical_path in known):
                    missing.setdefault(kind.canonical_path, set()).add(member)
    return missing


def named(changes: str) -> Counter[str]:
    """How often each dotted name stands at the beginning of a code span."""
    return Counter(re.findall(r"`(?:mayor_schedule\.)?([A-Za-z_]\w*(?:\.\w+)*)[^`\n]*`", changes))


def told(snapshot: str, changelog: str) -> set[str]:
    """The names that a changelog has under Unreleased, and has more often than when the snapshot was written."""
    before = {name: int(count) for name, count in re.findall(r"^# (\S+) (\d+)$", snapshot, re.MULTILINE)}
    unreleased = changelog.partition("## Unreleased")[2].partition("\n## ")[0]
    return {name for name, count in named(changelog).items() if count > before.get(name, 0)} & {*named(unreleased)}


def unmentioned(released: Collection[str], current: Collection[str], names: Collection[str]) -> list[str]:
    """The lines that were added, changed or taken away, and that a changelog does not name.

    Args:
        released: the lines of before.
        current: the lines now.
        names: the names that the changelog tells of.
    """
    before, now = set(released), set(current)
    gone, come = [each for each in released if each not in now], [each for each in current if each not in before]
    moved = {_text(each) for each in gone} & {_text(each) for each in come}  # to another base, and otherwise the same
    changed = [f"- {each}" for each in gone if _text(each) not in moved]
    changed += [f"+ {each}" for each in come if _text(each) not in moved]
    whole = {_path(each) for each in gone if each.startswith("class ")}
    whole ^= {_path(each) for each in come if each.startswith("class ")}
    return [each for each in changed if not _accepted(each, whole) & {*names}]


def _accepted(line: str, whole: Collection[str]) -> set[str]:
    """The names by each of which a changelog may tell of a changed line.

    Args:
        line: the line, behind a sign.
        whole: the classes that are new or gone.
    """
    path, parts = _path(line), _path(line).split(".")
    owner = path.rpartition(".")[0]
    if line[2:].startswith("  "):  # a member
        _, _, origin = line.partition("  # ")
        accepted = _ends(parts, 2) | ({f"{origin}.{parts[-1]}"} if origin else set())
        return accepted | _ends(parts[:-1], 1) if owner in whole else accepted
    return _ends(parts, 2 if owner and _FUNCTION.fullmatch(parts[-1]) else 1)


def _ends(parts: list[str], shortest: int) -> set[str]:
    return {".".join(parts[-length:]) for length in range(shortest, len(parts) + 1)}


def _path(line: str) -> str:
    """The dotted name that a line is about, without that of the package."""
    plain = re.sub(r"^([+-] )? *(class |type )?", "", line)
    return re.split(r"[(:= ]", plain, maxsplit=1)[0].removeprefix("mayor_schedule.")


def _text(line: str) -> str:
    """A line without the class that a member comes from."""
    return line.partition("  # ")[0]


def _described(path: str, found: griffe.Object) -> Iterator[str]:
    if path in HANDED_ON:
        yield _member_line(path, found) if found.is_attribute else f"type {path}"
    elif isinstance(found, griffe.Function):
        yield f"{path}{_signature(found)}"
    elif isinstance(found, griffe.Class):
        yield f"class {path}({', '.join(str(each) for each in found.bases)})"
        for name, member in _members(path, found):
            line = f"  {name}{_signature(member)}" if isinstance(member, griffe.Function) else (
                f"  {_member_line(name, member)}"
            )  # fmt: skip
            origin = member.parent.name if member.parent is not None else found.name
            yield line if member.parent is found else f"{line}  # {origin}"
    else:
        yield _member_line(path, found)


def _members(path: str, found: griffe.Object) -> Iterator[tuple[str, griffe.Object]]:
    """The public members of a class, inherited ones among them, and how one of it is made where it says so itself."""
    if not isinstance(found, griffe.Class) or path in HANDED_ON:
        return
    for name, given in sorted(found.all_members.items()):
        if str(given.canonical_path).startswith("mayor_schedule."):
            member = _target(given)
            if not name.startswith("_") or (name == "__init__" and member.lineno):  # else the fields say how
                yield f"{path}.{name}", member


def _target(given: griffe.Object | griffe.Alias) -> griffe.Object:
    return given.final_target if isinstance(given, griffe.Alias) else given


def _annotations(found: griffe.Object) -> Iterator[str | griffe.Expr | None]:
    if isinstance(found, griffe.Function):
        yield found.returns
        yield from (each.annotation for each in found.parameters)
    elif isinstance(found, griffe.Attribute):
        yield found.annotation


def _names_in(given: str | griffe.Expr | None) -> Iterator[str]:
    """The types that an annotation names; what stands beside them in `Annotated` is none."""
    if isinstance(given, griffe.ExprName | griffe.ExprAttribute):
        yield given.canonical_path
    elif isinstance(given, griffe.ExprSubscript) and given.canonical_path.endswith("Annotated"):
        inner = given.slice
        yield from _names_in(inner.elements[0] if isinstance(inner, griffe.ExprTuple) else inner)
    elif isinstance(given, griffe.Expr):
        for each in given.iterate(flat=False):
            yield from _names_in(each)


def _member_line(path: str, found: griffe.Object) -> str:
    annotation = getattr(found, "annotation", None)
    value = getattr(found, "value", None)
    told = path if annotation is None else f"{path}: {annotation}"
    is_default = value is not None and "Field(" not in str(value) and len(str(value)) < 80
    return f"{told} = {value}" if is_default else told


def _signature(found: griffe.Function) -> str:
    if "property" in found.labels:
        return f": {found.returns}"
    parts: list[str] = []
    for each in found.parameters:
        if each.name in {"self", "cls"}:
            continue
        if each.kind is griffe.ParameterKind.keyword_only and "*" not in parts:
            parts.append("*")
        star = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(each.kind, "")
        told = f"{star}{each.name}" + ("" if each.annotation is None else f": {each.annotation}")
        parts.append(told if each.default is None or star else f"{told} = {each.default}")
    return f"({', '.join(parts)}) -> {found.returns}"


def lines_of(snapshot: str) -> list[str]:
    """The interface in a snapshot, without what it says of the changelog."""
    return [each for each in snapshot.splitlines() if not each.startswith("#")]


def written(lines: list[str], changelog: str) -> str:
    """A snapshot: the interface, and the names that the changelog has, which tell of no later change."""
    head = ["# What CHANGELOG.md named when this was written, and how often; python tools/public_api.py update"]
    head += [f"# {name} {count}" for name, count in sorted(named(changelog).items())]
    return "".join(f"{each}\n" for each in (*head, *lines))


def main(*arguments: str) -> int:
    """Print the interface, or write it down; 1 where something has changed that the changelog does not name."""
    lines = described()
    if arguments != ("update",):
        sys.stdout.writelines(f"{each}\n" for each in lines)
        return 0
    snapshot, changelog = SNAPSHOT.read_text(encoding="utf-8"), CHANGELOG.read_text(encoding="utf-8")
    silent = unmentioned(lines_of(snapshot), lines, told(snapshot, changelog))
    if silent:
        sys.stderr.writelines(f"{each}\n" for each in ("not named in CHANGELOG.md under Unreleased:", *silent))
        return 1
    SNAPSHOT.write_text(written(lines, changelog), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
