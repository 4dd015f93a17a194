"""The retriever as others plug it in, and its two ways of finding."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from library_helpers import WordEmbeddings, make_library
from sqlalchemy import Engine

from rag.library.catalog import Catalog
from rag.library.keywords import Allowed, Filters, Found, KeywordIndex
from rag.library.library import Library
from rag.library.search import Retriever
from rag.library.vectors import VectorIndex
from rag.settings import Settings

QUESTION = "2023年开展主题党日多少场？"


def test_it_answers_to_invoke_ainvoke_and_batch_alike(library: Library, office: Path) -> None:
    library.indexer.index_files([office])
    retriever = library.retriever
    found = retriever.invoke(QUESTION)
    assert asyncio.run(retriever.ainvoke(QUESTION)) == found
    assert retriever.batch([QUESTION, "党费什么时候交"])[0] == found


def test_it_is_a_link_of_a_langchain_chain(library: Library, office: Path) -> None:
    library.indexer.index_files([office])

    def numbered(found: list[Document]) -> str:
        return "\n".join(
            f"[{n}] {one.metadata['title']}：{one.page_content}" for n, one in enumerate(found, 1)
        )

    chain = library.retriever | RunnableLambda(numbered)
    assert "264场" in chain.invoke(QUESTION).splitlines()[0]


def test_what_others_get_carries_where_it_stands(library: Library, office: Path) -> None:
    library.indexer.index_files([office])
    metadata = library.retriever.invoke(QUESTION)[0].metadata
    assert metadata["kind"] == "report"
    assert metadata["section"].startswith("一、")
    assert metadata["report_year"] == 2023
    assert 2023 in metadata["fact_years"]
    assert metadata["score"] > 0


def test_a_word_of_a_heading_finds_the_text_under_it(library: Library, office: Path) -> None:
    library.indexer.index_files([office])
    hit = library.retriever.search("下一步打算").hits[0].passage
    assert "下一步打算" not in hit.text
    assert "下一步打算" in hit.section_path[-1]


def test_a_headings_words_are_embedded_with_its_text(
    vector_library: Library, embeddings: WordEmbeddings, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    vector_library.backfill.embed_pending()
    assert any(text.startswith("二、下一步打算\n") for text in embeddings.embedded)


class Waiting(WordEmbeddings):
    """Embeds a question only once the keywords are being looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_up = threading.Event()

    def embed_query(self, text: str) -> list[float]:
        assert self.looked_up.wait(20)
        return super().embed_query(text)


class Telling(KeywordIndex):
    """Says when a keyword search begins, and waits for nobody."""

    def __init__(self, engine: Engine, begun: threading.Event) -> None:
        super().__init__(engine)
        self._begun = begun

    def search(
        self,
        query: str,
        limit: int,
        filters: Filters | None = None,
        groups: object = (),
        *,
        quoted: bool = True,
        allowed: Allowed | None = None,
    ) -> Found:
        self._begun.set()
        return super().search(query, limit, filters, quoted=quoted, allowed=allowed)


def test_vectors_are_looked_up_while_keywords_are(
    settings: Settings, engine: Engine, office: Path
) -> None:
    embeddings = Waiting()
    library = make_library(settings, engine, embeddings)
    library.indexer.index_files([office])
    library.backfill.embed_pending()
    retriever = Retriever(
        catalog=Catalog(engine),
        keywords=Telling(engine, embeddings.looked_up),
        vectors=VectorIndex(settings.home, embeddings, "words"),
    )
    assert {"关键词", "语义"} <= set(retriever.search("党费什么时候交").hits[0].why)


def test_while_vectors_are_made_the_result_says_how_many_are_missing(
    vector_library: Library, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    missing = vector_library.catalog.pending()
    result = vector_library.retriever.search("党费什么时候交")
    assert f"还有{missing}段正在建立向量，结果暂以关键词为主。" in result.notices
    assert result.hits
    vector_library.backfill.embed_pending()
    assert not vector_library.retriever.search("党费什么时候交").notices
