"""The proposal as a diff of sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.writing.sentencediff import accept, sentence_diff

OLD = "一是抓学习。开展集中学习12次。\n二是抓服务。办结事项30件。"
NEW = "一是抓学习。集中学习12次。\n二是抓服务。办结事项30件。三是抓队伍。"


def test_only_what_differs_is_a_change() -> None:
    kinds = [(c.kind, c.old, c.new) for c in sentence_diff(OLD, NEW) if c.kind != "keep"]
    assert kinds == [
        ("replace", "开展集中学习12次。\n", "集中学习12次。\n"),
        ("insert", "", "三是抓队伍。"),
    ]


def test_each_change_can_be_taken_alone() -> None:
    changes = sentence_diff(OLD, NEW)
    places = [n for n, change in enumerate(changes) if change.kind != "keep"]
    assert accept(changes, [places[0]]) == OLD.replace("开展集中", "集中")
    assert accept(changes, [places[1]]) == OLD + "三是抓队伍。"


@given(st.text("甲乙丙。；\n ，", max_size=40), st.text("甲乙丙。；\n ，", max_size=40))
def test_all_accepted_is_the_new_text_and_none_the_old(old: str, new: str) -> None:
    changes = sentence_diff(old, new)
    assert accept(changes, range(len(changes))) == new
    assert accept(changes, ()) == old
    at = 0
    for change in changes:
        assert change.start == at
        at += len(change.old)
