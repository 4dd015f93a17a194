"""Somebody else's .docx against the standard, and set anew in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from rag.reading.reader import read_document
from rag.records import Finding, LedgerRow, Report
from rag.settings import Settings
from rag.word.closing import find_closing, parse_date
from rag.word.effective import read_look
from rag.word.export import export_report
from rag.word.layout import NATIONAL_TOML, Style, load_style
from rag.word.layoutcheck import check_layout
from rag.word.relay import export_document
from tests.word.edited import DAY, REPORT

Check = Callable[..., tuple[Finding, ...]]
LINES = (
    "某镇2024年工作报告。",
    "县委组织部:",
    "现将有关情况报告如下。",
    "一、主要做法",
    "（一）、聚焦学习。",
    "1、集中学习",
    "开展集中学习18次。",
    "某镇党委",
    "二〇二四年十二月五日",
)


def plain(path: Path, lines: Sequence[str] = LINES) -> Path:
    """A file as python-docx's own template makes it."""
    word = docx.Document()
    word.add_paragraph(lines[0], style="Title")
    for line in lines[1:]:
        word.add_paragraph(line)
    return saved(word, path)


def saved(word: Word, path: Path) -> Path:
    word.save(str(path))
    return path


@pytest.fixture
def check(settings: Settings) -> Check:
    def run(path: Path, style: Style | None = None) -> tuple[Finding, ...]:
        return check_layout(path, read_document(path, settings), settings, style or Style())

    return run


def told(findings: Sequence[Finding], name: str) -> list[Finding]:
    return [finding for finding in findings if finding.message.startswith(f"{name}：")]


def test_our_own_export_has_no_deviation(
    check: Check,
    tmp_path: Path,
    make_report: Callable[..., Report],
    make_rows: Callable[..., tuple[LedgerRow, ...]],
) -> None:
    path = tmp_path / "a.docx"
    export_report(make_report(), path, style=Style(), rows=make_rows(3), date=DAY)

    assert check(path) == ()


@pytest.mark.office
def test_our_export_saved_by_another_program_has_no_deviation_either(
    check: Check, resaved: tuple[Report, Path]
) -> None:
    assert check(resaved[1]) == ()


def test_a_units_layout_is_the_measure_when_it_is_given(check: Check, tmp_path: Path) -> None:
    unit = load_style(NATIONAL_TOML.with_name("unit-example.toml"))
    path = export_report(REPORT, tmp_path / "a.docx", style=unit, date=DAY)
    national = export_report(REPORT, tmp_path / "b.docx", style=Style(), date=DAY)

    assert check(path, unit) == ()
    assert told(check(path), "页码位置")
    bold, _ = told(check(national, unit), "层次标题加粗")
    assert "本单位版式" in bold.evidence


def test_page_margins_and_type_are_named_with_clause_and_strength(
    check: Check, tmp_path: Path
) -> None:
    findings = check(plain(tmp_path / "a.docx"))
    (top,) = told(findings, "天头（上白边）")
    (font,) = told(findings, "标题字体")
    (lines,) = told(findings, "每面行数")

    assert top.message == "天头（上白边）：现为25.4毫米，应为37毫米。"
    assert (top.evidence, top.severity) == ("GB/T 9704—2012 5.2.1（规定）", "error")
    assert (font.evidence, font.severity) == ("GB/T 9704—2012 7.3.1（一般）", "warning")
    assert "倍行距" in lines.message
    assert told(findings, "页码位置")


def test_offsets_point_into_the_text_as_read(
    check: Check, tmp_path: Path, settings: Settings
) -> None:
    path = plain(tmp_path / "a.docx")
    text = read_document(path, settings).text
    placed = [finding for finding in check(path) if finding.end]

    assert placed
    assert all(text[item.start : item.end].startswith(item.text) for item in placed)


@pytest.mark.parametrize(
    ("name", "found", "wanted"),
    [
        ("标题末尾标点", "“。”", "没有标点"),
        ("主送机关后的冒号", "半角冒号", "全角冒号"),
        ("层次序数的标点", "“（一）、”", "“（一）”"),
        ("层次序数的标点", "“1、”", "“1.”"),
        ("成文日期写法", "“二〇二四年十二月五日”", "“2024年12月5日”"),
    ],
)
def test_marks_are_checked(
    check: Check, tmp_path: Path, name: str, found: str, wanted: str
) -> None:
    messages = [item.message for item in told(check(plain(tmp_path / "a.docx")), name)]

    assert any(f"现为{found}，应为{wanted}。" in message for message in messages)


def test_a_chinese_font_set_for_latin_letters_only_is_told_apart(
    check: Check, tmp_path: Path
) -> None:
    word = docx.Document()
    word.add_paragraph("某镇2024年工作报告")
    run = word.add_paragraph().add_run("开展集中学习，取得明显成效，群众满意。")
    run.font.name = "仿宋_GB2312"
    (font,) = told(check(saved(word, tmp_path / "a.docx")), "正文字体")

    assert "只设了西文字体" in font.message


def test_formatting_comes_from_the_style_behind_the_style(tmp_path: Path) -> None:
    word = docx.Document()
    base = word.styles["Normal"]
    base.font.size = Pt(16)
    base.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    word.add_paragraph("正文", style="Body Text").add_run("红字").font.color.rgb = RGBColor(
        255, 0, 0
    )
    (paragraph,) = read_look(saved(word, tmp_path / "a.docx"), 100).paragraphs
    first, second = paragraph.runs

    assert (first.chinese, first.size_pt, first.colour) == ("仿宋", 16, "auto")
    assert second.colour == "FF0000"


def test_28_point_lines_leave_the_page_unfilled_which_is_a_hint(
    check: Check, tmp_path: Path
) -> None:
    style = Style.model_validate({"page": {"line_pt": 28}})
    path = export_report(REPORT, tmp_path / "a.docx", style=style, date=DAY)
    (lines,) = check(path)

    assert "没有撑满版心" in lines.message
    assert lines.severity == "hint"


def test_page_numbers_in_the_middle_and_without_dashes_are_found(
    check: Check, tmp_path: Path
) -> None:
    word = docx.Document()
    word.add_paragraph("某镇2024年工作报告")
    footer = word.sections[0].footer.paragraphs[0]
    footer.alignment = 1
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    footer._p.append(field)
    footer.add_run("1")
    findings = check(saved(word, tmp_path / "a.docx"))

    assert "页码居中" in told(findings, "页码位置")[0].message
    assert told(findings, "页码两侧的一字线")


def test_relaying_keeps_every_word_and_leaves_no_deviation(
    check: Check, tmp_path: Path, settings: Settings
) -> None:
    source = read_document(plain(tmp_path / "a.docx"), settings)
    notices = export_document(source, tmp_path / "b.docx", style=Style())
    made = docx.Document(str(tmp_path / "b.docx"))

    assert [item.text for item in made.paragraphs] == [
        "某镇2024年工作报告",
        "县委组织部：",
        "现将有关情况报告如下。",
        "一、主要做法",
        "（一）聚焦学习",
        "1.集中学习",
        "开展集中学习18次。",
        "某镇党委",
        "2024年12月5日",
    ]
    assert any("标点" in notice for notice in notices)
    assert check(tmp_path / "b.docx") == ()


def test_relaying_keeps_tables_and_attachments(tmp_path: Path, settings: Settings) -> None:
    word = docx.Document()
    for line in ("某镇工作报告", "一、做法", "情况如下表。", "附件：1. 数据表"):
        word.add_paragraph(line)
    for line in ("某镇", "2024年3月5日", "附件1", "数据表"):
        word.add_paragraph(line)
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ("指标", "数值", "学习", "18"), strict=True):
        cell.text = text
    source = saved(word, tmp_path / "a.docx")
    notices = export_document(read_document(source, settings), tmp_path / "b.docx", style=Style())
    made = docx.Document(str(tmp_path / "b.docx"))
    styles = {item.text: item.style.name for item in made.paragraphs if item.style is not None}

    assert styles["附件：1. 数据表"] == "附件说明"
    assert (styles["附件1"], styles["数据表"]) == ("附件标识", "附件标题")
    assert (styles["某镇"], styles["2024年3月5日"]) == ("Signature", "Date")
    assert [cell.text for cell in made.tables[0]._cells] == ["指标", "数值", "学习", "18"]
    assert any("表格" in notice for notice in notices)


def test_a_page_laid_across_is_no_deviation(check: Check, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("某镇2024年工作报告")
    section = word.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)

    assert not told(check(saved(word, tmp_path / "a.docx")), "纸张宽")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2024年03月05日", (2024, 3, 5)),
        ("二○二四年三月二十一日", (2024, 3, 21)),
        ("二〇二四年十二月五日", (2024, 12, 5)),
    ],
)
def test_dates_are_read_in_both_numerals(line: str, expected: tuple[int, int, int]) -> None:
    day = parse_date(line)

    assert day is not None
    assert (day.year, day.month, day.day) == expected
    assert parse_date("2024年13月5日") is None
    assert parse_date(f"{line}印发") is None


def test_closing_lines_are_found_before_notes_and_copies() -> None:
    lines = ["正文。", "附件：1. 表", "2. 单", "某镇", "2024年3月5日", "（此件公开发布）"]
    closing = find_closing([*lines, "抄送：县委办。", "附件1", "表"])

    assert (closing.note, closing.signature, closing.date, closing.end) == (1, 3, 4, 5)


def test_relaying_ties_a_short_last_paragraph_to_the_signature(
    tmp_path: Path, settings: Settings
) -> None:
    source = read_document(plain(tmp_path / "a.docx"), settings)
    export_document(source, tmp_path / "b.docx", style=Style())
    made = docx.Document(str(tmp_path / "b.docx")).paragraphs
    tied = [item.text for item in made if item._p.xpath("./w:pPr/w:keepNext")]

    assert tied == ["开展集中学习18次。"]
