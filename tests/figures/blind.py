"""Paragraphs with labelled figures in them, written ``{surface|value unit|keys|marks}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

from rag.figures.extract import extract_figures
from rag.records import Figure

_MARK = re.compile(r"\{(?P<figure>[^{}]+)\}|<(?P<trap>[^<>]+)>")


@dataclass(frozen=True)
class Labelled:
    """One figure that must be found; ``standard`` ones may be."""

    start: int
    end: int
    value: Decimal
    unit: str
    keys: tuple[str, ...]
    direction: str
    fact_year: int
    standard: bool


@dataclass(frozen=True)
class Paragraph:
    """A text without its marks, its figures, and the spans of its traps."""

    name: str
    year: int
    text: str
    figures: tuple[Labelled, ...]
    traps: tuple[tuple[int, int], ...]


@dataclass
class Score:
    """F1 of value, unit and direction; F1 with name and year; traps taken for figures."""

    wanted: int = 0
    found: int = 0
    right_value: int = 0
    right: int = 0
    traps: int = 0
    trapped: int = 0

    def add(self, other: Score) -> None:
        """Take in what another set gave."""
        for counted in fields(self):
            name = counted.name
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def f1_value(self) -> float:
        return 2 * self.right_value / (self.found + self.wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted)


def paragraphs(path: Path) -> Iterator[Paragraph]:
    """The labelled paragraphs of a file."""
    name, year = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        head = re.match(r"# (\w\d+) (\d{4}) ", line)
        if head:
            name, year = head[1], int(head[2])
        elif not line.startswith("#") and line:
            yield _paragraph(name, year, line)


def _paragraph(name: str, year: int, line: str) -> Paragraph:
    text, figures, traps, last = "", [], [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        start, last = len(text), match.end()
        if match["trap"]:
            text += match["trap"]
            traps.append((start, len(text)))
            continue
        surface, quantity, keys, *marks = match["figure"].split("|")
        text += surface
        value, _, unit = quantity.partition(" ")
        figures.append(
            Labelled(
                start,
                len(text),
                Decimal(value),
                unit,
                tuple(keys.split("/")),
                next((mark for mark in marks if mark in {"up", "down"}), ""),
                next((int(mark) for mark in marks if mark.isdigit()), year),
                "standard" in marks,
            )
        )
    return Paragraph(name, year, text + line[last:], tuple(figures), tuple(traps))


def measure(path: Path) -> tuple[Score, list[str]]:
    """The score of a labelled file and in words what is wrong."""
    score, mistakes = Score(), []
    for paragraph in paragraphs(path):
        found = list(extract_figures(paragraph.text, report_year=paragraph.year))
        mistakes += [f"{paragraph.name} {said}" for said in _compare(paragraph, found, score)]
    return score, mistakes


def _compare(paragraph: Paragraph, found: list[Figure], score: Score) -> Iterator[str]:
    for start, end in paragraph.traps:
        score.traps += 1
        caught = [f for f in found if start <= f.quantity.start < end]
        score.trapped += bool(caught)
        if caught:
            yield f"误认 {paragraph.text[start:end]} {caught[0].indicator}"
    for label in paragraph.figures:
        own = [f for f in found if label.start <= f.quantity.start < label.end]
        found = [f for f in found if f not in own]
        if not own and label.standard:
            continue
        score.wanted += 1
        score.found += bool(own)
        yield from _judge(paragraph.text[label.start : label.end], label, own, score)
    for extra in dict.fromkeys(f.quantity.start for f in found if f.status != "standard"):
        score.found += 1
        yield f"多 {paragraph.text[extra : extra + 8]}"


def _judge(surface: str, label: Labelled, own: list[Figure], score: Score) -> Iterator[str]:
    if not own:
        yield f"漏 {surface}"
        return
    quantity = own[0].quantity
    if (quantity.value, quantity.unit, quantity.direction) != (
        label.value,
        label.unit,
        label.direction,
    ):
        yield f"值 {surface} {quantity.value}{quantity.unit}{quantity.direction}"
        return
    score.right_value += 1
    named = any(key in figure.indicator for key in label.keys for figure in own)
    dated = own[0].fact_year == label.fact_year
    score.right += named and dated
    if not named:
        yield f"名 {surface} {[f.indicator for f in own]} ∌ {label.keys}"
    if not dated:
        yield f"年 {surface} {own[0].fact_year} ≠ {label.fact_year}"
