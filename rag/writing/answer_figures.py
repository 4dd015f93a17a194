"""Questions about figures: values, growth, comparisons and series from ledger and reports."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rag.records import Answer, AnswerFigure, Citation, SearchResult
from rag.text.numerals import find_quantities
from rag.writing.askparts import Parts, answered_parts, years_asked
from rag.writing.basis import BY_RULE, WIDE, Figures, Sources, of_years, refusal
from rag.writing.calculations import Computed, series
from rag.writing.facts import Fact
from rag.writing.grounded import LEAST_BASIS, best_sentences
from rag.writing.measures import fits_unit
from rag.writing.questions import Asked
from rag.writing.quoted import overlap

_DONE: Final = re.compile("了(?:多少|几)")
"""新建了几个 asks for what was done, no rule says that."""
_ONLY_REQUIRED: Final = "这是规定的要求，不是当年的结果。"


def answer_figure(asked: Asked, parts: Parts, library: Sources, year: int | None) -> Answer | None:
    """Facts computed, a rule's number quoted, or a refusal; None: look for a text.

    ``parts`` are the questions that several measures or places in one are made of.
    """
    if found := answered_parts(asked, parts, library, year):
        made = _computed(found.computed, library)
        return replace(made, notices=(*found.notices, *made.notices))
    years = years_asked(asked, year)
    result = library.search.search(asked.text, WIDE, year=year, kind=library.kind)
    single = asked.wanted in ("value", "growth")
    # 党员每年集中培训多少学时 is no series, though it says 每年.
    required = not _DONE.search(asked.text) and (single or (asked.unit and not years))
    if required and (quoted := _required(asked, result)):
        return quoted
    return None if single and not years and not asked.report_years else refusal(result)


def _required(asked: Asked, result: SearchResult) -> Answer | None:
    """A number a rule asks for (不少于32学时) is quoted; it is no result of a year."""
    rules = [h for h in of_years(asked, result.hits) if h.passage.kind in ("policy", "notice")]
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


def _computed(computed: Computed, library: Sources) -> Answer:
    citations = tuple(
        _fact_citation(n, fact, library.catalog) for n, fact in enumerate(computed.facts, start=1)
    )
    notices = [f"计算：{computed.formula}"] if computed.formula else []
    notices += [f"另有写法：{rival}" for fact in computed.facts for rival in fact.rivals]
    return Answer(
        text=computed.text,
        refused=False,
        citations=citations,
        figures=tuple(_shown(fact) for fact in computed.facts),
        made_by=BY_RULE,
        notices=tuple(notices),
        series=series(computed.facts),
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


def _shown(fact: Fact) -> AnswerFigure:
    amount = fact.amount
    value = amount.removesuffix(fact.unit) if fact.unit else amount
    return AnswerFigure(fact.indicator, fact.year, value, fact.unit, fact.document)
