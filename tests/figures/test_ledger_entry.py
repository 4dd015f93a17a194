"""A figure as a clerk types it: its indicator, its unit, its rise or fall, what it replaces."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rag.errors import InputError
from rag.figures.build import ledger_from_figures
from rag.figures.entry import enter, shown
from rag.figures.extract import extract_figures
from rag.figures.sheets import export_sheet, import_sheet
from rag.figures.store import LedgerStore
from rag.records import LedgerRow, LedgerValue
from rag.settings import Settings
from rag.store.engine import open_engine


@pytest.fixture
def store(home: Path) -> LedgerStore:
    return LedgerStore(open_engine(home))


def test_a_synonym_of_an_indicator_is_the_indicator(store: LedgerStore) -> None:
    store.set_value("地区生产总值", "12亿元", 2023)
    entered = store.set_value("GDP", "130000万元", 2024)
    assert (entered.row.indicator, entered.row.values[2024].value) == ("地区生产总值", 13)
    assert entered.notice == "已换算：130000万元＝13亿元"


@pytest.mark.parametrize("confirmed", [True, False])
def test_another_wording_is_the_indicator_it_was_matched_to(
    store: LedgerStore, confirmed: bool
) -> None:
    row = store.set_value("主题党日", "240场", 2023).row
    assert row.id is not None
    if confirmed:
        store.confirm("支部固定活动日", row.id)
    else:
        store.suggest_all([("支部固定活动日", row.id)])
    assert store.set_value("支部固定活动日", "264", 2024).row.id == row.id
    assert len(store.load()) == 1


@pytest.mark.parametrize("name", ["地区生产总值", "GDP", "全镇经济总量"])
def test_a_unit_of_another_dimension_is_refused_under_every_name(
    store: LedgerStore, name: str
) -> None:
    row = store.set_value("地区生产总值", "12亿元", 2023).row
    assert row.id is not None
    store.confirm("全镇经济总量", row.id)
    with pytest.raises(InputError, match=r"亿元.*万亩") as refused:
        store.set_value(name, "19.9万亩", 2024)
    assert "--new" in refused.value.hint
    assert [set(row.values) for row in store.load()] == [{2023}]


def test_new_makes_an_indicator_of_its_own_once(store: LedgerStore) -> None:
    store.set_value("地区生产总值", "12亿元", 2023)
    assert store.set_value("GDP", "19.9万亩", 2024, new=True).created
    assert store.set_value("GDP", "20万亩", 2023).row.unit == "万亩"
    with pytest.raises(InputError, match="已有“GDP”"):
        store.set_value("GDP", "21万亩", 2024, new=True)


def test_what_a_value_replaces_is_told(store: LedgerStore) -> None:
    first = store.set_value("主题党日", "246场", 2024)
    assert (first.before, first.created) == (None, True)
    again = store.set_value("主题党日", "264场", 2024)
    assert again.before is not None
    assert (again.before.text, again.created) == ("246场", False)
    taken = store.set_value("主题党日", "", 2024)
    assert taken.before is not None
    assert taken.before.text == "264场"


def test_there_is_nothing_to_take_back_from_an_unknown_indicator(store: LedgerStore) -> None:
    with pytest.raises(InputError, match="没有可以撤回"):
        store.set_value("主题党日", "", 2024)


@pytest.mark.parametrize(
    ("typed", "value", "direction", "text"),
    [
        ("下降1.5%", "1.5", "down", "下降1.5%"),
        ("同比下滑１．５％", "1.5", "down", "同比下滑1.5%"),
        ("较去年同期收窄2个百分点", "2", "down", "较去年同期收窄2个百分点"),
        ("净增3人", "3", "up", "净增3人"),
        ("环比攀升4%", "4", "up", "环比攀升4%"),
        ("增加到14个", "14", "", "增加到14个"),
        ("（300）", "-300", "", "-300"),
        ("(1,234.5万元)", "-1234.5", "", "-1,234.5万元"),
        ("１２６４人次", "1264", "", "1264人次"),
    ],
)
def test_rise_fall_and_minus_are_understood(
    typed: str, value: str, direction: str, text: str
) -> None:
    entered = enter(typed).value
    assert (entered.value, entered.direction, entered.text) == (Decimal(value), direction, text)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (LedgerValue(Decimal("1.5"), "1.5%", direction="down"), "%", "下降1.5%"),
        (LedgerValue(Decimal("1.5"), "1.5", direction="up"), "%", "增长1.5"),
        (LedgerValue(Decimal(12), "12户", direction="down"), "户", "减少12户"),
        (LedgerValue(Decimal(2), "2个百分点", direction="up"), "个百分点", "增加2个百分点"),
        (LedgerValue(Decimal("1.5"), "同比下降1.5%", direction="down"), "%", "同比下降1.5%"),
        (LedgerValue(Decimal("-1.5"), "-1.5%"), "%", "-1.5%"),
        (LedgerValue(Decimal(12), "12场"), "场", "12场"),
    ],
)
def test_a_value_is_shown_with_its_direction(value: LedgerValue, unit: str, said: str) -> None:
    assert shown(value, unit) == said
    assert enter(said).value.direction == value.direction


def test_growth_read_in_a_report_goes_out_to_a_sheet_and_comes_back_the_same(
    tmp_path: Path, settings: Settings
) -> None:
    text = "2023年，云水镇工业总产值同比下降1.5%，新增市场主体12户，农村低保减少8户。"
    rows = ledger_from_figures(extract_figures(text, report_year=2023))
    falls = {row.indicator for row in rows if row.values[2023].direction == "down"}
    assert len(falls) == 2
    back = import_sheet(export_sheet(rows, tmp_path / "台账.xlsx"), settings).rows
    assert [_meant(row) for row in back] == [_meant(row) for row in rows]


def _meant(row: LedgerRow) -> tuple[object, ...]:
    value = row.values[2023]
    return row.indicator, row.unit, value.value, value.direction
