"""What a person can do with figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from rag.desk.rooms import Rooms
from rag.desk.views import SeriesPoint, Standing
from rag.errors import InputError, NotFoundError
from rag.figures.entry import check_year, meaning, shown, unit_scale, with_unit
from rag.figures.growth import PERCENT_UNITS, growth, rank, share
from rag.figures.ledger import Ledger
from rag.figures.names import key
from rag.figures.sheets import export_sheet
from rag.figures.store import Entered, HistoryEntry
from rag.records import LedgerRow, LedgerValue

READ_FROM = "读自"
"""How ``made_by`` begins for a value that was read out of a past report, not entered."""
RESTORED = "恢复旧值："
"""How ``source`` begins for an earlier value that was entered again."""
LONGEST_NAME = 60


class LedgerDesk(Rooms):
    """The ledger: indicators × years."""

    def ledger(self) -> tuple[LedgerRow, ...]:
        """All rows in the order they were first entered."""
        return self.figures.load()

    def set_figure(
        self, indicator: str, value: str, *, year: int, unit: str = "", made_by: str = ""
    ) -> LedgerRow:
        """Enter a value; an empty one takes the value back. Raises InputError, YearError."""
        return self.enter_figure(indicator, value, year=year, unit=unit, made_by=made_by).row

    def enter_figure(
        self,
        indicator: str,
        value: str,
        *,
        year: int,
        unit: str = "",
        made_by: str = "",
        new: bool = False,
    ) -> Entered:
        """:meth:`set_figure`, telling what the year held before and what was converted.

        ``new`` makes an indicator of its own, whatever else the name may mean.
        """
        return self.figures.set_value(
            checked_name(indicator),
            value,
            year,
            unit=unit,
            source="手工填写",
            made_by=made_by,
            new=new,
        )

    def similar_indicator(self, indicator: str, unit: str = "") -> str | None:
        """Another indicator that the name of a new one may mean; None when none is close."""
        return self.figures.suggest(indicator, unit)

    def _confirmed_names(self) -> dict[str, str]:
        return {key(a.name): a.indicator for a in self.figures.aliases() if a.confirmed}

    def row(self, indicator: str, unit: str = "") -> LedgerRow:
        """The ledger's row of an indicator, in whatever wording. Raises NotFoundError.

        ``unit`` tells rows of one name apart, such as an amount and its growth.
        """
        rows = self.figures.load()
        meant = self._confirmed_names().get(key(indicator), indicator)
        named = [row for row in rows if row.indicator == meant]
        exact = [row for row in named if row.unit == unit]
        fitting = named if not unit else exact or named
        found = fitting[0] if fitting else Ledger(rows, 0).find(meant, unit)
        if found is None:
            raise NotFoundError(
                f"台账里没有“{indicator}”这项指标。", "用“zhubi ledger show”可查看全部指标。"
            )
        return found

    def _named(self, name: str) -> LedgerRow | None:
        return next((row for row in self.figures.load() if row.indicator == name), None)

    def history(
        self, indicator: str, year: int | None = None, *, unit: str = ""
    ) -> tuple[HistoryEntry, ...]:
        """Every value ever entered for an indicator, oldest first. Raises NotFoundError."""
        row = self.row(indicator, unit)
        assert row.id is not None
        return self.figures.history(row.id, year)

    def restore_value(
        self,
        indicator: str,
        year: int,
        number: int | None = None,
        *,
        unit: str = "",
        made_by: str = "",
    ) -> LedgerRow:
        """Enter an earlier value of a year again: the ``number``-th of its history, from 0.

        Without a number the last one that says something else than the year holds now. Raises
        NotFoundError.
        """
        row = self.row(indicator, unit)
        assert row.id is not None
        entries = self.figures.history(row.id, year)
        if number is None:
            number = _earlier(entries, row.values.get(year))
        if not 0 <= number < len(entries):
            raise NotFoundError("没有这条记录。", "请重新打开这项指标的历史查看。")
        value = entries[number].value
        source = value.source.removeprefix(RESTORED)
        return self.figures.set_value(
            row.indicator,
            with_unit(shown(value, row.unit), row.unit),
            year,
            unit=row.unit,
            source=f"{RESTORED}{source}",
            made_by=made_by,
        ).row

    def add_indicator(self, indicator: str, unit: str = "", section: str = "") -> LedgerRow:
        """A row without values; one that was removed comes back with them. Raises InputError."""
        name = checked_name(indicator)
        if any((row.indicator, row.unit) == (name, unit.strip()) for row in self.figures.load()):
            raise InputError(f"台账里已有“{name}”。", "请直接在那一行里填数。")
        return self.figures.add_row(name, unit.strip(), section.strip())

    def rename_indicator(self, indicator: str, name: str, *, unit: str = "") -> LedgerRow:
        """Another name for an indicator. Raises NotFoundError, InputError."""
        row, new = self.row(indicator, unit), checked_name(name)
        assert row.id is not None
        self.figures.rename(row.id, new)
        return replace(row, indicator=new)

    def remove_indicator(self, indicator: str, *, unit: str = "") -> LedgerRow:
        """Take a row out of the ledger with all its years. Raises NotFoundError."""
        row = self.row(indicator, unit)
        assert row.id is not None
        self.figures.remove(row.id)
        return row

    def removed_indicators(self) -> tuple[LedgerRow, ...]:
        """Rows that were removed, with the values they had."""
        return self.figures.removed()

    def bring_back_indicator(self, row_id: int) -> LedgerRow:
        """Undo a removal. Raises NotFoundError."""
        return self.figures.bring_back(row_id)

    def missing(self, year: int) -> tuple[LedgerRow, ...]:
        """Indicators still empty in a year, those with a value the year before first."""
        return Ledger(self.figures.load(), check_year(year)).missing()

    def series(self, indicator: str, *, unit: str = "") -> tuple[SeriesPoint, ...]:
        """An indicator's values in the order of the years, each with its growth."""
        row = self.row(indicator, unit)
        return tuple(
            SeriesPoint(year, value.value, shown(value, row.unit), row.unit, growth(row, year))
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


def _earlier(entries: Sequence[HistoryEntry], now: LedgerValue | None) -> int:
    """The place of the last value that differs from the present one; −1 without one."""
    told = None if now is None else meaning(now)
    places = [
        place
        for place, entry in enumerate(entries)
        if not entry.withdrawn and meaning(entry.value) != told
    ]
    return places[-1] if places else -1


def checked_name(name: str) -> str:
    """A name an indicator may have. Raises InputError."""
    if not name.strip():
        raise InputError("没有写指标名称。", "请填写指标名称，例如“主题党日”。")
    if len(name.strip()) > LONGEST_NAME:
        raise InputError(f"指标名称最多 {LONGEST_NAME} 个字。", "请写得简短一些。")
    return name.strip()


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
