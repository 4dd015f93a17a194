"""Remarks keep their place while the text around them is edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reports.anchors import Anchor, Place, anchor, find

TEXT = "全年开展集中学习18次，组织宣讲6场，走访群众240户。下半年又组织宣讲6场，覆盖全部村组。"


def at(words: str, text: str = TEXT) -> Anchor:
    start = text.rindex(words)
    return anchor(text, start, start + len(words))


def test_in_the_same_text_the_place_is_the_same() -> None:
    kept = at("宣讲6场")

    assert find(kept, TEXT) == Place(kept.start, kept.start + 4, exact=True)


def test_of_equal_words_the_ones_with_the_same_surroundings_are_meant() -> None:
    edited = "今年以来，" + TEXT.replace("走访群众240户", "走访慰问困难群众312户次")
    place = find(at("6场"), edited)

    assert place is not None
    assert place == Place(edited.rindex("6场"), edited.rindex("6场") + 2, exact=True)


def test_a_number_that_was_corrected_is_found_between_what_stood_around_it() -> None:
    edited = TEXT.replace("学习18次", "学习二十余次")
    place = find(at("18次"), edited)

    assert place is not None
    assert (edited[place.start : place.end], place.exact) == ("二十余次", False)


def test_equal_words_elsewhere_are_not_taken_for_the_ones_that_were_rewritten() -> None:
    edited = TEXT.replace("集中学习18次", "集中学习20次") + "另有18次为自学。"
    place = find(at("18次"), edited)

    assert place is not None
    assert edited[place.start : place.end] == "20次"


def test_words_that_were_moved_are_found_at_their_new_place() -> None:
    moved = "走访群众240户。" + TEXT.replace("，走访群众240户", "")
    place = find(at("走访群众240户"), moved)

    assert place == Place(0, 8, exact=True)


@pytest.mark.parametrize("text", ["", "本节重写，另起炉灶。", "学习"])
def test_where_nothing_is_left_of_it_there_is_no_place(text: str) -> None:
    assert find(at("18次"), text) is None


def test_a_remark_on_no_words_stands_between_its_neighbours() -> None:
    kept = anchor(TEXT, 11, 11)
    place = find(kept, "综上，" + TEXT)

    assert place == Place(14, 14, exact=False)


@given(
    st.text("学习宣讲次场，。12", max_size=40),
    st.text("学习宣讲次场，。12", max_size=40),
    st.data(),
)
def test_a_place_is_always_inside_the_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    place = find(anchor(old, start, end), new)

    assert place is None or 0 <= place.start <= place.end <= len(new)
