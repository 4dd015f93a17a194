"""A sheet's rows under the names the ledger has for the same indicators.

The strongest evidence is the same name, then last year's value standing in both under names that
resemble one another, then the resemblance alone. A ledger row takes one sheet row only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from rag.figures.entry import unit_scale
from rag.figures.names import best_match, key, same_indicator
from rag.records import LedgerRow
from rag.text.numerals import canonical

RELATED = 0.2
"""With an equal earlier value, names need to resemble one another only this much (0–1)."""
TELLING = 10
"""An equal earlier value below this is a coincidence too often to be evidence for itself …"""
SHORTEST = 4
"""Characters of a name that says enough to be found inside another."""
CLOSE = 0.45
"""… and needs names that resemble one another at least this much."""

COMMON = 200
"""A pair of characters that more names than this have says nothing about any of them."""


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
    free = _Free(known)
    finders: tuple[Callable[[LedgerRow], int | None], ...] = (
        free.same_name,
        lambda row: free.named(row, confirmed.get(key(row.indicator))),
        lambda row: free.same_value(row, year),
        free.alike,
    )
    names: dict[int, str] = {}
    for finder in finders:
        for place, row in enumerate(rows):
            found = None if place in names else finder(row)
            if found is not None:
                names[place] = free.take(found)
    return tuple(
        replace(row, indicator=names.get(place, row.indicator)) for place, row in enumerate(rows)
    )


class _Free:
    """The ledger's rows, by their places, that no row of the sheet was matched with yet.

    Each kind of evidence has its index: sheet and ledger may have thousands of rows.
    """

    def __init__(self, known: Sequence[LedgerRow]) -> None:
        self._known = known
        self._left = set(range(len(known)))
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_value: dict[tuple[int, Decimal], list[int]] = defaultdict(list)
        for place, row in enumerate(known):
            self._by_key[key(row.indicator)].append(place)
            self._by_name[row.indicator].append(place)
            for pair in set(pairwise(key(row.indicator))):
                self._by_pair[pair].append(place)
            for value in _values(row):
                self._by_value[value].append(place)

    def take(self, place: int) -> str:
        """The row is matched; its name."""
        self._left.discard(place)
        return self._known[place].indicator

    def same_name(self, row: LedgerRow) -> int | None:
        """The row of that name, best in that unit."""
        same = self._fitting(row, self._by_key.get(key(row.indicator), ()))
        exact = [
            place
            for place in same
            if (self._known[place].indicator, self._known[place].unit) == (row.indicator, row.unit)
        ]
        return next(iter(exact or same), None)

    def named(self, row: LedgerRow, name: str | None) -> int | None:
        """The row of exactly that name; None without one."""
        return next(iter(self._fitting(row, self._by_name.get(name or "", ()))), None)

    def same_value(self, row: LedgerRow, year: int) -> int | None:
        """The row with an equal value of an earlier year whose name is likest."""
        places = {place for value in _values(row) for place in self._by_value.get(value, ())}
        scored = [
            (likeness, -place)
            for place in places & self._left
            if (likeness := _likeness(row.indicator, self._known[place].indicator)) >= RELATED
            and any(_equal_values(row, self._known[place], year, likeness))
        ]
        return -max(scored)[1] if scored else None

    def alike(self, row: LedgerRow) -> int | None:
        """The row whose name alone is like enough."""
        shared = (self._by_pair.get(pair, ()) for pair in set(pairwise(key(row.indicator))))
        places = {place for holders in shared if len(holders) <= COMMON for place in holders}
        fitting = self._fitting(row, sorted(places))
        names = [self._known[place].indicator for place in fitting]
        name = best_match(row.indicator, names, row.unit)
        return None if name is None else fitting[names.index(name)]

    def _fitting(self, row: LedgerRow, places: Iterable[int]) -> list[int]:
        return [
            place
            for place in places
            if place in self._left and unit_scale(row.unit, self._known[place].unit) is not None
        ]


def _values(row: LedgerRow) -> Iterator[tuple[int, Decimal]]:
    """Year and value, as they stand and in the plainest unit: a row may have no unit."""
    for year, value in row.values.items():
        yield from {(year, value.value), (year, canonical(value.value, row.unit)[0])}


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
