"""A passage that was found, and what in it speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rag.library.terms import Terms, bare, folded
from rag.records import Figure, Passage

_HEADER_SHARE = 0.5
"""What a word in the title or headings counts against one in the text."""
_AROUND_SHARE = 0.3
"""What a word counts that only a passage beside this one has."""
_NEARBY = (-2, -1, 1, 2)
_OPENING_LENGTH = 40
"""Characters in which a passage says what it is about."""
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
        return bare(self.folded)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often the passage's own text has the question's tokens."""
        return self.terms.counts(self.folded)

    @cached_property
    def header(self) -> Collection[str]:
        """The question's tokens in the title and headings."""
        return self.terms.counts(_header(self.passage.document_title, self.passage.section_path))

    @cached_property
    def title(self) -> Collection[str]:
        """The question's tokens in the title."""
        return self.terms.counts(_header(self.passage.document_title, ()))

    @cached_property
    def opening(self) -> float:
        """The share of the question's weight that the passage opens with, 0–1."""
        opening = self.words[:_OPENING_LENGTH]
        return self.terms.share([term for term in self.counts if term in opening])

    def coverage(self, around: Collection[str]) -> float:
        """The share of the question's weight that the passage has, 0–1.

        What only its headings have counts half, what only its neighbours have (``around``) less.
        """
        own = {*self.counts, *self.header}
        in_text, with_header = self.terms.share(self.counts), self.terms.share(own)
        beside = self.terms.share(own.union(around)) - with_header if around else 0.0
        return in_text + _HEADER_SHARE * (with_header - in_text) + _AROUND_SHARE * beside

    @cached_property
    def bm25(self) -> float:
        """BM25 of the passage's text, with what only its headings have once."""
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(self.folded) / _USUAL_LENGTH
        counts = {**dict.fromkeys(self.header, 0), **self.counts}
        return sum(
            self.terms.weights[term] * (max(count, 1) * (_K1 + 1)) / (max(count, 1) + _K1 * length)
            for term, count in counts.items()
        )


def neighbours(candidates: Sequence[Candidate]) -> Callable[[Candidate], Collection[str]]:
    """What the passages beside a candidate, in its section, have of the question.

    A section names what it is about in its first paragraph and goes on without.
    """
    placed = {candidate.passage.id: candidate for candidate in candidates}

    def around(candidate: Candidate) -> Collection[str]:
        document, _, ordinal = candidate.passage.id.partition("#")
        found: set[str] = set()
        for step in _NEARBY:
            other = placed.get(f"{document}#{int(ordinal) + step}")
            if other and other.passage.section_path == candidate.passage.section_path:
                found.update(other.counts)
        return found

    return around


def named_titles(candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """How much of a question names a document, 0–1, by title; only titles that stand out.

    What every title has (工作报告) names none of them; 甘肃 or 智慧商店 does.
    """
    of_title = {one.passage.document_title: one for one in candidates}
    titles = {title: one.title for title, one in of_title.items()}
    if len(titles) < 2:
        return {}
    holders = Counter(term for terms in titles.values() for term in terms)
    total = candidates[0].terms.total
    weights = candidates[0].terms.weights
    return {
        title: sum(weights[term] * (1 - holders[term] / len(titles)) for term in terms) / total
        for title, terms in titles.items()
        if terms
    }


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return folded(text)


@lru_cache(maxsize=4096)
def _header(title: str, path: tuple[str, ...]) -> str:
    return folded("\n".join((title, *path)))
