"""Dated and named events, and claims of a record: true last year, to be verified this year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rag.writing.edits import Edit

_NAME: Final = r"[^，。；：、！？\s【】（）“”《》]"
_CN: Final = "[一二三四五六七八九十百]"
_PATTERNS: Final = (
    # a document with its number, a meeting counted, a day
    r"[一-鿿]{1,8}〔\d{4}〕\d+号",
    rf"(?:党的|中央|省委|市委|县委|区委|镇委|乡委|街道)?{_CN}{{1,3}}(?:届|大)(?:{_CN}{{1,3}}次|{_CN}中)全会(?:精神)?",
    rf"第{_CN}{{1,3}}次(?:全国|全省|全市|全县|全区|全镇)?{_NAME}{{0,10}}?(?:代表大会|大会|会议|全会)",
    r"(?:\d{4}年)?(?:1[0-2]|[1-9])月(?:(?:[12]\d|3[01]|[1-9])[日号]|[上中下]旬|初|底)",
    rf"(?:“[^”]{{2,30}}”)?{_NAME}{{0,12}}?主题(?:教育|党日|实践)活动?",
    rf"{_NAME}{{0,14}}?(?:现场会|推进会|座谈会|动员会|启动仪式|表彰大会|专题会议|工作会议|论坛|博览会|运动会)",
    # records and series that need this year's facts
    r"(?:再创|创|刷新)?历史(?:性)?(?:新高|最高|最好|最高水平|最好水平)",
    rf"(?:实现)?(?:了)?历史罕见的?“?{_CN}{{1,3}}连[增冠升]”?|“?{_CN}{{1,3}}连[增冠升]”?",
    r"连续[\d一二三四五六七八九十]+年|(?:全[国省市县区]|首次|率先)(?:第一|首位|首家)",
)
_EVENT: Final = re.compile("|".join(_PATTERNS))
_VERB: Final = re.compile(
    r"^.*?(?=召开|举办|举行|承办|组织|开展|参加|出席|贯彻|学习|落实|筹备|迎接|深入|扎实)"
)


def event_edits(text: str) -> Iterator[Edit]:
    """An edit 【待核：…】 for each event or claim a writer has to verify."""
    for found in _EVENT.finditer(text):
        start = found.start() + _verb_offset(found.group())
        yield Edit(start, found.end(), f"【待核：{text[start : found.end()]}】")


def _verb_offset(words: str) -> int:
    """An event starts at its verb: 全镇上下召开推进会 → 召开推进会."""
    verb = _VERB.match(words)
    return verb.end() if verb else 0
