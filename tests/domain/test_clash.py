"""A clash that is accepted on purpose: the pair, the times, the reason; and how it lapses."""

from __future__ import annotations

import pytest
from hypothesis import given as each_of
from hypothesis import strategies as st
from pydantic import ValidationError
from test_diary import hold, taken

from mayor_schedule.domain.clash import (
    LONGEST,
    AcceptClash,
    Clash,
    ClashAccepted,
    ClashRevoked,
    Overlap,
    RevokeClash,
    clash_id,
    evolve,
)
from mayor_schedule.domain.values.identity import subject_id
from mayor_schedule.domain.values.text import Text
from mayor_schedule.errors import ImpossibleHistoryError
from spec import given, state_after

A, B, C = "engagement:a", "occasion:b", "trip:c"
SHORT, WHY = Text(en="he looks in for ten minutes"), Text(en="he stays after all")
DINNER, CALL = "03T17:00/03T20:00", "03T18:00/03T19:00"
TIMES = (Overlap(first=taken(DINNER), second=taken(CALL)),)
ACCEPTED = ClashAccepted(between=(A, B), reason=SHORT, overlaps=TIMES)


def accept(between: tuple[str, str] = (A, B), overlaps: tuple[Overlap, ...] = TIMES) -> AcceptClash:
    return AcceptClash(between=between, reason=SHORT, overlaps=overlaps)


def test_a_clash_is_accepted_for_a_reason() -> None:
    clash = given(kind="clash").when(accept()).then(ACCEPTED)
    assert (clash.between, clash.reason, clash.stage) == ((A, B), SHORT, "accepted")
    assert given(kind="clash").when(accept((B, A))).then(ACCEPTED) == clash
    assert accept().subject == accept((B, A)).subject == "clash:engagement/a--occasion/b"
    with pytest.raises(ValidationError):
        AcceptClash.model_validate({"between": [A, B]})


def test_what_cannot_be_accepted() -> None:
    given(kind="clash").when(accept((A, A))).refused("it names one entry twice; name the two entries that overlap")
    given(kind="clash").when(accept(overlaps=())).refused(
        "the two do not overlap at known times for any principal", "can be confirmed without it"
    )
    given(ACCEPTED).when(accept()).refused("it is accepted already")
    with pytest.raises(ValidationError):
        AcceptClash.model_validate({"between": [A], "reason": SHORT})
    with pytest.raises(ValidationError, match="names no kind of subject"):
        AcceptClash.model_validate({"between": ["a", "b"], "reason": SHORT})


def test_other_times_are_accepted_anew() -> None:
    other = (Overlap(first=taken(DINNER), second=taken("03T17:00/03T18:00")),)
    clash = (
        given(ACCEPTED).when(accept(overlaps=other)).then(ClashAccepted(between=(A, B), reason=SHORT, overlaps=other))
    )
    assert clash.accepts(hold(A, DINNER), hold(B, "03T17:00/03T18:00"))
    assert not clash.accepts(hold(A, DINNER), hold(B, CALL)), "those times are not accepted any more"


def test_an_acceptance_is_revoked_and_given_again() -> None:
    revoked = given(ACCEPTED).when(RevokeClash(between=(B, A), reason=WHY)).then(ClashRevoked(reason=WHY))
    assert (revoked.stage, revoked.reason) == ("revoked", WHY)
    assert not revoked.accepts(hold(A, DINNER), hold(B, CALL))
    given(ACCEPTED, ClashRevoked()).when(RevokeClash(between=(A, B))).refused("it was revoked already")
    again = given(ACCEPTED, ClashRevoked()).when(accept()).then(ACCEPTED)
    assert again.accepts(hold(A, DINNER), hold(B, CALL))
    given(kind="clash").when(RevokeClash(between=(A, B))).refused("nobody has opened it")
    with pytest.raises(ImpossibleHistoryError):
        evolve(None, ClashRevoked())


@pytest.mark.parametrize(
    ("first", "second", "accepted"),
    [
        (DINNER, CALL, True),
        (DINNER, "03T18:00", False),
        (DINNER, "03T18:00/03T19:01", False),
        ("03T17:01/03T20:00", CALL, False),
        (CALL, DINNER, False),
    ],
)
def test_just_these_times_are_accepted(first: str, second: str, accepted: bool) -> None:
    clash = state_after(ACCEPTED)
    assert isinstance(clash, Clash)
    assert clash.accepts(hold(A, first), hold(B, second)) is accepted
    assert clash.accepts(hold(B, second), hold(A, first)) is accepted, "in any order"
    assert clash.accepts(hold(A, first, principal="vice_mayor"), hold(B, second, principal="vice_mayor")) is accepted


NAMES = st.from_regex(r"[a-z0-9][a-z0-9.\-/_]{0,59}", fullmatch=True)
SUBJECTS = st.builds(subject_id, st.sampled_from(("trip", "engagement", "occasion")), NAMES)


@each_of(st.tuples(SUBJECTS, SUBJECTS), st.tuples(SUBJECTS, SUBJECTS))
def test_every_pair_has_an_id_of_its_own(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert clash_id(*one) == clash_id(*reversed(one))
    assert (clash_id(*one) == clash_id(*other)) is (sorted(one) == sorted(other))
    assert subject_id("clash", clash_id(*one)) == clash_id(*one)
    assert len(clash_id(*one)) <= LONGEST + len("clash:")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("engagement:a--occasion/b", "trip:c"), ("engagement:a", "occasion:b--trip/c")),
        (("engagement:a-", "occasion:b"), ("engagement:a", "occasion:b")),
        (("engagement:a/b", "occasion:b"), ("engagement:a-b", "occasion:b")),
        (("engagement:" + "a" * 120, "occasion:b"), ("engagement:" + "a" * 119, "occasion:b")),
    ],
)
def test_pairs_that_look_alike_are_told_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert clash_id(*one) != clash_id(*other)
