"""The sample office answers the same on its own disk and on servers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from servers import ChromaServer

from rag.library.library import Library
from rag.library.vectors import drop_vectors
from rag.records import SearchResult
from rag.settings import Settings
from rag.store.engine import open_engine
from tests.library.library_helpers import WordEmbeddings, make_library

pytestmark = pytest.mark.server

ASKED = (
    "主题党日",
    "2023年发展党员多少名？",
    "去年在党员教育培训方面做了哪些工作",
    "哪些村整顿了软弱涣散党组织",
    "發展黨員的程序",
    "培",
    "增长3.5%",
    "党费交纳的规定；没有正当理由不交怎么办",
    "量子计算机",
    "",
)


@pytest.fixture(scope="module")
def both(
    request: pytest.FixtureRequest, knowledge: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Library, Library]:
    """The sample office in SQLite with Chroma's files, and in PostgreSQL with Chroma's server."""
    postgres = request.getfixturevalue("postgres")
    chroma: ChromaServer = request.getfixturevalue("chroma")
    libraries = []
    for name, url, vectors in (
        ("files", "", ""),
        ("servers", postgres.url(postgres.create()), chroma.url),
    ):
        home = tmp_path_factory.mktemp(name)
        settings = Settings(home=home, embedding="none", database_url=url, chroma_url=vectors)
        library = make_library(settings, open_engine(home, url), WordEmbeddings())
        drop_vectors(home, vectors)
        library.indexer.index_files([knowledge / "reports", knowledge / "policies"])
        library.backfill.embed_pending()
        libraries.append(library)
    return libraries[0], libraries[1]


def hits(result: SearchResult) -> list[tuple[str, float, str]]:
    return [(hit.passage.id, round(hit.score, 5), hit.passage.text) for hit in result.hits]


Search = Callable[[Library], SearchResult]


@pytest.mark.parametrize("question", ASKED)
def test_a_question_finds_the_same_passages_in_the_same_order(
    both: tuple[Library, Library], question: str
) -> None:
    files, servers = both
    assert hits(servers.retriever.search(question)) == hits(files.retriever.search(question))


@pytest.mark.parametrize(
    "search",
    [
        lambda library: library.retriever.search("党员 培训", year=2022, k=20),
        lambda library: library.retriever.search("组织生活", kind="policy"),
        lambda library: library.retriever.search("工作", section="主要做法"),
        lambda library: library.retriever.similar_section("队伍建设", "发展党员", 2024),
    ],
)
def test_filters_and_headings_let_the_same_through(
    both: tuple[Library, Library], search: Search
) -> None:
    files, servers = both
    assert hits(search(servers)) == hits(search(files))


def test_a_pasted_page_finds_where_it_stands(both: tuple[Library, Library]) -> None:
    files, servers = both
    entry = files.catalog.list()[0]
    page = files.catalog.document(entry.id).text[200:900]
    assert hits(servers.retriever.search(page)) == hits(files.retriever.search(page)) != []


def test_documents_figures_and_texts_are_the_same(both: tuple[Library, Library]) -> None:
    files, servers = both
    assert servers.catalog.list() == files.catalog.list()
    for entry in files.catalog.list():
        assert servers.catalog.document(entry.id) == files.catalog.document(entry.id)
        assert servers.catalog.figures(entry.id) == files.catalog.figures(entry.id)
        assert servers.catalog.passages(entry.id) == files.catalog.passages(entry.id)
    assert servers.catalog.find_figures(naming=["党员"]) == files.catalog.find_figures(
        naming=["党员"]
    )
