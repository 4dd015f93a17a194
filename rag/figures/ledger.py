"""The ledger in memory: indicators × years, looked up, compared and listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.figures import growth as growths
from rag.figures.entry import unit_scale
from rag.figures.growth import Growth
from rag.figures.names import best_match, key
from rag.records import LedgerRow, LedgerValue


@dataclass(frozen=True)
class Ledger:
    """The rows of an office and the year its report is about."""

    rows: tuple[LedgerRow, ...]
    year: int

    def find(self, indicator: str, unit: str = "") -> LedgerRow | None:
        """The row meant by a name, in whatever wording; None when nothing is close enough.

        Rows whose unit cannot be converted to ``unit`` are not considered.
        """
        rows = [row for row in self.rows if unit_scale(unit, row.unit) is not None]
        wanted = key(indicator)
        for row in rows:
            if row.indicator == indicator or key(row.indicator) == wanted:
                return row
        name = best_match(indicator, [row.indicator for row in rows], unit)
        return next((row for row in rows if row.indicator == name), None)

    def value(self, row: LedgerRow, year: int | None = None) -> LedgerValue | None:
        """A row's value in a year, by default the report's."""
        return row.values.get(self.year if year is None else year)

    def growth(self, row: LedgerRow, year: int | None = None) -> Growth | None:
        """Growth against the year before; None where one of the two is not entered."""
        return growths.growth(row, self.year if year is None else year)

    def missing(self, year: int | None = None) -> tuple[LedgerRow, ...]:
        """Rows still empty in a year, those with a value in the year before first."""
        wanted = self.year if year is None else year
        empty = [row for row in self.rows if wanted not in row.values]
        return tuple(sorted(empty, key=lambda row: wanted - 1 not in row.values))


def years_of(rows: Sequence[LedgerRow]) -> tuple[int, ...]:
    """All years that have a value, in order."""
    return tuple(sorted({year for row in rows for year in row.values}))
