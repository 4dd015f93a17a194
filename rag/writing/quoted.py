"""Finding a quotation in passages: which report says it, and what stands in its gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from rag.records import Hit
from rag.text.numerals import find_quantities
from rag.text.sentences import split_sentences
from rag.writing.questions import GAP

_ANCHOR: Final = 12
_DATE: Final = re.compile(r"\d{1,4}[年月日号]")
_SHORTEST_ANCHOR: Final = 3
_LONGEST_FILLING: Final = 40
_VERBATIM: Final = 0.85


def clipped(words: str, longest: int = 30) -> str:
    """Words as a notice quotes them: without blanks around, of at most ``longest`` characters."""
    words = words.strip()
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


@dataclass(frozen=True, slots=True)
class Found:
    """The words in a gap, or "" for a whole quotation, with the hit and its sentence."""

    words: str
    hit: Hit
    sentence: str


def fill_gap(quote: str, hits: Sequence[Hit]) -> Found | None:
    """What stands where the quotation has its gap; a number comes with its unit."""
    gap = GAP.search(quote)
    if gap is None:
        return None
    left = _compact(quote[: gap.start()])[0][-_ANCHOR:]
    right = _compact(quote[gap.end() :])[0][:_ANCHOR]
    if max(len(left), len(right)) < _SHORTEST_ANCHOR:
        return None
    for hit in hits:
        span = _between(hit.passage.text, left, right)
        if span is not None:
            return Found(
                _words(hit.passage.text, span), hit, sentence_at(hit.passage.text, span[0])
            )
    return None


def find_quote(quote: str, hits: Sequence[Hit]) -> Found | None:
    """The first passage that states the quotation, letter by letter or nearly so."""
    wanted, _places = _compact(quote)
    for hit in hits:
        text, places = _compact(hit.passage.text)
        at = text.find(wanted)
        if at >= 0:
            return Found("", hit, sentence_at(hit.passage.text, places[at]))
    for hit in hits:
        if overlap(quote, hit.passage.text) >= _VERBATIM:
            return Found("", hit, hit.passage.text)
    return None


def overlap(words: str, text: str) -> float:
    """The share of the words' character pairs that occur in the text, punctuation aside."""
    wanted, there = _pairs(words), _pairs(text)
    return len(wanted & there) / len(wanted) if wanted else 0.0


def sentence_at(text: str, offset: int) -> str:
    """The sentence around an offset."""
    spans = split_sentences(text)
    return next((text[a:b] for a, b in spans if a <= offset < b), text)


def _between(text: str, left: str, right: str) -> tuple[int, int] | None:
    """Where the words between two anchors stand; an anchor may be missing at either end."""
    compact, places = _compact(text)
    begin = compact.find(left) if left else 0
    while begin >= 0:
        start = begin + len(left)
        end = compact.find(right, start) if right else min(len(compact), start + 1)
        if not left:
            end = compact.find(right)
            start = max(0, end - _LONGEST_FILLING)
        if start <= end <= start + _LONGEST_FILLING and start < len(places):
            return places[start], places[end - 1] + 1 if end > start else places[start] + 1
        begin = compact.find(left, begin + 1) if left else -1
    return None


def _words(text: str, span: tuple[int, int]) -> str:
    """The number that overlaps the gap, with its unit; else the words as they stand."""
    for quantity in find_quantities(text):
        if quantity.start < span[1] and span[0] < quantity.end:
            return quantity.text
    if dated := _DATE.match(text, span[0]):
        return dated.group()
    words = text[span[0] : span[1]]
    return words.split("。")[-1].lstrip("，；：、")


def _compact(text: str) -> tuple[str, list[int]]:
    """The text without blanks and punctuation, digits half-width, and where each stood."""
    places = [n for n, character in enumerate(text) if character.isalnum() or character in "%％"]
    return "".join(normalize("NFKC", text[n])[0] for n in places), places


def _pairs(text: str) -> frozenset[str]:
    compact, _places = _compact(text)
    return frozenset(compact[n : n + 2] for n in range(len(compact) - 1))
