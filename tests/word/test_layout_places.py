"""Places in somebody else's .docx: signature, attachments, page number, tables, empty lines."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from rag.reading.reader import read_document
from rag.records import Finding, LedgerRow
from rag.settings import Settings
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.layoutcheck import check_layout
from tests.word.edited import DAY, REPORT

Told = Callable[..., dict[str, Finding]]
CENTER, RIGHT, LEFT = (getattr(WD_ALIGN_PARAGRAPH, name) for name in ("CENTER", "RIGHT", "LEFT"))


@pytest.fixture
def told(
    tmp_path: Path, settings: Settings, make_rows: Callable[..., tuple[LedgerRow, ...]]
) -> Told:
    """What is told of our own export after a change to it, by the rule's name."""

    def run(
        change: Callable[[Word], object], *, parts: Sequence[tuple[str, str]] = ()
    ) -> dict[str, Finding]:
        path = export_report(
            REPORT, tmp_path / "a.docx", style=Style(), rows=make_rows(3), date=DAY
        )
        word = docx.Document(str(path))
        change(word)
        word.save(str(path))
        if parts:
            _replace(path, parts)
        found = check_layout(path, read_document(path, settings), settings, Style())
        return {finding.message.partition("：")[0]: finding for finding in found}

    return run


def _replace(path: Path, changes: Sequence[tuple[str, str]]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for old, new in changes:
        assert any(old in text for text in parts.values()), old
        parts = {name: text.replace(old, new) for name, text in parts.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def line(word: Word, text: str) -> Paragraph:
    return next(item for item in word.paragraphs if item.text == text)


def nothing(word: Word) -> None:
    """Leave the file as it is."""


def test_an_untouched_export_has_no_deviation(told: Told) -> None:
    assert told(nothing) == {}


@pytest.mark.parametrize(
    ("text", "align", "rule", "words"),
    [
        ("柳河镇党委", CENTER, "署名位置", "应为右空5.5字"),
        ("2024年12月5日", LEFT, "成文日期位置", "应为右空2字"),
        ("附件", CENTER, "“附件”二字位置", "现为没有顶格"),
        ("2024年度主要数据情况表", LEFT, "附件标题位置", "现为没有居中"),
    ],
)
def test_a_part_that_stands_elsewhere_is_named_with_its_clause(
    told: Told, text: str, align: WD_ALIGN_PARAGRAPH, rule: str, words: str
) -> None:
    finding = told(lambda word: setattr(line(word, text), "alignment", align))[rule]

    assert words in finding.message
    assert (finding.text, finding.severity) == (text, "error")
    assert "（规定）" in finding.evidence


def test_a_signature_pushed_with_blanks_is_a_hint(told: Told) -> None:
    def push(word: Word) -> None:
        unit = line(word, "柳河镇党委")
        unit.alignment, unit.paragraph_format.right_indent = LEFT, Pt(0)
        unit._p.pPr.remove(unit._p.pPr.find("{*}ind"))
        unit.runs[0].text = "\u3000" * 17 + "柳河镇党委"

    finding = told(push)["署名位置"]
    assert "用空格右推" in finding.message
    assert finding.severity == "hint"


def test_signature_and_date_may_stand_as_under_a_seal(told: Told) -> None:
    def seal(word: Word) -> None:
        for text, chars in (("2024年12月5日", 400), ("柳河镇党委", 450)):
            place = line(word, text)._p.pPr.find("{*}ind")
            name = next(key for key in place.attrib if key.endswith("rightChars"))
            place.set(name, str(chars))

    assert told(seal) == {}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("柳河镇党委", "署名上空行"),
        ("附件：2024年度主要数据情况表", "附件说明上空行"),
        ("2024年度主要数据情况表", "附件标题上空行（居第三行）"),
    ],
)
def test_a_missing_empty_line_is_named(told: Told, text: str, rule: str) -> None:
    def close_up(word: Word) -> None:
        line(word, text).paragraph_format.space_before = Pt(0)

    assert "现为空0行，应为空1行" in told(close_up)[rule].message


def test_an_empty_line_counts_like_space(told: Told) -> None:
    def typed(word: Word) -> None:
        unit = line(word, "柳河镇党委")
        unit.paragraph_format.space_before = Pt(0)
        unit.insert_paragraph_before("")

    assert told(typed) == {}


def test_an_attachment_begins_a_page_by_style_or_by_a_break(told: Told) -> None:
    def flow(word: Word) -> None:
        line(word, "附件").paragraph_format.page_break_before = False

    def broken(word: Word) -> None:
        flow(word)
        line(word, "附件").insert_paragraph_before("").add_run().add_break(WD_BREAK.PAGE)

    assert "没有另起一面" in told(flow)["附件另面编排"].message
    assert told(broken) == {}


def test_the_page_numbers_distance_and_blank_are_measured(told: Told) -> None:
    moved = told(nothing, parts=[('w:footer="1429"', 'w:footer="850"')])["一字线距版心下边缘"]
    close = told(nothing, parts=[('w:rightChars="100" w:right="280" ', "")])["页码靠边空"]

    assert "约17毫米" in moved.message
    assert (moved.severity, moved.evidence) == ("warning", "GB/T 9704—2012 7.5（一般）")
    assert "单页右空0字" in close.message


def test_type_in_tables_is_a_habit_and_no_standard(told: Told) -> None:
    def enlarge(word: Word) -> None:
        for row in word.tables[0].rows:
            for cell in row.cells:
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(16)

    finding = told(enlarge)["表格字号"]
    assert "三号（16磅）" in finding.message
    assert (finding.severity, finding.evidence) == ("hint", "实务做法，国标未作要求")


def test_a_paragraph_set_in_as_a_whole_goes_on_where_it_should_not(told: Told) -> None:
    def set_in(word: Word) -> None:
        body = line(word, "组织宣讲6场。")
        body.paragraph_format.left_indent = Pt(32)
        place = body._p.pPr.find("{*}ind")
        place.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}firstLineChars", "0"
        )
        place.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}firstLine", "0")

    assert "左缩进2字" in told(set_in)["回行位置"].message
