"""What small models add to a section is taken off while the text streams."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.writing.masking import Marks, Restoring, without_last_year
from rag.writing.plaintext import PlainText, plain

HEADING = "（一）突出政治引领"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("突出政治引领\n\n一是抓学习。", "一是抓学习。"),
        ("## （一）突出政治引领：\n一是抓学习。", "一是抓学习。"),
        ("**（一）突出政治引领**\n一是抓学习。", "一是抓学习。"),
        ("好的，下面是这一节：\n一是抓学习。", "一是抓学习。"),
        ("以下是这一节的正文：\n\n一是抓学习。", "一是抓学习。"),
        ("**一是抓学习。** 扎实有效。", "一是抓学习。 扎实有效。"),
        ("- 一是抓学习。\n- 二是抓作风。", "一是抓学习。\n二是抓作风。"),
        ("```\n一是抓学习。\n```", "一是抓学习。"),
        ("一是抓学习。\n\n\n二是抓作风。", "一是抓学习。\n二是抓作风。"),
        ("一是抓学习。\n希望以上内容对您有帮助！", "一是抓学习。"),
        ("<|im_start|>一是抓学习。<|im_end|>\n<|im_end|>\n<end_of_turn>", "一是抓学习。"),
        ("突出政治引领，全镇上下齐心。", "突出政治引领，全镇上下齐心。"),
        ("以上率下抓学习。", "以上率下抓学习。"),
        ("好的作风是干出来的，全镇上下齐心协力抓落实，推动各项工作迈上新台阶，群众满意。",) * 2,
    ],
)
def test_only_the_text_of_the_section_is_left(reply: str, text: str) -> None:
    assert plain(reply, HEADING) == text


REPLY = (
    "好的，如下：\n# （一）突出政治引领\n\n**一是抓学习。**开展*集中*学习。\n- 二是抓作风\n"
    "<|im_end|>\n```text\n以上率下，突出政治引领，" + "久久为功" * 20 + "\n希望对您有帮助。"
)


@settings(deadline=None)
@given(st.lists(st.integers(0, len(REPLY)), max_size=20))
def test_the_text_is_the_same_however_the_stream_is_cut(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(REPLY)]
    stream = PlainText(HEADING, ())
    shown = "".join(stream.feed(REPLY[a:b]) for a, b in pairwise(places)) + stream.finish()
    assert shown == plain(REPLY, HEADING)


def test_a_line_that_is_surely_text_is_shown_at_once() -> None:
    stream = PlainText(HEADING)
    assert stream.feed("今年") == "今年"
    assert stream.feed("认真") == "认真"


PROMPT = ["要写的一节：抓学习", "{F1} 集中学习（次）", "认真学习，久久为功。"]


def test_lines_of_the_prompt_that_come_back_are_no_text() -> None:
    stream = PlainText(HEADING, PROMPT)
    reply = "要写的一节：抓学习\n{F1} 集中学习（次）\n认真学习，久久为功。\n要写的一节：更好。"
    assert stream.feed(reply) + stream.finish() == "认真学习，久久为功。\n要写的一节：更好。"


def test_a_long_line_is_not_said_twice() -> None:
    line = "各支部结合自身特点创新学习形式，使党员学得进、记得牢。"
    assert plain(f"{line}\n{line}\n好。\n好。\n{line}再接再厉。") == (
        f"{line}\n好。\n好。\n{line}再接再厉。"
    )


SKELETON = "集中学习【待填：集中学习（次），上年12次】，【待核：连续5年】先进。"


def test_a_model_sees_no_number_of_last_year_in_a_mark() -> None:
    seen = without_last_year(SKELETON)
    assert seen == "集中学习【待填：集中学习（次）】，【待核：连续×年】先进。"


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=8))
def test_marks_come_back_whole_however_the_stream_is_cut(cuts: list[int]) -> None:
    reply = without_last_year(SKELETON)
    places = [0, *sorted(min(cut, len(reply)) for cut in cuts), len(reply)]
    stream = Restoring(Marks(SKELETON))
    shown = "".join(stream.feed(reply[a:b]) for a, b in pairwise(places)) + stream.finish()
    assert shown == SKELETON


def test_a_mark_the_model_made_itself_stays() -> None:
    stream = Restoring(Marks(SKELETON))
    text = "新建【待核：哪个村】一处。"
    assert stream.feed(text) + stream.finish() == text
