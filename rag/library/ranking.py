"""Put candidates in order. Keywords first; vectors decide where words say little.

Equal-weight rank fusion loses against keywords alone on official prose (EVALUATION.md), so
scores are fused by their margins: a passage that covers the whole question keeps its lead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from rag.figures.names import SAME, same_indicator
from rag.library.candidates import Candidate, named_titles, neighbours
from rag.library.question import Question
from rag.library.terms import bare, folded, tokens
from rag.library.twins import without_twins
from rag.records import Figure, Hit

_COVERAGE = 0.45
_BM25 = 0.25
_VERBATIM = 0.30
_OWN_WORDS_VERBATIM = 0.1
"""In the asker's own words long runs are phrases of asking (可以追溯到什么) as often as names."""
_OPENING = 0.1
"""A passage is about what it opens with."""
_DENSE = 0.2
"""Weight of the vectors' margin where the words cover nothing; it shrinks with coverage."""
_YEAR = 0.5
_OF_ITS_REPORT = 0.3
"""A report of the year asked for says what was intended then, whatever its headings say."""
_REPORT_YEAR = 0.5
_TITLE = 0.2
_KIND = 0.03
_HEADING = 0.4
_BLANK = 0.3
"""Where the text around a blank stands, the answer stands; chosen on half of the quiz questions."""
_FIGURE = 0.5
_TARGET_FIGURE = 0.2
_SUPERSEDED = 0.25
_LONGEST_FILL = 20
_GRAM_SIZES = (4, 8)
_WORTH_A_TURN = 0.6
"""A year's best hit comes before another year's second only if it is this good (of the best)."""


def rank(
    question: Question, candidates: Sequence[Candidate], *, heading: str = ""
) -> tuple[Hit, ...]:
    """Hits, best first, without passages that say the same."""
    if not candidates:
        return ()
    measure = _Measure(question, candidates, heading)
    hits = [measure.hit(candidate) for candidate in candidates]
    hits.sort(key=lambda hit: (-hit.score, -(hit.passage.report_year or 0), hit.passage.id))
    words = {candidate.passage.id: candidate.words for candidate in candidates}
    return _spread(question, without_twins(hits, words))


def blend(hits: Sequence[Hit], given: Sequence[float], share: float) -> tuple[Hit, ...]:
    """Hits in the order of their own score and a reranker's, each stretched over 0–1."""
    own = _stretched([hit.score for hit in hits])
    other = _stretched(given)
    scored = [
        (replace(hit, why=(*hit.why, "重排")), (1 - share) * mine + share * theirs)
        for hit, mine, theirs in zip(hits, own, other, strict=True)
    ]
    scored.sort(key=lambda pair: -pair[1])
    return tuple(replace(hit, score=round(score, 4)) for hit, score in scored)


def _stretched(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]


class _Measure:
    """What speaks for a candidate, against the others found for a question."""

    def __init__(self, question: Question, candidates: Sequence[Candidate], heading: str) -> None:
        self._question = question
        self._heading = heading
        self._best = max(candidate.bm25 for candidate in candidates) or 1.0
        self._near = sorted(
            (one.similarity for one in candidates if one.similarity is not None), reverse=True
        )
        self._grams = long_grams(question.clauses)
        self._around = neighbours(candidates)
        self._titles = named_titles(candidates)

    def hit(self, candidate: Candidate) -> Hit:
        """The candidate with its score and the reasons a person is told."""
        why: list[str] = []
        coverage = candidate.coverage(self._around(candidate))
        score = _COVERAGE * coverage + self._by_words(candidate)
        if candidate.by_words:
            why.append("关键词")
        if candidate.similarity is not None:
            # Where the words say all, the vectors have nothing to add.
            score += _DENSE * (1 - coverage) * _margin(candidate.similarity, self._near)
            why.append("语义")
        for points, reason in self._by_place(candidate):
            score += points
            why += [reason] if reason else []
        return Hit(candidate.passage, round(score, 4), tuple(why))

    def _by_words(self, candidate: Candidate) -> float:
        quoted = self._question.quoted
        return (
            _BM25 * candidate.bm25 / self._best
            + (_VERBATIM if quoted else _OWN_WORDS_VERBATIM)
            * verbatim(self._grams, candidate.words)
            + (0.0 if quoted else _OPENING * candidate.opening)
            + _BLANK * _filled(self._question.blanks, candidate.words)
        )

    def _by_place(self, candidate: Candidate) -> Iterator[tuple[float, str]]:
        """Points for the right year, kind, figure and section, with what to tell."""
        question, passage = self._question, candidate.passage
        years = {*question.fact_years, *question.plan_years}
        if not years.isdisjoint(passage.fact_years):
            yield _YEAR, "年份"
        elif passage.report_year in years:
            yield _OF_ITS_REPORT, "报告年份"
        if named := self._titles.get(passage.document_title, 0.0):
            yield _TITLE * named, "文件名称"
        if passage.report_year in question.report_years:
            yield _REPORT_YEAR, "报告年份"
        if figure := _answer(question.indicator, candidate.figures):
            points = _FIGURE if figure.status != "target" else _TARGET_FIGURE
            yield points, f"{figure.fact_year}年“{figure.indicator}”"
        if question.kind and passage.kind == question.kind:
            yield _KIND, ""
        if candidate.successor:
            yield -_SUPERSEDED, f"已有新规定：{candidate.successor}"
        if self._heading:
            yield _HEADING * alike(self._heading, passage.section_path), ""


def long_grams(clauses: Sequence[str]) -> tuple[frozenset[str], ...]:
    """The runs of 4 and of 8 characters that a verbatim source would have."""
    plain = [bare(folded(clause)) for clause in clauses]
    return tuple(
        frozenset(
            clause[place : place + size]
            for clause in plain
            for place in range(max(1, len(clause) - size + 1))
        )
        for size in _GRAM_SIZES
    )


def verbatim(grams: Sequence[Collection[str]], text: str) -> float:
    """The share (0–1) of the runs that stand in a text."""
    shares = [sum(run in text for run in runs) / len(runs) for runs in grams if runs]
    return sum(shares) / len(shares) if shares else 0.0


def _answer(indicator: str, figures: Sequence[Figure]) -> Figure | None:
    """The figure that is the one asked for, a result before a target."""
    if not indicator:
        return None
    same = [figure for figure in figures if same_indicator(indicator, figure.indicator) >= SAME]
    return min(same, key=lambda figure: figure.status == "target", default=None)


def _filled(blanks: Sequence[tuple[str, str]], words: str) -> float:
    """The share of a question's blanks that a text fills: what stood around them stands there."""
    filled = sum(
        re.search(
            f"{re.escape(folded(left))}.{{1,{_LONGEST_FILL}}}{re.escape(folded(right))}", words
        )
        is not None
        for left, right in blanks
    )
    return filled / len(blanks) if blanks else 0.0


def _margin(similarity: float, near: Sequence[float]) -> float:
    """Where a similarity lies between the worst and the best candidate's, 0–1.

    An e5 model gives nearly everything .75 to .9, so the value itself says little.
    """
    spread = near[0] - near[-1]
    return (similarity - near[-1]) / spread if spread > 0 else 1.0


def alike(heading: str, path: Sequence[str]) -> float:
    """How much of a heading's bigrams the nearest heading of a path shares (Dice)."""
    wanted = set(tokens(heading))
    best = 0.0
    for name in path:
        given = set(tokens(name))
        if wanted and given:
            best = max(best, 2 * len(wanted & given) / (len(wanted) + len(given)))
    return best


def _spread(question: Question, hits: list[Hit]) -> tuple[Hit, ...]:
    """A question over several years gets each year's best hit before any year's second."""
    years = question.fact_years
    if len(years) < 2:
        return tuple(hits)
    floor = hits[0].score * _WORTH_A_TURN if hits else 0.0
    turns: dict[int | None, int] = {}
    order: list[tuple[int, int]] = []
    for place, hit in enumerate(hits):
        of_year = next((year for year in years if year in hit.passage.fact_years), None)
        of_year = of_year if hit.score >= floor else None
        turn = turns.get(of_year, 0) + (len(hits) if of_year is None else 0)
        turns[of_year] = turns.get(of_year, 0) + 1
        order.append((turn, place))
    return tuple(hits[place] for _, place in sorted(order))
