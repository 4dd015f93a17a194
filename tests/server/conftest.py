"""An office whose stores are servers: PostgreSQL and Chroma, on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from servers import ChromaServer

from rag.desk.desk import Desk
from rag.settings import Settings

WIRE = Path(__file__).parent.parent / "writing" / "wire_server.py"
OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="module")
def chroma(
    require_tool: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChromaServer]:
    """A Chroma server of the module's own."""
    server = ChromaServer(require_tool("chroma"), tmp_path_factory.mktemp("chroma"))
    yield server
    server.stop()


@pytest.fixture
def wire() -> Iterator[str]:
    """A chat endpoint whose model's name chooses what it answers."""
    server = subprocess.Popen([sys.executable, str(WIRE)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    yield f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
    server.terminate()
    server.wait()


@pytest.fixture
def open_desk(database_url: str, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens replicas of one office, each a desk of its own on the shared home."""
    opened: list[Desk] = []

    def open_one(**changes: object) -> Desk:
        given = {"embedding": "none", "sample": False, "database_url": database_url, **changes}
        desk = Desk(Settings(home=tmp_path / "shared", **given))  # type: ignore[arg-type]
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        desk.close()


def environment(**settings: str) -> dict[str, str]:
    """The environment of another process with nothing of ours but these settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZHUBI_", "GRADIO_"))}
    return {**kept, **{f"ZHUBI_{name.upper()}": value for name, value in settings.items()}}
