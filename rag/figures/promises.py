"""Words that promise, that say how things stand, and that sum up several years."""

from __future__ import annotations

import re

_PROMISE = re.compile(
    r"力争|争取(?=到|在|年|全年|今年|明年|实现|完成|突破|达|再|新|建|创|打造|用)"
    r"|规划(?=建设|新建|实施|打造)|确保(?!”)(?=[^，。]{0,20}(?:达|在|实现|完成|不|增|以[上下内]|突破))|预期目标|目标(?:是|为|：)"
    r"|(?<![模虚比草])拟(?![定订制人态稿])"
    r"|(?:^|(?<=[，。；、：\n们镇乡县区市省村还共])|(?<=[今明全本来\d]年)|(?<=年内))"
    r"计划(?!生育|单列|经济|外|内|任务|目标|指标|总|数|书|[的、，。和与及》”])"
    r"|(?:我们|今年|明年|下半年|下一?步|接下来|[我全本][镇乡县区市省村街])(?:还)?(?:将|要)(?=[^，。])"
    r"|(?:，|。|^)[将要](?=新|建|完成|实施|推进|投入|达|继续|开展|着力|争取|再)"
)
_EXPECTED = re.compile(
    r"(?:预计|预期|有望)(?:到|在|可|将|年底|年内|全年|今年|明年|下半年|(?:19|20)\d{2}年)"
)
"""预计全年完成 looks ahead while the year runs; 收入预计达 rounds off what is over."""
_FULFILLED = re.compile(r"[，；][^，；]{0,6}(?:已|目前|截至|实际|现有|至今)")
"""计划建设10公里，已完成6公里: what stands behind it is no promise any more."""

STANDING = re.compile(r"(?:目前|现在|现有|现已|已经|已有|已达)[^，。；]{0,16}$")
"""A plan may say how things stand."""

_CUMULATIVE = re.compile(
    r"累计|累积|[两三四五六七八九十]年来|这五年|五年间|截至?[^，。]{0,12}[共累]|历年|总计|年均"
)


def promises(sentence: str, *, running: bool) -> bool:
    """Whether the words before a figure promise it.

    ``running``: the year spoken of is not over, so that 预计全年 looks ahead, too.
    """
    patterns = (_PROMISE, _EXPECTED) if running else (_PROMISE,)
    found = [match.end() for pattern in patterns for match in pattern.finditer(sentence)]
    return bool(found) and not _FULFILLED.search(sentence, max(found))


def sums_up(sentence: str) -> bool:
    """Whether the words before a figure say that it counts several years together."""
    return bool(_CUMULATIVE.search(sentence))
