"""What stands on the pages of a PDF: characters as pieces, ruled lines, page pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rag.reading.pagefile import LONGEST_SIDE, PageError, Picture
from rag.reading.pagelayout import arrange
from rag.reading.pieces import Page, Piece, Rule

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_DPI = 216
_MAX_CHARACTERS = 100_000
_PASSWORD = 4
_THIN = 2.5
_PATH = 2
_IMAGE = 3
_NO_TEXT = frozenset({0, 10, 13})
_HYPHENS = {2: "-"}


@dataclass(frozen=True, slots=True)
class _Character:
    """One character and its box from the top left corner; ``guessed`` blanks are PDFium's own.

    Boxes are set on the base line: fonts mixed in one line (Latin quotation marks in Chinese
    text) differ in height, not in where they stand.
    """

    text: str
    guessed: bool
    left: float
    right: float
    base: float
    size: float


class PdfPages:
    """The pages of a PDF, each read from its text layer or, where it has none, as a picture.

    Raises PageError when the file is broken or asks for a password.
    """

    def __init__(self, path: Path) -> None:
        from pypdfium2 import PdfDocument, PdfiumError

        self._broken = PdfiumError
        try:
            self._document = PdfDocument(path)
        except PdfiumError as error:
            locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error)
            raise PageError("encrypted" if locked else "damaged") from error

    def __len__(self) -> int:
        return len(self._document)

    def read(self, number: int) -> Page | Picture:
        """A page's text with its tables, or its picture where it has hardly any text."""
        try:
            page = self._document[number]
            width, height = page.get_size()
            pieces = page_pieces(page)
            if needs_ocr(page, pieces):
                scale = min(_DPI / 72, LONGEST_SIDE / max(width, height, 1))
                return Picture(page.render(scale=scale).to_numpy(), scale)
            return Page(width, height, tuple(arrange(pieces, page_rules(page))))
        except self._broken as error:
            raise PageError from error


def page_pieces(page: PdfPage) -> list[Piece]:
    """The text layer row by row, cut where a wide gap opens.

    The order inside the file is not used: quotation marks, tabs and corrections often come
    later there than the words around them. Text outside the page is left out.
    """
    width, height = page.get_size()
    inside = [
        each
        for each in _characters(page, height)
        if -1 <= each.left <= width + 1 and -1 <= each.base <= height + 1
    ]
    return [piece for row in _rows(inside) for piece in _cut(row) if piece.text.strip()]


def _rows(characters: Iterable[_Character]) -> Iterator[list[_Character]]:
    """Characters on one base line, from left to right; raised ones belong to their line."""
    row: list[_Character] = []
    for each in sorted(characters, key=lambda item: item.base):
        if row and each.base - row[-1].base > max(each.size, row[-1].size) * 0.3:
            yield sorted(row, key=lambda item: item.left)
            row = []
        row.append(each)
    yield sorted(row, key=lambda item: item.left)


def _cut(row: Sequence[_Character]) -> Iterator[Piece]:
    """A row's pieces; see ``_needs_blank`` for the blanks PDFium guesses.

    A character printed twice on the same spot (poor man's bold) counts once.
    """
    shown = [each for each in row if not each.guessed]
    usual = median(max(b.left - a.right, 0) for a, b in pairwise(shown)) if len(shown) > 2 else 0
    run: list[_Character] = []
    text = ""
    blank = False
    for each in row:
        if each.guessed:
            blank = True
            continue
        last = run[-1] if run else None
        if last and last.text == each.text and each.left - last.left < each.size * 0.15:
            continue
        if last and each.left - max(item.right for item in run[-4:]) > each.size * 1.2:
            yield _piece(text, run)
            run, text = [], ""
        elif last and blank and _needs_blank(last, each, usual):
            text += " "
        run.append(each)
        text += each.text
        blank = False
    if run:
        yield _piece(text, run)


def _needs_blank(last: _Character, each: _Character, usual: float) -> bool:
    """Whether a gap stands for a blank: between Latin words, and between two Chinese characters
    that are set apart. Between Chinese and digits it is only how Word spaces them.
    """
    if last.text.isascii() or each.text.isascii():
        return _latin(last.text) and _latin(each.text)
    apart = each.left - last.right > usual + each.size * 0.15
    return apart and last.text.isalnum() and each.text.isalnum()


def _latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _piece(text: str, run: Sequence[_Character]) -> Piece:
    size = max(each.size for each in run)
    base = run[0].base
    left, right = run[0].left, max(each.right for each in run)
    return Piece(text, left, base - size * 0.8, right, base + size * 0.2, size)


def _characters(page: PdfPage, height: float) -> Iterator[_Character]:
    from pypdfium2 import raw

    text = page.get_textpage()
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(min(text.count_chars(), _MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _NO_TEXT or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        character = _HYPHENS.get(code) or (chr(code) if code < 0x110000 else "\ufffd")
        guessed = character == " " and raw.FPDFText_IsGenerated(text, index) == 1
        size = abs(box.top - box.bottom)
        yield _Character(character, guessed, box.left, box.right, height - y.value, size)


def page_rules(page: PdfPage) -> list[Rule]:
    """Ruled lines: thin paths. Frames of boxes count as their four sides."""
    height = page.get_height()
    rules: list[Rule] = []
    for item in page.get_objects(filter=[_PATH], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        top, bottom = height - top, height - bottom
        wide, high = right - left, bottom - top
        if min(wide, high) <= _THIN < max(wide, high):
            rules.append(Rule(left, top, right, bottom))
        elif wide > 20 and high > 10 and wide < page.get_width() * 0.98:
            rules += [
                Rule(left, top, right, top),
                Rule(left, bottom, right, bottom),
                Rule(left, top, left, bottom),
                Rule(right, top, right, bottom),
            ]
    return rules


def needs_ocr(page: PdfPage, pieces: list[Piece]) -> bool:
    """Whether a page is a picture: hardly any text, and images over a good part of it."""
    letters = sum(len(piece.text.strip()) for piece in pieces)
    legible = sum(piece.text.count("\ufffd") + piece.text.count("\x00") for piece in pieces)
    if letters - legible > 30:
        return False
    width, height = page.get_size()
    area = 0.0
    for item in page.get_objects(filter=[_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        area += max(right - left, 0) * max(top - bottom, 0)
    return bool(area > width * height * 0.2)
