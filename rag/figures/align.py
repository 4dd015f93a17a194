"""A sheet's rows under the names the ledger has for the same indicators.

The strongest evidence is the same name, then last year's value standing in both under names that
resemble one another, then the resemblance alone. A ledger row takes one sheet row only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from rag.figures.entry import unit_scale
from rag.figures.names import best_match, key, same_indicator
from rag.records import LedgerRow

RELATED = 0.2
"""With an equal earlier value, names need to resemble one another only this much (0–1)."""
TELLING = 10
"""An equal earlier value below this is a coincidence too often to be evidence for itself …"""
SHORTEST = 4
"""Characters of a name that says enough to be found inside another."""
CLOSE = 0.45
"""… and needs names that resemble one another at least this much."""

Finder = Callable[[LedgerRow, Sequence[LedgerRow]], LedgerRow | None]


def align_names(
    rows: Sequence[LedgerRow],
    known: Sequence[LedgerRow],
    year: int,
    *,
    confirmed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[LedgerRow, ...]:
    """``rows`` in their order, renamed where the ledger knows the indicator by another name.

    ``year`` is the year being entered: only values of other years are evidence. ``confirmed``
    maps the normal form of a name to the indicator that a clerk said it means.
    """
    names: dict[int, str] = {}
    free = list(known)
    for finder in (_same_name, _confirmed(confirmed), _same_value(year), _alike):
        for place, row in enumerate(rows):
            if place in names:
                continue
            fitting = [old for old in free if unit_scale(row.unit, old.unit) is not None]
            found = finder(row, fitting)
            if found is not None:
                names[place] = found.indicator
                free.remove(found)
    return tuple(
        replace(row, indicator=names.get(place, row.indicator)) for place, row in enumerate(rows)
    )


def _same_name(row: LedgerRow, known: Sequence[LedgerRow]) -> LedgerRow | None:
    same = [old for old in known if key(old.indicator) == key(row.indicator)]
    exact = [old for old in same if old.indicator == row.indicator and old.unit == row.unit]
    return next(iter(exact or same), None)


def _confirmed(meant: Mapping[str, str]) -> Finder:
    def find(row: LedgerRow, known: Sequence[LedgerRow]) -> LedgerRow | None:
        name = meant.get(key(row.indicator))
        return next((old for old in known if old.indicator == name), None)

    return find


def _same_value(year: int) -> Finder:
    def find(row: LedgerRow, known: Sequence[LedgerRow]) -> LedgerRow | None:
        scored = [
            (likeness, -place)
            for place, old in enumerate(known)
            if (likeness := _likeness(row.indicator, old.indicator)) >= RELATED
            and any(_equal_values(row, old, year, likeness))
        ]
        return known[-max(scored)[1]] if scored else None

    return find


def _likeness(a: str, b: str) -> float:
    """A name inside the other (新建党支部 in 家政服务等领域新建党支部) is close enough."""
    short, long = sorted((key(a), key(b)), key=len)
    contained = len(short) >= SHORTEST and short in long
    return max(same_indicator(a, b), CLOSE if contained else 0.0)


def _equal_values(row: LedgerRow, old: LedgerRow, year: int, likeness: float) -> Iterator[bool]:
    scale = unit_scale(row.unit, old.unit)
    for shared in (row.values.keys() & old.values.keys()) - {year}:
        value = row.values[shared].value
        telling = abs(value) >= TELLING or value != value.to_integral() or likeness >= CLOSE
        yield scale is not None and telling and value * scale == old.values[shared].value


def _alike(row: LedgerRow, known: Sequence[LedgerRow]) -> LedgerRow | None:
    name = best_match(row.indicator, [old.indicator for old in known], row.unit)
    return next((old for old in known if old.indicator == name), None)
