"""Single values on the command line: where they go, what they replace, how they come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Zhubi


@pytest.fixture
def filled(zhubi: Zhubi) -> Zhubi:
    """A ledger with one indicator and a value of last year."""
    zhubi("ledger", "set", "地区生产总值", "120亿元", "--year", 2023)
    return zhubi


def test_an_overwritten_value_is_told_with_what_stood_there(filled: Zhubi) -> None:
    ran = filled("ledger", "set", "地区生产总值", "130亿元", "--year", 2023)
    assert ran.data[0]["changed"] == {
        "year": 2023,
        "old": "120亿元",
        "new": "130亿元",
        "created": False,
    }
    assert "120亿元 → 130亿元" in ran.err
    assert "zhubi ledger restore 地区生产总值 --year 2023" in ran.err


def test_a_new_value_replaces_nothing(filled: Zhubi) -> None:
    ran = filled("ledger", "set", "地区生产总值", "130亿元", "--year", 2024)
    assert ran.data[0]["changed"]["old"] is None
    assert ran.err == ""


def test_the_value_before_is_restored_and_restored_again(filled: Zhubi) -> None:
    filled("ledger", "set", "地区生产总值", "130亿元", "--year", 2023)
    back = filled("ledger", "restore", "GDP", "--year", 2023)
    assert back.data[0]["values"] == {"2023": "120"}
    assert back.data[0]["changed"]["old"] == "130亿元"
    forth = filled("ledger", "restore", "地区生产总值", "--year", 2023)
    assert forth.data[0]["values"] == {"2023": "130"}


def test_any_value_of_the_history_is_restored_by_its_number(filled: Zhubi) -> None:
    for value in ("130亿元", "140亿元", ""):
        filled("ledger", "set", "地区生产总值", value, "--year", 2023)
    entries = filled("ledger", "history", "地区生产总值").data
    assert [(e["number"], e["text"], e["withdrawn"]) for e in entries] == [
        (1, "120亿元", False),
        (2, "130亿元", False),
        (3, "140亿元", False),
        (4, "140亿元", True),
    ]
    back = filled("ledger", "restore", "地区生产总值", "--year", 2023, "--number", 2)
    assert back.data[0]["texts"] == {"2023": "130亿元"}
    assert filled("ledger", "restore", "地区生产总值", "--year", 2023, "--number", 9).code == 2


def test_a_name_that_means_another_indicator_says_so(filled: Zhubi) -> None:
    ran = filled("ledger", "set", "GDP", "1300000万元", "--year", 2024)
    assert ran.data[0]["indicator"] == "地区生产总值"
    assert "“GDP”就是台账里的“地区生产总值”" in ran.err
    assert "1300000万元＝130亿元" in ran.err


def test_a_unit_of_another_dimension_is_asked_about(filled: Zhubi) -> None:
    refused = filled("ledger", "set", "GDP", "19.9万亩", "--year", 2024)
    assert (refused.code, refused.out) == (2, "")
    assert "--new" in refused.err
    assert filled("ledger", "set", "GDP", "19.9", "--unit", "万亩", "--year", 2024).code == 2
    own = filled("ledger", "set", "GDP", "19.9万亩", "--year", 2024, "--new")
    assert (own.data[0]["unit"], own.data[0]["changed"]["created"]) == ("万亩", True)


def test_a_new_indicator_asks_whether_it_is_a_known_one(zhubi: Zhubi) -> None:
    zhubi("ledger", "set", "城镇新增就业人员", "120人", "--year", 2023)
    ran = zhubi("ledger", "set", "城镇新增就业劳动力人员", "130人", "--year", 2024)
    assert "已新建" in ran.err
    assert "zhubi ledger alias 城镇新增就业劳动力人员 城镇新增就业人员" in ran.err


def test_a_fall_is_shown_as_one_everywhere(zhubi: Zhubi, tmp_path: Path) -> None:
    (tmp_path / "云水镇2023年工作报告.txt").write_text(
        "云水镇2023年工作报告\n一、经济运行\n全年工业总产值同比下降1.5%。\n", encoding="utf-8"
    )
    zhubi("index", tmp_path)
    zhubi("report", "new", "--year", 2024)
    (row,) = zhubi("ledger", "show").data
    assert (row["texts"], row["directions"]) == ({"2023": "下降1.5%"}, {"2023": "down"})
    assert "下降1.5%" in zhubi("ledger", "show", json_output=False).out
    sheet = tmp_path / "台账.xlsx"
    zhubi("ledger", "export", sheet)
    zhubi("ledger", "import", sheet, "--year", 2023)
    assert zhubi("ledger", "show").data[0]["directions"] == {"2023": "down"}
    assert len(zhubi("ledger", "history", row["indicator"]).data) == 1


def test_names_that_need_no_word_are_not_asked_about_again(zhubi: Zhubi, tmp_path: Path) -> None:
    zhubi("ledger", "set", "主题党日", "240场", "--year", 2023)
    sheet = tmp_path / "表.csv"
    sheet.write_text(
        "指标,单位,2023年,2024年\n党日开展,场,240,264\n党员总数,名,9,9", encoding="utf-8"
    )
    zhubi("ledger", "set", "党员", "9名", "--year", 2023)
    first = zhubi("ledger", "import", sheet, "--year", 2024)
    assert "党日开展 → 主题党日" in first.err
    assert "党员总数 →" not in first.err
    zhubi("ledger", "alias", "党日开展", "主题党日")
    assert "党日开展" not in zhubi("ledger", "import", sheet, "--year", 2024).err


def test_an_import_tells_which_values_it_replaced(zhubi: Zhubi, tmp_path: Path) -> None:
    for name, value in (("主题党日", "264场"), ("党课", "12场"), ("地区生产总值", "12亿元")):
        zhubi("ledger", "set", name, value, "--year", 2024)
    sheet = tmp_path / "表.csv"
    sheet.write_text(
        "指标,单位,2024年\n主题党日,场,290\n党课,场,12\n地区生产总值,%,5.5", encoding="utf-8"
    )
    ran = zhubi("ledger", "import", sheet, "--year", 2024)
    assert "主题党日：264场 → 290" in ran.err
    assert "党课：" not in ran.err
    assert "“地区生产总值”在台账里的单位是“亿元”，表里是“%”" in ran.err
    assert "主题党日" not in zhubi("ledger", "import", sheet, "--year", 2024).err
