"""The year each sentence speaks of, and whether it reports, promises or sums up years.

A report of year Y given to a congress (各位代表：… 请予审议) states the facts of Y-1 and the
targets of Y; a yearly summary of Y states the facts of Y and plans Y+1. Years written in headings
and at the start of a clause go before both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from rag.figures.chapters import (
    FACT_HEADING,
    NEXT_HEADING,
    PLAN_HEADING,
    TOLD_HEADING,
    heading_of,
    plans_whole,
    told_year,
    year_of_head,
)
from rag.figures.promises import STANDING, promises
from rag.text.chinese_numbers import parse_chinese
from rag.text.headings import parse_label
from rag.text.years import find_years

_CONGRESS = re.compile(r"政府工作报告|请予审议|请予审查|请予审阅|向大会(?:作|报告)|各位代表")
_YEAR = (
    r"(?P<year>(?:19|20)\d{2})年?(?:[-—–～~至到]{1,2}(?P<last>(?:19|20)\d{2}))?年(?:度|底|末|初)?"
)
_SETTER = re.compile(
    rf"(?:^|(?<=[，,。；;：:、\n（(“”\s])|(?<=截至|截止|力争|确保|争取|预计)|(?<=[到至]))"
    rf"(?:(?:[我全]?[镇乡县区市省州盟]|初步统计|其中|计划|力争|争取|预计|到|至|截至|截止|在)?(?:{_YEAR}"
    r"|(?P<this>今年|本年度?|年内)|(?P<lastyear>去年|上年度?|上一年度?|过去(?:的)?一年|刚刚过去的一年)|(?P<next>明年|来年|下一?年度?)"
    r"|(?P<oneyear>一年来)|(?P<chinese>[一二三四五六七八九〇○零]{4})年(?:底|末)?"
    r"|(?:这|过去|近|最近|前|刚刚过去的)?(?P<span>[两二三四五六七八九十])年(?:来|间|，|中)"
    r"|(?:这|过去)(?P<span2>[两二三四五])年|[“\"]?(?P<plan>十[一二三四五六]五)[”\"]?(?:时期|以来|期间)))"
    r"(?!计划(?:[》，。、的书]|任务|编制)|规划|方案|经济工作|工作会议|度?[^，。]{0,4}奖|同期|的[^，。]{0,8}(?:基础|基数))"
)
_PLAN_ENDS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_BEFORE_A_HEAD = frozenset({"", "\n", "。", "）", "：", " "})
"""What stands before the first words of a sentence; "" is the start of the text."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds at a place of the text.

    ``year`` is the year spoken of, ``plan`` whether the words promise, ``since`` the first year
    where several are summed up.
    """

    year: int | None
    plan: bool = False
    since: int | None = None
    named: bool = False


class Calendar:
    """The years of one cleaned text; ``at(place)`` answers for a figure."""

    def __init__(self, text: str, report_year: int | None) -> None:
        self._text = text
        head = text[:1500]
        self.congress = bool(_CONGRESS.search(head))
        self.base = report_year if report_year is not None else year_of_head(text)
        self.facts = self._fact_year(text)
        if not self.congress and self.facts is not None and not self._looks_ahead(head):
            self.base = self.facts
        self.plans = self._plan_year()
        self._told = False
        self._is_plan = not self.congress and plans_whole(text)
        self._places: list[int] = [0]
        self._moments: list[Moment] = [Moment(self.facts, self._is_plan)]
        self._read(text)

    def at(self, place: int) -> Moment:
        """What the text has set by ``place``."""
        return self._moments[bisect_right(self._places, place) - 1]

    def relative(self, match: re.Match[str]) -> tuple[int | None, int | None]:
        """The year a setter names, and the first year where it names several."""
        if match["chinese"]:
            return int(parse_chinese(match["chinese"]) or 0), None
        if match["year"]:
            return int(match["last"] or match["year"]), int(match["year"]) if match[
                "last"
            ] else None
        if self.base is None:
            return None, None
        if match["this"]:
            return self.base, None
        if match["lastyear"]:
            return self.base - 1, None
        if match["next"]:
            return self.base + 1, None
        if match["oneyear"] or self.facts is None:
            return self.facts, None
        if match["plan"]:
            last = _PLAN_ENDS.get(match["plan"], self.facts)
            if last > self.facts and self._text.startswith("以来", match.end() - 2):
                return self.facts, last - 4
            return min(last, self.facts) if last <= self.facts else last, last - 4
        count = int(parse_chinese(match["span"] or match["span2"]) or 1)
        return self.facts, self.facts - count + 1

    def _fact_year(self, text: str) -> int | None:
        """The year whose facts are told where nothing else is said."""
        default = None if self.base is None else self.base - self.congress
        for line in text[:6000].split("\n"):
            told = "回顾" in line or (parse_label(line) and FACT_HEADING.search(line))
            if told and len(line) < 40 and (named := told_year(line)):
                return named
        for match in _OPENING.finditer(text[:1200]):
            year = int(match["year"])
            if self.base is None or year in (self.base, self.base - 1):
                return year
        return default

    def _looks_ahead(self, head: str) -> bool:
        """Whether last year is named and 今年 comes behind it: then 今年 is the report's year."""
        if self.base is None or self.facts != self.base - 1:
            return False
        told = head.find(f"{self.facts}年")
        return told >= 0 and head.find("今年", told) >= 0

    def _plan_year(self) -> int | None:
        if self.facts is None:
            return None
        return self.facts + 1

    def _read(self, text: str) -> None:
        plan, year, since = self._is_plan, self.facts, None
        start = 0
        for line in text.split("\n"):
            heading = heading_of(line)
            if heading:
                plan, year = self._section(heading, plan, year)
                since = since if not FACT_HEADING.search(heading) and "年" not in heading else None
                self._set(start, Moment(year, plan, since))
            elif since is None:
                self._set(start, Moment(year, plan))
            body = start + (len(heading) if heading else 0)
            since = self._read_line(text, body, start + len(line), Moment(year, plan, since))
            start += len(line) + 1

    def _section(self, heading: str, plan: bool, year: int | None) -> tuple[bool, int | None]:
        """Whether a section plans, and its year; sub-sections go with the section above."""
        label = parse_label(heading)
        top = label is not None and label.level == 1
        told = FACT_HEADING.search(heading) if top else TOLD_HEADING.search(heading)
        planned = PLAN_HEADING.search(heading)
        named = [mention.year for mention in find_years(heading)]
        if told and not NEXT_HEADING.search(heading):
            self._told = self._told or top
            return False, told_year(heading) or self.facts
        if planned and (label is not None or named or NEXT_HEADING.search(heading)):
            return True, named[-1] if named else self._planned_year(heading)
        if top and self.congress and self._told:
            return True, self.plans
        return (self._is_plan, self.facts) if top else (plan, year)

    def _planned_year(self, heading: str) -> int | None:
        """A yearly report may open with this year's tasks; what it ends with is for the next."""
        label = parse_label(heading)
        opens = label is not None and label.number <= 2 and not self._told
        if self.congress or not opens or NEXT_HEADING.search(heading):
            return self.plans
        return self.facts

    def _read_line(self, text: str, start: int, end: int, moment: Moment) -> int | None:
        """Follow the year words through a paragraph; gives back a span that goes on after it.

        A year at the head of a sentence holds for the rest of the paragraph, one inside a
        sentence, or a goal (到2027年), only until its end.
        """
        since, lasting = moment.since, moment
        self._set(start, moment)
        back: int | None = None
        for match in _SETTER.finditer(text, start, end):
            if _COMPARED_BEFORE.search(text[max(start, match.start() - 6) : match.start()]):
                continue
            year, first = self.relative(match)
            if year is None or _ANOTHER_YEAR.match(text, match.end()):
                continue
            if base := _BASIS.match(text, match.end(), end):
                self._set(match.start(), Moment(year, since=first, named=True))
                back = base.end()
                continue
            if text.startswith("以来", match.end()) and self.facts and year < self.facts:
                year, first = self.facts, year
            if back is not None and back <= match.start():
                self._set(back, lasting)
            promised = self.facts is not None and year > self.facts
            now = Moment(
                year, promised or (lasting.plan and year == lasting.year), first, named=True
            )
            self._set(match.start(), now)
            goal = promised and match.group()[0] in "到至"
            if goal or text[match.start() - 1 : match.start()] not in _BEFORE_A_HEAD:
                back = _end_of_thought(text, match.start(), end)
            else:
                lasting, back = now, None
                since = None if match["year"] else first
        if back is not None:
            self._set(back, lasting)
        # 过去五年 at the head of a congress report holds for its review; an office's yearly
        # report speaks of 五年来 in one paragraph and of this year in the next.
        return since if self.congress else None

    def _set(self, place: int, moment: Moment) -> None:
        if self._places[-1] == place:
            self._moments[-1] = moment
        elif place > self._places[-1]:
            self._places.append(place)
            self._moments.append(moment)

    def promise(self, moment: Moment, sentence: str) -> Moment:
        """The moment with what the words before the figure promise taken into account."""
        if moment.plan and not moment.named and STANDING.search(sentence):
            return replace(moment, plan=False, year=self.facts)
        if moment.plan or not promises(sentence, running=self._runs(moment)):
            return moment
        year = moment.year if moment.named or self.congress is False else self.plans
        return replace(moment, plan=True, year=year)

    def _runs(self, moment: Moment) -> bool:
        """Whether the year spoken of may still be going on when the report is given."""
        return not (self.congress and moment.year == self.facts)


def _end_of_thought(text: str, start: int, end: int) -> int | None:
    """Where what a year inside a sentence governs ends, None where the paragraph does.

    A full stop ends it unless “其中，…” follows; where a move reached it (增加到1978年的268万元)
    it is only that value's.
    """
    if _MOVED_TO.search(text, max(0, start - 6), start) and (
        clause := _CLAUSE_END.search(text, start, end)
    ):
        return clause.end()
    stop = text.find("。", start, end)
    while stop >= 0 and text.startswith("其中", stop + 1):
        stop = text.find("。", stop + 1, end)
    return stop + 1 if stop >= 0 else None


_MOVED_TO = re.compile(r"[加高升降少长展大小][到至]$|[增升降减]至$")
_CLAUSE_END = re.compile(r"[，,；;。]")
_ANOTHER_YEAR = re.compile(r"[、和与及](?:19|20)\d{2}年")
"""2018年、2020年连续两届: the last one counts."""
_BASIS = re.compile(r"[^，。；\n]{0,40}?(?:基础|基数)上?")
"""在1979到1983年平均每年递增7.9%的基础上，…: the years hold for the basis only."""
_COMPARED_BEFORE = re.compile(r"(?:比|较|与|和|同|是|从|由|自|为)[^，,。；]{0,2}$")
_OPENING = re.compile(
    r"(?:^|\n|。|　|以来，|,)\s?(?P<year>(?:19|20)\d{2})年(?=[，,]|以来|是|[我全][^，。]{0,2})"
)
