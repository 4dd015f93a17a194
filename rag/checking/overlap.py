"""How much of a text stands in past reports already, by sentence and by section.

Numbers are masked: a copied paragraph stays copied when only its figures were changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.checking.context import CheckContext, sentences
from rag.records import Finding, Passage

KIND = "overlap"
GRAM = 5
SHORTEST = 30
"""Characters; shorter sentences are formulas of the trade."""
COPIED = 0.9
"""Share of a sentence's character runs that stand in one past passage."""
SECTION_HINT, SECTION_WARNING = 0.5, 0.8
REMEMBERED = 5000
_NOISE = re.compile(r"[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of ``[start, end)`` stands in a passage, 0 to 1."""

    start: int
    end: int
    share: float
    passage: Passage


class _PastIndex:
    """Which passages hold which character runs; remembers the sentences it was asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self._known: dict[str, tuple[float, int] | None] = {}
        self._holders: dict[str, list[int]] = {}
        for number, passage in enumerate(passages):
            for gram in set(_grams(passage.text)):
                self._holders.setdefault(gram, []).append(number)

    def best(self, sentence: str) -> tuple[float, int] | None:
        """The passage that holds most of a sentence, and how much of it."""
        if sentence not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[sentence] = self._best(sentence)
        return self._known[sentence]

    def _best(self, sentence: str) -> tuple[float, int] | None:
        grams = _grams(sentence)
        counts = Counter(number for gram in grams for number in self._holders.get(gram, ()))
        if not counts:
            return None
        number, count = counts.most_common(1)[0]
        return count / len(grams), number


@lru_cache(maxsize=4)
def _index(passages: tuple[Passage, ...]) -> _PastIndex:
    return _PastIndex([p for p in passages if p.kind not in {"policy", "notice"}])


def _grams(text: str) -> list[str]:
    bare = _NOISE.sub("", text)
    return [bare[i : i + GRAM] for i in range(len(bare) - GRAM + 1)]


def sentence_overlaps(text: str, past: tuple[Passage, ...]) -> tuple[Overlap, ...]:
    """For each sentence of the text that shares anything, the passage that holds most of it.

    Policies are left out: quoting them is what a report should do.
    """
    index = _index(past)
    found = []
    for start, end in sentences(text):
        best = index.best(text[start:end])
        if best is not None:
            found.append(Overlap(start, end, best[0], index.passages[best[1]]))
    return tuple(found)


def check(context: CheckContext) -> tuple[Finding, ...]:
    """Hints for copied sentences and one finding for each section that is mostly copied."""
    overlaps = sentence_overlaps(context.text, context.past)
    return (*_sections(context, overlaps), *_sentences(context, overlaps))


def _sentences(context: CheckContext, overlaps: Sequence[Overlap]) -> Iterator[Finding]:
    for overlap in overlaps:
        sentence = context.text[overlap.start : overlap.end]
        if overlap.share < COPIED or len(_NOISE.sub("", sentence)) < SHORTEST:
            continue
        yield context.finding(
            KIND,
            "hint",
            (overlap.start, overlap.end),
            f"与往年材料重复{overlap.share:.0%}",
            evidence=_source(overlap.passage),
            suggestion="请按今年的实际情况改写",
        )


def _sections(context: CheckContext, overlaps: Sequence[Overlap]) -> Iterator[Finding]:
    """A section's overlap: the characters of each sentence weighted by its share."""
    spans = [(s.start, s.end, s.heading) for s in context.sections]
    for start, end, heading in spans or [(0, len(context.text), "")]:
        inside = [o for o in overlaps if start <= o.start < end]
        length = len(_NOISE.sub("", context.text[start:end]))
        if not inside or length < 4 * SHORTEST:
            continue
        copied = sum(o.share * len(_NOISE.sub("", context.text[o.start : o.end])) for o in inside)
        share = copied / length
        if share < SECTION_HINT:
            continue
        most = Counter(o.passage for o in inside).most_common(1)[0][0]
        yield context.finding(
            KIND,
            "warning" if share >= SECTION_WARNING else "hint",
            (start, end),
            f"{f'“{heading}”' if heading else '全文'}与往年材料重复{min(share, 1):.0%}",
            evidence=_source(most),
            suggestion="请补充今年的新做法、新成效",
        )


def _source(passage: Passage) -> str:
    where = " / ".join(passage.section_path)
    return f"{passage.document_title}　{where}：{passage.text[:80]}"
