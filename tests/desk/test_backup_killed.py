"""A process killed while it makes a backup or restores one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.desk.backup import make_backup
from rag.desk.desk import Desk
from rag.desk.restore import restore_backup
from rag.settings import load_settings
from tests.desk.backups import texts

KILLED = """
import os, signal, sys
from pathlib import Path
from rag.desk.backup import make_backup
from rag.desk.restore import restore_backup

task, backup, home, event, number = sys.argv[1:]
left = int(number)

def hook(name, details):
    global left
    if name == event and (name != "open" or backup_part(details)):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def backup_part(details):
    return isinstance(details[0], str) and (".part" in details[0] or ".restoring" in details[0])

sys.addaudithook(hook)
if task == "backup":
    make_backup(Path(home), Path(backup), force=True)
else:
    restore_backup(Path(backup), Path(home), force=True)
print("ended")
"""


def killed(task: str, backup: Path, home: Path, event: str, number: int) -> bool:
    """Kill -9 at the ``number``-th rename, or opening of an unfinished file; False if it ended."""
    command = [sys.executable, "-c", KILLED, task, str(backup), str(home), event, str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if "ended" in done.stdout else -9), done.stderr
    return done.returncode == -9


@pytest.mark.parametrize(("event", "number"), [("open", 1), ("os.rename", 1)])
def test_a_backup_killed_half_way_leaves_no_half_file(
    home: Path, filled: int, backup: Path, event: str, number: int
) -> None:
    whole = backup.read_bytes()
    assert killed("backup", backup, home, event, number)
    assert backup.read_bytes() == whole
    new = backup.with_name("新.zip")
    assert killed("backup", new, home, event, number)
    assert not new.exists()
    make_backup(home, new)
    assert not list(new.parent.glob(".*.part"))
    assert [path.name for path in (home / "backups").iterdir()] == ["last.json"]
    restore_backup(new, home.with_name("again"))
    assert texts(home.with_name("again"), filled) == texts(home, filled)


@pytest.mark.parametrize(("event", "number"), [("open", 3), ("os.rename", 1), ("os.rename", 2)])
def test_a_restore_killed_half_way_leaves_the_former_home_usable(
    backup: Path, other: Path, filled: int, event: str, number: int
) -> None:
    desk = Desk(load_settings(other))
    section = desk.report(filled).sections[1]
    desk.save(section.id, "恢复前的文字。", base_version=section.version, made_by="小柳")
    desk.close()
    assert killed("restore", backup, other, event, number)
    assert "恢复前的文字。" in texts(other, filled)
    assert not list(other.parent.glob(".*restoring*"))
    assert not list(other.parent.glob("*恢复前*"))
    restored = restore_backup(backup, other, force=True)
    assert "恢复前的文字。" not in texts(other, filled)
    assert restored.kept is not None
    assert "恢复前的文字。" in texts(restored.kept, filled)


def test_there_is_no_third_rename_to_be_killed_at(backup: Path, other: Path) -> None:
    assert not killed("restore", backup, other, "os.rename", 3)
