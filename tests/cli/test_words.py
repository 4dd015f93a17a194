"""What a clerk reads in the terminal is Chinese: states, kinds, severities, layouts, gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Zhubi


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("documents",), "资料库里还没有文件"),
        (("report", "list"), "还没有报告"),
        (("ledger", "show"), "台账还是空的"),
        (("ledger", "show", "--growth", "2024"), "台账还是空的"),
        (("ledger", "missing", "--year", "2024"), "都填了数"),
        (("ledger", "aliases"), "没有要确认的叫法"),
        (("search", "主题党日"), "没有找到"),
    ],
)
def test_nothing_to_show_is_said_in_words(
    zhubi: Zhubi, command: tuple[str, ...], words: str
) -> None:
    ran = zhubi(*command, json_output=False)
    assert (ran.code, words in ran.out) == (0, True)
    assert zhubi(*command).data == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("documents",), ("工作报告", "已完成")),
        (("report", "show", "{report}"), ("开头（未写）", "聚焦政治建设（已起草）")),
        (("report", "versions", "{report}", "{section}"), ("按规则起草", "起草")),
        (("report", "trace", "{report}", "{section}"), ("按规则，没有用模型",)),
        (("check", "{report}"), ("请核对：", "聚焦政治建设")),
        (("draft", "{report}", "{section}", "--model", "none"), ("聚焦政治建设",)),
        (("figures", "{file}"), ("增长10%", "实绩", "目标")),
        (("formulations",), ("固定表述", "会议", "活动")),
        (("style", "show"), ("一级层次标题字体", "否", "与正文相同", "单页右、双页左")),
        (("search", "主题党日"), ("政治建设",)),
    ],
)
def test_no_english_word_of_the_program_reaches_the_terminal(
    zhubi: Zhubi, started: int, past_report: Path, command: tuple[str, ...], words: tuple[str, ...]
) -> None:
    section = next(
        part["id"]
        for part in zhubi("report", "show", started).data["sections"]
        if part["heading"] == "聚焦政治建设"
    )
    zhubi("draft", started, section, "--model", "none")
    filled = [one.format(report=started, section=section, file=past_report) for one in command]
    ran = zhubi(*filled, json_output=False)
    assert all(word in ran.out for word in words)
    assert not re.findall(r"\b[a-z]{4,}\b", ran.out.replace("outside", ""))
