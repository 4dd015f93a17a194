"""A reranking endpoint, scripted at the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from rag.errors import ComponentError
from rag.library.library import Library
from rag.library.rerank import Reranker, make_reranker
from rag.library.search import Retriever
from rag.settings import Settings

Reply = Callable[[httpx.Request], httpx.Response]


def reranker(reply: Reply, key: str = "") -> Reranker:
    settings = Settings(
        rerank_url="http://rerank.test/rerank", rerank_model="bge-reranker", rerank_key=key
    )
    made = make_reranker(settings, httpx.Client(transport=httpx.MockTransport(reply)))
    assert made is not None
    return made


def preferring(words: str) -> Reply:
    """An endpoint that likes texts with some words best; its results come in its own order."""

    def reply(request: httpx.Request) -> httpx.Response:
        texts = json.loads(request.content)["documents"]
        results = [
            {"index": place, "relevance_score": 9.5 if words in text else -3.0}
            for place, text in enumerate(texts)
        ]
        results.sort(key=lambda one: -float(one["relevance_score"]))
        return httpx.Response(200, json={"results": results})

    return reply


def with_reranker(library: Library, reply: Reply) -> Retriever:
    return library.retriever.model_copy(update={"reranker": reranker(reply)})


def test_the_request_is_the_common_protocol_and_scores_come_in_the_texts_order() -> None:
    seen: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return preferring("乙")(request)

    assert reranker(reply, key="secret").scores("问", ["甲", "乙"]) == (-3.0, 9.5)
    sent = json.loads(seen[0].content)
    assert sent == {"model": "bge-reranker", "query": "问", "documents": ["甲", "乙"], "top_n": 2}
    assert seen[0].headers["authorization"] == "Bearer secret"


def test_without_an_address_there_is_no_reranker() -> None:
    assert make_reranker(Settings()) is None


def test_nothing_to_rank_asks_nobody() -> None:
    assert reranker(lambda request: httpx.Response(500)).scores("问", []) == ()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, text="out of memory"),
        httpx.Response(200, text="<html>proxy</html>"),
        httpx.Response(200, json={"results": []}),
        httpx.Response(200, json={"data": [1, 2]}),
        httpx.Response(200, json={"results": [{"index": 7, "relevance_score": 1}] * 2}),
    ],
)
def test_a_reply_that_is_none_is_a_chinese_error(answer: httpx.Response) -> None:
    with pytest.raises(ComponentError, match="重排接口没有返回结果"):
        reranker(lambda request: answer).scores("问", ["甲", "乙"])


def test_a_reranker_can_lift_a_passage(library: Library, office: Path) -> None:
    library.indexer.index_files([office])
    query = "党员教育和组织建设"
    plain = library.retriever.search(query)
    wanted = plain.hits[1].passage
    lifted = with_reranker(library, preferring(wanted.text)).search(query)
    assert lifted.hits[0].passage.id == wanted.id
    assert "重排" in lifted.hits[0].why
    assert {h.passage.id for h in lifted.hits} == {h.passage.id for h in plain.hits}


def test_a_failing_reranker_is_told_and_the_search_goes_on(library: Library, office: Path) -> None:
    library.indexer.index_files([office])

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    plain = library.retriever.search("党员教育和组织建设")
    given = with_reranker(library, refuse).search("党员教育和组织建设")
    assert given.hits == plain.hits
    assert given.notices[-1].startswith("重排没有成功")
