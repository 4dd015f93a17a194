"""The leaders' edited Word file back into the report's sections.

Revisions are read as accepted or refused, as told. Nothing is written here: the caller saves
each changed section as a new version. What fits no section is handed back to be shown.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from rag.errors import InputError, UnsupportedFileError
from rag.reading.docx import read_docx
from rag.reading.legacy import read_legacy
from rag.reading.lines import Content, Line
from rag.reading.package import Package
from rag.reading.reader import detect
from rag.records import Report
from rag.settings import Settings
from rag.word.align import (
    END_MARKS,
    Alignment,
    Expected,
    align,
    expected_sections,
    squeeze,
)
from rag.word.annotate import AUTHOR
from rag.word.attachments import answered_promises
from rag.word.files import check_closed
from rag.word.marks import Marks, WordComment, read_marks
from rag.word.returned import Note, Reimport, SectionChange, Unplaced
from rag.word.revisions import refuse, write_copy

Decision = Literal["accept", "reject"]

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|【待填：成文日期】")
_ATTACHMENT = re.compile(r"附件\s*\d*[:：]?")
_ATTACHMENT_NOTE = re.compile(r"附件[:：]|\d+[.．]")
_HIGHEST_TITLE = 8
"""The title is looked for in this many lines; a draft mark or a red head may stand above it."""

_LEGACY = "旧格式文件（.doc、.wps）的批注和修订读不出来，需要时请另存为 .docx 再导回。"
_LEAST_FOUND = 0.34
"""A file with fewer of the report's sections is taken for another report's."""


def read_back(
    path: Path,
    report: Report,
    settings: Settings,
    *,
    revisions: Decision = "accept",
    exceptions: Collection[int] = (),
) -> Reimport:
    """Match an edited .docx (or .wps, .doc) with the report it was exported from.

    All open revisions are accepted or rejected, those whose ids are ``exceptions`` the other
    way. Raises InputError when the file is another report's, holds macros or is open in Word,
    and the errors of reading for a damaged, protected or foreign file. The report is never
    touched.
    """
    content, marks, refused = _read(path, settings, revisions, exceptions)
    wanted = expected_sections(report)
    above, lines = _own_lines(content.lines, report, wanted)
    alignment = align(lines, wanted)
    _check_same_year(path, content.lines, report)
    _check_same_report(path, alignment, wanted, titled=_names(content.lines, report.title))
    changes = tuple(_changes(alignment, wanted))
    return Reimport(
        sections=changes,
        revisions_read=len(marks.revisions) - len(refused),
        comments=tuple(_notes(marks.comments, alignment, wanted)),
        unplaced=(
            *(Unplaced(None, line.text) for line in above),
            *(Unplaced(item.after, "\n".join(item.lines)) for item in alignment.loose),
            *(Unplaced(None, text) for text in answered_promises(_tables(content.lines))),
        ),
        missing=alignment.missing,
        author=marks.author,
        warnings=content.warnings,
        revisions=marks.revisions,
        refused=refused,
        moved=alignment.moved,
    )


def _read(
    path: Path, settings: Settings, decision: Decision, exceptions: Collection[int]
) -> tuple[Content, Marks, tuple[int, ...]]:
    """The text as decided, its marks, and the ids of the revisions that were refused."""
    check_closed(path)
    form = detect(path, settings)
    if form == "docx":
        return _read_docx(path, settings.max_unpacked_mb, decision, exceptions)
    if form == "legacy":
        content = read_legacy(path, settings)
        content = replace(content, warnings=(*content.warnings, _LEGACY))
        return content, Marks((), (), ""), ()
    raise UnsupportedFileError(
        f"“{path.name}”不是 Word 文件，不能导回。", "请在 Word 或 WPS 中另存为 .docx 后再导回。"
    )


def _read_docx(
    path: Path, limit: int, decision: Decision, exceptions: Collection[int]
) -> tuple[Content, Marks, tuple[int, ...]]:
    marks = read_marks(path, limit)
    known = {item.id for item in marks.revisions}
    if unknown := sorted(set(exceptions) - known):
        raise InputError(
            f"文件里没有编号为{'、'.join(map(str, unknown))}的修订。", f"共有{len(known)}处修订。"
        )
    refused = tuple(
        sorted(known & set(exceptions) if decision == "accept" else known - set(exceptions))
    )
    with Package(path, limit) as package, tempfile.TemporaryDirectory() as folder:
        if any("vbaProject" in name for name in package.names):
            raise UnsupportedFileError(
                f"“{path.name}”含有宏，不能导回。", "请在 Word 或 WPS 中另存为 .docx 后再导回。"
            )
        if not refused:
            return read_docx(path, limit), marks, ()
        part = package.related("", "officeDocument") or "word/document.xml"
        root = package.xml(part)
        refuse(root, refused)
        settled = write_copy(package, part, root, Path(folder) / path.name)
        content, kept = read_docx(settled, limit), read_marks(settled, limit)
    return content, Marks(kept.comments, marks.revisions, marks.author), refused


def _tables(lines: Sequence[Line]) -> Iterator[tuple[tuple[str, ...], ...]]:
    return (line.rows for line in lines if line.rows)


def _names(lines: Sequence[Line], title: str) -> bool:
    """Whether the file's title is the report's, word for word."""
    start, stop = _title_span(lines, squeeze(title))
    return bool(title) and squeeze("".join(line.text for line in lines[start:stop])) == squeeze(
        title
    )


def _own_lines(
    lines: Sequence[Line], report: Report, wanted: Sequence[Expected]
) -> tuple[list[Line], list[Line]]:
    """What stands above the title, and the text itself: no title, closing or attachments."""
    own = {squeeze(line) for item in wanted for line in item.lines}
    kept = [line for line in lines if line.rows or (line.text.strip() and not line.plain)]
    start, stop = _title_span(kept, squeeze(report.title))
    above, kept = kept[:start], kept[stop:]
    end = next(
        (
            index
            for index, line in enumerate(kept)
            if _ATTACHMENT.fullmatch(line.text.strip()) and squeeze(line.text) not in own
        ),
        len(kept),
    )
    return above, _without_closing(kept[:end], report, own)


def _title_span(lines: Sequence[Line], title: str) -> tuple[int, int]:
    """The lines that are the title: by style, or because their words are the title's."""
    for start, line in enumerate(lines[:_HIGHEST_TITLE]):
        words = squeeze(line.text)
        if line.title or (words and title.startswith(words)):
            stop, position = start, 0
            while stop < len(lines):
                text = squeeze(lines[stop].text)
                if not (lines[stop].title or (text and title.startswith(text, position))):
                    break
                stop, position = stop + 1, position + len(text)
            return start, stop
    return 0, 0


def _without_closing(lines: list[Line], report: Report, own: set[str]) -> list[Line]:
    """The lines without 附件说明, signature and date, unless a section says just that."""
    texts = [squeeze(line.text) for line in lines]
    end = len(texts)
    dated = end > 0 and _DATE.fullmatch(texts[-1]) is not None and texts[-1] not in own
    end -= dated
    if end and texts[end - 1] not in own and _is_signature(texts[end - 1], report, dated):
        end -= 1
    for start in range(end - 1, -1, -1):
        if texts[start] in own or not _ATTACHMENT_NOTE.match(texts[start]):
            break
        if texts[start].startswith("附件"):
            return lines[:start]
    return lines[:end]


def _is_signature(text: str, report: Report, dated: bool) -> bool:
    """The unit's name, or a short line without punctuation right above the date."""
    short = 0 < len(text) <= 30 and text[-1] not in "。；：，！？"
    return text == squeeze(report.unit) or (dated and short)


def _check_same_year(path: Path, lines: Sequence[Line], report: Report) -> None:
    """Last year's report has the same headings; its title tells the two apart."""
    year = str(report.year)
    title = re.escape(squeeze(report.title)).replace(year, r"((?:19|20)\d\d)")
    found = re.search(title, squeeze("".join(line.text for line in lines[:_HIGHEST_TITLE])))
    if year in report.title and found and found[1] != year:
        raise InputError(
            f"“{path.name}”是{found[1]}年的报告，正在写的是{year}年的。", "请确认选对了文件。"
        )


def _check_same_report(
    path: Path, alignment: Alignment, wanted: Sequence[Expected], *, titled: bool
) -> None:
    """Under the report's own title one section is enough: a file may hold some sections only."""
    headed = [item for item in wanted if item.head]
    if headed:
        found = sum(item.section_id in alignment.found for item in headed)
        share = 1.0 if titled and found else found / len(headed)
    else:
        old = {squeeze(line) for item in wanted for line in item.lines}
        new = {squeeze(line) for found in alignment.found.values() for line in found.lines}
        share = len(old & new) / len(old) if old else 1.0
    if share < _LEAST_FOUND:
        raise InputError(
            f"“{path.name}”看起来不是这份报告：只认出了{round(share * 100)}%的部分。",
            "请确认选对了文件；小标题改动很大时，请逐部分粘贴修改。",
        )


def _changes(alignment: Alignment, wanted: Sequence[Expected]) -> Iterator[SectionChange]:
    for item in wanted:
        found = alignment.found.get(item.section_id)
        if found is None:
            continue
        same_text = list(map(squeeze, found.lines)) == list(map(squeeze, item.lines))
        # whether a heading runs in is layout: its words are what counts
        same_head = squeeze(found.head).rstrip(END_MARKS) == squeeze(item.head).rstrip(END_MARKS)
        if not (same_text and same_head):
            text = "\n".join(found.lines)
            yield SectionChange(item.section_id, text, "" if same_head else found.head)


def _notes(
    comments: Sequence[WordComment], alignment: Alignment, wanted: Sequence[Expected]
) -> Iterator[Note]:
    """Leaders' comments on their places; those of the annotated copy itself are left out."""
    for item in comments:
        if item.author == AUTHOR and item.text.startswith("【"):
            continue
        quote = item.paragraph[item.start : item.end]
        section_id, start = _place(item, alignment, wanted)
        end = start + len(quote) if section_id is not None else 0
        yield Note(item.author, item.date, item.text, quote, section_id, start, end, done=item.done)


def _place(
    comment: WordComment, alignment: Alignment, wanted: Sequence[Expected]
) -> tuple[int | None, int]:
    """The section a commented paragraph belongs to, and the comment's offset in its text."""
    shown = comment.paragraph
    blank = len(shown) - len(shown.lstrip(" \u3000"))
    paragraph = shown.strip(" \u3000")
    for item in wanted:
        found = alignment.found.get(item.section_id)
        if found is None or not paragraph:
            continue
        if paragraph == found.head:
            return item.section_id, 0
        lead = len(found.head) if paragraph.startswith(found.head) else 0
        if paragraph[lead:].strip() in found.lines:
            base = _offset(paragraph[lead:].strip(), item, found.lines)
            return item.section_id, max(0, base + comment.start - blank - lead)
    return None, 0


def _offset(line: str, item: Expected, lines: Sequence[str]) -> int:
    """Where a line starts: in the stored text if the section is unchanged, else in the new."""
    if list(map(squeeze, lines)) == list(map(squeeze, item.lines)):
        return next(part.start for part in item.paragraphs if part.text[part.lead :] == line)
    return sum(len(before) + 1 for before in lines[: lines.index(line)])
