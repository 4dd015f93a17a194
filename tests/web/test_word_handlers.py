"""Handlers around Word files: options, preview, the leaders' file, layout, comparison."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.desk.desk import Desk
from rag.desk.words import maker
from rag.errors import ConflictError, InputError, NotFoundError, UnsupportedFileError
from rag.records import ReportSection
from rag.settings import Settings
from rag.web.pages import deliver, officestyle, options, start, wordback, wordtools
from rag.web.pages.options import Chosen
from rag.web.pages.preview import PagePreviews
from rag.web.pages.received import received
from rag.web.parts.notes import notes_functions

OLD_REPORT = """河湾镇2023年工作报告

一、主要做法
（一）聚焦政治建设
全年开展集中学习12次，开展理论宣讲86场。
（二）聚焦队伍建设
发展党员21名，走访慰问老党员92名。

二、下一步打算
力争2024年发展党员22名。
"""
WRITTEN = "全年开展集中学习15次。开展理论宣讲90场。"


@pytest.fixture
def desk(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk that knows one small report; uploads lie in ``tmp_path/up``."""
    (tmp_path / "up").mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "up"))
    file = tmp_path / "2023年报告.txt"
    file.write_text(OLD_REPORT, encoding="utf-8")
    desk = Desk(settings)
    assert desk.index([file]).added == 1
    yield desk
    desk.close()


@pytest.fixture
def report_id(desk: Desk) -> int:
    """A report in progress with one written section whose figures are entered."""
    number = start.new_report(desk, 2024, desk.documents()[0].id, "").report_id
    part = section(desk, number)
    desk.save(part.id, WRITTEN, base_version=part.version, made_by="甲")
    desk.set_figure("集中学习", "15", year=2024, unit="次")
    desk.set_figure("理论宣讲", "90", year=2024, unit="场")
    return number


def section(desk: Desk, report_id: int) -> ReportSection:
    return next(part for part in desk.report(report_id).sections if "政治" in part.heading)


def edited(desk: Desk, report_id: int, tmp_path: Path, old: str, new: str) -> str:
    """The exported file with a word changed and a comment added, as an upload."""
    clean = deliver.export(desk, report_id, annotated=False, sure=True).path
    assert clean is not None
    file = docx.Document(str(clean))
    paragraph = next(one for one in file.paragraphs if old in one.text)
    run = next(one for one in paragraph.runs if old in one.text)
    run.text = run.text.replace(old, new)
    file.add_comment(run, text="再写实一点", author="王书记")
    file.core_properties.last_modified_by = "王书记"
    path = tmp_path / "up" / "改过.docx"
    file.save(str(path))
    return str(path)


def test_only_files_in_the_upload_folder_are_opened(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "外面.docx"
    outside.write_bytes(b"x")
    for path in (str(outside), str(tmp_path / "up" / ".." / "外面.docx"), "/etc/passwd"):
        with pytest.raises(NotFoundError, match="上传的文件"):
            received({"path": path})
    with pytest.raises(InputError, match="还没有选择"):
        received({})
    with pytest.raises(NotFoundError):
        wordtools.layout_view(desk, {"path": str(outside)})


def test_a_leaders_change_is_shown_before_anything_is_saved(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    before = section(desk, report_id)
    path = edited(desk, report_id, tmp_path, "15次", "51次")
    shown = wordback.look(desk, {"report": report_id, "path": path})
    (changed,) = shown["sections"]
    assert changed["changes"] == [
        {"old": "全年开展集中学习15次。", "new": "全年开展集中学习51次。"}
    ]
    assert [(one["text"], one["expected"]) for one in changed["unproved"]] == [("51次", "15次")]
    assert shown["author"] == "王书记"
    (note,) = shown["comments"]
    assert (note["text"], note["section"]) == ("再写实一点", before.id)
    assert section(desk, report_id) == before


def test_what_was_shown_is_saved_when_the_clerk_says_so(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    path = edited(desk, report_id, tmp_path, "90场", "96场")
    shown = wordback.look(desk, {"report": report_id, "path": path})
    order = {"report": report_id, "path": path, "seen": shown["seen"], "author": "王书记"}
    assert wordback.adopt(desk, order)["saved"] == 1
    saved = section(desk, report_id)
    assert "96场" in saved.text
    assert maker(saved.made_by) == "Word：王书记"
    texts = [line["text"] for line in deliver.findings_view(desk, report_id)["findings"]]
    assert any("96场" in text for text in texts)


def test_a_report_changed_meanwhile_is_looked_at_again_first(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    path = edited(desk, report_id, tmp_path, "90场", "96场")
    shown = wordback.look(desk, {"report": report_id, "path": path})
    part = section(desk, report_id)
    desk.save(part.id, "乙刚写的。", base_version=part.version, made_by="乙")
    with pytest.raises(ConflictError, match="又有人改过"):
        wordback.adopt(desk, {"report": report_id, "path": path, "seen": shown["seen"]})
    assert section(desk, report_id).text == "乙刚写的。"


def test_what_fits_no_section_and_refused_revisions_are_shown(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    path = edited(desk, report_id, tmp_path, "15次", "15次")
    file = docx.Document(path)
    paragraph = next(one for one in file.paragraphs if "90场" in one.text)
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="901" w:author="李主任" w:date="2024-12-01T09:00:00Z">'
            "<w:r><w:t>群众反响很好。</w:t></w:r></w:ins>"
        )
    )
    paragraph.insert_paragraph_before("（九）聚焦作风建设").style = paragraph.style
    gone = next(one for one in file.paragraphs if "聚焦队伍建设" in one.text)
    gone._p.getparent().remove(gone._p)
    file.save(path)
    taken = wordback.look(desk, {"report": report_id, "path": path})
    assert [(one["kind"], one["taken"]) for one in taken["revisions"]] == [("添加", True)]
    assert any("作风建设" in one["text"] for one in taken["unplaced"])
    assert taken["missing"] == ["（二）聚焦队伍建设"]
    assert not any("处修订" in line for line in taken["warnings"])
    number = taken["revisions"][0]["id"]
    refused = wordback.look(desk, {"report": report_id, "path": path, "refused": [number]})
    assert [one["taken"] for one in refused["revisions"]] == [False]
    assert "群众反响" in str(taken["sections"]) + str(taken["unplaced"])
    assert "群众反响" not in str(refused["sections"]) + str(refused["unplaced"])


def test_line_breaks_alone_are_no_changed_sentence() -> None:
    assert wordback.changes_json("甲。乙。", "甲。\n乙。丙。") == [{"old": "", "new": "丙。"}]


def test_another_file_is_refused_and_changes_nothing(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    before = desk.report(report_id)
    other = docx.Document()
    other.add_paragraph("关于召开会议的通知")
    other.save(str(tmp_path / "up" / "通知.docx"))
    (tmp_path / "up" / "坏.docx").write_bytes(b"PK\x03\x04" + b"\0" * 99)
    for name in ("通知.docx", "坏.docx"):
        with pytest.raises(InputError) as refused:
            wordback.look(desk, {"report": report_id, "path": str(tmp_path / "up" / name)})
        assert name in refused.value.message
    with pytest.raises(InputError, match="还没有打开报告"):
        wordback.look(desk, {"report": 0, "path": str(tmp_path / "up" / "通知.docx")})
    assert desk.report(report_id) == before


def test_options_decide_what_the_file_holds(desk: Desk, report_id: int) -> None:
    part = section(desk, report_id)
    whole = Chosen.of([options.LEDGER], [])
    path = deliver.export(desk, report_id, annotated=False, sure=True, chosen=whole).path
    assert docx.Document(str(path)).tables
    some = Chosen.of([], [part.id, 999_999])
    path = deliver.export(desk, report_id, annotated=False, sure=True, chosen=some).path
    assert path is not None
    assert path.name.endswith("（节选）.docx")
    text = "\n".join(one.text for one in docx.Document(str(path)).paragraphs)
    assert "集中学习15次" in text
    assert "聚焦队伍建设" not in text
    names = {number: name for name, number in options.section_choices(desk, report_id)}
    assert names[part.id] == "（一）聚焦政治建设"
    assert options.section_choices(desk, 0) == []


def test_a_layout_file_becomes_the_offices_or_is_refused_in_a_sentence(
    desk: Desk, tmp_path: Path
) -> None:
    good, wrong, foreign = (tmp_path / name for name in ("甲.toml", "乙.toml", "丙.docx"))
    good.write_text('name = "本镇<b>版式"\n[body]\nfont = "仿宋"\n', encoding="utf-8")
    wrong.write_text("[body]\nfond = 1\n", encoding="utf-8")
    foreign.write_bytes(b"x")
    taken = officestyle.taken(desk, good)
    assert "本镇&lt;b&gt;版式" in taken
    assert "<tr class=own><td>正文字体</td><td>仿宋</td><td>仿宋_GB2312</td>" in taken
    assert desk.style().body.font == "仿宋"
    for path, word in ((wrong, "没有这个名称"), (foreign, "不是版式文件")):
        refused = officestyle.taken(desk, path)
        assert word in refused
        assert "本镇&lt;b&gt;版式" in refused
    assert wordtools.style_view(desk, {})["name"] == "本镇<b>版式"
    assert "方正小标宋简体" in officestyle.given_up(desk)
    assert "9704" in wordtools.style_view(desk, {})["name"]


def test_a_broken_layout_file_in_the_home_is_told(desk: Desk, settings: Settings) -> None:
    (settings.home / "layout.toml").write_text("[body]\nfond = 1\n", encoding="utf-8")
    assert "没有这个名称" in officestyle.shown(desk)


def test_sections_of_the_leaders_file_are_taken_or_left(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    path = edited(desk, report_id, tmp_path, "90场", "96场")
    shown = wordback.look(desk, {"report": report_id, "path": path})
    part = section(desk, report_id)
    order = {"report": report_id, "path": path, "seen": shown["seen"], "leave": [part.id]}
    done = wordback.adopt(desk, order)
    assert (done["saved"], len(done["comments"])) == (0, 1)
    assert section(desk, report_id) == part


def test_the_leaders_remarks_stay_on_the_page_until_dealt_with(
    desk: Desk, report_id: int, tmp_path: Path
) -> None:
    path = edited(desk, report_id, tmp_path, "90场", "96场")
    shown = wordback.look(desk, {"report": report_id, "path": path})
    wordback.adopt(desk, {"report": report_id, "path": path, "seen": shown["seen"]})
    list_notes, settle_note = notes_functions(desk)
    (note,) = list_notes({"report": report_id})["notes"]
    part = section(desk, report_id)
    assert part.text[note["start"] : note["end"]] == note["quote"]
    assert (note["section"], note["done"], note["exact"]) == (part.id, False, True)
    order = {"report": report_id, "note": note["id"], "who": "小李"}
    (settled,) = settle_note({**order, "done": True})["notes"]
    assert (settled["done"], settled["doneBy"]) == (True, "小李")
    assert not settle_note({**order, "done": False})["notes"][0]["done"]
    assert "error" in settle_note({**order, "note": 99, "done": True})


def test_a_pdf_is_offered_where_it_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "LibreOffice" in options.pdf_reason()


def test_without_libreoffice_the_preview_says_why(
    desk: Desk, report_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    previews = PagePreviews(desk)
    assert "LibreOffice" in previews.make(report_id)["reason"]
    with pytest.raises(NotFoundError):
        previews.page("../../etc", 0)


@pytest.mark.office
def test_pages_are_images_of_the_word_file(desk: Desk, report_id: int) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    previews = PagePreviews(desk)
    made = previews.make(report_id)
    assert made["count"] >= 1
    image = previews.page(made["state"], 0)["image"]
    assert base64.b64decode(image.removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")
    with pytest.raises(NotFoundError):
        previews.page(made["state"], made["count"])


def test_layout_deviations_come_with_clause_and_strength(desk: Desk, tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("工作报告")
    file.add_paragraph("全年开展学习12次。")
    path = tmp_path / "up" / "别人.docx"
    file.save(str(path))
    found = wordtools.layout_view(desk, {"path": str(path)})["deviations"]
    assert [one["strength"] for one in found] == sorted(
        (one["strength"] for one in found), key=["规定", "一般", "实务"].index
    )
    assert any("5.2.1（规定）" in one["source"] for one in found)
    again = wordtools.relayed(desk, {"path": str(path)})
    assert again["name"] == "别人（重排）.docx"
    (tmp_path / "up" / "新.docx").write_bytes(base64.b64decode(again["data"]))
    left = wordtools.layout_view(desk, {"path": str(tmp_path / "up" / "新.docx")})["deviations"]
    assert len(left) < len(found) / 2
    (tmp_path / "up" / "a.txt").write_text("文", encoding="utf-8")
    with pytest.raises(UnsupportedFileError):
        wordtools.layout_view(desk, {"path": str(tmp_path / "up" / "a.txt")})


def test_two_files_are_compared_and_the_table_is_a_workbook(desk: Desk, tmp_path: Path) -> None:
    old, new = tmp_path / "up" / "旧.txt", tmp_path / "up" / "新.txt"
    old.write_text(OLD_REPORT, encoding="utf-8")
    new.write_text(OLD_REPORT.replace("86场", "90场"), encoding="utf-8")
    order = {"old": str(old), "new": str(new)}
    reply = wordtools.compared(desk, order)
    changed = [one["cells"] for one in reply["figures"] if one["status"] == "changed"]
    assert [(cells[3], cells[4]) for cells in changed] == [("86场", "90场")]
    assert [one["new"] for one in reply["sections"] if one["changes"]] == ["（一）聚焦政治建设"]
    sheet = wordtools.compared_sheet(desk, order)
    assert sheet["name"] == "对比.xlsx"
    assert base64.b64decode(sheet["data"]).startswith(b"PK")
