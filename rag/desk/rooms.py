"""The opened parts of one home folder that the desk's methods share."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from rag.figures.store import LedgerStore
from rag.library.catalog import Catalog
from rag.library.history import QuestionStore
from rag.reports.outline import OutlineStore
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.store.lock import HomeLock

if TYPE_CHECKING:
    from rag.jobs.jobs import Handler, Jobs
    from rag.library.library import Library
    from rag.writing.model import ChatModel


class Rooms:
    """Opens a home folder; the heavy parts only when they are first used.

    Raises HomeLockedError when another process has the home open.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = HomeLock(settings.home)
        self.engine = open_engine(settings.home)
        self.catalog = Catalog(self.engine)
        self.figures = LedgerStore(self.engine)
        self.store = OutlineStore(self.engine)
        self.asked = QuestionStore(self.engine)
        # The lock is held: nobody is writing, so what is unfinished was left by a killed process.
        self.store.recover()

    def close(self) -> None:
        """Stop long work and give the home back."""
        if "jobs" in self.__dict__:
            self.jobs.stop()
        if "model" in self.__dict__ and self.model is not None:
            self.model.close()
        self.engine.dispose()
        self._lock.release()

    @cached_property
    def library(self) -> Library:
        """Indexing and search. Raises EmbeddingError when an endpoint is chosen but not named."""
        from rag.library.library import open_library

        return open_library(self.settings, self.engine)

    @cached_property
    def model(self) -> ChatModel | None:
        """The chat model, None when none is configured."""
        from rag.writing.model import ChatModel

        return ChatModel.from_settings(self.settings)

    @cached_property
    def jobs(self) -> Jobs:
        """Long work that survives a restart; started at the first use."""
        from rag.jobs.jobs import Jobs

        jobs = Jobs(self.settings.home, self.handlers())
        jobs.start()
        return jobs

    def handlers(self) -> dict[str, Handler]:
        """What does the long work, by its name."""
        from rag.jobs.embedding import NAME, EmbeddingWork

        return {NAME: EmbeddingWork(self.library.backfill)}
