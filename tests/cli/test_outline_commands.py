"""Commands on outlines, versions and traces, as somebody at a terminal uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Zhubi = Callable[..., Any]


def test_a_report_of_a_kind_is_made_and_its_outline_changed(
    zhubi: Zhubi, past_report: Path
) -> None:
    zhubi("index", past_report)
    kinds = {one["kind"] for one in zhubi("report", "kinds").data}
    assert {"抓党建述职", "工作总结", "述职述廉", "半年总结", "政府工作报告"} <= kinds
    made = zhubi("report", "new", "--year", 2024, "--kind", "工作总结").data
    assert made["kind"] == "工作总结"
    first = next(part for part in made["sections"] if part["level"] == 2)
    added = zhubi("report", "section", "add", 1, "作风建设", "--after", first["id"]).data
    new = next(part for part in added["sections"] if part["heading"] == "作风建设")
    assert new["label"] == "（二）"
    moved = zhubi("report", "section", "move", 1, new["id"], "--up", 1).data
    assert [p["label"] for p in moved["sections"] if p["heading"] == "作风建设"] == ["（一）"]
    zhubi("report", "section", "rename", 1, new["id"], "正风肃纪")
    dropped = zhubi("report", "section", "drop", 1, new["id"]).data
    assert "正风肃纪" not in [part["heading"] for part in dropped["sections"]]
    assert [p["heading"] for p in zhubi("report", "section", "dropped", 1).data] == ["正风肃纪"]
    zhubi("report", "section", "restore", 1, new["id"])
    length = zhubi("report", "section", "length", 1, 3000).data
    assert length["length"] == 3000


def test_versions_and_trace_are_told(zhubi: Zhubi, started: int, tmp_path: Path) -> None:
    shown = zhubi("report", "show", started).data
    section = next(p["id"] for p in shown["sections"] if p["heading"] == "聚焦政治建设")
    zhubi("draft", started, section)
    text = tmp_path / "new.txt"
    text.write_text("换了一句。", encoding="utf-8")
    zhubi("edit", started, section, "--text-file", text)
    listed = zhubi("report", "versions", started, section).data
    assert [(one["number"], one["note"]) for one in listed] == [(2, "edit"), (1, "draft")]
    changes = zhubi("report", "versions", started, section, "--compare", 1, 2).data
    assert any(change["new"] == "换了一句。" for change in changes)
    trace = zhubi("report", "trace", started, section).data
    assert (trace["prompt"], trace["model"], trace["version"]) == ("skeleton", "", 1)
    assert [one["version"] for one in trace["since"]] == [2]
    assert zhubi("report", "versions", started, section, "--compare", 1, 9).code == 2


def test_a_locked_sentence_and_a_passage_are_named_by_their_words(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    shown = zhubi("report", "show", started).data
    section = next(p["id"] for p in shown["sections"] if p["heading"] == "聚焦政治建设")
    text = tmp_path / "new.txt"
    text.write_text("前面切实抓好。后面切实抓好。", encoding="utf-8")
    zhubi("edit", started, section, "--text-file", text)
    locked = zhubi("report", "section", "lock", started, section, "前面").data
    assert locked["locked"] == ["前面切实抓好。"]
    revised = zhubi("revise", started, section, "把“切实”改为“扎实”")
    assert revised.data["text"] == "前面切实抓好。后面扎实抓好。"
    assert zhubi("revise", started, section, "更简练", "--passage", "没有的话").code == 2
    assert zhubi("revise", started, section, "换一种说法", "--alternatives", 3).code == 3
    assert zhubi("report", "section", "unlock", started, section, "前面").data["locked"] == []


def test_an_offices_own_reports_are_measured(zhubi: Zhubi, past_report: Path) -> None:
    office = past_report.parent / "office"
    office.mkdir()
    for year in (2023, 2024):
        text = past_report.read_text(encoding="utf-8").replace("2023", str(year))
        (office / f"{year}年报告.txt").write_text(text, encoding="utf-8")
    (line,) = zhubi("eval", "--office", office).data
    assert (line["way"], line["year"], line["left"]) == ("按规则", 2024, 0)
    assert zhubi("eval").code == 2


def test_a_new_report_says_which_one_it_follows_and_why(zhubi: Zhubi, past_report: Path) -> None:
    zhubi("index", past_report)
    ran = zhubi("report", "new", "--year", 2024)
    assert "《云水镇2023年党建工作报告》" in ran.err
    assert "2024年以前最近的一份（2023年）" in ran.err
    assert "--like" in ran.err


def test_without_a_report_in_prose_a_new_one_is_refused_with_a_hint(
    zhubi: Zhubi, tmp_path: Path
) -> None:
    assert "--kind" in zhubi("report", "new", "--year", 2024).err
    captions = tmp_path / "云水镇2023年工作报告.txt"
    captions.write_text(
        "云水镇2023年工作报告\n一、登录系统\n点击确定\n二、填写表单\n见图三\n", encoding="utf-8"
    )
    zhubi("index", captions)
    refused = zhubi("report", "new", "--year", 2024)
    assert (refused.code, refused.out) == (2, "")
    assert "没有一份有带小标题的成段正文" in refused.err
    assert "--kind" in refused.err
    assert zhubi("report", "new", "--year", 2024, "--kind", "工作总结").code == 0
