"""From placed pieces of text to lines and tables of one page, for PDF, OFD and OCR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.reading.opentables import open_tables
from rag.reading.pieces import Piece, Rule


def arrange(pieces: Sequence[Piece], rules: Sequence[Rule] = ()) -> list[Piece]:
    """Pieces as lines in reading order, ruled tables as one piece each."""
    loose = list(pieces)
    tables: list[Piece] = []
    for grid in _grids(rules):
        cells = [piece for piece in loose if grid.holds(piece)]
        if table := grid.table(cells):
            taken = set(map(id, cells))
            loose = [piece for piece in loose if id(piece) not in taken]
            tables.append(table)
    if _gutter(loose) is None:
        for table, used in open_tables(_rows(loose)):
            loose = [piece for piece in loose if id(piece) not in used]
            tables.append(table)
    lines = list(_joined(_read(loose)))
    for table in tables:
        lines.insert(sum(line.middle < table.top for line in lines), table)
    return lines


def _read(pieces: Sequence[Piece]) -> list[Piece]:
    """Down the page line by line; two columns one after the other."""
    gutter = _gutter(pieces)
    if gutter is None:
        return _by_rows(pieces)
    wide = [piece for piece in pieces if piece.left < gutter < piece.right]
    result: list[Piece] = []
    edges = [*sorted(wide, key=lambda piece: piece.middle), None]
    above = float("-inf")
    for edge in edges:
        below = edge.middle if edge else float("inf")
        band = [p for p in pieces if p not in wide and above < p.middle <= below]
        result += _by_rows([p for p in band if p.right <= gutter])
        result += _by_rows([p for p in band if p.left >= gutter])
        result += [edge] if edge else []
        above = below
    return result


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where two columns part, None for a page of one column."""
    if len(pieces) < 16:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    for share in (0.5, 0.48, 0.52, 0.46, 0.54):
        middle = left + (right - left) * share
        cut = sum(p.left < middle < p.right for p in pieces)
        sides = [p for p in pieces if p.right <= middle], [p for p in pieces if p.left >= middle]
        full = all(
            sum(p.right - p.left > (right - left) * 0.3 for p in side) >= 6 for side in sides
        )
        if full and cut * 5 < len(pieces):
            return middle
    return None


def _by_rows(pieces: Sequence[Piece]) -> list[Piece]:
    """Sorted by rows, each from left to right."""
    return [piece for row in _rows(pieces) for piece in row]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces whose middles lie within half a line form one row."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda item: item.middle):
        height = piece.bottom - piece.top
        if rows and abs(piece.middle - _middle(rows[-1])) < height * 0.5:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda item: item.left) for row in rows]


def _middle(row: Sequence[Piece]) -> float:
    return sum(piece.middle for piece in row) / len(row)


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces of one row as one line, a wide gap as two blanks."""
    line: Piece | None = None
    for piece in pieces:
        if line is None:
            line = piece
        elif abs(piece.middle - line.middle) < line.size * 0.5 and piece.left >= line.right - 2:
            gap = "  " if piece.left - line.right > line.size * 1.5 else ""
            line = replace(
                line,
                text=line.text + gap + piece.text,
                right=piece.right,
                top=min(line.top, piece.top),
                bottom=max(line.bottom, piece.bottom),
            )
        else:
            yield line
            line = piece
    if line is not None:
        yield line


@dataclass(frozen=True, slots=True)
class _Grid:
    """The ruled lines of one table, as the places of its rows and columns."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def holds(self, piece: Piece) -> bool:
        middle = (piece.left + piece.right) / 2
        return self.xs[0] <= middle <= self.xs[-1] and self.ys[0] <= piece.middle <= self.ys[-1]

    def table(self, pieces: Sequence[Piece]) -> Piece | None:
        """The table with its cells filled; None where most of it would be empty."""
        cells: dict[tuple[int, int], list[Piece]] = {}
        for piece in pieces:
            row = sum(y <= piece.middle for y in self.ys) - 1
            column = sum(x <= (piece.left + piece.right) / 2 for x in self.xs) - 1
            cells.setdefault((row, column), []).append(piece)
        rows = tuple(
            tuple(
                "".join(piece.text for piece in _by_rows(cells.get((row, column), [])))
                for column in range(len(self.xs) - 1)
            )
            for row in range(len(self.ys) - 1)
        )
        rows = tuple(row for row in rows if any(row))
        if not rows or len({column for _, column in cells}) < 2:
            return None
        size = pieces[0].size
        return Piece("", self.xs[0], self.ys[0], self.xs[-1], self.ys[-1], size, rows)


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    """Tables: groups of touching rules with two rows or columns at least."""
    groups: list[list[Rule]] = []
    for rule in rules[:4000]:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    grids = []
    for group in groups:
        xs = _places([rule.left for rule in group if not rule.horizontal])
        ys = _places([rule.top for rule in group if rule.horizontal])
        if len(xs) > 2 and len(ys) > 1:
            grids.append(_Grid(xs, ys))
    return sorted(grids, key=lambda grid: grid.ys[0])


def _touch(one: Rule, other: Rule, slack: float = 2.0) -> bool:
    return (
        one.left - slack <= other.right
        and other.left - slack <= one.right
        and one.top - slack <= other.bottom
        and other.top - slack <= one.bottom
    )


def _places(values: Sequence[float], slack: float = 3.0) -> tuple[float, ...]:
    """Different places among nearly equal ones."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > slack:
            places.append(value)
    return tuple(places)
