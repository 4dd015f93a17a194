"""The worker process that reads PDF pages: ``python -m rag.reading.pages``.

PDFium and the OCR models are native code that meets files from anywhere, so they run where they
can be killed. One JSON document a line goes to stdout: first the number of pages or what is
wrong, then each page as soon as it is read. See ``pdf`` for the other side.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.reading.convert import limit_memory
from rag.reading.pagelayout import Page, Piece, arrange
from rag.reading.pdfpage import needs_ocr, page_pieces, page_rules

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_PASSWORD = 4


def main(arguments: list[str]) -> int:
    """Read ``FILE`` from page ``FIRST`` (counted from 0) with at most ``LIMIT`` pages."""
    from pypdfium2 import PdfDocument, PdfiumError

    path, first, limit = arguments[0], int(arguments[1]), int(arguments[2])
    limit_memory()
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        _say({"error": "encrypted" if locked else "damaged"})
        return 0
    count = len(document)
    _say({"pages": count})
    for number in range(first, count if count <= limit else 0):
        try:
            _say(_page(document[number], number))
        except PdfiumError:
            _say({"broken": number})
    return 0


def _page(page: PdfPage, number: int) -> dict[str, Any]:
    width, height = page.get_size()
    pieces = page_pieces(page)
    scanned = needs_ocr(page, pieces)
    if scanned:
        from rag.reading.scan import load, recognise

        load()
        _say({"scanning": number})
        lines = arrange(recognise(page))
    else:
        lines = arrange(pieces, page_rules(page))
    return asdict(Page(width, height, tuple(lines), scanned))


def as_page(data: dict[str, Any]) -> Page:
    """A page as it arrived from the worker."""
    lines = tuple(
        Piece(**{**line, "rows": tuple(tuple(row) for row in line["rows"])})
        for line in data["lines"]
    )
    return Page(data["width"], data["height"], lines, data["scanned"])


def _say(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
