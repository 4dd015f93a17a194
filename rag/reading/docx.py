""".docx as a person sees it: accepted revisions, generated numbers, text boxes, no furniture.

The XML is walked directly: python-docx's ``paragraph.text`` drops insertions, content controls
and generated numbers.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from rag.errors import EmptyFileError, FileError, FileTooLargeError
from rag.reading.lines import Content, Line
from rag.reading.markup import html_lines, html_text, web_archive
from rag.reading.numbering import Numbering, W, integer, value
from rag.reading.package import Package
from rag.reading.rtf import rtf_lines
from rag.reading.wordruns import BREAK, RunReader
from rag.reading.wordstyles import WordStyles, is_on

_MAX_NESTING = 12
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHUNK = f"{W}altChunk"
_PAGE_BREAK, _TEXT = f"{W}lastRenderedPageBreak", f"{W}t"
_ROW, _CELL, _PARAGRAPH, _TABLE = (f"{W}{name}" for name in ("tr", "tc", "p", "tbl"))
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "sectPr", "sdtPr", "tblPr", "trPr"))
_REVISIONS = ("ins", "del", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel")


def read_docx(path: Path, max_unpacked_mb: int) -> Content:
    """All lines of a Word file (.docx, .docm, .dotx).

    Raises DamagedFileError, EncryptedFileError, FileTooLargeError and EmptyFileError.
    """
    with Package(path, max_unpacked_mb) as package:
        return _Walker(package).content()


def _embedded(data: bytes, package: Package) -> tuple[Line, ...]:
    """The lines of a document inside a Word file: Word, RTF, web page or text."""
    if data.startswith(b"PK"):
        with Package(io.BytesIO(data), package.left_mb, package.name) as inner:
            return _Walker(inner, embedded=True).content().lines
    if data.lstrip().startswith(b"{\\rtf"):
        return rtf_lines(data)
    if data.lstrip()[:13].lower() == b"mime-version:":
        data = web_archive(data) or b""
    text = html_text(data) or ""
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return html_lines(text)
    return tuple(Line(line.strip()) for line in text.splitlines())


class _Walker:
    def __init__(self, package: Package, *, embedded: bool = False) -> None:
        self._package = package
        self._embedded = embedded
        self._unread = 0
        part = package.related("", "officeDocument") or "word/document.xml"
        if part not in package.names:
            raise package.damaged()
        self._part = part
        self._root = package.xml(part)
        self._styles = WordStyles(self._inner("styles"))
        self._numbering = Numbering(self._inner("numbering"))
        self._runs = RunReader(self._styles, self._notes())
        self._carried = ""
        self._deep = False
        # Word and WPS note where pages broke when the file was saved; others do not.
        self._page = int(next(self._root.iter(_PAGE_BREAK), None) is not None)

    def _inner(self, kind: str) -> etree._Element | None:
        return self._package.related_xml(self._part, kind)

    def _notes(self) -> dict[tuple[str, str], etree._Element]:
        """Footnotes and endnotes by kind and id, separators left out."""
        notes = {}
        for kind in ("footnote", "endnote"):
            root = self._inner(f"{kind}s")
            for item in root.iterfind(f"{W}{kind}") if root is not None else ():
                if item.get(f"{W}type", "normal") == "normal":
                    notes[kind, item.get(f"{W}id", "")] = item
        return notes

    def content(self) -> Content:
        body = self._root.find(f"{W}body")
        lines = tuple(self._blocks(body, 0)) if body is not None else ()
        lines += tuple(self._flush())
        if not any(line.text.strip() or line.rows for line in lines):
            raise EmptyFileError(
                f"“{self._package.name}”里没有文字。",
                "如果内容是图片，请导出为 PDF 后上传，程序会识别图片中的文字。",
            )
        return Content(lines, tuple(self._warnings()))

    def _warnings(self) -> Iterator[str]:
        marks = sum(1 for name in _REVISIONS for _ in self._root.iter(f"{W}{name}"))
        if marks:
            yield f"文件含有{marks}处修订，已按“接受全部修订”读取。"
        if any("vbaProject" in name for name in self._package.names):
            yield "文件含有宏，只读取文字，宏未运行。"
        if self._runs.hidden:
            yield f"略去隐藏文字{self._runs.hidden}处。"
        if self._unread:
            yield f"文件中嵌入的{self._unread}个其他文档没有读出。"
        if self._deep:
            yield f"表格嵌套超过{_MAX_NESTING}层，更深的内容没有读出。"

    def _blocks(self, parent: etree._Element, depth: int) -> Iterator[Line]:
        """Paragraphs and tables under an element, through content controls and revisions."""
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                yield from self._paragraph(child, depth)
            elif tag == _TABLE:
                yield from self._flush()
                yield from self._table(child, depth + 1)
            elif tag == _CHUNK:
                yield from self._flush()
                yield from self._chunk(child)
            elif isinstance(tag, str) and tag not in _GONE:
                yield from self._blocks(child, depth)

    def _chunk(self, element: etree._Element) -> Iterator[Line]:
        """A whole document that stands in place of some paragraphs (altChunk)."""
        part = self._package.target(self._part, element.get(f"{_R}id", ""))
        lines: tuple[Line, ...] = ()
        if part in self._package.names and not self._embedded:
            try:
                lines = _embedded(self._package.read(part), self._package)
            except FileTooLargeError:
                raise
            except FileError:
                lines = ()
        if not lines:
            self._unread += 1
        yield from lines

    def _flush(self) -> Iterator[Line]:
        """What a paragraph whose mark was deleted left over for the next one."""
        text, self._carried = self._carried, ""
        if text:
            yield Line(text)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Line]:
        """The lines of a paragraph, each with the page on which the paragraph begins."""
        turns = _turns(element)
        begins = self._page + turns.leading
        self._page += turns.count
        for line in self._unpaged(element, depth):
            yield replace(line, page=begins)

    def _unpaged(self, element: etree._Element, depth: int) -> Iterator[Line]:
        properties = element.find(f"{W}pPr")
        style = value(properties, "pStyle")
        text, boxes, notes = self._runs.read(element)
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None and (
            mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
        ):
            self._carried += text
            text = ""
        else:
            text, self._carried = self._carried + text, ""
            label = self._label(properties, style) if text.strip() else ""
            yield from self._lines(text, label, properties, style)
        for box in boxes:
            yield from self._nested(box, depth)
        for number, note in notes:
            words = "".join(line.text for line in self._nested(note, depth))
            yield Line(f"注{number}：{words.strip()}", plain=True)

    def _nested(self, element: etree._Element, depth: int) -> Iterator[Line]:
        """Blocks of a text box or note; the run reader keeps no state between paragraphs."""
        if depth >= _MAX_NESTING:
            self._deep = True
            return
        yield from self._blocks(element, depth + 1)

    def _lines(
        self, text: str, label: str, properties: etree._Element | None, style: str
    ) -> Iterator[Line]:
        given = value(properties, "outlineLvl", "-")
        level = self._styles.outline(style) if given == "-" else (integer(given, 9) + 1) % 10
        alignment = value(properties, "jc", "-")
        centred = self._styles.is_centred(style) if alignment == "-" else alignment == "center"
        pieces = text.split(BREAK)
        pieces[0] = label + pieces[0].lstrip() if label else pieces[0]
        for index, piece in enumerate(pieces):
            yield Line(
                piece,
                label=label.strip() if index == 0 else "",
                outline=level if index == 0 or self._styles.is_title(style) else 0,
                title=self._styles.is_title(style),
                centred=centred,
                plain=self._styles.is_contents(style),
            )

    def _label(self, properties: etree._Element | None, style: str) -> str:
        """The generated number of a paragraph; numId 0 takes a style's number away."""
        listing = properties.find(f"{W}numPr") if properties is not None else None
        instance = value(listing, "numId", "-") if listing is not None else "-"
        given = value(listing, "ilvl", "-") if listing is not None else "-"
        level = None if given == "-" else integer(given)
        if instance == "-":
            for name, item in self._styles.chain(style):
                if item.list_id is not None:
                    instance = item.list_id
                    linked = self._numbering.style_level(instance, name)
                    level = next(
                        (each for each in (level, linked, item.list_level) if each is not None), 0
                    )
                    break
        if instance in {"-", "0"}:
            return ""
        if level is None:
            level = self._numbering.style_level(instance, style) or 0
        return self._numbering.label(instance, level)

    def _table(self, element: etree._Element, depth: int) -> Iterator[Line]:
        """A table as one line with rows; one column is layout, so its paragraphs stand alone."""
        if depth > _MAX_NESTING:
            self._deep = True
            return
        page = self._page
        rows = [list(_children(row, _CELL)) for row in _children(element, _ROW) if _kept(row)]
        if max((len(cells) for cells in rows), default=0) <= 1:
            for cell in (cell for cells in rows for cell in cells):
                yield from self._blocks(cell, depth)
            return
        texts = tuple(
            tuple(text for cell in cells for text in self._cell(cell, depth)) for cells in rows
        )
        if any(text for row in texts for text in row):
            yield Line("", rows=texts, page=page)

    def _cell(self, cell: etree._Element, depth: int) -> Iterator[str]:
        """A cell's text, then nothing for each further column it spans."""
        properties = cell.find(f"{W}tcPr")
        span = min(integer(value(properties, "gridSpan", "1"), 1), 63)
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        below = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        gone = properties is not None and properties.find(f"{W}cellDel") is not None
        lines = [] if below or gone else [*self._blocks(cell, depth), *self._flush()]
        yield _cell_text(lines)
        yield from [""] * (span - 1)


@dataclass(frozen=True, slots=True)
class _Turns:
    """How often a paragraph runs over a page's end; ``leading`` of them before its first word."""

    leading: int
    count: int


def _turns(paragraph: etree._Element) -> _Turns:
    leading = count = 0
    begun = False
    for element in paragraph.iter(_PAGE_BREAK, _TEXT):
        if element.tag == _TEXT:
            begun = begun or bool(element.text)
        else:
            count += 1
            leading += not begun
    return _Turns(leading, count)


def _cell_text(lines: Iterable[Line]) -> str:
    """A cell's paragraphs in one line; a table inside a cell is flattened."""
    words = []
    for line in lines:
        cells = [cell for row in line.rows for cell in row if cell]
        words.extend(cells or [line.text])
    return " ".join(word for word in words if word.strip()).strip()


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children with a tag, also inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE and child.tag != _TABLE:
            if child.tag in {_PARAGRAPH, _CELL, _ROW}:
                continue
            yield from _children(child, tag)


def _kept(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    deleted = properties is not None and properties.find(f"{W}del") is not None
    return not deleted and not is_on(properties, "hidden")
