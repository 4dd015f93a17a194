"""Which words belong to which number of a sentence.

为46名行动不便党员安排31名干部: what follows 46名 up to the next act is its own, 安排 … 干部 belongs
to 31名. 主题党日264场、党课12场: each number has the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.figures.mentions import Mention
from rag.figures.words import ACT_HEAD

_CUT = re.compile(r"[，。；：、！？（）()\n]")
_EMPTY = re.compile(
    r"(?:[为对向由从在将把和与及的了共达约近超至到增减升降提高扩大]|增加|减少|分别|累计|其中|新增|达到|增长|下降|"
    r"提升|上升|同比|总计|合计|均|各)*"
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """The words of one number.

    Its own to the left and right, and what stands before in its sentence (``topic``) and
    paragraph (``before``). ``clause`` is where its clause begins.
    """

    left: str
    right: str
    topic: str
    before: str
    clause: int
    sentence: Span

    @property
    def own(self) -> str:
        """The words on both sides that no other number has a claim on."""
        return f"{self.left}|{self.right}"


def segments(
    text: str, numbers: Sequence[Mention], sentences: Sequence[Span]
) -> tuple[Segment, ...]:
    """The segment of each of the ``numbers`` of a paragraph, in order."""
    made: list[Segment] = []
    floor = 0
    for at, number in enumerate(numbers):
        sentence = next(((s, e) for s, e in sentences if s <= number.start < e), (0, len(text)))
        clause = _last_cut(text, sentence[0], number.start)
        start = max(clause, floor)
        left = text[start : number.start]
        stop = numbers[at + 1].start if at + 1 < len(numbers) else len(text)
        right, floor = _right(text, number.end, min(stop, sentence[1]), left)
        if not _words(left) and not right and made and made[-1].sentence == sentence:
            left = f"{made[-1].left}{left}"
        made.append(
            Segment(left, right, text[sentence[0] : start], text[: sentence[0]], clause, sentence)
        )
    return tuple(made)


def _last_cut(text: str, floor: int, at: int) -> int:
    start = floor
    for match in _CUT.finditer(text, floor, at):
        start = match.end()
    return start


def _right(text: str, start: int, end: int, left: str) -> tuple[str, int]:
    """The words after a number that are its own, and where those of the next one begin."""
    cut = _CUT.search(text, start, end)
    stop = cut.start() if cut else end
    gap = text[start:stop]
    if cut is not None or not gap or stop == len(text):
        return gap, stop
    acts = [match.start() for match in ACT_HEAD.finditer(gap) if match.start() > 0]
    if acts:
        return gap[: acts[-1]], start + acts[-1]
    return ("", start) if _words(left) else (gap, stop)


@lru_cache(maxsize=4096)
def _words(text: str) -> bool:
    """Whether there are words that could name something."""
    return _EMPTY.fullmatch(text.strip()) is None
