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
from rag.word.attachments import closing_lines, signature_paragraphs
from rag.word.carried import Carried, Picture
from rag.word.closing import Closing, find_closing, is_attachment_label, parse_date
from rag.word.export import LAST_LINE, paragraph_xml
from rag.word.files import check_target, write_whole
from rag.word.labels import standard_label
from rag.word.layout import Style
from rag.word.lines import stays_with_signature
from rag.word.package import Medium, Properties, pack
from rag.word.pictures import picture_paragraph
from rag.word.plan import Paragraph, Role, is_recipient
from rag.word.relaytable import relaid_table
from rag.word.title import title_lines

_LONGEST_ATTACHMENT_TITLE = 40


def export_document(
    document: Document, path: Path, *, style: Style, carried: Carried | None = None
) -> tuple[str, ...]:
    """Write a document in a layout and return notices for the person.

    ``carried`` are its pictures and merged cells. Raises InputError when the file cannot be
    written; an existing file stays as it was then.
    """
    target = check_target(path)
    pages = _Pages(document, style, carried or Carried())
    body = "".join(pages.xml())
    properties = Properties(document.title, document.unit, datetime.now(UTC))
    write_whole(target, pack(style, body, "", properties, pages.media))
    return tuple(pages.notices())


@dataclass
class _Pages:
    """The document's blocks as XML, in order."""

    document: Document
    style: Style
    carried: Carried
    marks: int = 0
    flat: int = 0
    across: int = 0
    blocks: Sequence[Block] = field(init=False)
    media: list[Medium] = field(default_factory=list)

    def __post_init__(self) -> None:
        blocks = self.document.blocks
        self.blocks = [block for block in blocks if block.kind != "title"]
        self._shapes = {id(blocks[number]): shape for number, shape in self.carried.shapes}
        self._pictures: dict[int, list[Picture]] = {}
        for number, picture in self.carried.pictures:
            titled = number < 0 or blocks[number].kind == "title"
            key = 0 if titled else id(blocks[number])
            self._pictures.setdefault(key, []).append(picture)

    def notices(self) -> Iterator[str]:
        buttons = sum(
            block.kind == "title" and is_navigation(block.text) for block in self.document.blocks
        )
        if buttons:
            yield f"略去{buttons}行网页上的按钮文字。"
        if self.marks:
            yield f"改正了{self.marks}处小标题的标点（GB/T 9704—2012 7.3.3）。"
        if self.flat:
            yield f"{self.flat}个表格只保留文字，合并的单元格请核对。"
        if self.across:
            yield f"{self.across}个宽表格改为横排，页码位置请按 GB/T 9704—2012 第8章核对。"
        yield from self.carried.lost
        yield from self.document.warnings

    def xml(self) -> Iterator[str]:
        yield from self._head()
        yield from self._drawn(0)
        closing = find_closing(["" if block.rows else block.text for block in self.blocks])
        tied = self._tied(closing)
        for index, block in enumerate(self.blocks[: closing.note]):
            yield self._block(block, first=index == 0, tied=tied and index == closing.note - 1)
            yield from self._drawn(id(block))
        yield from self._closing(closing)
        yield from self._attachments(self.blocks[closing.end :])
        if self.blocks and self.blocks[-1].rows and id(self.blocks[-1]) not in self._pictures:
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

    def _tied(self, closing: Closing) -> bool:
        """Whether the last paragraph must stay with what closes the text."""
        own = [block for block in self.blocks[: closing.note] if not block.rows]
        paragraphs = [Paragraph("body", block.text) for block in own]
        signed = closing.date < closing.end
        lines = closing_lines(
            closing.signature - closing.note, "署名" if signed else "", self.style
        )
        return bool(own) and stays_with_signature(paragraphs, lines, self.style)

    def _block(self, block: Block, *, first: bool = False, tied: bool = False) -> str:
        if block.rows:
            return self._table(block)
        if first and is_recipient(block.text):
            address = Paragraph("recipient", re.sub("[:：]$", "：", block.text))
            return paragraph_xml(address, self.style)
        if not block.heading_end:
            return paragraph_xml(Paragraph("body", block.text), self.style, tied=tied)
        head, rest = block.text[: block.heading_end], block.text[block.heading_end :]
        tidy = _tidy(head, alone=not rest)
        self.marks += tidy != head
        role: Role = "body" if rest else "heading"
        item = Paragraph(role, tidy + rest, block.level, len(tidy))
        return paragraph_xml(item, self.style, tied=tied)

    def _closing(self, closing: Closing) -> Iterator[str]:
        for number, block in enumerate(self.blocks[closing.note : closing.signature]):
            gap = ooxml.KEEP if closing.date < closing.end else ""
            gap += "" if number == 0 else ooxml.spacing(line=self.style.line_twips)
            place = ooxml.indent(self.style.body.size_pt, left=self.style.body.indent)
            text = block.text.rstrip("。；，")
            yield ooxml.paragraph("AttachmentNote", ooxml.run(text), gap + place)
        if closing.date == closing.end:
            return
        unit = "".join(block.text for block in self.blocks[closing.signature : closing.date])
        yield signature_paragraphs(unit, parse_date(self.blocks[closing.date].text), self.style)
        for block in self.blocks[closing.note : closing.end]:
            yield from self._drawn(id(block))

    def _drawn(self, key: int) -> Iterator[str]:
        """The pictures after a block, each on a line of its own."""
        for picture in self._pictures.get(key, ()):
            self.media.append(Medium(picture.data, picture.kind))
            yield picture_paragraph(picture, len(self.media), self.style)

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
            yield from self._drawn(id(block))
            follows_label = False

    def _table(self, block: Block) -> str:
        made = relaid_table(block, self._shapes.get(id(block), ()), self.style)
        self.flat += made.flat
        self.across += made.across
        return made.xml


def _tidy(head: str, *, alone: bool) -> str:
    """A heading with the marks the standard gives its label."""
    label = parse_label(head)
    if label is not None and standard_label(label) != label.label:
        head = standard_label(label) + label.rest
    return re.sub("[。；：:.．]+$", "", head) if alone and head[-1:] in "。；：:" else head
