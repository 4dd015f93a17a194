"""Two programs cannot use one home at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import HomeLockedError
from rag.store.lock import HomeLock

HOLD = """
import sys, time
from pathlib import Path
from rag.store.lock import HomeLock
lock = HomeLock(Path(sys.argv[1])); print("held", flush=True); time.sleep(60)
"""


def test_a_second_process_is_told_who_holds_the_home(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HomeLockedError, match=str(holder.pid)):
            HomeLock(tmp_path)
    finally:
        holder.kill()
        holder.wait()
    HomeLock(tmp_path).release()


def test_a_released_home_can_be_taken_again(tmp_path: Path) -> None:
    HomeLock(tmp_path).release()
    HomeLock(tmp_path).release()
    assert not (tmp_path / "zhubi.pid").exists()
