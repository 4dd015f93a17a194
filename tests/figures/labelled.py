"""Figures and traps labelled by hand in texts that are only read where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from rag.figures.extract import extract_figures
from rag.records import Figure
from tests.figures.blind import Score

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Label:
    """A row: a figure, a ``trap`` or a place where ``either`` is right. No year: not measured."""

    start: int
    surface: str
    value: Decimal
    unit: str
    keys: tuple[str, ...]
    direction: str
    fact_year: int | None
    status: str


@dataclass
class Text:
    """A stretch of a text in which every number is labelled."""

    name: str
    year: int
    start: int
    end: int
    labels: list[Label] = field(default_factory=list)


def labelled(file: str) -> Iterator[Text]:
    """The labelled stretches of a file in tests/data."""
    current: Text | None = None
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        fields = line.removeprefix("# ").split("\t")
        if line.startswith("#") and len(fields) == 4:
            if current:
                yield current
            current = Text(fields[0], *map(int, fields[1:]))
        elif not line.startswith(("#", "file\t")) and current:
            current.labels.append(_label(fields))
    if current:
        yield current


def _label(fields: list[str]) -> Label:
    _, at, surface, value, unit, key, direction, year, status = fields
    keys = tuple(key.split("|"))
    fact_year = int(year) if year else None
    return Label(int(at), surface, Decimal(value), unit, keys, direction, fact_year, status)


def measure(file: str, reports: Path) -> tuple[Score, list[str]]:
    """The score of a labelled file and in words what is wrong."""
    score, mistakes = Score(), []
    for text in labelled(file):
        content = (reports / text.name).read_text(encoding="utf-8")
        found: dict[int, list[Figure]] = {}
        for figure in extract_figures(content, report_year=text.year):
            if text.start <= figure.quantity.start < text.end:
                found.setdefault(figure.quantity.start, []).append(figure)
        mistakes += [f"{text.name} {said}" for said in _compare(text.labels, found, score)]
    return score, mistakes


def _compare(labels: list[Label], found: dict[int, list[Figure]], score: Score) -> Iterator[str]:
    for label in labels:
        inside = range(label.start, label.start + len(label.surface))
        own = [figures for start, figures in found.items() if start in inside]
        for start in [start for start in found if start in inside]:
            if label.status != "trap":
                del found[start]
        if label.status == "trap":
            score.traps += 1
            score.trapped += bool(own)
            if own:
                yield f"{label.start} 误认 {label.surface}"
        elif label.status != "either" and (own or label.status != "standard"):
            score.wanted += 1
            score.found += bool(own)
            yield from _judge(label, own[0] if own else [], score)
    for start, figures in found.items():
        if figures[0].status != "standard":
            score.found += 1
            yield f"{start} 多 {figures[0].quantity.text}"


def _judge(label: Label, own: list[Figure], score: Score) -> Iterator[str]:
    said = f"{label.start} {label.surface}"
    if not own:
        yield f"{said} 漏"
        return
    quantity = own[0].quantity
    stated = (quantity.value, quantity.unit, quantity.direction)
    if stated != (label.value, label.unit, label.direction):
        yield f"{said} 值 {stated}"
        return
    score.right_value += 1
    named = any(key in figure.indicator for key in label.keys for figure in own)
    dated = label.fact_year in (None, own[0].fact_year)
    score.right += named and dated
    if not named:
        yield f"{said} 名 {[figure.indicator for figure in own]}"
    if not dated:
        yield f"{said} 年 {own[0].fact_year}"
