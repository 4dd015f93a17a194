"""Put candidates in order. Keywords first; vectors decide where words say little.

Equal-weight rank fusion loses against keywords alone on official prose (EVALUATION.md), so
scores are fused by their margins: a passage that covers the whole question keeps its lead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rag.figures.names import SAME, same_indicator
from rag.library.question import Question
from rag.library.terms import Terms, folded, tokens
from rag.records import Figure, Hit, Passage

_NOT_A_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_COVERAGE = 0.45
_BM25 = 0.25
_VERBATIM = 0.30
_DENSE = 0.2
"""Weight of the vectors' margin where the words cover nothing; it shrinks with coverage."""
_YEAR = 0.35
_REPORT_YEAR = 0.35
_KIND = 0.03
_HEADING = 0.4
_BLANK = 0.3
"""Where the text around a blank stands, the answer stands; chosen on half of the quiz questions."""
_FIGURE = 0.5
_TARGET_FIGURE = 0.2
_SUPERSEDED = 0.25
_LONGEST_FILL = 20
_GRAM_SIZES = (4, 8)
_TWIN = 0.85
"""The share of a passage's runs of three characters that its other transcription has."""
_SAMPLED = 10
_COMPARED_TWINS = 40
"""First hits among which near twins are looked for."""
_WORTH_A_TURN = 0.6
"""A year's best hit comes before another year's second only if it is this good (of the best)."""
_HEADER_SHARE = 0.5
"""What a word in the title or headings counts against one in the text."""
_K1 = 1.2
_LENGTH_SHARE = 0.75
_USUAL_LENGTH = 250
"""BM25's usual constants, and the length of a passage in characters."""


@dataclass(frozen=True)
class Candidate:
    """A passage that one of the two ways of finding found; ``similarity`` is the vectors'.

    ``figures`` are those in it that belong to a year asked for, ``successor`` names the rule that
    replaced the one it stands in.
    """

    passage: Passage
    terms: Terms
    by_words: bool
    similarity: float | None
    figures: tuple[Figure, ...] = ()
    successor: str = ""

    @property
    def folded(self) -> str:
        """The passage's text as it is matched."""
        return _folded(self.passage.text)

    @cached_property
    def words(self) -> str:
        """The same without punctuation."""
        return _bare(self.folded)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often the passage's own text has the question's tokens."""
        return self.terms.counts(self.folded)

    @cached_property
    def header(self) -> Collection[str]:
        """The question's tokens in the title and headings."""
        return self.terms.counts(_header(self.passage.document_title, self.passage.section_path))

    @cached_property
    def coverage(self) -> float:
        """The share of the question's weight that the passage has, 0–1."""
        in_text = self.terms.share(self.counts)
        with_header = self.terms.share({*self.counts, *self.header})
        return in_text + _HEADER_SHARE * (with_header - in_text)

    @cached_property
    def bm25(self) -> float:
        """BM25 of the passage's text, with what only its headings have once."""
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(self.folded) / _USUAL_LENGTH
        counts = {**dict.fromkeys(self.header, 0), **self.counts}
        return sum(
            self.terms.weights[term] * (max(count, 1) * (_K1 + 1)) / (max(count, 1) + _K1 * length)
            for term, count in counts.items()
        )


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return folded(text)


@lru_cache(maxsize=4096)
def _header(title: str, path: tuple[str, ...]) -> str:
    return folded("\n".join((title, *path)))


def rank(
    question: Question, candidates: Sequence[Candidate], *, heading: str = ""
) -> tuple[Hit, ...]:
    """Hits, best first, without passages that say the same."""
    if not candidates:
        return ()
    best = max(candidate.bm25 for candidate in candidates) or 1.0
    near = sorted((c.similarity for c in candidates if c.similarity is not None), reverse=True)
    grams = long_grams(question.clauses)
    hits = [
        _hit(question, candidate, grams, candidate.bm25 / best, near, heading)
        for candidate in candidates
    ]
    hits.sort(key=lambda hit: (-hit.score, -(hit.passage.report_year or 0), hit.passage.id))
    words = {candidate.passage.id: candidate.words for candidate in candidates}
    return _spread(question, _without_twins(hits, words))


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


def _hit(
    question: Question,
    candidate: Candidate,
    grams: Sequence[Collection[str]],
    bm25: float,
    near: Sequence[float],
    heading: str,
) -> Hit:
    why: list[str] = []
    score = _COVERAGE * candidate.coverage + _BM25 * bm25
    if candidate.by_words:
        why.append("关键词")
    score += _VERBATIM * verbatim(grams, candidate.words)
    score += _BLANK * _filled(question.blanks, candidate.words)
    if candidate.similarity is not None:
        score += _DENSE * (1 - candidate.coverage) * _margin(candidate.similarity, near)
        why.append("语义")
    passage = candidate.passage
    if not set(question.fact_years).isdisjoint(passage.fact_years):
        score += _YEAR
        why.append("年份")
    if passage.report_year in question.report_years:
        score += _REPORT_YEAR
        why.append("报告年份")
    if figure := _answer(question.indicator, candidate.figures):
        score += _FIGURE if figure.status != "target" else _TARGET_FIGURE
        why.append(f"{figure.fact_year}年“{figure.indicator}”")
    if question.kind and passage.kind == question.kind:
        score += _KIND
    if candidate.successor:
        score -= _SUPERSEDED
        why.append(f"已有新规定：{candidate.successor}")
    if heading:
        score += _HEADING * alike(heading, passage.section_path)
    return Hit(passage, round(score, 4), tuple(why))


def _bare(text: str) -> str:
    return _NOT_A_WORD.sub("", text)


def long_grams(clauses: Sequence[str]) -> tuple[frozenset[str], ...]:
    """The runs of 4 and of 8 characters that a verbatim source would have."""
    plain = [_bare(folded(clause)) for clause in clauses]
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


def _without_twins(hits: Sequence[Hit], words: Mapping[str, str]) -> list[Hit]:
    """The same text in two transcriptions or versions is shown once, the better one.

    Near twins are looked for among the first hits only: each is compared with those before it.
    """
    seen: set[str] = set()
    alike: dict[tuple[int | None, tuple[str, ...]], list[Hit]] = {}
    kept: list[Hit] = []
    for place, hit in enumerate(hits):
        text = words[hit.passage.id]
        if text in seen:
            continue
        if place < _COMPARED_TWINS:
            group = alike.setdefault((hit.passage.report_year, tuple(_DIGITS.findall(text))), [])
            if _is_twin(hit, text, group, words):
                continue
            group.append(hit)
        seen.add(text)
        kept.append(hit)
    return kept


def _is_twin(hit: Hit, text: str, better: Sequence[Hit], words: Mapping[str, str]) -> bool:
    """Whether a passage is another transcription of a better hit with the same year and figures:
    of another document, and hardly a word more.
    """
    shown = [
        words[one.passage.id]
        for one in better
        if one.passage.document_id != hit.passage.document_id
        and len(text) <= len(words[one.passage.id]) * 1.1
    ]
    if not shown:
        return False
    runs = [text[i : i + 3] for i in range(len(text) - 2)]
    few = runs[:: len(runs) // _SAMPLED + 1]
    # A few runs rule out nearly all pairs; two reports of one year are many pairs.
    near = [other for other in shown if 2 * sum(run in other for run in few) >= len(few)]
    own = set(runs) if near else ()
    return any(sum(run in other for run in own) >= _TWIN * len(own) > 0 for other in near)


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
