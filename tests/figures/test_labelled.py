"""Extraction measured on labelled figures; the texts themselves are only read where they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rag.figures.evaluate import score_gold
from rag.figures.extract import extract_figures
from rag.records import Figure

LABELS = Path(__file__).parent.parent / "data" / "figures.tsv"


@dataclass(frozen=True)
class Label:
    start: int
    value: Decimal
    unit: str
    keys: tuple[str, ...]
    direction: str
    fact_year: int
    status: str


def labelled() -> dict[tuple[str, int, int, int], list[Label]]:
    texts: dict[tuple[str, int, int, int], list[Label]] = {}
    current: list[Label] = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        fields = line.removeprefix("# ").split("\t")
        if line.startswith("#") and len(fields) == 4:
            name, year, start, end = fields
            current = texts.setdefault((name, int(year), int(start), int(end)), [])
        elif not line.startswith(("#", "file\t")):
            _, at, _, value, unit, key, direction, fact_year, status = fields
            keys = tuple(key.split("|"))
            current.append(
                Label(int(at), Decimal(value), unit, keys, direction, int(fact_year), status)
            )
    return texts


def value_is_right(figure: Figure, label: Label) -> bool:
    quantity = figure.quantity
    return (quantity.value, quantity.unit, quantity.direction) == (
        label.value,
        label.unit,
        label.direction,
    )


def is_right(figure: Figure, label: Label) -> bool:
    named = any(key in figure.indicator for key in label.keys)
    return value_is_right(figure, label) and named and figure.fact_year == label.fact_year


def test_more_than_150_figures_are_labelled() -> None:
    assert sum(len(labels) for labels in labelled().values()) > 150


def test_labelled_reports_are_read_right(shared_data: Path) -> None:
    found = wanted = value_right = right = 0
    for (name, year, start, end), labels in labelled().items():
        text = (shared_data / "reports" / name).read_text(encoding="utf-8")
        figures = {
            figure.quantity.start: figure
            for figure in extract_figures(text, report_year=year)
            if start <= figure.quantity.start < end and figure.status != "standard"
        }
        firm = [label for label in labels if label.status != "standard"]
        pairs = [(figures[label.start], label) for label in firm if label.start in figures]
        found, wanted = found + len(figures), wanted + len(firm)
        value_right += sum(value_is_right(figure, label) for figure, label in pairs)
        right += sum(is_right(figure, label) for figure, label in pairs)
    assert 2 * value_right / (found + wanted) >= 0.98
    assert 2 * right / (found + wanted) >= 0.95


def test_the_gold_measures_are_reached(shared_data: Path) -> None:
    score = score_gold(shared_data / "gold", shared_data / "reports")
    assert score.n > 200
    assert score.f1_value >= 0.98
    assert score.f1_full >= 0.95
    assert score.trap_rate <= 0.01
