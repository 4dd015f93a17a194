"""Instructions that rules can follow, and those they must not pretend to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.errors import InstructionError
from rag.records import LedgerRow, LedgerValue
from rag.writing.locks import locked_around
from rag.writing.revise import by_rule

TEXT = (
    "一是抓学习强基础。开展集中学习12次，有效提升了党员的理论素养。始终坚持不断提高思想认识。"
    "二是抓队伍促提升。发展党员8名。三是抓服务惠民生。办结民生事项30件，群众满意度不断提升。"
)


@pytest.mark.parametrize("instruction", ["更简练", "压缩", "请压缩一下", "太长了，精简一些"])
def test_a_shorter_text_keeps_every_figure_and_point(instruction: str) -> None:
    draft = by_rule(TEXT, instruction)
    assert len(draft.text) < len(TEXT)
    assert all(words in draft.text for words in ("12次", "8名", "30件", "一是", "二是", "三是"))
    assert draft.made_by == "rule"


def test_a_length_asked_for_is_reached_where_it_can_be() -> None:
    assert len(by_rule(TEXT, "压缩到80字").text) <= 80


def test_figures_are_not_cut_to_reach_a_length() -> None:
    draft = by_rule(TEXT, "压缩到20字")
    assert "30件" in draft.text
    assert "再压缩就要删去数据" in draft.notices[0]


def test_effects_go_before_sentences() -> None:
    assert "，有效提升了党员的理论素养" not in by_rule(TEXT, "压缩到85字").text


def test_a_point_goes_and_the_others_count_on() -> None:
    text = by_rule(TEXT, "删去第二点").text
    assert "发展党员" not in text
    assert "二是抓服务惠民生" in text
    assert "三是" not in text


@pytest.mark.parametrize(
    ("instruction", "gone"),
    [
        ("删去第1点", "集中学习"),
        ("删掉第三点", "办结"),
        ("去掉“发展党员8名”", "发展党员"),
        ("删去第二句", "集中学习"),
    ],
)
def test_what_is_named_goes_with_clean_punctuation(instruction: str, gone: str) -> None:
    text = by_rule(TEXT, instruction).text
    assert gone not in text
    assert text.endswith("。")
    assert not any(marks in text for marks in ("。。", "，。", "。，", "；。"))


def test_paragraphs_can_go() -> None:
    assert by_rule("甲。\n乙。\n丙。", "删去第二段").text == "甲。\n丙。"


def test_words_are_replaced_as_told() -> None:
    assert by_rule("开展学习12次。", "把“12次”改为“13次”").text == "开展学习13次。"


def test_several_instructions_at_once() -> None:
    text = by_rule(TEXT, "删去第三点，并把“发展党员”改成“新发展党员”").text
    assert "新发展党员8名" in text
    assert "办结" not in text


@pytest.mark.parametrize(
    "instruction", ["写得更有感情", "压缩，并突出党建引领", "补充乡村振兴的内容", "删去第九点", ""]
)
def test_free_instructions_are_refused_with_what_is_possible(instruction: str) -> None:
    with pytest.raises(InstructionError) as caught:
        by_rule(TEXT, instruction)
    assert caught.value.message.endswith("。")


def test_the_refusal_names_the_model_and_the_possibilities() -> None:
    with pytest.raises(InstructionError) as caught:
        by_rule(TEXT, "写得更有感情")
    assert "需要配置模型" in caught.value.message
    assert "更新数字" in caught.value.hint


def test_words_that_do_not_stand_in_the_text_are_told() -> None:
    with pytest.raises(InstructionError, match="原文里没有"):
        by_rule(TEXT, "去掉“乡村振兴”")


def test_figures_are_updated_from_the_ledger() -> None:
    values = {2023: LedgerValue(Decimal(12), "12"), 2024: LedgerValue(Decimal(15), "15")}
    rows = (LedgerRow("集中学习", "次", "", values),)
    draft = by_rule("今年开展集中学习12次。", "更新数字", rows, 2024)
    assert draft.text == "今年开展集中学习15次。"
    assert draft.notices == ("更新了1处数字。",)


def test_there_is_nothing_to_update_from_without_a_ledger() -> None:
    with pytest.raises(InstructionError, match="台账"):
        by_rule(TEXT, "更新数字")


def test_the_locked_sentence_at_a_place_is_found() -> None:
    locked = ("发展党员8名。",)
    at = TEXT.index("8名")
    assert locked_around(TEXT, at, at + 2, locked) == locked[0]
    assert locked_around(TEXT, 0, 4, locked) == ""
