"""A figure as a clerk types it (近300, 1.2万元, 12场次) → a ledger value in the row's unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from rag.errors import InputError, YearError
from rag.figures.directions import split_direction
from rag.records import LedgerValue, Quantity
from rag.text.numerals import canonical, equivalent, parse_number, parse_quantity

_ENCLOSED = re.compile(r"\s*[（(]\s*([\d０-９].*?)[)）]\s*")
_EXPONENT = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,2}")
_FAILED = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|[#]*)")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_MOMENT = re.compile(
    r"(?:\d{4}[-/年]\d{1,2}(?:[-/月](?:\d{1,2}日?)?)?|\d{4}\.\d{1,2}\.\d{1,2})"
    rf"(?:\s+{_CLOCK})?|{_CLOCK}"
)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％‰，＋－−", "0123456789.%‰,+--")
_RATES = frozenset({"%", "‰", "成", "倍", "番"})
FIRST_YEAR, LAST_YEAR = 1949, 2100
"""Years a ledger can hold; 20233 is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted value, the unit it is in, and what was done to it, in Chinese, or ""."""

    value: LedgerValue
    unit: str
    notice: str = ""


def check_year(year: int) -> int:
    """The year itself. Raises YearError for one no ledger can mean."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearError(f"“{year}”不是有效的年份。")
    return year


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 264, 5.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def unit_scale(source: str, target: str) -> Decimal | None:
    """By what a number in ``source`` is multiplied to be in ``target``.

    None where the units measure different things (% and 个百分点 do).
    """
    if source == target or not source or not target:
        return Decimal(1)
    from_value, from_unit = canonical(Decimal(1), source)
    to_value, to_unit = canonical(Decimal(1), target)
    if from_unit != to_unit and not equivalent(_one(from_unit), _one(to_unit)):
        return None
    return from_value / to_value


def converted(value: LedgerValue, scale: Decimal, unit: str) -> LedgerValue:
    """The value, so far in ``unit``, in another one; its text keeps saying what was entered."""
    if scale == 1:
        return value
    upper = None if value.upper is None else value.upper * scale
    text = with_unit(value.text, unit)
    return replace(value, value=value.value * scale, upper=upper, text=text)


def with_unit(text: str, unit: str) -> str:
    """An entered figure with its row's unit, unless it was entered with one."""
    return f"{text}{unit}" if text[-1:].isdigit() or text[-1:] in {"余", "多"} else text


def meaning(value: LedgerValue) -> tuple[object, ...]:
    """What a value states, however it was written; equal for values that say the same."""
    return value.value, value.upper, value.approx, value.direction


def shown(value: LedgerValue, unit: str = "") -> str:
    """A value as a person reads it: as entered, and never without its rise or fall.

    What was read in 下降1.5% is kept as 1.5% and a direction. ``unit`` is the row's: 下降1.5%,
    but 减少12户. ``enter`` reads the words back.
    """
    signed = value.value < 0 or value.text.startswith("-")
    if not value.direction or signed or split_direction(value.text)[0]:
        return value.text
    rate = value.text.endswith(tuple(_RATES)) or unit in _RATES
    rise, fall = ("增长", "下降") if rate else ("增加", "减少")
    return (rise if value.direction == "up" else fall) + value.text


def enter(
    text: str,
    unit: str = "",
    *,
    indicator: str = "",
    source: str = "",
    made_by: str = "",
    made_at: datetime | None = None,
) -> Entry:
    """Understand an entered figure and convert it to the row's unit.

    Raises InputError when there is no number in it or its unit measures something else.
    """
    name = f"“{indicator}”的" if indicator else ""
    text = _signed(text)
    direction, bare = split_direction(text)
    number = parse_number(bare)
    quantity = parse_quantity(bare.strip()) if number is None else replace(_one(""), value=number)
    bad = _FAILED.fullmatch(text.strip()) or _MOMENT.fullmatch(text.strip())
    if quantity is None or bad:
        raise _no_number(name, text.strip())
    scale = unit_scale(quantity.unit, unit)
    if scale is None:
        raise InputError(
            f"{name}单位是“{unit}”，填写的“{text.strip()}”单位是“{quantity.unit}”，两者不能换算。",
            "请按该指标的单位填写，或新建一个指标。",
        )
    value = LedgerValue(
        value=quantity.value * scale,
        text="".join(text.split()),
        approx=quantity.approx,
        upper=None if quantity.upper is None else quantity.upper * scale,
        direction=direction,
        source=source,
        made_by=made_by,
        made_at=made_at,
    )
    return Entry(value, unit or quantity.unit, _notice(quantity, value, unit))


def _signed(text: str) -> str:
    """A figure as it is meant, whatever a spreadsheet has made of it.

    Half-width, without the apostrophe of a text cell and without an exponent (1.5E+10); a number
    in brackets is negative, as accountants write it.
    """
    bare = text.translate(_HALF_WIDTH).strip().removeprefix("'")
    if _EXPONENT.fullmatch(bare):
        return plain(Decimal(bare))
    enclosed = _ENCLOSED.fullmatch(bare)
    return f"-{enclosed[1].strip()}" if enclosed else bare


def _no_number(name: str, text: str) -> InputError:
    """Why a text is no figure, and what to do."""
    if _FAILED.fullmatch(text):
        return InputError(
            f"{name}数值“{text}”是出错的公式。", "请在 WPS 或 Excel 里改好公式，保存后再试。"
        )
    if _MOMENT.fullmatch(text):
        return InputError(
            f"{name}数值“{text}”是日期或时间，不是数。",
            "如果本来是数，请在 WPS 或 Excel 里把这个格子改成“常规”格式，保存后再试。",
        )
    return InputError(
        f"{name}数值“{text}”不是能识别的数字。",
        "请填写数字，可带单位和“近、约、余”，例如 264、近300、1.2万元。",
    )


def _notice(quantity: Quantity, value: LedgerValue, unit: str) -> str:
    if not unit or not quantity.unit or quantity.value == value.value:
        return ""
    before = f"{plain(quantity.value)}{quantity.unit}"
    return f"已换算：{before}＝{plain(value.value)}{unit}"


def _one(unit: str) -> Quantity:
    return Quantity(Decimal(1), unit, "", 0, 0)
