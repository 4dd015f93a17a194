from __future__ import annotations

import pytest

from rag.figures.names import SAME, best_match, key, same_indicator


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("主题党日", "开展主题党日活动"),
        ("城镇新增就业", "新增城镇就业"),
        ("集中学习", "全镇开展集中学习次数"),
        ("发展党员", "党员发展"),
        ("粮食播种面积", "2024年全镇粮食播种面积"),
        ("国内生产总值", "GDP"),
        ("慰问困难党员", "走访慰问困难党员人数"),
        ("工业增加值同比增长", "工业增加值增速"),
        ("新建党群服务中心", "党群服务中心新建"),
        ("全镇工业实现增加值", "工业增加值"),
    ],
)
def test_wordings_of_one_indicator_are_the_same(a: str, b: str) -> None:
    assert same_indicator(a, b) >= SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("问题清单", "问题清单销号"),
        ("主题党日", "专题党课"),
        ("进口总额", "出口总额"),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"),
        ("工业增加值", "工业增加值增速"),
        ("省级示范支部", "国家级示范支部"),
        ("财政收入", "财政支出"),
        ("", "集中学习"),
    ],
)
def test_different_indicators_stay_apart(a: str, b: str) -> None:
    assert same_indicator(a, b) < SAME


def test_likeness_is_symmetric() -> None:
    pairs = [("化解矛盾纠纷", "调解纠纷"), ("党日", "主题党日活动"), ("增速", "产值增速")]
    assert all(same_indicator(a, b) == same_indicator(b, a) for a, b in pairs)


def test_the_best_candidate_wins_and_none_is_forced() -> None:
    names = ["主题党日活动", "专题党课", "谈心谈话"]
    assert best_match("开展主题党日", names) == "主题党日活动"
    assert best_match("粮食产量", names) is None


def test_a_count_is_not_matched_with_a_rate() -> None:
    assert best_match("问题整改", ["问题整改率"], "个") is None
    assert best_match("问题整改率", ["问题整改率"], "%") == "问题整改率"


def test_the_normal_form_drops_year_place_and_light_verbs() -> None:
    assert key("2023年全镇开展“主题党日”活动次数") == "主题党日"
