"""The three tasks without a mouse; what has the focus shows it and every field has a name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

MOST_TABS = 160
NAMELESS = """() => [...document.querySelectorAll("input, textarea, select, button, a[href]")]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }))
  .filter((one) => !one.closest("[aria-hidden=true]"))
  .filter((one) => !(one.getAttribute("aria-label") || one.innerText || one.title
      || [...(one.labels || [])].map((label) => label.innerText).join("")).trim())
  .map((one) => one.outerHTML.slice(0, 120))"""
OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, as somebody without a mouse does."""
    wanted = page.locator(selector).first
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{selector} cannot be reached with Tab")


def test_a_report_is_written_and_fetched_without_a_mouse(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    tab_to(page, "#zb-year input")
    page.keyboard.type("2024")
    tab_to(page, "#zb-title input, #zb-title textarea")
    page.keyboard.type("只用键盘")
    tab_to(page, "#zb-new")
    assert page.evaluate(OUTLINED)
    page.keyboard.press("Enter")
    tab_to(page, "#zb-form td.value input")
    page.keyboard.type("46")
    page.keyboard.press("Enter")
    expect(page.locator("#zb-form td.note.good").first).to_have_text("已保存")
    page.locator("#zb-to-draft").focus()
    page.keyboard.press("Enter")
    tab_to(page, "[data-do=draft]")
    assert page.evaluate(OUTLINED)
    page.keyboard.press("Enter")
    expect(page.locator(".zb-entry.on small")).to_contain_text("已起草", timeout=40_000)
    tab_to(page, ".zb-sources summary")
    page.keyboard.press("Enter")
    tab_to(page, "button.zb-origin-source")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.zb-reader")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.zb-reader")).to_have_count(0)
    tab_to(page, "#zb-to-export")
    page.keyboard.press("Enter")
    expect(page.locator(".zb-summary")).to_be_visible()
    tab_to(page, "#zb-word-notes")
    with page.expect_download():
        page.keyboard.press("Enter")


def test_a_question_is_asked_and_its_source_opened_without_a_mouse(page: Page) -> None:
    page.goto("/ask")
    expect(page.locator("#zb-send")).to_be_visible()
    tab_to(page, "#zb-question textarea")
    assert page.evaluate(OUTLINED)
    page.keyboard.type("2023年发展党员多少名？")
    page.keyboard.press("Enter")
    expect(page.locator(".zb-answer-text:not(.running)")).to_contain_text("21名")
    tab_to(page, ".zb-answer .zb-cite")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.zb-reader .zb-quoted").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".zb-answer .zb-cite").first).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/ask", "/library", "/ledger", "/help"])
def test_every_field_and_button_has_a_name(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator(".nav-holder nav a.active")).to_be_visible()
    page.wait_for_timeout(1200)
    assert page.evaluate(NAMELESS) == []
