"""The program, not the model, writes the numbers."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.records import LedgerRow, LedgerValue
from rag.writing.placeholders import Placeholders, Substitution


def value(number: str, text: str = "", direction: str = "") -> LedgerValue:
    return LedgerValue(Decimal(number), text or number, direction=direction)  # type: ignore[arg-type]


ROWS = (
    LedgerRow("集中学习", "次", "学习", {2023: value("10"), 2024: value("12")}),
    LedgerRow("党员", "人", "队伍", {2024: value("300", "近300")}),
    LedgerRow("满意率", "%", "服务", {2023: value("98"), 2024: value("96.5")}),
    LedgerRow("走访", "户", "服务", {2023: value("40")}),
    LedgerRow("信访量", "件", "服务", {2023: value("20"), 2024: value("10")}),
)
HELD = Placeholders(ROWS, 2024)


@pytest.mark.parametrize(
    ("model", "program"),
    [
        ("开展集中学习{F1}。", "开展集中学习12次。"),
        ("开展集中学习{F1}次。", "开展集中学习12次。"),
        ("集中学习 ｛ f1 ｝，", "集中学习 12次，"),
        ("比上年{F1.yoy}，", "比上年增长20%，"),
        ("比上年增长{F1.yoy}，", "比上年增长20%，"),
        ("比上年增长{F4.yoy}%。", "比上年下降50%。"),
        ("比上年{F1.diff}。", "比上年增加2次。"),
        ("满意率比上年提高{F3.yoy}。", "满意率比上年下降1.5个百分点。"),
        ("党员{F2}", "党员近300人"),
        ("集中学习【F1】、（F1）、{{F1}}次", "集中学习12次、12次、12次"),
        ("集中学习F1次，满意率F3%。", "集中学习12次，满意率96.5%。"),
        ("满意率{F3}％，信访量{F4 }件", "满意率96.5%，信访量10件"),
        ("信访量比上年{F4.同比}、{F4_diff}", "信访量比上年下降50%、减少10件"),
        ("开展集中学习{F1.value}次", "开展集中学习12次"),
        ("PDF12、F12345和AF1都不是", "PDF12、F12345和AF1都不是"),
    ],
)
def test_placeholders_become_numbers_with_unit_and_computed_growth(
    model: str, program: str
) -> None:
    assert HELD.substitute(model)[0] == program


@pytest.mark.parametrize("model", ["{F9}", "{F2.yoy}", "{F0}"])
def test_a_placeholder_nobody_offered_is_marked(model: str) -> None:
    stream = Substitution(HELD)
    text = stream.feed(f"共{model}。") + stream.finish()
    assert text == f"共【待核：模型引用了没有的数据{model[1:-1]}】。"
    assert stream.unknown == [model[1:-1]]


def test_the_prompt_lists_only_what_is_entered_this_year() -> None:
    assert HELD.lines().split("\n") == [
        "{F1} 集中学习（次），可用 {F1.yoy} {F1.diff}",
        "{F2} 党员（人）",
        "{F3} 满意率（%），可用 {F3.yoy} {F3.diff}",
        "{F4} 信访量（件），可用 {F4.yoy} {F4.diff}",
    ]
    assert "12" not in HELD.lines()


def test_links_tell_what_a_number_rests_on() -> None:
    text, links = HELD.substitute("学习{F1}，比上年{F1.yoy}。")
    assert [(text[k.start : k.end], k.status, k.indicator) for k in links] == [
        ("12次", "entered", "集中学习"),
        ("增长20%", "derived", "集中学习"),
    ]
    assert links[1].formula == "（12−10）÷10＝20%"


TEXT = "（F1）F1.diff，学习{F1}次，比上年{F1.yoy}；党员｛F2｝，{F99}，信访减少{F4.diff}{F4}。{未完"


@settings(deadline=None)
@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_the_text_is_the_same_however_the_stream_is_cut(cuts: list[int]) -> None:
    whole, links = HELD.substitute(TEXT)
    places = [0, *sorted(cuts), len(TEXT)]
    stream = Substitution(HELD)
    pieces = [stream.feed(TEXT[a:b]) for a, b in pairwise(places)]
    text = "".join(pieces) + stream.finish()
    assert text == whole
    assert stream.links == links
    assert all(text[k.start : k.end] == k.text for k in links)


def test_text_is_shown_as_soon_as_nothing_can_change_it() -> None:
    stream = Substitution(HELD)
    assert stream.feed("今年认真抓好") == "今年认真抓好"
    assert stream.feed("学习{F") == "学习"
    assert stream.feed("1}") == ""
    assert stream.feed("，全部按计划完成") == "12次，全部按计划完成"
