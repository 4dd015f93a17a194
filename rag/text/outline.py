"""The section tree of a document as a flat list in document order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.records import Block, Document, Section
from rag.text.headings import parse_label

DRAFTING_LEVEL = 2
"""A report is drafted section by section down to （一）; 1. and （1） stay inside the text."""


def outline(document: Document) -> tuple[Section, ...]:
    """Every section, each without its sub-sections.

    ``text`` is always ``document.text[start:end]``: what follows the heading, also where the
    heading runs into its paragraph. ``path`` names the headings above and the section's own,
    with their labels. The first element is the opening (level 0, heading "") when there is text
    before the first heading; the title is in no section. Levels may skip (一、 then 1.): the
    parent is the nearest shallower heading.
    """
    return tuple(_sections(document.blocks, deepest=4))


def drafting_sections(document: Document) -> tuple[Section, ...]:
    """The sections a new report like this one has: levels 0–2, deeper ones folded in the text.

    In a document that has no heading of level 1 or 2, its shallowest level is taken instead.
    """
    levels = [block.level for block in document.blocks if block.heading_end]
    return tuple(_sections(document.blocks, max(DRAFTING_LEVEL, min(levels, default=0))))


def _sections(blocks: Sequence[Block], deepest: int) -> Iterator[Section]:
    starts = _starts(blocks)
    text = "\n".join(block.text for block in blocks)
    heads = [
        index
        for index, block in enumerate(blocks)
        if block.heading_end and 0 < block.level <= deepest
    ]
    body = _first_body(blocks)
    bounds = [*heads, len(blocks)]
    yield from _opening(text, starts, body, bounds[0])
    above: list[tuple[int, str]] = []
    for index, following in zip(heads, bounds[1:], strict=True):
        block = blocks[index]
        above = [item for item in above if item[0] < block.level]
        heading, run_in = _heading(block)
        above.append((block.level, block.label + heading))
        start, end = _body_span(text, starts, block, index, following)
        path = tuple(name for _, name in above)
        yield Section(block.level, block.label, heading, path, text[start:end], start, end, run_in)


def _starts(blocks: Sequence[Block]) -> list[int]:
    """Where each block starts in the document's text, and one past the end for the last."""
    starts = [0]
    for block in blocks:
        starts.append(starts[-1] + len(block.text) + 1)
    return starts


def _first_body(blocks: Sequence[Block]) -> int:
    return next((i for i, block in enumerate(blocks) if block.kind != "title"), len(blocks))


def _opening(text: str, starts: list[int], body: int, first: int) -> Iterator[Section]:
    if body < first:
        start, end = starts[body], starts[first] - 1
        if text[start:end].strip():
            yield Section(0, "", "", (), text[start:end], start, end)


def _body_span(
    text: str, starts: list[int], block: Block, index: int, following: int
) -> tuple[int, int]:
    """Where a section's text stands: after its heading, up to the next section."""
    end = starts[following] - 1
    start = starts[index] + block.heading_end
    if block.heading_end >= len(block.text):
        start += 1
    while start < end and text[start] in " 　\n":
        start += 1
    return min(start, end), end


def _heading(block: Block) -> tuple[str, str]:
    """The heading's words without label and end mark; the mark where it runs into its text."""
    line = block.text[: block.heading_end]
    label = parse_label(line)
    if label is not None and label.label == block.label:
        line = line[label.end :]
    elif block.label and line.lstrip().startswith(block.label):
        line = line.lstrip()[len(block.label) :]
    whole = line.strip()
    words = whole.rstrip("。；;：:．.，,").strip()
    return words, whole[len(words) :].strip()[:1] if block.heading_end < len(block.text) else ""
