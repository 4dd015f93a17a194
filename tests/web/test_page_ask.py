"""Asking in the page: charts, follow-ups, earlier answers, and the way into a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ANSWER = ".zb-answer-text:not(.running)"


def put(page: Page, question: str) -> None:
    page.fill("#zb-question textarea", question)
    page.click("#zb-send")
    expect(page.locator(".zb-asked")).to_have_text(question)
    expect(page.locator(ANSWER)).to_be_visible(timeout=40_000)


@pytest.fixture
def asking(page: Page) -> Iterator[Page]:
    page.goto("/ask")
    expect(page.locator("#zb-send")).to_be_visible()
    yield page


def test_a_series_is_drawn_from_this_machine_only(asking: Page, site: str) -> None:
    hosts: set[str] = set()
    asking.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    put(asking, "近三年党建经费的变化趋势")
    expect(asking.locator(ANSWER)).to_contain_text("86.4万元")
    line = asking.locator("#zb-chart svg, #zb-chart canvas")
    expect(line.first).to_be_visible()
    assert hosts - {"", urlsplit(site).netloc} == set()
    put(asking, "2023年发展党员多少名？")
    expect(line.first).to_be_hidden()


def test_a_follow_up_goes_on_with_the_question_before(asking: Page) -> None:
    put(asking, "2023年发展党员多少名？")
    expect(asking.locator(ANSWER)).to_contain_text("21名")
    put(asking, "那2022年呢？")
    expect(asking.locator(ANSWER)).to_contain_text("19名")
    expect(asking.locator(".zb-note").first).to_contain_text("接上一问")
    asking.uncheck("#zb-follow input")
    put(asking, "那2021年呢？")
    expect(asking.locator(".zb-answer")).not_to_contain_text("接上一问")


def test_an_earlier_answer_comes_back_with_its_sources(asking: Page) -> None:
    put(asking, "2022年村级集体经济收入是多少？")
    expect(asking.locator(ANSWER)).to_contain_text("405万元")
    asking.reload()
    asking.locator("#zb-history").get_by_text("2022年村级集体经济收入是多少？").click()
    expect(asking.locator(ANSWER)).to_contain_text("405万元")
    asking.locator(".zb-source").first.click()
    expect(asking.locator("dialog.zb-reader .zb-quoted").first).to_be_in_viewport()


def test_the_kind_of_document_can_be_chosen(asking: Page) -> None:
    asking.click("#zb-ask-kind input")
    asking.get_by_role("option", name="通知").click()
    put(asking, "2023年发展党员多少名？")
    expect(asking.locator(".zb-answer-text.refused")).to_be_visible()


def test_an_answer_goes_into_the_report_with_its_source(asking: Page) -> None:
    asking.goto("/")
    expect(asking.locator("#zb-like input")).to_have_value(re.compile("2023"))
    asking.fill("#zb-year input", "2024")
    asking.fill("#zb-title input, #zb-title textarea", "放入回答")
    asking.click("#zb-new")
    expect(asking.locator("#zb-form tbody tr").first).to_be_visible()
    asking.goto("/ask")
    put(asking, "2023年开展警示教育几次？")
    asking.get_by_role("button", name="放入草稿").click()
    dialog = asking.locator("dialog.zb-dialog")
    dialog.locator("select").first.select_option(label="放入回答")
    assert dialog.locator("select").nth(1).locator("option").count() > 5
    dialog.get_by_role("button", name="放入", exact=True).click()
    expect(asking.locator(".zb-toasts")).to_contain_text("已放入")

    # Its source stands under the section, also after an edit, and opens the passage.
    asking.goto("/")
    asking.click("#zb-steps [role=tab] >> nth=2")
    text = asking.locator(".zb-editor textarea")
    expect(text).to_have_value(re.compile("警示教育4次"))
    text.press("Control+End")
    asking.keyboard.type("这句是后来加的。")
    expect(asking.locator(".zb-status")).to_contain_text("已保存")
    asking.reload()
    sources = asking.locator(".zb-sources")
    expect(sources.locator("summary")).to_have_text("来源 1")
    sources.locator("summary").click()
    expect(sources).to_contain_text("《清溪岭镇2023年抓基层党建工作情况报告》")
    sources.get_by_role("button").click()
    expect(asking.locator("dialog.zb-reader .zb-quoted").first).to_be_in_viewport()
    expect(asking.locator("dialog.zb-reader .zb-quoted").first).to_contain_text("警示教育4次")


def test_a_chosen_year_is_the_year_that_answers(asking: Page) -> None:
    asking.uncheck("#zb-follow input")
    asking.click("#zb-ask-year input")
    asking.get_by_role("option", name="2022年").click()
    put(asking, "发展党员多少名？")
    expect(asking.locator(ANSWER)).to_contain_text("19名")


def test_what_is_nearest_to_a_refused_question_can_be_opened(asking: Page) -> None:
    put(asking, "2019年发展党员多少名？")
    expect(asking.locator(".zb-answer-text.refused")).to_be_visible()
    expect(asking.locator(".zb-answer h4")).to_have_text("最接近的材料")
    asking.locator(".zb-source").first.click()
    expect(
        asking.locator("dialog.zb-reader .zb-quoted, dialog.zb-reader .zb-passage").first
    ).to_be_in_viewport()
