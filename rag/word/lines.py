"""How the paragraphs of a report fall into lines and pages, near enough without a type-setter.

Lines are broken by counting characters. Over many pages the count may be a line or two beside
what Word does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.text.marks import MARK
from rag.word.layout import Style
from rag.word.measures import twips, width_in_characters
from rag.word.plan import Paragraph
from rag.word.title import title_lines

_UNSPLIT = re.compile(r"[0-9A-Za-z.%]{1,20}|.")
_HANGING = frozenset("，。；：、！？）》”’】")
_TIGHT, _GAPPED = 0.0, 0.21
"""Characters by which a number stands off Chinese text: none in Word, a gap in LibreOffice,
which does not heed the file's word on it."""

_SHORT = 2
"""Lines of a paragraph that may go to the next page whole: the gap they leave is not seen."""

_LONG = 10
"""Lines of a paragraph whose gap would look worse than a signature on a page of its own."""

_DRIFT = 2
"""Lines by which the count may be wrong at the end of a report."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paper. ``head`` characters are in the heading's type.

    ``marks`` are the parts of it that are still to be filled in.
    """

    kind: str
    text: str
    level: int = 0
    head: int = 0
    first: bool = False
    last: bool = True
    with_next: bool = False
    marks: tuple[tuple[int, int], ...] = ()


def capacity(style: Style) -> int:
    """Lines of a page."""
    return max(1, int(twips(style.text_height_mm) / style.line_twips))


def pages(lines: Sequence[Line], style: Style) -> list[list[Line]]:
    """Lines filled into pages of equal length; a heading is not left at the foot of one."""
    room = capacity(style)
    found: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        needed = 1
        for following in lines[index : index + room - 1]:
            if not following.with_next:
                break
            needed += 1
        if len(found[-1]) + needed > room:
            found.append([])
        found[-1].append(line)
    return found


def lines_of(paragraph: Paragraph, style: Style, gap: float = _TIGHT) -> Iterator[Line]:
    """The lines of a paragraph, with the empty ones below a title.

    ``gap`` is how far a number stands off the Chinese text beside it, in characters.
    """
    if paragraph.role == "title":
        for text in title_lines(paragraph.text, style.title.longest_line):
            yield Line("title", text)
        for _ in range(round(style.title.blank_after)):
            yield Line("blank", "")
        return
    indent = 0 if paragraph.role == "recipient" else style.body.indent
    pieces = list(_wrapped(paragraph.text, style.page.characters, indent, gap))
    marks = [match.span() for match in MARK.finditer(paragraph.text)]
    position = 0
    for number, piece in enumerate(pieces):
        head = max(0, min(len(piece), paragraph.heading_end - position))
        first, last = number == 0 and indent > 0, number == len(pieces) - 1
        keep = paragraph.role == "heading"
        inside = tuple(_inside(marks, position, len(piece)))
        yield Line("text", piece, paragraph.level, head, first, last, keep, inside)
        position += len(piece)


def _inside(spans: Iterable[tuple[int, int]], start: int, length: int) -> Iterator[tuple[int, int]]:
    """The parts of spans that fall on a line, counted from its start."""
    for begin, end in spans:
        left, right = max(begin - start, 0), min(end - start, length)
        if left < right:
            yield left, right


def _wrapped(text: str, width: int, indent: float, gap: float) -> Iterator[str]:
    """The text cut into lines; punctuation that may not open a line hangs on the one before."""
    start, used = 0, indent
    for match in _UNSPLIT.finditer(text):
        size = width_in_characters(match.group())
        if gap and match.group().isascii():
            size += gap * sum(
                map(_is_word, (text[match.start() - 1 :][:1], text[match.end() :][:1]))
            )
        if used + size > width and match.group() not in _HANGING:
            yield text[start : match.start()]
            start, used = match.start(), 0.0
        used += size
    yield text[start:]


def _is_word(char: str) -> bool:
    """Whether it is a Chinese character, not a mark."""
    return "\u4e00" <= char <= "\u9fff"


def stays_with_signature(paragraphs: Sequence[Paragraph], closing: int, style: Style) -> bool:
    """Whether the last paragraph must be tied to what closes the text.

    ``closing`` is how many lines that takes, empty ones included. Untied it could stand alone on
    a page, which offices send back. Tied, LibreOffice moves the whole paragraph to the next
    page, so one of some lines is tied only where the page may end right there, and a long one
    never.
    """
    if not paragraphs or not closing:
        return False
    last = sum(1 for _ in lines_of(paragraphs[-1], style))
    if last <= _SHORT or last > _LONG:
        return last <= _SHORT
    room = capacity(style)
    filled = [
        len(pages([line for item in paragraphs for line in lines_of(item, style, gap)], style)[-1])
        for gap in (_TIGHT, _GAPPED)
    ]
    return any(count + closing > room - _DRIFT or count <= _DRIFT for count in filled)


def blank_lines(count: float) -> Iterable[Line]:
    """Empty lines."""
    return (Line("blank", "") for _ in range(round(count)))
