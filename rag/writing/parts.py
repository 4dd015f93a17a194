"""A long section drafted in parts, so that prompt and reply fit a small model."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rag.records import Citation, Draft, Hit, LedgerRow, Link, Trace
from rag.writing.askrevision import added
from rag.writing.budget import estimate_tokens, in_groups, in_parts

IN_PARTS: Final = "这一节较长，已分成{}段起草。"
DEFAULT_TONE: Final = "平实、准确、简练的机关公文语言"


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """All that goes into the prompt of one section.

    ``skeleton`` is the rules' draft with its ``skeleton_links``, ``rows`` the figures of this
    section, ``hits`` policy passages with the best first, ``length`` the characters wanted (0:
    about as last year).
    ``fact_year`` is the year whose results are reported, by default ``year``.
    """

    heading: str
    year: int
    past_year: int
    past_text: str
    skeleton: str
    rows: tuple[LedgerRow, ...] = ()
    hits: tuple[Hit, ...] = ()
    promises: tuple[str, ...] = ()
    unit: str = ""
    length: int = 0
    tone: str = DEFAULT_TONE
    fact_year: int | None = None
    temperature: float | None = None
    stop: threading.Event | None = field(default=None, compare=False)
    skeleton_links: tuple[Link, ...] = ()


def in_requests(request: DraftRequest, tokens: int) -> tuple[tuple[str, DraftRequest], ...]:
    """The section in requests whose skeletons have at most ``tokens``, each with what is before it.

    A part is offered the figures its own sentences state, last year's text of about the same
    place, and its share of the length; promises and passages go with each.
    """
    if estimate_tokens(request.skeleton) <= tokens:
        return (("", request),)
    parts, at, behind = [], 0, ""
    for text in _stretches(request.skeleton, tokens):
        parts.append((behind, _part(request, at, at + len(text))))
        behind = "\n" if text.endswith("\n") else ""
        at += len(text)
    return tuple(parts)


def _stretches(text: str, tokens: int) -> Iterator[str]:
    """Whole paragraphs as far as they fit; a longer one in whole sentences."""
    lines = text.splitlines(keepends=True)
    for group in in_groups([estimate_tokens(line) for line in lines], tokens):
        together = "".join(lines[group.start : group.stop])
        yield from in_parts(together, tokens) if len(group) == 1 else (together,)


def _part(request: DraftRequest, start: int, end: int) -> DraftRequest:
    text = request.skeleton[start:end].rstrip("\n")
    links = tuple(
        replace(link, start=link.start - start, end=link.end - start)
        for link in request.skeleton_links
        if start <= link.start and link.end <= end
    )
    named = {link.indicator for link in links}
    whole = len(request.skeleton)
    return replace(
        request,
        skeleton=text,
        skeleton_links=links,
        rows=tuple(row for row in request.rows if row.indicator in named),
        past_text=_lines(request.past_text, start / whole, end / whole),
        length=round(request.length * len(text) / whole),
    )


def _lines(text: str, start: float, end: float) -> str:
    """The lines of a text between two shares of it."""
    lines = text.split("\n")
    first, last = round(start * len(lines)), round(end * len(lines))
    return "\n".join(lines[first : max(last, first + 1)])


def joined(drafts: Sequence[Draft], behind: Sequence[str]) -> Draft:
    """One draft of the parts', ``behind`` before each; citations are numbered through."""
    if len(drafts) == 1:
        return drafts[0]
    links: list[Link] = []
    notices: list[str] = []
    text = ""
    citations: dict[str, Citation] = {}
    trace: Trace | None = None
    for draft, between in zip(drafts, behind, strict=True):
        text += between
        links += [replace(k, start=k.start + len(text), end=k.end + len(text)) for k in draft.links]
        text += draft.text
        notices += draft.notices
        for one in draft.citations:
            citations.setdefault(one.passage_id, one)
        trace = _traced(trace, draft.trace)
    return Draft(
        text=text,
        made_by=drafts[0].made_by,
        links=tuple(links),
        citations=tuple(replace(one, n=n) for n, one in enumerate(citations.values(), start=1)),
        notices=tuple(dict.fromkeys((IN_PARTS.format(len(drafts)), *notices))),
        trace=trace,
    )


def _traced(first: Trace | None, second: Trace | None) -> Trace | None:
    if first is None or second is None:
        return first or second
    return replace(
        first,
        figures=tuple(dict.fromkeys((*first.figures, *second.figures))),
        passages=tuple(dict.fromkeys((*first.passages, *second.passages))),
        usage=added(first.usage, second.usage),
    )
