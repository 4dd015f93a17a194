"""Tables in a text, whose rows are cells joined by tabs: each bare number becomes a figure.

The indicator is the first cell of words, unit and year come from the table's head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.figures.mentions import Mention
from rag.records import Figure, Quantity
from rag.text.numerals import parse_number
from rag.text.years import find_years

_NUMBERING = re.compile(r"序号|编号|名次|备注")
_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")
_GROWTH_HEAD = re.compile(r"增长|增幅|同比|增速")
_CHANGE_HEAD = re.compile(r"增减|增加|变化|差额")
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_BRACKETED = re.compile(r"[（(](?P<unit>[^\d（）()]{1,6})[）)]\s*$")


@dataclass(frozen=True)
class Head:
    """A table's first row."""

    cells: tuple[str, ...] = ()

    def at(self, column: int) -> str:
        """The heading of a column, "" beyond the last."""
        return self.cells[column] if column < len(self.cells) else ""


def head_of(line: str, before: Head | None) -> Head | None:
    """The head that holds for the lines after this one; None outside a table."""
    if "\t" not in line:
        return None
    return before or Head(tuple(cell.strip() for cell in line.split("\t")))


def table_figures(line: str, head: Head, year: int) -> Iterator[tuple[Mention, Figure]]:
    """The bare numbers of a table's row as mentions and figures of a report telling ``year``."""
    cells = _cells(line)
    name = next((text for _, _, text in cells if text and parse_number(text) is None), "")
    if not name:
        return
    bracketed = _BRACKETED.search(name)
    indicator = name[: bracketed.start()] if bracketed else name
    unit = bracketed["unit"] if bracketed else _unit_cell(cells, head)
    for column, start, text in cells:
        value = parse_number(text) if text else None
        title = head.at(column)
        if value is None or _NUMBERING.search(title) or _CHANGE_HEAD.search(title):
            continue
        own = _BRACKETED.search(title)
        counted = "%" if _GROWTH_HEAD.search(title) else own["unit"] if own else unit
        quantity = Quantity(abs(value), counted, text, start, start + len(text))
        if _GROWTH_HEAD.search(title):
            quantity = replace(quantity, direction="down" if value < 0 else "up")
        else:
            quantity = replace(quantity, value=value)
        suffix = "增速" if _GROWTH_HEAD.search(title) else ""
        figure = Figure(f"{indicator}{suffix}", quantity, _year(title, year), "actual", line)
        yield Mention(start, start + len(text), text, "figure", quantity), figure


def _cells(line: str) -> list[tuple[int, int, str]]:
    """Column, place and text of each cell."""
    found, start = [], 0
    for column, cell in enumerate(line.split("\t")):
        text = cell.strip()
        found.append((column, start + cell.find(text), text))
        start += len(cell) + 1
    return found


def _unit_cell(cells: Sequence[tuple[int, int, str]], head: Head) -> str:
    return next((text for column, _, text in cells if _UNIT_HEAD.match(head.at(column))), "")


def _year(title: str, year: int) -> int:
    named = find_years(title)
    if named:
        return named[-1].year
    return year - 1 if _LAST_YEAR.search(title) else year
