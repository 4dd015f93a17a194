"""Shares and their change rest on entered counts."""

from __future__ import annotations

import pytest

from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import PROVED, LedgerRow, Link


def row(name: str, unit: str, before: str, now: str) -> LedgerRow:
    values = {2023: enter(before, unit).value, 2024: enter(now, unit).value}
    return LedgerRow(name, unit, "", values)


ROWS = (
    row("经营性收入占比", "%", "43.5", "58.7"),
    row("党员", "名", "1200", "1500"),
    row("35岁以下党员", "名", "300", "603"),
    row("按时办结率", "%", "96", "98.4"),
    row("群众满意率", "%", "95", "96.9"),
)


def last(text: str) -> Link:
    return link(text, ROWS, 2024)[-1]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("经营性收入占比58.7%，提高15.2个百分点。", "58.7%−43.5%＝15.2个百分点"),
        (
            "全镇党员1500名，其中35岁以下党员603名，占40.2%，比上年提高15.2个百分点。",
            "40.2%−25%＝15.2个百分点",
        ),
        ("35岁以下党员603名，占党员总数的40.2%。", "603÷1500＝40.2%"),
        (
            "按时办结率98.4%、群众满意率96.9%，两者相差1.5个百分点。",
            "98.4%−96.9%＝1.5个百分点",
        ),
    ],
)
def test_a_share_and_its_change_are_computed(text: str, formula: str) -> None:
    found = last(text)
    assert (found.status, found.formula) == ("derived", formula)


@pytest.mark.parametrize(
    "text",
    [
        "全镇党员1500名，其中35岁以下党员603名，占40.2%，比上年提高16.2个百分点。",
        "全镇党员1500名，其中35岁以下党员603名，占40.2%，比上年下降15.2个百分点。",
        "35岁以下党员603名，占党员总数的42.2%。",
        "按时办结率98.4%、群众满意率96.9%，两者相差2.5个百分点。",
    ],
)
def test_a_wrong_share_or_change_is_not_proved(text: str) -> None:
    assert last(text).status not in PROVED
