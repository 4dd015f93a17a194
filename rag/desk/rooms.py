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
from rag.store.replica import Replica

if TYPE_CHECKING:
    from rag.jobs.handlers import Handler
    from rag.jobs.jobs import Jobs
    from rag.jobs.takeover import Takeover
    from rag.library.library import Library
    from rag.writing.model import ChatModel


class Rooms:
    """Opens a home folder; the heavy parts only when they are first used.

    With a database server any number of processes open the same home, each a replica. Raises
    HomeLockedError when another process has an embedded home open, DatabaseError when the server
    is out of reach.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = None if settings.database_url else HomeLock(settings.home)
        self.engine = open_engine(settings.home, settings.database_url)
        self.replica = Replica(self.engine) if settings.database_url else None
        self.catalog = Catalog(self.engine)
        self.figures = LedgerStore(self.engine)
        self.store = OutlineStore(self.engine, self.replica.name if self.replica else "")
        self.asked = QuestionStore(self.engine)
        if self.replica is None:
            # The lock is held: nobody writes, so what is unfinished was left by a killed process.
            self.store.recover("")

    def close(self) -> None:
        """Stop long work and give the home back."""
        if "takeover" in self.__dict__:
            self.takeover.stop()
        if "jobs" in self.__dict__:
            self.jobs.stop()
        if "model" in self.__dict__ and self.model is not None:
            self.model.close()
        if self.replica is not None:
            self.replica.release()
        self.engine.dispose()
        if self._lock is not None:
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

        if self.replica is None:
            jobs = Jobs(self.settings.home, self.handlers())
        else:
            url = self.engine.url.render_as_string(hide_password=False)
            jobs = Jobs(self.settings.home, self.handlers(), url=url, runner=self.replica.name)
        jobs.start()
        return jobs

    @cached_property
    def takeover(self) -> Takeover:
        """Goes on with what other replicas left; started at the first use. Only on a server."""
        from rag.jobs.takeover import Takeover

        assert self.replica is not None
        takeover = Takeover(self.replica, self._owners, self._take_over)
        takeover.start()
        return takeover

    def _owners(self) -> frozenset[str]:
        return self.jobs.runners() | self.store.owners()

    def _take_over(self, name: str) -> None:
        # What it had written first: a job that goes on writes over it.
        self.store.recover(name)
        self.jobs.take_over(name)

    def handlers(self) -> dict[str, Handler]:
        """What does the long work, by its name."""
        from rag.jobs.embedding import NAME, EmbeddingWork

        return {NAME: EmbeddingWork(self.library.backfill)}
