"""Problems and plans: not drafted from last year's words but asked of the writer."""

from __future__ import annotations

import re
from typing import Final, Literal

from rag.text.sentences import split_sentences

SectionRole = Literal["results", "problems", "plans"]

_PROBLEMS: Final = re.compile(
    r"问题|不足|短板|原因分析|困难(?!群众|党员|家庭|职工|户)|差距|薄弱环节"
)
_PLANS: Final = re.compile(
    r"下一步|下步|打算|思路|工作(?:安排|计划|部署|任务|重点|建议)|总体(?:要求|部署|安排)"
    r"|主要任务|(?:今年|明年|来年|下年|新的一年).{0,8}(?:工作|任务|目标|打算|重点)|努力方向|整改措施"
    r"|年(?:的)?(?:重点)?工作$|年任务|奋斗目标|今后"
)
_PAST: Final = re.compile(r"回顾|总结|成效|做法|完成情况|过去|以来|主要工作$")
_COMMITMENT: Final = re.compile(
    r"力争|确保|争取|计划|将(?!近|于|来)|要(?!求|点|素|件|闻)|着力|持续|继续|进一步|努力|推动|完成|达到|实现|加大|加快|深化"
)
_LEAST_WORDS: Final = 8
_MOST: Final = 20


def role_of(heading: str) -> SectionRole:
    """What a section is for, by its heading."""
    if _PLANS.search(heading) and not _PAST.search(heading):
        return "plans"
    if _PROBLEMS.search(heading) and not _PAST.search(heading):
        return "problems"
    return "results"


def promises(text: str, most: int = _MOST) -> tuple[str, ...]:
    """The commitments of last year's plans, each a sentence, for this year to answer."""
    found: list[str] = []
    for start, end in split_sentences(text):
        sentence = text[start:end].rstrip("。；;")
        if len(sentence) >= _LEAST_WORDS and _COMMITMENT.search(sentence):
            found.append(sentence)
    return tuple(found[:most])


def questions(role: SectionRole, past_text: str, past_year: int) -> str:
    """Prompts to the writer in place of invented text."""
    if role == "problems":
        ask = "【待核：请写今年存在的问题和主要原因】"
        points = _first_sentences(past_text)
        lead = f"【待核：{past_year}年查摆的问题“"
        tail = "”，是否已经解决】"
    else:
        ask = "【待核：请写下一步打算】"
        points = promises(past_text)
        lead = f"【待核：{past_year}年报告承诺“"
        tail = "”，请写完成情况或今年的打算】"
    return "\n".join((ask, *(f"{lead}{_plain(point)}{tail}" for point in points)))


def _first_sentences(text: str) -> tuple[str, ...]:
    """What each paragraph of a problems section is about."""
    firsts = []
    for line in text.split("\n"):
        spans = split_sentences(line)
        if spans and len(line) >= _LEAST_WORDS:
            firsts.append(line[spans[0][0] : spans[0][1]].rstrip("。；;：:"))
    return tuple(firsts[:_MOST])


def _plain(sentence: str) -> str:
    """A sentence that can stand inside 【“…”】."""
    return sentence.replace("【", "〔").replace("】", "〕").replace("“", "‘").replace("”", "’")
