"""Rise and fall in an indicator's name or in what a clerk enters (下降5.5%)."""

from __future__ import annotations

import re

from rag.records import Direction

RISE = re.compile(
    r"增长|增速|增幅|涨幅|升幅|上升|提高|提升|增加|新增|净增|增收|增产|增效|多增|递增|回升|攀升|上扬|上涨|扩大"
)
FALL = re.compile(
    r"负增长|下降|降幅|跌幅|减少|降低|回落|下滑|减收|减产|递减|净减|压减|压降|压缩|削减|裁减|减幅|缩小|缩短|收窄"
    r"|精简|下跌|缩减"
)
_SAID = re.compile(
    r"^\s*(?:[同环]比|[比较](?:上年|去年)(?:同期)?|年均)?(?P<word>负增长|"
    rf"{RISE.pattern}|{FALL.pattern})了?(?=约|近|超|[\d百千零一二三四五六七八九十两])"
)


def named_direction(name: str) -> Direction:
    """Up for a name such as …增速, down for …降幅, else ""."""
    if FALL.search(name):
        return "down"
    return "up" if RISE.search(name) else ""


def split_direction(text: str) -> tuple[Direction, str]:
    """Take the word for rise or fall off an entered figure: 下降5.5% → down, 5.5%."""
    match = _SAID.match(text)
    if match is None:
        return "", text
    return ("down" if FALL.search(match["word"]) else "up"), text[match.end() :]
