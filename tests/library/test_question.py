from __future__ import annotations

import pytest

from rag.library.question import understand


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("2008年城镇新增就业是多少？", (2008,)),
        ("今年开展了多少次集中学习", (2024,)),
        ("去年发展党员多少名", (2023,)),
        ("近三年发展党员情况", (2022, 2023, 2024)),
        ("2021年以来发展党员多少名", (2021, 2022, 2023, 2024)),
        ("2019—2021年的党建经费", (2019, 2020, 2021)),
        ("大前年培训党员多少人次", (2021,)),
        ("前年培训党员多少人次", (2022,)),
        ("党员教育培训有什么要求", ()),
    ],
)
def test_years_of_a_question_are_understood(query: str, years: tuple[int, ...]) -> None:
    assert understand(query, this_year=2024).fact_years == years


@pytest.mark.parametrize(
    "query",
    [
        "2023年政府工作报告中怎么说乡村振兴",
        "2023年度工作总结提到哪些问题",
        "去年的报告写了哪些打算",
    ],
)
def test_the_year_of_a_report_is_not_the_year_of_a_fact(query: str) -> None:
    question = understand(query, this_year=2024)
    assert (question.report_years, question.fact_years) == ((2023,), ())


def test_the_last_report_is_the_newest_one_there_is() -> None:
    assert understand(
        "上一份报告怎么写党员教育", this_year=2026, latest_report=2023
    ).report_years == (2023,)


def test_years_inside_a_quotation_are_words() -> None:
    question = understand("哪一年的报告提到“到2010年实现人均国内生产总值翻番”？", this_year=2024)
    assert question.fact_years == ()
    assert question.words == "到2010年实现人均国内生产总值翻番"


def test_words_are_what_is_left_without_years_and_question_words() -> None:
    words = understand("请问2008年国内生产总值增速是多少？", this_year=2024).words
    assert "国内生产总值" in words
    assert "增速" not in words
    assert "2008" not in words
    assert "多少" not in words


def test_a_question_about_rules_prefers_policies() -> None:
    assert understand("党费收缴规定是什么", this_year=2024).kind == "policy"
    assert understand("集中学习开展得怎么样", this_year=2024).kind is None


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("“十三五”时期脱贫多少户", (2016, 2020)),
        ("十四五期间修了多少公里路", (2021, 2025)),
        ("第六个五年计划的投资规模", (1981, 1985)),
        ("“十五”计划有哪些目标", (2001, 2005)),
    ],
)
def test_a_five_year_plan_stands_for_its_years(query: str, years: tuple[int, int]) -> None:
    found = understand(query, this_year=2024)
    assert found.plan_years == tuple(range(years[0], years[1] + 1))
    assert found.fact_years == ()


@pytest.mark.parametrize("query", ["十五个村", "五十五户", "第十五条说什么", "二十五名党员"])
def test_a_count_is_no_five_year_plan(query: str) -> None:
    assert understand(query, this_year=2024).plan_years == ()


def test_a_span_leaves_no_words_behind() -> None:
    assert understand("2021年以来发展党员情况", this_year=2024).words == "发展党员情况"


@pytest.mark.parametrize(
    "opener",
    ["请问", "您好，我想问一下，", "我想了解一下", "麻烦帮我查一下", "能不能告诉我", "请教一下："],
)
def test_how_a_question_is_opened_is_not_what_it_is_about(opener: str) -> None:
    plain = understand("党费收缴工作的做法", this_year=2024)
    assert understand(f"{opener}党费收缴工作的做法", this_year=2024).words == plain.words


@pytest.mark.parametrize(
    "query",
    [
        "查处违纪案件",
        "我想查处违纪案件",
        "看望慰问老党员",
        "说唱团演出",
        "请示报告制度",
        "下一步打算",
    ],
)
def test_a_word_that_only_begins_like_an_opener_stays(query: str) -> None:
    assert understand(query, this_year=2024).words == query
