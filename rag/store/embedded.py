"""The database in the home folder: SQLite, and what its errors mean to a person."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

from rag.errors import DatabaseError, InputError

_PATIENCE: Final = 30
"""Seconds to wait for another process that is writing."""
_TOLD: Final[dict[int, tuple[str, str]]] = {
    sqlite3.SQLITE_READONLY: ("不能写入", "请检查数据目录的权限，磁盘也可能是只读的。"),
    sqlite3.SQLITE_FULL: ("写不下了，磁盘已满", "请腾出空间后再试；已保存的内容不受影响。"),
    sqlite3.SQLITE_CORRUPT: ("已损坏", "请用“zhubi restore 备份.zip --force”从备份恢复。"),
    sqlite3.SQLITE_NOTADB: ("已损坏", "请用“zhubi restore 备份.zip --force”从备份恢复。"),
    sqlite3.SQLITE_CANTOPEN: ("打不开", "请检查数据目录的位置和权限。"),
    sqlite3.SQLITE_BUSY: ("正被别的程序写入", "请稍后再试一次。"),
    sqlite3.SQLITE_LOCKED: ("正被别的程序写入", "请稍后再试一次。"),
    sqlite3.SQLITE_IOERR: ("读写出错", "磁盘可能有问题，请先把数据目录复制到另一块盘。"),
}


def embedded_engine(database: Path) -> Engine:
    """The engine of a database file, in WAL mode: readers never wait for the writer.

    Its statements raise DatabaseError where the file or its disk fails, InputError for a number
    that no database holds.
    """
    engine = create_engine(f"sqlite:///{database}", connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "handle_error", _tell)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _tell(context: ExceptionContext) -> None:
    """Raise the error a person can do something about in the place of SQLite's own."""
    cause = context.original_exception
    if isinstance(cause, OverflowError):
        raise InputError("有一个数太大，数据库存不下。", "请检查编号和数字是否写错。") from cause
    if not isinstance(cause, sqlite3.DatabaseError):
        return
    # Extended codes (SQLITE_READONLY_DIRECTORY) have the plain one in the last eight bits.
    told = _TOLD.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if told is not None:
        database = context.engine.url.database if context.engine is not None else ""
        raise DatabaseError(f"数据库“{database}”{told[0]}。", told[1]) from cause
