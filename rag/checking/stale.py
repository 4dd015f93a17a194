"""Years, campaigns and meetings of another year named as this year's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from rag.checking.context import CheckContext, sentences
from rag.checking.formulations import Formulation
from rag.checking.overlap import sentence_overlaps
from rag.records import Finding
from rag.text.years import YearMention, find_years

KIND = "stale"
_REPORTED = re.compile(r"度?(?:的)?[^，。；]{0,14}(?:情况|工作)?(?:报告|汇报|总结|述职)")
_COMPARED = re.compile(
    r"(?:比|较|与|同|自|从|由|于|到|至|截至|截止|早在|继|和|、|以|按|起|超|自从|对比|《|〔)\s*(?:上年的?)?$"
)
_KEPT_AFTER = re.compile(
    r"^(?:度?末|底|以来|起|至|到|—|-|–|～|度?(?:民主评议|考核|述职评议|测评|审计|问题|反馈)|[〕）)])"
)
_DOING = re.compile(r"(?:开展|推进|组织|启动|部署|抓好|扎实做好|深入|参加|举办|认真)[^。；]{0,30}$")
_AFTERWARDS = re.compile(
    r"巩固|拓展|深化|成果|常态|长效|以来|去年|上年|曾|回顾|经验|基础上|之后|结束|回头看|建立健全"
)
_DAY = re.compile(r"(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])日")
COPIED = 0.85


def check(context: CheckContext) -> tuple[Finding, ...]:
    """Years of last year's report, ended campaigns, older meetings, copied dates."""
    return (
        *_years(context),
        *_campaigns(context),
        *_meetings(context),
        *_copied_dates(context),
    )


def _years(context: CheckContext) -> Iterator[Finding]:
    told = context.told
    for mention in _all_years(context.text):
        if mention.since is not None or mention.year >= told:
            continue
        if not re.match(r"\d{4}|[〇○零一二三四五六七八九]{4}", mention.text):
            continue
        before = context.text[max(0, mention.start - 6) : mention.start]
        after = context.text[mention.end : mention.end + 24].split("\n")[0]
        if _COMPARED.search(before) or _KEPT_AFTER.match(after):
            continue
        finding = _year_finding(context, mention, after)
        if finding is not None:
            yield finding


def _all_years(text: str) -> Iterator[YearMention]:
    start = 0
    for line in text.split("\n"):
        for mention in _line_years(line):
            yield replace(mention, start=mention.start + start, end=mention.end + start)
        start += len(line) + 1


@lru_cache(maxsize=4096)
def _line_years(line: str) -> tuple[YearMention, ...]:
    return find_years(line)


def _year_finding(context: CheckContext, mention: YearMention, after: str) -> Finding | None:
    """What an old year that stands alone means: a left-over title is certain, 年度 likely."""
    opening = mention.start < 120 and _REPORTED.match(after)
    yearly = mention.text.endswith("年度")
    if not opening and not yearly:
        return None
    certain = bool(opening) or mention.year < context.year - 1
    right = f"{context.year}{'年度' if yearly else '年'}"
    return context.finding(
        KIND,
        "error" if certain else "warning",
        (mention.start, mention.end),
        f"这是{context.year}年的报告，文中写的是“{mention.text}”",
        evidence=_line(context.text, mention.start),
        suggestion=f"改为“{right}”，或写明是往年情况",
        replacement=right,
    )


def _campaigns(context: CheckContext) -> Iterator[Finding]:
    """A campaign that ended before the report's year, told as going on."""
    for formulation in context.formulations.of_kind("event"):
        if formulation.until is None:
            continue
        if formulation.until >= context.told:
            continue
        for match in re.finditer(re.escape(formulation.wording), context.text):
            finding = _campaign(context, formulation, match.start())
            if finding is not None:
                yield finding


def _campaign(context: CheckContext, formulation: Formulation, at: int) -> Finding | None:
    start, end = _sentence(context.text, at)
    before = context.text[start:at]
    after = context.text[at + len(formulation.wording) : end]
    around = before[-16:] + after[:16]
    named_past = any(y.year < context.year for y in find_years(before))
    if not _DOING.search(before) or _AFTERWARDS.search(around) or named_past:
        return None
    if _is_listed(context, formulation, context.text[start:end]):
        return None
    return context.finding(
        KIND,
        "warning",
        (at, at + len(formulation.wording)),
        f"“{formulation.wording}”是{formulation.period}开展的，不是{context.year}年的工作",
        evidence="，".join(filter(None, ("标准表述清单", formulation.period, formulation.note))),
        suggestion="请改为今年的学习教育，或写明“巩固拓展成果”",
    )


def _is_listed(context: CheckContext, formulation: Formulation, sentence: str) -> bool:
    """A sentence that names several campaigns looks back over years."""
    events = context.formulations.of_kind("event")
    return any(other.wording in sentence for other in events if other != formulation)


def _meetings(context: CheckContext) -> Iterator[Finding]:
    """Only an older meeting is named although a newer one was held in the report's year."""
    meetings = [f for f in context.formulations.of_kind("meeting") if f.since is not None]
    year = context.told
    held = [f for f in meetings if f.since == year]
    if not held or any(_core(f) in context.text for f in held):
        return
    newest = held[-1]
    latest = [f for f in meetings if (f.since or 0) < year and _core(f) in context.text]
    if not latest or "全会" not in latest[-1].wording:
        return
    at = context.text.find(_core(latest[-1]))
    yield context.finding(
        KIND,
        "hint",
        (at, at + len(_core(latest[-1]))),
        f"{year}年召开的是“{newest.wording}”，文中只提到“{latest[-1].wording}”",
        evidence=f"标准表述清单：{newest.wording}，{newest.note}",
        suggestion="请核对会议名称",
    )


def _core(formulation: Formulation) -> str:
    return formulation.wording.removeprefix("党的")


def _copied_dates(context: CheckContext) -> Iterator[Finding]:
    """A day that stands in last year's sentence too was hardly the same day again."""
    for overlap in sentence_overlaps(context.text, context.past):
        if overlap.share < COPIED:
            continue
        sentence = context.text[overlap.start : overlap.end]
        for match in _DAY.finditer(sentence):
            if match.group() not in overlap.passage.text or _has_old_year(sentence, context.year):
                continue
            span = (overlap.start + match.start(), overlap.start + match.end())
            yield context.finding(
                KIND,
                "warning",
                span,
                f"“{match.group()}”与往年材料中的日期相同",
                evidence=f"{overlap.passage.document_title}：{_clip(overlap.passage.text, match)}",
                suggestion="请核对今年的日期",
            )


def _has_old_year(sentence: str, year: int) -> bool:
    return any(mention.year < year for mention in find_years(sentence))


def _clip(text: str, match: re.Match[str]) -> str:
    at = text.find(match.group())
    return text[max(0, at - 20) : at + 40]


def _line(text: str, at: int) -> str:
    start, end = _sentence(text, at)
    return text[start:end][:80]


def _sentence(text: str, at: int) -> tuple[int, int]:
    for start, end in sentences(text):
        if start <= at < end:
            return start, end
    return at, at
