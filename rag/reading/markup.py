"""HTML that calls itself a document: web pages saved as .doc, .wps or .html."""

from __future__ import annotations

import email
import email.policy
import re
from html.parser import HTMLParser

from rag.reading.encoding import decode
from rag.reading.htmllists import Lists
from rag.reading.lines import Line

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "head", "template", "noscript", "object", "select"})
_VOID_BLOCKS = frozenset({"br", "hr"})
_VOID = _VOID_BLOCKS | {"img", "meta", "link", "input", "col", "area", "base", "wbr"}
# fmt: off
_BLOCKS = _VOID_BLOCKS | {
    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "dt",
    "header", "footer", "blockquote", "pre", "dd", "body", "table", "caption", "center",
}
# fmt: on
_MAX_CELLS = 200_000


def html_text(data: bytes) -> str | None:
    """The characters of an HTML file by its declared charset, else by what they look like."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        name = "gb18030" if name in {"gb2312", "gbk"} else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(data)
    return decoded.text if decoded else None


def web_archive(data: bytes) -> bytes | None:
    """The page inside a web archive (.mht, which Word also saves as .doc)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else None
    return None


def html_lines(text: str) -> tuple[Line, ...]:
    """The visible paragraphs and tables of a page; a table of one column is layout."""
    parser = _Page()
    parser.feed(text)
    parser.close()
    parser.end_line()
    return tuple(parser.lines)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._skipped: list[str] = []
        self._heading = 0
        self._tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._cells = 0
        self._lists = Lists()
        self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped or tag in _SKIPPED:
            if tag not in _VOID:
                self._skipped.append(tag)
            return
        if tag in _BLOCKS:
            self.end_line()
        if tag in {"ol", "ul"}:
            self._lists.start(tag, dict(attrs))
        elif tag == "li":
            self._label = self._lists.item(dict(attrs))
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = int(tag[1])
        if tag == "table":
            self._tables.append([])
            self._cell = None
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in {"td", "th"} and self._tables and self._cells < _MAX_CELLS:
            self.end_line()
            self._cell = []
            self._cells += 1

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag in self._skipped:
                while self._skipped.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self.end_line()
        if tag in {"ol", "ul"}:
            self._lists.end()
        elif tag == "li":
            self._label = ""
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = 0
        if tag in {"td", "th"} and self._tables and self._cell is not None:
            self.end_line()
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._tables[-1][-1].append("\n".join(self._cell))
            self._cell = None
        elif tag == "table" and self._tables:
            self._close_table(self._tables.pop())

    def _close_table(self, rows: list[list[str]]) -> None:
        rows = [row for row in rows if any(row)]
        if self._tables:
            self._cell = ["　".join(cell for row in rows for cell in row if cell)]
        elif max((len(row) for row in rows), default=0) > 1:
            self.lines.append(
                Line("", rows=tuple(tuple(c.replace("\n", " ") for c in row) for row in rows))
            )
        else:
            for row in rows:
                self.lines.extend(Line(part) for cell in row for part in cell.split("\n"))

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._words.append(data)

    def end_line(self) -> None:
        """Close the paragraph that is open; blanks and line ends inside it count as one blank."""
        text = re.sub(r"[ \t\r\n\xa0]+", " ", "".join(self._words)).strip(" 　")
        self._words.clear()
        if not text:
            return
        label, self._label = self._label, ""
        if self._cell is not None:
            self._cell.append(label + text)
        else:
            self.lines.append(Line(label + text, label.strip(), outline=self._heading))
