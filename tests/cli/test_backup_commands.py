"""backup and restore on the command line."""

from __future__ import annotations

import zipfile
from pathlib import Path

from rag.desk.desk import Desk
from rag.settings import load_settings
from tests.cli.conftest import Zhubi


def test_backup_prints_where_it_is_and_restore_what_came_back(
    zhubi: Zhubi, started: int, home: Path, tmp_path: Path
) -> None:
    made = zhubi("backup", tmp_path / "b.zip")
    assert made.code == 0
    assert made.data["path"] == str(tmp_path / "b.zip")
    assert made.data["bytes"] == (tmp_path / "b.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert made.data["files"] == len(archive.namelist()) - 1
    restored = zhubi("restore", tmp_path / "b.zip", "--force")
    assert restored.code == 0
    kept = Path(restored.data["kept"])
    assert kept.is_dir()
    assert restored.data == {
        "home": str(home),
        "documents": 1,
        "reports": 1,
        "kept": str(kept),
    }
    assert zhubi("report", "show", started).data["year"] == 2024


def test_a_backup_is_made_while_a_program_has_the_home(
    zhubi: Zhubi, home: Path, tmp_path: Path
) -> None:
    desk = Desk(load_settings(home))
    assert zhubi("backup", tmp_path / "b.zip").code == 0
    refused = zhubi("restore", tmp_path / "b.zip", "--force")
    assert refused.code == 3
    assert "另一个主笔程序" in refused.err
    desk.close()


def test_what_cannot_be_done_is_bad_input(zhubi: Zhubi, home: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"no zip")
    assert zhubi("backup", tmp_path / "b.zip").code == 2
    assert zhubi("restore", tmp_path / "b.zip").code == 2
    damaged = zhubi("restore", tmp_path / "b.zip", "--force")
    assert damaged.code == 2
    assert "不是完整的 zip" in damaged.err
    assert damaged.out == ""


def test_keys_left_out_are_told(zhubi: Zhubi, home: Path, tmp_path: Path) -> None:
    (home / "zhubi.toml").write_text('embedding = "none"\nmodel_key = "sk-1"\n', encoding="utf-8")
    made = zhubi("backup", tmp_path / "b.zip")
    assert made.data["left_out"] == ["model_key"]
    assert "model_key" in made.err
    assert "model_key" in zhubi("restore", tmp_path / "b.zip", "--force").err
