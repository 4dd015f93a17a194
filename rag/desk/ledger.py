"""What a person can do with figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from rag.desk.rooms import Rooms
from rag.desk.views import ImportOutcome
from rag.errors import SheetError
from rag.figures.align import align_names
from rag.figures.entry import check_year, unit_scale
from rag.figures.names import key
from rag.figures.sheets import export_sheet, import_sheet
from rag.records import LedgerRow

READ_FROM = "读自"
"""How ``made_by`` begins for a value that was read out of a past report, not entered."""


class LedgerDesk(Rooms):
    """The ledger: indicators × years."""

    def ledger(self) -> tuple[LedgerRow, ...]:
        """All rows in the order they were first entered."""
        return self.figures.load()

    def set_figure(
        self, indicator: str, value: str, *, year: int, unit: str = "", made_by: str = ""
    ) -> LedgerRow:
        """Enter a value; an empty one takes the value back. Raises InputError, YearError."""
        entered = self.figures.set_value(
            indicator.strip(), value, year, unit=unit, source="手工填写", made_by=made_by
        )
        return entered.row

    def import_ledger(self, path: Path, *, year: int, made_by: str = "") -> ImportOutcome:
        """Enter one year's values of a figure sheet. Raises SheetError, FileError, YearError.

        A name that is worded differently from the ledger's indicator goes to that indicator and
        is reported as renamed.
        """
        read = import_sheet(path, self.settings, check_year(year))
        filled = [row for row in read.rows if year in row.values]
        if not filled:
            raise SheetError(f"“{path.name}”里没有{year}年的数据。")
        aligned = align_names(filled, self.figures.load(), year)
        rows = [replace(row, values={year: row.values[year]}) for row in aligned]
        renamed = tuple(
            (given.indicator, row.indicator)
            for given, row in zip(filled, rows, strict=True)
            if given.indicator != row.indicator
        )
        self.figures.import_rows(rows, made_by=made_by)
        skipped = tuple(
            (row.indicator, f"{year}年没有填数") for row in read.rows if year not in row.values
        )
        names = {row.indicator for row in rows}
        stored = tuple(row for row in self.figures.load() if row.indicator in names)
        said = tuple(("", notice) for notice in read.notices)
        return ImportOutcome(year, stored, (*skipped, *said), renamed)

    def export_ledger(self, path: Path, *, years: Sequence[int] = ()) -> Path:
        """Write the ledger as a formatted .xlsx. Raises InputError when it is empty."""
        return export_sheet(self.figures.load(), path, years)


def entered_by_people(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """The rows with only those values that a person entered."""
    return tuple(
        replace(row, values=entered)
        for row in rows
        if (
            entered := {
                year: value
                for year, value in row.values.items()
                if not value.made_by.startswith(READ_FROM)
            }
        )
    )


def without_known(rows: Iterable[LedgerRow], known: Sequence[LedgerRow]) -> tuple[LedgerRow, ...]:
    """The values the ledger does not have yet: what a person entered is never overwritten."""
    by_name: dict[str, list[LedgerRow]] = {}
    for row in known:
        by_name.setdefault(key(row.indicator), []).append(row)
    fresh = []
    for row in rows:
        same = [
            old
            for old in by_name.get(key(row.indicator), ())
            if unit_scale(row.unit, old.unit) is not None
        ]
        values = {
            year: value
            for year, value in row.values.items()
            if not any(year in old.values for old in same)
        }
        if values:
            fresh.append(replace(row, values=values))
    return tuple(fresh)
