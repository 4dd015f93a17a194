"""Questions to the library: figures are computed, texts quoted, and what has no basis is refused.

The year asked for is never exchanged: when its report is not indexed the answer is a refusal,
with the nearest passages as citations. A fact of 2008 may stand in the report of 2009; the
figures' own years decide.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from rag.records import (
    Answer,
    AnswerFigure,
    Citation,
    Delta,
    DocumentKind,
    Hit,
    LedgerRow,
    SearchResult,
)
from rag.writing.answer_figures import answer_figure
from rag.writing.askparts import Parts, parts_of
from rag.writing.asktyped import numbered_sentences, typed_question, typed_sentences
from rag.writing.basis import BY_RULE, WIDE, Figures, Searcher, Sources, of_years, refusal
from rag.writing.budget import FENCE_TOKENS, fit, message_tokens
from rag.writing.followup import carry_on
from rag.writing.grounded import REFUSAL as REFUSAL
from rag.writing.grounded import best_sentences, check_answer, citation, has_basis
from rag.writing.model import ChatModel
from rag.writing.prompts import Message, Prompt, fence, load
from rag.writing.questions import Asked, read_question
from rag.writing.quoted import Found, fill_gap, find_quote

PROMPT: Final = "answer_question"
_DEEP: Final = 12
"""Passages looked through for a quotation."""


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
    library = Sources(search, catalog, () if kind else rows, kind)
    this_year = _this_year(catalog, today or date.today())
    whole = carry_on(question, after, this_year=year or this_year)
    now, latest = year or this_year, catalog.latest_year()
    asked = read_question(whole, this_year=now, latest_report=latest)
    parts = parts_of(whole, this_year=now, latest_report=latest)
    for event in _answered(asked, parts, library, year, model, home, stop):
        if isinstance(event, Answer):
            told = (f"接上一问，按“{whole}”回答。",) if whole != question else ()
            event = replace(event, understood=whole, notices=(*told, *event.notices))
        yield event


def _answered(
    asked: Asked,
    parts: Parts,
    library: Sources,
    year: int | None,
    model: ChatModel | None,
    home: Path | None,
    stop: threading.Event | None,
) -> Iterator[Delta | Answer]:
    made = _by_program(asked, parts, library, year)
    if made is not None:
        yield Delta(made.text)
        yield made
        return
    result = library.search.search(asked.text, WIDE, year=year, kind=library.kind)
    hits = of_years(asked, result.hits)
    if model is None:
        yield from _extracted(asked, hits, result)
    elif not hits or not has_basis(asked.words, hits):
        yield from _refused(result)
    else:
        yield from _generated(model, asked, hits, result, home, stop)


def _this_year(catalog: Figures, today: date) -> int:
    """今年 is the calendar's, but not beyond the year after the newest report."""
    latest = catalog.latest_year()
    return min(today.year, latest + 1) if latest else today.year


def _by_program(asked: Asked, parts: Parts, library: Sources, year: int | None) -> Answer | None:
    """What needs no model: figures, gaps, which report. None when it is a question of words."""
    if asked.kind == "figure":
        return answer_figure(asked, parts, library, year)
    if asked.kind in ("gap", "which_year"):
        return _quotation(asked, library, year)
    return None


def _quotation(asked: Asked, library: Sources, year: int | None) -> Answer | None:
    result = library.search.search(asked.text, _DEEP, year=year, kind=library.kind)
    hits = of_years(asked, result.hits)
    if asked.kind == "gap":
        found = fill_gap(asked.quote, hits)
        text = f"□□处是“{found.words}”。[1]" if found else ""
    else:
        found = find_quote(asked.quote or asked.words, hits)
        text = _which_report(found) if found else ""
    if found is None or not text:
        # A gap without a number, (  )是…, may be answered in words.
        return None if asked.kind == "gap" and not asked.report_years else refusal(result)
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


def _refused(result: SearchResult) -> Iterator[Delta | Answer]:
    no = refusal(result)
    yield Delta(no.text)
    yield no


def _extracted(asked: Asked, hits: Sequence[Hit], result: SearchResult) -> Iterator[Delta | Answer]:
    text, citations = _sentences(asked, hits)
    if not text:
        yield from _refused(result)
        return
    yield Delta(text)
    yield Answer(text, False, citations, (), BY_RULE, result.notices)


def _sentences(asked: Asked, hits: Sequence[Hit]) -> tuple[str, tuple[Citation, ...]]:
    """What is quoted as the answer, of the kind asked for where one is; "" for nothing."""
    if asked.kind == "figure":
        return ("", ()) if asked.fact_years else numbered_sentences(asked, hits)
    if typed := typed_question(asked.text):
        return typed_sentences(typed, hits)
    return best_sentences(asked.words, hits) if has_basis(asked.words, hits) else ("", ())


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
        yield refusal(result)
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
