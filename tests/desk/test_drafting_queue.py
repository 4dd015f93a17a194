"""“Draft all” as a durable queue: progress, stop, and on after ``kill -9``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.settings import Settings

SERVER = Path(__file__).parent.parent / "writing" / "wire_server.py"
PAST = """云水镇2023年工作报告
一、主要做法
开展集中学习12次。
二、队伍建设
发展党员15名。
三、基层治理
化解矛盾30件。
"""
WORKER = """
import sys, time
from pathlib import Path
from rag.desk.desk import Desk
from rag.settings import Settings
desk = Desk(Settings(home=Path(sys.argv[1]), embedding="none", sample=False,
    model_url=sys.argv[2], model="sentences", model_key="right-key"))
desk.start_drafting(1)
time.sleep(60)
"""


@pytest.fixture
def wire() -> Iterator[str]:
    server = subprocess.Popen([sys.executable, str(SERVER)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    yield f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
    server.terminate()
    server.wait()


def opened(home: Path, url: str = "", model: str = "sentences") -> Desk:
    settings = Settings(
        home=home, embedding="none", sample=False, model_url=url, model=model, model_key="right-key"
    )
    return Desk(settings)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    past = tmp_path / "云水镇2023年工作报告.txt"
    past.write_text(PAST, encoding="utf-8")
    desk = opened(tmp_path / "home")
    desk.index([past])
    desk.new_report(year=2024)
    desk.close()
    return tmp_path / "home"


def finished(desk: Desk, job: str) -> str:
    return desk.jobs.wait(job, 30).status


def test_all_sections_are_drafted_in_the_background(home: Path) -> None:
    desk = opened(home)
    try:
        job = desk.start_drafting(1, model=False)
        assert finished(desk, job) == "done"
        assert {part.state for part in desk.report(1).sections} == {"drafted"}
        assert desk.drafting(job).done == len(desk.report(1).sections)
    finally:
        desk.close()


def test_stop_ends_the_section_under_way_and_the_rest_can_be_drafted_later(
    home: Path, wire: str
) -> None:
    desk = opened(home, wire)
    try:
        job = desk.start_drafting(1)
        first = desk.report(1).sections[0].id
        deadline = time.monotonic() + 20
        while not desk.unfinished_text(first) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert desk.drafting_under_way(1) == job
        desk.stop_drafting(job)
        assert finished(desk, job) == "cancelled"
        states = [part.state for part in desk.report(1).sections]
        assert states == ["interrupted", "empty", "empty"]
        again = desk.start_drafting(1, only_empty=True, model=False)
        assert finished(desk, again) == "done"
        assert {part.state for part in desk.report(1).sections} == {"drafted"}
    finally:
        desk.close()


def test_a_wrong_key_is_asked_once_and_told_for_every_section(home: Path, wire: str) -> None:
    desk = opened(home, wire)
    desk.settings = desk.settings.model_copy(update={"model_key": "wrong"})
    try:
        state = desk.jobs.wait(desk.start_drafting(1), 20)
        assert len(state.failed) == 3
        assert all("密钥" in message for _step, message in state.failed)
    finally:
        desk.close()


def test_after_a_kill_the_queue_goes_on_and_what_was_streamed_is_kept(
    home: Path, wire: str
) -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(home), wire])
    first = _section_with_unfinished_text(home)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    desk = opened(home, wire)
    try:
        kept = desk.versions(first)
        assert [version.note for version in kept] == ["interrupted"]
        assert kept[0].text.startswith("认真落实。")
        desk.go_on_drafting()
        (job,) = desk.jobs.newest()
        assert finished(desk, job.id) == "done"
        assert {part.state for part in desk.report(1).sections} == {"drafted"}
        assert desk.versions(first)[-1].text == kept[0].text
    finally:
        desk.close()


def _section_with_unfinished_text(home: Path) -> int:
    """Wait until the other process has written some sentences of the first section."""
    import sqlite3

    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        with sqlite3.connect(home / "zhubi.db", timeout=5) as database:
            rows = database.execute("SELECT section_id FROM unfinished").fetchall()
        if rows:
            return int(rows[0][0])
        time.sleep(0.02)
    pytest.fail("the worker wrote nothing")
