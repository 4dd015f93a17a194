"""What a statement says besides its numbers, and must have from its source: who, where, how often.

Told apart by the words around: 由…负责, 在…村, 每季度. A name counts as there when its end is.
"""

from __future__ import annotations

import re
from typing import Final

_ACTS: Final = "负责|牵头|主持|召集|担任|承担|统筹|主管|分管|主办|承办|办理|审批|汇总"
_BY: Final = re.compile(rf"[由归](?P<names>[^，。；：]{{2,24}}?)(?:{_ACTS}|组织|实施)")
_DOES: Final = re.compile(rf"(?P<names>[\u4e00-\u9fff、]{{2,16}})(?:{_ACTS})")
_OFFICE_OR_PERSON: Final = re.compile(
    "(?:[厅局办所站科股组室院校馆处司队团社厂店委府署]|中心|(?<!全)部|(?<![将就才都也机])会|村|街道|社区|镇|乡|县|区|市|省"
    "|党委|支部|政府|公司|企业|集团|银行|机关|单位|部门|领导|班子|书记|主任|主席|经理|专员|干部|同志|群众|农户|业主"
    "|[镇乡县区市村州省局科处厅部院校所站队组班园林河湖路田街巷片]长|[社队职党委专格管护会人]员|[一二三四五六七八九两双各]方|者|师|人)$"
)
_SURNAMED: Final = re.compile(
    "(?:欧阳|上官|司马|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])"
    "[\u4e00-\u9fff]{1,2}"
)
"""A person named behind 由: 由王建国负责."""
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


def ungrounded(statement: str, source: str) -> str:
    """The name or period of a statement that its source does not have; "" for none."""
    source = re.sub(r"\s+", "", source)
    for pattern in (_BY, _DOES, _AT):
        for found in pattern.finditer(statement):
            for name in _LISTED.split(_NO_NAME.sub("", found["names"])):
                name = _NO_NAME.sub("", name)
                if not _is_somebody(name, pattern):
                    continue
                if len(name) > 1 and name[-_END:] not in source:
                    return name
    there = {_plain(period) for period in _PERIOD.findall(source)}
    for period in _PERIOD.findall(statement):
        if _plain(period) not in there:
            return str(period)
    return ""


def _is_somebody(name: str, pattern: re.Pattern[str]) -> bool:
    """归纳起来主要承担三项任务 names nobody who 承担."""
    person = pattern is _BY and _SURNAMED.fullmatch(name)
    return pattern is _AT or bool(person or _OFFICE_OR_PERSON.search(name))


def _plain(period: str) -> str:
    return _SAME_PERIOD.get(period, period)
