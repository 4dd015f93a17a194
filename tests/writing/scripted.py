"""A chat endpoint whose replies are scripted, behind the real SDK and the real door."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx

from rag.settings import Settings
from rag.writing.model import ChatModel


def event(text: str, finish: str | None = None) -> str:
    """One piece of a reply as the protocol sends it."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk)}\n\n"


class Script:
    """Replies in order, each cut into pieces of ``size``; ``requests`` keeps what was asked.

    An ``httpx.Response`` in the place of a reply is sent as it is.
    """

    def __init__(self, *replies: str | httpx.Response, size: int = 3) -> None:
        self._replies = list(replies)
        self._size = size
        self.requests: list[dict[str, object]] = []

    def model(self, **settings: object) -> ChatModel:
        fields = {"model_url": "http://model.test/v1", "model": "m1", "model_retries": 0}
        made = ChatModel.from_settings(
            Settings(**{**fields, **settings}),  # type: ignore[arg-type]
            httpx.AsyncClient(transport=httpx.MockTransport(self._handler())),
        )
        assert made is not None
        return made

    def prompt(self, number: int = -1) -> str:
        """All messages of a request, joined."""
        messages = self.requests[number]["messages"]
        assert isinstance(messages, list)
        return "\n".join(message["content"] for message in messages)

    def _handler(self) -> Callable[[httpx.Request], httpx.Response]:
        def answer(request: httpx.Request) -> httpx.Response:
            self.requests.append(json.loads(request.content))
            reply = self._replies.pop(0)
            if isinstance(reply, httpx.Response):
                return reply
            size = self._size
            pieces = [reply[n : n + size] for n in range(0, len(reply), size)]
            body = "".join(map(event, pieces)) + event("", "stop") + "data: [DONE]\n\n"
            return httpx.Response(200, text=body, headers={"content-type": "text/event-stream"})

        return answer
