"""What a question wants: a figure, a comparison, a series, the number in a gap, a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from rag.library.question import OTHER_NAMES, understand
from rag.text.years import resolve_years
from rag.writing.asknames import named_otherwise
from rag.writing.measures import Measure, asked_unit

Wanted = Literal["value", "growth", "compare", "highest", "lowest", "total", "series", "met"]

GAP: Final = re.compile(r"□+|_{2,}|＿+|【\s*】|[（(]\s*[)）]|\*{2,}|X{2,}", re.IGNORECASE)
_QUOTED: Final = re.compile(r"“(.{6,})”|「(.{6,})」|\"(.{6,})\"")
_WHICH_YEAR: Final = re.compile(r"哪一?年|何年|哪份|哪一份|哪个年份")
_NUMBER: Final = re.compile(
    r"多少|几|是多大|数字|数据|数量|规模|总额|金额|增速|增幅|涨幅|降幅|增长率|比例|占比"
    r"|(?:谁|哪(?:一)?[个边])[^，。？?]{0,14}?更?[高低多少大小快慢](?:[一些点]*[？?]?$|的)"
)
_WHEN: Final = re.compile(r"(?:哪个?|几)月(?:份|几[日号])?|几[日号]|几点")
"""A time, no number of things."""
_NAMED_FIGURE: Final = re.compile(
    r"年[底末度]?的?[^，。？?、]{2,24}(?:[率额量值]|比重|[人户个次场套件]数|收入|支出|里程|面积|人口)[？?。]?$"
)
"""2011年末城镇登记失业率: a year and what is measured, without a verb."""
_GROWTH: Final = re.compile(
    r"(?:比|较|同)(?:上年|去年|上一年)?(?:期)?.{0,4}(?:增长|增加|下降|减少|提高|上升|变化|增减|涨|降|多|少)了?(?:多少|几|吗|没有)"
    r"|(?:比|较)(?:上年|去年|上一年)[多少][发收花用产种卖建修增办投支]了?(?:多少|几)"
    r"|(?:增长|下降|增加(?!值)|减少|增减|上涨|下跌|上升|提高|提升|降低|回落|下滑|扩大|缩小|变动|涨|跌|降|升)了?(?:多少|几|率)|同比"
)
_PLANNED: Final = re.compile(
    r"(?:预期|预定|年度|工作|计划)?目标(?:值|数)?(?:是|为)?|计划(?!生育|书|单列)|预计|预期|打算|力争|拟"
)
_BASE: Final = re.compile(r"(?:比|较)(?:上年|去年|上一年)(?:同期)?")
_COMPARE: Final = re.compile(
    r"相比|相差|差多少|比较|对比|(?:多|少|高|低|增加|减少|增长)了?(?:多少|几)|哪年更"
    r"|谁更?[高低多少大小快慢]"
)
_HIGHEST: Final = re.compile(r"最高|最多|最大|最快")
_LOWEST: Final = re.compile(r"最低|最少|最小|最慢")
_TOTAL: Final = re.compile(
    r"合计|总共|一共|累计|加起来|总和|共计|(?<![公总])共(?![同享青产和建治富有])(?=[\u4e00-\u9fff])"
)
_CUMULATIVE: Final = re.compile("累计|累积")
_MET: Final = re.compile(
    r"(?:完成|达到|实现|达成|超额完成|兑现)了?(?:年初|年度|全年|当年|预期|预定|既定|计划)?的?"
    r"(?P<name>(?:(?!哪|什么|多少|几|怎|如何|为何|目标|任务|计划)[^，。？?！；、\d]){0,16}?)的?"
    r"(?:目标|任务|计划|承诺)(?:值|数)?(?:了吗|吗|没有?|了没有?|的?情况|没完成)?"
    r"|(?:目标|任务|计划)(?:任务)?(?:有没有|是否|是不是)?(?:都|已)?(?:完成|达到|实现|达成|兑现)"
    r"(?:得?(?:怎么样|如何)|的?情况(?:怎么样|如何)?|了吗|吗|了?没有?|了)?"
)
_WHETHER: Final = re.compile("有没有|是否|是不是|吗|没有?[？?]?$|情况|怎么样")
_PERCENT: Final = re.compile("百分之(?:几|多少)")
_BRACKETS: Final = re.compile(r"[（(]([^（）()]{2,12})[）)]")
_BARE_YEAR: Final = re.compile(r"(?P<year>(?<!\d)(?:19|20)\d{2})(?=[、和与及跟](?:19|20)\d{2})")
_COUNTED_YEARS: Final = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?(?:这|共)?[两二三四五六七八九十]年(?=一共|总共|共|合计|累计|分别|各)"
)
"""2022、2023两年: the years are named already."""
_WRITTEN_YEAR: Final = re.compile(r"(?:19|20)\d{2}年")
_SPAN: Final = re.compile(
    r"(?<![近去前过这第\d十])(?P<span>[两二三四五六七八九十])年(?=共|间|里|下来|来|[^，。？?]{0,12}(?:一共|总共|合计|共计|累计|加起来))"
)
"""三年一共: the last three years."""
_SERIES: Final = re.compile(r"历年|趋势|走势|逐年|各年|每年|分别|变化情况|怎么变|变化")
_MOVES: Final = re.compile(
    r"增长(?=(?:预期|预定|年度|计划)?(?:目标|计划|预期))|(?:增速|增幅|涨幅|降幅|增长率|下降率|上涨率)(?:是|为|达|有)?"
)
_WORDS_AROUND: Final = re.compile(
    r"[，。？?！!：:、\s]|请问|查一下|告诉我|帮我|我?想(?:要)?(?:知道|了解|问(?:一下)?)|究竟|到底|大概|大约|具体"
    r"|(?:数值|数额|数目)$|谁更?[高低多少大小快慢]"
    r"|^(?:我们|咱们?|我|本|全)?(?:[省市县区镇乡村]|街道|社区)里面?|^(?:我们|咱们?)(?:这里|[这里]?[省市县区镇乡村])?|^(?:现在|目前|如今)"
    r"|[多少高低][发收花用产种卖建修增办投支]?了?(?:多少|几)[个名人次件场亿万元户项条家]*|[是有为达]多少|达到了?多少|完成了?多少|实现了?多少|多少[个名人次件场亿万元户项条家]*|[是有]?几[个名人次件场项条家]"
    r"|比?较?(?:上年|去年|上一年)(?:同期)?|同比|增长了?|下降了?|增加(?!值)了?|减少了?|增减了?|提高了?|提升了?|上升了?|上涨了?|下跌了?|降低了?|回落了?|变动了?|相比|相差|比较|对比|变化情况?"
    r"|最高|最多|最大|最快|最低|最少|最小|最慢|合计|总共|一共|累计|加起来|总和|共计|历年|趋势|走势|逐年|各年|每年|分别|怎么变化?的?|有没有|是否|是不是|年初|(?<=..)实际$|^[省市县区镇乡村]有(?=..)|^里(?!程)|^[间来]"
    r"|各$|(?<=.)[各共]$|^[到共]|(?<![公总])共(?=[发新完改建办开举新受化])"
    r"|哪一?年|何年|的是|的?变化(?:趋势|情况)?$|数字|数据|怎么样|如何|情况|了吗|有(?:什么|何|怎样的?)|有$|[吗呢吧啊的]$|^[的在]|^全(?!国)"
)
_AT_AN_END: Final = re.compile(
    r"^比|(?<=..)(?<![至最大])[多少](?:[发收花用种卖建修办投支])?$|(?<=..)(?<![至最大])[高低涨跌增减升降]$|(?<=..)(?:完成|实现|达到|达|(?<!存)在)$|(?<!占)比$|(?<=[\u4e00-\u9fff])了(?![解结然不得])"
)
"""比 that lost what it compares, and the 了 of 发展了党员."""
_RANK: Final = re.compile(
    r"(?:在?(?:全[国省市县区镇乡]|[省市县区]内|同类.{0,4}?)(?:中|里)?)?(?:的)?(?:排名|排位|位列|位居|名列|排|居)?(?:在|是)?第几(?:名|位)?"
)
_CHANGED: Final = re.compile(
    r"增加(?!值)|减少|增长|增减|下降|上涨|下跌|上升|提高|提升|降低|回落|下滑|变动|多了|少了|涨了|降了"
)
_RECENT: Final = re.compile(r"(?:近|过去|最近|这)(?:[两二三四五六七八九十]|\d{1,2})个?年")
_REPORTS: Final = re.compile(r"(?:政府)?工作报告中?|(?:述职)?报告(?:中|里)?|总结(?:中|里)|提到的?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood.

    ``indicator`` is the measure's name without years and asking words; ``growth`` says that its
    rate of change is asked for. ``quote`` is the text given verbatim, with its gap if ``gap``.
    ``fact_years`` are years facts are asked of, ``report_years`` those of the reports named;
    ``recent`` says that the years were asked for as 近三年. ``unit``, ``rank``, ``change``
    and ``planned`` are those of ``measures.Measure``.
    """

    text: str
    words: str
    kind: Literal["figure", "gap", "which_year", "text"]
    wanted: Wanted = "value"
    indicator: str = ""
    growth: bool = False
    quote: str = ""
    fact_years: tuple[int, ...] = ()
    report_years: tuple[int, ...] = ()
    unit: str = ""
    rank: bool = False
    change: bool = False
    recent: bool = False
    planned: bool = False
    cumulative: bool = False

    def measure(self, *, growth: bool | None = None) -> Measure:
        """What is asked for, as a level or (``growth``) as its rate of change."""
        rate = self.growth if growth is None else growth
        unit = "" if rate else self.unit
        if "百分点" in unit and self.wanted in ("growth", "compare"):
            unit = "%"
        return Measure(
            self.indicator,
            unit,
            self.rank,
            rate,
            planned=self.planned,
            others=named_otherwise(self.indicator).same,
        )

    def changed(self) -> Measure:
        """The absolute change asked for: 贫困人口减少多少."""
        name = _CHANGED.sub("", self.indicator)
        return Measure(name, self.unit, change=True, others=named_otherwise(name).same)


def read_question(question: str, *, this_year: int, latest_report: int | None = None) -> Asked:
    """Understand a question. 今年 is ``this_year``."""
    spelled = plainly(question)
    grown = _GROWTH.search(spelled)
    # 上年 in “2012年…比上年增长多少” is the base of the growth, not a year asked for.
    plain = _BASE.sub("", spelled) if grown else spelled
    understood = understand(plain, this_year=this_year, latest_report=latest_report)
    quote = _quote(question)
    common = {
        "text": question,
        "words": understood.words,
        "fact_years": understood.fact_years,
        "report_years": understood.report_years,
        "quote": quote,
    }
    if quote and GAP.search(quote):
        return Asked(kind="gap", **common)  # type: ignore[arg-type]
    if _WHICH_YEAR.search(question) and (quote or not _has_measure(question)):
        return Asked(kind="which_year", **common)  # type: ignore[arg-type]
    if not quote and (_has_measure(question) or _asks_whether_met(question)):
        return Asked(
            kind="figure",
            wanted=_wanted(spelled, understood.fact_years),
            indicator=indicator_of(plain, this_year),
            growth=bool(_MOVES.search(question) or (grown and _PERCENT.search(question))),
            unit=asked_unit(spelled)[0],
            rank=bool(_RANK.search(question)),
            change=bool(_CHANGED.search(spelled)),
            recent=bool(_RECENT.search(spelled)),
            planned=bool(_PLANNED.search(question)) and not _asks_whether_met(question),
            cumulative=bool(_CUMULATIVE.search(question)),
            **common,  # type: ignore[arg-type]
        )
    return Asked(kind="text", **common)  # type: ignore[arg-type]


def plainly(question: str) -> str:
    """The question without what says nothing more: 当年 beside a year, brackets, 百分之几."""
    question = _BRACKETS.sub(r"，\1", question)
    question = _BARE_YEAR.sub(r"\g<year>年", question)
    question = _COUNTED_YEARS.sub(r"\g<year>年", question)
    if _WRITTEN_YEAR.search(question):
        question = question.replace("当年", "")
    return _SPAN.sub(r"近\g<span>年", _PERCENT.sub("多少", question))


def indicator_of(question: str, this_year: int = 2000) -> str:
    """The measure's name: 2008年城镇新增就业是多少？ → 城镇新增就业."""
    kept, end = [], 0
    for mention in resolve_years(question, this_year):
        if mention.start >= end:
            kept.append(question[end : mention.start])
            end = mention.end
    kept.append(question[end:])
    words = _REPORTS.sub("", "".join(kept))
    if _asks_whether_met(question):
        words = _MET.sub(lambda found: found["name"] or "", words)
    if asking := asked_unit(words)[1]:
        words = words.replace(asking, "", 1)
    words = _PLANNED.sub("", _MOVES.sub("", _RANK.sub("", words)))
    previous = ""
    while previous != words:
        previous = words
        words = _WORDS_AROUND.sub("", words).strip("和与到至的是，—-以来")
        words = _AT_AN_END.sub("", words)
    for letters, name in OTHER_NAMES.items():
        # 国内 or 地区, as the report has it.
        words = re.sub(letters, name.removeprefix("国内"), words, flags=re.IGNORECASE)
    return words


def _has_measure(question: str) -> bool:
    question = _WHEN.sub("", question)
    return bool(
        _NUMBER.search(question)
        or _HIGHEST.search(question)
        or _LOWEST.search(question)
        or (_SERIES.search(question) and re.search(r"年", question))
        or _NAMED_FIGURE.search(question)
    )


def _asks_whether_met(question: str) -> bool:
    """有没有完成目标: a result is compared with what was planned for its year."""
    return bool(_MET.search(question) and _WHETHER.search(question))


def _wanted(question: str, years: tuple[int, ...]) -> Wanted:
    if _asks_whether_met(question):
        return "met"
    if _HIGHEST.search(question):
        return "highest"
    if _LOWEST.search(question):
        return "lowest"
    if len(years) == 2 and _COMPARE.search(question):
        return "compare"
    if len(years) > 1 and _TOTAL.search(question):
        return "total"
    if len(years) > 1 or _SERIES.search(question):
        return "series"
    return "growth" if _GROWTH.search(question) else "value"


def _quote(question: str) -> str:
    found = _QUOTED.search(question)
    if found:
        return next(group for group in found.groups() if group)
    return question if GAP.search(question) else ""
