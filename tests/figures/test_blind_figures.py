"""Extraction measured on paragraphs of our own that were labelled before the extractor saw them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.figures.blind import measure

DATA = Path(__file__).parent.parent / "data"
NAMES = ("blind_figures.txt", "blind_figures_2.txt", "blind_figures_3.txt")


@pytest.mark.parametrize("name", NAMES)
def test_labelled_paragraphs_of_many_styles_are_read_right(name: str) -> None:
    score, mistakes = measure(DATA / name)
    assert score.f1_value >= 0.98, mistakes
    assert score.f1 >= 0.95, mistakes


@pytest.mark.parametrize("name", NAMES)
def test_idioms_names_and_dates_are_no_figures(name: str) -> None:
    score, mistakes = measure(DATA / name)
    assert score.traps > 10
    assert score.trapped == 0, mistakes
