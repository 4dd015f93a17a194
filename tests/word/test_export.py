import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import InputError
from rag.records import LedgerRow, Link, Report, ReportSection
from rag.word.export import export_report
from rag.word.layout import NATIONAL_TOML, Style, load_style

MakeReport = Callable[..., Report]
MakeRows = Callable[..., tuple[LedgerRow, ...]]
DAY = date(2024, 12, 5)


def one(text: str, *, title: str = "工作报告", unit: str = "") -> Report:
    part = ReportSection(5, 0, "", "", text, 1, "edited")
    return Report(
        id=1, title=title, year=2024, fact_year=2024, unit=unit, like=None, sections=(part,)
    )


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")


@pytest.fixture
def clean(tmp_path: Path, make_report: MakeReport, make_rows: MakeRows) -> Path:
    return export_report(
        make_report(), tmp_path / "报告.docx", style=Style(), rows=make_rows(), date=DAY
    )


def test_headings_are_words_own_so_that_the_navigation_pane_shows_them(clean: Path) -> None:
    levels = [
        (paragraph.style.name, paragraph.text)
        for paragraph in docx.Document(str(clean)).paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading")
    ]

    assert levels[:4] == [
        ("Heading 1", "一、主要做法和成效"),
        ("Heading 2", "（一）聚焦政治建设"),
        ("Heading 2", "（二）聚焦队伍建设"),
        ("Heading 3", "1. 主要进展"),
    ]


def test_all_four_font_slots_are_set_and_no_theme_font_is_left(clean: Path) -> None:
    with zipfile.ZipFile(clean) as archive:
        everything = {name: archive.read(name).decode() for name in archive.namelist()}

    assert not [name for name, text in everything.items() if "Theme=" in text]
    for slots in re.findall(r"<w:rFonts ([^>]*w:ascii=[^>]*)/>", everything["word/styles.xml"]):
        assert all(f"w:{slot}=" in slots for slot in ("ascii", "hAnsi", "eastAsia", "cs"))


def test_another_digit_font_leaves_chinese_quotes_in_the_chinese_font(tmp_path: Path) -> None:
    style = load_style(NATIONAL_TOML.with_name("unit-example.toml"))
    path = export_report(one("建成“6+1”阵地12处。"), tmp_path / "a.docx", style=style)

    body = part(path, "word/document.xml")
    assert 'w:ascii="Times New Roman"' in part(path, "word/styles.xml")
    assert body.count("<w:r>") == body.count('<w:rFonts w:hint="eastAsia"/>')


def test_settings_are_those_of_a_chinese_word_file(clean: Path) -> None:
    settings_part = part(clean, "word/settings.xml")

    assert "<w:evenAndOddHeaders/>" in settings_part
    assert 'w:name="compatibilityMode"' in settings_part
    assert 'w:val="15"' in settings_part
    assert 'w:eastAsia="zh-CN"' in part(clean, "word/styles.xml")
    assert '<w:docGrid w:type="lines" w:linePitch="579"/>' in part(clean, "word/document.xml")


def test_page_numbers_differ_by_side_and_hold_a_cached_result(clean: Path) -> None:
    odd, even = part(clean, "word/footer1.xml"), part(clean, "word/footer2.xml")

    assert 'w:jc w:val="right"' in odd
    assert 'w:rightChars="100"' in odd
    assert 'w:jc w:val="left"' in even
    assert 'w:leftChars="100"' in even
    for footer in (odd, even):
        assert "".join(re.findall(r"<w:t[^>]*>([^<]*)", footer)) == "— 1 —"


def test_the_file_names_the_unit_and_nothing_of_the_machine(clean: Path) -> None:
    properties = docx.Document(str(clean)).core_properties
    with zipfile.ZipFile(clean) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names).decode()

    assert properties.author == properties.last_modified_by == "中共柳河镇委员会"
    assert properties.title == "中共柳河镇委员会关于2024年度抓基层党建工作情况的报告"
    assert properties.language == "zh-CN"
    assert properties.comments == ""
    assert not {"docProps/app.xml", "docProps/thumbnail.jpeg", "word/comments.xml"} & set(names)
    assert "python" not in everything
    assert str(clean.parent) not in everything


def test_a_long_title_is_one_paragraph_with_line_breaks(clean: Path) -> None:
    first = docx.Document(str(clean)).paragraphs[0]

    assert first.style is not None
    assert first.style.name == "Title"
    assert first.text == "中共柳河镇委员会关于2024年度\n抓基层党建工作情况的报告"


def test_marks_to_fill_in_stay_visible(clean: Path) -> None:
    assert "（1）【待填：培训人数（人），上年264】" in texts(clean)
    assert "w:highlight" not in part(clean, "word/document.xml")


def test_signature_and_date_follow_the_text(clean: Path) -> None:
    lines = texts(clean)
    place = lines.index("中共柳河镇委员会")

    assert lines[place - 1 : place + 3] == [
        "附件：2024年度主要数据情况表",
        "中共柳河镇委员会",
        "2024年12月5日",
        "附件",
    ]


@pytest.mark.parametrize(
    ("unit", "right", "date_indent"),
    [
        # unit 8 wide, right 2: starts at 442.2−32−8×15.75 pt, the date 2×16 pt further right
        ("中共柳河镇委员会", 640, 'w:left="6324"'),
        # date 6.5 wide keeps 2; the unit of 3 starts 2 left of it: right 2+3.5+2
        ("柳河镇", 2400, 'w:right="640"'),
    ],
)
def test_the_date_starts_two_characters_right_of_the_unit(
    tmp_path: Path, unit: str, right: int, date_indent: str
) -> None:
    path = export_report(
        one("正文。"), tmp_path / "a.docx", style=Style(), signature=unit, date=DAY
    )
    body = part(path, "word/document.xml")

    (signature,) = re.findall(r'<w:pStyle w:val="Signature"/>(.*?)</w:pPr>', body)
    (day,) = re.findall(r'<w:pStyle w:val="Date"/>(.*?)</w:pPr>', body)
    assert f'w:right="{right}"' in signature
    assert date_indent in day


def test_an_unknown_date_is_marked_and_without_a_unit_nothing_is_signed(tmp_path: Path) -> None:
    signed = export_report(one("正文。", unit="柳河镇"), tmp_path / "a.docx", style=Style())
    unsigned = export_report(one("正文。"), tmp_path / "b.docx", style=Style(), date=DAY)

    assert texts(signed)[-2:] == ["柳河镇", "【待填：成文日期】"]
    assert texts(unsigned) == ["工作报告", "正文。"]


def test_the_attachment_tells_both_years_and_the_growth(clean: Path) -> None:
    (table,) = docx.Document(str(clean)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]

    assert rows == [
        ["指标", "单位", "上年\n（2023年）", "本年\n（2024年）", "增减"],
        ["集中学习", "次", "12", "18", "增加6次\n（增长50%）"],
        ["群众满意率", "%", "96.5", "98.2", "提高1.7个百分点"],
        ["发送提醒短信", "条", "1800余", "—", "—"],
    ]


def test_characters_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    path = export_report(
        one("学习\x0b12\x00次<b>&\ufffe。", title="甲&乙<丙>"), tmp_path / "a.docx", style=Style()
    )

    assert texts(path) == ["甲&乙<丙>", "学习12次<b>&。"]


def test_links_beyond_the_text_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    link = Link(0, 99, "12", "entered")

    with pytest.raises(InputError, match="核对结果与正文对不上"):
        export_report(
            one("学习12次"), tmp_path / "a.docx", style=Style(), annotated=True, links={5: (link,)}
        )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lock", ["~$工作报告.docx", ".~工作报告.docx", ".~lock.工作报告.docx#"])
def test_a_file_held_open_is_named_and_stays_as_it_was(tmp_path: Path, lock: str) -> None:
    target = tmp_path / "工作报告.docx"
    target.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"")

    with pytest.raises(InputError, match="正被打开"):
        export_report(one("正文。"), target, style=Style())
    assert target.read_bytes() == b"old"


def test_words_lock_file_covers_the_first_two_letters_of_a_long_name(tmp_path: Path) -> None:
    target = tmp_path / "二〇二四年工作报告.docx"
    target.write_bytes(b"old")
    (tmp_path / "~$二四年工作报告.docx").write_bytes(b"")

    with pytest.raises(InputError, match="正被打开"):
        export_report(one("正文。"), target, style=Style())


def test_a_path_that_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / f"{'长' * 120}.docx"

    with pytest.raises(InputError, match="无法写入"):
        export_report(one("正文。"), target, style=Style())
    assert not list(tmp_path.iterdir())


def test_wrong_targets_are_refused(tmp_path: Path) -> None:
    (tmp_path / "夹.docx").mkdir()
    for name in ("报告.doc", "没有/报告.docx", "夹.docx"):
        with pytest.raises(InputError):
            export_report(one("正文。"), tmp_path / name, style=Style())


def test_an_existing_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old" * 100_000)
    export_report(one("正文。"), target, style=Style())

    assert texts(target) == ["工作报告", "正文。"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_no_page_number_is_set_where_the_unit_wants_none(tmp_path: Path) -> None:
    style = Style.model_validate({"page_number": {"place": "none"}})
    path = export_report(one("正文。"), tmp_path / "a.docx", style=style)

    assert "footerReference" not in part(path, "word/document.xml")


LINE = st.text(st.sampled_from("党建学习12，。“”<&一二、（）1.\u3000 "), max_size=40)


@settings(max_examples=40, deadline=None)
@given(st.lists(LINE, max_size=6))
def test_every_line_of_text_arrives_in_the_file(lines: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        export_report(replace(one("\n".join(lines)), title=""), path, style=Style())
        shown = docx.Document(io.BytesIO(path.read_bytes())).paragraphs

    expected = [line.strip(" \u3000") for line in lines if line.strip(" \u3000")]
    assert [paragraph.text for paragraph in shown] == expected
