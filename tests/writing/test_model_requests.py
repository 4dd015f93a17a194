"""What is sent to an endpoint: the real SDK over a replaced wire."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from rag.errors import (
    ModelNotConfiguredError,
    ModelRateLimitedError,
    ModelServerError,
    ModelUnauthorizedError,
)
from rag.settings import Settings
from rag.writing.model import ChatModel
from rag.writing.prompts import Message

ANSWER = (
    'data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":'
    '[{"index":0,"delta":{"content":"好。"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
)


def over(handler: object, **fields: object) -> ChatModel:
    settings = Settings(model_url="http://model.test/v1", model="m1", model_retries=0, **fields)
    transport = httpx.MockTransport(handler)  # type: ignore[arg-type]
    made = ChatModel.from_settings(settings, httpx.AsyncClient(transport=transport))
    assert made is not None
    return made


def test_the_request_holds_messages_limits_and_key() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text=ANSWER, headers={"content-type": "text/event-stream"})

    model = over(answer, model_key="k", model_max_tokens=300)
    messages = [Message("system", "规矩"), Message("user", "写")]
    assert "".join(model.stream(messages, temperature=0.7)) == "好。"
    body = json.loads(seen[0].content)
    assert seen[0].url == "http://model.test/v1/chat/completions"
    assert seen[0].headers["authorization"] == "Bearer k"
    assert body["messages"] == [
        {"role": "system", "content": "规矩"},
        {"role": "user", "content": "写"},
    ]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("m1", 0.7, 300)
    assert "tools" not in body, "nothing a document says can call a tool"


def test_nothing_is_sent_before_the_first_piece_is_asked_for() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text=ANSWER)

    over(answer).stream([Message("user", "写")])
    assert seen == []


def test_a_model_that_refuses_a_parameter_is_asked_without_it() -> None:
    seen: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        if "max_tokens" in seen[-1]:
            said = "Unsupported parameter: 'max_tokens' is not supported with this model."
            return httpx.Response(400, json={"error": {"message": said}})
        return httpx.Response(200, text=ANSWER)

    model = over(answer)
    assert model.complete([Message("user", "写")]) == "好。"
    assert model.complete([Message("user", "写")]) == "好。"
    assert len(seen) == 3
    assert "max_completion_tokens" in seen[-1]


def test_an_exhausted_account_is_not_called_busy() -> None:
    model = over(
        lambda _request: httpx.Response(429, json={"error": {"code": "insufficient_quota"}})
    )
    with pytest.raises(ModelUnauthorizedError, match="额度"):
        model.complete([Message("user", "写")])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("12", 12), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("", None)],
)
def test_retry_after_is_read_as_seconds_or_a_date(header: str, seconds: float | None) -> None:
    busy = httpx.Response(429, json={"error": {"message": "slow"}}, headers={"retry-after": header})
    with pytest.raises(ModelRateLimitedError) as caught:
        over(lambda _request: busy).complete([Message("user", "写")])
    assert caught.value.retry_after == seconds


def test_an_error_inside_a_stream_is_told() -> None:
    text = 'data: {"error": {"message": "CUDA out of memory"}}\n\n'
    model = over(lambda _request: httpx.Response(200, text=text))
    with pytest.raises(ModelServerError, match="CUDA out of memory"):
        model.complete([Message("user", "写")])


def test_no_settings_mean_no_model() -> None:
    assert ChatModel.from_settings(Settings()) is None


def test_a_url_without_a_model_name_is_told() -> None:
    with pytest.raises(ModelNotConfiguredError, match="模型名称"):
        ChatModel.from_settings(Settings(model_url="http://model.test/v1"))


def test_a_gguf_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelNotConfiguredError, match="找不到模型文件"):
        ChatModel.from_settings(Settings(model_gguf=tmp_path / "none.gguf"))
