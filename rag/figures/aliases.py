"""Other wordings of the ledger's indicators: suggested by likeness, confirmed once by the clerk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select

from rag.figures.names import key
from rag.store.engine import utc_now, writing
from rag.store.tables import indicator_aliases, indicators


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that means an indicator. An unconfirmed one waits for the clerk's word."""

    name: str
    indicator: str
    row_id: int
    confirmed: bool


class AliasStore:
    """The queries on other wordings."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def aliases(self) -> tuple[Alias, ...]:
        """All other wordings, the waiting ones first."""
        with self._engine.connect() as connection:
            return _aliases(connection)

    def confirm(self, name: str, row_id: int, *, made_by: str = "") -> None:
        """From now on ``name`` means the indicator, whatever was suggested or confirmed before."""
        self._put([(name, row_id)], confirmed=True, made_by=made_by)

    def suggest_all(self, pairs: Iterable[tuple[str, int]], *, made_by: str = "") -> None:
        """Keep matches of names and row ids for the clerk; never over what was confirmed."""
        known = {key(alias.name) for alias in self.aliases() if alias.confirmed}
        fresh = [pair for pair in pairs if key(pair[0]) not in known]
        self._put(fresh, confirmed=False, made_by=made_by)

    def forget(self, name: str) -> None:
        """The name means nothing but itself again."""
        with writing(self._engine) as connection:
            _forget(connection, name)

    def _put(self, pairs: Iterable[tuple[str, int]], *, confirmed: bool, made_by: str) -> None:
        with writing(self._engine) as connection:
            for name, row_id in pairs:
                _forget(connection, name)
                values = {"key": key(name), "name": name, "indicator_id": row_id}
                values |= {"confirmed": confirmed, "made_by": made_by, "made_at": utc_now()}
                connection.execute(insert(indicator_aliases).values(values))


def named_rows(connection: Connection, *, confirmed: bool) -> dict[str, int]:
    """Ids of the indicators that other names mean, by the names' normal forms.

    Those a person has confirmed, or those that wait to be.
    """
    found = (alias for alias in _aliases(connection) if alias.confirmed == confirmed)
    return {key(alias.name): alias.row_id for alias in found}


def _aliases(connection: Connection) -> tuple[Alias, ...]:
    table = indicator_aliases
    query = (
        select(table.c.name, indicators.c.name, table.c.indicator_id, table.c.confirmed)
        .join(indicators, indicators.c.id == table.c.indicator_id)
        .order_by(table.c.confirmed, table.c.id)
    )
    return tuple(Alias(*row) for row in connection.execute(query))


def _forget(connection: Connection, name: str) -> None:
    connection.execute(delete(indicator_aliases).where(indicator_aliases.c.key == key(name)))
