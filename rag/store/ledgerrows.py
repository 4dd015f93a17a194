"""Rows and values of the ledger in the database, as the stores of the ledger read and add them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from rag.errors import NotFoundError
from rag.records import LedgerRow, LedgerValue
from rag.store.engine import utc_now
from rag.store.tables import indicators, ledger_values


def load_rows(
    connection: Connection, section: str | None = None, *, removed: bool = False
) -> tuple[LedgerRow, ...]:
    """The rows in use, or the removed ones, in the order they were first entered."""
    query = (
        select(indicators)
        .where(indicators.c.removed.is_(removed))
        .order_by(indicators.c.ordinal, indicators.c.id)
    )
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
        values.setdefault(record["indicator_id"], {})[record["year"]] = value_of(record)
    return tuple(
        LedgerRow(r["name"], r["unit"], r["section"], values.get(r["id"], {}), r["id"])
        for r in connection.execute(query).mappings()
    )


def row_by_id(connection: Connection, row_id: int, *, removed: bool = False) -> LedgerRow:
    """A row in use, or a removed one. Raises NotFoundError."""
    for row in load_rows(connection, removed=removed):
        if row.id == row_id:
            return row
    raise NotFoundError(f"台账里没有编号为 {row_id} 的指标。", "请刷新页面后再试。")


def new_row(connection: Connection, indicator: str, unit: str, section: str) -> LedgerRow:
    """A row without values; a removed one of that name and unit comes back with its values."""
    return new_rows(connection, [LedgerRow(indicator, unit, section)])[0]


def new_rows(connection: Connection, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Rows without values at once, each like :func:`new_row`; no two of one name and unit."""
    wanted = {(row.indicator, row.unit) for row in rows}
    known = {}
    for old in load_rows(connection, removed=True) if rows else ():
        if (old.indicator, old.unit) in wanted:
            set_removed(connection, old, removed=False)
            known[old.indicator, old.unit] = old
    fresh = [row for row in rows if (row.indicator, row.unit) not in known]
    last = connection.execute(select(func.max(indicators.c.ordinal))).scalar_one()
    first = 0 if last is None else last + 1
    records = [
        {"name": row.indicator, "unit": row.unit, "section": row.section, "ordinal": ordinal}
        for ordinal, row in enumerate(fresh, start=first)
    ]
    if records:
        made = insert(indicators).returning(indicators.c.id, sort_by_parameter_order=True)
        for row, row_id in zip(fresh, connection.scalars(made, records), strict=True):
            known[row.indicator, row.unit] = replace(row, values={}, id=row_id)
    return [known[row.indicator, row.unit] for row in rows]


def set_removed(connection: Connection, row: LedgerRow, *, removed: bool) -> None:
    """Take a row out of use or bring it back; its values and their history stay."""
    where = indicators.c.id == row.id
    connection.execute(update(indicators).where(where).values(removed=removed))


def rename_row(connection: Connection, row: LedgerRow, name: str) -> None:
    """Give a row another name."""
    connection.execute(update(indicators).where(indicators.c.id == row.id).values(name=name))


def add_value(connection: Connection, row: LedgerRow, year: int, value: LedgerValue) -> None:
    """Enter a value; the one before stays in the history."""
    add_values(connection, [(row, year, value)])


def add_values(
    connection: Connection, values: Iterable[tuple[LedgerRow, int, LedgerValue]]
) -> None:
    """Enter many values at once, in their order."""
    records = [record_of(row, year, value) for row, year, value in values]
    if records:
        connection.execute(insert(ledger_values), records)


def withdraw_value(connection: Connection, row: LedgerRow, year: int, made_by: str) -> LedgerRow:
    """Take a value back; the history keeps it."""
    value = row.values.get(year)
    if value is None:
        return row
    record = record_of(row, year, replace(value, made_by=made_by, made_at=utc_now()))
    connection.execute(insert(ledger_values).values({**record, "withdrawn": True}))
    left = {other: kept for other, kept in row.values.items() if other != year}
    return replace(row, values=left)


def stamped(value: LedgerValue, made_by: str) -> LedgerValue:
    """With who entered it and when, where that is not known yet."""
    return replace(value, made_by=value.made_by or made_by, made_at=value.made_at or utc_now())


def record_of(row: LedgerRow, year: int, value: LedgerValue) -> dict[str, object]:
    """The columns of a value."""
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


def value_of(record: RowMapping | dict[str, Any]) -> LedgerValue:
    """A value from its columns."""
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


def entered_values(connection: Connection, row: LedgerRow) -> dict[int, LedgerValue]:
    """The last value entered for each year, taken back or not."""
    table = ledger_values
    query = (
        select(table)
        .where(table.c.indicator_id == row.id, table.c.withdrawn.is_(False))
        .order_by(table.c.id)
    )
    return {r["year"]: value_of(r) for r in connection.execute(query).mappings()}


def value_before(connection: Connection, row: LedgerRow, year: int) -> LedgerValue | None:
    """What a year's value was before the present one; None where it was empty."""
    table = ledger_values
    query = (
        select(table)
        .where(table.c.indicator_id == row.id, table.c.year == year)
        .order_by(table.c.id.desc())
        .offset(1)
        .limit(1)
    )
    found = connection.execute(query).mappings().first()
    return value_of(found) if found is not None and not found["withdrawn"] else None
