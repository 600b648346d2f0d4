"""The words of the tables, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "when": "When", "what": "What", "status": "Status", "place": "Where", "kind": "Kind", "subject": "Subject",
        "title": "Title", "stage": "Stage", "visibility": "Visible to", "field": "Field", "value": "Value",
        "event": "Event", "known_on": "Known on", "source": "Source", "by": "By", "topic": "Event",
        "position": "No.", "series": "Series", "stated": "Stated", "named": "Named", "unnamed": "Unnamed",
        "total": "Total", "unit": "Unit", "unexplained": "Unexplained", "as_of": "As of", "note": "Note",
        "tentative": "tentative", "confirmed": "confirmed", "cancelled": "cancelled", "done": "done",
        "postponed": "postponed", "unknown": "date not known", "within": "during {title}", "from": "from {when}",
        "trip": "trip", "visit": "visit", "engagement": "engagement", "occasion": "occasion", "agreement": "signing",
        "calendar": "Calendar, {first} to {last}", "calendar_all": "Calendar", "known": "as known on {day}",
        "counts": "Counts, {since} to {on}", "others": "{count} more stated figures: see mayor-schedule counts",
        "line": "Line", "change": "Change", "changes": "What the calendar changes",
        "recorded": "{count} recorded, {there} already there",
        "would_be_recorded": "{count} would be recorded, {there} already there",
        "ics_plan": "new", "ics_reschedule": "moved", "ics_change": "changed", "ics_cancel": "cancelled",
        "ics_reinstate": "on again", "ics_classify": "hidden", "ics_repeat": "comes back otherwise",
        "ics_attend": "attended",
        "nothing": "nothing to show", "severity": "", "clash": "clash", "warning": "warning", "why": "Why",
        "principal": "Whose", "entries": "Entries", "clashes": "Clashes and warnings", "no_clashes": "no clash found",
        "clashes_internal": "clashes are the office's own: ask with --audience internal",
        "booked": "{count} confirmed entries took their time in the diaries: {subjects}",
        "would_book": "{count} confirmed entries would take their time in the diaries: {subjects}",
        "released": "{count} times that nobody needs any more were given back",
        "nothing_to_book": "nothing to book: every confirmed entry has its time",
        "trips_made": "Trips made", "trips_planned": "Trips planned", "state_guests": "State guests",
        "city_leaders": "City leaders", "policy_exports_won": "Policy exports won",
        "policy_exports_pursued": "Policy exports pursued", "agreements_signed": "Agreements signed",
        "agreements_planned": "Agreements planned", "organizations_attracted": "Organisations attracted",
        "organizations_pursued": "Organisations pursued", "hosted_organizations": "Organisations hosted",
    },
    "ko": {
        "when": "일자", "what": "내용", "status": "상태", "place": "장소", "kind": "종류", "subject": "대상",
        "title": "제목", "stage": "단계", "visibility": "공개 범위", "field": "항목", "value": "값",
        "event": "사건", "known_on": "인지일", "source": "출처", "by": "기록자", "topic": "사건",
        "position": "번호", "series": "구분", "stated": "보고", "named": "확인", "unnamed": "미확인",
        "total": "총계", "unit": "단위", "unexplained": "설명 안 됨", "as_of": "기준", "note": "비고",
        "tentative": "예정", "confirmed": "확정", "cancelled": "취소", "done": "완료",
        "postponed": "연기", "unknown": "일자 미정", "within": "{title} 중", "from": "{when}부터",
        "trip": "해외출장", "visit": "접견", "engagement": "일정", "occasion": "행사", "agreement": "협약 체결",
        "calendar": "일정 {first} ~ {last}", "calendar_all": "일정", "known": "{day} 기준",
        "counts": "집계 {since} ~ {on}", "others": "그 밖의 보고 수치 {count}건: mayor-schedule counts",
        "line": "줄", "change": "변경", "changes": "달력에서 바뀌는 내용",
        "recorded": "{count}건 기록, {there}건은 이미 기록되어 있음",
        "would_be_recorded": "{count}건이 기록될 예정, {there}건은 이미 기록되어 있음",
        "ics_plan": "추가", "ics_reschedule": "일시 변경", "ics_change": "내용 변경", "ics_cancel": "취소",
        "ics_reinstate": "다시 진행", "ics_classify": "비공개 전환", "ics_repeat": "반복 변경", "ics_attend": "참석",
        "nothing": "표시할 내용이 없습니다", "severity": "", "clash": "충돌", "warning": "주의", "why": "이유",
        "principal": "대상자", "entries": "일정", "clashes": "일정 충돌과 주의", "no_clashes": "충돌이 없습니다",
        "clashes_internal": "일정 충돌은 내부용입니다. --audience internal로 조회하십시오",
        "booked": "확정된 일정 {count}건이 일정표에 예약되었습니다: {subjects}",
        "would_book": "확정된 일정 {count}건이 일정표에 예약될 것입니다: {subjects}",
        "released": "더 이상 필요 없는 예약 {count}건을 해제했습니다",
        "nothing_to_book": "예약할 것이 없습니다. 확정된 일정은 모두 예약되어 있습니다",
        "trips_made": "해외출장 실적", "trips_planned": "해외출장 계획", "state_guests": "해외국빈",
        "city_leaders": "해외도시 주요인사", "policy_exports_won": "우수정책 수출 수주",
        "policy_exports_pursued": "우수정책 수출 추진", "agreements_signed": "협약 체결",
        "agreements_planned": "협약 체결 예정", "organizations_attracted": "국제기구 유치",
        "organizations_pursued": "국제기구 유치 추진", "hosted_organizations": "소재 국제기구",
    },
}  # fmt: skip


def word(key: str, language: str, **parts: object) -> str:
    """A word of the tables in a language."""
    return WORDS[language].get(key, key).format(**parts)
