"""What a clerk does in the page, in a real browser against a real server."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

TEXT = ".zb-editor textarea"
STATUS = ".zb-status"
WATCH_LENGTH = """() => {
  const area = document.querySelector(".zb-editor textarea");
  window.seenLengths = new Set();
  setInterval(() => window.seenLengths.add(area.value.length), 16);
}"""
"""Notes every length the text has while it appears."""


def choose_file(page: Page, button: str, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click(button)
    chooser.value.set_files([str(file) for file in files])


def start_report(page: Page, title: str) -> None:
    """A 2024 report like the 2023 one, up to its figure form."""
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.fill("#zb-year input", "2024")
    page.fill("#zb-title input, #zb-title textarea", title)
    page.click("#zb-new")
    expect(page.locator("#zb-form tbody tr").first).to_be_visible()


def to_draft(page: Page) -> None:
    page.click("#zb-to-draft")
    expect(page.locator(".zb-entry.on")).to_be_visible()


def draft_section(page: Page) -> None:
    page.click("[data-do=draft]")
    expect(page.locator(".zb-entry.on small")).not_to_have_text("未写", timeout=40_000)
    expect(page.locator("[data-do=stop]")).to_be_disabled(timeout=40_000)
    expect(page.locator(TEXT)).to_be_editable()


def append(page: Page, words: str) -> None:
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def figure_rows(page: Page) -> Locator:
    return page.locator("#zb-form tbody tr:not(.part)")


def test_a_new_user_sees_the_sample_office(page: Page) -> None:
    page.goto("/library")
    rows = page.locator(".zb-library tbody tr")
    expect(rows.nth(2)).to_be_visible()
    table = page.locator(".zb-library").inner_text()
    assert all(year in table for year in ("2021年", "2022年", "2023年"))
    assert "工作报告" in table
    rows.filter(has_text="2023年").get_by_role("button", name="打开").first.click()
    reader = page.locator("dialog.zb-reader")
    expect(reader.locator("nav button").first).to_be_visible()
    assert len(reader.locator(".zb-reader-paper").inner_text()) > 2000


def test_the_form_lists_last_years_figures_beside_empty_fields(page: Page) -> None:
    start_report(page, "表单测试")
    expect(page.locator("#zb-form thead")).to_contain_text("2023年")
    rows = figure_rows(page)
    assert rows.count() >= 40
    with_last = [row for row in rows.all() if row.locator("td.value").first.inner_text() != "—"]
    assert len(with_last) >= 40
    assert page.locator("#zb-form td.unit", has_text=re.compile(r"^(次|名|个)$")).count() >= 5


def test_a_clerk_writes_this_years_report(page: Page, knowledge: Path, tmp_path: Path) -> None:
    start_report(page, "清溪岭镇2024年测试报告")

    # Typing a value saves it: it is there after a reload.
    field = page.locator("#zb-form td.value input").first
    before = page.locator(".zb-count").inner_text()
    field.fill("17")
    field.press("Enter")
    expect(page.locator("#zb-form td.note.good").first).to_have_text("已保存")
    expect(page.locator(".zb-count")).not_to_have_text(before)
    page.reload()
    expect(page.locator("#zb-form td.value input").first).to_have_value(re.compile("17"))

    # A sheet fills the rest.
    choose_file(page, ".zb-sheet-in", knowledge / "figures" / "2024年数据表.xlsx")
    page.locator("dialog.zb-dialog").get_by_role("button", name="确认填入").click()
    expect(page.locator(".zb-said")).to_contain_text(re.compile(r"已从数据表填入 \d{2}"))
    expect(page.locator("#zb-form td.value input.filled").nth(39)).to_be_attached()

    # The outline is there; a drafted section appears with its numbers marked.
    to_draft(page)
    assert page.locator(".zb-entry").count() >= 6
    page.locator(".zb-entry.level2").first.click()
    page.evaluate(WATCH_LENGTH)
    draft_section(page)
    lengths = page.evaluate("[...window.seenLengths]")
    assert len(lengths) >= 4
    assert lengths == sorted(lengths)
    assert len(page.input_value(TEXT)) > 100
    expect(page.locator(".zb-layer mark.zb-good").first).to_be_visible()
    expect(page.locator(".zb-card .zb-badge", has_text="已录入").first).to_be_visible()

    # A number nobody entered is marked without a word from the clerk.
    append(page, "另外种植蓝莓98765亩。")
    expect(page.locator(".zb-layer mark.zb-doubt", has_text="98765")).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("已保存")
    page.reload()
    expect(page.locator(TEXT)).to_have_value(re.compile("98765亩"))

    # An instruction becomes a proposal that is taken or left.
    page.locator(".zb-chip").first.click()
    page.click("[data-do=revise]")
    proposal = page.locator(".zb-proposal")
    expect(proposal.locator(".zb-dialog-buttons")).to_be_visible()
    proposal.get_by_role("button", name="都不采用").click()
    page.fill(".zb-wish", "压缩到100字")
    page.click("[data-do=revise]")
    expect(proposal.locator(".zb-change").first).to_be_visible()
    long = len(page.input_value(TEXT))
    proposal.get_by_role("button", name="采用选中的修改").click()
    expect(proposal).to_be_hidden()
    assert len(page.input_value(TEXT)) < long

    # Undo brings the longer text back.
    page.click("[data-do=undo]")
    expect(page.locator(TEXT)).to_have_value(re.compile("98765亩"))

    # The Word file is asked about once, because a number is not proved.
    page.click("#zb-to-export")
    expect(page.locator(".zb-summary")).to_contain_text("没有依据")
    page.click("#zb-word")
    expect(page.locator("#zb-word-anyway")).to_be_visible()
    with page.expect_download() as download:
        page.click("#zb-word-anyway")
    assert download.value.suggested_filename == "清溪岭镇2024年测试报告.docx"
    download.value.save_as(tmp_path / "report.docx")
    text = "\n".join(part.text for part in docx.Document(str(tmp_path / "report.docx")).paragraphs)
    assert "98765亩" in text


def test_a_question_is_answered_with_sources_that_open_the_passage(page: Page) -> None:
    page.goto("/ask")
    page.fill("#zb-question textarea", "2023年在党员教育培训方面做了哪些工作？")
    page.click("#zb-send")
    expect(page.locator(".zb-answer .zb-cite").first).to_be_visible(timeout=40_000)
    expect(page.locator(".zb-answer").get_by_role("button", name="复制回答")).to_be_visible()
    source = page.locator(".zb-source").first
    quote = source.locator("span").inner_text()
    source.click()
    marked = page.locator("dialog.zb-reader .zb-quoted, dialog.zb-reader .zb-passage")
    expect(marked.first).to_be_in_viewport()
    assert quote[:10] in "".join(marked.all_inner_texts())
    page.keyboard.press("Escape")
    expect(page.locator("#zb-history")).to_contain_text("党员教育培训")


def test_two_tabs_cannot_overwrite_one_another(page: Page) -> None:
    start_report(page, "两人同改")
    to_draft(page)
    append(page, "甲先写了一句。")
    expect(page.locator(STATUS)).to_contain_text("已保存")
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(TEXT)).to_have_value("甲先写了一句。")
    append(page, "甲又写了一句。")
    expect(page.locator(STATUS)).to_contain_text("已保存")
    append(other, "乙写的。")
    notice = other.locator(".zb-notice")
    expect(notice).to_contain_text("已有人先保存")
    assert other.input_value(TEXT) == "甲先写了一句。乙写的。"
    notice.get_by_role("button", name="对照两份文字").click()
    other.get_by_role("button", name="用我的文字保存为新版本").click()
    expect(other.locator(STATUS)).to_contain_text("已保存")
    other.click("[data-do=versions]")
    expect(other.locator(".zb-version-list")).to_contain_text("第3版")


def test_text_typed_just_before_a_reload_comes_back(page: Page) -> None:
    start_report(page, "刷新不丢字")
    to_draft(page)
    append(page, "还没来得及保存的一句。")
    page.reload()
    expect(page.locator(TEXT)).to_have_value("还没来得及保存的一句。")
    expect(page.locator(STATUS)).to_contain_text("已保存")


def test_a_bad_file_is_named_and_does_not_stop_the_others(page: Page, tmp_path: Path) -> None:
    broken, good = tmp_path / "坏文件.docx", tmp_path / "好文件.txt"
    broken.write_bytes(b"PK\x03\x04" + b"\0" * 200)
    heading = "<img src=x onerror=document.title='乱改'>会议通知"
    good.write_text(f"{heading}\n各村党支部：\n请于5月1日前报送材料。\n", encoding="utf-8")
    page.goto("/library")
    expect(page.locator(".zb-library tbody tr").first).to_be_visible()
    choose_file(page, ".zb-upload", broken, good)
    told = page.locator(".zb-uploaded")
    expect(told).to_contain_text("新加入 1 份，1 份没有加入", timeout=30_000)
    expect(told).to_contain_text("坏文件.docx：")
    row = page.locator(".zb-library tbody tr", has_text="好文件.txt")
    expect(row).to_be_visible()
    row.get_by_role("button", name="打开").click()
    expect(page.locator(".zb-reader-paper")).to_contain_text("<img src=x")
    assert page.locator(".zb-reader img, .zb-library img").count() == 0
    assert page.title() == "主笔"
    page.keyboard.press("Escape")
    row.get_by_role("button", name="移除").click()
    page.locator(".zb-dialog").get_by_role("button", name="移除").click()
    expect(row).to_have_count(0)


def test_a_wrong_year_is_told_in_chinese(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#zb-like input")).to_have_value(re.compile("2023"))
    page.fill("#zb-year input", "20233")
    page.click("#zb-new")
    expect(page.locator(".toast-wrap")).to_contain_text("年")
    assert page.input_value("#zb-year input") == "20233"


def test_nothing_leaves_this_machine(page: Page, site: str) -> None:
    foreign: list[str] = []

    def note(url: str) -> None:
        if not url.startswith((site, site.replace("http", "ws"), "data:", "blob:", "about:")):
            foreign.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    for path in ("/", "/ask", "/library", "/ledger", "/help"):
        page.goto(path)
        expect(page.locator(".nav-holder nav a.active")).to_be_visible()
        page.wait_for_load_state("load")
        page.wait_for_timeout(800)
    assert foreign == []


def test_the_ledger_saves_a_value_and_the_help_shows_the_state(page: Page) -> None:
    page.goto("/ledger")
    name = page.get_by_placeholder("新指标名称")
    name.fill("试验指标")
    page.locator(".zb-grid-add input").nth(1).fill("264场")
    page.get_by_role("button", name="添加").click()
    page.fill(".zb-search", "试验指标")
    expect(page.locator("#zb-ledger tbody tr:not(.part)")).to_have_count(1)
    with page.expect_download() as download:
        page.click("#zb-ledger-out")
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto("/help")
    expect(page.locator("#zb-doctor")).to_contain_text("资料库")
    expect(page.locator("#zb-model textarea")).to_have_value(re.compile("模型"))


def test_an_input_method_is_never_disturbed(page: Page) -> None:
    """Checks and saves that come back while somebody composes leave the composition alone."""
    start_report(page, "输入法")
    to_draft(page)
    append(page, "开展集中学习98765次。")
    expect(page.locator(".zb-layer mark", has_text="98765").first).to_be_visible()
    keyboard = page.context.new_cdp_session(page)
    for stage in ("y", "yi", "yi s", "yi sh", "yi shi"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": stage, "selectionStart": len(stage), "selectionEnd": len(stage)},
        )
        page.wait_for_timeout(500)
        assert page.input_value(TEXT).endswith(f"98765次。{stage}")
    keyboard.send("Input.insertText", {"text": "一是"})
    expect(page.locator(TEXT)).to_have_value("开展集中学习98765次。一是")
    expect(page.locator(STATUS)).to_contain_text("已保存")
    mark = page.locator(".zb-layer mark", has_text="98765").first
    assert mark.inner_text() in "98765次"


def test_marks_stand_exactly_behind_their_numbers(page: Page) -> None:
    """Text area and mark layer wrap their lines alike, also after many lines."""
    start_report(page, "对齐")
    to_draft(page)
    long = "全镇坚持以高质量党建引领乡村振兴，（扎实）推进“三会一课”，English words 混排、" * 12
    page.fill(TEXT, f"{long}另外种植蓝莓98765亩。")
    expect(page.locator(".zb-layer mark", has_text="98765")).to_be_visible()
    heights = page.evaluate(
        """() => {
          const area = document.querySelector(".zb-editor textarea");
          const layer = document.querySelector(".zb-layer");
          return [area.scrollHeight, area.clientHeight, layer.clientHeight, layer.clientWidth,
                  area.clientWidth];
        }"""
    )
    scrolled, area, layer, layer_width, area_width = heights
    assert scrolled == area == layer
    assert layer_width == area_width


def test_a_report_that_is_deleted_is_not_open_any_more(page: Page) -> None:
    start_report(page, "写错了的")
    to_draft(page)
    page.click("#zb-steps [role=tab] >> nth=0")
    page.locator("#zb-reports label", has_text="写错了的").click()
    page.click("#zb-delete")
    page.get_by_role("button", name="确定删除").click()
    expect(page.locator("#zb-reports")).not_to_contain_text("写错了的")
    expect(page.locator(".zb-line.none")).to_contain_text("还没有打开报告")


def test_a_written_report_opens_at_its_draft_and_every_step_can_be_chosen(page: Page) -> None:
    start_report(page, "写过的")
    to_draft(page)
    append(page, "写了一句。")
    expect(page.locator(STATUS)).to_contain_text("已保存")
    other = page.context.browser.new_context(base_url=page.url) if page.context.browser else None
    assert other
    visitor = other.new_page()
    visitor.goto("/")
    visitor.locator("#zb-reports label", has_text="写过的").click()
    visitor.click("#zb-open")
    expect(visitor.locator("#zb-steps [role=tab] >> nth=2")).to_have_attribute(
        "aria-selected", "true"
    )
    visitor.locator(".zb-entry.level2").first.click()
    expect(visitor.locator(TEXT)).to_have_value("写了一句。")
    for number, shown in ((3, ".zb-summary"), (1, "#zb-form tbody tr"), (2, ".zb-editor")):
        visitor.click(f"#zb-steps [role=tab] >> nth={number}")
        expect(visitor.locator(shown).first).to_be_visible()
    other.close()


def test_a_title_is_text_and_the_sheet_for_colleagues_is_fetched(page: Page) -> None:
    start_report(page, "<img src=x onerror=document.title='乱改'>报告")
    expect(page.locator(".zb-line")).to_contain_text("<img src=x")
    assert page.locator(".zb-line img").count() == 0
    with page.expect_download() as download:
        page.click(".zb-get-sheet")
    assert download.value.suggested_filename == "2024年数据表.xlsx"
    page.click("#zb-steps [role=tab] >> nth=0")
    expect(page.locator("#zb-reports")).to_contain_text("<img src=x")
    assert page.title() == "主笔"
