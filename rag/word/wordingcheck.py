"""Rules of the layout that are about marks and wording: headings, title, date, attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.text.headings import parse_label
from rag.word.closing import parse_date
from rag.word.deviations import Deviation
from rag.word.labels import standard_label
from rag.word.roles import Part

_END = "。；：，、．.;:,"


def wording_deviations(parts: Sequence[Part]) -> Iterator[Deviation]:
    """Deviations in the marks of title, headings, date and attachments."""
    titles = [part for part in parts if part.role == "title"]
    if titles and titles[-1].text[-1:] in _END:
        yield Deviation("title.mark", f"“{titles[-1].text[-1]}”", "没有标点", titles[-1])
    for part in parts:
        if part.role == "heading":
            yield from _heading(part)
        elif part.role == "date":
            yield from _date(part)
        elif part.role == "note" and part.text[-1:] in _END:
            yield Deviation("note.mark", f"“{part.text[-1]}”", "没有标点", part)
        elif part.role == "attachment label" and part.text[-1:] in "：:":
            yield Deviation("attachment.label", f"“{part.text}”", f"“{part.text[:-1]}”", part)
        elif part.role == "recipient" and part.text[-1:] == ":":
            yield Deviation("recipient.mark", "半角冒号", "全角冒号", part)


def _heading(part: Part) -> Iterator[Deviation]:
    label = parse_label(part.text)
    if label is not None and standard_label(label) != label.label.strip():
        wanted = f"“{standard_label(label)}”"
        yield Deviation("heading.label", f"“{label.label.strip()}”", wanted, part)
    if part.alone and part.text[-1:] in "。；：，;:,":
        yield Deviation("heading.mark", f"“{part.text[-1]}”", "没有标点", part)


def _date(part: Part) -> Iterator[Deviation]:
    day = parse_date(part.text)
    if day is None:
        return
    wanted = f"{day.year}年{day.month}月{day.day}日"
    if "".join(part.text.split()) != wanted:
        yield Deviation("date.form", f"“{part.text}”", f"“{wanted}”", part)
