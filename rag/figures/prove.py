"""Does a ledger row, or a calculation on it, prove a number?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.figures.claims import Claim
from rag.figures.directions import split_direction
from rag.figures.entry import plain, unit_scale
from rag.figures.growth import PERCENT_UNITS, Growth, growth, multiple, round_half_up, share
from rag.figures.rowindex import IndexedRow
from rag.records import Direction, LedgerValue, LinkStatus, Quantity
from rag.text.numerals import canonical

LEVELS = ("率", "占比", "比重", "比例", "覆盖面", "满意度", "知晓度")
ROUGHLY = Decimal("1.15")
"""How far a rounded number may be from the exact one and still be taken for a rounding."""
_QUALIFIERS = {
    "above": ("余", "多", "超", "逾", "以上", "突破", "不少于", "不低于", "至少", "高于", "上"),
    "below": ("近", "不足", "不到", "将近", "接近", "以下", "以内", "不超过", "不高于"),
    "about": ("约", "左右", "上下", "大约"),
}
PLANNED = "这是计划或目标数"
COUNTERS = frozenset("个条件项处家所支座类批组种起宗户")
"""Measure words that 个 may stand for."""
POINTS = frozenset({"个百分点", "百分点"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out about one number and one row."""

    status: LinkStatus
    row: IndexedRow | None
    year: int | None = None
    evidence: str = ""
    formula: str = ""
    expected: str = ""
    indicator: str = ""
    passage_id: str = ""


def qualifier(approx: str) -> str:
    """The sense of a qualifier: above, below, about, or "" for an exact number."""
    for sense, words in _QUALIFIERS.items():
        if any(word in approx for word in words):
            return sense
    return ""


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
    return fits_direction(claim, row, value)


def same_number(quantity: Quantity, row: IndexedRow, value: LedgerValue) -> bool:
    """Value, unit and upper end, whatever the direction."""
    scale = _scale(quantity.unit, row.row.unit)
    if scale is None or abs(quantity.value * scale) != abs(value.value):
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


def grown(claim: Claim, row: IndexedRow) -> Proof | None:
    """Growth, difference, multiple or a doubling computed from two entered values."""
    base_year = claim.base_year if claim.base_year != claim.year else None
    moved = growth(row.row, claim.year, base_year)
    if moved is None or not _is_growth(claim, moved):
        return None
    evidence = (
        f"台账“{row.row.indicator}”{moved.year}年{plain(moved.current)}{moved.unit}，"
        f"{moved.base_year}年{plain(moved.base)}{moved.unit}"
    )
    formula = _growth_formula(claim.quantity, moved)
    return Proof("derived", row, claim.year, evidence, formula)


def _is_growth(claim: Claim, moved: Growth) -> bool:
    quantity = claim.quantity
    if quantity.upper is not None or (claim.level and quantity.unit != "倍"):
        return quantity.unit == "番" and _doubled(quantity, moved)
    if quantity.unit == "番":
        return _doubled(quantity, moved)
    if quantity.direction and moved.direction and quantity.direction != moved.direction:
        return False
    if quantity.unit in PERCENT_UNITS:
        exact = moved.percent
        return exact is not None and _rounds_to(quantity, abs(exact))
    if quantity.unit == "倍":
        return _is_multiple(claim, moved)
    scale = 1 if quantity.unit in POINTS else _scale(quantity.unit, moved.unit)
    if (moved.unit in PERCENT_UNITS) != (quantity.unit in POINTS) or scale is None:
        return False
    return _rounds_to(quantity, abs(moved.diff) / scale)


def _is_multiple(claim: Claim, moved: Growth) -> bool:
    """增长1.5倍 counts what was added, 是上年的2.5倍 the whole."""
    if moved.base <= 0:
        return False
    added = claim.quantity.direction == "up"
    return _rounds_to(claim.quantity, (moved.diff if added else moved.current) / moved.base)


def _doubled(quantity: Quantity, moved: Growth) -> bool:
    return moved.base > 0 and moved.current >= moved.base * 2 ** int(quantity.value)


def _rounds_to(quantity: Quantity, exact: Decimal) -> bool:
    """Whether a stated number is the exact one rounded half up to one or two decimals.

    A rougher number counts only with 约, 近, 超 and their like.
    """
    places = max(0, -int(quantity.value.normalize().as_tuple().exponent))
    if quantity.value in {round_half_up(exact, 1), round_half_up(exact, max(2, places))}:
        return True
    sense = qualifier(quantity.approx)
    rough = max(Decimal(1), abs(exact) / 20)
    if sense == "above":
        return quantity.value <= exact < quantity.value + rough
    if sense == "below":
        return quantity.value - rough < exact <= quantity.value
    return sense == "about" and abs(exact - quantity.value) <= rough / 2


def _growth_formula(quantity: Quantity, moved: Growth) -> str:
    if quantity.unit in {"倍", "番"}:
        computed = multiple(moved.current, moved.base)
        return computed[1] if computed else moved.formula
    if quantity.unit in PERCENT_UNITS or quantity.unit in POINTS:
        return moved.formula
    return f"{plain(moved.current)}−{plain(moved.base)}＝{plain(moved.diff)}{moved.unit}"


def combined(
    claim: Claim, used: Sequence[IndexedRow], others: Iterable[IndexedRow]
) -> Proof | None:
    """A share, sum, remainder or multiple of values entered for rows the sentence speaks of."""
    rows = list({id(row): row for row in (*used, *others)}.values())
    levels = [(row, row.row.values[claim.year]) for row in rows if claim.year in row.row.values]
    levels = [(row, value) for row, value in levels if row.row.unit not in PERCENT_UNITS]
    if claim.quantity.unit in PERCENT_UNITS or claim.quantity.unit == "倍":
        return _ratio(claim, levels) if claim.share or claim.quantity.unit == "倍" else None
    return _total(claim, levels, used) if claim.total else None


def _ratio(claim: Claim, levels: Sequence[tuple[IndexedRow, LedgerValue]]) -> Proof | None:
    for part, part_value in levels:
        for whole, whole_value in levels:
            scale = _scale(part.row.unit, whole.row.unit)
            if part is whole or scale is None:
                continue
            count = share if claim.share else multiple
            computed = count(part_value.value * scale, whole_value.value)
            if computed is not None and _rounds_to(claim.quantity, computed[0]):
                evidence = f"{_short(part, part_value)}；{_short(whole, whole_value)}"
                return Proof("derived", part, claim.year, evidence, computed[1])
    return None


def _total(
    claim: Claim,
    levels: Sequence[tuple[IndexedRow, LedgerValue]],
    used: Sequence[IndexedRow],
) -> Proof | None:
    """The sum or the remainder of the values stated before in the sentence."""
    stated = [(r, v) for r, v in levels if any(r is u for u in used)]
    fitting = [
        (r, v, scale)
        for r, v in stated
        if (scale := _scale(r.row.unit, claim.quantity.unit)) is not None
    ]
    if len(fitting) < 2:
        return None
    values = [v.value * scale for _, v, scale in fitting]
    evidence = "；".join(_short(r, v) for r, v, _ in fitting)
    for total, sign in ((sum(values), "＋"), (values[0] - sum(values[1:]), "−")):
        if total == claim.quantity.value:
            formula = f"{sign.join(map(plain, values))}＝{plain(Decimal(total))}"
            return Proof("derived", fitting[0][0], claim.year, evidence, formula)
    return None


def refuted(claim: Claim, row: IndexedRow) -> Proof:
    """Why the row that the words name does not prove the number."""
    if claim.status == "target":
        return Proof("unsupported", row, claim.year, f"{PLANNED}；{_not_entered(claim, row)}")
    stale = _stale(claim, row)
    if stale is not None:
        return stale
    if _is_change(claim, row):
        moved = growth(row.row, claim.year, claim.base_year)
        if moved is not None:
            return _wrong_growth(claim, row, moved)
        base_year = claim.base_year or claim.year - 1
        missing = base_year if claim.year in row.row.values else claim.year
        evidence = f"台账“{row.row.indicator}”缺少{missing}年的数，增减无法核对"
        return Proof("unsupported", row, claim.year, evidence)
    value = row.row.values.get(claim.year)
    if value is not None and same_kind(claim.quantity.unit, row.row.unit):
        return _other_value(claim, row, value)
    return Proof("unsupported", row, claim.year, _not_entered(claim, row))


def _is_change(claim: Claim, row: IndexedRow) -> bool:
    """Whether a change is claimed of a row that holds levels, so that it must be computed."""
    value = row.row.values.get(claim.year)
    if value is not None and value_direction(row, value):
        return False
    unit = claim.quantity.unit
    if unit in {"倍", "番"}:
        return True
    if unit in POINTS or (unit in PERCENT_UNITS and row.row.unit not in PERCENT_UNITS):
        return claim.growth
    return bool(claim.quantity.direction) and not claim.level


def same_kind(unit: str, other: str) -> bool:
    """Whether two units can stand for one another or be mistaken: 元, 万元; 个, 条; %, 个百分点."""
    if _scale(unit, other) is not None or {unit, other} <= PERCENT_UNITS | POINTS:
        return True
    return _counts(unit) and _counts(other)


def _stale(claim: Claim, row: IndexedRow) -> Proof | None:
    """Last year's value, or last year's growth, given as this year's."""
    this = row.row.values.get(claim.year)
    for year in sorted((y for y in row.row.values if y < claim.year), reverse=True):
        value = row.row.values[year]
        if not states(claim, row, value):
            continue
        expected = shown(this, row) if this is not None else ""
        return Proof("stale", row, claim.year, describe(row, year, value), expected=expected)
    before = replace(claim, year=claim.year - 1, base_year=None)
    old = grown(before, row)
    if old is None or not claim.growth:
        return None
    moved = growth(row.row, claim.year)
    expected = _growth_text(claim.quantity, moved) if moved is not None else ""
    return Proof("stale", row, claim.year, old.evidence, old.formula, expected)


def _wrong_growth(claim: Claim, row: IndexedRow, moved: Growth) -> Proof:
    evidence = (
        f"台账“{row.row.indicator}”{moved.year}年{plain(moved.current)}{moved.unit}，"
        f"{moved.base_year}年{plain(moved.base)}{moved.unit}"
    )
    expected = _growth_text(claim.quantity, moved)
    formula = "；".join(filter(None, (moved.formula, moved.note)))
    return Proof("conflict", row, claim.year, evidence, formula, expected)


def _growth_text(quantity: Quantity, moved: Growth) -> str:
    """The right growth: the number alone, with its verb where the direction is wrong too."""
    rate = quantity.unit in PERCENT_UNITS | POINTS | {"倍", "番"} and moved.percent is not None
    text = moved.percent_text if rate else moved.diff_text
    if quantity.direction and quantity.direction == moved.direction:
        return text[2:]
    return text


def _other_value(claim: Claim, row: IndexedRow, value: LedgerValue) -> Proof:
    known = describe(row, claim.year, value)
    if same_number(claim.quantity, row, value) and fits_direction(claim, row, value):
        hint = f"{known}，约数用词不同"
        return Proof("unsupported", row, claim.year, hint, expected=shown(value, row))
    if _roughly(claim.quantity, row, value) and fits_direction(claim, row, value):
        hint = f"{known}，“{claim.mention.text}”是约数，请确认可以这样写"
        return Proof("unsupported", row, claim.year, hint, expected=shown(value, row))
    expected = shown(value, row)
    theirs = value_direction(row, value)
    if claim.quantity.direction and theirs and claim.quantity.direction != theirs:
        expected = f"{'增长' if theirs == 'up' else '下降'}{expected}"
    return Proof("conflict", row, claim.year, known, expected=expected)


def _roughly(quantity: Quantity, row: IndexedRow, value: LedgerValue) -> bool:
    """Whether a rounded number (超460, 近300) is true of the entered one (468, 298)."""
    scale = _scale(quantity.unit, row.row.unit)
    sense = qualifier(quantity.approx)
    if scale is None or not sense or quantity.upper is not None:
        return False
    stated, exact = quantity.value * scale, value.value
    if sense == "above":
        return stated <= exact <= stated * ROUGHLY
    if sense == "below":
        return stated >= exact >= stated / ROUGHLY
    return stated / ROUGHLY <= exact <= stated * ROUGHLY


def _not_entered(claim: Claim, row: IndexedRow) -> str:
    same = [y for y, v in row.row.values.items() if states(claim, row, v)]
    if claim.year in row.row.values:
        return f"{describe(row, claim.year, row.row.values[claim.year])}，单位不同"
    if same:
        value = row.row.values[same[-1]]
        return f"{describe(row, same[-1], value)}，不是{claim.year}年的"
    return f"台账“{row.row.indicator}”{claim.year}年还没有录入"


def describe(row: IndexedRow, year: int, value: LedgerValue) -> str:
    """台账“主题党日”2024年264场（来源：…）."""
    source = f"（{value.source}）" if value.source else ""
    way = {"up": "增长", "down": "下降", "": ""}[value.direction]
    return f"台账“{row.row.indicator}”{year}年{way}{shown(value, row)}{source}"


def shown(value: LedgerValue, row: IndexedRow) -> str:
    """The value as it may stand in a text, with its unit."""
    text = split_direction(value.text)[1] or plain(value.value)
    bare = text.replace(",", "").strip()
    return f"{text}{row.row.unit}" if bare[-1:].isdigit() or bare[-1:] in "余多" else text


def _short(row: IndexedRow, value: LedgerValue) -> str:
    return f"“{row.row.indicator}”{shown(value, row)}"


def _scale(source: str, target: str) -> Decimal | None:
    """Unit conversion; 个 stands for any other measure word."""
    scale = unit_scale(source, target)
    if scale is None and "个" in {source, target} and _counts(source) and _counts(target):
        return Decimal(1)
    return scale


def _counts(unit: str) -> bool:
    return canonical(Decimal(1), unit)[1] in COUNTERS
