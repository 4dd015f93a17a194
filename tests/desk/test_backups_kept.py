"""The home backs itself up once a day and before a migration; the doctor tells how long ago."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from rag.desk.backup import make_backup
from rag.desk.backups import DailyBackups, age, daily_backup, kept_backups, last_backup
from rag.desk.desk import Desk
from rag.desk.views import Diagnosis
from rag.errors import ComponentError, NotFoundError
from rag.settings import Settings
from rag.store.backup import revision
from rag.store.engine import MIGRATIONS, newest_revision, open_engine
from tests.waiting import wait_until


def older(path: Path, days: int) -> None:
    moment = time.time() - days * 86_400
    os.utime(path, (moment, moment))


def test_one_backup_a_day_is_made(home: Path) -> None:
    made = daily_backup(home)
    assert made is not None
    assert daily_backup(home) is None
    assert [one.path for one in kept_backups(home)] == [made.path]


def test_the_last_seven_are_kept(home: Path) -> None:
    (home / "backups").mkdir()
    for day in range(10, 20):
        (home / "backups" / f"zhubi-202001{day}.zip").write_bytes(b"")
    daily_backup(home)
    kept = kept_backups(home)
    assert len(kept) == 7
    assert kept[0].path.name == f"zhubi-{datetime.now():%Y%m%d}.zip"
    assert kept[-1].path.name == "zhubi-20200114.zip"


def test_an_open_desk_backs_up_by_itself_and_gives_the_files_out(
    settings: Settings, home: Path
) -> None:
    desk = Desk(settings)
    desk.keep_backups()
    desk.close()
    desk = Desk(settings)
    (kept,) = desk.backups()
    assert desk.kept_backup(kept.path.name) == kept.path
    with pytest.raises(NotFoundError):
        desk.kept_backup("../zhubi.db")
    desk.close()


def test_a_backup_that_fails_is_told_and_tried_again(home: Path) -> None:
    database = (home / "zhubi.db").read_bytes()
    (home / "zhubi.db").write_bytes(b"broken" * 1000)
    daily = DailyBackups(home, pause=0.01)
    daily.start()
    wait_until(lambda: bool(daily.problem))
    assert not kept_backups(home)
    (home / "zhubi.db").write_bytes(database)
    wait_until(lambda: not daily.problem)
    daily.stop()
    assert len(kept_backups(home)) == 1


def backup_line(settings: Settings) -> Diagnosis:
    desk = Desk(settings)
    try:
        return next(line for line in desk.doctor() if line.component == "备份")
    finally:
        desk.close()


def test_the_doctor_tells_the_age_of_the_last_backup(
    settings: Settings, home: Path, tmp_path: Path
) -> None:
    assert backup_line(settings).state == "未配置"
    made = daily_backup(home)
    assert made is not None
    assert "刚才" in backup_line(settings).detail
    older(made.path, 9)
    line = backup_line(settings)
    assert "9 天前" in line.detail
    assert line.hint
    make_backup(home, tmp_path / "手工.zip")
    assert "手工.zip" in backup_line(settings).detail


def test_of_a_backup_a_browser_took_away_no_path_is_told(
    settings: Settings, tmp_path: Path
) -> None:
    """It lay in the server's scratch folder, where it is gone a day later."""
    desk = Desk(settings)
    desk.backup(tmp_path / "scratch.zip")
    desk.close()
    assert backup_line(settings).detail.endswith("，由网页下载")


def test_a_note_that_somebody_changed_is_no_backup(home: Path) -> None:
    (home / "backups").mkdir()
    for text in ("不是JSON", json.dumps({"path": "x"}), json.dumps([1])):
        (home / "backups" / "last.json").write_text(text, encoding="utf-8")
        assert last_backup(home) is None


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(minutes=3), "刚才"),
        (timedelta(hours=5, minutes=59), "5 小时前"),
        (timedelta(days=2, hours=1), "2 天前"),
    ],
)
def test_ages_are_told_in_words(passed: timedelta, told: str) -> None:
    now = datetime(2024, 5, 6, 12)
    assert age(now - passed, now=lambda: now) == told


def downgrade(home: Path, to: str) -> None:
    engine = open_engine(home)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)
    engine.dispose()


def test_a_migration_keeps_the_database_as_it_was(home: Path) -> None:
    for _again in range(5):
        downgrade(home, "0008")
        open_engine(home).dispose()
    kept = sorted((home / "backups").glob("升级前-0008-*.db"))
    assert 1 <= len(kept) <= 3
    assert {revision(path) for path in kept} == {"0008"}
    assert revision(home / "zhubi.db") == newest_revision()


def test_without_a_copy_nothing_is_migrated(home: Path) -> None:
    downgrade(home, "0008")
    blocked = home / "backups"
    blocked.mkdir()
    for second in range(-2, 60):
        moment = datetime.now() + timedelta(seconds=second)
        (blocked / f".升级前-0008-{moment:%Y%m%d-%H%M%S}.db.part").mkdir()
    with pytest.raises((ComponentError, OSError)):
        open_engine(home)
    assert revision(home / "zhubi.db") == "0008"


def test_a_new_home_has_nothing_to_keep(tmp_path: Path) -> None:
    open_engine(tmp_path / "new").dispose()
    assert not (tmp_path / "new" / "backups").exists()
