"""Vectors in Chroma: the only module that knows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.errors import EmbeddingError, InputError
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
    """The vectors of one embedding model in a home folder, or on the Chroma server at ``url``.

    ``name`` tells the model's vector space (``embedding_name``): each has a collection of its
    own. Chroma is opened at the first use. Scores are cosine similarities. What Chroma cannot do
    is an EmbeddingError, so that a search goes on with keywords alone.
    """

    def __init__(self, home: Path, embeddings: Embeddings, name: str, url: str = "") -> None:
        self._home = home
        self._url = url
        self._embeddings = embeddings
        self._collection = _PREFIX + name

    @cached_property
    def _client(self) -> ClientAPI:
        return open_client(self._home, self._url)

    @cached_property
    def store(self) -> Chroma:
        """The LangChain vector store itself. Raises ComponentError when Chroma fails to open."""
        from langchain_chroma import Chroma

        for collection in _ours(self._client):
            # A collection of another model is of no use any more and may hold deleted texts.
            if collection.name != self._collection:
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
        if not passages:
            return
        with self._reached():
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
        with self._reached():
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
        with self._reached():
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
            with self._reached():
                self.store.delete(ids=list(ids[first : first + _PAGE]))

    def is_empty(self) -> bool:
        """Whether there is no vector at all."""
        with self._reached():
            return not self.store.get(limit=1, include=[])["ids"]

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Whatever Chroma fails with becomes an EmbeddingError; the next call starts afresh."""
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            yield
        except (ChromaError, HTTPError) as error:
            # Another replica with another model may have replaced the collection.
            for opened in ("_vectors", "store", "_client"):
                self.__dict__.pop(opened, None)
            raise EmbeddingError(f"向量库没有完成这一步：{error}", _hint(self._url)) from error


def open_client(home: Path, url: str = "") -> ClientAPI:
    """Chroma in ``home/chroma`` or on a server, without telemetry.

    Raises InputError for a ``url`` that is none and EmbeddingError when it cannot be opened.
    """
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    quiet = Settings(anonymized_telemetry=False)
    host, port, ssl = _server(url) if url else ("", 0, False)
    try:
        if url:
            return chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=quiet)
        return chromadb.PersistentClient(path=home / FOLDER, settings=quiet)
    except (ChromaError, HTTPError, OSError, ValueError, RuntimeError) as error:
        told = f"连接不上向量库 {host}:{port}。" if url else f"向量库无法打开：{error}"
        raise EmbeddingError(told, _hint(url)) from error


def drop_vectors(home: Path, url: str = "") -> None:
    """Remove all vectors, of whatever model."""
    if url:
        client = open_client(home, url)
        for collection in _ours(client):
            client.delete_collection(collection.name)
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def forget_without_model(home: Path, ids: Sequence[str], url: str = "") -> None:
    """Delete passages from every collection when no embedder is configured any more."""
    if not url and not (home / FOLDER).is_dir():
        return
    for collection in _ours(open_client(home, url)):
        for first in range(0, len(ids), _PAGE):
            collection.delete(ids=list(ids[first : first + _PAGE]))


def _ours(client: ClientAPI) -> list[Collection]:
    return [one for one in client.list_collections() if one.name.startswith(_PREFIX)]


def _server(url: str) -> tuple[str, int, bool]:
    """Host, port and whether it is asked through TLS."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise InputError("chroma_url 不是一个地址。", "应形如 http://127.0.0.1:8000。")
    ssl = parts.scheme == "https"
    return parts.hostname, port or (443 if ssl else 8000), ssl


def _hint(url: str) -> str:
    if url:
        return "请检查 ZHUBI_CHROMA_URL 和 Chroma 服务是否已启动；关键词检索不受影响。"
    return "可运行 zhubi reindex 重建；关键词检索不受影响。"


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
