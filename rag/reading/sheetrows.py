"""The rows below the headings of a figure sheet: indicators, sub-headings, totals, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.reading.columns import Column, column, unit_in
from rag.reading.grid import Grid
from rag.text.headings import parse_label

_NOTE_ROW = re.compile(
    r"(?:注|备注|说明|填表|填报|制表|审核|联系人|联系电话|单位负责人)[^，]{0,6}[：:].*"
)
_TOTAL = re.compile(r"(?:合|总|小|共)\s*计(?:数|值|金额)?|总\s*(?:和|数|额)|(?:合|总|小)计[：:].*")
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
    and ``line`` (from 1) tell where the row stands. ``shared`` are the years whose cell is merged
    with the one above it: the number there may be of both.
    """

    indicator: str
    unit: str
    section: str
    values: Mapping[int, str]
    note: str = ""
    uncomputed: tuple[int, ...] = ()
    sheet: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    shared: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below the headings, read one by one.

    ``years`` has for each year its value columns, the best first; ``unit`` is the sheet's.
    """

    grid: Grid
    columns: Sequence[Column]
    indicator: int
    years: Mapping[int, Sequence[int]]
    unit: str

    def rows(self, first: int) -> Iterator[SheetRow]:
        """The indicators from a row (counted from 0) on; hidden rows are left out."""
        section = parent = ""
        for index in range(first, len(self.grid.rows)):
            name = self._name(index)
            filled = [cell for cell in self.grid.rows[index] if cell not in _EMPTY]
            if not name or index in self.grid.hidden_rows or self._is_no_indicator(name):
                continue
            if len(filled) == 1 and self._is_section(index, name):
                section = _NUMBERING.sub("", name, count=1) or name
                continue
            values, unit = self._values(index)
            name, own = unit_in(_NUMBERING.sub("", name, count=1) or name)
            within = self._section(index) or section
            if _TOTAL.fullmatch(name):
                if not within:
                    continue
                name = f"{within}{name}"
            name = _within(name, parent)
            parent = parent if name.startswith(f"{parent}中") and parent else name
            yield SheetRow(
                name,
                self._cell(index, "unit") or own or unit or self.unit,
                within,
                values,
                self._cell(index, "note"),
                self._uncomputed(index, values),
                self.grid.name,
                index + 1,
                self._shared(index, values),
            )

    def totals(self, first: int) -> tuple[int, ...]:
        """The lines (from 1) of totals that do not say of what, and so are no indicators."""
        under = False
        lines = []
        for index in range(first, len(self.grid.rows)):
            name = self._name(index)
            filled = [cell for cell in self.grid.rows[index] if cell not in _EMPTY]
            if name and len(filled) == 1 and self._is_section(index, name):
                under = True
            elif _TOTAL.fullmatch(unit_in(name)[0]) and not under and not self._section(index):
                lines.append(index + 1)
        return tuple(lines)

    def _is_no_indicator(self, name: str) -> bool:
        """A note below the table, or the headings once more on the next page."""
        return bool(_NOTE_ROW.fullmatch(name)) or column(name).role == "indicator"

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

    def _shared(self, index: int, values: Mapping[int, str]) -> tuple[int, ...]:
        """The years without a value because the cell is part of one that began further up."""
        return tuple(
            year
            for year, positions in sorted(self.years.items())
            if year not in values
            and any(
                self.grid.merged.get((index, position), (index, 0))[0] < index
                and self.grid.at(index, position) not in _EMPTY
                for position in positions
            )
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
