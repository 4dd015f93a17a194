"""Is something told as done, or as a plan? 力争达到60% is no support for 达到60%, nor it for that.

Words such as 确保 and 推进, which reports use of both, say neither.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.figures.paragraphs import paragraphs
from rag.figures.words import DEEDS

_DO = (
    r"(?=(?:全年|今年|明年|年内|年底前?|20\d\d年底?前?|再|新|累计|总共?){0,2}"
    rf"(?:达到?|超过?|突破|增长|增至|保持|控制|下降|降低|提升|{DEEDS}))"
)
_PLAN = r"(?<![动作展养升育程才”])计划"
"""No name such as 行动计划."""
_INTENDED = re.compile(
    r"力争|有望|预期|预计|目标(?:是|为|任务)"
    rf"|(?:(?<![模虚比草])拟|{_PLAN}|争取|(?<![立随]即)将|明年|来年|今后|下一步|下一?年度){_DO}"
)
"""Words that give what follows in their clause to the future, or call it uncertain."""
_PLANNED = re.compile(
    rf"{_INTENDED.pattern}|要(?!素|求|点|件|闻|害|事|道)|目标|计划|规划|打算|任务|确保|努力|争取|明年|下一步|今后"
    r"|到20\d\d年"
)
"""Words that may do so for a whole sentence."""
_ANNOUNCED = re.compile(
    r"目标(?:是|为|任务|如下|：)|预期(?:是|为|：)|(?:今年|明年|今后|下一步|年内)[^。；]{0,12}(?:要|将|打算|重点)|下一步"
    r"|打算|[。；\n]要(?!素|求|点|件|闻|害|事|道)"
)
"""Words that may do so for the sentences after them."""
_DONE = re.compile(
    r"(?<![早久而不仅由自])已(?!经营|故|婚|久)(?:经|先后|累计|全部|顺利|如期)?"
    rf"{_DO}|(?:顺利|如期|超额|全面|圆满|实际)完成|(?:完成|建成|实现|举办|开展|新建|培训|发展|新增|落实)了"
)
"""Words that say of what follows in their clause that it has been done."""
_CUT = re.compile(r"[，。；：（）()\n]")
_PASSAGE = 160
"""Characters before a sentence in which a plan may have been announced."""


def is_intended(text: str, sentence: tuple[int, int], at: int) -> bool:
    """Whether the clause before a place says that it is meant to come."""
    meant, done = _last_said(text, sentence, at)
    return meant > done


def is_done(text: str, sentence: tuple[int, int], at: int) -> bool:
    """Whether the clause before a place says that it has been done: 已新建, 建成了."""
    meant, done = _last_said(text, sentence, at)
    return done > meant


def _last_said(text: str, sentence: tuple[int, int], at: int) -> tuple[int, int]:
    """Where the clause last says that something is meant to come, and that it has been done."""
    before = text[sentence[0] : at]
    cuts = [cut.end() for cut in _CUT.finditer(before)]
    clause = before[cuts[-1] if cuts else 0 :]
    meant, done = (
        max((found.start() for found in words.finditer(clause)), default=-1)
        for words in (_INTENDED, _DONE)
    )
    return meant, done


def may_be_planned(text: str, sentence: tuple[int, int], at: int) -> bool:
    """Whether anything in or before a sentence, or its heading, makes a plan of it."""
    if _PLANNED.search(text, *sentence):
        return True
    if _ANNOUNCED.search(text, max(0, sentence[0] - _PASSAGE), sentence[0]):
        return True
    return at in _targets(text)


@lru_cache(maxsize=64)
def _targets(text: str) -> frozenset[int]:
    """The places of the numbers that stand under a heading for plans."""
    return frozenset(
        paragraph.start + place
        for paragraph in paragraphs(text, None)
        for figure in paragraph.figures
        if figure.status == "target"
        for place in range(figure.quantity.start, figure.quantity.end)
    )
