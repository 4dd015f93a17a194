"""How a Word file really looks: formatting after styles, theme fonts and defaults are resolved.

Text in tables is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from rag.reading.numbering import W, integer, value
from rag.reading.package import Package
from rag.reading.wordstyles import is_on
from rag.word.cascade import NO_FONT, Cascade, Layers, nearest, nearest_attribute
from rag.word.looks import Formatted, PageNumberPlace, PageSetup, Run, TableLook, WordLook
from rag.word.measures import TWIPS_PER_MM

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "tbl"))
_ALIGNMENTS = {"start": "left", "end": "right"}
"""The names of ISO/IEC 29500 strict, which some programs write, in the usual ones."""


def read_look(path: Path, max_unpacked_mb: int) -> WordLook:
    """The effective formatting of a .docx. Raises the errors of reading a package."""
    with Package(path, max_unpacked_mb) as package:
        return _Reader(package).look()


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = package.related("", "officeDocument") or "word/document.xml"
        self._root = package.xml(self._part)
        theme = package.optional_xml(package.related(self._part, "theme") or "")
        self._cascade = Cascade(self._inner("styles"), theme)

    def look(self) -> WordLook:
        settings = self._inner("settings")
        return WordLook(
            tuple(_page(item) for item in self._root.iter(f"{W}sectPr")),
            tuple(self._paragraphs()),
            tuple(self._numbers()),
            bool(is_on(settings, "evenAndOddHeaders")),
            tuple(self._tables()),
        )

    def _paragraphs(self) -> Iterator[Formatted]:
        """Paragraphs outside tables, each with whether it begins a page."""
        broken = False
        for item in self._root.iter(f"{W}p"):
            if next(item.iterancestors(*_GONE), None) is not None:
                continue
            look = self.paragraph(item)
            before, after = _page_breaks(item)
            yield replace(look, new_page=look.new_page or broken or before)
            broken = after or (broken and not look.text.strip())

    def _tables(self) -> Iterator[TableLook]:
        for table in self._root.iter(f"{W}tbl"):
            if next(table.iterancestors(f"{W}tbl"), None) is not None:
                continue
            rows = [
                [run for item in row.iter(f"{W}p") for run in self.paragraph(item).runs]
                for row in table.iterfind(f"{W}tr")
            ]
            yield TableLook(
                tuple(rows[0] if rows else ()), tuple(run for row in rows[1:] for run in row)
            )

    def _inner(self, kind: str) -> etree._Element | None:
        return self._package.related_xml(self._part, kind)

    def paragraph(self, element: etree._Element) -> Formatted:
        own = element.find(f"{W}pPr")
        styles = self._cascade.chain(value(own, "pStyle") or self._cascade.normal)
        layers = [own, *(item.find(f"{W}pPr") for item in styles), self._cascade.defaults["pPr"]]
        below = [*(item.find(f"{W}rPr") for item in styles), self._cascade.defaults["rPr"]]
        runs = tuple(self._run(item, below) for item in _runs(element))
        size = runs[0].size_pt if runs else 10.5
        rule = nearest_attribute(layers, "spacing", "lineRule", "auto")
        line = float(integer(nearest_attribute(layers, "spacing", "line", "240"), 240))
        multiple = rule not in {"exact", "atLeast"}
        pitch = 240 if multiple else line
        hanging = _characters(layers, ("hanging",), size)
        return Formatted(
            runs,
            _ALIGNMENTS.get(align := nearest(layers, "jc", "left"), align),
            first=_characters(layers, ("firstLine",), size) - hanging,
            pitch=0 if multiple else line,
            lines=line / 240 if multiple else 0,
            on_grid=_switched(layers, "snapToGrid", default=True),
            left=_characters(layers, ("left", "start"), size),
            right=_characters(layers, ("right", "end"), size),
            before=_lines(layers, "before", pitch),
            after=_lines(layers, "after", pitch),
            new_page=_switched(layers, "pageBreakBefore", default=False),
        )

    def _run(self, element: etree._Element, below: Layers) -> Run:
        own = element.find(f"{W}rPr")
        styled = [item.find(f"{W}rPr") for item in self._cascade.chain(value(own, "rStyle"))]
        layers = [own, *styled, *below]
        latin = nearest_attribute(layers, "rFonts", "ascii", "") or NO_FONT
        return Run(
            text=_run_text(element),
            chinese=self._cascade.chinese(layers),
            latin=latin,
            size_pt=integer(nearest(layers, "sz", "20"), 20) / 2,
            bold=_switched(layers, "b", default=False),
            colour=nearest(layers, "color", "auto"),
            tracking=integer(nearest(layers, "spacing", "0")),
        )

    def _numbers(self) -> Iterator[PageNumberPlace]:
        seen = set()
        for name in ("footerReference", "headerReference"):
            for reference in self._root.iter(f"{W}{name}"):
                part = self._package.target(self._part, reference.get(f"{_R}id", "")) or ""
                root = self._package.optional_xml(part)
                if root is None or part in seen:
                    continue
                seen.add(part)
                yield from self._numbers_in(root, reference.get(f"{W}type", "default"))

    def _numbers_in(self, root: etree._Element, kind: str) -> Iterator[PageNumberPlace]:
        for paragraph in root.iter(f"{W}p"):
            fields = [item.text or "" for item in paragraph.iter(f"{W}instrText")]
            fields += [item.get(f"{W}instr", "") for item in paragraph.iter(f"{W}fldSimple")]
            inside_box = next(paragraph.iter(f"{W}txbxContent"), None) is not None
            if inside_box or not any("PAGE" in field.upper().split() for field in fields):
                continue
            look = self.paragraph(paragraph)
            shown = [run for run in look.runs if run.text.strip()] or list(look.runs)
            place = _place(paragraph, look.align)
            framed = paragraph.find(f"{W}pPr/{W}framePr") is not None or any(
                True for _ in paragraph.iterancestors(f"{W}txbxContent")
            )
            blank = look.right if place == "right" else look.left
            yield PageNumberPlace(kind, place, look.text.strip(), shown[0], blank, framed)
            return


def _place(paragraph: etree._Element, align: str) -> str:
    """Where the number stands: by its frame, its text box, or the paragraph itself."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    if frame is not None and (given := frame.get(f"{W}xAlign")):
        return str(given)
    for above in paragraph.iterancestors():
        for item in above.iterfind(".//{*}positionH/{*}align"):
            return str(item.text or align)
    return align


def _page(section: etree._Element) -> PageSetup:
    def number(tag: str, name: str) -> float:
        item = section.find(f"{W}{tag}")
        return float(integer(item.get(f"{W}{name}", "0"))) if item is not None else 0.0

    def millimetres(tag: str, name: str) -> float:
        return round(number(tag, name) / TWIPS_PER_MM, 1)

    grid = section.find(f"{W}docGrid")
    kind = grid.get(f"{W}type", "") if grid is not None else ""
    characters = kind in {"linesAndChars", "snapToChars"}
    return PageSetup(
        width=millimetres("pgSz", "w"),
        height=millimetres("pgSz", "h"),
        top=abs(millimetres("pgMar", "top")),
        left=round(millimetres("pgMar", "left") + millimetres("pgMar", "gutter"), 1),
        bottom=abs(millimetres("pgMar", "bottom")),
        right=millimetres("pgMar", "right"),
        pitch=number("docGrid", "linePitch") if kind else 0,
        character_space=number("docGrid", "charSpace") / 4096 if characters else 0,
        footer=millimetres("pgMar", "footer"),
    )


def _switched(layers: Layers, name: str, *, default: bool) -> bool:
    """What the nearest element of an on-off property says."""
    return next((on for item in layers if (on := is_on(item, name)) is not None), default)


def _characters(layers: Layers, names: tuple[str, ...], size: float) -> float:
    """An indent in characters of a type size; what is said in characters goes first."""
    for name in names:
        if chars := integer(nearest_attribute(layers, "ind", f"{name}Chars", "0")):
            return chars / 100
    given = (integer(nearest_attribute(layers, "ind", name, "0")) for name in names)
    return next(filter(None, given), 0) / (size * 20)


def _lines(layers: Layers, name: str, pitch: float) -> float:
    """Space around a paragraph in lines."""
    if lines := integer(nearest_attribute(layers, "spacing", f"{name}Lines", "0")):
        return lines / 100
    return integer(nearest_attribute(layers, "spacing", name, "0")) / (pitch or 240)


def _page_breaks(paragraph: etree._Element) -> tuple[bool, bool]:
    """Whether a page ends in a paragraph before its first character, and after its last."""
    text = False
    before = after = False
    for item in paragraph.iter(f"{W}t", f"{W}br"):
        if item.tag == f"{W}t":
            text, after = text or bool((item.text or "").strip()), False
        elif item.get(f"{W}type") == "page":
            before, after = before or not text, True
    section = paragraph.find(f"{W}pPr/{W}sectPr")
    ends = section is not None and value(section, "type") != "continuous"
    return before and text, after or ends


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph's accepted text, without those of text boxes."""
    for run in paragraph.iter(f"{W}r"):
        above = next(run.iterancestors(f"{W}p", *_GONE), None)
        if above is paragraph:
            yield run


def _run_text(run: etree._Element) -> str:
    parts = []
    for child in run:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif child.tag == f"{W}tab":
            parts.append("\t")
    return "".join(parts)
