"""What the annotated copy shows on a number: its source as a comment, trouble as a highlight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.errors import InputError
from rag.records import Link, LinkStatus, Report
from rag.text.marks import MARK
from rag.word import ooxml
from rag.word.plan import Paragraph

AUTHOR = "主笔"
STATUS_NAMES: Mapping[LinkStatus, str] = {
    "entered": "已录入",
    "derived": "由录入数据计算",
    "quoted": "引自往年材料",
    "fixed": "固定表述",
    "date": "日期",
    "stale": "疑为上年数据",
    "conflict": "与台账不一致",
    "unsupported": "没有来源",
}
"""Link statuses in the reader's words."""

HIGHLIGHTS: Mapping[LinkStatus, str] = {
    "unsupported": "yellow",
    "stale": "cyan",
    "conflict": "cyan",
}
"""Colours of Word's highlighter for numbers somebody must look at."""

MARK_HIGHLIGHT = "green"
_SILENT: frozenset[LinkStatus] = frozenset({"fixed", "date"})
"""Numbers that are no figures (三会一课, 2024年) get no comment: it would bury the others."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph with a comment, a highlight, or both. ``ident`` None: none."""

    start: int
    end: int
    ident: int | None = None
    highlight: str = ""


@dataclass
class Comments:
    """The comments of one document, numbered in the order of their places."""

    moment: str
    xml: list[str] = field(default_factory=list)

    def add(self, link: Link) -> int:
        """The number of a new comment that tells a link's source."""
        ident = len(self.xml)
        self.xml.append(ooxml.comment(ident, AUTHOR, self.moment, comment_lines(link)))
        return ident


def comment_lines(link: Link) -> Iterator[str]:
    """A link as a clerk reads it: status, indicator, evidence, formula, what is expected."""
    year = f"（{link.fact_year}年）" if link.fact_year and link.indicator else ""
    yield f"【{STATUS_NAMES[link.status]}】{link.indicator}{year}"
    if link.evidence:
        yield f"依据：{link.evidence}"
    if link.formula:
        yield f"算式：{link.formula}"
    if link.expected:
        yield f"应为：{link.expected}"
    if link.status == "unsupported" and not link.evidence:
        yield "台账和往年材料中都没有找到这个数，请核实后录入台账。"


def check_links(report: Report, links: Mapping[int, Sequence[Link]]) -> None:
    """Raise InputError when a link points outside its section: the text has changed since."""
    for section in report.sections:
        for link in links.get(section.id, ()):
            if not 0 <= link.start < link.end <= len(section.text):
                raise InputError(
                    f"“{section.label}{section.heading}”的核对结果与正文对不上。",
                    "正文可能刚被修改，请重新核对数据后再导出批注稿。",
                )


def spans(paragraph: Paragraph, links: Sequence[Link], comments: Comments) -> tuple[Span, ...]:
    """The spans of a paragraph: one per commented number, one per 【待填…】."""
    found = [
        Span(match.start(), match.end(), None, MARK_HIGHLIGHT)
        for match in MARK.finditer(paragraph.text)
    ]
    for link in sorted(links, key=lambda item: (item.start, -item.end)):
        inside = paragraph.start <= link.start < link.end <= paragraph.end
        if not inside or link.status in _SILENT:
            continue
        start, end = paragraph.place(link.start), paragraph.place(link.end)
        found.append(Span(start, end, comments.add(link), HIGHLIGHTS.get(link.status, "")))
    return tuple(found)


def review_rows(report: Report, links: Mapping[int, Sequence[Link]]) -> tuple[tuple[str, ...], ...]:
    """The 数据核对表: every commented number with section, verdict and source; head first."""
    rows = [("序号", "数字", "指标", "所在部分", "核对结果", "依据")]
    chapter = ""
    for section in report.sections:
        if section.level == 1:
            chapter = section.label.rstrip("、")
        place = (chapter + section.label if section.level > 1 else chapter) or "开头"
        for link in sorted(links.get(section.id, ()), key=lambda item: item.start):
            if link.status in _SILENT:
                continue
            grounds = "；".join(list(comment_lines(link))[1:]).removeprefix("依据：")
            verdict = STATUS_NAMES[link.status]
            rows.append((str(len(rows)), link.text, link.indicator, place, verdict, grounds))
    return tuple(rows)
