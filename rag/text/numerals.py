"""Quantities in Chinese official prose: reading, comparing and writing them.

Numbers are ``Decimal``. 万 and 亿 stay in the unit (1.2万元 is 1.2 万元) and 千 is expanded
(3千元 is 3000 元), as the gold tables of the project count them.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from rag.records import Quantity
from rag.text.chinese_numbers import FORMAL, parse_chinese
from rag.text.clean import Normalised, normalise
from rag.text.tokens import Token, scan
from rag.text.units import canonical as canonical
from rag.text.units import split_scale

_PLAIN = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?")


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of ``text`` that may measure something, in order.

    Dates, ordinals, document numbers and digits inside names are left out. Directions are not
    read here (``rag.figures.extract`` does). Offsets point into ``text`` as given.
    """
    clean = normalise(text)
    return tuple(
        to_quantity(token, clean, text)
        for token in scan(clean.text)
        if token.kind in ("number", "rank")
    )


def to_quantity(token: Token, clean: Normalised, text: str) -> Quantity:
    """The record for ``token`` of ``clean.text``, with its place in the given ``text``."""
    start, end = clean.original_span(token.start, token.end)
    return Quantity(
        value=token.value,
        unit=token.unit,
        text=text[start:end],
        start=start,
        end=end,
        approx=token.approx,
        upper=token.upper,
    )


_AROUND_BARE = re.compile(
    r"(?P<before>[近约逾超]|超过|大约)?(?P<number>[\d,，.]+)(?P<after>[余多]|左右|以上)?"
)


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that ``text`` (a cell, an input) holds, or None.

    A bare number has the unit "". Words that are no number before or after it (共264场次) are
    tolerated, a second number is not.
    """
    found = find_quantities(text)
    if len(found) == 1:
        return found[0]
    if found:
        return None
    stripped = text.strip()
    # In a cell 近2000 is a number, although in a sentence 2000 alone may be a year.
    around = _AROUND_BARE.fullmatch(stripped)
    value = parse_number(around["number"] if around else stripped)
    if value is None:
        return None
    start = text.index(stripped)
    approx = "+".join(filter(None, (around["before"], around["after"]))) if around else ""
    return Quantity(value, "", stripped, start, start + len(stripped), approx)


def parse_number(text: str) -> Decimal | None:
    """The value of a number without unit in any script: 12,345, １２．５, 二百六十四, -3.2."""
    plain = normalise(text.strip()).text.replace(",", "").replace("，", "").replace(" ", "")
    if _PLAIN.fullmatch(plain):
        try:
            return Decimal(plain)
        except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
            return None
    return parse_chinese(plain.translate(FORMAL))


def equivalent(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities state the same value in the same unit.

    1.2万元 = 12000元, 百分之五 = 5%, 二百六十四场 = 264场次; % ≠ 个百分点. Qualifiers (近, 余)
    do not count; ends of ranges do; directions only where both have one.
    """
    if a.direction and b.direction and a.direction != b.direction:
        return False
    if _plain(a.value, a.unit) != _plain(b.value, b.unit):
        return False
    if a.upper is None or b.upper is None:
        return a.upper is b.upper
    return _plain(a.upper, a.unit) == _plain(b.upper, b.unit)


def _plain(value: Decimal, unit: str) -> tuple[Decimal, str]:
    number, base = canonical(value, unit)
    return number.normalize(), base


def format_quantity(value: Decimal, unit: str) -> str:
    """The number as a report writes it: no exponent, no trailing zeros, 12000 元 stays 12000元.

    百分之 and 成 are not restored: 5 % is written 5%, 3 成 三成.
    """
    if unit == "成" and value == value.to_integral_value() and 0 < value < 10:
        return f"{'一二三四五六七八九'[int(value) - 1]}成"
    if unit == "番":
        return f"翻{'一两三四五六七八九'[int(value) - 1]}番" if 0 < value < 10 else f"翻{value}番"
    return f"{format_number(value)}{unit}"


def format_number(value: Decimal) -> str:
    """Plain digits without exponent or trailing zeros: 1E+3 → 1000, 5.50 → 5.5."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


__all__ = [
    "canonical",
    "equivalent",
    "find_quantities",
    "format_number",
    "format_quantity",
    "parse_number",
    "parse_quantity",
    "split_scale",
    "to_quantity",
]
