"""Last year's section with this year's figures."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from rag.records import Direction, Draft, LedgerRow, LedgerValue, Section
from rag.text.numerals import find_quantities
from rag.writing.evaluate import score_skeleton
from rag.writing.plans import roles_of
from rag.writing.skeleton import DROPPED, NO_PAST, draft_report, draft_section


def value(entered: str, approx: str = "", direction: Direction = "") -> LedgerValue:
    number = re.sub(r"[^\d.\-]", "", entered)
    return LedgerValue(Decimal(number), entered, approx, direction=direction)


def row(name: str, unit: str, past: str = "", now: str = "", section: str = "") -> LedgerRow:
    values = {year: value(v) for year, v in ((2023, past), (2024, now)) if v}
    return LedgerRow(name, unit, section, values)


def draft(past: str, *rows: LedgerRow, heading: str = "主要做法") -> Draft:
    made = draft_section(heading, past, 2023, rows, 2024)
    for link in made.links:
        assert made.text[link.start : link.end] == link.text
    return made


def test_an_entered_figure_takes_the_place_of_last_years() -> None:
    made = draft("全年开展集中学习12次。", row("集中学习", "次", "12", "15"))
    assert made.text == "全年开展集中学习15次。"
    assert made.made_by == "skeleton"
    assert [(link.status, link.indicator) for link in made.links] == [("entered", "集中学习")]


def test_an_empty_slot_asks_with_unit_and_last_years_value() -> None:
    made = draft("全年开展集中学习12次。", row("集中学习", "次", "12"))
    assert made.text == "全年开展集中学习【待填：集中学习（次），上年12次】。"
    assert made.notices == ("有1处数字今年没有填报，已标为【待填】。",)


@pytest.mark.parametrize(
    ("past", "entered", "unit", "text"),
    [
        ("投入党建经费1.2万元。", value("15000"), "元", "投入党建经费1.5万元。"),
        ("投入党建经费8000元。", value("0.9"), "万元", "投入党建经费9000元。"),
        ("投入党建经费8000元。", value("1.5"), "万元", "投入党建经费1.5万元。"),
        ("新建党群阵地两个。", value("3"), "个", "新建党群阵地三个。"),
        ("新建党群阵地三个。", value("2"), "个", "新建党群阵地两个。"),
        ("慰问困难党员近300名。", value("320"), "名", "慰问困难党员320名。"),
        ("慰问困难党员300名。", value("近320", "近"), "名", "慰问困难党员近320名。"),
        ("发送提醒短信1800余条。", value("2100余", "余"), "条", "发送提醒短信2100余条。"),
    ],
)
def test_the_written_form_follows_last_year_and_qualifiers_the_entry(
    past: str, entered: LedgerValue, unit: str, text: str
) -> None:
    name = re.sub(r"近?[\d.一二两三四余万元个名条。]+$", "", past)
    assert draft(past, LedgerRow(name, unit, "", {2024: entered})).text == text


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        ("100", "110", "发展党员110名，比上年增长10%。"),
        ("100", "95", "发展党员95名，比上年下降5%。"),
        ("100", "100", "发展党员100名，与上年持平。"),
    ],
)
def test_growth_is_computed_anew_and_its_word_follows(before: str, now: str, text: str) -> None:
    past = "发展党员100名，比上年增长25%。"
    made = draft(past, row("发展党员", "名", before, now))
    assert made.text == text
    assert made.links[-1].status == "derived"
    assert "÷" in made.links[-1].formula


def test_a_difference_is_computed_anew() -> None:
    past = "开展集中学习12次，比上年增加3次。"
    made = draft(past, row("集中学习", "次", "12", "10"))
    assert made.text == "开展集中学习10次，比上年减少2次。"


def test_growth_that_was_entered_counts_before_growth_that_could_be_computed() -> None:
    grown = LedgerRow("村集体收入增速", "%", "", {2024: value("7.5", direction="up")})
    past = "村集体收入达到400万元，同比增长10%。"
    made = draft(past, row("村集体收入", "万元", "400", "440"), grown)
    assert made.text == "村集体收入达到440万元，同比增长7.5%。"


def test_from_and_to_move_one_year_on() -> None:
    past = "五星级党支部由9个增至14个。"
    assert draft(past, row("五星级党支部", "个", "14", "17")).text == "五星级党支部由14个增至17个。"
    assert draft(past, row("五星级党支部", "个", "14", "11")).text == "五星级党支部由14个减至11个。"


def test_from_is_last_years_value_even_when_this_years_is_not_entered() -> None:
    text = draft("五星级党支部由9个增至14个。").text
    assert text.startswith("五星级党支部由14个增至【待填：")
    assert "9个" not in text


def test_two_indicators_with_one_value_part_when_their_values_do() -> None:
    past = "按时办结率、群众满意率均为98.6%。"
    rows = row("按时办结率", "%", "98.6", "99.4"), row("群众满意率", "%", "98.6", "98")
    assert draft(past, *rows).text == "按时办结率、群众满意率分别为99.4%、98%。"


def test_years_move_and_events_are_to_be_verified() -> None:
    past = "2023年，召开全县党建工作推进会。5月12日，开展走访。连续5年获评先进。"
    text = draft(past).text
    assert text.startswith("2024年，召开【待核：全县党建工作推进会】。【待核：5月12日】")
    assert "【待核：连续5年，如仍成立应为连续6年】" in text


def test_events_that_are_counted_are_figures() -> None:
    text = draft("召开全县党建工作推进会3次。", row("党建工作推进会", "次", "3", "4")).text
    assert "4次" in text
    assert "待核" not in text


def test_names_that_were_counted_are_to_be_verified() -> None:
    past = "撤销甲茶厂、乙粮站和丙公司3个党支部。"
    text = draft(past, row("撤销党支部", "个", "3", "2")).text
    assert text == "撤销【待核：甲茶厂、乙粮站和丙公司】2个党支部。"


def test_class_marks_and_fixed_expressions_stay() -> None:
    past = "落实“三会一课”，发展党员21名，其中35岁以下14名，确保教育培训不漏一人。"
    text = draft(past, row("发展党员", "名", "21", "22"), row("35岁以下", "名", "14", "15")).text
    assert text == past.replace("21名", "22名").replace("14名", "15名")


def test_a_sentence_without_figures_this_year_is_offered_for_deletion_once_most_are_in() -> None:
    past = "开展集中学习12次。发展党员8名。组织红色观影6场。"
    most = draft(past, row("集中学习", "次", "12", "15"), row("发展党员", "名", "8", "9"))
    assert most.text.endswith(f"上年6场】。{DROPPED}")
    assert DROPPED not in draft(past, row("集中学习", "次", "12", "15")).text


def test_a_new_indicator_gets_a_sentence_where_its_section_is() -> None:
    new = row("志愿服务", "次", "100", "126", section="（一）主要做法")
    text = draft("开展集中学习12次。", row("集中学习", "次", "12", "15"), new).text
    assert text == "开展集中学习15次。\n开展志愿服务126次，比上年增长26%。"


def test_a_similar_indicator_does_not_step_in_for_one_that_is_not_entered() -> None:
    past = "受理信访件40件，办结信访件38件。"
    rows = row("受理信访件", "件", "40", "44"), row("办结信访件", "件", "38")
    assert (
        draft(past, *rows).text
        == "受理信访件44件，办结信访件【待填：办结信访件（件），上年38件】。"
    )


@pytest.mark.parametrize("heading", ["存在问题和原因分析", "下一步打算", "2024年工作计划"])
def test_problems_and_plans_are_asked_of_the_writer(heading: str) -> None:
    past = "着力抓好党员教育，力争全年培训党员500人次。"
    text = draft(past, heading=heading).text
    assert re.sub(r"【[^】]*】|\n", "", text) == "", "nothing is invented"
    assert "500人次" in text, "last year's words are quoted as last year's"
    assert "上年" in text


def test_what_follows_the_plans_is_a_plan() -> None:
    headings = ("2023年工作回顾", "2024年工作总体部署", "把改革推向纵深")
    sections = tuple(
        Section(1, f"{n}、", heading, (heading,), "要抓好党员教育工作。", 0, 10)
        for n, heading in enumerate(headings)
    )
    assert roles_of(sections) == ("results", "plans", "plans")


def test_small_counts_in_words_are_figures_only_where_the_ledger_says_so() -> None:
    past = "按照四个类别分层施教，整改五类问题，三次下沉一线。"
    assert draft(past, row("整改问题", "类", "5", "4")).text == (
        "按照四个类别分层施教，整改四类问题，【待核：三次】下沉一线。"
    )


def test_a_section_that_solves_problems_is_no_problem_section() -> None:
    past = "办结民生事项30件。"
    text = draft(past, row("民生事项", "件", "30", "36"), heading="切实解决群众急难愁盼问题").text
    assert "36件" in text
    assert "36件" in draft(past, row("民生事项", "件", "30", "36"), heading="加强薄弱环节").text


def test_a_section_without_a_past_says_so() -> None:
    assert draft("").text == NO_PAST


def test_sums_over_years_are_not_filled_with_one_year() -> None:
    past = "五年来，累计新增城镇就业5870万人，年均增长7%。"
    text = draft(past, row("新增城镇就业", "万人", "", "1310")).text
    assert "1310万人，" not in text.split("\n")[0]


def test_a_figure_is_placed_once_in_a_whole_report() -> None:
    sections = (
        Section(1, "一、", "抓学习", ("抓学习",), "开展集中学习12次。", 0, 10),
        Section(1, "二、", "抓服务", ("抓服务",), "办结民生事项30件。", 10, 20),
    )
    rows = row("民生事项", "件", "30", "36"), row("志愿服务", "次", "9", "12", "抓服务")
    first, second = draft_report(sections, 2023, rows, 2024)
    assert first.text == "开展集中学习【待填：集中学习（次），上年12次】。"
    assert second.text == "办结民生事项36件。\n开展志愿服务12次，比上年增加3次。"


def test_results_entered_under_the_reports_own_year_are_found() -> None:
    past = "过去一年，财政收入400亿元。"
    rows = (LedgerRow("财政收入", "亿元", "", {2024: value("440")}),)
    made = draft_section("工作回顾", past, 2023, rows, 2024, results_year=2023)
    assert made.text == "过去一年，财政收入440亿元。"


PAST = (
    "2023年，开展集中学习12次，比上年增长20%；发展党员8名。五星级党支部由9个增至14个，"
    "满意率98.6%，提高1.2个百分点，投入经费约5万元，新建两个阵地，收集意见二百六十四条。"
)


def test_nothing_of_last_year_is_left_as_this_years_when_nothing_is_entered() -> None:
    text = re.sub(r"【[^】]*】", "", draft(PAST).text)
    assert [q.text for q in find_quantities(text)] == ["14个"], "only 由14个, the new base"


def test_real_reports_state_what_was_entered_and_nothing_of_last_year(shared_data: Path) -> None:
    score = score_skeleton(shared_data / "reports" / "state-council", range(2009, 2013))
    assert score.pairs == 4
    assert score.left == 0, score.left_examples
    assert score.present >= 0.98, score.missing_examples


@pytest.mark.parametrize(
    ("past", "indicator", "past_value", "unit", "text"),
    [
        (
            "农村贫困人口减少1109万人。",
            "农村贫困人口减少",
            "1109",
            "万人",
            "农村贫困人口减少1232万人。",
        ),
        ("单位能耗下降3.1%。", "单位能耗下降", "3.1", "%", "单位能耗下降1232%。"),
        ("城镇新增就业1109万人。", "城镇新增就业", "1109", "万人", "城镇新增就业1232万人。"),
    ],
)
def test_a_fall_that_only_the_name_states_stays_a_fall(
    past: str, indicator: str, past_value: str, unit: str, text: str
) -> None:
    made = draft(past, row(indicator, unit, past_value, "1232"))
    assert made.text == text


def test_a_rise_entered_under_a_falling_name_turns_the_sentence() -> None:
    entered = LedgerValue(Decimal("2.4"), "增长2.4%", direction="up")
    falling = LedgerRow("单位能耗下降", "%", "", {2023: value("3.1"), 2024: entered})
    assert draft("单位能耗下降3.1%。", falling).text == "单位能耗增长2.4%。"


def test_a_figure_without_a_home_does_not_stand_alone_under_a_heading_of_parts() -> None:
    sections = (
        Section(1, "一、", "主要做法", ("一、主要做法",), "", 0, 0),
        Section(2, "（一）", "政治建设", ("一、主要做法", "（一）政治建设"), "认真学习。", 1, 6),
    )
    rows = (row("党性分析", "次", now="3"), row("办结率", "%", now="98"))
    above, below = draft_report(sections, 2023, rows, 2024)
    assert above.text == ""
    assert below.text == "认真学习。\n开展党性分析3次，办结率为98%。"


@pytest.mark.parametrize(
    ("name", "unit", "entered", "text"),
    [
        ("能耗强度", "%", "下降5.6%", "能耗强度下降5.6%。"),
        ("能耗强度下降", "%", "下降5.6%", "能耗强度下降5.6%。"),
        ("农村贫困人口减少", "万人", "减少1442万人", "农村贫困人口减少1442万人。"),
        ("农村贫困人口减少", "万人", "1442", "农村贫困人口减少1442万人。"),
        ("能耗强度下降", "%", "5.6", "能耗强度下降5.6%。"),
    ],
)
def test_an_added_sentence_says_rise_or_fall_once(
    name: str, unit: str, entered: str, text: str
) -> None:
    way: Direction = "down" if re.match("下降|减少", entered) else ""
    new = LedgerRow(name, unit, "主要做法", {2024: value(entered, direction=way)})
    assert draft("开展学习。", new).text.split("\n")[1] == text


@pytest.mark.parametrize(
    ("past", "marked"),
    [
        ("活动蓬勃开展，成功举办南京青奥会。", "活动蓬勃开展，【待核：成功举办南京青奥会】。"),
        ("完成第三次全国经济普查。", "【待核：完成第三次全国经济普查】。"),
        ("“沪港通”试点启动，范围拓展。", "【待核：“沪港通”试点启动】，范围拓展。"),
        (
            "去年鲁甸、景谷等地发生地震，我们及时救灾。",
            "【待核：去年鲁甸、景谷等地发生地震】，我们及时救灾。",
        ),
        ("推动上海合作组织峰会成果落地。", "【待核：推动上海合作组织峰会】成果落地。"),
        ("出席上海合作组织峰会、博鳌亚洲论坛。", "【待核：出席上海合作组织峰会、博鳌亚洲论坛】。"),
        ("承办首届“一江两岸”农业发展论坛。", "【待核：承办首届“一江两岸”农业发展论坛】。"),
    ],
)
def test_what_happened_once_is_marked_whole(past: str, marked: str) -> None:
    assert draft(past).text == marked


@pytest.mark.parametrize(
    "past", ["全年未发生重大安全事故。", "严防发生各类事故。", "举办培训班、组织主题党日。"]
)
def test_what_did_not_happen_and_what_recurs_is_no_event(past: str) -> None:
    assert draft(past).text == past


def test_plans_list_each_promise_once_the_concrete_first_and_say_how_many_more() -> None:
    vague = [f"推进第{mark}号工程建设。" for mark in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
    past = "".join((*vague, vague[0], "确保年底前建成党群中心。", "力争培训党员500人次。"))
    lines = draft(past, heading="下一步打算").text.split("\n")
    assert [line[11:17] for line in lines[1:3]] == ["确保年底前建", "力争培训党员"]
    assert sum("第甲号" in line for line in lines) == 1
    assert len(lines) == 14
    assert lines[-1] == "【待核：上年报告还有其他4条承诺，这里没有列出，请对照上年报告】"


def test_a_long_promise_is_quoted_with_its_figure() -> None:
    past = "力争" + "把基层基础工作做得更扎实，" * 8 + "全年培训党员500人次。"
    assert "全年培训党员500人次”" in draft(past, heading="下一步打算").text
