"""The Chinese words that page and command line use for the records' fixed values."""

from __future__ import annotations

import re
from typing import Final

from rag.records import DocumentKind, FigureStatus, LinkStatus, SectionState, Severity

KINDS: Final[dict[DocumentKind, str]] = {
    "report": "工作报告",
    "policy": "政策文件",
    "notice": "通知",
    "sheet": "数据表",
    "other": "其他材料",
}
STATUSES: Final[dict[LinkStatus, str]] = {
    "entered": "已录入",
    "derived": "计算得出",
    "quoted": "引用往年",
    "fixed": "固定说法",
    "date": "日期",
    "stale": "上年旧数",
    "conflict": "与台账不符",
    "unsupported": "没有依据",
}
FIGURE_STATUSES: Final[dict[FigureStatus, str]] = {
    "actual": "实绩",
    "target": "目标",
    "cumulative": "累计",
    "standard": "标准",
}
FORMULATIONS: Final[dict[str, str]] = {
    "phrase": "固定表述",
    "event": "活动",
    "meeting": "会议",
    "plan": "规划",
}
SEVERITIES: Final[dict[Severity, str]] = {
    "error": "必须改",
    "warning": "请核对",
    "hint": "可改进",
}
STATES: Final[dict[SectionState, str]] = {
    "empty": "未写",
    "drafted": "已起草",
    "edited": "已修改",
    "interrupted": "未写完",
}
NOTES: Final[dict[str, str]] = {
    "draft": "起草",
    "edit": "手工修改",
    "revise": "按要求修改",
    "restore": "恢复旧版",
    "interrupted": "未写完",
    "word": "Word 回传",
}
MAKERS: Final[dict[str, str]] = {"skeleton": "按规则起草", "word": "Word 回传", "": "未署名"}
WORD: Final = re.compile(r"word[:：]\s*")
"""What signs a version that came back from a Word file, before the name of who changed it."""


def maker(made_by: str) -> str:
    """Who or what made a version, in words: the prompt's hash is left out.

    “word: 王书记” is the file 王书记 changed.
    """
    if signed := WORD.match(made_by):
        return f"Word：{made_by[signed.end() :]}"
    return MAKERS.get(made_by) or made_by.split(" ", 1)[0]
