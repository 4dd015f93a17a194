"""Cut a document into passages along its own structure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from rag.library.factyears import fact_years, fact_years_of_sections
from rag.records import Block, Document, Figure, Passage, Section
from rag.text.headings import run_in_points
from rag.text.outline import outline
from rag.text.sentences import split_sentences

TARGET = 350
"""Characters a passage aims at: about the 512 tokens an e5 model reads, with its header."""
WHOLE_POINT = 600
"""A run-in point up to this length stays in one piece."""
SHORT = 40
"""A paragraph shorter than this joins its neighbour in the same section."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    section: int
    text: str
    table: bool = False


def split_passages(
    document: Document, document_id: str, figures: Sequence[Figure] = ()
) -> tuple[Passage, ...]:
    """The document's passages in order.

    A paragraph is one passage; a long one is cut between its run-in points (一是…二是…), which
    stay whole, or between sentences. A table row reads 列名：值. Headings on their own line are
    the ``section_path`` of what follows. ``text`` is ``document.text[start:end]`` except for
    table rows, whose offsets are those of the row. ``figures`` tell the passages' fact years
    where the text around a figure says more than the section does.
    """
    sections = outline(document)
    pieces = _join_short(_pieces(document, sections), document.text)
    by_section = fact_years_of_sections(document, sections)
    begins = [0, *accumulate(len(block.text) + 1 for block in document.blocks)]
    places = sorted((figure.quantity.start, figure.fact_year or 0) for figure in figures)
    return tuple(
        Passage(
            id=f"{document_id}#{number}",
            document_id=document_id,
            document_title=document.title,
            kind=document.kind,
            section_path=sections[piece.section].path if piece.section >= 0 else (),
            report_year=document.year,
            fact_years=fact_years(
                piece.text,
                by_section[piece.section] if piece.section >= 0 else (),
                _years_between(places, piece.start, piece.end),
            ),
            text=piece.text,
            start=piece.start,
            end=piece.end,
            page=document.blocks[bisect_right(begins, piece.start) - 1].page,
        )
        for number, piece in enumerate(pieces)
    )


def _years_between(places: Sequence[tuple[int, int]], start: int, end: int) -> set[int]:
    first = bisect_right(places, (start - 1, 9999))
    last = bisect_right(places, (end - 1, 9999))
    return {year for _, year in places[first:last] if year}


def _pieces(document: Document, sections: Sequence[Section]) -> Iterator[_Piece]:
    starts = [section.start for section in sections]
    empty = {
        section.start
        for section, following in zip_longest(sections, sections[1:])
        if not section.text.strip() and (following is None or following.level <= section.level)
    }
    only_title = all(block.kind == "title" for block in document.blocks)
    offset = 0
    for block in document.blocks:
        end = offset + len(block.text)
        index = bisect_right(starts, end if block.heading_end else offset) - 1
        if block.kind == "heading" and block.heading_end >= len(block.text):
            # The section of a heading line starts behind it; an empty one starts at its end.
            index = bisect_right(starts, end + 1) - 1
            if index >= 0 and starts[index] in empty:
                yield _Piece(offset, end, index, block.text)
        elif block.kind != "title" or only_title:
            yield from _block_pieces(block, offset, index)
        offset = end + 1


def _block_pieces(block: Block, offset: int, section: int) -> Iterator[_Piece]:
    if block.kind == "table":
        yield from _row_pieces(block, offset, section)
        return
    for start, end in _cut(block.text):
        text = block.text[start:end]
        left = len(text) - len(text.lstrip())
        stripped = text.strip()
        if stripped:
            begin = offset + start + left
            yield _Piece(begin, begin + len(stripped), section, stripped)


def _row_pieces(table: Block, offset: int, section: int) -> Iterator[_Piece]:
    """One piece a row: ``指标：集中学习；2023年：12次``. The first row names the columns."""
    header = table.rows[0] if table.rows else ()
    for number, row in enumerate(table.rows):
        length = len("\t".join(row))
        if number == 0 and len(table.rows) > 1:
            offset += length + 1
            continue
        cells = zip([*header, *[""] * len(row)], row, strict=False)
        named = (
            f"{name.strip()}：{cell.strip()}" if name.strip() and number else cell.strip()
            for name, cell in cells
            if cell.strip()
        )
        text = "；".join(named)
        if text:
            yield _Piece(offset, offset + length, section, text, table=True)
        offset += length + 1


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Spans of about TARGET characters that break between points or sentences only."""
    if len(text) <= TARGET:
        yield 0, len(text)
        return
    start = end = 0
    for unit_start, unit_end in _units(text):
        if end > start and unit_end - start > TARGET:
            yield start, end
            start = unit_start
        end = unit_end
    yield start, len(text)


def _units(text: str) -> Iterator[tuple[int, int]]:
    """What is not broken: a run-in point, else a sentence; a monster sentence at TARGET."""
    points = run_in_points(text)
    bounds = [0, *(point.start for point in points), len(text)]
    for start, end in pairwise(bounds):
        if start == end:
            continue
        if end - start <= WHOLE_POINT and points and start:
            yield start, end
            continue
        for left, right in split_sentences(text[start:end]):
            for begin in range(start + left, start + right, TARGET):
                yield begin, min(begin + TARGET, start + right)


def _join_short(pieces: Iterator[_Piece], text: str) -> Iterator[_Piece]:
    held: _Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif _may_join(held, piece):
            joined = text[held.start : piece.end]
            held = _Piece(held.start, piece.end, held.section, joined)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _may_join(left: _Piece, right: _Piece) -> bool:
    return (
        min(len(left.text), len(right.text)) < SHORT
        and left.section == right.section
        and not left.table
        and not right.table
        and right.end - left.start <= TARGET
    )
