"""What a Word file's styles say about a paragraph: its outline level, list, and visibility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from rag.reading.numbering import W, integer, value

_BODY_LEVEL = 9
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class WordStyle:
    """One style. ``list_id`` and ``list_level`` are None where the style says nothing."""

    name: str
    based_on: str
    outline: int | None
    list_id: str | None
    list_level: int | None
    hidden: bool | None
    centred: bool | None


class WordStyles:
    """The styles of a document, looked up with their inheritance."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, WordStyle] = {}
        self._default = ""
        for item in root.iterfind(f"{W}style") if root is not None else ():
            identifier = item.get(f"{W}styleId", "")
            self._styles[identifier] = _style(item)
            if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in {"1", "true"}:
                self._default = identifier

    def chain(self, identifier: str) -> Iterator[tuple[str, WordStyle]]:
        """A style and those it is based on, nearest first, each with its id."""
        seen: set[str] = set()
        name = identifier or self._default
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].based_on

    def outline(self, identifier: str) -> int:
        """The level 1–9 a style gives its paragraphs, 0 for body text."""
        for _, style in self.chain(identifier):
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY_LEVEL else 0
            if level := _heading_level(style.name):
                return level
        return 0

    def is_title(self, identifier: str) -> bool:
        """Whether the style is Word's own title style."""
        return any(style.name in {"title", "标题"} for _, style in self.chain(identifier))

    def is_contents(self, identifier: str) -> bool:
        """Whether the style is that of an entry in a table of contents."""
        return any(style.name.startswith("toc") for _, style in self.chain(identifier))

    def is_hidden(self, identifier: str) -> bool:
        """Whether the style hides its text."""
        answers = (style.hidden for _, style in self.chain(identifier))
        return next((answer for answer in answers if answer is not None), False)

    def is_centred(self, identifier: str) -> bool:
        """Whether the style centres its paragraphs."""
        answers = (style.centred for _, style in self.chain(identifier))
        return next((answer for answer in answers if answer is not None), False)


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """A toggle such as w:vanish; None where it is not given."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{W}val", "1") not in _OFF


def _heading_level(name: str) -> int:
    for prefix in ("heading ", "标题 "):
        if name.startswith(prefix) and name[len(prefix) :].isdecimal():
            return int(name[len(prefix) :])
    return 0


def _style(element: etree._Element) -> WordStyle:
    paragraph = element.find(f"{W}pPr")
    listing = paragraph.find(f"{W}numPr") if paragraph is not None else None
    outline = value(paragraph, "outlineLvl", "-")
    level = value(listing, "ilvl", "-")
    alignment = value(paragraph, "jc", "-")
    return WordStyle(
        name=value(element, "name").lower(),
        based_on=value(element, "basedOn"),
        outline=None if outline == "-" else integer(outline, _BODY_LEVEL),
        list_id=value(listing, "numId", "0") if listing is not None else None,
        list_level=None if level == "-" else integer(level),
        hidden=is_on(element.find(f"{W}rPr"), "vanish"),
        centred=None if alignment == "-" else alignment == "center",
    )
