"""Figure sheets as colleagues send them: title rows, merged headings, units anywhere, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import EmptyFileError, SheetError, UnsupportedFileError
from rag.reading.columns import Column, column, normal, pick_indicator, unit_in
from rag.reading.grid import Grid, read_csv, read_xlsx
from rag.reading.legacy import converted
from rag.reading.lines import Content, Line
from rag.reading.reader import detect
from rag.reading.structure import build_document
from rag.records import Document
from rag.settings import Settings
from rag.text.headings import parse_label

_MAX_HEAD = 15
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?=年|$)")
_NOTE_ROW = re.compile(
    r"(?:注|备注|说明|填表|填报|制表|审核|联系人|联系电话|单位负责人)[^，]{0,6}[：:].*"
)
_DEFAULT_UNIT = re.compile(r"(?:(?<![一-鿿])|计量|数量|金额)单位[：:]\s*([^\s，,；;）)]{1,6})")
_UNIT_AT_END = re.compile(r"单位[：:]([^，,；;（()）]{1,6})$")
_NUMBERING = re.compile(
    r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、．.)）]\s*(?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]\s*|[①-⑳]\s*"
)
_VALUE_UNIT = re.compile(
    r"(?:约|近|超过?|达到?|共|不足)?[\d,，.．０-９]+[余多]?\s*(?P<unit>[^\d\s.,，（(余多]{1,6}?)(?:左右|以上)?"
)
_EMPTY = frozenset({"", "-", "—", "——", "/", "\\", "无", "N/A"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One indicator as a sheet states it. ``values`` are cell texts by year, as displayed.

    ``uncomputed`` are the years whose cell is a formula without a result in the file; ``sheet``
    and ``line`` (from 1) tell where the row stands.
    """

    indicator: str
    unit: str
    section: str
    values: Mapping[int, str]
    note: str = ""
    uncomputed: tuple[int, ...] = ()
    sheet: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


def read_sheet(path: Path, settings: Settings, *, year: int | None = None) -> tuple[SheetRow, ...]:
    """The indicators of a .xlsx, .xls or .csv with their values by year.

    ``year`` is meant by 本年 and by a value column that names no year; without it the year in
    the title row or the file's name counts. Raises SheetError without an indicator column or
    any year, and the errors of ``read_document`` for files that cannot be opened.
    """
    grids = read_grids(path, settings)
    rows: list[SheetRow] = []
    problem: SheetError | None = None
    for grid in grids:
        try:
            rows.extend(_rows(grid, path, year))
        except SheetError as error:
            problem = problem or error
    if not rows:
        raise problem or SheetError(f"“{path.name}”里没有读到指标。")
    if not any(row.values for row in rows) and any(grid.uncomputed for grid in grids):
        raise SheetError(
            f"“{path.name}”里的数都是公式，文件里没有存下公式算出的结果。",
            "请用 WPS 或 Excel 打开这张表，点一次“保存”，再导入。",
        )
    return tuple(rows)


def read_grids(path: Path, settings: Settings) -> tuple[Grid, ...]:
    """The sheets of a spreadsheet file of any kind."""
    form = detect(path, settings)
    if form == "xlsx":
        grids = read_xlsx(path, settings)
    elif form == "xls":
        with converted(path, "sheet", settings) as folder:
            grids = read_xlsx(folder / "out.xlsx", settings)
    elif form in {"csv", "text"}:
        grids = read_csv(path, settings)
    else:
        raise UnsupportedFileError(
            f"“{path.name}”不是表格文件。", "请上传 .xlsx 或 .csv 格式的指标表。"
        )
    if not any(any(row) for grid in grids for row in grid.rows):
        raise EmptyFileError(f"“{path.name}”里没有内容。")
    return grids


def sheet_document(path: Path, settings: Settings) -> Document:
    """A spreadsheet as a document of kind sheet: single cells as lines, the rest as tables."""
    lines: list[Line] = []
    for grid in read_grids(path, settings):
        table: list[tuple[str, ...]] = []
        for row in grid.rows:
            words = [cell for cell in row if cell]
            if len(words) > 1:
                table.append(row)
            elif words:
                if table:
                    lines.append(Line("", rows=tuple(table)))
                    table = []
                lines.append(Line(words[0], plain=True))
        if table:
            lines.append(Line("", rows=tuple(table)))
    return build_document(Content(tuple(lines)), path.stem, kind="sheet")


def _rows(grid: Grid, path: Path, year: int | None) -> Iterator[SheetRow]:
    head = _find_head(grid)
    if head is None:
        raise SheetError(f"“{path.name}”的“{grid.name}”里没有找到指标名称列和年份（数值）列。")
    top, bottom, columns = head
    above = " ".join(cell for row in grid.rows[:top] for cell in row if cell)
    base = year or _named_year(above) or _named_year(grid.name) or _named_year(path.stem)
    indicator = pick_indicator(columns)
    if indicator is None:
        raise SheetError(f"“{path.name}”里没有指标名称列。")
    years = _years(columns, base, indicator)
    if not years:
        raise SheetError(
            f"“{path.name}”没有写明数字是哪一年的。", "请在表头写“2024年”，或导入时指定年份。"
        )
    heading = columns[indicator].heading
    default = _UNIT_AT_END.search(heading) or _DEFAULT_UNIT.search(above)
    unit = unit_in(heading)[1] or (default[1] if default else "")
    body = _Body(grid, columns, indicator, years, unit)
    yield from body.rows(bottom)


def _named_year(text: str) -> int | None:
    match = _YEAR.search(normal(text))
    return int(match[1]) if match else None


def _find_head(grid: Grid) -> tuple[int, int, list[Column]] | None:
    """First and last heading row (the second one exclusive) and the columns; None without.

    Headings may take two or three rows: those that a merged heading reaches into.
    """
    width = len(grid.rows[0]) if grid.rows else 0
    for top, row in enumerate(grid.rows[:_MAX_HEAD]):
        if sum(bool(cell) for cell in row) < 2:
            continue
        bottom = 1 + max(
            (r for (r, c), (r0, _) in grid.merged.items() if r0 == top and r < top + 3),
            default=top,
        )
        spans = {r0 for (r, c), (r0, c0) in grid.merged.items() if r == top and c != c0}
        if spans and bottom == top + 1 and top + 1 < len(grid.rows):
            bottom = top + 2
        columns = [column(_heading(grid, top, bottom, index)) for index in range(width)]
        roles = [item.role for item in columns]
        if "value" in roles and (
            roles.count("value") > 1
            or len(set(roles) - {"unknown"}) > 1
            or roles.index("value") > 0
        ):
            return top, bottom, columns
    return None


def _heading(grid: Grid, top: int, bottom: int, index: int) -> str:
    parts: list[str] = []
    for row in range(top, min(bottom, len(grid.rows))):
        text = grid.at(row, index)
        if text and text not in parts:
            parts.append(text)
    return "".join(parts)


def _years(columns: Sequence[Column], base: int | None, indicator: int) -> dict[int, list[int]]:
    """For each year its value columns, best first: whole years before parts of one."""
    named = [item.year for item in columns if item.year is not None]
    base = base or (max(named) if named else None)
    back = {"this": 0, "unsaid": 0, "last": 1, "before last": 2}
    found: dict[int, list[tuple[bool, bool, int, int]]] = {}
    for index, item in enumerate(columns):
        if item.role != "value" or index == indicator:
            continue
        year = item.year
        if year is None and base is not None and item.when in back:
            year = base - back[item.when]
        if year is not None:
            key = (item.part, item.when == "unsaid", item.rank, index)
            found.setdefault(year, []).append(key)
    return {year: [key[-1] for key in sorted(keys)] for year, keys in found.items()}


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows below the headings, read one by one."""

    grid: Grid
    columns: Sequence[Column]
    indicator: int
    years: Mapping[int, Sequence[int]]
    unit: str

    def rows(self, first: int) -> Iterator[SheetRow]:
        section = parent = ""
        for index in range(first, len(self.grid.rows)):
            name = self._name(index)
            filled = [cell for cell in self.grid.rows[index] if cell not in _EMPTY]
            if not name or _NOTE_ROW.fullmatch(name) or column(name).role == "indicator":
                continue
            if len(filled) == 1 and self._is_section(index, name):
                section = _NUMBERING.sub("", name, count=1) or name
                continue
            values, unit = self._values(index)
            name, own = unit_in(_NUMBERING.sub("", name, count=1) or name)
            name = _within(name, parent)
            parent = parent if name.startswith(f"{parent}中") and parent else name
            yield SheetRow(
                name,
                self._cell(index, "unit") or own or unit or self.unit,
                self._section(index) or section,
                values,
                self._cell(index, "note"),
                self._uncomputed(index, values),
                self.grid.name,
                index + 1,
            )

    def _is_section(self, index: int, name: str) -> bool:
        """A row with nothing but a name: a sub-heading, unless it waits for its values."""
        spread = any(
            self.grid.merged.get((index, position)) is not None
            for position in range(self.indicator + 1, len(self.columns))
        )
        label = parse_label(name)
        has_units = any(item.role == "unit" for item in self.columns)
        return spread or has_units or (label is not None and label.level <= 2)

    def _name(self, index: int) -> str:
        """The indicator's name; a name merged over several rows counts for each of them."""
        source = self.grid.merged.get((index, self.indicator))
        text = self.grid.at(index, self.indicator)
        if source is not None and source[1] != self.indicator:
            text = self.grid.rows[source[0]][source[1]]
        return text.strip("：: ")

    def _cell(self, index: int, role: str) -> str:
        for position, item in enumerate(self.columns):
            if item.role == role and (text := self.grid.at(index, position)) not in _EMPTY:
                return text
        return ""

    def _uncomputed(self, index: int, values: Mapping[int, str]) -> tuple[int, ...]:
        """The years without a value because the formula's result is not in the file."""
        return tuple(
            year
            for year, positions in sorted(self.years.items())
            if year not in values
            and any((index, position) in self.grid.uncomputed for position in positions)
        )

    def _section(self, index: int) -> str:
        """The section column's text; where a cell is empty, the one above it counts.

        Not so in our own sheets (所属部分), where every row that has a section says so.
        """
        for position, item in enumerate(self.columns):
            if item.role == "section" and position != self.indicator:
                lowest = index - 1 if item.heading == "所属部分" else -1
                for row in range(index, lowest, -1):
                    text = self.grid.at(row, position)
                    if column(text).role == "section":
                        break
                    if text not in _EMPTY:
                        return text
        return ""

    def _values(self, index: int) -> tuple[dict[int, str], str]:
        """Values by year, and the unit that headings or the values themselves name."""
        values: dict[int, str] = {}
        unit = ""
        for year, positions in sorted(self.years.items()):
            for position in positions:
                text = self.grid.rows[index][position]
                if text in _EMPTY:
                    continue
                values[year] = text
                written = _VALUE_UNIT.fullmatch(text)
                unit = unit or self.columns[position].unit or (written["unit"] if written else "")
                break
        return values, unit


def _within(name: str, parent: str) -> str:
    """“其中：女” belongs to the indicator above it; a longer name stands on its own."""
    match = re.match(r"(?:其中|#)\s*[：:，,]?\s*(.+)", name)
    if match is None:
        return name
    return match[1] if len(match[1]) > 2 or not parent else f"{parent}中{match[1]}"
