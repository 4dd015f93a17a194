"""Labels that open a heading (一、（一）1.（1）) and points inside a paragraph (一是…二是…).

The four levels are those of GB/T 9704—2012, 7.3.3. Chapters and sections of regulations
(第一章, 第一节) count as levels 1 and 2; articles (第一条) are body text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMERALS = "一二三四五六七八九十百〇零"
_CN = rf"[{NUMERALS}壹贰叁肆伍陆柒捌玖拾]{{1,4}}"
_FULL_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_PATTERNS: tuple[tuple[int, str, re.Pattern[str]], ...] = tuple(
    (level, style, re.compile(pattern))
    for level, style, pattern in (
        (1, "chapter", rf"第\s?(?P<n>{_CN}|\d{{1,3}})\s?(?:编|篇|章|部分)(?=[\s　：:、]|$)[　 ]*"),
        (2, "chapter-section", rf"第\s?(?P<n>{_CN}|\d{{1,3}})\s?节(?=[\s　：:、]|$)[　 ]*"),
        (1, "cn", rf"(?P<n>{_CN})[　 ]?[、．.][　 ]*"),
        (2, "cn-bracket", rf"[（(][　 ]?(?P<n>{_CN})[　 ]?[)）][、．.]?[　 ]*"),
        (2, "cn-bracket", r"(?P<n>[㈠-㈩])[、．.]?[　 ]*"),
        (4, "bracket", r"[（(][　 ]?(?P<n>[0-9０-９]{1,2})[　 ]?[)）][、．.]?[　 ]*"),
        (4, "bracket", r"(?P<n>[⑴-⒇])[、．.]?[　 ]*"),
        (4, "half-bracket", r"(?P<n>[0-9０-９]{1,2})[)）][、．.]?[　 ]*"),
        (3, "digit", r"(?P<n>[0-9０-９]{1,3})[　 ]?[、．.](?![0-9０-９])[　 ]*"),
        (3, "digit", r"(?P<n>[⒈-⒛])[　 ]*"),
        (2, "decimal", r"\d{1,2}\.(?P<n>\d{1,2})[　 ]+(?=[^\W\d_])(?![万亿元个倍])"),
        (3, "decimal", r"\d{1,2}\.\d{1,2}\.(?P<n>\d{1,2})[　 ]+(?=[^\W\d_])"),
    )
)
# “一、二、三产业”, “三、四季度”, “5、6月”: an enumeration, not a label.
_ENUMERATION = {
    "cn": re.compile(rf"[{NUMERALS}]{{1,2}}(?:[、和及]|[月季线级类期产届名]|$)"),
    "digit": re.compile(r"[0-9]{1,2}(?:[、月日]|季度)"),
}
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", start=1)} | {
    char: number for number, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)
}
_SINGLE_SETS = (("㈠", 10), ("⑴", 20), ("⒈", 20), ("①", 20))


@dataclass(frozen=True, slots=True)
class Label:
    """A heading label at the start of a line.

    ``label`` is as written (一、), ``rest`` what follows it and ``end`` where ``rest`` starts.
    ``number`` is its place in the sequence, ``style`` the family of labels it belongs to.
    """

    level: int
    label: str
    rest: str
    end: int
    number: int
    style: str


@dataclass(frozen=True, slots=True)
class Point:
    """A run-in point (“二是…”) at ``[start, end)`` of its paragraph; ``label`` is 二是."""

    start: int
    end: int
    label: str
    number: int


def label_number(text: str) -> int:
    """The place a label's numeral stands for (十二 → 12, ㈢ → 3); 0 when it is none."""
    if len(text) == 1:
        for first, length in _SINGLE_SETS:
            if 0 <= ord(text) - ord(first) < length:
                return ord(text) - ord(first) + 1
    digits = text.translate(_FULL_DIGITS)
    if digits.isdecimal():
        return int(digits)
    total = pending = 0
    for char in text:
        if char in "十拾":
            total, pending = total + (pending or 1) * 10, 0
        elif char == "百":
            total, pending = total + (pending or 1) * 100, 0
        else:
            pending = _DIGITS.get(char, 0)
    return total + pending


def parse_label(line: str) -> Label | None:
    """The heading label a line starts with, None when it has none.

    Blanks before the label are skipped and counted in ``end``. “一是”, “第一条”, “3.5万元” and
    “一、二、三产业” are no labels.
    """
    start = len(line) - len(line.lstrip())
    for level, style, pattern in _PATTERNS:
        match = pattern.match(line, start)
        if match is None:
            continue
        rest = line[match.end() :]
        if style in _ENUMERATION and _ENUMERATION[style].match(rest):
            return None
        label = match.group().strip()
        return Label(level, label, rest, match.end(), label_number(match["n"]), style)
    return None


_POINT_VERBS = "是抓要靠看建强促讲查改重对为学评在从以个盯严创提"
_ORDER_WORDS = {"首先": 1, "其次": 2, "再次": 3, "然后": 3, "最后": 9}
_POINT = re.compile(
    rf"(?:(?<=^)|(?<=[。；;：:！？!?，,、\n”）　 ]))(?:"
    rf"(?P<verb>[一二三四五六七八九十]{{1,2}}[{_POINT_VERBS}])"
    r"|(?P<ordinal>第[一二三四五六七八九十]{1,2}(?=[，、,]))"
    r"|(?P<other>其[一二三四五六七八九](?=[，、,是]))"
    r"|(?P<word>首先|其次|再次|然后|最后)"
    r"|(?P<circle>[①-⑳]))"
)


def run_in_points(paragraph: str) -> tuple[Point, ...]:
    """The points 一是…二是…, 一抓…二抓…, 首先…其次…, 第一，…第二，… of a paragraph.

    A run must start at one and count upwards with the same word; each point reaches to the next
    one or to the end of the paragraph. Fewer than two points in a row give nothing, except a
    paragraph that itself opens with a point (“二是……” as a paragraph of its own).
    """
    marks: list[tuple[int, str, int]] = []
    for family in _families(paragraph):
        if len(family) > 1 or (family and not paragraph[: family[0][0]].strip()):
            marks.extend(family)
    marks.sort()
    ends = [*(mark[0] for mark in marks), len(paragraph)][1:]
    return tuple(
        Point(start, end, label, number)
        for (start, label, number), end in zip(marks, ends, strict=True)
    )


def _families(paragraph: str) -> Iterator[list[tuple[int, str, int]]]:
    """Runs of marks that count upwards, one list for each way of counting."""
    runs: dict[str, list[tuple[int, str, int]]] = {}
    for match in _POINT.finditer(paragraph):
        label, number, key = _mark(match)
        run = runs.setdefault(key, [])
        opens = not paragraph[: match.start()].strip()
        if run and number == 1:
            yield run
            run = runs[key] = []
        if number == 1 or (run and run[-1][2] < number) or (opens and not run):
            run.append((match.start(), label, number))
    yield from runs.values()


def _mark(match: re.Match[str]) -> tuple[str, int, str]:
    """Label, number and family of a mark."""
    label = match.group()
    if match["verb"]:
        return label, label_number(label[:-1]), label[-1]
    if match["word"]:
        return label, _ORDER_WORDS[label], "word"
    if match["circle"]:
        return label, label_number(label), "circle"
    return label, label_number(label[1:]), label[0]
