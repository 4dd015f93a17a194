"""Wordings of plans, moves, totals and shares that a report may use for its figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.figures.extract import extract_figures
from rag.records import Figure


def extract(text: str, year: int = 2024) -> list[Figure]:
    return list(extract_figures(text, report_year=year))


def named(text: str) -> list[tuple[str, str]]:
    return [(figure.indicator, figure.quantity.text) for figure in extract(text)]


@pytest.mark.parametrize(
    "text",
    [
        "今年计划硬化道路3公里。",
        "我镇计划新建文化广场2个。",
        "预计全年完成投资1.2亿元。",
        "力争年内完成危房改造36户。",
        "拟发展党员12名。",
        "确保群众满意率达95%以上。",
        "下半年将走访企业40家。",
        "争取再创建示范村2个。",
    ],
)
def test_words_of_planning_make_targets(text: str) -> None:
    assert [figure.status for figure in extract(text)] == ["target"]


@pytest.mark.parametrize(
    "text",
    [
        "农村经济总收入预计达12387万元。",
        "完成年度计划的98%。",
        "落实计划生育奖励扶助金3万元。",
        "实施“雨露计划”，资助学生12名。",
        "模拟演练3次。",
    ],
)
def test_plans_in_names_and_estimates_of_what_is_over_are_no_targets(text: str) -> None:
    assert [figure.status for figure in extract(text)] == ["actual"]


def test_what_is_reached_of_a_plan_is_actual() -> None:
    planned, reached = extract("计划建设道路10公里，已完成6公里。")
    assert (planned.status, reached.status) == ("target", "actual")


def test_a_plan_starts_from_what_was_reached() -> None:
    text = "二、下一步打算\n将村集体收入由去年的18万元增加到30万元。"
    before, after = extract(text)
    assert (before.status, before.fact_year) == ("actual", 2024)
    assert (after.status, after.fact_year) == ("target", 2025)


def test_a_smaller_rise_than_last_years_is_a_fall_of_the_rise() -> None:
    less, more = extract("财政支出同比少增5亿元。存款余额比年初多增3.2亿元。")
    assert (less.indicator, less.quantity.direction) == ("财政支出增量减少", "down")
    assert (more.indicator, more.quantity.direction) == ("存款余额增量增长", "up")


def test_values_moved_respectively_keep_their_subjects_and_years() -> None:
    found = extract("合作社、家庭农场分别从12家、20家增加到18家、31家。")
    assert [(f.indicator, f.fact_year) for f in found] == [
        ("合作社", 2023),
        ("家庭农场", 2023),
        ("合作社", 2024),
        ("家庭农场", 2024),
    ]


def test_a_fall_to_nothing_has_both_ends() -> None:
    found = extract("盗窃发案率由1.2%降为0。")
    assert [(f.quantity.value, f.fact_year) for f in found] == [
        (Decimal("1.2"), 2023),
        (0, 2024),
    ]


@pytest.mark.parametrize(
    "text", ["党员每年不少于32学时集中学习。", "村干部每年培训不少于5天。", "每季度至少走访3次。"]
)
def test_a_lower_limit_per_year_is_a_standard(text: str) -> None:
    assert {figure.status for figure in extract(text)} <= {"standard"}


def test_a_share_of_all_is_no_limit() -> None:
    assert [
        figure.status for figure in extract("超过三分之二的村完成改造，超过六成的党员参加。")
    ] == [
        "actual",
        "actual",
    ]


def test_a_version_is_no_figure() -> None:
    assert named("推出首发经济3.0、营商环境5.0等举措。") == []


def test_years_of_a_basis_hold_for_the_basis_only() -> None:
    found = extract("粮食产量在2019到2023年平均每年递增3%的基础上，比上年增长5.1%。")
    assert [(f.quantity.text, f.fact_year) for f in found] == [("3%", 2023), ("5.1%", 2024)]


def test_a_heading_that_looks_back_and_ahead_names_the_year_told() -> None:
    text = "各位代表：\n一、1998年工作回顾和1999年工作的总体要求\n全年投资增长19·5％。"
    assert [figure.fact_year for figure in extract(text, 1999)] == [1998]


def test_one_of_a_list_of_counts_is_a_count_too() -> None:
    text = "有两家局属林场，一家镇属林场，一家个体林场。"
    assert [figure.quantity.value for figure in extract(text)] == [2, 1, 1]


@pytest.mark.parametrize("text", ["坚持成熟一个发展一个的原则。", "做到排查一处整改一处。"])
def test_a_measure_word_said_twice_is_an_idiom(text: str) -> None:
    assert named(text) == []


def test_a_text_whose_title_plans_has_targets_of_its_own_year() -> None:
    found = extract("青石镇2024年工作要点\n一、做强产业\n新建茶园300亩，新增合作社5家以上。")
    assert [(f.status, f.fact_year) for f in found] == [("target", 2024)] * 2


def test_tasks_at_the_head_of_a_report_are_of_its_own_year() -> None:
    text = "青石乡2024年工作汇报\n二、目标任务及工作思路\n财政收入突破1000万元。"
    assert [(f.status, f.fact_year) for f in extract(text)] == [("target", 2024)]


def test_a_standard_moves_from_last_years_to_this_years() -> None:
    found = extract("农村低保标准从年标准1680元提高到2760元。")
    assert [(f.indicator, f.fact_year) for f in found] == [
        ("农村低保标准", 2023),
        ("农村低保标准", 2024),
    ]


def test_a_structure_that_could_be_a_time_is_a_ratio() -> None:
    found = extract("三次产业结构由21:50:29调整为11:35:54，会议9:30开始。")
    assert [(str(f.quantity.value), f.quantity.unit) for f in found] == [
        ("21", "∶50∶29"),
        ("11", "∶35∶54"),
    ]


def test_a_decimal_number_broken_by_the_page_width_is_one_number() -> None:
    text = "云溪县2016年总结\n截至年末全县生产总值完成九十多亿元，是2011年的1.\n37倍，增势良好。"
    assert [str(f.quantity.value) for f in extract(text)][-1] == "1.37"


def test_a_watch_round_the_clock_is_no_figure() -> None:
    assert named("对重点部位24小时实时监控，实行24小时轮班值守。") == []


def test_what_a_comparison_starts_from_is_of_the_year_compared_with() -> None:
    found = extract("发生命案4起，比2023年7起下降了3起。")
    assert [(f.quantity.text, f.fact_year) for f in found] == [
        ("4起", 2024),
        ("7起", 2023),
        ("3起", 2024),
    ]


@pytest.mark.parametrize(
    "text", ["八类案件全部侦破。", "整治52栋至54栋排水管网。", "截止正月十二全部完成。"]
)
def test_legal_classes_house_numbers_and_lunar_days_are_no_figures(text: str) -> None:
    assert named(text) == []


def test_a_goal_governs_what_is_part_of_it() -> None:
    text = "力争到2026年总产值达55亿元。其中，工业总产值48亿元，财政收入10亿元。"
    assert [(f.status, f.fact_year) for f in extract(text)] == [("target", 2026)] * 3


def test_this_year_behind_last_years_results_is_the_years_own() -> None:
    text = "2023年，全镇实现财政收入10亿元。\n今年，争取实现财政收入11亿元。"
    assert [f.fact_year for f in extract(text)] == [2023, 2024]


def test_the_last_of_two_years_named_together_counts() -> None:
    found = extract("2021年、2024年，连续两届获评文明镇，财政收入连续5年增长。")
    assert [f.fact_year for f in found if f.quantity.unit == "年"] == [2024]


def test_floors_of_rooms_are_no_figures() -> None:
    assert named("装修十八层办公室，在三层会议室召开会议。") == []


@pytest.mark.parametrize("text", ["要把握好以下三点。", "从5方面提出要求。", "30年来首次达标。"])
def test_what_counts_the_text_itself_or_time_is_no_figure(text: str) -> None:
    assert named(text) == []


def test_what_a_draft_leaves_open_states_no_figure() -> None:
    text = "集中学习【待填：集中学习（次），上年12次】，走访群众【待核：连续3年】，办班5期。"
    assert [figure.quantity.text for figure in extract(text)] == ["5期"]


def test_terms_held_are_counted_and_phases_of_works_are_names() -> None:
    assert named("组织干部培训六期，举办三期读书班。") == [("干部培训", "六期"), ("读书班", "三期")]
    assert extract("二期工程开工，污水厂三期投用，第四期培训班结业。") == []
