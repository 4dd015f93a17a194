"""A text's figures and mentions paragraph by paragraph, remembered between keystrokes.

A writer changes one paragraph at a time; all others are answered from memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rag.figures.extract import extract_figures
from rag.figures.mentions import Mention, find_mentions
from rag.records import Figure

REMEMBERED = 4096
"""Paragraphs: some hundred reports."""


@dataclass(frozen=True)
class Paragraph:
    """One line of a text with its numbers; all offsets but ``start`` count from its beginning."""

    start: int
    text: str
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]


def paragraphs(text: str, year: int | None) -> tuple[Paragraph, ...]:
    """The paragraphs of a text of a report about ``year``."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(start, line, _mentions(line), _figures(line, year)))
        start += len(line) + 1
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _mentions(line: str) -> tuple[Mention, ...]:
    return find_mentions(line)


@lru_cache(maxsize=REMEMBERED)
def _figures(line: str, year: int | None) -> tuple[Figure, ...]:
    return extract_figures(line, report_year=year)
