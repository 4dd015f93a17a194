"""The library in the page: many files at once, files that cannot be used, and the stop button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.conftest import started, visitor

pytestmark = pytest.mark.browser

LIMIT = 2
"""MB; a small one, so that the test need not write a large file."""


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[str]:
    """A new home without the sample office."""
    assert chromium.is_connected()
    folder = tmp_path_factory.mktemp("empty")
    with started(folder, sample="false", embedding="none", max_file_mb=str(LIMIT)) as url:
        yield url


@pytest.fixture
def empty_page(chromium: Browser, empty_site: str) -> Iterator[Page]:
    context = visitor(chromium, empty_site)
    yield context.new_page()
    context.close()


def notice(folder: Path, number: int) -> Path:
    path = folder / f"通知{number}.txt"
    path.write_text(
        f"关于第{number}次检查的通知\n各村党支部：\n请于{number}日前报送材料{number}份。\n",
        encoding="utf-8",
    )
    return path


def choose(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click(".zb-upload")
    chooser.value.set_files([str(file) for file in files])


def test_every_page_of_a_new_home_says_what_to_do_next(empty_page: Page) -> None:
    page = empty_page
    page.goto("/")
    hint = page.locator(".zb-hint").first
    expect(hint).to_contain_text("资料库里还没有往年的报告")
    expect(page.locator("#zb-open")).to_be_hidden()
    page.goto("/ask")
    expect(page.locator(".zb-answer")).to_contain_text("提问得不到回答")
    page.locator(".zb-answer").get_by_role("link", name="资料库").click()
    expect(page.locator(".zb-library")).to_contain_text("先上传上年的报告")
    page.goto("/ledger")
    expect(page.locator(".zb-ledger")).to_contain_text("从数据表导入")
    page.locator(".zb-ledger").get_by_role("link", name="资料库").click()
    expect(page.locator(".zb-upload")).to_be_visible()


def test_files_that_cannot_be_used_are_refused_in_words(empty_page: Page, tmp_path: Path) -> None:
    large, film, none = tmp_path / "大.txt", tmp_path / "录像.mp4", tmp_path / "空.txt"
    large.write_bytes(b"a" * ((LIMIT << 20) + 1))
    film.write_bytes(b"film")
    none.write_bytes(b"")
    empty_page.goto("/library")
    expect(empty_page.locator(".zb-library")).to_contain_text("资料库还是空的")
    choose(empty_page, large, film, none)
    told = empty_page.locator(".zb-uploaded")
    expect(told).to_contain_text("3 份没有加入")
    expect(told).to_contain_text(f"超过 {LIMIT} MB 的上限")
    expect(told).to_contain_text("录像.mp4：这种文件读不了")
    expect(told).to_contain_text("空.txt：文件是空的")


def test_many_files_show_how_far_they_are_and_can_be_stopped(
    empty_page: Page, tmp_path: Path
) -> None:
    files = [notice(tmp_path, number) for number in range(1, 31)]
    held: list[Route] = []
    fourth = "通知4.txt"

    def hold_the_fourth(route: Route) -> None:
        if fourth in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    empty_page.route("**/component_server/**", hold_the_fourth)
    empty_page.goto("/library")
    expect(empty_page.locator(".zb-upload")).to_be_visible()
    with empty_page.expect_request(
        lambda request: "add_document" in (request.post_data or "") and fourth in request.post_data
    ):
        choose(empty_page, *files)
    bar = empty_page.locator(".zb-uploads .zb-progress")
    expect(bar).to_have_text(re.compile("正在读第 4 份，共 30 份：通知4.txt"))
    empty_page.get_by_role("button", name="停止").click()
    held[0].continue_()
    told = empty_page.locator(".zb-uploaded")
    expect(told).to_contain_text("新加入 4 份，已停止，还有 26 份没有上传")
    expect(bar).to_be_hidden()
    expect(empty_page.locator(".zb-library tbody tr")).to_have_count(4)
    choose(empty_page, *files[:6])
    expect(told).to_contain_text("新加入 2 份，4 份已在库中，没有变化。")
