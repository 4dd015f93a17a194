"""One process owns an embedded home: Chroma and SQLite files are not shared between processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import HomeLockedError, InputError, system_reason
from rag.store.swap import clear_staging, settle

LOCK = "zhubi.lock"
OWNER = "zhubi.pid"
BACKUP_LOCK = "zhubi-backup.lock"


class HomeLock:
    """Holds a home folder for this process until released or the process ends."""

    def __init__(self, home: Path) -> None:
        self._owner = home / OWNER
        self._lock = FileLock(home / LOCK)
        try:
            settle(home)
            home.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            clear_staging(home)
        except Timeout as error:
            raise HomeLockedError(
                f"数据目录正被另一个主笔程序使用（进程 {self._read_owner()}）：{home}",
                "请在已打开的网页里操作，或先关闭那个程序；也可以用 --home 另指定一个数据目录。",
            ) from error
        except OSError as error:
            raise InputError(
                f"数据目录不能使用：{home}（{system_reason(error)}）",
                "请检查路径和权限，或用 --home 另指定一个数据目录。",
            ) from error
        self._owner.write_text(str(os.getpid()), encoding="utf-8")

    def release(self) -> None:
        """Give the home back."""
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _read_owner(self) -> str:
        try:
            return self._owner.read_text(encoding="utf-8")
        except OSError:
            return "未知"


@contextmanager
def one_backup(home: Path) -> Iterator[None]:
    """Only one backup of a home is made at a time; the home may be open meanwhile.

    Raises HomeLockedError while another is being made, InputError for a folder without leave.
    """
    lock = FileLock(home / BACKUP_LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HomeLockedError("正在做另一份备份。", "请等它做完再试，一般不超过几分钟。") from error
    except OSError as error:
        raise InputError(
            f"数据目录不能写入：{home}（{system_reason(error)}）", "请检查路径和权限。"
        ) from error
    try:
        yield
    finally:
        lock.release()
