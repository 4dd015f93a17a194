"""Report kinds, outline, versions, locked sentences and merging in the page, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXT = ".zb-editor textarea"
STATUS = ".zb-status"


def start(page: Page, title: str, kind: str = "") -> None:
    """A 2024 report, up to its drafting desk."""
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    if kind:
        expect(page.locator("#zb-kind input")).to_have_value(re.compile("沿用"))
        page.click("#zb-kind input")
        page.get_by_role("option", name=re.compile(kind)).click()
    page.fill("#zb-year input", "2024")
    page.fill("#zb-title input, #zb-title textarea", title)
    page.click("#zb-new")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()
    page.click("#zb-to-draft")
    expect(page.locator(".zb-entry.on")).to_be_visible()


def write(page: Page, words: str) -> None:
    page.fill(TEXT, words)
    page.locator(TEXT).blur()
    expect(page.locator(STATUS)).to_contain_text("已保存")


def more(page: Page, name: str) -> None:
    row = page.locator(".zb-entry-row", has_text=name)
    row.locator(".zb-entry-more").click()


def press(page: Page, name: str) -> None:
    page.locator("dialog.zb-dialog").get_by_role("button", name=name, exact=True).click()


def test_a_report_of_a_kind_has_its_outline_and_lengths(page: Page) -> None:
    start(page, "述职述廉试写", "述职述廉")
    outline = page.locator(".zb-outline")
    expect(outline).to_contain_text("三、落实全面从严治党责任和廉洁自律情况")
    expect(page.locator(".zb-entry", has_text="落实全面从严治党")).to_contain_text("0/600字")
    expect(outline).to_contain_text("/3250字")


def test_sections_are_renamed_moved_added_dropped_and_brought_back(page: Page) -> None:
    start(page, "改提纲")
    more(page, "聚焦凝心铸魂")
    page.locator("dialog.zb-dialog input").first.fill("聚焦政治引领")
    page.locator("dialog.zb-dialog input[type=number]").fill("300")
    press(page, "保存")
    entry = page.locator(".zb-entry", has_text="（一）聚焦政治引领")
    expect(entry).to_contain_text("0/300字")
    more(page, "聚焦政治引领")
    press(page, "下移")
    expect(page.locator(".zb-outline")).to_contain_text("（二）聚焦政治引领")
    more(page, "聚焦政治引领")
    press(page, "在后面加一节")
    name = page.locator("dialog.zb-dialog input")
    expect(name).to_have_count(1)  # the section's own dialog, with two, is gone
    name.fill("（三）聚焦作风建设")
    press(page, "增加")
    expect(page.locator(".zb-heading")).to_have_text("（三）聚焦作风建设")
    write(page, "新写的一节。")
    more(page, "聚焦作风建设")
    press(page, "删去")
    press(page, "删去")
    expect(page.locator(".zb-outline-foot")).to_contain_text("已删去：聚焦作风建设")
    page.locator(".zb-outline-foot").get_by_role("button", name="恢复").click()
    page.locator(".zb-entry", has_text="聚焦作风建设").click()
    expect(page.locator(TEXT)).to_have_value("新写的一节。")


def test_two_versions_are_compared_and_autosaves_of_one_sitting_folded(page: Page) -> None:
    start(page, "比较版本")
    write(page, "第一句不变。第二句是旧的。")
    write(page, "第一句不变。第二句是新的。")
    page.click("[data-do=draft]")
    press(page, "重新起草")
    expect(page.locator(".zb-entry.on small")).to_contain_text("已起草")
    page.click("[data-do=versions]")
    listed = page.locator(".zb-version-list > button:not(.zb-link)")
    expect(listed).to_have_count(3)
    assert [one.is_visible() for one in listed.all()] == [True, True, False]
    expect(page.locator(".zb-version-list")).to_contain_text("手工修改")
    page.get_by_label("旧的一版").select_option("1")
    page.get_by_label("新的一版").select_option("2")
    page.get_by_role("button", name="比较").click()
    shown = page.locator(".zb-version-text")
    expect(shown.locator("del")).to_have_text("第二句是旧的。")
    expect(shown.locator("ins")).to_have_text("第二句是新的。")


def test_a_second_editor_merges_sentence_by_sentence(page: Page) -> None:
    start(page, "逐句合并")
    write(page, "开头一句。中间一句。最后一句。")
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(TEXT)).to_have_value("开头一句。中间一句。最后一句。")
    write(page, "开头一句，甲改过。中间一句。最后一句。")
    other.fill(TEXT, "开头一句。中间一句。最后一句，乙改过。")
    other.locator(TEXT).blur()
    other.locator(".zb-notice").get_by_role("button", name="逐句合并").click()
    ticks = other.locator(".zb-change-tick input")
    expect(ticks).to_have_count(2)
    assert [tick.is_checked() for tick in ticks.all()] == [False, True]
    other.get_by_role("button", name="采用选中的修改").click()
    expect(other.locator(TEXT)).to_have_value("开头一句，甲改过。中间一句。最后一句，乙改过。")
    expect(other.locator(".zb-notice")).to_be_hidden()


def test_a_locked_sentence_outlives_a_new_draft(page: Page) -> None:
    start(page, "锁定句子")
    page.locator(".zb-entry", has_text="聚焦凝心铸魂").click()
    write(page, "这一句书记亲自定过。别的可以改。")
    page.evaluate("document.querySelector('.zb-editor textarea').setSelectionRange(3, 3)")
    page.click("[data-do=lock]")
    expect(page.locator("mark.zb-locked")).to_have_text("这一句书记亲自定过。")
    page.click("[data-do=draft]")
    press(page, "重新起草")
    expect(page.locator(".zb-entry.on small")).to_contain_text("已起草")
    expect(page.locator(TEXT)).to_have_value(re.compile("这一句书记亲自定过。"))
    assert "别的可以改" not in page.input_value(TEXT)


def test_how_a_section_was_made_is_told(page: Page) -> None:
    start(page, "怎么来的")
    page.locator(".zb-entry", has_text="聚焦凝心铸魂").click()
    page.click("[data-do=draft]")
    expect(page.locator(".zb-entry.on small")).to_contain_text("已起草")
    page.click("[data-do=origin]")
    told = page.locator("dialog.zb-dialog")
    expect(told).to_contain_text("按规则起草")
    expect(told).to_contain_text("用到的材料")


def test_only_the_selected_passage_is_revised(page: Page) -> None:
    start(page, "选中修改")
    write(page, "前一句切实有力地抓好落实，不断取得新成效。后一句切实有力地推进，不断取得新成效。")
    page.click(TEXT)
    page.keyboard.press("Control+Home")
    for _ in range(20):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".zb-selected")).to_have_text("只改选中的 20 字")
    page.fill(".zb-wish", "把“切实有力”改为“扎实”")
    page.click("[data-do=revise]")
    page.get_by_role("button", name="采用选中的修改").click()
    expect(page.locator(TEXT)).to_have_value(
        "前一句扎实地抓好落实，不断取得新成效。后一句切实有力地推进，不断取得新成效。"
    )


def test_several_ways_to_write_are_offered_only_where_a_model_is(page: Page) -> None:
    start(page, "三种写法")
    expect(page.locator("[data-do=revise]")).to_be_visible()
    expect(page.locator("[data-do=alternatives]")).to_be_hidden()


def test_a_marked_passage_is_revised_from_the_keyboard(page: Page) -> None:
    start(page, "键盘改句")
    write(page, "第一句很好。第二句也好。")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+Home")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-do=wish]")).to_have_text("改选中的 6 字")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".zb-wish")).to_be_focused()
    expect(page.locator(".zb-selected")).to_have_text("只改选中的 6 字")


def test_all_sections_are_drafted_as_a_queue_that_goes_on_after_a_reload(page: Page) -> None:
    start(page, "排队起草")
    page.click("[data-do=draft_all]")
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator(".zb-entry.on")).to_be_visible()
    expect(page.locator(".zb-entry small", has_text="未写")).to_have_count(0, timeout=30_000)
