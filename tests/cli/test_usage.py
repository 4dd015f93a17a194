"""A command line or a setting that cannot be used is explained in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import InputError
from rag.settings import load_settings
from tests.cli.conftest import Zhubi


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["report", "show", "一"], "报告编号：应是整数。"),
        (["serve", "--port", "http"], "--port：应是整数。"),
        (["nonsense"], "没有这个命令：nonsense。"),
        (["ask"], "缺少参数：问题。"),
        (["report", "show", "1", "2"], "多出来的内容：2。"),
        (["doctor", "--jsonn"], "没有这个选项：--jsonn。是不是 --json？"),
        (["doctor", "--json=3"], "选项 --json 后面不应有内容。"),
        (["draft", "1", "--model", "gpt"], "--model：只能是 'none'。"),
    ],
)
def test_a_wrong_command_line_is_explained_in_chinese(
    zhubi: Zhubi, command: list[str], sentence: str
) -> None:
    ran = zhubi(*command, json_output=False)
    assert ran.code == 2
    assert sentence in ran.err
    assert "--help" in ran.err
    assert ran.out == ""


def test_a_group_without_a_command_shows_what_it_can_do(zhubi: Zhubi) -> None:
    ran = zhubi("report", json_output=False)
    assert ran.code == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("port = 'http'", "port：应是整数"),
        ("port = 0", "port：应不小于 1"),
        ("embedding = 'word2vec'", "embedding：只能是"),
        ("nonsense = 1", "nonsense：没有这个设置"),
        ("unit = 3", "unit：应是文字"),
    ],
)
def test_a_wrong_setting_is_explained_in_chinese(tmp_path: Path, line: str, sentence: str) -> None:
    (tmp_path / "zhubi.toml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        load_settings(tmp_path)


def test_a_misspelt_environment_variable_is_not_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHUBI_MODELURL", "http://127.0.0.1:1/v1")
    with pytest.raises(InputError, match="ZHUBI_MODELURL") as caught:
        load_settings(tmp_path)
    assert "ZHUBI_MODEL_URL" in caught.value.hint
