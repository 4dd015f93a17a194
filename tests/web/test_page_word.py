"""What a clerk does with Word files in the last step, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from playwright.sync_api import Page, expect

from tests.web.test_page import STATUS, append, choose_file, start_report, to_draft

pytestmark = pytest.mark.browser

TEXT = "开展理论宣讲98765场。走访群众<b>24680</b>户。"


def to_export(page: Page, title: str) -> None:
    """A report with one section written, up to the last step."""
    start_report(page, title)
    to_draft(page)
    append(page, TEXT)
    expect(page.locator(STATUS)).to_contain_text("已保存")
    page.click("#zb-to-export")
    expect(page.locator(".zb-summary")).to_be_visible()


def fetch(page: Page, button: str, target: Path) -> str:
    """Press a download button, answer the question about open points, save the file."""
    page.click(button)
    expect(page.locator("#zb-word-anyway")).to_be_visible()
    with page.expect_download(timeout=40_000) as download:
        page.click("#zb-word-anyway")
    download.value.save_as(target)
    return download.value.suggested_filename


def leaders_copy(source: Path, target: Path) -> None:
    """The file as it comes back: a number changed, a comment, an open revision, a heading."""
    file = docx.Document(str(source))
    paragraph = next(one for one in file.paragraphs if "98765场" in one.text)
    run = next(one for one in paragraph.runs if "98765" in one.text)
    run.text = run.text.replace("98765", "56789")
    file.add_comment(run, text="请<i>核实</i>宣讲场数", author="王书记")
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="901" w:author="王书记" w:date="2024-12-01T09:00:00Z">'
            "<w:r><w:t>群众反响很好。</w:t></w:r></w:ins>"
        )
    )
    goal = next(one for one in file.paragraphs if one.text.startswith("二、"))
    goal.insert_paragraph_before("（六）聚焦<b>廉政</b>建设", style="Heading 2")
    file.save(str(target))


def test_the_preview_shows_the_real_pages_and_options_change_the_file(
    page: Page, tmp_path: Path, require_tool: Callable[[str], Path]
) -> None:
    require_tool("soffice")
    to_export(page, "页面预览")
    label = page.locator(".zb-preview-label")
    expect(label).to_contain_text("近似预览")
    expect(page.locator(".zb-preview iframe")).to_be_visible()

    # The page can be used while the real pages are made.
    page.click("#zb-more button >> nth=0")
    page.get_by_label("今年数据表（台账）").check()
    expect(page.locator("#zb-fonts")).to_contain_text("方正小标宋简体")
    expect(page.locator("#zb-only-sections")).to_contain_text("一、")
    wrong = tmp_path / "错.toml"
    wrong.write_text("[page]\ntop = 37\n", encoding="utf-8")
    choose_file(page, "#zb-style", wrong)
    expect(page.locator("#zb-fonts")).to_contain_text("没有这个名称")
    own = tmp_path / "本镇.toml"
    own.write_text('name = "本镇版式"\n[page]\ntop_mm = 40\n', encoding="utf-8")
    choose_file(page, "#zb-style", own)
    expect(page.locator("#zb-fonts")).to_contain_text("现在的版式：本镇版式")

    first = page.locator(".zb-page img").first
    expect(first).to_be_visible(timeout=40_000)
    assert first.evaluate("image => image.naturalWidth") > 700
    expect(label).to_contain_text(re.compile(r"共 \d+ 页"))

    assert fetch(page, "#zb-pdf", tmp_path / "a.pdf") == "页面预览.pdf"
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    fetch(page, "#zb-word", tmp_path / "a.docx")
    file = docx.Document(str(tmp_path / "a.docx"))
    assert file.tables
    assert round(file.sections[0].top_margin.mm) == 40
    page.get_by_role("button", name="恢复国家标准版式").click()
    expect(page.locator("#zb-fonts")).to_contain_text("9704")


def test_the_leaders_file_is_shown_then_adopted(page: Page, tmp_path: Path) -> None:
    to_export(page, "领导改稿")
    fetch(page, "#zb-word", tmp_path / "a.docx")
    leaders_copy(tmp_path / "a.docx", tmp_path / "改过.docx")
    other = docx.Document()
    other.add_paragraph("关于召开会议的通知")
    other.save(str(tmp_path / "通知.docx"))

    # Another file is refused in a sentence.
    choose_file(page, ".zb-back-take", tmp_path / "通知.docx")
    back = page.locator(".zb-back")
    expect(back).to_contain_text("报告没有变化")
    back.get_by_role("button", name="知道了").click()

    # What changed, who says what, and that the new number is not proved.
    choose_file(page, ".zb-back-take", tmp_path / "改过.docx")
    expect(back.locator(".zb-now").first).to_have_text(re.compile("56789|群众反响"))
    expect(back).to_contain_text("请<i>核实</i>宣讲场数")
    expect(back.locator(".zb-doubts")).to_contain_text("56789场")
    assert back.locator("i, b b").count() == 0

    # The leaders' own heading becomes a section.
    expect(back.locator(".zb-unplaced")).to_contain_text("（六）聚焦<b>廉政</b>建设")
    back.get_by_role("button", name="加为新的一节").click()
    expect(back.locator(".zb-unplaced")).to_have_count(0)

    # The open revision is refused.
    back.get_by_role("button", name="修订全部不采用").click()
    expect(back.locator(".zb-revision input")).not_to_be_checked()
    expect(back.locator(".zb-change ins")).not_to_contain_text("群众反响")
    adopt = back.locator(".zb-back-adopt")
    back.get_by_label("采用（一）").uncheck()
    expect(adopt).to_have_text("只记下批注")
    back.get_by_label("采用（一）").check()
    expect(adopt).to_have_text("采用这些修改，记下批注")
    adopt.click()
    expect(back).to_be_hidden()

    # The findings are new, the comment stays beside them and leads to its place.
    expect(page.locator(".zb-review .zb-card", has_text="56789场").first).to_be_visible()
    notes = page.locator(".zb-back-notes")
    expect(notes).to_contain_text("王书记")
    notes.get_by_role("button", name="去修改").click()
    expect(page.locator(".zb-editor textarea")).to_have_value(
        "开展理论宣讲56789场。走访群众<b>24680</b>户。"
    )

    # Beside the section too: its place is marked, and it is dealt with there.
    page.locator(".zb-tabs button", has_text="批注 1").click()
    remark = page.locator(".zb-panel .zb-card.remarked")
    expect(remark).to_contain_text("请<i>核实</i>宣讲场数")
    expect(page.locator(".zb-layer mark.zb-remarked").first).to_be_visible()
    remark.get_by_role("button", name="已处理").click()
    expect(page.locator(".zb-tabs button", has_text="批注 0")).to_be_visible()
    expect(page.locator(".zb-layer mark.zb-remarked")).to_have_count(0)
    page.reload()
    page.locator(".zb-tabs button", has_text="批注 0").click()
    remark.get_by_role("button", name="撤销").click()
    expect(page.locator(".zb-tabs button", has_text="批注 1")).to_be_visible()
    page.click("[data-do=versions]")
    expect(page.locator(".zb-version-list")).to_contain_text("Word：王书记")


def test_somebody_elses_file_is_checked_set_anew_and_compared(page: Page, tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("清溪岭镇<b>工作</b>报告")
    file.add_paragraph("一、主要做法")
    file.add_paragraph("全年开展集中学习12次。")
    file.save(str(tmp_path / "旧.docx"))
    file.paragraphs[2].runs[0].text = "全年开展集中学习18次。"
    file.save(str(tmp_path / "新.docx"))
    page.goto("/library")
    page.locator(".zb-tools-fold > summary").click()
    choose_file(page, ".zb-check-take", tmp_path / "旧.docx")
    table = page.locator(".zb-tool-result table").first
    expect(table).to_contain_text("5.2.1（规定）")
    expect(table).to_contain_text("<b>工作</b>")
    with page.expect_download() as download:
        page.get_by_role("button", name="按这种版式重排并下载").click()
    assert download.value.suggested_filename == "旧（重排）.docx"
    download.value.save_as(tmp_path / "重排.docx")
    set_anew = docx.Document(str(tmp_path / "重排.docx"))
    assert round(set_anew.sections[0].top_margin.mm) == 37
    choose_file(page, ".zb-compare-old", tmp_path / "旧.docx")
    choose_file(page, ".zb-compare-new", tmp_path / "新.docx")
    expect(page.locator(".zb-tool-result table").nth(1)).to_contain_text("增加6次")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载对比表（.xlsx）").click()
    assert download.value.suggested_filename == "对比.xlsx"
