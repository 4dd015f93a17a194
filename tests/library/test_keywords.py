from __future__ import annotations

import pytest
from sqlalchemy import Engine

from rag.library.keywords import Filters, KeywordIndex
from rag.library.terms import tokens
from rag.records import DocumentKind, Passage

DOC = "0123456789ab"


def passage(
    number: int,
    text: str,
    *,
    document: str = DOC,
    years: tuple[int, ...] = (2023,),
    kind: DocumentKind = "report",
) -> Passage:
    return Passage(
        f"{document}#{number}",
        document,
        "报告",
        kind,
        ("一、做法",),
        2023,
        years,
        text,
        0,
        len(text),
    )


@pytest.fixture
def index(engine: Engine) -> KeywordIndex:
    index = KeywordIndex(engine)
    with engine.begin() as connection:
        index.add(
            connection,
            [
                passage(0, "全年开展主题党日264场，讲授党课12场。"),
                passage(1, "发展党员21名，培训入党积极分子46人。", years=(2022,)),
                passage(2, "党费收缴按规定执行。", kind="policy", document="ffffffffffff"),
                passage(3, "增长3.5%，达到４０２２万元。"),
            ],
        )
    return index


def found(index: KeywordIndex, query: str, filters: Filters | None = None) -> list[str]:
    return list(index.search(query, 10, filters).ids)


def test_tokens_are_bigrams_words_and_whole_numbers() -> None:
    assert tokens("主题党日 APP达３.5%") == ["主题", "题党", "党日", "app", "达", "3d5"]


def test_the_passage_with_the_words_is_found(index: KeywordIndex) -> None:
    assert found(index, "主题党日开展了多少场")[0] == f"{DOC}#0"


def test_traditional_characters_and_full_width_digits_match(index: KeywordIndex) -> None:
    assert found(index, "發展黨員") == [f"{DOC}#1"]
    assert found(index, "4022") == [f"{DOC}#3"]


def test_a_decimal_number_is_one_token(index: KeywordIndex) -> None:
    assert found(index, "3.5%") == [f"{DOC}#3"]
    assert found(index, "3.7%") == []


def test_a_single_character_finds_words_that_start_with_it(index: KeywordIndex) -> None:
    assert f"{DOC}#1" in found(index, "培")


@pytest.mark.parametrize(
    "query",
    [
        '党日" OR passage_id:x --',
        "NEAR(党日 党课)",
        "grams : 党日 * ^ -",
        "党日 AND NOT 264",
        "'); DROP TABLE passages_fts; --",
        '"""',
        "NOT",
        "",
        "\x00党日",
    ],
)
def test_a_query_is_data_and_never_syntax(index: KeywordIndex, query: str) -> None:
    found(index, query)
    assert found(index, "主题党日") == [f"{DOC}#0"]


def test_years_and_kinds_filter_inside_the_index(index: KeywordIndex) -> None:
    assert found(index, "党员 党日 党费", Filters(years=(2022,))) == [f"{DOC}#1"]
    assert found(index, "党员 党日 党费", Filters(kind="policy")) == ["ffffffffffff#2"]


def test_filter_tokens_cannot_be_typed(index: KeywordIndex) -> None:
    assert found(index, "fy2022 k0policy") == []


def test_deleting_a_document_forgets_only_its_passages(engine: Engine, index: KeywordIndex) -> None:
    with engine.begin() as connection:
        index.delete_document(connection, DOC)
    assert found(index, "党") == ["ffffffffffff#2"]


def test_grammar_weighs_less_in_a_question_than_in_a_quotation(index: KeywordIndex) -> None:
    asked = index.search("有什么培训", 10, quoted=False).terms.weights
    quoted = index.search("有什么培训", 10).terms.weights
    assert asked["什么"] < asked["有什"] * 1.01 < quoted["有什"]
    assert asked["培训"] >= quoted["培训"]


def test_what_a_question_names_first_weighs_more_than_what_follows(index: KeywordIndex) -> None:
    first = index.search("党课怎样讲授", 10, quoted=False).terms.weights
    last = index.search("怎样讲授党课", 10, quoted=False).terms.weights
    assert first["党课"] > last["党课"]
    quoted = [index.search(words, 10).terms.weights["党课"] for words in ("党课讲授", "讲授党课")]
    assert quoted[0] == quoted[1]


def test_of_a_pasted_page_the_rarest_words_are_looked_up(index: KeywordIndex) -> None:
    page = "".join(chr(0x4E00 + 7 * place) for place in range(300))
    assert found(index, f"{page}，讲授党课，{page[::-1]}") == [f"{DOC}#0"]


def test_the_passages_a_filter_lets_through_are_known(index: KeywordIndex) -> None:
    allowed = index.allowed(Filters(kind="policy"))
    assert allowed is not None
    assert (len(allowed), allowed.total, allowed.ids(10)) == (1, 4, ("ffffffffffff#2",))
    assert "ffffffffffff#2" in allowed
    assert f"{DOC}#0" not in allowed
    assert index.allowed(Filters()) is None


def test_rare_words_weigh_more_than_common_ones(index: KeywordIndex) -> None:
    weights = index.search("积极报告", 10).terms.weights
    assert weights["积极"] > weights["报告"] > 0
