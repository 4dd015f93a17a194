"""Counts in Chinese numerals, slips of typing and units that stand elsewhere are read right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.figures.extract import extract_figures
from rag.figures.mentions import find_mentions
from rag.figures.names import key


def read(text: str) -> list[tuple[str, Decimal, str]]:
    figures = extract_figures(text, report_year=2024)
    return [(f.indicator, f.quantity.value, f.quantity.unit) for f in figures]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("返贫风险人口减减少12人。", "返贫风险人口减少"),
        ("茶叶产值增增长6%。", "茶叶产值增速"),
        ("线上岸上增长6%。", "线上岸上增速"),
        ("城镇新增增长5%。", "城镇新增增速"),
    ],
)
def test_a_character_typed_twice_is_no_part_of_a_name(text: str, name: str) -> None:
    assert [indicator for indicator, _, _ in read(text)] == [name]


@pytest.mark.parametrize(
    ("text", "value"),
    [("走访20余农户。", 20), ("带动50多种植户增收。", 50), ("惠及300余脱贫户。", 300)],
)
def test_households_are_counted_where_the_measure_word_is_in_the_noun(
    text: str, value: int
) -> None:
    ((_, found, unit),) = read(text)
    assert (found, unit) == (value, "户")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("稻谷产量四亿零七百多万斤。", 40700, "万斤"),
        ("稻谷产量三亿零五百万斤。", 30500, "万斤"),
        ("稻谷产量两亿六千三百万斤。", 26300, "万斤"),
    ],
)
def test_what_stands_behind_hundreds_of_millions_counts_in_ten_thousands(
    text: str, value: int, unit: str
) -> None:
    ((_, found, counted),) = read(text)
    assert (found, counted) == (value, unit)


def test_ahead_of_time_is_a_date_and_how_much_ahead_a_figure() -> None:
    (mention,) = find_mentions("全镇提前一年完成改厕任务。")
    assert mention.kind == "date"
    assert read("工期提前15天。") == [("工期提前", Decimal(15), "天")]


def test_growth_given_together_belongs_to_the_ends_of_two_moves() -> None:
    text = "办结率由80%提高到95%，满意率由70%提高到92%，提高15、22个百分点。"
    assert read(text)[-2:] == [
        ("办结率变化", Decimal(15), "个百分点"),
        ("满意率变化", Decimal(22), "个百分点"),
    ]


def test_per_unit_stays_in_a_name_and_the_unit_that_acts_does_not() -> None:
    assert key("单位国内生产总值能耗") == "单位生产总值能耗" != key("国内生产总值能耗")
    assert key("单位党员培训") == "党员培训"


@pytest.mark.parametrize(
    "text",
    [
        "编印刊物六期。",
        "推出专题节目三期。",
        "组织党员集训六期。",
        "开设“微党课”六期。",
        "三场宣讲会先后举行。",
        "送戏下乡三场。",
    ],
)
def test_what_is_held_or_issued_is_counted_in_chinese_numerals_too(text: str) -> None:
    assert [unit for _, _, unit in read(text)] in (["期"], ["场"])


@pytest.mark.parametrize(
    "text", ["标准厂房二期开工。", "道路改造三期完工。", "二期项目投产。", "一期工程竣工。"]
)
def test_phases_of_building_count_nothing(text: str) -> None:
    assert read(text) == []


def test_a_budget_is_no_rule() -> None:
    (figure,) = extract_figures("全年一般公共预算收入3000万元以上。", report_year=2024)
    assert figure.status == "actual"
