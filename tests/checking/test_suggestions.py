"""What a finding proposes takes exactly the place it names."""

from __future__ import annotations

import pytest

from rag.checking.check import run_checks
from rag.checking.context import CheckContext
from rag.checking.formulations import packaged
from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import Finding, LedgerRow

FRAMES = ("全镇深入学习{}，推动工作落实。", "围绕“{}”开展工作。")


def proposals(text: str, kind: str) -> list[Finding]:
    found = run_checks(CheckContext(text, 2025), kinds=(kind,))
    return [finding for finding in found if finding.replacement is not None]


def taken_up(text: str, finding: Finding) -> str:
    assert text[finding.start : finding.end] == finding.text
    return f"{text[: finding.start]}{finding.replacement}{text[finding.end :]}"


@pytest.mark.parametrize("frame", FRAMES)
def test_a_misquoted_formulation_is_whole_again_and_stands_once(frame: str) -> None:
    proposed = 0
    for formulation in packaged().items:
        wording = formulation.wording
        at = len(wording) // 2
        for wrong in (
            wording[:at] + wording[at + 1 :],
            wording[:at] + wording[at:][0] + wording[at:],
        ):
            text = frame.format(wrong)
            for finding in proposals(text, "terms"):
                proposed += 1
                right = taken_up(text, finding)
                assert right.count(wording) <= 1, right
                assert finding.start not in [f.start for f in proposals(right, "terms")], right
    assert proposed > 20


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("发展党员12名,培训党员30人次。", "发展党员12名，培训党员30人次。"),
        ("同比增长5%-10%。", "同比增长5%～10%。"),
        ("同比增长5~10%，效果明显。", "同比增长5%～10%，效果明显。"),
        ("开展了工作。。全镇落实。", "开展了工作。全镇落实。"),
        ('他说"要抓落实"。', "他说“要抓落实”。"),
        ("自19年以来，成效明显。", "自2019年以来，成效明显。"),
    ],
)
def test_a_slip_of_punctuation_is_mended_in_place(text: str, right: str) -> None:
    (finding,) = proposals(text, "wording")
    assert taken_up(text, finding) == right


def test_a_verb_that_says_the_wrong_way_is_part_of_the_place() -> None:
    values = {2023: enter("100", "件").value, 2024: enter("90", "件").value}
    rows = (LedgerRow("受理信访", "件", "", values),)
    text = "受理信访90件，比上年增长7%。"
    context = CheckContext(text, 2024, link(text, rows, 2024), rows)
    (finding,) = run_checks(context, kinds=("numbers",))
    assert finding.suggestion == "改为“下降10%”"
    assert taken_up(text, finding) == "受理信访90件，比上年下降10%。"
