"""A model writes into the page over the real wire, and stop keeps what it wrote."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXT = ".zb-editor textarea"


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
    expect(page.locator(".zb-answer-text:not(.running)")).to_contain_text("已按要求停止")
    expect(page.locator(".zb-answer-text")).to_contain_text("字字字")
    expect(page.locator("#zb-ask-stop")).to_be_disabled()
