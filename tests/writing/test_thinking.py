"""A reasoning model's thoughts never reach the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.writing.thinking import ThinkFilter


def shown(text: str, cuts: list[int]) -> str:
    think = ThinkFilter()
    places = [0, *sorted(cuts), len(text)]
    return "".join(think.feed(text[a:b]) for a, b in pairwise(places)) + think.finish()


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("<think>想</think>\n\n正文。", "正文。"),
        ("\n<think></think>正文。", "正文。"),
        ("正文<think>不是思考</think>。", "正文<think>不是思考</think>。"),
        ("<think>没想完", ""),
        ("<正文>", "<正文>"),
        ("<thi", "<thi"),
    ],
)
@given(cuts=st.lists(st.integers(0, 8), max_size=6))
def test_thoughts_are_dropped_however_they_arrive(reply: str, text: str, cuts: list[int]) -> None:
    assert shown(reply, [min(cut, len(reply)) for cut in cuts]) == text
