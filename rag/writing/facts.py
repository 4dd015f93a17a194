"""The values of one indicator over the years, from the ledger and from indexed reports."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rag.figures.entry import unit_scale
from rag.figures.names import SAME, key, same_indicator
from rag.records import Direction, LedgerRow
from rag.text.numerals import format_quantity
from rag.writing.wording import written

if TYPE_CHECKING:
    from rag.library.catalog import PlacedFigure

LEDGER: Final = "指标台账"
_RESULTS: Final = ("actual", "cumulative")
_LAST_YEAR: Final = re.compile("上年|去年|上一年")
_YEARS: Final = re.compile("[三四五]年(?:来|间|累计)?(?!计划|规划)")
_NAMED_AT: Final = 0.8
"""A question's name that is the end of a longer one (全市城镇新增就业) counts as this alike."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One year's value of an indicator and where it stands."""

    indicator: str
    year: int
    value: Decimal
    unit: str
    text: str
    direction: Direction
    document_id: str
    document: str
    section: str
    sentence: str
    score: float
    reported: int
    start: int = 0
    cumulative: bool = False

    @property
    def signed(self) -> Decimal:
        """The value, negative where it measures a fall."""
        return -abs(self.value) if self.direction == "down" else self.value

    @property
    def amount(self) -> str:
        """The value as plain digits with its unit."""
        return format_quantity(self.value, self.unit)


def facts(
    indicator: str,
    rows: Sequence[LedgerRow],
    placed: Iterable[PlacedFigure],
    years: Collection[int] = (),
    *,
    growth: bool = False,
) -> dict[int, Fact]:
    """The best fact for each year. The ledger counts before reports, then the likeliest name.

    ``growth`` asks for the rate of change (…增速), else for the level. Targets are no facts. An
    empty ``years`` means all.
    """
    wanted = key(indicator).removesuffix("增速") or indicator
    found: dict[int, list[Fact]] = {}
    for fact in (*_of_ledger(wanted, rows, growth), *_of_reports(wanted, placed, growth)):
        if not years or fact.year in years:
            found.setdefault(fact.year, []).append(fact)
    best = {year: max(group, key=_rank) for year, group in found.items()}
    return _one_measure(best)


def _rank(fact: Fact) -> tuple[bool, bool, float, int]:
    """Ledger first, a year's result before a sum over years, then name and nearest report."""
    distance = abs(fact.reported - fact.year) if fact.reported else 9
    return fact.document == LEDGER, not fact.cumulative, round(fact.score, 2), -distance


def _placed_in_time(entry: PlacedFigure) -> bool:
    """Whether the text itself says that the figure is of this year.

    In a report on several years 从26.6万亿元增加到51.9万亿元 says nothing of the first number's
    year; only one that names the year, or 上年, does.
    """
    year, reported = entry.figure.fact_year, entry.report_year
    if year is None or reported is None or year >= reported - 1:
        return True
    return str(year) in entry.figure.sentence or bool(_LAST_YEAR.search(entry.figure.sentence))


def _one_measure(best: dict[int, Fact]) -> dict[int, Fact]:
    """Only years whose values can be compared: one name's measure in one kind of unit."""
    if len(best) < 2:
        return best
    lead = max(best.values(), key=lambda fact: (fact.score, fact.year))
    return {
        year: fact
        for year, fact in best.items()
        if unit_scale(fact.unit, lead.unit) is not None and fact.score >= lead.score - 0.25
    }


def _of_ledger(wanted: str, rows: Sequence[LedgerRow], growth: bool) -> Iterable[Fact]:
    for row in rows:
        score = _alike(wanted, row.indicator)
        if score < SAME:
            continue
        for year, value in row.values.items():
            if _is_growth(row.indicator, value.direction, row.unit) != growth:
                continue
            yield Fact(
                indicator=row.indicator,
                year=year,
                value=value.value,
                unit=row.unit,
                text=written(row, value),
                direction=value.direction,
                document_id="",
                document=LEDGER,
                section=row.section,
                sentence=f"{row.indicator}，{year}年{written(row, value)}",
                score=score,
                reported=0,
            )


def _of_reports(wanted: str, placed: Iterable[PlacedFigure], growth: bool) -> Iterable[Fact]:
    for entry in placed:
        figure = entry.figure
        quantity = figure.quantity
        if figure.fact_year is None or figure.status not in _RESULTS:
            continue
        if not _placed_in_time(entry):
            continue
        if _is_growth(figure.indicator, quantity.direction, quantity.unit) != growth:
            continue
        score = _alike(wanted, figure.indicator)
        if score < SAME:
            continue
        yield Fact(
            indicator=figure.indicator,
            year=figure.fact_year,
            value=quantity.value,
            unit=quantity.unit,
            text=quantity.text,
            direction=quantity.direction,
            document_id=entry.document_id,
            document=entry.document_title,
            section=figure.section,
            sentence=figure.sentence,
            score=score,
            reported=entry.report_year or 0,
            start=quantity.start,
            cumulative=figure.status == "cumulative" or bool(_YEARS.search(figure.sentence)),
        )


def _alike(wanted: str, name: str) -> float:
    own = key(name).removesuffix("增速")
    score = same_indicator(wanted, own)
    if len(wanted) >= 4 and own.endswith(wanted):
        return max(score, _NAMED_AT)
    return score


def _is_growth(name: str, direction: Direction, unit: str) -> bool:
    return unit in ("%", "％") and (bool(direction) or key(name).endswith("增速"))
