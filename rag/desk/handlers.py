"""The long jobs a desk can have done in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.library.backfill import Backfill


@dataclass(frozen=True, slots=True)
class EmbedHandler:
    """Computes missing vectors, one batch a step, until there are none."""

    backfill: Backfill

    def plan(self, argument: str) -> Sequence[str]:
        """The batches that have passages without a vector."""
        return self.backfill.plan_batches()

    def step(self, argument: str, step: str) -> None:
        """Embed one batch. Raises EmbeddingError."""
        self.backfill.embed_batch(step)
