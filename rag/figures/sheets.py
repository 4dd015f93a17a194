"""Figure sheets in and out: messy .xlsx/.csv → ledger rows, ledger rows → a formatted .xlsx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import InputError, SheetError, system_reason
from rag.figures.entry import check_year, enter, shown
from rag.figures.growth import PERCENT_UNITS, at_constant_prices
from rag.figures.ledger import years_of
from rag.figures.repeats import place_of, tell_apart
from rag.reading.sheet import read_sheet
from rag.reading.sheetrows import SheetRow
from rag.records import LedgerRow, LedgerValue
from rag.settings import Settings

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

BLANK_CELL = re.compile(
    r"[-－—–―~～/／\\.。…·*＊\s]*|暂?无|暂缺|缺|没有|空|待\w{1,3}|[未尚]\w{1,3}|[Nn]/?[Aa]|[Nn]ull|None"
)
"""What stands in a cell that waits for its number."""
WIDTHS = {"section": 24, "indicator": 34, "unit": 10, "value": 14, "growth": 14, "source": 40}
HEAD_FILL = "DDE6F0"


@dataclass(frozen=True, slots=True)
class SheetImport:
    """Rows read from a sheet, and in Chinese what could not be used or was converted.

    ``refused`` are indicators and years for which something stands in the sheet that is no number.
    """

    rows: tuple[LedgerRow, ...]
    notices: tuple[str, ...] = ()
    refused: frozenset[tuple[str, int]] = frozenset()


def import_sheet(path: Path, settings: Settings, year: int | None = None) -> SheetImport:
    """Read a figure sheet. ``year`` is meant where its value column names none.

    A cell that is no number, a formula without a result and an indicator that stands there twice
    are reported in the notices and never stop the rest. Raises
    SheetError when the sheet has no usable row, YearError for an impossible year.
    """
    if year is not None:
        check_year(year)
    rows: list[tuple[LedgerRow, SheetRow]] = []
    reading = read_sheet(path, settings, year=year)
    notices = list(reading.notes)
    refused: set[tuple[str, int]] = set()
    for sheet_row in reading.rows:
        row, said, bad = _ledger_row(sheet_row, path.name)
        notices += said
        refused |= {(row.indicator, one) for one in bad}
        if row.values or not said:
            rows.append((row, sheet_row))
    if not any(row.values for row, _ in rows):
        raise SheetError(f"“{path.name}”里没有读到任何带数字的指标。")
    distinct, repeated = tell_apart(rows)
    return SheetImport(distinct, (*notices, *repeated), frozenset(refused))


def _ledger_row(sheet_row: SheetRow, file: str) -> tuple[LedgerRow, list[str], list[int]]:
    """The row, what is to be said about it, and the years whose cell holds no number."""
    row = LedgerRow(sheet_row.indicator, sheet_row.unit, sheet_row.section)
    notices = []
    refused = [*sheet_row.uncomputed, *sheet_row.shared]
    source = f"{file}：{sheet_row.note}" if sheet_row.note else file
    for year, text in sheet_row.values.items():
        if BLANK_CELL.fullmatch(text.strip()):
            continue
        try:
            entry = enter(text, row.unit, indicator=row.indicator, source=source)
        except InputError as error:
            notices.append(f"{place_of(sheet_row)}{year}年{error.message}")
            refused.append(year)
            continue
        if entry.notice:
            notices.append(f"“{row.indicator}”{year}年{entry.notice}")
        row = replace(row, unit=entry.unit, values={**row.values, year: entry.value})
    notices += [_no_result(sheet_row, year) for year in sheet_row.uncomputed]
    return row, notices, refused


def _no_result(row: SheetRow, year: int) -> str:
    return (
        f"“{row.indicator}”{year}年（{place_of(row)}）是公式，文件里没有存下算出的结果，这个数没有导入。"
        "请用 WPS 或 Excel 打开这张表，点一次“保存”，再导入。"
    )


def export_sheet(rows: Sequence[LedgerRow], path: Path, years: Sequence[int] = ()) -> Path:
    """Write rows to a formatted .xlsx with formulas for the last year's growth.

    ``years`` are the value columns, by default every year that has a value; a last year
    without values is written as a column to fill in. The file reads back with import_sheet.
    """
    from openpyxl import Workbook

    shown = sorted(years) or list(years_of(rows))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    heads = ["所属部分", "指标名称", "单位", *(f"{year}年" for year in shown)]
    compared = len(shown) > 1
    if compared:
        heads += ["增减", "增长率"]
    sheet.append([*heads, "来源"])
    for number, row in enumerate(rows, start=2):
        _write_row(sheet, number, row, shown)
    _format(sheet, len(shown), compared)
    book.properties.creator = "主笔"
    try:
        data = BytesIO()
        book.save(data)
        path.write_bytes(data.getvalue())
    except OSError as error:
        raise InputError(
            f"“{path.name}”无法写入：{system_reason(error)}。",
            "请检查文件夹和权限，并先关闭打开着的同名表格。",
        ) from error
    return path


def _write_row(sheet: Worksheet, number: int, row: LedgerRow, years: Sequence[int]) -> None:
    for column, text in enumerate((row.section, row.indicator, row.unit), start=1):
        _put_text(sheet.cell(number, column), text)
    for column, year in enumerate(years, start=4):
        value = row.values.get(year)
        if value is not None:
            _put_value(sheet.cell(number, column), value, row.unit)
    last = 3 + len(years)
    if len(years) > 1:
        _put_growth(sheet, number, row, years)
        last += 2
    _put_text(sheet.cell(number, last + 1), _latest_source(row, years))


def _put_value(cell: Cell | MergedCell, value: LedgerValue, unit: str) -> None:
    """A plain number as a number, so that formulas work; 近300 and ranges as entered."""
    if value.approx or value.upper is not None or value.direction:
        _put_text(cell, shown(value, unit))
        return
    cell.value = int(value.value) if value.value == value.value.to_integral() else value.value
    cell.number_format = "General"


def _put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text that can never be taken for a formula."""
    cell.value = text
    if text.startswith("="):
        cell.data_type = "s"


def _put_growth(sheet: Worksheet, number: int, row: LedgerRow, years: Sequence[int]) -> None:
    """Formulas that follow the two last years' cells; empty where a cell is text or empty."""
    change, rate = sheet.cell(number, 4 + len(years)), sheet.cell(number, 5 + len(years))
    old = sheet.cell(number, 2 + len(years)).coordinate
    new = sheet.cell(number, 3 + len(years)).coordinate
    change.value = f'=IF(COUNT({old},{new})=2,{new}-{old},"")'
    if row.unit in PERCENT_UNITS:
        change.number_format = '0.0#"个百分点"'
        return
    if at_constant_prices(row.indicator):
        return
    rate.value = f'=IF(COUNT({old},{new})=2,IF({old}>0,({new}-{old})/{old},""),"")'
    rate.number_format = "0.0%"


def _latest_source(row: LedgerRow, years: Sequence[int]) -> str:
    found = [row.values[year] for year in years if year in row.values]
    if not found:
        return ""
    when = found[-1].made_at
    stamp = f"{when:%Y-%m-%d} " if isinstance(when, datetime) else ""
    return f"{stamp}{found[-1].made_by} {found[-1].source}".strip()


def _format(sheet: Worksheet, years: int, compared: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="999999")
    border = Border(left=line, right=line, top=line, bottom=line)
    head, body = (Font(name="宋体", size=11, bold=bold) for bold in (True, False))
    middle = Alignment(horizontal="center", vertical="center")
    wrapped = Alignment(vertical="center", wrap_text=True)
    fill = PatternFill("solid", fgColor=HEAD_FILL)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.font, cell.border, cell.alignment = body, border, wrapped
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = head, fill, middle
    kinds = ["section", "indicator", "unit", *["value"] * years]
    kinds += ["growth", "growth"] * compared + ["source"]
    for column, kind in enumerate(kinds, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[kind]
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
