"""Vectors in Chroma: the only module that knows it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ComponentError
from rag.records import Passage

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

FOLDER = "chroma"
_PREFIX = "zhubi-"
_PAGE = 5_000
"""Ids a single delete call carries; Chroma's SQLite refuses very long lists."""


class VectorIndex:
    """The vectors of one embedding model in a home folder.

    ``name`` tells the model's vector space (``embedding_name``): each has a collection of its
    own. Chroma is opened at the first use. Scores are cosine similarities.
    """

    def __init__(self, home: Path, embeddings: Embeddings, name: str) -> None:
        self._home = home
        self._embeddings = embeddings
        self._collection = _PREFIX + name

    @cached_property
    def _client(self) -> ClientAPI:
        return open_client(self._home)

    @cached_property
    def store(self) -> Chroma:
        """The LangChain vector store itself. Raises ComponentError when Chroma fails to open."""
        from langchain_chroma import Chroma

        for collection in self._client.list_collections():
            # A collection of another model is of no use any more and may hold deleted texts.
            if collection.name.startswith(_PREFIX) and collection.name != self._collection:
                self._client.delete_collection(collection.name)
        return Chroma(
            collection_name=self._collection,
            embedding_function=self._embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        )

    @cached_property
    def _vectors(self) -> Collection:
        """The same collection as Chroma has it."""
        assert self.store  # it makes the collection
        return self._client.get_collection(self._collection)

    def add(self, passages: Sequence[Passage]) -> None:
        """Embed and store passages under their own ids; known ids are overwritten.

        Raises EmbeddingError.
        """
        if passages:
            self.store.add_texts(
                [with_header(passage) for passage in passages],
                metadatas=[_metadata(passage) for passage in passages],
                ids=[passage.id for passage in passages],
            )

    def embed(self, query: str) -> list[float]:
        """A question's vector. Raises EmbeddingError."""
        return self._embeddings.embed_query(query)

    def search(self, query: str, k: int) -> tuple[tuple[str, float], ...]:
        """The ``k`` nearest passages to a question. Raises EmbeddingError."""
        return self.nearest(self.embed(query), k)

    def nearest(self, vector: Sequence[float], k: int) -> tuple[tuple[str, float], ...]:
        """Ids and cosine similarities of the ``k`` nearest passages, nearest first.

        No filter: Chroma's ``where`` costs several times the search itself, so callers ask for
        more and filter by the catalogue.
        """
        # Past LangChain's method, which loads the texts too: five times as long.
        found = self._vectors.query(
            query_embeddings=list(vector), n_results=k, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return tuple(
            (name, 1.0 - far) for name, far in zip(found["ids"][0], distances, strict=True)
        )

    def similarities(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Cosine similarity of a vector to some passages; ids without one are left out."""
        if not ids:
            return {}
        import numpy as np

        query = np.asarray(vector, dtype=np.float32)
        got = self._vectors.get(ids=list(ids), include=["embeddings"])
        if not got["ids"]:
            return {}
        matrix = np.asarray(got["embeddings"], dtype=np.float32)
        norms = np.linalg.norm(matrix, axis=1) * np.linalg.norm(query)
        scores = matrix @ query / np.maximum(norms, 1e-9)
        return dict(zip(got["ids"], scores.tolist(), strict=True))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages. Unknown ids are no error."""
        for first in range(0, len(ids), _PAGE):
            self.store.delete(ids=list(ids[first : first + _PAGE]))

    def is_empty(self) -> bool:
        """Whether there is no vector at all."""
        return not self.store.get(limit=1, include=[])["ids"]


def open_client(home: Path) -> ClientAPI:
    """Chroma in ``home/chroma``, without telemetry. Raises ComponentError."""
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    try:
        return chromadb.PersistentClient(
            path=home / FOLDER, settings=Settings(anonymized_telemetry=False)
        )
    except (ChromaError, OSError, ValueError, RuntimeError) as error:
        raise ComponentError(
            f"向量库无法打开：{error}", "可运行 zhubi reindex 重建；关键词检索不受影响。"
        ) from error


def drop_vectors(home: Path) -> None:
    """Remove the whole folder of vectors, of whatever model."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def forget_without_model(home: Path, ids: Sequence[str]) -> None:
    """Delete passages from every collection when no embedder is configured any more."""
    if not (home / FOLDER).is_dir():
        return
    client = open_client(home)
    for collection in client.list_collections():
        for first in range(0, len(ids), _PAGE):
            collection.delete(ids=list(ids[first : first + _PAGE]))


def with_header(passage: Passage) -> str:
    """What is embedded: the section's own heading before the text it stands over."""
    heading = passage.section_path[-1] if passage.section_path else ""
    return passage.text if not heading or heading in passage.text else f"{heading}\n{passage.text}"


def _metadata(passage: Passage) -> dict[str, str | int]:
    """For people who use the LangChain store directly; our own search reads the catalogue."""
    return {
        "document_id": passage.document_id,
        "title": passage.document_title,
        "kind": passage.kind,
        "section": " / ".join(passage.section_path),
        "year": passage.report_year or 0,
    }
