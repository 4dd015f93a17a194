"""The database is made, migrated and safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import exc, insert, inspect, text

from rag.store.engine import migrate, open_engine
from rag.store.tables import metadata, passages


def test_a_new_home_gets_every_table(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "new" / "home")
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


def test_the_migrations_and_the_tables_agree(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [entry for entry in difference if "passages_fts" not in str(entry)] == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_readers_do_not_wait_for_the_writer(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_passage_needs_its_document(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
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
