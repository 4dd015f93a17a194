"""The open revisions of a Word file: which there are, and refusing some of them.

What a person sees as one revision is often several elements (a run each, the paragraph's end,
both places of a move): elements that touch and are alike are one here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from rag.reading.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RevisionKind = Literal["insert", "delete", "move"]
_KINDS: dict[str, RevisionKind] = {
    f"{_W}ins": "insert",
    f"{_W}del": "delete",
    f"{_W}moveFrom": "move",
    f"{_W}moveTo": "move",
}
_NEW = frozenset({f"{_W}ins", f"{_W}moveTo"})
_MARK, _ROW = f"{_W}rPr", f"{_W}trPr"
_TEXT = {f"{_W}t", f"{_W}delText"}


@dataclass(frozen=True, slots=True)
class Revision:
    """An open revision. ``id`` is its place in the file, counted from 1.

    ``text`` is what was put in, taken out or moved; "¶" stands for a paragraph's end.
    ``paragraph`` is the paragraph it stands in, as it reads with all revisions accepted.
    """

    id: int
    kind: RevisionKind
    author: str
    date: str
    text: str
    paragraph: str


@dataclass
class _Unit:
    """The elements of one revision; ``last`` is the last place in the text it touches."""

    kind: RevisionKind
    author: str
    last: int
    move: str = ""
    elements: list[etree._Element] = field(default_factory=list)


def list_revisions(root: etree._Element) -> tuple[Revision, ...]:
    """The open revisions of a main document part, in the order of their places."""
    return tuple(_revision(number, unit) for number, unit in enumerate(_units(root), start=1))


def refuse(root: etree._Element, ids: Collection[int]) -> None:
    """Undo the revisions with these ids in the XML; the others stay open."""
    for number, unit in enumerate(_units(root), start=1):
        if number in ids:
            for element in unit.elements:
                _undo(element)


def write_copy(package: Package, part: str, root: etree._Element, target: Path) -> Path:
    """The package with one part replaced. Raises the errors of reading the package."""
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(package.names):
            if not name.endswith("/"):
                archive.writestr(name, content if name == part else package.read(name))
    return target


def _units(root: etree._Element) -> list[_Unit]:
    names = _move_names(root)
    units: list[_Unit] = []
    for first, last, element in sorted(_places(root), key=lambda place: place[:2]):
        kind, author = _KINDS[element.tag], element.get(f"{_W}author", "")
        move = names.get(element, "")
        same = _same_move(units, move) if move else _touching(units, kind, author, first)
        if same is None:
            same = _Unit(kind, author, last, move)
            units.append(same)
        same.last = max(same.last, last)
        same.elements.append(element)
    return units


def _same_move(units: Sequence[_Unit], move: str) -> _Unit | None:
    return next((unit for unit in units if unit.move == move), None)


def _touching(units: Sequence[_Unit], kind: str, author: str, first: int) -> _Unit | None:
    """The nearest revision before that is alike and has nothing else in between."""
    for unit in reversed(units[-4:]):
        if unit.kind == kind and unit.author == author and unit.last + 1 >= first:
            return unit
    return None


def _places(root: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Each revision's element with the first and last piece of text it covers."""
    counter = 0
    bounds: dict[etree._Element, tuple[int, int]] = {}
    for paragraph in root.iter(f"{_W}p"):
        start = counter + 1
        spans: dict[etree._Element, tuple[int, int]] = {}
        for run in _runs(paragraph):
            counter += 1
            for above in run.iterancestors():
                if above is paragraph:
                    break
                if above.tag in _KINDS:
                    spans[above] = (spans.get(above, (counter, 0))[0], counter)
        counter += 1
        spans |= dict.fromkeys(_marks(paragraph), (counter, counter))
        bounds[paragraph] = (start, counter)
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield from ((first, last, element) for element, (first, last) in spans.items())
    for row in root.iter(f"{_W}tr"):
        inside = [bounds[item] for item in row.iter(f"{_W}p")]
        for mark in row.iterfind(f"{_ROW}/*") if inside else ():
            if mark.tag in _KINDS:
                yield inside[0][0], inside[-1][1], mark


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The paragraph's own runs that show something, none of a text box inside it."""
    for run in paragraph.iter(f"{_W}r"):
        own = next(run.iterancestors(f"{_W}p")) is paragraph
        if own and any(child.tag != _MARK for child in run):
            yield run


def _marks(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Revisions of the paragraph's end itself."""
    for mark in paragraph.iterfind(f"{_W}pPr/{_MARK}/*"):
        if mark.tag in _KINDS:
            yield mark


def _move_names(root: etree._Element) -> dict[etree._Element, str]:
    """Which move each moved piece belongs to: both its places have the same name."""
    names: dict[etree._Element, str] = {}
    current = {"moveFrom": "", "moveTo": ""}
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(f"{_W}move"):
            continue
        name = element.tag.removeprefix(_W)
        for side in current:
            if name == f"{side}RangeStart":
                current[side] = element.get(f"{_W}name", "")
            elif name == f"{side}RangeEnd":
                current[side] = ""
            elif name == side:
                names[element] = current[side]
    return names


def _revision(number: int, unit: _Unit) -> Revision:
    first = unit.elements[0]
    text = "".join(_text(element) for element in unit.elements if not _is_old_place(unit, element))
    paragraph = next(first.iterancestors(f"{_W}p"), None)
    shown = "" if paragraph is None else _accepted(paragraph)
    return Revision(number, unit.kind, unit.author, first.get(f"{_W}date", ""), text, shown)


def _is_old_place(unit: _Unit, element: etree._Element) -> bool:
    """A moved text is told once, by its new place where the file has it."""
    moved = any(other.tag == f"{_W}moveTo" for other in unit.elements)
    return moved and element.tag == f"{_W}moveFrom"


def _text(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is not None and parent.tag == _MARK:
        return "¶"
    return "".join(item.text or "" for item in element.iter(*_TEXT))


def _accepted(paragraph: etree._Element) -> str:
    gone = {f"{_W}del", f"{_W}moveFrom"}
    return "".join(
        item.text or ""
        for item in paragraph.iter(f"{_W}t")
        if not any(above.tag in gone for above in item.iterancestors())
    )


def _undo(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag == _MARK:
        _undo_mark(parent, element)
    elif parent.tag == _ROW:
        row = parent.getparent()
        table = row.getparent() if row is not None else None
        if element.tag in _NEW and row is not None and table is not None:
            table.remove(row)
        else:
            parent.remove(element)
    elif element.tag in _NEW:
        parent.remove(element)
    else:
        _put_back(parent, element)


def _undo_mark(parent: etree._Element, mark: etree._Element) -> None:
    """A paragraph's end that was put in goes, which joins it to the next paragraph."""
    if mark.tag in _NEW:
        mark.tag = f"{_W}del"
    else:
        parent.remove(mark)


def _put_back(parent: etree._Element, element: etree._Element) -> None:
    """Deleted runs as ordinary runs again."""
    for item in element.iter(f"{_W}delText"):
        item.tag = f"{_W}t"
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place, child)
    parent.remove(element)
