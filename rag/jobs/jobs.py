"""Durable jobs on dbos: what was done stays done, also after ``kill -9``.

A job is a name and a list of steps. Each step is checkpointed when it ends; a process that
starts again on the same home goes on with the first step that had not ended. A step may run a
second time when the process died in it, so handlers must be safe to repeat.

On PostgreSQL the jobs of all replicas are in one database: each sees them all and runs its own;
those of a replica that has ended are taken over by another (``takeover``).

dbos takes more than a second to import: this module imports it in ``Jobs.start`` only.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from rag.errors import ComponentError, NotFoundError, ZhubiError
from rag.jobs.handlers import Handler

if TYPE_CHECKING:
    from dbos import DBOS

DATABASE = "zhubi-jobs.db"
VERSION = "1"
"""Pinned: dbos recovers only workflows of its own version, and ours do not change with a release.
Raise it only when a job of an older release cannot be continued."""

Result = TypeVar("Result")
JobStatus = Literal["running", "done", "cancelled", "failed"]
_STATUS: Mapping[str, JobStatus] = {
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
}
_POLL = 0.05
_CONNECTIONS = 5
"""To a PostgreSQL server: every replica takes so many, and it has a hundred."""
_GIVE_UP = 3
"""Failures in a row that end a job: what it needs is down, and hundreds of steps would each wait
for it in vain. What is left is not lost: it is planned again by the next job."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job has come. ``failed`` pairs a step with its Chinese error.

    ``current`` is the step being done, ``total`` grows while a planned job finds more to do.
    """

    id: str
    name: str
    argument: str
    status: JobStatus
    done: int
    total: int
    current: str
    failed: tuple[tuple[str, str], ...]
    error: str


class Jobs:
    """The jobs of a home folder, or of the PostgreSQL database at ``url``. One in a process.

    ``handlers`` are by job name and must be the same names after a restart. ``runner`` is this
    process's name among those that share the database.
    """

    def __init__(
        self, home: Path, handlers: Mapping[str, Handler], *, url: str = "", runner: str = "zhubi"
    ) -> None:
        self._home = home
        self._url = url
        self._runner = runner
        self._handlers = dict(handlers)
        self._locks = {name: threading.Lock() for name in handlers}
        self._active: set[str] = set()
        self._stopping: set[str] = set()
        self._dbos: type[DBOS] | None = None
        self._workflow: Callable[[str, str, list[str]], dict[str, Any]] | None = None

    def start(self) -> None:
        """Open the job database and go on with what a former process left unfinished.

        Raises ComponentError when the database cannot be opened.
        """
        from dbos import DBOS
        from dbos._serialization import DBOSPortableJSON
        from sqlalchemy.exc import SQLAlchemyError

        self._home.mkdir(parents=True, exist_ok=True)
        DBOS(
            config={
                "name": "zhubi",
                "system_database_url": self._url or f"sqlite:///{self._home / DATABASE}",
                "sys_db_pool_size": _CONNECTIONS if self._url else None,
                "application_version": VERSION,
                "executor_id": self._runner,
                "enable_otlp": False,
                "log_level": "CRITICAL",
                "console_log_level": "CRITICAL",
                # Plain JSON: a restored home must not be able to run code by a pickle.
                "serializer": DBOSPortableJSON,
            }
        )
        self._dbos = DBOS

        def job(name: str, argument: str, steps: list[str]) -> dict[str, Any]:
            job_id = DBOS.workflow_id or ""
            self._active.add(job_id)
            try:
                return self._run(job_id, name, argument, steps)
            finally:
                self._active.discard(job_id)
                self._stopping.discard(job_id)

        self._workflow = DBOS.workflow(name="zhubi-job")(job)
        try:
            DBOS.launch()
        except (SQLAlchemyError, OSError) as error:
            self.stop()
            raise ComponentError(
                f"任务库无法打开：{error}", "请检查数据目录，或 PostgreSQL 是否可用。"
            ) from error

    def stop(self) -> None:
        """Close. A running job is continued by the next ``start``."""
        if self._dbos is not None:
            self._dbos.destroy(destroy_registry=True)
        self._dbos = self._workflow = None

    def run(self, name: str, steps: Sequence[str] = (), *, argument: str = "") -> str:
        """Start a job and return its id at once.

        Raises NotFoundError for a name without a handler.
        """
        if name not in self._handlers:
            raise NotFoundError(f"没有名为“{name}”的任务。")
        dbos = self._running
        workflow = self._workflow
        assert workflow is not None
        return _apart(
            lambda: dbos.start_workflow(workflow, name, argument, list(steps)).workflow_id
        )

    def state(self, job_id: str) -> JobState:
        """Progress of a job. Raises NotFoundError."""
        dbos = self._running

        def look() -> JobState:
            found = dbos.list_workflows(workflow_ids=[job_id])
            if not found:
                raise NotFoundError("没有这个任务。")
            return self._state(found[0])

        return _apart(look)

    def newest(self, limit: int = 20) -> tuple[JobState, ...]:
        """The newest jobs, newest first."""
        dbos = self._running

        def look() -> tuple[JobState, ...]:
            found = dbos.list_workflows(limit=limit, sort_desc=True)
            return tuple(self._state(status) for status in found)

        return _apart(look)

    def cancel(self, job_id: str) -> None:
        """Stop a job after the step it is in; the step is kept."""
        if job_id in self._active:
            self._stopping.add(job_id)
        else:
            dbos = self._running
            _apart(lambda: dbos.cancel_workflow(job_id))

    def resume(self, job_id: str) -> None:
        """Go on with a cancelled job where it stopped."""
        dbos = self._running
        _apart(lambda: dbos.resume_workflow(job_id))

    def running(self, name: str) -> str | None:
        """The id of a job of this name that is under way or was left by a killed process."""
        return next(
            (job.id for job in self.newest() if job.name == name and job.status == "running"), None
        )

    def runners(self) -> frozenset[str]:
        """Names of the processes that have jobs under way or were ended while they had."""
        dbos = self._running
        found = _apart(lambda: dbos.list_workflows(status="PENDING"))
        return frozenset(status.executor_id for status in found if status.executor_id)

    def take_over(self, runner: str) -> None:
        """Go on with the jobs of a process that has ended."""
        dbos = self._running
        _apart(lambda: dbos._recover_pending_workflows([runner]))

    def wait(
        self,
        job_id: str,
        timeout: float | None = None,
        *,
        progress: Callable[[], None] | None = None,
    ) -> JobState:
        """Wait until a job is not running any more, at most ``timeout`` seconds.

        ``progress`` is called now and then.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            state = self.state(job_id)
            if progress is not None:
                progress()
            if state.status != "running":
                return state
            if deadline is not None and time.monotonic() > deadline:
                return state
            time.sleep(_POLL)

    @property
    def _running(self) -> type[DBOS]:
        if self._dbos is None:
            raise ComponentError("后台任务没有启动。")
        return self._dbos

    def _run(self, job_id: str, name: str, argument: str, steps: list[str]) -> dict[str, Any]:
        """The one workflow. Everything it does is a recorded step, so a replay costs nothing."""
        dbos = self._running
        todo = list(steps)
        tried: set[str] = set()
        failed: list[list[str]] = []
        in_a_row = 0
        while True:
            self._stop_if_asked(job_id)
            if not todo:
                planned: list[str] = dbos.run_step({"name": "plan"}, self._plan, name, argument)
                todo = [step for step in planned if step not in tried]
            if not todo:
                return _report(tried, 0, "", failed)
            step = todo.pop(0)
            dbos.set_event("progress", _report(tried, len(todo) + 1, step, failed))
            error: str = dbos.run_step({"name": name}, self._step, name, argument, step)
            tried.add(step)
            in_a_row = in_a_row + 1 if error else 0
            if error:
                failed.append([step, error])
            if in_a_row == _GIVE_UP:
                return _report(tried, len(todo), "", failed)

    def _stop_if_asked(self, job_id: str) -> None:
        """Cancel between two steps: dbos throws away the result of a step it cancels in.

        From another thread, because a call inside the workflow would become a recorded step.
        """
        if job_id in self._stopping:
            outside = threading.Thread(target=self._running.cancel_workflow, args=(job_id,))
            outside.start()
            outside.join()

    def _plan(self, name: str, argument: str) -> list[str]:
        return list(self._handlers[name].plan(argument))

    def _step(self, name: str, argument: str, step: str) -> str:
        # Jobs of one name take turns: two embedding jobs would only do the same work twice.
        with self._locks[name]:
            try:
                self._handlers[name].step(argument, step)
            except ZhubiError as error:
                return str(error)
        return ""

    def _state(self, status: Any) -> JobState:
        name, argument, steps = status.input["args"]
        report = status.output if status.status == "SUCCESS" else None
        if report is None:
            report = self._running.get_event(status.workflow_id, "progress", timeout_seconds=0)
        report = report or {"done": 0, "total": len(steps), "current": "", "failed": []}
        return JobState(
            id=status.workflow_id,
            name=name,
            argument=argument,
            status=_STATUS.get(status.status, "running"),
            done=report["done"],
            total=report["total"],
            current=report["current"],
            failed=tuple((step, message) for step, message in report["failed"]),
            error=str(status.error or ""),
        )


def _apart(work: Callable[[], Result]) -> Result:
    """Do a call of dbos; it refuses plain calls in a thread whose event loop is running.

    Raises ComponentError when the job database fails.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return work()
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(work).result()
    except SQLAlchemyError as error:
        raise ComponentError(
            "任务库没有回应。", "请稍后再试；已排队的任务不会丢，恢复后接着做。"
        ) from error


def _report(tried: set[str], left: int, current: str, failed: list[list[str]]) -> dict[str, Any]:
    done = len(tried)
    return {"done": done, "total": done + left, "current": current, "failed": failed}
