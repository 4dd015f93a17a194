"""Fixtures for all rooms."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty home without vectors, so that tests stay fast."""
    return Settings(home=tmp_path / "home", embedding="none", sample=False)


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
