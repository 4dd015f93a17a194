"""Which year a number belongs to where a paragraph names another, and growth that is published."""

from __future__ import annotations

import pytest

from rag.checking.check import run_checks
from rag.checking.context import CheckContext
from rag.figures.entry import enter
from rag.figures.growth import growth
from rag.figures.link import link
from rag.records import LedgerRow, Link


def row(name: str, unit: str, last: str, this: str) -> LedgerRow:
    values = {2023: last, 2024: this}
    entered = {
        year: enter(text, unit, indicator=name).value for year, text in values.items() if text
    }
    return LedgerRow(name, unit, "", entered)


ROWS = (row("主题党日", "场", "240", "264"), row("党课", "场", "12", "15"))


def last_number(text: str, *rows: LedgerRow) -> Link:
    return [one for one in link(text, rows or ROWS, 2024) if one.status != "date"][-1]


@pytest.mark.parametrize(
    "text",
    [
        "2023年，全镇开展主题党日240场。开展主题党日264场。",
        "2023年被评为先进。开展主题党日264场。",
        "我镇2023年启动“强基”行动，去年开展主题党日240场。开展主题党日264场。",
        "2022年8月，成立党校。开展党课15场。",
    ],
)
def test_this_years_value_may_follow_a_sentence_about_another_year(text: str) -> None:
    found = last_number(text)
    assert (found.status, found.fact_year) == ("entered", 2024)


def test_what_the_paragraph_goes_on_telling_of_that_year_is_that_years() -> None:
    found = last_number("2023年，全镇开展主题党日240场。讲党课12场。")
    assert (found.status, found.fact_year) == ("entered", 2023)


def test_a_value_of_neither_year_is_held_against_this_years() -> None:
    found = last_number("2023年，全镇开展主题党日240场。讲党课18场。")
    assert (found.status, found.expected) == ("conflict", "15场")


def test_a_year_in_the_sentence_itself_holds() -> None:
    found = last_number("2023年，全镇开展主题党日264场。")
    assert (found.status, found.expected) == ("conflict", "240场")


OUTPUT = row("地区生产总值", "亿元", "20", "21")
PRICES = "按现价（21−20）÷20＝5%"


def test_values_at_current_prices_give_no_rate_that_is_published_at_constant_ones() -> None:
    moved = growth(OUTPUT, 2024)
    assert moved is not None
    assert (moved.percent, moved.percent_text, moved.diff_text) == (None, "", "增加1亿元")
    assert PRICES in moved.note


@pytest.mark.parametrize("rate", ["5%", "4.2%"])
def test_such_a_rate_is_neither_proved_nor_refuted_by_them(rate: str) -> None:
    found = last_number(f"地区生产总值达到21亿元，增长{rate}。", OUTPUT)
    assert (found.status, found.expected) == ("unsupported", "")
    assert PRICES in found.evidence
    context = CheckContext("地区生产总值增长5%。", 2024, (found,), (OUTPUT,))
    (finding,) = run_checks(context, kinds=("numbers",))
    assert finding.severity == "warning"


def test_a_rate_said_to_be_at_current_prices_is_computed() -> None:
    found = last_number("地区生产总值达到21亿元，按现价计算增长5%。", OUTPUT)
    assert found.status == "derived"
    assert PRICES in found.formula


def test_an_entered_rate_wins() -> None:
    published = LedgerRow("地区生产总值增速", "%", "", {2024: enter("4.2%", "%").value})
    text = "地区生产总值达到21亿元，增长{}。"
    assert last_number(text.format("4.2%"), OUTPUT, published).status == "entered"
    wrong = last_number(text.format("5%"), OUTPUT, published)
    assert (wrong.status, wrong.expected) == ("conflict", "4.2%")


def test_real_growth_of_incomes_is_not_computed_from_their_values() -> None:
    incomes = row("居民人均可支配收入", "元", "20000", "21000")
    assert last_number("居民人均可支配收入21000元，增长5%。", incomes).status == "derived"
    real = last_number("居民人均可支配收入21000元，扣除价格因素实际增长5%。", incomes)
    assert real.status == "unsupported"
    assert "可比价" in real.evidence


def test_a_share_of_value_added_moves_as_any_share() -> None:
    share = row("服务业增加值占比", "%", "40%", "42%")
    assert last_number("服务业增加值占比42%，提高2个百分点。", share).status == "derived"
