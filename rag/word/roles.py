"""What each paragraph of somebody's .docx is: title, heading, body, date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.records import Block, Document
from rag.word.closing import Closing, find_closing, is_attachment_label
from rag.word.looks import Formatted
from rag.word.plan import is_recipient

PartRole = Literal[
    "title",
    "recipient",
    "heading",
    "body",
    "note",
    "signature",
    "date",
    "attachment label",
    "attachment title",
    "other",
]
ROLE_NAMES: Mapping[PartRole, str] = {
    "title": "标题",
    "recipient": "主送机关",
    "heading": "小标题",
    "body": "正文",
    "note": "附件说明",
    "signature": "署名",
    "date": "成文日期",
    "attachment label": "附件标识",
    "attachment title": "附件标题",
    "other": "其他文字",
}
_IMPRINT = re.compile(r"抄\s*送\s*[：:]|.{2,30}\d{4}年\d{1,2}月\d{1,2}日\s*印发$")
"""版记: copies and the line below them (7.4), in smaller type."""

_SEARCHED = 40
"""Blocks looked at for a paragraph; text boxes and tables of contents stand in between."""


@dataclass(frozen=True, slots=True)
class Part:
    """The stretch ``[start, end)`` of a paragraph that has a role.

    ``place`` and ``place_end`` are where it stands in the document's text; ``text`` is the
    block's, with generated numbers; ``alone`` says that a heading has its own line.
    """

    role: PartRole
    level: int
    paragraph: Formatted
    start: int
    end: int
    place: int
    place_end: int
    text: str
    alone: bool = True


def parts_of(paragraphs: Sequence[Formatted], document: Document) -> tuple[Part, ...]:
    """The parts of all paragraphs that are found in the document as it was read."""
    return tuple(_parts(paragraphs, document))


def _parts(paragraphs: Sequence[Formatted], document: Document) -> Iterator[Part]:
    roles = _roles(document.blocks, document.title)
    starts = [0]
    for block in document.blocks:
        starts.append(starts[-1] + len(block.text) + 1)
    position = 0
    for paragraph in paragraphs:
        offset = 0
        for piece in paragraph.text.split("\n"):
            words = piece.strip()
            found = find_block(words, document.blocks, position) if words else None
            if found is not None:
                position = found + 1
                begin = offset + len(piece) - len(piece.lstrip())
                yield from _split(
                    roles[found], document.blocks[found], paragraph, begin, words, starts[found]
                )
            offset += len(piece) + 1


def find_block(words: str, blocks: Sequence[Block], position: int) -> int | None:
    """The number of the next block with these words, from ``position`` on; None where far away.

    A block may begin with a generated number that the paragraph has not.
    """
    for index in range(position, min(position + _SEARCHED, len(blocks))):
        text = blocks[index].text
        if text == words or (text.endswith(words) and len(text) - len(words) <= 8):
            return index
    return None


def _split(
    role: PartRole, block: Block, paragraph: Formatted, begin: int, words: str, place: int
) -> Iterator[Part]:
    """A run-in heading and its text as two parts. A generated number is not in the paragraph."""
    end = begin + len(words)
    text_end = place + len(block.text)
    cut = block.heading_end
    if role != "heading" or cut >= len(block.text):
        yield Part(role, block.level, paragraph, begin, end, place, text_end, block.text)
        return
    middle = max(begin, begin + cut - (len(block.text) - len(words)))
    if middle > begin:
        yield Part(
            role, block.level, paragraph, begin, middle, place, place + cut, block.text[:cut], False
        )
    yield Part("body", 0, paragraph, middle, end, place + cut, text_end, block.text[cut:])


def _roles(blocks: Sequence[Block], title: str) -> list[PartRole]:
    head = next((n for n, block in enumerate(blocks) if block.kind != "title"), len(blocks))
    closing = find_closing(["" if block.rows else block.text for block in blocks[head:]])
    roles: list[PartRole] = []
    for index, block in enumerate(blocks):
        before = roles[-1] if roles else None
        if index >= head:
            roles.append(_role(block, index - head, closing, before))
        else:
            # a draft mark, a date or a name beside the title is no title
            roles.append("title" if block.text in title else "other")
    return roles


def _role(block: Block, index: int, closing: Closing, before: PartRole | None) -> PartRole:
    if block.rows:
        return "other"
    if block.heading_end and index < closing.note:
        return "heading"
    if index == 0 and is_recipient(block.text):
        return "recipient"
    if index >= closing.end:
        if is_attachment_label(block.text):
            return "attachment label"
        if before == "attachment label":
            return "attachment title"
        return "heading" if block.heading_end else "body"
    if _IMPRINT.match(block.text):
        return "other"
    if index >= closing.date:
        return "date"
    if index >= closing.signature:
        return "signature"
    return "note" if index >= closing.note else "body"
