"""Turns of phrase that township reports use, in invented sentences."""

from __future__ import annotations

import pytest

from rag.figures.extract import extract_figures


def names(text: str) -> list[tuple[str, str]]:
    return [
        (figure.indicator, figure.quantity.text)
        for figure in extract_figures(text, report_year=2024)
        if figure.status != "standard"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我乡共有党员1,264名（含预备党员12名），占总人口的3.2%。",
            [("党员", "1,264名"), ("预备党员", "12名"), ("党员占总人口", "3.2%")],
        ),
        (
            "下辖14个村、2个社区，总面积86平方公里。",
            [("下辖村", "14个"), ("下辖社区", "2个"), ("总面积", "86平方公里")],
        ),
        (
            "建档立卡户323户1256人，脱贫312户1213人。",
            [
                ("建档立卡户", "323户"),
                ("建档立卡户", "1256人"),
                ("脱贫", "312户"),
                ("脱贫", "1213人"),
            ],
        ),
        ("硬化道路3条4.5公里。", [("硬化道路", "3条"), ("硬化道路", "4.5公里")]),
        (
            "召开党委会议23次，其中党建议题12个，占26.7%。",
            [("党委会议", "23次"), ("党建议题", "12个"), ("党建议题占比", "26.7%")],
        ),
        (
            "一、二、三产业增加值分别增长3.1%、5.2%和7.4%。",
            [
                ("第一产业增加值增速", "3.1%"),
                ("第二产业增加值增速", "5.2%"),
                ("第三产业增加值增速", "7.4%"),
            ],
        ),
        ("辖区60岁以上老人1230人。", [("60岁以上老人", "1230人")]),
        ("安装路灯120盏，总投资560万元。", [("安装路灯", "120盏"), ("安装路灯总投资", "560万元")]),
        (
            "第一季度开展走访3次，第二季度开展5次。",
            [("走访", "3次"), ("走访", "5次")],
        ),
        ("产业结构调整为12.5:38.2:49.3。", [("产业结构", "12.5:38.2:49.3")]),
        (
            "反馈的五类问题十二项，整改十一项。",
            [("反馈问题", "五类"), ("问题", "十二项"), ("整改", "十一项")],
        ),
        (
            "县城、乡镇分别新建厕所5座和9座。",
            [("县城新建厕所", "5座"), ("乡镇新建厕所", "9座")],
        ),
        (
            "完成税收300万元，税收收入同比增收20万元。",
            [("税收", "300万元"), ("税收收入增长", "20万元")],
        ),
    ],
)
def test_figures_get_the_name_a_clerk_would_give(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "12345热线",
        "“七一”前夕",
        "建党103周年",
        "15分钟便民圈",
        "24小时值班",
        "7亿吨级矿山",
        "安全放在第一位",
        "红十字会",
        "省委十一届十次、十一次全会",
        "前1%学科",
        "两位数增长",
        "2号线",
    ],
)
def test_numbers_in_names_and_sayings_are_no_figures(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "year", "status"),
    [
        ("2022年以来，实施项目15个。", 2024, "cumulative"),
        ("今年计划实施项目6个。", 2024, "target"),
        ("将8个站所整合。", 2024, "actual"),
        ("争取专项资金75万元。", 2024, "actual"),
        ("新开工项目计划总投资3亿元。", 2024, "actual"),
    ],
)
def test_plans_and_sums_are_told_from_facts(text: str, year: int, status: str) -> None:
    figure = extract_figures(text, report_year=2024)[-1]
    assert (figure.fact_year, figure.status) == (year, status)
