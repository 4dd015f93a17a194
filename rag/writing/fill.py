"""Which entered figure belongs in which slot, and growth computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from rag.figures.directions import named_direction
from rag.figures.entry import unit_scale
from rag.figures.growth import Growth, growth, round_half_up
from rag.figures.names import SAME, key, same_indicator
from rag.records import Direction, LedgerRow, LedgerValue, Quantity
from rag.writing.slots import Slot
from rag.writing.spans import named_over_years, row_over_years

_KNOWN_VALUE: Final = 0.5
"""Names need to be only this alike when the row already holds last year's very number."""
_PERCENT: Final = ("%", "％", "‰")
_IN_CONTEXT: Final = 0.5
"""… or this share of the row's name stands in the sentence."""
_SUFFIX: Final = 0.8
_OF_IT: Final = 2
_PART_OF: Final = 0.7
_CERTAIN: Final = 1.0
_SINCE: Final = ("以来", "累计", "起", "共")
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
    over_years: bool


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
        self._past_year = past_year
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

    def fill_all(self, slots: Sequence[Slot]) -> tuple[Filling | None, ...]:
        """The figure for each slot, None where nothing was entered that fits.

        A change is computed from the very row that has filled its level's slot.
        """
        levels: dict[str, LedgerRow] = {}
        fillings: list[Filling | None] = []
        for slot in slots:
            filling = self._fill(slot, levels)
            if filling is not None and slot.kind in ("value", "from"):
                levels.update(dict.fromkeys(map(key, slot.indicators), filling.row))
            fillings.append(filling)
        return tuple(fillings)

    def sharers(self, slot: Slot) -> tuple[tuple[str, Filling], ...]:
        """For 满意率、办结率均为100%: each indicator's own figure, in the order of the text."""
        fillings = []
        for name in slot.shared:
            own = self._fill(replace(slot, indicators=(name,)), {})
            if own is None:
                return ()
            fillings.append((name, own))
        return tuple(fillings)

    def _fill(self, slot: Slot, levels: Mapping[str, LedgerRow]) -> Filling | None:
        if slot.base:
            return None
        filling = self._fill_in(slot, levels)
        since = slot.kind != "from" and any(word in slot.context for word in _SINCE)
        if filling is None and since and slot.fact_year < self._past_year - 1:
            # 2019年以来累计1302件: the year named is where the count began.
            results = self._results_year - self._shift
            filling = self._fill_in(replace(slot, fact_year=results), levels)
        return filling

    def _fill_in(self, slot: Slot, levels: Mapping[str, LedgerRow]) -> Filling | None:
        year = self.year_of(slot)
        if slot.kind in ("growth", "difference"):
            return self._change(slot, year, levels)
        return self._level(slot, year)

    def _level(self, slot: Slot, year: int) -> Filling | None:
        directed = bool(slot.quantity.direction)
        candidates = self._candidates(slot, grown=directed)
        if directed:
            # 户均增收3200元 is a level that only sounds like a change.
            candidates += self._candidates(slot, grown=False)
        for candidate in candidates:
            value = self.value_of(candidate.row, year)
            if value is not None:
                way = named_direction(candidate.row.indicator) if directed else ""
                return Filling(candidate.row, year, "entered", value, _signed(value, way))
        return None

    def _change(self, slot: Slot, year: int, levels: Mapping[str, LedgerRow]) -> Filling | None:
        """A growth entered as such counts before one computed from the two years' levels."""
        for candidate in self._candidates(slot, grown=True):
            value = self.value_of(candidate.row, year)
            if value is not None:
                way = named_direction(candidate.row.indicator)
                return Filling(candidate.row, year, "entered", value, _signed(value, way))
        if slot.over_years:
            return None
        own = [levels[name] for n in slot.indicators if (name := _base(key(n))) in levels]
        similar = (c.row for c in self._candidates(slot, grown=False, any_unit=True))
        for row in (*own, *similar):
            change = growth(row, year)
            computed = None if change is None else _computed(slot, row, change)
            if change is not None and computed is not None:
                return Filling(row, year, "derived", None, computed, change.formula)
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
            if not _same_span(slot, candidate):
                continue
            own = candidate.base if grown else candidate.key
            score = max((_alike(name, own) for name in names), default=0.0)
            score = self._weighed(score, slot, candidate)
            if score >= (_CERTAIN if slot.optional else SAME):
                scored.append((score, candidate))
        scored.sort(key=lambda pair: -pair[0])
        # Where one row is certainly meant, a merely similar one must not step in for it.
        sure = [candidate for score, candidate in scored if score >= 1]
        return sure or [candidate for _score, candidate in scored]

    def _weighed(self, score: float, slot: Slot, candidate: _Row) -> float:
        """Last year's number in the ledger confirms a row or rules it out."""
        past = candidate.row.values.get(slot.fact_year)
        if past is None or slot.kind in ("growth", "difference"):
            return score
        same = _same_value(past, candidate.row.unit, slot.quantity)
        if same and (score >= _KNOWN_VALUE or _spoken_of(candidate.key, slot.context)):
            return score + 1
        return score if same or score >= 1 else score - (1 - SAME)


def _prepared(row: LedgerRow, year: int, results_year: int) -> _Row:
    name = key(row.indicator)
    value = row.values.get(results_year) or row.values.get(year)
    value = value or next(iter(row.values.values()), None)
    directed = value is not None and bool(value.direction)
    base = _base(name)
    return _Row(row, name, base, directed or base != name, row_over_years(row))


def _same_span(slot: Slot, candidate: _Row) -> bool:
    """A year's figure is no sum of several years, and 五年增长38% is no growth on last year."""
    if slot.over_years:
        return candidate.over_years or named_over_years(candidate.row.indicator)
    return not candidate.over_years or any(map(named_over_years, slot.indicators))


def _base(name: str) -> str:
    for suffix in _GROWN:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


def _alike(name: str, own: str) -> float:
    score = same_indicator(name, own)
    short, long = sorted((name, own), key=len)
    if short and len(long.partition(short)[2]) >= _OF_IT:
        # 生产总值能耗 is something of the 生产总值, not the same measured.
        return min(score, _PART_OF)
    if len(own) >= 4 and name.endswith(own):
        # 在快递物流等领域新建党支部 is a fuller wording of 新建党支部.
        return max(score, _SUFFIX)
    return score


def _spoken_of(name: str, context: str) -> bool:
    pairs = {name[n : n + 2] for n in range(len(name) - 1)}
    return bool(pairs) and sum(pair in context for pair in pairs) >= _IN_CONTEXT * len(pairs)


def _computed(slot: Slot, row: LedgerRow, change: Growth) -> Decimal | None:
    """The change in the slot's unit, with its sign; None where it cannot be in that unit."""
    unit = slot.quantity.unit
    if slot.kind == "growth":
        return None if change.percent is None else round_half_up(change.percent)
    if unit.endswith("百分点"):
        return change.diff if row.unit in _PERCENT else None
    scale = unit_scale(row.unit, unit)
    return None if scale is None else change.diff * scale


def _signed(value: LedgerValue, named: Direction = "") -> Decimal:
    """The value with its sign; a fall may be said by the indicator's name (贫困人口减少) alone."""
    falls = (value.direction or named) == "down"
    return -abs(value.value) if falls and value.value > 0 else value.value


def _same_value(value: LedgerValue, unit: str, quantity: Quantity) -> bool:
    scale = unit_scale(unit, quantity.unit)
    return scale is not None and value.value * scale == quantity.value
