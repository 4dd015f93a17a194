"""The door to the model, over a real socket to a real server process."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import errors
from rag.settings import Settings
from rag.writing.model import ChatModel
from rag.writing.prompts import Message
from rag.writing.reply import CUT_OFF

ASK = [Message("user", "写一句话")]


@pytest.fixture(scope="module")
def wire() -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("wire_server.py"))],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    server.terminate()
    server.wait()


def events(wire: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{wire}/events") as reply:
        return dict(json.load(reply))


def model(wire: str, name: str, *, key: str = "right-key", timeout: float = 2.0) -> ChatModel:
    settings = Settings(
        model_url=f"{wire}/v1",
        model=name,
        model_key=key,
        model_timeout=timeout,
        model_retries=1,
    )
    made = ChatModel.from_settings(settings)
    assert made is not None
    return made


def failure(wire: str, name: str, *, key: str = "right-key", timeout: float = 2.0) -> Exception:
    with pytest.raises(errors.ModelError) as caught:
        list(model(wire, name, key=key, timeout=timeout).stream(ASK))
    assert caught.value.message.endswith("。")
    assert caught.value.hint
    return caught.value


def test_text_arrives_piece_by_piece_with_what_it_cost(wire: str) -> None:
    reply = model(wire, "ok").stream(ASK)
    assert list(reply) == ["今年", "开展", "集中学习", "{F1}", "。"]
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (11, 5)
    assert 0 < reply.usage.first_token <= reply.usage.seconds
    assert reply.notices == ()


def test_a_429_with_retry_after_is_waited_out(wire: str) -> None:
    assert "".join(model(wire, "busy-once").stream(ASK)).startswith("今年开展")
    assert events(wire)["busy-once"] == 2


def test_a_429_for_an_hour_is_told_at_once(wire: str) -> None:
    error = failure(wire, "busy-long")
    assert isinstance(error, errors.ModelRateLimitedError)
    assert error.retry_after == 3600
    assert events(wire)["busy-long"] == 1


def test_a_500_is_tried_again_and_then_told(wire: str) -> None:
    assert isinstance(failure(wire, "broken"), errors.ModelServerError)
    assert events(wire)["broken"] == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("context", errors.ModelContextError),
        ("unknown", errors.ModelNotConfiguredError),
        ("empty", errors.ModelEmptyReplyError),
        ("filtered", errors.ModelEmptyReplyError),
        ("page", errors.ModelServerError),
    ],
)
def test_each_failure_has_its_error(wire: str, name: str, kind: type[Exception]) -> None:
    assert type(failure(wire, name)) is kind


def test_a_wrong_key_is_told_and_not_tried_again(wire: str) -> None:
    before = events(wire).get("ok", 0)
    assert isinstance(failure(wire, "ok", key="wrong"), errors.ModelUnauthorizedError)
    assert events(wire)["ok"] == before + 1


@pytest.mark.parametrize("name", ["drop", "quiet-end"])
def test_a_drop_in_mid_stream_keeps_the_text_so_far(wire: str, name: str) -> None:
    error = failure(wire, name)
    assert isinstance(error, errors.ModelInterruptedError)
    assert error.partial == "今年开展集中学习{F1}。"
    assert events(wire)[name] == 1, "text has been shown: no second attempt"


def test_a_hang_ends_after_the_idle_timeout_though_the_server_pings(wire: str) -> None:
    error = failure(wire, "hang", timeout=0.3)
    assert isinstance(error, errors.ModelTimeoutError)
    assert error.partial == "今年开展集中学习{F1}。"


def test_a_server_that_never_answers_ends_after_the_timeout(wire: str) -> None:
    assert isinstance(failure(wire, "silent", timeout=0.3), errors.ModelTimeoutError)


def test_a_reply_cut_off_by_length_is_kept_with_a_notice(wire: str) -> None:
    reply = model(wire, "cut").stream(ASK)
    assert "".join(reply) == "今年开展集中学习{F1}。"
    assert reply.notices == (CUT_OFF,)


def test_thoughts_are_not_part_of_the_text(wire: str) -> None:
    assert "".join(model(wire, "think").stream(ASK)) == "正文"


def test_an_endpoint_that_is_not_there_is_unreachable() -> None:
    error = failure("http://127.0.0.1:9", "ok")
    assert isinstance(error, errors.ModelUnreachableError)


def wait_for(wire: str, event: str) -> bool:
    for _ in range(100):
        if events(wire).get(event):
            return True
        time.sleep(0.02)
    return False


def test_closing_the_reply_ends_the_request_at_the_server(wire: str) -> None:
    with model(wire, "endless").stream(ASK) as reply:
        assert next(reply) == "字"
    assert wait_for(wire, "endless cut by client")


def test_stop_interrupts_and_keeps_the_text(wire: str) -> None:
    stop = threading.Event()
    pieces = []
    with pytest.raises(errors.ModelInterruptedError) as caught:
        for piece in model(wire, "endless").stream(ASK, stop=stop):
            pieces.append(piece)
            if len(pieces) == 3:
                stop.set()
    assert caught.value.partial == "字字字"


def test_stop_works_while_the_server_is_still_silent(wire: str) -> None:
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(errors.ModelInterruptedError):
        list(model(wire, "silent", timeout=30).stream(ASK, stop=stop))


def test_several_threads_share_one_model(wire: str) -> None:
    shared = model(wire, "ok")
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda: texts.append("".join(shared.stream(ASK)))) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    assert texts == ["今年开展集中学习{F1}。"] * 5
