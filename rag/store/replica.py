"""Who of several processes on one database is still there.

Each holds an advisory lock under a name of its own, on a connection of its own. PostgreSQL lets
the lock go when that connection ends, also after ``kill -9`` or a lost machine; so whoever can
take the lock of a name knows that its process has ended.
"""

from __future__ import annotations

import threading
import uuid
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, text

from rag.errors import DatabaseError
from rag.store.server import NAMESPACE

_PREFIX: Final = "zhubi-"
_LOOKS: Final = 3
"""Looks in a row at which a name must be free. After a restart of the server every process must
take its lock anew; meanwhile nobody is to be thought dead."""


class Replica:
    """One process among the others. Raises DatabaseError when the database is out of reach."""

    def __init__(self, engine: Engine) -> None:
        self.name = f"{_PREFIX}{uuid.uuid4().hex[:16]}"
        self._engine = engine
        self._turn = threading.Lock()
        self._missed: dict[str, int] = {}
        self._connection = self._announced()

    def release(self) -> None:
        """Leave: what is unfinished under this name may be taken over at once."""
        with self._turn:
            if not self._connection.closed:
                self._connection.invalidate()
                self._connection.close()

    @contextmanager
    def ended(self, names: Collection[str]) -> Iterator[tuple[str, ...]]:
        """Those of some names whose process has ended; inside the block nobody else takes them.

        To be asked again and again: a name is believed at the third look in a row.
        """
        with self._turn, self._engine.connect() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            if not self._still_announced():
                self._missed.clear()
            free = [
                name for name in set(names) - {self.name} if _take(connection, name, wait=False)
            ]
            self._missed = {name: self._missed.get(name, 0) + 1 for name in free}
            try:
                yield tuple(sorted(name for name in free if self._missed[name] >= _LOOKS))
            finally:
                connection.execute(text("SELECT pg_advisory_unlock_all()"))

    def _announced(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        _take(connection, self.name, wait=True)
        return connection

    def _still_announced(self) -> bool:
        """Whether the lock was held all the time; if it was lost it is taken again."""
        try:
            self._connection.execute(text("SELECT 1"))
        except DatabaseError:
            self._connection.invalidate()
            self._connection.close()
            self._connection = self._announced()
            return False
        return True


def _take(connection: Connection, name: str, *, wait: bool) -> bool:
    numbers = {"space": NAMESPACE, "name": _number(name)}
    if wait:
        connection.execute(text("SELECT pg_advisory_lock(:space, :name)"), numbers)
        return True
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:space, :name)"), numbers))


def _number(name: str) -> int:
    """A name as PostgreSQL numbers a lock, out of the way of the few numbers of turns."""
    return -1 - zlib.crc32(name.encode("utf-8")) // 2
