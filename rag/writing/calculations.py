"""Answers the program computes: a value, growth, a comparison, an extreme, a sum, a series."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from rag.figures.entry import unit_scale
from rag.figures.growth import growth
from rag.records import AnswerSeries, LedgerRow, LedgerValue
from rag.text.numerals import format_quantity
from rag.writing.facts import Fact
from rag.writing.measures import unit_between
from rag.writing.questions import Asked, Wanted

_RATE: Final = re.compile(r"[增减]?(?:增速|增幅|涨幅|降幅|增长率?|变化|增加|减少|下降)$")


_LIKE: Final = 2
_MANY: Final = 4
_MISREAD: Final = 100
"""So many times the usual of many years is a number misread, or of something else."""
_WORDS_OF_CHANGE: Final = {
    "%": ("增长", "下降"),
    "％": ("增长", "下降"),
    "‰": ("增长", "下降"),
    "个百分点": ("提高", "下降"),
    "百分点": ("提高", "下降"),
    "倍": ("增长", "下降"),
}


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer's sentence with [n] for the nth of ``facts``, and how it was computed."""

    text: str
    facts: tuple[Fact, ...]
    formula: str = ""


def compute(asked: Asked, known: Mapping[int, Fact]) -> Computed | None:
    """The answer from the facts by year; None when a year it needs is not known."""
    ordered = tuple(known[year] for year in sorted(known))
    if not ordered:
        return None
    if asked.planned and any(fact.rivals for fact in ordered):
        # A year's target beside that of a five-year plan: which is meant is not for us to say.
        return None
    wanted: Wanted = asked.wanted
    if wanted != "value":
        known = _comparable(known)
        ordered = tuple(known[year] for year in sorted(known))
    if wanted in ("highest", "lowest"):
        return _extreme(ordered, asked.fact_years, highest=wanted == "highest")
    if wanted == "growth":
        return _growth(asked, known)
    years = asked.fact_years
    if wanted in ("compare", "total") and any(year not in known for year in years):
        return None
    if wanted in ("compare", "total") and any(known[year].contrary for year in years):
        return None
    if wanted == "compare":
        return _compare(known[years[0]], known[years[-1]])
    if wanted == "total":
        return _total(tuple(known[year] for year in years))
    if wanted == "series":
        return _series(ordered, years)
    return _value(ordered[-1])


def _comparable(known: Mapping[int, Fact]) -> Mapping[int, Fact]:
    """The facts without sums over several years, told by their size beside the nearest year's.

    五年新增就业5100万人 is no value of 2007; 五年来总产值增加到24万亿元 may well be one of 1992.
    """
    if len(known) >= _MANY:
        usual = median(abs(in_plain_unit(fact)) for fact in known.values())
        known = {
            year: fact
            for year, fact in known.items()
            if usual / _MISREAD <= abs(in_plain_unit(fact)) <= usual * _MISREAD
        }
    plain = [fact for fact in known.values() if not fact.cumulative]

    def fits(fact: Fact) -> bool:
        near = min(plain, key=lambda other: abs(other.year - fact.year))
        sizes = sorted(abs(in_plain_unit(one)) for one in (fact, near))
        return sizes[1] <= _LIKE * sizes[0]

    if not plain:
        return known
    return {year: fact for year, fact in known.items() if not fact.cumulative or fits(fact)}


def series(known: Sequence[Fact]) -> AnswerSeries | None:
    """The facts as points of one line, in the last one's unit; None where units differ.

    Nor do two facts of one year make a line.
    """
    ordered = sorted(known, key=lambda fact: fact.year)
    if len({fact.year for fact in ordered}) < max(2, len(ordered)):
        return None
    last = ordered[-1]
    points = []
    for fact in ordered:
        scale = unit_between(fact.unit, last.unit)
        if scale is None:
            return None
        points.append((fact.year, float(fact.signed * scale)))
    return AnswerSeries(last.indicator, last.unit, tuple(points))


def stated(fact: Fact) -> str:
    """2008年城镇新增就业1113万人 or 2009年国内生产总值增长8.7%."""
    name = fact.indicator
    if fact.planned:
        return f"{fact.year}年{name}的目标是{fact.text}"
    if fact.direction:
        rate = _RATE.search(name)
        up, down = _WORDS_OF_CHANGE.get(fact.unit, ("增加", "减少"))
        word = up if fact.direction == "up" else down
        name = f"{name[: rate.start()] if rate else name}{word}"
    elif fact.summed and "累计" not in name:
        name = f"累计{name}"
    return f"{fact.year}年{name}{fact.text}"


def _value(fact: Fact) -> Computed:
    if fact.contrary:
        several = (fact, *fact.contrary)
        told = "，".join(f"{one.text}[{n}]" for n, one in enumerate(several, start=1))
        name = stated(fact).removesuffix(fact.text)
        return Computed(f"{name}在《{fact.document}》里有不同的数字：{told}。", several)
    return Computed(f"{stated(fact)}。[1]", (fact,))


def _series(ordered: tuple[Fact, ...], years: tuple[int, ...]) -> Computed:
    parts = [f"{fact.year}年{fact.text}[{n}]" for n, fact in enumerate(ordered, start=1)]
    text = f"{ordered[-1].indicator}：{'，'.join(parts)}{_missing(ordered, years)}。"
    return Computed(text, ordered)


def _missing(ordered: tuple[Fact, ...], years: tuple[int, ...]) -> str:
    """；2021年没有找到: what was asked for and is not known is said."""
    known = {fact.year for fact in ordered}
    gaps = [f"{year}年" for year in years if year not in known]
    return f"；{'、'.join(gaps)}没有找到" if gaps else ""


def _extreme(ordered: tuple[Fact, ...], years: tuple[int, ...], *, highest: bool) -> Computed:
    if len(ordered) == 1:
        return Computed(f"只有{stated(ordered[0])}，没有别的年份可比。[1]", ordered)
    pick = max if highest else min
    best = pick(ordered, key=in_plain_unit)
    first, last = ordered[0].year, ordered[-1].year
    word = "最高" if highest else "最低"
    text = (
        f"{first}—{last}年有记录的{len(ordered)}年中，{stated(best)}，{word}"
        f"{_missing(ordered, years)}。[1]"
    )
    rest = tuple(fact for fact in ordered if fact is not best)
    return Computed(text, (best, *rest))


def _compare(a: Fact, b: Fact) -> Computed | None:
    moved = _moved(a, b)
    if moved is None:
        return None
    words, formula = moved
    text = f"{stated(a)}[1]，{b.year}年{b.text}[2]，{b.year}年比{a.year}年{words}。"
    return Computed(text.replace("年持平", "年没有变化"), (a, b), formula)


def _growth(asked: Asked, known: Mapping[int, Fact]) -> Computed | None:
    year = asked.fact_years[-1] if asked.fact_years else max(known)
    if year not in known:
        return None
    if known[year].direction:
        return _value(known[year])
    if year - 1 not in known:
        return None
    moved = _moved(known[year - 1], known[year])
    if moved is None or known[year].contrary or known[year - 1].contrary:
        return None
    words, formula = moved
    before, now = known[year - 1], known[year]
    text = f"{stated(now)}[1]，{before.year}年{before.text}[2]，比上年{words}。"
    return Computed(text.replace("比上年持平", "与上年持平"), (now, before), formula)


def _total(chosen: tuple[Fact, ...]) -> Computed:
    unit = chosen[-1].unit
    total = sum((_in_unit(fact, unit) for fact in chosen), Decimal(0))
    parts = "＋".join(f"{fact.text}[{n}]" for n, fact in enumerate(chosen, start=1))
    first, last = chosen[0].year, chosen[-1].year
    text = f"{first}—{last}年{chosen[-1].indicator}合计{format_quantity(total, unit)}（{parts}）。"
    return Computed(text, chosen, f"{parts}＝{format_quantity(total, unit)}")


def _moved(a: Fact, b: Fact) -> tuple[str, str] | None:
    """How the value moved from ``a`` to ``b``, in words, and the formula."""
    if unit_between(a.unit, b.unit) is None:
        return None
    values = {
        0: LedgerValue(_in_unit(a, b.unit), "", direction=a.direction),
        1: LedgerValue(b.value, "", direction=b.direction),
    }
    change = growth(LedgerRow(b.indicator, b.unit, "", values), 1)
    if change is None:
        return None
    words = change.diff_text
    if change.percent is not None and change.diff:
        words += f"，{change.percent_text}"
    return words, change.formula


def in_plain_unit(fact: Fact) -> Decimal:
    """The signed value without 万 and 亿 in its unit."""
    scale = unit_scale(fact.unit, fact.unit.lstrip("百千万亿")) or Decimal(1)
    return fact.signed * scale


def _in_unit(fact: Fact, unit: str) -> Decimal:
    return fact.value * (unit_between(fact.unit, unit) or Decimal(1))
