"""The only door to a chat model: any OpenAI-compatible endpoint, or a GGUF file served in-process.

The openai SDK is used directly, not LangChain's ``ChatOpenAI`` over it: what matters here lies
below LangChain's surface (closing the HTTP response on stop, an idle timeout for each chunk, why a
stream ended, Retry-After), and the SDK alone loads in a third of the time.

The SDK's asynchronous client runs on one background loop per ChatModel, because cancelling a task
is the only way to end a request at any moment: while connecting, while the server is still reading
the prompt, or in mid-stream. A thread blocked in a socket read cannot be stopped.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from rag.errors import (
    ModelEmptyReplyError,
    ModelError,
    ModelInterruptedError,
    ModelNotConfiguredError,
    ModelRateLimitedError,
    ModelServerError,
    ModelTimeoutError,
    ModelUnreachableError,
)
from rag.settings import Settings
from rag.writing.failures import ParameterRefused, translated
from rag.writing.prompts import Message
from rag.writing.reply import End, Item, Reply, ReplyState
from rag.writing.thinking import ThinkFilter

if TYPE_CHECKING:
    import httpx
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

_MAX_WAIT: Final = 60.0
"""Seconds. A longer Retry-After is the writer's to decide about, not ours to sit out."""
REFUSED: Final = "模型拒绝回复：“{}”。"
_SHOWN: Final = 60
_POLL: Final = 0.05
_CLOSE_WAIT: Final = 5.0
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class ChatModel:
    """A configured chat model. Safe to share between threads."""

    def __init__(
        self, settings: Settings, base_url: str, http_client: httpx.AsyncClient | None = None
    ) -> None:
        self.name = settings.model or (settings.model_gguf.stem if settings.model_gguf else "")
        self.context = settings.model_context
        self.max_tokens = min(settings.model_max_tokens, settings.model_context // 2)
        self._idle = settings.model_timeout
        self._retries = settings.model_retries
        self._key = settings.model_key or "none"
        self._base_url = base_url
        self._http_client = http_client
        self._client: AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._refused: set[str] = set()

    @classmethod
    def from_settings(
        cls, settings: Settings, http_client: httpx.AsyncClient | None = None
    ) -> ChatModel | None:
        """The model an office has set, None when it has set none.

        Raises ModelNotConfiguredError when the settings are incomplete or the GGUF file is missing.
        """
        if settings.model_url:
            if not settings.model:
                raise ModelNotConfiguredError("设置了模型接口地址，但没有设置模型名称。")
            return cls(settings, settings.model_url, http_client)
        if settings.model_gguf is not None:
            from rag.writing.local import serve_gguf

            return cls(settings, serve_gguf(settings.model_gguf, settings.model_context))
        return None

    def stream(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0.3,
        stop: threading.Event | None = None,
        max_tokens: int | None = None,
    ) -> Reply:
        """Ask, and return the reply as it arrives. Nothing is sent before the first ``next``.

        When ``stop`` is set the request is ended upstream and ModelInterruptedError raised.
        """
        state = ReplyState()
        limit = min(max_tokens or self.max_tokens, self.max_tokens)
        return Reply(self._pieces(tuple(messages), temperature, limit, stop, state), state)

    def complete(self, messages: Sequence[Message], *, temperature: float = 0.0) -> str:
        """The whole reply at once."""
        return "".join(self.stream(messages, temperature=temperature))

    def close(self) -> None:
        """Close the connections and end the background loop."""
        with self._lock:
            loop, client = self._loop, self._client
            self._loop = self._client = None
        if loop is not None and client is not None:
            asyncio.run_coroutine_threadsafe(client.close(), loop).result(_CLOSE_WAIT)
            loop.call_soon_threadsafe(loop.stop)

    def _pieces(
        self,
        messages: tuple[Message, ...],
        temperature: float,
        limit: int,
        stop: threading.Event | None,
        state: ReplyState,
    ) -> Iterator[str]:
        items: queue.SimpleQueue[Item] = queue.SimpleQueue()
        loop = self._running_loop()
        state.started = time.monotonic()
        work = self._produce(messages, temperature, limit, state, items)
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            while True:
                item = _next_item(items, stop, state)
                if isinstance(item, End):
                    return
                if isinstance(item, ModelError):
                    raise item
                state.text += item
                yield item
        finally:
            state.ended = time.monotonic()
            future.cancel()
            _wait_until_closed(future)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._client = self._make_client()
                threading.Thread(
                    target=self._loop.run_forever, name="zhubi-model", daemon=True
                ).start()
            return self._loop

    def _make_client(self) -> AsyncOpenAI:
        from httpx2 import Limits
        from openai import AsyncOpenAI, DefaultAsyncHttpx2Client

        http: Any = self._http_client
        if http is None and urlsplit(self._base_url).hostname in _LOOPBACK:
            # An office proxy set in the environment must not swallow this machine's own model. A
            # fresh connection costs nothing here, while on a kept one small servers that leave
            # Nagle's algorithm on hold the first token back for 40 ms.
            http = DefaultAsyncHttpx2Client(
                trust_env=False, limits=Limits(max_keepalive_connections=0)
            )
        return AsyncOpenAI(
            api_key=self._key,
            base_url=self._base_url,
            max_retries=0,
            timeout=self._idle,
            http_client=http,
        )

    async def _produce(
        self,
        messages: tuple[Message, ...],
        temperature: float,
        limit: int,
        state: ReplyState,
        items: queue.SimpleQueue[Item],
    ) -> None:
        attempt = 0
        while True:
            try:
                async for piece in self._request(messages, temperature, limit, state):
                    state.first = state.first or time.monotonic()
                    items.put(piece)
                items.put(_ended(state))
                return
            except ParameterRefused as error:
                if error.parameter in self._refused:
                    items.put(error)
                    return
                self._refused.add(error.parameter)
            except ModelError as error:
                wait = _retry_wait(error, attempt)
                if state.first is not None or attempt == self._retries or wait is None:
                    items.put(error)
                    return
                attempt += 1
                await asyncio.sleep(wait)

    def _options(self, temperature: float, limit: int) -> dict[str, Any]:
        wanted = {
            "temperature": temperature,
            "max_tokens": limit,
            "stream_options": {"include_usage": True},
        }
        if "max_tokens" in self._refused:
            wanted["max_completion_tokens"] = limit
        return {name: value for name, value in wanted.items() if name not in self._refused}

    async def _request(
        self, messages: tuple[Message, ...], temperature: float, limit: int, state: ReplyState
    ) -> AsyncIterator[str]:
        assert self._client is not None
        think = ThinkFilter()
        with translated(self._idle):
            chunks = await asyncio.wait_for(
                self._client.chat.completions.create(
                    model=self.name,
                    messages=_wire_messages(messages),
                    stream=True,
                    **self._options(temperature, limit),
                ),
                self._idle,
            )
        try:
            iterator = aiter(chunks)
            while True:
                with translated(self._idle):
                    # Keep-alive comments make no chunk, so a silent server is noticed.
                    chunk = await asyncio.wait_for(anext(iterator, None), self._idle)
                if chunk is None:
                    break
                if piece := think.feed(_read_chunk(chunk, state)):
                    yield piece
            if rest := think.finish():
                yield rest
        finally:
            await chunks.close()


def _wire_messages(messages: Sequence[Message]) -> list[ChatCompletionMessageParam]:
    plain = [{"role": message.role, "content": message.content} for message in messages]
    return cast("list[ChatCompletionMessageParam]", plain)


def _next_item(
    items: queue.SimpleQueue[Item], stop: threading.Event | None, state: ReplyState
) -> Item:
    while True:
        if stop is not None and stop.is_set():
            return ModelInterruptedError("已按要求停止。", partial=state.text)
        try:
            item = items.get(timeout=_POLL if stop is not None else None)
        except queue.Empty:
            continue
        if isinstance(item, ModelError):
            item.partial = state.text
        return item


def _wait_until_closed(future: Any) -> None:
    try:
        future.result(_CLOSE_WAIT)
    except (CancelledError, FutureTimeout):
        return


def _read_chunk(chunk: ChatCompletionChunk, state: ReplyState) -> str:
    if chunk.usage is not None:
        state.prompt_tokens = chunk.usage.prompt_tokens
        state.completion_tokens = chunk.usage.completion_tokens
    if not chunk.choices:
        return ""
    choice = chunk.choices[0]
    state.finish = choice.finish_reason or state.finish
    if not choice.delta:
        return ""
    state.refusal += choice.delta.refusal or ""
    return choice.delta.content or ""


def _ended(state: ReplyState) -> Item:
    """How a stream that closed without an error really ended."""
    if state.first is None:
        if state.finish == "content_filter":
            return ModelEmptyReplyError("模型服务以内容审核为由拒绝回复。")
        if state.refusal:
            return ModelEmptyReplyError(REFUSED.format(state.refusal[:_SHOWN]))
        return ModelEmptyReplyError("模型没有写出任何内容。")
    if not state.finish:
        return ModelInterruptedError("模型的回复还没写完，连接就断了。")
    return End()


def _retry_wait(error: ModelError, attempt: int) -> float | None:
    """Seconds before the next attempt, None when another attempt would not help."""
    backoff = 0.5 * 2.0**attempt
    if isinstance(error, ModelRateLimitedError):
        wait = error.retry_after if error.retry_after is not None else backoff
        return wait if wait <= _MAX_WAIT else None
    if isinstance(error, ModelTimeoutError):
        return None
    if isinstance(error, ModelServerError | ModelUnreachableError | ModelInterruptedError):
        return backoff
    return None
