"""Is something told as done, or as a plan? 力争达到60% is no support for 达到60%, nor it for that.

Words such as 确保 and 推进, which reports use of both, say neither.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.figures.paragraphs import paragraphs

_DO = (
    r"(?=(?:全年|今年|明年|年内|年底前?|再|新|累计|总共?)?(?:实现|完成|达到?|超过?|突破|增长|增加|新增|提高|提升"
    r"|增至|建成|新建|建设|发展|培养|培训|开展|举办|保持|控制|下降|减少|降低|引进|整治|化解|解决|打造|创建|组建"
    r"|投入|安排|投资|招录|招聘|改造|修建|选派|覆盖|惠及))"
)
_INTENDED = re.compile(
    rf"力争|有望|预期|预计|(?:(?<![模虚比草])拟|计划|争取|(?<!即)将){_DO}|目标(?:是|为|任务)"
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
_CUT = re.compile(r"[，。；：、（）()\n]")
_PASSAGE = 160
"""Characters before a sentence in which a plan may have been announced."""


def is_intended(text: str, sentence: tuple[int, int], at: int) -> bool:
    """Whether the clause before a place says that it is meant to come."""
    before = text[sentence[0] : at]
    cuts = [cut.end() for cut in _CUT.finditer(before)]
    return bool(_INTENDED.search(before, cuts[-1] if cuts else 0))


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
