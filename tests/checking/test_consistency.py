"""A text must not contradict itself."""

from __future__ import annotations

import pytest

from rag.checking.consistency import check
from rag.checking.context import CheckContext
from rag.records import Finding


def findings(text: str) -> tuple[Finding, ...]:
    return check(CheckContext(text, 2024))


def test_one_indicator_with_two_values_is_shown_with_both_places() -> None:
    found = findings("全年开展主题党日264场。\n\n三是抓实组织生活，开展主题党日246场。")
    assert [f.text for f in found] == ["246场"]
    assert "264场" in found[0].message
    assert "264场" in found[0].evidence


@pytest.mark.parametrize(
    "text",
    [
        "全年开展主题党日264场。\n开展主题党日二百六十四场次。",
        "2023年开展主题党日240场。\n2024年开展主题党日264场。",
        "开展主题党日264场。\n开展主题党课12场。",
        "主题党日264场。\n主题党日同比增长10%。",
        "梳理问题清单30条（销号21个）。",
        "群众满意率98.5%，完成年度目标的118%，集体收入增长120%。",
        "发展党员21名，其中35岁以下14名、大专以上学历16名，培养积极分子48名。",
        "拨备覆盖率达180%。",
        "粮食总产量增长2.5%。\n五年来，粮食总产量增长12.5%。",
        "矛盾纠纷化解305件。\n2019年以来累计矛盾纠纷化解1302件。",
        "一产增加值增速居全县前5位。\n二产增加值增速居全县前3位。",
    ],
)
def test_what_agrees_raises_nothing(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("梳理问题清单30条（销号31个）。", "31个"),
        ("排查矛盾纠纷312件，化解321件。", "321件"),
        ("受理群众信访38件，办结40件。", "40件"),
    ],
)
def test_a_part_above_its_whole_is_an_error(text: str, wrong: str) -> None:
    (finding,) = findings(text)
    assert (finding.text, finding.severity) == (wrong, "error")


@pytest.mark.parametrize("text", ["按时办结率达105%。", "党员参与率为102.5%。", "占比110%。"])
def test_a_rate_above_one_hundred_is_an_error(text: str) -> None:
    (finding,) = findings(text)
    assert finding.severity == "error"
    assert "超过了100%" in finding.message


def test_parts_that_add_up_to_more_are_shown_with_the_sum() -> None:
    (finding,) = findings("发展党员21名，其中农牧民党员12名、机关党员11名。")
    assert "12＋11＝23" in finding.message
    assert finding.text == "21名"
