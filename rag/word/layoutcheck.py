"""Somebody's .docx against a layout: each deviation with its clause and how binding it is.

What many paragraphs have in common is one finding, at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.records import Document, Finding
from rag.settings import Settings
from rag.word.deviations import Deviation, Rules, merged
from rag.word.effective import read_look
from rag.word.layout import Style
from rag.word.looks import Formatted, PageSetup
from rag.word.measures import TWIPS_PER_PT, twips
from rag.word.numbercheck import number_deviations
from rag.word.placecheck import closing_deviations, gap_deviations, place_deviations
from rag.word.roles import Part, parts_of
from rag.word.typecheck import CLOSE, family, size_name, table_deviations
from rag.word.wordingcheck import wording_deviations

_RED = "ff0000"
"""The issuing authority above the title (发文机关标志) is red, of any size (7.2.4)."""


def check_layout(
    path: Path, document: Document, settings: Settings, style: Style
) -> tuple[Finding, ...]:
    """Deviations of a .docx from a layout; ``document`` is the same file as read.

    Offsets point into ``document.text``. Raises the errors of reading a package.
    """
    look = read_look(path, settings.max_unpacked_mb)
    rules = Rules(style)
    parts = parts_of(look.paragraphs, document)
    found = [
        *_pages(look.pages, style),
        *_grid(parts, look.pages, style),
        *(deviation for part in parts for deviation in _type(part, style)),
        *(deviation for part in parts for deviation in place_deviations(part, style)),
        *gap_deviations(look.paragraphs, parts, style),
        *closing_deviations(parts, style),
        *number_deviations(look, style),
        *table_deviations(look.tables, style),
        *wording_deviations(parts),
    ]
    return merged(found, rules, document)


def _pages(pages: Sequence[PageSetup], style: Style) -> Iterator[Deviation]:
    """Paper and margins; a page laid across is a table's and left alone."""
    for page in pages:
        if page.width > page.height:
            continue
        for name in ("width", "height", "top", "left", "bottom", "right"):
            found, wanted = getattr(page, name), getattr(style.page, f"{name}_mm")
            if abs(found - wanted) > 1.05:
                yield Deviation(f"page.{name}_mm", f"{found:g}毫米", f"{wanted:g}毫米")


def _grid(parts: Sequence[Part], pages: Sequence[PageSetup], style: Style) -> Iterator[Deviation]:
    """Lines of a page and characters of a line, as the body's type makes them."""
    page = pages[0] if pages else None
    height = twips(style.text_height_mm)
    for part in parts:
        if part.role != "body":
            continue
        pitch = _pitch(part.paragraph, page)
        if not pitch:
            found = f"{part.paragraph.lines:g}倍行距（随字体变化）"
            yield Deviation("page.lines", found, f"固定值{style.line_twips / 20:g}磅", part)
        elif style.page.line_pt:
            if abs(pitch - style.line_twips) > 5:
                wanted = f"{style.page.line_pt:g}磅"
                yield Deviation("page.line_pt", f"{pitch / 20:g}磅", wanted, part)
        elif int(height / pitch) != style.page.lines:
            found = f"行距{pitch / 20:g}磅，版心排{int(height / pitch)}行"
            yield Deviation("page.lines", found, f"{style.page.lines}行", part)
        elif height - style.page.lines * pitch > pitch / 2:
            found = f"行距{pitch / 20:g}磅，{style.page.lines}行没有撑满版心"
            wanted = f"{style.line_twips / 20:g}磅"
            yield Deviation("page.lines", found, wanted, part, weak=True)
        characters = _characters(part.paragraph, page, style)
        if characters != style.page.characters:
            yield Deviation(
                "page.characters", f"{characters}字", f"{style.page.characters}字", part
            )


def _pitch(paragraph: Formatted, page: PageSetup | None) -> float:
    """Line height in twips; 0 where it follows the font."""
    if paragraph.pitch:
        return paragraph.pitch
    grid = page.pitch if page is not None and paragraph.on_grid else 0
    return grid * paragraph.lines


def _characters(paragraph: Formatted, page: PageSetup | None, style: Style) -> int:
    size = paragraph.most(lambda run: run.size_pt)
    tracking = paragraph.most(lambda run: run.tracking)
    space = page.character_space if page is not None else 0
    advance = (size + space) * TWIPS_PER_PT + tracking
    return int((twips(style.text_width_mm) + 2) / max(advance, 1))


def _type(part: Part, style: Style) -> Iterator[Deviation]:
    """Font, size, bold and colour of the part that has a role."""
    wanted = _wanted(part, style)
    start, end = part.start, part.end
    colour = part.paragraph.most(lambda run: run.colour, start, end)
    if part.role == "title" and colour.lower() == _RED:
        return
    if colour.lower() not in {"auto", "000000"}:
        yield Deviation("color", f"颜色#{colour}", "黑色", part)
    if wanted is None:
        return
    path, font, size, bold = wanted
    found = part.paragraph.most(lambda run: run.chinese, start, end)
    if family(found) != family(font):
        latin = part.paragraph.most(lambda run: run.latin, start, end)
        lost = family(latin) == family(font)
        note = "（只设了西文字体，中文没有设上）" if lost else ""
        yield Deviation(f"{path}.font", f"{found}{note}", font, part)
    points = part.paragraph.most(lambda run: run.size_pt, start, end)
    if abs(points - size) > CLOSE:
        yield Deviation(f"{path}.size_pt", size_name(points), size_name(size), part)
    if bold is not None and part.paragraph.most(lambda run: run.bold, start, end) != bold:
        words = {True: "加粗", False: "不加粗"}
        yield Deviation(f"{path}.bold", words[not bold], words[bold], part)


def _wanted(part: Part, style: Style) -> tuple[str, str, float, bool | None] | None:
    """Where in the style a role's type is set: path, font, size, bold."""
    if part.role in {"title", "attachment title"}:
        return "title", style.title.font, style.title.size_pt, style.title.bold
    if part.role == "heading":
        level = style.level(part.level)
        path = f"levels.{min(max(part.level, 1), 4)}"
        return path, level.font, style.level_pt(part.level), level.bold
    if part.role == "attachment label":
        return "attachment.label", style.attachment.label_font, style.body.size_pt, None
    if part.role == "other":
        return None
    return "body", style.body.font, style.body.size_pt, None
