from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from library_helpers import REPORT_2022, REPORT_2023, make_library
from openpyxl import Workbook
from sqlalchemy import Engine, text

from rag.errors import FileTooLargeError, NotFoundError
from rag.library.archives import unpack
from rag.library.library import Library
from rag.records import Progress
from rag.settings import Settings

Write = Callable[[str, str], Path]


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    return found


def test_a_folder_is_indexed_and_listed(library: Library, office: Path) -> None:
    outcome = library.indexer.index_files([office])
    assert (outcome.added, outcome.unchanged, outcome.failed) == (3, 0, ())
    entries = {entry.file: entry for entry in library.catalog.list()}
    report = entries["2023年报告.txt"]
    assert (report.title, report.year, report.kind) == ("青山镇2023年党建工作报告", 2023, "report")
    assert report.passages == 3
    assert report.figures > 8
    assert entries["党费管理办法.txt"].kind == "policy"


def test_a_document_can_be_rebuilt_from_the_catalogue(library: Library, office: Path) -> None:
    library.indexer.index_files([office / "2023年报告.txt"])
    (entry,) = library.catalog.list()
    document = library.catalog.document(entry.id)
    assert document.text == REPORT_2023.strip()
    for passage in library.catalog.passages(entry.id):
        assert document.text[passage.start : passage.end] == passage.text
        assert library.catalog.passage_at(entry.id, passage.start) == passage
    for figure in library.catalog.figures(entry.id):
        quantity = figure.quantity
        assert document.text[quantity.start : quantity.end] == quantity.text


def test_the_original_is_kept_by_its_content(
    library: Library, settings: Settings, office: Path
) -> None:
    library.indexer.index_files([office / "2023年报告.txt"])
    (entry,) = library.catalog.list()
    kept = library.catalog.original(entry.id, settings.home)
    assert kept.read_text(encoding="utf-8") == REPORT_2023
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_same_content_is_not_indexed_twice(library: Library, write: Write) -> None:
    first = write("报告.txt", REPORT_2023)
    copy = write("报告（副本）.txt", REPORT_2023)
    assert library.indexer.index_files([first]).added == 1
    again = library.indexer.index_files([first, copy])
    assert (again.added, again.unchanged) == (0, 2)
    assert len(library.catalog.list()) == 1


def test_new_content_under_a_known_name_replaces_the_old_version(
    library: Library, engine: Engine, settings: Settings, write: Write
) -> None:
    library.indexer.index_files([write("报告.txt", REPORT_2023)])
    changed = write("报告.txt", REPORT_2023.replace("264场", "265场"))
    assert library.indexer.index_files([changed]).added == 1
    (entry,) = library.catalog.list()
    assert "265场" in library.catalog.document(entry.id).text
    assert count(engine, "passages") == count(engine, "passages_fts") == entry.passages
    assert len(list((settings.home / "files").iterdir())) == 1


def test_files_of_one_name_in_two_folders_are_two_documents(library: Library, write: Write) -> None:
    write("2022/报告.txt", REPORT_2022)
    folder = write("2023/报告.txt", REPORT_2023).parent.parent
    library.indexer.index_files([folder])
    assert {entry.file for entry in library.catalog.list()} == {"2022/报告.txt", "2023/报告.txt"}


def test_a_bad_file_does_not_stop_the_others(
    library: Library, engine: Engine, write: Write
) -> None:
    empty = write("空.txt", "")
    broken = write("坏.docx", "PK\x03\x04 这不是一个 Word 文件")
    good = write("好.txt", REPORT_2023)
    outcome = library.indexer.index_files([empty, broken, good, Path("没有.txt")])
    assert outcome.added == 1
    assert [name for name, _ in outcome.failed] == ["空.txt", "坏.docx", "没有.txt"]
    assert all(message.endswith("。") for _, message in outcome.failed)
    assert count(engine, "passages") == 3


def test_a_file_that_could_not_be_read_is_listed_until_it_is_removed(
    library: Library, engine: Engine, settings: Settings, write: Write
) -> None:
    outcome = library.indexer.index_files([write("空.txt", ""), write("也空.txt", "")])
    first, second = sorted(library.catalog.list(), key=lambda entry: entry.file)
    assert (first.file, first.state, first.passages) == ("也空.txt", "失败", 0)
    assert first.error == dict(outcome.failed)["也空.txt"]
    with pytest.raises(NotFoundError, match="空文件"):
        library.catalog.document(second.id)
    for entry in (first, second):
        library.indexer.remove(entry.id)
    assert count(engine, "documents") == 0
    assert list((settings.home / "files").iterdir()) == []


def test_a_file_that_failed_is_read_again_when_it_can_be(
    library: Library, settings: Settings, engine: Engine, write: Write
) -> None:
    """A limit was too low: raised by the administrator, the same file is no longer refused."""
    path = write("长.txt", REPORT_2023 + "党员群众一起出工出力，环境一天天好起来。\n" * 18_000)
    strict = make_library(settings.model_copy(update={"max_file_mb": 1}), engine, None)
    assert strict.indexer.index_files([path]).failed
    (entry,) = library.catalog.list()
    with pytest.raises(NotFoundError, match="原件没有保留"):
        library.indexer.retry(entry.id)
    assert library.indexer.index_files([path]).added == 1
    assert [(entry.file, entry.state) for entry in library.catalog.list()] == [("长.txt", "已完成")]


def test_a_retry_reads_the_original_that_was_kept(
    library: Library, settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["指标", "2023年"], *([f"指标{number}", number] for number in range(40))):
        page.append(row)
    book.save(tmp_path / "表.xlsx")
    strict = make_library(settings.model_copy(update={"max_rows": 20}), engine, None)
    assert strict.indexer.index_files([tmp_path / "表.xlsx"]).failed
    (entry,) = library.catalog.list()
    with pytest.raises(FileTooLargeError):
        strict.indexer.retry(entry.id)
    (tmp_path / "表.xlsx").unlink()
    library.indexer.retry(entry.id)
    (entry,) = library.catalog.list()
    assert (entry.file, entry.title, entry.error) == ("表.xlsx", "表", "")
    assert len(list((settings.home / "files").iterdir())) == 1


def test_a_broken_new_version_leaves_the_old_one_searchable(library: Library, write: Write) -> None:
    library.indexer.index_files([write("报告.txt", REPORT_2023)])
    library.indexer.index_files([write("报告.txt", "")])
    assert sorted(entry.state for entry in library.catalog.list()) == ["失败", "已完成"]
    assert library.retriever.search("主题党日").hits
    library.indexer.index_files([write("报告.txt", REPORT_2022)])
    assert [entry.year for entry in library.catalog.list()] == [2022]


def test_an_archive_that_does_not_open_is_listed_too(library: Library, write: Write) -> None:
    library.indexer.index_files([write("资料.zip", "不是压缩包")])
    (entry,) = library.catalog.list()
    assert (entry.file, entry.state, "已损坏" in entry.error) == ("资料.zip", "失败", True)


def test_progress_names_each_file_and_ends_full(library: Library, office: Path) -> None:
    seen: list[Progress] = []
    library.indexer.index_files([office], seen.append)
    assert [item.label for item in seen][:-1] == [
        "2022年报告.txt",
        "2023年报告.txt",
        "党费管理办法.txt",
    ]
    assert (seen[-1].done, seen[-1].total) == (3, 3)


def test_an_archive_is_unpacked_inside_its_folder(
    library: Library, settings: Settings, tmp_path: Path
) -> None:
    archive = tmp_path / "材料.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../外面.txt", REPORT_2022)
        packed.writestr("资料/2023.txt", REPORT_2023)
        packed.writestr("__MACOSX/._2023.txt", "x")
    outcome = library.indexer.index_files([archive])
    assert (outcome.added, outcome.failed) == (2, ())
    assert {entry.file for entry in library.catalog.list()} == {"外面.txt", "资料/2023.txt"}
    assert not list(tmp_path.parent.glob("外面.txt"))


def test_chinese_names_in_archives_made_by_windows_are_read(
    library: Library, tmp_path: Path
) -> None:
    archive = tmp_path / "a.zip"
    info = zipfile.ZipInfo("报告.txt".encode("gbk").decode("cp437"))
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(info, REPORT_2023)
    raw = archive.read_bytes()
    utf8_name = info.filename.encode("utf-8")
    gbk_name = "报告.txt".encode("gbk")
    assert utf8_name in raw or gbk_name in raw
    library.indexer.index_files([archive])
    assert len(library.catalog.list()) == 1


def test_a_file_without_a_name_in_an_archive_gets_one(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("报告.txt", REPORT_2023)
    raw = archive.read_bytes()
    archive.write_bytes(raw.replace("报告.txt".encode(), b"\0eport.txt"))
    unpack(archive, tmp_path / "out", settings)
    assert (tmp_path / "out" / "未命名").read_text(encoding="utf-8") == REPORT_2023


def test_a_zip_bomb_is_refused(settings: Settings, engine: Engine, tmp_path: Path) -> None:
    from rag.library.indexing import Indexer

    archive = tmp_path / "大.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("大.txt", b"0" * 3_000_000)
    small = settings.model_copy(update={"max_unpacked_mb": 1})
    outcome = Indexer(small, engine).index_files([archive])
    assert outcome.added == 0
    assert "超过 1 MB" in outcome.failed[0][1]


def test_removing_leaves_no_trace(
    vector_library: Library, engine: Engine, settings: Settings, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    vector_library.backfill.embed_pending()
    vectors = vector_library.retriever.vectors
    assert vectors is not None
    for entry in vector_library.catalog.list():
        vector_library.indexer.remove(entry.id)
    for table in ("documents", "passages", "figures", "passages_fts"):
        assert count(engine, table) == 0, table
    assert vectors.is_empty()
    assert list((settings.home / "files").iterdir()) == []


def test_removing_an_unknown_document_is_an_error(library: Library) -> None:
    with pytest.raises(NotFoundError):
        library.indexer.remove("123456789abc")


def test_rebuilding_gives_the_same_passages(library: Library, engine: Engine, office: Path) -> None:
    library.indexer.index_files([office])
    before = [library.catalog.passages(entry.id) for entry in library.catalog.list()]
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM passages_fts"))
    library.indexer.rebuild()
    assert [library.catalog.passages(entry.id) for entry in library.catalog.list()] == before
    assert library.retriever.search("主题党日").hits
