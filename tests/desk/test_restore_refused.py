"""A file that is no backup, or not a whole one, changes nothing."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.desk.restore import restore_backup
from rag.errors import InputError
from rag.settings import load_settings
from tests.desk.backups import Parts, everything, repacked, texts


def refused(backup: Path, home: Path, said: str) -> None:
    before = everything(home)
    around = {path.name for path in home.parent.iterdir()}
    with pytest.raises(InputError, match=said):
        restore_backup(backup, home, force=True)
    assert everything(home) == before
    assert {path.name for path in home.parent.iterdir()} == around


def damage(name: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[name] = b"\0" * len(parts[name])

    return change


def add(name: str, data: bytes = b"x") -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[name] = data

    return change


def in_database(sql: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.deserialize(parts["zhubi.db"])
            with memory:
                memory.execute(sql)
            parts["zhubi.db"] = memory.serialize()

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (add("../outside.txt"), "不该有的文件"),
        (add("files/../../outside.txt"), "不该有的文件"),
        (add("/etc/passwd"), "不该有的文件"),
        (add("C:\\outside.txt"), "不该有的文件"),
        (add("prompts/.hidden.md"), "不该有的文件"),
        (add("files/readme.txt"), "不该有的文件"),
        (add("chroma/chroma.sqlite3"), "不该有的文件"),
        (add("zhubi.db", b"no database"), "读不出来"),
        (damage("zhubi.db"), "数据库"),
        (lambda parts: parts.pop("zhubi.db"), "没有数据库"),
        (add("sample-indexed", b"\0" * (300 << 20)), "大得不合常理"),
        (in_database("UPDATE documents SET stored = '../../zhubi.toml'"), "以外的文件"),
        (in_database("UPDATE alembic_version SET version_num = '9999'"), "不符"),
        (
            in_database(
                "CREATE TRIGGER evil AFTER INSERT ON versions BEGIN DELETE FROM reports; END"
            ),
            "evil",
        ),
    ],
)
def test_a_changed_backup_is_refused_and_nothing_is_touched(
    backup: Path, other: Path, tmp_path: Path, change: Callable[[Parts], None], said: str
) -> None:
    refused(repacked(backup, tmp_path / "changed.zip", change), other, said)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_file_that_is_no_zip_is_refused(other: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("不是压缩文件", encoding="utf-8")
    refused(tmp_path / "b.zip", other, "zip")
    refused(tmp_path / "none.zip", other, "找不到")


def test_any_other_zip_is_refused(other: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("报告.txt", "别的压缩包")
    refused(tmp_path / "b.zip", other, "不是主笔的备份")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_copied_in_part_is_refused(
    backup: Path, other: Path, tmp_path: Path, share: float
) -> None:
    whole = backup.read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[: int(len(whole) * share)])
    refused(tmp_path / "b.zip", other, "不是完整的 zip")


def test_one_changed_byte_anywhere_is_found_or_harms_nothing(
    backup: Path, home: Path, filled: int, tmp_path: Path
) -> None:
    """Either the restore is refused, or what was changed is only the zip's own decoration."""
    whole = bytearray(backup.read_bytes())
    for place in range(0, len(whole), len(whole) // 16):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        (tmp_path / "b.zip").write_bytes(changed)
        target = tmp_path / f"new{place}"
        try:
            restore_backup(tmp_path / "b.zip", target)
        except InputError:
            assert not target.exists()
        else:
            assert texts(target, filled) == texts(home, filled)


def test_a_symbolic_link_is_refused(backup: Path, other: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("prompts/link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr(link, "/etc/passwd")
    refused(tmp_path / "b.zip", other, "链接")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "更新版本"),
        ({"revision": "9999"}, "不符"),
        ({"parts": []}, "没有数据库"),
        ({"made_at": None}, "读不出来"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    backup: Path, other: Path, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json")) | change
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    refused(tmp_path / "b.zip", other, said)


def test_a_newer_schema_asks_for_a_newer_program(backup: Path, other: Path, tmp_path: Path) -> None:
    newer = repacked(
        backup,
        tmp_path / "newer.zip",
        in_database("UPDATE alembic_version SET version_num = '9999'"),
    )
    with zipfile.ZipFile(newer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json")) | {"revision": "9999"}
    with zipfile.ZipFile(newer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    refused(newer, other, "更新版本的主笔")


def test_a_home_of_a_newer_program_is_not_opened(other: Path) -> None:
    with closing(sqlite3.connect(other / "zhubi.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(InputError, match="更新版本的主笔"):
        Desk(load_settings(other))
