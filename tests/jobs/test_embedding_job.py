from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.errors import EmbeddingError
from rag.jobs.embedding import EmbeddingWork
from rag.library.backfill import BATCH, Backfill
from rag.library.indexing import Indexer
from rag.library.vectors import VectorIndex
from rag.records import Passage
from rag.settings import Settings
from rag.store.engine import open_engine


class Fragile(VectorIndex):
    """Fails while ``broken``; remembers what it was given. Chroma itself is met in the library's
    tests: loading it takes longer than all of this.
    """

    def __init__(self) -> None:
        self.broken = False
        self.embedded: list[str] = []

    def is_empty(self) -> bool:
        return not self.embedded

    def add(self, passages: Sequence[Passage]) -> None:
        if self.broken:
            raise EmbeddingError("向量服务没有响应。")
        self.embedded.extend(passage.text for passage in passages)


def test_each_batch_is_a_step_and_none_is_done_twice(settings: Settings, tmp_path: Path) -> None:
    lines = (
        f"第{number}号通知要求各支部按时召开组织生活会并报送会议记录，逾期不报的予以通报批评，并限期三日内补报。"
        for number in range(BATCH + 4)
    )
    incoming = tmp_path / "通知.txt"
    incoming.write_text("\n".join(lines), encoding="utf-8")
    engine = open_engine(settings.home)
    vectors = Fragile()
    Indexer(settings, engine, vectors).index_files([incoming])
    work = EmbeddingWork(Backfill(engine, vectors))

    first, second = work.plan("")
    work.step("", first)
    vectors.broken = True
    with pytest.raises(EmbeddingError):
        work.step("", second)
    assert work.plan("") == (second,)
    vectors.broken = False
    # A step is repeated when the process died before it was noted.
    work.step("", first)
    work.step("", second)
    assert work.plan("") == ()
    assert len(vectors.embedded) == len(set(vectors.embedded)) == BATCH + 4
    engine.dispose()
