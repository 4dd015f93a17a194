from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import ComponentError, ModelTimeoutError, NotFoundError
from rag.jobs.handlers import Handler, StepHandler
from rag.jobs.jobs import Jobs


@contextmanager
def running(home: Path, **handlers: Handler) -> Iterator[Jobs]:
    jobs = Jobs(home, handlers)
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.stop()


class Growing:
    """Finds more to do while it works."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def plan(self, argument: str) -> list[str]:
        return [step for step in ("a", "b", "late") if step not in self.done][:2]

    def step(self, argument: str, step: str) -> None:
        self.done.append(step)


class Office:
    """Handlers of jobs that share one running instance: starting and stopping takes a second."""

    def __init__(self) -> None:
        self.do: Callable[[str, str], None] = lambda _argument, _step: None
        self.growing = Growing()

    def step(self, argument: str, step: str) -> None:
        self.do(argument, step)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Jobs, Office]]:
    office = Office()
    home = tmp_path_factory.mktemp("jobs")
    with running(home, draft=StepHandler(office.step), embed=office.growing) as jobs:
        yield jobs, office


def test_a_job_does_its_steps_in_order_and_tells_its_progress(
    office: tuple[Jobs, Office],
) -> None:
    jobs, work = office
    seen: list[tuple[str, str]] = []
    work.do = lambda argument, step: seen.append((argument, step))
    state = jobs.wait(jobs.run("draft", ["s1", "s2", "s3"], argument="report-7"), 20)
    assert jobs.newest()[0] == state
    assert seen == [("report-7", "s1"), ("report-7", "s2"), ("report-7", "s3")]
    assert (state.status, state.done, state.total, state.failed) == ("done", 3, 3, ())


def test_a_step_that_fails_is_noted_and_the_others_are_done(office: tuple[Jobs, Office]) -> None:
    jobs, work = office
    done: list[str] = []

    def draft(_argument: str, step: str) -> None:
        if step == "s2":
            raise ModelTimeoutError("模型没有回应。")
        done.append(step)

    work.do = draft
    state = jobs.wait(jobs.run("draft", ["s1", "s2", "s3"]), 20)
    assert done == ["s1", "s3"]
    assert state.status == "done"
    assert [step for step, _ in state.failed] == ["s2"]
    assert "模型没有回应" in state.failed[0][1]


def test_three_failures_in_a_row_end_a_job(office: tuple[Jobs, Office]) -> None:
    """What it needs is down: hundreds of steps would each wait for it in vain."""
    jobs, work = office
    done: list[str] = []

    def draft(_argument: str, step: str) -> None:
        done.append(step)
        if step != "s2":
            raise ModelTimeoutError("模型没有回应。")

    work.do = draft
    state = jobs.wait(jobs.run("draft", [f"s{number}" for number in range(1, 9)]), 20)
    assert done == ["s1", "s2", "s3", "s4", "s5"]
    assert (state.status, state.done, state.total) == ("done", 5, 8)


def test_a_job_under_way_is_found_by_its_name(office: tuple[Jobs, Office]) -> None:
    jobs, work = office
    go_on = threading.Event()

    def draft(_argument: str, _step: str) -> None:
        go_on.wait(10)

    work.do = draft
    job = jobs.run("draft", ["s1"])
    assert jobs.running("draft") == job
    assert jobs.running("embed") is None
    go_on.set()
    jobs.wait(job, 20)
    assert jobs.running("draft") is None


def test_a_planned_job_asks_again_until_nothing_is_left(office: tuple[Jobs, Office]) -> None:
    jobs, work = office
    state = jobs.wait(jobs.run("embed"), 20)
    assert work.growing.done == ["a", "b", "late"]
    assert (state.done, state.total) == (3, 3)


def test_a_cancelled_job_stops_after_its_step_and_can_be_resumed(
    office: tuple[Jobs, Office],
) -> None:
    jobs, work = office
    entered, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def draft(_argument: str, step: str) -> None:
        entered.set()
        go_on.wait(10)
        done.append(step)

    work.do = draft
    job = jobs.run("draft", ["s1", "s2", "s3"])
    entered.wait(10)
    jobs.cancel(job)
    go_on.set()
    assert jobs.wait(job, 20).status == "cancelled"
    assert done == ["s1"]
    jobs.resume(job)
    assert jobs.wait(job, 20).status == "done"
    assert done == ["s1", "s2", "s3"]


def test_an_unknown_job_or_name_is_an_error(office: tuple[Jobs, Office]) -> None:
    jobs, _ = office
    with pytest.raises(NotFoundError):
        jobs.run("paint")
    with pytest.raises(NotFoundError):
        jobs.state("no-such-job")


def test_jobs_that_were_not_started_say_so(tmp_path: Path) -> None:
    with pytest.raises(ComponentError):
        Jobs(tmp_path, {}).newest()


def test_jobs_are_asked_from_a_thread_whose_event_loop_runs(tmp_path: Path) -> None:
    done: list[str] = []
    jobs = Jobs(tmp_path, {"draft": StepHandler(lambda _argument, step: done.append(step))})

    async def ask() -> str:
        job = jobs.run("draft", ["s1"])
        return jobs.wait(job, 20).status

    jobs.start()
    try:
        assert asyncio.run(ask()) == "done"
    finally:
        jobs.stop()
    assert done == ["s1"]
