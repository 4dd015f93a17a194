"""Taking a point, a sentence or a paragraph out of a text, and counting on without a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rag.errors import InstructionError
from rag.text.chinese_numbers import format_chinese
from rag.text.headings import Point, run_in_points
from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply

_NUMBERED: Final = re.compile(r"^[一二三四五六七八九十]+")
_COUNTED: Final = {"句": "句", "段": "段", "自然段": "段"}


def remove_nth(text: str, number: int, what: str) -> str:
    """The text without its nth point (点, 条, 项, 方面), sentence (句) or paragraph (段).

    Raises InstructionError when there are not so many.
    """
    kind = _COUNTED.get(what, "点")
    if kind == "段":
        lines = text.split("\n")
        _check(number, len(lines), what)
        return "\n".join(lines[: number - 1] + lines[number:])
    if kind == "句":
        spans = split_sentences(text)
        _check(number, len(spans), what)
        return _without(text, *spans[number - 1])
    return _remove_point(text, number, what)


def remove_words(text: str, words: str) -> str:
    """The text without these words. Raises InstructionError when they do not stand in it."""
    at = text.find(words)
    if at < 0:
        raise InstructionError(f"原文里没有“{words}”。", "请从原文中复制要删去的文字。")
    return _without(text, at, at + len(words))


def _remove_point(text: str, number: int, what: str) -> str:
    points = _points(text)
    place = next((n for n, point in enumerate(points) if point.number == number), None)
    if place is None:
        _check(number, max((point.number for point in points), default=0), what)
        raise InstructionError(f"没有找到第{number}{what}。")
    edits = [Edit(points[place].start, points[place].end, "")]
    for point in _followers(points, place):
        label = _NUMBERED.sub(format_chinese(point.number - 1), point.label, count=1)
        edits.append(Edit(point.start, point.start + len(point.label), label))
    return _tidy(apply(text, edits)[0])


def _points(text: str) -> list[Point]:
    """Points of all paragraphs, with offsets into the whole text."""
    points, start = [], 0
    for line in text.split("\n"):
        points += [
            Point(start + p.start, start + p.end, p.label, p.number) for p in run_in_points(line)
        ]
        start += len(line) + 1
    return points


def _followers(points: Sequence[Point], place: int) -> list[Point]:
    """The points of the same series that come after one."""
    suffix = _NUMBERED.sub("", points[place].label)
    followers: list[Point] = []
    last = points[place].number
    for point in points[place + 1 :]:
        if point.number <= last:
            break
        if _NUMBERED.match(point.label) and _NUMBERED.sub("", point.label) == suffix:
            followers.append(point)
            last = point.number
    return followers


def _without(text: str, start: int, end: int) -> str:
    return _tidy(text[:start] + text[end:])


def _tidy(text: str) -> str:
    """Punctuation as it must be after a cut: no doubled marks, a full stop at the end."""
    text = re.sub(r"([，、；])[，、；]*(?=[。；！？])", "", text)
    text = re.sub(r"(?<=[。！？；，\n])[，、；。]+", "", text)
    lines = [re.sub(r"[，；、]$", "。", line.strip(" ")) for line in text.split("\n")]
    return "\n".join(line for line in lines if line).lstrip("，；、。")


def _check(number: int, available: int, what: str) -> None:
    if not 1 <= number <= available:
        have = f"只有{available}{what}" if available else f"没有分{what}"
        raise InstructionError(f"这段文字{have}，不能删去第{number}{what}。")
