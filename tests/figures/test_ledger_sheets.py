"""Figure sheets in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from rag.errors import SheetError, YearError
from rag.figures.entry import enter
from rag.figures.sheets import export_sheet, import_sheet
from rag.records import LedgerRow
from rag.settings import Settings


def sheet_file(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


ROWS = (
    LedgerRow(
        "主题党日",
        "场",
        "组织建设",
        {2023: enter("240", "场", source="2023年报告").value, 2024: enter("264", "场").value},
    ),
    LedgerRow(
        "参保率", "%", "民生", {2023: enter("95%", "%").value, 2024: enter("97.5", "%").value}
    ),
    LedgerRow("提醒短信", "条", "民生", {2024: enter("1800余条", "条").value}),
)


def test_a_sheet_becomes_rows_with_their_source(tmp_path: Path, settings: Settings) -> None:
    path = sheet_file(
        tmp_path / "数据.xlsx",
        ("指标名称", "单位", "2023年", "2024年"),
        ("主题党日", "场", 240, 264),
        ("党建经费", "万元", 1.2, "1.5万元"),
    )
    imported = import_sheet(path, settings)
    assert [(r.indicator, r.unit) for r in imported.rows] == [
        ("主题党日", "场"),
        ("党建经费", "万元"),
    ]
    assert imported.rows[0].values[2024].value == 264
    assert "数据.xlsx" in imported.rows[0].values[2024].source
    assert str(imported.rows[1].values[2024].value) == "1.5"


def test_a_cell_that_is_no_number_is_reported_and_the_rest_read(
    tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数据.xlsx",
        ("指标名称", "单位", "2024年"),
        ("主题党日", "场", "较多"),
        ("党课", "场", 12),
    )
    imported = import_sheet(path, settings)
    assert [r.indicator for r in imported.rows if r.values] == ["党课"]
    assert any("较多" in notice for notice in imported.notices)


def test_a_sheet_without_numbers_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = sheet_file(tmp_path / "空.xlsx", ("指标名称", "单位", "2024年"), ("党课", "场", "多"))
    with pytest.raises(SheetError):
        import_sheet(path, settings)


def test_an_impossible_year_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = sheet_file(tmp_path / "数.xlsx", ("指标名称", "单位", "数值"), ("党课", "场", 12))
    with pytest.raises(YearError):
        import_sheet(path, settings, 20233)


def test_an_exported_sheet_reads_back_the_same(tmp_path: Path, settings: Settings) -> None:
    path = export_sheet(ROWS, tmp_path / "台账.xlsx")
    rows = import_sheet(path, settings).rows
    assert [(r.indicator, r.unit, r.section) for r in rows] == [
        (r.indicator, r.unit, r.section) for r in ROWS
    ]
    for row, old in zip(rows, ROWS, strict=True):
        assert {y: (v.value, v.approx) for y, v in row.values.items()} == {
            y: (v.value, v.approx) for y, v in old.values.items()
        }


def test_growth_is_a_formula_that_follows_the_cells(tmp_path: Path) -> None:
    path = export_sheet(ROWS, tmp_path / "台账.xlsx")
    sheet = load_workbook(path).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["所属部分", "指标名称", "单位", "2023年", "2024年", "增减", "增长率", "来源"]
    assert sheet["F2"].value == '=IF(COUNT(D2,E2)=2,E2-D2,"")'
    assert sheet["G2"].value == '=IF(COUNT(D2,E2)=2,IF(D2>0,(E2-D2)/D2,""),"")'
    assert sheet["G3"].value is None, "a percentage has no growth rate, only points"
    assert "个百分点" in sheet["F3"].number_format


def test_a_year_without_values_is_a_column_to_fill_in(tmp_path: Path) -> None:
    sheet = load_workbook(export_sheet(ROWS, tmp_path / "台账.xlsx", [2024, 2025])).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][3:5] == ["2024年", "2025年"]
    assert sheet["E2"].value is None


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    row = LedgerRow('=HYPERLINK("http://x")', "场", "", {2024: enter("1", "场").value})
    sheet = load_workbook(export_sheet([row], tmp_path / "台账.xlsx")).active
    assert sheet is not None
    assert sheet["B2"].data_type == "s"


def test_the_sheet_is_formatted_for_reading(tmp_path: Path) -> None:
    sheet = load_workbook(export_sheet(ROWS, tmp_path / "台账.xlsx")).active
    assert sheet is not None
    assert sheet.freeze_panes == "D2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["C"].width


def test_an_indicator_with_two_values_is_kept_twice_and_reported(
    tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数.xlsx",
        ("指标名称", "单位", "2024年"),
        ("主题党日", "场", 264),
        ("党课", "场", 12),
        ("开展主题党日活动", "场", 246),
    )
    imported = import_sheet(path, settings)
    assert [(r.indicator, r.values[2024].value) for r in imported.rows] == [
        ("主题党日", 264),
        ("党课", 12),
        ("开展主题党日活动（第4行）", 246),
    ]
    (notice,) = imported.notices
    assert all(word in notice for word in ("第2行", "第4行", "264", "246", "核对"))


def test_a_repeated_indicator_is_told_apart_by_its_section(
    tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数.xlsx",
        ("板块", "指标名称", "单位", "2024年"),
        ("机关", "发展党员", "名", 3),
        ("农村", "发展党员", "名", 18),
    )
    imported = import_sheet(path, settings)
    assert [r.indicator for r in imported.rows] == ["发展党员", "发展党员（农村）"]
    assert len(imported.notices) == 1


def test_the_same_value_said_twice_is_kept_once_and_reported(
    tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数.xlsx",
        ("指标名称", "单位", "2024年"),
        ("党建经费", "万元", 1.2),
        ("党建经费", "元", 12000),
    )
    imported = import_sheet(path, settings)
    assert [(r.indicator, r.unit) for r in imported.rows] == [("党建经费", "万元")]
    assert "只记一条" in imported.notices[0]


def test_years_of_a_repeated_indicator_that_complete_each_other_go_together(
    tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数.xlsx",
        ("指标名称", "单位", "2023年", "2024年"),
        ("党建经费", "万元", 1.2, None),
        ("党建经费", "元", None, 15000),
    )
    imported = import_sheet(path, settings)
    (row,) = imported.rows
    assert {year: str(value.value.normalize()) for year, value in row.values.items()} == {
        2023: "1.2",
        2024: "1.5",
    }
    assert imported.notices == ()


def test_a_formula_without_a_result_is_reported_with_what_to_do(
    tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数.xlsx",
        ("指标名称", "单位", "2023年", "2024年"),
        ("党课", "场", 12, "=C2+1"),
    )
    imported = import_sheet(path, settings)
    assert list(imported.rows[0].values) == [2023]
    (notice,) = imported.notices
    assert all(word in notice for word in ("党课", "2024年", "第2行", "公式", "保存"))
    assert "公式" not in imported.rows[0].values[2023].source


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("#DIV/0!", "出错的公式"),
        ("#REF!", "出错的公式"),
        ("2024-03-05", "日期"),
        ("2024/3/5 8:30", "日期"),
        ("2024年5月", "日期"),
        ("08:30:00", "日期"),
        ("√", "不是能识别的数字"),
    ],
)
def test_what_is_no_number_says_what_it_is_and_where(
    cell: str, why: str, tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数据.xlsx",
        ("指标名称", "单位", "2024年"),
        ("主题党日", "场", cell),
        ("党课", "场", 12),
    )
    imported = import_sheet(path, settings)
    (notice,) = imported.notices
    assert all(word in notice for word in ("第2行", "2024年", "主题党日", why))
    assert imported.refused == {("主题党日", 2024)}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("１ ３０２", "1302"),
        (" 1 286 ", "1286"),
        ("'12", "12"),
        ("1.5E+10", "15000000000"),
        ("（1,234.5）", "-1,234.5"),
        ("2024.5", "2024.5"),
    ],
)
def test_numbers_as_spreadsheets_leave_them_are_understood(
    cell: str, text: str, tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(tmp_path / "数据.xlsx", ("指标名称", "单位", "2024年"), ("党课", "场", cell))
    assert import_sheet(path, settings).rows[0].values[2024].text == text


@pytest.mark.parametrize("cell", ["暂无", "待统计", "未报", "——", "N/A", "…"])
def test_a_cell_that_waits_for_its_number_is_empty(
    cell: str, tmp_path: Path, settings: Settings
) -> None:
    path = sheet_file(
        tmp_path / "数据.xlsx",
        ("指标名称", "单位", "2024年"),
        ("主题党日", "场", cell),
        ("党课", "场", 12),
    )
    imported = import_sheet(path, settings)
    assert (imported.notices, imported.rows[0].values) == ((), {})
