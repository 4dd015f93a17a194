"""What a person can do with a single file, without a home."""

from __future__ import annotations

import re
from pathlib import Path

from rag.errors import DamagedFileError, NotFoundError
from rag.figures.extract import extract_figures
from rag.reading.reader import read_document
from rag.records import Document, Figure
from rag.settings import Settings
from rag.text.outline import outline

_TEXT_ONLY = "请用 UTF-8 编码的文本文件。"
_BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
"""Control characters no text has."""


def figures_of(path: Path, settings: Settings, year: int | None = None) -> tuple[Figure, ...]:
    """The figures of a file; ``year`` overrides the year read from it. Raises FileError."""
    return document_figures(read_document(path, settings), year)


def document_figures(document: Document, year: int | None = None) -> tuple[Figure, ...]:
    """The figures of a document that was read."""
    return extract_figures(
        document.text, report_year=year or document.year, sections=outline(document)
    )


def text_of(path: Path) -> str:
    """A UTF-8 text file's content. Raises NotFoundError, DamagedFileError (also for binary)."""
    if not path.is_file():
        raise NotFoundError(f"找不到文件“{path.name}”。", "请检查文件名和所在文件夹。")
    try:
        text = path.read_text(encoding="utf-8-sig").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedFileError(f"“{path.name}”不能作为正文读取。", _TEXT_ONLY) from error
    if _BINARY.search(text):
        raise DamagedFileError(f"“{path.name}”不是文本文件。", _TEXT_ONLY)
    return text
