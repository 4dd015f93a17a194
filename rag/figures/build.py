"""The figures of a past report as ledger rows: one row an indicator, values by fact year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.figures.entry import converted, unit_scale
from rag.figures.names import key
from rag.records import Figure, LedgerRow, LedgerValue, Section

KEPT = frozenset({"actual", "cumulative"})
"""Targets and standards are not what a year achieved."""


def ledger_from_figures(
    figures: Sequence[Figure], sections: Sequence[Section] = (), *, source: str = ""
) -> tuple[LedgerRow, ...]:
    """Rows of the years' results a report states, in the order of the report.

    Where a report gives an indicator twice for one year the first, fuller statement counts.
    ``source`` names the report; the sentence is added to it.
    """
    rows: dict[tuple[str, str], LedgerRow] = {}
    last: dict[tuple[str, str, int], Figure] = {}
    yearly = {_own(figure) for figure in figures if figure.status == "actual"}
    for figure in figures:
        year = figure.fact_year
        if year is None or figure.status not in KEPT or not figure.indicator:
            continue
        place = _place(rows, figure)
        if figure.status == "cumulative" and _own(figure) in yearly:
            figure = replace(figure, indicator=f"{figure.indicator}累计")
            place = _place(rows, figure)
        row = rows.get(place) or LedgerRow(
            figure.indicator, figure.quantity.unit, _section(figure, sections)
        )
        old = last.setdefault((*place, year), figure)
        if year not in row.values or _corrects(old, figure):
            value = _ledger_value(figure, row, source)
            row = replace(row, values={**row.values, year: value})
        rows[place] = row
    return tuple(rows.values())


def merge_rows(*sets: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Rows of several reports together; for the same indicator and year the later set counts."""
    merged: dict[str, list[LedgerRow]] = {}
    for rows in sets:
        for row in rows:
            _merge_into(merged.setdefault(key(row.indicator), []), row)
    return tuple(row for same in merged.values() for row in same)


def _merge_into(same: list[LedgerRow], row: LedgerRow) -> None:
    """Add a row's values to the row of that name whose unit they can be converted to."""
    for place, old in enumerate(same):
        scale = unit_scale(row.unit, old.unit)
        if scale is not None:
            moved = {year: converted(value, scale, row.unit) for year, value in row.values.items()}
            same[place] = replace(old, values={**old.values, **moved})
            return
    same.append(row)


def _place(rows: dict[tuple[str, str], LedgerRow], figure: Figure) -> tuple[str, str]:
    """Where a figure belongs: an indicator's level and its growth are two rows."""
    name = f"{key(figure.indicator)}|{figure.quantity.direction}"
    for known_name, unit in rows:
        if known_name == name and unit_scale(figure.quantity.unit, unit) is not None:
            return known_name, unit
    return name, figure.quantity.unit


def _own(figure: Figure) -> tuple[str, str, int | None]:
    """What makes two figures the same indicator's of the same year, whatever they count."""
    return key(figure.indicator), figure.quantity.direction, figure.fact_year


def _corrects(old: Figure, new: Figure) -> bool:
    """从上半年5.5%降到5.3%, 突破4000亿元、达到4211亿元: the later value is the year's."""
    if old is new or old.sentence != new.sentence:
        return False
    first, then = re.escape(old.quantity.text), re.escape(new.quantity.text)
    return bool(re.search(rf"{first}[^，。；\d]{{0,6}}[到至达]{then}", new.sentence))


def _ledger_value(figure: Figure, row: LedgerRow, source: str) -> LedgerValue:
    quantity = figure.quantity
    scale = unit_scale(quantity.unit, row.unit) or 1
    return LedgerValue(
        value=quantity.value * scale,
        text=quantity.text,
        approx=quantity.approx,
        upper=None if quantity.upper is None else quantity.upper * scale,
        direction=quantity.direction,
        source="：".join(filter(None, (source, figure.sentence))),
    )


def _section(figure: Figure, sections: Sequence[Section]) -> str:
    if figure.section:
        return figure.section
    at = figure.quantity.start
    return next((s.heading for s in sections if s.start <= at < s.end), "")
