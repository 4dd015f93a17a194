"""The unit a question asks in: a value in another is converted where that is exact, and said so.

吨 are asked for in 斤, 公顷 in 亩, 亿元 in 万元. What only looks alike (户 and 人) is not.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from rag.figures.entry import unit_scale
from rag.text.numerals import format_number, format_quantity
from rag.text.units import split_scale

_FAMILIES: Final = (
    {"吨": Decimal(1000), "公斤": Decimal(1), "斤": Decimal("0.5"), "担": Decimal(50)},
    {"平方公里": Decimal(1500), "公顷": Decimal(15), "亩": Decimal(1)},
    {"公里": Decimal(1000), "里": Decimal(500), "米": Decimal(1)},
)
"""What each is in the last of its row: a 公顷 is 15 市亩, a 市斤 half a 公斤, a 市里 500 米
(国务院关于统一我国计量制度的命令, 1959)."""
_SYNONYMS: Final = {"千克": "公斤", "千米": "公里", "平方千米": "平方公里", "市斤": "斤"}
_LARGE: Final = (("亿", 100_000_000), ("万", 10_000))
_DECIMALS, _PLACES = 4, 2
"""So many decimals are kept where they are exact; else so many are."""


def exact_scale(source: str, target: str) -> Decimal | None:
    """By what a number in ``source`` is multiplied to be in ``target``; None where it cannot be."""
    if not source or not target:
        return None
    scale = unit_scale(source, target)
    if scale is not None:
        return scale
    (times, plain), (times_wanted, wanted) = split_scale(source), split_scale(target)
    plain, wanted = _SYNONYMS.get(plain, plain), _SYNONYMS.get(wanted, wanted)
    for family in _FAMILIES:
        if plain in family and wanted in family:
            return family[plain] * times / (family[wanted] * times_wanted)
    return None


def converted(value: Decimal, unit: str, asked: str) -> tuple[str, str]:
    """The value in the unit asked for, and the formula; two "" where it already is in it.

    元 asked for may be answered in 万元. 斤 stand in 万斤 where there are many: 3900万斤.
    """
    if not asked or exact_scale(unit, asked) is None or _answers(unit, asked):
        return "", ""
    wanted = _readable(value, unit, asked)
    scale = exact_scale(unit, wanted)
    if scale is None or scale == 1:
        return "", ""
    exact = (value * scale).normalize()
    kept = round(exact, _DECIMALS)
    least = max(_PLACES, 1 - exact.adjusted()) if exact else _PLACES
    short = kept if kept == exact else round(exact, least)
    now = format_quantity(short, wanted)
    about = "" if short == exact else "约"
    formula = f"{_times(value, unit, wanted)}{'≈' if about else '＝'}{now}"
    return f"{about}{now}", formula


def _times(value: Decimal, unit: str, wanted: str) -> str:
    """1.95万吨×2000 or 3100亩÷15, whichever is a plain number; 32000亩÷15 of 3.2万亩."""
    for times, plain in ((1, unit), split_scale(unit)):
        scale = exact_scale(plain, wanted) or Decimal(1)
        amount = format_quantity(value * times, plain)
        if scale >= 1 and scale == round(scale, _PLACES):
            return f"{amount}×{format_number(scale.normalize())}"
        inverse = round(1 / scale, _PLACES)
        if scale < 1:
            return f"{amount}÷{format_number(inverse)}"
    return format_quantity(value, unit)


def _answers(unit: str, asked: str) -> bool:
    """Whether a value in ``unit`` is what was asked for in plain ``asked``: 万元 for 元."""
    scale, plain = split_scale(asked)
    return unit == asked or (scale == 1 and unit_scale(split_scale(unit)[1], plain) == 1)


def _readable(value: Decimal, unit: str, asked: str) -> str:
    """The unit with 万 or 亿 before it where the number would be long otherwise."""
    scale = exact_scale(unit, asked)
    if scale is None or split_scale(asked)[0] > 1 or scale < 1:
        return asked
    for mark, least in _LARGE:
        if abs(value) * scale >= least:
            return f"{mark}{asked}"
    return asked
