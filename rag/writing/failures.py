"""What can go wrong at a chat endpoint, as errors a clerk understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from rag.errors import (
    ModelContextError,
    ModelError,
    ModelInterruptedError,
    ModelNotConfiguredError,
    ModelRateLimitedError,
    ModelServerError,
    ModelTimeoutError,
    ModelUnauthorizedError,
    ModelUnreachableError,
)

if TYPE_CHECKING:
    from openai import APIError, APIStatusError

_CONTEXT: Final = re.compile(
    r"context[ _](?:length|size|window)|maximum context|exceed_context|too many tokens"
    r"|prompt is too long|上下文|超出.{0,6}长度",
    re.IGNORECASE,
)
"""OpenAI, vLLM, llama.cpp, Ollama and domestic gateways word it differently."""
_NO_MONEY: Final = re.compile(
    r"insufficient_quota|insufficient balance|余额不足|欠费", re.IGNORECASE
)


_PARAMETER: Final = re.compile(
    r"unsupported[^{}]*?(max_tokens|temperature|stream_options)"
    r"|(?:extra|unknown|unrecognized)[^{}]*?(stream_options)",
    re.IGNORECASE,
)
"""Some hosted models refuse a parameter of the protocol: the request works without it."""


class ParameterRefused(ModelServerError):  # noqa: N818 - never leaves the room
    """The endpoint refuses one parameter; ``parameter`` names it."""

    def __init__(self, parameter: str) -> None:
        super().__init__(f"模型服务不接受参数 {parameter}。")
        self.parameter = parameter


@contextmanager
def translated(idle: float) -> Iterator[None]:
    """Raise the SDK's errors as ModelError subclasses. ``idle`` is the timeout in seconds."""
    import openai

    try:
        yield
    except (openai.APITimeoutError, TimeoutError) as error:
        raise ModelTimeoutError(f"模型超过 {idle:g} 秒没有新内容。") from error
    except openai.APIStatusError as error:
        raise _status_error(error) from error
    except openai.APIConnectionError as error:
        raise _connection_error(error) from error
    except openai.APIError as error:
        raise _stream_error(error) from error
    except ValueError as error:
        # The stream held something that is not JSON: a proxy's error page, a broken server.
        raise ModelServerError("模型服务的回复无法识别。") from error


def _status_error(error: APIStatusError) -> ModelError:
    status, said = error.status_code, _said(error)
    if status in (401, 403):
        return ModelUnauthorizedError("模型服务拒绝了密钥。")
    if status == 404:
        return ModelNotConfiguredError(
            "模型接口地址或模型名称不对（404）。",
            "请核对 ZHUBI_MODEL_URL（通常以 /v1 结尾）和 ZHUBI_MODEL。",
        )
    if _CONTEXT.search(said) or status == 413:
        return ModelContextError(
            "材料太长，超出了模型的上下文长度。", "请减少引用的材料，或调小 ZHUBI_MODEL_CONTEXT。"
        )
    refused = _PARAMETER.search(said) if status in (400, 422) else None
    if refused:
        return ParameterRefused(refused[1] or refused[2])
    if status == 429 and _NO_MONEY.search(said):
        return ModelUnauthorizedError("模型服务的额度已用完。", "请联系模型服务的管理员充值。")
    if status == 429:
        return _rate_limited(error)
    if status >= 500:
        return ModelServerError(f"模型服务出错（{status}）。")
    return ModelServerError(f"模型服务不接受这个请求（{status}）：{said[:200]}")


def _rate_limited(error: APIStatusError) -> ModelRateLimitedError:
    wait = _retry_after(error.response.headers.get("retry-after", ""))
    when = f"请 {wait:.0f} 秒后再试。" if wait is not None else "请稍后再试。"
    return ModelRateLimitedError("模型服务繁忙，正在限流。", when, retry_after=wait)


def _retry_after(header: str) -> float | None:
    """Seconds from a Retry-After header: a number or an HTTP date."""
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    from datetime import UTC, datetime

    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _connection_error(error: APIError) -> ModelError:
    """Before the reply began the endpoint was not reached; later the connection broke."""
    if _reading(error):
        return ModelInterruptedError("模型正在写的时候，连接断了。")
    return ModelUnreachableError("连不上模型服务。")


def _reading(error: BaseException) -> bool:
    cause = error.__cause__
    return cause is not None and type(cause).__name__ in {
        "RemoteProtocolError",
        "ReadError",
        "EndOfStream",
    }


def _stream_error(error: APIError) -> ModelError:
    """An error event inside a stream that had begun with 200."""
    said = _said(error)
    if _CONTEXT.search(said):
        return ModelContextError("材料太长，超出了模型的上下文长度。", "请减少引用的材料。")
    return ModelServerError(f"模型服务中途出错：{said[:200]}")


def _said(error: APIError) -> str:
    return f"{error.message} {error.body or ''}"
