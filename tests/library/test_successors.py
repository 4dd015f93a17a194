from __future__ import annotations

import pytest

from rag.library.successors import Rule, successors


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("中华人民共和国监察法", "监察法(2024-12-25)"),
        ("信访条例", "信访工作条例"),
        ("党费收缴办法（试行）", "党费收缴办法"),
        ("公务员法（2005年）", "中华人民共和国公务员法（2018年修订）"),
    ],
)
def test_a_later_rule_of_the_same_name_is_the_successor(old: str, new: str) -> None:
    rules = [Rule("new", new, 2022), Rule("old", old, 2010)]
    assert successors(rules) == {"old": rules[0]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2021年党建工作要点", "2022年党建工作要点"),
        ("村民委员会组织法", "城市居民委员会组织法"),
        ("关于开展主题教育的通知", "关于开展主题教育的通知"),
    ],
)
def test_other_documents_replace_nothing(old: str, new: str) -> None:
    assert successors([Rule("old", old, 2021), Rule("new", new, 2022)]) == {}


def test_rules_without_a_year_are_left_alone() -> None:
    assert successors([Rule("a", "信访条例", None), Rule("b", "信访条例", 2022)]) == {}
