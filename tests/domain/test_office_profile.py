from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.model import Command
from mayor_schedule.domain.office import (
    OFFICE,
    AddPrincipal,
    BeginTerm,
    ChangeOffice,
    CorrectOffice,
    EndTerm,
    FoundOffice,
    OfficeChanged,
    OfficeCommands,
    OfficeCorrected,
    OfficeDetails,
    OfficeEvents,
    OfficeFounded,
    OfficeWithdrawn,
    Principal,
    PrincipalAdded,
    Profile,
    Term,
    TermBegan,
    TermEnded,
    WithdrawOffice,
    evolve,
)
from mayor_schedule.domain.values.party import Person
from mayor_schedule.domain.values.text import Text
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

NAME = Text(ko="서울특별시", en="Seoul")
PARK = Person(name=Text(ko="박원순", en="Park Won-soon"))
OTHER = Person(office=Text(ko="시장 권한대행"))
WHY = Text(en="misread")

FOUNDED = OfficeFounded(name=NAME, zone="Asia/Seoul", domain="seoul.go.kr")
BEGAN = TermBegan(principal="mayor", holder=PARK, began=date(2014, 7, 1))
ENDED = TermEnded(principal="mayor", began=date(2014, 7, 1), ended=date(2018, 6, 30))
COMMANDS: dict[str, Command] = {
    "change": ChangeOffice(fields=OfficeDetails(domain="english.seoul.go.kr")),
    "add": AddPrincipal(principal="vice_mayor"),
    "begin": BeginTerm(began=date(2014, 7, 1)),
    "end": EndTerm(ended=date(2018, 6, 30)),
    "correct": CorrectOffice(fields=OfficeDetails(name=Text(ko="서울시")), reason=WHY),
    "withdraw": WithdrawOffice(event=2, reason=WHY),
}


def begin(began: str, **more: Any) -> BeginTerm:
    return BeginTerm.model_validate({"began": began, **more})


def end(ended: str, **more: Any) -> EndTerm:
    return EndTerm.model_validate({"ended": ended, **more})


def test_every_command_is_tried() -> None:
    assert {type(command) for command in COMMANDS.values()} | {FoundOffice} == set(get_args(OfficeCommands))


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_can_be_asked_of_an_office_that_nobody_founded(command: str) -> None:
    given().when(COMMANDS[command]).refused("it was never founded", "record found_office first")
    assert COMMANDS[command].subject == OFFICE


@pytest.mark.parametrize("event", sorted(set(get_args(OfficeEvents)) - {OfficeFounded}, key=str))
def test_only_a_founding_opens_an_office(event: type[OfficeEvents]) -> None:
    with pytest.raises(ImpossibleHistoryError, match="cannot be the first"):
        evolve(None, event.model_construct())


# --- what it is -------------------------------------------------------------------------------------------------------


def test_an_office_has_a_mayor_and_two_languages_unless_it_says_otherwise() -> None:
    office = given().when(FoundOffice(name=NAME, zone="Asia/Seoul", domain="seoul.go.kr")).then(FOUNDED)
    assert (office.name, office.zone, office.domain, office.languages) == (
        NAME,
        "Asia/Seoul",
        "seoul.go.kr",
        ("ko", "en"),
    )
    assert office.principals == (Principal(principal="mayor"),)
    assert office.terms == ()


def test_an_office_may_have_other_principals() -> None:
    governor = Principal(principal="governor", title=Text(en="Governor"))
    founding = FoundOffice(name=NAME, zone="UTC", domain="a.b", principals=(governor,), languages=("de-CH",))
    office = given().state_after(founding)
    assert (office.principals, office.languages) == ((governor,), ("de-CH",))
    given(*_happened(founding)).when(COMMANDS["begin"]).refused("there is no principal 'mayor'", "add_principal")


def _happened(*commands: Command) -> list[Any]:
    _, events = given().when(*commands).happened()
    return events


def test_there_is_one_office() -> None:
    given(FOUNDED).when(FoundOffice(name=NAME, zone="UTC", domain="a.b")).refused("it is there already")
    with pytest.raises(ImpossibleHistoryError, match="cannot follow version 1"):
        evolve(state_after(FOUNDED), FOUNDED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "KST"}, {"zone": "+09:00"}, {"zone": "Asia/Hanseong"}, {"domain": "localhost"}, {"domain": "a..b"},
        {"domain": "-a.b"}, {"domain": "A.B"}, {"domain": f"{'a' * 64}.b"}, {"languages": ["a language"]},
        {"name": ""}, {"principals": [{"principal": "the mayor"}]},
    ],
)  # fmt: skip
def test_what_is_no_office(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FoundOffice.model_validate({"name": "x", "zone": "UTC", "domain": "a.b", **wrong})


def test_a_change_says_only_what_changed() -> None:
    fields = OfficeDetails(domain="english.seoul.go.kr", languages=("en",))
    office = given(FOUNDED).when(ChangeOffice(fields=fields, reason=WHY)).then(OfficeChanged(fields=fields, reason=WHY))
    assert (office.domain, office.languages, office.zone) == ("english.seoul.go.kr", ("en",), "Asia/Seoul")
    for name in ("name", "zone", "domain"):
        with pytest.raises(ValidationError, match=f"{name} cannot be nothing"):
            OfficeDetails.model_validate({name: None})


def test_a_correction_never_overturns_a_later_change() -> None:
    history = (FOUNDED, OfficeChanged(fields=OfficeDetails(domain="b.kr")))
    fields = OfficeDetails(domain="a.kr")
    office = given(*history).when(CorrectOffice(event=1, fields=fields, reason=WHY)).then(
        OfficeCorrected(event=1, fields=fields, reason=WHY)
    )  # fmt: skip
    assert office.domain == "b.kr"
    assert evolve(office, OfficeWithdrawn(event=2, reason=WHY)).domain == "a.kr"


def test_an_office_is_never_withdrawn_as_a_whole() -> None:
    given(FOUNDED).when(WithdrawOffice(reason=WHY)).refused("cannot be withdrawn as a whole", "name the event")
    given(FOUNDED).when(WithdrawOffice(event=1, reason=WHY)).refused("its first event opened it")
    history = (FOUNDED, PrincipalAdded(principal="vice_mayor"))
    office = given(*history).state_after(WithdrawOffice(event=2, reason=WHY))
    assert office.principals == (Principal(principal="mayor"),)


# --- principals and terms ---------------------------------------------------------------------------------------------


def test_a_principal_is_added_once() -> None:
    title = Text(ko="행정1부시장")
    office = given(FOUNDED).when(AddPrincipal(principal="vice_mayor", title=title)).then(
        PrincipalAdded(principal="vice_mayor", title=title)
    )  # fmt: skip
    assert office.principals == (Principal(principal="mayor"), Principal(principal="vice_mayor", title=title))
    given(FOUNDED).when(AddPrincipal(principal="mayor")).refused("the principal 'mayor' is there already")
    given(FOUNDED, PrincipalAdded(principal="vice_mayor")).when(AddPrincipal(principal="vice_mayor")).refused("already")


def test_the_default_principal_is_settled_when_principals_are_first_named() -> None:
    governor, deputy = Principal(principal="governor"), Principal(principal="deputy")
    for principals, found in (
        ((governor, deputy), "governor"), ((deputy, Principal(principal="mayor")), "mayor"), ((), "mayor"),
    ):  # fmt: skip
        founded = FOUNDED.model_copy(update={"principals": principals})
        assert state_after(founded).default_principal == found
        later = (founded, PrincipalAdded(principal="envoy"), PrincipalAdded(principal="mayor"))
        if Principal(principal="mayor") not in principals:
            assert state_after(*later).default_principal == (found if principals else "envoy")
            withdrawn = (*later, OfficeWithdrawn(event=2, reason=WHY))
            assert state_after(*withdrawn).default_principal == found
            again = (*withdrawn, PrincipalAdded(principal="envoy"))
            assert state_after(*again).default_principal == found
            assert state_after(*again, OfficeWithdrawn(event=4, reason=WHY)).default_principal == (
                found if principals else "envoy"
            )


def test_what_names_a_principal_whom_it_does_not_have_is_kept_for_the_default_one() -> None:
    deputy = Principal(principal="deputy")
    office = state_after(FOUNDED.model_copy(update={"principals": (Principal(principal="governor"), deputy)}))
    assert [office.kept_for(each) for each in ("governor", "deputy", "mayor")] == ["governor", "deputy", "governor"]
    assert Profile().kept_for("deputy") == "deputy", "an office that was not founded may have anybody"
    assert state_after(FOUNDED.model_copy(update={"principals": ()})).kept_for("deputy") == "deputy"


def test_terms_follow_one_another() -> None:
    office = given(FOUNDED).state_after(
        begin("2014-07-01", holder=PARK), end("2018-06-30"), begin("2018-07-01", holder=OTHER)
    )
    assert office.terms == (
        Term(principal="mayor", holder=PARK, began=date(2014, 7, 1), ended=date(2018, 6, 30)),
        Term(principal="mayor", holder=OTHER, began=date(2018, 7, 1)),
    )
    holders = {day: office.term("mayor", date.fromisoformat(day)) for day in ("2014-06-30", "2014-07-01", "2018-06-30")}
    assert [term and term.holder for term in holders.values()] == [None, PARK, PARK]
    assert office.term("mayor", date(2018, 7, 1)).holder == OTHER
    assert office.term("mayor", date(2030, 1, 1)).holder == OTHER, "it has not ended"
    assert office.term("vice_mayor", date(2018, 7, 1)) is None


def test_a_term_begins_after_the_one_before() -> None:
    given(FOUNDED, BEGAN).when(begin("2018-07-01")).refused("lasts from 2014-07-01 and has not ended", "end it first")
    for day in ("2018-06-30", "2014-07-01", "2010-07-01"):
        given(FOUNDED, BEGAN, ENDED).when(begin(day)).refused("lasts from 2014-07-01 until 2018-06-30")
    gap = given(FOUNDED, BEGAN, ENDED).state_after(begin("2018-08-01"))
    assert gap.term("mayor", date(2018, 7, 15)) is None


def test_each_principal_has_terms_of_his_own() -> None:
    office = given(FOUNDED, PrincipalAdded(principal="vice_mayor"), BEGAN).state_after(
        begin("2014-07-01", principal="vice_mayor", holder=OTHER), end("2016-01-01", principal="vice_mayor")
    )
    assert office.term("mayor", date(2016, 1, 1)).holder == PARK
    assert office.term("vice_mayor", date(2016, 1, 1)).holder == OTHER
    assert office.term("vice_mayor", date(2016, 1, 2)) is None
    given(FOUNDED).when(begin("2014-07-01", principal="vice_mayor")).refused("there is no principal 'vice_mayor'")


def test_a_term_ends_once_and_not_before_it_began() -> None:
    given(FOUNDED).when(end("2018-06-30")).refused("no term of mayor is open")
    given(FOUNDED, BEGAN).when(end("2014-06-30")).refused("that term began on 2014-07-01, after 2014-06-30")
    given(FOUNDED, BEGAN).when(end("2018-06-30")).then(ENDED)
    given(FOUNDED, BEGAN, ENDED).when(end("2018-06-30")).refused("no term of mayor is open")
    one_day = given(FOUNDED, BEGAN).state_after(end("2014-07-01"))
    assert one_day.term("mayor", date(2014, 7, 1)).holder == PARK


def test_a_term_whose_end_was_entered_in_error_goes_on() -> None:
    office = given(FOUNDED, BEGAN, ENDED).state_after(WithdrawOffice(event=3, reason=WHY))
    assert office.terms == (Term(principal="mayor", holder=PARK, began=date(2014, 7, 1)),)
    assert given(FOUNDED, BEGAN).state_after(WithdrawOffice(event=2, reason=WHY)).terms == ()


def test_what_tells_one_command_of_a_day_from_another() -> None:
    assert AddPrincipal(principal="vice_mayor").distinction == "vice_mayor"
    assert begin("2014-07-01").distinction == "mayor/2014-07-01"
    assert end("2018-06-30").distinction == "mayor/2018-06-30"


def test_every_fact_of_an_office_can_change() -> None:
    assert set(OfficeDetails.model_fields) == set(Profile.fact_names()) - {"visibility", "public_from"}
