"""What the models say in words of their own is told in Korean: what is possible, what is too long, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from mayor_schedule.domain.catalog import COMMANDS
from mayor_schedule.domain.model import Command
from mayor_schedule.imports.wording import told
from mayor_schedule.messages import Message, code_of
from mayor_schedule.telling import coded

TRIP = {"trip": "a", "title": {"en": "A"}, "period": "2018-09-01/2018-09-02"}
OFFICE = {"zone": "Asia/Seoul", "domain": "x" * 254}
SAID = {
    ("plan_trip", "visibility"): (
        {**TRIP, "visibility": "secret"},
        "visibility: 'secret' is not among 'public', 'internal' or 'confidential'",
        "visibility: 'secret'은(는) 쓸 수 없습니다. 쓸 수 있는 값: 'public', 'internal' 또는 'confidential' [MS-0443]",
    ),
    ("found_office", "domain"): (
        OFFICE,
        "domain: string should have at most 253 characters",
        "domain: 253자까지만 쓸 수 있습니다 [MS-0498]",
    ),
    ("withdraw_trip", "reason"): (
        {"trip": "a"},
        "withdraw_trip needs reason: why, in words",
        "withdraw_trip에는 reason이(가) 필요합니다: 사유(글로 적음) [MS-0432]",
    ),
}


def found(name: str, given: dict[str, Any]) -> Iterator[Message]:
    with pytest.raises(ValidationError) as caught:
        COMMANDS[name].model_validate(given)
    return (each.message for each in told(caught.value, given, COMMANDS[name], name))


@pytest.mark.parametrize("about", SAID, ids=" ".join)
def test_what_a_model_says_is_told_in_korean(about: tuple[str, str]) -> None:
    given, english, korean = SAID[about]
    [said] = (each for each in found(about[0], given) if about[1] in each)
    assert said == english
    assert coded(said, "ko") == korean


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_a_needed_field_means_is_told_in_korean(command: type[Command]) -> None:
    needed = {name for name, field in command.model_fields.items() if field.is_required() and field.description}
    said = [each for each in found(command.command_name(), {"x": 1}) if code_of(each) == "MS-0432"]
    assert {str(each.parts["path"]) for each in said} == needed
    for each in said:
        assert isinstance(each.parts["what"], Message)
        assert not str(coded(each.parts["what"], "ko")).isascii()


JUNK = (None, True, -1, 10**30, 1.5, float("nan"), "", "x" * 400, "2018-02-30", [], [1], {}, {"a": 1}, {"en": 1}, b"x")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_is_told_in_the_words_of_a_model(command: type[Command]) -> None:
    for name in command.model_fields:
        for junk in JUNK:
            try:
                command.model_validate({name: junk})
            except ValidationError as error:
                said = list(told(error, {name: junk}, command, command.command_name()))
                assert "MS-0455" not in {code_of(each.message) for each in said}
