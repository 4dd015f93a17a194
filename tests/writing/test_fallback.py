"""Why the rules' draft is the better one."""

from __future__ import annotations

import pytest

from rag.records import Draft, Link
from rag.text.marks import MARK
from rag.writing.fallback import faults, with_rule_sentences

NAMES = ("集中学习", "主题党日", "发展党员", "走访慰问")
RULES = Draft(
    "全年开展集中学习12次，举办主题党日264场。发展党员8名，走访慰问30户。"
    "约谈【待填：约谈（人），上年6人】，督查【待填：督查（次），上年4次】。",
    "skeleton",
    tuple(Link(0, 2, "", "entered", name) for name in NAMES),
)
GOOD = RULES.text.replace("全年", "今年")


def made(text: str, *names: str, wrong: int = 0) -> Draft:
    links = [Link(0, 2, "", "entered", name) for name in names]
    return Draft(text, "m", (*links, *(Link(0, 2, "", "stale"),) * wrong))


def test_a_draft_that_says_all_has_no_fault() -> None:
    assert faults(made(GOOD, *NAMES), RULES) == ()


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (made(GOOD, "集中学习"), "4项已填数据只写到1项"),
        (made("工作扎实。", *NAMES), "篇幅太短"),
        (made(MARK.sub("多", GOOD), *NAMES), "2处【待填】只留下0处"),
        (made(GOOD + "各支部认真抓好落实。" * 3, *NAMES), "有2句重复"),
        (made(GOOD + "The party branch studied very hard. " * 6, *NAMES), "英文"),
        (made(GOOD, *NAMES, wrong=9), "13个数字有9个没有依据"),
    ],
)
def test_each_fault_is_named(draft: Draft, reason: str) -> None:
    assert any(reason in said for said in faults(draft, RULES))


def test_a_sentence_that_is_none_of_the_rules_stays() -> None:
    draft = made("群众交口称赞×次。", *NAMES)
    assert with_rule_sentences(draft, (), RULES.text).text == (
        "群众交口称赞【待核：模型漏写了数字】次。"
    )
