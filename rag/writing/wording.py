"""A ledger value as it is written in a report, in the manner of last year's sentence."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from rag.records import LedgerRow, LedgerValue, Quantity
from rag.text.chinese_numbers import CHARACTERS, format_chinese
from rag.text.numerals import canonical, format_number, format_quantity, parse_quantity
from rag.text.units import split_scale

_INSIDE: Final = ("余", "多", "来", "几")
_BEHIND: Final = ("以上", "以下", "以内", "左右", "上下")
_CHINESE_ONLY: Final = re.compile(rf"[{CHARACTERS}]+")
_MOST_DECIMALS: Final = 4
_TOO_MANY_DIGITS: Final = 10_000
"""11700万吨 is better written 1.17亿吨, as it was entered."""
_LARGEST_IN_CHINESE: Final = 9999

OPPOSITE: Final = {
    "增长": "下降", "增加": "减少", "提高": "下降", "上升": "下降", "提升": "下降", "增收": "减收",
    "净增": "净减", "多收": "少收", "增多": "减少", "回升": "回落", "扩大": "缩小", "升高": "降低",
    "增至": "减至", "升至": "降至", "增到": "减到", "升到": "降到", "增幅": "降幅", "上涨": "下跌",
}  # fmt: skip
"""Words of rise and their words of fall. What falls is looked up the other way round."""
_FALLS: Final = {
    "下降": "增长", "减少": "增加", "降低": "提高", "回落": "回升", "缩小": "扩大", "下跌": "上涨",
    "减收": "增收", "净减": "净增", "少收": "多收", "减至": "增至", "降至": "升至", "减到": "增到",
    "降到": "升到", "下滑": "回升", "缩减": "增加", "负增长": "增长",
}  # fmt: skip
DIRECTION_WORDS: Final = tuple(sorted({*OPPOSITE, *_FALLS}, key=len, reverse=True))
DIRECTION_WORD: Final = re.compile("|".join(DIRECTION_WORDS))


def is_fall(word: str) -> bool:
    """Whether a word of movement says that something fell."""
    return word in _FALLS


def turned(word: str) -> str:
    """The word for the opposite movement: 增长 → 下降."""
    return OPPOSITE.get(word) or _FALLS.get(word, word)


def written(row: LedgerRow, value: LedgerValue) -> str:
    """The value with its unit, as entered: 近300 in a row of 人 → 近300人."""
    entered = parse_quantity(value.text) if value.text else None
    if value.text and (entered is None or _fixed_form(value)):
        return value.text
    if entered is not None and entered.unit and entered.value == value.value:
        return value.text
    if entered is not None and entered.unit:
        return _compose(entered.value, entered.unit, value.approx, entered.upper, chinese=False)
    approx = value.approx or (entered.approx if entered is not None else "")
    return _compose(value.value, row.unit, approx, value.upper, chinese=False)


def written_like(row: LedgerRow, value: LedgerValue, like: Quantity) -> str:
    """The value in the unit, scale and script of ``like``; qualifiers are those entered now."""
    unit = like.unit
    if like.text.startswith("第") and value.value == value.value.to_integral_value():
        counter = like.text[-1] if like.text[-1] in "位名" else ""
        return f"第{format_chinese(int(value.value))}{counter}"
    scale = _scale(row.unit, unit)
    if scale is None or not unit:
        return written(row, value)
    number = value.value * scale
    upper = None if value.upper is None else value.upper * scale
    too_long = scale != 1 and number >= _TOO_MANY_DIGITS
    if _decimals(number) > _MOST_DECIMALS or too_long or _fixed_form(value):
        return written(row, value)
    return _compose(number, unit, value.approx, upper, chinese=in_chinese(like))


def in_chinese(quantity: Quantity) -> bool:
    """Whether a number is written in Chinese numerals."""
    return bool(_CHINESE_ONLY.search(quantity.text)) and not re.search(r"[\d０-９]", quantity.text)


def write_number(number: Decimal, unit: str, like: Quantity) -> str:
    """A computed number in the script of ``like``."""
    return _compose(number, unit, "", None, chinese=in_chinese(like))


def _fixed_form(value: LedgerValue) -> bool:
    """Ranks and fractions are written as entered: 第四位, 三分之一."""
    return value.text.startswith("第") or "分之" in value.text or "/" in value.text


def _scale(source: str, target: str) -> Decimal | None:
    if source == target or not source:
        return Decimal(1)
    from_value, from_unit = canonical(Decimal(1), source)
    to_value, to_unit = canonical(Decimal(1), target)
    return from_value / to_value if from_unit == to_unit else None


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _compose(
    number: Decimal, unit: str, approx: str, upper: Decimal | None, *, chinese: bool
) -> str:
    before, inside, behind = _qualifiers(approx)
    if upper is not None:
        low = _digits(number, unit, chinese=False)
        low += "%" if unit == "%" else ""
        return f"{before}{low}～{format_quantity(upper, unit)}{behind}"
    if unit in ("成", "番"):
        return f"{before}{format_quantity(number, unit)}{behind}".replace("翻", "")
    factor, base = split_scale(unit)
    mark = unit[: len(unit) - len(base)] if factor > 1 else ""
    return f"{before}{_digits(number, unit, chinese=chinese)}{mark}{inside}{base}{behind}"


def _digits(number: Decimal, unit: str, *, chinese: bool) -> str:
    whole = number == number.to_integral_value() and 0 <= number <= _LARGEST_IN_CHINESE
    if not chinese or not whole or unit in ("%", "‰"):
        return format_number(number)
    return (
        "两" if number == 2 and unit and unit not in ("成", "位") else format_chinese(int(number))
    )


def _qualifiers(approx: str) -> tuple[str, str, str]:
    words = [word for word in approx.split("+") if word]
    before = [w for w in words if w not in _INSIDE and w not in _BEHIND]
    inside = [w for w in words if w in _INSIDE]
    behind = [w for w in words if w in _BEHIND]
    return "".join(before), "".join(inside), "".join(behind)
