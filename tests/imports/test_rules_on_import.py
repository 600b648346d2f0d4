"""Rules over figures in dossiers: bad ones are refused at their line, and what they find is told at the figure's."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from mayor_schedule import Office
from terminal import Done, run

HEAD = """\
dossier: 1
office: {name: {en: Seoul}, zone: Asia/Seoul, domain: example.go.kr}
sources:
  council-283: {title: {ko: 보고}}
defaults: {by: planning, known_on: 2018-08-31, source: council-283}
record:
"""
"""Six lines: the first entry of every dossier below is on line 7."""

DAY = "2018-08-31"


def figure(series: str, value: object, as_of: str = DAY, unit: str = "명") -> str:
    key, _, scope = series.partition("/")
    return f"  - state_figure: {{key: {key}, scope: {scope}, value: {value}, unit: {unit}, as_of: {as_of}}}\n"


def rule(total: str, *parts: str, name: str = "x") -> str:
    return f"  - declare_rule: {{rule: {name}, total: {total}, parts: [{', '.join(parts)}]}}\n"


def tables(table: str, against: str) -> str:
    return f"  - declare_rule: {{rule: x, table: {table}, against: {against}}}\n"


FIGURES = (
    figure("staff/total", 19) + figure("staff/grade-7", 6) + figure("staff/grade-8", 13)
    + figure("budget/total", 357200, unit="천원") + figure("month/total", 1, "2018-08") + figure("actual/grade-9", 1)
    + figure("month/grade-7", 1, "2018-08")
)  # fmt: skip
LINES = FIGURES.count("\n")


class Bad(NamedTuple):
    entry: str
    message: str


BAD = {
    "unknown part": Bad(
        rule("staff/total", "staff/grade-77", "staff/grade-8"),
        "nothing states staff/grade-77; did you mean staff/grade-7? state it before, or in the same file",
    ),
    "unknown total": Bad(rule("staff/all", "staff/grade-7"), "nothing states staff/all; "),
    "units": Bad(
        rule("staff/total", "staff/grade-7", "budget/total"),
        "staff/total is counted in 명 and budget/total in 천원: they cannot be added; ",
    ),
    "dates": Bad(
        rule("staff/total", "staff/grade-7", "month/total"),
        f"staff/total and staff/grade-7 are stated as of {DAY}, month/total as of 2018-08: "
        "there is no day on which all are stated; ",
    ),
    "unknown table": Bad(tables("staff", "actul"), "nothing states actul; did you mean actual? "),
    "table units": Bad(
        tables("staff", "budget"), "staff is counted in 명 and budget in 천원: they cannot be compared; "
    ),
    "table cells": Bad(
        tables("staff", "actual"),
        "staff has grade-7, grade-8 and total, actual has grade-9: there is no cell in both; ",
    ),
    "table dates": Bad(
        tables("staff", "month"),
        f"staff is stated as of {DAY}, month as of 2018-08: no cell is stated in both for the same day; ",
    ),
}  # fmt: skip


def written(folder: Path, name: str, *entries: str) -> Path:
    file = folder / name
    file.write_text(HEAD + "".join(entries), encoding="utf-8")
    return file


def recorded(store: Path) -> int:
    if not store.exists():
        return 0
    with Office.open(store, create=False) as office:
        return len(list(office.history()))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return tmp_path / "office.db"


def done(*args: object, store: Path) -> Done:
    told = run(*args, db=store)
    assert told.code == 0, told.err
    return told


def refused(store: Path, *files: str) -> list[str]:
    """Import files that are refused, as they are and as a dry run; what is told."""
    before = recorded(store)
    told = run("import", *files, db=store)
    assert (told.code, told.out) == (2, "")
    assert run("import", *files, "--dry-run", db=store) == told
    assert recorded(store) == before, "nothing was recorded"
    return told.err.splitlines()


# --- what is refused


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_rule_is_refused_at_its_line_after_its_figures(store: Path, bad: str) -> None:
    written(store.parent, "a.yaml", FIGURES, BAD[bad].entry)
    (message,) = refused(store, "a.yaml")
    assert message.startswith(f"a.yaml:{7 + LINES}: cannot declare rule:x: {BAD[bad].message}")


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_rule_is_refused_at_its_line_before_its_figures(store: Path, bad: str) -> None:
    written(store.parent, "a.yaml", BAD[bad].entry, FIGURES)
    (message,) = refused(store, "a.yaml")
    assert message.startswith(f"a.yaml:7: cannot declare rule:x: {BAD[bad].message}")


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_rule_in_a_file_of_its_own(store: Path, bad: str) -> None:
    written(store.parent, "rules.yaml", BAD[bad].entry)
    written(store.parent, "figures.yaml", FIGURES)
    for files in (("rules.yaml", "figures.yaml"), ("figures.yaml", "rules.yaml")):
        (message,) = refused(store, *files)
        assert message.startswith(f"rules.yaml:7: cannot declare rule:x: {BAD[bad].message}")
    done("import", "figures.yaml", store=store)
    (message,) = refused(store, "rules.yaml")
    assert message.startswith(f"rules.yaml:7: cannot declare rule:x: {BAD[bad].message}")


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_rule_is_refused_where_it_is_recorded(store: Path, bad: str) -> None:
    written(store.parent, "figures.yaml", FIGURES)
    done("import", "figures.yaml", store=store)
    before = recorded(store)
    told = run("record", "-", "--by", "p", stdin=BAD[bad].entry, db=store)
    assert told.code == 2
    assert f"cannot declare rule:x: {BAD[bad].message}" in told.err
    assert recorded(store) == before


def test_every_bad_rule_is_told_and_what_only_follows_is_not(store: Path) -> None:
    broken = figure("staff/grade-9", 1).replace("}", ", public_from: 2018-09-01T00:00:00+09:00}")
    follows = rule("staff/total", "staff/grade-9", name="follows")
    bad, other = (BAD[kind].entry.replace("rule: x", f"rule: {kind}") for kind in ("dates", "units"))
    written(store.parent, "a.yaml", bad, FIGURES, follows, other, broken)
    told = refused(store, "a.yaml")
    assert [each.split(": ")[0] for each in told] == ["a.yaml:7", f"a.yaml:{9 + LINES}", f"a.yaml:{10 + LINES}"]
    assert "public_from needs the visibility public" in told[-1]


def test_a_rule_may_stand_before_its_figures_and_in_another_file(store: Path) -> None:
    good = rule("staff/total", "staff/grade-7", "staff/grade-8")
    written(store.parent, "rules.yaml", good)
    written(store.parent, "figures.yaml", FIGURES)
    assert refused(store, "rules.yaml"), "nothing states them yet"
    done("import", "rules.yaml", "figures.yaml", store=store)
    assert done("import", "rules.yaml", store=store).out.startswith("0 recorded")


def test_a_rule_that_is_there_is_not_refused_again(store: Path) -> None:
    written(store.parent, "a.yaml", FIGURES, rule("staff/total", "staff/grade-7", "staff/grade-8"))
    done("import", "a.yaml", store=store)
    entry = f"withdraw_figure: {{figure: staff/grade-7/{DAY}, reason: {{en: wrong}}}}"
    assert run("record", "-", "--by", "p", stdin=entry, db=store).code == 0
    again = done("import", "a.yaml", store=store)
    assert again.out.startswith("0 recorded")
    assert "nothing states staff/grade-7" in again.err


OUT = f"  - withdraw_figure: {{figure: staff/grade-7/{DAY}, reason: {{en: wrong}}}}\n"
UNIT = f"  - correct_figure: {{figure: staff/grade-7/{DAY}, fields: {{unit: 건}}, reason: {{en: misread}}}}\n"
BROKEN = "rule:x, which is recorded with it, could then not be checked: "


@pytest.mark.parametrize(
    ("taken", "verb", "fact"),
    [
        (OUT, "withdraw", "nothing states staff/grade-7; "),
        (UNIT, "correct", "staff/total is counted in 명 and staff/grade-7 in 건: they cannot be added; "),
    ],
)
def test_what_breaks_a_rule_later_in_the_file_is_refused_at_its_own_line(
    store: Path, taken: str, verb: str, fact: str
) -> None:
    sum_ = rule("staff/total", "staff/grade-7")
    for entries in ((sum_, FIGURES), (FIGURES, sum_)):
        written(store.parent, "a.yaml", *entries, taken)
        (message,) = refused(store, "a.yaml")
        assert message.startswith(f"a.yaml:{8 + LINES}: cannot {verb} figure:staff/grade-7/{DAY}: {BROKEN}{fact}")
        assert "did you mean" not in message


def test_a_rule_over_a_figure_that_was_withdrawn_before_it_is_refused_itself(store: Path) -> None:
    written(store.parent, "a.yaml", FIGURES, OUT, rule("staff/total", "staff/grade-7"))
    (message,) = refused(store, "a.yaml")
    assert message == (
        f"a.yaml:{8 + LINES}: cannot declare rule:x: nothing states staff/grade-7; staff/grade-7 was withdrawn: "
        "withdraw the withdrawal to bring it back; state it before, or in the same file [MS-0185]"
    )


def test_what_breaks_a_rule_and_is_put_right_again_is_not_refused(store: Path) -> None:
    back = f"  - withdraw_figure: {{figure: staff/grade-7/{DAY}, event: 2, reason: {{en: it was right}}}}\n"
    sum_ = rule("staff/total", "staff/grade-7")
    written(store.parent, "a.yaml", sum_, FIGURES, OUT, back)
    done("import", "a.yaml", "--dry-run", store=store)
    written(store.parent, "a.yaml", sum_, FIGURES, OUT, back, UNIT)
    (message,) = refused(store, "a.yaml")
    assert message.startswith(f"a.yaml:{10 + LINES}: cannot correct figure:staff/grade-7/{DAY}: {BROKEN}")


def test_a_correction_of_the_rule_after_a_withdrawal_is_what_broke_it(store: Path) -> None:
    changed = "  - correct_rule: {rule: x, fields: {parts: [staff/grade-7]}, reason: {en: misread}}\n"
    written(store.parent, "a.yaml", FIGURES, rule("staff/total", "staff/grade-8"), OUT, changed)
    (message,) = refused(store, "a.yaml")
    assert message.startswith(f"a.yaml:{9 + LINES}: cannot correct rule:x: nothing states staff/grade-7; ")


def test_a_withdrawal_in_another_file_is_named_there(store: Path) -> None:
    written(store.parent, "a.yaml", FIGURES, rule("staff/total", "staff/grade-7"))
    written(store.parent, "b.yaml", figure("other/a", 1), OUT)
    (message,) = refused(store, "a.yaml", "b.yaml")
    assert message.startswith(f"b.yaml:8: cannot withdraw figure:staff/grade-7/{DAY}: {BROKEN}")


def test_a_bad_correction_is_refused_at_its_line(store: Path) -> None:
    good = rule("staff/total", "staff/grade-7", "staff/grade-8")
    correction = "  - correct_rule: {rule: x, fields: {total: staff/all}, reason: {en: misread}}\n"
    written(store.parent, "a.yaml", FIGURES, good, correction)
    (message,) = refused(store, "a.yaml")
    assert message.startswith(f"a.yaml:{8 + LINES}: cannot correct rule:x: nothing states staff/all; ")
    written(store.parent, "good.yaml", FIGURES, good)
    done("import", "good.yaml", store=store)
    written(store.parent, "b.yaml", correction)
    (message,) = refused(store, "b.yaml")
    assert message.startswith("b.yaml:7: cannot correct rule:x: nothing states staff/all; ")


def test_a_correction_of_its_words_does_not_ask_for_the_figures(store: Path) -> None:
    titled = rule("staff/total", "staff/grade-7", "staff/grade-8").replace("total:", "title: {en: Staf}, total:")
    written(store.parent, "a.yaml", FIGURES, titled)
    done("import", "a.yaml", store=store)
    out = f"withdraw_figure: {{figure: staff/grade-7/{DAY}, reason: {{en: wrong}}}}"
    assert run("record", "-", "--by", "p", stdin=out, db=store).code == 0
    entry = "correct_rule: {rule: x, fields: {title: {en: Staff}}, reason: {en: misspelt}}"
    assert run("record", "-", "--by", "p", stdin=entry, db=store).code == 0


# --- what is found


@pytest.fixture
def staffed(store: Path) -> Path:
    """A store with a sum that adds up."""
    written(store.parent, "a.yaml", FIGURES, rule("staff/total", "staff/grade-7", "staff/grade-8"))
    assert done("import", "a.yaml", store=store).err == ""
    return store


def test_a_restated_figure_breaks_its_sum_in_both_languages(staffed: Path) -> None:
    restated = f"  - restate_figure: {{figure: staff/grade-7/{DAY}, value: 7, reason: {{ko: 재집계}}}}\n"
    written(staffed.parent, "b.yaml", restated)
    assert done("import", "b.yaml", "--dry-run", store=staffed).err == (
        "b.yaml:7: warning: rule:x: staff/total is stated as 19, and staff/grade-7 7 + staff/grade-8 13 = 20\n"
    )
    assert done("import", "b.yaml", "--lang", "ko", store=staffed).err == (
        "b.yaml:7: 주의: rule:x: staff/total 보고값은 19인데, staff/grade-7 7 + staff/grade-8 13 = 20입니다\n"
    )
    (told,) = done("import", "a.yaml", "--format", "json", "--lang", "ko", store=staffed).json["findings"]
    assert (told["kind"], told["as_of"], told["line"], told["rule"]) == ("sum", DAY, 7, "rule:x")
    assert "보고값은" in told["message"]


def test_a_withdrawn_figure_is_told_at_the_line_that_took_it_out(staffed: Path) -> None:
    out = f"  - withdraw_figure: {{figure: staff/grade-7/{DAY}, reason: {{en: wrong}}}}\n"
    written(staffed.parent, "b.yaml", figure("other/a", 1), out)
    assert done("import", "b.yaml", store=staffed).err == (
        "b.yaml:8: warning: rule:x: nothing states staff/grade-7: there is nothing to check\n"
    )


def test_the_table_of_counts_tells_what_was_found_once(staffed: Path) -> None:
    entry = f"restate_figure: {{figure: staff/grade-7/{DAY}, value: 7, reason: {{en: counted again}}}}"
    assert run("record", "-", "--by", "p", stdin=entry, db=staffed).code == 0
    shown = done("counts", "--on", DAY, "--lang", "ko", store=staffed).out.splitlines()
    told = [each for each in shown if each.startswith("주의")]
    assert told == [f"주의: rule:x ({DAY}): staff/total 보고값은 19인데, staff/grade-7 7 + staff/grade-8 13 = 20입니다"]
    assert "warning" not in done("counts", "--on", "2018-01-01", store=staffed).out
    public = done("counts", "--on", DAY, "--audience", "public", "--format", "json", store=staffed).json
    assert all(each["findings"] == [] for each in public.values())


# --- restating


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "restate_figure needs reason: why, in words [MS-0432]"),
        (", reason: ", "reason: write a text as {ko: …, en: …}, or as plain words [MS-0497]"),
        (", reason: ''", "reason: a text cannot be empty; restate_figure needs it [MS-0456]"),
        (", reason: {}", "reason: give at least one; restate_figure needs it [MS-0457]"),
    ],
)
def test_a_figure_is_not_restated_without_a_reason(staffed: Path, reason: str, message: str) -> None:
    entry = f"  - restate_figure: {{figure: staff/grade-7/{DAY}, value: 7{reason}}}\n"
    written(staffed.parent, "b.yaml", figure("other/a", 1), entry)
    assert refused(staffed, "b.yaml") == [f"b.yaml:8: {message}"]
    told = run("record", "-", "--by", "p", stdin=entry, db=staffed)
    assert (told.code, told.out, told.err) == (2, "", f"-:1: {message}\n")


def test_a_figure_is_not_stated_again_with_another_number(staffed: Path) -> None:
    written(staffed.parent, "b.yaml", figure("staff/grade-7", 7))
    (message,) = refused(staffed, "b.yaml")
    assert message.startswith(f"b.yaml:7: cannot state figure:staff/grade-7/{DAY}: ")
