"""The ledger in the database. Values are only ever added: the newest one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from rag.errors import NotFoundError
from rag.figures.aliases import AliasStore, confirmed_rows
from rag.figures.entry import check_year, converted, enter, unit_scale
from rag.figures.names import best_match, key
from rag.records import LedgerRow, LedgerValue
from rag.store.engine import utc_now
from rag.store.tables import indicators, ledger_values
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


class LedgerStore(AliasStore):
    """Indicators and their values by year, with who entered what when."""

    def load(self, section: str | None = None) -> tuple[LedgerRow, ...]:
        """All rows in the order they were first entered, or those of one section."""
        with self._engine.connect() as connection:
            return _load(connection, section)

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
            known = _Known(_load(connection), confirmed_rows(connection))
            quantity = parse_quantity(text)
            written = unit or (quantity.unit if quantity else "")
            row = known.find(indicator, written)
            named = known.find(indicator, unit)
            if row is None and named is not None and named.indicator == indicator:
                row = named
            if row is not None and not text.strip():
                return Entered(_withdraw(connection, row, year, made_by))
            entry = enter(
                text,
                unit if row is None else row.unit,
                indicator=indicator,
                source=source,
                made_by=made_by,
                made_at=utc_now(),
            )
            row = row or _new_row(connection, indicator, entry.unit, section)
            _add(connection, row, year, entry.value)
        return Entered(replace(row, values={**row.values, year: entry.value}), entry.notice)

    def import_rows(self, rows: Sequence[LedgerRow], *, made_by: str = "") -> ImportOutcome:
        """Add the values of other rows; the same value again is not entered twice."""
        added = unchanged = 0
        with self._engine.begin() as connection:
            known = _Known(_load(connection), confirmed_rows(connection))
            for row in rows:
                target = known.find(row.indicator, row.unit)
                if target is None:
                    target = _new_row(connection, row.indicator, row.unit, row.section)
                fresh = _fresh_values(row, target)
                for year, value in fresh.items():
                    _add(connection, target, year, _stamped(value, made_by))
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
        return tuple(HistoryEntry(r["year"], _value(r), r["withdrawn"]) for r in found)

    def withdraw(self, row_id: int, year: int, *, made_by: str = "") -> LedgerRow:
        """Take a value back; the history keeps it. Raises NotFoundError."""
        with self._engine.begin() as connection:
            row = _by_id(connection, row_id)
            return _withdraw(connection, row, year, made_by)

    def rename(self, row_id: int, indicator: str) -> None:
        """Give an indicator another name. Raises NotFoundError."""
        with self._engine.begin() as connection:
            _by_id(connection, row_id)
            where = indicators.c.id == row_id
            connection.execute(update(indicators).where(where).values(name=indicator))

    def merge(self, keep_id: int, other_id: int) -> LedgerRow:
        """Give one row the values of another wording of the same indicator.

        Only years still empty in the kept row are filled. Raises NotFoundError.
        """
        with self._engine.begin() as connection:
            keep, other = _by_id(connection, keep_id), _by_id(connection, other_id)
            scale = unit_scale(other.unit, keep.unit)
            if scale is None:
                raise NotFoundError(
                    f"“{keep.indicator}”（{keep.unit}）与“{other.indicator}”（{other.unit}）"
                    "单位不同，不能合并。"
                )
            for year, value in other.values.items():
                if year not in keep.values:
                    _add(connection, keep, year, converted(value, scale, other.unit))
                _withdraw(connection, other, year, value.made_by)
            return _by_id(connection, keep_id)

    def add_row(self, indicator: str, unit: str, section: str = "") -> LedgerRow:
        """A row without values, or the one of exactly that name and unit."""
        with self._engine.begin() as connection:
            rows = _load(connection)
            same = [r for r in rows if (r.indicator, r.unit) == (indicator, unit)]
            return same[0] if same else _new_row(connection, indicator, unit, section)

    def drop(self, row_id: int) -> None:
        """Remove a row that has no values left. Raises NotFoundError."""
        with self._engine.begin() as connection:
            if not _by_id(connection, row_id).values:
                connection.execute(delete(indicators).where(indicators.c.id == row_id))

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


def _load(connection: Connection, section: str | None = None) -> tuple[LedgerRow, ...]:
    query = select(indicators).order_by(indicators.c.ordinal, indicators.c.id)
    if section is not None:
        query = query.where(indicators.c.section == section)
    newest = select(func.max(ledger_values.c.id)).group_by(
        ledger_values.c.indicator_id, ledger_values.c.year
    )
    current = select(ledger_values).where(
        ledger_values.c.id.in_(newest), ledger_values.c.withdrawn.is_(False)
    )
    values: dict[int, dict[int, LedgerValue]] = {}
    for record in connection.execute(current).mappings():
        values.setdefault(record["indicator_id"], {})[record["year"]] = _value(record)
    return tuple(
        LedgerRow(r["name"], r["unit"], r["section"], values.get(r["id"], {}), r["id"])
        for r in connection.execute(query).mappings()
    )


def _by_id(connection: Connection, row_id: int) -> LedgerRow:
    for row in _load(connection):
        if row.id == row_id:
            return row
    raise NotFoundError(f"台账里没有编号为 {row_id} 的指标。", "请刷新页面后再试。")


def _find(rows: Iterable[LedgerRow], indicator: str, unit: str) -> LedgerRow | None:
    wanted = key(indicator)
    same = [row for row in rows if row.indicator == indicator or key(row.indicator) == wanted]
    fitting = [row for row in same if unit_scale(unit, row.unit) is not None]
    named = [row for row in fitting if row.indicator == indicator]
    exact = [row for row in named if row.unit == unit]
    return next(iter(exact or named or fitting), None)


def _new_row(connection: Connection, indicator: str, unit: str, section: str) -> LedgerRow:
    ordinal = connection.execute(select(func.count()).select_from(indicators)).scalar_one()
    values = {"name": indicator, "unit": unit, "section": section, "ordinal": ordinal}
    key_ = connection.execute(insert(indicators).values(values)).inserted_primary_key
    assert key_ is not None
    return LedgerRow(indicator, unit, section, {}, key_[0])


def _add(connection: Connection, row: LedgerRow, year: int, value: LedgerValue) -> None:
    connection.execute(insert(ledger_values).values(_record(row, year, value)))


def _withdraw(connection: Connection, row: LedgerRow, year: int, made_by: str) -> LedgerRow:
    value = row.values.get(year)
    if value is None:
        return row
    record = _record(row, year, replace(value, made_by=made_by, made_at=utc_now()))
    connection.execute(insert(ledger_values).values({**record, "withdrawn": True}))
    left = {other: kept for other, kept in row.values.items() if other != year}
    return replace(row, values=left)


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


def _stamped(value: LedgerValue, made_by: str) -> LedgerValue:
    return replace(value, made_by=value.made_by or made_by, made_at=value.made_at or utc_now())


def _record(row: LedgerRow, year: int, value: LedgerValue) -> dict[str, object]:
    return {
        "indicator_id": row.id,
        "year": year,
        "value": f"{value.value:f}",
        "upper": None if value.upper is None else f"{value.upper:f}",
        "text": value.text,
        "approx": value.approx,
        "direction": value.direction,
        "source": value.source,
        "made_by": value.made_by,
        "made_at": value.made_at or utc_now(),
    }


def _value(record: RowMapping | dict[str, Any]) -> LedgerValue:
    return LedgerValue(
        value=Decimal(record["value"]),
        text=record["text"],
        approx=record["approx"],
        upper=None if record["upper"] is None else Decimal(record["upper"]),
        direction=record["direction"],
        source=record["source"],
        made_by=record["made_by"],
        made_at=record["made_at"],
    )
