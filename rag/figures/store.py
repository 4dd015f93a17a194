"""The ledger in the database. Values are only ever added: the newest one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select

from rag.figures.aliases import confirmed_rows
from rag.figures.entry import check_year, converted, enter, unit_scale
from rag.figures.names import best_match, key
from rag.figures.rowstore import RowStore
from rag.records import LedgerRow, LedgerValue
from rag.store.engine import utc_now
from rag.store.ledgerrows import (
    add_value,
    load_rows,
    new_row,
    stamped,
    value_of,
    withdraw_value,
)
from rag.store.tables import ledger_values
from rag.text.numerals import parse_quantity


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One value that was ever entered. ``withdrawn`` marks the taking back of a value."""

    year: int
    value: LedgerValue
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """A row after a value was entered, and what was converted, in Chinese, or ""."""

    row: LedgerRow
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did: new values, values that were there already, and notices."""

    added: int
    unchanged: int
    notices: tuple[str, ...] = ()


class LedgerStore(RowStore):
    """Indicators and their values by year, with who entered what when."""

    def load(self, section: str | None = None) -> tuple[LedgerRow, ...]:
        """All rows in the order they were first entered, or those of one section."""
        with self._engine.connect() as connection:
            return load_rows(connection, section)

    def set_value(
        self,
        indicator: str,
        text: str,
        year: int,
        *,
        unit: str = "",
        section: str = "",
        source: str = "",
        made_by: str = "",
    ) -> Entered:
        """Enter a value such as 近300 or 1.2万元; an unknown indicator becomes a new row.

        An empty text takes the year's value back. Raises YearError and InputError.
        """
        check_year(year)
        with self._engine.begin() as connection:
            known = _Known(load_rows(connection), confirmed_rows(connection))
            quantity = parse_quantity(text)
            written = unit or (quantity.unit if quantity else "")
            row = known.find(indicator, written)
            named = known.find(indicator, unit)
            if row is None and named is not None and named.indicator == indicator:
                row = named
            if row is not None and not text.strip():
                return Entered(withdraw_value(connection, row, year, made_by))
            entry = enter(
                text,
                unit if row is None else row.unit,
                indicator=indicator,
                source=source,
                made_by=made_by,
                made_at=utc_now(),
            )
            row = row or new_row(connection, indicator, entry.unit, section)
            add_value(connection, row, year, entry.value)
        return Entered(replace(row, values={**row.values, year: entry.value}), entry.notice)

    def import_rows(self, rows: Sequence[LedgerRow], *, made_by: str = "") -> ImportOutcome:
        """Add the values of other rows; the same value again is not entered twice."""
        added = unchanged = 0
        with self._engine.begin() as connection:
            known = _Known(load_rows(connection), confirmed_rows(connection))
            for row in rows:
                target = known.find(row.indicator, row.unit)
                if target is None:
                    target = new_row(connection, row.indicator, row.unit, row.section)
                fresh = _fresh_values(row, target)
                for year, value in fresh.items():
                    add_value(connection, target, year, stamped(value, made_by))
                added += len(fresh)
                unchanged += len(row.values) - len(fresh)
                known.add(replace(target, values={**target.values, **fresh}))
        return ImportOutcome(added, unchanged)

    def history(self, row_id: int, year: int | None = None) -> tuple[HistoryEntry, ...]:
        """Every value ever entered for an indicator, oldest first."""
        query = (
            select(ledger_values)
            .where(ledger_values.c.indicator_id == row_id)
            .order_by(ledger_values.c.id)
        )
        if year is not None:
            query = query.where(ledger_values.c.year == year)
        with self._engine.connect() as connection:
            found = connection.execute(query).mappings().all()
        return tuple(HistoryEntry(r["year"], value_of(r), r["withdrawn"]) for r in found)

    def suggest(self, indicator: str, unit: str = "") -> str | None:
        """The entered indicator that another wording probably means; the clerk confirms it."""
        names = [row.indicator for row in self.load() if unit_scale(unit, row.unit) is not None]
        found = best_match(indicator, names, unit)
        return None if found == indicator else found


class _Known:
    """Rows found by name and unit while an import adds to them."""

    def __init__(self, rows: Iterable[LedgerRow], aliases: Mapping[str, int]) -> None:
        self._rows: dict[str, list[LedgerRow]] = {}
        self._by_id: dict[int | None, LedgerRow] = {}
        self._aliases = aliases
        for row in rows:
            self.add(row)

    def find(self, indicator: str, unit: str) -> LedgerRow | None:
        """The row of that name, else the one the name was confirmed to mean."""
        same = _find(self._rows.get(key(indicator), ()), indicator, unit)
        if same is not None:
            return same
        meant = self._by_id.get(self._aliases.get(key(indicator)))
        fits = meant is not None and unit_scale(unit, meant.unit) is not None
        return meant if fits else None

    def add(self, row: LedgerRow) -> None:
        self._by_id[row.id] = row
        same = self._rows.setdefault(key(row.indicator), [])
        same[:] = [old for old in same if old.id != row.id] + [row]


def _find(rows: Iterable[LedgerRow], indicator: str, unit: str) -> LedgerRow | None:
    wanted = key(indicator)
    same = [row for row in rows if row.indicator == indicator or key(row.indicator) == wanted]
    fitting = [row for row in same if unit_scale(unit, row.unit) is not None]
    named = [row for row in fitting if row.indicator == indicator]
    exact = [row for row in named if row.unit == unit]
    return next(iter(exact or named or fitting), None)


def _fresh_values(row: LedgerRow, target: LedgerRow) -> dict[int, LedgerValue]:
    scale = unit_scale(row.unit, target.unit) or Decimal(1)
    fresh = {}
    for year, value in row.values.items():
        moved = converted(value, scale, row.unit)
        old = target.values.get(check_year(year))
        if old is None or _meaning(old) != _meaning(moved):
            fresh[year] = moved
    return fresh


def _meaning(value: LedgerValue) -> tuple[object, ...]:
    return value.value, value.upper, value.approx, value.direction
