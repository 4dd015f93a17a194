"""Pictures and merged cells go with a file that is set anew; what cannot is said."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from PIL import Image

from rag.desk.relay import relay_file
from rag.settings import Settings

RED = (200, 30, 30)


def picture(width: int = 200, height: int = 100, kind: str = "PNG") -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), RED).save(stream, kind)
    stream.seek(0)
    return stream


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with two pictures, merged cells, a text box and a comment."""
    word = docx.Document()
    word.add_paragraph("某镇2024年工作报告")
    word.add_paragraph("一、主要做法")
    word.add_paragraph("阵地建设情况见图1。").add_run().add_picture(picture(), width=Mm(60))
    word.add_paragraph("图1　新建阵地")
    word.add_paragraph("各村情况如下表。")
    table = word.add_table(3, 3)
    for row, texts in zip(table.rows, ("村 人数 ", "甲 男 女", "乙 3 4"), strict=True):
        for cell, text in zip(row.cells, texts.split(" "), strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "人数"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "村"
    word.add_paragraph("另见下图。").add_run().add_picture(picture(kind="JPEG"), width=Mm(400))
    last = word.add_paragraph("开展集中学习18次。")
    word.add_comment(last.runs, text="请核实", author="王书记")
    path = tmp_path / "原.docx"
    word.save(str(path))
    return path


def relaid(source: Path, settings: Settings) -> tuple[Path, tuple[str, ...]]:
    target = source.with_name("新.docx")
    return target, relay_file(source, target, settings)


def test_pictures_stand_after_their_paragraph_and_fit_the_text(
    source: Path, settings: Settings
) -> None:
    target, _ = relaid(source, settings)
    word = docx.Document(str(target))
    lines = ["图" if item._p.xpath(".//pic:pic") else item.text for item in word.paragraphs]

    place = lines.index("阵地建设情况见图1。")
    assert lines[place + 1 : place + 3] == ["图", "图1　新建阵地"]
    assert lines[lines.index("另见下图。") + 1] == "图"
    first, second = word.inline_shapes
    assert (round(first.width.mm), round(first.height.mm)) == (60, 30)
    assert (round(second.width.mm), round(second.height.mm)) == (156, 78)
    kinds = {
        part.content_type
        for part in word.part.package.iter_parts()
        if part.partname.startswith("/word/media")
    }
    assert kinds == {"image/png", "image/jpeg"}


def test_merged_cells_stay_merged_and_the_head_has_both_rows(
    source: Path, settings: Settings
) -> None:
    target, notices = relaid(source, settings)
    (table,) = docx.Document(str(target)).tables

    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert [cell.text for cell in table.rows[2].cells] == ["乙", "3", "4"]
    assert [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [1, 1, 0]
    assert not any("表格" in notice for notice in notices)


def test_a_wide_table_is_laid_across_on_a_page_of_its_own(source: Path, settings: Settings) -> None:
    word = docx.Document(str(source))
    wide = word.add_table(2, 12)
    for number, cell in enumerate(wide._cells):
        cell.text = f"第{number}项指标"
    word.add_paragraph("以上数据已经核实。")
    word.save(str(source))
    target, notices = relaid(source, settings)
    made = docx.Document(str(target))
    upright, across, last = made.sections
    grid = made.tables[-1]._tbl.tblGrid.xpath("./w:gridCol/@w:w")

    assert round(across.page_width.mm) == round(last.page_height.mm) == 297
    assert round(across.page_height.mm) == round(upright.page_width.mm) == 210
    assert round(across.top_margin.mm) == 28
    assert 224 < sum(map(int, grid)) * 25.4 / 1440 <= 225.1
    assert made.paragraphs[-1].text == "以上数据已经核实。"
    assert any("横排" in notice for notice in notices)


def test_what_is_not_carried_over_is_said(source: Path, settings: Settings) -> None:
    word = docx.Document(str(source))
    word.paragraphs[2]._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:textbox>"
            "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></w:pict></w:r>"
        )
    )
    word.paragraphs[4]._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'>"
            "<w:drawing><c:chart/></w:drawing></w:r>"
        )
    )
    word.save(str(source))
    target, notices = relaid(source, settings)
    told = "".join(notices)

    assert "1个文本框" in told
    assert "1个图表" in told
    assert "1条批注" in told
    assert "框中文字" in [item.text for item in docx.Document(str(target)).paragraphs]


def test_a_file_with_pictures_has_no_structural_fault(
    source: Path, settings: Settings, require_tool: Callable[[str], Path]
) -> None:
    target, _ = relaid(source, settings)
    command = [require_tool("docx-integrity"), "check", "--fail-on", "info", "--no-config", target]
    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()
