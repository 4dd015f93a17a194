"""What a claim says beside its numbers, and whose each number is, is held against the source."""

from __future__ import annotations

import pytest

from rag.checking.verify import verify

REPORT = """云溪镇2024年党建工作总结
一、主要工作
（一）强化政治引领。镇党委坚持把政治建设摆在首位，组织党员干部深入学习党的二十届三中全会精神，开展主题党日264场。全镇各支部落实“三会一课”制度，党员参与率明显提高。
（二）夯实基层基础。整顿软弱涣散党组织，红旗村党支部顺利摘帽。新建党群服务中心两个，完善议事厅、书屋等功能。全年未发生重大安全事故，信访总量持续下降。
（三）推动产业发展。大力发展村集体经济，清河村建成粮食烘干中心，带动周边群众就业。举办首届稻田文化节，吸引游客近万人。
二、下一步打算
计划建设老年食堂，争取实现村村全覆盖。培育示范家庭农场6家。"""


def supported(claim: str, source: str = REPORT, year: int | None = 2024) -> bool:
    years = () if year is None else (year,)
    return verify(claim, source, years=years, report_year=year, words=True).supported


@pytest.mark.parametrize(
    "claim",
    [
        "全年未发生信访事件。",
        "县委授予云溪镇先进基层党组织称号。",
        "开展环境整治行动。",
        "清河村党支部顺利摘帽。",
        "红旗村建成粮食烘干中心。",
        "举办了首届荷花文化节。",
        "信访总量上升。",
        "全年发生重大安全事故。",
        "党员参与率明显下降。",
        "未组织党员干部学习党的二十届三中全会精神。",
        "建成老年食堂。",
        "已建设老年食堂。",
        "2023年举办首届稻田文化节。",
        "新建党群服务中心两个，荣获全国优秀。",
    ],
)
def test_words_that_the_source_does_not_say_are_not_supported(claim: str) -> None:
    assert not supported(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "镇党委把政治建设摆在首位。",
        "镇党委组织党员干部学习党的二十届三中全会精神。",
        "红旗村党支部成功摘帽。",
        "清河村粮食烘干中心建成。",
        "举办了首届稻田文化节。",
        "信访总量下降。",
        "全年无重大安全事故。",
        "镇里没有发生重大安全事故。",
        "完成了软弱涣散党组织整顿。",
        "计划建设老年食堂。",
        "2024年举办首届稻田文化节。",
        "发展壮大村集体经济。",
        "完善议事厅功能。",
    ],
)
def test_the_same_words_in_another_order_or_fewer_are_supported(claim: str) -> None:
    result = verify(claim, REPORT, years=(2024,), report_year=2024, words=True)
    assert result.supported, result.problems


def test_a_name_put_for_another_is_shown_with_the_right_one() -> None:
    (problem,) = verify("清河村党支部顺利摘帽。", REPORT, words=True).problems
    assert "清河" in problem and "红旗" in problem


PAIRED = (
    "2024年，城乡居民人均可支配收入分别达到58400元和31200元。粮食、油料产量分别为1200吨、300吨。"
    "党员教育和干部培训分别开展31场和12场。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "城乡居民人均可支配收入分别达到58400元和31200元。",
        "城乡居民人均可支配收入分别达到5.84万元和3.12万元。",
        "农村居民人均可支配收入31200元。",
        "油料、粮食产量分别为300吨、1200吨。",
        "粮食产量1200吨。",
        "党员教育开展31场，干部培训开展12场。",
    ],
)
def test_values_given_out_in_order_belong_each_to_its_own(claim: str) -> None:
    result = verify(claim, PAIRED, words=True)
    assert result.supported, result.problems


@pytest.mark.parametrize(
    "claim",
    [
        "城乡居民人均可支配收入分别达到31200元和58400元。",
        "农村居民人均可支配收入58400元。",
        "城镇居民人均可支配收入31200元。",
        "粮食、油料产量分别为300吨、1200吨。",
        "粮食产量300吨。",
        "党员教育、干部培训分别开展12场和31场。",
        "党员教育开展12场，干部培训开展31场。",
    ],
)
def test_values_given_out_in_the_wrong_order_are_refuted(claim: str) -> None:
    assert not supported(claim, PAIRED, None)


CONGRESS = (
    "云溪镇2024年政府工作报告\n各位代表：\n现在向大会报告工作，请予审议。\n一、2023年工作回顾\n"
    "一年来，新建标准厂房5万平方米，化解矛盾纠纷321件。\n二、2024年工作安排\n新建停车场7处。"
)


@pytest.mark.parametrize(
    ("claim", "true"),
    [
        ("2023年新建标准厂房5万平方米。", True),
        ("2022年新建标准厂房5万平方米。", False),
        ("2024年新建标准厂房5万平方米。", False),
        ("2024年新建标准厂房5万平方米", False),
        ("2023年，化解矛盾纠纷321件。", True),
        ("2024年化解矛盾纠纷321件。", False),
        ("2023年新建停车场7处。", False),
    ],
)
def test_a_report_of_a_year_may_tell_the_year_before(claim: str, true: bool) -> None:
    result = verify(claim, CONGRESS, years=(2023, 2024), report_year=2024, words=True)
    assert result.supported is true, result.problems


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("已新建高标准农田4000亩。", "计划新建高标准农田4000亩。"),
        ("新建高标准农田4000亩。", "计划2025年新建高标准农田4000亩。"),
        ("已新建高标准农田4000亩，圆满完成任务。", "计划新建高标准农田4000亩，完成任务。"),
        ("计划新建高标准农田4000亩。", "已新建高标准农田4000亩。"),
        ("明年新建高标准农田4000亩。", "新建高标准农田4000亩。"),
        ("计划开工项目9个。", "全年项目开工9个。"),
        ("已培育示范家庭农场6家。", REPORT),
    ],
)
def test_a_plan_is_no_result_and_a_result_no_plan(claim: str, source: str) -> None:
    assert not supported(claim, source, None)


def test_what_stands_under_a_plan_may_be_said_as_it_stands() -> None:
    assert supported("培育示范家庭农场6家。")


def test_a_number_of_another_thing_is_no_proof() -> None:
    source = "人民群众安全感达98.2%。集体经济收入占比达41%。"
    (number,) = verify("集体经济收入占比达98.2%。", source).numbers
    assert number.status in {"conflict", "unsupported"}


def test_the_sentence_that_states_the_number_is_the_evidence() -> None:
    source = "收入增长8.1%。调解成功率提高0.9%，位居前列。群众满意率提高2%。"
    verification = verify("提高0.9%", source)
    assert verification.supported
    assert "调解成功率" in verification.numbers[0].evidence


def test_years_a_passage_is_known_to_tell_of_go_before_the_year_in_its_title() -> None:
    passage = "云溪镇2024年会议材料\n化解矛盾纠纷321件。"
    assert not verify("2023年化解矛盾纠纷321件。", passage).supported
    assert verify("2023年化解矛盾纠纷321件。", passage, years=(2023,)).supported
