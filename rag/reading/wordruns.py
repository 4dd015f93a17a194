"""The text of one Word paragraph: runs, revisions, fields, boxes and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from rag.reading.numbering import W, value
from rag.reading.wordstyles import WordStyles, is_on

BREAK = "\n"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "sdtPr", "rt", "fldData")
)
_CHARACTERS = {
    f"{W}tab": " ",
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": " ",
}
Notes = Mapping[tuple[str, str], etree._Element]


class RunReader:
    """Reads paragraphs one by one; ``hidden`` counts the hidden runs it left out."""

    def __init__(self, styles: WordStyles, notes: Notes) -> None:
        self._styles = styles
        self._notes = notes
        self._hidden_styles: dict[str, bool] = {}
        self.hidden = 0
        self._note_count = 0

    def read(
        self, paragraph: etree._Element
    ) -> tuple[str, list[etree._Element], list[tuple[int, etree._Element]]]:
        """The paragraph's text (soft breaks as BREAK), its text boxes, its numbered notes."""
        boxes: list[etree._Element] = []
        notes: list[tuple[int, etree._Element]] = []
        text = "".join(self._pieces(paragraph, boxes, notes))
        return text, boxes, notes

    def _pieces(
        self,
        parent: etree._Element,
        boxes: list[etree._Element],
        notes: list[tuple[int, etree._Element]],
    ) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag in {f"{W}t", f"{_MATH}t"}:
                yield (child.text or "").replace("\n", " ")
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag == f"{W}br":
                yield "" if child.get(f"{W}type") in {"page", "column"} else BREAK
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                self._note(child, notes)
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag == f"{_MC}AlternateContent":
                chosen = child.find(f"{_MC}Choice")
                chosen = child.find(f"{_MC}Fallback") if chosen is None else chosen
                if chosen is not None:
                    yield from self._pieces(chosen, boxes, notes)
            elif tag == f"{W}r" and self._is_hidden(child):
                self.hidden += 1
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from self._pieces(child, boxes, notes)

    def _note(self, reference: etree._Element, notes: list[tuple[int, etree._Element]]) -> None:
        kind = etree.QName(reference).localname.removesuffix("Reference")
        note = self._notes.get((kind, reference.get(f"{W}id", "")))
        if note is not None:
            self._note_count += 1
            notes.append((self._note_count, note))

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        direct = is_on(properties, "vanish")
        if direct is not None:
            return direct and next(run.iter(f"{W}t"), None) is not None
        style = value(properties, "rStyle")
        if not style:
            return False
        if style not in self._hidden_styles:
            self._hidden_styles[style] = self._styles.is_hidden(style)
        return self._hidden_styles[style]


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font; private code points have no text of their own."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return "" if 0xD800 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)
