"""Making a backup: one zip that a home can be restored from, also while a server runs.

Left out are vectors and previews, which can be made again, the queue of unfinished drafting, whose
sections are all in the database, and keys: a backup leaves the office.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from rag.desk.backupfile import FORMAT, MANIFEST, Manifest, Part, home_parts
from rag.errors import InputError, system_reason
from rag.library.catalog import FILES
from rag.records import Progress
from rag.settings import SECRETS, SETTINGS_FILE, not_utf8, on_a_server
from rag.store.backup import BACKUPS, counts, originals, revision, snapshot
from rag.store.engine import DATABASE
from rag.store.lock import one_backup

LAST: Final = "last.json"
"""In ``backups/``: where the last backup by hand went, so that its age can be told."""
FETCHED: Final = "由网页下载"
"""Where a backup is that a browser took away: nobody knows the folder it was saved to."""
ELSEWHERE: Final = "数据在 PostgreSQL 里，主笔自己的备份备不到。"
ELSEWHERE_HINT: Final = "请管理员用 pg_dump 备份数据库，并复制数据目录，做法见 docs/部署.md。"
_CHUNK: Final = 1 << 20
_PACKED: Final = frozenset({".docx", ".xlsx", ".pdf", ".ofd", ".png", ".jpg", ".jpeg", ".zip"})
"""Compressed already: packing them again costs time and saves nothing."""
_LOGIN: Final = re.compile(r"://[^/@\s]+@")
"""A name and a password inside an address."""
_TRIES: Final = 3

ShowProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that is whole and in its place.

    ``left_out`` names settings that did not go along, ``missing`` originals that were gone.
    """

    path: Path
    files: int
    bytes: int
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def make_backup(
    home: Path,
    target: Path,
    *,
    force: bool = False,
    progress: ShowProgress | None = None,
    place: str = "",
) -> BackupMade:
    """Back up a home into ``target``, a .zip that appears only when it is complete.

    ``place`` is what is noted of where the backup is, ``target`` when nothing else is said.
    Needs no home lock: the database is copied in one moment, originals never change. Raises
    InputError when ``target`` exists (without ``force``) or cannot be written and where the data
    are in a database server, HomeLockedError while another backup is being made, ComponentError
    when the database cannot be read.
    """
    if on_a_server(home):
        raise InputError(ELSEWHERE, ELSEWHERE_HINT)
    target = target.absolute()
    _check_target(target, force=force)
    # One name for each home: what a killed backup left is written over by the next one.
    ours = hashlib.sha256(str(home).encode()).hexdigest()[:8]
    part = target.with_name(f".zhubi-{ours}.zip.part")
    if not (home / DATABASE).is_file():
        raise InputError(f"这里还没有主笔的数据：{home}", "请用 --home 指明数据目录后再试。")
    try:
        with one_backup(home):
            try:
                manifest = _write_whole(home, part, progress)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
            _note(home, target, place or str(target))
    except OSError as error:
        raise _unwritable(target, error) from error
    size = target.stat().st_size
    return BackupMade(target, len(manifest.parts), size, manifest.left_out, manifest.missing)


def _check_target(target: Path, *, force: bool) -> None:
    if target.suffix.lower() != ".zip":
        raise InputError(
            f"备份文件名“{target.name}”应以 .zip 结尾。", "请改为“备份.zip”这样的文件名。"
        )
    if target.is_dir():
        raise InputError(f"“{target.name}”是一个文件夹。", "请换一个文件名。")
    if not target.parent.is_dir():
        raise InputError(f"文件夹“{target.parent}”不存在。", "请先建立文件夹，或换一个位置。")
    if target.exists() and not force:
        raise InputError(
            f"“{target.name}”已经存在，没有覆盖。", "请换一个文件名；确要覆盖请加 --force。"
        )


def _write_whole(home: Path, part: Path, progress: ShowProgress | None) -> Manifest:
    """Write the zip beside its place; again when somebody removed a document meanwhile."""
    (home / BACKUPS).mkdir(exist_ok=True)
    copy = home / BACKUPS / ".snapshot.part"
    missing: tuple[str, ...] = ()
    try:
        for attempt in range(1, _TRIES + 1):
            snapshot(home / DATABASE, copy)
            writing = _Writing(home, copy)
            manifest = writing.write(part, progress)
            # What is missing from two copies in turn is lost already: the rest is worth keeping.
            if manifest.missing == missing or attempt == _TRIES:
                break
            missing = manifest.missing
    finally:
        copy.unlink(missing_ok=True)
    return manifest


class _Writing:
    """One attempt: the parts go into the zip as they are hashed."""

    def __init__(self, home: Path, copy: Path) -> None:
        self._home = home
        self._copy = copy
        self._parts: list[Part] = []
        self._missing: list[str] = []

    def write(self, path: Path, progress: ShowProgress | None) -> Manifest:
        files = [(DATABASE, self._copy), *home_parts(self._home)]
        files += [(f"{FILES}/{name}", self._home / FILES / name) for name in originals(self._copy)]
        settings, left_out = _settings(self._home / SETTINGS_FILE)
        with path.open("wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for number, (name, source) in enumerate(files):
                    if progress:
                        progress(Progress(number, len(files), "备份"))
                    self._add(archive, name, source)
                if settings:
                    self._add_text(archive, SETTINGS_FILE, settings)
                manifest = self._manifest(left_out)
                archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
            out.flush()
            os.fsync(out.fileno())
        if progress:
            progress(Progress(len(files), len(files), "备份"))
        return manifest

    def _add(self, archive: zipfile.ZipFile, name: str, source: Path) -> None:
        try:
            file = source.open("rb")
        except FileNotFoundError:
            self._missing.append(name)
            return
        info = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
        packed = source.suffix.lower() in _PACKED
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        known, size = hashlib.sha256(), 0
        with file, archive.open(info, "w", force_zip64=True) as member:
            while chunk := file.read(_CHUNK):
                known.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self._parts.append(Part(name=name, bytes=size, sha256=known.hexdigest()))

    def _add_text(self, archive: zipfile.ZipFile, name: str, text: str) -> None:
        content = text.encode()
        archive.writestr(name, content)
        known = hashlib.sha256(content).hexdigest()
        self._parts.append(Part(name=name, bytes=len(content), sha256=known))

    def _manifest(self, left_out: tuple[str, ...]) -> Manifest:
        return Manifest(
            format=FORMAT,
            version=version("zhubi"),
            revision=revision(self._copy),
            made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            counts=counts(self._copy),
            parts=tuple(self._parts),
            left_out=left_out,
            missing=tuple(self._missing),
        )


def _settings(path: Path) -> tuple[str, tuple[str, ...]]:
    """The settings file without its secrets, and their names. Raises InputError."""
    if not path.is_file():
        return "", ()
    try:
        return without_secrets(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        # It cannot go along as it is: what may be a key in it cannot be told.
        raise not_utf8(path) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"设置文件无法读取：{error}", f"请检查 {path}。") from error


def without_secrets(text: str) -> tuple[str, tuple[str, ...]]:
    """A settings file with keys and addresses that carry a password taken out; their names.

    Comments stay. Where a value is written over several lines the file is written anew instead.
    """
    data = tomllib.loads(text)
    secret = tuple(name for name, value in data.items() if _is_secret(name, value))
    if not secret:
        return text, ()
    line = re.compile(rf"""\s*["']?({"|".join(secret)})["']?\s*=""")
    told = "# {}：不放进备份，恢复后请重新填写"
    lines = [
        told.format(found[1]) if (found := line.match(one)) else one for one in text.split("\n")
    ]
    rest = {name: value for name, value in data.items() if name not in secret}
    try:
        if tomllib.loads("\n".join(lines)) == rest:
            return "\n".join(lines), secret
    except tomllib.TOMLDecodeError:
        pass
    lines = [told.format(name) for name in secret]
    lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in rest.items()]
    return "\n".join((*lines, "")), secret


def _is_secret(name: str, value: Any) -> bool:
    return bool(value) and (
        name in SECRETS or (isinstance(value, str) and _LOGIN.search(value) is not None)
    )


def _note(home: Path, target: Path, place: str) -> None:
    if target.parent != home / BACKUPS:
        made = {"path": place, "made_at": datetime.now(UTC).timestamp()}
        (home / BACKUPS / LAST).write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


def _unwritable(target: Path, error: OSError) -> InputError:
    if error.errno == errno.ENOSPC:
        return InputError("磁盘已满，备份没有做成。", "请清理磁盘，或把备份存到别的盘。")
    return InputError(
        f"备份“{target.name}”无法写入：{system_reason(error)}。", "请检查权限，或换一个位置。"
    )
