"""What stands around a place in a text, compared with what stands around another.

The numbers themselves are masked, so that a changed number still finds its place in the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.figures.mentions import Mention

LEFT, RIGHT = 28, 16
LEFT_FADE, RIGHT_FADE = 0.88, 0.82
RIGHT_WEIGHT = 0.8
"""The words before a number name what it counts more often than those after it."""
SKIPPED = frozenset(" \t\u3000\n")
MASK = "#"
_EDGES = frozenset("^$")
_STOPS = "。；！？;!?"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Weighted character pairs on both sides of a place; nearer ones weigh more."""

    left: dict[str, float]
    right: dict[str, float]
    weight: float

    def likeness(self, other: Surroundings) -> float:
        """How much of these surroundings the other ones share, 0 to 1.

        That words begin or end here and go on there does not count: a claim may be a piece.
        """
        missing = _edges(self.left, other.left) + _edges(self.right, other.right)
        if self.weight <= missing:
            return 0.0
        shared = _shared(self.left, other.left) + _shared(self.right, other.right)
        return shared / (self.weight - missing)


def surroundings(
    text: str, span: tuple[int, int], sentence: tuple[int, int], numbers: Sequence[Mention]
) -> Surroundings:
    """The surroundings of ``span`` within its ``sentence``, the ``numbers`` masked."""
    start, end = span
    before = masked(text, max(sentence[0], start - 2 * LEFT), start, numbers)
    after = masked(text, end, min(sentence[1], end + 2 * RIGHT), numbers)
    return between(before, after)


def between(before: str, after: str) -> Surroundings:
    """The surroundings of a place that has these words, the numbers masked, on its sides."""
    left = _pairs(f"^{before[-LEFT:]}"[::-1], LEFT_FADE, 1.0)
    right = _pairs(f"{after.rstrip(_STOPS)[:RIGHT]}$", RIGHT_FADE, RIGHT_WEIGHT)
    return Surroundings(left, right, sum(left.values()) + sum(right.values()))


def masked(text: str, start: int, end: int, numbers: Sequence[Mention]) -> str:
    """The words of a stretch without blanks, its numbers masked."""
    pieces, at = [], start
    for number in numbers:
        if number.end <= start or number.start >= end:
            continue
        pieces += [text[at : max(at, number.start)], MASK]
        at = number.end
    pieces.append(text[at:end] if at < end else "")
    return "".join(c for c in "".join(pieces) if c not in SKIPPED)


def _pairs(text: str, fade: float, weight: float) -> dict[str, float]:
    pairs: dict[str, float] = {}
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        pairs.setdefault(pair, weight)
        weight *= fade
    return pairs


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    """Pairs in both, each counted with the lighter of its two weights."""
    return sum(min(weight, other[pair]) for pair, weight in one.items() if pair in other)


def _edges(one: dict[str, float], other: dict[str, float]) -> float:
    """The weight of a beginning or an end that only the first has."""
    first = next(reversed(one), "")
    return one[first] if first[-1:] in _EDGES and first not in other else 0.0
