"""Somebody else's document set anew in a layout: same words, right paper.

Only the marks at headings change: “1、” becomes “1.”, “（一）、” becomes “（一）”, a heading alone
on its line loses its full stop. What changes or cannot be carried over is said in the notices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rag.reading.head import is_navigation
from rag.records import Block, Document
from rag.text.headings import parse_label
from rag.word import ooxml
from rag.word.attachments import signature_paragraphs
from rag.word.closing import Closing, find_closing, is_attachment_label, parse_date
from rag.word.export import LAST_LINE, paragraph_xml
from rag.word.files import check_target, write_whole
from rag.word.labels import standard_label
from rag.word.layout import Style
from rag.word.measures import twips, width_in_characters
from rag.word.package import Properties, pack
from rag.word.plan import Paragraph, Role, is_recipient
from rag.word.title import title_lines

_LONGEST_ATTACHMENT_TITLE = 40
_NARROWEST, _WIDEST = 4.0, 24.0
"""Column widths in characters by which a table's width is shared out."""


def export_document(document: Document, path: Path, *, style: Style) -> tuple[str, ...]:
    """Write a document in a layout and return notices for the person.

    Raises InputError when the file cannot be written; an existing file stays as it was then.
    """
    target = check_target(path)
    pages = _Pages(document, style)
    body = "".join(pages.xml())
    properties = Properties(document.title, document.unit, datetime.now(UTC))
    write_whole(target, pack(style, body, "", properties))
    return tuple(pages.notices())


@dataclass
class _Pages:
    """The document's blocks as XML, in order."""

    document: Document
    style: Style
    marks: int = 0
    tables: int = 0
    blocks: Sequence[Block] = field(init=False)

    def __post_init__(self) -> None:
        self.blocks = [block for block in self.document.blocks if block.kind != "title"]

    def notices(self) -> Iterator[str]:
        buttons = sum(
            block.kind == "title" and is_navigation(block.text) for block in self.document.blocks
        )
        if buttons:
            yield f"略去{buttons}行网页上的按钮文字。"
        if self.marks:
            yield f"改正了{self.marks}处小标题的标点（GB/T 9704—2012 7.3.3）。"
        if self.tables:
            yield f"{self.tables}个表格只保留文字，合并的单元格请核对。"
        yield from self.document.warnings

    def xml(self) -> Iterator[str]:
        yield from self._head()
        closing = find_closing(["" if block.rows else block.text for block in self.blocks])
        for index, block in enumerate(self.blocks[: closing.note]):
            yield self._block(block, first=index == 0)
        yield from self._closing(closing)
        yield from self._attachments(self.blocks[closing.end :])
        if self.blocks and self.blocks[-1].rows:
            yield LAST_LINE

    def _head(self) -> Iterator[str]:
        """Title lines as one title; what else stands there (a mark, a date, a name) centred."""
        title: list[str] = []
        after: list[str] = []
        for block in self.document.blocks:
            if block.kind != "title" or is_navigation(block.text):
                continue
            rest = self.document.title.removeprefix("".join(title))
            if block.text and rest.startswith(block.text):
                title.append(block.text)
            elif title:
                after.append(block.text)
            else:
                yield self._centred(block.text)
        if title:
            yield paragraph_xml(Paragraph("title", "\n".join(title).rstrip("。；，、")), self.style)
        yield from map(self._centred, after)

    def _centred(self, text: str) -> str:
        place = ooxml.indent(self.style.body.size_pt) + '<w:jc w:val="center"/>'
        return ooxml.paragraph("BodyText", ooxml.run(text), place)

    def _block(self, block: Block, *, first: bool = False) -> str:
        if block.rows:
            return self._table(block)
        if first and is_recipient(block.text):
            address = Paragraph("recipient", re.sub("[:：]$", "：", block.text))
            return paragraph_xml(address, self.style)
        if not block.heading_end:
            return paragraph_xml(Paragraph("body", block.text), self.style)
        head, rest = block.text[: block.heading_end], block.text[block.heading_end :]
        tidy = _tidy(head, alone=not rest)
        self.marks += tidy != head
        role: Role = "body" if rest else "heading"
        item = Paragraph(role, tidy + rest, block.level, len(tidy))
        return paragraph_xml(item, self.style)

    def _closing(self, closing: Closing) -> Iterator[str]:
        for number, block in enumerate(self.blocks[closing.note : closing.signature]):
            gap = "" if number == 0 else ooxml.spacing(line=self.style.line_twips)
            place = ooxml.indent(self.style.body.size_pt, left=self.style.body.indent)
            text = block.text.rstrip("。；，")
            yield ooxml.paragraph("AttachmentNote", ooxml.run(text), gap + place)
        if closing.date == closing.end:
            return
        unit = "".join(block.text for block in self.blocks[closing.signature : closing.date])
        yield signature_paragraphs(unit, parse_date(self.blocks[closing.date].text), self.style)

    def _attachments(self, blocks: Sequence[Block]) -> Iterator[str]:
        follows_label = False
        for block in blocks:
            text = block.text.strip()
            if not block.rows and is_attachment_label(text):
                label = "".join(text.split()).rstrip("：:")
                yield ooxml.paragraph("AttachmentLabel", ooxml.run(label))
                follows_label = True
                continue
            titled = follows_label and not block.rows and len(text) <= _LONGEST_ATTACHMENT_TITLE
            if titled and text[-1:] not in "。；：":
                lines = title_lines(text, self.style.title.longest_line)
                yield ooxml.paragraph("AttachmentTitle", ooxml.run("\n".join(lines)))
            else:
                yield self._block(block)
            follows_label = False

    def _table(self, block: Block) -> str:
        self.tables += 1
        columns = max(map(len, block.rows))
        rows = [(*row, *[""] * (columns - len(row))) for row in block.rows]
        needed = [
            min(_WIDEST, max(_NARROWEST, *(width_in_characters(row[column]) for row in rows)))
            for column in range(columns)
        ]
        width = twips(self.style.text_width_mm)
        widths = [int(width * share / sum(needed)) for share in needed]
        centred = [share < _WIDEST for share in needed]
        return ooxml.table(rows, widths, centred)


def _tidy(head: str, *, alone: bool) -> str:
    """A heading with the marks the standard gives its label."""
    label = parse_label(head)
    if label is not None and standard_label(label) != label.label:
        head = standard_label(label) + label.rest
    return re.sub("[。；：:.．]+$", "", head) if alone and head[-1:] in "。；：:" else head
