"""The ledger in the database. Values are only ever added: the newest one counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection, select

from rag.errors import InputError
from rag.figures.aliases import named_rows
from rag.figures.directions import split_direction
from rag.figures.entry import check_year, converted, enter, meaning, unit_scale
from rag.figures.known import KnownRows
from rag.figures.names import best_match
from rag.figures.rowstore import RowStore
from rag.records import LedgerRow, LedgerValue
from rag.store.engine import utc_now, writing
from rag.store.ledgerrows import (
    add_value,
    add_values,
    load_rows,
    new_row,
    new_rows,
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
    """A row after a value was entered, and what was converted, in Chinese, or "".

    ``before`` is what the year held until now; ``created`` tells that the indicator is new.
    """

    row: LedgerRow
    notice: str = ""
    before: LedgerValue | None = None
    created: bool = False


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
        new: bool = False,
    ) -> Entered:
        """Enter a value such as 近300 or 1.2万元; an unknown indicator becomes a new row.

        The indicator is known by each of its names; ``new`` makes a row of its own all the same.
        An empty text takes the year's value back. Raises YearError, and InputError where there
        is no number, or its unit measures something else than the indicator.
        """
        check_year(year)
        with writing(self._engine) as connection:
            row = _row_for(connection, indicator, unit or _unit_in(text), new=new)
            if not text.strip():
                return _taken_back(connection, row, indicator, year, made_by)
            entry = enter(
                text,
                unit if row is None else row.unit,
                indicator=indicator,
                source=source,
                made_by=made_by,
                made_at=utc_now(),
            )
            kept = row or new_row(connection, indicator, entry.unit, section)
            add_value(connection, kept, year, entry.value)
        filled = replace(kept, values={**kept.values, year: entry.value})
        return Entered(filled, entry.notice, kept.values.get(year), created=row is None)

    def import_rows(self, rows: Sequence[LedgerRow], *, made_by: str = "") -> ImportOutcome:
        """Add the values of other rows; the same value again is not entered twice."""
        with writing(self._engine) as connection:
            known = KnownRows(load_rows(connection), named_rows(connection, confirmed=True))
            _make_missing(connection, known, rows)
            entered: list[tuple[LedgerRow, int, LedgerValue]] = []
            for row in rows:
                target = known.find(row.indicator, row.unit)
                assert target is not None
                fresh = _fresh_values(row, target)
                entered += [(target, y, stamped(value, made_by)) for y, value in fresh.items()]
                known.add(replace(target, values={**target.values, **fresh}))
            add_values(connection, entered)
        return ImportOutcome(len(entered), sum(len(row.values) for row in rows) - len(entered))

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
        """Another indicator that a name probably means as well; the clerk confirms it."""
        names = [
            row.indicator
            for row in self.load()
            if row.indicator != indicator and unit_scale(unit, row.unit) is not None
        ]
        return best_match(indicator, names, unit)


def _make_missing(connection: Connection, known: KnownRows, rows: Sequence[LedgerRow]) -> None:
    """Make the rows that no known name means; a name said twice makes one row."""
    planned = KnownRows((), {})
    for place, row in enumerate(rows):
        if known.find(row.indicator, row.unit) or planned.find(row.indicator, row.unit):
            continue
        planned.add(LedgerRow(row.indicator, row.unit, row.section, id=place))
    for made in new_rows(connection, planned.all()):
        known.add(made)


def _row_for(connection: Connection, indicator: str, unit: str, *, new: bool) -> LedgerRow | None:
    """The row a value goes to; None for a new one. Raises InputError."""
    names = [named_rows(connection, confirmed=known) for known in (True, False)]
    known = KnownRows(load_rows(connection), *names)
    if not new:
        return known.meant(indicator, unit)
    row = known.find(indicator, unit)
    if row is not None and row.indicator == indicator:
        raise InputError(
            f"台账里已有“{indicator}”（{row.unit or '无单位'}）。", "请直接填数，或换一个名称另建。"
        )
    return None


def _unit_in(text: str) -> str:
    quantity = parse_quantity(split_direction(text)[1])
    return quantity.unit if quantity else ""


def _taken_back(
    connection: Connection, row: LedgerRow | None, indicator: str, year: int, made_by: str
) -> Entered:
    if row is None:
        raise InputError(
            f"“{indicator}”没有填过数，没有可以撤回的。", "要填数，请写上数值，例如 264场。"
        )
    before = row.values.get(year)
    return Entered(withdraw_value(connection, row, year, made_by), before=before)


def _fresh_values(row: LedgerRow, target: LedgerRow) -> dict[int, LedgerValue]:
    scale = unit_scale(row.unit, target.unit) or Decimal(1)
    fresh = {}
    for year, value in row.values.items():
        moved = converted(value, scale, row.unit)
        old = target.values.get(check_year(year))
        if old is None or meaning(old) != meaning(moved):
            fresh[year] = moved
    return fresh
