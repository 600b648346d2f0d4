"""`--lang` and the locale: any language may be asked for; an office's own texts are in it where it has some."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import EXAMPLES
from mayor_schedule.cli.options import is_tag, of_locale
from terminal import run

pytestmark = pytest.mark.usefixtures("english")

DAYS = ("--from", "2024-03-01", "--to", "2024-04-30")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("languages") / "buenos-aires.db"
    assert run("import", EXAMPLES / "buenos-aires" / "agenda.yaml", db=db).code == 0
    return db


@pytest.mark.parametrize(
    ("tag", "well_formed"),
    [
        ("ko", True), ("es-AR", True), ("ES-ar", True), ("es-419", True), ("zh-Hant-TW", True), ("sr-Latn", True),
        ("de-1996", True), ("sl-rozaj-biske", True), ("zh-cmn-Hans-CN", True), ("de-DE-u-co-phonebk", True),
        ("en-x-a", True), ("spanish", True), ("es_AR", False), ("e", False), ("es-", False), ("-es", False),
        ("", False), ("x", False), ("es AR", False), ("es\n", False), ("español", False), ("abcdefghi", False),
        ("en-a", False), ("../ko", False),
    ],
)  # fmt: skip
def test_what_is_a_language_tag(tag: str, well_formed: bool) -> None:
    assert is_tag(tag) is well_formed
    assert ("is no language tag" in run("list", "--lang", tag).err) is not well_formed


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("es_AR.UTF-8", "es"), ("ko_KR.UTF-8", "ko"), ("ko", "ko"), ("C", "en"), ("POSIX", "en"),
        ("C.UTF-8", "en"), ("en_US.UTF-8", "en"), ("ca_ES@valencia", "ca"), ("Korean_Korea.949", "ko"),
        ("spanish", "es"), ("Klingon_Empire", "en"), ("..", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_locale(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", name)
    assert of_locale() == language


def test_the_first_setting_of_a_locale_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "es_AR.UTF-8")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert of_locale() == "es"
    monkeypatch.delenv("LC_MESSAGES")
    assert of_locale() == "ko"


SPANISH = {
    ("calendar", *DAYS): ("Calendar, 2024-03-01 to 2024-04-30", "Gira a Montevideo"),
    ("list",): ("Visible to", "Gira a Lima"),
    ("list", "--completeness"): ("With whom", "Gira a Lima"),
    ("show", "trip:lima"): ("purpose", "Hermanamiento con Lima"),
    ("history", "trip:lima"): ("trip.planned", "Gira a Lima"),
    ("explain", "trip:lima"): ("What happened", "Agenda de Gobierno"),
    ("replay", "trip:lima"): ("Before → after", "Gira a Lima"),
    ("changes", "--from", "2024-01-01", "--to", "2024-12-31"): ("What the office knew", "Gira a Lima"),
    ("agreements",): ("Register of agreements", "Hermanamiento con Lima"),
    ("clashes", *DAYS): ("Clashes and warnings", "Reunión de gabinete"),
    ("counts", "--on", "2024-04-01"): ("Counts, ", "Ciclovías"),
    ("counts", "--on", "2024-04-01", "--ledger"): ("Ledger of the counts", "trips_planned"),
    ("briefing", "--on", "2024-04-01"): ("Briefing on city diplomacy", "Gira a Lima"),
    ("export", "ics", "--audience", "internal"): ("BEGIN:VCALENDAR", "Gira a Lima"),
    ("export", "jcal", "--audience", "internal"): ("vcalendar", "Gira a Lima"),
    ("export", "csv", "--audience", "internal"): ("uid,kind,title", "Gira a Lima"),
    ("export", "jsonld", "--audience", "internal"): ("schema.org", "Gira a Lima"),
    ("book", "--dry-run"): ("nothing to book", ""),
    ("verify",): ("OK: ", ""),
}


@pytest.mark.parametrize("command", SPANISH, ids=" ".join)
def test_an_office_reads_its_own_texts_in_spanish_and_our_words_in_english(
    store: Path, command: tuple[str, ...]
) -> None:
    ours, theirs = SPANISH[command]
    done = run(*command, "--lang", "es", db=store)
    assert done.code == 0, done.err
    assert ours in done.out
    assert theirs in done.out


def test_a_spanish_locale_is_as_if_spanish_was_asked_for(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = run("calendar", *DAYS, "--lang", "es", db=store).out
    monkeypatch.setenv("LC_ALL", "es_AR.UTF-8")
    assert run("calendar", *DAYS, db=store).out == wanted
    assert "Trip to Lima" in run("calendar", *DAYS, "--lang", "en", db=store).out


def test_what_is_not_in_the_language_is_in_those_of_the_office(store: Path) -> None:
    assert "Gira a Lima" in run("list", "--lang", "de", db=store).out


def test_a_regional_text_comes_before_one_of_the_language(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    entries = "plan_trip: {trip: a, title: {es: Autobús, es-AR: Colectivo}, period: 2018-09-01/2018-09-02}"
    assert run("record", "--by", "p", "--known-on", "2018-08-31", stdin=entries, db=db).code == 0
    for tag, title in (("es-AR", "Colectivo"), ("ES-ar", "Colectivo"), ("es", "Autobús"), ("es-MX", "Autobús")):
        assert title in run("list", "--lang", tag, db=db).out, tag


def test_what_is_refused_is_told_in_english_where_we_have_no_other_words(store: Path) -> None:
    done = run("show", "trip:none", "--lang", "es", db=store)
    assert done.code == 2
    assert "there is no trip:none" in done.err
