"""A past report's figures become ledger rows."""

from __future__ import annotations

from decimal import Decimal

from rag.figures.build import ledger_from_figures, merge_rows
from rag.figures.entry import enter
from rag.figures.extract import extract_figures
from rag.figures.growth import growth
from rag.records import LedgerRow, Section


def rows_of(text: str, year: int = 2023) -> dict[str, LedgerRow]:
    return {
        row.indicator: row for row in ledger_from_figures(extract_figures(text, report_year=year))
    }


def test_one_row_an_indicator_with_values_by_year() -> None:
    rows = rows_of("五星级党支部由10个增至14个。")
    (row,) = rows.values()
    assert {year: value.value for year, value in row.values.items()} == {2022: 10, 2023: 14}


def test_a_value_keeps_its_wording_and_its_sentence() -> None:
    (row,) = rows_of("发送提醒短信1800余条。").values()
    value = row.values[2023]
    assert (value.value, value.approx, row.unit) == (1800, "余", "条")
    assert "发送提醒短信1800余条" in value.source


def test_level_and_growth_are_two_rows() -> None:
    rows = rows_of("全年集体经济收入468万元，同比下降5.5%。")
    assert sorted(row.unit for row in rows.values()) == ["%", "万元"]
    (growth,) = [row for row in rows.values() if row.unit == "%"]
    assert growth.values[2023].direction == "down"


def test_targets_are_no_results() -> None:
    assert rows_of("力争2024年集体经济收入达到520万元。") == {}


def test_a_sum_over_years_does_not_take_the_years_place() -> None:
    rows = rows_of("新建绿道137公里、累计达到2136公里。")
    values = {row.values[2023].value for row in rows.values()}
    assert values == {Decimal(137), Decimal(2136)}
    assert len(rows) == 2


def test_a_sum_over_years_that_comes_first_does_not_take_the_years_place() -> None:
    rows = rows_of("五年来，累计城镇新增就业5771人。2023年城镇新增就业1168人。")
    values = {name: row.values[2023].value for name, row in rows.items()}
    assert values == {"城镇新增就业累计": Decimal(5771), "城镇新增就业": Decimal(1168)}


def test_the_value_that_was_reached_counts_before_the_mark_that_was_passed() -> None:
    (row,) = rows_of("集体经济收入突破400万元、达到421万元。").values()
    assert row.values[2023].value == 421


def test_a_row_knows_its_section() -> None:
    text = "开展主题党日264场。"
    section = Section(2, "（一）", "建强组织", ("主要做法", "建强组织"), text, 0, len(text))
    (row,) = ledger_from_figures(extract_figures(text, report_year=2023), (section,))
    assert row.section == "建强组织"


def test_rows_of_several_reports_are_joined_by_indicator() -> None:
    old = LedgerRow("主题党日", "场", "", {2022: enter("200", "场").value})
    new = LedgerRow("开展主题党日", "场", "", {2023: enter("240", "场").value})
    (row,) = merge_rows([old], [new])
    assert set(row.values) == {2022, 2023}


def test_the_later_set_counts_for_the_same_year() -> None:
    old = LedgerRow("党课", "场", "", {2023: enter("10", "场").value})
    new = LedgerRow("党课", "场", "", {2023: enter("12", "场").value})
    (row,) = merge_rows([old], [new])
    assert row.values[2023].text == "12"


def test_a_report_in_another_unit_is_converted() -> None:
    old = LedgerRow("党建经费", "元", "", {2022: enter("90000", "元").value})
    new = LedgerRow("党建经费", "万元", "", {2023: enter("12", "万元").value})
    (row,) = merge_rows([old], [new])
    assert (row.unit, row.values[2023].value) == ("元", 120000)
    assert row.values[2023].text == "12万元"
    moved = growth(row, 2023)
    assert moved is not None
    assert moved.percent_text == "增长33.3%"
