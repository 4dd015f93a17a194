"""Plans are told from results wherever the heading that says so stands."""

from __future__ import annotations

import pytest

from rag.figures.entry import enter
from rag.figures.link import link
from rag.figures.refute import PLANNED
from rag.records import LedgerRow

ROWS = (LedgerRow("发展党员", "名", "", {2024: enter("23", "名").value}),)
TEXT = "云水镇2024年党建工作总结\n{heading}\n（一）建强队伍\n发展党员30名。"


@pytest.mark.parametrize(
    "heading", ["2025年重点工作", "三、下一步打算", "三、“十五五”时期主要目标和任务"]
)
def test_a_number_under_a_heading_that_plans_is_no_wrong_result(heading: str) -> None:
    links = [one for one in link(TEXT.format(heading=heading), ROWS, 2024) if one.text == "30名"]
    assert [(one.status, PLANNED in one.evidence) for one in links] == [("unsupported", True)]


def test_the_same_number_under_a_heading_that_tells_is_wrong() -> None:
    found = link(TEXT.format(heading="二、主要工作成效"), ROWS, 2024)
    assert [one.status for one in found if one.text == "30名"] == ["conflict"]


def test_a_mark_that_was_passed_is_true_of_any_higher_value() -> None:
    rows = (LedgerRow("集体经济收入", "万元", "", {2024: enter("421", "万元").value}),)
    (found,) = link("集体经济收入突破300万元。", rows, 2024)
    assert (found.status, found.expected) == ("unsupported", "421万元")
