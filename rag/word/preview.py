"""The paper in the browser: an approximation from the same plan as the export.

Lines are broken by counting characters, without the rules for punctuation at line ends, so
page breaks may differ from Word's by a line or two; the page says 近似预览.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rag.records import Report
from rag.text.marks import MARK
from rag.word.layout import Style
from rag.word.measures import TWIPS_PER_PT, twips, width_in_characters
from rag.word.plan import Paragraph, plan
from rag.word.title import title_lines

LABEL = "近似预览：分行分页以导出的 Word 文件为准"
_FALLBACKS = {
    "仿宋": "FangSong,STFangsong,serif",
    "楷体": "KaiTi,STKaiti,serif",
    "黑体": "SimHei,'Noto Sans CJK SC',sans-serif",
    "宋": "SimSun,'Noto Serif CJK SC',serif",
}
_UNSPLIT = re.compile(r"[0-9A-Za-z.%]{1,20}|.")
_HANGING = frozenset("，。；：、！？）》”’】")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paper. ``head`` characters are in the heading's type."""

    kind: str
    text: str
    level: int = 0
    head: int = 0
    first: bool = False
    last: bool = True
    with_next: bool = False


def preview_html(report: Report, style: Style) -> str:
    """The report as HTML pages that look like the paper. All text is escaped."""
    capacity = max(1, int(twips(style.text_height_mm) / style.line_twips))
    lines = [line for paragraph in plan(report) for line in _lines(paragraph, style)]
    sheets = "".join(
        _sheet(lines, number, style)
        for number, lines in enumerate(_pages(lines, capacity), start=1)
    )
    return (
        f'<div class="zhubi-paper" style="{_paper_css(style)}">'
        f'<p class="zhubi-paper-label" style="font:14px sans-serif;margin:0 0 8px">{LABEL}</p>'
        f"{sheets}</div>"
    )


def _pages(lines: Sequence[Line], capacity: int) -> list[list[Line]]:
    """Lines filled into pages of equal length; a heading is not left at the foot of one."""
    pages: list[list[Line]] = [[]]
    for index, line in enumerate(lines):
        needed = 1
        for following in lines[index : index + capacity - 1]:
            if not following.with_next:
                break
            needed += 1
        if len(pages[-1]) + needed > capacity:
            pages.append([])
        pages[-1].append(line)
    return pages


def _lines(paragraph: Paragraph, style: Style) -> Iterator[Line]:
    if paragraph.role == "title":
        for text in title_lines(paragraph.text, style.title.longest_line):
            yield Line("title", text)
        for _ in range(round(style.title.blank_after)):
            yield Line("blank", "")
        return
    indent = 0 if paragraph.role == "recipient" else style.body.indent
    pieces = list(_wrapped(paragraph.text, style.page.characters, indent))
    position = 0
    for number, piece in enumerate(pieces):
        head = max(0, min(len(piece), paragraph.heading_end - position))
        first, last = number == 0 and indent > 0, number == len(pieces) - 1
        keep = paragraph.role == "heading"
        yield Line("text", piece, paragraph.level, head, first, last, keep)
        position += len(piece)


def _wrapped(text: str, width: int, indent: float) -> Iterator[str]:
    """The text cut into lines; punctuation that may not open a line hangs on the one before."""
    start, used = 0, indent
    for match in _UNSPLIT.finditer(text):
        size = width_in_characters(match.group())
        if used + size > width and match.group() not in _HANGING:
            yield text[start : match.start()]
            start, used = match.start(), 0.0
        used += size
    yield text[start:]


def _paper_css(style: Style) -> str:
    return (
        "background:#d8d8d8;padding:12px;overflow:auto;color:#000;"
        f"font-family:{_family(style.body.font)};font-size:{style.body.size_pt}pt"
    )


def _family(font: str) -> str:
    """The font by name, then what other systems call it."""
    fallback = next((value for key, value in _FALLBACKS.items() if key in font), "serif")
    return f"'{escape(font, quote=True).replace(chr(39), '')}',{fallback}"


def _sheet(lines: list[Line], number: int, style: Style) -> str:
    page = style.page
    box = (
        f"position:relative;box-sizing:border-box;background:#fff;margin:0 auto 12px;"
        f"width:{page.width_mm}mm;height:{page.height_mm}mm;"
        f"padding:{page.top_mm}mm {page.right_mm}mm {page.bottom_mm}mm {page.left_mm}mm"
    )
    content = "".join(_line(line, style) for line in lines)
    return (
        f'<section class="zhubi-sheet" aria-label="第{number}页" style="{box}">'
        f"{content}{_page_number(number, style)}</section>"
    )


def _line(line: Line, style: Style) -> str:
    pitch = style.line_twips / TWIPS_PER_PT
    css = f"height:{pitch}pt;line-height:{pitch}pt;white-space:nowrap;"
    if line.kind == "title":
        weight = "bold" if style.title.bold else "normal"
        css += (
            f"text-align:center;font-weight:{weight};font-size:{style.title.size_pt}pt;"
            f"font-family:{_family(style.title.font)}"
        )
    else:
        css += f"letter-spacing:{style.tracking_twips / TWIPS_PER_PT}pt;"
        css += f"padding-left:{style.body.indent}em;" if line.first else ""
        css += "" if line.last else "text-align-last:justify;text-justify:inter-character;"
    return f'<div style="{css}">{_content(line, style)}</div>'


def _content(line: Line, style: Style) -> str:
    head, rest = line.text[: line.head], line.text[line.head :]
    if not head:
        return _marked(rest)
    level = style.level(line.level)
    css = f"font-family:{_family(level.font)};font-size:{style.level_pt(line.level)}pt"
    css += ";font-weight:bold" if level.bold else ""
    return f'<span style="{css}">{_marked(head)}</span>{_marked(rest)}'


def _marked(text: str) -> str:
    """Escaped text with 【待填…】 in colour."""
    parts, position = [], 0
    for match in MARK.finditer(text):
        parts.append(escape(text[position : match.start()]))
        parts.append(f"<mark>{escape(match.group())}</mark>")
        position = match.end()
    return "".join(parts) + escape(text[position:])


def _page_number(number: int, style: Style) -> str:
    setting = style.page_number
    if setting.place == "none":
        return ""
    side = "center" if setting.place == "center" else "right" if number % 2 else "left"
    top = style.page.height_mm - style.page.bottom_mm + setting.gap_mm
    css = (
        f"position:absolute;top:calc({top}mm - {setting.size_pt / 2}pt);"
        f"left:{style.page.left_mm}mm;right:{style.page.right_mm}mm;text-align:{side};"
        f"padding:0 {setting.blank if side != 'center' else 0}em;line-height:1;"
        f"font-size:{setting.size_pt}pt;font-family:{_family(setting.font)}"
    )
    return f'<div style="{css}">— {number} —</div>'
