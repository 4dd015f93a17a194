"""What of a workbook is read and what is not: sheets, hidden parts, totals, merged numbers."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rag.reading.sheet import SheetReading, read_sheet
from rag.settings import Settings

HEAD = ["指标", "单位", "2023年", "2024年"]


def filled(book: Workbook, name: str, *rows: list[object]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    return sheet


def reading(book: Workbook, tmp_path: Path, settings: Settings) -> SheetReading:
    if len(book.worksheets) > 1 and book.worksheets[0].max_row == 1:
        del book["Sheet"]
    path = tmp_path / "数据.xlsx"
    book.save(path)
    return read_sheet(path, settings, year=2024)


def test_every_sheet_is_read_or_named_with_the_reason(tmp_path: Path, settings: Settings) -> None:
    book = Workbook()
    filled(book, "党建", HEAD, ["主题党日", "场", 240, 264], ["党课", "场", 12, 13])
    filled(book, "经济", HEAD, ["茶叶产值", "万元", 80, 92])
    filled(book, "通讯录", ["姓名", "电话"], ["甲", "乙"])
    filled(book, "空表")
    filled(book, "底稿", HEAD, ["旧指标", "场", 1, 2]).sheet_state = "hidden"
    read = reading(book, tmp_path, settings)
    assert [row.indicator for row in read.rows] == ["主题党日", "党课", "茶叶产值"]
    first, *others = read.notes
    assert first == "文件有 5 张工作表，读了 2 张：“党建”2项、“经济”1项。"
    for name, why in (("通讯录", "指标名称列"), ("空表", "空的"), ("底稿", "隐藏")):
        assert any(name in note and why in note for note in others)


def test_one_sheet_that_is_read_whole_needs_no_words(tmp_path: Path, settings: Settings) -> None:
    book = Workbook()
    filled(book, "党建", HEAD, ["主题党日", "场", 240, 264])
    assert reading(book, tmp_path, settings).notes == ()


def test_hidden_rows_are_left_out_and_told(tmp_path: Path, settings: Settings) -> None:
    book = Workbook()
    sheet = filled(book, "党建", HEAD, ["党课", "场", 1, 2], ["底数", "场", 3, 4])
    sheet.row_dimensions[3].hidden = True
    read = reading(book, tmp_path, settings)
    assert [row.indicator for row in read.rows] == ["党课"]
    (note,) = read.notes
    assert "第3行是隐藏的" in note


def test_a_hidden_column_gives_no_values(tmp_path: Path, settings: Settings) -> None:
    book = Workbook()
    sheet = filled(book, "党建", ["指标", "单位", "2024年快报", "2024年"], ["党课", "场", 99, 13])
    sheet.column_dimensions["C"].hidden = True
    (row,) = reading(book, tmp_path, settings).rows
    assert row.values == {2024: "13"}


def test_a_total_belongs_to_its_section_or_is_left_out(tmp_path: Path, settings: Settings) -> None:
    book = Workbook()
    filled(
        book,
        "经济",
        HEAD,
        ["合计", "万元", 10, 20],
        ["二、特色产业产值"],
        ["茶叶", "万元", 80, 92],
        ["小计", "万元", 80, 92],
    )
    read = reading(book, tmp_path, settings)
    assert [row.indicator for row in read.rows] == ["茶叶", "特色产业产值小计"]
    (note,) = read.notes
    assert "第2行是合计行" in note


def test_a_number_merged_over_two_rows_is_not_given_to_the_second(
    tmp_path: Path, settings: Settings
) -> None:
    book = Workbook()
    sheet = filled(book, "经济", HEAD, ["产值", "万元", 1, 92], ["税收", "万元", 1, None])
    sheet.merge_cells("D2:D3")
    read = reading(book, tmp_path, settings)
    assert [dict(row.values) for row in read.rows] == [{2023: "1", 2024: "92"}, {2023: "1"}]
    (note,) = read.notes
    assert "“税收”2024年（第3行）" in note
