"""A report as the paragraphs of its paper: what export and preview both set.

Keeps for every paragraph where its characters stand in the section's text, so that a comment
can sit on the very number a link points to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.records import Report, ReportSection
from rag.text.headings import parse_label

Role = Literal["title", "recipient", "heading", "body"]
LONGEST_HEADING = 50
"""Characters; a longer line is a paragraph even where it has no full stop."""

_RUN_IN = ("。", "：", ":", "；", "，")
_BLANKS = " \t\r\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph on paper.

    ``text`` is all that is displayed. The first ``heading_end`` characters are in the type of
    heading ``level``. From ``lead`` on, the characters are those of the section's text from
    ``start`` on; before it stands the section's heading.
    """

    role: Role
    text: str
    level: int = 0
    heading_end: int = 0
    section_id: int | None = None
    start: int = 0
    lead: int = 0

    def place(self, offset: int) -> int:
        """Where an offset of the section's text stands in this paragraph."""
        return offset - self.start + self.lead

    @property
    def end(self) -> int:
        """Where the paragraph ends in the section's text."""
        return self.start + len(self.text) - self.lead


def plan(report: Report) -> tuple[Paragraph, ...]:
    """The title and all sections in order. Empty lines are left out."""
    title = report.title.strip().rstrip("。；，、")
    paragraphs = [Paragraph("title", title)] if title else []
    for index, section in enumerate(report.sections):
        paragraphs.extend(_section(section, first=index == 0))
    return tuple(paragraphs)


def _section(section: ReportSection, *, first: bool) -> Iterator[Paragraph]:
    lines = list(_lines(section))
    heading = section.label + section.heading.strip()
    follows = bool(lines) and lines[0].heading_end == 0
    if heading and section.run_in and not heading.endswith(_RUN_IN):
        heading += section.run_in
    if heading and follows and heading.endswith(_RUN_IN):
        yield _run_in(section, heading, lines.pop(0))
    elif heading:
        text = heading.rstrip("。．；：:，") or heading
        size = len(text)
        yield Paragraph("heading", text, section.level, size, section.id, lead=size)
    elif first and lines and is_recipient(lines[0].text):
        address = lines.pop(0)
        text = re.sub(r"[:：]$", "：", address.text)
        yield Paragraph("recipient", text, 0, 0, section.id, address.start)
    yield from lines


def _run_in(section: ReportSection, heading: str, line: Paragraph) -> Paragraph:
    lead = len(heading)
    return Paragraph("body", heading + line.text, section.level, lead, section.id, line.start, lead)


def _lines(section: ReportSection) -> Iterator[Paragraph]:
    for match in re.finditer(r"[^\n]+", section.text):
        text = match.group().strip(_BLANKS)
        if not text:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(_BLANKS))
        level, heading_end = heading_in(text)
        role: Role = "heading" if heading_end == len(text) else "body"
        yield Paragraph(role, text, level, heading_end, section.id, start)


def heading_in(line: str) -> tuple[int, int]:
    """Level and end of a heading inside a section's text; (0, 0) for a plain paragraph.

    A heading on its own line has no punctuation at its end; a run-in heading is a first
    sentence without a figure, followed by more.
    """
    label = parse_label(line)
    if label is None or not label.rest.strip():
        return 0, 0
    stop = line.find("。")
    if stop < 0:
        alone = len(line) <= LONGEST_HEADING and line[-1] not in "；;，,：:、！？…"
        return (label.level, len(line)) if alone else (0, 0)
    head = line[label.end : stop]
    runs_in = stop + 1 < len(line) and len(head) <= LONGEST_HEADING and not re.search(r"\d", head)
    return (label.level, stop + 1) if runs_in else (0, 0)


def is_recipient(line: str) -> bool:
    """“镇党委、镇政府：” as the very first line."""
    return line.endswith(("：", ":")) and len(line) <= 60 and not re.search("[。；]", line)
