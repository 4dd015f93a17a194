"""Numbers that are not proved become findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.checking.context import CheckContext
from rag.figures.refute import ELSEWHERE, PLANNED, ROUGH
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
"""Numbers of a group that are told by name."""
FOLDED = 6
"""From so many numbers of one section without a source on they are one finding."""


def check(context: CheckContext) -> tuple[Finding, ...]:
    """One finding for each number that is stale, in conflict or without a source.

    The targets of a plan, which no ledger can know, are one hint a section; so are many numbers
    of a section that the ledger knows nothing of. Where nothing is entered for the year yet, all
    of them are one finding: the links still tell them apart.
    """
    wrong = [link for link in context.links if link.status not in PROVED]
    targets = [link for link in wrong if not link.expected and PLANNED in link.evidence]
    unknown = [link for link in wrong if link not in targets and _is_unknown(link)]
    entered = any(context.told in row.values for row in context.rows)
    groups = list(_by_section(context, unknown)) if entered else [unknown]
    folded = [group for group in groups if len(group) >= (FOLDED if entered else 2)]
    inside = {id(link) for group in folded for link in group}
    single = [link for link in wrong if link not in targets and id(link) not in inside]
    return (
        *(_finding(context, link) for link in single),
        *(_unknown(context, group, entered=entered) for group in folded),
        *(_targets(context, group) for group in _by_section(context, targets, apart=entered)),
    )


def _is_unknown(link: Link) -> bool:
    """Whether the ledger says nothing of a number: no other value, no other place, no rounding."""
    return link.status == "unsupported" and not link.expected and ELSEWHERE not in link.evidence


def _by_section(
    context: CheckContext, links: Sequence[Link], *, apart: bool = True
) -> Iterator[list[Link]]:
    """The links of each section, or all together."""
    starts = sorted(section.start for section in context.sections) if apart else []
    groups: dict[int, list[Link]] = {}
    for link in links:
        groups.setdefault(bisect_right(starts, link.start), []).append(link)
    yield from groups.values()


def _unknown(context: CheckContext, links: Sequence[Link], *, entered: bool) -> Finding:
    """One finding for many numbers, at the first of them."""
    if entered:
        said = f"这一部分有{len(links)}个数字台账里没有（{_named(links)}）"
    else:
        said = f"台账里没有{context.told}年的数，{len(links)}个数字都没有核对（{_named(links)}）"
    first = _finding(context, links[0])
    return replace(
        first,
        message=said,
        evidence="" if not entered else first.evidence,
        suggestion="请录入或导入数据表后再查" if not entered else first.suggestion,
    )


def _named(links: Sequence[Link]) -> str:
    named = "、".join(f"“{link.text}”" for link in links[:NAMED])
    return f"{named}等" if len(links) > NAMED else named


def _targets(context: CheckContext, targets: Sequence[Link]) -> Finding:
    """One hint for all targets of a group, at the first of them."""
    finding = _finding(context, targets[0])
    if len(targets) == 1:
        return finding
    said = f"{len(targets)}个计划或目标数（{_named(targets)}）台账里没有，请自行核对"
    return replace(finding, message=said)


def _finding(context: CheckContext, link: Link) -> Finding:
    return context.finding(
        KIND,
        _severity(link),
        (link.start - len(link.takes), link.end),
        _message(link, context.told),
        evidence="　".join(filter(None, (link.evidence, link.formula))),
        suggestion=f"改为“{link.expected}”" if link.expected else _advice(link, context.told),
        replacement=link.expected or None,
    )


def _severity(link: Link) -> Severity:
    """A number like last year's is an error only where this year's is known to be another."""
    if link.evidence and _HINTS.search(link.evidence):
        return "hint"
    return "warning" if link.status == "stale" and not link.expected else SEVERITIES[link.status]


def replacement_of(link: Link) -> str | None:
    """What may take the place of the number alone; None where words before it change too."""
    return link.expected if link.expected and not link.takes else None


def _message(link: Link, year: int) -> str:
    name = f"“{link.indicator}”" if link.indicator else ""
    if link.status == "stale" and not link.expected:
        return f"{name}写的“{link.text}”与往年相同，{year}年的还没有录入"
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
