"""Figure sheets as colleagues send them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from rag.errors import DamagedFileError, EmptyFileError, SheetError
from rag.reading.reader import read_document
from rag.reading.sheet import read_sheet
from rag.reading.sheetrows import SheetRow
from rag.settings import Settings

Cells = Sequence[Sequence[object]]


def sheet(
    path: Path, rows: Cells, merged: Sequence[str] = (), formats: Mapping[str, str] | None = None
) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    for place, form in (formats or {}).items():
        page[place].number_format = form
    book.save(path)
    return path


def rows_of(path: Path, settings: Settings, year: int | None = None) -> tuple[SheetRow, ...]:
    return read_sheet(path, settings, year=year).rows


def test_a_title_row_units_notes_and_displayed_values(tmp_path: Path, settings: Settings) -> None:
    rows = [
        ["云溪镇2024年度党建数据统计表"],
        ["填报单位：党建办", None, None, None, "单位：次"],
        ["序号", "指标名称", "单位", "2023年", "2024年", "备注"],
        [1, "开展集中学习", None, 12, 15, None],
        [2, "党员总数", "名", 1203, 1250.0, "含流动党员"],
        [None, "其中：女", "名", 300, 312, None],
        [3, "办结率", "%", 0.95, 0.978, None],
        [4, "讲授党课", None, "12场次", "近14场次", None],
        ["注：数据截至12月31日。"],
    ]
    path = sheet(tmp_path / "a.xlsx", rows, ["A1:F1"], {"D7": "0%", "E7": "0.0%"})
    assert rows_of(path, settings) == (
        SheetRow("开展集中学习", "次", "", {2023: "12", 2024: "15"}),
        SheetRow("党员总数", "名", "", {2023: "1203", 2024: "1250"}, "含流动党员"),
        SheetRow("党员总数中女", "名", "", {2023: "300", 2024: "312"}),
        SheetRow("办结率", "%", "", {2023: "95%", 2024: "97.8%"}),
        SheetRow("讲授党课", "场次", "", {2023: "12场次", 2024: "近14场次"}),
    )


def test_merged_headings_sections_and_this_year(tmp_path: Path, settings: Settings) -> None:
    rows = [
        ["类别", "项目", "本年", None, "上年", "比上年增长"],
        [None, None, "数量", "单位", "数量", None],
        ["队伍", "党员（名）", 1250, None, 1203, "3.9%"],
        [None, "发展党员", 12, "名", 10, "20%"],
        ["阵地", "发展党员（大专以上）", 2, "名", 0, None],
    ]
    path = sheet(tmp_path / "a.xlsx", rows, ["C1:D1", "A1:A2", "B1:B2", "F1:F2", "A3:A4"])
    assert rows_of(path, settings, year=2024) == (
        SheetRow("党员", "名", "队伍", {2023: "1203", 2024: "1250"}),
        SheetRow("发展党员", "名", "队伍", {2023: "10", 2024: "12"}),
        SheetRow("发展党员（大专以上）", "名", "阵地", {2023: "0", 2024: "2"}),
    )


def test_section_rows_and_units_in_the_heading(tmp_path: Path, settings: Settings) -> None:
    rows = [
        ["指标", "2024年（万元）"],
        ["一、经济发展"],
        ["1.财政收入", 1234.5678],
        ["二、党的建设"],
        ["投入经费", 20],
        ["尚未填报", None],
    ]
    path = sheet(tmp_path / "a.xlsx", rows, formats={"B3": "#,##0.00"})
    assert rows_of(path, settings) == (
        SheetRow("财政收入", "万元", "经济发展", {2024: "1234.57"}),
        SheetRow("投入经费", "万元", "党的建设", {2024: "20"}),
        SheetRow("尚未填报", "", "党的建设", {}),
    )


def test_whole_years_come_before_parts_of_them(tmp_path: Path, settings: Settings) -> None:
    rows = [["指标", "2024年上半年", "2024年", "2024年目标"], ["学习", 5, 12, 10]]
    assert rows_of(sheet(tmp_path / "a.xlsx", rows), settings)[0].values == {2024: "12"}


def test_a_column_of_values_takes_the_year_given(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('指标名称,单位,数值\n学习,次,12\n走访,户,"1,800余"\n'.encode("gb18030"))
    assert [dict(row.values) for row in rows_of(path, settings, year=2024)] == [
        {2024: "12"}, {2024: "1,800余"},
    ]  # fmt: skip
    with pytest.raises(SheetError, match="哪一年"):
        rows_of(path, settings)


@pytest.mark.parametrize(
    "rows", [[["单位", "2024年"], ["次", 12]], [["姓名", "年龄"], ["张三", 30]], [["只有一格"]]]
)
def test_a_sheet_without_an_indicator_column_is_refused(
    rows: Cells, tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(SheetError, match=r"a\.xlsx"):
        rows_of(sheet(tmp_path / "a.xlsx", rows), settings)


def test_formulas_without_values_are_said_and_never_shown(
    tmp_path: Path, settings: Settings
) -> None:
    rows = [["指标", "2023年", "2024年"], ["学习", 12, "=B2+1"]]
    row = rows_of(sheet(tmp_path / "a.xlsx", rows), settings)[0]
    assert dict(row.values) == {2023: "12"}
    assert row.uncomputed == (2024,)
    assert row.note == ""
    only = [["指标", "2024年"], ["学习", "=1+1"]]
    with pytest.raises(SheetError, match="公式"):
        rows_of(sheet(tmp_path / "b.xlsx", only), settings)


@pytest.mark.parametrize("head", ["名称（单位：万元）", "指标名称(万元)", "指标名称 单位：万元"])
def test_the_unit_in_the_heading_of_the_names_counts_for_every_row(
    head: str, tmp_path: Path, settings: Settings
) -> None:
    rows = [[head, "2024年"], ["财政收入", 120], ["农户（户）", 30]]
    read = rows_of(sheet(tmp_path / "a.xlsx", rows), settings)
    assert [(row.indicator, row.unit) for row in read] == [("财政收入", "万元"), ("农户", "户")]


def test_a_sheet_is_also_a_document(tmp_path: Path, settings: Settings) -> None:
    rows = [["云溪镇2024年党建数据统计表"], ["指标", "2024年"], ["学习", 12]]
    document = read_document(sheet(tmp_path / "a.xlsx", rows), settings)
    assert (document.title, document.year, document.kind) == (
        "云溪镇2024年党建数据统计表", 2024, "sheet",
    )  # fmt: skip
    assert document.blocks[-1].rows == (("指标", "2024年"), ("学习", "12"))


def test_broken_and_empty_sheets_have_their_own_errors(tmp_path: Path, settings: Settings) -> None:
    whole = sheet(tmp_path / "a.xlsx", [["指标", "2024年"], ["学习", 12]]).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedFileError, match=r"b\.xlsx"):
        rows_of(tmp_path / "b.xlsx", settings)
    with pytest.raises(EmptyFileError, match=r"c\.xlsx"):
        rows_of(sheet(tmp_path / "c.xlsx", []), settings)


def test_a_workbook_under_another_name_is_read(tmp_path: Path, settings: Settings) -> None:
    path = sheet(tmp_path / "a.xlsx", [["指标", "2024年"], ["学习", 12]])
    misnamed = path.rename(tmp_path / "数据.doc")
    assert rows_of(misnamed, settings)[0].values == {2024: "12"}
    assert read_document(misnamed, settings).kind == "sheet"
