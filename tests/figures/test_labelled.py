"""Extraction measured on labelled figures; the texts themselves are only read where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.figures.evaluate import score_gold
from tests.figures import blind
from tests.figures.blind import Score
from tests.figures.labelled import DATA, labelled, measure

REPORTS = ("figures.tsv", "figures_2.tsv")
PARAGRAPHS = ("blind_figures.txt", "blind_figures_2.txt", "blind_figures_3.txt")


def test_enough_figures_and_traps_are_labelled() -> None:
    labels = [label for file in REPORTS for text in labelled(file) for label in text.labels]
    assert sum(label.status not in {"trap", "either"} for label in labels) > 450
    assert sum(label.status == "trap" for label in labels) > 120


@pytest.mark.parametrize("file", REPORTS)
def test_labelled_reports_are_read_right(file: str, shared_data: Path) -> None:
    score, mistakes = measure(file, shared_data / "reports")
    assert score.f1_value >= 0.98, mistakes
    assert score.f1 >= 0.96, mistakes


def test_all_sets_together_keep_their_floor(shared_data: Path) -> None:
    together, mistakes = Score(), list[str]()
    for score, said in (
        *(measure(file, shared_data / "reports") for file in REPORTS),
        *(blind.measure(DATA / file) for file in PARAGRAPHS),
    ):
        together.add(score)
        mistakes += said
    assert together.wanted > 1100
    assert together.f1_value >= 0.99, mistakes
    assert together.f1 >= 0.98, mistakes
    assert together.trapped <= together.traps * 0.01, mistakes


def test_the_gold_measures_are_reached(shared_data: Path) -> None:
    score = score_gold(shared_data / "gold", shared_data / "reports")
    assert score.n > 200
    assert score.f1_value >= 0.98
    assert score.f1_full >= 0.95
    assert score.trap_rate <= 0.01
