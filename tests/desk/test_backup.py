"""A backup holds everything that cannot be made again, and nothing that must not leave."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from rag.desk.backup import make_backup, without_secrets
from rag.desk.desk import Desk
from rag.errors import HomeLockedError, InputError
from rag.records import Progress
from rag.settings import load_settings, on_a_server
from rag.store.lock import one_backup
from tests.desk.backups import fill


def test_every_part_has_the_hash_its_manifest_says(home: Path, tmp_path: Path) -> None:
    fill(home)
    made = make_backup(home, tmp_path / "备份.zip")
    with zipfile.ZipFile(made.path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for part in manifest["parts"]:
            data = archive.read(part["name"])
            assert hashlib.sha256(data).hexdigest() == part["sha256"]
            assert len(data) == part["bytes"]
        names = {part["name"] for part in manifest["parts"]}
    assert {"zhubi.db", "zhubi.toml", "layout.toml", "prompts/own.md"} <= names
    assert sum(name.startswith("files/") for name in names) == 1
    assert made.files == len(names)
    assert manifest["counts"]["reports"] == 1
    assert manifest["revision"] == max(
        path.name[:4] for path in Path("rag/store/migrations/versions").glob("0*.py")
    )


def test_it_is_made_while_a_desk_is_open_and_has_what_was_just_saved(
    home: Path, tmp_path: Path
) -> None:
    report = fill(home)
    desk = Desk(load_settings(home))
    section = desk.report(report).sections[1]
    desk.save(section.id, "刚刚保存的一句。", base_version=section.version, made_by="小柳")
    made = make_backup(home, tmp_path / "备份.zip")
    desk.close()
    with zipfile.ZipFile(made.path) as archive:
        archive.extract("zhubi.db", tmp_path)
    with closing(sqlite3.connect(tmp_path / "zhubi.db")) as copy:
        (newest,) = copy.execute("SELECT text FROM versions ORDER BY id DESC LIMIT 1").fetchone()
    assert newest == "刚刚保存的一句。"


def test_a_copy_made_during_writing_is_of_one_moment(home: Path, tmp_path: Path) -> None:
    """Each transaction adds a pair; a copy never has half of one."""
    database = home / "zhubi.db"
    stop = threading.Event()
    with closing(sqlite3.connect(database)) as first:
        first.execute("CREATE TABLE pairs (side TEXT)")

    def write() -> None:
        with closing(sqlite3.connect(database, timeout=30)) as writer:
            while not stop.is_set():
                with writer:
                    writer.execute("INSERT INTO pairs VALUES ('left')")
                    writer.execute("INSERT INTO pairs VALUES ('right')")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            target = tmp_path / f"{number}.zip"
            make_backup(home, target)
            with zipfile.ZipFile(target) as archive:
                archive.extract("zhubi.db", tmp_path)
            with closing(sqlite3.connect(tmp_path / "zhubi.db")) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                sides = dict(copy.execute("SELECT side, count(*) FROM pairs GROUP BY side"))
            assert sides.get("left") == sides.get("right")
    finally:
        stop.set()
        thread.join()


def test_a_document_removed_meanwhile_is_in_neither_part(home: Path, tmp_path: Path) -> None:
    """The copy of the database that still lists it is made anew."""
    fill(home)
    desk = Desk(load_settings(home))
    (entry,) = desk.documents()
    removed = []

    def remove_once(step: Progress) -> None:
        if not removed:
            removed.append(desk.remove(entry.id))

    made = make_backup(home, tmp_path / "备份.zip", progress=remove_once)
    desk.close()
    assert made.missing == ()
    with zipfile.ZipFile(made.path) as archive:
        assert json.loads(archive.read("manifest.json"))["counts"]["documents"] == 0
        assert not any(name.startswith("files/") for name in archive.namelist())


def test_an_original_lost_long_ago_is_told_and_stops_nothing(home: Path, tmp_path: Path) -> None:
    fill(home)
    (original,) = (home / "files").iterdir()
    original.unlink()
    steps: list[Progress] = []
    made = make_backup(home, tmp_path / "备份.zip", progress=steps.append)
    assert made.missing == (f"files/{original.name}",)
    assert sum(step.done == 0 for step in steps) == 2, "a third copy would find no more"


def test_nothing_is_overwritten_without_leave(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "备份.zip"
    target.write_bytes(b"old")
    with pytest.raises(InputError, match="已经存在"):
        make_backup(home, target)
    assert target.read_bytes() == b"old"
    make_backup(home, target, force=True)
    assert zipfile.is_zipfile(target)


@pytest.mark.parametrize(
    ("name", "said"), [("备份.rar", "zip"), ("没有/备份.zip", "不存在"), ("夹.zip", "文件夹")]
)
def test_a_place_that_cannot_be_written_is_told(
    home: Path, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "夹.zip").mkdir()
    with pytest.raises(InputError, match=said):
        make_backup(home, tmp_path / name)


def test_an_empty_folder_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="还没有主笔的数据"):
        make_backup(tmp_path / "nowhere", tmp_path / "备份.zip")
    assert list(tmp_path.iterdir()) == []


def test_only_one_backup_at_a_time(home: Path, tmp_path: Path) -> None:
    with one_backup(home), pytest.raises(HomeLockedError, match="另一份备份"):
        make_backup(home, tmp_path / "备份.zip")
    make_backup(home, tmp_path / "备份.zip")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('model = "m"\nmodel_key = "sk-secret"  # 不要外传\nport = 8000\n', ("model_key",)),
        ('"model_key" = "sk-secret"\nunit = "甲镇"\n', ("model_key",)),
        ('model_key = """\nsk-secret"""\nchecks_off = ["wording"]\n', ("model_key",)),
        ('model_url = "http://me:sk-secret@host/v1"\nunit = "甲\\"镇"\n', ("model_url",)),
        (
            'embedding_key = "sk-secret"\nrerank_key = "sk-secret"\n',
            ("embedding_key", "rerank_key"),
        ),
    ],
)
def test_keys_stay_in_the_office(home: Path, text: str, names: tuple[str, ...]) -> None:
    kept, left_out = without_secrets(text)
    assert left_out == names
    assert "sk-secret" not in kept
    (home / "zhubi.toml").write_text(text, encoding="utf-8")
    before = load_settings(home).model_dump(exclude=set(names))
    (home / "zhubi.toml").write_text(kept, encoding="utf-8")
    assert load_settings(home).model_dump(exclude=set(names)) == before


def test_settings_in_another_encoding_are_told(home: Path, tmp_path: Path) -> None:
    (home / "zhubi.toml").write_bytes('unit = "柳河镇"\nmodel_key = "sk"\n'.encode("gbk"))
    with pytest.raises(InputError, match="不是 UTF-8") as told:
        make_backup(home, tmp_path / "备份.zip")
    assert "另存为 UTF-8" in told.value.hint
    assert list(tmp_path.glob("*.zip*")) == []
    with pytest.raises(InputError, match="不是 UTF-8"):
        load_settings(home)


@pytest.mark.parametrize(
    "content",
    [
        b'database_url = "postgresql+psycopg://db/zhubi"\nport = "abc"\n',
        'unit = "柳河镇"\n"database_url" = \'postgresql://db/zhubi\'\n'.encode("gbk"),
        'database_url = "postgresql://db/zhubi"\n'.encode("utf-8-sig"),
        'database_url = "postgresql://db/zhubi"\n'.encode("utf-16"),
        b'port = = 8\n  database_url="""postgresql://db/zhubi"""\n',
    ],
)
def test_a_file_from_before_the_server_is_not_the_data_whatever_else_is_wrong(
    home: Path, tmp_path: Path, content: bytes
) -> None:
    (home / "zhubi.toml").write_bytes(content)
    with pytest.raises(InputError, match="PostgreSQL"):
        make_backup(home, tmp_path / "备份.zip")


def test_the_environment_says_first_where_the_data_are(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "zhubi.toml").write_text('database_url = "postgresql://db"\nport = "abc"\n', "utf-8")
    assert on_a_server(home)
    monkeypatch.setenv("ZHUBI_DATABASE_URL", "")
    assert not on_a_server(home)
    (home / "zhubi.toml").write_text('# database_url = "postgresql://db"\nport = "abc"\n', "utf-8")
    monkeypatch.delenv("ZHUBI_DATABASE_URL")
    assert not on_a_server(home)


def test_settings_without_keys_go_along_as_they_are(home: Path) -> None:
    text = '# 端口\nport = 8000\nmodel_key = ""\n'
    assert without_secrets(text) == (text, ())
