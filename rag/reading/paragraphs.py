"""From the lines of pages to paragraphs: furniture removed, broken lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rag.reading.lines import Line
from rag.reading.pieces import Page, Piece
from rag.text.headings import parse_label

_PAGE_NUMBER = re.compile(
    r"[-—–－―─~·.\s]*\d{1,4}[-—–－―─~·.\s]*|第\s*\d+\s*页(?:[，,/\s]*共\s*\d+\s*页)?"
    r"|\d+\s*/\s*\d+|[Pp]age\s*\d+(?:\s*of\s*\d+)?|[-—]?\s*[ivxIVX]{1,5}\s*[-—]?"
)
_WORD = re.compile(r"[!-~∶]+")
_MARGIN = 0.11
_SENTENCE_END = tuple("。！？；：!?;:”）)》")


@dataclass(frozen=True, slots=True)
class _Frame:
    """The text block of a document: its edges and its usual font size and line pitch."""

    left: float
    right: float
    size: float
    pitch: float


def furniture(pages: Sequence[Page]) -> frozenset[tuple[int, int]]:
    """Headers, footers and page numbers, as (page, line) indices.

    A line in the outer margin is furniture when it is a page number, or when the same line
    stands there on most pages or on every second one. A line whose digits differ (附件1, 附件2)
    is the same only where they count with the pages.
    """
    edge: dict[tuple[int, int], tuple[str, tuple[int, ...]]] = {}
    for number, page in enumerate(pages):
        for index, line in enumerate(page.lines):
            if not line.rows and _outer(page, index):
                text = re.sub(r"\s+", "", line.text)
                steps = tuple(int(digits) - number for digits in re.findall(r"\d{1,9}", text))
                edge[number, index] = text, steps
    same = Counter(text for text, _ in edge.values())
    counting = Counter((re.sub(r"\d+", "#", text), steps) for text, steps in edge.values() if steps)
    often = max(2, len(pages) // 3)
    found = set()
    for (number, index), (text, steps) in edge.items():
        words = pages[number].lines[index].text.strip()
        times = max(same[text], counting[re.sub(r"\d+", "#", text), steps] if steps else 0)
        if _PAGE_NUMBER.fullmatch(words) or (times >= often and len(pages) > 2 and text):
            found.add((number, index))
    return frozenset(found)


def _outer(page: Page, index: int) -> bool:
    """Whether a line stands in the upper or lower margin of its page."""
    line = page.lines[index]
    above, below = page.height * _MARGIN, page.height * (1 - _MARGIN)
    return line.bottom < above or line.top > below


def paragraphs(pages: Sequence[Page]) -> tuple[Line, ...]:
    """All paragraphs and tables in reading order."""
    gone = furniture(pages)
    kept = [
        (number, line)
        for number, page in enumerate(pages)
        for index, line in enumerate(page.lines)
        if (number, index) not in gone and (line.text.strip() or line.rows)
    ]
    frames = _frames(pages, kept)
    lines: list[Line] = []
    words = ""
    page = 0
    before: tuple[int, Piece] | None = None
    for number, piece in kept:
        if piece.rows:
            lines += [Line(words, page=page)] if words else []
            lines.append(Line("", rows=piece.rows, page=number + 1))
            words, before = "", None
            continue
        if before is not None and not _starts(before, (number, piece), frames):
            words = _glue(words, piece.text.strip())
        else:
            lines += _finished(words, page, before, frames)
            words, page = piece.text.strip(), number + 1
        before = (number, piece)
    lines += _finished(words, page, before, frames)
    return tuple(lines)


def _finished(
    words: str, page: int, last: tuple[int, Piece] | None, frames: Sequence[_Frame]
) -> Iterator[Line]:
    if words and last is not None:
        yield Line(words, centred=_centred(last[1], frames[last[0]]), page=page)


def _frames(pages: Sequence[Page], kept: Sequence[tuple[int, Piece]]) -> list[_Frame]:
    """Each page's text block; a page with few lines takes the document's."""
    pieces = [piece for _, piece in kept if not piece.rows]
    widest = max((page.width for page in pages), default=1)
    whole = _frame(pieces, widest) if pieces else _Frame(0, 1, 1, 1)
    frames = []
    for number in range(len(pages)):
        own = [piece for page, piece in kept if page == number and not piece.rows]
        frames.append(_frame(own, pages[number].width) if len(own) >= 12 else whole)
    return frames


def _frame(pieces: Sequence[Piece], width: float) -> _Frame:
    """The text block by its lines; where all of them are short, by even margins."""
    size = median(piece.size for piece in pieces)
    lefts = Counter(round(piece.left / size * 2) for piece in pieces)
    often = [place for place, count in lefts.items() if count * 8 >= len(pieces)]
    left = min(often, default=min(lefts)) * size / 2
    rights = sorted(piece.right for piece in pieces)
    right = rights[max(int(len(rights) * 0.9) - 1, 0)]
    if right - left < (width - 2 * left) * 0.6:
        right = width - left
    gaps = [
        later.middle - earlier.middle
        for earlier, later in pairwise(pieces)
        if 0 < later.middle - earlier.middle < size * 4
    ]
    return _Frame(left, right, size, median(gaps) if gaps else size * 1.5)


def _starts(before: tuple[int, Piece], now: tuple[int, Piece], frames: Sequence[_Frame]) -> bool:
    """Whether a line opens a new paragraph after the line before it."""
    frame, earlier_frame = frames[now[0]], frames[before[0]]
    earlier, line = before[1], now[1]
    if _centred(line, frame) or _centred(earlier, earlier_frame):
        return True
    if abs(line.size - earlier.size) > max(line.size, earlier.size) * 0.2:
        return True
    if earlier.right + _unbroken(earlier, line) < earlier_frame.right - earlier_frame.size * 2.2:
        return True
    if line.left > frame.left + frame.size * 1.2:
        return not _same_indent(earlier, line, frame)
    if now[0] == before[0] and line.middle - earlier.middle > frame.pitch * 1.6:
        return True
    label = parse_label(line.text)
    return label is not None and earlier.text.rstrip().endswith(_SENTENCE_END)


def _unbroken(earlier: Piece, line: Piece) -> float:
    """How much shorter a line may be because what follows could not be broken.

    Numbers and Latin words stay whole, marks such as ， never open a line, “ never ends one.
    """
    if earlier.text.rstrip().endswith(_SENTENCE_END):
        return 0
    word = _WORD.match(line.text)
    return line.size * (1.2 + (len(word.group()) * 0.6 if word else 0))


def _same_indent(earlier: Piece, line: Piece, frame: _Frame) -> bool:
    """A block that is indented as a whole (a quotation), not a first line."""
    return (
        abs(earlier.left - line.left) < frame.size * 0.4
        and line.left > frame.left + frame.size * 3
        and not earlier.text.rstrip().endswith(_SENTENCE_END)
    )


def _centred(line: Piece, frame: _Frame) -> bool:
    """Well inside both edges, by about the same."""
    left, right = line.left - frame.left, frame.right - line.right
    return min(left, right) > frame.size * 2.5 and abs(left - right) < frame.size * 2.5


def _glue(before: str, after: str) -> str:
    """Two parts of a broken line: Chinese joins without a blank, Latin words with one."""
    if not before or not after:
        return before + after
    last, first = before[-1], after[0]
    if last == "-" and len(before) > 1 and before[-2].isascii() and before[-2].isalpha():
        return before[:-1] + after if first.isascii() and first.isalpha() else before + after
    blank = last.isascii() and first.isascii() and last.isalpha() and first.isalpha()
    return f"{before} {after}" if blank else before + after
