"""A desk on an empty home, and a report in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from rag.desk.backup import make_backup
from rag.desk.desk import Desk
from rag.records import Report
from rag.reports.store import NewReport, NewSection
from rag.settings import Settings
from tests.desk.backups import fill
from tests.desk.edited import PARTS

SERVER = Path(__file__).parent.parent / "writing" / "wire_server.py"
WriteReport = Callable[[Sequence[tuple[NewSection, str]]], Report]


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    opened = Desk(settings)
    yield opened
    opened.close()


@pytest.fixture
def write_report(desk: Desk) -> WriteReport:
    """Make a report of sections with their texts, and two years' figure for one of them."""

    def write(parts: Sequence[tuple[NewSection, str]]) -> Report:
        new = NewReport("某镇2024年工作报告", 2024, 2024, "某镇党委")
        made = desk.store.create(new, [part for part, _ in parts])
        for section, (_, text) in zip(made.sections, parts, strict=True):
            if text:
                desk.save(section.id, text, base_version=0, made_by="小李")
        desk.set_figure("集中学习", "18次", year=2024)
        desk.set_figure("集中学习", "12次", year=2023)
        return desk.report(made.id)

    return write


@pytest.fixture
def report(write_report: WriteReport) -> Report:
    return write_report(PARTS)


@pytest.fixture
def edited(desk: Desk, report: Report, tmp_path: Path) -> Callable[..., Path]:
    """The exported file after a leader's edit."""

    def edit(*changes: tuple[str, str], comments: str = "") -> Path:
        path = desk.export(report.id, tmp_path / "稿.docx")
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        for old, new in changes:
            assert old in parts["word/document.xml"]
            parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
        if comments:
            parts["word/comments.xml"] = comments
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return path

    return edit


@pytest.fixture(scope="module")
def wire() -> Iterator[str]:
    """A chat endpoint whose model's name chooses what it answers, in a process of its own."""
    server = subprocess.Popen([sys.executable, str(SERVER)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.fixture
def filled(home: Path) -> int:
    """A home with something to lose; the id of its report."""
    return fill(home)


@pytest.fixture
def backup(home: Path, filled: int, tmp_path: Path) -> Path:
    """A backup of it."""
    return make_backup(home, tmp_path / "备份.zip").path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A home that is in use: a backup that is refused must leave it as it is."""
    folder = tmp_path / "other"
    fill(folder)
    return folder
