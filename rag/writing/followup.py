"""A question that goes on with the one before: 那2022年呢？, 比上年增长多少？, 为什么？"""

from __future__ import annotations

import re
from typing import Final

from rag.text.years import YearMention, resolve_years
from rag.writing.owners import is_place, split_owner
from rag.writing.questions import GAP, Asked, indicator_of, read_question

_OPENING: Final = re.compile(r"^(?:那么?|还有|另外|其中|再问|然后|接着|同样|换成|那换成)[，,]?")
_CLOSING: Final = re.compile(r"(?:又)?(?:怎么样|如何|是怎样)?[呢吗吧啊]?[？?。]*$")
_POINTING: Final = re.compile(
    r"它们?的?|这(?:个|项|些|方面|件事)(?:指标|数字|工作|数据)?的?|该(?:指标|项|数)?的?|上述|同期|当年|同一年|那一?年|这一年"
)
_WITHOUT_TOPIC: Final = re.compile(
    r"由?谁|(?:由|归)?(?:哪个|什么)(?:部门|单位|地方|时候|时间)|在?(?:哪里|哪儿|何处)|何时|多久|为啥"
    r"|牵头|负责|担任|主管|时候|实际|完成|达到|目标|任务|具体|有|哪些|哪几|做法|措施|举措|原因|为什么|为何|问题|依据|出处|规定|内容|主要|是什么|什么|详细|说明|介绍|一下|情况|数据|呢|的|是|和|都|了|排|第几"
)
_YEAR_BEFORE: Final = re.compile(r"(?:再)?(?:上|前)一?年(?!来|间|度?[至到])")
_YEAR_AFTER: Final = re.compile(r"(?:下|后|第二)一?年|次年")
_BASE: Final = re.compile(r"(?:比|较|同|跟|与)(?:上|去|前)一?年")
_NO_YEAR: Final = re.compile(r"哪一?年|何年|历年|各年|每年|逐年")
_COMPARED: Final = re.compile("相比|比较|对比|[和与跟同比]")
_RULE: Final = re.compile(r"每[年月季周]|至少|最少应|不少于|不低于|应当|规定")
_OTHERS: Final = re.compile(
    "(?:其[他它余]的?|别的|另外的?|剩下的?|各个?)(?P<kind>村|社区|镇|乡|街道|县|区|市)"
)
_WHOLE: Final = re.compile("全(?:[国省市县区州旗镇乡村]|街道|社区|自治[区州县旗])")
"""全市 names a place without its name."""
_WHICH_ITEM: Final = re.compile(r"^的?(?P<topic>[^，。？?]{2,20}?)(?:的)?$")


def carry_on(question: str, before: str, *, this_year: int) -> str:
    """The question made whole by the one before it; unchanged where it stands by itself.

    ``before`` is the earlier question as it was understood, "" for none.
    """
    if not before or "“" in question or GAP.search(question):
        return question
    bare = _CLOSING.sub("", _OPENING.sub("", question.strip())).strip("，, ")
    shifted = _relative_to(bare, before, this_year)
    mentions = _mentions(shifted, this_year)
    topic = _topic(shifted, this_year)
    if mentions and not topic:
        return _with_years(before, shifted, mentions, this_year)
    if not topic and not mentions and _WHOLE.fullmatch(shifted):
        return _elsewhere(before, shifted, _measure(before, this_year), this_year)
    if not topic:
        asks = "吗" if "吗" in question[-2:] else ""
        return _about_the_same(before, f"{shifted}{asks}", this_year)
    if mentions or not _keeps_year(question, shifted, this_year):
        return question if shifted == bare else shifted
    return _with_topic(before, shifted, this_year)


def _relative_to(bare: str, before: str, this_year: int) -> str:
    """上一年 and 第二年 are counted from the year asked of before; 去年 is the calendar's."""
    if _BASE.search(bare):
        return bare
    years = _years(before, this_year)
    if not years:
        return bare
    bare = _YEAR_BEFORE.sub(f"{years[0] - 1}年", bare)
    return _YEAR_AFTER.sub(f"{years[-1] + 1}年", bare)


def _mentions(text: str, this_year: int) -> tuple[YearMention, ...]:
    spans = [match.span() for match in _BASE.finditer(text)]
    return tuple(
        mention
        for mention in resolve_years(
            _POINTING.sub(lambda m: "＿" * len(m.group()), text), this_year
        )
        if not any(start <= mention.start < end for start, end in spans)
    )


def _topic(text: str, this_year: int) -> str:
    """What a question speaks of, without years, pronouns and asking words."""
    words = _WITHOUT_TOPIC.sub("", indicator_of(_POINTING.sub("", text), this_year))
    return words if len(re.sub(r"\W", "", words)) > 1 else ""


def _years(text: str, this_year: int) -> tuple[int, ...]:
    asked = read_question(text, this_year=this_year)
    return asked.fact_years or asked.report_years


def _with_years(
    before: str, shifted: str, mentions: tuple[YearMention, ...], this_year: int
) -> str:
    """The earlier question, asked of other years."""
    first, last = mentions[0].start, mentions[-1].end
    if _COMPARED.search(shifted) and len(mentions) == 1:
        years = f"{year_words(before, this_year)}和{mentions[0].text}"
        return f"{years}{_measure(before, this_year)}相差多少？"
    asks_more = read_question(f"指标{shifted}", this_year=this_year)
    if asks_more.kind == "figure" and asks_more.wanted not in ("value", "growth"):
        return f"{shifted[:last]}{_measure(before, this_year)}{shifted[last:]}"
    return f"{shifted[first:last]}{without_years(before, this_year)}"


def _about_the_same(before: str, shifted: str, this_year: int) -> str:
    """The same measure and years, asked otherwise: 比上年增长多少, 哪一年最多, 为什么."""
    words = _POINTING.sub("", shifted)
    year = "" if _NO_YEAR.search(words) else year_words(before, this_year)
    return f"{year}{_measure(before, this_year)}{words}"


def _with_topic(before: str, shifted: str, this_year: int) -> str:
    """Another measure in the same years; one that is only named is asked as before."""
    words = _POINTING.sub("", shifted)
    year = year_words(before, this_year)
    earlier = read_question(before, this_year=this_year)
    if read_question(words, this_year=this_year).kind == "figure" or earlier.kind != "figure":
        return f"{year}{words}"
    if moved := _elsewhere(before, words, earlier.indicator, this_year):
        return moved
    named = _WHICH_ITEM.match(words)
    return f"{year}{_asked_of(named['topic'], earlier, before, this_year) if named else words}"


def _asked_of(topic: str, earlier: Asked, before: str, this_year: int) -> str:
    """The earlier question asked of another measure of the same place."""
    place = "" if split_owner(topic)[0] else split_owner(earlier.indicator)[0]
    stem = without_years(before, this_year)
    if earlier.indicator not in stem:
        return f"{place}{topic}是多少"
    return stem.replace(earlier.indicator, f"{place}{topic}", 1)


def _elsewhere(before: str, words: str, measure: str, this_year: int) -> str:
    """The earlier question asked of another place: 东岭村呢, 其他村呢; "" where none is named."""
    place, _rest = split_owner(measure)
    bare = words.strip("的，, ")
    if others := _OTHERS.fullmatch(bare):
        kind = others["kind"]
        bare = f"{place}以外各{kind}" if place.endswith(kind) else f"各{kind}"
    elif not is_place(bare) and not _WHOLE.fullmatch(bare):
        return ""
    asked = without_years(before, this_year)
    asked = asked.replace(place, bare, 1) if place and place in asked else f"{bare}{asked}"
    return f"{year_words(before, this_year)}{asked}"


def _keeps_year(question: str, shifted: str, this_year: int) -> bool:
    """A figure without a year is one of the years spoken of; other questions only by a sign."""
    if _NO_YEAR.search(shifted) or _RULE.search(shifted):
        return False
    signs = _OPENING.search(question) or _POINTING.search(question) or "呢" in question[-3:]
    asked = read_question(shifted, this_year=this_year)
    return bool(signs) or (asked.kind == "figure" and asked.wanted in ("value", "growth"))


def _measure(before: str, this_year: int) -> str:
    asked = read_question(before, this_year=this_year)
    return asked.indicator if asked.kind == "figure" else _topic(before, this_year)


def year_words(before: str, this_year: int) -> str:
    """A question's years as they were written."""
    mentions = _mentions(before, this_year)
    if not mentions:
        return ""
    whole = before[mentions[0].start : mentions[-1].end]
    between = len(whole) - sum(mention.end - mention.start for mention in mentions)
    return whole if between <= len(mentions) else "和".join(mention.text for mention in mentions)


def without_years(before: str, this_year: int) -> str:
    """A question without the years it names."""
    kept, end = [], 0
    for mention in _mentions(before, this_year):
        kept.append(before[end : mention.start])
        end = mention.end
    kept.append(before[end:])
    return re.sub(r"^[和与及至到—-]+", "", "".join(kept)).strip()
