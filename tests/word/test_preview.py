import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from rag.records import Report, ReportSection
from rag.word.layout import Style
from rag.word.preview import LABEL, preview_html


class Shown(HTMLParser):
    """The text a reader sees, and the tags around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_the_preview_says_that_it_is_one(make_report: Callable[..., Report]) -> None:
    assert LABEL in Shown(preview_html(make_report(), Style())).text


def test_all_text_of_the_report_is_shown(make_report: Callable[..., Report]) -> None:
    report = make_report()
    shown = re.sub(r"— \d+ —", "", Shown(preview_html(report, Style())).text)

    for section in report.sections:
        for line in (section.label + section.heading, *section.text.split("\n")):
            assert line in shown


def test_text_cannot_become_markup(make_report: Callable[..., Report]) -> None:
    evil = ReportSection(1, 1, "一、", "<script>alert(1)</script>", "<img src=x>", 1, "edited")
    report = replace(make_report(), title="<b>甲</b>", sections=(evil,))
    style = Style.model_validate({"body": {"font": "仿宋'onclick='x"}})
    shown = Shown(preview_html(report, style))

    assert set(shown.tags) <= {"div", "p", "section", "span", "mark"}
    assert "<script>alert(1)</script>" in shown.text
    assert "'onclick" not in preview_html(report, style)


def test_unit_and_date_close_the_text_with_their_blanks(
    make_report: Callable[..., Report],
) -> None:
    html = preview_html(make_report(), Style(), day=date(2024, 12, 5))

    assert 'padding-right:2.0em">中共柳河镇委员会</div>' in html
    # the date is 6.5 wide and starts two right of the unit of 8: 2 − 2 + 8 − 6.5 stay right of it
    assert 'padding-right:1.5em">2024年12月5日</div>' in html


def test_a_page_has_22_lines_and_numbers_change_sides(make_report: Callable[..., Report]) -> None:
    html = preview_html(make_report(), Style())
    sheets = html.split("<section")[1:]

    assert max(sheet.count("height:28.95pt;line") for sheet in sheets) == 22
    assert "text-align:right" in sheets[0]
    assert "text-align:left" in sheets[1]


def test_a_heading_is_not_left_at_the_foot_of_a_sheet(make_report: Callable[..., Report]) -> None:
    for sheet in preview_html(make_report(18, 5), Style()).split("<section")[1:-1]:
        lines = re.findall(r"<div [^>]*>(.*?)</div>", sheet)
        last = re.sub("<.*?>", "", lines[-2])
        assert not re.fullmatch(r"(（[一二三四五六]）|[一二三]、|1\.).{2,12}", last)


def test_a_mark_that_goes_on_in_the_next_line_is_set_off_in_both(
    make_report: Callable[..., Report],
) -> None:
    text = f"{'坚持党建引领' * 4}【待填：培训人数（人），上年264】。"
    part = ReportSection(1, 0, "", "", text, 1, "edited")
    html = preview_html(replace(make_report(), sections=(part,)), Style())

    assert re.findall("<mark>(.*?)</mark>", html) == ["【待", "填：培训人数（人），上年264】"]


def test_marks_to_fill_in_are_set_off(make_report: Callable[..., Report]) -> None:
    assert "<mark>【待填：培训人数（人），上年264】</mark>" in preview_html(make_report(), Style())
