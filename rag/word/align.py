"""Which lines of an edited file belong to which section of the report.

Headings are matched in order, by label and wording; what matches nothing is handed back for a
person to place and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rag.reading.lines import Line
from rag.records import Report
from rag.text.headings import parse_label
from rag.word.plan import Paragraph, heading_in, plan

_ALIKE = 0.6
"""Share of equal characters from which a reworded heading under the same label is the same."""

END_MARKS = "。；：:，"
_ALIKE_UNLABELLED = 0.8
"""The same where the label differs (a section was inserted or taken out above)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a section looks like in the file as exported. ``head`` is "" for the opening."""

    section_id: int
    level: int
    head: str
    run_in: bool
    paragraphs: tuple[Paragraph, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The section's own text, line by line, without its heading."""
        return tuple(item.text[item.lead :] for item in self.paragraphs)


@dataclass
class Found:
    """What stands in the file for a section. ``head`` is its heading as found there."""

    section_id: int
    head: str
    lines: list[str] = field(default_factory=list)


@dataclass
class Loose:
    """Text under a heading the report does not have. ``after`` is the section before it."""

    after: int | None
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Sections found, those missing from the file, and what belongs to none.

    ``moved`` are sections that stand elsewhere in the file than in the report.
    """

    found: Mapping[int, Found]
    missing: tuple[int, ...]
    loose: tuple[Loose, ...]
    moved: tuple[int, ...] = ()


def expected_sections(report: Report) -> tuple[Expected, ...]:
    """The report's sections as the export writes them."""
    by_section: dict[int, list[Paragraph]] = {}
    for item in plan(report):
        if item.section_id is not None:
            by_section.setdefault(item.section_id, []).append(item)
    return tuple(
        _expected(
            section.id,
            section.level,
            by_section.get(section.id, []),
            bool(section.heading or section.label),
        )
        for section in report.sections
    )


def _expected(ident: int, level: int, items: list[Paragraph], headed: bool) -> Expected:
    if not headed or not items:
        return Expected(ident, level, "", False, tuple(items))
    first = items[0]
    head = first.text[: first.lead]
    run_in = first.role == "body"
    return Expected(ident, level, head, run_in, tuple(items if run_in else items[1:]))


def align(lines: Sequence[Line], wanted: Sequence[Expected]) -> Alignment:
    """Give each line of the file to a section, or to nobody.

    ``lines`` are those of the text itself, without title, attachments and signature.
    """
    headed = [item for item in wanted if item.head]
    places, moved = _match([_Head.of(line) for line in lines], headed)
    opening = next((item for item in wanted if not item.head), None)
    found: dict[int, Found] = {}
    loose: list[Loose] = []
    deepest = max((item.level for item in headed), default=0)
    own = {line for item in wanted for line in map(squeeze, item.lines)}
    current: Found | Loose | None = None
    if opening is not None and opening.paragraphs:
        current = found[opening.section_id] = Found(opening.section_id, "")
    last: int | None = None
    for index, line in enumerate(lines):
        text = _shown(line)
        match = places.get(index)
        if match is not None:
            last = match.section_id
            head = _head_of(text, match)
            current = found[last] = Found(last, head)
            if text[len(head) :].strip():
                current.lines.append(text[len(head) :].strip(" \u3000"))
        elif current is None or (squeeze(text) not in own and _is_new_heading(line, deepest)):
            current = Loose(last, [text])
            loose.append(current)
        else:
            current.lines.append(text)
    if opening is not None and opening.section_id in found and not found[opening.section_id].lines:
        # a file of some sections only has no opening; taking all of it out looks the same
        del found[opening.section_id]
    named = [item for item in wanted if item.head or item.paragraphs]
    missing = tuple(item.section_id for item in named if item.section_id not in found)
    return Alignment(found, missing, tuple(loose), moved)


def _head_of(text: str, match: Expected) -> str:
    """The heading part of a line that was matched with a section's heading."""
    if match.run_in and text.startswith(match.head):
        return match.head
    _, end = heading_in(text)
    return text[:end] if end else text


def squeeze(text: str) -> str:
    """Text without blanks: what two copies of a line are compared by."""
    return "".join(text.split())


def _shown(line: Line) -> str:
    return line.text or "；".join("，".join(filter(None, row)) for row in line.rows)


@dataclass(frozen=True, slots=True)
class _Head:
    """A line as a heading: what it would match by."""

    text: str
    label: str
    words: str
    candidate: bool

    @classmethod
    def of(cls, line: Line) -> _Head:
        label = parse_label(line.text)
        _, end = heading_in(line.text)
        words = line.text[label.end if label else 0 : end or None].rstrip(END_MARKS)
        candidate = end > 0 or (line.outline > 0 and len(line.text) <= 60)
        return cls(squeeze(line.text), label.label if label else "", squeeze(words), candidate)


def _match(
    heads: Sequence[_Head], wanted: Sequence[Expected]
) -> tuple[dict[int, Expected], tuple[int, ...]]:
    """Line number → section: the best matching in order, then sections that were moved."""
    scores = [[_score(head, item) for item in wanted] for head in heads]
    places = {row: wanted[column] for row, column in in_order(scores, len(wanted))}
    placed = {item.section_id for item in places.values()}
    moved = []
    for column, item in enumerate(wanted):
        if item.section_id in placed:
            continue
        exact = [row for row, line in enumerate(scores) if line[column] == 1 and row not in places]
        if len(exact) == 1:
            places[exact[0]] = item
            moved.append(item.section_id)
    return places, tuple(moved)


def in_order(scores: Sequence[Sequence[float]], columns: int) -> Iterator[tuple[int, int]]:
    """The matching of rows with columns of greatest total score in which no two cross."""
    rows = len(scores)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            score = scores[row][column]
            taken = score + best[row + 1][column + 1] if score else 0.0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < rows and column < columns:
        score = scores[row][column]
        if score and best[row][column] == score + best[row + 1][column + 1]:
            yield row, column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1


def _score(head: _Head, item: Expected) -> float:
    """1 for the heading as exported, less for a reworded one, 0 for another line."""
    wanted = squeeze(item.head)
    if head.text == wanted or (item.run_in and head.text.startswith(wanted)):
        return 1.0
    if not head.candidate:
        return 0.0
    label = parse_label(item.head)
    words = (squeeze(label.rest) if label else wanted).rstrip(END_MARKS)
    alike = SequenceMatcher(None, head.words, words, autojunk=False).ratio()
    same_label = label is not None and head.label == label.label
    return alike * 0.9 if alike >= (_ALIKE if same_label else _ALIKE_UNLABELLED) else 0.0


def _is_new_heading(line: Line, deepest: int) -> bool:
    """A heading of a level at which the report keeps sections of their own, or a table."""
    return bool(line.rows) or 0 < heading_in(line.text)[0] <= deepest
