"""A model's reply while it arrives."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from rag.errors import ModelError
from rag.records import Usage

CUT_OFF: Final = "模型的回复达到长度上限被截断，末尾可能不完整。"


class End:
    """The mark behind the last piece of a reply."""


Item = str | ModelError | End


class ReplyState:
    """What is learnt of a request while it runs."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.finish = ""
        self.text = ""
        self.refusal = ""
        self.prompt_tokens = 0
        self.completion_tokens = 0
        self.first: float | None = None
        self.ended: float | None = None

    @property
    def usage(self) -> Usage:
        """Tokens and seconds until now, or until the end once there is one."""
        end = self.ended if self.ended is not None else time.monotonic()
        first = (self.first or end) - self.started
        return Usage(self.prompt_tokens, self.completion_tokens, end - self.started, first)


class Reply(Iterator[str]):
    """A reply as it arrives. ``close`` (or leaving ``with``) ends the request upstream.

    Once exhausted, ``usage`` holds tokens and seconds and ``notices`` says if it was cut off.
    Raises a ModelError subclass whose ``partial`` is the text so far.
    """

    def __init__(self, source: Iterator[str], state: ReplyState) -> None:
        self._source = source
        self._state = state

    def __next__(self) -> str:
        return next(self._source)

    def __enter__(self) -> Reply:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the request now. Does nothing when the reply is complete."""
        closer = getattr(self._source, "close", None)
        if closer is not None:
            closer()

    @property
    def usage(self) -> Usage:
        """Tokens (as far as the endpoint told) and seconds."""
        return self._state.usage

    @property
    def notices(self) -> tuple[str, ...]:
        """What the writer should know about this reply."""
        return (CUT_OFF,) if self._state.finish == "length" else ()
