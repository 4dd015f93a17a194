"""What a Word file holds beside its words and is carried into a new layout: pictures, merged cells.

Each is told by its place among the paragraphs and tables, which the document that was read has
in the same order.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from rag.errors import FileError, FileTooLargeError
from rag.reading.numbering import W, integer, value
from rag.reading.package import Package
from rag.records import Block
from rag.word.roles import find_block

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OTHER = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    f"{_O}OLEObject",
)
_KINDS = frozenset({"png", "jpeg", "jpg", "gif", "bmp", "tif", "tiff", "emf", "wmf"})
_EMU_PER_MM = 36000
_UNKNOWN_MM = (120.0, 80.0)
_UNITS_MM = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size on paper; ``crop`` are the shares cut off (l, t, r, b as written)."""

    data: bytes
    kind: str
    width_mm: float
    height_mm: float
    floating: bool = False
    crop: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's columns, and whether it goes on from the cell above."""

    span: int = 1
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes with the blocks of a document, by a block's number; -1: before all of them.

    ``shapes`` are the cells of tables, row by row. ``lost`` says what is not carried over.
    """

    pictures: tuple[tuple[int, Picture], ...] = ()
    shapes: tuple[tuple[int, tuple[tuple[Cell, ...], ...]], ...] = ()
    lost: tuple[str, ...] = ()


def read_carried(path: Path, blocks: Sequence[Block], max_unpacked_mb: int) -> Carried:
    """The pictures and merged cells of a .docx. Raises the errors of reading a package."""
    with Package(path, max_unpacked_mb) as package:
        return _Walk(package, blocks).carried()


class _Walk:
    def __init__(self, package: Package, blocks: Sequence[Block]) -> None:
        self._package = package
        self._part = package.related("", "officeDocument") or "word/document.xml"
        self._root = package.xml(self._part)
        self._blocks = blocks
        self._at = -1
        self._unread = 0
        self._pictures: list[tuple[int, Picture]] = []
        self._shapes: list[tuple[int, tuple[tuple[Cell, ...], ...]]] = []

    def carried(self) -> Carried:
        for element in self._root.iter(f"{W}p", f"{W}tbl"):
            if next(element.iterancestors(f"{W}tbl", f"{W}txbxContent", _FALLBACK), None) is None:
                if element.tag == f"{W}p":
                    self._paragraph(element)
                else:
                    self._table(element)
        return Carried(tuple(self._pictures), tuple(self._shapes), tuple(self._lost()))

    def _paragraph(self, element: etree._Element) -> None:
        """Its last words tell which block it is; its pictures stand after it."""
        for piece in _text(element).split("\n"):
            words = piece.strip()
            found = find_block(words, self._blocks, self._at + 1) if words else None
            if found is not None:
                self._at = found
        self._collect(element)

    def _table(self, element: etree._Element) -> None:
        if max((len(row.findall(f"{W}tc")) for row in element.iterfind(f"{W}tr")), default=0) <= 1:
            # a table of one column is layout, and its paragraphs are read as the text's own
            for paragraph in element.iter(f"{W}p"):
                self._paragraph(paragraph)
            return
        rows = tuple(
            tuple(map(_cell, row.iterfind(f"{W}tc"))) for row in element.iterfind(f"{W}tr")
        )
        for number in range(self._at + 1, len(self._blocks)):
            if self._blocks[number].rows:
                self._at = number
                self._shapes.append((number, rows))
                break
        self._collect(element)

    def _collect(self, element: etree._Element) -> None:
        for item in element.iter(f"{_A}blip", f"{_V}imagedata"):
            if next(item.iterancestors(_FALLBACK), None) is not None:
                continue
            picture = self._picture(item)
            if picture is None:
                self._unread += 1
            else:
                self._pictures.append((self._at, picture))

    def _picture(self, item: etree._Element) -> Picture | None:
        identity = item.get(f"{_R}embed") or item.get(f"{_R}id") or ""
        part = self._package.target(self._part, identity) or ""
        kind = posixpath.splitext(part)[1].lower().lstrip(".")
        if kind not in _KINDS or part not in self._package.names:
            return None
        try:
            data = self._package.read(part)
        except FileTooLargeError:
            raise
        except FileError:
            return None
        width, height = _size(item)
        source = item.getparent()
        cut = source.find(f"{_A}srcRect") if source is not None else None
        crop = tuple((str(k), str(v)) for k, v in cut.attrib.items()) if cut is not None else ()
        floating = next(item.iterancestors(f"{_WP}anchor"), None) is not None
        return Picture(data, kind, width, height, floating, crop)

    def _lost(self) -> Iterator[str]:
        if self._unread:
            yield f"{self._unread}张图片的格式不认识，没有带过来，请从原文件复制。"
        if floating := sum(picture.floating for _, picture in self._pictures):
            yield f"{floating}张浮动的图片改为单独一行居中，请核对位置。"
        if others := sum(1 for _ in self._root.iter(*_OTHER)):
            yield f"{others}个图表或嵌入对象没有带过来，请从原文件复制。"
        if boxes := _count(self._root, "txbxContent"):
            yield f"{boxes}个文本框的文字改为正文段落，请核对位置。"
        if notes := _count(self._root, "footnoteReference", "endnoteReference"):
            yield f"{notes}条脚注或尾注改为所在段落后的“注”，请核对。"
        if comments := _count(self._root, "commentRangeStart"):
            yield f"{comments}条批注没有带过来。"


def _count(root: etree._Element, *names: str) -> int:
    found = root.iter(*(f"{W}{name}" for name in names))
    return sum(1 for item in found if next(item.iterancestors(_FALLBACK), None) is None)


def _text(paragraph: etree._Element) -> str:
    """The accepted words of a paragraph, without those of text boxes."""
    parts = []
    for item in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
        above = next(item.iterancestors(f"{W}p", f"{W}del", f"{W}moveFrom"), None)
        if above is paragraph:
            parts.append({f"{W}br": "\n", f"{W}tab": " "}.get(item.tag, item.text or ""))
    return "".join(parts)


def _cell(cell: etree._Element) -> Cell:
    properties = cell.find(f"{W}tcPr")
    merged = properties.find(f"{W}vMerge") if properties is not None else None
    below = merged is not None and merged.get(f"{W}val", "continue") == "continue"
    return Cell(min(integer(value(properties, "gridSpan", "1"), 1), 63), below)


def _size(item: etree._Element) -> tuple[float, float]:
    """Width and height in millimetres, from the drawing around it or the old shape's style."""
    for above in item.iterancestors():
        extent = above.find(f"{_WP}extent")
        if extent is not None:
            sides = [integer(extent.get(name, "0")) / _EMU_PER_MM for name in ("cx", "cy")]
            return (sides[0], sides[1]) if all(sides) else _UNKNOWN_MM
        if style := above.get("style"):
            given = dict(part.split(":", 1) for part in style.split(";") if ":" in part)
            width, height = (_millimetres(given.get(name, "")) for name in ("width", "height"))
            return (width, height) if width and height else _UNKNOWN_MM
    return _UNKNOWN_MM


def _millimetres(text: str) -> float:
    """“12.5pt” in millimetres, 0 for anything else."""
    number, unit = text.strip()[:-2], text.strip()[-2:]
    try:
        return float(number) * _UNITS_MM.get(unit, 0.0)
    except ValueError:
        return 0.0
