"""The second step of indexing: vectors for the passages that have none yet."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, select, update

from rag.errors import ZhubiError
from rag.library.catalog import Catalog
from rag.library.rows import UNREAD
from rag.library.vectors import VectorIndex
from rag.records import Passage, Progress
from rag.store.tables import documents, passages

BATCH = 16
"""Passages embedded in one go: some seconds of work, lost at most when the process dies."""


class Backfill:
    """Computes missing vectors. ``vectors`` is None without an embedder: nothing is missing.

    The column ``passages.embedded`` says what is done, so that it can be stopped at any point.
    """

    def __init__(self, engine: Engine, vectors: VectorIndex | None) -> None:
        self._engine = engine
        self._vectors = vectors
        self._catalog = Catalog(engine)

    def pending(self) -> int:
        """How many passages have no vector yet; 0 without an embedder."""
        return 0 if self._vectors is None else self._catalog.pending()

    def embed_pending(self, progress: Callable[[Progress], None] | None = None) -> int:
        """Compute the missing vectors, batch by batch; returns how many were made.

        Can be stopped and started again at any point. Raises EmbeddingError.
        """
        total = self.pending()
        done = 0
        for batch in iter(self.plan_batches, ()):
            for step in batch:
                done += self.embed_batch(step)
                if progress:
                    progress(Progress(done, max(total, done), "建立向量"))
        return done

    def plan_batches(self) -> tuple[str, ...]:
        """Names of the batches that have passages without a vector, for ``embed_batch``."""
        if self._vectors is None:
            return ()
        self._notice_new_model(self._vectors)
        query = (
            select(passages.c.document_id, passages.c.ordinal)
            .join(documents, documents.c.id == passages.c.document_id)
            .where(passages.c.embedded.is_(False))
            .order_by(documents.c.added_at, documents.c.id, passages.c.ordinal)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        names = (f"{row.document_id}#{row.ordinal // BATCH}" for row in rows)
        return tuple(dict.fromkeys(names))

    def embed_batch(self, name: str) -> int:
        """Vectors for one batch; harmless when it is done already or its document is gone.

        Raises EmbeddingError, which also stands as the document's error until a batch succeeds.
        """
        if self._vectors is None:
            return 0
        document_id, number = name.split("#")
        todo = self._without_vector(document_id, int(number))
        try:
            self._vectors.add(todo)
        except ZhubiError as error:
            self._set_state(document_id, "failed", str(error))
            raise
        with self._engine.begin() as connection:
            connection.execute(
                update(passages)
                .where(passages.c.id.in_([passage.id for passage in todo]))
                .values(embedded=True)
            )
        left = self._without_vector(document_id)
        self._set_state(document_id, "text" if left else "done")
        return len(todo)

    def _without_vector(self, document_id: str, number: int | None = None) -> list[Passage]:
        query = select(passages.c.id).where(
            passages.c.document_id == document_id, passages.c.embedded.is_(False)
        )
        if number is not None:
            first = number * BATCH
            query = query.where(passages.c.ordinal.between(first, first + BATCH - 1))
        with self._engine.connect() as connection:
            ids = connection.execute(query.order_by(passages.c.ordinal)).scalars().all()
        found = self._catalog.passages_by_id(ids)
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def _notice_new_model(self, vectors: VectorIndex) -> None:
        """Another embedder than last time, or a lost folder: all vectors are to be made anew."""
        if vectors.is_empty():
            with self._engine.begin() as connection:
                connection.execute(update(passages).values(embedded=False))
                connection.execute(
                    update(documents)
                    .where(documents.c.state != UNREAD)
                    .values(state="text", error="")
                )

    def _set_state(self, document_id: str, state: str, error: str = "") -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(documents)
                .where(documents.c.id == document_id)
                .values(state=state, error=error)
            )
