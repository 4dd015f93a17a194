"""What the reader marks in a document: the sentence quoted, or the row of a table."""

from __future__ import annotations

from pathlib import Path

from rag.desk.desk import Desk
from rag.web.parts.reader import open_pages

SHEET = """指标名称,单位,2023年
集中学习,次,12
主题党日,场次,459
谈心谈话,人次,210
"""


def test_a_source_in_a_sheet_marks_its_row_alone(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "2023年数据表.csv"
    file.write_text(SHEET, encoding="utf-8")
    desk.index([file], vectors="later")
    hit = desk.search("主题党日", kind="sheet").hits[0]
    shown = open_pages(desk, hit.passage.document_id, hit.passage.id, hit.passage.text)
    (table,) = [block for block in shown["blocks"] if block["rows"]]
    assert [table["rows"][number][0] for number in table["marked"]] == ["主题党日"]


def test_a_document_opened_from_the_library_marks_nothing(desk: Desk) -> None:
    shown = open_pages(desk, desk.documents()[0].id, "", "")
    assert all(block["quote"] is None and block["marked"] == [] for block in shown["blocks"])
