"""A small report and what editors leave in its exported file."""

from __future__ import annotations

from datetime import date

from rag.records import Report, ReportSection

DAY = date(2024, 12, 5)
LEADER = 'w:author="王书记" w:date="2024-12-01T08:00:00Z"'


def small(*sections: tuple[int, str, str, str], unit: str = "柳河镇党委") -> Report:
    parts = tuple(
        ReportSection(index, level, label, heading, text, 1, "edited")
        for index, (level, label, heading, text) in enumerate(sections, start=1)
    )
    return Report(
        id=1,
        title="柳河镇2024年度抓基层党建工作情况报告",
        year=2024,
        fact_year=2024,
        unit=unit,
        like=None,
        sections=parts,
    )


REPORT = small(
    (0, "", "", "县委组织部：\n现将全年工作报告如下。"),
    (1, "一、", "主要做法和成效", ""),
    (2, "（一）", "聚焦政治建设", "全年开展集中学习18次。\n组织宣讲6场。"),
    (2, "（二）", "聚焦队伍建设", "1. 培训干部\n培训干部120名。"),
    (1, "二、", "存在问题。", "学习不够深入，整改问题4个。"),
    (1, "三、", "下一步打算", "继续抓好落实。"),
)


def paragraph(text: str, style: str = "BodyText") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
