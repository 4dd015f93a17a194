"""Text files: .txt, .md, .rtf, and HTML that calls itself .doc."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from rag.errors import DamagedFileError, EmptyFileError
from rag.reading.encoding import decode
from rag.reading.lines import Content, Line
from rag.reading.markup import html_lines, html_text, web_archive
from rag.reading.rtf import rtf_lines
from rag.text.headings import parse_label

_PAGE_NUMBER = re.compile(r"[-—–－―]\s*\d{1,3}\s*[-—–－―]")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*")
_HEADINGS = re.compile(r"#{1,6}[ \t]+\S")
"""A first line like this makes a text file a Markdown file, whatever its name."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TABLE_RULE = re.compile(r"\|?[ :|-]*---[ :|-]*\|?")
_SENTENCE_END = tuple("。！？；：.!?;:”）)》")
_BLANKS = " \t\r\u3000\xa0\u200b\ufeff"


def read_text(path: Path) -> Content:
    """A text file in UTF-8, UTF-16, GB18030 or Big5; any but UTF-8 is named in a warning.

    Raises EmptyFileError, and DamagedFileError where the bytes are no text.
    """
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise DamagedFileError(f"“{path.name}”不是文字文件，或已损坏。")
    warnings = [] if decoded.encoding == "UTF-8" else [f"文件编码为{decoded.encoding}，已转换。"]
    if decoded.lost:
        warnings.append(f"有{decoded.lost}处字符无法辨认，已用“\ufffd”代替。")
    text = decoded.text.replace("\ufeff", "")
    if path.suffix.lower() in {".md", ".markdown"} or _HEADINGS.match(text.lstrip()):
        return _checked(path, _markdown(_COMMENT.sub("", text)), warnings)
    lines, pages = _without_page_numbers([line.strip(_BLANKS) for line in _split(text)])
    if pages:
        warnings.append(f"略去页码{pages}处。")
    return _checked(path, [Line(line) for line in _joined(lines)], warnings)


def read_rtf(path: Path) -> Content:
    """A Rich Text file."""
    return _checked(path, rtf_lines(path.read_bytes()), [])


def read_html(path: Path) -> Content:
    """A web page or web archive under any name."""
    data = path.read_bytes()
    if not data.lstrip().startswith(b"<"):
        data = web_archive(data) or data
    text = html_text(data)
    if text is None:
        raise DamagedFileError(f"“{path.name}”不是文字文件，或已损坏。")
    return _checked(path, html_lines(text), [])


def _checked(path: Path, lines: Sequence[Line], warnings: Sequence[str]) -> Content:
    if not any(line.text.strip() or line.rows for line in lines):
        raise EmptyFileError(f"“{path.name}”里没有文字。")
    return Content(tuple(lines), tuple(warnings))


def _split(text: str) -> list[str]:
    """Lines as editors show them; form feeds and vertical tabs end a line too."""
    return re.split(r"\r\n|[\n\r\f\v\x85\u2028\u2029]", text)


def _without_page_numbers(lines: Sequence[str]) -> tuple[list[str], int]:
    """Page numbers between dashes taken out, and the sentence they cut joined again."""
    kept: list[str] = []
    pages = 0
    join = False
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line):
            pages += 1
            join = bool(kept) and bool(kept[-1]) and not kept[-1].endswith(_SENTENCE_END)
        elif line and join and parse_label(line) is None:
            kept[-1] += line
            join = False
        else:
            kept.append(line)
            join = join and not line
    return kept, pages


def _joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs of a text that was broken at a fixed width; other texts stay as they are."""
    width = _fixed_width([line for line in lines if line])
    if not width:
        return list(lines)
    paragraphs: list[str] = []
    for before, line in pairwise(["", *lines]):
        if before and line and len(before) >= width - 3 and parse_label(line) is None:
            glue = " " if before[-1].isascii() and line[0].isascii() else ""
            paragraphs[-1] += (glue if before[-1].isalpha() and line[0].isalpha() else "") + line
        else:
            paragraphs.append(line)
    return paragraphs


def _fixed_width(lines: Sequence[str]) -> int:
    """The width a text was broken at, 0 where it was not.

    Broken at a width means: most lines are about as long as the longest, and half of those stop
    in the middle of a sentence.
    """
    if len(lines) < 8:
        return 0
    lengths = sorted(len(line) for line in lines)
    width = lengths[-max(len(lengths) // 50, 1)]
    if not 15 <= width <= 80 or lengths[-1] > width + 4:
        return 0
    full = [line for line in lines if len(line) >= width - 3]
    cut = sum(not line.endswith(_SENTENCE_END) for line in full)
    return width if len(full) * 2 >= len(lines) and cut * 2 >= len(full) else 0


def _markdown(text: str) -> list[Line]:
    """Markdown headings as outline levels, pipe tables as rows, all else as it stands."""
    lines: list[Line] = []
    rows: list[tuple[str, ...]] = []
    for raw in [*_split(text), ""]:
        line = raw.strip(_BLANKS)
        if line.startswith("|") and line.endswith("|") and len(line) > 2:
            if not _TABLE_RULE.fullmatch(line):
                rows.append(tuple(cell.strip() for cell in line[1:-1].split("|")))
            continue
        if rows:
            lines.append(Line("", rows=tuple(rows)))
            rows = []
        if heading := _MARKDOWN_HEADING.fullmatch(line):
            first = not any(item.text for item in lines)
            title = heading[1] == "#" and first
            lines.append(Line(_plain(heading[2]), outline=len(heading[1]), title=title))
        else:
            lines.append(Line(_plain(line)))
    return lines


def _plain(text: str) -> str:
    """Emphasis marks taken off."""
    return re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
