"""The server goes away while a tab is open, and comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.conftest import visitor
from tests.web.test_page import STATUS, TEXT, append, figure_rows, start_report, to_draft

pytestmark = pytest.mark.browser

AWAY = "**/gradio_api/**"


def unplugged(route: Route) -> None:
    route.abort()


def without_its_database(route: Route) -> None:
    """As the gate, or a proxy without any replica, answers."""
    route.fulfill(status=503, body="数据库没有回应", headers={"retry-after": "5"})


AWAYS = pytest.mark.parametrize("away", [unplugged, without_its_database])


@pytest.fixture
def writing(chromium: Browser, site: str) -> Iterator[Page]:
    context = visitor(chromium, site)
    yield context.new_page()
    context.close()


@AWAYS
def test_text_typed_while_the_server_is_away_is_saved_when_it_is_back(
    writing: Page, away: Callable[[Route], None]
) -> None:
    page = writing
    start_report(page, "断线")
    to_draft(page)
    append(page, "断线前的一句。")
    expect(page.locator(STATUS)).to_contain_text("已保存")
    page.route(AWAY, away)
    append(page, "断线后的一句。")
    banner = page.locator(".zb-banner")
    expect(banner).to_contain_text("连接中断")
    expect(page.locator(STATUS)).to_contain_text("未保存")
    page.unroute(AWAY)
    expect(banner).to_be_hidden()
    expect(page.locator(STATUS)).to_contain_text("已保存")
    page.reload()
    expect(page.locator(TEXT)).to_have_value("断线前的一句。断线后的一句。")


@pytest.mark.parametrize(("away", "row"), [(unplugged, 3), (without_its_database, 4)])
def test_a_figure_typed_meanwhile_is_saved_too(
    writing: Page, away: Callable[[Route], None], row: int
) -> None:
    page = writing
    start_report(page, "断线填数")
    page.route(AWAY, away)
    field = figure_rows(page).nth(row).locator("input")
    field.fill("17")
    field.press("Enter")
    expect(page.locator(".zb-trouble")).to_contain_text("没有保存")
    expect(page.locator(".zb-banner")).to_be_visible()
    page.unroute(AWAY)
    expect(page.locator(".zb-banner")).to_be_hidden()
    expect(page.locator("#zb-form td.note.good").first).to_have_text("已保存")
    page.reload()
    expect(figure_rows(page).nth(row).locator("input")).to_have_value(re.compile("17"))


def test_a_server_that_was_started_anew_asks_for_a_fresh_page(writing: Page) -> None:
    page = writing
    page.goto("/library")
    expect(page.locator(".zb-library tbody tr").first).to_be_visible()
    page.wait_for_timeout(500)
    page.route("**/app_id", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new CustomEvent('zhubi:offline'))")
    expect(page.locator(".zb-banner")).to_contain_text("连接中断")
    page.unroute("**/app_id")
    page.route("**/app_id", lambda route: route.fulfill(body='{"app_id":1}'))
    expect(page.locator(".zb-banner")).to_contain_text("重新启动过")
    page.unroute("**/app_id")
    page.get_by_role("button", name="刷新页面").click()
    expect(page.locator(".zb-library tbody tr").first).to_be_visible()
    expect(page.locator(".zb-banner")).to_have_count(0)


def test_a_server_that_wants_a_login_is_no_other_server(writing: Page) -> None:
    page = writing
    page.goto("/library")
    expect(page.locator(".zb-library tbody tr").first).to_be_visible()
    page.wait_for_timeout(500)
    page.route("**/app_id", lambda route: route.fulfill(status=401, body='{"detail":"请先登录。"}'))
    page.evaluate("""() => {
      document.addEventListener("zhubi:online", () => (window.zhubiBack = true));
      document.dispatchEvent(new CustomEvent("zhubi:offline"));
    }""")
    ended = page.locator(".zb-login-ended")
    expect(ended).to_contain_text("登录已失效，请重新登录。")
    expect(ended).not_to_contain_text("没有完成")
    assert not page.evaluate("Boolean(window.zhubiBack)")
    page.unroute("**/app_id")
    ended.get_by_role("button", name="已登录").click()
    page.wait_for_function("window.zhubiBack")
    expect(ended).to_have_count(0)
    expect(page.locator(".zb-banner")).to_have_count(0)
