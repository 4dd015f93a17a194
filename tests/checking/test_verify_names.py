"""An equal number under another name is the claim's own; another thing's number is not."""

from __future__ import annotations

import pytest

from rag.checking.exchanged import LIGHT
from rag.checking.verify import verify

REPORT = """青溪镇2025年工作总结
（一）民生保障。2025年，全镇受益群众2000人次，为民办实事15件，受理群众反映问题128件。改造危房41户，其中西溪村9户、东岭村7户。服务老年人1200人次。
（二）平安建设。调处各类矛盾纠纷36起，打击电信诈骗案件5起。种植油菜3200亩，水稻种植面积5600亩。
（三）人才培养。开展技能培训班8期。修建村道18公里，清理河道33公里。茶叶产量达到420吨，蜂蜜产量65吨。
（四）集中整治。西溪村、东岭村分别安装路灯60盏、45盏。新建水渠16条，西溪村、东岭村分别为9条、7条。"""


def supported(claim: str) -> bool:
    return verify(claim, REPORT, years={2025}, report_year=2025, words=True).supported


@pytest.mark.parametrize(
    "claim",
    [
        "惠及群众2000人次。",
        "化解矛盾纠纷36起。",
        "办理民生实事15件。",
        "举办技能培训8期。",
        "受理群众诉求128件。",
        "油菜种植面积3200亩。",
        "全镇种植水稻5600亩。",
        "新修村道18公里。",
        "生产茶叶420吨。",
    ],
)
def test_another_verb_or_order_for_the_same_object_is_supported(claim: str) -> None:
    assert supported(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "惠及群众1200人次。",
        "服务老年人2000人次。",
        "受理群众诉求15件。",
        "调处矛盾纠纷5起。",
        "油菜种植面积5600亩。",
        "茶叶产量达到65吨。",
        "修建村道33公里。",
        "玉米种植面积3200亩。",
    ],
)
def test_the_value_of_another_indicator_is_refuted(claim: str) -> None:
    assert not supported(claim)


@pytest.mark.parametrize(
    ("claim", "true"),
    [
        ("西溪村改造危房9户。", True),
        ("东岭村改造危房7户。", True),
        ("其中西溪村9户。", True),
        ("全镇改造危房41户。", True),
        ("西溪村新建水渠9条。", True),
        ("东岭村新建水渠7条。", True),
        ("东岭村改造危房9户。", False),
        ("西溪村改造危房7户。", False),
        ("西溪村改造危房41户。", False),
        ("南坪村改造危房9户。", False),
        ("西溪村新建水渠7条。", False),
        ("南坪村安装路灯60盏。", False),
    ],
)
def test_a_part_takes_the_words_of_its_whole_and_keeps_its_own_village(
    claim: str, true: bool
) -> None:
    assert supported(claim) is true


def test_a_longer_light_word_is_taken_out_whole() -> None:
    assert LIGHT.sub("", "今年以来新建水渠") == LIGHT.sub("", "一年以来新建水渠") == "新建水渠"
