from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from library_helpers import WordEmbeddings, make_library
from sqlalchemy import Engine

from rag.errors import EmbeddingError
from rag.library.library import Library
from rag.settings import Settings

Write = Callable[[str, str], Path]


def test_a_document_is_searchable_before_its_vectors_are_there(
    vector_library: Library, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    assert {entry.state for entry in vector_library.catalog.list()} == {"文本可查"}
    result = vector_library.retriever.search("主题党日开展了多少场")
    assert "主题党日" in result.hits[0].passage.text
    assert any("正在建立向量" in notice for notice in result.notices)
    vector_library.backfill.embed_pending()
    assert {entry.state for entry in vector_library.catalog.list()} == {"已完成"}
    assert vector_library.retriever.search("主题党日").notices == ()


def test_vectors_are_made_once_and_can_be_interrupted(
    vector_library: Library, embeddings: WordEmbeddings, office: Path, write: Write
) -> None:
    write(
        "通知.txt",
        "\n".join(f"第{n}号通知要求各支部按时报送{'会议记录和' * 8}台账。" for n in range(20)),
    )
    vector_library.indexer.index_files([office])
    first, *others = vector_library.backfill.plan_batches()
    assert others
    vector_library.backfill.embed_batch(first)
    done = len(embeddings.embedded)
    assert 0 < done < vector_library.backfill.pending() + done
    assert vector_library.backfill.plan_batches() == tuple(others)
    vector_library.backfill.embed_batch(first)
    assert len(embeddings.embedded) == done
    vector_library.backfill.embed_pending()
    assert len(embeddings.embedded) == len(set(embeddings.embedded))
    assert vector_library.backfill.pending() == 0


def test_short_documents_share_a_batch_and_fail_and_finish_together(
    vector_library: Library, embeddings: WordEmbeddings, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    (batch,) = vector_library.backfill.plan_batches()
    embeddings.broken = True
    with pytest.raises(EmbeddingError):
        vector_library.backfill.embed_batch(batch)
    assert {entry.state for entry in vector_library.catalog.list()} == {"失败"}
    embeddings.broken = False
    vector_library.backfill.embed_batch(batch)
    assert {entry.state for entry in vector_library.catalog.list()} == {"已完成"}


def test_a_failing_embedder_marks_the_document_and_is_tried_again(
    vector_library: Library, embeddings: WordEmbeddings, office: Path
) -> None:
    vector_library.indexer.index_files([office / "2023年报告.txt"])
    embeddings.broken = True
    with pytest.raises(EmbeddingError):
        vector_library.backfill.embed_pending()
    (entry,) = vector_library.catalog.list()
    assert (entry.state, "没有响应" in entry.error) == ("失败", True)
    embeddings.broken = False
    vector_library.backfill.embed_pending()
    assert vector_library.catalog.get(entry.id).state == "已完成"
    assert vector_library.catalog.get(entry.id).error == ""


def test_another_embedding_model_makes_all_vectors_anew(
    settings: Settings,
    engine: Engine,
    vector_library: Library,
    embeddings: WordEmbeddings,
    office: Path,
) -> None:
    vector_library.indexer.index_files([office])
    vector_library.backfill.embed_pending()
    other = make_library(settings, engine, embeddings, name="other")
    before = len(embeddings.embedded)
    assert other.backfill.embed_pending() == before
    assert other.backfill.pending() == 0


def test_documents_without_an_embedder_are_complete_at_once(library: Library, office: Path) -> None:
    library.indexer.index_files([office])
    assert {entry.state for entry in library.catalog.list()} == {"已完成"}
    assert library.backfill.pending() == 0
    assert library.backfill.plan_batches() == ()
