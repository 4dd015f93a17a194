"""Search: keywords and vectors together, with the years a question means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from rag.errors import ComponentError
from rag.library.candidates import Candidate
from rag.library.catalog import Catalog
from rag.library.keywords import Allowed, Filters, KeywordIndex
from rag.library.question import Question, understand
from rag.library.ranking import alike, blend, rank
from rag.library.rerank import Reranker
from rag.library.successors import successors
from rag.library.vectors import VectorIndex
from rag.records import DocumentKind, Figure, Hit, Passage, SearchResult

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

_POOL = 60
"""Candidates of each way of finding."""
_COMPARED = 200
"""So few passages that pass a filter are compared with the question one by one."""
_MOST_NEAR = 1_000
"""Nearest vectors asked for, at most, where a filter will drop some. Chroma's own filter costs
twenty times the search at 100,000 passages, asking for a thousand four times."""
_MARGIN = 1.5
"""How many more are asked for than a filter would leave by chance."""
_LIKE_HEADING = 0.5
"""Share of equal pairs of characters (Dice) from which two headings name the same kind of work."""
_RERANKED = 30
_RERANK_SHARE = 0.5
"""A reranker knows words; years, blanks and succeeded rules are this side's, so both count."""
_ASIDE = ThreadPoolExecutor(max_workers=4, thread_name_prefix="zhubi-dense")
"""Looks by vector while keywords are looked up; a thread made anew costs 2 ms a question."""


def _this_year() -> int:
    return date.today().year


class Retriever(BaseRetriever):
    """Finds passages. A LangChain retriever: ``invoke(query)`` gives LangChain documents.

    ``vectors`` is None without an embedder; then keywords alone decide, and the result says so.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    catalog: Catalog
    keywords: KeywordIndex
    vectors: VectorIndex | None = None
    reranker: Reranker | None = None
    k: int = 8
    this_year: Callable[[], int] = Field(default=_this_year)

    def search(
        self,
        query: str,
        k: int | None = None,
        *,
        year: int | None = None,
        kind: DocumentKind | None = None,
        section: str | None = None,
    ) -> SearchResult:
        """The best passages for a question.

        ``year`` keeps passages that state facts of that year or stand in its report; years
        named in the query only weigh. ``section`` keeps passages under such a heading.
        """
        question, notices = self._understand(query)
        filters = Filters(years=(year,) if year else (), kind=kind, section=section)
        candidates = self._candidates(question, filters, notices)
        hits = self._reranked(query, rank(question, candidates), notices)
        return SearchResult(hits[: k or self.k], tuple(notices))

    def similar_section(
        self, heading: str, text: str = "", year: int | None = None, k: int = 5
    ) -> SearchResult:
        """Passages of past reports under headings like this one, newest first among equals.

        ``year`` is the report being written: only earlier reports count. Empty where no heading
        is like it.
        """
        question = Question(words=f"{heading}，{text[:150]}", clauses=(heading,))
        notices: list[str] = []
        filters = Filters(kind="report", before=year)
        candidates = self._candidates(question, filters, notices)
        ranked = rank(question, candidates, heading=heading)
        hits = [hit for hit in ranked if alike(heading, hit.passage.section_path) >= _LIKE_HEADING]
        return SearchResult(tuple(hits[:k]), tuple(notices))

    def _understand(self, query: str) -> tuple[Question, list[str]]:
        """今年 is the calendar's, but not beyond the year after the newest report."""
        latest = self.catalog.latest_year()
        today = self.this_year()
        base = min(today, latest + 1) if latest else today
        question = understand(query, this_year=base, latest_report=latest)
        if question.relative and question.fact_years:
            years = "、".join(f"{year}年" for year in question.fact_years)
            return question, [f"按今年是{base}年理解，查的是{years}。"]
        return question, []

    def _candidates(
        self, question: Question, filters: Filters, notices: list[str]
    ) -> list[Candidate]:
        groups = [
            filters.with_years(wanted)
            for wanted in (question.fact_years, question.report_years, question.plan_years)
            if wanted and not filters.years
        ]
        allowed = self.keywords.allowed(filters)
        dense = _ASIDE.submit(self._by_vector, question.words, allowed)
        found = self.keywords.search(
            question.words, _POOL, filters, groups, quoted=question.quoted, allowed=allowed
        )
        near, told = dense.result()
        notices += told
        by_words = frozenset(found.ids)
        known = self.catalog.passages_by_id([*dict.fromkeys([*found.ids, *near])])
        passages = [passage for passage in known.values() if filters.accept(passage)]
        figures = self._figures(question, passages)
        later = self._successors(passages)
        return [
            Candidate(
                passage,
                found.terms,
                passage.id in by_words,
                near.get(passage.id),
                figures.get(passage.id, ()),
                later.get(passage.document_id, ""),
            )
            for passage in passages
        ]

    def _figures(
        self, question: Question, passages: Sequence[Passage]
    ) -> dict[str, tuple[Figure, ...]]:
        """Figures of the years asked for, by the passage they stand in."""
        if not question.fact_years or not question.indicator:
            return {}
        return self.catalog.figures_within(
            [passage.id for passage in passages], question.fact_years
        )

    def _successors(self, passages: Sequence[Passage]) -> dict[str, str]:
        """Titles of the rules that replaced those the passages stand in, by document."""
        if not any(passage.kind == "policy" for passage in passages):
            return {}
        found = successors(self.catalog.rules())
        return {
            document_id: f"{rule.title}（{rule.year}年）" for document_id, rule in found.items()
        }

    def _by_vector(
        self, words: str, allowed: Allowed | None
    ) -> tuple[dict[str, float], tuple[str, ...]]:
        """Similarities by passage, and what there is to tell about the vectors."""
        if self.vectors is None:
            return {}, ("没有启用向量检索，结果只按关键词。",)
        pending = self.catalog.pending()
        told = (f"还有{pending}段正在建立向量，结果暂以关键词为主。",) if pending else ()
        try:
            return self._nearest(self.vectors, words, allowed), told
        except ComponentError as error:
            return {}, (*told, f"向量检索不可用，已只用关键词检索：{error.message}")

    def _nearest(
        self, vectors: VectorIndex, words: str, allowed: Allowed | None
    ) -> dict[str, float]:
        vector = vectors.embed(words)
        if allowed is None:
            return dict(vectors.nearest(vector, _POOL))
        near: Mapping[str, float] = {}
        if len(allowed) > _COMPARED:
            wanted = round(_MARGIN * _POOL * allowed.total / len(allowed))
            found = vectors.nearest(vector, min(_MOST_NEAR, wanted))
            near = {name: score for name, score in found if name in allowed}
        if len(near) < self.k:
            near = vectors.similarities(vector, allowed.ids(_MOST_NEAR))
        return dict(sorted(near.items(), key=lambda one: -one[1])[:_POOL])

    def _reranked(self, query: str, hits: tuple[Hit, ...], notices: list[str]) -> tuple[Hit, ...]:
        if self.reranker is None or len(hits) < 2:
            return hits
        first, rest = hits[:_RERANKED], hits[_RERANKED:]
        try:
            given = self.reranker.scores(query, [hit.passage.text for hit in first])
        except ComponentError as error:
            notices.append(f"重排没有成功，按原来的次序：{error.message}")
            return hits
        return (*blend(first, given, _RERANK_SHARE), *rest)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [as_langchain(hit) for hit in self.search(query).hits]


def as_langchain(hit: Hit) -> LangChainDocument:
    """A hit as LangChain's document; our fields are in its metadata."""
    passage: Passage = hit.passage
    metadata: dict[str, Any] = {
        "document_id": passage.document_id,
        "title": passage.document_title,
        "kind": passage.kind,
        "section": " / ".join(passage.section_path),
        "report_year": passage.report_year,
        "fact_years": list(passage.fact_years),
        "score": hit.score,
    }
    return LangChainDocument(page_content=passage.text, metadata=metadata, id=passage.id)
