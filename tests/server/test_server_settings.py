"""The settings that name the servers, and what the command line says when one is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import gradio as gr
import pytest

from rag.errors import InputError
from rag.settings import load_settings
from rag.web.pages.backup import backup_place
from tests.server.conftest import OpenDesk, environment

URL = "postgresql+psycopg://zhubi:never-to-be-shown@127.0.0.1:1/zhubi"
SECRET = "never-to-be-shown"


def zhubi(home: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from rag.cli import main; main()", *command, "--home", str(home)],
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_password_of_the_database_is_not_in_what_is_printed_of_the_settings(
    tmp_path: Path,
) -> None:
    settings = load_settings(tmp_path, database_url=URL, embedding="none")
    assert SECRET in settings.database_url
    assert SECRET not in repr(settings) + str(settings)


def test_shared_passages_need_shared_vectors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="chroma_url"):
        load_settings(tmp_path, database_url=URL)
    load_settings(tmp_path, database_url=URL, embedding="none")
    load_settings(tmp_path, database_url=URL, chroma_url="http://127.0.0.1:8000")
    load_settings(tmp_path, chroma_url="http://127.0.0.1:8000")


def test_measuring_happens_away_from_the_office(tmp_path: Path, knowledge: Path) -> None:
    """It indexes and drafts: none of that may reach the servers the office works on."""
    done = zhubi(
        tmp_path,
        *("eval", "--office", str(knowledge), "--json"),
        database_url=URL,
        chroma_url="http://127.0.0.1:1",
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "coverage" in done.stdout or "按规则" in done.stdout


def test_a_server_out_of_reach_ends_a_command_with_a_sentence_and_exit_3(tmp_path: Path) -> None:
    done = zhubi(tmp_path, "documents", database_url=URL, embedding="none")
    assert done.returncode == 3
    assert done.stderr.startswith("连接不上数据库 127.0.0.1:1/zhubi。")
    assert "ZHUBI_DATABASE_URL" in done.stderr
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.server
def test_a_command_works_beside_an_open_page(
    open_desk: OpenDesk, database_url: str, tmp_path: Path
) -> None:
    """An embedded home is locked; one on a server is not."""
    open_desk().set_figure("集中学习", "18次", year=2024)
    done = zhubi(
        tmp_path / "shared", "ledger", "show", "--json", database_url=database_url, embedding="none"
    )
    assert done.returncode == 0, done.stderr
    assert "集中学习" in done.stdout


@pytest.mark.server
def test_doctor_names_the_server_and_not_the_password(
    open_desk: OpenDesk, database_url: str
) -> None:
    said = " ".join(line.detail + line.hint for line in open_desk().doctor())
    assert "PostgreSQL" in said
    assert database_url.rsplit("@", 1)[1] in said
    assert database_url.split(":")[2].split("@")[0] not in said


@pytest.mark.server
def test_a_backup_that_would_miss_the_data_is_refused(
    open_desk: OpenDesk, database_url: str, tmp_path: Path
) -> None:
    """Also where the home still has the SQLite file of the time before."""
    home = tmp_path / "shared"
    open_desk()
    (home / "zhubi.db").write_bytes(b"old")
    given = {"database_url": database_url, "embedding": "none"}
    for command in (["backup", "b.zip"], ["restore", "b.zip", "--force"]):
        done = zhubi(home, *command, **given)
        assert done.returncode == 2
        assert "pg_dump" in done.stderr


@pytest.mark.server
def test_the_page_of_a_replica_offers_no_backup_it_cannot_make(open_desk: OpenDesk) -> None:
    with gr.Blocks() as page:
        backup_place(open_desk(), page)
    parts = list(page.blocks.values())
    (text,) = (part.value for part in parts if isinstance(part, gr.Markdown))
    assert "pg_dump" in text
    assert "docs/部署.md" in text
    assert "每天" not in text
    assert not any(isinstance(part, gr.Button) for part in parts)
