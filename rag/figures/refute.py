"""Why a number is not proved by the row its words name, and what should stand there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rag.figures.amend import Right, right_growth, right_value
from rag.figures.claims import Claim
from rag.figures.derive import grown, is_real
from rag.figures.entry import plain
from rag.figures.growth import (
    CONSTANT_PRICES,
    PERCENT_UNITS,
    Growth,
    at_constant_prices,
    growth,
)
from rag.figures.match import (
    POINTS,
    Proof,
    describe,
    fits_direction,
    qualifier,
    same_kind,
    same_number,
    scale_of,
    states,
    value_direction,
)
from rag.figures.rowindex import IndexedRow
from rag.records import LedgerValue, Quantity

ROUGHLY = Decimal("1.15")
"""How far a rounded number may be from the exact one and still be taken for a rounding."""
TELLING = 2
"""Characters of a name that can be contradicted; 省 and 县 are counted in many ways."""
PLANNED = "这是计划或目标数"
ROUGH = "是约数，请确认可以这样写"
SPANS = "是一年的数，这里说的是几年"
UNDATED = "是变化以前的数，看不出是哪一年的"
TURNED = "这里说的是相反的事"
ELSEWHERE = "但这里写的不是这项指标"


def refuted(claim: Claim, row: IndexedRow) -> Proof:
    """Why the row that the words name does not prove the number."""
    if claim.status == "target":
        return Proof("unsupported", row, claim.year, f"{PLANNED}；{_not_entered(claim, row)}")
    if len(row.key) < TELLING:
        return Proof("unsupported", row, claim.year, _not_entered(claim, row))
    stale = _stale(claim, row)
    if stale is not None:
        return stale
    if _is_change(claim, row):
        moved = growth(row.row, claim.year, claim.base_year)
        if moved is not None and (is_real(claim) or _only_published(claim, row)):
            return Proof("unsupported", row, claim.year, _published(row, moved))
        if moved is not None:
            return _wrong_growth(claim, row, moved)
        base_year = claim.base_year or claim.year - 1
        missing = base_year if claim.year in row.row.values else claim.year
        evidence = f"台账“{row.row.indicator}”缺少{missing}年的数，增减无法核对"
        return Proof("unsupported", row, claim.year, evidence)
    value = row.row.values.get(claim.year)
    if value is not None and same_kind(claim.quantity.unit, row.row.unit):
        if claim.spanning and not claim.base:
            return Proof(
                "unsupported", row, claim.year, f"{describe(row, claim.year, value)}，{SPANS}"
            )
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


def _stale(claim: Claim, row: IndexedRow) -> Proof | None:
    """Last year's value, or last year's growth, given as this year's."""
    this = row.row.values.get(claim.year)
    for year in sorted((y for y in row.row.values if y < claim.year), reverse=True):
        value = row.row.values[year]
        if not states(claim, row, value):
            continue
        right = right_value(claim, row, this) if this is not None else Right("")
        return _amended(Proof("stale", row, claim.year, describe(row, year, value)), right)
    before = replace(claim, year=claim.year - 1, base_year=None)
    old = grown(before, row)
    if old is None or not claim.growth:
        return None
    moved = growth(row.row, claim.year)
    right = right_growth(claim, moved) if moved is not None else Right("")
    return _amended(Proof("stale", row, claim.year, old.evidence, old.formula), right)


def _only_published(claim: Claim, row: IndexedRow) -> bool:
    """Whether a rate is claimed that is published and not computed from two values."""
    return claim.quantity.unit in PERCENT_UNITS and at_constant_prices(row.row.indicator)


def _published(row: IndexedRow, moved: Growth) -> str:
    nominal = moved.note if at_constant_prices(row.row.indicator) else f"按现价{moved.formula}"
    told = nominal if CONSTANT_PRICES in nominal else f"{nominal}，{CONSTANT_PRICES}"
    return f"台账“{row.row.indicator}”{told}"


def _wrong_growth(claim: Claim, row: IndexedRow, moved: Growth) -> Proof:
    evidence = (
        f"台账“{row.row.indicator}”{moved.year}年{plain(moved.current)}{moved.unit}，"
        f"{moved.base_year}年{plain(moved.base)}{moved.unit}"
    )
    formula = "；".join(filter(None, (moved.formula, moved.note)))
    wrong = Proof("conflict", row, claim.year, evidence, formula)
    return _amended(wrong, right_growth(claim, moved))


def _amended(proof: Proof, right: Right) -> Proof:
    return replace(proof, expected=right.words, takes=right.takes)


def _other_value(claim: Claim, row: IndexedRow, value: LedgerValue) -> Proof:
    known, right = describe(row, claim.year, value), right_value(claim, row, value)
    if same_number(claim.quantity, row, value) and fits_direction(claim, row, value):
        if qualifier(claim.quantity.approx) == qualifier(value.approx):
            return Proof("conflict", row, claim.year, f"{known}，{TURNED}")
        hint = f"{known}，约数用词不同"
        return _amended(Proof("unsupported", row, claim.year, hint), right)
    if _within(claim.quantity, row, value):
        return Proof("unsupported", row, claim.year, f"{known}，台账填的是约数")
    if _roughly(claim.quantity, row, value) and fits_direction(claim, row, value):
        hint = f"{known}，“{claim.mention.text}”{ROUGH}"
        return _amended(Proof("unsupported", row, claim.year, hint), right)
    return _amended(Proof("conflict", row, claim.year, known), right)


def _within(quantity: Quantity, row: IndexedRow, value: LedgerValue) -> bool:
    """Whether an exact number (11377亿元) is what was entered roughly (突破万亿元)."""
    scale = scale_of(quantity.unit, row.row.unit)
    sense = qualifier(value.approx)
    if scale is None or not sense or quantity.approx or quantity.upper is not None:
        return False
    exact, entered = quantity.value * scale, value.value
    if sense == "above":
        return entered < exact <= entered * ROUGHLY
    return entered / ROUGHLY <= exact <= (entered if sense == "below" else entered * ROUGHLY)


def _roughly(quantity: Quantity, row: IndexedRow, value: LedgerValue) -> bool:
    """Whether a rounded number (超460, 近300) is true of the entered one (468, 298)."""
    scale = scale_of(quantity.unit, row.row.unit)
    sense = qualifier(quantity.approx)
    if scale is None or not sense or quantity.upper is not None:
        return False
    stated, exact = quantity.value * scale, value.value
    if "突破" in quantity.approx:
        return stated <= exact
    if sense == "above":
        return stated <= exact <= stated * ROUGHLY
    if sense == "below":
        return stated >= exact >= stated / ROUGHLY
    return stated / ROUGHLY <= exact <= stated * ROUGHLY


def _not_entered(claim: Claim, row: IndexedRow) -> str:
    same = [y for y, v in row.row.values.items() if states(claim, row, v)]
    if claim.year in row.row.values:
        known = describe(row, claim.year, row.row.values[claim.year])
        return known if same_kind(claim.quantity.unit, row.row.unit) else f"{known}，单位不同"
    if same:
        value = row.row.values[same[-1]]
        return f"{describe(row, same[-1], value)}，不是{claim.year}年的"
    return f"台账“{row.row.indicator}”{claim.year}年还没有录入"
