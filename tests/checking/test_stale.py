"""Years, campaigns and meetings of another year."""

from __future__ import annotations

import pytest

from rag.checking.context import CheckContext
from rag.checking.stale import check
from rag.records import Finding, Passage


def findings(text: str, year: int = 2024, past: str = "") -> tuple[Finding, ...]:
    passages = ()
    if past:
        passages = (
            Passage("p", "d", f"{year - 1}年报告", "report", (), year - 1, (), past, 0, len(past)),
        )
    return check(CheckContext(text, year, past=passages))


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("现将2023年抓基层党建工作情况报告如下：", "2023年", "2024年"),
        ("2022年度，镇党委认真履行主体责任。", "2022年度", "2024年度"),
        ("某镇2023年度工作总结", "2023年度", "2024年度"),
    ],
)
def test_a_year_left_from_an_old_report_is_found(text: str, wrong: str, right: str) -> None:
    (finding,) = findings(text)
    assert (finding.text, finding.replacement) == (wrong, right)


@pytest.mark.parametrize(
    "text",
    [
        "现将2024年抓基层党建工作情况报告如下：",
        "比2023年增加24场，较2022年度下降3%。",
        "2021—2023年累计发展党员12名。",
        "完成2023年度民主评议党员问题整改。",
        "2022年以来持续开展，截至2023年底建成5个。",
        "按照《2023年度实施方案》、县发〔2023〕12号文件要求。",
        "2025年度计划新建3个。",
        "成立于2019年的志愿服务队。",
    ],
)
def test_a_year_that_is_meant_passes(text: str) -> None:
    assert findings(text) == ()


def test_a_campaign_of_an_earlier_year_is_not_this_years_work() -> None:
    (finding,) = findings("扎实开展党史学习教育，组织宣讲12场。")
    assert finding.text == "党史学习教育"
    assert "2021年" in finding.message


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("扎实开展党史学习教育，组织宣讲12场。", 2021),
        ("巩固拓展党史学习教育成果，推动常态长效。", 2024),
        ("2021年开展党史学习教育以来，学习更加自觉。", 2024),
        ("扎实开展党纪学习教育。", 2024),
        ("五年来扎实开展党史学习教育、党纪学习教育。", 2025),
    ],
)
def test_a_campaign_in_its_time_or_told_as_past_passes(text: str, year: int) -> None:
    assert findings(text, year) == ()


def test_only_an_older_plenary_is_named() -> None:
    (finding,) = findings("认真学习贯彻党的二十届二中全会精神。", 2024)
    assert (finding.text, finding.severity) == ("二十届二中全会", "hint")
    assert "二十届三中全会" in finding.message
    both = "认真学习贯彻党的二十届二中、二十届三中全会精神。"
    assert findings(both, 2024) == ()


def test_a_date_copied_with_its_sentence_is_found() -> None:
    sentence = "6月28日召开庆祝建党大会，表彰优秀共产党员和先进基层党组织，重温入党誓词。"
    (finding,) = findings(sentence, past=sentence)
    assert finding.text == "6月28日"
    assert findings(sentence.replace("28", "30"), past=sentence) == ()
