"""An indicator that stands twice in a figure sheet: nothing of it may be lost without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.figures.entry import converted, unit_scale
from rag.figures.names import key
from rag.reading.sheetrows import SheetRow
from rag.records import LedgerRow

Placed = tuple[LedgerRow, SheetRow]


def place_of(row: SheetRow) -> str:
    """Where a row stands, as a clerk looks for it: 第9行."""
    return f"第{row.line}行"


def tell_apart(rows: Sequence[Placed]) -> tuple[tuple[LedgerRow, ...], tuple[str, ...]]:
    """Rows that are each an indicator of their own, and what was done about repeated ones.

    Equal values are kept once, years that complete one another go together, and of two values
    that contradict one another the later row gets a name of its own.
    """
    kept: list[Placed] = []
    named: dict[str, list[int]] = {}
    notices: list[str] = []
    for row, place in rows:
        index = _same(row, kept, named.get(key(row.indicator), ()))
        if index is None:
            named.setdefault(key(row.indicator), []).append(len(kept))
            kept.append((row, place))
            continue
        first, origin = kept[index]
        years = _disputed(first, row)
        if not years:
            kept[index] = (_together(first, row), origin)
            notices += _said_twice(first, row, origin, place)
            continue
        renamed = replace(row, indicator=_own_name(row, place, kept[index], kept))
        named.setdefault(key(renamed.indicator), []).append(len(kept))
        kept.append((renamed, place))
        notices.append(_contradiction(first, renamed, years, origin, place))
    return tuple(row for row, _ in kept), tuple(notices)


def _same(row: LedgerRow, kept: Sequence[Placed], named: Sequence[int]) -> int | None:
    """The earlier row, of those so named, that the ledger would take for the same indicator."""
    fits = (i for i in named if unit_scale(row.unit, kept[i][0].unit) is not None)
    return next(fits, None)


def _disputed(first: LedgerRow, row: LedgerRow) -> list[int]:
    """The years for which the two rows state different values."""
    scale = unit_scale(row.unit, first.unit)
    return [
        year
        for year in sorted(first.values.keys() & row.values.keys())
        if scale is None
        or row.values[year].value * scale != first.values[year].value
        or row.values[year].direction != first.values[year].direction
    ]


def _together(first: LedgerRow, row: LedgerRow) -> LedgerRow:
    """The first row with the years that only the second one has, in the first one's unit."""
    scale = unit_scale(row.unit, first.unit)
    more = {
        year: value if scale is None else converted(value, scale, row.unit)
        for year, value in row.values.items()
        if year not in first.values
    }
    return replace(first, values={**first.values, **more})


def _own_name(row: LedgerRow, place: SheetRow, first: Placed, kept: Sequence[Placed]) -> str:
    """The indicator with its section, sheet or line behind it, whichever tells it apart."""
    taken = {key(other.indicator) for other, _ in kept}
    section = row.section if row.section != first[0].section else ""
    sheet = place.sheet if place.sheet != first[1].sheet else ""
    names = [f"{row.indicator}（{mark}）" for mark in (section, sheet, place_of(place)) if mark]
    return next((name for name in names if key(name) not in taken), names[-1])


def _said_twice(first: LedgerRow, row: LedgerRow, origin: SheetRow, place: SheetRow) -> list[str]:
    if not first.values.keys() & row.values.keys():
        return []
    return [
        f"“{first.indicator}”在{_both(origin, place)}各有一次，数字相同，只记一条。",
    ]


def _contradiction(
    first: LedgerRow, renamed: LedgerRow, years: Sequence[int], origin: SheetRow, place: SheetRow
) -> str:
    values = "，".join(
        f"{year}年分别是{first.values[year].text}和{renamed.values[year].text}" for year in years
    )
    return (
        f"“{first.indicator}”在{_both(origin, place)}都有，{values}：后一行另记为"
        f"“{renamed.indicator}”，请核对用哪一个。"
    )


def _both(origin: SheetRow, place: SheetRow) -> str:
    if origin.sheet == place.sheet:
        return f"{place_of(origin)}和{place_of(place)}"
    return f"“{origin.sheet}”{place_of(origin)}和“{place.sheet}”{place_of(place)}"
