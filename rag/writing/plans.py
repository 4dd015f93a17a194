"""Problems and plans: not drafted from last year's words but asked of the writer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from rag.figures.mentions import find_mentions
from rag.records import Section
from rag.text.sentences import split_sentences

SectionRole = Literal["results", "problems", "plans"]

_PROBLEMS: Final = re.compile(
    r"存在.{0,8}(?:问题|不足|短板|差距|困难)|(?:问题|不足|短板|困难)[和与及、](?:主要)?"
    r"(?:原因|不足|困难|差距|短板|挑战|问题)|原因(?:分析|剖析)|^(?:主要|突出)?(?:问题|不足|短板)(?:之处)?$"
    r"|薄弱环节$|不足之处"
)
_SOLVED: Final = re.compile(r"解决|整治|整改|破解|化解|纠治|攻坚")
_PLANS: Final = re.compile(
    r"下一步|下步|打算|思路|工作(?:安排|计划|部署|任务|重点|建议)|总体(?:要求|部署|安排)"
    r"|主要任务|(?:今年|明年|来年|下年|新的一年).{0,8}(?:工作|任务|目标|打算|重点)|努力方向|整改措施"
    r"|年(?:的)?(?:重点)?工作$|年任务|奋斗目标|今后"
)
_PAST: Final = re.compile(r"回顾|总结|成效|做法|完成情况|过去|以来|主要工作$")
_COMMITMENT: Final = re.compile(
    r"力争|确保|争取|计划|(?:预期|奋斗)目标是|拟(?!定|订)|将(?!近|于)|(?<![需主重只])要(?!求|点|素|件|闻|是|看到|着重)"
    r"|^(?:[一二三四五六七八九十]是|[（(]?\d[.、）)])?(?:加快|加强|加大|推进|推动|完善|健全|深化|落实|实施"
    r"|开展|提高|提升|扩大|建立|建设|抓好|抓实|做好|做实|着力|继续|持续|进一步|大力|切实|积极|扎实|严格|坚持"
    r"|巩固|强化|优化|全面|深入|聚焦|围绕|狠抓|突出|统筹)"
)
_DEADLINE: Final = re.compile(
    r"(?:\d{4}年|[0-9一二三四五六七八九十]{1,2}月|[一二三四]季度|年|月)(?:底|末)?[以之]?前(?!所未|的|景|沿|列|后)|年(?:底|内)"
    r"|[上下]半年|月底|季度末"
)
_LEAST_WORDS: Final = 8
_MOST: Final = 20
_BRIEF: Final = 60
_ASKED: Final = 12
"""Questions put to the writer of one section."""


def role_of(heading: str, above: Sequence[str] = ()) -> SectionRole:
    """What a section is for, by its heading and the headings above it."""
    for words in (*above, heading):
        role = _role(words)
        if role != "results":
            return role
    return "results"


def roles_of(sections: Sequence[Section]) -> tuple[SectionRole, ...]:
    """What each section of a report is for; what follows the plans at their level is a plan too.

    二、2015年工作总体部署 is followed by 三、把改革开放扎实推向纵深: still this year's tasks.
    """
    roles: list[SectionRole] = []
    planning = 0
    for section in sections:
        role = role_of(section.heading, section.path)
        if role == "plans" and not planning:
            planning = section.level
        elif 0 < section.level <= planning and role != "plans":
            planning = 0 if _PAST.search(section.heading) or role == "problems" else planning
        roles.append("plans" if planning and role == "results" else role)
    return tuple(roles)


def _role(heading: str) -> SectionRole:
    if _PLANS.search(heading) and not _PAST.search(heading):
        return "plans"
    if _PROBLEMS.search(heading) and not _SOLVED.search(heading):
        return "problems"
    return "results"


def promises(text: str, most: int = _MOST) -> tuple[str, ...]:
    """The commitments of last year's plans, each a sentence, for this year to answer."""
    found: list[str] = []
    for start, end in split_sentences(text):
        sentence = text[start:end].rstrip("。；;")
        known = sentence in found
        if len(sentence) >= _LEAST_WORDS and _COMMITMENT.search(sentence) and not known:
            found.append(sentence)
    return tuple(found[:most])


def _brief(sentence: str) -> str:
    """Enough of a sentence to recognise it by, with its figure or deadline if there is one."""
    if len(sentence) <= _BRIEF:
        return sentence
    concrete = _concrete(sentence)
    start = sentence.rfind("，", 0, concrete[0]) + 1 if concrete and concrete[1] > _BRIEF else 0
    rest = sentence[start:]
    cut = len(rest) if len(rest) <= _BRIEF else rest.rfind("，", 0, _BRIEF)
    least = concrete[1] - start if concrete else 0
    cut = cut if cut > max(_BRIEF // 2, least - 1) else min(max(_BRIEF, least), len(rest))
    return ("……" if start else "") + rest[:cut] + ("……" if cut < len(rest) else "")


def _concrete(sentence: str) -> tuple[int, int] | None:
    """Where the first figure or deadline of a promise stands: such a promise can be held to."""
    figures = [(m.start, m.end) for m in find_mentions(sentence) if m.kind == "figure"]
    return min((*figures, *(found.span() for found in _DEADLINE.finditer(sentence))), default=None)


def questions(role: SectionRole, past_text: str) -> str:
    """Prompts to the writer in place of invented text, and how many more there would be.

    Promises with figures or deadlines come first; in problems the order of the text stays.
    """
    if role == "problems":
        ask = "【待核：请写今年存在的问题和主要原因】"
        points = _first_sentences(past_text)
        lead, tail = "【待核：上年查摆的问题“", "”，是否已经解决】"
        more = "【待核：上年还查摆了其他{}个问题，这里没有列出，请对照上年报告】"
    else:
        ask = "【待核：请写下一步打算】"
        points = promises(past_text, len(past_text))
        points = tuple(sorted(points, key=lambda point: _concrete(point) is None))
        lead, tail = "【待核：上年报告承诺“", "”，请写完成情况或今年的打算】"
        more = "【待核：上年报告还有其他{}条承诺，这里没有列出，请对照上年报告】"
    briefs = tuple(dict.fromkeys(_plain(_brief(point)) for point in points))
    lines = [ask, *(f"{lead}{brief}{tail}" for brief in briefs[:_ASKED])]
    if len(briefs) > _ASKED:
        lines.append(more.format(len(briefs) - _ASKED))
    return "\n".join(lines)


def _first_sentences(text: str) -> tuple[str, ...]:
    """What each paragraph of a problems section is about."""
    firsts = []
    for line in text.split("\n"):
        spans = split_sentences(line)
        if spans and len(line) >= _LEAST_WORDS:
            firsts.append(line[spans[0][0] : spans[0][1]].rstrip("。；;：:"))
    return tuple(firsts)


def _plain(sentence: str) -> str:
    """A sentence that can stand inside 【“…”】."""
    return sentence.replace("【", "〔").replace("】", "〕").replace("“", "‘").replace("”", "’")
