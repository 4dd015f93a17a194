"""OFD (GB/T 33190), the layout format of electronic official papers: text by ofdkit.

ofdkit is pure Python without dependencies, reads within limits and refuses DTDs. A page without
any text is a picture, which it does not hand out.
"""

from __future__ import annotations

from pathlib import Path

import ofdkit

from rag.reading.pagefile import PageError
from rag.reading.pagelayout import arrange
from rag.reading.pieces import Page, Piece

_POINTS = 72 / 25.4
_BROKEN = (ofdkit.OFDError, ValueError, ArithmeticError, LookupError, OSError, RuntimeError)


class OfdPages:
    """The pages of an OFD file, templates and seals' texts included. Raises PageError."""

    def __init__(self, path: Path) -> None:
        try:
            self._document = ofdkit.open(path)
        except ofdkit.OFDLimitError as error:
            raise PageError("large") from error
        except _BROKEN as error:
            raise PageError from error

    def __len__(self) -> int:
        return len(self._document.pages)

    def read(self, number: int) -> Page:
        """The text of a page in points from its upper left corner."""
        try:
            page = self._document.pages[number]
            left, top, width, height = page.box
            runs = [
                run
                for run in page.runs
                if left <= run.x <= left + width and top <= run.y <= top + height
            ]
        except _BROKEN as error:
            raise PageError from error
        pieces = [_piece(run, left, top) for run in runs if run.text.strip()]
        return Page(width * _POINTS, height * _POINTS, tuple(arrange(pieces)))


def _piece(run: ofdkit.TextRun, left: float, top: float) -> Piece:
    x, base, size = ((run.x - left), (run.y - top), run.size)
    return Piece(
        run.text.strip(),
        x * _POINTS,
        (base - size * 0.8) * _POINTS,
        (x + run.width) * _POINTS,
        (base + size * 0.2) * _POINTS,
        size * _POINTS,
    )
