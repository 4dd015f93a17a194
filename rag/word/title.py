"""Breaking a long title into lines: whole words, in the shape of a trapezium or a rhombus.

GB/T 9704—2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用
梯形或菱形.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from rag.word.measures import width_in_characters

MOST_LINES = 4
_WORDS_FILE = Path(__file__).with_name("title_words.txt")
_UNSPLIT = re.compile(r"[0-9A-Za-z.%％+—\-－～~]+(?:年度|年|月份|月|日|届|次|号)?|〇+")
_OPENING, _CLOSING = "（《“‘〔【(", "）》”’〕】)，、。：；！？:,"
_PLACES = frozenset("镇乡县区市省州旗村") | {"街道", "社区", "开发区", "集团", "公司"}
_CLINGS_BACK = frozenset({"的", "中", "年", "年度", "届", "次", "以来", "期间"}) | _PLACES
_VERBS = frozenset({"落实", "贯彻", "贯彻落实", "开展", "推进", "推动", "加强", "加快", "深化"})
_CLINGS_ON = _VERBS | {"关于", "和", "与", "及", "暨", "以及", "在", "第", "抓", "中共"}
_GOOD_STARTS = ("关于", "和", "与", "及", "暨")
_GOOD_ENDS = ("党委", "党工委", "委员会", "政府", "办事处", "党组", "的")


def title_lines(title: str, longest: int) -> tuple[str, ...]:
    """The title in lines of at most ``longest`` characters where words allow it.

    Lines the writer broke are kept. A title that fits on one line stays whole.
    """
    given = tuple(line.strip() for line in title.splitlines() if line.strip())
    if len(given) > 1:
        return given
    whole = given[0] if given else ""
    if width_in_characters(whole) <= longest:
        return (whole,)
    pieces = [part for word in _words(whole) for part in _cut(word, longest)]
    counts = range(2, MOST_LINES + 1)
    choices = [each for count in counts for each in _arrangements(pieces, count, longest)]
    if not choices:
        return _filled(pieces, longest)
    return min(choices, key=_cost)[0]


_Lines = tuple[tuple[str, ...], int]
"""Lines and the number of breaks that fall badly."""


def _arrangements(pieces: Sequence[str], count: int, longest: int) -> Iterator[_Lines]:
    """All ways to break into ``count`` lines none of which is too long."""
    for bounds in _bounds([width_in_characters(piece) for piece in pieces], 0, count, longest):
        places = bounds[:-1]
        lines = tuple("".join(pieces[start:end]) for start, end in pairwise((0, *bounds)))
        good = sum(
            pieces[place - 1].endswith(_GOOD_ENDS) or pieces[place].startswith(_GOOD_STARTS)
            for place in places
        )
        yield lines, count - 1 - good


def _bounds(
    widths: Sequence[float], start: int, count: int, longest: int
) -> Iterator[tuple[int, ...]]:
    """The ends of ``count`` lines from ``start`` on that hold all pieces."""
    if sum(widths[start:]) > count * longest or len(widths) - start < count:
        return
    if count == 1:
        yield (len(widths),)
        return
    width = 0.0
    for end in range(start + 1, len(widths) - count + 2):
        width += widths[end - 1]
        if width > longest:
            return
        for rest in _bounds(widths, end, count - 1, longest):
            yield (end, *rest)


def _filled(pieces: Sequence[str], longest: int) -> tuple[str, ...]:
    """A title too long for any shape: line after line as full as words allow."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_in_characters(lines[-1] + piece) > longest:
            lines.append("")
        lines[-1] += piece
    return tuple(lines)


def _cut(word: str, longest: int) -> list[str]:
    """A word that no line can hold, in pieces."""
    if width_in_characters(word) <= longest:
        return [word]
    size = longest // 2
    return [word[start : start + size] for start in range(0, len(word), size)]


def _cost(arrangement: _Lines) -> float:
    """How far from a good title: ragged, hourglass, square, stubs, many lines."""
    lines, plain_breaks = arrangement
    widths = [width_in_characters(line) for line in lines]
    spread = max(widths) - min(widths)
    steps = [after - before for before, after in pairwise(widths)]
    waist = any(left < 0 < right for left, right in pairwise(steps))
    square = spread < 1 or (len(widths) > 2 and any(abs(step) < 1 for step in steps))
    return (
        30 * waist
        + 4 * square
        + max(0.0, spread - 6)
        + 10 * (min(widths) < 4)
        + 2 * plain_breaks
        + 8 * len(lines)
    )


def _words(title: str) -> list[str]:
    """The title's words; an unknown stretch (a place's name) is one word with its 镇 or 区."""
    words: list[str] = []
    known_before = True
    for token, known in _tokens(title):
        glued = bool(words) and (
            (not known and not known_before)
            or token in _CLINGS_BACK
            or token[0] in _CLOSING
            or words[-1][-1] in _OPENING
            or words[-1] in _CLINGS_ON
            or _open_quote(words[-1])
        )
        if glued:
            words[-1] += token
        else:
            words.append(token)
        known_before = known
    return words


def _open_quote(word: str) -> bool:
    """Inside 《…》 or “…”: a name of reasonable length is not torn."""
    place = max(word.rfind(mark) for mark in "《“（〔")
    return place >= 0 and len(word) - place < 14 and not re.search("[》”）〕]", word[place:])


def _tokens(title: str) -> Iterator[tuple[str, bool]]:
    """Longest known words first; single unknown characters otherwise."""
    vocabulary, longest = _vocabulary()
    position = 0
    while position < len(title):
        match = _UNSPLIT.match(title, position)
        if match:
            yield match.group(), True
            position = match.end()
            continue
        for size in range(min(longest, len(title) - position), 0, -1):
            word = title[position : position + size]
            if word in vocabulary or size == 1:
                yield word, word in vocabulary or word in _OPENING + _CLOSING
                position += size
                break


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], int]:
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    words = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    return words, max(map(len, words))
