"""Sums and growth over several years: no single year's figure may fill them, nor they a year's."""

from __future__ import annotations

from decimal import Decimal

from test_skeleton import draft, row, value

from rag.records import LedgerRow


def test_growth_over_five_years_does_not_fill_growth_on_last_year() -> None:
    grown = LedgerRow("村集体收入五年增长", "%", "", {2024: value("38", direction="up")})
    text = draft("村集体收入400万元，比上年增长10%。", grown).text.split("\n")[0]
    assert "增长【待填" in text
    assert "38%" not in text


def test_growth_whose_source_tells_of_five_years_does_not_either() -> None:
    read = value("38", direction="up")
    told = LedgerRow(
        "村集体收入增速",
        "%",
        "",
        {2024: read.__class__(Decimal(38), "38%", direction="up", source="五年增长38%。")},
    )
    text = draft("村集体收入400万元，比上年增长10%。", told).text.split("\n")[0]
    assert "增长【待填" in text


def test_a_years_figure_fills_no_sum_of_years() -> None:
    past = "五年新建党群服务中心9个，比2019年增长80%。"
    text = draft(past, row("新建党群服务中心", "个", "2", "3")).text.split("\n")[0]
    assert text.startswith("五年新建党群服务中心【待填：")
    assert "比2019年增长【待填：" in text


def test_a_section_on_five_years_takes_only_what_names_its_year() -> None:
    past = "新建党群服务中心9个。2023年发展党员21名。"
    rows = row("新建党群服务中心", "个", "2", "3"), row("发展党员", "名", "21", "22")
    text = draft(past, *rows, heading="过去五年工作回顾").text
    assert "新建党群服务中心【待填：" in text
    assert "2024年发展党员22名。" in text
    assert text.startswith("【待核：上年这一节写的是几年的情况")


def test_the_base_of_a_comparison_with_a_year_long_ago_stays_with_its_year() -> None:
    past = "党群服务中心由2018年的9个增加到2023年的14个。"
    text = draft(past, row("党群服务中心", "个", "14", "17")).text
    assert text == "党群服务中心由2018年的9个增加到2024年的17个。"


def test_one_thing_is_not_filled_with_what_is_only_part_of_it() -> None:
    text = draft("财政收入400万元。", row("财政收入征管成本", "万元", "", "38")).text
    assert text.startswith("财政收入【待填：")


def test_more_than_is_said_once() -> None:
    more = LedgerRow("村集体收入", "万元", "", {2024: value("超过440", "超过")})
    assert draft("村集体收入达到400万元。", more).text == "村集体收入超过440万元。"


def test_a_number_in_words_that_is_surely_one_is_asked_for() -> None:
    assert "【待填" in draft("直播间观看人数超过一万人次。").text
