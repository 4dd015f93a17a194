"""Whatever is typed is searched for, never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.library.library import Library

SYNTAX = ["AND", "OR", "NOT", "NEAR(", ")", '"', "'", "*", "^", ":", "-", "grams:", "{", "}"]
WORDS = ["主题党日", "發展黨員", "２０２３年", "二〇二三年", "去年", "上一份报告", "GDP", "（）"]
typed = st.lists(
    st.one_of(
        st.sampled_from(SYNTAX + WORDS),
        st.text(max_size=6),
        st.characters(categories=["So", "Cc", "Cs", "Nd", "Ps", "Pe"]),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    ),
    max_size=12,
).map(" ".join)


@pytest.fixture
def filled(library: Library, office: Path) -> Library:
    library.indexer.index_files([office])
    return library


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    query=typed,
    year=st.none() | st.integers(min_value=-1, max_value=10_000),
    section=st.none() | st.text(max_size=8),
)
def test_no_query_raises(
    filled: Library, query: str, year: int | None, section: str | None
) -> None:
    filled.retriever.search(query)
    filled.retriever.search(query, year=year, section=section)
    filled.retriever.similar_section(query, year=year)


@pytest.mark.parametrize(
    "query",
    ["党", "a", "9", "。", "？！……——", "   ", "🎉", "主题党日🎉", "主题党日" * 2500, "x" * 10_000],
)
def test_extremes_are_searched_like_anything_else(filled: Library, query: str) -> None:
    hits = filled.retriever.search(query).hits
    assert bool(hits) == ("党" in query)


@pytest.mark.parametrize(
    "query",
    [
        "2023年开展主题党日多少场？",
        "２０２３年開展主題黨日多少場？",
        "二〇二三年开展主题党日多少场",
        "二○二三年度主题党日情况",
        "2023 年 主题党日",
        "主题 党日（2023年）",
    ],
)
def test_one_question_in_many_spellings_has_one_answer(filled: Library, query: str) -> None:
    assert "264场" in filled.retriever.search(query).hits[0].passage.text


@pytest.mark.parametrize("query", ["黨費", "繳納黨費", "違紀", "職責", "監督"])
def test_traditional_characters_find_simplified_text(
    filled: Library, office: Path, query: str
) -> None:
    """Also without any of the frequent characters by which a page is known as traditional."""
    rule = office / "纪律.txt"
    rule.write_text("违纪处理\n党员违纪的，支部履行监督职责，督促补缴党费。", encoding="utf-8")
    filled.indexer.index_files([rule])
    assert filled.retriever.search(query).hits
