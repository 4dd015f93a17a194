"""Whole rows of the ledger: named, merged and parted, removed and brought back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from rag.errors import InputError, NotFoundError
from rag.figures.aliases import AliasStore
from rag.figures.entry import converted, unit_scale
from rag.records import LedgerRow
from rag.store.engine import utc_now, writing
from rag.store.ledgerrows import (
    add_value,
    entered_values,
    load_rows,
    new_row,
    rename_row,
    row_by_id,
    set_removed,
    value_before,
    withdraw_value,
)


class RowStore(AliasStore):
    """The queries on rows. Nothing is deleted: a removed row keeps its values."""

    def rename(self, row_id: int, indicator: str) -> None:
        """Give an indicator another name.

        Raises NotFoundError, InputError when another row has that name and unit.
        """
        with writing(self._engine) as connection:
            row = row_by_id(connection, row_id)
            rows = (*load_rows(connection), *load_rows(connection, removed=True))
            if any((r.indicator, r.unit) == (indicator, row.unit) and r.id != row_id for r in rows):
                raise InputError(
                    f"台账里已有“{indicator}”（{row.unit or '无单位'}）。",
                    "请换一个名称；同一指标的两种叫法可在“名称待确认”里合并。",
                )
            rename_row(connection, row, indicator)

    def merge(self, keep_id: int, other_id: int) -> LedgerRow:
        """Give one row the values of another wording of the same indicator.

        Only years still empty in the kept row are filled. Raises NotFoundError.
        """
        with writing(self._engine) as connection:
            keep, other = row_by_id(connection, keep_id), row_by_id(connection, other_id)
            scale = unit_scale(other.unit, keep.unit)
            if scale is None:
                raise NotFoundError(
                    f"“{keep.indicator}”（{keep.unit}）与“{other.indicator}”（{other.unit}）"
                    "单位不同，不能合并。"
                )
            for year, value in other.values.items():
                if year not in keep.values:
                    add_value(connection, keep, year, converted(value, scale, other.unit))
                withdraw_value(connection, other, year, value.made_by)
            return row_by_id(connection, keep_id)

    def unmerge(self, keep_id: int, other_id: int) -> LedgerRow:
        """Undo a merge: the removed row comes back with the values it had. Raises NotFoundError."""
        with writing(self._engine) as connection:
            keep = row_by_id(connection, keep_id)
            other = row_by_id(connection, other_id, removed=True)
            set_removed(connection, other, removed=False)
            for year, value in entered_values(connection, other).items():
                add_value(connection, other, year, value)
                filled = keep.values.get(year)
                if filled and (filled.source, filled.made_at) == (value.source, value.made_at):
                    withdraw_value(connection, keep, year, value.made_by)
            return row_by_id(connection, other_id)

    def move(self, from_id: int, to_id: int, years: Iterable[int], *, made_by: str = "") -> None:
        """Values entered in the wrong row go to another; what stood there before comes back.

        Raises NotFoundError.
        """
        with writing(self._engine) as connection:
            source, target = row_by_id(connection, from_id), row_by_id(connection, to_id)
            scale = unit_scale(source.unit, target.unit) or Decimal(1)
            for year in years:
                value = source.values[year]
                moved = converted(value, scale, source.unit) if scale != 1 else value
                add_value(connection, target, year, moved)
                before = value_before(connection, source, year)
                if before is None:
                    withdraw_value(connection, source, year, made_by)
                else:
                    add_value(connection, source, year, replace(before, made_at=utc_now()))

    def add_row(self, indicator: str, unit: str, section: str = "") -> LedgerRow:
        """A row without values, or the one of exactly that name and unit."""
        with writing(self._engine) as connection:
            rows = load_rows(connection)
            same = [r for r in rows if (r.indicator, r.unit) == (indicator, unit)]
            return same[0] if same else new_row(connection, indicator, unit, section)

    def remove(self, row_id: int) -> None:
        """Take a row out of the ledger; its values stay for the day it comes back.

        Raises NotFoundError.
        """
        with writing(self._engine) as connection:
            set_removed(connection, row_by_id(connection, row_id), removed=True)

    def bring_back(self, row_id: int) -> LedgerRow:
        """Undo a removal. Raises NotFoundError."""
        with writing(self._engine) as connection:
            row = row_by_id(connection, row_id, removed=True)
            set_removed(connection, row, removed=False)
            return row

    def removed(self) -> tuple[LedgerRow, ...]:
        """The removed rows with the values they had."""
        with self._engine.connect() as connection:
            return load_rows(connection, removed=True)
