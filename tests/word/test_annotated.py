import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from rag.records import LedgerRow, Link, LinkStatus, Report, ReportSection
from rag.word.annotate import HIGHLIGHTS, STATUS_NAMES
from rag.word.export import export_report
from rag.word.layout import Style

MakeReport = Callable[..., Report]
MakeLinks = Callable[[Report], dict[int, tuple[Link, ...]]]
TEXT = "　开展集中学习18次。\n【待填：培训人数（人），上年264】坚持三会一课，2024年办结41件。"


def link(text: str, status: LinkStatus, **more: str) -> Link:
    start = TEXT.index(text)
    return Link(
        start,
        start + len(text),
        text,
        status,
        more.get("indicator", ""),
        2024,
        more.get("expected", ""),
        more.get("evidence", ""),
        more.get("formula", ""),
    )


def export(folder: Path, *links: Link, heading: str = "聚焦党建。") -> Path:
    section = ReportSection(5, 2, "（一）", heading, TEXT, 1, "drafted")
    report = Report(
        id=1, title="报告", year=2024, fact_year=2024, unit="", like=None, sections=(section,)
    )
    return export_report(report, folder / "a.docx", style=Style(), annotated=True, links={5: links})


def anchors(path: Path) -> list[tuple[str, str]]:
    """(text between a comment's marks, the comment's text), read from the raw XML."""
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
        notes = archive.read("word/comments.xml").decode()
    found = []
    for ident, note in re.findall(
        r'<w:comment [^>]*?w:id="(\d+)".*?>(.*?)</w:comment>', notes, re.S
    ):
        (inside,) = re.findall(
            rf'<w:commentRangeStart w:id="{ident}"/>(.*?)<w:commentRangeEnd w:id="{ident}"/>', body
        )
        assert body.count(f'<w:commentReference w:id="{ident}"/>') == 1
        found.append(
            tuple("".join(re.findall(r"<w:t[^>]*>([^<]*)", piece)) for piece in (inside, note))
        )
    return [(inside, note) for inside, note in found]


def highlighted(path: Path) -> list[tuple[str, str]]:
    runs = docx.Document(str(path)).element.body.iter(qn("w:r"))
    return [
        (mark[0].get(qn("w:val")), "".join(text.text for text in run.iter(qn("w:t"))))
        for run in runs
        if (mark := list(run.iter(qn("w:highlight"))))
    ]


def test_a_comment_sits_on_the_very_number_and_tells_its_source(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        link("18", "entered", indicator="集中学习", evidence="台账：集中学习 2024年 18次"),
        link("41", "stale", indicator="办件", expected="52件", formula="52−41＝11"),
    )

    assert anchors(path) == [
        ("18", "【已录入】集中学习（2024年）依据：台账：集中学习 2024年 18次"),
        ("41", "【疑为上年数据】办件（2024年）算式：52−41＝11应为：52件"),
    ]


def test_python_docx_reads_the_comments_with_their_author(tmp_path: Path) -> None:
    (comment,) = docx.Document(str(export(tmp_path, link("41", "unsupported")))).comments

    assert comment.author == "主笔"
    assert comment.text.startswith("【没有来源】")


def test_doubtful_numbers_and_open_marks_are_highlighted_and_proved_ones_not(
    tmp_path: Path,
) -> None:
    path = export(tmp_path, link("18", "entered"), link("41", "conflict", expected="52"))

    assert highlighted(path) == [
        ("green", "【待填：培训人数（人），上年264】"),
        (HIGHLIGHTS["conflict"], "41"),
    ]


def test_fixed_expressions_and_dates_get_no_comment(tmp_path: Path) -> None:
    path = export(tmp_path, link("三会一课", "fixed"), link("2024年", "date"), link("18", "quoted"))

    assert [inside for inside, _ in anchors(path)] == ["18"]


def test_a_run_in_heading_does_not_shift_the_comments(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    run_in = export(tmp_path, link("18", "entered"))
    own_line = export(tmp_path / "own", link("18", "entered"), heading="聚焦党建")

    assert [inside for inside, _ in anchors(run_in) + anchors(own_line)] == ["18", "18"]


def test_the_text_is_the_same_as_in_the_clean_copy(
    tmp_path: Path, make_report: MakeReport, make_links: MakeLinks
) -> None:
    report = make_report()
    clean = export_report(report, tmp_path / "clean.docx", style=Style())
    marked = export_report(
        report, tmp_path / "a.docx", style=Style(), annotated=True, links=make_links(report)
    )
    wanted = [item.text for item in docx.Document(str(clean)).paragraphs]
    given = [item.text for item in docx.Document(str(marked)).paragraphs]

    assert [line for line in given if line in set(wanted)] == wanted
    assert [line for line in given if line not in set(wanted) and line] == [
        "附件：数据核对表",
        "附件",
        "数据核对表",
    ]


def test_every_figure_has_a_comment_and_a_row_in_the_review_table(
    tmp_path: Path, make_report: MakeReport, make_links: MakeLinks
) -> None:
    report = make_report()
    links = make_links(report)
    path = export_report(report, tmp_path / "a.docx", style=Style(), annotated=True, links=links)
    total = sum(map(len, links.values()))
    (table,) = docx.Document(str(path)).tables
    first = [cell.text for cell in table.rows[1].cells]

    assert [inside for inside, _ in anchors(path)] == [
        item.text for section in report.sections for item in links[section.id]
    ]
    assert len(table.rows) == total + 1
    assert first[:2] == ["1", "2024"]
    assert "一（二）" in {row.cells[3].text for row in list(table.rows)[30:50]}


def test_the_clean_copy_shows_nothing_of_the_links(
    tmp_path: Path, make_report: MakeReport, make_links: MakeLinks
) -> None:
    report = make_report()
    path = export_report(report, tmp_path / "a.docx", style=Style(), links=make_links(report))

    with zipfile.ZipFile(path) as archive:
        assert "word/comments.xml" not in archive.namelist()
    assert not highlighted(path)


def test_overlapping_links_keep_both_comments(tmp_path: Path) -> None:
    wide = link("学习18次", "quoted", evidence="甲")
    path = export(tmp_path, wide, link("18", "stale", evidence="乙"))

    assert [inside for inside, _ in anchors(path)] == ["学习18次", "18"]


def test_all_statuses_have_a_name() -> None:
    assert set(STATUS_NAMES) == {
        "entered",
        "derived",
        "quoted",
        "fixed",
        "date",
        "stale",
        "conflict",
        "unsupported",
    }


@pytest.mark.parametrize("rows", [0, 3])
def test_attachments_are_numbered_in_order(
    tmp_path: Path,
    rows: int,
    make_report: MakeReport,
    make_links: MakeLinks,
    make_rows: Callable[..., tuple[LedgerRow, ...]],
) -> None:
    report = make_report()
    path = export_report(
        report,
        tmp_path / "a.docx",
        style=Style(),
        annotated=True,
        links=make_links(report),
        rows=make_rows(rows),
    )
    labels = [
        item.text for item in docx.Document(str(path)).paragraphs if item.text.startswith("附件")
    ]

    assert labels == (
        ["附件：1. 2024年度主要数据情况表", "附件1", "附件2"]
        if rows
        else ["附件：数据核对表", "附件"]
    )
