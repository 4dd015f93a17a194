from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from rag.errors import EmbeddingError
from rag.jobs.embedding import EmbeddingWork
from rag.library.backfill import BATCH, Backfill
from rag.library.indexing import Indexer
from rag.library.vectors import VectorIndex
from rag.settings import Settings
from rag.store.engine import open_engine


class Fragile(Embeddings):
    """Fails while ``broken``; remembers what it embedded."""

    def __init__(self) -> None:
        self.broken = False
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.broken:
            raise EmbeddingError("向量服务没有响应。")
        self.embedded.extend(texts)
        return [[float(zlib.crc32(text.encode("utf-8")) % 97), 1.0] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_each_batch_is_a_step_and_none_is_done_twice(settings: Settings, tmp_path: Path) -> None:
    lines = (
        f"第{number}号通知要求各支部按时召开组织生活会并报送会议记录，逾期不报的予以通报批评，并限期三日内补报。"
        for number in range(BATCH + 4)
    )
    incoming = tmp_path / "通知.txt"
    incoming.write_text("\n".join(lines), encoding="utf-8")
    engine = open_engine(settings.home)
    embeddings = Fragile()
    vectors = VectorIndex(settings.home, embeddings, "fragile")
    Indexer(settings, engine, vectors).index_files([incoming])
    work = EmbeddingWork(Backfill(engine, vectors))

    first, second = work.plan("")
    work.step("", first)
    embeddings.broken = True
    with pytest.raises(EmbeddingError):
        work.step("", second)
    assert work.plan("") == (second,)
    embeddings.broken = False
    # A step is repeated when the process died before it was noted.
    work.step("", first)
    work.step("", second)
    assert work.plan("") == ()
    assert len(embeddings.embedded) == len(set(embeddings.embedded)) == BATCH + 4
    engine.dispose()
