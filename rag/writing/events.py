"""Dated and named events, and claims of a record: true last year, to be verified this year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.writing.edits import Edit

_CN: Final = "[一二三四五六七八九十百]"
_NAME: Final = r"[^，。；：、！？\s【】（）《》和与及]"
_ABOVE: Final = (
    "全国|全省|全市|全县|全区|全镇|全乡|中央|省委|市委|县委|区委|镇党委|乡党委|街道党工委"
)
_CLAIMS: Final = re.compile(
    r"(?:再创|创下?|刷新)?历史(?:性)?(?:最[高好]水平|新高|最高|最好)"
    rf"|(?:实现)?(?:了)?(?:历史罕见的)?“?{_CN}{{1,3}}连[增冠升快]”?"
    r"|连续[\d一二三四五六七八九十]+年"
    r"|(?:全[国省市县区]|排名|位居|位列)(?:排名)?第[一二三四五六七八九十]|首次|率先"
)
"""Records, series and ranks: they need this year's facts even where no number stands."""
_FIRST: Final = re.compile(r"[^，。；：、！？\n“”【】（）]{1,16}")
_EVENTS: Final = re.compile(
    r"[一-鿿]{1,8}〔\d{4}〕\d+号"
    rf"|(?:党的)?{_CN}{{1,3}}(?:届|大)(?:{_CN}{{1,3}}次|{_CN}中)全会(?:精神)?"
    rf"|第{_CN}{{1,3}}(?:次|届){_NAME}{{0,14}}?(?:代表大会|大会|会议|全会|论坛|博览会|运动会|峰会)"
    r"|(?:\d{4}年)?(?:1[0-2]|[1-9])月(?:(?:[12]\d|3[01]|[1-9])[日号]|[上中下]旬|[初底末]|份?(?=[，起以至后前来]))"
    rf"|(?:“[^”]{{2,30}}”|{_NAME}{{2,12}}?)主题(?:教育|实践活动)"
    rf"|(?:{_ABOVE}){_NAME}{{0,16}}?(?:现场会|推进会|座谈会|动员会|表彰大会|工作会议|专题会议)"
    rf"|{_NAME}{{2,8}}?(?:奥运会|残奥会|世博会|亚运会|全运会|大运会|博览会|峰会)"
)
_VERB: Final = re.compile(
    r"^.*?(?=召开|举办|举行|承办|组织|开展|参加|出席|贯彻|学习|落实|筹备|迎接|成功)"
)
_CLAUSE_MARKS: Final = "，。；：！？\n"


def claim_edits(text: str, figures: Sequence[tuple[int, int]] = ()) -> Iterator[Edit]:
    """An edit 【待核：…】 for each claim of a record, a series of years or a rank.

    What was done for the first time is marked with it, unless a figure follows in the clause.
    """
    for found in _CLAIMS.finditer(text):
        start, end = found.span()
        if found.group() == "首次":
            done = _FIRST.match(text, end)
            figure = done and any(end <= at < done.end() for at, _end in figures)
            end = end if done is None or figure else done.end()
        yield _to_verify(text, start, end)


def event_edits(text: str, figures: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """An edit 【待核：…】 for each event that happened once.

    Events counted in the same clause (召开推进会12次) are figures, not events: ``figures`` are
    the spans of the section's numbers.
    """
    for found in _EVENTS.finditer(text):
        start = found.start() + _verb_offset(found.group())
        clause = _clause(text, start, found.end())
        if not any(clause[0] <= figure[0] < clause[1] for figure in figures):
            yield _to_verify(text, start, found.end())


def _to_verify(text: str, start: int, end: int) -> Edit:
    return Edit(start, end, f"【待核：{text[start:end]}】")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    before = max(text.rfind(mark, 0, start) for mark in _CLAUSE_MARKS)
    ends = [place for mark in _CLAUSE_MARKS if (place := text.find(mark, end)) >= 0]
    return before + 1, min(ends, default=len(text))


def _verb_offset(words: str) -> int:
    """An event starts at its verb: 全镇上下召开推进会 → 召开推进会."""
    verb = _VERB.match(words)
    return verb.end() if verb else 0
