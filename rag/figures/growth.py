"""Growth, difference, share and multiple with the right base, and the formula in words.

Percentages are rounded half up to one decimal. What is measured in per cent changes by
percentage points, never by per cent. A base of zero or below has no growth rate. The growth of
生产总值 and 增加值 is published at constant prices (国家统计局, 国民经济核算), so the values of two
years, which are at current prices, do not give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rag.figures.entry import plain, unit_scale
from rag.records import Direction, LedgerRow, LedgerValue

PERCENT_UNITS = frozenset({"%", "％", "‰"})
POINTS = "个百分点"
ROUNDING = "百分数四舍五入保留一位小数"
CONSTANT_PRICES = "公布的增速按可比价计算，请录入"
_AT_CONSTANT_PRICES = re.compile(r"(?:生产总值|增加值|GDP|gdp)(?:（[^）]*）|\([^)]*\))?(?:总量)?$")


@dataclass(frozen=True, slots=True)
class Growth:
    """How a value moved from ``base_year`` to ``year``.

    ``diff`` is signed and in the row's unit (percentage points for a percentage). ``percent``
    is the signed growth in per cent, exact; None where there is none, with the reason in
    ``note``. ``formula`` is what a clerk can check by hand.
    """

    diff: Decimal
    percent: Decimal | None
    formula: str
    unit: str
    base: Decimal
    current: Decimal
    base_year: int
    year: int
    note: str = ""
    approx: bool = False

    @property
    def direction(self) -> Direction:
        """Up, down, or "" where nothing changed."""
        return "" if not self.diff else "up" if self.diff > 0 else "down"

    @property
    def diff_unit(self) -> str:
        """The unit of the difference: 个百分点 for a percentage."""
        return POINTS if self.unit in PERCENT_UNITS else self.unit

    @property
    def diff_text(self) -> str:
        """增加24场, 下降0.3个百分点, 持平."""
        if not self.diff:
            return "持平"
        up, down = ("提高", "下降") if self.unit in PERCENT_UNITS else ("增加", "减少")
        word = up if self.diff > 0 else down
        return f"{word}{plain(abs(self.diff))}{self.diff_unit}"

    @property
    def percent_text(self) -> str:
        """增长10%, 下降3.1%; "" where there is no growth rate."""
        if self.percent is None:
            return ""
        rounded = round_half_up(self.percent)
        if not rounded:
            return "持平" if not self.percent else "基本持平"
        return f"{'增长' if rounded > 0 else '下降'}{plain(abs(rounded))}%"


def round_half_up(value: Decimal, places: int = 1) -> Decimal:
    """Rounded as taught in school: 2.25 → 2.3, -2.25 → -2.3."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def growth(
    row: LedgerRow, year: int, base_year: int | None = None, *, at_current_prices: bool = False
) -> Growth | None:
    """Growth of an indicator to ``year`` from ``base_year``, by default the year before.

    None where one of the two values is not entered. 生产总值 and 增加值 have a difference but no
    rate, unless ``at_current_prices`` says that this one is meant.
    """
    start = year - 1 if base_year is None else base_year
    before, after = row.values.get(start), row.values.get(year)
    if before is None or after is None:
        return None
    base, current = signed(before), signed(after)
    diff = current - base
    percent, formula, note = _rate(base, current, row.unit)
    if percent is not None and at_constant_prices(row.indicator):
        nominal = f"按现价{formula}"
        if at_current_prices:
            formula = nominal
        else:
            formula = f"{plain(current)}−{plain(base)}＝{plain(diff)}{row.unit}"
            percent, note = None, f"{nominal}，{CONSTANT_PRICES}"
    approx = bool(before.approx or after.approx)
    if approx:
        note = "；".join(filter(None, (note, "按约数计算，写进正文请加“约”")))
    return Growth(diff, percent, formula, row.unit, base, current, start, year, note, approx)


def at_constant_prices(indicator: str) -> bool:
    """Whether the growth of an indicator is published at constant prices."""
    return bool(_AT_CONSTANT_PRICES.search(indicator))


def signed(value: LedgerValue) -> Decimal:
    """The value with its direction: 下降3.1% counts as −3.1."""
    return -value.value if value.direction == "down" and value.value > 0 else value.value


def share(part: Decimal, whole: Decimal) -> tuple[Decimal, str] | None:
    """Per cent of a whole, exact, and the formula; None for a whole of zero or below."""
    if whole <= 0:
        return None
    exact = part / whole * 100
    return exact, f"{plain(part)}÷{plain(whole)}＝{plain(round_half_up(exact))}%"


def multiple(current: Decimal, base: Decimal) -> tuple[Decimal, str] | None:
    """How many times the base, exact, and the formula; None for a base of zero or below."""
    if base <= 0:
        return None
    exact = current / base
    return exact, f"{plain(current)}÷{plain(base)}＝{plain(round_half_up(exact))}倍"


def rank(row: LedgerRow, rows: Iterable[LedgerRow], year: int) -> tuple[int, int] | None:
    """A row's place by value, the highest first, and how many are ranked.

    Rows of the same section are compared whose unit converts to the row's (1.2亿元 is above
    9000万元); those without a value in ``year`` are left out. Equal values share the better
    place. None where the row has no value or stands alone.
    """
    own = row.values.get(year)
    peers = [
        signed(other.values[year]) * scale
        for other in rows
        if other.section == row.section
        and year in other.values
        and bool(other.unit) == bool(row.unit)
        and (scale := unit_scale(other.unit, row.unit)) is not None
    ]
    if own is None or len(peers) < 2:
        return None
    return 1 + sum(value > signed(own) for value in peers), len(peers)


def _rate(base: Decimal, current: Decimal, unit: str) -> tuple[Decimal | None, str, str]:
    now, then = plain(current), _bracketed(base)
    if unit in PERCENT_UNITS:
        diff = plain(current - base)
        note = "比率的变化用“个百分点”，不用“%”"
        return None, f"{now}{unit}−{then}{unit}＝{diff}{POINTS}", note
    subtraction = f"{now}−{then}＝{plain(current - base)}{unit}"
    if base == 0:
        return None, subtraction, "上年为0，没有增长率，只写增减数"
    if base < 0:
        return None, subtraction, "上年为负数，增长率没有意义，只写增减数"
    exact = (current - base) / base * 100
    rate = plain(round_half_up(exact))
    return exact, f"（{now}−{then}）÷{then}＝{rate}%", f"{ROUNDING}"


def _bracketed(value: Decimal) -> str:
    return f"（{plain(value)}）" if value < 0 else plain(value)
