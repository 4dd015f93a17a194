"""A comparison as a workbook: figures, sentences, sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rag.desk.compare import Comparison, FigurePair, PairStatus, SectionPair
from rag.errors import InputError, system_reason
from rag.figures.entry import plain
from rag.records import Figure, Section

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

STATUS_WORDS: Final[dict[PairStatus, str]] = {
    "same": "相同",
    "changed": "有变化",
    "added": "新增",
    "removed": "已无",
}
_CHANGE_WORDS: Final = {"replace": "改写", "insert": "新增", "delete": "删去"}
_HEAD_FILL, _MARK_FILL = "DDE6F0", "FFF2CC"
_LONGEST_CELL = 32_000
"""Excel holds 32,767 characters in a cell."""


def export_comparison(comparison: Comparison, path: Path) -> Path:
    """Write a comparison as .xlsx with three sheets. Raises InputError when it cannot."""
    from openpyxl import Workbook

    if path.suffix.lower() != ".xlsx":
        raise InputError(f"“{path.name}”应以 .xlsx 结尾。", "请改为“对比.xlsx”这样的文件名。")
    book = Workbook()
    book.remove(book.worksheets[0])
    old, new = comparison.old.title, comparison.new.title
    _sheet(
        book.create_sheet("数据对比"),
        ("指标", "单位", "所在部分", old, new, "增减", "增长率", "变化"),
        map(figure_cells, comparison.figures),
        (28, 10, 36, 16, 16, 18, 14, 10),
    )
    _sheet(
        book.create_sheet("文字对比"),
        ("所在部分", "变化", old, new),
        (line for pair in comparison.sections for line in _sentences(pair)),
        (30, 10, 60, 60),
    )
    _sheet(
        book.create_sheet("章节对应"),
        (old, new, "文字相同程度"),
        (
            (section_name(pair.old), section_name(pair.new), f"{pair.likeness:.0%}")
            for pair in comparison.sections
        ),
        (44, 44, 14),
    )
    book.properties.creator = "主笔"
    try:
        book.save(path)
    except OSError as error:
        raise InputError(
            f"“{path.name}”无法写入：{system_reason(error)}。",
            "请检查文件夹是否存在，并先关闭已打开的同名文件。",
        ) from error
    return path


def figure_cells(pair: FigurePair) -> tuple[str, ...]:
    """A row of the figure table."""
    known = pair.new or pair.old
    assert known is not None
    change = pair.change
    return (
        known.indicator,
        known.quantity.unit,
        known.section,
        _stated(pair.old),
        _stated(pair.new),
        change.diff_text if change else "",
        change.percent_text if change else "",
        STATUS_WORDS[pair.status],
    )


def section_name(section: Section | None) -> str:
    """A section as a person names it; "" for none."""
    if section is None:
        return ""
    return section.label + section.heading or "开头"


def _stated(figure: Figure | None) -> str:
    if figure is None:
        return ""
    quantity = figure.quantity
    falling = "下降" if quantity.direction == "down" else ""
    return quantity.text if not falling else f"{falling}{plain(quantity.value)}{quantity.unit}"


def _sentences(pair: SectionPair) -> Iterable[tuple[str, ...]]:
    name = section_name(pair.new or pair.old)
    for change in pair.changes:
        yield name, _CHANGE_WORDS[change.kind], change.old.strip(), change.new.strip()


def _sheet(
    sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    thin = Side(style="thin", color="999999")
    unchanged = {STATUS_WORDS["same"]}
    for number, row in enumerate((head, *rows), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = text[:_LONGEST_CELL]
            cell.data_type = "s"  # a text that begins with “=” is no formula
            cell.font = Font(name="宋体", size=11, bold=number == 1)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        if number == 1 or (len(head) == 8 and row[-1] not in unchanged):
            colour = _HEAD_FILL if number == 1 else _MARK_FILL
            last = sheet.cell(number, len(head))
            for cell in sheet[number] if number == 1 else (last,):
                cell.fill = PatternFill("solid", fgColor=colour)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
