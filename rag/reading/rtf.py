"""Rich Text Format, which old systems export under any name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rag.reading.lines import Line

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
# fmt: off
_DESTINATIONS = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr",
    "headerf", "footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable",
    "revtbl", "rsidtbl", "generator", "themedata", "colorschememapping", "datastore",
    "latentstyles", "xmlnstbl", "fldinst", "bkmkstart", "bkmkend", "ftnsep", "ftnsepc",
    "aftnsep", "annotation", "atnid", "atnauthor", "filetbl", "pgdsctbl", "nonshppict",
})
_TEXT = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "　", "enspace": " ", "qmspace": " ",
}
# fmt: on
_CODEPAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 932: "cp932", 949: "cp949"}
_CHARSETS = {134: "gb18030", 136: "big5hkscs", 128: "cp932"}
_MAX_DEPTH = 2000


@dataclass(frozen=True, slots=True)
class _State:
    r"""What holds inside a group: text to skip, hidden text, a generated number, ``\uc`` and
    the font's encoding.
    """

    skipped: bool = False
    hidden: bool = False
    numbered: bool = False
    fallback: int = 1
    encoding: str = ""


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._in_fonts = 0
        self._pending = bytearray()
        self._words: list[str] = []
        self._cells: list[str] = []
        self._rows: list[tuple[str, ...]] = []
        self._skip = 0

    def read(self, data: bytes) -> tuple[Line, ...]:
        """All paragraphs and tables."""
        position = 0
        while match := _TOKEN.search(data, position):
            position = match.end()
            word, number, hexadecimal, symbol, brace, plain = match.groups()
            if hexadecimal:
                self._byte(bytes([int(hexadecimal, 16)]))
            elif plain:
                self._byte(plain)
            elif brace:
                self._group(opens=brace == b"{")
            elif symbol:
                self._symbol(symbol)
            elif word == b"bin":
                position += max(int(number or 0), 0)
            elif word:
                self._control(word.decode("ascii"), int(number) if number else None)
        self._paragraph()
        self._table()
        return tuple(self.lines)

    def _byte(self, data: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(data))
            self._skip -= taken
            data = data[taken:]
        if not (self._state.skipped or self._state.hidden):
            self._pending += data

    def _flush(self) -> None:
        if self._pending:
            encoding = self._state.encoding or self._encoding
            self._words.append(self._pending.decode(encoding, errors="replace"))
            self._pending.clear()

    def _say(self, text: str) -> None:
        self._flush()
        if not (self._state.skipped or self._state.hidden):
            self._words.append(text)

    def _group(self, *, opens: bool) -> None:
        self._flush()
        self._skip = 0
        if opens:
            if len(self._stack) < _MAX_DEPTH:
                self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()
            if len(self._stack) < self._in_fonts:
                self._in_fonts = 0

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = replace(self._state, skipped=True)
        elif symbol == b"~":
            self._say(" ")
        elif symbol == b"_":
            self._say("-")
        elif symbol in {b"\\", b"{", b"}"}:
            self._byte(symbol)
        elif symbol in {b"\n", b"\r"}:
            self._control("par", None)

    def _control(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
        elif word in _TEXT:
            if not self._state.numbered:
                self._say(_TEXT[word])
        elif word in {"listtext", "pntext"}:
            self._state = replace(self._state, numbered=True)
        elif word in {"par", "line", "sect", "page"}:
            if not self._state.skipped:
                self._paragraph()
        elif word in {"cell", "row", "nestcell", "nestrow"}:
            self._cell(word)
        elif word in _DESTINATIONS:
            self._destination(word)
        else:
            self._setting(word, number)

    def _unicode(self, number: int) -> None:
        code = number + 65536 if number < 0 else number
        self._say(chr(code) if code < 0x110000 else "\ufffd")
        self._skip = self._state.fallback

    def _destination(self, word: str) -> None:
        self._flush()
        if word == "fonttbl":
            self._in_fonts = len(self._stack)
        self._state = replace(self._state, skipped=True)

    def _setting(self, word: str, number: int | None) -> None:
        self._flush()
        state = self._state
        if word == "ansicpg" and number:
            self._encoding = _CODEPAGES.get(
                number, f"cp{number}" if 1250 <= number <= 1258 else "cp1252"
            )
        elif word == "uc":
            self._state = replace(state, fallback=max(number or 0, 0))
        elif word in {"v", "deleted"}:
            self._state = replace(state, hidden=number != 0)
        elif word == "plain":
            self._state = replace(state, hidden=False)
        elif word == "f" and number is not None:
            self._font = number
            self._state = replace(state, encoding=self._fonts.get(number, ""))
        elif word == "fcharset" and self._in_fonts and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

    def _paragraph(self) -> None:
        self._flush()
        text = "".join(self._words).strip(" 　\t")
        self._words.clear()
        if text and self._cells:
            self._cells.append(text)
        elif text:
            self._table()
            self.lines.append(Line(text))

    def _cell(self, word: str) -> None:
        if self._state.skipped:
            return
        self._flush()
        if word.endswith("cell"):
            self._cells.append("".join(self._words).strip(" 　\t"))
            self._words.clear()
        elif self._cells:
            self._rows.append(tuple(self._cells))
            self._cells.clear()

    def _table(self) -> None:
        if self._cells:
            self._rows.append(tuple(self._cells))
            self._cells.clear()
        if self._rows:
            if max(map(len, self._rows)) > 1:
                self.lines.append(Line("", rows=tuple(self._rows)))
            else:
                self.lines.extend(Line(row[0]) for row in self._rows if row[0])
            self._rows.clear()


def rtf_lines(data: bytes) -> tuple[Line, ...]:
    """The paragraphs and tables of an RTF file, generated list numbers included."""
    return _Reader().read(data)
