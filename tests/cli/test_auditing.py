"""`changes`, `explain`, `agreements` and `replay` as `contract.md` promises them, in both languages."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from mayor_schedule import Office
from mayor_schedule.cli.stepping import stepped
from mayor_schedule.cli.wording import WORDS
from mayor_schedule.views.counting.series import COUNTED
from terminal import Done, run

BUREAU = "occasion:2018-inter-korean-bureau"
FIELD = (
    "before", "after", "event", "topic", "known_on", "recorded_at", "by", "sources", "note", "reason", "corrects",
    "withdraws",
)  # fmt: skip
SUBJECT = ("subject", "uid", "kind", "title", "change", "fields", "events")
REFERENCE = re.compile(r"[a-z_]+:[^@\s]+@\d+")
DISPUTE = """
- propose_agreement: {agreement: a, title: {ko: 갑, en: First}, signing: 2018-10, visibility: public}
- propose_agreement: {agreement: b, title: {ko: 을, en: Second}, signing: 2018-10, visibility: public}
- plan_signing: {agreement: b, signing: 2018-11}
- suspect_duplicate: {agreement: b, of: a}
"""
SAME = "settle_duplicate: {agreement: b, verdict: same, reason: {ko: 한 건, en: One text}}"
REOPEN = "reopen_duplicate: {agreement: b, reason: {ko: 다른 문서, en: Another text}}"
DISTINCT = "settle_duplicate: {agreement: b, verdict: distinct}"


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def dispute(tmp_path: Path) -> Path:
    """Two agreements that may be the same one."""
    path = tmp_path / "dispute.db"
    record(path, DISPUTE, "2018-08-31")
    return path


def record(path: Path, entries: str, known_on: str) -> None:
    done("record", "--by", "protocol", "--known-on", known_on, stdin=entries, db=path)


def done(*args: object, stdin: str = "", db: Path | None = None) -> Done:
    result = run(*args, stdin=stdin, db=db)
    assert result.code == 0, result.err
    assert "\x1b" not in result.out + result.err, "no colours where nobody looks"
    return result


def refused(*args: object, db: Path | None = None) -> str:
    result = run(*args, db=db)
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    return result.err


def as_json(*args: object, db: Path) -> Any:
    return done(*args, "--format", "json", db=db).json


def flat(text: str) -> str:
    """A table's words without its lines: a cell that is broken reads on in the line below."""
    return " ".join(text.split())


# --- changes


def between(path: Path, first: str, last: str, *args: object) -> dict[str, Any]:
    document = as_json("changes", "--from", first, "--to", last, *args, db=path)
    for each in document:
        assert tuple(each) == SUBJECT
        assert all(REFERENCE.fullmatch(event) for event in each["events"])
        for field in each["fields"].values():
            assert tuple(field) == FIELD
    return {each["subject"]: each for each in document}


def test_the_new_bureau_moved_from_18_october_to_1_november(seoul: Path) -> None:
    moved = between(seoul, "2018-08-01", "2018-08-31")[BUREAU]
    assert (moved["change"], moved["title"]) == ("changed", "New Inter-Korean Cooperation Bureau")
    when = moved["fields"]["when"]
    assert (when["before"]["first"], when["after"]["first"]) == ("2018-10-18", "2018-11-01")
    assert (when["event"], when["by"], when["known_on"]) == (f"{BUREAU}@2", "secretariat", "2018-08-31")
    assert when["sources"] == [{"document": "council-283", "at": "L194-L196", "quote": None}]


def test_what_the_press_told_after_the_report(seoul: Path) -> None:
    found = between(seoul, "2018-08-31", "2018-11-30")
    effect = found[BUREAU]["fields"]["stage"]
    assert (effect["before"], effect["after"]) == ("planned", "held")
    assert [each["document"] for each in effect["sources"]] == ["newsis-20181101"]
    assert list(found[BUREAU]["fields"]) == ["stage"], "that it is on 1 November was known, however it is printed"
    bilbao = found["agreement:2018-bilbao"]
    assert (bilbao["change"], bilbao["fields"]["stage"]["after"]) == ("new", "signing_planned")
    assert [each["document"] for each in bilbao["fields"]["stage"]["sources"]] == ["ajunews-20180926", "etoday-1667391"]
    zurich = found["agreement:2018-zurich"]["fields"]
    assert (zurich["stage"]["before"], zurich["stage"]["after"]) == ("signing_planned", "signed")
    assert [each["name"]["en"] for each in zurich["signed_parties"]["after"]] == ["Seoul", "Canton of Zürich"]
    for field in ("stage", "signed", "signed_parties", "signatories"):
        assert zurich[field]["event"] == "agreement:2018-zurich@2"
        assert [each["document"] for each in zurich[field]["sources"]] == ["mi-457801", "decenter-1S5S5JGXS1"]
    assert zurich["signed"]["after"] == {"first": "2018-10-03", "last": "2018-10-03"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "New Inter-Korean Cooperation Bureau",
                "changed",
                "Before → after",
                "What the office knew",
                "when: 2018-10-18 → 2018-11-01",
            ),
        ),
        (
            "ko",
            ("남북협력추진단 신설", "변경", "변경 전 → 변경 후", "파악된 내용의 변동", "일시: 2018-10-18 → 2018-11-01"),
        ),
    ],
)
def test_the_changes_are_told_in_both_languages(seoul: Path, language: str, words: tuple[str, ...]) -> None:
    out = done("changes", "--from", "2018-08-01", "--to", "2018-08-31", "--lang", language, db=seoul).out
    for word in (*words, "council-283 L194-L196", "2018-08-31 · secretariat"):
        assert word in out, word
    later = done("changes", "--from", "2018-08-31", "--to", "2018-11-30", "--lang", language, db=seoul).out
    said = {
        "en": ("Canton of", "Bilbao", "stage: planned → held"), "ko": ("취리히주", "빌바오", "단계: 계획 → 개최 완료"),
    }[language]  # fmt: skip
    for word in (*said, "newsis-20181101", "mi-457801", "ajunews-20180926"):
        assert word in later, word


def test_corrections_and_withdrawals_are_told_with_what_they_are_about(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    plan = "- plan_trip: {trip: x, title: {en: Bejing}, period: 2018-11-25/2018-11-28}\n- confirm_trip: {trip: x}"
    record(path, plan, "2018-08-01")
    correction = "correct_trip: {trip: x, fields: {title: {en: Beijing}}, reason: {ko: 오타, en: A typing error}}"
    record(path, correction, "2018-08-02")
    record(path, "withdraw_trip: {trip: x, event: 2, reason: {ko: 다른 출장, en: Another trip}}", "2018-08-03")
    fields = between(path, "2018-08-01", "2018-08-31")["trip:x"]["fields"]
    assert (fields["title"]["corrects"], fields["title"]["reason"]["en"]) == ("trip:x@1", "A typing error")
    assert (fields["stage"]["withdraws"], fields["stage"]["after"]) == ("trip:x@2", "planned")
    days = ("--from", "2018-08-01", "--to", "2018-08-31")
    out = flat(done("changes", *days, "--lang", "ko", db=path).out)
    for word in ("trip:x@1 정정", "사유: 오타", "trip:x@2 철회", "제목: Bejing → Beijing", "단계: 확정 → 계획"):
        assert word in out, word
    record(path, "withdraw_trip: {trip: x, reason: {en: Not ours}}", "2018-08-04")
    assert "withdrawn as entered in error" in flat(done("changes", *days, db=path).out)


def test_a_day_beside_itself_and_days_that_run_backward(seoul: Path) -> None:
    day = ("--from", "2018-08-31", "--to", "2018-08-31")
    assert done("changes", *day, db=seoul).out == "nothing changed\n"
    assert done("changes", *day, "--lang", "ko", db=seoul).out == "변동 사항이 없습니다\n"
    assert as_json("changes", *day, db=seoul) == []
    told = refused("changes", "--from", "2018-08-31", "--to", "2018-08-01", db=seoul)
    assert told == "the changes cannot run from 2018-08-31 to 2018-08-01; exchange the two days [MS-0600]\n"
    assert "2018-13-01" in refused("changes", "--from", "2018-08-31", "--to", "2018-13-01", db=seoul)
    assert "--to" in refused("changes", "--from", "2018-08-31", db=seoul)


def test_to_the_public_the_changes_name_nobody(seoul: Path) -> None:
    found = between(seoul, "2018-08-01", "2018-08-31", "--audience", "public")
    (uid,) = (each for each, change in found.items() if change["title"] == "New Inter-Korean Cooperation Bureau")
    assert found[uid]["uid"] == uid
    assert list(found[uid]["fields"]) == ["when"]
    assert {key: found[uid]["fields"]["when"][key] for key in ("event", "by", "sources", "note")} == {
        "event": None, "by": None, "sources": [], "note": None,
    }  # fmt: skip
    out = done("changes", "--from", "2018-08-01", "--to", "2018-08-31", "--audience", "public", db=seoul).out
    assert "2018-10-18 → 2018-11-01" in out
    for hidden in ("council-283", "secretariat", "occasion:", "@1"):
        assert hidden not in out


def test_changes_as_recorded_until_an_instant(seoul: Path) -> None:
    assert between(seoul, "2018-08-01", "2018-11-30", "--recorded-until", "2000-01-01T00:00:00Z") == {}
    assert len(between(seoul, "2018-08-01", "2018-11-30", "--recorded-until", "2100-01-01T00:00:00Z")) > 100


# --- explain


def test_a_field_is_explained_with_the_titles_of_its_sources(seoul: Path) -> None:
    out = flat(done("explain", BUREAU, "--field", "when", "--lang", "en", db=seoul).out)
    for word in ("2018-10-18", "set", "2018-11-01", "changed", "said again", "council-283 L194-L196", "secretariat"):
        assert word in out, word
    assert "(Subject to the" in out
    assert "283rd" in out
    korean = flat(done("explain", BUREAU, "--field", "when", "--lang", "ko", db=seoul).out)
    for word in ("항목", "처리 내용", "최초 기재", "변경", "동일 내용 재기재", "제283회"):
        assert word in korean, word


def test_a_subject_is_explained_by_its_id_and_by_its_uid(seoul: Path) -> None:
    record_ = as_json("explain", BUREAU, db=seoul)
    assert {"subject", "uid", "kind", "title", "fields", "events"} <= set(record_)
    assert as_json("explain", record_["uid"], db=seoul) == record_
    positions = [each["position"] for each in record_["history"]]
    assert positions == sorted(positions)
    assert all(REFERENCE.fullmatch(event) for event in record_["events"])
    for name, each in record_["fields"].items():
        assert {"value", "event", "trail"} <= set(each), name
        assert each["trail"][-1]["value"] == each["value"]
        assert all(turn["sources"] for turn in each["trail"])


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "30 개 stated as of 2018-08: 1 named, 29 unnamed",
                "Total 30: 30 stated, then 0 came and 0 left",
                "Unexplained 0: 30 stated now; 30 stated as of 2017-03, then 0 came and 0 left",
                "At the least -1: 1 may have come on a day that nobody knows",
            ),
        ),
        (
            "ko",
            (
                "2018-08 기준 보고 30개: 확인 1, 미확인 29",
                "총계 30: 보고 30, 이후 증가 0, 감소 0",
                "미설명 차이 0: 이번 보고 30, 2017-03 기준 직전 보고 30, 그 사이 증가 0, 감소 0",
                "최소 -1: 일자를 알 수 없는 증가 1건이 있을 수 있음",
            ),
        ),
    ],
)
def test_a_count_is_explained_with_its_arithmetic(seoul: Path, language: str, lines: tuple[str, ...]) -> None:
    out = done("explain", "hosted_organizations", "--on", "2018-08-31", "--lang", language, db=seoul).out
    assert tuple(out.splitlines()[:4]) == lines
    stage = {"en": "stage: opened", "ko": "단계: 개소"}[language]
    for word in ("council-283 L248", "wowtv-2017-03-31", "organization:citynet", stage, "2017-03"):
        assert word in out, word
    roles = {"en": ("stated:", "stated before:", "named:", "may have come:"), "ko": ("보고:", "직전 보고:", "확인:")}
    for word in roles[language]:
        assert word in out, word


def test_every_count_can_be_explained_in_a_table(seoul: Path) -> None:
    keys = as_json("counts", "--on", "2018-08-31", db=seoul)
    assert {*COUNTED, "staff_actual/grade-7", "committee_meetings/plenary"} <= set(keys)
    for key in (*COUNTED, "staff_actual/grade-7", "plan_tasks"):
        out = done("explain", key, "--on", "2018-08-31", db=seoul).out
        stated = keys[key]["stated"]
        assert ("No number is stated" in out) if stated is None else (f"{stated} " in out), key
        assert as_json("explain", key, "--on", "2018-08-31", db=seoul)["count"] == keys[key]
    assert "~180 개 stated as of 2018-08-31" in done("explain", "plan_tasks", "--on", "2018-08-31", db=seoul).out


def test_what_is_not_there_is_refused_with_the_nearest(seoul: Path) -> None:
    told = refused("explain", "hosted_organisation", db=seoul)
    assert told.startswith("cannot explain hosted_organisation: ")
    assert "did you mean hosted_organizations?" in told
    assert "did you mean trip:2018-europe?" in refused("explain", "trip:2018-eurpe", db=seoul)
    assert "did you mean period?" in refused("explain", "trip:2018-europe", "--field", "periods", db=seoul)
    assert "as known on 2018-08-31" in refused("explain", "agreement:2018-bilbao", "--known-on", "2018-08-31", db=seoul)


def test_to_the_public_an_explanation_has_values_alone(seoul: Path) -> None:
    uid = as_json("explain", "agreement:2018-zurich", db=seoul)["uid"]
    for name in (uid, "city_leaders"):
        out = done("explain", name, "--on", "2018-08-31", "--audience", "public", db=seoul).out
        for hidden in ("council-283", "secretariat", "archive", "agreement:", "@1", "L236"):
            assert hidden not in out
    assert "2018-10-03" in done("explain", uid, "--audience", "public", db=seoul).out


def test_what_was_entered_in_error_says_so(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    record(path, "plan_trip: {trip: x, title: {ko: 출장, en: Trip}, nights: 3}", "2018-08-01")
    record(path, "withdraw_trip: {trip: x, reason: {ko: 다른 기관 출장, en: Not ours}}", "2018-08-02")
    first = done("explain", "trip:x", db=path).out.splitlines()[0]
    assert first == "Withdrawn as entered in error on 2018-08-02 (trip:x@2): Not ours"
    korean = done("explain", "trip:x", "--lang", "ko", db=path).out.splitlines()[0]
    assert korean == "2018-08-02 오기재로 철회됨(trip:x@2): 다른 기관 출장"
    assert "Withdrawn" not in done("explain", "trip:x", "--known-on", "2018-08-01", db=path).out


# --- disputes


def test_asking_for_a_merged_agreement_says_where_to_look(dispute: Path) -> None:
    for step, day in ((SAME, "2018-09-01"), (REOPEN, "2018-09-02"), (DISTINCT, "2018-09-03")):
        before = as_json("show", "agreement:b", db=dispute)["same_as"]
        record(dispute, step, day)
        merged = step is SAME
        assert before == (None if step is not REOPEN else "agreement:a")
        shown = as_json("show", "agreement:b", db=dispute)
        explained, survivor = (as_json("explain", f"agreement:{name}", db=dispute) for name in "ba")
        other = "agreement:a" if merged else None
        assert (shown["same_as"], explained["same_as"], survivor["same_as"]) == (other, other, None)
        assert survivor["merged"] == (["agreement:b"] if merged else [])
        listed = {each["subject"]: each["same_as"] for each in as_json("list", "agreement", db=dispute)}
        assert listed == {"agreement:a": None, "agreement:b": other}
        calendar = {each["subject"]: each for each in as_json("calendar", db=dispute)}["agreement:b"]
        assert (calendar["same_as"], calendar["status"]) == (other, "cancelled" if merged else "tentative")
        register = {each["subject"]: each for each in as_json("agreements", "--on", "2018-09-30", db=dispute)}
        assert (register["agreement:b"]["same_as"], len(register)) == (other, 2)
        counts = as_json("counts", "--on", "2018-09-30", db=dispute)["agreements_planned"]
        assert counts["named"] == (1 if merged else 2)


@pytest.mark.parametrize(
    ("language", "redirect", "back", "same", "may_be"),
    [
        (
            "en",
            "It is the same as agreement:a: see mayor-schedule explain agreement:a",
            "Settled to be the same as this one: agreement:b",
            "the same as agreement:a: see there",
            "may be the same as agreement:a",
        ),
        (
            "ko",
            "agreement:a 협약과 동일한 건입니다. mayor-schedule explain agreement:a 명령으로 조회하십시오",
            "이 협약과 동일한 건으로 정리된 협약: agreement:b",
            "agreement:a 협약과 동일한 건, 그 협약 참조",
            "agreement:a 협약과 중복 가능성",
        ),
    ],
)
def test_the_tables_of_a_merged_agreement(  # noqa: PLR0917
    dispute: Path, language: str, redirect: str, back: str, same: str, may_be: str
) -> None:
    lang = ("--lang", language)
    uid = as_json("show", "agreement:b", db=dispute)["uid"]
    register = ("agreements", "--on", "2018-09-30", *lang)
    assert may_be in flat(done(*register, db=dispute).out)
    record(dispute, SAME, "2018-09-01")
    for name in ("agreement:b", uid):
        assert done("explain", name, *lang, db=dispute).out.splitlines()[0] == redirect
        assert done("show", name, *lang, db=dispute).out.splitlines()[0] == redirect
    assert done("explain", "agreement:a", *lang, db=dispute).out.splitlines()[0] == back
    assert same in flat(done("list", "agreement", *lang, db=dispute).out)
    assert same in flat(done(*register, db=dispute).out)
    record(dispute, REOPEN, "2018-09-02")
    for command in ("explain", "show"):
        assert redirect not in done(command, "agreement:b", *lang, db=dispute).out
    assert may_be in flat(done(*register, db=dispute).out)
    known = done("show", "agreement:b", "--known-on", "2018-09-01", *lang, db=dispute).out
    assert known.splitlines()[0] == redirect, "as known on that day it was"


def test_changes_tell_how_a_dispute_was_settled(dispute: Path) -> None:
    record(dispute, SAME, "2018-09-01")
    record(dispute, REOPEN, "2018-09-02")
    verdict = between(dispute, "2018-08-31", "2018-09-01")["agreement:b"]["fields"]["duplicate_verdict"]
    assert (verdict["before"], verdict["after"], verdict["event"]) == (None, "same", "agreement:b@4")
    assert verdict["reason"]["en"] == "One text"
    again = between(dispute, "2018-09-01", "2018-09-02")["agreement:b"]["fields"]["duplicate_verdict"]
    assert (again["before"], again["after"], again["reason"]["en"]) == ("same", None, "Another text")


def test_the_public_is_redirected_by_uid(dispute: Path) -> None:
    record(dispute, SAME, "2018-09-01")
    uids = {name: as_json("show", f"agreement:{name}", db=dispute)["uid"] for name in "ab"}
    public = ("--audience", "public")
    assert as_json("explain", uids["b"], *public, db=dispute)["same_as"] == uids["a"]
    assert as_json("show", uids["b"], *public, db=dispute)["same_as"] == uids["a"]
    register = {each["subject"]: each["same_as"] for each in as_json("agreements", *public, db=dispute)}
    assert register == {uids["a"]: None, uids["b"]: uids["a"]}
    out = done("explain", uids["b"], *public, db=dispute).out
    assert out.splitlines()[0] == f"It is the same as {uids['a']}: see mayor-schedule explain {uids['a']}"
    assert "agreement:" not in out


# --- agreements


def test_the_register_on_a_day(seoul: Path) -> None:
    register = {each["subject"]: each for each in as_json("agreements", "--on", "2018-09-01", db=seoul)}
    assert register["agreement:2018-zurich"]["stage"] == "signing_planned"
    assert register["agreement:2018-zurich"]["parties"] == ["Seoul", "City of Zürich"]
    assert register["agreement:2018-bilbao"]["stage"] is None
    assert register["agreement:2018-estonia"]["possible_duplicate_of"] == "agreement:2018-estonia-digital"
    now = {each["subject"]: each for each in as_json("agreements", db=seoul)}
    assert now["agreement:2018-zurich"]["stage"] == "signed"
    assert len(now) == len(register) == len(as_json("list", "agreement", db=seoul))
    then = as_json("agreements", "--on", "2018-10-03", "--known-on", "2018-08-31", db=seoul)
    assert {each["stage"] for each in then if each["subject"] == "agreement:2018-zurich"} == {"signing_planned"}


def test_the_register_in_both_languages(seoul: Path) -> None:
    out = flat(done("agreements", "--on", "2018-10-03", "--lang", "en", db=seoul).out)
    for word in ("Register of agreements on 2018-10-03", "signing planned", "in force", "Canton of Zürich", "MOU"):
        assert word in out, word
    korean = flat(done("agreements", "--on", "2018-10-03", "--lang", "ko", "--known-on", "2018-08-31", db=seoul).out)
    for word in ("협약 대장 (2018-10-03 현재)", "2018-08-31 기준", "체결 예정", "발효", "취리히시", "업무협약"):
        assert word in korean, word


def test_the_register_tells_what_ran_out(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    report = "report_agreement: {agreement: a, stage: in_force, title: {en: A}, in_force_from: 2010}"
    record(path, report, "2018-01-10")
    record(path, "renew_agreement: {agreement: a, on: 2018-01-15, until: 2019-01-31}", "2018-02-01")
    record(path, "propose_agreement: {agreement: b, title: {en: B}, predecessor: a}", "2018-02-01")
    out = flat(done("agreements", "--on", "2019-02-01", db=path).out)
    assert "in force from 2010 agreement:a" in out
    assert "valid until 31 January 2019; nobody said that it was renewed or ended" in out
    assert "follows agreement:a" in out
    assert "nobody said" not in flat(done("agreements", "--on", "2019-01-31", db=path).out)
    korean = flat(done("agreements", "--on", "2019-02-01", "--lang", "ko", db=path).out)
    assert "유효기간 2019년 1월 31일 경과, 갱신·종료 여부 미확인" in korean
    assert "perhaps in force" in flat(done("agreements", "--on", "2010-06-01", db=path).out)


def test_the_register_tells_what_is_recorded_as_signed_on_a_day_to_come(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    record(path, "propose_agreement: {agreement: a, title: {en: A}}", "2018-01-10")
    record(path, "sign_agreement: {agreement: a, on: 2018-05-02}", "2018-02-01")
    assert "recorded as signed, on a day to come" in flat(done("agreements", "--on", "2018-05-01", db=path).out)
    korean = flat(done("agreements", "--on", "2018-05-01", "--lang", "ko", db=path).out)
    assert "체결된 것으로 기록되었으나 체결일 미도래" in korean
    assert "to come" not in flat(done("agreements", "--on", "2018-05-02", db=path).out)


def test_an_empty_register(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    record(path, "plan_trip: {trip: x, title: {en: X}}", "2018-08-01")
    assert "nothing to show" in done("agreements", db=path).out
    assert as_json("agreements", db=path) == []
    assert "no 30 February 2018" in refused("agreements", "--on", "2018-02-30", db=path)


# --- replay


def test_a_subject_is_stepped_through(seoul: Path) -> None:
    steps = as_json("replay", BUREAU, db=seoul)
    assert [(each["version"], each["topic"], each["known_on"]) for each in steps] == [
        (1, "occasion.planned", "2018-08-01"),
        (2, "occasion.reported", "2018-08-31"),
        (3, "occasion.reported", "2018-11-02"),
    ]
    assert list(steps[1]["changes"]) == ["when", "description", "theme"]
    assert steps[1]["changes"]["when"]["before"] == {"first": "2018-10-18", "last": "2018-10-18"}
    assert steps[2]["changes"] == {"stage": {"before": "planned", "after": "held"}}
    assert [each["document"] for each in steps[2]["sources"]] == ["newsis-20181101"]
    assert as_json("replay", BUREAU, "--known-on", "2018-08-31", db=seoul) == steps[:2]
    uid = as_json("show", BUREAU, db=seoul)["uid"]
    assert as_json("replay", uid, db=seoul) == steps
    assert "did you mean" in refused("replay", "occasion:2018-inter-korean-burea", db=seoul)


def test_the_steps_in_both_languages(seoul: Path) -> None:
    out = done("replay", BUREAU, "--lang", "en", db=seoul).out
    for word in ("stage: planned → held", "council-283 L194-L196", "Before → after", "secretariat"):
        assert word in out, word
    assert "변경 전 → 변경 후" in done("replay", BUREAU, "--lang", "ko", db=seoul).out


def test_everything_is_stepped_through_diaries_too(seoul: Path) -> None:
    steps = as_json("replay", db=seoul)
    assert [each["position"] for each in steps] == list(range(len(steps)))
    assert any(each["subject"].startswith("diary:") for each in steps)
    assert "\x1b" not in run("replay", db=seoul).err, "no progress where nobody looks"


def test_the_steps_are_the_offices_own(seoul: Path) -> None:
    assert as_json("replay", "--audience", "public", db=seoul) == []
    assert done("replay", "--audience", "public", db=seoul).out == WORDS["replay_internal"] + "\n"


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_for_the_whole_store(seoul: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Office.open(seoul) as office:
        for subject, is_shown in ((None, True), (BUREAU, False)):
            terminal = Terminal()
            monkeypatch.setattr(sys, "stderr", terminal)
            assert stepped(office, subject, known_on=None, recorded_until=None)
            assert ("100%" in terminal.getvalue()) is is_shown


# --- help


@pytest.mark.parametrize("command", ["changes", "explain", "agreements", "replay"])
def test_help_has_a_sentence_and_an_example(command: str) -> None:
    out = done(command, "--help").out
    assert re.search(rf"Example: mayor-schedule {command}\b", out), out
