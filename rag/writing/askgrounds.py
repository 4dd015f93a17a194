"""What a statement says besides its numbers, and must have from its source: who, where, how often.

Told apart by the words around: 由…负责, 在…村, 每季度. A name counts as there when its end is.
"""

from __future__ import annotations

import re
from typing import Final

_ACTS: Final = "负责|牵头|主持|召集|担任|承担|统筹|主管|分管|主办|承办|办理|审批|汇总"
_BY: Final = re.compile(rf"[由归](?P<names>[^，。；：]{{2,24}}?)(?:{_ACTS}|组织|实施)")
_DOES: Final = re.compile(rf"(?P<names>[\u4e00-\u9fff、]{{2,16}})(?:{_ACTS})")
_AT: Final = re.compile(
    "(?:在|位于|地处|建于|设于|迁至)(?P<names>[\u4e00-\u9fff]{1,10}?(?:村|社区|镇|乡|街道|县|区|市|省|路|园区|广场|校区|院区))"
)
_LISTED: Final = re.compile("、|和|与|及|会同|联合|配合")
_NO_NAME: Final = re.compile("(?:共同|统一|具体|主要|全面|直接|一起|分别|参与|予以|来|去|等|的)+$")
_PERIOD: Final = re.compile("每(?:半年|季度?|[个一]?月|周|星期|天|日|年|两年|三年|届)")
_SAME_PERIOD: Final = {
    "每季": "每季度",
    "每星期": "每周",
    "每天": "每日",
    "每个月": "每月",
    "每一月": "每月",
}
_END: Final = 3
"""Characters at the end of a name that tell it from others: 水利站, 环卫所."""


def unsaid(statement: str, source: str) -> str:
    """The name or period of a statement that its source does not have; "" for none."""
    source = re.sub(r"\s+", "", source)
    for pattern in (_BY, _DOES, _AT):
        for found in pattern.finditer(statement):
            for name in _LISTED.split(_NO_NAME.sub("", found["names"])):
                name = _NO_NAME.sub("", name)
                if len(name) > 1 and name[-_END:] not in source:
                    return name
    there = {_plain(period) for period in _PERIOD.findall(source)}
    for period in _PERIOD.findall(statement):
        if _plain(period) not in there:
            return str(period)
    return ""


def _plain(period: str) -> str:
    return _SAME_PERIOD.get(period, period)
