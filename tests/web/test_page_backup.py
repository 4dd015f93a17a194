"""Backups in the page: one to take away, and those made by the program."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.desk.backups import daily_backup
from rag.desk.desk import Desk
from rag.errors import InputError
from rag.web.pages.backup import backup_view, kept


def test_the_view_lists_what_was_made_by_itself(desk: Desk) -> None:
    assert backup_view(desk).line == "还没有备份。"
    made = daily_backup(desk.settings.home)
    assert made is not None
    view = backup_view(desk)
    assert "刚才" in view.line
    assert [name for _words, name in view.kept] == [made.path.name]
    copy = kept(desk, made.path.name)
    assert copy.read_bytes() == made.path.read_bytes()
    with pytest.raises(InputError):
        kept(desk, None)


@pytest.mark.browser
def test_a_backup_is_taken_away_and_the_server_makes_its_own(page: Page, tmp_path: Path) -> None:
    page.goto("/help")
    button = page.locator("#zb-backup-now")
    expect(button).to_be_visible()
    with page.expect_download() as fetched:
        button.click()
    file = tmp_path / "备份.zip"
    fetched.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json"))["counts"]["documents"] > 0
    expect(page.locator("#zb-backup-line")).to_contain_text("由网页下载")
    page.goto("/help")
    own = page.locator("#zb-backups label").first
    expect(own).to_be_visible()
    own.click()
    with page.expect_download() as fetched:
        page.click("#zb-backup-old")
    fetched.value.save_as(file)
    assert zipfile.is_zipfile(file)
