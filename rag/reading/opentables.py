"""Tables without ruled lines: rows of short pieces that stand under one another.

A table is three rows or more (four for two columns) whose pieces fall into the same columns with
white space between them all the way down. Prose in two columns is none: its lines are long.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from rag.reading.pieces import Piece

_MIN_ROWS = {2: 4}
_FEWEST_ROWS = 3
_LONGEST_CELL = 0.45
"""Share of the table's width; a wider piece is a sentence."""


def open_tables(rows: Sequence[Sequence[Piece]]) -> list[tuple[Piece, frozenset[int]]]:
    """Tables among the rows of a page, each with the identities of its pieces.

    Rows are from top to bottom, their pieces from left to right.
    """
    found = []
    run: list[Sequence[Piece]] = []
    for index, row in enumerate([*rows, ()]):
        following = rows[index + 1] if index + 1 < len(rows) else ()
        if _belongs(row, run, following):
            run.append(row)
            continue
        if table := _table(run):
            found.append((table, frozenset(id(piece) for line in run for piece in line)))
        run = [row] if len(row) > 1 else []
    return found


def _belongs(
    row: Sequence[Piece], run: Sequence[Sequence[Piece]], following: Sequence[Piece]
) -> bool:
    """Whether a row goes on with the table that the rows above it may be."""
    if len(row) == 1:
        return _continues(row[0], run, following)
    return len(row) > 1 and (not run or _fits([*run, row]))


def _columns(run: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """The stretches from left to right that pieces stand over, white space between them."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((piece.left, piece.right) for row in run for piece in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _fits(run: Sequence[Sequence[Piece]]) -> bool:
    """Whether no column is shared by two pieces of one row, and rows are near one another."""
    columns = _columns(run)
    if len(columns) < 2 or len(columns) < max(len(row) for row in run):
        return False
    above, row = run[-2][0], run[-1][0]
    return row.middle - above.middle < max(above.size, row.size) * 4


def _continues(piece: Piece, run: Sequence[Sequence[Piece]], following: Sequence[Piece]) -> bool:
    """The rest of a cell that was broken: inside one column, the table goes on below it."""
    return (
        len(run) > 1
        and len(following) > 1
        and _fits([*run, following])
        and any(
            left - 2 <= piece.left and piece.right <= right + 2 for left, right in _columns(run)
        )
    )


def _table(run: Sequence[Sequence[Piece]]) -> Piece | None:
    columns = _columns(run) if run else []
    rows = [row for row in run if len(row) > 1]
    if len(rows) < _MIN_ROWS.get(len(columns), _FEWEST_ROWS) or len(columns) < 2:
        return None
    left, right = columns[0][0], columns[-1][1]
    widest = max(piece.right - piece.left for row in run for piece in row)
    if widest > (right - left) * _LONGEST_CELL and len(columns) > 2:
        return None
    if len(columns) == 2 and not _figures([row[1] for row in rows]):
        return None
    if _spread_out([piece.text.strip() for row in rows for piece in row]):
        return None
    texts: list[list[str]] = []
    for row in run:
        if len(row) > 1 or not texts:
            texts.append([""] * len(columns))
        for piece in row:
            place = sum(start <= piece.left + 2 for start, _ in columns) - 1
            texts[-1][place] += piece.text.strip()
    pieces = [piece for row in run for piece in row]
    return Piece(
        "",
        left,
        min(piece.top for piece in pieces),
        right,
        max(piece.bottom for piece in pieces),
        median(piece.size for piece in pieces),
        tuple(map(tuple, texts)),
    )


def _figures(cells: Sequence[Piece]) -> bool:
    """Whether most of a column are figures: two columns of words may be anything."""
    return sum(cell.text.strip()[:1].isdigit() for cell in cells) * 2 > len(cells)


def _spread_out(cells: Sequence[str]) -> bool:
    """Whether most cells are single Chinese characters: words set wide apart, not a table."""
    return sum(len(cell) == 1 and not cell.isascii() for cell in cells) * 2 > len(cells)
