from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures.mentions import find_mentions


def kinds(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.kind) for mention in find_mentions(text)]


def figures(text: str) -> list[str]:
    return [mention.text for mention in find_mentions(text) if mention.kind == "figure"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("开展集中学习12次", "12次"),
        ("新建两个阵地", "两个"),
        ("整改五类问题", "五类"),
        ("发展党员一名，", "一名"),
        ("占比超三成", "超三成"),
        ("产值翻一番", "一番"),
        ("连续3年获评优秀", "3年"),
        ("全区排名第二", "第二"),
        ("成功率提高百分之二", "百分之二"),
        ("增长15，", "15"),
        ("慰问十二户困难家庭", "十二户"),
        ("审议15部法律草案", "15部"),
        ("新增12张家庭病床", "12张"),
    ],
)
def test_a_number_that_counts_is_a_figure(text: str, figure: str) -> None:
    assert figures(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "落实三会一课",
        "做到两个维护",
        "实施“6+1”工程",
        "管好八小时外",
        "学习二十大精神",
        "“十四五”规划",
        "完善四级联动机制",
        "第三季度",
        "某党发〔2023〕12号",
        "2023年度",
        "“四强”支部",
        "紧扣“三个围绕”",
        "实施三年行动",
        "出台《五条措施》",
        "一村一品",
        "围绕四个方面",
        "一批项目",
        "甲、乙两县",
        "第七个五年",
        "世界500强",
        "一般工作",
        "一、二、三产业",
        "（三）存在问题",
    ],
)
def test_a_number_that_names_is_no_figure(text: str) -> None:
    assert figures(text) == []


def test_each_kind_is_told_apart() -> None:
    text = "（一）2023年，按照某发〔2023〕5号文件，落实“三会一课”，第三届党代会听取12次汇报。"
    assert kinds(text) == [
        ("（一）", "ordinal"),
        ("2023年", "date"),
        ("〔2023〕5号", "document_number"),
        ("三会一课", "fixed"),
        ("第三届", "ordinal"),
        ("12次", "figure"),
    ]


def test_words_that_contain_a_numeral_are_not_mentioned() -> None:
    assert find_mentions("统一部署，一般收入，零售额，一些问题") == ()


def test_an_office_can_add_its_own_expressions() -> None:
    assert figures("推行3色管理3个") == ["3个"]
    assert figures("推行12分制管理") == ["12分"]
    (mention,) = find_mentions("推行12分制管理", fixed=["12分制"])
    assert (mention.text, mention.kind) == ("12分制", "fixed")


def test_the_quantity_points_into_the_text_as_given() -> None:
    (mention,) = find_mentions("完成 ３ ． ５ 万元")
    assert mention.quantity is not None
    assert (str(mention.quantity.value), mention.quantity.unit) == ("3.5", "万元")
    assert mention.quantity.start == mention.start


@given(st.text(alphabet="一二三个类年次第12（）、“”%。，新建整改增长\n+", max_size=50))
def test_mentions_never_overlap_and_stay_in_order(text: str) -> None:
    ends = 0
    for mention in find_mentions(text):
        assert ends <= mention.start < mention.end <= len(text)
        ends = mention.end


@pytest.mark.parametrize(
    "text",
    [
        "体系结构如图12所示。",
        "见附件3。",
        "按表2填写。",
        "符合ISO 14258：1998和GB/T 39266-2020的要求。",
        "材料一式三份。",
        "按第二条第4、6、10项规定办理。",
        "应用十二：业务查询",
        "打通最后1公里。",
        "2.3面向村级的培训\n",
    ],
)
def test_references_codes_and_section_numbers_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_paper_that_is_counted_is_a_figure() -> None:
    assert figures("发放调查表120份，绘制作战图6张。") == ["120份", "6张"]
