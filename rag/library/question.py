"""What a search query asks for: its words, its years, the kind of document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.records import DocumentKind
from rag.text.years import YearMention, plan_years, resolve_years

_SHORTEST_QUOTATION = 6
_BLANK = re.compile(r"[（(]\s*[)）]|□+|_{2,}|＿+|【\s*】")
_ASKING = re.compile(
    r"请问|告诉我|查一下|是多少|有多少|多少[个名人次件场亿万元]*|分别是|是什么|是哪些|有哪些|哪些|什么|怎么样|怎么|如何"
    r"|哪一?年的?|何时|由谁|几[个名人次件场]|吗[？?]?$|呢[？?]?$|处的数字|提到了?"
)
_TO_ASK = r"(?:问|了解|知道|咨询|打听|请教|查[找询]?(?![处办摆])|告诉我)"
_OPENER = re.compile(
    r"^(?:[您你]好[，,！!\s]*)?(?:"
    rf"(?:我?想要?|我要|麻烦[您你]?|劳驾|能不能|可否|请[您你]?|帮[我忙]|给我)+{_TO_ASK}(?:一下|下)?"
    rf"|{_TO_ASK}一下)[，,：:\s]*"
)
"""您好，我想问一下: as long as it may be, it names nothing."""
_OF_REPORT = re.compile(
    r"\s*(?:年度)?的?(?:《)?(?:政府)?(?:工作|述职|述廉|党建|全年|年度|年终)*(?:报告|总结|述职)"
)
_LATEST_REPORT = re.compile(
    r"(?:上一份|上份|最近一份|最新一?份?|最近的|最新的)(?:工作)?(?:报告|总结)"
)
_SINCE = re.compile(r"\s*(?:以来|起|至今|到现在|之后)")
_POLICY = re.compile(
    r"条例|规定|办法|党章|章程|细则|准则|制度|法律|[^方看想]法(?:第|中|里|规定)|政策|文件"
)
_RATE = re.compile(r"(?:年均|同比)?(?:增速|增幅|涨幅|降幅|增长率|增长速度|增长幅度|上涨幅度)")
OTHER_NAMES = {"gdp": "国内生产总值", "cpi": "居民消费价格"}
"""What texts call it that people ask for by its letters."""
_PLAIN_SPAN = re.compile(r"[两二三四五六七八九十]年[来间]")
_LONGEST_SPAN = 30
_CONTEXT = 6
"""Characters on either side of a blank by which its place is known again."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query as understood.

    ``words`` is what is matched; they leave out 增速, which texts write as 增长5%. ``indicator`` is
    what a figure would be called that answers it. ``clauses`` are the pieces expected verbatim
    (a quotation, or the text around a blank); ``blanks`` are what stands before and after each
    （） or □□; ``quoted`` says that the words are somebody's, not the asker's own. ``fact_years``
    are the years facts are asked of, ``report_years`` those of the reports asked for,
    ``plan_years`` those of a five-year plan that is named. ``kind`` is a preference, not a filter.
    """

    words: str
    clauses: tuple[str, ...]
    fact_years: tuple[int, ...] = ()
    report_years: tuple[int, ...] = ()
    blanks: tuple[tuple[str, str], ...] = ()
    kind: DocumentKind | None = None
    relative: bool = False
    indicator: str = ""
    quoted: bool = True
    plan_years: tuple[int, ...] = ()


def understand(query: str, *, this_year: int, latest_report: int | None = None) -> Question:
    """Read a query. 今年 is ``this_year``; 上一份报告 is that of ``latest_report``."""
    quotes = _quotations(query)
    outside = query
    for quote in quotes:
        outside = outside.replace(quote, "＿" * len(quote))
    # “十年来” without 近 or 过去 is mostly part of a sentence somebody quotes.
    mentions = tuple(
        mention
        for mention in resolve_years(outside, this_year)
        if not _PLAIN_SPAN.fullmatch(mention.text)
    )
    facts: set[int] = set()
    reports: set[int] = set()
    for mention in mentions:
        target = reports if _OF_REPORT.match(outside, mention.end) else facts
        target.update(_years(mention, outside, this_year))
    if _LATEST_REPORT.search(outside) and latest_report:
        reports.add(latest_report)
    words = "，".join(quotes) if quotes else _words(outside, mentions)
    return Question(
        words=words,
        clauses=_clauses(words),
        blanks=_blanks(words),
        quoted=bool(quotes or _BLANK.search(words)),
        fact_years=tuple(sorted(facts)),
        report_years=tuple(sorted(reports)),
        plan_years=plan_years(outside),
        kind="policy" if not facts and not quotes and _POLICY.search(outside) else None,
        indicator="" if quotes else _indicator(outside, mentions),
        relative=any(
            not re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}", m.text) for m in mentions
        ),
    )


def _years(mention: YearMention, text: str, this_year: int) -> range:
    first = mention.year if mention.since is None else mention.since
    last = mention.year
    if mention.since is None and _SINCE.match(text, mention.end):
        last = max(this_year, first)
    return range(max(first, last - _LONGEST_SPAN), last + 1)


def _indicator(text: str, mentions: tuple[YearMention, ...]) -> str:
    """The query without its years and question words."""
    kept: list[str] = []
    end = 0
    for mention in mentions:
        kept.append(text[end : mention.start])
        since = _SINCE.match(text, mention.end)
        end = max(end, since.end() if since else mention.end)
    kept.append(text[end:])
    asked = _OPENER.sub("", "，".join(kept))
    words = _LATEST_REPORT.sub("，", _ASKING.sub("，", asked))
    return words.strip("，。？?、,；; 　\n")


def _words(text: str, mentions: tuple[YearMention, ...]) -> str:
    """What is matched: the indicator, without 增速 and with the long name of GDP and its like."""
    words = _indicator(text, mentions)
    words = words if len(re.sub(r"\W", "", words)) > 1 else text
    extra = [name for short, name in OTHER_NAMES.items() if short in words.lower()]
    return "，".join([_RATE.sub("，", words), *extra])


def _quotations(query: str) -> tuple[str, ...]:
    """What stands in the outermost “…”, quotation marks inside included."""
    found: list[str] = []
    depth = start = 0
    for place, char in enumerate(query):
        if char == "“":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif char == "”" and depth:
            depth -= 1
            if depth == 0:
                found.append(query[start:place])
    return tuple(quote for quote in found if len(quote) >= _SHORTEST_QUOTATION)


def _clauses(words: str) -> tuple[str, ...]:
    pieces = re.split(r"[，。；：！？,;:!?\s\n]+", _BLANK.sub("，", words))
    return tuple(piece for piece in pieces if len(piece) >= 4)


def _blanks(words: str) -> tuple[tuple[str, str], ...]:
    """The characters before and after each blank; at an end of the text one side is enough."""
    found: list[tuple[str, str]] = []
    for match in _BLANK.finditer(words):
        before = "".join(filter(str.isalnum, words[: match.start()]))[-_CONTEXT:]
        after = "".join(filter(str.isalnum, words[match.end() :]))[:_CONTEXT]
        if (before and after) or len(before + after) == _CONTEXT:
            found.append((before, after))
    return tuple(found)
