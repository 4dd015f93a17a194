"""Several replicas of one office: what one writes the others have, and none is missed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from servers import PostgresServer

from rag.desk.desk import Desk
from rag.errors import ConflictError, ZhubiError
from rag.store.replica import Replica
from tests.server.conftest import OpenDesk, environment
from tests.waiting import wait_until

pytestmark = pytest.mark.server

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
from rag.settings import load_settings
desk = Desk(load_settings(Path(sys.argv[1])))
desk.start_drafting(1)
time.sleep(60)
"""


def office(desk: Desk, tmp_path: Path) -> int:
    """A report to be written after last year's; its id."""
    past = tmp_path / "云水镇2023年工作报告.txt"
    past.write_text(PAST, encoding="utf-8")
    desk.index([past])
    return desk.new_report(year=2024).id


def test_what_one_replica_saves_the_other_reads(open_desk: OpenDesk, tmp_path: Path) -> None:
    one, other = open_desk(), open_desk()
    report = office(one, tmp_path)
    section = one.report(report).sections[0]
    one.save(section.id, "开展集中学习18次。", base_version=0, made_by="小李")
    one.set_figure("集中学习", "18次", year=2024)
    assert other.report(report).sections[0].text == "开展集中学习18次。"
    assert other.search("集中学习").hits[0].passage.text == "开展集中学习12次。"
    assert other.original(other.documents()[0].id).read_text(encoding="utf-8") == PAST
    with pytest.raises(ConflictError):
        other.save(section.id, "乙写的。", base_version=0, made_by="老王")


def test_of_two_who_save_at_the_same_moment_one_is_told(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desks = [open_desk(), open_desk()]
    section = desks[0].report(office(desks[0], tmp_path)).sections[0].id
    rounds = 10
    start = threading.Barrier(len(desks))
    told: list[str] = []

    def write(desk: Desk, name: str) -> None:
        for number in range(rounds):
            start.wait()
            try:
                desk.save(section, f"{name}{number}", base_version=number, made_by=name)
            except ConflictError:
                told.append(name)

    writers = [
        threading.Thread(target=write, args=pair) for pair in zip(desks, ("甲", "乙"), strict=True)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(told) == rounds
    assert [version.number for version in desks[0].versions(section)] == list(range(rounds, 0, -1))


def test_two_who_enter_the_same_new_indicator_make_one_row(open_desk: OpenDesk) -> None:
    desks = [open_desk(), open_desk()]
    start = threading.Barrier(len(desks))
    errors: list[ZhubiError] = []

    def enter(desk: Desk, value: str) -> None:
        for number in range(8):
            start.wait()
            try:
                desk.set_figure(f"指标{number}", value, year=2024)
            except ZhubiError as error:
                errors.append(error)

    writers = [
        threading.Thread(target=enter, args=pair)
        for pair in zip(desks, ("3场", "4场"), strict=True)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    rows = desks[0].figures.load()
    assert errors == []
    assert sorted(row.indicator for row in rows) == [f"指标{number}" for number in range(8)]
    assert {len(desks[0].figures.history(row.id or 0)) for row in rows} == {2}


def test_the_sample_office_is_taken_in_once_by_replicas_that_start_together(
    open_desk: OpenDesk,
) -> None:
    desks = [open_desk(sample=True), open_desk(sample=True)]
    taking = [threading.Thread(target=desk.index_sample) for desk in desks]
    for thread in taking:
        thread.start()
    for thread in taking:
        thread.join(120)
    entries = desks[0].documents()
    assert len(entries) == len({entry.file for entry in entries}) > 3
    assert not [entry for entry in entries if entry.error]


def test_drafting_of_a_killed_replica_is_gone_on_with_by_another(
    open_desk: OpenDesk, database_url: str, tmp_path: Path, wire: str
) -> None:
    # The model writes for ten seconds; who takes over has none and drafts by rule.
    desk = open_desk()
    report = office(desk, tmp_path)
    first = desk.report(report).sections[0].id
    desk.go_on_drafting()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(tmp_path / "shared")],
        env=environment(
            database_url=database_url,
            embedding="none",
            sample="false",
            model_url=wire,
            model="sentences",
            model_key="right-key",
        ),
    )
    try:
        wait_until(lambda: desk.unfinished_text(first) != "")
        # While the other lives nobody takes its work away.
        assert desk.versions(first) == ()
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    wait_until(lambda: {part.state for part in desk.report(report).sections} == {"drafted"})
    (job,) = desk.jobs.newest()
    assert desk.jobs.wait(job.id, 20).status == "done"
    kept = desk.versions(first)[-1]
    assert kept.note == "interrupted"
    assert kept.text.startswith("认真落实。")


def test_after_a_restart_of_the_database_others_are_still_looked_after(
    postgres: PostgresServer, open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk, gone = open_desk(), open_desk()
    section = desk.report(office(desk, tmp_path)).sections[0].id
    gone.store.keep_unfinished(section, "写到一半。", "模型（中断）")
    desk.go_on_drafting()
    postgres.stop()
    postgres.start()
    assert gone.replica is not None
    gone.replica.release()
    wait_until(lambda: desk.unfinished_text(section) == "")
    assert [version.text for version in desk.versions(section)] == ["写到一半。"]


def test_a_replica_is_missed_when_it_has_ended_and_not_before(
    postgres: PostgresServer, open_desk: OpenDesk
) -> None:
    one, other = open_desk().replica, open_desk().replica
    assert one is not None
    assert other is not None
    assert looked(one, other.name, 4) == ()
    postgres.stop()
    postgres.start()
    # Every lock is lost with the server; who still lives takes it again and is not given up.
    looks = [(looked(one, other.name), looked(other, one.name)) for _ in range(4)]
    assert looks == [((), ())] * 4
    other.release()
    assert looked(one, other.name, 2) == ()
    assert looked(one, other.name) == (other.name,)


def looked(replica: Replica, name: str, times: int = 1) -> tuple[str, ...]:
    """What some looks in a row say, the last of them."""
    said: list[tuple[str, ...]] = []
    for _ in range(times):
        with replica.ended([name]) as gone:
            said.append(gone)
    return said[-1]
