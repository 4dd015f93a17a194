"""Is a number computed from entered values? Growth, difference, share, sum and multiple."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from rag.figures.claims import Claim
from rag.figures.entry import plain
from rag.figures.growth import PERCENT_UNITS, Growth, growth, multiple, round_half_up, share
from rag.figures.match import POINTS, Proof, qualifier, scale_of, shown
from rag.figures.rowindex import IndexedRow
from rag.records import LedgerValue, Quantity

_NOMINAL = re.compile(r"现价|现行价|名义|当年价")
_REAL = re.compile(r"可比价|不变价|扣除价格|扣除物价|剔除价格|实际增长|实际下降|实际增速")
_COMPARED = re.compile(r"高于|低于|高出|低出|超过|超出|快于|慢于|领先|落后|相差|差距|高|低|快|慢")


def grown(claim: Claim, row: IndexedRow) -> Proof | None:
    """Growth, difference, multiple or a doubling computed from two entered values."""
    base_year = claim.base_year if claim.base_year != claim.year else None
    nominal = bool(_NOMINAL.search(claim.before))
    moved = growth(row.row, claim.year, base_year, at_current_prices=nominal)
    if moved is None or is_real(claim) or not _is_growth(claim, moved):
        return None
    evidence = (
        f"台账“{row.row.indicator}”{moved.year}年{plain(moved.current)}{moved.unit}，"
        f"{moved.base_year}年{plain(moved.base)}{moved.unit}"
    )
    formula = _growth_formula(claim.quantity, moved)
    return Proof("derived", row, claim.year, evidence, formula)


def is_real(claim: Claim) -> bool:
    """Whether the words speak of growth without what prices add: 扣除价格因素实际增长4%.

    Entered values are at current prices; no such rate can be computed from them.
    """
    return claim.quantity.unit in PERCENT_UNITS and bool(_REAL.search(claim.before))


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
    scale = 1 if quantity.unit in POINTS else scale_of(quantity.unit, moved.unit)
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
            scale = scale_of(part.row.unit, whole.row.unit)
            if part is whole or scale is None:
                continue
            count = share if claim.share else multiple
            computed = count(part_value.value * scale, whole_value.value)
            if computed is not None and _rounds_to(claim.quantity, computed[0]):
                evidence = f"{_short(part, part_value)}；{_short(whole, whole_value)}"
                return Proof("derived", part, claim.year, evidence, computed[1], whole=whole)
    return None


def share_moved(claim: Claim, part: IndexedRow, whole: IndexedRow) -> Proof | None:
    """The change of a share between two years: 占比40.2%，比上年提高15.2个百分点."""
    base_year = claim.base_year if claim.base_year not in {None, claim.year} else claim.year - 1
    now, before = _share_of(part, whole, claim.year), _share_of(part, whole, base_year)
    if claim.quantity.unit not in POINTS or now is None or before is None:
        return None
    diff = now - before
    rounded = round_half_up(now) - round_half_up(before)
    if claim.quantity.direction and (claim.quantity.direction == "up") != (diff > 0):
        return None
    if not _rounds_to(claim.quantity, abs(diff)) and claim.quantity.value != abs(rounded):
        return None
    evidence = f"“{part.row.indicator}”占“{whole.row.indicator}”的比重"
    shares = f"{plain(round_half_up(now))}%−{plain(round_half_up(before))}%"
    formula = f"{shares}＝{plain(rounded)}个百分点"
    return Proof("derived", part, claim.year, evidence, formula, whole=whole)


def _share_of(part: IndexedRow, whole: IndexedRow, year: int | None) -> Decimal | None:
    if year is None or year not in part.row.values or year not in whole.row.values:
        return None
    scale = scale_of(part.row.unit, whole.row.unit)
    if scale is None:
        return None
    found = share(part.row.values[year].value * scale, whole.row.values[year].value)
    return None if found is None else found[0]


def apart(claim: Claim, used: Sequence[IndexedRow]) -> Proof | None:
    """How far two percentages of a sentence are apart: 高于群众满意率1.5个百分点."""
    if claim.quantity.unit not in POINTS or not _COMPARED.search(claim.segment.left):
        return None
    rates = [row for row in used if row.row.unit in PERCENT_UNITS and claim.year in row.row.values]
    for one, other in combinations(dict.fromkeys(rates), 2):
        mine, theirs = one.row.values[claim.year], other.row.values[claim.year]
        if _rounds_to(claim.quantity, abs(mine.value - theirs.value)):
            evidence = f"{_short(one, mine)}；{_short(other, theirs)}"
            formula = f"{plain(mine.value)}%−{plain(theirs.value)}%"
            formula += f"＝{plain(mine.value - theirs.value)}个百分点"
            return Proof("derived", one, claim.year, evidence, formula)
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
        if (scale := scale_of(r.row.unit, claim.quantity.unit)) is not None
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


def _short(row: IndexedRow, value: LedgerValue) -> str:
    return f"“{row.row.indicator}”{shown(value, row)}"
