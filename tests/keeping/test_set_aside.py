"""Why an event was set aside is told in the language of who asks, whoever set it aside."""

from __future__ import annotations

from mayor_schedule import Office, PlanTrip
from mayor_schedule.telling import coded, told

TRIP = PlanTrip.model_validate({"trip": "europe", "title": {"en": "Europe"}, "period": "2018-09-27/2018-10-07"})


def damaged(office: Office, change: str) -> None:
    office.record(TRIP, by="p", known_on="2018-09-01")
    with office.store.keeping() as cursor:
        cursor.run(change)
    office.kept.rebuild()


def test_why_it_was_set_aside_is_told_in_korean(any_office: Office) -> None:
    damaged(any_office, "UPDATE {s}stored_events SET topic = 'trip.dreamt' WHERE topic = 'trip.planned'")
    [fault] = any_office.kept.faults()
    assert fault.why.startswith("cannot read trip:europe@1: the topic 'trip.dreamt' is unknown; ")
    assert coded(fault.why, "ko") == (
        "trip:europe@1을(를) 읽을 수 없습니다: 'trip.dreamt'은(는) 알 수 없는 사건 이름입니다. "
        "더 새로운 버전의 mayor-schedule에서 기록했을 수 있습니다 [MS-0111]"
    )


def test_what_an_earlier_version_wrote_is_told_as_it_stands(any_office: Office) -> None:
    damaged(any_office, "UPDATE {s}stored_events SET topic = 'trip.dreamt' WHERE topic = 'trip.planned'")
    with any_office.store.keeping() as cursor:
        cursor.run("UPDATE {s}view_faults SET why = ?", "it cannot have happened")
    [fault] = any_office.kept.faults()
    assert (fault.why, told(fault.why, "ko")) == ("it cannot have happened", "it cannot have happened")
