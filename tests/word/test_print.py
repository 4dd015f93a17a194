"""The paper as LibreOffice sets it, measured in the PDF: the third judge.

Font names are mapped for the rendering process only, to fonts of Debian with the same widths.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from rag.records import LedgerRow, Report, ReportSection
from rag.word.export import export_report
from rag.word.layout import Style
from tests.word.printed import MM, Print, font_settings, printed

pytestmark = pytest.mark.office

_LABEL = re.compile("附件1?")
PROSE = "坚持把政治建设摆在首位不断强化理论武装持续提升基层党组织的组织力凝聚力和战斗力" * 12
ENDINGS = (18, 19)
"""Lines of text on the only page before a closing paragraph of three lines."""


def ending(count: int) -> Report:
    lines = "\n".join(["坚持党建引领。"] * count)
    closing = f"{PROSE[:70]}。"
    part = ReportSection(1, 0, "", "", f"{lines}\n{closing}", 1, "edited")
    return Report(1, "", 2024, 2024, "柳河镇党委", None, (part,))


@pytest.fixture(scope="session")
def prints(
    tmp_path_factory: pytest.TempPathFactory,
    require_tool: Callable[[str], Path],
    make_report: Callable[..., Report],
    make_rows: Callable[..., tuple[LedgerRow, ...]],
    stress: Report,
    office: Report,
) -> dict[str, Print]:
    require_tool("soffice")
    tool = require_tool("pdftotext")
    folder = tmp_path_factory.mktemp("print")
    fonts = font_settings(folder)
    report = make_report()
    prose = ReportSection(900, 2, "（四）", "聚焦群众期盼", f"{PROSE}。", 1, "edited")
    report = replace(report, sections=(*report.sections, prose))
    made = {}
    promised = ("力争新建党群服务中心3个", "计划全年发展党员20名，并对入党积极分子逐一建档培养")
    wanted = [("sample", report, promised), ("stress", stress, ()), ("office", office, promised)]
    wanted += [(f"end {count}", ending(count), ()) for count in ENDINGS]
    for name, what, promises in wanted:
        path = folder / f"{name}.docx"
        export_report(
            what,
            path,
            style=Style(),
            rows=() if name.startswith("end") else make_rows(40),
            promises=promises,
            date=date(2024, 12, 25),
        )
        made[name] = printed(path, folder, fonts, tool)
    return made


@pytest.fixture(scope="session")
def sample(prints: dict[str, Print]) -> Print:
    return prints["sample"]


def text_pages(paper: Print) -> int:
    """How many pages stand before the attachment."""
    first = next(line.text for page in paper.pages for line in page if _LABEL.fullmatch(line.text))
    return paper.find(first)[0] - 1


@pytest.mark.parametrize("name", ["sample", "stress", "office"])
def test_a_full_page_has_22_lines_and_none_has_more(prints: dict[str, Print], name: str) -> None:
    paper = prints[name]
    counts = Counter(len(paper.body(page)) for page in range(2, text_pages(paper)))

    assert max(counts) == 22
    assert counts[22] >= len(paper.pages) // 3


def test_22_lines_fill_the_height_of_225_mm(prints: dict[str, Print]) -> None:
    paper = prints["stress"]
    full = next(
        lines for page in range(2, text_pages(paper)) if len(lines := paper.body(page)) == 22
    )
    pitch = (full[-1].top - full[0].top) / 21

    assert pitch * 20 == pytest.approx(579, abs=1)


def test_a_line_holds_28_characters(sample: Print) -> None:
    start = sample.find("（四）聚焦群众期盼")
    lines = [line for page in range(start[0], text_pages(sample) + 1) for line in sample.body(page)]
    prose = [line.text for line in lines if line.text in PROSE and len(line.text) > 20]

    assert len(prose) > 10
    assert Counter(map(len, prose)).most_common(1)[0][0] == 28
    assert max(map(len, prose)) == 28


def test_the_text_stands_28_mm_from_the_left_edge_and_26_from_the_right(sample: Print) -> None:
    lines = [line for page in range(1, text_pages(sample) + 1) for line in sample.body(page)]

    assert min(line.left for line in lines) / MM == pytest.approx(28.0, abs=0.15)
    assert max(line.right for line in lines) / MM <= 210 - 26 + 0.5


def test_paragraphs_and_headings_are_indented_by_two_characters(sample: Print) -> None:
    for text in ("一、主要做法和成效", "（一）聚焦政治建设", "1.主要进展"):
        _, _, line = sample.find(text)
        assert (line.left - 28 * MM) / 16 == pytest.approx(2, abs=0.05), text


def test_the_title_is_centred_in_two_lines_above_an_empty_one(sample: Print) -> None:
    first, second, address = sample.body(1)[:3]
    middle = (28 + 156 / 2) * MM

    assert (first.text, second.text) == ("中共柳河镇委员会关于2024年度", "抓基层党建工作情况的报告")
    for line in (first, second):
        assert (line.left + line.right) / 2 == pytest.approx(middle, abs=2)
    assert address.text == "镇党委："
    assert address.left / MM == pytest.approx(28, abs=0.15)
    assert (address.top - second.top) * 20 == pytest.approx(2 * 579, abs=90)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(sample: Print) -> None:
    odd, even = sample.number(1), sample.number(2)

    assert (odd.text, even.text) == ("—1—", "—2—")
    assert (184 * MM - odd.right) / 14 == pytest.approx(1, abs=0.15)
    assert (even.left - 28 * MM) / 14 == pytest.approx(1, abs=0.15)


def test_the_dash_beside_the_number_is_7_mm_below_the_text(
    sample: Print, require_tool: Callable[[str], Path], tmp_path: Path
) -> None:
    number = sample.number(1)
    scale = 300 / 72
    left, top = round(number.left * scale), round(262 / 25.4 * 300)
    box = ["-x", left, "-y", top, "-W", round(12 * scale), "-H", 300]
    command = [require_tool("pdftoppm"), "-r", "300", "-gray", "-f", "1", "-l", "1", *box]
    subprocess.run([*map(str, command), sample.pdf, tmp_path / "dash"], check=True)
    (image,) = tmp_path.glob("dash*.pgm")
    head, width, height, _, pixels = re.split(rb"\s", image.read_bytes(), maxsplit=4)
    rows = [pixels[row * int(width) : (row + 1) * int(width)] for row in range(int(height))]
    dark = [row for row, line in enumerate(rows) if min(line) < 128]

    assert head == b"P5"
    assert dark[0] / 300 * 25.4 == pytest.approx(7, abs=0.5)


def test_bookmarks_are_the_tree_of_headings(sample: Print) -> None:
    document = pypdfium2.PdfDocument(sample.pdf)
    tree = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    document.close()

    assert tree[:4] == [
        (0, "一、主要做法和成效"),
        (1, "（一）聚焦政治建设"),
        (1, "（二）聚焦队伍建设"),
        (2, "1. 主要进展"),
    ]
    assert (1, "（四）聚焦群众期盼") in tree


@pytest.mark.parametrize("name", ["sample", "stress", "office"])
def test_no_heading_is_left_at_the_foot_of_a_page(prints: dict[str, Print], name: str) -> None:
    paper = prints[name]
    last = [paper.body(page)[-1].text for page in range(1, text_pages(paper))]

    assert not [
        text for text in last if re.match(r"(（[一二三四五六七八九]）|[一二三]、|1\.)", text)
    ]


def test_the_unit_stands_two_characters_from_the_right_and_the_date_below_it(
    sample: Print,
) -> None:
    page, place, unit = sample.find("中共柳河镇委员会")
    day = sample.body(page)[place]

    assert (184 * MM - unit.right) / 16 == pytest.approx(2, abs=0.1)
    assert day.text == "2024年12月25日"
    assert (day.left - unit.left) / 16 == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("count", ENDINGS)
def test_the_signature_never_stands_alone_on_a_page(prints: dict[str, Print], count: int) -> None:
    paper = prints[f"end {count}"]
    page, _, _ = paper.find("柳河镇党委")
    lines = paper.body(page)

    assert page == len(paper.pages) == 2
    assert len(lines) > 2
    assert lines[-1].text == "2024年12月25日"


def test_a_heading_of_two_lines_begins_two_characters_in_and_goes_on_flush_left(
    prints: dict[str, Print],
) -> None:
    paper = prints["stress"]
    first, second = next(
        (line, paper.body(page)[place])
        for page in range(1, text_pages(paper))
        for place, line in enumerate(paper.body(page), start=1)
        if line.text.startswith("（") and "聚焦健全党组织" in line.text
    )

    assert (first.left - 28 * MM) / 16 == pytest.approx(2, abs=0.05)
    assert second.left / MM == pytest.approx(28, abs=0.15)
    assert second.text.endswith("网格下沉")


def test_the_attachment_begins_a_page_with_its_title_on_the_third_line(sample: Print) -> None:
    page, place, label = sample.find("附件1")
    title = sample.body(page)[1]

    assert place == 1
    assert label.left / MM == pytest.approx(28, abs=0.15)
    assert title.text == "2024年度主要数据情况表"
    assert (title.top - label.top) * 20 == pytest.approx(2 * 579, abs=90)


def test_several_attachments_are_numbered_and_a_single_one_is_not(
    prints: dict[str, Print],
) -> None:
    sample, stress = prints["sample"], prints["stress"]

    assert sample.find("附件：1.2024年度主要数据情况表")[0] == text_pages(sample)
    assert sample.find("附件1")[0] < sample.find("附件2")[0]
    assert stress.find("附件：2024年度主要数据情况表")[0] == text_pages(stress)
    assert stress.find("附件")[1] == 1


def test_the_promises_of_last_year_stand_on_a_page_of_their_own(sample: Print) -> None:
    page, place, _ = sample.find("附件2")
    title = sample.body(page)[1]

    assert (place, title.text) == (1, "2023年承诺事项清单")
    assert "【待填：落实情况】" in "".join(line.text for line in sample.body(page))


def test_the_tables_head_is_repeated_on_its_next_page(sample: Print) -> None:
    page, _, _ = sample.find("附件1")

    assert sample.body(page + 1)[0].text.startswith(("上年", "指标"))
