"""A table of somebody else's file in a layout: columns by what they hold, merged cells kept."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Block
from rag.word.layout import Style
from rag.word.measures import twips, width_in_characters
from rag.word.sheets import laid_across
from rag.word.tables import Shape, table

_NARROWEST, _WIDEST = 4.0, 24.0
"""Column widths in characters by which a table's width is shared out."""

_EDGES = 1.0
"""Characters that a cell's margins take."""

_MOST_UPRIGHT = 8
"""Columns that an upright page holds; a table of more is laid across."""


@dataclass(frozen=True, slots=True)
class RelaidTable:
    """The table as XML. ``flat``: merged cells are not known; ``across``: on a page laid across."""

    xml: str
    flat: bool
    across: bool


def relaid_table(block: Block, shape: Shape, style: Style) -> RelaidTable:
    """A table block set anew; ``shape`` are its cells as they were in the file, if known."""
    fits = [sum(cell.span for cell in row) for row in shape] == [len(row) for row in block.rows]
    columns = max(map(len, block.rows))
    rows = [(*row, *[""] * (columns - len(row))) for row in block.rows]
    across = columns > _MOST_UPRIGHT
    needed = _needed(rows, shape if fits else ())
    page = style.page
    room = page.height_mm - page.bottom_mm - page.top_mm if across else style.text_width_mm
    widths = [int(twips(room) * share / sum(needed)) for share in needed]
    centred = [share < _WIDEST for share in needed]
    xml = table(rows, widths, centred, shape if fits else ())
    return RelaidTable(laid_across(xml, style) if across else xml, not fits, across)


def _needed(rows: list[tuple[str, ...]], shape: Shape) -> list[float]:
    """Characters each column would take; what stands in several columns asks for none."""
    needed = [_NARROWEST] * len(rows[0])
    for number, row in enumerate(rows):
        alone = dict.fromkeys(range(len(row)), True)
        column = 0
        for cell in shape[number] if number < len(shape) else ():
            alone[column] = cell.span == 1
            column += cell.span
        for column, text in enumerate(row):
            if alone[column]:
                needed[column] = max(needed[column], width_in_characters(text))
    return [min(_WIDEST, width) + _EDGES for width in needed]
