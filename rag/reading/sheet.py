"""Figure sheets as colleagues send them: title rows, merged headings, units anywhere, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EmptyFileError, SheetError, UnsupportedFileError
from rag.reading.columns import Column, column, normal, pick_indicator, unit_in
from rag.reading.grid import Grid, read_csv, read_xlsx
from rag.reading.legacy import converted
from rag.reading.lines import Content, Line
from rag.reading.reader import detect
from rag.reading.sheetrows import Body, SheetRow
from rag.reading.structure import build_document
from rag.records import Document
from rag.settings import Settings

_MAX_HEAD = 15
_TOLD = 10
"""Line numbers that a note names at most."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?=年|$)")
_DEFAULT_UNIT = re.compile(r"(?:(?<![一-鿿])|计量|数量|金额)单位[：:]\s*([^\s，,；;）)]{1,6})")
_UNIT_AT_END = re.compile(r"单位[：:]([^，,；;（()）]{1,6})$")


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The indicators of a spreadsheet file, and in Chinese what of it was not read."""

    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


def read_sheet(path: Path, settings: Settings, *, year: int | None = None) -> SheetReading:
    """The indicators of a .xlsx, .xls or .csv with their values by year.

    ``year`` is meant by 本年 and by a value column that names no year; without it the year in
    the title row or the file's name counts. Raises SheetError without an indicator column or
    any year, and the errors of ``read_document`` for files that cannot be opened.
    """
    grids = read_grids(path, settings)
    rows: list[SheetRow] = []
    notes: list[str] = []
    problems: list[SheetError] = []
    for grid in grids:
        try:
            found, said = _grid_rows(grid, path, year)
        except SheetError as error:
            problems.append(error)
            notes.append(f"{error.message}这张工作表没有读。")
            continue
        rows += found
        notes += said
    if not rows:
        raise problems[0] if problems else SheetError(f"“{path.name}”里没有读到指标。")
    if not any(row.values for row in rows) and any(grid.uncomputed for grid in grids):
        raise SheetError(
            f"“{path.name}”里的数都是公式，文件里没有存下公式算出的结果。",
            "请用 WPS 或 Excel 打开这张表，点一次“保存”，再导入。",
        )
    return SheetReading(tuple(rows), (*_sheets_read(grids, rows), *notes))


def _sheets_read(grids: Sequence[Grid], rows: Sequence[SheetRow]) -> tuple[str, ...]:
    """Which sheets of a workbook with several the indicators are from; nothing for one sheet."""
    if len(grids) < 2:
        return ()
    counts = Counter(row.sheet for row in rows)
    read = "、".join(f"“{name}”{count}项" for name, count in counts.items())
    return (f"文件有 {len(grids)} 张工作表，读了 {len(counts)} 张：{read}。",)


def _grid_rows(
    grid: Grid, path: Path, year: int | None
) -> tuple[tuple[SheetRow, ...], tuple[str, ...]]:
    """A sheet's indicators and what of it was left out. Raises SheetError."""
    if grid.hidden:
        return (), (f"“{grid.name}”是隐藏的工作表，没有读；要导入请先取消隐藏。",)
    if not grid.rows:
        return (), (f"“{grid.name}”是空的工作表。",)
    body, first = _body(grid, path, year)
    rows = tuple(body.rows(first))
    hidden = [index + 1 for index in sorted(grid.hidden_rows) if index >= first]
    notes = (
        [f"“{grid.name}”{_lines(hidden)}是隐藏的，没有读；要导入请先取消隐藏。"] if hidden else []
    )
    totals = body.totals(first)
    if totals:
        notes.append(f"“{grid.name}”{_lines(totals)}是合计行，没有写明是什么的合计，没有导入。")
    notes += [
        f"“{row.indicator}”{one}年（第{row.line}行）的格子和上一行合并在一起，没有导入，请分开填写。"
        for row in rows
        for one in row.shared
    ]
    return rows, tuple(notes)


def _lines(numbers: Sequence[int]) -> str:
    """第3、5行; of many the first ones."""
    more = "等" if len(numbers) > _TOLD else ""
    return f"第{'、'.join(map(str, numbers[:_TOLD]))}行{more}"


def read_grids(path: Path, settings: Settings) -> tuple[Grid, ...]:
    """The sheets of a spreadsheet file of any kind."""
    form = detect(path, settings)
    if form == "xlsx":
        grids = read_xlsx(path, settings)
    elif form == "xls":
        with converted(path, "sheet", settings) as folder:
            grids = read_xlsx(folder / "out.xlsx", settings)
    elif form in {"csv", "text"}:
        grids = read_csv(path, settings)
    else:
        raise UnsupportedFileError(
            f"“{path.name}”不是表格文件。", "请上传 .xlsx 或 .csv 格式的指标表。"
        )
    if not any(any(row) for grid in grids for row in grid.rows):
        raise EmptyFileError(f"“{path.name}”里没有内容。")
    return grids


def sheet_document(path: Path, settings: Settings) -> Document:
    """A spreadsheet as a document of kind sheet: single cells as lines, the rest as tables."""
    lines: list[Line] = []
    for grid in read_grids(path, settings):
        table: list[tuple[str, ...]] = []
        for row in grid.rows:
            words = [cell for cell in row if cell]
            if len(words) > 1:
                table.append(row)
            elif words:
                if table:
                    lines.append(Line("", rows=tuple(table)))
                    table = []
                lines.append(Line(words[0], plain=True))
        if table:
            lines.append(Line("", rows=tuple(table)))
    return build_document(Content(tuple(lines)), path.stem, kind="sheet")


def _body(grid: Grid, path: Path, year: int | None) -> tuple[Body, int]:
    """What is below the headings, and the row where it begins. Raises SheetError."""
    head = _find_head(grid)
    if head is None:
        raise SheetError(f"“{path.name}”的“{grid.name}”里没有找到指标名称列和年份（数值）列。")
    top, bottom, columns = head
    above = " ".join(cell for row in grid.rows[:top] for cell in row if cell)
    base = year or _named_year(above) or _named_year(grid.name) or _named_year(path.stem)
    indicator = pick_indicator(columns)
    if indicator is None:
        raise SheetError(f"“{path.name}”的“{grid.name}”里没有指标名称列。")
    years = _years(columns, base, indicator, grid.hidden_columns)
    if not years:
        raise SheetError(
            f"“{path.name}”的“{grid.name}”没有写明数字是哪一年的。",
            "请在表头写“2024年”，或导入时指定年份。",
        )
    heading = columns[indicator].heading
    default = _UNIT_AT_END.search(heading) or _DEFAULT_UNIT.search(above)
    unit = unit_in(heading)[1] or (default[1] if default else "")
    return Body(grid, columns, indicator, years, unit), bottom


def _named_year(text: str) -> int | None:
    match = _YEAR.search(normal(text))
    return int(match[1]) if match else None


def _find_head(grid: Grid) -> tuple[int, int, list[Column]] | None:
    """First and last heading row (the second one exclusive) and the columns; None without.

    Headings may take two or three rows: those that a merged heading reaches into.
    """
    width = len(grid.rows[0]) if grid.rows else 0
    for top, row in enumerate(grid.rows[:_MAX_HEAD]):
        if sum(bool(cell) for cell in row) < 2:
            continue
        bottom = 1 + max(
            (r for (r, c), (r0, _) in grid.merged.items() if r0 == top and r < top + 3),
            default=top,
        )
        spans = {r0 for (r, c), (r0, c0) in grid.merged.items() if r == top and c != c0}
        if spans and bottom == top + 1 and top + 1 < len(grid.rows):
            bottom = top + 2
        columns = [column(_heading(grid, top, bottom, index)) for index in range(width)]
        roles = [item.role for item in columns]
        if "value" in roles and (
            roles.count("value") > 1
            or len(set(roles) - {"unknown"}) > 1
            or roles.index("value") > 0
        ):
            return top, bottom, columns
    return None


def _heading(grid: Grid, top: int, bottom: int, index: int) -> str:
    parts: list[str] = []
    for row in range(top, min(bottom, len(grid.rows))):
        text = grid.at(row, index)
        if text and text not in parts:
            parts.append(text)
    return "".join(parts)


def _years(
    columns: Sequence[Column], base: int | None, indicator: int, hidden: frozenset[int]
) -> dict[int, list[int]]:
    """For each year its value columns, best first: whole years before parts of one.

    A hidden column counts for nothing: what a person does not see is not what was sent.
    """
    named = [item.year for item in columns if item.year is not None]
    base = base or (max(named) if named else None)
    back = {"this": 0, "unsaid": 0, "last": 1, "before last": 2}
    found: dict[int, list[tuple[bool, bool, int, int]]] = {}
    for index, item in enumerate(columns):
        if item.role != "value" or index == indicator or index in hidden:
            continue
        year = item.year
        if year is None and base is not None and item.when in back:
            year = base - back[item.when]
        if year is not None:
            key = (item.part, item.when == "unsaid", item.rank, index)
            found.setdefault(year, []).append(key)
    return {year: [key[-1] for key in sorted(keys)] for year, keys in found.items()}
