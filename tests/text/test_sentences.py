from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import split_sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def test_full_stops_semicolons_and_line_breaks_end_a_sentence() -> None:
    assert pieces("抓学习；抓落实。\n标题\n末句") == ["抓学习；", "抓落实。", "标题", "末句"]


def test_quotes_and_brackets_stay_whole() -> None:
    assert pieces("做到“走访；慰问”并行（甲村；乙村）。完") == [
        "做到“走访；慰问”并行（甲村；乙村）。",
        "完",
    ]


def test_a_quotation_ends_with_its_closing_mark() -> None:
    assert pieces("会议强调：“要落实。要见效。”全镇行动。") == [
        "会议强调：“要落实。要见效。”",
        "全镇行动。",
    ]


def test_a_forgotten_bracket_costs_one_line_at_most() -> None:
    assert pieces("（未闭合。甲\n乙。丙") == ["（未闭合。甲", "乙。", "丙"]


@given(st.text(alphabet="甲乙。；！“”（）\n 1", max_size=60))
def test_nothing_but_blanks_is_lost(text: str) -> None:
    kept = "".join("".join(pieces(text)).split())
    assert kept == "".join(text.split())
