"""export, reimport, compare and check --layout keep the contract of the command line."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Zhubi


@pytest.fixture
def exported(zhubi: Zhubi, started: int, tmp_path: Path) -> Path:
    """A drafted report as a Word file."""
    zhubi("draft", started, "--all", "--model", "none")
    path = tmp_path / "报告.docx"
    assert zhubi("export", started, "-o", path, "--date", "2024-12-05").code == 0
    return path


def lines(path: Path) -> list[str]:
    return [item.text for item in docx.Document(str(path)).paragraphs if item.text]


def test_export_takes_sections_attachments_and_a_date(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    sections = zhubi("report", "show", started).data["sections"]
    chapter = next(part["id"] for part in sections if part["heading"] == "存在问题")
    path = tmp_path / "部分.docx"
    ran = zhubi("export", started, "-o", path, "--section", chapter, "--with-promises")

    assert ran.data == {"path": str(path)}
    assert "二、存在问题" in lines(path)
    assert "三、下一步打算" not in lines(path)
    assert "附件：2023年承诺事项清单" in lines(path)
    undated = zhubi("export", started, "-o", path, "--date", "待填")
    assert undated.code == 0
    assert "【待填：成文日期】" in lines(path)


def test_reimport_tells_changed_sections_revisions_and_comments(
    zhubi: Zhubi, started: int, exported: Path
) -> None:
    word = docx.Document(str(exported))
    line = next(item for item in word.paragraphs if item.text.startswith("【待核"))
    line.text = "学习形式还不够丰富。"
    word.add_comment(line.runs, text="再具体些", author="王书记")
    word.save(str(exported))
    looked = zhubi("reimport", started, exported, "--dry-run").data
    ran = zhubi("reimport", started, exported, "--by", "王书记")

    assert (ran.data["sections_changed"], ran.data["revisions_read"]) == (1, 0)
    assert (looked["sections_changed"], looked["saved"]) == (1, False)
    (section,) = ran.data["sections"]
    assert section["text"].startswith("学习形式还不够丰富。")
    assert section["made_by"] == "word: 王书记"
    (comment,) = ran.data["comments"]
    assert (comment["text"], comment["section"]) == ("再具体些", section["id"])
    assert {"unplaced", "missing", "moved", "left", "findings"} <= ran.data.keys()

    (note,) = zhubi("report", "notes", started, "--section", section["id"]).data
    assert (note["id"], note["text"], note["done"]) == (comment["note"], "再具体些", False)
    assert section["text"][note["start"] : note["end"]] == "学习形式还不够丰富。"
    (settled,) = zhubi("report", "notes", started, "--done", note["id"], "--by", "小李").data
    assert (settled["done"], settled["done_by"]) == (True, "小李")
    assert not zhubi("report", "notes", started, "--undo", note["id"]).data[0]["done"]
    assert zhubi("report", "notes", started, "--done", 99).code == 2


def test_export_says_what_is_still_open(zhubi: Zhubi, started: int, exported: Path) -> None:
    ran = zhubi("export", started, "-o", exported)
    assert ran.data == {"path": str(exported)}
    assert "报送前请处理" in ran.err
    assert "处【待填】【待核】" in ran.err


def test_last_years_report_is_not_taken_for_this_years(
    zhubi: Zhubi, started: int, exported: Path
) -> None:
    word = docx.Document(str(exported))
    title = next(item for item in word.paragraphs if "2024年" in item.text)
    title.text = title.text.replace("2024年", "2023年")
    word.save(str(exported))
    ran = zhubi("reimport", started, exported)
    assert ran.code == 2
    assert "是2023年的报告，正在写的是2024年的" in ran.err


def test_reimport_leaves_the_sections_it_is_told_to(
    zhubi: Zhubi, started: int, exported: Path
) -> None:
    word = docx.Document(str(exported))
    line = next(item for item in word.paragraphs if item.text.startswith("【待核"))
    line.text = "学习形式还不够丰富。"
    word.save(str(exported))
    (changed,) = zhubi("reimport", started, exported, "--dry-run").data["sections"]
    ran = zhubi("reimport", started, exported, "--leave", changed["id"])

    assert (ran.data["sections_changed"], ran.data["left"]) == (0, [changed["id"]])


def test_the_offices_layout_is_set_shown_and_given_up(zhubi: Zhubi, tmp_path: Path) -> None:
    own = tmp_path / "本单位.toml"
    own.write_text('name = "某县版式"\n[page]\ntop_mm = 40\n', encoding="utf-8")
    ran = zhubi("style", "set", own)
    top = next(one for one in ran.data["values"] if one["path"] == "page.top_mm")

    assert (ran.data["name"], top["value"], top["clause"]) == ("某县版式", 40, "5.2.1")
    assert zhubi("style", "show").data == ran.data
    assert "某县版式" in zhubi("doctor", json_output=False).out
    assert zhubi("style", "reset").data["file"] is None
    assert "9704" in zhubi("style", "show").data["name"]


def test_a_new_heading_in_the_file_is_added_when_wanted(
    zhubi: Zhubi, started: int, exported: Path
) -> None:
    word = docx.Document(str(exported))
    goal = next(item for item in word.paragraphs if item.text == "二、存在问题")
    goal.insert_paragraph_before("（三）聚焦廉政建设", style="Heading 2")
    goal.insert_paragraph_before("开展警示教育。", style="Body Text")
    word.save(str(exported))
    shown = zhubi("reimport", started, exported, "--dry-run").data
    ran = zhubi("reimport", started, exported, "--add-new", "--by", "王书记").data

    assert [part["text"] for part in shown["unplaced"]] == ["（三）聚焦廉政建设\n开展警示教育。"]
    assert (shown["added"], ran["unplaced"]) == ([], [])
    sections = zhubi("report", "show", started).data["sections"]
    (added,) = [part for part in sections if part["id"] in ran["added"]]
    assert (added["heading"], added["text"]) == ("聚焦廉政建设", "开展警示教育。")


def test_reimport_of_a_damaged_file_leaves_the_report_as_it_was(
    zhubi: Zhubi, started: int, exported: Path
) -> None:
    before = zhubi("report", "show", started).data
    exported.write_bytes(exported.read_bytes()[:2000])
    ran = zhubi("reimport", started, exported)

    assert (ran.code, ran.out) == (2, "")
    assert "损坏" in ran.err
    assert zhubi("report", "show", started).data == before


def test_compare_prints_sections_and_figures_and_writes_a_workbook(
    zhubi: Zhubi, past_report: Path, exported: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "对比.xlsx"
    data = zhubi("compare", past_report, exported, "-o", sheet).data

    assert (data["a"]["year"], data["b"]["year"]) == (2023, 2024)
    assert {"a", "b", "likeness", "changes"} <= data["sections"][0].keys()
    assert {"indicator", "old", "new", "status", "growth"} <= data["figures"][0].keys()
    assert data["path"] == str(sheet)
    assert sheet.is_file()


def test_a_foreign_file_is_checked_and_set_anew(zhubi: Zhubi, tmp_path: Path) -> None:
    source, target = tmp_path / "旧.docx", tmp_path / "新.docx"
    word = docx.Document()
    for line in ("某镇2024年工作报告", "一、主要做法", "开展集中学习18次。"):
        word.add_paragraph(line)
    word.save(str(source))
    checked = zhubi("check", "--layout", source)
    relaid = zhubi("export", "--from", source, "-o", target)

    assert checked.code == 1
    assert {finding["kind"] for finding in checked.data["findings"]} == {"layout"}
    assert any("5.2.1（规定）" in finding["evidence"] for finding in checked.data["findings"])
    assert relaid.data["path"] == str(target)
    again = zhubi("check", "--layout", target)
    assert (again.code, again.data["findings"]) == (0, [])


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("export", "-o", "a.docx"), "报告编号"),
        (("export", "1", "--from", "b.docx", "-o", "a.docx"), "报告编号"),
        (("export", "--from", "没有.docx", "-o", "a.docx"), "没有.docx"),
        (("export", "99", "-o", "a.docx", "--date", "5月"), "5月"),
        (("reimport", "99", "没有.docx"), "99"),
        (("compare", "没有.docx", "也没有.docx"), "没有.docx"),
        (("check", "--layout", "没有.docx"), "没有.docx"),
    ],
)
def test_bad_usage_is_a_sentence(zhubi: Zhubi, args: tuple[str, ...], words: str) -> None:
    ran = zhubi(*args)

    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
