"""Fixtures for all rooms."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.settings import Settings
from rag.store.engine import DATABASE, open_engine

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

    def find(name: str) -> Path:
        found = shutil.which(name) or shutil.which(name, path=str(ROOT / ".venv" / "bin"))
        if found:
            return Path(found)
        reason = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    return find
