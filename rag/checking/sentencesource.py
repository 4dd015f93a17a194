"""The sentences of a source by the words they hold: which of them says what a clause says?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rag.figures.calendar import Calendar
from rag.text.clean import normalise
from rag.text.sentences import split_sentences

NEAREST = 8
"""Sentences that are compared in full; the others share fewer pairs with the clause."""
_BEFORE = 160
"""Characters of the paragraph that may name what a sentence speaks of."""
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True)
class SourceSentence:
    """A sentence at ``start`` of the cleaned source with the character pairs of its words.

    ``before`` are those of what its paragraph says before; ``year`` is the year it tells of, and
    ``planned`` whether it stands among plans.
    """

    start: int
    text: str
    pairs: frozenset[str]
    before: frozenset[str]
    year: int | None
    planned: bool


@dataclass(frozen=True)
class Source:
    """A source's cleaned text and its sentences, found by their character pairs."""

    text: str
    sentences: tuple[SourceSentence, ...]
    holders: Mapping[str, tuple[int, ...]]

    def likest(self, pairs: list[str]) -> tuple[float, SourceSentence | None]:
        """The sentence that holds most of the pairs, and what share of them it holds."""
        counts: Counter[int] = Counter()
        for pair in pairs:
            counts.update(self.holders.get(pair, ()))
        found, where = 0.0, None
        for number, _ in counts.most_common(NEAREST):
            one = self.sentences[number]
            share = sum(p in one.pairs or p in one.before for p in pairs) / len(pairs)
            if share > found:
                found, where = share, one
        return found, where


@lru_cache(maxsize=64)
def source_of(text: str, report_year: int | None) -> Source:
    """A source read once; ``report_year`` is the year of the report it is or belongs to."""
    clean = normalise(text).text
    calendar = Calendar(clean, report_year)
    sentences = tuple(_sentences(clean, calendar))
    holders: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for pair in sentence.pairs:
            holders[pair].append(number)
    return Source(clean, sentences, {pair: tuple(held) for pair, held in holders.items()})


def _sentences(text: str, calendar: Calendar) -> Iterable[SourceSentence]:
    for start, end in split_sentences(text):
        floor = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
        moment = calendar.at(end - 1)
        yield SourceSentence(
            start,
            text[start:end],
            frozenset(pairs_of(text[start:end])),
            frozenset(pairs_of(text[floor:start])),
            None if moment.since is not None else moment.year,
            moment.plan,
        )


def pairs_of(text: str) -> Iterator[str]:
    """The character pairs of the words of a text, in order."""
    for piece in _WORDS.findall(text):
        yield from (piece[at : at + 2] for at in range(len(piece) - 1))
