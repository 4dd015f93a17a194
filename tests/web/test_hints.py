"""Hints in the page: a clerk's words in front, an administrator's folded behind."""

from __future__ import annotations

import pytest

from rag.errors import (
    ModelNotConfiguredError,
    ModelUnauthorizedError,
    ModelUnreachableError,
    YearError,
)
from rag.web.hints import error_reply, plain, sentence


@pytest.mark.parametrize(
    "error", [ModelNotConfiguredError, ModelUnauthorizedError, ModelUnreachableError]
)
def test_no_setting_is_named_to_a_clerk(error: type[ModelNotConfiguredError]) -> None:
    reply = error_reply(error("没有连上模型。"))
    assert "ZHUBI" not in reply["hint"]
    assert "管理员" in reply["hint"]
    assert "ZHUBI_MODEL" in reply["detail"]
    assert "ZHUBI" not in sentence(error("没有连上模型。"))


def test_what_a_clerk_can_do_stays_in_the_hint() -> None:
    hint = plain("请检查 ZHUBI_MODEL_URL 和模型服务；也可以先用“不用模型起草”。")
    assert hint.words == "请管理员在设置里处理；也可以先用“不用模型起草”。"
    assert hint.detail == "请检查 ZHUBI_MODEL_URL 和模型服务"


def test_what_stands_before_the_setting_stays_before_it() -> None:
    hint = plain("只用关键词检索；要用向量请设置 ZHUBI_EMBEDDING。")
    assert hint.words == "只用关键词检索；要用向量请管理员在设置里处理。"
    hint = plain("请运行 zhubi backup 备份.zip，存到另一块盘或优盘上。")
    assert hint.words == "请管理员在设置里处理。"


def test_an_ordinary_hint_stays_as_it_is() -> None:
    error = YearError("看不出年份。")
    assert error_reply(error) == {"error": "看不出年份。", "hint": "请输入四位年份，例如 2024。"}
