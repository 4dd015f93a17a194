"""Asking a model to revise a text, in parts that fit its context and the length of its replies."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rag.errors import ModelContextError
from rag.records import Usage
from rag.writing.budget import FENCE_TOKENS, fit, in_parts, message_tokens
from rag.writing.masking import Marks, Restoring, without_last_year
from rag.writing.model import ChatModel
from rag.writing.plaintext import PlainText
from rag.writing.prompts import Message, Prompt, fence

TRIMMED: Final = "文字超出模型的上下文长度，已分成几段修改。"
_REPLY_SHARE: Final = 0.8
"""Of the longest reply: what a part may have, since a revision can be longer than its text."""
_LEAST: Final = 200
_TO_LENGTH: Final = re.compile(r"(\d{2,5})(?=\s*(?:个)?字)")


@dataclass(slots=True)
class Asking:
    """One revision asked of a model; afterwards what it cost and what the writer should know."""

    model: ChatModel
    prompt: Prompt
    heading: str
    materials: Sequence[str] = ()
    temperature: float | None = None
    stop: threading.Event | None = None
    usage: Usage = field(default_factory=Usage)
    notices: tuple[str, ...] = ()

    def revised(self, passage: str, instruction: str) -> Iterator[str]:
        """The passage revised, as it is written.

        A prompt longer than the model accepts is halved once. Raises ModelError.
        """
        budget = self.model.context - self.model.max_tokens
        written = False
        try:
            for piece in self._in_parts(passage, instruction, budget):
                written = True
                yield piece
        except ModelContextError:
            if written:
                raise
            self.notices = (TRIMMED,)
            yield from self._in_parts(passage, instruction, budget // 2)

    def _in_parts(self, passage: str, instruction: str, budget: int) -> Iterator[str]:
        bare = message_tokens(self._messages("", instruction, ()))
        left = max(_LEAST, budget - bare - FENCE_TOKENS)
        parts = in_parts(passage, min(left, int(self.model.max_tokens * _REPLY_SHARE)))
        if len(parts) > 1 and TRIMMED not in self.notices:
            self.notices = (*self.notices, TRIMMED)
        for place, part in enumerate(parts):
            share = len(part) / max(1, len(passage))
            # What follows a part, a line break, is no matter of the model's.
            body = part.rstrip("\n")
            if place and parts[place - 1].endswith("\n"):
                yield "\n"
            yield from self._part(body, _shared(instruction, share), left)

    def _part(self, text: str, instruction: str, left: int) -> Iterator[str]:
        materials = fit(self.materials, left - message_tokens(self._messages(text, "", ())))
        messages = self._messages(without_last_year(text), instruction, materials)
        warmth = self.prompt.temperature if self.temperature is None else self.temperature
        tidy, marks = PlainText(self.heading), Restoring(Marks(text))
        with self.model.stream(messages, temperature=warmth, stop=self.stop) as reply:
            for piece in reply:
                yield marks.feed(tidy.feed(piece))
            yield marks.feed(tidy.finish()) + marks.finish()
        self.usage = added(self.usage, reply.usage)
        self.notices = tuple(dict.fromkeys((*self.notices, *reply.notices)))

    def _messages(
        self, text: str, instruction: str, materials: Sequence[str]
    ) -> tuple[Message, ...]:
        return self.prompt.render(
            heading=self.heading or "（未命名）",
            instruction=instruction,
            text=fence(text, 0, "要修改的文字"),
            materials="\n".join(fence(m, n) for n, m in enumerate(materials, start=1)) or "（无）",
        )


def added(first: Usage, second: Usage) -> Usage:
    """What two requests cost together; the first token is that of the first."""
    return Usage(
        first.prompt_tokens + second.prompt_tokens,
        first.completion_tokens + second.completion_tokens,
        first.seconds + second.seconds,
        first.first_token or second.first_token,
    )


def _shared(instruction: str, share: float) -> str:
    """压缩到300字 said of a part: its share of the characters."""
    if share >= 1:
        return instruction
    return _TO_LENGTH.sub(lambda found: str(max(10, round(int(found[1]) * share))), instruction)
