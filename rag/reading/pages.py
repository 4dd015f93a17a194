"""The worker process that reads pages: ``python -m rag.reading.pages``.

PDFium, picture decoders and the OCR models are native code that meets files from anywhere, so
they run where they can be killed. One JSON document a line goes to stdout: first the number of
pages or what is wrong, then each page as soon as it is read. See ``pdf`` for the other side.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.reading.convert import limit_memory
from rag.reading.pagefile import PageError, Pages
from rag.reading.pagelayout import arrange
from rag.reading.pieces import Page, Piece


def main(arguments: list[str]) -> int:
    """Read ``FILE`` from page ``FIRST`` (counted from 0) with at most ``LIMIT`` pages, in
    ``MEMORY`` megabytes.
    """
    path, first, limit, memory = arguments[0], *map(int, arguments[1:4])
    limit_memory(memory)
    try:
        pages = _open(Path(path))
    except PageError as error:
        _say({"error": error.reason})
        return 0
    count = len(pages)
    _say({"pages": count})
    for number in range(first, count if count <= limit else 0):
        try:
            _say(asdict(_page(pages, number)))
        except PageError:
            _say({"broken": number})
    return 0


def _open(path: Path) -> Pages:
    with path.open("rb") as stream:
        start = stream.read(1024)
    if b"%PDF-" in start:
        from rag.reading.pdfpage import PdfPages

        return PdfPages(path)
    if start.startswith(b"PK"):
        from rag.reading.ofd import OfdPages

        return OfdPages(path)
    from rag.reading.picture import PicturePages

    return PicturePages(path)


def _page(pages: Pages, number: int) -> Page:
    found = pages.read(number)
    if isinstance(found, Page):
        return found
    from rag.reading.scan import load, recognise

    load()
    _say({"scanning": number})
    height, width = found.pixels.shape[:2]
    lines = arrange(recognise(found.pixels, found.scale))
    return Page(width / found.scale, height / found.scale, tuple(lines), scanned=True)


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
