"""Words of the formats that are fuzzed, and values at the edges of what they may say."""

from __future__ import annotations

from typing import Any, Final

VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 3, 2018, 10**17, 10**30, 0.1, -0.0, 1e300, 1e-7, float("nan"), float("inf"), "", " ",
    "2018-10-03", "2018-02-30", "0001-01-01", "9999-12-31", "2018-10", "2018-10-03/2018-10-09", "2018-10-09/2018-10-03",
    "2018-40", "2018-10?", "../2018-04", "2018-03/..", "unknown", "2018-10-03T19:00", "2018-03-25T02:30",
    "2018-10-28T02:30", "9999-12-31T23:59", "0001-01-01T00:00", "2026-12-01T00:00:00Z", "24:00", "tomorrow",
    "Europe/Zurich", "Asia/Seoul", "America/New_York", "Pacific/Apia", "UTC", "Mars/Olympus", "CH", "KR", "XX",
    "public", "internal", "confidential", "yes", "no", "represented", "mayor", "vice_mayor", "europe", "trip:europe",
    "engagement:dinner", "dinner", "agreement:zurich", "document:d", "trip:nowhere", "office", "returned", "held",
    "received", "signed", "in_force", "opened", "won", "delivered", "confirmed", "planned", "same", "different",
    "state_guest", "city_leader", "FREQ=DAILY", "FREQ=WEEKLY;COUNT=3", "FREQ=MONTHLY;BYDAY=-5FR", "FREQ=WEEKLY;UNTIL=2",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "trips_made", "hosted_organizations", "가나다", "\u202e", "\u200b", "\0",
    "\ufeff", "a\nb", "x" * 300, "https://example.go.kr/a", "javascript:alert(1)", "=1+1", "example.go.kr", "-", "a b",
    {"en": "Lunch"}, {"ko": "오찬", "en": "Lunch"}, {"edtf": "2018-10"}, {"edtf": "2018-40"}, {"edtf": "%"},
    {"unknown": True}, {"unknown": True, "within": "trip:europe"}, {"first": "2018-10-03", "last": "2018-10-04"},
    {"start": "2018-10-03T19:00", "zone": "Europe/Zurich"}, {"principal": "mayor", "answer": "yes"},
    {"start": "2018-10-03T19:00", "end": "2018-10-03T18:00", "zone": "Asia/Seoul"}, {"rule": "FREQ=DAILY"}, [], {},
)  # fmt: skip
"""For JSON and YAML."""

ICS_VALUES: Final = (
    b"", b"0", b"-1", b"99999999999999999999", b"99991231T235959Z", b"00010101", b"20181008", b"20181008T090000",
    b"20181028T023000", b"20180325T023000", b"16010101T000000", b"20371231T235959Z", b"00000000", b"20180230",
    b"20181008T240000", b"20181008T235960Z", b"P1D", b"-PT1H", b"PT0S", b"P9999W", b"P", b"PT", b"P99999999999999D",
    b"FREQ=DAILY", b"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", b"FREQ=WEEKLY;COUNT=0", b"FREQ=MONTHLY;BYDAY=5MO;COUNT=999",
    b"FREQ=DAILY;UNTIL=20180101", b"FREQ=WEEKLY;INTERVAL=1000;COUNT=1000", b"FREQ=MONTHLY;BYDAY=-5FR;BYSETPOS=-1",
    b"FREQ=YEARLY;BYMONTH=13", b"FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", b"FREQ=YEARLY;BYYEARDAY=-366", b"FREQ=SECONDLY",
    b"FREQ=DAILY;INTERVAL=99999999999", b"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", b"FREQ=DAILY;COUNT=99999999",
    b"FREQ=DAILY;UNTIL=99991231T235959Z", b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", b"FREQ=WEEKLY;WKST=SU;BYDAY=MO,TU",
    b"CANCELLED", b"PRIVATE", b"CONFIDENTIAL", b"TENTATIVE", b"2.0", b"PUBLISH", b"VEVENT", b"VCALENDAR", b"VTIMEZONE",
    b"STANDARD", b"DAYLIGHT", b"VALARM", b"\\", b"\\n", b'"', b"+1400", b"-1200", b"+0000", b"-0000", b"+240000",
    b"+2359", b"Asia/Seoul", b"Europe/Zurich", b"UTC", b"Korea Standard Time", b"\xf0\x9f\x97\x93", b"\xff", b"\0",
    b"20181008T090000,20181009T090000", b"20181001/20181002", b"20181001T000000Z/PT1H", b"37.5;127", b"nan;inf",
    b"mailto:a@example.com", b"x" * 300, b"TRANSPARENT",
)  # fmt: skip
ICS_NAMES: Final = (
    b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE", b"EXRULE", b"RECURRENCE-ID", b"UID", b"STATUS",
    b"CLASS", b"SUMMARY", b"SUMMARY;LANGUAGE=ko", b"LOCATION", b"DESCRIPTION", b"GEO", b"TRANSP", b"BEGIN", b"END",
    b"TZID", b"TZOFFSETFROM", b"TZOFFSETTO", b"DTSTART;VALUE=DATE", b"DTEND;VALUE=DATE", b"EXDATE;VALUE=DATE",
    b"RDATE;VALUE=PERIOD", b"DTSTART;TZID=Europe/Zurich", b"DTSTART;TZID=P", b"DTEND;TZID=America/New_York",
    b"EXDATE;TZID=Asia/Seoul", b"RECURRENCE-ID;RANGE=THISANDFUTURE", b"RECURRENCE-ID;TZID=Asia/Seoul",
    b"X-WR-TIMEZONE", b"X-WR-CALNAME", b"VERSION", b"METHOD", b"PRODID", b"X-CLIPSTART", b"X-CLIPEND", b"SEQUENCE",
    b"X-MICROSOFT-CDO-ALLDAYEVENT", b"X-MICROSOFT-CDO-BUSYSTATUS", b"ATTENDEE;PARTSTAT=DECLINED",
    b"ORGANIZER;CN=\"a;b\"", b"DTSTAMP", b"CREATED", b"LAST-MODIFIED", b"URL", b"CATEGORIES", b" ", b"\t",
)  # fmt: skip
