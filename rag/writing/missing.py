"""Entered figures that a model's draft leaves out: asked for once, then added by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rag.records import Draft, Finding, LedgerRow, Link
from rag.text.sentences import split_sentences
from rag.writing.additions import Addition, added_sentences
from rag.writing.quoted import overlap

_NAMED: Final = 0.6
"""Share of an indicator's character pairs that a sentence about it holds."""


def stated(links: Sequence[Link]) -> tuple[str, ...]:
    """The figures a text states, in words for its trace: 集中学习（2024年）：15次."""
    return tuple(
        dict.fromkeys(
            f"{link.indicator}{f'（{link.fact_year}年）' if link.fact_year else ''}：{link.text}"
            for link in links
            if link.status in ("entered", "derived") and link.indicator
        )
    )


def missing_figures(draft: Draft, wanted: Sequence[Link]) -> tuple[Link, ...]:
    """Of the entered figures in the rules' draft, those this one leaves out.

    Where it states one wrongly, that is marked in its place already.
    """
    spoken_of = ("entered", "derived", "stale", "conflict")
    there = {link.indicator for link in draft.links if link.status in spoken_of}
    found: dict[str, Link] = {}
    for link in wanted:
        known = link.indicator in there or _spoken_of(link, draft.text)
        if link.status == "entered" and not known:
            found.setdefault(link.indicator, link)
    return tuple(found.values())


def _spoken_of(link: Link, text: str) -> bool:
    """Whether some sentence states the number and names what it measures."""
    sentences = (text[a:b] for a, b in split_sentences(text))
    return any(
        link.text in sentence and overlap(link.indicator, sentence) >= _NAMED
        for sentence in sentences
    )


def missing_findings(text: str, missing: Sequence[Link]) -> tuple[Finding, ...]:
    """Findings on the sentences in which each missing figure would stand best."""
    spans = split_sentences(text)
    if not spans:
        return ()
    findings = []
    for link in missing:
        scored = [(overlap(link.indicator, text[a:b]), a) for a, b in spans]
        start = max(scored)[1]
        end = next(b for a, b in spans if a == start)
        findings.append(
            Finding(
                kind="missing",
                severity="warning",
                start=start,
                end=end,
                text=link.indicator,
                message="这个数据漏写了。",
                suggestion="请在这一句里用它的占位符补上。",
            )
        )
    return tuple(findings)


def add_missing(draft: Draft, missing: Sequence[Link], rows: Sequence[LedgerRow]) -> Draft:
    """The draft with a plain sentence for each figure still missing."""
    known = {row.indicator: row for row in rows}
    additions = [
        Addition(known[link.indicator], link.fact_year)
        for link in missing
        if link.indicator in known
        and link.fact_year is not None
        and link.fact_year in known[link.indicator].values
    ]
    words, links = added_sentences(additions, rows)
    if not words:
        return draft
    text = draft.text.rstrip()
    at = len(text)
    names = "、".join(addition.row.indicator for addition in additions)
    return replace(
        draft,
        text=text + words,
        links=(
            *draft.links,
            *(replace(link, start=link.start + at, end=link.end + at) for link in links),
        ),
        notices=(*draft.notices, f"模型没有写到{names}，已在末尾补上，请移到合适的位置。"),
    )
