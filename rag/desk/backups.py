"""The backups a home keeps by itself: one a day while the page is open, the last seven."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from rag.desk.backup import (
    ELSEWHERE,
    ELSEWHERE_HINT,
    FETCHED,
    LAST,
    BackupMade,
    ShowProgress,
    make_backup,
)
from rag.desk.people import PeopleDesk
from rag.errors import NotFoundError, ZhubiError, system_reason
from rag.store.backup import BACKUPS

KEPT: Final = 7
_AUTOMATIC: Final = "zhubi-"
_PAUSE: Final = 600.0
"""Seconds between two looks at the calendar."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in the home's ``backups/``. ``made_at`` is local time."""

    path: Path
    made_at: datetime
    bytes: int


def kept_backups(home: Path) -> tuple[KeptBackup, ...]:
    """The automatic backups there are, the newest first."""
    paths = sorted((home / BACKUPS).glob(f"{_AUTOMATIC}*.zip"), reverse=True)
    return tuple(
        KeptBackup(path, datetime.fromtimestamp(found.st_mtime), found.st_size)
        for path in paths
        for found in (path.stat(),)
    )


def last_backup(home: Path) -> tuple[str, datetime] | None:
    """Where the newest backup is, automatic or by hand, and its local time; None without one."""
    made = [(str(one.path), one.made_at) for one in kept_backups(home)[:1]]
    try:
        noted = json.loads((home / BACKUPS / LAST).read_text(encoding="utf-8"))
        made.append((str(noted["path"]), datetime.fromtimestamp(noted["made_at"])))
    except (OSError, ValueError, KeyError, TypeError):
        # Nothing was backed up by hand, or somebody edited the note.
        pass
    return max(made, key=lambda one: one[1], default=None)


def daily_backup(home: Path) -> BackupMade | None:
    """Make today's automatic backup unless it is there; older ones beyond seven are removed.

    None when there was nothing to do. Raises what :func:`make_backup` raises.
    """
    folder = home / BACKUPS
    folder.mkdir(exist_ok=True)
    today = f"{_AUTOMATIC}{datetime.now():%Y%m%d}"
    if any(folder.glob(f"{today}*.zip")):
        return None
    made = make_backup(home, folder / f"{today}.zip")
    for old in kept_backups(home)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return made


class DailyBackups:
    """A thread that makes the day's backup. ``problem`` is why the last one was not made."""

    def __init__(self, home: Path, pause: float = _PAUSE) -> None:
        self.problem = ""
        self._home = home
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="zhubi-backups", daemon=True)

    def start(self) -> None:
        """Look at once, and from then on every ten minutes."""
        self._thread.start()

    def stop(self) -> None:
        """Wait until a backup under way is done, and end."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                daily_backup(self._home)
                self.problem = ""
            except ZhubiError as error:
                self.problem = str(error)
                log.warning("no daily backup: %s", error)
            except OSError as error:
                self.problem = f"自动备份没有做成：{system_reason(error)}。"
                log.warning("no daily backup: %s", error)
            if self._stop.wait(self._pause):
                return


class BackupsDesk(PeopleDesk):
    """Backups of the home that is open."""

    _daily: DailyBackups | None = None

    def keep_backups(self) -> None:
        """Make a backup every day as long as the desk is open and the data are in the home."""
        if self.replica is not None:
            return
        self._daily = DailyBackups(self.settings.home)
        self._daily.start()

    def close(self) -> None:
        """End the daily backups, then everything else."""
        if self._daily is not None:
            self._daily.stop()
        super().close()

    def backup(
        self, path: Path, *, force: bool = False, progress: ShowProgress | None = None
    ) -> BackupMade:
        """Write a backup that is to be fetched.

        Raises what :func:`make_backup` raises, and NotAllowedError.
        """
        self.require_admin("下载备份")
        return make_backup(self.settings.home, path, force=force, progress=progress, place=FETCHED)

    def backups(self) -> tuple[KeptBackup, ...]:
        """The automatic backups, the newest first."""
        return kept_backups(self.settings.home)

    def kept_backup(self, name: str) -> Path:
        """One of the automatic backups by its file name. Raises NotFoundError, NotAllowedError."""
        self.require_admin("下载备份")
        for one in self.backups():
            if one.path.name == name:
                return one.path
        raise NotFoundError("这份备份已经不在了。", "只保留最近 7 份；请刷新页面再选。")

    @property
    def backup_problem(self) -> str:
        """Why the last automatic backup was not made; "" when it was."""
        if self.replica is not None:
            return ELSEWHERE + ELSEWHERE_HINT
        return self._daily.problem if self._daily is not None else ""


def age(moment: datetime, now: Callable[[], datetime] = datetime.now) -> str:
    """How long ago, in words."""
    passed = now() - moment
    if passed < timedelta(hours=1):
        return "刚才"
    if passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} 小时前"
    return f"{passed.days} 天前"
