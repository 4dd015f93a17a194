"""Parts of a whole, and numbers that only say which things are counted."""

from __future__ import annotations

import pytest

from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import PROVED, LedgerRow


def row(name: str, unit: str, value: str) -> LedgerRow:
    return LedgerRow(name, unit, "", {2024: enter(value, unit).value})


ROWS = (
    row("发展党员数", "名", "25"),
    row("其中女性", "名", "11"),
    row("35岁及以下", "名", "16"),
    row("经营性收入超50万元村", "个", "12"),
)


def unproved(text: str) -> list[str]:
    return [one.text for one in link(text, ROWS, 2024) if one.status not in PROVED]


def test_a_part_is_not_held_against_the_whole_before_it() -> None:
    assert unproved("全年发展党员25名，其中女党员11名、35岁以下党员16名。") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("全年发展党员25名，其中女党员12名、35岁以下党员16名。", ["12名"]),
        ("全年发展党员25名，其中女党员16名、35岁以下党员11名。", ["16名", "11名"]),
        ("全年发展党员11名，其中女党员25名。", ["11名", "25名"]),
        ("经营性收入60万元以上的村12个。", ["60万元以上"]),
    ],
)
def test_a_wrong_part_or_class_is_found(text: str, wrong: list[str]) -> None:
    assert unproved(text) == wrong


def test_what_only_says_which_things_are_counted_needs_no_source() -> None:
    assert unproved("经营性收入50万元以上的村12个。") == []
    assert unproved("对80岁以上老人上门服务。") == []


@pytest.mark.parametrize(
    ("told", "turned"),
    [
        ("完成7个老旧小区改造。", "未完成7个老旧小区改造。"),
        ("打造党建示范点6个。", "撤销党建示范点6个。"),
        ("全年发展党员25名。", "全年减少党员25名。"),
        ("问题未整改2个。", "问题已整改2个。"),
    ],
)
def test_what_is_denied_or_taken_away_is_not_what_was_counted(told: str, turned: str) -> None:
    rows = (
        *ROWS,
        row("老旧小区改造", "个", "7"),
        row("党建示范点", "个", "6"),
        row("问题未整改", "个", "2"),
        row("问题整改", "个", "33"),
    )
    assert [one.status in PROVED for one in link(told, rows, 2024)] == [True]
    (found,) = link(turned, rows, 2024)
    assert found.status not in PROVED
    assert "约数" not in found.evidence
