"""The ledger on the command line: names confirmed once, history, gaps, growth, places in drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Zhubi


def sheet(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(("指标,单位,2023年,2024年", *lines)), encoding="utf-8")
    return path


def draft(zhubi: Zhubi, report: int, tmp_path: Path, text: str) -> int:
    """Write ``text`` into the report's first section with a heading and give back its id."""
    section = int(zhubi("report", "show", report).data["sections"][2]["id"])
    file = tmp_path / "正文.txt"
    file.write_text(text, encoding="utf-8")
    zhubi("edit", report, section, "--text-file", file)
    return section


def text_of(zhubi: Zhubi, report: int, section: int) -> str:
    parts = zhubi("report", "show", report).data["sections"]
    return next(str(part["text"]) for part in parts if part["id"] == section)


@pytest.fixture
def matched(zhubi: Zhubi, tmp_path: Path) -> Zhubi:
    """A ledger into which a sheet with another wording was imported."""
    zhubi("ledger", "set", "主题党日", "240场", "--year", 2023)
    zhubi("ledger", "import", sheet(tmp_path / "表.csv", "党日开展,场,240,264"), "--year", 2024)
    return zhubi


def test_a_matched_name_waits_to_be_confirmed(matched: Zhubi) -> None:
    waiting = matched("ledger", "aliases", "--pending").data
    assert waiting == [{"name": "党日开展", "indicator": "主题党日", "confirmed": False}]


def test_a_name_is_confirmed_once_and_used_from_then_on(matched: Zhubi, tmp_path: Path) -> None:
    matched("ledger", "alias", "党日开展", "主题党日")
    assert matched("ledger", "aliases", "--pending").data == []
    later = sheet(tmp_path / "明年.csv", "党日开展,场,,")
    later.write_text("指标,单位,2025年\n党日开展,场,280", encoding="utf-8")
    matched("ledger", "import", later, "--year", 2025)
    (row,) = matched("ledger", "show").data
    assert row["values"] == {"2023": "240", "2024": "264", "2025": "280"}
    assert matched("ledger", "aliases", "--pending").data == []


def test_a_rejected_name_is_an_indicator_of_its_own(matched: Zhubi, tmp_path: Path) -> None:
    matched("ledger", "alias", "党日开展", "--own")
    matched("ledger", "import", sheet(tmp_path / "表.csv", "党日开展,场,240,265"), "--year", 2024)
    rows = {row["indicator"]: row["values"] for row in matched("ledger", "show").data}
    assert rows["党日开展"]["2024"] == "265"


def test_confirming_a_name_that_has_a_row_merges_the_rows(zhubi: Zhubi) -> None:
    zhubi("ledger", "set", "主题党日", "240场", "--year", 2023)
    zhubi("ledger", "set", "支部固定活动日", "264场", "--year", 2024)
    zhubi("ledger", "alias", "支部固定活动日", "主题党日")
    (row,) = zhubi("ledger", "show").data
    assert row["values"] == {"2023": "240", "2024": "264"}
    zhubi("ledger", "set", "支部固定活动日", "280场", "--year", 2025)
    assert len(zhubi("ledger", "show").data) == 1


def values_of(zhubi: Zhubi) -> dict[str, Any]:
    return {row["indicator"]: row["values"] for row in zhubi("ledger", "show").data}


def test_a_name_taken_for_its_own_takes_its_values_along_and_back_again(matched: Zhubi) -> None:
    before = values_of(matched)
    matched("ledger", "alias", "党日开展", "--own")
    assert values_of(matched) == {"主题党日": {"2023": "240"}, "党日开展": {"2024": "264"}}
    matched("ledger", "alias", "党日开展", "主题党日", "--undo")
    assert values_of(matched) == before
    assert [a["name"] for a in matched("ledger", "aliases", "--pending").data] == ["党日开展"]


def test_undoing_a_merge_gives_the_row_back_with_its_values(zhubi: Zhubi) -> None:
    zhubi("ledger", "set", "主题党日", "240场", "--year", 2023)
    zhubi("ledger", "set", "支部固定活动日", "264场", "--year", 2024)
    before = values_of(zhubi)
    zhubi("ledger", "alias", "支部固定活动日", "主题党日")
    zhubi("ledger", "alias", "支部固定活动日", "主题党日", "--undo")
    assert values_of(zhubi) == before


def test_values_in_units_that_convert_are_ranked_together(zhubi: Zhubi) -> None:
    for name, value in (("甲村收入", "1.2亿元"), ("乙村收入", "9000万元"), ("丙村收入", "800万元")):
        zhubi("ledger", "set", name, value, "--year", 2024)
    zhubi("ledger", "set", "参保率", "98%", "--year", 2024)
    shown = zhubi("ledger", "show", "--growth", 2024).data
    assert {row["indicator"]: row["rank"] for row in shown} == {
        "甲村收入": {"place": 1, "of": 3},
        "乙村收入": {"place": 2, "of": 3},
        "丙村收入": {"place": 3, "of": 3},
        "参保率": None,
    }


def test_alias_wants_an_indicator_or_own(zhubi: Zhubi) -> None:
    assert zhubi("ledger", "alias", "党日开展").code == 2


def test_the_history_of_a_value_is_kept(zhubi: Zhubi) -> None:
    zhubi("ledger", "set", "主题党日", "246场", "--year", 2024)
    zhubi("ledger", "set", "主题党日", "264场", "--year", 2024)
    zhubi("ledger", "set", "主题党日", "", "--year", 2024)
    said = [
        (entry["text"], entry["withdrawn"], entry["made_by"])
        for entry in zhubi("ledger", "history", "主题党日", "--year", 2024).data
    ]
    assert said == [
        ("246场", False, "命令行"),
        ("264场", False, "命令行"),
        ("264场", True, "命令行"),
    ]


def test_the_history_of_an_unknown_indicator_is_refused(zhubi: Zhubi) -> None:
    refused = zhubi("ledger", "history", "没有的指标")
    assert (refused.code, "没有的指标" in refused.err) == (2, True)


def test_missing_lists_what_last_year_had_first(zhubi: Zhubi) -> None:
    zhubi("ledger", "set", "旧指标", "3场", "--year", 2020)
    zhubi("ledger", "set", "党课", "15场", "--year", 2023)
    zhubi("ledger", "set", "发展党员", "23名", "--year", 2024)
    names = [row["indicator"] for row in zhubi("ledger", "missing", "--year", 2024).data]
    assert names == ["党课", "旧指标"]


def growth_of(zhubi: Zhubi, before: str, now: str) -> Any:
    zhubi("ledger", "set", "某项", before, "--year", 2023)
    zhubi("ledger", "set", "某项", now, "--year", 2024)
    return zhubi("ledger", "show", "--growth", 2024).data[0]["growth"]


@pytest.mark.parametrize(
    ("before", "now", "change", "percent"),
    [
        ("240场", "264场", "增加24场", "增长10%"),
        ("9000元", "1.2万元", "增加3000元", "增长33.3%"),
        ("94.2%", "96.3%", "提高2.1个百分点", ""),
        ("0个", "3个", "增加3个", ""),
        ("-5万元", "3万元", "增加8万元", ""),
        ("96件", "61件", "减少35件", "下降36.5%"),
    ],
)
def test_growth_has_the_right_base(
    zhubi: Zhubi, before: str, now: str, change: str, percent: str
) -> None:
    growth = growth_of(zhubi, before, now)
    assert (growth["diff_text"], growth["percent_text"]) == (change, percent)
    assert growth["formula"]


def test_a_base_of_zero_says_why_there_is_no_rate(zhubi: Zhubi) -> None:
    assert "没有增长率" in growth_of(zhubi, "0个", "3个")["note"]


def test_rank_and_share_are_computed_among_rows_of_one_unit(zhubi: Zhubi) -> None:
    for name, value in (("甲村收入", "20万元"), ("乙村收入", "50万元"), ("全镇收入", "200万元")):
        zhubi("ledger", "set", name, value, "--year", 2024)
    zhubi("ledger", "set", "党员", "300名", "--year", 2024)
    shown = zhubi("ledger", "show", "--growth", 2024, "--share-of", "全镇收入").data
    rows = {row["indicator"]: row for row in shown}
    assert rows["乙村收入"]["rank"] == {"place": 2, "of": 3}
    assert rows["乙村收入"]["share"] == {"percent": "25", "formula": "50÷200＝25%"}
    assert rows["党员"]["rank"] is None
    assert rows["党员"]["share"] is None


def test_a_changed_figure_says_how_many_places_in_drafts_state_the_old_one(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    zhubi("ledger", "set", "主题党日", "280场", "--year", 2024)
    draft(zhubi, started, tmp_path, "全年举办主题党日280场，同比增长6.1%。主题党日280场全部留痕。")
    changed = zhubi("ledger", "set", "主题党日", "290场", "--year", 2024)
    assert "3 处" in changed.err


def test_places_in_drafts_are_updated_at_once(zhubi: Zhubi, started: int, tmp_path: Path) -> None:
    zhubi("ledger", "set", "主题党日", "280场", "--year", 2024)
    section = draft(zhubi, started, tmp_path, "全年举办主题党日280场，同比增长6.1%。")
    zhubi("ledger", "set", "主题党日", "290场", "--year", 2024)
    found = zhubi("ledger", "places", "主题党日", "--year", 2024, "--update").data
    assert [(place["text"], place["expected"]) for place in found] == [
        ("280场", "290场"),
        ("6.1%", "9.8%"),
    ]
    assert text_of(zhubi, started, section) == "全年举办主题党日290场，同比增长9.8%。"
    assert zhubi("ledger", "places", "主题党日", "--year", 2024).data == []


def test_an_updated_place_keeps_the_unit_it_was_written_in(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    zhubi("ledger", "set", "党费收缴", "12000元", "--year", 2024)
    section = draft(zhubi, started, tmp_path, "全年党费收缴1.2万元。")
    zhubi("ledger", "set", "党费收缴", "13000元", "--year", 2024)
    zhubi("ledger", "places", "党费收缴", "--year", 2024, "--update")
    assert text_of(zhubi, started, section) == "全年党费收缴1.3万元。"


def test_a_figure_that_now_falls_is_left_to_the_writer(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    zhubi("ledger", "set", "主题党日", "280场", "--year", 2024)
    draft(zhubi, started, tmp_path, "举办主题党日280场，同比增长6.1%。")
    zhubi("ledger", "set", "主题党日", "200场", "--year", 2024)
    places = zhubi("ledger", "places", "主题党日", "--year", 2024).data
    assert [place["replacement"] for place in places] == ["200场", None]
    assert places[1]["expected"] == "下降24.2%"


def test_promises_of_last_years_plan_are_listed_with_their_section(
    zhubi: Zhubi, started: int
) -> None:
    assert zhubi("promises", started).data == [
        {"section": "三、下一步打算", "text": "2024年计划发展党员20名"}
    ]


def test_names_need_a_model_and_a_name_given_by_hand_is_taken(zhubi: Zhubi) -> None:
    zhubi("ledger", "set", "党日开展", "12场", "--year", 2024)
    refused = zhubi("ledger", "names")
    assert (refused.code, "没有配置模型" in refused.err) == (3, True)
    renamed = zhubi("ledger", "names", "--accept", "党日开展=主题党日")
    assert renamed.data[0]["proposed"] == "主题党日"
    assert [row["indicator"] for row in zhubi("ledger", "show").data] == ["主题党日"]
    assert zhubi("ledger", "names", "--accept", "主题党日").code == 2
