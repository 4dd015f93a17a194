"""The ledger in the page: filled, settled, corrected, and what a change means for the drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.web.conftest import started, visitor

pytestmark = pytest.mark.browser

TOASTS = ".zb-toasts"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[str]:
    """A sample office whose ledger nobody else fills."""
    assert chromium.is_connected()
    with started(tmp_path_factory.mktemp("ledger"), embedding="none") as url:
        yield url


@pytest.fixture
def ledger(chromium: Browser, own_site: str) -> Iterator[Page]:
    """The ledger page, read in from the past reports."""
    context = visitor(chromium, own_site)
    page = context.new_page()
    open_ledger(page)
    yield page
    context.close()


def open_ledger(page: Page) -> None:
    page.goto("/ledger")
    read = page.get_by_role("button", name="从往年报告补填")
    expect(read).to_be_visible()
    if page.locator(".zb-ledger .zb-grid").count() == 0:
        read.click()
    expect(page.locator(".zb-ledger .zb-grid tbody tr").nth(9)).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def cell(page: Page, indicator: str, year: int) -> Locator:
    return page.get_by_label(f"{indicator} {year}年", exact=True)


def add(page: Page, name: str, value: str) -> None:
    page.get_by_placeholder("新指标名称").fill(name)
    page.locator(".zb-grid-add input").nth(1).fill(value)
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_attached()


def undo(page: Page) -> None:
    page.locator(TOASTS).get_by_role("button", name="撤销").last.click()


def test_a_trend_and_every_value_ever_entered_stand_beside_an_indicator(ledger: Page) -> None:
    hosts: set[str] = set()
    ledger.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    ledger.fill(".zb-search", "发展党员")
    field = cell(ledger, "发展党员", 2023)
    for value in ("23", "24"):
        field.fill(value)
        field.press("Enter")
        expect(ledger.locator("td.note.good").first).to_contain_text("已保存")
    ledger.get_by_role("button", name="发展党员", exact=True).click()
    expect(ledger.locator("#zb-trend svg, #zb-trend canvas").first).to_be_visible()
    history = ledger.locator(".zb-history li")
    expect(history.first).to_contain_text("2023年")
    history.filter(has_text="2023年　23").get_by_role("button", name="恢复这个数").click()
    expect(field).to_have_value("23")
    expect(history.first).to_contain_text("现在用的")
    assert hosts - {"", urlsplit(ledger.url).netloc} == set()


def test_a_pair_of_names_is_settled_once_and_can_be_asked_again(ledger: Page) -> None:
    tab(ledger, "名称待确认")
    pair = ledger.locator(".zb-match", has_text="编发学习提醒短信")
    expect(pair.locator(".zb-side").first).to_contain_text("1500余条")
    expect(pair.locator(".zb-side").nth(1)).to_contain_text("1800余条")
    expect(pair.locator("q").first).to_contain_text("编发学习提醒短信1500余条")
    pair.get_by_role("button", name="不是，单列一项").click()
    expect(pair).to_have_count(0)
    undo(ledger)
    expect(pair).to_be_visible()
    pair.get_by_role("button", name="是同一项", exact=True).click()
    expect(pair).to_have_count(0)
    ledger.reload()
    tab(ledger, "名称待确认")
    expect(ledger.locator(".zb-match").first).to_be_visible()
    expect(pair).to_have_count(0)


def test_gaps_are_filled_with_the_keyboard_alone(ledger: Page) -> None:
    tab(ledger, "未填")
    count = ledger.locator(".zb-count")
    fields = ledger.locator(".zb-grid td.value input")
    before = int(re.findall(r"\d+", count.inner_text())[0])
    fields.first.focus()
    ledger.keyboard.type("7")
    ledger.keyboard.press("Enter")
    expect(fields.nth(1)).to_be_focused()
    ledger.keyboard.type("8")
    ledger.keyboard.press("Enter")
    expect(count).to_contain_text(f"还有 {before - 2} 项未填")


def test_a_messy_sheet_is_looked_at_before_it_is_entered(ledger: Page, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (
        ["清溪岭镇党建数据（内部）"],
        ["序号", "指标名称", "单位", "2024年"],
        [1, "全年发展党员数", "名", " 2 6 "],
        [2, "红色驿站", "个", 5],
        [3, "废品回收", "次", 9],
    ):
        book.active.append(line)
    file = tmp_path / "数据.xlsx"
    book.save(file)
    with ledger.expect_file_chooser() as chooser:
        ledger.locator(".zb-sheet-in").click()
    chooser.value.set_files(str(file))
    dialog = ledger.locator("dialog.zb-dialog")
    dialog.locator("input[type=number]").fill("2024")
    dialog.locator("input[type=number]").press("Tab")
    line = dialog.locator("tbody tr", has_text="全年发展党员数")
    expect(line.locator("input[type=text]")).to_have_value("发展党员")
    expect(dialog.locator("tbody tr", has_text="红色驿站")).to_contain_text("新指标")
    dialog.locator("tbody tr", has_text="废品回收").locator("input[type=checkbox]").uncheck()
    dialog.get_by_role("button", name="确认填入").click()
    said = ledger.locator(".zb-said")
    expect(said).to_contain_text("已从数据表填入 2 项（2024年）")
    ledger.fill(".zb-search", "发展党员")
    expect(cell(ledger, "发展党员", 2024)).to_have_value("26")
    ledger.fill(".zb-search", "废品")
    expect(ledger.locator(".zb-grid-body")).to_contain_text("没有名称或章节含“废品”的指标")
    ledger.fill(".zb-search", "")
    said.get_by_role("button", name="撤销这次导入").click()
    expect(said).to_contain_text("2 个数退回原样")
    expect(cell(ledger, "发展党员", 2024)).to_have_count(0)
    expect(ledger.get_by_role("button", name="红色驿站", exact=True)).to_have_count(0)


def test_an_older_answer_that_comes_late_does_not_replace_a_newer_one(
    ledger: Page, tmp_path: Path
) -> None:
    file = tmp_path / "两年.csv"
    file.write_text("指标,单位,2023年,2024年\n红色驿站,个,3,5\n", encoding="utf-8")
    held: list[Route] = []

    def hold(route: Route) -> None:
        asked = route.request.post_data or ""
        if "preview_sheet" in asked and "2022" in asked:
            held.append(route)
        else:
            route.continue_()

    ledger.route("**/component_server/**", hold)
    with ledger.expect_file_chooser() as chooser:
        ledger.locator(".zb-sheet-in").click()
    chooser.value.set_files(str(file))
    dialog = ledger.locator("dialog.zb-dialog")
    year = dialog.locator("input[type=number]")
    for asked in ("2022", "2024"):
        year.fill(asked)
        year.press("Tab")
    expect(dialog.locator("tbody tr")).to_contain_text("5个")
    with ledger.expect_response("**/component_server/**"):
        held[0].continue_()
    ledger.wait_for_timeout(300)
    expect(dialog.locator("tbody tr")).to_contain_text("5个")
    expect(dialog.get_by_role("button", name="确认填入")).to_be_enabled()


def test_an_indicator_is_removed_and_comes_back(ledger: Page) -> None:
    add(ledger, "试验站点", "3个")
    ledger.get_by_role("button", name="试验站点", exact=True).click()
    ledger.locator(".zb-indicator").get_by_role("button", name="删去").click()
    name = ledger.get_by_role("button", name="试验站点", exact=True)
    expect(name).to_have_count(0)
    ledger.locator(".zb-removed summary").click()
    ledger.locator(".zb-removed").get_by_role("button", name="恢复").click()
    expect(name).to_be_attached()


def test_joining_a_row_to_a_name_that_is_none_says_so(ledger: Page) -> None:
    add(ledger, "试验甲站", "3个")
    add(ledger, "试验乙站", "5个")
    ledger.get_by_role("button", name="试验甲站", exact=True).click()
    ledger.locator(".zb-indicator").get_by_role("button", name="并入另一项").click()
    ledger.get_by_placeholder("输入或选择另一项指标").fill("试验丙站")
    ledger.get_by_role("button", name="并入", exact=True).click()
    expect(ledger.locator(".zb-toasts")).to_contain_text("没有“试验丙站”")


def test_the_ledger_leaves_as_a_sheet_with_formulas(ledger: Page, tmp_path: Path) -> None:
    with ledger.expect_download() as download:
        ledger.click("#zb-ledger-out")
    path = tmp_path / "out.xlsx"
    download.value.save_as(path)
    sheet = load_workbook(path).worksheets[0]
    assert any(str(c.value).startswith("=IF(") for row in sheet.iter_rows() for c in row)


def start_report(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.fill("#zb-year input", "2024")
    page.click("#zb-new")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()


def test_a_changed_figure_is_put_into_the_draft_and_taken_back(ledger: Page) -> None:
    page = ledger
    start_report(page)
    field = page.get_by_label("理论宣讲 2024年", exact=True)
    field.fill("90")
    field.press("Enter")
    expect(page.locator("#zb-form td.note.good").first).to_contain_text("已保存")
    page.click("#zb-to-draft")
    page.locator(".zb-entry.level2").first.click()
    page.click("[data-do=draft]")
    text = page.locator(".zb-editor textarea")
    expect(text).to_have_value(re.compile("宣讲90场"))
    expect(page.locator("[data-do=stop]")).to_be_disabled()
    open_ledger(page)
    page.fill(".zb-search", "理论宣讲")
    field = cell(page, "理论宣讲", 2024)
    field.fill("95")
    field.press("Enter")
    page.get_by_role("button", name="更新草稿 1 处").click()
    dialog = page.locator("dialog.zb-dialog")
    expect(dialog.locator("del")).to_contain_text("宣讲90场")
    expect(dialog.locator("ins")).to_contain_text("宣讲95场")
    dialog.get_by_role("button", name="更新勾选的").click()
    expect(page.locator(TOASTS)).to_contain_text("已更新草稿 1 处")
    undo(page)
    expect(page.locator(TOASTS)).to_contain_text("已退回更新前的文字")
    page.goto("/")
    expect(text).to_have_value(re.compile("宣讲90场"))


def test_promises_keep_what_became_of_them(ledger: Page) -> None:
    page = ledger
    start_report(page)
    open_ledger(page)
    tab(page, "承诺清单")
    first = page.locator(".zb-promise").first
    first.locator("select").select_option(label="正在推进")
    first.locator("input").fill("已覆盖9个村")
    first.locator("input").press("Tab")
    expect(first).to_contain_text("已保存")
    expect(first).to_have_class(re.compile("doing"))
    page.reload()
    tab(page, "承诺清单")
    expect(first.locator("input")).to_have_value("已覆盖9个村")
    expect(first.locator("select")).to_have_value("doing")


def test_what_is_wrong_with_an_entry_is_told_in_a_line_of_its_own(ledger: Page) -> None:
    ledger.fill(".zb-search", "发展党员")
    field = cell(ledger, "发展党员", 2023)
    field.fill("二十来个吧")
    field.press("Enter")
    trouble = ledger.locator(".zb-trouble td")
    expect(trouble).to_contain_text("没有保存：“发展党员”")
    box, line = trouble.bounding_box(), ledger.locator("#zb-ledger tbody tr").nth(1).bounding_box()
    assert box and line
    assert box["width"] == line["width"]
    assert box["height"] < 80
    field.fill("21")
    field.press("Enter")
    expect(trouble).to_have_count(0)
