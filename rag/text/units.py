"""Units of measure and measure words, their scales, and which of them mean the same.

The words stand in ``units.tsv``, one a line, in the order in which people would look for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, the word of its family it is compared in, and what it must not run into.

    五成员 and 12部门 hold no 成 and 部. Behind a Chinese numeral more words look like units than
    behind digits: 一张家 … but 12张家庭床位.
    """

    name: str
    same: str
    factor: Decimal
    not_before: str
    not_before_chinese: str


def _load() -> dict[str, Unit]:
    table = files("rag.text").joinpath("units.tsv").read_text(encoding="utf-8")
    units: dict[str, Unit] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            name, same, factor, never, not_chinese = (*line.split("\t"), "", "", "", "")[:5]
            units[name] = Unit(name, same or name, Decimal(factor or 1), never, not_chinese)
    return units


UNITS = _load()


def _pattern(*, chinese: bool) -> str:
    longest_first = sorted(UNITS.values(), key=lambda unit: (-len(unit.name), unit.name))
    return "(?:" + "|".join(_guarded(unit, chinese=chinese) for unit in longest_first) + ")"


def _guarded(unit: Unit, *, chinese: bool) -> str:
    name = re.escape(unit.name)
    if unit.name.isascii() and unit.name[-1].isalpha():
        return f"{name}(?![A-Za-z])"
    words = [unit.not_before, unit.not_before_chinese if chinese else ""]
    exclusion = "|".join(word for word in words if word)
    return f"{name}(?!{exclusion})" if exclusion else name


UNIT_PATTERN = _pattern(chinese=False)
CHINESE_UNIT_PATTERN = _pattern(chinese=True)
SCALE_PATTERN = r"(?:[十百千]?(?:万亿|亿|万)|[百千](?![米克瓦伏卡吨分]))"

SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
_SCALED = re.compile("万亿|亿|万")


def split_scale(unit: str) -> tuple[int, str]:
    """万元 → (10000, 元); 元 → (1, 元)."""
    match = _SCALED.match(unit)
    if match is None:
        return 1, unit
    return SCALES[match.group()], unit[match.end() :]


def canonical(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The value in the plain unit of its family: 1.2 万元 → 12000 元, 五成 → 50 %.

    Measure words that clerks use for one another become one word (场次 → 场, 名 → 人);
    % and 个百分点 stay apart.
    """
    scale, base = split_scale(unit)
    value *= scale
    if known := UNITS.get(base):
        return value * known.factor, known.same
    return value, base
