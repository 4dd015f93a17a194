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
"""Characters; a section of less than four such sentences is not judged as a whole."""
COPIED = 0.9
"""Share of a sentence's character runs that stand in one past passage."""
LONG_SENTENCE = 40
"""Characters without figures and marks; only longer sentences are shown one by one …"""
MOST = 5
"""… and at most so many a section."""
SHOWN, CLIPPED = 3, 50
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
    """One finding for a section that is mostly copied, else hints for its copied sentences."""
    overlaps = sentence_overlaps(context.text, context.past)
    spans = [(s.start, s.end, s.heading) for s in context.sections]
    found: list[Finding] = []
    for start, end, heading in spans or [(0, len(context.text), "")]:
        inside = [o for o in overlaps if start <= o.start < end]
        whole = _section(context, (start, end), heading, inside)
        found += [whole] if whole is not None else _sentences(context, inside)
    return tuple(found)


def _sentences(context: CheckContext, overlaps: Sequence[Overlap]) -> Iterator[Finding]:
    """The most copied sentences of a section, in the order of the text."""
    copied = [o for o in overlaps if o.share >= COPIED and _length(context, o) > LONG_SENTENCE]
    worst = sorted(copied, key=lambda o: -o.share)[:MOST]
    for overlap in sorted(worst, key=lambda o: o.start):
        yield context.finding(
            KIND,
            "hint",
            (overlap.start, overlap.end),
            f"与往年材料重复{overlap.share:.0%}",
            evidence=_source(overlap.passage),
            suggestion="请按今年的实际情况改写",
        )


def _section(
    context: CheckContext, span: tuple[int, int], heading: str, inside: Sequence[Overlap]
) -> Finding | None:
    """A section's overlap: the characters of each sentence weighted by its share."""
    length = len(_NOISE.sub("", context.text[span[0] : span[1]]))
    if not inside or length < 4 * SHORTEST:
        return None
    share = sum(o.share * _length(context, o) for o in inside) / length
    if share < SECTION_HINT:
        return None
    most = Counter(o.passage for o in inside).most_common(1)[0][0]
    return context.finding(
        KIND,
        "warning" if share >= SECTION_WARNING else "hint",
        span,
        f"{f'“{heading}”' if heading else '全文'}与往年材料重复{min(share, 1):.0%}",
        evidence=f"{_source(most)}　重复最多的句子：{_worst(context, inside)}",
        suggestion="请补充今年的新做法、新成效",
    )


def _worst(context: CheckContext, inside: Sequence[Overlap]) -> str:
    """The longest of the most copied sentences, each with its share."""
    ranked = sorted(inside, key=lambda o: -o.share * _length(context, o))[:SHOWN]
    return "；".join(
        f"“{context.text[o.start : o.end].strip()[:CLIPPED]}”（{o.share:.0%}）" for o in ranked
    )


def _length(context: CheckContext, overlap: Overlap) -> int:
    """Characters of a sentence without its figures and marks."""
    return len(_NOISE.sub("", context.text[overlap.start : overlap.end]))


def _source(passage: Passage) -> str:
    where = " / ".join(passage.section_path)
    return f"{passage.document_title}　{where}：{passage.text[:80]}"
