"""A model writes into the page over the real wire, and stop keeps what it wrote."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXT = ".zb-editor textarea"
CUT = "endless cut by client"


def test_a_model_streams_into_the_page_and_stop_keeps_what_it_wrote(model_page: Page) -> None:
    page = model_page
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.click("#zb-new")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()
    page.click("#zb-to-draft")
    expect(page.locator(".zb-way")).to_be_visible()
    page.click("[data-do=draft]")
    expect(page.locator(TEXT)).to_have_value(re.compile("字{30}"))
    early = len(page.input_value(TEXT))
    page.wait_for_timeout(700)
    assert len(page.input_value(TEXT)) > early
    page.click("[data-do=stop]")
    expect(page.locator(".zb-entry.on small")).to_contain_text("未写完")
    expect(page.locator("[data-do=draft]")).to_be_enabled()
    kept = page.input_value(TEXT)
    assert 30 < len(kept) < 400
    page.reload()
    expect(page.locator(TEXT)).to_have_value(kept)


def test_without_the_model_a_section_is_drafted_by_rule(model_page: Page) -> None:
    page = model_page
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.click("#zb-new")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()
    page.click("#zb-to-draft")
    page.check("[data-do=rules]")
    page.click("[data-do=draft]")
    expect(page.locator(".zb-entry.on small")).to_contain_text("已起草")
    expect(page.locator(TEXT)).to_have_value(re.compile("【待填"))


def test_an_answer_that_is_stopped_keeps_what_was_written(model_page: Page) -> None:
    page = model_page
    page.goto("/ask")
    expect(page.locator("#zb-ask-stop")).to_be_disabled()
    page.fill("#zb-question textarea", "2023年在党员教育培训方面做了哪些工作？")
    page.click("#zb-send")
    expect(page.locator(".zb-answer-text.running")).to_contain_text("字字字")
    page.click("#zb-ask-stop")
    expect(page.locator(".zb-answer .zb-note")).to_contain_text("已按要求停止")
    expect(page.locator(".zb-answer-text:not(.running)")).to_contain_text("字字字")
    expect(page.locator("#zb-ask-stop")).to_be_disabled()


def test_enter_asks_and_escape_ends_the_models_reply_upstream(
    model_page: Page, endpoint_events: Callable[[], dict[str, int]]
) -> None:
    page = model_page
    page.goto("/ask")
    question = page.locator("#zb-question textarea")
    question.fill("2023年在党员教育培训方面做了哪些工作？")
    before = endpoint_events().get(CUT, 0)
    question.press("Enter")
    expect(page.locator(".zb-answer-text.running")).to_contain_text("字字字")
    page.keyboard.press("Escape")
    expect(page.locator(".zb-answer .zb-note")).to_contain_text("没有写完，也没有核对出处")
    assert page.locator(".zb-answer").get_by_role("button", name="放入草稿").count() == 0
    page.wait_for_timeout(500)
    assert endpoint_events()[CUT] == before + 1


def test_escape_stops_a_draft_and_its_trace_speaks_a_clerks_words(model_page: Page) -> None:
    page = model_page
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.click("#zb-new")
    page.click("#zb-to-draft")
    page.click("[data-do=draft]")
    expect(page.locator(TEXT)).to_have_value(re.compile("字{30}"))
    page.keyboard.press("Escape")
    expect(page.locator(".zb-entry.on small")).to_contain_text("未写完")
    page.check("[data-do=rules]")
    page.click("[data-do=draft]")
    page.locator("dialog").get_by_role("button", name="重新起草").click()
    expect(page.locator(".zb-entry.on small")).to_contain_text("已起草")
    page.click("[data-do=origin]")
    told = page.locator("dialog.zb-dialog")
    expect(told).to_contain_text("按规则起草")
    assert "token" not in told.inner_text()
