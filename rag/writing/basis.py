"""What an answer may rest on: the library and the ledger, and the refusal when there is nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from rag.library.question import OTHER_NAMES
from rag.records import Answer, DocumentEntry, DocumentKind, Hit, LedgerRow, Passage, SearchResult
from rag.writing.grounded import REFUSAL, citation
from rag.writing.questions import Asked

if TYPE_CHECKING:
    from rag.library.catalog import PlacedFigure

BY_RULE: Final = "rule"
WIDE: Final = 8
"""Passages looked through for an answer."""
_NEAREST: Final = 3


class Searcher(Protocol):
    """What is asked of ``rag.library.search.Retriever``."""

    def search(
        self,
        query: str,
        k: int | None = None,
        *,
        year: int | None = None,
        kind: DocumentKind | None = None,
    ) -> SearchResult:
        """The best passages."""


class Figures(Protocol):
    """What is asked of ``rag.library.catalog.Catalog``."""

    def list(self) -> Sequence[DocumentEntry]:
        """The indexed documents."""

    def find_figures(
        self,
        years: Collection[int] = (),
        document_ids: Collection[str] | None = None,
        naming: Collection[str] = (),
    ) -> Sequence[PlacedFigure]:
        """Figures of these fact years (all when empty), named with any of some words."""

    def passage_at(self, document_id: str, offset: int) -> Passage | None:
        """The passage around an offset."""

    def latest_year(self) -> int | None:
        """The year of the newest report."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where answers come from; with a ``kind`` only documents of that kind."""

    search: Searcher
    catalog: Figures
    rows: Sequence[LedgerRow]
    kind: DocumentKind | None = None

    def figures(self, years: Collection[int], names: Sequence[str] = ()) -> Sequence[PlacedFigure]:
        """Figures of these years that may go by a name, in documents of the kind asked for."""
        pairs = {name[place : place + 2] for name in names for place in range(len(name) - 1)}
        # Other letters for the same: GDP in the report, 国内生产总值 in the question.
        pairs |= {
            letters.upper()
            for letters, full in OTHER_NAMES.items()
            if any(full.removeprefix("国内") in name for name in names)
        }
        naming = tuple(sorted(pair for pair in pairs if pair.isalnum()))
        if self.kind is None:
            return self.catalog.find_figures(tuple(sorted(years)), None, naming)
        ids = {entry.id for entry in self.catalog.list() if entry.kind == self.kind}
        return self.catalog.find_figures(tuple(sorted(years)), ids, naming)


def of_years(asked: Asked, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Hits that may answer for the years named; all where none is."""
    if asked.report_years:
        return tuple(h for h in hits if h.passage.report_year in asked.report_years)
    if asked.fact_years:
        years = set(asked.fact_years)
        return tuple(
            h for h in hits if h.passage.report_year in years or years & set(h.passage.fact_years)
        )
    return tuple(hits)


def refusal(result: SearchResult) -> Answer:
    """The constant sentence, with the nearest passages as citations."""
    nearest = tuple(
        citation(n, hit, hit.passage.text) for n, hit in enumerate(result.hits[:_NEAREST], start=1)
    )
    return Answer(REFUSAL, True, nearest, (), BY_RULE, result.notices)
