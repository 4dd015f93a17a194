"""Every number is proved by value, unit, indicator, direction and year together."""

from __future__ import annotations

import pytest

from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import PROVED, LedgerRow, Link, Passage, Section


def row(name: str, unit: str, before: str = "", now: str = "", year: int = 2024) -> LedgerRow:
    given = {year - 1: before, year: now}
    values = {y: enter(text, unit).value for y, text in given.items() if text}
    return LedgerRow(name, unit, "", values)


ROWS = (
    row("主题党日", "场", "240", "264"),
    row("书记讲党课", "场", "10", "12"),
    row("参加党员", "人次", "1100", "1264"),
    row("义诊居民", "人次", "1000", "1118"),
    row("整改问题", "类", "4", "5"),
    row("整改问题", "项", "9", "12"),
    row("印发学习资料", "份", "200余", "300余"),
    row("排查安全隐患", "处", "6", "8"),
    row("开展督查", "批", "5", "6"),
    row("信访总量增速", "%", "下降3.1%", "下降5.5%"),
    row("农村居民人均可支配收入", "元", "20000", "21500"),
    row("党建经费", "元", "10000", "12000"),
    row("群众满意率", "%", "96%", "98.5%"),
    row("报名志愿者", "人", "250", "近300"),
    row("困难党员", "名", "30", "298"),
    row("问题清单", "条", "25", "30"),
    row("问题清单销号", "个", "20", "21"),
    row("集体经济收入", "万元", "50", "100"),
    row("发展党员", "名", "14", ""),
    row("户均增收", "元", "2900", "3200"),
)


def one(text: str, number: str, past: tuple[Passage, ...] = ()) -> Link:
    at = text.index(number)
    for found in link(text, ROWS, 2024, past=past):
        if found.start <= at < found.end:
            return found
    raise AssertionError(f"{number} is not linked at all")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("全年开展主题党日264场。", "264"),
        ("开展主题党日活动二百六十四场次。", "二百六十四"),
        ("参加党员1,264人次。", "1,264"),
        ("义诊居民一千一百一十八人次。", "一千一百一十八"),
        ("落实党建经费1.2万元。", "1.2"),
        ("信访总量下降百分之五点五。", "百分之五点五"),
        ("信访总量同比下降5.5%。", "5.5"),
        ("群众满意率达98.5%。", "98.5"),
        ("印发学习资料300余份。", "300"),
        ("报名志愿者近300人。", "300"),
        ("整改五类问题。", "五"),
        ("开展264场主题党日。", "264"),
        ("梳理问题清单30条（销号21个）。", "21"),
    ],
)
def test_an_entered_figure_proves_its_number(text: str, number: str) -> None:
    found = one(text, number)
    assert (found.status, found.fact_year) == ("entered", 2024), found
    assert found.indicator in found.evidence


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("信访总量增长5.5%。", "5.5"),
        ("开展主题党日12场，书记讲党课264场。", "12"),
        ("开展主题党日12场，书记讲党课264场。", "264"),
        ("开展主题党日12场、书记讲党课264场，参加党员1264人次。", "264"),
        ("参加党员3,264人次。", "3,264"),
        ("整改六类问题十三项。", "六类"),
        ("整改六类问题十三项。", "十三项"),
        ("印发学习资料800余份。", "800"),
        ("排查安全隐患9处，开展督查7批。", "9处"),
        ("排查安全隐患9处，开展督查7批。", "7批"),
        ("群众满意率达98.5个百分点。", "98.5"),
        ("主题党日同比增长12%。", "12%"),
        ("主题党日264场，同比增长11%。", "11%"),
        ("主题党日264场，同比下降10%。", "10%"),
        ("2023年开展主题党日264场。", "264"),
        ("上年开展书记讲党课12场。", "12"),
        ("困难党员近300名。", "300"),
        ("集中采购264场。", "264"),
        ("共264场。", "264"),
        ("党建经费1.2亿元。", "1.2"),
        ("主题党日264万场。", "264"),
        ("印发学习资料300份。", "300"),
        ("集体经济收入翻两番。", "两番"),
        ("落实党建经费增加1.2万元。", "1.2"),
        ("户均减收3200元。", "3200"),
    ],
)
def test_a_wrong_number_is_never_proved(text: str, number: str) -> None:
    found = one(text, number)
    assert found.status not in PROVED, found


@pytest.mark.parametrize(
    ("text", "number", "formula"),
    [
        ("主题党日264场，同比增长10%。", "10%", "（264−240）÷240＝10%"),
        ("主题党日比上年增加24场。", "24", "264−240＝24场"),
        ("农村居民人均可支配收入21500元，增长7.5%。", "7.5", "（21500−20000）÷20000＝7.5%"),
        ("群众满意率提高2.5个百分点。", "2.5", "98.5%−96%＝2.5个百分点"),
        ("集体经济收入翻一番。", "一番", "100÷50＝2倍"),
        ("集体经济收入是上年的2倍。", "2倍", "100÷50＝2倍"),
        ("开展主题党日264场、书记讲党课12场，共276场。", "276", "264＋12＝276"),
    ],
)
def test_a_calculation_on_entered_figures_is_derived(text: str, number: str, formula: str) -> None:
    found = one(text, number)
    assert found.status == "derived", found
    assert found.formula == formula


def test_last_years_value_left_in_is_stale_and_says_what_to_write() -> None:
    found = one("全年开展主题党日240场。", "240")
    assert (found.status, found.expected) == ("stale", "264场")


def test_last_years_value_without_this_years_is_stale_too() -> None:
    found = one("发展党员14名。", "14")
    assert (found.status, found.expected) == ("stale", "")


def test_last_years_growth_left_in_is_stale() -> None:
    rows = [
        LedgerRow(
            "主题党日",
            "场",
            "",
            {y: enter(t, "场").value for y, t in ((2022, "200"), (2023, "240"), (2024, "264"))},
        )
    ]
    (_, growth) = link("主题党日264场，同比增长20%。", rows, 2024)
    assert (growth.status, growth.expected) == ("stale", "10%")


def test_a_conflict_says_what_is_entered() -> None:
    found = one("开展主题党日246场。", "246")
    assert (found.status, found.expected, found.indicator) == ("conflict", "264场", "主题党日")


def test_a_flipped_direction_says_which_way() -> None:
    found = one("信访总量增长5.5%。", "5.5")
    assert (found.status, found.expected) == ("conflict", "下降5.5%")


def test_a_wrong_growth_says_the_right_one() -> None:
    found = one("主题党日264场，同比增长12%。", "12%")
    assert (found.status, found.expected) == ("conflict", "10%")
    assert "÷240" in found.formula


def test_last_years_value_may_stand_where_the_text_says_so() -> None:
    for text in ("2023年开展主题党日240场。", "比上年的240场主题党日增加24场。"):
        found = one(text, "240")
        assert (found.status, found.fact_year) == ("entered", 2023), text


def test_one_number_for_two_indicators_must_be_right_for_both() -> None:
    rows = [row("按时办结率", "%", "", "100%"), row("群众满意率", "%", "", "98%")]
    (found,) = link("按时办结率、群众满意率均为100%。", rows, 2024)
    assert (found.status, found.indicator, found.expected) == ("conflict", "群众满意率", "98%")
    rows[1] = row("群众满意率", "%", "", "100%")
    (found,) = link("按时办结率、群众满意率均为100%。", rows, 2024)
    assert found.status == "entered"


def test_growth_in_a_list_belongs_to_each_in_order() -> None:
    rows = [row("茶叶产值", "亿元", "1", "1.2"), row("食用菌产值", "亿元", "0.5", "0.55")]
    text = "茶叶、食用菌产值分别达到1.2亿元、0.55亿元，同比分别增长{}、{}。"
    right = link(text.format("20%", "10%"), rows, 2024)
    assert [f.status for f in right] == ["entered", "entered", "derived", "derived"]
    wrong = link(text.format("10%", "20%"), rows, 2024)
    assert [f.status for f in wrong] == ["entered", "entered", "conflict", "conflict"]


def test_a_rounding_the_ledger_does_not_state_is_only_a_hint() -> None:
    found = one("集体经济收入超95万元。", "95")
    assert (found.status, found.expected) == ("unsupported", "100万元")
    assert "约数" in found.evidence


def test_growth_without_last_years_value_cannot_be_checked_and_says_so() -> None:
    (_, found) = link("主题党日264场，同比增长10%。", [row("主题党日", "场", "", "264")], 2024)
    assert found.status == "unsupported"
    assert "缺少2023年" in found.evidence


def test_a_number_inside_an_indicators_name_claims_nothing() -> None:
    rows = [row("办理12345热线工单", "件", "", "486"), row("收入20万元以上的村", "个", "9", "12")]
    found = link("办理12345热线工单486件。收入20万元以上的村由9个增至12个。", rows, 2024)
    assert [f.status for f in found] == ["fixed", "entered", "fixed", "entered", "entered"]


def test_a_base_of_growth_must_be_last_years() -> None:
    rows = [row("五星级党支部", "个", "10", "14")]
    assert [f.status for f in link("五星级党支部由10个增至14个。", rows, 2024)] == ["entered"] * 2
    wrong = link("五星级党支部由9个增至14个。", rows, 2024)
    assert [(f.status, f.expected) for f in wrong] == [("conflict", "10个"), ("entered", "")]


def test_what_is_counted_since_an_old_year_is_this_years_all_the_same() -> None:
    rows = [row("累计化解矛盾纠纷", "件", "", "1302"), row("受理群众信访", "件", "", "38")]
    found = link("2019年以来累计化解矛盾纠纷1302件；受理群众信访38件。", rows, 2024)
    assert [f.status for f in found] == ["date", "entered", "entered"]


def test_a_plan_is_not_held_against_this_years_result() -> None:
    found = link("二、下一步打算\n开展主题党日264场。", ROWS, 2024)[-1]
    assert found.status == "unsupported"
    assert "计划" in found.evidence


def test_a_section_knows_its_heading_where_the_text_does_not_show_it() -> None:
    done, planned = "开展主题党日264场。", "开展主题党日280场。"
    sections = (
        Section(1, "一、", "主要做法", ("主要做法",), done, 0, len(done)),
        Section(1, "三、", "下一步打算", ("下一步打算",), planned, len(done) + 1, 30),
    )
    first, second = link(f"{done}\n{planned}", ROWS, 2024, sections=sections)
    assert first.status == "entered"
    assert (second.status, second.fact_year) == ("unsupported", 2025)


def test_a_report_to_a_congress_tells_the_year_before() -> None:
    assert link("主题党日264场。", ROWS, 2025, fact_year=2024)[0].status == "entered"
    spoken = "各位代表：\n过去一年，开展主题党日264场。"
    assert link(spoken, ROWS, 2025)[-1].status == "entered"


TABLE = """指标\t单位\t2023年\t2024年\t同比增长（%）
主题党日\t场\t240\t{}\t10
参加党员（人次）\t\t1100\t1264\t14.9"""


def test_bare_numbers_of_a_table_belong_to_their_row_and_column() -> None:
    found = [f for f in link(TABLE.format(264), ROWS, 2024) if f.status != "date"]
    assert [(f.text, f.status, f.fact_year) for f in found] == [
        ("240", "entered", 2023),
        ("264", "entered", 2024),
        ("10", "derived", 2024),
        ("1100", "entered", 2023),
        ("1264", "entered", 2024),
        ("14.9", "derived", 2024),
    ]


def test_a_wrong_number_in_a_table_is_found() -> None:
    wrong = [f for f in link(TABLE.format(246), ROWS, 2024) if f.status == "conflict"]
    assert [(f.text, f.expected) for f in wrong] == [("246", "264")]
    swapped = TABLE.format(264).replace("240\t264", "264\t240")
    assert [f.status for f in link(swapped, ROWS, 2024) if f.text in {"264", "240"}] == [
        "conflict",
        "stale",
    ]


OLD = "2022年，全镇组织志愿服务活动86场，服务群众5200人次。"
PAST = (Passage("d#1", "d", "2022年总结", "report", (), 2022, (2022,), OLD, 0, len(OLD)),)


def test_a_past_figure_given_to_its_year_is_quoted() -> None:
    found = one("2022年组织志愿服务活动86场。", "86", PAST)
    assert (found.status, found.passage_id, found.fact_year) == ("quoted", "d#1", 2022)
    assert "2022年总结" in found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "组织志愿服务活动86场。",
        "2023年组织志愿服务活动86场。",
        "2022年组织志愿服务活动86次数5200场。",
        "2022年组织植树86场。",
    ],
)
def test_a_past_figure_claimed_otherwise_is_never_quoted(text: str) -> None:
    assert all(found.status != "quoted" for found in link(text, ROWS, 2024, past=PAST))


def test_numbers_that_are_no_figures_are_told_apart() -> None:
    found = link("落实“三会一课”，2024年8月20日召开第三次会议。", ROWS, 2024)
    assert {f.status for f in found} <= {"fixed", "date"}
    assert {"fixed", "date"} <= {f.status for f in found}


def test_the_offices_own_expressions_are_fixed() -> None:
    text = "实施8处6批工程。"
    assert {f.status for f in link(text, ROWS, 2024, fixed=["8处6批"])} == {"fixed"}
    assert {f.status for f in link(text, ROWS, 2024)} != {"fixed"}


def test_links_point_into_the_text() -> None:
    text = "一、主要做法\n全年开展主题党日264场。\n\n书记讲党课12场，参加党员１２６４人次。"
    found = link(text, ROWS, 2024)
    assert [text[f.start : f.end] for f in found][-3:] == ["264场", "12场", "１２６４人次"]
    assert [f.status for f in found][-3:] == ["entered"] * 3


def test_a_changed_ledger_is_seen_at_once() -> None:
    text = "开展主题党日264场。"
    assert link(text, [row("主题党日", "场", "240", "264")], 2024)[0].status == "entered"
    assert link(text, [row("主题党日", "场", "240", "265")], 2024)[0].status == "conflict"


def test_a_mark_for_the_writer_states_nothing_and_sets_no_year() -> None:
    rows = (row("主题党日", "场", "264", "290"), row("党课", "场", now="12"))
    text = "主题党日【待填：主题党日（场），上年264场】，开展党课12场。"
    (only,) = link(text, rows, 2024)
    assert (only.text, only.status) == ("12场", "entered")
