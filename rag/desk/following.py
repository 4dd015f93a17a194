"""Which past report a new one follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rag.records import Document, DocumentEntry, Section
from rag.text.outline import drafting_sections
from rag.text.sentences import split_sentences

PROSE = 20
"""Characters that make a section's sentence more than a caption or a cell of a form."""
WHOLE = 2
"""Headed sections in prose that make a report; a photographed page of a handbook has fewer."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The report to follow and, in Chinese, why this one."""

    entry: DocumentEntry
    document: Document
    why: str


def report_to_follow(
    entries: Iterable[DocumentEntry],
    document_of: Callable[[str], Document],
    year: int | None = None,
) -> Followed | None:
    """The newest report before ``year``, or of all, that is written out; None without any.

    Of one year the one with the most sections in prose counts. Where no report is written out
    in several, one with a single section will do; where none is earlier, a later one.
    """
    reports = [entry for entry in entries if entry.kind == "report" and not entry.error]
    reports.sort(key=lambda entry: _age(entry, year), reverse=True)
    best: tuple[tuple[bool, bool, int, int], DocumentEntry, Document] | None = None
    for entry in reports:
        if best is not None and best[0][0] and _age(entry, year) < best[0][1:3]:
            break
        document = document_of(entry.id)
        prose = sum(map(is_prose, drafting_sections(document)))
        rank = (prose >= WHOLE, *_age(entry, year), prose)
        if prose and (best is None or rank > best[0]):
            best = rank, entry, document
    if best is None:
        return None
    rank, entry, document = best
    return Followed(entry, document, _why(entry, year, len(reports), rank[3]))


def is_prose(section: Section) -> bool:
    """Whether a section with a heading is written out in sentences."""
    return bool(section.heading) and any(
        end - start >= PROSE or section.text[end - 1 : end] in "。！？"
        for start, end in split_sentences(section.text)
    )


def _age(entry: DocumentEntry, year: int | None) -> tuple[bool, int]:
    return year is None or (entry.year or 0) < year, entry.year or 0


def _why(entry: DocumentEntry, year: int | None, reports: int, prose: int) -> str:
    before, given = _age(entry, year)
    when = "最近的一份" if year is None else f"{year}年以前最近的一份" if before else "只有这一份"
    told = f"（{given}年）" if given else "（没有写明年份）"
    among = f"，从 {reports} 份工作报告里选出" if reports > 1 else ""
    return f"{when}{told}，有 {prose} 节正文{among}"
