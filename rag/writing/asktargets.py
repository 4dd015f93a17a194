"""Whether a year's result met what was planned for it, and what share one figure is of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from rag.figures.entry import unit_scale
from rag.text.numerals import format_number
from rag.writing.calculations import Computed, stated
from rag.writing.facts import Fact

_AT_MOST: Final = re.compile("以内|以下|不超过|不高于|控制在|低于|不突破")
_SHARE: Final = re.compile(
    r"(?P<part>.+?)占(?![地用道])(?:了|到|据)?(?P<whole>.{0,16}?)的?"
    r"(?:多少|几成|几分之几|百分之几|百分之多少|多大(?:比例|比重|份额)?|比重|比例|份额)"
)
_OF_ALL: Final = re.compile(r"^(?:全[省市县区镇乡村国部体]|总(?:数|量|额|的)?|整个.?)?$")
_RATES: Final = frozenset({"%", "％", "‰", "成"})
_ONE: Final = Decimal("0.1")


def met(planned: Mapping[int, Fact], done: Mapping[int, Fact], year: int | None) -> Computed | None:
    """Whether the result of a year (the last one with both) reached its target."""
    both = sorted(set(planned) & set(done))
    if year is not None:
        both = [one for one in both if one == year]
    if not both:
        return None
    target, result = planned[both[-1]], done[both[-1]]
    scale = unit_scale(result.unit, target.unit)
    if scale is None or target.rivals:
        return None
    value = result.signed * scale
    at_most = bool(_AT_MOST.search(f"{target.text}{_around(target)}"))
    reached = value <= target.signed if at_most else value >= target.signed
    words = "完成了目标" if reached else "没有完成目标"
    text = f"{stated(target)}[1]，实际{_result(result)}[2]，{words}。"
    share = _share_text(value, target.signed)
    formula = (
        ""
        if at_most or target.direction or not share
        else (f"{result.amount}÷{target.amount}＝{share}")
    )
    return Computed(text, (target, result), formula)


def is_share(fact: Fact) -> bool:
    """Whether a fact states a share: 占18.5%, 近三成."""
    return fact.unit in _RATES or "分之" in fact.text


def share_asked(question: str) -> tuple[str, str] | None:
    """What a question wants the share of, and of what: 茶叶产值占总产值的多少; "" for 全镇."""
    found = _SHARE.search(question)
    if found is None:
        return None
    whole = found["whole"]
    return found["part"], "" if _OF_ALL.match(whole) else whole


def share(part: Fact, whole: Fact) -> Computed | None:
    """What share a figure is of another of the same year and unit."""
    scale = unit_scale(part.unit, whole.unit)
    if scale is None or part.year != whole.year or not 0 < part.value * scale <= whole.value:
        return None
    percent = _share_text(part.value * scale, whole.value)
    text = f"{stated(part)}[1]，{whole.indicator}{whole.text}[2]，占{percent}。"
    return Computed(text, (part, whole), f"{part.amount}÷{whole.amount}＝{percent}")


def _around(fact: Fact) -> str:
    at = fact.sentence.find(fact.text)
    return fact.sentence[max(0, at - 8) : at + len(fact.text) + 3]


def _result(fact: Fact) -> str:
    words = {"up": "增长", "down": "下降"}.get(fact.direction, "")
    return f"{words}{fact.text}"


def _share_text(part: Decimal, whole: Decimal) -> str:
    if not whole:
        return ""
    return f"{format_number((part * 100 / whole).quantize(_ONE).normalize())}%"
