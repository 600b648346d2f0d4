"""What a finding of a rule over figures says, in Korean and English."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from mayor_schedule.domain.values.text import primary

PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "sum": "{total} is stated as {stated}, and {terms} = {added}",
        "sum-approximate": "{total} is stated as {stated}, and {terms} = {added}; not all of these numbers are exact",
        "units": "{terms}: no sum is made of different units",
        "cell-units": "{terms}: cells in different units are not compared",
        "missing": "{total} is stated as {stated}, and {terms}, and these are not stated as of {as_of}: {missing}",
        "unstated": "nothing states {missing}: there is nothing to check",
        "cells": "{table} and {against} differ: {cells}",
        "cell": "{cell}: {left} against {right} ({difference})",
        "only": "only in {table}: {cells}",
        "cancel": "the differences cancel out, so the totals do not show them",
        "counted": "{series} is counted in {basis}",
        "approximate": "some {number}",
        "whole": "without a scope",
        "warning": "warning",
        "note": "note",
    },
    "ko": {
        "sum": "{total} 보고값은 {stated}인데, {terms} = {added}입니다",
        "sum-approximate": "{total} 보고값은 {stated}인데, {terms} = {added}입니다. 어림수가 포함되어 있습니다",
        "units": "{terms}: 단위가 서로 달라 합산하지 않습니다",
        "cell-units": "{terms}: 단위가 서로 다른 칸은 비교하지 않습니다",
        "missing": "{total} 보고값은 {stated}, 세부 항목은 {terms}입니다. {as_of} 기준 미보고 항목: {missing}",
        "unstated": "보고된 수치가 없어 점검할 수 없습니다: {missing}",
        "cells": "{table}·{against} 차이: {cells}",
        "cell": "{cell} {left} 대 {right} ({difference})",
        "only": "{table}에만 있는 칸: {cells}",
        "cancel": "차이가 서로 상쇄되어 합계에는 나타나지 않습니다",
        "counted": "{series} 단위 {basis}",
        "approximate": "약 {number}",
        "whole": "전체",
        "warning": "주의",
        "note": "참고",
    },
}


def language_of(languages: tuple[str, ...]) -> str:
    """The first of some languages that there are words in; English without one."""
    return next((each for each in map(primary, languages) if each in PHRASES), "en")


def phrase(key: str, language: str, /, **words: str) -> str:
    """A phrase with its words put in."""
    return PHRASES[language][key].format(**words)


def number(amount: int | Decimal, *, signed: bool = False) -> str:
    """A number in full: neither rounded nor with an exponent."""
    sign = "+" if signed else ""
    return f"{amount:{sign}f}" if isinstance(amount, Decimal) else f"{amount:{sign}d}"
