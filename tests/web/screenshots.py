"""Pictures of the page for the README and the clerk's guide: ``make screenshots``."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.web.conftest import QUIET, started, visitor

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "knowledge" / "figures" / "2024年数据表.xlsx"
SETTLED = 1_200
"""Milliseconds until marks, pictures and fonts are where they stay."""


def shoot(page: Page, folder: Path, name: str) -> None:
    """Save what is on the screen when everything has settled."""
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=folder / f"{name}.png")


def library(page: Page, folder: Path) -> None:
    page.goto("/library")
    expect(page.locator(".zb-library tbody tr").nth(2)).to_be_visible()
    shoot(page, folder, "library")


def write_report(page: Page, folder: Path) -> None:
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.fill("#zb-year input", "2024")
    shoot(page, folder, "start")
    page.click("#zb-new")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.click(".zb-sheet-in")
    chooser.value.set_files(str(SHEET))
    dialog = page.locator("dialog.zb-dialog")
    expect(dialog.locator("tbody tr").first).to_be_visible()
    shoot(page, folder, "sheet")
    dialog.get_by_role("button", name="确认填入").click()
    expect(page.locator("#zb-form td.value input.filled").nth(40)).to_be_visible()
    shoot(page, folder, "figures")
    page.click("#zb-to-draft")
    page.locator(".zb-entry.level2").nth(1).click()
    page.click("[data-do=draft]")
    expect(page.locator(".zb-layer mark.zb-good").first).to_be_visible()
    shoot(page, folder, "draft")
    page.fill(".zb-wish", "删去第四点")
    page.click("[data-do=revise]")
    expect(page.locator(".zb-proposal .zb-change").first).to_be_visible()
    shoot(page, folder, "revise")
    page.locator(".zb-proposal").get_by_role("button", name="都不采用").click()
    page.click("#zb-to-export")
    expect(page.locator(".zb-summary")).to_be_visible()
    shoot(page, folder, "export")


def ask(page: Page, folder: Path) -> None:
    page.goto("/ask")
    page.fill("#zb-question textarea", "2023年在党员教育培训方面做了哪些工作？")
    page.click("#zb-send")
    expect(page.locator(".zb-answer .zb-cite").first).to_be_visible()
    shoot(page, folder, "ask")
    page.locator(".zb-source").first.click()
    expect(page.locator("dialog.zb-reader")).to_be_visible()
    shoot(page, folder, "source")


def ledger(page: Page, folder: Path) -> None:
    page.goto("/ledger")
    expect(page.locator("#zb-ledger tbody tr").first).to_be_visible()
    page.get_by_role("button", name="从往年报告补填").click()
    expect(page.locator(".zb-toasts")).to_contain_text("补填")
    page.get_by_role("button", name="党员", exact=True).click()
    expect(page.locator("#zb-trend canvas, #zb-trend svg").first).to_be_visible()
    expect(page.locator(".zb-toast")).to_have_count(0, timeout=10_000)
    shoot(page, folder, "ledger")
    page.get_by_role("tab", name="名称待确认").click()
    expect(page.locator(".zb-match").first).to_be_visible()
    shoot(page, folder, "names")


def main(target: Path) -> None:
    """Write all pictures into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    path = shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as home,
        started(Path(home), embedding="none") as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        page = visitor(browser, url).new_page()
        for part in (library, write_report, ask, ledger):
            part(page, target)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
