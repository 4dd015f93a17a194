"""A model's answer: every [n] exists and supports its statement, however it was written."""

from __future__ import annotations

import pytest

from rag.records import Hit, Passage
from rag.writing.grounded import check_answer


def hit(number: int, text: str) -> Hit:
    passage = Passage(
        id=f"p{number}",
        document_id=f"d{number}",
        document_title=f"青禾镇{2020 + number}年工作报告",
        section_path=("一、主要工作",),
        report_year=2020 + number,
        fact_years=(2020 + number,),
        text=text,
        start=0,
        end=len(text),
        kind="report",
    )
    return Hit(passage, 1.0, ())


HITS = (
    hit(1, "全年发展党员18名，慰问困难党员70名。"),
    hit(2, "全年发展党员20名，建成党群服务中心2个。"),
    hit(3, "河道清淤由镇水利站负责，每季度开展一次。"),
)


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("河道清淤由镇水利站负责[3]。", "河道清淤由镇水利站负责。[3]"),
        ("河道清淤由镇水利站负责【材料3】。", "河道清淤由镇水利站负责。[3]"),
        ("河道清淤由镇水利站负责（材料3）。", "河道清淤由镇水利站负责。[3]"),
        ("河道清淤由镇水利站负责。[^3]", "河道清淤由镇水利站负责。[3]"),
        (
            "2021年发展党员18名，2022年发展党员20名[1、2]。",
            "2021年发展党员18名，2022年发展党员20名。[1][2]",
        ),
        (
            "2021年发展党员18名，2022年发展党员20名[1-2]。",
            "2021年发展党员18名，2022年发展党员20名。[1][2]",
        ),
        ("- **河道清淤由镇水利站负责**[3]。", "河道清淤由镇水利站负责。[3]"),
        ("1. 2022年建成党群服务中心2个[2]。", "2022年建成党群服务中心2个。[2]"),
    ],
)
def test_marks_are_read_however_a_model_writes_them(reply: str, text: str) -> None:
    checked = check_answer(reply, HITS)
    assert checked.text == text
    assert checked.notices == ()


@pytest.mark.parametrize(
    "reply",
    [
        "2021年发展党员20名[1]。",
        "2022年发展党员18名[2]。",
        "河道清淤由镇环卫所负责[3]。",
        "河道清淤每月开展一次[3]。",
        "河道清淤由镇水利站和镇环卫所共同负责[3]。",
        "镇环卫所负责河道清淤[3]。",
        "全年在石桥村建成党群服务中心2个[2]。",
        "河道清淤不由镇水利站负责[3]。",
        "全年植树造林300亩[1]。",
        "镇里修建了一座体育馆[7]。",
        "2021年慰问困难党员70名，发放慰问金5万元[1]。",
    ],
)
def test_what_the_cited_material_does_not_state_is_taken_out(reply: str) -> None:
    checked = check_answer(reply, HITS)
    assert checked.text == ""
    assert checked.used == ()
    assert "已去掉" in checked.notices[0]


def test_every_mark_left_is_of_material_that_was_given() -> None:
    reply = "河道清淤由镇水利站负责[3][9]。2021年发展党员18名[1]。2022年发展党员20名[88]。"
    checked = check_answer(reply, HITS)
    assert checked.text.count("[") == 3
    assert set(checked.used) == {1, 2, 3}
