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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Weighted character pairs on both sides of a place; nearer ones weigh more."""

    left: dict[str, float]
    right: dict[str, float]
    weight: float

    def likeness(self, other: Surroundings) -> float:
        """How much of these surroundings the other ones share, 0 to 1."""
        if not self.weight:
            return 0.0
        shared = _shared(self.left, other.left) + _shared(self.right, other.right)
        return shared / self.weight


def surroundings(
    text: str, span: tuple[int, int], sentence: tuple[int, int], numbers: Sequence[Mention]
) -> Surroundings:
    """The surroundings of ``span`` within its ``sentence``, the ``numbers`` masked."""
    start, end = span
    before = _masked(text, max(sentence[0], start - 2 * LEFT), start, numbers)[-LEFT:]
    after = _masked(text, end, min(sentence[1], end + 2 * RIGHT), numbers)[:RIGHT]
    left = _pairs(f"^{before}"[::-1], LEFT_FADE, 1.0)
    right = _pairs(f"{after}$", RIGHT_FADE, RIGHT_WEIGHT)
    return Surroundings(left, right, sum(left.values()) + sum(right.values()))


def _masked(text: str, start: int, end: int, numbers: Sequence[Mention]) -> str:
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
