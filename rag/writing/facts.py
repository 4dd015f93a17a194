"""The values of one indicator over the years, from the ledger and from indexed reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rag.figures.entry import unit_scale
from rag.figures.names import SAME, key
from rag.records import Direction, LedgerRow
from rag.text.numerals import format_quantity
from rag.writing.measures import Measure, likeness, unit_between
from rag.writing.orders import is_order
from rag.writing.owners import owner_of
from rag.writing.wording import written

if TYPE_CHECKING:
    from rag.library.catalog import PlacedFigure

LEDGER: Final = "指标台账"
_RESULTS: Final = ("actual", "cumulative")
_LAST_YEAR: Final = re.compile("上年|去年|上一年")
_YEARS: Final = re.compile("[三四五]年(?:来|间|累计)?(?!计划|规划)|十[一二三四五]五")
_MOVED: Final = re.compile("增速|增幅|涨幅|降幅|增长率")
_SUM: Final = re.compile("累计|以来|至今|累积|总计")
_AS_LIKELY: Final = 0.05
_SHOWN_RIVALS: Final = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One year's value of an indicator and where it stands.

    ``rivals`` are other values that reports give for the same, with their document; ``contrary``
    are those of the same document, where it is not for us to say which is meant. ``summed`` says
    that the report itself calls the value 累计.
    """

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
    planned: bool = False
    rivals: tuple[str, ...] = ()
    summed: bool = False
    contrary: tuple[Fact, ...] = ()

    @property
    def signed(self) -> Decimal:
        """The value, negative where it measures a fall."""
        return -abs(self.value) if self.direction == "down" else self.value

    @property
    def amount(self) -> str:
        """The value as plain digits with its unit."""
        return format_quantity(self.value, self.unit)


def facts(
    wanted: Measure,
    rows: Sequence[LedgerRow],
    placed: Iterable[PlacedFigure],
    years: Collection[int] = (),
) -> dict[int, Fact]:
    """The best fact for each year. The ledger counts before reports, then the likeliest name.

    Targets are no facts unless they are asked for. An empty ``years`` means all.
    """
    found: dict[int, list[Fact]] = {}
    for fact in candidates(wanted, rows, placed, years):
        found.setdefault(fact.year, []).append(fact)
    found = _of_one_owner(found)
    return _one_measure({year: _best(group) for year, group in found.items()})


def candidates(
    wanted: Measure,
    rows: Sequence[LedgerRow],
    placed: Iterable[PlacedFigure],
    years: Collection[int] = (),
) -> tuple[Fact, ...]:
    """All facts that may be meant, of any place; an empty ``years`` means all years."""
    entered = () if wanted.planned or wanted.cumulative else _of_ledger(wanted, rows)
    return tuple(
        fact for fact in (*entered, *_of_reports(wanted, placed)) if not years or fact.year in years
    )


def _of_one_owner(found: dict[int, list[Fact]]) -> dict[int, list[Fact]]:
    """Only facts of the place with most of the years; where several have as many, each says whose.

    A row of years in which one is another province's compares what cannot be compared.
    """
    owners = Counter(
        owner
        for group in found.values()
        for owner in {owner_of(fact.document) for fact in group if fact.document != LEDGER}
    )
    if len(owners) < 2:
        return found
    most = max(owners.values())
    leading = {owner for owner, years in owners.items() if years == most}
    chosen: dict[int, list[Fact]] = {}
    for year, group in found.items():
        kept = [
            fact
            if fact.document == LEDGER or len(leading) == 1
            else replace(fact, indicator=f"{owner_of(fact.document)}{fact.indicator}")
            for fact in group
            if fact.document == LEDGER or owner_of(fact.document) in leading
        ]
        if kept:
            chosen[year] = kept
    return chosen


def _best(group: Sequence[Fact]) -> Fact:
    best = max(group, key=_rank)
    rivals = dict.fromkeys(
        f"{other.indicator}{other.text}（{other.document}）"
        for other in group
        if other.score >= best.score - _AS_LIKELY and _differs(best, other)
    )
    return replace(
        best, rivals=tuple(rivals)[:_SHOWN_RIVALS], contrary=_in_same_document(best, group)
    )


def _in_same_document(best: Fact, group: Sequence[Fact]) -> tuple[Fact, ...]:
    """Other values of the same name in the same document: of five years and of the last one."""
    found: dict[Decimal, Fact] = {}
    for other in group:
        if other.document_id != best.document_id or other.score < best.score:
            continue
        if best.document_id and _differs(best, other) and not best.cumulative:
            found.setdefault(other.value, other)
    return tuple(found.values())[:_SHOWN_RIVALS]


def _differs(a: Fact, b: Fact) -> bool:
    """Whether two facts contradict each other: one measure, one kind of sum, two values."""
    scale = unit_scale(b.unit, a.unit)
    same_kind = a.cumulative == b.cumulative and key(a.indicator) == key(b.indicator)
    return same_kind and scale is not None and b.signed * scale != a.signed


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
        if unit_between(fact.unit, lead.unit) is not None and fact.score >= lead.score - 0.25
    }


def _of_ledger(wanted: Measure, rows: Sequence[LedgerRow]) -> Iterable[Fact]:
    for row in rows:
        for year, value in row.values.items():
            if not _is_kind(wanted, row.indicator, value.direction, row.unit):
                continue
            text = written(row, value)
            score = likeness(
                wanted, row.indicator, unit=row.unit, value=text, sentence=row.section, place=""
            )
            if score < SAME:
                continue
            yield Fact(
                indicator=row.indicator,
                year=year,
                value=value.value,
                unit=row.unit,
                text=text,
                direction=value.direction,
                document_id="",
                document=LEDGER,
                section=row.section,
                sentence=f"{row.indicator}，{year}年{text}",
                score=score,
                reported=0,
            )


def _of_reports(wanted: Measure, placed: Iterable[PlacedFigure]) -> Iterable[Fact]:
    for entry in placed:
        figure = entry.figure
        quantity = figure.quantity
        asked_for = ("target",) if wanted.planned else _RESULTS
        if figure.fact_year is None or figure.status not in asked_for:
            continue
        if not _placed_in_time(entry) or (wanted.cumulative and figure.status != "cumulative"):
            continue
        if not _is_kind(wanted, figure.indicator, quantity.direction, quantity.unit):
            continue
        score = likeness(
            wanted,
            figure.indicator,
            unit=quantity.unit,
            value=quantity.text,
            sentence=figure.sentence,
            place=f"{entry.document_title}\n{figure.section}",
        )
        if score >= SAME and not is_order(figure.sentence):
            yield _reported(entry, figure.fact_year, score)


def _reported(entry: PlacedFigure, year: int, score: float) -> Fact:
    figure = entry.figure
    return Fact(
        indicator=figure.indicator,
        year=year,
        value=figure.quantity.value,
        unit=figure.quantity.unit,
        text=figure.quantity.text,
        direction=figure.quantity.direction,
        document_id=entry.document_id,
        document=entry.document_title,
        section=figure.section,
        sentence=figure.sentence,
        score=score,
        reported=entry.report_year or 0,
        start=figure.quantity.start,
        cumulative=figure.status == "cumulative" or bool(_YEARS.search(figure.sentence)),
        planned=figure.status == "target",
        summed=figure.status == "cumulative" and _called_sum(figure.sentence, figure.quantity.text),
    )


def _called_sum(sentence: str, value: str) -> bool:
    """Whether the clause of a value says 累计; the word may belong to the figure before it."""
    clause = re.split(r"[，；。：（、]", sentence[: max(0, sentence.find(value))])[-1]
    return bool(_SUM.search(clause))


def _is_kind(wanted: Measure, name: str, direction: Direction, unit: str) -> bool:
    """Whether a figure is a level, an absolute change or a rate, as asked.

    国家财政收入增加1501亿元 is no level; 户均增收2900元 and 减少贫困人口800万人 are values in
    their own right.
    """
    moved = key(name).endswith("增速")
    if wanted.rank:
        return bool(_MOVED.search(name)) == wanted.growth
    if unit in ("%", "％"):
        return (bool(direction) or moved) == wanted.growth
    return not wanted.growth and (moved == wanted.change if wanted.change or moved else True)
