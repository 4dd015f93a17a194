"""The one place where an engine is made and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from rag.errors import InputError
from rag.store.backup import BACKUPS, snapshot
from rag.store.embedded import embedded_engine
from rag.store.server import Turn, holding, server_engine, take_turn

DATABASE = "zhubi.db"
MIGRATIONS = Path(__file__).parent / "migrations"
_BEFORE = "升级前-"
_COPIES = 3
"""Copies from before a migration that are kept."""


def utc_now() -> datetime:
    """The current time in UTC without a zone, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def open_engine(home: Path, url: str = "") -> Engine:
    """The engine of a home folder's database, created and migrated to the newest schema.

    SQLite, or with a ``url`` the PostgreSQL database there. Raises InputError for an address that
    is none, DatabaseError for a server out of reach and for a file that is damaged or read-only.
    """
    home.mkdir(parents=True, exist_ok=True)
    engine = server_engine(url) if url else embedded_engine(home / DATABASE)
    migrate(engine)
    return engine


def on_server(engine: Engine) -> bool:
    """Whether the database is PostgreSQL, which other processes may use at the same time."""
    return engine.dialect.name == "postgresql"


@contextmanager
def one_at_a_time(engine: Engine, turn: Turn) -> Iterator[None]:
    """Something long that only one of several replicas does at a time; the others wait."""
    if on_server(engine):
        with holding(engine, turn):
            yield
    else:
        yield


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: what it reads stays true until its end.

    With SQLite only one process writes; with PostgreSQL the writers of all take turns.
    """
    with engine.begin() as connection:
        if on_server(engine):
            take_turn(connection, Turn.WRITE)
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; the database as it was is kept in ``backups/``.

    Of several processes that start on one server the first one does it.

    Alembic is loaded only when there is something to do: it doubles the start of a command.
    Raises InputError for a database written by a newer Zhubi, ComponentError when no copy can be
    made: then nothing is changed.
    """
    found = _revision(engine)
    if found == newest_revision():
        return
    check_known(found)
    if found and not on_server(engine):
        _keep_copy(engine, found)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if on_server(engine):
            take_turn(connection, Turn.MIGRATE)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_revision() -> str:
    """The revision this program writes, as “0009”."""
    return max(_revisions())


def check_known(revision: str) -> None:
    """Raise InputError for a schema of a newer Zhubi; "" is a database without tables."""
    if revision and revision not in _revisions():
        raise InputError(
            f"数据由更新版本的主笔写成（结构 {revision}，本程序到 {newest_revision()}）。",
            "请先升级主笔再打开。数据没有改动。",
        )


def _revisions() -> frozenset[str]:
    return frozenset(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _keep_copy(engine: Engine, revision: str) -> None:
    """The database before a migration; the newest copies are kept."""
    home = Path(str(engine.url.database)).parent
    folder = home / BACKUPS
    folder.mkdir(exist_ok=True)
    moment = f"{datetime.now():%Y%m%d-%H%M%S}"
    copy = folder / f"{_BEFORE}{revision}-{moment}.db"
    part = folder / f".{copy.name}.part"
    snapshot(home / DATABASE, part)
    part.replace(copy)
    for old in sorted(folder.glob(f"{_BEFORE}*.db"), key=lambda path: path.name[-18:])[:-_COPIES]:
        old.unlink()


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
