"""A real server of the page in its own process, and a real Chromium in front of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rag.desk.desk import Desk
from rag.settings import Settings
from rag.web.pages import start

OLD_REPORT = """河湾镇2023年工作报告

一、主要做法和成效
（一）聚焦政治建设
一是抓学习。全年开展集中学习12次，发放学习用书340册。
二是抓宣讲。开展理论宣讲86场，覆盖群众5200余人次。
（二）聚焦队伍建设
发展党员21名，走访慰问老党员92名。

二、下一步打算
力争2024年发展党员22名。
"""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SERVE = """
import sys
from pathlib import Path
from rag.settings import load_settings
from rag.web.app import serve
serve(load_settings(Path(sys.argv[1]), port=int(sys.argv[2])))
"""
START_SECONDS = 90
PATIENCE = 15_000
"""Milliseconds an expectation waits: a machine that also runs the other tests is slow."""
ENDPOINT = Path(__file__).parent.parent / "writing" / "wire_server.py"


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first answer; fail with the server's own words when it ends before."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server did not answer: {log.read_text(encoding='utf-8')[-2000:]}")


@contextmanager
def started(folder: Path, **settings: str) -> Iterator[str]:
    """Address of a server with a new home in ``folder``; settings go into its environment."""
    port, log = free_port(), folder / "server.log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZHUBI_", "GRADIO_"))}
    environment.update({f"ZHUBI_{name.upper()}": value for name, value in settings.items()})
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder / "home"), str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
        )
        try:
            url = f"http://127.0.0.1:{port}/"
            wait_until_served(url, process, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], Path]
) -> Iterator[str]:
    """Address of a server whose new home holds the sample office."""
    require_tool("chromium")
    with started(tmp_path_factory.mktemp("site")) as url:
        yield url


@pytest.fixture(scope="module")
def endpoint(require_tool: Callable[[str], Path]) -> Iterator[str]:
    """Address of a real chat endpoint on loopback whose model never comes to an end."""
    require_tool("chromium")
    process = subprocess.Popen([sys.executable, str(ENDPOINT)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def endpoint_events(endpoint: str) -> Callable[[], dict[str, int]]:
    """What the endpoint saw until now: requests by model, and streams cut by the client."""

    def events() -> dict[str, int]:
        with urllib.request.urlopen(f"{endpoint}/events", timeout=5) as reply:
            return dict(json.load(reply))

    return events


@pytest.fixture(scope="module")
def model_site(tmp_path_factory: pytest.TempPathFactory, endpoint: str) -> Iterator[str]:
    """A server with that endpoint as its model."""
    with started(
        tmp_path_factory.mktemp("model"),
        model_url=f"{endpoint}/v1",
        model="endless",
        model_key="right-key",
        embedding="none",
    ) as url:
        yield url


@pytest.fixture(scope="session")
def chromium(require_tool: Callable[[str], Path]) -> Iterator[Browser]:
    """Headless Chromium of the system."""
    path = require_tool("chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=QUIET)
        yield browser
        browser.close()


def visitor(chromium: Browser, url: str) -> BrowserContext:
    """A new visitor on an office's small screen."""
    context = chromium.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1366, "height": 768},
        accept_downloads=True,
        base_url=url,
    )
    context.set_default_timeout(20_000)
    return context


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page of a new visitor."""
    context = visitor(chromium, site)
    yield context.new_page()
    context.close()


@pytest.fixture
def model_page(chromium: Browser, model_site: str) -> Iterator[Page]:
    """A page of a new visitor where a model is configured."""
    context = visitor(chromium, model_site)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    """A desk that knows one small report."""
    file = tmp_path / "2023年报告.txt"
    file.write_text(OLD_REPORT, encoding="utf-8")
    desk = Desk(settings)
    assert desk.index([file]).added == 1
    yield desk
    desk.close()


@pytest.fixture
def report_id(desk: Desk) -> int:
    entry = desk.documents()[0]
    return start.new_report(desk, 2024, entry.id, "").report_id
