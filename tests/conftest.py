"""Fixtures for all rooms."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from rag.settings import Settings
from rag.store.engine import DATABASE, open_engine

if TYPE_CHECKING:
    from servers import PostgresServer

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and no rows, to be copied: migrating takes longer than a test."""
    folder = tmp_path_factory.mktemp("migrated")
    open_engine(folder).dispose()
    return folder / DATABASE


@pytest.fixture
def home(tmp_path: Path, migrated: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(migrated, folder / DATABASE)
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    """Settings of an empty home without vectors, so that tests stay fast."""
    return Settings(home=home, embedding="none", sample=False)


@pytest.fixture(scope="session")
def postgres(require_tool: Callable[[str], Path]) -> Iterator[PostgresServer]:
    """A PostgreSQL server of the tests' own."""
    from servers import PostgresServer

    server = PostgresServer(require_tool("initdb").resolve().parent)
    yield server
    server.remove()


@pytest.fixture
def database_url(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A PostgreSQL database with all tables and no rows."""

    def migrated(url: str) -> None:
        open_engine(tmp_path_factory.mktemp("migrated"), url).dispose()

    name = postgres.create(migrated)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def engine(request: pytest.FixtureRequest, home: Path) -> Iterator[Engine]:
    """An empty database with all tables, of each kind there is."""
    server = request.param == "postgresql"
    engine = open_engine(home, request.getfixturevalue("database_url") if server else "")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def knowledge() -> Path:
    """The sample office."""
    return ROOT / "knowledge"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real texts that are not part of the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the measuring data is not on this machine")
    return folder


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], Path]:
    """Path of an installed program; skips without it, but fails where CI=true."""

    # Debian keeps PostgreSQL's programs by version.
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places = [None, str(ROOT / ".venv" / "bin"), *map(str, debian)]

    def find(name: str) -> Path:
        found = next(filter(None, (shutil.which(name, path=place) for place in places)), None)
        if found:
            return Path(found)
        reason = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    return find
