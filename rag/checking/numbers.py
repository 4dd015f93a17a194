"""Numbers that are not proved become findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

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


NAMED = 3
"""Targets of a section that are told by name."""


def check(context: CheckContext) -> tuple[Finding, ...]:
    """One finding for each number that is stale, in conflict or without a source.

    The targets of a plan, which no ledger can know, are one hint a section.
    """
    wrong = [link for link in context.links if link.status not in PROVED]
    targets = [link for link in wrong if not link.expected and PLANNED in link.evidence]
    single = (_finding(context, link) for link in wrong if link not in targets)
    return (*single, *_targets(context, targets))


def _targets(context: CheckContext, targets: Sequence[Link]) -> Iterator[Finding]:
    """One hint for all targets of a section, at the first of them."""
    starts = sorted(section.start for section in context.sections)
    groups: dict[int, list[Link]] = {}
    for link in targets:
        groups.setdefault(bisect_right(starts, link.start), []).append(link)
    for first, *more in groups.values():
        finding = _finding(context, first)
        if more:
            named = "、".join(f"“{one.text}”" for one in (first, *more)[:NAMED])
            said = f"{len(more) + 1}个计划或目标数（{named}等）台账里没有，请自行核对"
            finding = replace(finding, message=said)
        yield finding


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
