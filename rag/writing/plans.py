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
_SOLVED: Final = re.compile(
    r"解决|整治|整改|破解|化解|纠治|攻坚|加强.{0,4}(?:薄弱|短板)|补[齐上足强]|弥补|克服|改善|缓解"
)
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
    r"|巩固|强化|优化|全面|深入|聚焦|围绕|狠抓|突出|统筹"
    r"|推行|推广|建成|新建|打造|办好|制定|修订|出台|用好|组建|组织|启动|培育|引进|选派|选树|争创|实行|探索|拓展|织密"
    r"|畅通|配齐|选优|常态化|分批)"
)
_GENERAL: Final = re.compile(
    r"^(?:我们|全[镇乡县市区]上下|各级)?(?:一定|必须|始终|都|仍)?要?(?:坚定|高举|牢记|坚信|弘扬|振奋|同心同德|恪尽职守|锐意进取|勇于|敢于|善于"
    r"|更加|高度|清醒|充分认识|正确处理|统一思想|不忘初心|牢固树立|以.{2,30}为(?:指导|统领|引领|主线|抓手|目标|契机))"
    r"|^(?:坚持|围绕|聚焦|突出|统筹|立足|紧扣|贯彻|遵循|秉持|把握)[^，。；]{0,40}$"
    r"|是[^，。；]{0,30}(?:立足点|必由之路|根本|关键|保证|前提|要求|重点|基础|目的|任务)$"
    r"|^[^，。；]{2,8}，就是要|必须坚持|要?更加(?:重视|注重)[^，。；]{0,20}$"
    r"|(?:着重|需要)(?:说明|指出|强调)|目标是[：:]?$|[：:]$|(?:以下|如下|下列|这)[^，。]{0,6}(?:点|方面|工作|任务|原则)$"
)
"""Principles, appeals and lead-ins: nobody can answer them with done or not done."""
_ONLY_A_HEADING: Final = 14
_DEED: Final = re.compile(
    "工程|项目|行动|计划|方案|制度|办法|中心|平台|机制|体系|清单|台账|品牌|试点|改革|阵地|基地|队伍|活动|培训"
)
"""What can be set up or carried out: a short sentence with it is more than a topic."""
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
    """The commitments of last year's plans, each a sentence, for this year to answer.

    General statements are none; nor is a short sentence that only opens a paragraph as its topic,
    where sentences on what is to be done follow it. What has a figure or a deadline always is one.
    """
    found: list[str] = []
    for start, end in split_sentences(text):
        sentence = text[start:end].rstrip("。；;")
        promised = _COMMITMENT.search(sentence) or _DEADLINE.search(sentence)
        if sentence in found or len(sentence) < _LEAST_WORDS or not promised:
            continue
        if _concrete(sentence) is not None or _is_answerable(text, start, end, sentence):
            found.append(sentence)
    return tuple(found[:most])


def _is_answerable(text: str, start: int, end: int, sentence: str) -> bool:
    """Whether what a sentence without figure says can be told done from not done."""
    opens = not text[:start].rpartition("\n")[2].strip() and text[end : end + 1] not in ("", "\n")
    topic = opens and len(sentence) <= _ONLY_A_HEADING and not _DEED.search(sentence)
    return not topic and not _GENERAL.search(sentence)


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
