"""A claim may state only what its source states."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.checking.evaluate import score_grounding
from rag.checking.verify import verify
from rag.errors import NotFoundError

SOURCE = (
    "发送提醒短信1800余条。"
    "全年开展主题党日264场、书记讲党课12场，参加党员1264人次。"
    "新建党群服务中心两个，投入资金1.2万元。"
    "社区矛盾纠纷调解成功率达98.5%，信访总量下降5.5%。"
    "甲村、乙村集体收入分别增长4.2%、11%。2023年整改问题三十项。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "全年开展主题党日264场、书记讲党课12场，参加党员1264人次。",
        "开展主题党日二百六十四场。",
        "参加党员1,264人次。",
        "投入资金12000元。",
        "发送提醒短信超1800条。",
        "调解成功率达百分之九十八点五。",
        "信访总量减少5.5%。",
        "新建党群服务中心2个。",
        "2023年整改问题30项。",
    ],
)
def test_the_same_said_in_other_words_is_supported(claim: str) -> None:
    verification = verify(claim, SOURCE)
    assert verification.supported, verification.problems


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("全年开展主题党日246场。", "246场"),
        ("全年开展主题党日264次数12场、书记讲党课264场。", "264场"),
        ("参加党员3264人次。", "3264人次"),
        ("参加党员1264万人次。", "1264万人次"),
        ("投入资金1.2亿元。", "1.2亿元"),
        ("调解成功率达98.5个百分点。", "98.5个百分点"),
        ("甲村、乙村集体收入分别增长11%、4.2%。", "11%"),
        ("2024年整改问题三十项。", "2024年"),
        ("慰问困难党员87名。", "87名"),
        ("发送提醒短信1800条。", "1800条"),
    ],
)
def test_a_changed_number_is_found(claim: str, wrong: str) -> None:
    verification = verify(claim, SOURCE)
    assert not verification.supported
    assert wrong in {
        link.text for link in verification.numbers if link.status in {"conflict", "unsupported"}
    }


def test_what_the_source_states_instead_is_shown() -> None:
    (number,) = verify("全年开展主题党日246场。", SOURCE).numbers
    assert (number.status, number.expected) == ("conflict", "264场")
    assert "264场" in number.evidence


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("信访总量增长5.5%。", "信访总量下降5.5%。"),
        (
            "集体经济收入持续减少，群众满意度不断提高。",
            "集体经济收入持续增加，群众满意度不断提高。",
        ),
        ("该村未完成年度整改任务。", "该村完成年度整改任务。"),
        ("该村完成年度整改任务。", "该村未完成年度整改任务。"),
        ("参保率不低于95%。", "参保率不高于95%。"),
    ],
)
def test_a_statement_turned_round_is_found(claim: str, source: str) -> None:
    assert not verify(claim, source).supported


def test_a_year_the_source_is_known_to_speak_of_may_be_named() -> None:
    claim = "2023年开展主题党日264场。"
    source = "全年开展主题党日264场。"
    assert not verify(claim, source).supported
    assert verify(claim, source, years=(2023,)).supported


def test_offsets_point_into_the_claim() -> None:
    claim = "其中，书记讲党课１２场。"
    (number,) = verify(claim, SOURCE).numbers
    assert claim[number.start : number.end] == number.text == "１２场"


def test_labelled_pairs_are_told_apart(shared_data: Path) -> None:
    score = score_grounding(shared_data / "tasks")
    assert min(score.caught.values()) >= 0.99, score.missed
    assert set(score.caught) == {"number", "digit", "unit", "polarity"}
    assert score.alarms_untouched <= 0.005, score.false_alarms
    assert score.alarms_equivalent <= 0.01, score.false_alarms


def test_a_folder_without_tasks_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="评测文件"):
        score_grounding(tmp_path)
