"""Text files of every kind and encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.desk.reading import document_figures
from rag.errors import DamagedFileError, EmptyFileError
from rag.reading.reader import read_document
from rag.records import Document
from rag.settings import Settings

SIMPLIFIED = "云溪镇2023年工作总结\n一、主要做法\n开展集中学习12次，走访党员群众88户。\n"
TRADITIONAL = "某鎮2021年工作總結\n一、主要做法\n開展集中學習12次，走訪黨員群眾88戶，取得實效。\n"


def read(path: Path, data: bytes | str, settings: Settings) -> Document:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read_document(path, settings)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gb18030", "GB18030"),
    ],
)
def test_each_encoding_is_found_and_said(
    encoding: str, said: str | None, tmp_path: Path, settings: Settings
) -> None:
    document = read(tmp_path / "a.txt", SIMPLIFIED.encode(encoding), settings)
    assert texts(document) == SIMPLIFIED.split("\n")[:3]
    assert [said in warning for warning in document.warnings if said] == ([True] if said else [])


def test_traditional_text_in_big5_is_told_from_gb18030(tmp_path: Path, settings: Settings) -> None:
    document = read(tmp_path / "a.txt", TRADITIONAL.encode("big5"), settings)
    assert texts(document) == TRADITIONAL.split("\n")[:3]
    assert "Big5" in document.warnings[0]
    again = read(tmp_path / "b.txt", TRADITIONAL.encode("gb18030"), settings)
    assert texts(again) == TRADITIONAL.split("\n")[:3]


def test_a_text_file_has_the_structure_of_a_word_file(tmp_path: Path, settings: Settings) -> None:
    blocks = read(tmp_path / "a.txt", SIMPLIFIED, settings).blocks
    assert [(block.kind, block.level, block.label) for block in blocks] == [
        ("title", 0, ""), ("heading", 1, "一、"), ("paragraph", 0, ""),
    ]  # fmt: skip


def test_a_page_number_inside_a_figure_is_taken_out(tmp_path: Path, settings: Settings) -> None:
    document = read(tmp_path / "a.txt", "全乡生产总值达到4022\n- 1 -\n万元，增长8%。\n", settings)
    assert texts(document) == ["全乡生产总值达到4022万元，增长8%。"]
    assert document.warnings == ("略去页码1处。",)


def test_lines_broken_at_a_fixed_width_are_joined(tmp_path: Path, settings: Settings) -> None:
    words = "聚焦政治建设开展集中学习，走访党员群众，慰问困难党员，" * 9
    broken = "\n".join(words[i : i + 30] for i in range(0, len(words), 30))
    document = read(tmp_path / "a.txt", f"一、主要做法\n{broken}\n二、存在问题\n", settings)
    assert texts(document) == ["一、主要做法", words, "二、存在问题"]


def test_markdown_headings_tables_and_comments(tmp_path: Path, settings: Settings) -> None:
    text = (
        "# 党支部工作条例\n\n<!-- 注释 -->\n## 第一章 总则\n\n**第一条** 制定本条例。\n\n"
        "| 指标 | 数 |\n|---|---|\n| 党员 | 12 |\n"
    )
    document = read(tmp_path / "a.md", text, settings)
    assert document.title == "党支部工作条例"
    assert texts(document) == [
        "党支部工作条例", "第一章 总则", "第一条 制定本条例。", "指标\t数\n党员\t12",
    ]  # fmt: skip
    assert document.blocks[1].level == 1


def gbk(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def test_rtf_in_bytes_and_in_unicode_under_any_name(tmp_path: Path, settings: Settings) -> None:
    escaped = "".join(f"\\u{ord(char)}?" for char in "开展学习")
    rtf = (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\info{\title x}}"
        r"{\header " + gbk("页眉") + r"}\f0 {\listtext " + gbk("一、") + "}"
        + gbk("主要做法") + r"\par "
        + escaped + r"12{\v hidden}" + gbk("次。") + r"\par "
        + gbk("指标") + r"\cell " + gbk("数") + r"\cell\row "
        + gbk("党员") + r"\cell 12\cell\row\pard " + gbk("结束。") + r"\par}"
    )  # fmt: skip
    document = read(tmp_path / "a.doc", rtf, settings)
    assert texts(document) == ["一、主要做法", "开展学习12次。", "指标\t数\n党员\t12", "结束。"]
    assert document.blocks[0].level == 1
    assert "RTF" in document.warnings[0]


def test_a_web_page_that_calls_itself_doc(tmp_path: Path, settings: Settings) -> None:
    page = (
        '<html><head><meta charset="gb2312"><style>p{}</style></head><body><h1>一、主要做法</h1>'
        "<p>开展&nbsp;学习<b>12</b>次。</p><script>var a;</script><table><tr><td>指标</td>"
        "<td>数</td></tr><tr><td>党员</td><td>12</td></tr></table></body></html>"
    )
    document = read(tmp_path / "a.doc", page.encode("gb18030"), settings)
    assert texts(document) == ["一、主要做法", "开展 学习12次。", "指标\t数\n党员\t12"]
    assert any("网页" in warning for warning in document.warnings)


def test_a_web_archive_is_read_like_the_page_in_it(tmp_path: Path, settings: Settings) -> None:
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n'
        "<html><body><p>开展学习12次。</p></body></html>\n--b--\n"
    )
    assert read(tmp_path / "a.doc", archive, settings).text == "开展学习12次。"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(DamagedFileError, match=r"a\.txt"):
        read(tmp_path / "a.txt", bytes(range(256)) * 40, settings)
    with pytest.raises(EmptyFileError, match=r"b\.txt"):
        read(tmp_path / "b.txt", " \n\n", settings)


def test_numbers_of_ordered_lists_are_read_as_a_browser_shows_them(
    tmp_path: Path, settings: Settings
) -> None:
    page = (
        "<html><body><ol style='list-style-type: cjk-ideographic'><li>主要做法<li>存在问题</ol>"
        "<ol start=3><li><p>学习</p><ol type=a><li>支部</li></ol></li><li value='9'>走访</ol>"
        "<ul><li>不编号</li></ul><ol style='list-style:none'><li>无号</ol></body></html>"
    )
    document = read(tmp_path / "a.html", page, settings)
    assert texts(document) == [
        "一、主要做法", "二、存在问题", "3. 学习", "a. 支部", "9. 走访", "不编号", "无号",
    ]  # fmt: skip
    assert [block.level for block in document.blocks][:2] == [1, 1]


def test_masked_names_and_years_stay_as_they_are(tmp_path: Path, settings: Settings) -> None:
    text = "ooo乡20**年工作总结\n一、主要做法\n20**年，ooo乡开展学习12次，×××村走访88户。\n"
    document = read(tmp_path / "总结.txt", text, settings)
    assert document.text == text.strip()
    assert (document.unit, document.year) == ("ooo乡", None)
    figures = document_figures(document)
    assert [figure.quantity.text for figure in figures] == ["12次", "88户"]


def test_traditional_characters_are_kept_and_their_figures_found(
    tmp_path: Path, settings: Settings
) -> None:
    document = read(tmp_path / "總結.txt", TRADITIONAL, settings)
    assert document.text == TRADITIONAL.strip()
    assert [
        (str(figure.quantity.value), document.text[figure.quantity.start : figure.quantity.end])
        for figure in document_figures(document)
    ] == [("12", "12次"), ("88", "88戶")]
