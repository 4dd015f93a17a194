"""Two people of one office in a real browser, each under their own name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rag.desk.desk import Desk
from rag.settings import load_settings
from tests.web.conftest import OLD_REPORT, started, visitor

pytestmark = pytest.mark.browser

PASSWORD = "今年写得快-2024"
TEXT = ".zb-editor textarea"


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], Path]
) -> Iterator[str]:
    """A server whose home has two users, one document and a report."""
    require_tool("chromium")
    folder = tmp_path_factory.mktemp("office")
    source = folder / "2023年报告.txt"
    source.write_text(OLD_REPORT, encoding="utf-8")
    desk = Desk(load_settings(folder / "home", embedding="none", sample=False))
    desk.index([source])
    desk.new_report(year=2024)
    desk.users.add("王芳", PASSWORD, admin=True)
    desk.users.add("李四", PASSWORD)
    desk.close()
    with started(folder, embedding="none", sample="false") as url:
        yield url


@pytest.fixture
def visit(chromium: Browser, office: str) -> Iterator[Callable[[], Page]]:
    """Pages of new visitors."""
    contexts: list[BrowserContext] = []

    def new() -> Page:
        contexts.append(visitor(chromium, office))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.fill("#name", name)
    page.fill("#password", password)
    page.get_by_role("button", name="登录").click()


def test_the_page_asks_who_is_there_and_leads_on(visit: Callable[[], Page]) -> None:
    page = visit()
    page.goto("/library")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    log_in(page, "王芳", "wrong-password")
    expect(page.get_by_role("alert")).to_contain_text("不对")
    expect(page.locator("#name")).to_have_value("王芳")
    log_in(page, "王芳")
    expect(page.locator(".zb-library tbody tr")).to_have_count(1)
    expect(page.locator(".zb-login")).to_contain_text("王芳")
    page.locator(".zb-login").get_by_role("button", name="退出").click()
    expect(page.locator("#password")).to_be_visible()
    page.goto("/ledger")
    expect(page.locator("#password")).to_be_visible()


def test_a_version_is_signed_by_who_is_logged_in(visit: Callable[[], Page]) -> None:
    page = visit()
    page.goto("/")
    page.evaluate("localStorage.setItem('zhubi-name', '\"别人\"')")
    log_in(page, "李四")
    expect(page.locator("#zb-who input, #zb-who textarea")).to_have_value("李四")
    page.click("#zb-open")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()
    page.click("#zb-to-draft")
    page.locator(".zb-entry").nth(1).click()
    expect(page.locator(TEXT)).to_be_editable()
    page.fill(TEXT, "今年继续抓学习。")
    page.keyboard.press("Control+s")
    expect(page.locator(".zb-status")).to_contain_text("已保存")
    page.click("[data-do=versions]")
    expect(page.locator(".zb-version-list")).to_contain_text("李四")
    expect(page.get_by_text("别人")).to_have_count(0)


def test_each_sees_the_questions_asked_under_the_own_name(visit: Callable[[], Page]) -> None:
    for name, question in (
        ("王芳", "2023年发展党员多少名？"),
        ("李四", "2023年开展理论宣讲多少场？"),
    ):
        page = visit()
        page.goto("/ask")
        log_in(page, name)
        page.fill("#zb-question textarea", question)
        page.click("#zb-send")
        expect(page.locator("#zb-history label")).to_have_count(1)
        expect(page.locator("#zb-history")).to_contain_text(question)


def test_only_an_administrator_removes_a_document(visit: Callable[[], Page]) -> None:
    page = visit()
    page.goto("/library")
    log_in(page, "李四")
    row = page.locator(".zb-library tbody tr").first
    row.get_by_role("button", name="移除").click()
    page.get_by_role("dialog").get_by_role("button", name="移除").click()
    expect(page.get_by_text("王芳").first).to_be_visible()
    expect(page.locator(".zb-library tbody tr")).to_have_count(1)
    page.goto("/help")
    page.click("#zb-backup-now")
    expect(page.get_by_text("下载备份要由管理员来做").first).to_be_visible()


def test_a_login_that_ended_is_told_in_place(visit: Callable[[], Page]) -> None:
    page = visit()
    page.goto("/ask")
    log_in(page, "李四")
    expect(page.locator(".zb-login")).to_contain_text("李四")
    expect(page.locator("#zb-examples")).to_contain_text("上一份报告")
    page.context.clear_cookies()
    page.fill("#zb-question textarea", "2023年走访慰问多少名？")
    page.click("#zb-send")
    expect(page.locator(".zb-login-ended")).to_contain_text("登录已失效，请重新登录。")
    expect(page.locator("#zb-question textarea")).to_have_value("2023年走访慰问多少名？")
