"""Vectors on a Chroma server, and what happens when it is away."""

from __future__ import annotations

from pathlib import Path

import pytest
from servers import ChromaServer

from rag.errors import EmbeddingError, InputError
from rag.library.library import Library
from rag.library.vectors import drop_vectors, open_client
from rag.settings import Settings
from rag.store.engine import open_engine
from tests.library.library_helpers import REPORT_2023, WordEmbeddings, make_library

pytestmark = pytest.mark.server


@pytest.fixture
def settings(home: Path, chroma: ChromaServer) -> Settings:
    return Settings(home=home, embedding="none", sample=False, chroma_url=chroma.url)


@pytest.fixture
def library(settings: Settings, tmp_path: Path) -> Library:
    """A library with one report whose vectors are on the server."""
    drop_vectors(settings.home, settings.chroma_url)
    file = tmp_path / "2023年报告.txt"
    file.write_text(REPORT_2023, encoding="utf-8")
    library = make_library(settings, open_engine(settings.home), WordEmbeddings())
    library.indexer.index_files([file])
    library.backfill.embed_pending()
    return library


def test_vectors_are_on_the_server_and_not_in_the_home(
    library: Library, settings: Settings
) -> None:
    result = library.retriever.search("主题党日264场")
    assert result.notices == ()
    assert result.hits[0].passage.text.startswith("全年开展主题党日264场")
    assert not (settings.home / "chroma").exists()


def test_without_the_server_a_search_goes_on_with_keywords_and_says_so(
    library: Library, chroma: ChromaServer
) -> None:
    chroma.stop()
    try:
        result = library.retriever.search("主题党日264场")
    finally:
        chroma.start()
    assert result.hits[0].passage.text.startswith("全年开展主题党日264场")
    assert any("向量检索不可用" in notice for notice in result.notices)
    assert library.retriever.search("主题党日264场").notices == ()


def test_removing_a_document_removes_its_vectors(library: Library, settings: Settings) -> None:
    (entry,) = library.catalog.list()
    library.indexer.remove(entry.id)
    client = open_client(settings.home, settings.chroma_url)
    assert [collection.count() for collection in client.list_collections()] == [0]


def test_vectors_of_a_model_no_longer_used_are_removed_too(
    library: Library, settings: Settings
) -> None:
    """Without an embedder the vectors of a removed text must not stay behind on the server."""
    (entry,) = library.catalog.list()
    without = make_library(settings, open_engine(settings.home), None)
    without.indexer.remove(entry.id)
    client = open_client(settings.home, settings.chroma_url)
    assert [collection.count() for collection in client.list_collections()] == [0]


def test_a_collection_that_another_replica_made_anew_is_found_again(
    library: Library, settings: Settings
) -> None:
    other = make_library(settings, open_engine(settings.home), WordEmbeddings())
    assert other.retriever.search("主题党日").notices == ()
    drop_vectors(settings.home, settings.chroma_url)
    told = other.retriever.search("主题党日").notices
    assert any("向量检索不可用" in notice for notice in told)
    other.backfill.plan_batches()
    other.backfill.embed_pending()
    assert other.retriever.search("主题党日").notices == ()


@pytest.mark.parametrize("url", ["云水镇", "ftp://127.0.0.1", "http://127.0.0.1:x", "http://a/b"])
def test_an_address_that_is_none_is_refused(url: str, home: Path) -> None:
    with pytest.raises(InputError, match="chroma_url"):
        open_client(home, url)


def test_a_server_that_is_not_there_is_named(home: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"127\.0\.0\.1:1") as raised:
        open_client(home, "http://127.0.0.1:1")
    assert "ZHUBI_CHROMA_URL" in raised.value.hint
    assert raised.value.exit_code == 3
