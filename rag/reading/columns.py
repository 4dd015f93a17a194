"""What the columns of a figure sheet mean, by their headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["indicator", "unit", "section", "note", "value", "ignored", "unknown"]
When = Literal["named", "this", "last", "before last", "unsaid"]

_IGNORED = re.compile(
    r"序号|编号|^号$|增减|增长|同比|环比|增幅|降幅|变化|比上年|比去年|较上年|较去年|±|排名|目标|计划|任务数|占比$|进度"
    r"|责任|联系|填报|负责|电话|日期$|时间$"
)
_UNIT = re.compile(r"(?:[本今当上去]年|(?:19|20)\d\d年?)?(?:计量|数量)?单位")
_NOTE = re.compile(r"备注|说明|来源|数据来源|口径|统计口径|注|依据")
_SECTION = re.compile(
    r"所属部分|所属章节|所属板块|部分|章节|板块|类别|分类|大类|类型|领域|一级指标|部门|科室|模块"
)
_INDICATORS = (
    re.compile(
        r"(?:统计|考核|三级|具体)?指标(?:名称|项|内容)?|(?:指标|统计|数据|考核)?项目(?:名称)?|数据名称"
    ),
    re.compile(r"二级指标|(?:工作)?内容|(?:工作)?事项|名称|数据项|统计内容|栏目|工作"),
)
_VALUE = re.compile(
    r"数值?|数量|数据|完成(?:数|值|量|情况)?|实际(?:完成)?(?:数|值)?|合计|总数|结果|值|金额|人数|次数|全年|年度数|累计(?:完成)?"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?")
_TWO_DIGITS = re.compile(r"^(\d\d)年")
_THIS = re.compile(r"本年|今年|当年|本期|现年")
_LAST = re.compile(r"上年|去年|同期|上期|往年")
_BEFORE_LAST = re.compile(r"前年")
_PART = re.compile(r"上半年|下半年|季度|半年|(?<!1-12)(?<!1~12)(?<!12)月")
_HEADING_UNIT = re.compile(
    r"[(\[（]\s*(?:单位[:：]\s*)?("
    r"[万亿千百]*(?:元|人次|人|名|次|场次|场|个|件|条|户|家|项|篇|期|份|册|处|座|亩|吨|公里|米|平方米|公顷|斤|公斤"
    r"|千瓦时|度|岁|天|月|年|小时|分|批|轮|类|支|所|台|辆|套|组|村|对|位|票|批次|例|起|宗|班次|课时|个百分点)"
    r"|[%％‰])\s*[)\]）]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's role; for values which year it is of, whether only part of one, and the unit."""

    role: Role
    heading: str
    when: When = "unsaid"
    year: int | None = None
    part: bool = False
    unit: str = ""
    rank: int = 0


def normal(heading: str) -> str:
    """A heading without blanks, in half-width characters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading))


def unit_in(text: str) -> tuple[str, str]:
    """A text without the unit in brackets at its end, and that unit: 集中学习（次）."""
    match = _HEADING_UNIT.search(text)
    if match is None or text[match.end() :].strip():
        return text, ""
    return text[: match.start()].strip(), match[1].strip()


def column(heading: str) -> Column:
    """What one heading means."""
    text = normal(heading)
    bare, unit = unit_in(text)
    if not bare:
        return Column("unknown", text)
    if _UNIT.fullmatch(bare):
        return Column("unit", text)
    if _IGNORED.search(bare):
        return Column("ignored", text)
    if _NOTE.fullmatch(bare):
        return Column("note", text)
    if valued := _value(text, bare, unit):
        return valued
    if _SECTION.fullmatch(bare):
        return Column("section", text)
    for rank, pattern in enumerate(_INDICATORS):
        if pattern.fullmatch(bare):
            return Column("indicator", text, rank=rank)
    if _VALUE.fullmatch(bare):
        return Column("value", text, unit=unit, rank=1)
    return Column("unknown", text)


def _value(text: str, bare: str, unit: str) -> Column | None:
    """A column of values that says whose year they are."""
    part = _PART.search(bare) is not None
    rank = 0 if re.search(r"完成|实际|全年|累计", bare) else 1
    if match := _YEAR.search(bare) or _TWO_DIGITS.match(bare):
        year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
        return Column("value", text, "named", year, part, unit, rank)
    spoken: tuple[tuple[When, re.Pattern[str]], ...] = (
        ("before last", _BEFORE_LAST),
        ("last", _LAST),
        ("this", _THIS),
    )
    for when, pattern in spoken:
        if pattern.search(bare):
            return Column("value", text, when, None, part, unit, rank)
    return None


def pick_indicator(columns: Sequence[Column]) -> int | None:
    """The column that names the indicators: the best named, else the text left of the values."""
    named = [(item.rank, index) for index, item in enumerate(columns) if item.role == "indicator"]
    if named:
        return min(named)[1]
    first = next((i for i, item in enumerate(columns) if item.role == "value"), 0)
    blank = [i for i in range(first) if columns[i].role == "unknown"]
    if blank:
        return blank[-1]
    sections = [i for i in range(first) if columns[i].role == "section"]
    return sections[-1] if sections else None
