"""A table as WordprocessingML: a head that is repeated on each page, merged cells."""

from __future__ import annotations

from collections.abc import Sequence

from rag.word.carried import Cell
from rag.word.ooxml import paragraph, run

_ROW_HEIGHT = 454
"""Least height of a row in twips (8 mm): a row of one line is not squeezed."""

_DEEPEST_HEAD = 3
"""Rows that a head of merged cells may have."""

Shape = Sequence[Sequence[Cell]]


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    centred: Sequence[bool],
    shape: Shape = (),
) -> str:
    """A table whose first row is its head. ``widths`` in twips.

    ``shape`` says which cells are merged: a cell of several columns has its text in the first
    of them. Without it each text is a cell.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    cells = shape or [[Cell()] * len(row) for row in rows]
    head = _head_rows(cells)
    lines = "".join(
        _row(texts, cells[number], widths, centred, below=_below(cells, number), head=number < head)
        for number, texts in enumerate(rows)
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0"'
        ' w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


def _columns(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """Each cell with the column it begins in."""
    found, column = [], 0
    for cell in row:
        found.append((column, cell))
        column += cell.span
    return found


def _below(shape: Shape, number: int) -> frozenset[int]:
    """Columns in which a cell of this row goes on in the next one."""
    following = _columns(shape[number + 1]) if number + 1 < len(shape) else []
    return frozenset(column for column, cell in following if cell.goes_on)


def _head_rows(shape: Shape) -> int:
    """The head is the first row and those into which its cells go on."""
    count = 1
    while count < min(len(shape), _DEEPEST_HEAD + 1) and _below(shape, count - 1):
        count += 1
    return count if count <= _DEEPEST_HEAD else 1


def _row(
    texts: Sequence[str],
    cells: Sequence[Cell],
    widths: Sequence[int],
    centred: Sequence[bool],
    *,
    below: frozenset[int],
    head: bool,
) -> str:
    content = ""
    for column, cell in _columns(cells):
        width = sum(widths[column : column + cell.span])
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = "<w:vMerge/>" if cell.goes_on else ""
        merge = merge or ('<w:vMerge w:val="restart"/>' if column in below else "")
        middle = centred[column] or cell.span > 1
        style = "TableHead" if head else "TableText" if middle else "TableTextLeft"
        content += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
            f'<w:vAlign w:val="center"/></w:tcPr>{paragraph(style, run(texts[column]))}</w:tc>'
        )
    height = f'<w:trHeight w:val="{_ROW_HEIGHT}" w:hRule="atLeast"/>'
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeat}</w:trPr>{content}</w:tr>"
