"""What is proposed for a wrong number fits the place exactly: unit, style and verb."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import PROVED, LedgerRow, Link

_DOUBLED = re.compile(
    r"(?P<word>增长|下降|增加|减少|提高|降低|万元|亿元|个百分点|百分之|超过|突破|近|持平)(?P=word)"
    r"|(?:增长|增加|提高|上升)(?:下降|减少|降低)|(?:下降|减少|降低)(?:增长|增加|提高)|突破近|(?:增长|下降)了?持平"
)


def row(name: str, unit: str, **values: str) -> LedgerRow:
    entered = {
        int(year[1:]): enter(text, unit, indicator=name).value for year, text in values.items()
    }
    return LedgerRow(name, unit, "", entered)


def amended(text: str, *rows: LedgerRow) -> tuple[str, tuple[Link, ...]]:
    """The text with the first proposal taken up, and its links."""
    for one in link(text, rows, 2024):
        if one.expected:
            start = one.start - len(one.takes)
            assert text[start : one.start] == one.takes
            text = f"{text[:start]}{one.expected}{text[one.end :]}"
            break
    return text, link(text, rows, 2024)


VISITS = row("走访慰问困难群众", "户", y2023="100", y2024="90")
OUTPUT = row("村集体总收入", "万元", y2023="36000", y2024="37100")
CASES = row("信访总量", "%", y2024="下降5.5%")


@pytest.mark.parametrize(
    ("wrong", "rows", "right"),
    [
        (
            "走访慰问困难群众90户，比上年增长7%。",
            (VISITS,),
            "走访慰问困难群众90户，比上年下降10%。",
        ),
        (
            "走访慰问困难群众90户，同比增长了7%。",
            (VISITS,),
            "走访慰问困难群众90户，同比下降了10%。",
        ),
        (
            "走访慰问困难群众90户，比上年下降7%。",
            (VISITS,),
            "走访慰问困难群众90户，比上年下降10%。",
        ),
        (
            "走访慰问困难群众90户，比上年增加12户。",
            (VISITS,),
            "走访慰问困难群众90户，比上年减少10户。",
        ),
        ("村集体总收入达到3.6亿元。", (OUTPUT,), "村集体总收入达到3.71亿元。"),
        ("村集体总收入达到37000万元。", (OUTPUT,), "村集体总收入达到37100万元。"),
        ("村集体总收入达到37,000万元。", (OUTPUT,), "村集体总收入达到37,100万元。"),
        ("信访总量增长5.5%。", (CASES,), "信访总量下降5.5%。"),
        ("信访总量上升百分之五点五。", (CASES,), "信访总量下降百分之5.5。"),
        (
            "整治隐患五处。",
            (row("整治隐患", "处", y2024="7"),),
            "整治隐患七处。",
        ),
        (
            "户均可支配收入4000元。",
            (row("户均可支配收入", "元", y2024="4,305"),),
            "户均可支配收入4305元。",
        ),
        (
            "接待游客突破3万人次。",
            (row("接待游客", "万人次", y2024="近5"),),
            "接待游客近5万人次。",
        ),
        (
            "开展宣讲44场，与上年相比增长5%。",
            (row("开展宣讲", "场", y2023="44", y2024="44"),),
            "开展宣讲44场，与上年相比持平。",
        ),
        (
            "开展宣讲44场，比上年增长5%。",
            (row("开展宣讲", "场", y2023="44", y2024="44"),),
            "开展宣讲44场，与上年持平。",
        ),
    ],
)
def test_a_proposal_reads_well_in_its_place(
    wrong: str, rows: tuple[LedgerRow, ...], right: str
) -> None:
    text, _ = amended(wrong, *rows)
    assert text == right


_FRAMES = (
    "全镇走访慰问困难群众{now}户，比上年{verb}{rate}%。",
    "走访慰问困难群众{now}户，同比{verb}了{rate}%，群众满意。",
    "走访慰问困难群众{now}户、{verb}{rate}%。",
)


@settings(deadline=None)
@given(
    st.sampled_from(_FRAMES),
    st.sampled_from(("增长", "增加", "提高", "上升", "下降", "减少", "降低")),
    st.integers(50, 400),
    st.integers(50, 400),
    st.integers(1, 99),
)
def test_a_growth_taken_up_is_proved_and_says_nothing_twice(
    frame: str, verb: str, before: int, now: int, rate: int
) -> None:
    known = row("走访慰问困难群众", "户", y2023=str(before), y2024=str(now))
    text, links = amended(frame.format(now=now, verb=verb, rate=rate), known)
    assert not _DOUBLED.search(text), text
    assert all(one.status in PROVED for one in links), (text, links)


@settings(deadline=None)
@given(
    st.sampled_from(("{}万元", "{}亿元", "{}元", "约{}万元")),
    st.integers(101, 99999),
    st.integers(101, 99999),
    st.sampled_from(("万元", "元", "亿元")),
)
def test_a_value_taken_up_is_proved_in_the_drafts_own_unit(
    written: str, stated: int, entered: int, unit: str
) -> None:
    known = row("村集体总收入", unit, y2024=str(entered))
    text, links = amended(f"村集体总收入达到{written.format(stated)}。", known)
    assert not _DOUBLED.search(text), text
    assert all(one.status in PROVED for one in links), (text, links)
    if "约" not in written:
        assert text.endswith(written.format("") + "。")
