"""All parts of the library of one home, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from rag.library.backfill import Backfill
from rag.library.catalog import Catalog
from rag.library.embedding import embedding_name, make_embeddings
from rag.library.indexing import Indexer
from rag.library.keywords import KeywordIndex
from rag.library.rerank import make_reranker
from rag.library.search import Retriever
from rag.library.vectors import VectorIndex
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Library:
    """The parts share one engine and one vector index."""

    catalog: Catalog
    indexer: Indexer
    backfill: Backfill
    retriever: Retriever


def open_library(settings: Settings, engine: Engine) -> Library:
    """The library of a home. Nothing heavy is loaded until it is used.

    Raises EmbeddingError when an endpoint is chosen but not named.
    """
    embeddings = make_embeddings(settings)
    vectors = None
    if embeddings is not None:
        name = embedding_name(settings)
        vectors = VectorIndex(settings.home, embeddings, name, settings.chroma_url)
    catalog = Catalog(engine)
    return Library(
        catalog=catalog,
        indexer=Indexer(settings, engine, vectors),
        backfill=Backfill(engine, vectors),
        retriever=Retriever(
            catalog=catalog,
            keywords=KeywordIndex(engine),
            vectors=vectors,
            reranker=make_reranker(settings),
        ),
    )
