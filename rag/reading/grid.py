"""Spreadsheets as grids of displayed text: .xlsx by openpyxl, .csv, .xls by conversion."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import DamagedFileError, EmptyFileError, FileTooLargeError
from rag.reading.encoding import decode
from rag.reading.package import Package
from rag.settings import Settings

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_MAX_COLUMNS = 200
_MAX_SHEET_MB = 60
_BROKEN = (
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)
_HOLE = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_FIXED = re.compile(r"[#0,]*0(?:\.(0+))?(%?)")
_LITERAL = re.compile(r"\"([^\"]*)\"|\\(.)")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``rows`` are the displayed texts, all rows equally long.

    ``merged`` gives for each merged cell the top left cell of its area. ``uncomputed`` holds the
    cells whose formula has no computed value in the file. A ``hidden`` sheet has no rows here;
    ``hidden_rows`` and ``hidden_columns`` of a visible one are among its rows all the same.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> str:
        """The text a cell shows, that of its merged area included."""
        row, column = self.merged.get((row, column), (row, column))
        return self.rows[row][column]


def read_xlsx(path: Path, settings: Settings) -> tuple[Grid, ...]:
    """The sheets of a workbook, of hidden ones the name only; values, never formula texts.

    Raises DamagedFileError, EncryptedFileError, FileTooLargeError.
    """
    from openpyxl import load_workbook

    holes = _inspect(path, settings)
    try:
        # By its bytes: openpyxl refuses a workbook whose name does not end in .xlsx.
        data = path.read_bytes()
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            formulas = load_workbook(io.BytesIO(data), keep_links=False) if holes else None
        grids = tuple(
            _grid(sheet, formulas[sheet.title] if formulas else None, height)
            if sheet.sheet_state == "visible" and (height := _height(sheet, path, settings))
            else Grid(sheet.title, (), hidden=sheet.sheet_state != "visible")
            for sheet in book.worksheets
        )
    except _BROKEN as error:
        raise DamagedFileError(
            f"“{path.name}”已损坏，无法读出表格。", "请用 WPS 或 Excel 打开后另存为 .xlsx 再试。"
        ) from error
    book.close()
    return grids


def _inspect(path: Path, settings: Settings) -> bool:
    """Refuse what openpyxl should not meet: entities, and sheets that would fill the memory.

    Returns whether a formula without a computed value was seen.
    """
    holes = False
    with Package(path, settings.max_unpacked_mb) as package:
        for name in package.names:
            if not name.endswith((".xml", ".rels")):
                continue
            data = package.read(name)
            if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
                raise package.unsafe()
            if len(data) > _MAX_SHEET_MB << 20:
                raise FileTooLargeError(f"“{path.name}”里的表格过大，不像指标表，已停止读取。")
            holes = holes or _HOLE.search(data) is not None
    return holes


def _height(sheet: Worksheet, path: Path, settings: Settings) -> int:
    """The last row that holds anything; coloured empty rows may go on to the millionth.

    Raises FileTooLargeError over the limit: half a sheet would be worse than none.
    """
    used = (row for (row, _), cell in sheet._cells.items() if cell.value is not None)
    height = max(used, default=0)
    if height > settings.max_rows:
        raise too_many_rows(path, settings)
    return height


def too_many_rows(path: Path, settings: Settings) -> FileTooLargeError:
    """The error for a sheet that is longer than any figure sheet."""
    return FileTooLargeError(
        f"“{path.name}”的行数超过上限{settings.max_rows}行。", "请只保留需要的行，或拆成几个文件。"
    )


def _grid(sheet: Worksheet, formulas: Worksheet | None, height: int) -> Grid:
    width = min(sheet.max_column, _MAX_COLUMNS)
    rows = [
        tuple(_shown(cell) for cell in row)
        for row in sheet.iter_rows(max_row=height, max_col=width)
    ]
    merged = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row - 1, min(area.max_row, len(rows))):
            for column in range(area.min_col - 1, min(area.max_col, width)):
                merged[row, column] = (area.min_row - 1, area.min_col - 1)
    written = formulas.iter_rows(max_row=len(rows), max_col=width) if formulas and rows else ()
    uncomputed = frozenset(
        (row, column)
        for row, cells in enumerate(written)
        for column, cell in enumerate(cells)
        if cell.data_type == "f" and not rows[row][column]
    )
    return Grid(
        sheet.title,
        tuple(rows),
        merged,
        uncomputed,
        hidden_rows=frozenset(
            number - 1 for number, row in sheet.row_dimensions.items() if row.hidden
        ),
        hidden_columns=frozenset(
            number - 1
            for column in sheet.column_dimensions.values()
            if column.hidden and column.min and column.max
            for number in range(column.min, min(column.max, width) + 1)
        ),
    )


def _shown(cell: Cell | MergedCell) -> str:
    """A cell as a person sees it: percent and fixed decimals applied, words in the format kept."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return _number(value, str(cell.number_format or "General").split(";")[0])
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d") if value.time() == dt.time() else value.isoformat(" ")
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", str(value)).strip(" 　\xa0")


def _number(value: float | Decimal, form: str) -> str:
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return ""
    words = "".join(a or b for a, b in _LITERAL.findall(form)).strip()
    bare = _LITERAL.sub("", form)
    fixed = _FIXED.search(re.sub(r"\[[^\]]*\]", "", bare))
    if fixed is None:
        return f"{number.normalize():f}" + words
    if fixed[2]:
        number *= 100
    places = Decimal(1).scaleb(-len(fixed[1] or ""))
    number = number.quantize(places, rounding=ROUND_HALF_UP)
    return f"{number.normalize():f}{fixed[2]}{words}"


def read_csv(path: Path, settings: Settings) -> tuple[Grid, ...]:
    """A comma, semicolon or tab separated file in any encoding that text files come in.

    Raises DamagedFileError, EmptyFileError, FileTooLargeError.
    """
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise DamagedFileError(f"“{path.name}”不是文字文件，或已损坏。")
    text = decoded.text.replace("\ufeff", "").replace("\x00", "")
    head = text[:4000]
    separator = max(",\t;，", key=head.count)
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        cells = [
            [cell.strip(" 　\xa0") for cell in row]
            for row in itertools.islice(records, settings.max_rows + 1)
        ]
    except csv.Error as error:
        raise DamagedFileError(f"“{path.name}”不是完整的 CSV 表格：{error}。") from error
    if len(cells) > settings.max_rows:
        raise too_many_rows(path, settings)
    width = min(max((len(row) for row in cells), default=0), _MAX_COLUMNS)
    rows = tuple(tuple((row + [""] * width)[:width]) for row in cells if any(row))
    if not rows:
        raise EmptyFileError(f"“{path.name}”里没有内容。")
    return (Grid(path.stem, rows),)
