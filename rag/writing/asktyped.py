"""Who, where, when, why, which: sentences that hold an answer of the kind asked for.

A sentence near the question's words that names no office does not say who is in charge. The
subject may stand in the sentence before (财政收支矛盾突出。受…影响) or in the heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rag.records import Citation, Hit
from rag.text.numerals import find_quantities
from rag.text.sentences import split_sentences
from rag.writing.followup import without_years
from rag.writing.grounded import LEAD_IN, citation
from rag.writing.measures import fits_unit
from rag.writing.orders import is_order
from rag.writing.questions import Asked
from rag.writing.quoted import clipped

Kind = Literal["why", "who", "where", "when", "how_long", "which"]

_HAN: Final = "[\u4e00-\u9fff]"
_WHICH: Final = "哪(?:一)?(?:些|几个?|个|家|位|级)?|什么|何"
_OFFICE: Final = "(?:部门|单位|机关|科室|站所|领导|办公室|股室|人)"
_PLACE: Final = "(?:地方|位置|村|镇|乡|街道|社区|路段?|地段|区域|县)"
_ROLE: Final = "(?:牵头|责任|主管|主办|承办|配合|实施|分管|联系)(?:单位|部门|领导|人)"
_LISTED: Final = "村|社区|镇|乡|街道|县|区|党?支部|党组织|企业|公司|部门|单位|学校|项目|荣誉|产业"
_ACTS: Final = (
    "负责|牵头|主持|召集|担任|承担|组织|实施|统筹|审|签|主管|分管|包联|配合|落实|收缴|办理|监督|会商"
    "|统一|把关|完成|汇总|谈话|安排|管理|监管|巡护|巡查|检查|执行|承建|运营|维护|保障|发放|督办"
)
_ASKS: Final[dict[Kind, re.Pattern[str]]] = {
    "why": re.compile(
        "为什么|为何|为啥|怎么会|(?:是)?(?:什么|何|哪些)原因|(?:的)?(?:主要)?原因(?:是什么|在哪里?|有哪些|何在|是啥)"
    ),
    "who": re.compile(
        rf"(?:是|由|归|向|报|给|找|交)*(?:谁|何人|什么人|哪位)|{_ROLE}(?:是|为)?(?:{_WHICH}){_OFFICE}?"
        rf"|(?:是|由|归|向|报|给|找|交)*(?:{_WHICH}){_OFFICE}"
        rf"(?=.{{0,10}}(?:{_ACTS}|管|报|批|抓|印|受理|$|[？?]))|{_ROLE}$"
    ),
    "where": re.compile(
        rf"(?:建|设|安排|放)?(?:在|到|去|位于|落户|地处|往)*"
        rf"(?:哪里|哪儿|何处|何地|(?:什么|哪(?:一)?个){_PLACE}(?!.{{0,12}}最))|(?:地点|地址|位置|选址)(?:是|在)?"
    ),
    "when": re.compile(
        "(?:是|在|到|从|于|截止到?|截至|最迟|最晚|应该?|要)*(?:什么时候|何时|什么时间|哪一?天|(?:哪个?|几)月(?:份|几[日号])?"
        "|几[日号]|几点|哪个季度|什么日期)(?:到(?:几月|什么时候))?(?:之?前|之?后|以前|起)?"
        "|(?:时间|日期|时限|期限)(?:是|为)?(?:什么)?$"
    ),
    "how_long": re.compile("(?:每隔|隔)?(?:多久|多长时间)|频次(?:是|有)"),
    "which": re.compile(rf"(?:有|是|包括|在|被)*哪(?:些|几个?)(?P<noun>{_LISTED})"),
}
_DATE: Final = (
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|[底初末中]|份|[上中下]旬)?|\d{1,2}[日号]|\d{4}年(?!度)|年[底末初]|[上下]半年"
    r"|第?[一二三四]季度|[春夏秋冬]季|元旦|春节|“七一”|国庆|周[一二三四五六日末]"
)
_HOLDS: Final[dict[Kind, re.Pattern[str]]] = {
    "why": re.compile(
        rf"由于|因为|原因(?:是|在于|：|有)|受{_HAN}{{2,20}}(?:影响|制约|限制|冲击)"
        rf"|(?<![起要诱成基])因{_HAN}{{2,16}}[，、。]|造成|导致|缘于|源于|归因|为了|旨在"
    ),
    "who": re.compile(
        rf"由[^，。；]{{2,24}}?(?:{_ACTS})|{_HAN}{{2,20}}(?:负责|牵头|担任|分管|主管|主办|承办|包联)"
        rf"|{_ROLE}(?:为|是|：)|报(?:送|至|给)?{_HAN}{{2,16}}(?:部|科|局|办|委|组|室|站|处|所|中心|政府)"
    ),
    "where": re.compile(
        rf"(?:在|位于|地处|坐落于?|落户|选址|设于|建于|迁至|地点){_HAN}{{0,14}}(?:村|镇|乡|县|区|市|省|路|街|巷|园|院|馆|校"
        "|站|组|社区|广场|中心|北|南|东|西|侧|旁|段|处|地块|沿线|基地)"
    ),
    "when": re.compile(_DATE),
    "how_long": re.compile(rf"{_DATE}|每{_HAN}{{1,2}}|\d+(?:天|日|个月|年|小时|周|个工作日)"),
}
_NO_SUBJECT: Final = re.compile(r"[，。？?！!：:、；;\s“”]|请问|告诉我|查一下|帮我|吗|呢|啊|吧")
_ACTING: Final = re.compile(
    rf"(?:{_ACTS}|管|召开|举办|开展|进行|截止|截至|发布|统计|上报|报送?|报给?|审批|工作|情况|单位|部门|开?一次|的|是|了|要|在)+$"
    rf"|^(?:{_ACTS}|是|由|在|到|的|了|被|把|归|要|管|我们|咱们|评[为上]|获评|命名为|授予)+(?=..)"
)
_HEADING: Final = re.compile(r"^\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．][^。；]{2,40}$")
_LEAST: Final = 0.6
"""Share of the subject that a sentence must speak of with what stands around it."""
_BEFORE, _HEADED, _EARLIER, _TITLED = 0.85, 0.8, 0.7, 0.5
"""What a pair of characters counts in the sentence before, a heading, the passage, the title."""
_REASONED: Final = 0.8
"""The same for a reason: 主要原因 ends the paragraph that it explains."""
_ADVERBS: Final = "还也都很较更的了不"
_ACTED: Final = 0.1
_HEAD_KNOWN: Final = 0.75
_LONGEST: Final = 200
_MOST: Final = 2
_NEAR_BEST: Final = 0.92


@dataclass(frozen=True, slots=True)
class Typed:
    """A question that wants an answer of one kind about a subject; ``acts`` are its verbs."""

    kind: Kind
    subject: str
    noun: str = ""
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, the one before it, all before it in its paragraph, and its headings."""

    sentence: str
    before: str
    earlier: str
    headings: str
    hit: Hit


def typed_question(question: str) -> Typed | None:
    """The kind of answer a question wants and its subject; None for questions of other kinds."""
    words = without_years(question, 2000)
    for kind, asks in _ASKS.items():
        if found := asks.search(words):
            rest = _NO_SUBJECT.sub("", words[: found.start()] + words[found.end() :])
            acts = frozenset(re.findall(_ACTS, rest))
            subject = _ACTING.sub("", _ACTING.sub("", rest))
            noun = found.groupdict().get("noun") or ""
            if len(subject) > 1:
                return Typed(kind, subject, noun, acts)
    return None


def typed_sentences(asked: Typed, hits: Sequence[Hit]) -> tuple[str, tuple[Citation, ...]]:
    """The sentences about the subject that hold an answer of the kind; "" for none."""
    scored = []
    for place, said in enumerate(_sentences(hits)):
        score = _spoken_of(asked.subject, said, asked.kind)
        if score >= _LEAST and _holds(asked, said.sentence):
            acted = _ACTED if any(act in said.sentence for act in asked.acts) else 0.0
            scored.append((score + acted, -place, said))
    return _quoted(scored)


def numbered_sentences(asked: Asked, hits: Sequence[Hit]) -> tuple[str, tuple[Citation, ...]]:
    """Sentences that give the number of what a question names: 冷链中心…总投资2600万元."""
    name = asked.indicator
    scored = []
    for place, said in enumerate(_sentences(hits)):
        for quantity in find_quantities(said.sentence):
            head = _before_number(name, said.sentence[: quantity.start])
            if head is None or not fits_unit(asked.unit, quantity.unit):
                continue
            score = _spoken_of(head, said) if len(head) > 1 else 1.0
            if score >= _HEAD_KNOWN:
                scored.append((score, -place, said))
                break
    return _quoted(scored)


def _before_number(name: str, text: str) -> str | None:
    """The rest of a name whose end stands right before a number; None where it does not."""
    text = re.sub(r"(?:共计?|约|达到?|为|近|超过?|是|有|于|不少于|仅|只|已|现){0,3}$", "", text)
    for size in range(len(name), 1, -1):
        if text.endswith(name[-size:]):
            return name[:-size].removesuffix("的")
    return None


def _sentences(hits: Sequence[Hit]) -> Iterator[Said]:
    """Each sentence that states something, with what stands before it."""
    for hit in hits:
        headings = " ".join(hit.passage.section_path)
        for paragraph in hit.passage.text.split("\n"):
            if _HEADING.match(paragraph):
                # Short sections share a passage, whose path is that of the first.
                headings = paragraph
                continue
            before, earlier = "", ""
            for start, end in split_sentences(paragraph):
                sentence = paragraph[start:end]
                if not is_order(sentence) and not LEAD_IN.search(sentence):
                    yield Said(sentence, before, earlier, headings, hit)
                before, earlier = sentence, f"{earlier}{sentence}"


def _spoken_of(subject: str, said: Said, kind: Kind | None = None) -> float:
    """The share (0–1) of the subject's pairs, those beside the sentence counting less."""
    passage = said.hit.passage
    places = (
        (1.0, said.sentence),
        (_BEFORE, said.before),
        (_HEADED, said.headings),
        (_REASONED if kind == "why" else _EARLIER, said.earlier),
        (_TITLED, passage.document_title),
    )
    pairs = [subject[n : n + 2] for n in range(len(subject) - 1)]
    found = [next((w for w, text in places if _stands_in(pair, text)), 0.0) for pair in pairs]
    return sum(found) / len(pairs)


def _stands_in(pair: str, text: str) -> bool:
    """Whether two characters stand together; 底子还不厚 holds 底子不厚."""
    return pair in text or any(f"{pair[0]}{word}{pair[1]}" in text for word in _ADVERBS)


def _holds(asked: Typed, sentence: str) -> bool:
    if asked.kind != "which":
        return bool(_HOLDS[asked.kind].search(sentence))
    listed = rf"(?:{_HAN}{{2,8}}(?:、|和|及)){{1,}}[^，。；]{{0,16}}{asked.noun}"
    named = rf"{listed}|{_HAN}{{2,6}}{asked.noun}[、和]"
    return bool(re.search(named, sentence))


def _quoted(scored: list[tuple[float, int, Said]]) -> tuple[str, tuple[Citation, ...]]:
    scored.sort(key=lambda item: item[:2], reverse=True)
    chosen = [one for one in scored[:_MOST] if one[0] >= scored[0][0] * _NEAR_BEST]
    citations = tuple(
        citation(n, one[2].hit, one[2].sentence) for n, one in enumerate(chosen, start=1)
    )
    lines = [f"“{clipped(cited.quote, _LONGEST)}”[{cited.n}]" for cited in citations]
    return "\n".join(lines), citations
