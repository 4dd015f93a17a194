"""Measure extraction on figures labelled by hand (``zhubi eval``).

A folder of gold has one TSV file a text (start, surface, value, unit, approx, indicator, key,
direction, fact_year, status) and ``traps.tsv`` (id, start, surface, why) with number-like things
that are no figures. A comment at a file's end says up to which offset it is complete. Statuses
are not measured, and figures of status ``standard`` may be found or not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rag.figures.extract import extract_figures
from rag.records import Figure
from rag.text.clean import simplify

_COMPLETE = re.compile(r"offset (\d+)")


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A labelled figure; a right indicator contains one of ``keys``."""

    start: int
    surface: str
    value: Decimal
    unit: str
    keys: tuple[str, ...]
    direction: str
    fact_year: int | None
    status: str


@dataclass(frozen=True, slots=True)
class GoldScore:
    """F1 of value, unit and direction; F1 with indicator and fact year; traps taken for figures.

    ``n`` counts the labelled figures that must be found, ``mistakes`` says in words what is wrong.
    """

    f1_value: float
    f1_full: float
    trap_rate: float
    n: int
    mistakes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    found: int = 0
    wanted: int = 0
    right_value: int = 0
    right_full: int = 0
    traps: int = 0
    trapped: int = 0


def score_gold(gold_dir: Path, reports_dir: Path) -> GoldScore:
    """Extract the figures of every gold text and compare.

    Raises ``OSError`` when a file is missing.
    """
    texts = _texts(reports_dir)
    traps = _traps(gold_dir / "traps.tsv")
    count = _Count()
    mistakes: list[str] = []
    for path in sorted(gold_dir.glob("*.tsv")):
        if path.name != "traps.tsv":
            text, year = texts[path.stem]
            lines = path.read_text(encoding="utf-8").splitlines()
            end = _complete_until(lines, len(text))
            found = [f for f in extract_figures(text, report_year=year) if f.quantity.start < end]
            mistakes += _compare(path.stem, list(_gold(lines)), found, count)
            mistakes += _trapped(path.stem, traps.get(path.stem, []), found, end, count)
    return GoldScore(
        f1_value=_f1(count.right_value, count.found, count.wanted),
        f1_full=_f1(count.right_full, count.found, count.wanted),
        trap_rate=count.trapped / count.traps if count.traps else 0.0,
        n=count.wanted,
        mistakes=tuple(mistakes),
    )


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 0.0


def _texts(reports_dir: Path) -> dict[str, tuple[str, int | None]]:
    """Texts by the name of their gold file, with the report's year."""
    texts: dict[str, tuple[str, int | None]] = {}
    excerpts = (reports_dir / "grassroots" / "excerpts.jsonl").read_text(encoding="utf-8")
    for line in excerpts.splitlines():
        record = json.loads(line)
        texts[record["id"]] = (record["text"], record["year"])
    for path in (reports_dir / "province-2026").glob("*.txt"):
        name = re.sub(r"^\d{4}年|(?:省|市|壮族自治区)?政府工作报告$", "", path.stem)
        texts[name] = (path.read_text(encoding="utf-8"), int(path.stem[:4]))
    return texts


def _complete_until(lines: list[str], length: int) -> int:
    ends = [match for line in lines if line.startswith("#") and (match := _COMPLETE.search(line))]
    return int(ends[-1][1]) if ends else length


def _gold(lines: Iterable[str]) -> Iterator[GoldFigure]:
    for line in lines:
        if line.startswith(("#", "start\t")) or not line:
            continue
        fields = line.split("\t")
        yield GoldFigure(
            start=int(fields[0]),
            surface=fields[1].replace("\\n", "\n"),
            value=Decimal(fields[2]),
            unit=simplify_unit(fields[3]),
            keys=tuple(fields[6].split("|")),
            direction=fields[7],
            fact_year=int(fields[8]) if fields[8] else None,
            status=fields[9],
        )


def simplify_unit(unit: str) -> str:
    """A unit in simplified characters, also where it is too short to show that it is not."""
    return simplify(f"個{unit}")[1:]


def _traps(path: Path) -> dict[str, list[tuple[int, str]]]:
    traps: dict[str, list[tuple[int, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "id\t")) and line:
            name, start, surface, _ = line.split("\t")
            traps.setdefault(name, []).append((int(start), surface.replace("\\n", "\n")))
    return traps


def _compare(
    name: str, gold: list[GoldFigure], found: list[Figure], count: _Count
) -> Iterator[str]:
    by_start: dict[int, list[Figure]] = {}
    for figure in found:
        by_start.setdefault(figure.quantity.start, []).append(figure)
    for wanted in gold:
        figures = by_start.pop(wanted.start, [])
        if wanted.status == "standard" and not figures:
            continue
        count.wanted += 1
        count.found += bool(figures)
        if not figures:
            yield f"{name} {wanted.start} 漏 {wanted.surface}"
            continue
        yield from _judge(name, wanted, figures, count)
    for figures in by_start.values():
        if figures[0].status != "standard":
            count.found += 1
            yield f"{name} {figures[0].quantity.start} 多 {figures[0].quantity.text}"


def _judge(name: str, wanted: GoldFigure, figures: list[Figure], count: _Count) -> Iterator[str]:
    quantity = figures[0].quantity
    if (quantity.value, quantity.unit, quantity.direction) == (
        wanted.value,
        wanted.unit,
        wanted.direction,
    ):
        count.right_value += 1
    else:
        yield (
            f"{name} {wanted.start} 值 {wanted.surface}: {quantity.value}{quantity.unit}"
            f"{quantity.direction} ≠ {wanted.value}{wanted.unit}{wanted.direction}"
        )
        return
    indicators = [figure.indicator for figure in figures]
    named = any(simplify(key) in indicator for key in wanted.keys for indicator in indicators)
    dated = wanted.fact_year is None or figures[0].fact_year == wanted.fact_year
    count.right_full += named and dated
    if not named:
        yield f"{name} {wanted.start} 指标 {wanted.surface}: {indicators} ∌ {wanted.keys}"
    if not dated:
        year = figures[0].fact_year
        yield f"{name} {wanted.start} 年 {wanted.surface}: {year} ≠ {wanted.fact_year}"


def _trapped(
    name: str, traps: list[tuple[int, str]], found: list[Figure], end: int, count: _Count
) -> Iterator[str]:
    for start, surface in traps:
        if start >= end:
            continue
        count.traps += 1
        for figure in found:
            if start <= figure.quantity.start < start + len(surface):
                count.trapped += 1
                yield f"{name} {start} 误认 {surface}"
                break
