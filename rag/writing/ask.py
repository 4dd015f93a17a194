"""Questions to the library: figures are computed, texts quoted, and what has no basis is refused.

The year asked for is never exchanged: when its report is not indexed the answer is a refusal,
with the nearest passages as citations. A fact of 2008 may stand in the report of 2009; the
figures' own years decide.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from rag.records import (
    Answer,
    AnswerFigure,
    Citation,
    Delta,
    DocumentEntry,
    DocumentKind,
    Hit,
    LedgerRow,
    Passage,
    SearchResult,
)
from rag.text.numerals import find_quantities
from rag.writing.budget import FENCE_TOKENS, fit, message_tokens
from rag.writing.calculations import Computed, compute, series
from rag.writing.facts import Fact, facts
from rag.writing.followup import carry_on
from rag.writing.grounded import LEAST_BASIS, best_sentences, check_answer, citation, has_basis
from rag.writing.grounded import REFUSAL as REFUSAL
from rag.writing.measures import fits_unit
from rag.writing.model import ChatModel
from rag.writing.prompts import Message, Prompt, fence, load
from rag.writing.questions import Asked, read_question
from rag.writing.quoted import Found, fill_gap, find_quote, overlap

if TYPE_CHECKING:
    from rag.library.catalog import PlacedFigure

PROMPT: Final = "answer_question"
BY_RULE: Final = "rule"
_DEEP: Final = 12
"""Passages looked through for a quotation."""
_WIDE: Final = 8
_NEAREST: Final = 3
_ONLY_REQUIRED: Final = "这是规定的要求，不是当年的结果。"


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
        self, years: Collection[int] = (), document_ids: Collection[str] | None = None
    ) -> Sequence[PlacedFigure]:
        """Figures of these fact years (all when empty), in some documents."""

    def passage_at(self, document_id: str, offset: int) -> Passage | None:
        """The passage around an offset."""

    def latest_year(self) -> int | None:
        """The year of the newest report."""


@dataclass(frozen=True, slots=True)
class _Library:
    search: Searcher
    catalog: Figures
    rows: Sequence[LedgerRow]
    kind: DocumentKind | None = None

    def figures(self, years: Collection[int]) -> Sequence[PlacedFigure]:
        """Figures of these years in documents of the kind asked for."""
        if self.kind is None:
            return self.catalog.find_figures(tuple(sorted(years)))
        ids = {entry.id for entry in self.catalog.list() if entry.kind == self.kind}
        return self.catalog.find_figures(tuple(sorted(years)), ids)


def answer(
    question: str,
    *,
    search: Searcher,
    catalog: Figures,
    rows: Sequence[LedgerRow] = (),
    model: ChatModel | None = None,
    home: Path | None = None,
    year: int | None = None,
    kind: DocumentKind | None = None,
    after: str = "",
    stop: threading.Event | None = None,
    today: date | None = None,
) -> Iterator[Delta | Answer]:
    """The answer as it is written, then whole with its citations and figures.

    ``year`` is a filter: facts of that year or passages of its report; with a ``kind`` only
    documents of that kind answer, not the ledger. ``after`` is the question before, as it was
    understood: 那2022年呢 goes on with it. Only questions about texts are put to the model.
    Raises ModelError.
    """
    library = _Library(search, catalog, () if kind else rows, kind)
    this_year = _this_year(catalog, today or date.today())
    whole = carry_on(question, after, this_year=year or this_year)
    asked = read_question(whole, this_year=year or this_year, latest_report=catalog.latest_year())
    for event in _answered(asked, library, year, model, home, stop):
        if isinstance(event, Answer):
            told = (f"接上一问，按“{whole}”回答。",) if whole != question else ()
            event = replace(event, understood=whole, notices=(*told, *event.notices))
        yield event


def _answered(
    asked: Asked,
    library: _Library,
    year: int | None,
    model: ChatModel | None,
    home: Path | None,
    stop: threading.Event | None,
) -> Iterator[Delta | Answer]:
    made = _by_program(asked, library, year)
    if made is not None:
        yield Delta(made.text)
        yield made
        return
    result = library.search.search(asked.text, _WIDE, year=year, kind=library.kind)
    hits = _of_years(asked, result.hits)
    if not hits or not has_basis(asked.words, hits) or (model is None and asked.kind == "figure"):
        yield from _refused(result)
    elif model is None:
        yield from _extracted(asked, hits, result)
    else:
        yield from _generated(model, asked, hits, result, home, stop)


def _this_year(catalog: Figures, today: date) -> int:
    """今年 is the calendar's, but not beyond the year after the newest report."""
    latest = catalog.latest_year()
    return min(today.year, latest + 1) if latest else today.year


def _by_program(asked: Asked, library: _Library, year: int | None) -> Answer | None:
    """What needs no model: figures, gaps, which report. None when it is a question of words."""
    if asked.kind == "figure":
        return _figure(asked, library, year)
    if asked.kind in ("gap", "which_year"):
        return _quotation(asked, library, year)
    return None


def _figure(asked: Asked, library: _Library, year: int | None) -> Answer | None:
    years = asked.fact_years or ((year,) if year and not asked.report_years else ())
    asked, known, notices = _known(asked, library, years)
    computed = compute(asked, known)
    if computed is not None:
        made = _computed(computed, library)
        return replace(made, notices=(*notices, *made.notices))
    result = library.search.search(asked.text, _WIDE, year=year, kind=library.kind)
    single = asked.wanted in ("value", "growth")
    # 党员每年集中培训多少学时 is no series, though it says 每年.
    if (single or (asked.unit and not years)) and (quoted := _required(asked, result)):
        return quoted
    return None if single and not years and not asked.report_years else _refusal(result)


def _known(
    asked: Asked, library: _Library, years: tuple[int, ...]
) -> tuple[Asked, dict[int, Fact], tuple[str, ...]]:
    """The facts by year. 近三年 ends with the last year that has one, and that is told."""
    needed = set(years) | {y - 1 for y in years if asked.wanted == "growth" or asked.recent}
    placed = library.figures(needed)
    if asked.report_years:
        placed = [entry for entry in placed if entry.report_year in asked.report_years]
    known = facts(asked.measure(), library.rows, placed, needed)
    if asked.change and not asked.growth:
        known = _with_changes(asked, known, placed, set(years))
    if not asked.recent or not years:
        return asked, known, ()
    notices: tuple[str, ...] = ()
    if years[-1] not in known and {years[-1] - 1, years[0] - 1} & set(known):
        asked = replace(asked, fact_years=tuple(y - 1 for y in years))
        notices = (f"{years[-1]}年还没有数字，按{years[0] - 1}—{years[-1] - 1}年回答。",)
    return asked, {y: fact for y, fact in known.items() if y in asked.fact_years}, notices


def _with_changes(
    asked: Asked, known: dict[int, Fact], placed: Sequence[PlacedFigure], years: set[int]
) -> dict[int, Fact]:
    """A change that a report states in so many words counts before one computed."""
    if asked.wanted == "growth":
        rates = facts(asked.measure(growth=True), (), placed, years)
        return {**known, **(rates or facts(asked.changed(), (), placed, years))}
    return known or facts(asked.changed(), (), placed, years)


def _required(asked: Asked, result: SearchResult) -> Answer | None:
    """A number a rule asks for (不少于32学时) is quoted; it is no result of a year."""
    rules = [h for h in _of_years(asked, result.hits) if h.passage.kind in ("policy", "notice")]
    text, citations = best_sentences(asked.indicator, rules)
    if not text or not _states_number(citations[0], asked):
        return None
    notices = (*result.notices, *((_ONLY_REQUIRED,) if asked.fact_years else ()))
    return Answer(text, False, citations, (), BY_RULE, notices)


def _states_number(cited: Citation, asked: Asked) -> bool:
    return (
        any(fits_unit(asked.unit, found.unit) for found in find_quantities(cited.quote))
        and overlap(asked.indicator, cited.quote) >= LEAST_BASIS / 2
        and overlap(asked.indicator, f"{cited.document}，{cited.section}，{cited.quote}")
        >= LEAST_BASIS
    )


def _computed(computed: Computed, library: _Library) -> Answer:
    citations = tuple(
        _fact_citation(n, fact, library.catalog) for n, fact in enumerate(computed.facts, start=1)
    )
    notices = [f"计算：{computed.formula}"] if computed.formula else []
    notices += [f"另有写法：{rival}" for fact in computed.facts for rival in fact.rivals]
    return Answer(
        text=computed.text,
        refused=False,
        citations=citations,
        figures=tuple(_answer_figure(fact) for fact in computed.facts),
        made_by=BY_RULE,
        notices=tuple(notices),
        series=series(computed.facts) if len(computed.facts) > 1 else None,
    )


def _fact_citation(number: int, fact: Fact, catalog: Figures) -> Citation:
    passage = catalog.passage_at(fact.document_id, fact.start) if fact.document_id else None
    return Citation(
        n=number,
        document_id=fact.document_id,
        document=fact.document,
        section=fact.section,
        quote=fact.sentence,
        passage_id=passage.id if passage else "",
    )


def _answer_figure(fact: Fact) -> AnswerFigure:
    amount = fact.amount
    value = amount.removesuffix(fact.unit) if fact.unit else amount
    return AnswerFigure(fact.indicator, fact.year, value, fact.unit, fact.document)


def _quotation(asked: Asked, library: _Library, year: int | None) -> Answer | None:
    result = library.search.search(asked.text, _DEEP, year=year, kind=library.kind)
    hits = _of_years(asked, result.hits)
    if asked.kind == "gap":
        found = fill_gap(asked.quote, hits)
        text = f"□□处是“{found.words}”。[1]" if found else ""
    else:
        found = find_quote(asked.quote or asked.words, hits)
        text = _which_report(found) if found else ""
    if found is None or not text:
        # A gap without a number, (  )是…, may be answered in words.
        return None if asked.kind == "gap" and not asked.report_years else _refusal(result)
    passage = found.hit.passage
    figures: tuple[AnswerFigure, ...] = ()
    if asked.kind == "gap":
        figures = (AnswerFigure("", passage.report_year, found.words, "", passage.document_title),)
    return Answer(text, False, (citation(1, found.hit, found.sentence),), figures, BY_RULE)


def _which_report(found: Found) -> str:
    passage = found.hit.passage
    if passage.report_year is None:
        return f"出自《{passage.document_title}》。[1]"
    return f"是{passage.report_year}年，出自《{passage.document_title}》。[1]"


def _of_years(asked: Asked, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Hits that may answer for the years named; all where none is."""
    if asked.report_years:
        return tuple(h for h in hits if h.passage.report_year in asked.report_years)
    if asked.fact_years:
        years = set(asked.fact_years)
        return tuple(
            h for h in hits if h.passage.report_year in years or years & set(h.passage.fact_years)
        )
    return tuple(hits)


def _refused(result: SearchResult) -> Iterator[Delta | Answer]:
    refusal = _refusal(result)
    yield Delta(refusal.text)
    yield refusal


def _refusal(result: SearchResult) -> Answer:
    """The constant sentence, with the nearest passages as citations."""
    nearest = tuple(
        citation(n, hit, hit.passage.text) for n, hit in enumerate(result.hits[:_NEAREST], start=1)
    )
    return Answer(REFUSAL, True, nearest, (), BY_RULE, result.notices)


def _extracted(asked: Asked, hits: Sequence[Hit], result: SearchResult) -> Iterator[Delta | Answer]:
    text, citations = best_sentences(asked.words, hits)
    if not text:
        yield from _refused(result)
        return
    yield Delta(text)
    yield Answer(text, False, citations, (), BY_RULE, result.notices)


def _generated(
    model: ChatModel,
    asked: Asked,
    hits: Sequence[Hit],
    result: SearchResult,
    home: Path | None,
    stop: threading.Event | None,
) -> Iterator[Delta | Answer]:
    prompt = load(PROMPT, home)
    messages, used = answer_messages(prompt, asked.text, hits, model.context - model.max_tokens)
    pieces: list[str] = []
    with model.stream(messages, temperature=prompt.temperature, stop=stop) as reply:
        for piece in reply:
            pieces.append(piece)
            yield Delta(piece)
    text = "".join(pieces)
    checked = check_answer(text, used)
    if REFUSAL.rstrip("。") in text or not checked.text:
        yield _refusal(result)
        return
    yield Answer(
        text=checked.text,
        refused=False,
        citations=tuple(citation(n, used[n - 1], used[n - 1].passage.text) for n in checked.used),
        made_by=f"{model.name} {prompt.hash}",
        notices=(*result.notices, *reply.notices, *checked.notices),
    )


def answer_messages(
    prompt: Prompt, question: str, hits: Sequence[Hit], budget: int
) -> tuple[tuple[Message, ...], tuple[Hit, ...]]:
    """The messages within ``budget`` tokens, and the hits numbered in them."""
    bare = prompt.render(question=question, refusal=REFUSAL, materials="")
    left = budget - message_tokens(bare) - FENCE_TOKENS * len(hits)
    texts = fit([hit.passage.text for hit in hits], left)
    materials = "\n".join(
        fence(text, n, f"{hit.passage.document_title} {' '.join(hit.passage.section_path)}")
        for n, (text, hit) in enumerate(zip(texts, hits, strict=False), start=1)
    )
    messages = prompt.render(question=question, refusal=REFUSAL, materials=materials)
    return messages, tuple(hits[: len(texts)])
