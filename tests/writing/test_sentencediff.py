"""The proposal as a diff of sentences."""

from __future__ import annotations

from hypothesis import given, settings
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


@settings(deadline=None)
@given(st.text("甲乙丙。；\n ，", max_size=40), st.text("甲乙丙。；\n ，", max_size=40))
def test_all_accepted_is_the_new_text_and_none_the_old(old: str, new: str) -> None:
    changes = sentence_diff(old, new)
    assert accept(changes, range(len(changes))) == new
    assert accept(changes, ()) == old
    at = 0
    for change in changes:
        assert change.start == at
        at += len(change.old)


POINTS = (
    "一是抓学习强基础。二是抓队伍促提升。三是抓服务惠民生。四是抓项目兴产业。五是抓治理保平安。"
    "六是抓作风树形象。"
)


def test_a_point_taken_out_of_the_middle_is_one_delete_and_labels_that_count_on() -> None:
    new = (
        POINTS.replace("四是抓项目兴产业。", "")
        .replace("五是抓治", "四是抓治")
        .replace("六是抓作", "五是抓作")
    )
    changes = [(c.kind, c.old, c.new) for c in sentence_diff(POINTS, new) if c.kind != "keep"]
    assert changes == [
        ("delete", "四是抓项目兴产业。", ""),
        ("replace", "五是抓治理保平安。", "四是抓治理保平安。"),
        ("replace", "六是抓作风树形象。", "五是抓作风树形象。"),
    ]


def test_one_sentence_gone_and_another_new_are_two_changes() -> None:
    old = "开展集中学习。走访困难党员群众。办好民生实事。"
    new = "开展集中学习活动。办好十件民生实事。组织志愿服务队伍。"
    changes = [(c.kind, c.old, c.new) for c in sentence_diff(old, new)]
    assert ("delete", "走访困难党员群众。", "") in changes
    assert ("replace", "办好民生实事。", "办好十件民生实事。") in changes
    assert ("insert", "", "组织志愿服务队伍。") in changes


def test_sentences_all_reworded_stay_one_for_one() -> None:
    old, new = "甲乙丙丁。戊己庚辛。", "子丑寅卯。辰巳午未。"
    kinds = [change.kind for change in sentence_diff(old, new)]
    assert kinds == ["replace", "replace"]


def test_a_line_break_alone_is_no_change_and_goes_with_the_sentence_beside_it() -> None:
    old = "一抓学习，每月一次。\n二抓服务，每周一次。"
    shorter = sentence_diff(old, "一抓学习，每月一次。")
    assert [change.kind for change in shorter] == ["keep", "delete"]
    assert accept(shorter, [1]) == "一抓学习，每月一次。"
    longer = sentence_diff("一抓学习，每月一次。", old)
    assert [change.kind for change in longer] == ["keep", "insert"]
    assert accept(longer, [1]) == old
    assert accept(longer, ()) == "一抓学习，每月一次。"
