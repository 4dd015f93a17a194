"""What stands after the text: 附件说明, 署名, 成文日期, and the attachments' own pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.figures.growth import growth
from rag.records import LedgerRow, LedgerValue
from rag.word import ooxml
from rag.word.layout import Style
from rag.word.measures import TWIPS_PER_PT, twips, width_in_characters
from rag.word.tables import table
from rag.word.title import title_lines

DATE_TO_FILL = "【待填：成文日期】"
ANSWER_TO_FILL = "【待填：落实情况】"
EMPTY_CELL = "—"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A table on its own page. ``shares`` are the columns' widths relative to one another."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    left_aligned: frozenset[int] = frozenset({0})


def figure_table(rows: Sequence[LedgerRow], year: int) -> Attachment:
    """The year's figures beside the year before and the growth.

    Indicators with neither value are left out; a missing value reads “—”.
    """
    head = ("指标", "单位", f"上年\n（{year - 1}年）", f"本年\n（{year}年）", "增减")
    lines = [
        (
            row.indicator,
            row.unit or EMPTY_CELL,
            _cell(row.values.get(year - 1), row.unit),
            _cell(row.values.get(year), row.unit),
            _growth_cell(row, year),
        )
        for row in rows
        if year in row.values or year - 1 in row.values
    ]
    return Attachment(f"{year}年度主要数据情况表", (head, *lines), (30, 10, 18, 18, 24))


def _cell(value: LedgerValue | None, unit: str) -> str:
    """A value as entered, without the unit that has its own column."""
    if value is None:
        return EMPTY_CELL
    text = value.text.strip()
    text = text.removesuffix(unit) or f"{value.value:f}"
    # a fall entered as “下降3.1%” keeps its number only
    fell = value.direction == "down" and value.value > 0 and text[:1].isdigit()
    return f"下降{text}" if fell else text


def _growth_cell(row: LedgerRow, year: int) -> str:
    change = growth(row, year)
    if change is None:
        return EMPTY_CELL
    about = "约" if change.approx and change.diff else ""
    percent = change.percent_text if change.diff else ""
    return f"{about}{change.diff_text}" + (f"\n（{about}{percent}）" if percent else "")


def promise_table(promises: Sequence[str], year: int) -> Attachment:
    """The promises of last year's plans (承诺清单), each with a place to say what came of it."""
    lines = [
        (str(number), promise, ANSWER_TO_FILL) for number, promise in enumerate(promises, start=1)
    ]
    head = ("序号", f"{year - 1}年承诺事项", f"{year}年落实情况")
    return Attachment(f"{year - 1}年承诺事项清单", (head, *lines), (10, 56, 34), frozenset({1, 2}))


def answered_promises(tables: Iterable[Sequence[Sequence[str]]]) -> Iterator[str]:
    """What was filled in beside the promises of a 承诺清单 that came back."""
    for head, *lines in (rows for rows in tables if rows):
        if len(head) != 3 or not head[-1].endswith("落实情况"):
            continue
        for _, promise, answer in (line for line in lines if len(line) == 3):
            if answer.strip() not in {"", ANSWER_TO_FILL}:
                yield f"“{promise}”的落实情况：{answer}"


def note_paragraphs(titles: Sequence[str], style: Style) -> str:
    """“附件：××”, or “附件：1. ××” where there are several, each below the other (7.3.4).

    The first stands one empty line below the text; a long name goes on below its first character.
    """
    size, indent = style.body.size_pt, style.body.indent
    parts = []
    for number, title in enumerate(titles, start=1):
        label = "附件：" if number == 1 else ""
        ordinal = f"{number}. " if len(titles) > 1 else ""
        hanging = width_in_characters(label + ordinal)
        left = indent + width_in_characters("附件：" + ordinal)
        place = ooxml.indent(size, left=left, hanging=hanging)
        gap = ooxml.KEEP + ("" if number == 1 else ooxml.spacing(line=style.line_twips))
        parts.append(
            ooxml.paragraph("AttachmentNote", ooxml.run(label + ordinal + title), gap + place)
        )
    return "".join(parts)


def closing_lines(attachments: int, unit: str, style: Style) -> int:
    """How many lines 附件说明, 署名 and 成文日期 take, with the empty ones above them; 0: none."""
    note = round(style.attachment.note_blank_before) + attachments if attachments else 0
    return note + (round(style.signature.blank_before) + 2 if unit else 0)


def date_text(day: date | None) -> str:
    """成文日期 without 虚位 (7.3.5), or a place to fill it in."""
    return f"{day.year}年{day.month}月{day.day}日" if day else DATE_TO_FILL


def closing_blanks(unit: str, day: str, style: Style) -> tuple[float, float]:
    """Characters left blank to the right of 署名 and of 成文日期 (7.3.5)."""
    blank, offset = style.signature.right_blank, style.signature.date_offset
    longer = width_in_characters(day) - width_in_characters(unit)
    if longer > 0:
        return blank + longer + offset, blank
    return blank, blank - offset - longer


def signature_paragraphs(unit: str, day: date | None, style: Style) -> str:
    """署名 and 成文日期 without a seal (7.3.5).

    The date starts ``date_offset`` characters right of the unit's first character. A date longer
    than the unit keeps the unit's blank on the right instead, and the unit moves left. Without a
    date the place is marked to be filled in.
    """
    text = date_text(day)
    blank, offset = style.signature.right_blank, style.signature.date_offset
    size = style.body.size_pt
    unit_blank, date_blank = closing_blanks(unit, text, style)
    unit_place = ooxml.indent(size, right=unit_blank)
    if unit_blank > blank:
        date_place = ooxml.indent(size, right=date_blank)
    else:
        # from the left, and free to the right: digits are not equally wide in every font, and
        # some programs put gaps beside them
        advance = size * TWIPS_PER_PT + style.tracking_twips
        start = twips(style.text_width_mm) - (blank - offset) * size * TWIPS_PER_PT
        left = start - width_in_characters(unit) * advance
        date_place = f'<w:ind w:left="{round(left)}" w:right="-640"/><w:jc w:val="left"/>'
    return ooxml.paragraph("Signature", ooxml.run(unit), unit_place) + ooxml.paragraph(
        "Date", ooxml.run(text), date_place
    )


def attachment_page(number: int, attachment: Attachment, style: Style) -> str:
    """“附件1” on the first line of a new page, the title on its line, the table below (7.3.7).

    ``number`` 0 for the only attachment, which has none.
    """
    label = f"附件{number or ''}"
    lines = title_lines(attachment.title, style.title.longest_line)
    width = twips(style.text_width_mm)
    whole = sum(attachment.shares)
    widths = [width * share // whole for share in attachment.shares]
    centred = [column not in attachment.left_aligned for column in range(len(widths))]
    return (
        ooxml.paragraph("AttachmentLabel", ooxml.run(label))
        + ooxml.paragraph("AttachmentTitle", ooxml.run("\n".join(lines)))
        + table(attachment.rows, widths, centred)
    )
