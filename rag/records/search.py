"""What search and questions return: passages, hits, citations, answers."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records.documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an indexed document that search returns.

    ``page`` is the page of its document on which it begins, 0 where the file does not tell.
    """

    id: str
    document_id: str
    document_title: str
    kind: DocumentKind
    section_path: tuple[str, ...]
    report_year: int | None
    fact_years: tuple[int, ...]
    text: str
    start: int
    end: int
    page: int = 0

    @property
    def origin(self) -> str:
        """The document, and the page where it is known: 《…》第3页."""
        page = f"第{self.page}页" if self.page else ""
        return f"《{self.document_title}》{page}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its score (higher is better) and the reasons it was found."""

    passage: Passage
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and notices such as 向量检索不可用，已只用关键词检索."""

    hits: tuple[Hit, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from; ``n`` is the number shown as [n]."""

    n: int
    document_id: str
    document: str
    section: str
    quote: str
    passage_id: str


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure an answer rests on."""

    indicator: str
    fact_year: int | None
    value: str
    unit: str
    document: str


@dataclass(frozen=True, slots=True)
class AnswerSeries:
    """An indicator over the years, to be drawn. ``points`` are year and value in ``unit``."""

    indicator: str
    unit: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question, or the one constant refusal with the nearest things found.

    ``series`` is there where the answer speaks of several years. ``understood`` is the question
    as it was answered: a follow-up (那2022年呢？) made whole by the question before; it is kept
    under ``question_id``.
    """

    text: str
    refused: bool
    citations: tuple[Citation, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    made_by: str = ""
    notices: tuple[str, ...] = ()
    series: AnswerSeries | None = None
    understood: str = ""
    question_id: int | None = None
