"""Restoring a backup: everything is looked at before the home in use is touched."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.desk.backup import ELSEWHERE, ELSEWHERE_HINT
from rag.desk.backupfile import ORIGINAL, Manifest, Part, read_manifest
from rag.errors import BackupError, InputError, system_reason
from rag.library.afresh import forget_all
from rag.library.catalog import FILES
from rag.records import Progress
from rag.settings import SETTINGS_FILE, load_settings, on_a_server
from rag.store.backup import check_database, counts, originals, revision, user_count
from rag.store.engine import DATABASE, check_known, open_engine
from rag.store.lock import BACKUP_LOCK, LOCK, OWNER, HomeLock
from rag.store.swap import clear_staging, staging, swap_in
from rag.store.users import UserStore

_CHUNK: Final = 1 << 20
_RESERVE: Final = 100 << 20
"""Bytes that stay free on the disk."""
_EMPTY: Final = frozenset({LOCK, OWNER, BACKUP_LOCK})
"""Files of a home that is otherwise empty."""

ShowProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """A home restored. ``kept`` is where the former home is now, None when there was none.

    ``notices`` say what the person still has to do.
    """

    home: Path
    documents: int
    reports: int
    kept: Path | None = None
    notices: tuple[str, ...] = ()


def restore_backup(
    archive: Path, home: Path, *, force: bool = False, progress: ShowProgress | None = None
) -> Restored:
    """Put a backup in the place of a home; vectors are made anew when the page is opened.

    The former home is kept beside it under another name. Raises FileError or BackupError for a
    file that is no whole backup, InputError when the home has content (without ``force``) or
    cannot be exchanged, HomeLockedError while a process has it open. Then nothing was changed.
    """
    home = home.absolute()
    if on_a_server(home):
        raise InputError(ELSEWHERE, ELSEWHERE_HINT)
    if os.path.ismount(home):  # Path.is_mount is not on Windows before 3.12
        raise InputError(
            f"数据目录 {home} 是一个挂载点，不能改名保留。",
            "请用 --home 恢复到其中一个新的子目录，再把数据目录改到那里。",
        )
    staged = _prepared(archive, home, force=force, progress=progress)
    try:
        if not _content(home):
            shutil.rmtree(home)
        kept = swap_in(home)
    except OSError as error:
        raise _undone(home, error) from error
    return Restored(
        home, staged.counts["documents"], staged.counts["reports"], kept, _notices(home, staged)
    )


def _prepared(archive: Path, home: Path, *, force: bool, progress: ShowProgress | None) -> _Staged:
    """Stage the backup while nobody else can open the home; leaves no trace when it fails."""
    fresh = not home.exists()
    lock = HomeLock(home)
    done = False
    try:
        _check_empty(home, force=force)
        staged = _stage(archive, home, progress)
        done = True
        return staged
    except OSError as error:
        raise _undone(home, error) from error
    finally:
        if not done:
            clear_staging(home)
        lock.release()
        if fresh and not done:
            shutil.rmtree(home)


@dataclass(frozen=True, slots=True)
class _Staged:
    """A checked home beside the one in use. ``wrong`` is what its settings are refused for.

    ``opened`` says that the page of the home in use asks for a login and this one's will not.
    """

    manifest: Manifest
    counts: dict[str, int]
    wrong: str
    opened: bool


def _notices(home: Path, staged: _Staged) -> tuple[str, ...]:
    notices = [f"{staged.wrong} 改正后才能打开。"] if staged.wrong else []
    if staged.manifest.left_out:
        names = "、".join(staged.manifest.left_out)
        notices.append(f"密钥没有放在备份里，请在 {home / SETTINGS_FILE} 重新填写：{names}。")
    if staged.opened:
        notices.append(
            "备份里没有用户，而原来设有用户：恢复后打开网页无需登录。"
            "请运行 zhubi user add 姓名 --admin 重新设定用户。"
        )
    if gone := len(staged.manifest.missing):
        notices.append(f"备份时已有 {gone} 份原件找不到：文字都在，不能下载原件。")
    return tuple(notices)


def _check_empty(home: Path, *, force: bool) -> None:
    if _content(home) and not force:
        raise InputError(
            f"数据目录里已有内容，没有恢复：{home}",
            "请用 --home 恢复到一个新目录；要替换请加 --force，原来的目录会改名保留。",
        )


def _content(home: Path) -> bool:
    return any(path.name not in _EMPTY for path in home.iterdir())


def _stage(archive: Path, home: Path, progress: ShowProgress | None) -> _Staged:
    """Unpack into the staging folder, check, and bring to this program's schema."""
    staged = staging(home)
    staged.mkdir()
    manifest = _unpack(archive, staged, progress)
    _check_home(staged, manifest)
    found, wrong, to_come = counts(staged / DATABASE), "", True
    try:
        to_come = load_settings(staged).embedding != "none"
    except InputError as error:
        # The office's texts are worth more than its settings: they are told, not refused.
        wrong = error.message
    engine = open_engine(staged)
    try:
        forget_all(engine, to_come=to_come)
        # A cookie from before the backup opens nothing in the restored home.
        people = UserStore(engine)
        people.log_out_all()
        opened = _asks_for_login(home) and not people.any()
    finally:
        engine.dispose()
    return _Staged(manifest, found, wrong, opened)


def _asks_for_login(home: Path) -> bool:
    """Whether there are users in the home in use; one that cannot be read has none to keep."""
    try:
        return (home / DATABASE).is_file() and user_count(home / DATABASE) > 0
    except BackupError:
        return False


def _unpack(path: Path, staged: Path, progress: ShowProgress | None) -> Manifest:
    if not path.is_file():
        raise InputError(f"找不到备份文件：{path}", "请检查路径。")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive, path.stat().st_size)
            _check_space(staged, manifest.bytes)
            for number, part in enumerate(manifest.parts):
                if progress:
                    progress(Progress(number, len(manifest.parts), "解开并核对"))
                _take(archive, part, staged / part.name)
            if progress:
                progress(Progress(len(manifest.parts), len(manifest.parts), "解开并核对"))
    except zipfile.BadZipFile as error:
        raise BackupError(f"“{path.name}”不是完整的 zip 文件，可能没有复制完。") from error
    except (zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise BackupError(f"“{path.name}”已损坏，解不开。") from error
    return manifest


def _take(archive: zipfile.ZipFile, part: Part, target: Path) -> None:
    """Unpack one part; never more than its manifest says, and only what has its hash."""
    target.parent.mkdir(exist_ok=True)
    known, left = hashlib.sha256(), part.bytes
    with archive.open(part.name) as packed, target.open("xb") as file:
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                break
            known.update(chunk)
            file.write(chunk)
    if left or known.hexdigest() != part.sha256:
        raise BackupError(f"备份里的“{part.name}”与清单不符，可能已损坏或被改动。")


def _check_space(staged: Path, needed: int) -> None:
    free = shutil.disk_usage(staged).free
    if needed + _RESERVE > free:
        raise InputError(
            f"磁盘空间不够：恢复要 {needed >> 20} MB，还剩 {free >> 20} MB。", "请清理磁盘后再试。"
        )


def _check_home(staged: Path, manifest: Manifest) -> None:
    """Raise BackupError or InputError for a database that could not be opened."""
    database = staged / DATABASE
    check_database(database)
    found = revision(database)
    if not found or found != manifest.revision:
        raise BackupError("备份里的数据库不是主笔的，或与清单不符。")
    check_known(found)
    for name in originals(database):
        if not ORIGINAL.fullmatch(name):
            raise BackupError("备份里的数据库指向数据目录以外的文件。")
        if not (staged / FILES / name).exists() and f"{FILES}/{name}" not in manifest.missing:
            raise BackupError(f"备份不完整：少了原件 {name}。")


def _undone(home: Path, error: OSError) -> InputError:
    return InputError(
        f"没有恢复成，原来的数据没有改动：{system_reason(error)}。",
        f"请检查 {home.parent} 的权限和磁盘空间。",
    )
