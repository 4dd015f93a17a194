"""Headings that divide a report: what looks back, what plans, and which year they name."""

from __future__ import annotations

import re

from rag.text.headings import parse_label
from rag.text.years import find_years

PLAN_HEADING = re.compile(
    r"下一步|下步|下一阶段|打算|安排|部署|今后|明年|来年|展望|思路|努力方向|工作计划|预期|(?:奋斗|主要)目标|目标(?:和|与)?任务|主要任务|总体要求"
    r"|(?:今年|20\d\d年|十五五)[^，。]{0,16}(?:工作|任务|建议|目标|重点|发展)|(?:主要|重点)工作任务|工作重点"
)
FACT_HEADING = re.compile(
    r"回顾|总结|成效|做法|情况|成绩|取得|成就|完成|履职|进展|过去|五年来|一年来"
)
TOLD_HEADING = re.compile(r"回顾|总结|情况|去年|过去|五年来|一年来")
_TITLE = re.compile(r"报告|述职|汇报|总结|公报|讲话")
NEXT_HEADING = re.compile(r"下一?步|下一阶段|打算|今后|明年|来年")


_PLAN_TITLE = re.compile(r"(?:工作|目标|行动|实施|发展)(?:计划|要点|安排|方案|规划|目标)(?:书)?$")


def plans_whole(text: str) -> bool:
    """Whether the title says that the whole text plans: 2024年工作要点."""
    title = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return len(title) <= 40 and bool(_PLAN_TITLE.search(title)) and not _TITLE.search(title)


def told_year(heading: str) -> int | None:
    """The year a heading looks back on: 1998年工作回顾和1999年总体要求 is about 1998."""
    named = find_years(heading)
    told = FACT_HEADING.search(heading)
    before = [mention for mention in named if told and mention.end <= told.start()]
    return (before or named)[-1].year if named else None


def heading_of(line: str) -> str:
    """The heading a line is or opens with, else nothing."""
    label = parse_label(line)
    if label is not None:
        stop = re.search(r"[。；\n]", line[label.end :])
        end = label.end + stop.start() if stop else len(line)
        return line[:end] if end - label.end <= 40 else ""
    plain = line.strip()
    if _TITLE.search(plain):
        return ""
    if (
        3 < len(plain) <= 26
        and not re.search(r"[。；，,：:！？]$|^\d{4}-|^[—（(]", plain)
        and "，" not in plain
    ):
        return line
    return ""


def turns_chapter(line: str) -> bool:
    """Whether a line without a label opens a part that plans or looks back: 2026年重点工作."""
    if parse_label(line) is not None or not heading_of(line):
        return False
    return bool(find_years(line) or NEXT_HEADING.search(line)) and bool(
        PLAN_HEADING.search(line) or TOLD_HEADING.search(line)
    )


def year_of_head(text: str) -> int | None:
    """The year in the first lines that name one."""
    for line in text[:1500].split("\n")[:25]:
        if named := find_years(line):
            return named[0].year
    return None
