"""Growth with the right base, and figures as a clerk enters them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import InputError, YearError
from rag.figures.entry import check_year, enter, plain
from rag.figures.growth import growth, multiple, round_half_up, share
from rag.figures.ledger import Ledger
from rag.records import LedgerRow


def row(unit: str, *values: str, name: str = "主题党日", first: int = 2023) -> LedgerRow:
    entered = {first + i: enter(text, unit).value for i, text in enumerate(values) if text}
    return LedgerRow(name, unit, "", entered)


def test_growth_is_a_difference_a_percentage_and_a_formula() -> None:
    moved = growth(row("场", "240", "264"), 2024)
    assert moved is not None
    assert (moved.diff, moved.percent) == (24, 10)
    assert moved.formula == "（264−240）÷240＝10%"
    assert (moved.diff_text, moved.percent_text) == ("增加24场", "增长10%")


def test_growth_is_rounded_half_up_to_one_decimal() -> None:
    moved = growth(row("场", "800", "818"), 2024)
    assert moved is not None
    assert moved.percent_text == "增长2.3%"
    assert round_half_up(Decimal("-2.25")) == Decimal("-2.3")


def test_a_base_of_zero_has_no_growth_rate() -> None:
    moved = growth(row("场", "0", "12"), 2024)
    assert moved is not None
    assert moved.percent is None
    assert moved.percent_text == ""
    assert moved.diff_text == "增加12场"
    assert "上年为0" in moved.note


def test_a_negative_base_has_no_growth_rate() -> None:
    moved = growth(row("万元", "-3", "6"), 2024)
    assert moved is not None
    assert (moved.diff, moved.percent) == (9, None)
    assert moved.formula == "6−（-3）＝9万元"


def test_a_percentage_changes_by_percentage_points() -> None:
    moved = growth(row("%", "60%", "62.5%", name="参保率"), 2024)
    assert moved is not None
    assert moved.percent is None
    assert moved.diff_text == "提高2.5个百分点"


def test_a_missing_year_has_no_growth() -> None:
    assert growth(row("场", "", "264"), 2024) is None


def test_a_fall_counts_as_negative() -> None:
    moved = growth(row("场", "264", "240"), 2024)
    assert moved is not None
    assert (moved.direction, moved.percent_text) == ("down", "下降9.1%")


def test_growth_of_rounded_values_asks_for_about() -> None:
    moved = growth(row("人", "近300", "330"), 2024)
    assert moved is not None
    assert moved.approx
    assert "约" in moved.note


def test_growth_can_have_an_older_base() -> None:
    moved = growth(row("场", "100", "120", "150"), 2025, 2023)
    assert moved is not None
    assert moved.percent == 50


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_base_times_growth_gives_the_value_again(base: int, current: int) -> None:
    moved = growth(row("件", str(base), str(current)), 2024)
    assert moved is not None
    assert moved.percent is not None
    assert round_half_up(base * (1 + moved.percent / 100), 6) == current


def test_shares_and_multiples_need_a_positive_base() -> None:
    assert share(Decimal(30), Decimal(120)) == (25, "30÷120＝25%")
    assert share(Decimal(30), Decimal(0)) is None
    assert multiple(Decimal(5), Decimal(2)) == (Decimal("2.5"), "5÷2＝2.5倍")
    assert multiple(Decimal(5), Decimal(-2)) is None


def test_an_entry_keeps_its_qualifier() -> None:
    entry = enter("近300", "人")
    assert (entry.value.value, entry.value.approx, entry.value.text) == (300, "近", "近300")


def test_an_entry_in_another_unit_is_converted_and_says_so() -> None:
    entry = enter("1.2万元", "元")
    assert (entry.value.value, entry.unit) == (12000, "元")
    assert entry.notice == "已换算：1.2万元＝12000元"


def test_an_entry_gives_a_row_without_unit_its_unit() -> None:
    assert enter("12场次").unit == "场次"


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("很多", "场", "不是能识别的数字"),
        ("5个百分点", "%", "不能换算"),
        ("12人", "场", "不能换算"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused(text: str, unit: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        enter(text, unit, indicator="主题党日")
    assert caught.value.hint


@pytest.mark.parametrize("year", [20233, 0, 224])
def test_an_impossible_year_is_refused(year: int) -> None:
    with pytest.raises(YearError):
        check_year(year)


@pytest.mark.parametrize(("value", "text"), [("264.0", "264"), ("5.50", "5.5"), ("1E+3", "1000")])
def test_decimals_are_written_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_the_ledger_finds_an_indicator_in_another_wording() -> None:
    rows = (row("场", "240", "264"), row("场", "12", "12", name="党课"))
    ledger = Ledger(rows, 2024)
    assert ledger.find("开展主题党日活动") is rows[0]
    assert ledger.find("主题党日", "人") is None
    assert ledger.find("植树") is None


def test_the_ledger_lists_what_is_still_empty() -> None:
    rows = (row("场", "", "", name="新指标"), row("场", "12", ""), row("场", "", "5", name="党课"))
    assert [r.indicator for r in Ledger(rows, 2024).missing()] == ["主题党日", "新指标"]
