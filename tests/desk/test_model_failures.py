"""Each way a model can fail, over a real socket, as the desk tells it; the draft so far is kept."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import errors
from rag.desk.desk import Desk
from rag.records import Delta, Draft
from rag.settings import Settings

PAST = """云水镇2023年工作报告
一、主要做法和成效
全年开展集中学习12次，举办主题党日264场。
"""


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(settings)
    past = tmp_path / "云水镇2023年工作报告.txt"
    past.write_text(PAST, encoding="utf-8")
    opened.index([past])
    opened.new_report(year=2024)
    opened.set_figure("集中学习", "15次", year=2024)
    yield opened
    opened.close()


def with_model(desk: Desk, wire: str, name: str, **more: object) -> int:
    """Put a model of the test server behind the desk; the id of the section to draft."""
    desk.settings = desk.settings.model_copy(
        update={
            "model_url": f"{wire}/v1",
            "model": name,
            "model_key": "right-key",
            "model_timeout": 1.5,
            "model_retries": 1,
            **more,
        }
    )
    return desk.report(1).sections[0].id


def seen(wire: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{wire}/events") as reply:
        return dict(json.load(reply))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("busy-long", errors.ModelRateLimitedError),
        ("broken", errors.ModelServerError),
        ("context", errors.ModelContextError),
        ("unknown", errors.ModelNotConfiguredError),
        ("empty", errors.ModelEmptyReplyError),
        ("filtered", errors.ModelEmptyReplyError),
        ("refused", errors.ModelEmptyReplyError),
        ("sorry", errors.ModelEmptyReplyError),
        ("page", errors.ModelServerError),
        ("silent", errors.ModelTimeoutError),
    ],
)
def test_a_failure_before_the_first_word_has_its_sentence_and_changes_nothing(
    desk: Desk, wire: str, name: str, kind: type[errors.ModelError]
) -> None:
    section = with_model(desk, wire, name)
    with pytest.raises(errors.ModelError) as caught:
        list(desk.draft(1, section))
    assert type(caught.value) is kind
    assert caught.value.message.endswith("。")
    assert caught.value.hint
    assert desk.versions(section) == ()


def test_a_wrong_key_is_told(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "ok", model_key="wrong")
    with pytest.raises(errors.ModelUnauthorizedError):
        list(desk.draft(1, section))


def test_an_endpoint_that_is_not_there_is_told(desk: Desk) -> None:
    section = with_model(desk, "http://127.0.0.1:9", "ok")
    with pytest.raises(errors.ModelUnreachableError):
        list(desk.draft(1, section))


@pytest.mark.parametrize("name", ["drop", "quiet-end", "hang"])
def test_a_failure_in_mid_stream_keeps_what_was_written(desk: Desk, wire: str, name: str) -> None:
    section = with_model(desk, wire, name)
    with pytest.raises(errors.ModelError):
        list(desk.draft(1, section))
    kept = desk.section(1, section)
    assert (kept.text, kept.state) == ("今年开展集中学习15次。", "interrupted")


def test_a_slow_model_is_waited_for_as_long_as_it_writes(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "slow")
    made = [event for event in desk.draft(1, section) if isinstance(event, Draft)][-1]
    assert made.text == "今年开展集中学习15次。"


def test_a_busy_endpoint_is_asked_again_when_it_said_to(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "busy-once")
    made = [event for event in desk.draft(1, section) if isinstance(event, Draft)][-1]
    assert made.text == "今年开展集中学习15次。"
    assert seen(wire)["busy-once"] == 2


def test_how_long_to_wait_is_said(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "busy-long")
    with pytest.raises(errors.ModelRateLimitedError) as caught:
        list(desk.draft(1, section))
    assert "3600 秒" in caught.value.hint


def test_a_reply_cut_off_by_length_is_a_draft_with_a_notice(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "cut")
    made = [event for event in desk.draft(1, section) if isinstance(event, Draft)][-1]
    assert made.text == "今年开展集中学习15次。"
    assert any("截断" in notice for notice in made.notices)


def test_a_prompt_too_long_is_trimmed_and_sent_once_more(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "narrow", model_context=2048, model_max_tokens=600)
    text = PAST + "各支部认真组织，党员积极参加，取得了良好成效。" * 15
    desk.store._set(section, past_text=text)
    made = [event for event in desk.draft(1, section) if isinstance(event, Draft)][-1]
    assert made.text.startswith("今年开展集中学习15次。")
    assert any("已按相关程度删减" in notice for notice in made.notices)
    assert seen(wire)["narrow"] >= 2


def test_stop_ends_the_request_upstream_and_keeps_what_was_written(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "endless")
    stop = threading.Event()
    with pytest.raises(errors.ModelInterruptedError):
        for event in desk.draft(1, section, stop=stop):
            if isinstance(event, Delta):
                stop.set()
    assert set(desk.section(1, section).text) == {"字"}
    deadline = time.monotonic() + 3
    while not seen(wire).get("endless cut by client") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seen(wire)["endless cut by client"] == 1


def test_nobody_listening_any_more_keeps_what_was_written(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "sentences")
    events = desk.draft(1, section)
    for _ in range(8):
        next(events)
    events.close()  # type: ignore[attr-defined]
    kept = desk.section(1, section)
    assert kept.state == "interrupted"
    assert kept.text.endswith("。")


def test_a_repair_that_fails_does_not_cost_the_draft(desk: Desk, wire: str) -> None:
    section = with_model(desk, wire, "wrong-then-broken")
    made = [event for event in desk.draft(1, section) if isinstance(event, Draft)][-1]
    assert made.text.startswith("今年举办主题党日264场。")
    assert desk.section(1, section).state == "drafted"
    assert any("没有完成改正" in notice for notice in made.notices)
