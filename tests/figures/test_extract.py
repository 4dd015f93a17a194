from __future__ import annotations

import pytest

from rag.figures.extract import extract_figures
from rag.records import Figure, Section


def extract(text: str, year: int | None = 2024) -> list[Figure]:
    return list(extract_figures(text, report_year=year))


def named(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (f.indicator, str(f.quantity.value.normalize() + 0), f.quantity.unit, f.quantity.direction)
        for f in extract(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展集中学习12次。", [("集中学习", "12", "次", "")]),
        (
            "问题清单30条（销号21个）。",
            [("问题清单", "30", "条", ""), ("问题清单销号", "21", "个", "")],
        ),
        (
            "为46名行动不便党员安排31名干部送学上门88次。",
            [
                ("行动不便党员", "46", "名", ""),
                ("干部送学上门", "31", "名", ""),
                ("干部送学上门", "88", "次", ""),
            ],
        ),
        (
            "甲村完成12亿元、乙村完成3亿元、丙村完成0.9亿元，同比分别增长4.2%、11%、6%。",
            [
                ("甲村", "12", "亿元", ""),
                ("乙村", "3", "亿元", ""),
                ("丙村", "0.9", "亿元", ""),
                ("甲村增速", "4.2", "%", "up"),
                ("乙村增速", "11", "%", "up"),
                ("丙村增速", "6", "%", "up"),
            ],
        ),
        ("办结率、满意率均为100%。", [("办结率", "100", "%", ""), ("满意率", "100", "%", "")]),
        ("撤销甲厂、乙站和丙公司3个党支部。", [("撤销党支部", "3", "个", "")]),
        ("示范点由9个增至14个。", [("示范点", "9", "个", ""), ("示范点", "14", "个", "")]),
        (
            "入党积极分子占比从3.1%提高到4.6%。",
            [("入党积极分子占比", "3.1", "%", ""), ("入党积极分子占比", "4.6", "%", "")],
        ),
        (
            "新建两个阵地，整改五类问题。",
            [("新建阵地", "2", "个", ""), ("整改问题", "5", "类", "")],
        ),
        ("综合考核居全区第二。", [("综合考核排名", "2", "名", "")]),
        (
            "发展党员21名，其中女党员8名、35岁以下15名。",
            [
                ("发展党员", "21", "名", ""),
                ("发展女党员", "8", "名", ""),
                ("35岁以下", "15", "名", ""),
            ],
        ),
    ],
)
def test_every_pattern_gives_indicator_value_unit_and_direction(
    text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    found = [figure for figure in named(text) if figure[2] != "岁"]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "indicator", "direction"),
    [
        ("村集体收入同比增长12%。", "村集体收入增速", "up"),
        ("信访量比上年下降8%。", "信访量增速", "down"),
        ("村集体收入年均增长9.5%。", "村集体收入年均增速", "up"),
        ("党员数净增30名。", "党员数增长", "up"),
        ("逾期件减少5件。", "逾期件减少", "down"),
        ("参训率提高3.5个百分点。", "参训率变化", "up"),
        ("产业产值翻一番。", "产业产值增长", "up"),
        ("参训率提高到95%。", "参训率", ""),
        ("新增就业300人。", "新增就业", ""),
    ],
)
def test_growth_is_told_from_level(text: str, indicator: str, direction: str) -> None:
    (figure,) = extract(text)
    assert (figure.indicator, figure.quantity.direction) == (indicator, direction)


def test_growth_without_subject_belongs_to_the_figure_before() -> None:
    assert [f.indicator for f in extract("财政收入达2300万元，同比增长6%。")] == [
        "财政收入",
        "财政收入增速",
    ]


def test_a_shared_head_noun_is_given_to_each_subject() -> None:
    text = "城镇居民、农村居民人均可支配收入分别增长4.5%、5.7%。"
    assert [f.indicator for f in extract(text)] == [
        "城镇居民人均可支配收入增速",
        "农村居民人均可支配收入增速",
    ]


def test_a_verb_is_repeated_through_a_list() -> None:
    text = "新增市级技术中心8家、产业运营中心2家，建成3个书屋、5个驿站。"
    assert [f.indicator for f in extract(text)] == [
        "新增市级技术中心",
        "新增产业运营中心",
        "建成书屋",
        "建成驿站",
    ]


def test_money_is_named_by_what_it_was_spent_on() -> None:
    figures = extract("投资107万元，完成6.3公里村道硬化。")
    assert "村道硬化" in figures[0].indicator
    assert figures[0].sure is False


@pytest.mark.parametrize(
    ("text", "year", "status"),
    [
        ("开展培训5次。", 2024, "actual"),
        ("2023年开展培训5次。", 2023, "actual"),
        ("去年开展培训5次。", 2023, "actual"),
        ("力争明年覆盖率达到60%。", 2025, "target"),
        ("到2026年建成20个示范村。", 2026, "target"),
        ("累计化解矛盾1200件。", 2024, "cumulative"),
        ("五年来发展党员300名。", 2024, "cumulative"),
        ("按照每个支部不少于3次的要求。", 2024, "standard"),
        ("比上年增长5%。", 2024, "actual"),
    ],
)
def test_year_and_status_are_read_from_the_words(text: str, year: int, status: str) -> None:
    (figure,) = extract(text)
    assert (figure.fact_year, figure.status) == (year, status)


def test_the_first_value_of_from_to_belongs_to_the_year_before() -> None:
    assert [f.fact_year for f in extract("示范点由9个增至14个。")] == [2023, 2024]


SUMMARY = """某镇2024年党建工作总结
一、主要做法和成效
开展培训12次，去年仅8次。
二、下一步打算
明年开展培训15次，新建阵地3个。"""

CONGRESS = """政府工作报告
各位代表：现在向大会作工作报告，请予审议。
一、2023年工作回顾
粮食产量达到900吨，比上年增长2%。
二、2024年工作安排
新修渠道5公里。
（一）抓好农业发展，取得新进展
种植油菜300亩。"""


def test_a_yearly_summary_states_its_own_year_and_plans_the_next() -> None:
    found = [(f.quantity.text, f.fact_year, f.status) for f in extract(SUMMARY)]
    assert found == [
        ("12次", 2024, "actual"),
        ("8次", 2023, "actual"),
        ("15次", 2025, "target"),
        ("3个", 2025, "target"),
    ]


def test_a_report_to_a_congress_states_the_year_before_and_plans_its_own() -> None:
    found = [(f.quantity.text, f.fact_year, f.status) for f in extract(CONGRESS)]
    assert found == [
        ("900吨", 2023, "actual"),
        ("2%", 2023, "actual"),
        ("5公里", 2024, "target"),
        ("300亩", 2024, "target"),
    ]


def test_a_body_that_names_another_year_than_the_title_is_believed() -> None:
    text = "某镇2024年工作总结\n2023年，全镇围绕目标任务狠抓落实。\n一、经济建设\n完成产值3亿元。"
    assert [f.fact_year for f in extract(text)] == [2023]


def test_noise_and_traditional_characters_do_not_hide_figures() -> None:
    text = "全鎮種植油茶１ ０ ０ ０ 餘畝，產值達8 ．5 億元"
    found = extract(text)
    assert [(f.indicator, str(f.quantity.value), f.quantity.unit) for f in found] == [
        ("种植油茶", "1000", "亩"),
        ("种植油茶产值", "8.5", "亿元"),
    ]
    assert all(text[f.quantity.start : f.quantity.end] == f.quantity.text for f in found)


def test_dates_ordinals_and_fixed_expressions_are_no_figures() -> None:
    text = "（二）2024年3月，落实“三会一课”，学习二十大精神，某发〔2024〕3号，第三届大会。"
    assert extract(text) == []


def test_an_unknown_year_stays_unknown() -> None:
    (figure,) = extract("开展培训5次。", None)
    assert figure.fact_year is None


def test_a_sentence_of_six_thousand_figures_is_read_to_its_end() -> None:
    text = "全镇开展集中学习12次，同比增长5%，投入3.5万元，" * 2000
    assert len(extract(text)) == 6000


def test_endless_runs_of_one_character_do_no_harm() -> None:
    for character in "一12.，（、从的":
        assert extract(character * 20_000) == []


def test_each_figure_knows_its_section_and_sentence() -> None:
    text = "一、主要做法\n开展培训5次。走访3户。"
    section = Section(1, "一、", "主要做法", ("一、主要做法",), text[7:], 7, len(text))
    figures = extract_figures(text, report_year=2024, sections=[section])
    assert [(f.section, f.sentence) for f in figures] == [
        ("一、主要做法", "开展培训5次。"),
        ("一、主要做法", "走访3户。"),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("培训覆盖率由2021年的60%提高到95%。", [2021, 2024]),
        ("五年来，自来水普及率从60%提高到95%。", [2019, 2024]),
        ("2023年，开展培训5次。走访3户。", [2023, 2023]),
        ("计划到2027年建成示范村20个。去年走访3户。", [2027, 2023]),
        ("比2022年增加5户。", [2024]),
    ],
)
def test_written_years_hold_as_far_as_they_are_meant(text: str, years: list[int]) -> None:
    assert [figure.fact_year for figure in extract(text)] == years


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("示范村12个，占比30%。", ["示范村", "示范村占比"]),
        ("完成税收300万元，完成年度任务的105%。", ["税收", "税收完成年度任务"]),
        ("重点项目开工9个、竣工5个。", ["重点项目开工", "重点项目竣工"]),
        ("参训率95%，高于全区平均2个百分点。", ["参训率", "参训率高于全区"]),
        ("收入30万元以上的村达到8个。", ["收入", "收入30万元以上的村"]),
        ("综合考评由全区第八位升至第三位。", ["综合考评排名", "综合考评排名"]),
    ],
)
def test_a_subject_said_before_names_what_follows(text: str, names: list[str]) -> None:
    assert [f.indicator.removesuffix("增速") for f in extract(text)][-len(names) :] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城乡低保标准分别提高13.1%和17.7%。", ["城镇低保标准增速", "农村低保标准增速"]),
        ("新增上市公司62家，总数186家。", ["新增上市公司", "上市公司总数"]),
        ("新增百亿园区26个，累计达到46个。", ["新增百亿园区", "百亿园区"]),
        ("新增市场主体415户，注销96户，净增319户。", ["新增市场主体", "注销", "市场主体增长"]),
    ],
)
def test_totals_nets_and_town_and_country_have_names_of_their_own(
    text: str, names: list[str]
) -> None:
    found = [figure.indicator for figure in extract_figures(text, report_year=2024)]
    assert found == names
