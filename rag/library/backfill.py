"""The second step of indexing: vectors for the passages that have none yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from sqlalchemy import Engine, select, update

from rag.errors import ZhubiError
from rag.library.afresh import forget_all
from rag.library.catalog import Catalog
from rag.library.vectors import VectorIndex
from rag.records import Passage, Progress
from rag.store.engine import writing
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
        """Names of the batches that have passages without a vector, for ``embed_batch``.

        Short documents share a batch: storing one costs more than embedding some of their
        passages.
        """
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
        return _batches(Counter((row.document_id, row.ordinal // BATCH) for row in rows))

    def embed_batch(self, name: str) -> int:
        """Vectors for one batch; harmless when it is done already or its documents are gone.

        Raises EmbeddingError, which also stands as the error of the batch's documents until a
        batch of theirs succeeds.
        """
        if self._vectors is None:
            return 0
        parts = [(part.partition("#")[0], int(part.partition("#")[2])) for part in name.split()]
        touched = tuple(dict.fromkeys(document_id for document_id, _ in parts))
        todo = [one for part in parts for one in self._without_vector(*part)]
        try:
            self._vectors.add(todo)
        except ZhubiError as error:
            self._set_state(touched, "failed", str(error))
            raise
        with writing(self._engine) as connection:
            connection.execute(
                update(passages)
                .where(passages.c.id.in_([passage.id for passage in todo]))
                .values(embedded=True)
            )
        left = {document_id for document_id in touched if self._without_vector(document_id)}
        self._set_state(left, "text")
        self._set_state(set(touched) - left, "done")
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
            forget_all(self._engine)

    def _set_state(self, document_ids: Collection[str], state: str, error: str = "") -> None:
        if not document_ids:
            return
        with writing(self._engine) as connection:
            connection.execute(
                update(documents)
                .where(documents.c.id.in_(document_ids))
                .values(state=state, error=error)
            )


def _batches(parts: Mapping[tuple[str, int], int]) -> tuple[str, ...]:
    """Names of parts joined in order to at most ``BATCH`` passages; a part is never broken."""
    groups: list[list[str]] = []
    size = 0
    for (document_id, number), count in parts.items():
        if not groups or size + count > BATCH:
            groups.append([])
            size = 0
        groups[-1].append(f"{document_id}#{number}")
        size += count
    return tuple(map(" ".join, groups))
