"""Numbers that are not proved become findings."""

from __future__ import annotations

import re

from rag.checking.context import CheckContext
from rag.figures.directions import split_direction
from rag.figures.refute import PLANNED, ROUGH
from rag.records import PROVED, Finding, Link, LinkStatus, Severity

KIND = "numbers"
SEVERITIES: dict[LinkStatus, Severity] = {
    "stale": "error",
    "conflict": "error",
    "unsupported": "warning",
}
_HINTS = re.compile(f"{PLANNED}|{ROUGH}")
"""A plan and a rounding may well stand; the clerk only confirms them."""


def check(context: CheckContext) -> tuple[Finding, ...]:
    """One finding for each number that is stale, in conflict or without a source."""
    return tuple(_finding(context, link) for link in context.links if link.status not in PROVED)


def _finding(context: CheckContext, link: Link) -> Finding:
    return context.finding(
        KIND,
        "hint" if link.evidence and _HINTS.search(link.evidence) else SEVERITIES[link.status],
        (link.start, link.end),
        _message(link, context.year),
        evidence="　".join(filter(None, (link.evidence, link.formula))),
        suggestion=f"改为“{link.expected}”" if link.expected else _advice(link, context.year),
        replacement=replacement_of(link),
    )


def replacement_of(link: Link) -> str | None:
    """What may take the number's place; not 下降5.5%, whose verb stands before the number."""
    if not link.expected or split_direction(link.expected)[0] or link.expected.endswith("持平"):
        return None
    return link.expected


def _message(link: Link, year: int) -> str:
    name = f"“{link.indicator}”" if link.indicator else ""
    if link.status == "stale":
        return f"{name}写的“{link.text}”是往年的数字，不是{year}年的"
    if link.status == "conflict":
        return f"{name}写的“{link.text}”与台账不一致"
    return f"{name}“{link.text}”没有依据"


def _advice(link: Link, year: int) -> str:
    if link.status == "stale":
        return f"请录入{year}年的数字后更新"
    if link.status == "conflict":
        return "请核对台账，更正正文或台账"
    return "请录入台账，或写明年份和出处，或删去"
