"""A figure sheet looked at before it is entered, and taken back after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.desk.sheets import SheetsDesk
from rag.figures.entry import shown, with_unit
from rag.records import LedgerRow, LedgerValue


class SheetUndoDesk(SheetsDesk):
    """What an import leaves out, and the ledger as it was before one."""

    def left_out(self, path: Path, *, year: int) -> tuple[str, ...]:
        """What of a sheet :meth:`import_ledger` cannot enter, each with its reason.

        Raises SheetError, FileError, YearError.
        """
        read, _filled, _known = self._read(path, year)
        empty = (
            f"“{row.indicator}”：{year}年没有填数" for row in read.rows if year not in row.values
        )
        return (*empty, *read.notices)

    def take_back(
        self, before: Sequence[LedgerRow], after: Sequence[LedgerRow], *, made_by: str = ""
    ) -> int:
        """Undo what led from one state of the ledger to a later one; how many values.

        A value that was changed again since stays. Indicators that are left without any value
        and were not there before are removed.
        """
        known = {row.id: row for row in before}
        now = {row.id: row for row in self.figures.load()}
        undone = 0
        for row in after:
            old, present = known.get(row.id), now.get(row.id)
            if present is None or present.id is None:
                continue
            changed = _changed(old, row, present)
            for year in changed:
                self._put_back(present, year, old.values.get(year) if old else None, made_by)
            undone += len(changed)
            if old is None and len(changed) == len(present.values):
                self.figures.remove(present.id)
        return undone

    def _put_back(self, row: LedgerRow, year: int, was: LedgerValue | None, made_by: str) -> None:
        self.figures.set_value(
            row.indicator,
            with_unit(shown(was, row.unit), row.unit) if was else "",
            year,
            unit=row.unit,
            source=was.source if was else "",
            made_by=made_by,
        )


def _changed(old: LedgerRow | None, row: LedgerRow, present: LedgerRow) -> list[int]:
    """The years whose value came with the change and still stands."""
    return [
        year
        for year, value in row.values.items()
        if present.values.get(year) == value
        and value != (old.values.get(year) if old is not None else None)
    ]
