"""Which entered figure belongs in which slot, and growth computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from rag.figures.entry import unit_scale
from rag.figures.growth import Growth, growth, round_half_up
from rag.figures.names import SAME, key, same_indicator
from rag.records import LedgerRow, LedgerValue, Quantity
from rag.writing.slots import Slot

_KNOWN_VALUE: Final = 0.5
"""Names need to be only this alike when the row already holds last year's very number."""
_PERCENT: Final = ("%", "％", "‰")
_GROWN: Final = ("年均增速", "增速", "变化")


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills a slot: a value entered, or a change computed. ``signed`` carries the sign."""

    row: LedgerRow
    year: int
    status: Literal["entered", "derived"]
    value: LedgerValue | None
    signed: Decimal
    formula: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    row: LedgerRow
    key: str
    base: str
    grown: bool


class Filler:
    """The ledger as the slots of one report see it.

    ``year`` is the new report's year, ``past_year`` the old one's and ``results_year`` the year
    whose results the new report states.
    """

    def __init__(
        self, rows: Sequence[LedgerRow], past_year: int, year: int, results_year: int
    ) -> None:
        self._rows = tuple(_prepared(row, year, results_year) for row in rows)
        self._shift = year - past_year
        self._year = year
        self._results_year = results_year

    def year_of(self, slot: Slot) -> int:
        """The year whose figure belongs in the slot now."""
        return slot.fact_year + self._shift

    def value_of(self, row: LedgerRow, year: int) -> LedgerValue | None:
        """A row's value; a result entered under the report's own year counts for its results."""
        value = row.values.get(year)
        if value is None and year == self._results_year != self._year:
            return row.values.get(self._year)
        return value

    def fill(self, slot: Slot) -> Filling | None:
        """The figure for a slot; None where nothing was entered that fits."""
        year = self.year_of(slot)
        if slot.kind in ("growth", "difference"):
            return self._change(slot, year)
        return self._level(slot, year)

    def _level(self, slot: Slot, year: int) -> Filling | None:
        for candidate in self._candidates(slot, grown=bool(slot.quantity.direction)):
            value = self.value_of(candidate.row, year)
            if value is not None:
                return Filling(candidate.row, year, "entered", value, _signed(value))
        return None

    def _change(self, slot: Slot, year: int) -> Filling | None:
        """A growth entered as such counts before one computed from the two years' levels."""
        for candidate in self._candidates(slot, grown=True):
            value = self.value_of(candidate.row, year)
            if value is not None:
                return Filling(candidate.row, year, "entered", value, _signed(value))
        for candidate in self._candidates(slot, grown=False, any_unit=True):
            change = growth(candidate.row, year)
            if change is not None:
                computed = _computed(slot, candidate.row, change)
                if computed is not None:
                    return Filling(candidate.row, year, "derived", None, computed, change.formula)
        return None

    def _candidates(self, slot: Slot, *, grown: bool, any_unit: bool = False) -> list[_Row]:
        """Rows that may be meant, the likeliest first."""
        names = [_base(key(name)) for name in slot.indicators]
        scored = []
        for candidate in self._rows:
            if candidate.grown != grown:
                continue
            if not any_unit and unit_scale(slot.quantity.unit, candidate.row.unit) is None:
                continue
            own = candidate.base if grown else candidate.key
            score = max((same_indicator(name, own) for name in names), default=0.0)
            score = self._weighed(score, slot, candidate.row)
            if score >= SAME:
                scored.append((score, candidate))
        scored.sort(key=lambda pair: -pair[0])
        # Where one row is certainly meant, a merely similar one must not step in for it.
        sure = [candidate for score, candidate in scored if score >= 1]
        return sure or [candidate for _score, candidate in scored]

    def _weighed(self, score: float, slot: Slot, row: LedgerRow) -> float:
        """Last year's number in the ledger confirms a row or rules it out."""
        past = row.values.get(slot.fact_year)
        if past is None or slot.kind in ("growth", "difference"):
            return score
        same = _same_value(past, row.unit, slot.quantity)
        if same and score >= _KNOWN_VALUE:
            return score + 1
        return score if same or score >= 1 else score - (1 - SAME)


def _prepared(row: LedgerRow, year: int, results_year: int) -> _Row:
    name = key(row.indicator)
    value = row.values.get(results_year) or row.values.get(year)
    value = value or next(iter(row.values.values()), None)
    directed = value is not None and bool(value.direction)
    base = _base(name)
    return _Row(row, name, base, directed or base != name)


def _base(name: str) -> str:
    for suffix in _GROWN:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


def _computed(slot: Slot, row: LedgerRow, change: Growth) -> Decimal | None:
    """The change in the slot's unit, with its sign; None where it cannot be in that unit."""
    unit = slot.quantity.unit
    if slot.kind == "growth":
        return None if change.percent is None else round_half_up(change.percent)
    if unit.endswith("百分点"):
        return change.diff if row.unit in _PERCENT else None
    scale = unit_scale(row.unit, unit)
    return None if scale is None else change.diff * scale


def _signed(value: LedgerValue) -> Decimal:
    return -abs(value.value) if value.direction == "down" else value.value


def _same_value(value: LedgerValue, unit: str, quantity: Quantity) -> bool:
    scale = unit_scale(unit, quantity.unit)
    return scale is not None and value.value * scale == quantity.value
