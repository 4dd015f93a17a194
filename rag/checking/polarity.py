"""Words that turn a statement round: rise and fall, above and below, and negations.

The pairs stand in ``data/polarity.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

NEGATIONS = ("没有", "并未", "尚未", "未能", "没能", "不再", "不得", "未", "不", "没", "无", "非")
REACH = 4
"""Characters on both sides of a negation that must agree in two texts."""
OPENING = 6
"""Characters with which a claim begins."""
_MARK = re.compile(r"[，。；：！？,;:!?\n\s]+")
_END = "¶"
_EDGE = _END * REACH
"""Stands for any mark and for both ends: a clause may begin or end there in one text only."""


@dataclass(frozen=True, slots=True)
class Polar:
    """A word that says which way, at ``[start, end)``; ``side`` is +1 or −1."""

    start: int
    end: int
    text: str
    group: str
    side: int


def _words() -> Mapping[str, tuple[tuple[str, int], ...]]:
    words: dict[str, tuple[tuple[str, int], ...]] = {}
    table = files("rag.checking").joinpath("data/polarity.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        group, positive, negative = line.split("\t")
        for side, listed in ((1, positive), (-1, negative)):
            for word in listed.split():
                words[word] = (*words.get(word, ()), (group, side))
    return words


WORDS = _words()
POLAR = re.compile("|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)))
NEGATION = re.compile("|".join(NEGATIONS))


@lru_cache(maxsize=2048)
def polar_words(text: str) -> tuple[Polar, ...]:
    """All words that say which way, in order; once for each of their senses."""
    return tuple(
        Polar(m.start(), m.end(), m.group(), group, side)
        for m in POLAR.finditer(text)
        for group, side in WORDS[m.group()]
    )


def dropped_negations(claim: str, source: str) -> tuple[str, ...]:
    """Negations that stand in one of the two texts where the other runs on without them.

    Both sides of the gap must agree for ``REACH`` characters or up to a mark, so that only a
    word put in or taken out counts and no other wording. Where the claim begins with the gap,
    the words after it must agree further.
    """
    mine, theirs = _edged(claim), _edged(source)
    found = (*_lost(mine, theirs), *_lost(theirs, mine), *_at_the_start(mine, theirs))
    return tuple(dict.fromkeys(found))


def _lost(one: str, other: str) -> Iterator[str]:
    for match in NEGATION.finditer(one):
        left = one[: match.start()][-REACH:]
        right = one[match.end() :][: OPENING if left == _EDGE else REACH]
        told = len((left + right).replace(_END, "")) >= REACH
        if told and _only(right, left, match.group(), other):
            yield match.group()


def _at_the_start(claim: str, source: str) -> Iterator[str]:
    """A negation before the first words of a claim that stands in one of the two only."""
    first = NEGATION.match(claim, REACH)
    if first is not None:
        if _only(claim[first.end() :][:OPENING], "", first.group(), source):
            yield first.group()
        return
    opening = claim[REACH:][:OPENING]
    for word in NEGATIONS:
        if word + opening in source and source.count(opening) == source.count(word + opening):
            yield word
            return


def _only(right: str, left: str, negation: str, text: str) -> bool:
    """Whether the words stand in the text without a negation between them, never with one."""
    denied = (left + word + right in text for word in {negation, *NEGATIONS})
    return bool(right) and left + right in text and not any(denied)


@lru_cache(maxsize=64)
def _edged(text: str) -> str:
    return f"{_EDGE}{_MARK.sub(_EDGE, text.strip())}{_EDGE}"
