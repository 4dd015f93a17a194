"""What a replica that has ended left undone, another one goes on with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from typing import Final

from rag.errors import ZhubiError
from rag.store.replica import Replica

_EVERY: Final = 2.0
"""Seconds between two looks; a replica is believed gone at the third."""

log = logging.getLogger(__name__)


class Takeover:
    """A thread that looks for replicas that have ended.

    ``owners`` names those that have something under way, ``take`` goes on with what one left; it
    may be called again for the same one.
    """

    def __init__(
        self,
        replica: Replica,
        owners: Callable[[], Collection[str]],
        take: Callable[[str], None],
        every: float = _EVERY,
    ) -> None:
        self._replica = replica
        self._owners = owners
        self._take = take
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="zhubi-takeover", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End after the look under way."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._look()
            except ZhubiError as error:
                # The database is out of reach for the moment; nothing is lost by waiting.
                log.warning("no look for replicas that have ended: %s", error)

    def _look(self) -> None:
        with self._replica.ended(self._owners()) as gone:
            for name in gone:
                log.warning("going on with what %s left", name)
                self._take(name)
