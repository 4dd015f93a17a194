"""Every number-like thing of a text, and what it is: a figure, a fixed expression, a date …

A number counts something (整改五类问题) or belongs to a name (两个维护, “6+1”, 四级联动). The form
alone does not tell, so the words around it decide.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from rag.figures.fixed import REPEATED, fixed_pattern, spans, word_pattern
from rag.records import Quantity
from rag.text.clean import Normalised, normalise
from rag.text.numerals import to_quantity
from rag.text.tokens import Token, scan

MentionKind = Literal["figure", "fixed", "date", "ordinal", "document_number"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number-like thing at ``[start, end)``; ``quantity`` only where it is a figure."""

    start: int
    end: int
    text: str
    kind: MentionKind
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mention in a cleaned text; ``token`` holds what was read."""

    start: int
    end: int
    kind: MentionKind
    token: Token


def find_mentions(text: str, fixed: Collection[str] = ()) -> tuple[Mention, ...]:
    """All number-like things of ``text`` in order, each with what it is.

    ``fixed`` are expressions an office or its indexed policies add to the packaged list. Words
    that merely contain a numeral (一般, 零售) are not mentioned.
    """
    clean = normalise(text)
    return tuple(_mention(seen, clean, text) for seen in classify(clean.text, fixed))


def _mention(seen: Sighting, clean: Normalised, text: str) -> Mention:
    start, end = clean.original_span(seen.start, seen.end)
    quantity = to_quantity(seen.token, clean, text) if seen.kind == "figure" else None
    return Mention(start, end, text[start:end], seen.kind, quantity)


def classify(text: str, fixed: Collection[str] = ()) -> Iterator[Sighting]:
    """The mentions of a cleaned text."""
    expressions = _Spans(spans(fixed_pattern(frozenset(fixed)), text))
    words = _Spans(spans(word_pattern(), text) + spans(REPEATED, text))
    quotes = _Spans([match.span() for match in _QUOTED.finditer(text)])
    last_end = 0
    for token in scan(text):
        if words.around(token.core) and token.kind in ("number", "name", "ordinal"):
            continue
        if span := expressions.around(token.core):
            if span[0] >= last_end:
                last_end = max(span[1], token.end if token.kind == "ordinal" else 0)
                yield Sighting(min(span[0], token.start), last_end, "fixed", token)
            continue
        kind = _kind(text, token, quotes)
        if kind:
            last_end = token.end
            yield Sighting(token.start, token.end, kind, token)


class _Spans:
    """Sorted spans that can be asked which one holds a place."""

    def __init__(self, found: list[tuple[int, int]]) -> None:
        self._found = sorted(found)
        self._starts = [start for start, _ in self._found]

    def around(self, place: int) -> tuple[int, int] | None:
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and self._found[index][1] > place:
            return self._found[index]
        return None


_QUOTED = re.compile(r"[“‘「『\"][^“”‘’「」『』\"\n。]{1,14}[”’」』\"]|《[^《》\n]{1,60}》")
_SPAN_UNITS = frozenset({"年", "周年", "月", "日"})
_LASTING = re.compile(
    r"(?:连续|持续|平均|历时|历经|用时|缩短|提前|延长|累计|至|到|达|为期|寿命|年龄|期限)[^，。,;；]{0,4}$"
)
_THINGS = frozenset(
    {"名", "人", "户", "家", "处", "座", "栋", "间", "所", "台", "辆", "套", "亩", "篇", "人次"}
)
"""Measure words of things that are counted and hardly ever part of a name."""

_COUNTABLE = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?:问题|隐患|案件|线索|矛盾|纠纷|建议|短板|党支部|支部|党组织|企业|单位|阵地|基地|家庭"
    r"|项目|事项|任务|村(?!级)|社区)"
)
"""What an office counts also where no verb says so: 反馈的五类问题."""

_HELD = re.compile(
    r"[\u4e00-\u9fff“]{0,6}?(?:会(?!议精神)|活动|宣讲|讲座|讲堂|党课|培训|演出|展演|晚会|比赛|竞赛|联赛|义诊|直播|仪式)"
)
"""What is held in 场: 三场宣讲会."""
_PLACES = frozenset("省市县区州国镇乡")
_SUMMING_UNITS = frozenset("省市县区国州村镇乡院校馆部所方地")
"""甲省、乙省两省 only sums up what was named."""

_ASPECT = re.compile(r"方面|层面|层次|环节|维度|阶段|步骤")
_ABSTRACT = re.compile(
    r"方面|层面|层次|环节|维度|阶段|步骤|坚持|聚焦|着力|角度|关键|大局|抓手|意识|自信|维护|确立|确保|必须|务必"
    r"|转变|定位|战略|时期|世纪|更加|新的|崭新|重要时刻|历史|原则|统一|结合|满意|到位|贯通|到底|字"
)
_ACT = re.compile(
    r"(?:新建|新增|新设|新发展|新成立|新组建|新招|新引进|建成|建立|建设|创建|组建|成立|打造|设立|增设|增配|撤销"
    r"|撤并|整改|整治|整顿|排查|发现|解决|化解|调解|办理|办结|受理|查处|处置|处理|立案|结案|开展|举办|召开|组织|完成"
    r"|实施|发展|培养|选派|选送|选配|选举|引进|引入|入选|获评|获得|荣获|评选|表彰|命名|认定|申报|推出|出台|制定|修订"
    r"|印发|发布|刊发|推广|改造|修建|修复|新修|拆除|清理|硬化|安装|投放|配备|配齐|购置|捐赠|慰问|走访|帮扶|救助"
    r"|培训|承办|承接|签约|落地|开工|竣工|投产|接待|接收|惠及|吸纳|输送|招录|招聘|储备|调整|处分|约谈|通报|提醒|谈话"
    r"|提拔|转正|划分|确定|设置|覆盖|涉及|包括|共有|现有|下辖|下设|辖|增至|减至|增加到|减少到|增加|减少|优化|梳理"
    r"|征集|收集|提出|采纳|上报|报送|(?<!福)建|设|派|聘|评|收到|听取|审议|通过|投用|启用|列出|形成|编制|培育|扶持|落实|发放"
    r"|由|从|其中|分为|共|计|达|剩余|剩下|余下|尚有)(?:了|过|起|出|好)?(?:近|约|超|超过)?$"
)
_STRONG_ACT = re.compile(
    r"(?:新建|新增|新设|新发展|新成立|建成|成立|增设|撤销|发展|配备|选派|获评|获得|荣获|查处|处分|举办|召开)(?:了)?$"
)
_CLOSED = re.compile(r"[，,。；;、）)：:\s”]|$|以上|左右|（|\(")
_WORD_BEFORE = re.compile(r"[\u4e00-\u9fffA-Za-z”）)]$")
_MEASURES = frozenset({"%", "‰", "‱", "成", "倍", "番", "个百分点", "百分点"})
_REACH_NAME = re.compile(
    r"[^，。、\d]{0,6}圈|值班|值守|在线|不间断|不打烊|监控|应急值|热线|自助|外|实时|全天候|轮[班流]|待命|备勤|无休|执勤|执守|巡逻|巡查|开放|营业"
)
"""15分钟健身圈, 24小时值班."""

_ROOM = re.compile(r"(?:的)?(?:会议|办公|多功能|大?厅|报告|活动)")
"""十八层会议室: which floor, not how many."""
_PHYSICAL = re.compile(r"[瓦吨米伏升克]时?$")
_SPECIFICATION = re.compile(r"(?:级|型|国产|首台|首款|单机|单体)$")


def _kind(text: str, token: Token, quotes: _Spans) -> MentionKind | None:
    match token.kind:
        case "date" | "ordinal" | "document_number":
            return token.kind
        case "name":
            return None if token.chinese and token.end - token.start == 1 else "fixed"
        case "rank":
            return "figure"
        case "number":
            quote = quotes.around(token.core)
            if quote and not _inside_sentence(text, quote, token):
                return "fixed"
            return _number_kind(text, token)


def _inside_sentence(text: str, quote: tuple[int, int], token: Token) -> bool:
    """A quoted word with a number (“3815”) is a name; a quoted statement (“增长5%”) is not."""
    inner = text[quote[0] + 1 : token.start]
    return token.unit in _MEASURES and bool(re.search(r"(?:增长|下降|提高|达|为)$", inner))


_REFERENCE = re.compile(r"(?:图|表|附件|附录|附表|附图|附|专栏|公式|步骤|例|注|页|栏)$")
_COUNTED_PAPER = frozenset({"张", "幅", "份", "册", "个", "套", "件", "项", "本", "页"})
_CODE = re.compile(r"[A-Z]{2,}(?:/[A-Z]+)?[ -]?(?:[\d.]{1,10}-)?$|[A-Za-z0-9]-$")
_COPIES = re.compile(r"一式$")


def _is_reference(text: str, token: Token) -> bool:
    """如图12所示, 附件3, ISO 14258, 一式两份: the number points at something or names it."""
    before = text[max(0, token.core - 16) : token.core]
    bare = not token.unit or token.unit.startswith("∶")
    if _COPIES.search(before) or (bare and _CODE.search(before)):
        return True
    if not _REFERENCE.search(before):
        return False
    shown = token.unit == "所" and text[token.end : token.end + 1] in ("示", "列")
    return bare or shown or (before[-1] in "图附" and token.unit not in _COUNTED_PAPER)


def _number_kind(text: str, token: Token) -> MentionKind:
    if _is_reference(text, token):
        return "fixed"
    if token.unit in _MEASURES or token.unit.startswith("∶"):
        leading = text[token.start - 1 : token.start] == "前"
        return "fixed" if leading and not _CLOSED.match(text, token.end) else "figure"
    if token.unit in _SPAN_UNITS:
        return "figure" if token.unit == "年" and _lasts(text, token) else "date"
    if _PHYSICAL.search(token.unit) and _SPECIFICATION.search(
        text[max(0, token.start - 3) : token.start]
    ):
        return "fixed"
    if text[token.end : token.end + 1] in ("级", "型"):
        return "fixed"
    if token.unit in ("分钟", "小时", "公里") and _REACH_NAME.match(text, token.end):
        return "fixed"
    if token.unit == "层" and token.chinese and _ROOM.match(text, token.end):
        return "fixed"
    if token.unit in ("栋", "幢", "单元") and token.upper is not None:
        return "fixed"
    if token.unit in ("个", "项") and _ASPECT.match(text, token.end):
        return "fixed"
    if token.chinese:
        return _chinese_kind(text, token)
    if not token.unit:
        return _bare_kind(text, token)
    return "figure"


_AHEAD = re.compile(r"提前(?:了|近|约)?$")
_REACHES = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:完成|实现|达|建成|兑现|脱贫|摘帽|进入|还清|交付|投产|通车|销号|收官)"
)
"""提前一年完成 says when it was done, not how long something took."""


def _lasts(text: str, token: Token) -> bool:
    ahead = _AHEAD.search(text[max(0, token.start - 4) : token.start])
    if ahead and _REACHES.match(text, token.end):
        return False
    since = text[token.end : token.end + 1] in ("来", "以", "间", "前", "后")
    return not since and bool(_LASTING.search(text[max(0, token.start - 8) : token.start]))


_BELOW = re.compile(r"(?:以下|如下|下列|下面)$")
"""把握好以下三点 counts what the text itself is going to say."""


def _chinese_kind(text: str, token: Token) -> MentionKind:
    if _BELOW.search(text[max(0, token.start - 2) : token.start]):
        return "fixed"
    digits = text[token.core : token.core + 2]
    if token.value > 10 or token.approx or token.unit[:1] in "万亿" or digits[1:2] in "十百千":
        return "figure"
    before, closed = text[max(0, token.start - 6) : token.start], _CLOSED.match(text, token.end)
    if _ABSTRACT.match(text, token.end):
        return "fixed"
    if token.value == 1 and token.upper is None:
        if (token.unit in _THINGS or token.unit == "个") and _in_count(text, token):
            return "figure"
        if closed and _WORD_BEFORE.search(before):
            return "figure" if token.unit in _THINGS or token.unit == "个" else "fixed"
        strong = _STRONG_ACT.search(before) and token.unit not in ("次", "批", "套", "项")
        return "figure" if strong else "fixed"
    if closed and _WORD_BEFORE.search(before) and token.unit not in _SUMMING_UNITS:
        return "figure"
    if token.unit in ("场", "场次") and _HELD.match(text, token.end):
        return "figure"
    placed = token.unit in _PLACES and _WORD_BEFORE.search(before)
    if not placed and (token.unit in _THINGS or _COUNTABLE.match(text, token.end)):
        return "figure"
    return "figure" if _ACT.search(before) else "fixed"


def _in_count(text: str, token: Token) -> bool:
    """两家局属林场，一家镇属林场: one of a list of counts."""
    unit = re.escape(token.unit)
    words = r"[^，,、。；;]{1,12}[，,、]"
    others = rf"(?:[二两三四五六七八九十]|\d){unit}{words}(?:一{unit}{words}){{0,4}}$"
    return bool(re.search(others, text[max(0, token.start - 60) : token.start]))


_METRIC_BEFORE = re.compile(
    r"(?:增长|下降|提高|上升|增加|减少|降低|回落|达到?|为|共计?|总计|合计|突破|[增降升减]?至|到|由|从|约|超过?|近|分别)$"
)


_VERSION = re.compile(r"\d\.0")
"""首发经济3.0, 营商环境6.0."""


def _bare_kind(text: str, token: Token) -> MentionKind:
    """A number without unit is a figure after a verb of measure or in a list with units."""
    if text.startswith("方面", token.end):
        return "fixed"
    if token.approx or _METRIC_BEFORE.search(text[max(0, token.start - 3) : token.start]):
        return "figure"
    if _VERSION.fullmatch(text[token.core : token.end]):
        return "fixed"
    follow, before = text[token.end : token.end + 1], text[token.start - 1 : token.start]
    closed = not follow or follow in "，,。；;、）)\n\t "
    return "figure" if closed and "\u4e00" <= before <= "\u9fff" else "fixed"
