"""The words of a briefing around the history's own, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ko": {
        "title": "도시외교 추진상황 보고", "basis": "{day} 기준", "basis_known": "{day} 현재 파악된 내용",
        "recorded": "{at}까지의 기록", "annex": "붙임 {number}", "trips": "해외출장 실적",
        "visits": "해외인사 방문", "results": "정책 수출과 국제기구 유치 성과", "trips_ahead": "해외출장 계획",
        "pursued": "정책 수출과 국제기구 유치 추진", "ties": "협약·결연 현황", "other": "그 밖의 행사와 보고 수치",
        "trips_made": "해외출장", "trips_planned": "해외출장 계획", "state_guests": "해외국빈",
        "city_leaders": "해외도시 주요인사", "other_guests": "그 밖의 방문", "policy_exports_won": "정책 수출",
        "policy_exports_pursued": "정책 수출 추진", "organizations_attracted": "국제기구 유치",
        "organizations_pursued": "국제기구 유치 추진", "hosted_organizations": "소재 국제기구",
        "trips_open": "출장 중이거나 결과가 보고되지 않은 출장", "trips_other": "그 밖의 출장",
        "visits_open": "방문 예정일이 지난 일정(결과 미보고)", "visits_ahead": "방문 예정", "called_off": "취소",
        "done": "추진 실적", "ahead": "추진 계획", "figures": "수치", "counted": "{title} : {number}",
        "labelled": "{title}({label})", "bracketed": "{text}({more})", "role": "{role}", "role_of": "역할",
        "and_others": "{text} 등", "named": "{label} : {text}", "responsible": "{names}",
        "co_hosts": "{names} 공동 주최", "organisers": "{names} 주관", "stops": "방문지",
        "no_stop": "방문지 미기재", "purpose": "목적", "topics": "{names} 논의", "expected": "기대 성과",
        "outcome": "결과", "met": "면담", "participants": "참여", "supporters": "후원", "programme": "내용",
        "attends": "{who} 참석", "to_attend": "{who} 참석",
        "represented": "{who} 대리 참석", "signing": "{title} 체결",
        "parties_sign": "-", "subject": "분야", "repeats": "‘{title}’ 건과의 동일 여부 미확인",
        "days": "{nights}박 {days}일", "only_days": "{days}일",
        "since_then": "{as_of} 기준 보고 {stated}, 이후 증감 {change}", "status_unreported": "결과 미보고",
        "status_postponed": "연기", "status_cancelled": "취소", "status_under_way": "출장 중",
        "status_planned": "예정", "headquarters": "{name} 본부", "branch": "{name} 사무소",
        "person": "{name} {office}", "nothing": "해당 없음", "as_of": "{day} 기준",
        "written": "{file}: {day} 기준, {reader}", "for_public": "공개용", "for_internal": "내부용",
        "between": "날짜가 정확하지 않은 항목에 따라 {bounds}", "restated": "수치 변경",
        "over_named": "확인된 항목은 {number}", "rebased": "집계 기준 변경",
        "figure": "{title} : {number}", "table": "{as_of} 기준, 단위 : {unit}", "table_plain": "{as_of} 기준",
        "item": "구분", "timeline": "{year}년 주요 일정", "line": "{title} 추이",
        "hosted_line": "소재 국제기구 수", "lane_trip": "해외출장", "lane_visit": "방문",
        "lane_agreement": "협약 체결", "lane_occasion": "행사",
        "timeline_about": "출장, 방문, 협약 체결과 행사를 날짜 순으로 그린 그림. 흐린 띠는 날짜가 정확하지 "
        "않은 항목이다.",
        "line_about": "소재 국제기구 수의 변화와 보고된 수치를 그린 그림.", "sources": "근거",
        "no_source": "근거 자료 없음", "stage_proposed": "제안",
        "stage_signing_planned": "체결 예정", "stage_postponed": "체결 연기", "stage_signed": "체결",
        "stage_in_force": "유지 중", "stage_renewed": "갱신", "stage_expired": "만료", "stage_terminated": "종료",
        "timed": "{day} {time}", "zoned": "{text}({zone})", "known_on": "{day} 파악", "mayor": "시장",
        "number": "{number}{unit}", "approximate": "{number}여{unit}", "default_trips_made": "회",
        "default_trips_planned": "회", "default_state_guests": "명", "default_city_leaders": "명",
        "default_policy_exports_won": "건", "default_policy_exports_pursued": "건",
        "default_organizations_attracted": "개", "default_organizations_pursued": "개",
        "default_hosted_organizations": "개",
    },
    "en": {
        "title": "Briefing on city diplomacy", "basis": "as of {day}", "basis_known": "as known on {day}",
        "recorded": "as recorded at {at}", "annex": "Annex {number}", "trips": "Trips made",
        "visits": "Visits received", "results": "Policies exported, organisations attracted",
        "trips_ahead": "Trips planned", "pursued": "Policy exports and organisations pursued",
        "ties": "Agreements and ties", "other": "Other occasions and reported figures",
        "trips_made": "Trips abroad", "trips_planned": "Trips abroad planned", "state_guests": "State guests",
        "city_leaders": "Leaders of foreign cities", "other_guests": "Other visits",
        "policy_exports_won": "Policy exports won", "policy_exports_pursued": "Policy exports pursued",
        "organizations_attracted": "International organisations attracted",
        "organizations_pursued": "International organisations pursued",
        "hosted_organizations": "International organisations hosted",
        "trips_open": "Trips under way, or not reported", "trips_other": "Other trips",
        "visits_open": "Visits whose day has passed, not reported", "visits_ahead": "Visits announced",
        "called_off": "Called off", "done": "Done", "ahead": "Planned", "figures": "Figures",
        "counted": "{title}: {number}", "labelled": "{title} ({label})", "bracketed": "{text} ({more})",
        "role": "the city’s part: {role}", "role_of": "Role", "and_others": "{text}, among others",
        "named": "{label}: {text}", "responsible": "{names}", "co_hosts": "hosted with {names}",
        "organisers": "by {names}", "stops": "Stops", "no_stop": "Stop not said", "purpose": "Purpose",
        "topics": "on {names}", "expected": "Expected", "outcome": "Outcome", "met": "With",
        "participants": "Taking part", "supporters": "Supported by", "programme": "Programme",
        "attends": "attended by {who}", "to_attend": "{who} to attend",
        "represented": "{who} represented",
        "signing": "Signing: {title}", "parties_sign": "–", "subject": "Subject",
        "repeats": "whether it is the same as “{title}” is not settled", "days": "{days_text}, {nights_text}",
        "only_days": "{days_text}", "since_then": "{stated} stated as of {as_of}, {change} since",
        "status_unreported": "not reported", "status_postponed": "postponed", "status_cancelled": "called off",
        "status_under_way": "under way", "status_planned": "planned", "headquarters": "{name} headquarters",
        "branch": "{name}, branch", "person": "{name}, {office}", "nothing": "nothing to report",
        "figure": "{title}: {number}", "as_of": "as of {day}", "written": "{file}: as of {day}, {reader}",
        "for_public": "for the public", "for_internal": "for the office",
        "between": "{bounds}, since not every date is known exactly", "restated": "Stated anew",
        "over_named": "{number} are named",
        "rebased": "Counted on another basis",
        "table": "As of {as_of}; unit: {unit}", "table_plain": "As of {as_of}", "item": "Item",
        "timeline": "The year {year}", "line": "{title} through time",
        "hosted_line": "International organisations hosted", "lane_trip": "Trips", "lane_visit": "Visits",
        "lane_agreement": "Signings", "lane_occasion": "Occasions",
        "timeline_about": "Trips, visits, signings and occasions by date. A faded span stands for a date "
        "that is not known exactly.",
        "line_about": "The number of international organisations hosted, with the figures as they were stated.",
        "sources": "Sources", "no_source": "no source", "stage_proposed": "proposed",
        "stage_signing_planned": "signing planned", "stage_postponed": "signing postponed",
        "stage_signed": "signed", "stage_in_force": "in force", "stage_renewed": "renewed",
        "stage_expired": "expired", "stage_terminated": "terminated", "timed": "{day}, {time}",
        "zoned": "{text} ({zone})", "known_on": "known on {day}", "mayor": "the mayor",
        "number": "{number} {unit}", "approximate": "some {number} {unit}",
    },
}  # fmt: skip


def word(key: str, language: str, **parts: object) -> str:
    """A phrase in a language; English for one that is not known here."""
    phrases = WORDS.get(language.split("-", 1)[0].lower(), WORDS["en"])
    return phrases[key].format(**parts)


def has_word(key: str, language: str) -> bool:
    """Whether there is such a phrase in a language; some have no counterpart."""
    return key in WORDS.get(language.split("-", 1)[0].lower(), WORDS["en"])
