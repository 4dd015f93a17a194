"""The paper in the browser: an approximation from the same plan as the export.

Lines are broken by counting characters, without the rules for punctuation at line ends, so
page breaks may differ from Word's by a line or two; the page says 近似预览.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from rag.records import Report
from rag.word.attachments import closing_blanks, date_text
from rag.word.layout import Style
from rag.word.lines import Line, blank_lines, lines_of, pages
from rag.word.measures import TWIPS_PER_PT
from rag.word.plan import plan

LABEL = "近似预览：分行分页以导出的 Word 文件为准"
_FALLBACKS = {
    "仿宋": "FangSong,STFangsong,serif",
    "楷体": "KaiTi,STKaiti,serif",
    "黑体": "SimHei,'Noto Sans CJK SC',sans-serif",
    "宋": "SimSun,'Noto Serif CJK SC',serif",
}


def preview_html(report: Report, style: Style, signature: str = "", day: date | None = None) -> str:
    """The report as HTML pages that look like the paper, dated if ``day`` is given.

    署名 is ``signature`` or the report's unit. All text is escaped.
    """
    lines = [line for paragraph in plan(report) for line in lines_of(paragraph, style)]
    lines += _closing((signature or report.unit).strip(), day, style)
    sheets = "".join(
        _sheet(lines, number, style) for number, lines in enumerate(pages(lines, style), start=1)
    )
    return (
        f'<div class="zhubi-paper" style="{_paper_css(style)}">'
        f'<p class="zhubi-paper-label" style="font:14px sans-serif;margin:0 0 8px">{LABEL}</p>'
        f"{sheets}</div>"
    )


def _closing(unit: str, day: date | None, style: Style) -> Iterator[Line]:
    """署名 and 成文日期 (7.3.5); ``head`` holds the blanks right of them."""
    if not unit:
        return
    yield from blank_lines(style.signature.blank_before)
    text = date_text(day)
    unit_blank, date_blank = closing_blanks(unit, text, style)
    yield Line("closing", unit, head=round(unit_blank * 100), with_next=True)
    yield Line("closing", text, head=round(date_blank * 100))


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
    if line.kind == "closing":
        return f'<div style="{css}text-align:right;padding-right:{line.head / 100}em">' + (
            f"{escape(line.text)}</div>"
        )
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
    head, rest = _marked(line, 0, line.head), _marked(line, line.head, len(line.text))
    if not head:
        return rest
    level = style.level(line.level)
    css = f"font-family:{_family(level.font)};font-size:{style.level_pt(line.level)}pt"
    css += ";font-weight:bold" if level.bold else ""
    return f'<span style="{css}">{head}</span>{rest}'


def _marked(line: Line, start: int, end: int) -> str:
    """A part of a line, escaped, with what is to be filled in in colour."""
    parts, position = [], start
    for begin, stop in line.marks:
        left, right = max(begin, start), min(stop, end)
        if left < right:
            parts.append(escape(line.text[position:left]))
            parts.append(f"<mark>{escape(line.text[left:right])}</mark>")
            position = right
    return "".join(parts) + escape(line.text[position:end])


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
