"""“Draft all” as a durable queue: progress, stop, and on after a kill.

One step is one section. A section that a killed process was in is drafted once more; what had
been written of it is kept as a version “interrupted”.
"""

from __future__ import annotations

import json
import threading
import uuid
from functools import cached_property
from typing import TYPE_CHECKING

from rag.desk.drafting import DraftingDesk
from rag.errors import (
    ModelError,
    ModelNotConfiguredError,
    ModelUnauthorizedError,
    ModelUnreachableError,
)

if TYPE_CHECKING:
    from rag.jobs.handlers import Handler
    from rag.jobs.jobs import JobState

DRAFT = "draft"
HOPELESS = (ModelNotConfiguredError, ModelUnauthorizedError, ModelUnreachableError)
"""After these no other section need be tried."""


class QueueDesk(DraftingDesk):
    """Sections drafted one after another in the background."""

    def start_drafting(
        self, report_id: int, *, model: bool | None = None, only_empty: bool = False
    ) -> str:
        """Queue all sections, or those nobody has finished yet; the id of the job.

        Raises NotFoundError, ModelNotConfiguredError.
        """
        self._chosen(model)
        steps = [str(section.id) for section in self.to_draft(report_id, only_empty=only_empty)]
        argument = {"report": report_id, "model": model, "key": uuid.uuid4().hex}
        return self.jobs.run(DRAFT, steps, argument=json.dumps(argument))

    def drafting(self, job_id: str) -> JobState:
        """How far a queue has come. Raises NotFoundError."""
        return self.jobs.state(job_id)

    def drafting_under_way(self, report_id: int) -> str:
        """The id of the queue that is drafting a report now, "" when there is none."""
        if "jobs" not in self.__dict__:
            return ""
        for state in self.jobs.newest():
            running = state.name == DRAFT and state.status == "running"
            if running and json.loads(state.argument)["report"] == report_id:
                return state.id
        return ""

    def stop_drafting(self, job_id: str) -> None:
        """Stop a queue: the request under way ends upstream, what it wrote is kept."""
        argument = json.loads(self.jobs.state(job_id).argument)
        self.jobs.cancel(job_id)
        self._stop_of(argument["key"]).set()

    def go_on_drafting(self) -> None:
        """Go on with the queues a former process left, if there may be any.

        On a server also with those of every replica that ends from now on.
        """
        from rag.jobs.jobs import DATABASE

        if self.replica is not None:
            _ = self.takeover
        elif (self.settings.home / DATABASE).exists():
            _ = self.jobs

    def unfinished_text(self, section_id: int) -> str:
        """What a model has written so far of a section being drafted."""
        return self.store.unfinished(section_id)

    def handlers(self) -> dict[str, Handler]:
        """The jobs of this desk beside those below it."""
        from rag.jobs.handlers import StepHandler

        return {**super().handlers(), DRAFT: StepHandler(self._draft_step)}

    @cached_property
    def _stops(self) -> dict[str, threading.Event]:
        return {}

    @cached_property
    def _given_up(self) -> dict[str, ModelError]:
        return {}

    def _stop_of(self, key: str) -> threading.Event:
        return self._stops.setdefault(key, threading.Event())

    def _draft_step(self, argument: str, step: str) -> None:
        order = json.loads(argument)
        key = str(order["key"])
        if key in self._given_up:
            raise self._given_up[key]
        try:
            for _event in self.draft(
                int(order["report"]), int(step), model=order["model"], stop=self._stop_of(key)
            ):
                pass
        except HOPELESS as error:
            self._given_up[key] = error
            raise
