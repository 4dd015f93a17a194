"""{F3}, {F3.yoy}, {F3.diff}: what a model writes instead of digits, and the program replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.figures.growth import Growth, growth
from rag.records import LedgerRow, Link
from rag.text.numerals import find_quantities, parse_quantity
from rag.writing.edits import Edit, apply
from rag.writing.wording import DIRECTION_WORD, DIRECTION_WORDS, written

_OPEN, _CLOSE = r"[{｛\[［【(（<《]", r"[}｝\]］】)）>》]"
_PART: Final = r"(?:\s*[.．·_:：]\s*(?P<{}>yoy|diff|同比|增减|value|值))?"
_PLACEHOLDER: Final = re.compile(
    rf"{_OPEN}{{1,2}}\s*[FfＦ]\s*(?P<number>\d{{1,4}}){_PART.format('part')}\s*{_CLOSE}{{1,2}}"
    rf"|(?<![A-Za-z\d])(?<!{_OPEN})(?<!{_OPEN}\s)"
    rf"F(?P<bare>\d{{1,4}}){_PART.format('piece')}(?![A-Za-z\d])"
)
"""{F3}, ｛F3｝, {f3.yoy}, 【F3】, {{F3}} and a bare F3: small models are not exact."""
_OPENING: Final = re.compile(
    rf"(?:{_OPEN}{{1,2}}(?:\s{{0,2}}(?:[FfＦ][^}}｝\]］】)）>》\n]{{0,12}})?)"
    r"|(?<![A-Za-z\d])F[\d.．·_:：]{0,6}[a-z同增比减]{0,4})$"
)
_PARTS: Final = {"yoy": "yoy", "同比": "yoy", "diff": "diff", "增减": "diff"}
_LONGEST_UNIT: Final = 6
_LONGEST_WORD: Final = max(map(len, DIRECTION_WORDS))


@dataclass(frozen=True, slots=True)
class _Filling:
    text: str
    link: Link
    unit: str


class Placeholders:
    """The figures a prompt offers, numbered F1, F2, … in the rows' order."""

    def __init__(self, rows: Sequence[LedgerRow], year: int, fact_year: int | None = None) -> None:
        """``fact_year`` is the year whose results the report states, by default ``year``."""
        self._entries: list[tuple[LedgerRow, int]] = []
        for row in rows:
            years = (year,) if fact_year in (None, year) else (fact_year, year)
            self._entries += [(row, y) for y in years if y is not None and y in row.values]
        self._year = year
        self._fact_year = fact_year or year

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """The rows offered, in the order of their numbers."""
        return tuple(row for row, _year in self._entries)

    def lines(self) -> str:
        """The list for the prompt: {F1} 集中学习（次），可用 {F1.yoy} {F1.diff}."""
        lines = []
        for number, (row, year) in enumerate(self._entries, start=1):
            moves = {"up": "增长", "down": "下降", "": ""}[row.values[year].direction]
            unit = "，".join(filter(None, (row.unit, moves)))
            unit = f"（{unit}）" if unit else ""
            when = f"（{year}年目标）" if year > self._fact_year else ""
            moved = [
                f"{{F{number}.{part}}}"
                for part in ("yoy", "diff")
                if self._moved(row, year, part) is not None
            ]
            more = f"，可用 {' '.join(moved)}" if moved else ""
            lines.append(f"{{F{number}}} {row.indicator}{unit}{when}{more}")
        return "\n".join(lines) or "（没有已填的数据，正文里不写数字）"

    def substitute(self, text: str) -> tuple[str, tuple[Link, ...]]:
        """The text with all placeholders replaced, and what the new numbers rest on."""
        stream = Substitution(self)
        whole = stream.feed(text) + stream.finish()
        return whole, stream.links

    def masked(self, text: str, links: Sequence[Link] = ()) -> str:
        """A text with its figures as placeholders, so that a model has no digits to copy.

        ``links`` say which figure stands where; without them a figure is masked where its
        written form occurs exactly once.
        """
        edits = [edit for link in links if (edit := self._mask(text, link)) is not None]
        if not links:
            for number in range(1, len(self._entries) + 1):
                filling = self.filling(number, "")
                if filling is not None and text.count(filling.text) == 1:
                    start = text.index(filling.text)
                    edits.append(Edit(start, start + len(filling.text), f"{{F{number}}}"))
        return apply(text, edits)[0]

    def _mask(self, text: str, link: Link) -> Edit | None:
        for number, (row, year) in enumerate(self._entries, start=1):
            if row.indicator != link.indicator or year != link.fact_year:
                continue
            if link.status == "entered" and not row.values[year].direction:
                return Edit(link.start, link.end, f"{{F{number}}}")
            part = "yoy" if link.text.endswith(("%", "％", "持平")) else "diff"
            if link.status == "derived" and self._moved(row, year, part) is not None:
                before = _without_direction_word(text[: link.start].removesuffix("了"))
                return Edit(len(before), link.end, f"{{F{number}.{part}}}")
        return None

    def filling(self, number: int, part: str) -> _Filling | None:
        """What stands for a placeholder; None when the prompt offered no such thing."""
        if not 1 <= number <= len(self._entries):
            return None
        row, year = self._entries[number - 1]
        if part:
            return self._moved(row, year, part)
        text = written(row, row.values[year])
        quantity = parse_quantity(text)
        link = Link(
            0, len(text), text, "entered", row.indicator, year, evidence=_evidence(row, year)
        )
        return _Filling(text, link, quantity.unit if quantity else row.unit)

    def _moved(self, row: LedgerRow, year: int, part: str) -> _Filling | None:
        change = growth(row, year)
        if change is None or row.values[year].direction:
            return None
        text = change.diff_text if part == "diff" else _rate_text(change)
        if not text:
            return None
        link = Link(0, len(text), text, "derived", row.indicator, year, formula=change.formula)
        return _Filling(text, link, "%" if part == "yoy" else change.diff_unit)


def without_figures(text: str) -> str:
    """Last year's section as a pattern: its figures become ×, for a model must not copy them."""
    edits = (Edit(q.start, q.end, f"×{q.unit}") for q in find_quantities(text))
    return apply(text, edits)[0]


class Substitution:
    """Replaces placeholders while text streams in, however it is cut into pieces."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._buffer = ""
        self._length = 0
        self._links: list[Link] = []
        self.unknown: list[str] = []

    @property
    def links(self) -> tuple[Link, ...]:
        """Links of all that was replaced so far, with offsets into the text given out."""
        return tuple(self._links)

    def feed(self, piece: str) -> str:
        """What can be shown after one more piece."""
        self._buffer += piece
        return self._take(final=False)

    def finish(self) -> str:
        """The rest."""
        return self._take(final=True)

    def _take(self, *, final: bool) -> str:
        shown: list[str] = []
        while found := _PLACEHOLDER.search(self._buffer):
            if not final and len(self._buffer) < found.end() + _LONGEST_UNIT:
                break
            shown.append(self._replace(found))
        keep = 0 if final else self._kept()
        cut = len(self._buffer) - keep
        shown.append(self._show(self._buffer[:cut]))
        self._buffer = self._buffer[cut:]
        return "".join(shown)

    def _kept(self) -> int:
        """How much of the buffer a later piece may still change."""
        found = _PLACEHOLDER.search(self._buffer) or _OPENING.search(self._buffer)
        start = found.start() if found else len(self._buffer)
        return len(self._buffer) - start + _begun_direction_word(self._buffer[:start])

    def _replace(self, found: re.Match[str]) -> str:
        before, after = self._buffer[: found.start()], self._buffer[found.end() :]
        number = int(found["number"] or found["bare"])
        part = _PARTS.get(found["part"] or found["piece"] or "", "")
        filling = self._placeholders.filling(number, part)
        if filling is None:
            name = f"F{number}{'.' + part if part else ''}"
            self.unknown.append(name)
            self._buffer = after
            return self._show(f"{before}【待核：模型引用了没有的数据{name}】")
        if part:
            before = _without_direction_word(before)
        if filling.unit and after.lstrip(" ").startswith(_as_written(filling.unit, after)):
            after = after.lstrip(" ")[len(filling.unit) :]
        shown = self._show(before)
        start = self._length
        self._links.append(replace(filling.link, start=start, end=start + len(filling.text)))
        self._buffer = after
        return shown + self._show(filling.text)

    def _show(self, text: str) -> str:
        self._length += len(text)
        return text


def _as_written(unit: str, after: str) -> str:
    """The unit in the form it may be said once more: {F3}％ for a value in %."""
    return "％" if unit == "%" and after.lstrip(" ").startswith("％") else unit


def _begun_direction_word(text: str) -> int:
    """The length of a direction word, or of the beginning of one, at the end of a text."""
    for length in range(min(len(text), _LONGEST_WORD), 0, -1):
        if any(word.startswith(text[-length:]) for word in DIRECTION_WORDS):
            return length
    return 0


def _without_direction_word(text: str) -> str:
    """The program writes 增长 or 下降 itself: the model's own word before it goes."""
    words = list(DIRECTION_WORD.finditer(text))
    return text[: words[-1].start()] if words and words[-1].end() == len(text) else text


def _rate_text(change: Growth) -> str:
    return (
        change.percent_text
        if change.percent is not None
        else (change.diff_text if change.unit in ("%", "‰") else "")
    )


def _evidence(row: LedgerRow, year: int) -> str:
    source = row.values[year].source
    return f"{row.indicator}，{year}年{written(row, row.values[year])}" + (
        f"（{source}）" if source else ""
    )
