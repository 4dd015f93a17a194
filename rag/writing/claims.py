"""Claims that were true of last year: records, ranks, series, rises. This year's facts must say.

Where a number stands beside them the number moves and the claim does not; where none stands
nobody would notice. Each is kept as a question 【待核：…】, a series of years with the count it
would have now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.text.chinese_numbers import format_chinese, parse_chinese
from rag.writing.edits import Edit, to_verify
from rag.writing.fill import Filling
from rag.writing.slots import Slot

_CN: Final = "[一二三四五六七八九十百]"
_COUNT: Final = rf"(?:{_CN}{{1,3}}|\d{{1,3}})"
_REST: Final = r"[^，。；：、！？\n“”【】（）]"
_WORLD: Final = (
    "世界|全球|亚洲|全国|全省|全市|全县|全区|全镇|全乡|同类|同级|省内|市内|县内|区内|国内|国际"
)
_SERIES: Final = re.compile(
    rf"(?P<head>连续)(?P<count>{_COUNT})(?P<unit>个?年(?:度)?)"
    rf"|(?P<quoted>“?)(?P<before>{_CN}{{1,3}})(?P<tail>连[增冠升快降丰])(?(quoted)”?)"
)
"""连续四年 and “十连增” count on by one if they hold."""
_RECORDS: Final = re.compile(
    r"(?:再创|创下?|刷新|打破)了?(?:历史|同期|近年|全[国省市县区])?(?:性)?(?:的)?"
    rf"(?:历史)?(?:新高|新低|最高|最好|最低|佳绩|纪录|记录|新纪录|新记录|历史)(?:水平|成绩)?"
    r"|历史(?:性)?(?:最[高好低]水平|新高|最高|最好(?:水平|成绩)?|罕见|突破|转变|跨越)"
    rf"|(?:达到|达)?历史(?:同期)?最[高好低]{_REST}{{0,4}}"
)
_RANKS: Final = re.compile(
    rf"(?:(?:总量|规模|增速|增幅|综合|排名|水平|成绩)?(?:稳居|跃居|跃升至?|位居|位列|名列|居于?|排名?|列|进入|跻身|保持在?)"
    rf"(?:{_WORLD})*(?:首位|榜首|前列|前茅|第{_CN}{{1,2}}(?:位|名)?|前{_CN}{{1,2}}(?:位|名)?|先进行列|第一方阵|领先))"
    rf"|(?:名列前茅|独占鳌头|遥遥领先|走在(?:了)?(?:{_WORLD})*前列)"
    rf"|(?:{_WORLD})(?:排名)?第{_CN}{{1,2}}(?:位|名)?"
)
_FIRSTS: Final = re.compile(
    rf"首次|首创|第一次|率先(?!垂范|示范|带头|发展|突破|引领|作用|行动)|开创(?:了)?先河|填补(?:了)?{_REST}{{0,10}}空白|零的突破|从无到有"
)
_YEAR_OF: Final = re.compile(
    rf"第{_CN}{{1,2}}年(?!级|度)|(?:开局|收官|起步|换届|决胜|攻坚|关键|交账|启航)(?:的)?之年"
    rf"|(?:良好|精彩|顺利)开局|圆满收官|{_CN}{{1,3}}周年"
)
_DEGREE: Final = "明显|显著|大幅(?:度)?|较?大幅度|急剧|迅猛|成倍|持续大幅"
_MOVED: Final = (
    "增长|增加|增多|减少|下降|上升|上涨|下跌|回升|回落|好转|降低|攀升|下滑|缩小|扩大|改观"
)
_TRENDS: Final = re.compile(
    rf"(?:{_DEGREE})(?:地)?(?P<moved>{_MOVED})(?!的)"
    rf"|(?:{_MOVED})(?:{_DEGREE})(?=[，。；、！）\n]|$)"
    r"|(?:扭亏为盈|由负转正|止跌回升|翻了?[一两二三]?番|实现翻番|双下降|双增长|双提升|量价齐[升降])"
)
_MET: Final = re.compile(
    rf"(?:圆满|全面|提前{_REST}{{0,4}}|超额|如期|胜利)(?:完成|实现)(?:了)?{_REST}{{0,24}}(?:目标|任务|指标|计划|规划|预算)"
    rf"|(?:目标|任务|指标|计划|预算)(?:得以)?(?:圆满|全面|提前|超额|如期|胜利)(?:完成|实现)|好于预期(?:目标)?|超(?:出|过)?预期(?!目标)"
)
_PLAIN: Final = (_RECORDS, _RANKS, _YEAR_OF, _MET)
_DONE: Final = re.compile(r"[^，。；：、！？\n“”【】（）]{1,16}")

Span = tuple[int, int]


def claim_edits(text: str, pairs: Sequence[tuple[Slot, Filling | None]] = ()) -> Iterator[Edit]:
    """An edit 【待核：…】 for each claim of a record, rank, series, first, year or trend.

    What was done for the first time is marked with it, unless a figure follows in the clause. A
    trend beside a figure of its own is left to that figure, only how great it was is dropped.
    """
    figures = [(slot.start, slot.end) for slot, _filling in pairs if not slot.optional]
    filled = [(slot.start, slot.end) for slot, filling in pairs if filling is not None]
    for found in _SERIES.finditer(text):
        if not _meets(found, filled):
            yield _series(found)
    for pattern in _PLAIN:
        for found in pattern.finditer(text):
            if not _meets(found, figures):
                yield to_verify(text, *found.span())
    for found in _FIRSTS.finditer(text):
        yield _first(text, found, figures)
    yield from _trends(text, pairs)


def _series(found: re.Match[str]) -> Edit:
    """连续四年 → 【待核：连续四年，如仍成立应为连续五年】."""
    counted = found["count"] or found["before"]
    now = _counted_on(counted)
    again = found.group().replace(counted, now, 1)
    words = f"【待核：{found.group()}，如仍成立应为{again}】"
    return Edit(found.start(), found.end(), words)


def _counted_on(count: str) -> str:
    if count.isdigit():
        return str(int(count) + 1)
    value = parse_chinese(count)
    return count if value is None else format_chinese(int(value) + 1)


def _first(text: str, found: re.Match[str], figures: Sequence[Span]) -> Edit:
    start, end = found.span()
    if found.group() in ("首次", "第一次", "率先"):
        done = _DONE.match(text, end)
        figure = done and any(end <= at < done.end() for at, _end in figures)
        end = end if done is None or figure or found.group() == "率先" else done.end()
    return to_verify(text, start, end)


def _trends(text: str, pairs: Sequence[tuple[Slot, Filling | None]]) -> Iterator[Edit]:
    for found in _TRENDS.finditer(text):
        own = next((p for p in pairs if 0 <= p[0].start - found.end() <= 2), None)
        if own is not None and own[1] is not None and found["moved"]:
            # 大幅增长37.1% may be 大幅增长3% now: the figure says how much.
            yield Edit(found.start(), found.start("moved"), "")
        elif own is None and not _meets(found, [(s.start, s.end) for s, _f in pairs]):
            yield to_verify(text, *found.span())


def _meets(found: re.Match[str], spans: Sequence[Span]) -> bool:
    return any(start < found.end() and found.start() < end for start, end in spans)
