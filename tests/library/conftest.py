from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from library_helpers import POLICY, REPORT_2022, REPORT_2023, WordEmbeddings, make_library
from sqlalchemy import Engine

from rag.library.library import Library
from rag.settings import Settings


@pytest.fixture
def embeddings() -> WordEmbeddings:
    return WordEmbeddings()


@pytest.fixture
def library(settings: Settings, engine: Engine) -> Library:
    """An empty library without an embedder."""
    return make_library(settings, engine, None)


@pytest.fixture
def vector_library(settings: Settings, engine: Engine, embeddings: WordEmbeddings) -> Library:
    """An empty library with vectors in a real Chroma."""
    return make_library(settings, engine, embeddings)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file to be indexed."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / "incoming" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def office(write: Callable[[str, str], Path]) -> Path:
    """A folder with two yearly reports and a rule."""
    write("2022年报告.txt", REPORT_2022)
    write("2023年报告.txt", REPORT_2023)
    return write("党费管理办法.txt", POLICY).parent
