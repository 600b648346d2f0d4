"""What the public is not told, what stands apart from plans, and who attends: neither less nor more than is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from briefed import DAY, Step, founded, page, text_of, told, under, words
from conftest import Clock
from mayor_schedule import Audience, Office

PUBLIC: dict[str, Any] = {"visibility": "public"}
VICE: Step = ("add_principal", {"principal": "vice", "title": {"en": "the vice-mayor", "ko": "부시장"}})
OSLO = {"city": {"en": "Oslo", "ko": "오슬로"}, "country": "NO"}
WEEKLY = {"start": "2018-08-06T09:00", "end": "2018-08-06T10:00", "zone": "Asia/Seoul"}


def title(text: str) -> dict[str, Any]:
    return {"title": {"en": text}}


def trip(name: str, period: str, **more: Any) -> Step:
    return "plan_trip", {"trip": name, **title(name.title()), "period": period, **PUBLIC, **more}


def visit(name: str, when: str, **more: Any) -> Step:
    return "announce_visit", {"visit": name, "guests": [{"name": {"en": name.title()}}], "when": when, **PUBLIC, **more}


def occasion(name: str, when: Any, **more: Any) -> Step:
    return "plan_occasion", {"occasion": name, **title(name.title()), "when": when, **PUBLIC, **more}


def meeting(name: str, **more: Any) -> Step:
    return "plan_engagement", {"engagement": name, **title(name.title()), **PUBLIC, **more}


def weekly(until: str = ";UNTIL=20181031", **more: Any) -> Step:
    rule = {"rule": f"FREQ=WEEKLY;BYDAY=MO{until}", **more}
    return occasion("staff", WEEKLY, recurrence=rule)


def keys(office: Office, **asked: Any) -> list[str]:
    """The keys of all blocks."""
    return [block.key for part in page(office, **asked).parts() for block in part.blocks]


# --- what the public is not told --------------------------------------------------------------------------------------

GAPS = (
    trip("gap trip".replace(" ", "-"), "2018-05-01/2018-05-03"),
    visit("gap-guest", "2018-05-04"),
    occasion("gap-fair", "2018-05-05"),
    meeting("gap-talk", when="2018-05-06"),
    ("report_agreement", {"agreement": "gap-pact", **title("Gap-Pact"), "stage": "signing_planned",
                          "signing": "2018-05-07", **PUBLIC}),
)  # fmt: skip


@pytest.mark.parametrize("form", ["md", "html", "json"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_public_is_not_told_what_nobody_has_reported(form: str, language: str) -> None:
    with told(*GAPS) as office:
        text = text_of(office, form, language, "en", audience=Audience.PUBLIC)
        assert "Gap-" not in text
        assert not any(each in text for each in ("미보고", "보고되지 않은", "not reported", "Not reported"))
        inside = text_of(office, form, language, "en")
        assert [each for each in ("Trip", "Guest", "Fair", "Talk", "Pact") if f"Gap-{each}" not in inside] == []


def test_what_is_public_and_ahead_or_done_is_told() -> None:
    with told(*GAPS) as office:
        said = text_of(office, "md", "en", on="2018-05-01", since="2018-01-01", audience=Audience.PUBLIC)
        assert [each for each in ("Guest", "Fair", "Talk", "Pact") if f"Gap-{each}" not in said] == []


def test_the_public_is_told_of_trips_under_way_alone() -> None:
    under_way = ("report_trip", {"trip": "oslo", **title("Oslo"), "period": "2018-08-30/2018-09-02",
                                 "stage": "departed", **PUBLIC})  # fmt: skip
    with told(under_way, *GAPS) as office:
        for language, heading, said in (("en", "Trips under way", "Oslo"), ("ko", "출장 중", "Oslo")):
            shown = page(office, language, "en", audience=Audience.PUBLIC)
            (block,) = [each for part in shown.parts() for each in part.blocks if each.key == "trips_open"]
            assert block.title == heading
            assert [said in line.text for line in block.lines] == [True]


def test_the_public_is_not_told_that_nobody_said_where() -> None:
    steps = trip("north", "2018-10-01/2018-10-03", stops=["Oslo", "Bergen"]), *(
        meeting(name, part_of="trip:north") for name in ("lost", "gone")
    )
    with told(*steps) as office:
        inside = under(office, "Trips abroad planned")
        assert inside[2:] == ["- Stop not said", "‣ Lost", "‣ Gone"]
        assert under(office, "Trips abroad planned", audience=Audience.PUBLIC)[2:] == ["- Lost", "- Gone"]


def test_what_the_public_reads_now_is_what_is_public_now() -> None:
    """An embargo is compared with the present, on whatever day the briefing is."""
    now = Clock().now
    for days, shown in ((-1, True), (1, False)):
        public_from = (now + timedelta(days=days)).isoformat()
        assert public_from > DAY, "on the day of the briefing it was under the embargo"
        with told(trip("oslo", "2018-10-01/2018-10-03", public_from=public_from)) as office:
            for form in ("md", "html", "json"):
                assert ("Oslo" in text_of(office, form, known_on=DAY, audience=Audience.PUBLIC)) is shown


def test_what_was_held_of_an_unreported_trip_is_told_by_itself() -> None:
    talk = {"engagement": "talk", **title("Talk"), "part_of": "trip:oslo", "stage": "held", **PUBLIC}
    with told(trip("oslo", "2018-05-01/2018-05-03"), ("report_engagement", talk)) as office:
        assert under(office, "Other engagements", audience=Audience.PUBLIC) == ["○ Talk"]
        assert under(office, "Trips under way")[1:] == ["- Talk"]


# --- reasons ----------------------------------------------------------------------------------------------------------

WHY = {"reason": {"en": "a typhoon", "ko": "태풍"}}
OFF: tuple[tuple[Step, Step], ...] = (
    (trip("oslo", "2018-10-01/2018-10-03"), ("cancel_trip", {"trip": "oslo", **WHY})),
    (trip("oslo", "2018-10-01/2018-10-03"), ("postpone_trip", {"trip": "oslo", **WHY})),
    (visit("ada", "2018-10-04"), ("cancel_visit", {"visit": "ada", **WHY})),
    (visit("ada", "2018-10-04"), ("postpone_visit", {"visit": "ada", **WHY})),
    (occasion("expo", "2018-10-05"), ("cancel_occasion", {"occasion": "expo", **WHY})),
    (occasion("expo", "2018-10-05"), ("postpone_occasion", {"occasion": "expo", **WHY})),
    (meeting("talk", when="2018-10-06"), ("cancel_engagement", {"engagement": "talk", **WHY})),
    (("propose_agreement", {"agreement": "pact", **title("Pact"), "theme": {"en": "Water"}, **PUBLIC}),
     ("drop_agreement", {"agreement": "pact", **WHY})),
)  # fmt: skip


@pytest.mark.parametrize(("opened", "off"), OFF, ids=[f"{off[0]}" for _, off in OFF])
def test_why_it_was_called_off_or_put_off_is_told_inside_alone(opened: Step, off: Step) -> None:
    with told(opened, off) as office:
        assert [line for line in words(office) if "typhoon" in line] == ["- Reason: a typhoon"]
        assert [line for line in words(office, "ko", "en") if "태풍" in line] == ["- 사유 : 태풍"]
        assert "typhoon" not in text_of(office, "json", audience=Audience.PUBLIC)
        name = next(iter(off[1].values()))
        if off[0] != "drop_agreement":
            assert name.title() in text_of(office, "md", audience=Audience.PUBLIC)


def test_the_reason_of_another_change_is_not_told_as_that() -> None:
    move = "reschedule_trip", {"trip": "oslo", "period": "2018-10-02/2018-10-04", **WHY}
    with told(trip("oslo", "2018-10-01/2018-10-03"), move) as office:
        assert not [line for line in words(office) if "typhoon" in line]
    with told(trip("oslo", "2018-10-01/2018-10-03"), move, ("cancel_trip", {"trip": "oslo"})) as office:
        assert not [line for line in words(office) if "typhoon" in line]


def test_what_was_called_off_stands_in_the_section_of_its_kind() -> None:
    steps = [each for pair in (OFF[0], OFF[2]) for each in pair]
    with told(*steps) as office:
        by_key = {part.key: [block.key for block in part.blocks] for part in page(office).sections}
        assert by_key["visits"] == ["visits_off"]
        assert by_key["trips_ahead"] == ["called_off"]


def test_a_plan_holds_only_what_is_ahead() -> None:
    steps = occasion("late", "2018-05-01"), occasion("next", "2018-10-01"), *OFF[4], *OFF[7]
    with told(*steps) as office:
        assert under(office, "Planned") == ["○ Next (1 October)"]
        assert under(office, "Not reported") == ["○ Late (1 May)"]
        blocks = [block for part in page(office).annexes for block in part.blocks if block.key == "given_up"]
        assert [line.text for block in blocks for line in block.lines] == ["Signing: Pact", "Expo (5 October)"]


# --- what comes back --------------------------------------------------------------------------------------------------


def test_a_series_says_its_rule_and_its_span() -> None:
    with told(weekly()) as office:
        assert under(office, "Planned") == ["○ Staff (every week on Monday, 09:00–10:00, 6 August – 31 October)"]
        assert under(office, "추진 계획", "ko", "en") == ["○ Staff(매주 월요일 09:00~10:00, 8.6.~10.31)"]


@pytest.mark.parametrize("stage", ["held", "cancelled", "confirmed"])
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_a_series_that_ended_before_it_began_is_told_of_its_first_day(
    form: str, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Histories from before that was refused hold such ones, as well as those that other programs wrote."""
    for check in ("check_series", "check_past_series"):
        monkeypatch.setattr(f"mayor_schedule.domain.occasion.state.{check}", lambda *_: None)
    rule = "FREQ=WEEKLY;BYDAY=MO;UNTIL=20171225"
    odd = {"occasion": "staff", **title("Staff"), "when": WEEKLY, "stage": stage, "recurrence": rule, **PUBLIC}
    with told(("report_occasion", odd)) as office:
        for on in ("2018-01-01", "2018-08-06", "2018-08-31", "2018-12-31"):
            for audience in (Audience.INTERNAL, Audience.PUBLIC):
                assert text_of(office, form, "ko", "en", on=on, since="2017-01-01", audience=audience)
        assert "6 August" in text_of(office, "md", "en", on="2018-08-31", since="2017-01-01")


def test_a_series_without_end_says_from_when() -> None:
    booked = weekly("")[1] | {"booked_until": "2018-12-31"}
    with told(("plan_occasion", booked)) as office:
        assert under(office, "Planned")[0].endswith("from 6 August)")
        assert under(office, "추진 계획", "ko", "en")[0].endswith("8.6.부터)")


@pytest.mark.parametrize(("on", "heading"), [("2018-08-07", "Planned"), ("2018-10-29", "Planned"),
                                             ("2018-11-01", "Not reported")])  # fmt: skip
def test_a_series_is_unreported_only_once_it_is_over(on: str, heading: str) -> None:
    with told(weekly()) as office:
        assert under(office, heading, on=on)[0].startswith("○ Staff")


def test_a_series_whose_last_times_were_called_off_is_over() -> None:
    days = ["2018-08-13", "2018-08-20", "2018-08-27", "2018-09-03"]
    off = [("cancel_occurrence", {"occasion": "staff", "occurrence": each}) for each in days]
    with told(weekly(";COUNT=5"), *off) as office:
        assert under(office, "Not reported")[0].startswith("○ Staff")
    with told(weekly(";COUNT=5"), *off[:3]) as office:
        assert under(office, "Planned")[0].startswith("○ Staff")


def test_the_times_of_a_series_that_are_otherwise_are_told() -> None:
    steps = (
        weekly(excluded=["2018-09-24"]),
        ("cancel_occurrence", {"occasion": "staff", "occurrence": "2018-09-10", **WHY}),
        ("change_occurrence", {"occasion": "staff", "occurrence": "2018-09-17", "fields": {
            "when": {"start": "2018-09-18T11:00", "zone": "Asia/Seoul"}, "place": {"venue": {"en": "Main hall"}}}}),
    )  # fmt: skip
    with told(*steps) as office:
        changed = "- Changed: 17 September → 18 September, 11:00 (Main hall)"
        assert under(office, "Planned")[1:] == ["- Called off: 10 September (a typhoon)", changed,
                                                "- Not on: 24 September"]  # fmt: skip
        assert under(office, "Planned", audience=Audience.PUBLIC)[1:] == ["- Called off: 10 September", changed,
                                                                          "- Not on: 24 September"]  # fmt: skip
        assert under(office, "Planned", on="2018-10-01", since="2018-10-01")[1:] == []


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_whose_trip_it_is_is_told_where_it_is_not_the_first_principals() -> None:
    for whose, said in (("vice", True), ("mayor", False), (None, False)):
        more = {} if whose is None else {"principal": whose}
        with told(VICE, trip("oslo", "2018-10-01/2018-10-03", **more)) as office:
            for audience in Audience:
                (line,) = under(office, "Trips abroad planned", audience=audience)
                assert ("(the vice-mayor, 1–3 October" in line) is said


@pytest.mark.parametrize(
    ("attendance", "said"),
    [
        ([{"principal": "mayor", "answer": "yes"}], []),
        ([{"principal": "mayor", "answer": "unknown"}], []),
        ([{"principal": "mayor", "answer": "no"}], ["- the mayor not to attend"]),
        ([{"principal": "mayor", "answer": "no", "represented_by": {"name": {"en": "Bo"}}}],
         ["- the mayor represented by Bo"]),
        ([{"principal": "vice", "answer": "yes"}], ["- the vice-mayor to attend"]),
        ([{"principal": "mayor", "answer": "yes", "mode": "video"}], ["- the mayor to attend (by video)"]),
    ],
)  # fmt: skip
def test_who_attends_a_meeting(attendance: list[dict[str, Any]], said: list[str]) -> None:
    with told(VICE, meeting("talk", when="2018-10-02", attendance=attendance)) as office:
        assert under(office, "Other engagements")[1:] == said
        assert under(office, "Other engagements", audience=Audience.PUBLIC)[1:] == []


def test_who_goes_without_saying_at_a_meeting_of_anothers_trip() -> None:
    steps = (VICE, trip("oslo", "2018-10-01/2018-10-03", principal="vice"),
             meeting("own", part_of="trip:oslo", attendance=[{"principal": "vice", "answer": "yes"}]),
             meeting("too", part_of="trip:oslo", attendance=[{"principal": "mayor", "answer": "yes"}]))  # fmt: skip
    with told(*steps) as office:
        assert under(office, "Trips abroad planned")[1:] == ["- Own", "- Too", "‣ the mayor to attend"]


def test_who_receives_a_guest_and_how_many_come() -> None:
    receives = [{"principal": "vice", "answer": "yes"}]
    with told(VICE, visit("ada", "2018-10-02", attendance=receives, delegation_size=12)) as office:
        assert under(office, "Visits announced") == ["○ Ada (a delegation of 12, 2 October)",
                                                     "- the vice-mayor to receive"]  # fmt: skip
        assert under(office, "방문 예정", "ko", "en") == ["○ Ada(대표단 12명, 10.2)", "- 부시장 접견 예정"]
        assert under(office, "Visits announced", audience=Audience.PUBLIC) == ["○ Ada (2 October)"]


def test_who_travels_is_told_inside() -> None:
    people = [{"name": {"en": "Kim"}, "office": {"en": "head of climate"}}, {"office": {"en": "interpreter"}}]
    with told(trip("oslo", "2018-10-01/2018-10-03", delegation=people)) as office:
        assert under(office, "Trips abroad planned")[1:] == ["- Delegation: Kim, head of climate; interpreter"]
        assert under(office, "Trips abroad planned", audience=Audience.PUBLIC)[1:] == []


def test_the_one_city_of_a_trip_is_told_unless_its_title_names_it() -> None:
    for name, said in (("summit", ["- Stop: Oslo"]), ("oslo-talks", [])):
        with told(trip(name, "2018-10-01/2018-10-03", stops=[{"place": OSLO}])) as office:
            for audience in Audience:
                assert under(office, "Trips abroad planned", audience=audience)[1:] == said
    stays = {"place": OSLO, "period": "2018-10-02/2018-10-03"}
    with told(trip("oslo", "2018-10-01/2018-10-03", stops=[stays])) as office:
        assert under(office, "Trips abroad planned")[1:] == ["- Stop: Oslo (2–3 October)"]


# --- what ended, and meetings by themselves ---------------------------------------------------------------------------


def organization(name: str) -> Step:
    return "report_organization", {"organization": name, "name": {"en": name.title()}, "stage": "opened", **PUBLIC}


def test_organisations_that_left_are_told() -> None:
    steps = (
        organization("near"), ("move_organization_away", {"organization": "near", "on": "2018-04-02", "to": "Tokyo"}),
        organization("shut"), ("close_organization", {"organization": "shut", "on": "2018-04-01", **WHY}),
        organization("old"), ("close_organization", {"organization": "old", "on": "2017-04-01"}),
        organization("here"),
    )  # fmt: skip
    with told(*steps) as office:
        heading = "International organisations that closed"
        assert under(office, heading) == ["○ Near (moved to Tokyo, 2 April)", "○ Shut (closed, 1 April)",
                                          "- Reason: a typhoon"]  # fmt: skip
        assert under(office, heading, audience=Audience.PUBLIC) == ["○ Near (moved away)", "○ Shut (closed)"]
        assert "organizations_left" not in keys(office, on="2019-06-01", since="2019-01-01")


def test_what_left_on_no_known_day_had_left_when_it_was_known() -> None:
    steps = organization("shut"), ("close_organization", {"organization": "shut"})
    with told(*steps) as office:
        assert under(office, "International organisations that closed") == ["○ Shut (closed)"]
        assert "organizations_left" not in keys(office, on="2019-06-01")


def test_exports_that_were_delivered_or_lost_are_told() -> None:
    def export(name: str, **more: Any) -> Step:
        return "report_policy_export", {"policy_export": name, "system": {"en": name.title()}, "client": "Baku",
                                        **PUBLIC, **more}  # fmt: skip

    steps = (
        export("card", stage="delivered", delivered="2018-06-03"), export("tax", stage="pursued"),
        ("lose_policy_export", {"policy_export": "tax", "on": "2018-07-01", **WHY}),
        export("old", stage="delivered", delivered="2017-06-03"),
    )  # fmt: skip
    with told(*steps) as office:
        assert under(office, "Policy exports delivered") == ["○ Card (Baku, 3 June)"]
        assert under(office, "Policy exports lost") == ["○ Tax (Baku, 1 July)", "- Reason: a typhoon"]
        assert under(office, "Policy exports lost", audience=Audience.PUBLIC) == ["○ Tax"]


def test_meetings_by_themselves_are_told_by_their_days() -> None:
    def held(name: str, when: str, **more: Any) -> Step:
        return "report_engagement", {"engagement": name, **title(name.title()), "stage": "held", "when": when, **more}

    steps = (
        meeting("next", when="2018-10-02"), held("done", "2018-05-07"), meeting("late", when="2018-05-08"),
        held("old", "2017-05-07"), trip("oslo", "2018-10-01/2018-10-03"), meeting("inner", part_of="trip:oslo"),
    )  # fmt: skip
    with told(*steps) as office:
        assert under(office, "Other engagements") == [
            "○ Done (7 May)", "○ Late (8 May, not reported)", "○ Next (2 October, planned)",
        ]  # fmt: skip
        assert under(office, "Other engagements", audience=Audience.PUBLIC) == ["○ Next (2 October, planned)"]


# --- before the office ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("ko", "2018.1.1. 기준, 파악된 내용 없음"),
                                                ("en", "as of 1 January 2018, nothing is known")])  # fmt: skip
def test_before_anything_was_known_a_briefing_says_so(language: str, said: str) -> None:
    with told(trip("oslo", "2018-10-01/2018-10-03"), office=founded()) as office:
        day = "2018-01-01"
        assert page(office, language, on=day, known_on=day).basis == said
        assert said.partition(",")[2] not in page(office, language, known_on=DAY).basis
        public = page(office, "en", on=day, known_on=day, audience=Audience.PUBLIC)
        assert public.basis == "as of 1 January 2018, nothing is public"
        assert public.on == date(2018, 1, 1)
