"""A copy of the database that is whole, also while a server writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from rag.errors import BackupError, ComponentError, InputError

BACKUPS: Final = "backups"
"""Folder of the home with the automatic backups and the copies made before a migration."""

_COUNTED: Final = {
    "documents": "SELECT count(*) FROM documents",
    "reports": "SELECT count(*) FROM reports",
    "versions": "SELECT count(*) FROM versions",
    "values": "SELECT count(*) FROM ledger_values",
    "questions": "SELECT count(*) FROM questions",
}
_PATIENCE: Final = 30.0
"""Seconds to wait for another process that is writing."""


def snapshot(database: Path, target: Path) -> None:
    """Copy a database by SQLite's online backup; ``target`` is one file without a log beside it.

    All of it is of one moment: readers never wait for the writer in WAL mode, nor does the writer
    for them, so no lock on the home is needed. Raises InputError when there is no database and
    ComponentError when it cannot be read or the copy cannot be written.
    """
    if not database.is_file():
        raise InputError(
            f"这里还没有主笔的数据：{database.parent}", "请用 --home 指明数据目录后再试。"
        )
    target.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", _PATIENCE, uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise ComponentError(
            f"数据库没有复制成：{error}", "请检查磁盘空间和数据目录的权限后再试。"
        ) from error


def counts(database: Path) -> dict[str, int]:
    """How much a copy holds, by kind: documents, reports, versions, values, questions."""
    with _reading(database) as connection:
        return {name: int(connection.execute(sql).fetchone()[0]) for name, sql in _COUNTED.items()}


def user_count(database: Path) -> int:
    """How many people can log in; 0 in a database from before there were users.

    The database is one in use: SQLite's files beside it are removed only by who may write.
    """
    with _reading(database, mode="rw") as connection:
        table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'users'")
        if table.fetchone() is None:
            return 0
        return int(connection.execute("SELECT count(*) FROM users").fetchone()[0])


def originals(database: Path) -> tuple[str, ...]:
    """Names inside ``files/`` that a copy refers to."""
    with _reading(database) as connection:
        rows = connection.execute("SELECT DISTINCT stored FROM documents WHERE stored != ''")
        return tuple(sorted(str(row[0]) for row in rows))


def revision(database: Path) -> str:
    """The schema's revision; "" for a file that is no database of Zhubi."""
    with _reading(database) as connection:
        table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if table.fetchone() is None:
            return ""
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else ""


def check_database(database: Path) -> None:
    """Raise BackupError for a copy that is damaged or that would run SQL of its own.

    Zhubi has no views and no triggers: a file that has some was made by somebody else.
    """
    with _reading(database) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        foreign = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger')"
        ).fetchone()
    if found is None or found[0] != "ok":
        raise BackupError("备份里的数据库已损坏。")
    if foreign is not None:
        raise BackupError(f"备份里的数据库不是主笔写的：多出“{foreign[0]}”。")


@contextmanager
def _reading(database: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """A connection that only reads. Whatever SQLite says about the file is a BackupError."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode={mode}", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            yield connection
    except sqlite3.Error as error:
        raise BackupError(f"备份里的数据库读不出来：{error}。") from error
