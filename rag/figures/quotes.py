"""Figures that stand in past passages, for numbers a text gives to a past year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rag.figures.claims import Claim
from rag.figures.match import qualifier
from rag.figures.names import SAME, same_indicator
from rag.figures.paragraphs import paragraphs
from rag.records import Figure, Passage
from rag.text.numerals import canonical, equivalent


@dataclass(frozen=True, slots=True)
class Quoted:
    """A past figure and the passage it stands in."""

    figure: Figure
    passage: Passage


class QuoteIndex:
    """The figures of past passages by value and unit, read when first asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._figures: dict[tuple[Decimal, str], list[Quoted]] | None = None

    def find(self, claim: Claim, year: int) -> Quoted | None:
        """The past figure a claim quotes: same value, unit, indicator, direction and year.

        A claim about the report's own ``year`` is no quotation, unless it is a rule.
        """
        if claim.year >= year and claim.status != "standard":
            return None
        quantity = claim.quantity
        value, unit = canonical(quantity.value, quantity.unit)
        for quoted in self._all().get((value.normalize(), unit), ()):
            if _quotes(claim, quoted.figure):
                return quoted
        return None

    def _all(self) -> dict[tuple[Decimal, str], list[Quoted]]:
        if self._figures is None:
            self._figures = defaultdict(list)
            for passage in self._passages:
                for paragraph in paragraphs(passage.text, passage.report_year):
                    for figure in paragraph.figures:
                        value, unit = canonical(figure.quantity.value, figure.quantity.unit)
                        self._figures[value.normalize(), unit].append(Quoted(figure, passage))
        return self._figures


@lru_cache(maxsize=8)
def quotes_of(passages: tuple[Passage, ...]) -> QuoteIndex:
    """The index of these passages, made once."""
    return QuoteIndex(passages)


def _quotes(claim: Claim, figure: Figure) -> bool:
    if not equivalent(claim.quantity, figure.quantity):
        return False
    if claim.quantity.direction != figure.quantity.direction:
        return False
    if qualifier(claim.quantity.approx) != qualifier(figure.quantity.approx):
        return False
    if claim.status == "standard":
        if figure.status != "standard":
            return False
    elif figure.fact_year != claim.year or figure.status == "target":
        return False
    return any(same_indicator(name, figure.indicator) >= SAME for name in claim.names)
