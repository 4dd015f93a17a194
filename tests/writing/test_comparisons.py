"""Words that compare last year's figure are computed anew or to be verified."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.records import LedgerRow, LedgerValue
from rag.writing.skeleton import draft_section


def drafted(past: str, *rows: LedgerRow) -> str:
    return draft_section("主要做法", past, 2023, rows, 2024).text


def row(name: str, unit: str, past: str, now: str, approx: str = "") -> LedgerRow:
    values = {2023: LedgerValue(Decimal(past), past)}
    if now:
        values[2024] = LedgerValue(Decimal(now), approx + now, approx)
    return LedgerRow(name, unit, "", values)


@pytest.mark.parametrize(
    ("now", "said"),
    [("1312", "低于上年"), ("1330", "高于上年"), ("1322", "与上年持平")],
)
@pytest.mark.parametrize("before", ["高于上年", "低于上年", "与上年持平"])
def test_above_or_below_last_year_is_computed_from_the_two_values(
    before: str, now: str, said: str
) -> None:
    jobs = row("城镇新增就业", "万人", "1322", now)
    assert drafted(f"城镇新增就业1322万人，{before}。", jobs) == f"城镇新增就业{now}万人，{said}。"


def test_without_two_exact_values_above_last_year_is_to_be_verified() -> None:
    past = "城镇新增就业1322万人，高于上年。"
    assert drafted(past, row("城镇新增就业", "万人", "1322", "")).endswith("，【待核：高于上年】。")
    about = drafted(past, row("城镇新增就业", "万人", "1322", "1320", "近"))
    assert about == "城镇新增就业近1320万人，【待核：高于上年】。"


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("快于经济增长", "【待核：快于经济增长】"),
        ("好于预期目标", "【待核：好于预期目标】"),
        ("超过全国平均水平", "【待核：超过全国平均水平】"),
        ("是近年来最大降幅", "【待核：是近年来最大降幅】"),
        ("发展党员不降反增", "【待核：发展党员不降反增】"),
        ("首次超过其他行业", "【待核：首次超过其他行业】"),
        ("再创佳绩", "【待核：再创佳绩】"),
    ],
)
def test_comparisons_that_no_figure_proves_are_to_be_verified(words: str, marked: str) -> None:
    made = drafted(f"发展党员21名，{words}。", row("发展党员", "名", "21", "25"))
    assert made == f"发展党员25名，{marked}。"


def test_rules_that_compare_are_no_results() -> None:
    past = "教师待遇不低于公务员水平，党员人数超过规定即设总支。"
    assert drafted(past) == past
