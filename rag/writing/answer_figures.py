"""Questions about figures: values, growth, comparisons and series from ledger and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rag.records import Answer, AnswerFigure, Citation, SearchResult
from rag.text.numerals import find_quantities
from rag.writing.basis import BY_RULE, WIDE, Figures, Sources, of_years, refusal
from rag.writing.calculations import Computed, compute, series
from rag.writing.facts import Fact, facts
from rag.writing.grounded import LEAST_BASIS, best_sentences
from rag.writing.measures import fits_unit
from rag.writing.questions import Asked
from rag.writing.quoted import overlap

if TYPE_CHECKING:
    from rag.library.catalog import PlacedFigure

_ONLY_REQUIRED: Final = "这是规定的要求，不是当年的结果。"


def answer_figure(asked: Asked, library: Sources, year: int | None) -> Answer | None:
    """Facts computed, a rule's number quoted, or a refusal; None: look for a text."""
    years = asked.fact_years or ((year,) if year and not asked.report_years else ())
    asked, known, notices = _known(asked, library, years)
    computed = compute(asked, known)
    if computed is not None:
        made = _computed(computed, library)
        return replace(made, notices=(*notices, *made.notices))
    result = library.search.search(asked.text, WIDE, year=year, kind=library.kind)
    single = asked.wanted in ("value", "growth")
    # 党员每年集中培训多少学时 is no series, though it says 每年.
    if (single or (asked.unit and not years)) and (quoted := _required(asked, result)):
        return quoted
    return None if single and not years and not asked.report_years else refusal(result)


def _known(
    asked: Asked, library: Sources, years: tuple[int, ...]
) -> tuple[Asked, dict[int, Fact], tuple[str, ...]]:
    """The facts by year. 近三年 ends with the last year that has one, and that is told."""
    needed = set(years) | {y - 1 for y in years if asked.wanted == "growth" or asked.recent}
    placed = library.figures(needed, asked.indicator)
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


def _shown(fact: Fact) -> AnswerFigure:
    amount = fact.amount
    value = amount.removesuffix(fact.unit) if fact.unit else amount
    return AnswerFigure(fact.indicator, fact.year, value, fact.unit, fact.document)
