"""A text's figures and mentions paragraph by paragraph, remembered between keystrokes.

A writer changes one paragraph at a time; all others are answered from memory. What a paragraph
means depends on the headings it stands under (下一步打算 makes targets of its figures) and on
whether the report is given to a congress the year after its facts; both go along as context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.figures.chapters import turns_chapter
from rag.figures.extract import extract_figures
from rag.figures.mentions import Mention, find_mentions
from rag.figures.tables import Head, head_of, table_figures
from rag.records import Figure, Section
from rag.text.clean import normalise
from rag.text.headings import parse_label

REMEMBERED = 4096
"""Paragraphs: some hundred reports."""
CONGRESS = "各位代表：\n"
_CONGRESS_SIGN = re.compile(r"各位代表|请予审[议查阅]|向大会(?:作|报告)|\A[^。]{0,60}政府工作报告")
_HEAD = 1500
_SOUNDS_LIKE_CONGRESS = (
    ("政府工作报告", "政府工作材料"),
    ("各位代表", "各位来宾"),
    ("请予审", "请予讨"),
    ("向大会", "向全体"),
)
"""Words inside a paragraph that must not turn its year; replaced by others of their length."""
_FINAL = frozenset("。！？；：…”』》)）.!?;:")
_LINE_WIDTH = 18
_TITLE_LENGTH = 40


@dataclass(frozen=True)
class Paragraph:
    """One line of a text with its numbers; all offsets but ``start`` count from its beginning."""

    start: int
    text: str
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]


def told_year(text: str, year: int) -> int:
    """The year whose facts a report of ``year`` tells: the year before when given to a congress."""
    return year - 1 if _CONGRESS_SIGN.search(text[:_HEAD]) else year


@lru_cache(maxsize=16)
def paragraphs(
    text: str,
    year: int | None,
    *,
    fact_year: int | None = None,
    sections: tuple[Section, ...] = (),
) -> tuple[Paragraph, ...]:
    """The paragraphs of a text of a report about ``year``.

    ``fact_year`` is the year whose facts it tells where that is not ``year`` and the text does
    not show it; ``sections`` name the headings that its parts stand under.
    """
    if year is not None and fact_year is None:
        fact_year = told_year(text, year)
    congress = CONGRESS if year is not None and fact_year != year else ""
    report_year = year if congress else fact_year
    headings: dict[int, str] = {}
    chapter = _Chapter()
    waiting = sorted(sections, key=lambda section: section.start, reverse=True)
    found = []
    head: Head | None = None
    for start, line in _lines(text):
        while waiting and waiting[-1].start <= start:
            headings = dict(enumerate(filter(None, waiting.pop().path), start=1))
        above = "\n".join(chapter.within(headings))
        figures = _figures(line, report_year, f"{congress}{above}\n" if congress or above else "")
        paragraph = Paragraph(start, line, _mentions(line), figures)
        found.append(paragraph if head is None else _tabular(paragraph, head, fact_year))
        _enter(headings, line)
        chapter.enter(headings, line)
        head = head_of(line, head)
    return tuple(found)


class _Chapter:
    """A heading without a label that turns what follows into plans, until the next chapter."""

    def __init__(self) -> None:
        self._line = ""
        self._above = ""

    def enter(self, headings: dict[int, str], line: str) -> None:
        """Take a line that opens such a chapter."""
        if turns_chapter(line):
            self._line, self._above = line.strip(), _top(headings)

    def within(self, headings: dict[int, str]) -> Iterator[str]:
        """The headings that hold, the chapter's below the level-1 heading it stands under."""
        top = _top(headings)
        if top != self._above:
            self._line = ""
        yield from filter(None, (top, self._line))
        yield from (heading for heading in headings.values() if heading != top)


def _top(headings: dict[int, str]) -> str:
    """The heading of a main part, "" where only lower ones hold."""
    first = headings.get(1, "")
    label = parse_label(first)
    return first if label is None or label.level == 1 else ""


def _tabular(row: Paragraph, head: Head, year: int | None) -> Paragraph:
    """A table's row: its bare numbers belong to the row's name."""
    if "\t" not in row.text or year is None:
        return row
    made = {
        mention.start: (mention, figure) for mention, figure in table_figures(row.text, head, year)
    }
    mentions = [made.pop(m.start, (m, None))[0] for m in row.mentions]
    mentions += [mention for mention, _ in made.values()]
    figures = [figure for _, figure in table_figures(row.text, head, year)]
    covered = {figure.quantity.start for figure in figures}
    figures += [f for f in row.figures if f.quantity.start not in covered]
    return replace(
        row,
        mentions=tuple(sorted(mentions, key=lambda m: m.start)),
        figures=tuple(sorted(figures, key=lambda f: f.quantity.start)),
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs with their places; line breaks of a fixed page width do not end one."""
    lines = text.split("\n")
    clean = normalise(text) if any(map(_is_wrapped, lines, lines[1:])) else None
    start = 0
    for line in lines if clean is None else clean.text.split("\n"):
        if line.strip():
            end = start + len(line)
            first, last = (start, end) if clean is None else clean.original_span(start, end)
            yield first, text[first:last]
        start += len(line) + 1


def _is_wrapped(line: str, following: str) -> bool:
    """Whether a page width may have broken a sentence between two lines."""
    return (
        len(line) >= _LINE_WIDTH
        and line[-1] not in _FINAL
        and 0 < len(following) <= len(line) + 6
        and parse_label(line) is None
        and parse_label(following) is None
    )


def _enter(headings: dict[int, str], line: str) -> None:
    """Keep the headings that hold for what follows."""
    label = parse_label(line)
    if label is None or label.level > 2:
        return
    for level in [level for level in headings if level >= label.level]:
        del headings[level]
    headings[label.level] = re.split(r"[。；]", line)[0][:_TITLE_LENGTH]


@lru_cache(maxsize=REMEMBERED)
def _mentions(line: str) -> tuple[Mention, ...]:
    return find_mentions(line)


@lru_cache(maxsize=REMEMBERED)
def _figures(line: str, year: int | None, context: str) -> tuple[Figure, ...]:
    if not context.startswith(CONGRESS):
        for words, others in _SOUNDS_LIKE_CONGRESS:
            line = line.replace(words, others)
    shift = len(context)
    return tuple(
        replace(
            figure,
            quantity=replace(
                figure.quantity,
                start=figure.quantity.start - shift,
                end=figure.quantity.end - shift,
            ),
        )
        for figure in extract_figures(f"{context}{line}", report_year=year)
        if figure.quantity.start >= shift
    )
