"""What a Word file looks like, as records: pages, paragraphs, tables, page numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. ``size_pt`` in points, ``tracking`` in twips a character."""

    text: str
    chinese: str
    latin: str
    size_pt: float
    bold: bool
    colour: str
    tracking: int


@dataclass(frozen=True, slots=True)
class Formatted:
    """A paragraph. ``pitch`` is the exact or least line height in twips, 0 for multiples of a
    line (``lines``). ``first`` is the first line's indent in characters, less than 0 where it
    hangs out, ``left`` and ``right`` are the indents of all lines. ``before`` and ``after`` are
    the space around it in lines. ``new_page``: it begins a page.
    """

    runs: tuple[Run, ...]
    align: str
    first: float
    pitch: float
    lines: float
    on_grid: bool
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    new_page: bool = False

    @property
    def text(self) -> str:
        """The characters, line breaks as a newline."""
        return "".join(run.text for run in self.runs)

    def most(self, what: Callable[[Run], Found], start: int = 0, end: int | None = None) -> Found:
        """What holds for most characters of a stretch that is not empty."""
        counts: Counter[Found] = Counter()
        position = 0
        stop = len(self.text) if end is None else end
        for run in self.runs:
            inside = min(stop, position + len(run.text)) - max(start, position)
            if inside > 0 and run.text.strip():
                counts[what(run)] += inside
            position += len(run.text)
        return counts.most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins of one section in millimetres; the grid's ``pitch`` in twips, 0: none.

    ``character_space`` is what the grid adds to each character, in points. ``footer`` is how far
    the footer's last line stands from the paper's edge.
    """

    width: float
    height: float
    top: float
    left: float
    bottom: float
    right: float
    pitch: float
    character_space: float
    footer: float = 0.0


@dataclass(frozen=True, slots=True)
class PageNumberPlace:
    """A page number in a footer or header. ``kind`` is default, even or first.

    ``around`` is the text beside the number, ``blank`` the indent at its side in characters.
    ``framed``: it stands in a frame or text box, whose place is not followed.
    """

    kind: str
    align: str
    around: str
    run: Run
    blank: float = 0.0
    framed: bool = False


@dataclass(frozen=True, slots=True)
class TableLook:
    """A table's type: the runs of its first row and of the others."""

    head: tuple[Run, ...]
    body: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class WordLook:
    """The whole file: sections, paragraphs outside tables, page numbers, tables."""

    pages: tuple[PageSetup, ...]
    paragraphs: tuple[Formatted, ...]
    numbers: tuple[PageNumberPlace, ...]
    odd_and_even: bool
    tables: tuple[TableLook, ...] = ()
