"""Sentences changed by rule in many ways: each change of meaning is caught, no rewording is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.checking.polarity import WORDS
from rag.checking.verify import verify
from rag.errors import InputError

SOURCE = (
    "云水镇坚持党建引领，全年开展主题党日264场，书记讲党课48场。"
    "村集体经营收入达到3250万元，比上年增长12.4%，户均增收1860元。"
    "网格党支部由10个增至14个，覆盖率提高5.2个百分点。"
    "党群服务中心超额完成改造任务，走访困难群众2860户，发放慰问金近90万元。"
    "力争新建便民服务站16处，到年底群众满意率不低于95%。"
)


def supported(claim: str, source: str = SOURCE) -> bool:
    return verify(claim, source).supported


@pytest.mark.parametrize(
    "claim",
    [
        "户均减收1860元。",
        "网格党支部由10个减至14个。",
        "网格党支部由14个增至10个。",
        "覆盖率提高5.2%。",
        "覆盖率降低5.2个百分点。",
        "党群服务中心未完成改造任务。",
        "未开展主题党日264场。",
        "到年底群众满意率不高于95%。",
        "村集体经营支出达到3250万元。",
        "主题党日48场，书记讲党课264场。",
    ],
)
def test_a_turned_sentence_is_found(claim: str) -> None:
    assert not supported(claim)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("走访困难群众2860余户。", "约数与准数"),
        ("走访困难群众近2860户。", "约数与准数"),
        ("发放慰问金90万元。", "约数与准数"),
        ("新建便民服务站16处。", "是目标或打算"),
        ("力争村集体经营收入达到3250万元。", "已经做到的"),
    ],
)
def test_what_is_only_rough_or_only_planned_is_no_proof(claim: str, said: str) -> None:
    verification = verify(claim, SOURCE)
    assert not verification.supported
    assert any(said in problem for problem in verification.problems)
    assert any(link.status == "unsupported" and link.evidence for link in verification.numbers)


@pytest.mark.parametrize(
    "claim",
    [
        "全年开展主题党日264场。书记讲党课48场。",
        "云水镇坚持党建引领，书记讲党课48场。",
        "户均增收1860元，村集体经营收入达3250万元。",
        "网格党支部由十个增加到十四个。",
        "村集体经营收入达到3,250万元，比上年增加百分之十二点四。",
        "村集体经营收入达到32500000元。",
        "发放慰问金近90 万元。",
        "力争新建便民服务站十六处。",
        "走访困难群众２８６０户。",
    ],
)
def test_the_same_in_other_words_or_fewer_is_supported(claim: str) -> None:
    verification = verify(claim, SOURCE)
    assert verification.supported, verification.problems


@pytest.mark.parametrize("claim", ["", "  \n"])
def test_a_claim_without_words_is_refused(claim: str) -> None:
    with pytest.raises(InputError, match="要核对的话"):
        verify(claim, SOURCE)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("新增五千张家庭养老床位。", "新增5000张家庭养老床位。"),
        ("利润增长百分之6，191家企业达标。", "利润增长6%，191家企业达标。"),
        ("有十五部制度草案公开征求意见。", "有15部制度草案公开征求意见。"),
        ("云水镇是全市第十一个获批的镇。", "云水镇是全市第11个获批的镇。"),
        (
            "改革包括体制改革、机制改革以及其他改革。",
            "改革包括体制改革、机制改革以及其他改革。没有机制改革以及其他保障，难以深入。",
        ),
    ],
)
def test_numerals_and_words_that_only_look_different_are_supported(claim: str, source: str) -> None:
    assert supported(claim, source), verify(claim, source).problems


def test_three_regions_in_a_list_are_no_negation() -> None:
    assert supported("同各国友好往来增多。", "加强同亚、非、拉各国团结。同各国友好往来增多。")


_CONTRARIES = sorted(
    (word, other)
    for word, senses in WORDS.items()
    for other, others in WORDS.items()
    if any((group, -side) in others for group, side in senses)
    and word not in other
    and other not in word
)


@settings(deadline=None)
@given(st.sampled_from(_CONTRARIES), st.integers(10, 99))
def test_any_word_of_direction_put_for_its_contrary_is_found(
    pair: tuple[str, str], number: int
) -> None:
    word, other = pair
    frame = "全镇加强基层治理，云水河沿线村级服务{}{}处，群众反映良好。"
    assert supported(frame.format(word, number), frame.format(word, number))
    assert not supported(frame.format(other, number), frame.format(word, number))


@settings(deadline=None)
@given(st.integers(11, 9999), st.integers(11, 9999), st.sampled_from("场次人户件"))
def test_a_number_is_supported_exactly_if_it_is_the_sources(
    stated: int, true: int, unit: str
) -> None:
    frame = "云水镇开展宣讲志愿服务{}{}，参与踊跃。"
    claim, source = frame.format(stated, unit), frame.format(true, unit)
    assert supported(claim, source) == (stated == true)
