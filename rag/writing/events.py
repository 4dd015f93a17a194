"""Dated and named events, and claims of a record: true last year, to be verified this year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.writing.edits import Edit

_CN: Final = "[一二三四五六七八九十百]"
_NAME: Final = r"[^，。；：、！？\s【】（）《》和与及]"
_MEETING: Final = (
    r"(?<=[^各类种])(?:峰会|论坛|博览会|交易会|运动会|[奥亚]运会|残奥会|青奥会|冬奥会|世博会|园博会|进博会"
    r"|全运会|大运会|农运会|锦标赛|世界杯|首脑会议|领导人(?:系列|非正式)?(?:会议|会晤)|文化节|艺术节|旅游节|电影节)"
)
"""How the names of meetings, games and fairs end; such a name is taken back to where it begins."""
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
    rf"|{_NAME}{{2,40}}?{_MEETING}"
)
_VERB: Final = re.compile(
    r"^.*?(?=召开|举办|举行|承办|(?<!合作)组织(?!峰会|论坛|会议|大会|部|领导人)|开展|参加|出席|贯彻|学习|落实|筹备"
    r"|迎接|成功)"
)
_DISASTER: Final = (
    r"(?:地震|洪涝|洪水|内涝|台风|干旱|旱灾|雪灾|冻害|山洪|泥石流|滑坡|疫情|灾害|灾情|事故"
    r"|火灾|爆炸)"
)
_CLAUSE: Final = r"[^，。；：！？\n【】]"
_ONCE: Final = re.compile(
    rf"(?:成功)(?:举办|承办|主办|协办|召开)了?{_CLAUSE}{{2,80}}"
    rf"|(?:成功)?(?:举办|承办|主办|协办|出席|参加)了?{_CLAUSE}{{2,80}}{_MEETING}{_CLAUSE}{{0,16}}"
    rf"|(?:完成|开展|启动|进行|实施|组织)?了?第{_CN}{{1,3}}次{_NAME}{{0,12}}普查"
    r"|(?:“[^”，。\n]{2,16}”|[^，。；：、！？\s【】《》“”]{2,16})试点(?:正式|全面|顺利|成功)?(?:启动|开通|获批)"
    rf"|{_CLAUSE}{{0,30}}(?:发生|遭遇|遭受|出现|爆发|暴发)了?{_CLAUSE}{{0,50}}{_DISASTER}{_CLAUSE}{{0,12}}"
    rf"|(?:成功|有效|有力|及时|全力)?(?:抗击|抗御|战胜|夺取抗击|积极应对){_CLAUSE}{{2,24}}{_DISASTER}{_CLAUSE}{{0,12}}"
)
"""What happened once, taken to the end of its clause: 成功举办…, 第三次…普查, 发生…地震."""
_NOT_ONCE: Final = re.compile(
    "未|没有|不发生|不出现|零|防止|避免|杜绝|防范|可能|一旦|如果|如遇|易发|各类|任何"
)
"""What did not happen or might happen is no event of last year."""
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
    for found in _ONCE.finditer(text):
        inside = any(found.start() <= at < found.end() for at, _end in figures)
        if not inside and not _NOT_ONCE.search(found.group()):
            yield _to_verify(text, found.start(), found.end())
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
