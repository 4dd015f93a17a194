"""A sheet's indicators find their ledger rows although a colleague words them differently."""

from __future__ import annotations

from decimal import Decimal

from rag.figures.align import align_names
from rag.records import LedgerRow, LedgerValue


def row(indicator: str, unit: str, **values: str) -> LedgerRow:
    return LedgerRow(
        indicator,
        unit,
        "",
        {int(year[1:]): LedgerValue(Decimal(value), value) for year, value in values.items()},
    )


def names(rows: list[LedgerRow], known: list[LedgerRow]) -> list[str]:
    return [aligned.indicator for aligned in align_names(rows, known, 2024)]


def test_the_same_name_in_another_wording_is_the_same_indicator() -> None:
    assert names([row("开展主题党日活动", "场", y2024="290")], [row("主题党日", "场")]) == [
        "主题党日"
    ]


def test_last_years_value_decides_where_names_differ() -> None:
    known = [row("覆盖党员群众", "人次", y2023="5200"), row("参加培训党员", "人次", y2023="1230")]
    sheet = [row("理论宣讲覆盖党员群众人数", "人次", y2023="5200", y2024="5600")]
    assert names(sheet, known) == ["覆盖党员群众"]


def test_a_small_equal_number_is_no_evidence() -> None:
    known = [row("警示教育大会", "次", y2023="2")]
    assert names([row("党风廉政教育观影", "次", y2023="2", y2024="3")], known) == [
        "党风廉政教育观影"
    ]


def test_a_unit_that_measures_something_else_is_never_matched() -> None:
    known = [row("主题党日", "%", y2023="96.5")]
    assert names([row("主题党日", "场", y2023="96.5", y2024="290")], known) == ["主题党日"]
    assert align_names([row("主题党日", "场")], known, 2024)[0].unit == "场"


def test_a_ledger_row_takes_one_sheet_row_only() -> None:
    known = [row("发展党员", "名", y2023="21")]
    sheet = [row("发展党员", "名", y2024="22"), row("全年发展党员", "名", y2024="23")]
    assert names(sheet, known) == ["发展党员", "全年发展党员"]


def test_a_short_name_is_found_inside_a_long_one_with_the_same_value() -> None:
    known = [row("在快递物流等领域新建党支部", "个", y2023="4"), row("撤销党支部", "个", y2023="3")]
    sheet = [row("新建党支部数", "个", y2023="4", y2024="3")]
    assert names(sheet, known) == ["在快递物流等领域新建党支部"]


def test_many_names_are_matched_each_with_its_own() -> None:
    places = [f"{a}{b}村" for a in "云水清溪山石林泉松竹" for b in "东西南北前后上下新老大小高远长"]
    known = [row(f"{place}集体经济收入", "万元") for place in places]
    sheet = [row(f"{place}集体经济总收入", "万元", y2024="1") for place in reversed(places)]
    assert names(sheet, known) == [one.indicator for one in reversed(known)]


def test_equal_values_are_found_in_units_that_convert_and_without_a_unit() -> None:
    known = [row("集体经济收入", "万元", y2023="1200"), row("受益农户", "", y2023="640")]
    sheet = [
        row("村级收入总额", "亿元", y2023="0.12", y2024="0.13"),
        row("带动受益农户户数", "户", y2023="640", y2024="705"),
    ]
    assert names(sheet, known) == ["集体经济收入", "受益农户"]
