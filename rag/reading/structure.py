"""Lines become a Document: headings, run-in headings, list items, title, year, unit, kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rag.reading.encoding import readable_name
from rag.reading.head import Head, find_head
from rag.reading.lines import Content, Line
from rag.reading.metadata import describe
from rag.records import Block, Document, DocumentKind
from rag.text.headings import Label, parse_label

_BLANKS = " \t\u3000\xa0\u200b\u200c\u200d\ufeff"
_LONGEST_HEADING = {1: 80, 2: 80, 3: 50, 4: 40}
_LONGEST_RUN_IN = 50
_STOP = re.compile(r"[。！？!?]")
_CONTENTS = re.compile(r".+?(?:…+|\.{4,}|·{4,}|[\t 　]{2,}|\t)[ 　]*\d{1,3}")
_FACT = re.compile(r"\d+(?:\.\d+)?[余多]?(?:[万亿千]|[%％]|[个名次人元户件项场条处期亩篇])")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百〇零\d]{1,5}条(?=[\s　：:（(]|$)")
Shape = Literal["heading", "run-in", "item", "short item", "article item", "body"]


@dataclass(slots=True)
class _Reading:
    """A line with what it has been taken for. ``end`` is where its heading would stop."""

    line: Line
    label: Label | None
    shape: Shape
    end: int = 0
    level: int = 0


def build_document(content: Content, name: str, *, kind: DocumentKind | None = None) -> Document:
    """The document a file's lines make. ``name`` (the file's, without suffix) stands in for a
    missing title. ``kind`` overrides what title and text suggest.
    """
    stripped = (replace(line, text=line.text.strip(_BLANKS)) for line in content.lines)
    lines = [line for line in stripped if line.text or line.rows]
    head = find_head(lines)
    readings = [_read(line) for line in lines[head.size :]]
    _fit_regulations(readings)
    _settle_short_items(readings)
    _promote_siblings(readings)
    _level_styles(readings)
    blocks = (*_head_blocks(lines, head), *(_block(reading) for reading in readings))
    about = describe(head.title, readable_name(name), blocks, kind)
    return Document(
        title=about.title,
        year=about.year,
        unit=about.unit,
        kind=about.kind,
        blocks=blocks,
        warnings=(*content.warnings, *about.warnings),
    )


def _head_blocks(lines: Sequence[Line], head: Head) -> Iterable[Block]:
    return (Block("title", line.text, page=line.page) for line in lines[: head.size])


def _read(line: Line) -> _Reading:
    """First look at a line on its own."""
    text = line.text
    if line.rows or line.plain or _CONTENTS.fullmatch(text):
        return _Reading(line, None, "body")
    label = parse_label(text) or _generated(line)
    if label is None:
        alone = line.outline and len(text) <= _LONGEST_HEADING[1] and not _STOP.search(text)
        return _Reading(line, None, "heading" if alone else "body", len(text) if alone else 0)
    shape, end = _shape(label, text)
    return _Reading(line, label, shape, end, label.level)


def _generated(line: Line) -> Label | None:
    """A number Word made that is none of the four levels, such as 1.1 or 第一条."""
    if not line.label or line.label.startswith("第"):
        return None
    level = line.outline or (line.label.count(".") + 1 if line.label[0].isdigit() else 0)
    if not level:
        return None
    end = len(line.text) - len(line.text[len(line.label) :].lstrip())
    return Label(min(level, 4), line.label, line.text[end:], end, 0, "generated")


def _shape(label: Label, text: str) -> tuple[Shape, int]:
    """What a labelled line is, and where its heading ends."""
    rest = label.rest.rstrip()
    if not rest:
        return "body", 0
    stop = _STOP.search(rest)
    if stop is None:
        if gap := re.search(r"[ 　]{2,}(?=.{15})", rest):
            return "run-in", label.end + gap.start()
        if colon := re.match(r"[^，。；]{2,20}[：:](?=.{10})", rest):
            return "run-in", label.end + colon.end()
        open_ended = not rest.endswith(("；", ";", "，", ",", "、"))
        if open_ended and len(rest) <= _LONGEST_HEADING[label.level]:
            return "heading", len(text)
        return "item", 0
    if stop.end() == len(rest):
        return ("short item", label.end + len(rest)) if len(rest) <= 31 else ("item", 0)
    first = rest[: stop.end()]
    if colon := re.match(r"[^，。；]{2,20}[：:]", first):
        return "run-in", label.end + colon.end()
    if len(first) <= _LONGEST_RUN_IN and not _FACT.search(first):
        return "run-in", label.end + stop.end()
    return "item", 0


def _fit_regulations(readings: Sequence[_Reading]) -> None:
    """Under chapters 一、 is one level deeper; among articles （一） only lists their items."""
    chapters = sum(
        reading.label is not None and reading.label.style == "chapter" for reading in readings
    )
    articles = sum(_ARTICLE.match(reading.line.text) is not None for reading in readings)
    for reading in readings:
        if reading.label is None or reading.label.style.startswith("chapter"):
            continue
        if chapters > 1:
            reading.level = min(reading.level + 1, 4)
        if articles > 2 and reading.shape != "body":
            reading.shape = "article item"


def _settle_short_items(readings: Sequence[_Reading]) -> None:
    """“（二）改善环境。” heads what follows it, unless the next line is another item."""
    for reading, following in pairwise([*readings, None]):
        if reading is None or reading.shape != "short item" or reading.label is None:
            continue
        heads = following is not None and (
            following.label is None or following.label.level > reading.label.level
        )
        reading.shape = "heading" if heads else "item"


def _promote_siblings(readings: Sequence[_Reading]) -> None:
    """A long labelled paragraph among headings of its kind is one of them.

    Its heading ends at its first comma or stop.
    """
    runs: dict[int, list[_Reading]] = {}
    done: list[list[_Reading]] = []
    for reading in readings:
        level = reading.label.level if reading.label else 0
        if not level or reading.shape in {"body", "article item"}:
            continue
        for deeper in [key for key in runs if key > level]:
            done.append(runs.pop(deeper))
        runs.setdefault(level, []).append(reading)
    for run in [*done, *runs.values()]:
        heads = sum(reading.shape in {"heading", "run-in"} for reading in run)
        for reading in run if heads * 2 >= len(run) else ():
            if reading.shape == "item" and reading.label is not None:
                clause = re.search(r"[，。；：！？,]", reading.label.rest)
                cut = clause.end() if clause else len(reading.label.rest)
                reading.shape, reading.end = "run-in", reading.label.end + cut


def _level_styles(readings: Sequence[_Reading]) -> None:
    """Headings without a label take their style's level, seen from the labelled ones."""
    shifts = Counter(
        reading.line.outline - reading.level
        for reading in readings
        if reading.label is not None and reading.line.outline and reading.shape == "heading"
    )
    shift = shifts.most_common(1)[0][0] if shifts else 0
    for reading in readings:
        if reading.label is None and reading.shape == "heading":
            reading.level = min(max(reading.line.outline - shift, 1), 4)


def _block(reading: _Reading) -> Block:
    line = reading.line
    if line.rows:
        text = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in line.rows)
        return Block("table", text, rows=line.rows, page=line.page)
    label = reading.label.label if reading.label else line.label
    if reading.shape == "heading":
        return Block("heading", line.text, reading.level, label, len(line.text), page=line.page)
    if reading.shape == "run-in":
        return Block("paragraph", line.text, reading.level, label, reading.end, page=line.page)
    return Block("paragraph", line.text, label=label, page=line.page)
