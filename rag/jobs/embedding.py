"""The job that computes missing vectors, one batch a step."""

from __future__ import annotations

from collections.abc import Sequence

from rag.library.backfill import Backfill

NAME = "embed"


class EmbeddingWork:
    """A job handler: ``Jobs(home, {NAME: EmbeddingWork(library.backfill)})``.

    Documents indexed while the job runs are found by its next ``plan``. A batch that fails is
    noted in the job and stays pending for the next one.
    """

    def __init__(self, backfill: Backfill) -> None:
        self._backfill = backfill

    def plan(self, argument: str) -> Sequence[str]:
        """The batches that lack vectors."""
        return self._backfill.plan_batches()

    def step(self, argument: str, step: str) -> None:
        """Embed one batch. Raises EmbeddingError."""
        self._backfill.embed_batch(step)
