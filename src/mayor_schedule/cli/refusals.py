"""What the commands that report refuse by themselves, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mayor_schedule.errors import InvalidValueError

REFUSALS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "language": "our own words come in ko and en, and not in {given!r}; what is recorded in another language is "
        "shown with --lang en where it has no English, and the templates of the briefing can be replaced by your own "
        "(briefing --copy-templates DIR)",
        "copy_alone": "cannot write a briefing and copy the templates at once: {options} does not go with "
        "--copy-templates; leave one of them out",
        "completeness_public": "cannot tell the public what is missing: that, and who is cited, is the office's own; "
        "ask with --audience internal",
        "no_kind": "there is no kind {kind!r}{meant}; with --completeness, it is {kinds}",
        "meant": " (did you mean {close}?)",
        "not_asked": "cannot list what is missing of {kind}: nothing is asked of that kind; name {kinds}, or no kind",
        "kinds": "{others} or {last}",
        "ledger_from": "cannot begin the ledger on {since}: it has every statement that was read by --on; leave --from "
        "out",
        "key_alone": "cannot count only {key}: --key goes with --ledger; give both or none",
        "no_series": "cannot show the ledger of {key}: nothing is counted or stated by that key; {help}",
        "close_key": "did you mean {close}?",
        "all_keys": "mayor-schedule counts --ledger --format json has every key",
        "explain_public": "the public sees no sources; ask for --audience internal, or leave --explain out",
        "explain_html": "HTML is for the public unless you say otherwise, and the public sees no sources; add "
        "--audience internal, or leave --explain out",
        "on_alone": "cannot list what there is on {day}: --on goes with --completeness; give both or none",
    },
    "ko": {
        "language": "기본 문구는 한국어(ko)와 영어(en)로만 제공되며 {given!r}은(는) 쓸 수 없습니다. 다른 언어로 "
        "기록된 내용은 영어가 없으면 --lang en에서 그대로 표시됩니다. 브리핑 서식은 자체 서식으로 바꿀 수 "
        "있습니다(briefing --copy-templates DIR)",
        "copy_alone": "브리핑 작성과 서식 복사를 함께 할 수 없습니다. {options}은(는) --copy-templates와 같이 쓸 수 "
        "없으니 하나를 빼십시오",
        "completeness_public": "누락 사항과 그 출처는 내부용이므로 공개할 수 없습니다. "
        "--audience internal로 조회하십시오",
        "no_kind": "{kind!r}이라는 종류가 없습니다{meant}. --completeness에는 {kinds} 가운데 하나를 쓰십시오",
        "meant": "({close}을(를) 쓰려던 것입니까?)",
        "not_asked": "{kind}의 누락 사항은 조회할 수 없습니다. {kinds} 가운데 하나를 쓰거나 종류를 빼십시오",
        "kinds": "{others}, {last}",
        "ledger_from": "원장은 --on까지의 모든 보고를 보여 주므로 {since}부터 시작할 수 없습니다. --from을 빼십시오",
        "key_alone": "{key}만 집계할 수 없습니다. --key는 --ledger와 함께 쓰십시오",
        "no_series": "{key}의 원장이 없습니다. 그 이름으로 집계되거나 보고된 수치가 없습니다. {help}",
        "close_key": "{close}을(를) 쓰려던 것입니까?",
        "all_keys": "전체 목록: mayor-schedule counts --ledger --format json",
        "explain_public": "출처는 공개되지 않습니다. --audience internal로 작성하거나 --explain을 빼십시오",
        "explain_html": "HTML은 따로 정하지 않으면 공개용이며, 출처는 공개되지 않습니다. "
        "--audience internal을 더하거나 --explain을 빼십시오",
        "on_alone": "{day}의 목록은 만들 수 없습니다. --on은 --completeness와 함께 쓰십시오",
    },
}


def refusal(key: str, language: str, /, **parts: object) -> InvalidValueError:
    """Why something is refused, in a language."""
    return InvalidValueError(said(key, language, **parts))


def said(key: str, language: str, /, **parts: object) -> str:
    """The words of a refusal, or a part of them."""
    return REFUSALS[language][key].format(**parts)
