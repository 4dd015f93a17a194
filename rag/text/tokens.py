"""Every number-like thing in a cleaned text, told apart by its form alone.

``scan`` needs a text that went through ``rag.text.clean.normalise``. One pass, every quantifier
bounded, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from rag.text.chinese_numbers import CHARACTERS, parse_approximate, parse_chinese
from rag.text.token_dates import match_date
from rag.text.token_parts import (
    CORE,
    compound,
    qualifier,
    with_households,
    with_interrupted_unit,
    with_outer_unit,
    with_range,
    with_shared_unit,
    with_tail,
)
from rag.text.token_parts import Token as Token
from rag.text.units import SCALES, UNIT_PATTERN

_PER_UNIT = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_SHARE_TAIL = re.compile(r"以上|以下|以内|左右|上下")
_RATIO = re.compile(
    r"[∶:：比](\d{1,6}(?:\.\d{1,4})?)(?:[∶:：比](\d{1,6}(?:\.\d{1,4})?))?(?![\d:：]|\.\d)"
)
_FORMULA = re.compile(r"(?:\+(?:\d{1,4}|[NXnx])){1,6}")
_LATIN_UNIT = re.compile(r"(?:km2?|m2?|kg|kWh?|MW|GW|TEU|EFLOPS|PFLOPS|P)(?![A-Za-z])")
_NAME_AFTER = re.compile(
    r"[A-Za-z+]|世纪|线(?!上|下|索)|强(?!化|制|力)|号|路(?!径|口)|国道|省道|高速|级|型|系列|热线|工程|行动|式|版|中全会|"
    r"国集团|后(?!来)|·|×|\*"
)
_WORDS = frozenset(
    {"一起", "一道", "一度", "一面", "一方", "一点", "一头", "一批", "一级", "一流", "一种", "一天"}
    | {"一口", "一把", "一路", "一手", "十分", "万分"}
)
"""Words that only look like a number with a unit."""

_ROUND = re.compile(r"[余多近约超逾上]|接近|将近|不足|不到|突破")
_MARK = re.compile(r"大关|关口|台阶")
"""突破百亿大关 states a value without a unit."""
_SESSION = re.compile(
    rf"(?:、[{CHARACTERS}]{{1,3}}次){{0,3}}(?:全体)?(?:会议|全会|代表大会|人代会|党代会)"
)
"""十一届十次全会 is a name; 十次会议 may be one too, and is left to 召开10次会议."""

_NAMING_UNITS = frozenset({"届", "级", "国", "期", "排", "国道"})
"""Units that a Chinese numeral names with instead of counting: 十一届, 一期工程, 两国."""

_ABOUT_ONE = frozenset({"一两", "三两"})
"""一两次 says that there were hardly any."""
_PHASE = re.compile(r"工程|项目|建设|改造")
_HELD = (
    "(?:培训|轮训|集训|实训|读书班|学习班|研修班|提高班|班|夜校|党校|党课|讲座|讲堂|课堂|课|论坛|沙龙|座谈|宣讲|训练营|比武|竞赛"
    "|简报|专刊|专栏|刊物|期刊|内刊|杂志|报纸|小报|通报|专报|快报|月报|周报|通讯|信息|动态|公告|公示|榜单?|节目|视频|栏目|广播"
    "|推送|推文|画册|手册|展览|展播|活动)”?"
)
_HELD_BEFORE, _HELD_AFTER = re.compile(f"{_HELD}$"), re.compile(_HELD)
_ISSUED = re.compile(
    r"(?:举办|开办|开设|开讲|举行|组织|编发|编印|编制|刊发|印发|发布|推出|推送|出版|播出|播发|录制|制作)(?:了|过)?(?:[近约超共])?$"
)
"""What is held or issued in numbers: 培训六期, 三期读书班 count; 二期工程 names."""

_BARE_SCALES = frozenset({"百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "万亿"})
_TRAILING_SCALE = re.compile(r"(?:万亿|亿|万)$")
_ORDINAL_NOUN = "[届次期个批轮季步位名任条款项号章节类代针年天]"
_ORDINAL_UNIT = re.compile(rf"(?:{_ORDINAL_NOUN}|{UNIT_PATTERN})?")
_ORDINAL_LIST = re.compile(
    rf"(?:[、和及与](?:\d{{1,4}}|[{CHARACTERS}]{{1,5}})){{1,12}}(?={_ORDINAL_NOUN})"
)
"""第4、6、10项规定: every number of the list is one."""
_RANK_CUE = re.compile(
    r"(?:全国|全省|全市|全县|全区|全州|全盟|全镇|全球|世界|亚洲|东部|中部|西部|同类|地区|城市|省份|榜|排名?|位次|位[居列于]"
    r"|[居列排][^，。；、\d]{1,9}|[居列排升进保稳]|跃[居升至]|升至|升到|稳定在|保持)(?:在?全[国省市县区球]|.{0,6}地区)?$"
)
_FOREMOST = re.compile(r"(?:放在?|摆在|作为|是|置于|当作|看作)(?:了)?$")
"""安全放在第一位 ranks nothing."""

_RANK_END = re.compile(r"(?=[,，。;；、)）”\s的和及并,]|$)")


def scan(text: str) -> Iterator[Token]:
    """All number-like things of ``text``, in order, without overlap."""
    place, floor = 0, 0
    while match := CORE.search(text, place):
        token = _read(text, match, floor)
        place = max(match.start() + 1, token.end if token else match.end())
        if token:
            floor = token.end
            yield token


def _read(text: str, match: re.Match[str], floor: int) -> Token | None:
    start = match.start()
    if date := match_date(text, start):
        kind, begin, end = date
        return Token(max(begin, floor), end, kind, start, chinese=match["chinese"] is not None)
    if start > floor and text[start - 1] == "第":
        return _ordinal(text, match)
    if match["arabic"]:
        return _arabic(text, match, floor)
    if match["chinese"]:
        return _chinese(text, match, floor)
    return _share(text, match, floor)


def _ordinal(text: str, match: re.Match[str]) -> Token:
    """第3位 and 全国第一 are ranks, 第三届 and 第一针 are ordinals."""
    start, core, end = match.start() - 1, match.start(), match.end()
    digits = match.group()
    value = Decimal(digits.replace(",", "")) if match["arabic"] else parse_chinese(digits)
    follow = text[end : end + 1]
    if value is not None and value == value.to_integral_value():
        named = follow in ("位", "名") and text[end : end + 2] not in ("位于", "名单")
        named = named and not _FOREMOST.search(text[max(0, start - 4) : start])
        bare = _RANK_END.match(text, end) and _RANK_CUE.search(text[max(0, start - 10) : start])
        if named or bare:
            return Token(start, end + named, "rank", core, value, "名", chinese=not match["arabic"])
    listed = _ORDINAL_LIST.match(text, end)
    unit = _ORDINAL_UNIT.match(text, listed.end() if listed else end)
    return Token(start, unit.end() if unit else end, "ordinal", core)


def _arabic(text: str, match: re.Match[str], floor: int) -> Token:
    start, end = match.span()
    if _in_name(text, start, end):
        formula = _FORMULA.match(text, end)
        return Token(start, formula.end() if formula else end, "name", start)
    value = Decimal(match.group().replace(",", "").replace("，", ""))
    if ratio := _RATIO.match(text, end):
        return Token(start, ratio.end(), "number", start, value, _ratio_unit(ratio))
    if start > floor and text[start - 1] == "-" and not _joins(text, start - 1, floor):
        start, value = start - 1, -value
    token = with_tail(text, Token(start, end, "number", match.start(), value), floor)
    token = with_shared_unit(text, compound(text, with_range(text, token)))
    return with_households(text, with_outer_unit(text, with_interrupted_unit(text, token)))


def _ratio_unit(ratio: re.Match[str]) -> str:
    """1.7∶1 has the unit ∶1; 12∶38∶50 the unit ∶38∶50."""
    return "".join(f"∶{part}" for part in ratio.groups() if part)


def _in_name(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    if before.isascii() and (before.isalpha() or before in (".", "+")):
        return True
    return bool(_NAME_AFTER.match(text, end)) and not _LATIN_UNIT.match(text, end)


def _joins(text: str, place: int, floor: int) -> bool:
    """Whether the dash at ``place`` stands between two things and so is no minus sign."""
    before = text[place - 1 : place]
    if place == floor and floor > 0:
        return True
    return before in ("%", "‰") or (before.isascii() and before.isalnum())


def _chinese(text: str, match: re.Match[str], floor: int) -> Token:
    start, end = match.span()
    name = Token(start, end, "name", start, chinese=True)
    digits = match.group()
    about = parse_approximate(digits)
    value, upper = about or (parse_chinese(digits), None)
    if value is None:
        return name
    if scale := _TRAILING_SCALE.search(digits):
        factor = SCALES[scale.group()]
        value, upper = value / factor, None if upper is None else upper / factor
        end -= len(scale.group())
    token = with_tail(
        text, Token(start, end, "number", start, value, upper=upper, chinese=True), floor
    )
    if "亿" in digits and token.unit.startswith("万"):
        # 四亿零七百多万: what stands behind 亿 counts in 万.
        hundred_millions, rest = divmod(token.value, SCALES["亿"])
        token = replace(token, value=hundred_millions * SCALES["万"] + rest)
    if about:
        return token if token.unit and token.unit not in _NAMING_UNITS else name
    token = with_households(text, with_range(text, token))
    return token if _is_number(text, digits, token) else name


def _is_number(text: str, digits: str, token: Token) -> bool:
    """Whether a Chinese numeral counts something, and is not part of a word (三明, 二十大)."""
    plain_unit = token.unit not in ("", "万", "亿", "万亿")
    if digits in _BARE_SCALES:
        reached = plain_unit or token.approx[-1:] in ("余", "多") or _MARK.match(text, token.end)
        return bool(_ROUND.search(token.approx) and reached)
    if token.unit == "次" and _SESSION.match(text, token.end):
        return False
    if digits in _ABOUT_ONE:
        return False
    if token.unit == "期" and not _PHASE.match(text, token.end):
        before = text[max(0, token.start - 6) : token.start]
        held = _HELD_BEFORE.search(before) or _HELD_AFTER.match(text, token.end)
        if held or _ISSUED.search(before) or digits[0] in "两几":
            return True
    if plain_unit:
        return digits + token.unit not in _WORDS and token.unit not in _NAMING_UNITS
    follow = text[token.end : token.end + 1]
    if follow in ("：", ":") and not token.approx:
        return False
    in_word = "\u4e00" <= follow <= "\u9fff" and not token.unit and not token.approx
    return not in_word and len(digits) > 1 and any(scale in digits for scale in "十百千")


def _share(text: str, match: re.Match[str], floor: int) -> Token | None:
    """百分之五点五, 三分之二 and 1/3."""
    start, end = match.span()
    if match["per"]:
        share = match["share"]
        plain = share.replace(",", "")
        value = (
            Decimal(plain) if plain[0].isdigit() and plain[0].isascii() else parse_chinese(share)
        )
        unit = _PER_UNIT[match["per"]]
    elif match["fraction"]:
        value, unit = Decimal(match["top"]) / Decimal(match["bottom"]), ""
    else:
        below, above = parse_chinese(match["below"]), parse_chinese(match["above"])
        value, unit = (above / below if below and above else None), ""
    if value is None:
        return None
    token = Token(start, end, "number", start, value, unit, chinese=True)
    start, before = qualifier(text, start, floor)
    after = _SHARE_TAIL.match(text, end)
    approx = "+".join(part for part in (before, after.group() if after else "") if part)
    return replace(token, start=start, end=after.end() if after else end, approx=approx)
