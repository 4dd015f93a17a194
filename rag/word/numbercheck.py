"""The page number against the layout: side, blank, distance, type and its dashes (7.5)."""

from __future__ import annotations

from collections.abc import Iterator

from rag.word.deviations import Deviation
from rag.word.layout import Style
from rag.word.looks import PageNumberPlace, WordLook
from rag.word.typecheck import CLOSE, family, size_name

_NAMES = {"center": "居中", "left": "居左", "both": "居左", "right": "居右", "outside": "外侧"}
_FOOT = 0.2
"""How far the dash stands above the foot of its line, in millimetres per point of type."""

_NEAR_MM = 1.5
"""Millimetres by which the dash may stand elsewhere: empty lines in a footer are not followed."""


def number_deviations(look: WordLook, style: Style) -> Iterator[Deviation]:
    """Deviations of the page number."""
    setting = style.page_number
    if setting.place == "none":
        return
    first = next((item for item in look.numbers if item.kind == "default"), None)
    if first is None:
        yield Deviation("page_number.place", "没有页码", "居版心下边缘之下")
        return
    yield from _side(first, look, style)
    yield from _distance(first, look, style)
    if family(setting.font) not in {family(first.run.chinese), family(first.run.latin)}:
        yield Deviation("page_number.font", first.run.chinese, setting.font)
    if abs(first.run.size_pt - setting.size_pt) > CLOSE:
        found = size_name(first.run.size_pt)
        yield Deviation("page_number.size_pt", found, size_name(setting.size_pt))
    if sum(first.around.count(dash) for dash in "—–―─一－") < 2:
        yield Deviation("page_number.dash", f"“{first.around}”", "“— 1 —”")


def _side(first: PageNumberPlace, look: WordLook, style: Style) -> Iterator[Deviation]:
    """Right on odd pages and left on even ones, one blank from the edge; or in the middle."""
    found = _NAMES.get(first.align, first.align)
    if style.page_number.place == "center":
        if first.align != "center":
            yield Deviation("page_number.place", f"页码{found}", "居中")
        return
    if first.align == "outside":
        return
    even = next((item for item in look.numbers if item.kind == "even"), None)
    apart = look.odd_and_even and even is not None and even.align in {"left", "both"}
    if first.align != "right" or not apart:
        wanted = "单页居右空一字，双页居左空一字"
        same = "" if look.odd_and_even else "，单双页相同"
        yield Deviation("page_number.place", f"页码{found}{same}", wanted)
        return
    for item in (first, even):
        if item is None or item.framed:
            continue
        inner = item.around[: len(item.around) - len(item.around.lstrip("\u3000"))]
        blank = item.blank + len(inner)
        if abs(blank - style.page_number.blank) > 0.3:
            side = "单页右" if item is first else "双页左"
            wanted = f"空{style.page_number.blank:g}字"
            yield Deviation("page_number.blank", f"{side}空{blank:.2g}字", wanted)


def _distance(first: PageNumberPlace, look: WordLook, style: Style) -> Iterator[Deviation]:
    """How far below the text the dash stands; a number in a frame stands anywhere."""
    page = next((item for item in look.pages if item.width <= item.height), None)
    if page is None or first.framed or not page.footer:
        return
    gap = page.bottom - page.footer - _FOOT * first.run.size_pt
    wanted = style.page_number.gap_mm
    if abs(gap - wanted) > _NEAR_MM:
        found = f"约{gap:.0f}毫米" if gap > 0 else "压到版心以内"
        yield Deviation("page_number.gap_mm", found, f"{wanted:g}毫米")
