"""Two documents side by side."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rag.desk.compare import Comparison, compare_documents, compare_files
from rag.desk.comparesheet import export_comparison, figure_cells, section_name
from rag.errors import InputError
from rag.reading.lines import Content, Line
from rag.reading.structure import build_document
from rag.records import Document
from rag.settings import Settings

OLD = """某镇2023年党建工作报告
一、主要做法
（一）聚焦政治建设
开展集中学习12次，投入资金1.2万元，满意率96.5%。
（二）聚焦组织建设
新建支部3个。严格党员教育管理，抓好流动党员联系服务。
二、下一步打算
继续抓好落实。"""
NEW = """某镇2024年党建工作报告
一、主要做法
（一）聚焦政治建设
开展集中学习18次，投入资金12000元，满意率98%。
（二）夯实战斗堡垒
严格党员教育管理，抓好流动党员联系服务。
（三）聚焦为民服务
办理热线工单500件。
二、下一步打算
继续抓好落实。"""


def document(text: str) -> Document:
    return build_document(Content(tuple(Line(line) for line in text.split("\n"))), "a")


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare_documents(document(OLD), document(NEW))


def test_sections_are_aligned_also_under_reworded_headings(compared: Comparison) -> None:
    assert [(section_name(pair.old), section_name(pair.new)) for pair in compared.sections] == [
        ("一、主要做法", "一、主要做法"),
        ("（一）聚焦政治建设", "（一）聚焦政治建设"),
        ("（二）聚焦组织建设", "（二）夯实战斗堡垒"),
        ("", "（三）聚焦为民服务"),
        ("二、下一步打算", "二、下一步打算"),
    ]


def test_only_sentences_that_differ_are_listed(compared: Comparison) -> None:
    removed, last = compared.sections[2].changes, compared.sections[-1].changes

    assert [(change.kind, change.old) for change in removed] == [("delete", "新建支部3个。")]
    assert last == ()


def test_figures_are_paired_by_indicator_and_unit_with_their_growth(compared: Comparison) -> None:
    table = {cells[0]: cells[3:] for cells in map(figure_cells, compared.figures)}

    assert table["集中学习"] == ("12次", "18次", "增加6次", "增长50%", "有变化")
    assert table["满意率"] == ("96.5%", "98%", "提高1.5个百分点", "", "有变化")
    assert ("1.2万元", "12000元", "", "", "相同") in table.values()
    assert table["新建支部"][-1] == "已无"
    assert table["办理热线工单"][-1] == "新增"


def test_a_section_moved_elsewhere_is_still_one_pair() -> None:
    moved = compare_documents(
        document("标题报告\n一、甲事\n抓好学习。\n二、乙事\n抓好服务。\n三、丙事\n抓好落实。"),
        document("标题报告\n一、丙事\n抓好落实。\n二、甲事\n抓好学习。\n三、乙事\n抓好服务。"),
    )

    assert len(moved.sections) == 3
    assert all(pair.changes == () for pair in moved.sections)


def test_the_comparison_is_written_as_a_workbook(compared: Comparison, tmp_path: Path) -> None:
    path = export_comparison(compared, tmp_path / "对比.xlsx")
    book = openpyxl.load_workbook(path)

    assert book.sheetnames == ["数据对比", "文字对比", "章节对应"]
    first = [cell.value for cell in book["数据对比"][2]]
    assert first[:2] + first[3:6] == ["集中学习", "次", "12次", "18次", "增加6次"]
    assert book["章节对应"].max_row == 6


def test_a_workbook_that_cannot_be_written_says_why(compared: Comparison, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlsx 结尾"):
        export_comparison(compared, tmp_path / "a.docx")
    with pytest.raises(InputError, match="无法写入"):
        export_comparison(compared, tmp_path / "没有" / "a.xlsx")


def test_files_of_different_kinds_are_compared(tmp_path: Path, settings: Settings) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(OLD, encoding="utf-8")
    found = compare_files(old, new, settings)

    assert {pair.status for pair in found.figures} == {"same"}
    assert all(pair.likeness == 1 for pair in found.sections)
