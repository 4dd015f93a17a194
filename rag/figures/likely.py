"""The row a number rests on where the words alone do not name it: told by the number itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.figures.claims import Claim
from rag.figures.derive import grown
from rag.figures.growth import PERCENT_UNITS
from rag.figures.match import Proof, describe, entered, qualifier, same_kind
from rag.figures.rowindex import IndexedRow, RowIndex, grams
from rag.text.numerals import canonical

HALF_NAMED, ALMOST_NAMED = 0.46, 0.56
"""From this likeness on an exact number tells which row is meant: of two digits or more, of one."""
FAINT = 0.3
"""From this likeness on an exact number of two digits or more tells the row that fits best."""
DISTINCTIVE = 10
Ranked = list[tuple[float, int]]
"""Rows by number with how surely they are meant, best first."""


def by_number(
    claim: Claim, rows: Sequence[IndexedRow], ranked: Ranked, index: RowIndex
) -> Proof | None:
    """A row that is half named and holds exactly this number.

    Only where none of the fully named ``rows`` of the same kind has a value for the year, or it
    counts otherwise (整改问题12项) than the half named one (整改问题类别5类).
    """
    unit, year = claim.quantity.unit, claim.year
    rivals = [r for r in rows if same_kind(unit, r.row.unit) and year in r.row.values]
    if any(row.row.unit == unit for row in rivals):
        return None
    if rivals:
        ranked = [pair for pair in ranked if index.rows[pair[1]].row.unit == unit]
    needed = HALF_NAMED if claim.quantity.value >= DISTINCTIVE else ALMOST_NAMED
    fitting = _best_by_own_words(claim, ranked, index)
    telling = claim.base or claim.quantity.value >= DISTINCTIVE
    alone = _counted_once(claim, index)
    for score, shared, row in fitting:
        by_words = alone or (shared and telling)
        proof = entered(claim, row) if score >= needed or by_words else None
        if proof is not None:
            return proof
    return None


def _counted_once(claim: Claim, index: RowIndex) -> bool:
    """Whether a single row counts in the number's unit: five 类 can be no other row's."""
    unit, year = claim.quantity.unit, claim.year
    counting = [row for row in index.rows if row.row.unit == unit and year in row.row.values]
    return bool(unit) and len(counting) == 1


def _best_by_own_words(
    claim: Claim, ranked: Ranked, index: RowIndex
) -> list[tuple[float, int, IndexedRow]]:
    """The rows that most of the number's own words name, with how many.

    Only rows are compared that count in its unit and have a value for the year: where 撤销党支部
    and 新建党支部 are entered, the former says nothing of 新建党支部2个.
    """
    own = grams(claim.segment.own)
    rivals = [
        (score, len(row.grams & own), row)
        for score, row in ((score, index.rows[number]) for score, number in ranked)
        if score >= FAINT
        and same_kind(claim.quantity.unit, row.row.unit)
        and any(y == claim.year or (claim.base and y < claim.year) for y in row.row.values)
    ]
    most = max((shared for _, shared, _ in rivals), default=0)
    return [rival for rival in rivals if rival[1] == most]


def by_other_name(claim: Claim, rows: Sequence[IndexedRow], index: RowIndex) -> Proof | None:
    """Growth from a base that only a past report knows, by another name."""
    if not claim.growth:
        return None
    base_year = claim.year - 1
    if claim.base_year is not None and claim.base_year != claim.year:
        base_year = claim.base_year
    for row in rows:
        if base_year in row.row.values:
            continue
        for other in index.other_names(row, claim.year, base_year):
            value = other.row.values[base_year]
            values = {**row.row.values, base_year: value}
            proof = grown(claim, replace(row, row=replace(row.row, values=values)))
            if proof is not None:
                base = describe(other, base_year, value)
                return replace(proof, row=row, evidence=f"{proof.evidence}（{base}）")
    return None


def class_mark(claim: Claim, ranked: Ranked, index: RowIndex) -> Proof | None:
    """35岁以下, 20万元以上的村: which things are counted, not how many.

    Only a mark that the names of the ledger's rows there do not give otherwise.
    """
    quantity = claim.quantity
    if claim.status != "standard" or not qualifier(quantity.approx):
        return None
    if quantity.unit in PERCENT_UNITS or not quantity.unit:
        return None
    known = index.class_marks((n for score, n in ranked if score >= FAINT), quantity.unit)
    if known and canonical(quantity.value, quantity.unit)[0].normalize() not in known:
        return None
    return Proof("fixed", None, claim.year)
