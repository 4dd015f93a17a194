"""The one place where an engine is made and migrated."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, text

DATABASE = "zhubi.db"
MIGRATIONS = Path(__file__).parent / "migrations"


def utc_now() -> datetime:
    """The current time in UTC without a zone, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def open_engine(home: Path) -> Engine:
    """The engine of a home folder's database, created and migrated to the newest schema.

    SQLite in WAL mode: readers never wait for the writer.
    """
    home.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{home / DATABASE}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision.

    Alembic is loaded only when there is something to do: it doubles the start of a command.
    """
    newest = max(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    if newest.startswith(f"{_revision(engine)}_"):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
