"""PostgreSQL as the database that several replicas share.

What SQLite does by itself is asked for here: writers take turns, and only one process migrates.
Each of the server's own errors becomes a Chinese sentence; a password is never in it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from rag.errors import DatabaseError, InputError, ZhubiError

NAMESPACE: Final = 0x7A687562
"""First half of all our advisory locks' numbers (“zhub”), so that they meet nobody else's."""
_DRIVERS: Final = frozenset({"postgresql", "postgresql+psycopg"})
_EXAMPLE: Final = "应形如 postgresql+psycopg://用户:密码@主机:5432/库名。"
_PATIENCE: Final = 30
"""Seconds a writer waits for its turn, the same as with SQLite."""
_CONNECTING: Final = 10
_PAUSE: Final = 0.2
_SETTINGS: Final = f"-c lock_timeout={_PATIENCE}s -c client_min_messages=warning"
_REFUSED: Final = re.compile(
    r"password|authenticat|no pg_hba|认证|口令|密码|role .* does not exist"
)
_NO_DATABASE: Final = re.compile(r"database .* does not exist|数据库.*不存在")


class Turn(IntEnum):
    """What only one process does at a time; the second half of a lock's number."""

    WRITE = 1
    MIGRATE = 2
    SAMPLE = 3


def server_engine(url: str) -> Engine:
    """An engine on PostgreSQL; connects at the first use. Raises InputError for no address."""
    engine = create_engine(
        _address(url),
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        connect_args={
            "connect_timeout": _CONNECTING,
            "application_name": "zhubi",
            "options": _SETTINGS,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    )
    event.listen(engine, "handle_error", _tell)
    event.listen(engine, "connect", _prepare)
    return engine


def shown(engine: Engine) -> str:
    """Where the database is, without its user and password: 127.0.0.1:5432/zhubi."""
    url = engine.url
    return f"{url.host or '本机'}:{url.port or 5432}/{url.database or ''}"


def described(engine: Engine) -> str:
    """The server for a person: PostgreSQL 15.18（127.0.0.1:5432/zhubi）."""
    with engine.connect() as connection:
        release = str(connection.scalar(text("SHOW server_version"))).split()[0]
    return f"PostgreSQL {release}（{shown(engine)}）"


def take_turn(connection: Connection, turn: Turn) -> None:
    """Wait until no other process has this turn; it ends with the transaction.

    Writers wait half a minute at most; whoever starts waits as long as a migration takes.
    """
    if turn is Turn.MIGRATE:
        connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:space, :turn)"),
        {"space": NAMESPACE, "turn": int(turn)},
    )


@contextmanager
def holding(engine: Engine, turn: Turn) -> Iterator[None]:
    """Wait for a turn and keep it for something long.

    Outside a transaction: an open one would hold up whoever builds an index meanwhile.
    """
    numbers = {"space": NAMESPACE, "turn": int(turn)}
    with engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:space, :turn)"), numbers):
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:space, :turn)"), numbers)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise InputError("database_url 不是一个数据库地址。", _EXAMPLE) from error
    if address.drivername not in _DRIVERS:
        raise InputError(f"database_url 只能是 PostgreSQL，不能是 {address.drivername}。", _EXAMPLE)
    if not address.database:
        raise InputError("database_url 里没有写库名。", _EXAMPLE)
    return address.set(drivername="postgresql+psycopg")


def _prepare(connection: object, _record: object) -> None:
    """PostgreSQL keeps no NUL in a text; SQLite does, and it means nothing to anybody."""
    from psycopg import Connection as Psycopg
    from psycopg.types.string import StrDumperUnknown

    class WithoutNul(StrDumperUnknown):
        def dump(self, obj: str) -> bytes | bytearray | memoryview | None:
            return super().dump(obj.replace("\0", ""))

    assert isinstance(connection, Psycopg)
    connection.adapters.register_dumper(str, WithoutNul)


def _tell(context: ExceptionContext) -> None:
    """Raise the error a person can do something about in the place of the server's own."""
    if context.is_pre_ping:
        return
    where = shown(context.engine) if context.engine is not None else ""
    told = _told(context.original_exception, where)
    if told is not None:
        raise told from context.original_exception


def _told(cause: BaseException, where: str) -> ZhubiError | None:
    from psycopg import errors

    if isinstance(cause, errors.DataError):
        return InputError("有一个值数据库存不下。", "请检查编号、数字和文字是否写错。")
    if isinstance(cause, errors.InsufficientPrivilege):
        return DatabaseError(
            f"数据库 {where} 的用户没有建表的权限。", "请管理员把这个库的所有者设为该用户。"
        )
    if isinstance(cause, errors.LockNotAvailable | errors.DeadlockDetected):
        return DatabaseError("别人正在写入数据，没有轮到这一步。", "请稍后再试一次。")
    if not isinstance(cause, errors.OperationalError | errors.InterfaceError):
        return None
    said = str(cause)
    if _NO_DATABASE.search(said):
        return DatabaseError(f"数据库不存在：{where}。", "请管理员先建库，例如 createdb zhubi。")
    if _REFUSED.search(said):
        return DatabaseError(
            f"数据库 {where} 拒绝了用户名或密码。", "请检查 ZHUBI_DATABASE_URL 里的用户名和密码。"
        )
    return DatabaseError(
        f"连接不上数据库 {where}。",
        "请检查 ZHUBI_DATABASE_URL 和 PostgreSQL 是否已启动；已保存的内容不受影响。",
    )
