"""The database is made, migrated and safe, whether SQLite or PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, exc, insert, inspect, text

from rag.errors import DatabaseError, InputError
from rag.store.engine import migrate, open_engine
from rag.store.tables import metadata, passages

if TYPE_CHECKING:
    from servers import PostgresServer


def test_a_new_home_gets_every_table(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "new" / "home")
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


def test_the_migrations_and_the_tables_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [entry for entry in difference if "passages_fts" not in str(entry)] == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_readers_do_not_wait_for_the_writer(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_passage_needs_its_document(engine: Engine) -> None:
    orphan = {
        "id": "x#0",
        "document_id": "x",
        "ordinal": 0,
        "section_path": [],
        "fact_years": [],
        "text": "无",
        "start": 0,
        "end": 1,
    }
    with pytest.raises(exc.IntegrityError), engine.begin() as connection:
        connection.execute(insert(passages), orphan)


def test_a_text_may_hold_what_a_scan_left_in_it(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO reports (title, year, fact_year, created_at)"
                " VALUES (:title, 2024, 2024, '2024-01-01')"
            ),
            {"title": "云水镇\0工作报告" + "长" * 3000},
        )
        title = connection.execute(text("SELECT title FROM reports")).scalar_one()
    assert title.replace("\0", "") == "云水镇工作报告" + "长" * 3000


@pytest.fixture
def nothing(postgres: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database without tables."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


OPEN = """
import sys
from pathlib import Path
from rag.store.engine import open_engine
sys.stdin.readline()
open_engine(Path(sys.argv[1]), sys.argv[2])
"""


@pytest.mark.server
def test_of_several_replicas_that_start_at_once_one_migrates(nothing: str, tmp_path: Path) -> None:
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, tmp_path, nothing],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in starting:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1] for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], errors
    engine = open_engine(tmp_path, nothing)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.server
def test_a_schema_of_a_release_before_is_brought_up(nothing: str, tmp_path: Path) -> None:
    engine = open_engine(tmp_path, nothing)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "rag/store/migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
        assert "unfinished" not in inspect(connection).get_table_names()
    engine.dispose()
    again = open_engine(tmp_path, nothing)
    assert "unfinished" in inspect(again).get_table_names()
    again.dispose()


@pytest.mark.server
def test_what_is_wrong_with_the_server_is_said_without_the_password(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    wrong = {
        "拒绝了用户名或密码": postgres.url("postgres", password="guessed-wrong"),
        "数据库不存在": postgres.url("never_made"),
        "连接不上数据库": "postgresql+psycopg://zhubi:guessed-wrong@127.0.0.1:1/zhubi",
    }
    for told, url in wrong.items():
        with pytest.raises(DatabaseError, match=told) as raised:
            open_engine(tmp_path, url)
        assert raised.value.hint
        assert "guessed-wrong" not in str(raised.value)
        assert raised.value.exit_code == 3


@pytest.mark.parametrize(
    "url", ["云水镇", "mysql://a:hidden@127.0.0.1/zhubi", "postgresql://a:hidden@127.0.0.1"]
)
def test_an_address_that_is_none_is_refused_without_quoting_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="database_url") as raised:
        open_engine(tmp_path, url)
    assert "hidden" not in str(raised.value)


@pytest.mark.server
def test_a_number_that_the_database_cannot_hold_is_no_crash(database_url: str) -> None:
    engine = open_engine(Path(), database_url)
    with pytest.raises(InputError), engine.connect() as connection:
        connection.execute(text("SELECT CAST(:number AS integer)"), {"number": 10**12})
    engine.dispose()


@pytest.mark.server
def test_after_a_restart_of_the_server_the_next_question_is_answered(
    postgres: PostgresServer, database_url: str, tmp_path: Path
) -> None:
    engine = open_engine(tmp_path, database_url)
    postgres.stop()
    with pytest.raises(DatabaseError, match="连接不上"), engine.connect():
        pass
    postgres.start()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
