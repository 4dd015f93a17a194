"""Dates, periods, document numbers and list labels: number-like, but measuring nothing."""

from __future__ import annotations

import re
from typing import Literal

from rag.text.units import SCALE_PATTERN, UNIT_PATTERN

_YEAR = r"(?:1[789]|20|21)\d{2}"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_CN_DIGIT = "[〇○零一二三四五六七八九]"
_CN_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_CN_DAY = "(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_JOIN = r"[-—–~～至到、/]{1,2}"
_YEAR_WORD = r"(?:年(?:度|代|底|末|初|中(?![央国共心部小华]))?)"

_DATES = re.compile(
    rf"""(?x)
    {_YEAR}(?P<sep>[-/.]){_MONTH}(?P=sep){_DAY}(?!\d)
        (?:[ T]{{0,3}}\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?
    | {_YEAR}(?:{_JOIN}(?:{_YEAR}|\d{{2}}(?!\d)))?{_YEAR_WORD}(?:(?:{_MONTH})月(?:{_DAY}[日号])?)?
        (?:[上下]半年|第?[一二三四1-4]季度)?
    | (?:19|20)(?:\d[*×xXoO]|[*×xXoO]{{2}})年?(?:度)?
    | {_MONTH}(?:{_JOIN}{_MONTH})?月(?:份|底|末|初|中旬|上旬|下旬)?
        (?:{_DAY}(?:{_JOIN}{_DAY})?[日号])?(?!球|亮)
    | {_DAY}日(?!均|游|元)
    | (?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d.:：])
    | (?:0\d|[5-9]\d)年(?:代|底|初)
    | [1-4]季度
    | {_CN_DIGIT}{{4}}年(?:度|底|末|初)?(?:{_CN_MONTH}月(?:{_CN_DAY}[日号])?)?
    | {_CN_MONTH}月(?:份|底|末|初|中旬|上旬|下旬|{_CN_DAY}[日号])?(?!球|亮)
    | [五六七八九]十年代
    | [一二三四两]个?季度
    """
)
_BARE_YEAR = re.compile(
    rf"(?:19[4-9]\d|20[0-6]\d)(?![\d.%‰]|[,，]\d|[余多几]|{SCALE_PATTERN}|{UNIT_PATTERN})"
)
_DOCUMENT_NUMBER = re.compile(rf"{_YEAR}(?:年)?[〕\]）)】]\s?(?:第\s?)?\d{{1,5}}\s?号")
_LABEL = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、）)]|[.．](?!\d))|[一二三四五六七八九十]{1,2}是(?!否|因|由)"
)
_SHARES = re.compile(r"结构|构成|比例|之比|比重|占比")
"""三次产业结构由21:50:29调整为11:35:54 tells no time."""
_SECTION = re.compile(
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=[\u4e00-\u9fff“])(?!{SCALE_PATTERN}|[元米吨亩斤倍度个小平公立千兆]|级|标准)"
)
"""2.3面向…, 1.2.1总体要求 at the head of a line number a section."""
_LUNAR_MONTH = re.compile(r"[正腊冬]月(?:初|廿)?$")
_LUNAR_DAY = re.compile(r"[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]")
"""正月十二, 腊月廿三."""
_QUARTER = re.compile(r"[一二三四1-4]季度")

DateKind = Literal["date", "ordinal", "document_number"]


def match_date(text: str, start: int) -> tuple[DateKind, int, int] | None:
    """Kind and span of the date, document number or label whose digits begin at ``start``."""
    before = text[start - 1 : start]
    if before and before in "〔[（(【" and (number := _DOCUMENT_NUMBER.match(text, start)):
        return "document_number", start - 1, number.end()
    if _LUNAR_MONTH.search(text[max(0, start - 4) : start]) and (
        day := _LUNAR_DAY.match(text, start)
    ):
        return "date", start, day.end()
    if before == "第" and (quarter := _QUARTER.match(text, start)):
        return "date", start - 1, quarter.end()
    if before != "第" and not before.isdigit() and (found := _DATES.match(text, start)):
        clock = found.group()[-3:-2] in (":", "：")
        if not (clock and _SHARES.search(text, max(0, start - 24), start)):
            return "date", start, found.end()
    if (not before or not before.isascii() or not before.isalnum()) and (
        bare := _BARE_YEAR.match(text, start)
    ):
        return "date", start, bare.end()
    if (section := _SECTION.match(text, start)) and (not before or before in "\n\r"):
        return "ordinal", start, section.end()
    label = _LABEL.match(text, start)
    if label and _begins_item(text, start, label.group()):
        end = label.end()
        opened = before and before in "（("
        return "ordinal", start - 1 if opened else start, end
    return None


def _begins_item(text: str, start: int, label: str) -> bool:
    before = text[start - 1 : start]
    if label.endswith("是"):
        return not before or before in "\n。；;：:，,！？ 　“"
    if before and before in "（(":
        return label[-1] in "）)"
    return (not before or before in "\n\r\t 　。；;") and label[-1] not in "）)"
