"""Somebody's .docx against a layout: each deviation with its clause and how binding it is.

What many paragraphs have in common is one finding, at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.records import Document, Finding
from rag.settings import Settings
from rag.word.deviations import Deviation, Rules, merged
from rag.word.effective import Formatted, PageNumberPlace, PageSetup, WordLook, read_look
from rag.word.layout import Style
from rag.word.measures import CHINESE_SIZES, TWIPS_PER_PT, twips
from rag.word.roles import Part, parts_of
from rag.word.wordingcheck import wording_deviations

_FAMILIES = {
    "小标宋": ("小标宋", "xiaobiaosong"),
    "仿宋": ("仿宋", "fangsong"),
    "楷体": ("楷", "kai"),
    "黑体": ("黑体", "simhei"),
    "宋体": ("宋", "simsun", "song"),
}
"""仿宋_GB2312, 方正仿宋_GBK and FangSong are all 仿宋. The order matters: 仿宋 holds 宋."""

_RED = "ff0000"
"""The issuing authority above the title (发文机关标志) is red, of any size (7.2.4)."""

_CLOSE = 0.26
"""Points and characters that count as equal."""


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
        *(deviation for part in parts for deviation in _place(part, style)),
        *_numbers(look, style),
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
    if _family(found) != _family(font):
        latin = part.paragraph.most(lambda run: run.latin, start, end)
        lost = _family(latin) == _family(font)
        note = "（只设了西文字体，中文没有设上）" if lost else ""
        yield Deviation(f"{path}.font", f"{found}{note}", font, part)
    points = part.paragraph.most(lambda run: run.size_pt, start, end)
    if abs(points - size) > _CLOSE:
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


def _family(font: str) -> str:
    name = font.lower()
    return next(
        (key for key, marks in _FAMILIES.items() if any(mark in name for mark in marks)), name
    )


def size_name(points: float) -> str:
    """三号（16磅）."""
    name = next((key for key, size in CHINESE_SIZES.items() if abs(size - points) < 0.1), "")
    return f"{name}（{points:g}磅）" if name else f"{points:g}磅"


def _place(part: Part, style: Style) -> Iterator[Deviation]:
    """Indents, and the title's place."""
    paragraph = part.paragraph
    if part.role == "title" and paragraph.align != "center":
        yield Deviation("title.place", "没有居中", "居中", part)
    if part.role not in {"body", "heading", "recipient"}:
        return
    wanted = 0.0 if part.role == "recipient" else float(style.body.indent)
    blanks = len(paragraph.text) - len(paragraph.text.lstrip(" \u3000"))
    typed = paragraph.text[:blanks]
    spaces = typed.count("\u3000") + typed.count(" ") / 2
    if abs(paragraph.first + spaces - wanted) > _CLOSE:
        path = "recipient.place" if part.role == "recipient" else "body.indent"
        yield Deviation(path, f"{paragraph.first + spaces:.3g}字", f"{wanted:g}字", part)
    elif spaces and wanted:
        yield Deviation("body.indent", "用空格缩进", "用首行缩进2字符", part, weak=True)


def _numbers(look: WordLook, style: Style) -> Iterator[Deviation]:
    setting = style.page_number
    if setting.place == "none":
        return
    first = next((item for item in look.numbers if item.kind == "default"), None)
    if first is None:
        yield Deviation("page_number.place", "没有页码", "居版心下边缘之下")
        return
    yield from _number_place(first, look, style)
    if _family(first.run.chinese) != _family(setting.font) and _family(first.run.latin) != (
        _family(setting.font)
    ):
        yield Deviation("page_number.font", first.run.chinese, setting.font)
    if abs(first.run.size_pt - setting.size_pt) > _CLOSE:
        found = size_name(first.run.size_pt)
        yield Deviation("page_number.size_pt", found, size_name(setting.size_pt))
    if sum(first.around.count(dash) for dash in "—–―─一－") < 2:
        yield Deviation("page_number.dash", f"“{first.around}”", "“— 1 —”")


def _number_place(first: PageNumberPlace, look: WordLook, style: Style) -> Iterator[Deviation]:
    names = {"center": "居中", "left": "居左", "both": "居左", "right": "居右", "outside": "外侧"}
    found = names.get(first.align, first.align)
    if style.page_number.place == "center":
        if first.align != "center":
            yield Deviation("page_number.place", f"页码{found}", "居中")
        return
    even = next((item for item in look.numbers if item.kind == "even"), None)
    if first.align == "outside":
        return
    apart = look.odd_and_even and even is not None and even.align in {"left", "both"}
    if first.align != "right" or not apart:
        wanted = "单页居右空一字，双页居左空一字"
        same = "" if look.odd_and_even else "，单双页相同"
        yield Deviation("page_number.place", f"页码{found}{same}", wanted)
