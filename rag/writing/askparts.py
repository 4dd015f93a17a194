"""Questions that ask for several figures at once: two measures, several places, 多少户、多少人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from rag.figures.entry import unit_scale
from rag.text.numerals import format_quantity
from rag.text.years import resolve_years
from rag.writing.askfigures import Figured, figured
from rag.writing.basis import Sources
from rag.writing.calculations import Computed, in_plain_unit
from rag.writing.followup import carry_on, without_years, year_words
from rag.writing.owners import is_place, split_owner
from rag.writing.questions import Asked, plainly, read_question

_ASKS: Final = re.compile(r"多少|几[^个十百千年]|几个|是多大|第几|各是|分别是|了(?:吗|没有?)$")
_CLAUSES: Final = re.compile(
    r"[，,；;？?。]+|(?<=多少[户人元个亩吨次件名])(?=多少)|、(?=多少|几|比上年)|(?:以及|还有|和)(?=多少|几[户人个次])"
)
_ITEMS: Final = re.compile(r"、|以及|还有|跟|和(?![谐美平睦])|与(?!会)|及(?![时格其])")
_TAIL: Final = re.compile(
    r"(?P<items>.+?)(?P<each>各自|各|分别|都)?(?P<tail>(?:[是为有]|达到|完成|实现|比|较|同比|增长|下降)*"
    r"(?:上年|去年)?(?:增长|下降|增加|减少|多|少|变化)?了?(?:多少|几(?!个?年)|是多大|怎么样|如何).*)$"
)
_WHO_MORE: Final = re.compile(
    r"(?P<items>.+?)(?:相比)?[，,]?(?:哪一?个|哪边|谁)(?:[镇乡村县区省市]|地方)?的?(?P<measure>.{0,14}?)"
    r"更?(?P<more>[高多大低少小])[一些点]*$"
)
_EACH: Final = re.compile("各(?![村镇乡县区市省类项级地个])|分别")
_TOGETHER: Final = re.compile(r"一共|总共|合计|共计|加起来|总和")
_KIND: Final = re.compile(
    r"(?:总?产值|总?产量|增加值|人均可支配收入|可支配收入|收入|支出|投资|面积|人数|户数|里程|[^、和与]{2}率|占比|比重"
    r"|增速|增幅|销售额|总额|余额|数量|数)$"
)
_SUM_ONLY: Final = re.compile(
    rf"(?:那|这|它们|[两二三四五六七八九十几]个?[村镇乡县区市省者项地方]*)*(?:{_TOGETHER.pattern})"
    r"(?:又?[是有为])?(?:多少|几)[户人元个亩吨次件名万亿头只公里斤]*"
)
"""A clause that asks for nothing but the sum of those before it: 一共多少户."""
_BETWEEN_YEARS: Final = re.compile("[、，,和与及跟同至到—-]*")
_LEAST_LETTERS: Final = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions one question is made of; ``sure`` where its words say so (各, 分别).

    Each has its wordings in the order in which they are tried. ``more`` asks which is 高 or 低.
    """

    questions: tuple[tuple[Asked, ...], ...] = ()
    sure: bool = False
    more: str = ""


def parts_of(question: str, *, this_year: int, latest_report: int | None) -> Parts:
    """Take a question apart; no parts where it asks for one figure."""

    def read(words: str) -> Asked:
        return read_question(words, this_year=this_year, latest_report=latest_report)

    whole, question = read(question), plainly(question)
    if whole.kind != "figure" or whole.wanted == "compare":
        return Parts()
    if more := _who_is_more(question, this_year):
        wordings, word = more
        return Parts(tuple((read(one),) for one in wordings), True, word)
    clauses = _clauses(question, this_year)
    one = len(clauses) == 1
    groups = [
        _items(clause, this_year) if one or _EACH.search(clause) else [[clause]]
        for clause in clauses
    ]
    parts = tuple(tuple(read(one) for one in wordings) for group in groups for wordings in group)
    if len(parts) < 2:
        return Parts()
    sure = len(clauses) > 1 or bool(_EACH.search(question))
    return Parts(parts, sure)


def answered_parts(
    asked: Asked, parts: Parts, library: Sources, year: int | None
) -> Figured | None:
    """The one figure asked for, or each of several; what was not found is told."""
    if not parts.sure and (found := figured(asked, library, years_asked(asked, year))):
        return found
    if parts.questions:
        several = [_first(wordings, library, year) for wordings in parts.questions]
        places = [split_owner(wordings[0].indicator)[0] for wordings in parts.questions]
        if len(set(places)) > 1:
            pairs = zip(several, places, strict=True)
            several = [one and _of_place(one, place) for one, place in pairs]
        known = _different(several)
        if known:
            missing = [
                wordings[0].indicator
                for wordings, one in zip(parts.questions, several, strict=True)
                if one is None
            ]
            return _joined(asked, known, missing, parts.more)
    return figured(asked, library, years_asked(asked, year)) if parts.sure else None


def years_asked(asked: Asked, year: int | None) -> tuple[int, ...]:
    """The years named, else the one of the filter."""
    return asked.fact_years or ((year,) if year and not asked.report_years else ())


def _first(wordings: Sequence[Asked], library: Sources, year: int | None) -> Figured | None:
    for asked in wordings:
        if found := figured(asked, library, years_asked(asked, year)):
            return found
    return None


def _different(several: Sequence[Figured | None]) -> list[Figured]:
    """What was found, each once: 慰问老党员和困难党员 is one figure."""
    found: dict[object, Figured] = {}
    for one in several:
        if one is not None:
            found.setdefault((one.computed.text, one.computed.facts[0].start), one)
    return list(found.values())


def _of_place(one: Figured, place: str) -> Figured:
    """The answer with the place it is asked of in it, and in its first fact."""
    fact, *rest = one.computed.facts
    if not place or place in one.computed.text:
        return one
    text = one.computed.text.replace(fact.indicator, f"{place}{fact.indicator}", 1)
    named = replace(fact, indicator=f"{place}{fact.indicator}")
    return replace(one, computed=replace(one.computed, text=text, facts=(named, *rest)))


def _joined(asked: Asked, known: Sequence[Figured], missing: Sequence[str], more: str) -> Figured:
    texts, offset = [], 0
    for one in known:
        count = offset

        def moved(found: re.Match[str], count: int = count) -> str:
            return f"[{int(found[1]) + count}]"

        texts.append(re.sub(r"\[(\d+)\]", moved, one.computed.text.rstrip("。")))
        texts[-1] = re.sub(r"。(\[\d+\])$", r"\1", texts[-1])
        offset += len(one.computed.facts)
    texts += [f"“{name}”没有找到" for name in missing]
    facts = tuple(fact for one in known for fact in one.computed.facts)
    text = "；".join(texts)
    if more and not missing:
        text += _who(known, more)
    elif _TOGETHER.search(asked.text) and not missing:
        text += _sum(known)
    formulas = [one.computed.formula for one in known if one.computed.formula]
    notices = tuple(dict.fromkeys(note for one in known for note in one.notices))
    return Figured(Computed(f"{text}。", facts, "；".join(formulas)), notices)


def _who(known: Sequence[Figured], more: str) -> str:
    """Which of the places has more or less; nothing where units differ."""
    facts = [one.computed.facts[0] for one in known]
    if len({fact.unit.lstrip("万亿") for fact in facts}) > 1:
        return ""
    highest = more in "高多大"
    best = (max if highest else min)(facts, key=in_plain_unit)
    if sum(in_plain_unit(fact) == in_plain_unit(best) for fact in facts) > 1:
        return "，两者相同"
    return f"，{split_owner(best.indicator)[0]}{more}"


def _sum(known: Sequence[Figured]) -> str:
    """，合计4.26万吨 of figures in one unit; nothing where units differ."""
    facts = [one.computed.facts[0] for one in known]
    unit = facts[0].unit
    scales = [unit_scale(fact.unit, unit) for fact in facts]
    if any(scale is None for scale in scales) or any(len(one.computed.facts) > 1 for one in known):
        return ""
    total = sum((f.value * (s or 1) for f, s in zip(facts, scales, strict=True)), Decimal(0))
    return f"，合计{format_quantity(total, unit)}"


def _clauses(question: str, this_year: int) -> list[str]:
    """Pieces that each ask for a figure, made whole by the first: …多少户、多少人."""
    pieces: list[str] = []
    held = ""
    for piece in _CLAUSES.split(question):
        if not piece.strip():
            continue
        if pieces and not held and _SUM_ONLY.fullmatch(piece.strip()):
            continue
        held = f"{held}{piece.strip()}"
        if _ASKS.search(piece):
            pieces.append(held)
            held = ""
    if not pieces or held:
        return [question]
    first = pieces[0]
    return [first, *(carry_on(piece, first, this_year=this_year) for piece in pieces[1:])]


def _items(clause: str, this_year: int) -> list[list[str]]:
    """The wordings of each of the things a clause asks for; one list for one thing."""
    years = year_words(clause, this_year)
    stem = _without_year_list(clause, this_year).strip("的，, ")
    found = _TAIL.match(stem)
    if found is None:
        return [[clause]]
    items = [item.strip("的") for item in _ITEMS.split(found["items"]) if item.strip("的")]
    if len(items) < 2 or any(len(item) < _LEAST_LETTERS for item in items):
        return [[clause]]
    tail = found["tail"]
    if _places_only(items[:-1]):
        place, measure = split_owner(items[-1])
        if place:
            return [[f"{years}{one}{measure}{tail}"] for one in (*items[:-1], place)]
    return [[f"{years}{one}{tail}" for one in _wordings(item, items)] for item in items]


def _without_year_list(clause: str, this_year: int) -> str:
    """The clause without its years; 2021年、2022年和2023年 leave no 、和 behind."""
    mentions = resolve_years(clause, this_year)
    if len(mentions) < 2:
        return without_years(clause, this_year)
    between = (clause[a.end : b.start] for a, b in pairwise(mentions))
    if any(not _BETWEEN_YEARS.fullmatch(words) for words in between):
        return without_years(clause, this_year)
    return clause[: mentions[0].start] + clause[mentions[-1].end :]


def _wordings(item: str, items: Sequence[str]) -> list[str]:
    """An item as it stands, with the place before the first, and with the last one's kind.

    茶叶、食用菌、民宿旅游产值 are three 产值; 财政收入和支出 are 财政收入 and 财政支出.
    """
    place, first = split_owner(items[0])
    own = "" if split_owner(item)[0] else place
    plain = f"{own}{item}"
    if (modifier := _KIND.sub("", first)) != first and modifier and _is_bare(item):
        return [f"{place}{modifier}{item}", plain]
    kind = _KIND.search(items[-1])
    return [plain] if kind is None or _KIND.search(item) else [f"{plain}{kind.group()}", plain]


def _is_bare(item: str) -> bool:
    """Whether an item is a kind alone (支出, 面积), which has no meaning without another's name."""
    return bool(_KIND.fullmatch(item)) and not item.endswith("可支配收入")


def _who_is_more(question: str, this_year: int) -> tuple[list[str], str] | None:
    """枫林镇、柳河乡哪个居民收入高: the question to each of the places."""
    years = year_words(question, this_year)
    stem = without_years(question, this_year).strip("，,。？? 的")
    found = _WHO_MORE.match(stem)
    if found is None or len(resolve_years(question, this_year)) > 1:
        return None
    places = [item.strip("的") for item in _ITEMS.split(found["items"]) if item.strip("的")]
    measure = found["measure"].replace("的", "")
    if len(places) > 1 and not measure:
        last, measure = split_owner(places[-1])
        places[-1] = last
    if len(places) < 2 or not measure or not _places_only(places):
        return None
    return [f"{years}{place}{measure}是多少" for place in places], found["more"]


def _places_only(items: Sequence[str]) -> bool:
    return all(is_place(item) for item in items)
