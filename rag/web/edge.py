"""Where errors become Chinese sentences, so that nothing typed is lost."""

from __future__ import annotations

import errno
import html
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

import gradio as gr

from rag.errors import ComponentError, ZhubiError
from rag.web.hints import error_reply, sentence
from rag.web.identity import signed

Payload = Mapping[str, Any]
Reply = dict[str, Any]
Served = Callable[[Payload], Reply]
"""A function the page's scripts call, as :func:`served` makes it."""

NOBODY = "本机用户"
LONGEST_NAME = 20
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
NO_ROOM_WORDS = ("disk is full", "readonly database", "disk I/O error", "unable to open database")
"""What SQLite says, whose errors carry no number the page could know them by."""

log = logging.getLogger(__name__)


@contextmanager
def edge() -> Iterator[None]:
    """The page's edge: whatever nobody foresaw is logged and told like any other error.

    The one broad ``except`` of the page: without it a slip in any room would leave a person in
    front of a button that never comes back.
    """
    try:
        yield
    except ZhubiError:
        raise
    except Exception as error:
        log.exception("unexpected error in the page")
        if cannot_write(error):
            raise ComponentError(
                "数据目录写不进去了：磁盘已满，或没有写入的权限。",
                "这一步没有保存，已保存的内容不受影响。请管理员清理磁盘或检查权限后再试。",
            ) from error
        raise ComponentError(
            "程序内部出错，这一步没有完成。",
            "已保存的文字不受影响。请稍后再试；再出现时请把运行窗口里的记录发给管理员。",
        ) from error


def cannot_write(error: BaseException) -> bool:
    """Whether an error means that the home folder takes nothing any more."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    return any(words in str(error) for words in NO_ROOM_WORDS)


def served(function: Served) -> Served:
    """A function the page's scripts call: an error becomes ``{"error", "hint"}``."""

    @wraps(function)
    def call(payload: Payload) -> Reply:
        try:
            with edge():
                return function(payload)
        except ZhubiError as error:
            return dict(error_reply(error))

    return call


def person(payload: Payload) -> str:
    """Who is working: who is logged in, else the name typed on the first step, else nobody."""
    return signed(str(payload.get("who") or ""))[:LONGEST_NAME] or NOBODY


def warn(error: ZhubiError) -> None:
    """Show an error in a corner of the page; it may quote what a person typed."""
    gr.Warning(html.escape(sentence(error)), title="请注意", duration=12)


class Stops:
    """The stop buttons of work under way, by a key the page chose."""

    def __init__(self) -> None:
        self._events: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def start(self, key: str) -> threading.Event:
        """A fresh stop signal; work running under the same key is stopped."""
        event = threading.Event()
        with self._lock:
            before = self._events.get(key)
            self._events[key] = event
        if before:
            before.set()
        return event

    def stop(self, key: str) -> None:
        """Ask the work under this key to stop. Unknown keys are ignored."""
        with self._lock:
            event = self._events.get(key)
        if event:
            event.set()

    def done(self, key: str, event: threading.Event) -> None:
        """Forget a finished piece of work."""
        with self._lock:
            if self._events.get(key) is event:
                del self._events[key]
