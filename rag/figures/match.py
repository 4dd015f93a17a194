"""Is a number the entered value of a ledger row? Value, unit, direction, qualifier and year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rag.figures.claims import Claim
from rag.figures.directions import split_direction
from rag.figures.entry import plain, unit_scale, with_unit
from rag.figures.growth import PERCENT_UNITS
from rag.figures.rowindex import IndexedRow
from rag.records import Direction, LedgerValue, LinkStatus, Quantity
from rag.text.numerals import canonical, split_scale
from rag.text.units import SCALES

LEVELS = ("率", "占比", "比重", "比例", "覆盖面", "满意度", "知晓度")
_ABOVE = "不少于|不低于|不下于|至少|超过|突破|高于|多于|(?<!之)多|以上|超|逾|余|过|上(?!下)"
_BELOW = "不超过|不高于|不多于|不足|不到|少于|低于|将近|接近|近|以下|以内"
_ABOUT = "大约|约|左右|上下"
_QUALIFIER = re.compile(f"(?P<below>{_BELOW})|(?P<above>{_ABOVE})|(?P<about>{_ABOUT})")
_DENIED = re.compile(
    r"(?:尚未|并未|未能|没有|没能|(?<![从并尚])未)(?=完成|实现|达到|开展|建成|通过|解决|落实|举办|召开|办结|整改|新建"
    r"|发展|组织|办理|兑现|投用)[^，。；]*$"
)
_LACKING = re.compile(r"[未没不剩余尚欠缺]")
_TAKEN = re.compile(r"(?:减少|压减|缩减|削减|裁减|裁撤|撤销|解散|流失|退还)[^，。；至到为]{1,14}$")
_TAKING = re.compile(r"[减裁撤销散失退压降缩清]")
COUNTERS = frozenset("个条件项处家所支座类批组种起宗户")
"""Measure words that 个 may stand for."""
POINTS = frozenset({"个百分点", "百分点"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out about one number and one row; ``whole`` is what ``row`` is a share of.

    ``takes`` are the words before the number that ``expected`` takes the place of as well.
    """

    status: LinkStatus
    row: IndexedRow | None
    year: int | None = None
    evidence: str = ""
    formula: str = ""
    expected: str = ""
    indicator: str = ""
    passage_id: str = ""
    whole: IndexedRow | None = None
    takes: str = ""


@lru_cache(maxsize=1024)
def qualifier(approx: str) -> str:
    """The sense of a qualifier: above, below, about, or "" for an exact number."""
    said = {str(match.lastgroup) for match in _QUALIFIER.finditer(approx)}
    return next((sense for sense in ("above", "below", "about") if sense in said), "")


def entered(claim: Claim, row: IndexedRow) -> Proof | None:
    """The entered value of the claim's own year.

    A base (从9个增至14个) may be of an older year where the year before is not entered.
    """
    years = [claim.year]
    if claim.base and claim.year not in row.row.values:
        years += sorted((year for year in row.row.values if year < claim.year), reverse=True)
    for year in years:
        value = row.row.values.get(year)
        if value is not None and states(claim, row, value):
            return Proof("entered", row, year, describe(row, year, value))
    return None


def states(claim: Claim, row: IndexedRow, value: LedgerValue) -> bool:
    """Whether the claim is this value: number, unit, direction, qualifier and kind."""
    quantity = claim.quantity
    if not same_number(quantity, row, value):
        return False
    if qualifier(quantity.approx) != qualifier(value.approx):
        return False
    return fits_direction(claim, row, value) and not _turned_round(claim, row)


def _turned_round(claim: Claim, row: IndexedRow) -> bool:
    """Whether the text denies or takes away what the row counts: 未完成改造, 撤销示范点."""
    left = claim.segment.left
    denied = _DENIED.search(left) and not _LACKING.search(row.row.indicator)
    taken = _TAKEN.search(left) and not _TAKING.search(row.row.indicator)
    return bool(denied or taken) and not claim.base


def same_number(quantity: Quantity, row: IndexedRow, value: LedgerValue) -> bool:
    """Value, unit and upper end, whatever the direction.

    A row without unit may hold what the text gives in 万 or 亿 (12000: 1.2万元).
    """
    scale = scale_of(quantity.unit, row.row.unit)
    if scale is None:
        return False
    scales = {scale}
    if not row.row.unit:
        written = Decimal(split_scale(quantity.unit)[0])
        scales = {written} if quantity.unit in SCALES else {scale, written}
    return any(_equal(quantity, value, scale) for scale in scales)


def _equal(quantity: Quantity, value: LedgerValue, scale: Decimal) -> bool:
    if abs(quantity.value * scale) != abs(value.value):
        return False
    if quantity.upper is None or value.upper is None:
        return quantity.upper is value.upper
    return quantity.upper * scale == value.upper


def fits_direction(claim: Claim, row: IndexedRow, value: LedgerValue) -> bool:
    """Whether rise and fall agree, and a change is not taken for a level."""
    mine, theirs = claim.quantity.direction, value_direction(row, value)
    if mine and theirs:
        return mine == theirs
    if claim.level or not mine:
        return True
    if row.row.unit in PERCENT_UNITS and not row.row.indicator.endswith(LEVELS):
        return mine == "up" or value.value < 0
    return False


def value_direction(row: IndexedRow, value: LedgerValue) -> Direction:
    """The direction of an entered value: as entered, by its sign, or by the indicator's name."""
    if value.direction:
        return value.direction
    if not row.direction:
        return "down" if value.value < 0 else ""
    if value.value >= 0:
        return row.direction
    return "down" if row.direction == "up" else "up"


def same_kind(unit: str, other: str) -> bool:
    """Whether two units can stand for one another or be mistaken: 元, 万元; 个, 条; %, 个百分点."""
    if scale_of(unit, other) is not None or {unit, other} <= PERCENT_UNITS | POINTS:
        return True
    return _counts(unit) and _counts(other)


def describe(row: IndexedRow, year: int, value: LedgerValue) -> str:
    """台账“主题党日”2024年264场（来源：…）."""
    source = f"（{value.source}）" if value.source else ""
    way = {"up": "增长", "down": "下降", "": ""}[value.direction]
    return f"台账“{row.row.indicator}”{year}年{way}{shown(value, row)}{source}"


def shown(value: LedgerValue, row: IndexedRow) -> str:
    """The value as it may stand in a text, with its unit."""
    text = split_direction(value.text)[1] or plain(value.value)
    return with_unit(text.strip(), row.row.unit)


def scale_of(source: str, target: str) -> Decimal | None:
    """Unit conversion; 个 stands for any other measure word, a bare number for a bare 万 too."""
    if not source and target in SCALES:
        return 1 / Decimal(SCALES[target])
    scale = unit_scale(source, target)
    if scale is None and "个" in {source, target} and _counts(source) and _counts(target):
        return Decimal(1)
    return scale


def _counts(unit: str) -> bool:
    return canonical(Decimal(1), unit)[1] in COUNTERS
