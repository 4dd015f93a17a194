"""Undo the noise of typing, scanning and web pages, without losing the place.

Full-width digits become plain ones, spaces inside numbers go (8 ．8 ％ → 8.8%), a page number in
the middle of a figure goes (4022 - 1 - 万元), hard line breaks inside a sentence go, traditional
characters become simplified. Every offset in the result can be led back to the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rag.text.units import SCALE_PATTERN, UNIT_PATTERN

_FULL_WIDTH = "".join(chr(code) for code in range(0xFF10, 0xFF1A))
_FULL_WIDTH += "".join(chr(code) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
_NARROW = str.maketrans(
    _FULL_WIDTH + "％．﹪＋－−／　\u00a0\u2002\u2003\u200b",
    "".join(chr(ord(character) - 0xFEE0) for character in _FULL_WIDTH) + "%.%+--/     ",
)
_TRADITIONAL = re.compile(
    "[個萬億戶畝餘們來時這為國對學過動開後種說發長問現進實機經關點業電員產條結應數與體無於會處黨務門"
    "區縣鄉鎮組織幹隊際間農場專項據總統達額輛處條噸張棟層頭隻雙級屆歲幾類種顆課圓筆週]"
)
"""Frequent characters that simplified texts never have: reason enough to load OpenCC."""

_UNIT_HEADS = "万亿元个名人次场户亩件项条家%‰吨公"
_MAY_BE_SPACED = re.compile(r"\d[ \n]|[ \n]\d")
_INSIDE_NUMBER = re.compile(
    rf"""(?x)
    (?<=\d)[ ]{{0,3}}\n?[ ]{{0,3}}-[ ]{{0,2}}\d{{1,3}}[ ]{{0,2}}-[ ]{{0,3}}\n?[ ]{{0,3}}
        (?=[{_UNIT_HEADS}])                                      # a page number inside a figure
    | (?<![\d.])\d(?:[ ]\d(?!\d)){{0,9}}[ ]?\.[ ]?\d(?:[ ]\d(?!\d)){{1,6}}(?![ ]?[\d.])   # 1 5 .3 6
    | (?<![\d.])\d(?:[ ]\d(?!\d)){{1,9}}(?![ ]?[\d])             # 1 9 9 7 年
    | (?<=\d)[ ]{{1,3}}\.[ ]{{0,3}}(?=\d)                        # 8 .8, 8 . 8
    | (?<=\d\.)[ ]{{1,3}}(?=\d)                                  # 8. 8
    | (?<=\d)[ ]{{1,3}}(?=[%‰\u4e00-\u9fff])                     # 8 %, 2021 年
    | (?<=[\u4e00-\u9fff])[ ]{{1,3}}(?=\d)                       # 约 300
    | (?<=\d)[ ]{{0,3}}\n[ ]{{0,3}}(?=[{_UNIT_HEADS}])           # 23⏎亿元
    | (?<=\d)[ ](?=\d{{3}}(?:\D|$))                              # 12 345
    """
)
_MIDDLE_POINT = re.compile(
    rf"(?<=\d)[·•‧・](?=\d{{1,4}}(?:[、，,和及与](?:\d{{1,6}}[·•‧・.]\d{{1,4}}[、和及与]?){{1,8}})?"
    rf"(?:[余多]?(?:%|‰|{SCALE_PATTERN}|{UNIT_PATTERN})))"
)
"""19·5％ of older print; 3·15晚会 and 5·12地震 are names of days."""

_LOW_STOP = re.compile(r"(?<=[\u4e00-\u9fff）)”])\.(?=[\u4e00-\u9fff])")
"""A point between two characters is a full stop typed in the wrong mode."""

_LABEL = re.compile(
    r"[ ]{0,4}(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、）).．]"
    r"|第[一二三四五六七八九十]{1,3}[章节部条])"
)
_PAGE = re.compile(r"[ ]{0,8}[-—–]{0,2}[ ]{0,2}\d{1,3}[ ]{0,2}[-—–]{0,2}[ ]{0,8}")
"""A page number on a line of its own stands in the middle of a wrapped sentence."""
_OPEN_DECIMAL = re.compile(r"[^\d.]\d{1,6}\.$")
_REST = re.compile(r"\d{1,4}(?![\d.、])")
"""是上年的1.⏎37倍: the page width may end behind a decimal point."""
_FINAL = "。！？；：…”』》)）.!?;:"
_WRAP_WIDTH = 18
"""A line shorter than this that lacks final punctuation is taken for a heading."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A cleaned text that remembers where each character came from."""

    text: str
    _places: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()

    def original_offset(self, index: int) -> int:
        """Where character ``index`` of ``text`` stands in the text as given.

        The end of a span is best mapped as ``original_offset(end - 1) + 1``.
        """
        found = bisect_right(self._places, index)
        return index + (self._shifts[found - 1] if found else 0)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that ``[start, end)`` of ``text`` stands for."""
        if end <= start:
            place = self.original_offset(start)
            return place, place
        return self.original_offset(start), self.original_offset(end - 1) + 1


def normalise(text: str) -> Normalised:
    """``text`` with plain digits, whole numbers, whole sentences and simplified characters."""
    narrow = _MIDDLE_POINT.sub(".", simplify(text.translate(_NARROW)))
    narrow = _LOW_STOP.sub("。", narrow)
    gaps = sorted(_gaps(narrow), key=lambda gap: (gap[0], -gap[1]))
    if not gaps:
        return Normalised(narrow)
    pieces: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    kept = removed = 0
    for start, end in gaps:
        if start < kept:
            continue
        pieces.append(narrow[kept:start])
        removed += end - start
        kept = end
        places.append(end - removed)
        shifts.append(removed)
    pieces.append(narrow[kept:])
    return Normalised("".join(pieces), tuple(places), tuple(shifts))


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, one for one (OpenCC t2s)."""
    if not _TRADITIONAL.search(text):
        return text
    converted = str(_converter().convert(text))
    if len(converted) == len(text):
        return converted
    return "".join(_one(character) for character in text)


def simplify_each(text: str) -> str:
    """Every traditional character as its simplified one, in however short a text.

    A query of two characters has none of the frequent ones that ``simplify`` waits for. What
    GB 2312 has stays as it is: 乾 and 著 are written in simplified texts too.
    """
    return _outside_gb2312().sub(lambda found: _one(found.group()), text)


@lru_cache(maxsize=1)
def _outside_gb2312() -> re.Pattern[str]:
    han = map(chr, range(0x4E00, 0xA000))
    lacking = (character for character in han if not character.encode("gb2312", "ignore"))
    return re.compile(f"[{''.join(lacking)}]")


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def _one(character: str) -> str:
    converted = str(_converter().convert(character))
    return converted if len(converted) == 1 else character


def _gaps(text: str) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    spaced = _INSIDE_NUMBER.finditer(text) if _MAY_BE_SPACED.search(text) else ()
    for match in spaced:
        start, end = match.span()
        if text[start - 1] == "." and _after_label(text, start):
            continue
        if "-" in match.group() or "\n" in match.group():
            gaps.append((start, end))
        else:
            gaps.extend((place, place + 1) for place in range(start, end) if text[place] == " ")
    gaps.extend(_wraps(text))
    return gaps


def _after_label(text: str, place: int) -> bool:
    """Whether the gap follows a list label at the start of a line: “1. 2023年…”."""
    line = text.rfind("\n", 0, place) + 1
    return place - line < 5 and text[line:place].rstrip(". ").strip().isdigit()


def _wraps(text: str) -> list[tuple[int, int]]:
    """Line breaks that a fixed page width put inside a sentence; the first line is the title."""
    if "\n" not in text:
        return []
    gaps: list[tuple[int, int]] = []
    lines = text.split("\n")
    start = 0
    for number, (line, following) in enumerate(pairwise(lines)):
        end = start + len(line)
        if number and _PAGE.fullmatch(following):
            after = lines[number + 2] if number + 2 < len(lines) else ""
            if _is_wrapped(line, after):
                gaps.append((end, end + len(following) + 2))
        elif number and not _PAGE.fullmatch(line) and _is_wrapped(line, following):
            gaps.append((end, end + 1))
        start = end + 1
    return gaps


def _is_wrapped(line: str, following: str) -> bool:
    width = len(line)
    if width >= _WRAP_WIDTH and _OPEN_DECIMAL.search(line) and _REST.match(following):
        return True
    return (
        width >= _WRAP_WIDTH
        and 0 < len(following) <= width + 6
        and line[-1] not in _FINAL
        and "\t" not in line
        and not _LABEL.match(line)
        and not _LABEL.match(following)
    )
