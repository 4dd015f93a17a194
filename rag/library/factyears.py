"""Which years a passage states facts of, which is not the year of the report it stands in.

A government report of 2009 (政府工作报告) looks back on 2008 and plans 2009; a township's report
for 2023 (2023年度) looks back on 2023 and plans 2024. Section headings say which part is which.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.records import Document, Section
from rag.text.years import find_years, plan_years

_REVIEW = re.compile(r"回顾|过去|成就|成效|成绩|做法|工作情况|完成情况|进展|一年来|去年|总结")
_PLAN = re.compile(
    r"下一步|下步|打算|计划|今后|明年|今年|总体要求|主要任务|重点任务|重点工作|工作安排|工作建议|目标|部署"
)
_PROBLEM = re.compile(r"问题|不足|短板|困难|差距")
_SPAN = re.compile(r"(?:过去|近|前)?(?P<count>[三四五])年(?:来|的?工作|回顾)?")
_COUNTS = {"三": 3, "四": 4, "五": 5}
_LONGEST_SPAN = 10


def fact_years_of_sections(
    document: Document, sections: Sequence[Section]
) -> tuple[tuple[int, ...], ...]:
    """The years each section is about; nothing for documents that are not reports."""
    if document.kind != "report" or document.year is None:
        return tuple(() for _ in sections)
    done = _review_year(document, document.year)
    planned = document.year if done < document.year else document.year + 1
    told = [_told_years(section, done, planned) for section in sections]
    return tuple(
        years or _untold_years(section, document.year, done, after=any(told[:place]))
        for place, (section, years) in enumerate(zip(sections, told, strict=True))
    )


def fact_years(
    text: str, section_years: Collection[int], figure_years: Collection[int]
) -> tuple[int, ...]:
    """A passage's years: its section's, those written in it, those of its figures; sorted."""
    years = {*section_years, *figure_years}
    for mention in find_years(text):
        first = mention.year if mention.since is None else mention.since
        if mention.year - first > _LONGEST_SPAN:
            first = mention.year
        years.update(range(first, mention.year + 1))
    return tuple(sorted(years))


def _review_year(document: Document, year: int) -> int:
    """The year the report looks back on: named in a heading, else told by the kind of report."""
    for block in document.blocks:
        heading = block.text[: block.heading_end]
        if heading and _REVIEW.search(heading) and not _PLAN.search(heading):
            named = [mention.year for mention in find_years(heading) if mention.year <= year]
            if named:
                return max(named)
    return year - 1 if "政府工作报告" in document.title else year


def _told_years(section: Section, done: int, planned: int) -> tuple[int, ...]:
    """The years that a heading over the section tells, the nearest first; none for none."""
    for heading in reversed(section.path):
        named = find_years(heading)
        if named:
            last = max(mention.year for mention in named)
            first = min(mention.since or mention.year for mention in named)
            return tuple(range(max(first, last - _LONGEST_SPAN), last + 1))
        plans, reviews = _PLAN.search(heading), _REVIEW.search(heading)
        if (span := _SPAN.search(heading)) and (reviews or not plans):
            return tuple(range(done - _COUNTS[span["count"]] + 1, done + 1))
        if reviews and (past := [year for year in plan_years(heading) if year <= done]):
            return tuple(past)
        if plans and not reviews:
            return (planned,)
        if reviews:
            return (done,)
    return ()


def _untold_years(section: Section, year: int, done: int, *, after: bool) -> tuple[int, ...]:
    """The years of a section under headings like 推进乡村振兴.

    A government report reviews the past first and goes on with what is to be done: behind a part
    that says which it is, such a section is about the report's own year, before one it may be
    about either. Any other report is about what was done.
    """
    if done == year or any(_PROBLEM.search(heading) for heading in section.path):
        return (done,)
    return (year,) if after else (done, year)
