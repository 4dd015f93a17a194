"""What a person can do with figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from rag.desk.rooms import Rooms
from rag.desk.views import ImportOutcome, SeriesPoint, Standing
from rag.errors import InputError, NotFoundError, SheetError
from rag.figures.aliases import Alias
from rag.figures.align import align_names
from rag.figures.entry import check_year, unit_scale
from rag.figures.growth import PERCENT_UNITS, growth, rank, share
from rag.figures.ledger import Ledger
from rag.figures.names import key
from rag.figures.sheets import export_sheet, import_sheet
from rag.figures.store import HistoryEntry
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
        if not indicator.strip():
            raise InputError("没有写指标名称。", "请填写指标名称，例如“主题党日”。")
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
        known = self.figures.load()
        aligned = align_names(filled, known, year, confirmed=self._confirmed_names())
        rows = [replace(row, values={year: row.values[year]}) for row in aligned]
        renamed = tuple(
            (given.indicator, row.indicator)
            for given, row in zip(filled, rows, strict=True)
            if given.indicator != row.indicator
        )
        # Last year's column of the sheet is the base of growth where the ledger has none.
        others = [
            replace(row, values={y: v for y, v in row.values.items() if y != year})
            for row in aligned
        ]
        self.figures.import_rows((*rows, *without_known(others, known)), made_by=made_by)
        self._suggest(renamed, made_by)
        skipped = tuple(
            (row.indicator, f"{year}年没有填数") for row in read.rows if year not in row.values
        )
        names = {row.indicator for row in rows}
        stored = tuple(row for row in self.figures.load() if row.indicator in names)
        said = tuple(("", notice) for notice in read.notices)
        return ImportOutcome(year, stored, (*skipped, *said), renamed)

    def _confirmed_names(self) -> dict[str, str]:
        return {key(a.name): a.indicator for a in self.figures.aliases() if a.confirmed}

    def _suggest(self, renamed: Iterable[tuple[str, str]], made_by: str) -> None:
        """Other wordings that were matched wait for the clerk's word; equal ones need none."""
        ids = {row.indicator: row.id for row in self.figures.load()}
        pairs = [
            (given, row_id)
            for given, name in renamed
            if key(given) != key(name) and (row_id := ids.get(name)) is not None
        ]
        self.figures.suggest_all(pairs, made_by=made_by)

    def aliases(self, *, pending: bool = False) -> tuple[Alias, ...]:
        """Other wordings of indicators; ``pending`` ones wait to be confirmed."""
        return tuple(a for a in self.figures.aliases() if not (pending and a.confirmed))

    def confirm_alias(self, name: str, indicator: str, *, made_by: str = "") -> LedgerRow:
        """``name`` means ``indicator`` from now on; a row of that name is merged into it.

        Raises NotFoundError for an unknown indicator and for units that do not convert.
        """
        row, own = self.row(indicator), self._named(name)
        assert row.id is not None
        if own is not None and own.id is not None and own.id != row.id:
            row = self.figures.merge(row.id, own.id)
            self.figures.remove(own.id)
        assert row.id is not None
        self.figures.confirm(name, row.id, made_by=made_by)
        return row

    def reject_alias(self, name: str) -> LedgerRow:
        """``name`` is an indicator of its own. Raises NotFoundError when nothing was suggested."""
        for alias in self.figures.aliases():
            if key(alias.name) == key(name):
                meant = self.row(alias.indicator)
                self.figures.forget(name)
                return self.figures.add_row(name, meant.unit, meant.section)
        raise NotFoundError(f"没有等待确认的名称“{name}”。", "用“zhubi ledger aliases”可查看。")

    def row(self, indicator: str) -> LedgerRow:
        """The ledger's row of an indicator, in whatever wording. Raises NotFoundError."""
        rows = self.figures.load()
        meant = self._confirmed_names().get(key(indicator), indicator)
        found = self._named(meant) or Ledger(rows, 0).find(meant)
        if found is None:
            raise NotFoundError(
                f"台账里没有“{indicator}”这项指标。", "用“zhubi ledger show”可查看全部指标。"
            )
        return found

    def _named(self, name: str) -> LedgerRow | None:
        return next((row for row in self.figures.load() if row.indicator == name), None)

    def history(self, indicator: str, year: int | None = None) -> tuple[HistoryEntry, ...]:
        """Every value ever entered for an indicator, oldest first. Raises NotFoundError."""
        row = self.row(indicator)
        assert row.id is not None
        return self.figures.history(row.id, year)

    def missing(self, year: int) -> tuple[LedgerRow, ...]:
        """Indicators still empty in a year, those with a value the year before first."""
        return Ledger(self.figures.load(), check_year(year)).missing()

    def series(self, indicator: str) -> tuple[SeriesPoint, ...]:
        """An indicator's values in the order of the years, each with its growth."""
        row = self.row(indicator)
        return tuple(
            SeriesPoint(year, value.value, value.text, row.unit, growth(row, year))
            for year, value in sorted(row.values.items())
        )

    def standing(self, year: int, whole: str = "") -> tuple[Standing, ...]:
        """Each row's growth to ``year``, its rank in its section, and its share of ``whole``."""
        rows = self.figures.load()
        total = self.row(whole) if whole else None
        return tuple(
            Standing(row, growth(row, year), rank(row, rows, year), _share(row, total, year))
            for row in rows
        )

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


def _share(row: LedgerRow, whole: LedgerRow | None, year: int) -> tuple[Decimal, str] | None:
    """Per cent of a whole and the formula, where both are entered in units that convert."""
    if whole is None or year not in row.values or year not in whole.values:
        return None
    scale = unit_scale(row.unit, whole.unit)
    if scale is None or row.id == whole.id or row.unit in PERCENT_UNITS:
        return None
    return share(row.values[year].value * scale, whole.values[year].value)


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
