"""A model's reply as plain paragraphs while it streams: no Markdown, no heading, no preamble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rag.text.headings import parse_label

_LEADING: Final = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*•·]\s+|```\w*\s*$)")
_EMPHASIS: Final = re.compile(
    r"\*{2,3}|__|```\w*|<\|[^|<>\n]{1,24}\|>|</?(?:s|bos|eos|start_of_turn|end_of_turn)>|\[/?INST\]"
)
"""Markdown, and the marks of a chat template that a model writes out as text."""
_MAY_BE_EMPHASIS: Final = re.compile(
    r"(?:\*{1,3}|_{1,2}|`{1,3}\w{0,12}|<(?:\|[^|<>\n]{0,24}\|?|/?[a-z_]{0,14})|\[/?[A-Z]{0,4})$"
)
_PREAMBLE: Final = re.compile(
    r"^(?:好的|当然|没问题|收到|明白)[，。,.！!]?.{0,30}$"
    r"|^(?:以下|下面|这)(?:是|为).{0,40}[：:]$|^(?:正文|改写后|修改后|改好的全文|输出)[：:]?$"
)
_CLOSING: Final = re.compile(
    r"^(?:以上|希望|如有|如果您|请注意|注[：:]|说明[：:]).{0,60}(?:正文|内容|帮助|需要|要求|参考|告诉我|占位符|修改|调整)"
)
_OPENERS: Final = (
    *(
        "好的",
        "当然",
        "没问题",
        "收到",
        "明白",
        "以下",
        "下面",
        "这是",
        "正文",
        "改写后",
        "修改后",
        "改好的",
        "输出",
    ),
    *("以上", "希望", "如有", "如果您", "请注意", "注", "说明"),
)
"""How lines begin that are no text."""
_ONLY_MARKS: Final = re.compile(
    r"\s*(?:[-*•·#>`_]{1,6}\w{0,12}|[（(]?[一二三四五六七八九十\d]{0,3}[）)、.]?)?\s*"
)
_LONG_LINE: Final = 20
_SHORTEST_ECHO: Final = 5
_LONGEST_HELD: Final = 60
"""Characters of a line that are held back while it may still be a heading or a preamble."""


class PlainText:
    """Removes what is no text of the section. ``heading`` is the section's own.

    ``echoes`` are lines of the prompt: one that comes back as it was is no text, unless it is a
    sentence of the draft to be reworded; nor is a long line said before. What begins a line is
    held back for a moment, until it can be told from these.
    """

    def __init__(self, heading: str = "", echoes: Iterable[str] = ()) -> None:
        self._heading = _bare(heading)
        self._echoes = {line for one in echoes if _is_order(line := one.strip())}
        self._said: set[str] = set()
        self._line = ""
        self._open = False
        self._shown = ""
        self._written = False

    def feed(self, piece: str) -> str:
        """What may be shown after one more piece."""
        self._line += piece
        shown = ""
        while "\n" in self._line:
            line, _, self._line = self._line.partition("\n")
            shown += self._ended(line)
        return shown + self._begun()

    def finish(self) -> str:
        """The rest of the last line."""
        line, self._line = self._line, ""
        return self._ended(line)

    def _ended(self, line: str) -> str:
        """The end of a line; the break before the next one is written with that one."""
        if self._open:
            self._open = False
            self._said.add(self._shown + line)
            return _EMPHASIS.sub("", line)
        text = _EMPHASIS.sub("", _LEADING.sub("", line)).strip()
        if not text or self._is_no_text(text):
            return ""
        self._said.add(text)
        return self._new_line() + text

    def _begun(self) -> str:
        """What of a line under way may be shown."""
        if not self._open:
            bare = _EMPHASIS.sub("", _LEADING.sub("", self._line)).lstrip()
            if self._may_be_no_text(bare):
                return ""
            self._line, self._open, self._shown = bare, True, ""
            return self._new_line() + self._safe()
        return self._safe()

    def _safe(self) -> str:
        """The line so far without the beginning of a mark that a later piece may complete."""
        held = _MAY_BE_EMPHASIS.search(self._line)
        cut = held.start() if held else len(self._line)
        shown, self._line = self._line[:cut], self._line[cut:]
        self._shown += shown
        return _EMPHASIS.sub("", shown)

    def _new_line(self) -> str:
        begun, self._written = self._written, True
        return "\n" if begun else ""

    def _may_be_no_text(self, line: str) -> bool:
        """Whether the beginning of a line may still turn out a heading, a preamble or a mark."""
        if _MAY_BE_EMPHASIS.match(line) or any(one.startswith(line) for one in self._known()):
            return True
        if len(line) > max(_LONGEST_HELD, len(self._heading) + 10):
            return False
        words = _bare(line)
        opens = any(one.startswith(words) or words.startswith(one) for one in _OPENERS)
        of_heading = self._heading.startswith(words) or words == self._heading
        return opens or of_heading or bool(_ONLY_MARKS.fullmatch(line))

    def _known(self) -> Iterator[str]:
        """Lines that must not come (again): the prompt's, and long ones written already."""
        yield from self._echoes
        yield from (one for one in self._said if len(one) >= _LONG_LINE)

    def _is_no_text(self, line: str) -> bool:
        if line in self._echoes or (line in self._said and len(line) >= _LONG_LINE):
            return True
        if self._heading and _bare(line) == self._heading:
            return True
        if not self._written and _PREAMBLE.match(line):
            return True
        return self._written and bool(_CLOSING.match(line))


def _is_order(line: str) -> bool:
    """Labels, lists of figures and fences of a prompt; what ends like a sentence is material."""
    return len(line) >= _SHORTEST_ECHO and not line.endswith(("。", "！", "？", "】"))


def plain(text: str, heading: str = "") -> str:
    """A whole reply as plain paragraphs."""
    filtered = PlainText(heading)
    return filtered.feed(text) + filtered.finish()


def _bare(heading: str) -> str:
    """A heading without its label, marks and blanks, to be compared with a line."""
    label = parse_label(heading)
    words = label.rest if label else heading
    return re.sub(r"[\s：:。*#“”\"]", "", words)
