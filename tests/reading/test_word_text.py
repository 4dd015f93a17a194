"""What of a Word file is text, and what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from wordfiles import paragraph, write_docx

from rag.errors import DamagedFileError, EmptyFileError, FileTooLargeError
from rag.reading.reader import read_document
from rag.records import Document
from rag.settings import Settings


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(tmp_path: Path, settings: Settings, body: str, **parts: str) -> Document:
    return read_document(write_docx(tmp_path / "a.docx", body, parts), settings)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_tracked_changes_are_read_as_accepted_and_counted(
    tmp_path: Path, settings: Settings
) -> None:
    body = paragraph(
        runs=run("开展学习")
        + f"<w:del>{run('12').replace('w:t ', 'w:delText ').replace('w:t>', 'w:delText>')}</w:del>"
        + f"<w:ins>{run('15')}</w:ins>"
        + run("次，")
        + f"<w:moveFrom>{run('走访群众，')}</w:moveFrom><w:moveTo>{run('慰问党员')}</w:moveTo>"
        + run("。")
    )
    document = read(tmp_path, settings, body)
    assert texts(document) == ["开展学习15次，慰问党员。"]
    assert document.warnings == ("文件含有3处修订，已按“接受全部修订”读取。",)


def test_pages_are_those_word_noted_when_it_saved(tmp_path: Path, settings: Settings) -> None:
    turned = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = (
        paragraph("第一段。")
        + paragraph(runs=run("跨页的") + turned + run("一段。"))
        + paragraph("第三段。")
        + paragraph(runs=turned + run("新的一页。"))
    )
    pages = [block.page for block in read(tmp_path, settings, body).blocks]
    assert pages == [1, 1, 2, 3]


def test_a_file_without_noted_pages_claims_none(tmp_path: Path, settings: Settings) -> None:
    (block,) = read(tmp_path, settings, paragraph("第一段。")).blocks
    assert block.page == 0


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path, settings: Settings) -> None:
    body = paragraph("党员大会", "<w:rPr><w:del/></w:rPr>") + paragraph("每季度一次。")
    assert texts(read(tmp_path, settings, body)) == ["党员大会每季度一次。"]


def test_hidden_text_is_left_out_and_said(tmp_path: Path, settings: Settings) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    body = paragraph(
        runs=run("公开")
        + run("隐藏", "<w:vanish/>")
        + run("样式隐藏", '<w:rStyle w:val="Secret"/>')
        + run("不隐藏", '<w:vanish w:val="0"/>')
    )
    document = read(tmp_path, settings, body, styles=styles)
    assert texts(document) == ["公开不隐藏"]
    assert document.warnings == ("略去隐藏文字2处。",)


def test_text_boxes_controls_links_and_fields_are_kept(tmp_path: Path, settings: Settings) -> None:
    box = f"<w:txbxContent>{paragraph('文本框里的话')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("7")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    body = (
        paragraph(runs=run("前") + drawing + run("后"))
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('内容控件')}</w:sdtContent></w:sdt>"
        + paragraph(runs=f"<w:hyperlink>{run('链接')}</w:hyperlink>" + field)
        + paragraph(runs=f"<w:sdt><w:sdtContent>{run('行内')}</w:sdtContent></w:sdt>")
        + paragraph(runs=f"<w:smartTag>{run('标记')}</w:smartTag><w:r><w:noBreakHyphen/></w:r>")
    )
    assert texts(read(tmp_path, settings, body)) == [
        "前后", "文本框里的话", "内容控件", "链接7", "行内", "标记-",
    ]  # fmt: skip


def test_footnotes_follow_their_paragraph_and_headers_are_left_out(
    tmp_path: Path, settings: Settings
) -> None:
    note = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含流动党员。")}</w:footnote>'
    )
    body = paragraph(
        runs=run("党员1286名") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("。")
    ) + paragraph("下一段。")
    document = read(
        tmp_path, settings, body,
        footnotes=note, header1=paragraph("页眉"), footer1=paragraph("第1页"),
    )  # fmt: skip
    assert texts(document) == ["党员1286名。", "注1：含流动党员。", "下一段。"]


def test_soft_line_breaks_end_a_line(tmp_path: Path, settings: Settings) -> None:
    body = paragraph(runs=run("一、主要做法") + "<w:r><w:br/></w:r>" + run("开展学习。"))
    document = read(tmp_path, settings, body)
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "一、主要做法"), ("paragraph", "开展学习。"),
    ]  # fmt: skip


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def test_tables_stand_in_place_as_rows(tmp_path: Path, settings: Settings) -> None:
    wide, first, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    deleted = "<w:trPr><w:del/></w:trPr>"
    rows = "".join(
        f"<w:tr>{''.join(cells)}</w:tr>"
        for cells in (
            (cell(paragraph("指标")), cell(paragraph("数"), wide)),
            (
                cell(paragraph("党员"), first),
                cell(paragraph("12")),
                cell(paragraph("13") + paragraph("人")),
            ),
            (cell(paragraph(), below), cell(paragraph("14")), cell(paragraph())),
            (deleted, cell(paragraph("删")), cell(paragraph("删"))),
        )
    )
    body = paragraph("前文。") + f"<w:tbl>{rows}</w:tbl>" + paragraph("后文。")
    document = read(tmp_path, settings, body)
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.blocks[1].rows == (
        ("指标", "数", ""), ("党员", "12", "13 人"), ("", "14", ""),
    )  # fmt: skip
    assert document.blocks[1].text == "指标\t数\t\n党员\t12\t13 人\n\t14\t"


def test_a_table_of_one_cell_is_layout(tmp_path: Path, settings: Settings) -> None:
    inner = paragraph("一、主要做法") + paragraph("开展学习。")
    document = read(tmp_path, settings, f"<w:tbl><w:tr>{cell(inner)}</w:tr></w:tbl>")
    assert [block.kind for block in document.blocks] == ["heading", "paragraph"]


def test_tables_nested_too_deep_are_cut_off_and_said(tmp_path: Path, settings: Settings) -> None:
    inner = paragraph("最深")
    for _ in range(40):
        inner = f"<w:tbl><w:tr>{cell(inner)}{cell(paragraph('旁'))}</w:tr></w:tbl>" + paragraph()
    document = read(tmp_path, settings, paragraph("前文。") + inner)
    assert "最深" not in document.text
    assert any("嵌套" in warning for warning in document.warnings)


def test_contents_entries_are_no_headings(tmp_path: Path, settings: Settings) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    body = paragraph("一、主要做法", '<w:pStyle w:val="T1"/>') + paragraph("一、主要做法")
    assert [block.kind for block in read(tmp_path, settings, body, styles=styles).blocks] == [
        "paragraph", "heading",
    ]  # fmt: skip


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (30 << 20))
    small = settings.model_copy(update={"max_unpacked_mb": 20})
    with pytest.raises(FileTooLargeError, match=r"炸弹\.docx"):
        read_document(path, small)


def test_entities_are_refused(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "实体.docx"
    lol = '<!DOCTYPE w [<!ENTITY a "哈哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'{lol}<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p>'
            "</w:body></w:document>",
        )
    with pytest.raises(DamagedFileError, match=r"实体\.docx"):
        read_document(path, settings)


def test_macros_are_ignored_and_said(tmp_path: Path, settings: Settings) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph("正文。"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    assert any("宏" in warning for warning in read_document(path, settings).warnings)


def test_paths_in_the_archive_lead_nowhere(tmp_path: Path, settings: Settings) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph("正文。"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../escaped.xml", "x")
    before = set(tmp_path.parent.rglob("*"))
    assert read_document(path, settings).text == "正文。"
    assert set(tmp_path.parent.rglob("*")) == before


def test_a_word_file_without_text_says_so(tmp_path: Path, settings: Settings) -> None:
    path = write_docx(tmp_path / "空.docx", paragraph())
    with pytest.raises(EmptyFileError, match=r"空\.docx"):
        read_document(path, settings)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<html><body><p>嵌入的话。</p></body></html>".encode()),
        ("a.txt", "嵌入的话。".encode("utf-16")),
        ("a.rtf", rb"{\rtf1\ansi\ansicpg936 \u23884?\u20837?\u30340?\u35805?\u12290?\par}"),
        (
            "a.mht",
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            b"Content-Type: text/html; charset=utf-8\n\n<p>"
            + "嵌入的话。".encode()
            + b"</p>\n--b--\n",
        ),
        ("a.docx", None),
    ],
)
def test_a_document_embedded_whole_is_read_in_place(
    name: str, data: bytes | None, tmp_path: Path, settings: Settings
) -> None:
    if data is None:
        data = write_docx(tmp_path / "inner.docx", paragraph("嵌入的话。")).read_bytes()
    path = with_chunk(tmp_path, name, data)
    document = read_document(path, settings)
    assert (texts(document), document.warnings) == (["前文。", "嵌入的话。", "后文。"], ())


def test_an_embedded_document_that_cannot_be_read_is_counted(
    tmp_path: Path, settings: Settings
) -> None:
    document = read_document(with_chunk(tmp_path, "a.docx", b"PK\x03\x04broken"), settings)
    assert texts(document) == ["前文。", "后文。"]
    assert document.warnings == ("文件中嵌入的1个其他文档没有读出。",)


def with_chunk(folder: Path, name: str, data: bytes) -> Path:
    path = write_docx(
        folder / "外.docx",
        paragraph("前文。") + '<w:altChunk r:id="chunk"/>' + paragraph("后文。"),
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="chunk" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/aFChunk" Target="{name}"/></Relationships>'
    )
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts |= {"word/_rels/document.xml.rels": relation.encode(), f"word/{name}": data}
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path
