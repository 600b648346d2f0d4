"""The register of agreements: where each stood on a day, by the dates of what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from canaries import CANARY, canary_stories, lived
from conftest import EARLIER, LATER, REPORT, Clock, counting_entropy
from mayor_schedule import (
    Audience,
    BringAgreementIntoForce,
    CorrectAgreement,
    ExpireAgreement,
    FuzzyDate,
    Office,
    Period,
    PlanSigning,
    ProposeAgreement,
    RenewAgreement,
    ReopenDuplicate,
    ReportAgreement,
    SettleDuplicate,
    SignAgreement,
    SuspectDuplicate,
    TerminateAgreement,
    Text,
    Unknown,
    Visibility,
    WithdrawAgreement,
)
from mayor_schedule.domain.agreement import AHEAD, SIGNED, Agreement, AgreementFacts, AgreementStage
from mayor_schedule.domain.model import Command
from mayor_schedule.imports.loading import import_files
from mayor_schedule.views.agreements import RegisterEntry, register
from pasts import Told
from sizes import examples

WHY = Text(en="found out")
PROPOSED = ProposeAgreement(agreement="a", title=Text(en="Planned"))
PLANNED = PlanSigning(agreement="a", signing=FuzzyDate.of("2018-10"))


@pytest.fixture(scope="module")
def seoul() -> Iterator[Office]:
    with Office.in_memory(clock=Clock(), entropy=counting_entropy()) as office:
        for dossier in (EARLIER, REPORT, LATER):
            import_files(office, [dossier])
        yield office


def entries(office: Office, day: str, **asked: Any) -> dict[str, RegisterEntry]:
    return {each.known.id: each for each in register(office.knowledge(**asked), on=date.fromisoformat(day))}


def told(office: Office, *commands: tuple[Command, str]) -> None:
    for number, (command, day) in enumerate(commands):
        office.record(command, by="p", known_on=day, id=str(number))


def stages(office: Office, *days: str) -> list[Any]:
    """The stage of the only agreement on some days; a pair where it may have been at a later one."""
    found = []
    for day in days:
        (entry,) = entries(office, day).values()
        found.append(entry.stage if entry.perhaps is None else (entry.stage, entry.perhaps))
    return found


def test_it_was_not_signed_before_it_was_signed(seoul: Office) -> None:
    """Whenever the office came to know of it: Zürich was signed on 3 October, known on the 4th."""
    zurich = "agreement:2018-zurich"
    days = ("2018-08-30", "2018-08-31", "2018-09-01", "2018-10-02", "2018-10-03", "2020-01-01")
    planned = AgreementStage.SIGNING_PLANNED
    assert [entries(seoul, day)[zurich].stage for day in days] == [None, planned, planned, planned, "signed", "signed"]
    before, after = (entries(seoul, day)[zurich] for day in ("2018-09-01", "2018-10-03"))
    assert [each.name.best("en") for each in before.parties] == ["Seoul", "City of Zürich"]
    assert [each.name.best("en") for each in after.parties] == ["Seoul", "Canton of Zürich"]
    assert after.signed == Period.of("2018-10-03", "2018-10-03")
    known_then = entries(seoul, "2018-10-03", known_on="2018-09-27")[zurich]
    assert (known_then.stage, known_then.signed) == (planned, None)


def test_what_a_source_finds_may_have_been_so_before(seoul: Office) -> None:
    found = entries(seoul, "2018-08-31")["agreement:barcelona-friendship"]
    before = entries(seoul, "2018-08-30")["agreement:barcelona-friendship"]
    assert (found.stage, found.perhaps) == ("in_force", None)
    assert (before.stage, before.perhaps) == (None, "in_force")


def test_the_dates_of_a_life(office: Office) -> None:
    told(
        office,
        (PROPOSED, "2018-01-10"),
        (PLANNED, "2018-02-10"),
        (SignAgreement(agreement="a", on=Period.of("2018-03-10"), title=Text(en="Signed")), "2018-06-01"),
        (BringAgreementIntoForce(agreement="a", on=FuzzyDate.of("2018-04-10")), "2018-06-02"),
        (RenewAgreement(agreement="a", on=FuzzyDate.of("2020-03-01"), until=FuzzyDate.of("2022-03-09")), "2020-04-01"),
        (RenewAgreement(agreement="a", on=FuzzyDate.of("2022-03-01"), until=FuzzyDate.of("2024-03-09")), "2022-04-01"),
        (ExpireAgreement(agreement="a", on=FuzzyDate.of("2024-03-09")), "2024-05-01"),
    )  # fmt: skip
    days = (
        "2018-01-09", "2018-01-10", "2018-02-10", "2018-03-09", "2018-03-10", "2018-04-10", "2020-02-29", "2020-03-01",
        "2022-03-01", "2024-03-08", "2024-03-09",
    )  # fmt: skip
    assert stages(office, *days) == [
        None, "proposed", "signing_planned", "signing_planned", "signed", "in_force", "in_force", "renewed", "renewed",
        "renewed", "expired",
    ]  # fmt: skip
    titles = [entries(office, day)["agreement:a"].title.best("en") for day in ("2018-03-09", "2018-03-10")]
    assert titles == ["Planned", "Signed"]
    until = [entries(office, day)["agreement:a"].valid_until for day in ("2018-04-10", "2020-03-01", "2022-03-01")]
    assert until == [None, FuzzyDate.of("2022-03-09"), FuzzyDate.of("2024-03-09")]


def test_a_last_day_that_passed_is_told_and_no_end_is_made_up(office: Office) -> None:
    told(
        office,
        (ReportAgreement(agreement="a", title=Text(en="A"), stage=AgreementStage.IN_FORCE), "2018-01-10"),
        (RenewAgreement(agreement="a", on=FuzzyDate.of("2018-01-15"), until=FuzzyDate.of("2019-01")), "2018-02-01"),
    )
    within, over = (entries(office, day)["agreement:a"] for day in ("2019-01-31", "2019-02-01"))
    assert (within.stage, within.is_overdue) == ("renewed", False)
    assert (over.stage, over.is_overdue, over.ended) == ("renewed", True, None)
    office.record(TerminateAgreement(agreement="a", on=FuzzyDate.of("2018-12-31")), by="p", known_on="2019-03-01")
    ended = entries(office, "2019-02-01")["agreement:a"]
    assert (ended.stage, ended.is_overdue) == ("terminated", False)


def test_a_date_that_is_not_known_exactly_is_told_as_what_may_have_been(office: Office) -> None:
    told(
        office,
        (PROPOSED, "2018-01-10"),
        (SignAgreement(agreement="a", on=FuzzyDate.of("2018-03")), "2018-06-01"),
        (TerminateAgreement(agreement="a"), "2018-09-01"),
    )
    days = ("2018-02-28", "2018-03-01", "2018-03-30", "2018-03-31", "2018-06-01", "2018-08-31", "2018-09-01")
    assert stages(office, *days) == [
        "proposed", ("proposed", "signed"), ("proposed", "signed"), "signed", ("signed", "terminated"),
        ("signed", "terminated"), "terminated",
    ]  # fmt: skip


def test_what_was_certain_later_leaves_nothing_open(office: Office) -> None:
    told(
        office,
        (PROPOSED, "2018-01-10"),
        (SignAgreement(agreement="a", on=FuzzyDate.of("2018-03")), "2018-06-01"),
        (BringAgreementIntoForce(agreement="a", on=FuzzyDate.of("2018-03-15")), "2018-06-01"),
    )
    assert stages(office, "2018-03-14", "2018-03-15") == [("proposed", "signed"), "in_force"]


def test_what_is_told_as_done_was_done_when_it_was_told(office: Office) -> None:
    """Signed some time in 2018, and known in June: then it was signed by June."""
    told(office, (PROPOSED, "2018-01-10"), (SignAgreement(agreement="a", on=FuzzyDate.of("2018")), "2018-06-01"))
    assert stages(office, "2018-05-31", "2018-06-01") == [("proposed", "signed"), "signed"]


def test_an_unknown_date_is_after_what_was_known_before(office: Office) -> None:
    told(office, (PROPOSED, "2018-01-10"), (SignAgreement(agreement="a", on=Unknown()), "2018-06-01"))
    assert stages(office, "2018-01-09", "2018-01-10", "2018-06-01") == [None, ("proposed", "signed"), "signed"]


def test_a_date_that_is_found_later_dates_what_was_known_without_it(office: Office) -> None:
    report = ReportAgreement(agreement="a", title=Text(en="A"), stage=AgreementStage.IN_FORCE)
    dated = report.model_copy(
        update={"signed": Period.of("2015-05-05"), "in_force_from": FuzzyDate.of("2016"), "title": Text(en="A")}
    )
    told(office, (report, "2018-01-10"), (dated, "2018-03-01"))
    days = ("2015-05-04", "2015-05-05", "2016-06-01", "2016-12-31", "2018-02-01")
    assert stages(office, *days) == [None, "signed", ("signed", "in_force"), "in_force", "in_force"]


def test_a_correction_and_a_withdrawal_move_what_was_so(office: Office) -> None:
    told(office, (PROPOSED, "2018-01-10"), (SignAgreement(agreement="a", on=Period.of("2018-03-10")), "2018-03-11"))
    fields = AgreementFacts(signed=Period.of("2018-03-12"))
    office.record(CorrectAgreement(agreement="a", fields=fields, reason=WHY), by="p", known_on="2018-03-20")
    assert stages(office, "2018-03-11", "2018-03-12") == ["proposed", "signed"]
    office.record(WithdrawAgreement(agreement="a", event=2, reason=WHY), by="p", known_on="2018-03-21")
    assert stages(office, "2018-03-12") == ["proposed"]


def test_what_is_recorded_as_signed_on_a_day_to_come_is_told_until_that_day(office: Office) -> None:
    """The calendar has it as done; the register goes by the day."""
    signed = SignAgreement(agreement="a", on=Period.of("2018-05-02"))
    told(office, (PROPOSED, "2018-01-10"), (PLANNED, "2018-02-10"), (signed, "2018-04-20"))
    assert [each.status for each in office.calendar().entries()] == ["done"]
    days = ("2018-04-19", "2018-04-20", "2018-05-01", "2018-05-02")
    found = [entries(office, day)["agreement:a"] for day in days]
    assert [each.stage for each in found] == ["signing_planned", "signing_planned", "signing_planned", "signed"]
    assert [each.is_signed_ahead for each in found] == [False, True, True, False]
    assert [each.remark and dict(each.remark) for each in found[:2]] == [
        None, {"ko": "체결된 것으로 기록되었으나 체결일 미도래", "en": "recorded as signed, on a day to come"},
    ]  # fmt: skip


def test_what_may_have_been_signed_is_not_to_come(office: Office) -> None:
    told(office, (PROPOSED, "2018-01-10"), (SignAgreement(agreement="a", on=FuzzyDate.of("2018-05")), "2018-04-20"))
    found = [entries(office, day)["agreement:a"] for day in ("2018-04-30", "2018-05-01", "2018-05-31")]
    assert [each.is_signed_ahead for each in found] == [True, False, False]


def test_what_was_heard_of_later_was_not_to_come(seoul: Office) -> None:
    """Zürich was signed on 3 October, known on the 4th: in September nobody had recorded that."""
    assert not any(each.is_signed_ahead for each in entries(seoul, "2018-09-01").values())


def test_a_duplicate_redirects_until_the_question_is_open_again(office: Office) -> None:
    told(
        office,
        (PROPOSED, "2018-01-10"),
        (ProposeAgreement(agreement="b", title=Text(en="B")), "2018-01-10"),
        (SuspectDuplicate(agreement="b", of="a"), "2018-01-11"),
        (SettleDuplicate(agreement="b", verdict="same"), "2018-01-12"),
        (ReopenDuplicate(agreement="b"), "2018-01-13"),
        (SettleDuplicate(agreement="b", verdict="distinct"), "2018-01-14"),
    )  # fmt: skip
    found = []
    for day in ("2018-01-10", "2018-01-11", "2018-01-12", "2018-01-13", "2018-01-14"):
        b, a = (entries(office, "2018-02-01", known_on=day)[f"agreement:{name}"] for name in "ba")
        other, verdict = b.possible_duplicate_of and b.possible_duplicate_of.id, b.verdict
        found.append((other, verdict, b.same_as and b.same_as.id, [each.id for each in a.merged]))
    assert found == [
        (None, None, None, []),
        ("agreement:a", None, None, []),
        ("agreement:a", "same", "agreement:a", ["agreement:b"]),
        ("agreement:a", None, None, []),
        ("agreement:a", "distinct", None, []),
    ]


def test_as_plain_data(seoul: Office) -> None:
    entry = entries(seoul, "2018-10-03")["agreement:2018-zurich"]
    record = entry.to_record(Audience.INTERNAL, "en")
    assert record | {"uid": None} == {
        "uid": None, "subject": "agreement:2018-zurich", "kind": "agreement",
        "title": "Friendship-city MOU with the city of Zürich", "category": "friendship_city",
        "parties": ["Seoul", "Canton of Zürich"], "subject_matter": None, "stage": "signed", "perhaps": None,
        "signing": {"unknown": True, "within": "trip:2018-europe"},
        "signed": {"first": "2018-10-03", "last": "2018-10-03"}, "place": None, "in_force_from": None,
        "valid_until": None, "overdue": False, "ended": None, "predecessor": None, "possible_duplicate_of": None,
        "duplicate_verdict": None, "same_as": None, "merged": [], "visibility": "public",
        "events": ["agreement:2018-zurich@1", "agreement:2018-zurich@2"],
    }  # fmt: skip


def test_the_public_sees_the_signing_and_no_other_date(office: Office) -> None:
    told(
        office,
        (PROPOSED.model_copy(update={"visibility": Visibility.PUBLIC}), "2018-01-10"),
        (SignAgreement(agreement="a", on=Period.of("2018-03-10")), "2018-03-11"),
        (BringAgreementIntoForce(agreement="a", on=FuzzyDate.of("2018-04-10")), "2018-06-02"),
        (RenewAgreement(agreement="a", on=FuzzyDate.of("2020-03-01"), until=FuzzyDate.of("2022-03-09")), "2020-04-01"),
    )  # fmt: skip

    def public(day: str) -> RegisterEntry:
        (entry,) = entries(office, day, audience="public").values()
        return entry

    assert [public(day).stage for day in ("2018-03-09", "2018-03-10")] == ["proposed", "signed"]
    assert public("2018-06-01").stage == "signed", "since when it is in force is the office's own"
    assert public("2018-06-02").stage == "in_force"
    entry = public("2023-01-01")
    assert (entry.valid_until, entry.is_overdue, entry.in_force_from, entry.parties) == (None, False, None, ())
    assert entry.known.id == entry.known.uid


@examples(15)
@given(canary_stories())
def test_nothing_internal_is_in_the_public_register(story: list[Any]) -> None:
    with lived(story) as office:
        for entry in register(office.knowledge(audience=Audience.PUBLIC), on=date(2018, 6, 1)):
            text = str(entry.to_record(Audience.PUBLIC, "ko"))
            assert CANARY not in text
            assert not any(each.subject in text for each in office.history())


PACES = st.lists(st.integers(0, 9), min_size=4, max_size=12)


@pytest.mark.slow
@examples(60)
@given(strategies.lives("agreement", size=12), PACES)
def test_in_the_end_it_stands_where_the_history_says(commands: list[Command], paces: list[int]) -> None:
    """On the day of the last event the stage that is known is certain, unless a date of it is still ahead."""
    told_office = Told()
    told_office.story([(command, 1) for command in commands], paces)
    knowledge = told_office.office.knowledge()
    for known, agreement in knowledge.of_kind(Agreement):
        last = known.records[-1].known_on
        days = [(knowledge.span(when)[0] or date.min) for when in dated(agreement)]
        (entry,) = (each for each in register(knowledge, on=max([last, *days])) if each.known.id == known.id)
        assert entry.stage is not None
        if agreement.stage in AHEAD or max([date.min, *days]) <= last:
            assert (entry.stage, entry.perhaps) == (agreement.stage, None)
        (early,) = (
            each for each in register(knowledge, on=known.records[0].known_on - timedelta(days=1))
            if each.known.id == known.id
        )  # fmt: skip
        if agreement.stage not in SIGNED:
            assert (early.stage, early.perhaps) == (None, None), "nothing was known of it"


def dated(agreement: Agreement) -> list[Any]:
    dates = (agreement.signed, agreement.in_force_from, agreement.renewed, agreement.ended)
    return [each for each in dates if each is not None]
