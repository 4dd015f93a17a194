"""A move whose words or changes its own numbers contradict is found; a true one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking.consistency import check
from rag.checking.context import CheckContext
from rag.records import Finding


def findings(text: str) -> tuple[Finding, ...]:
    return check(CheckContext(text, 2024))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("网格党支部由10个减至14个。", "14个"),
        ("经营性收入占比从2022年的48.2%提升至2023年的43.5%。", "43.5%"),
        ("办理时限由5个工作日缩短到8个工作日。", "8个工作日"),
        ("全县考核由第5位升至第13位。", "第13位"),
        ("网格党支部由10个增至14个，增长30%。", "30%"),
        ("网格党支部由10个增至14个，下降40%。", "40%"),
        ("五星级党支部从7个增加到10个，净增4个。", "4个"),
        ("党员参与率由93.5%提高到95.1%，提高1.8个百分点。", "1.8个百分点"),
        ("直播销售额由118万元增至206万元，实现翻番。", "206万元"),
        ("安排党建经费76万元，比上年增加7.5万元，增长9.9%。", "9.9%"),
        ("现有党员1286名，其中女党员1300名。", "1300名"),
        ("参加活动的占全镇党员的105%。", "105%"),
    ],
)
def test_a_move_against_its_numbers_is_found(text: str, wrong: str) -> None:
    assert [finding.text for finding in findings(text)] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "网格党支部由10个增至14个，增长40%。",
        "经营性收入占比从43.5%提高到48.2%，提高4.7个百分点。",
        "集体收入由1.1亿元增加到1.2亿元，增长8.3%。",
        "办理时限由5个工作日压缩到2个工作日。",
        "全县考核排名由13位上升到5位，提升8位。",
        "直播销售额由118万元增至246万元，实现翻番。",
        "安排党建经费76万元，比上年增加7.5万元，增长10.9%。",
        "集体收入由2019年的300万元增加到2024年的480万元，年均增长9.9%。",
        "完成投资占年度计划的105%。",
    ],
)
def test_a_true_move_raises_nothing(text: str) -> None:
    assert findings(text) == ()


@given(st.integers(10, 500), st.integers(10, 500))
def test_the_verb_must_fit_the_two_numbers(before: int, after: int) -> None:
    found = findings(f"党支部领办合作社由{before}个增至{after}个。")
    assert bool(found) == (after < before)
