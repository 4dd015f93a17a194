"""What a number in a text claims: of which indicators, of which year, a level or a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.figures.directions import FALL, RISE
from rag.figures.mentions import Mention
from rag.figures.paragraphs import Paragraph
from rag.figures.relations import spans_years
from rag.figures.segments import Segment, segments
from rag.records import Direction, Figure, FigureStatus, Quantity
from rag.text.numerals import parse_quantity
from rag.text.sentences import split_sentences
from rag.text.years import find_years, resolve_years

_GROWTH = re.compile(
    r"同比|环比|比上年|比去年|较上年|较去年|比\d{4}年|较\d{4}年|与上年|与去年|比“|年均|增长|增速|增幅|"
    r"下降|降幅|减少|增加|提高|提升|上升|降低|净增|翻|回落|多|少"
)
_LEVEL = re.compile(r"(?:到|至|达|达到|为|是|至约|到约)$")
_CHANGE = re.compile(
    r"(?:增长|增加|上升|提高|提升|下降|减少|降低|增收|增产|净增|多增|减收|减产|净减|回落|回升|下滑|攀升|多|少|降|增|"
    r"压减|压降|缩减|削减|上涨|下跌|提前|增幅|降幅|涨幅|跌幅|扩大|缩小|缩短)(?:了|约|近|超|超过|\s)*$"
)
_ONLY_GROWTH = re.compile(
    r"(?:，|分别|同比|环比|均|各|比|较|与|上年|去年|同期|相比|增长|增加|上升|提高|提升|下降|减少|降低|了|年均|"
    r"增幅|增速|降幅|净增|达|为|约|\d{4}年|多|少|是|的|前年|平均|按(?:现行?|可比|不变|当年)价格?(?:计算|算)?"
    r"|(?:扣除|剔除)(?:价格|物价)(?:上涨)?因素(?:影响)?后?|实际|名义)+"
)
_BASE_YEAR = re.compile(r"(?:比|较|与|是|相比)(?:于)?(?:(\d{4})年|(上年|去年|上一年)|(前年))")
_BASE_OF = re.compile(r"(?:比|较|与)(?:\d{4}年|上年|去年|上一年|前年)(?:同期)?的?$")
_FROM = re.compile(r"[从由](?![^，。；]{0,30}\d{4}年)[^，。；]{0,30}$")
_TO = re.compile(r"[^，。；]{0,24}?(?:到|至|为)")
_SHARE = re.compile(r"占|比重|比例|占比")
_SUM = re.compile(r"共|合计|总计|累计|一共|共计|总共|剩|还有|尚有|余下")
_SINCE = re.compile(r"((?:19|20)\d\d)年[^，。；\d]{0,4}(?:以来|起|至今|开始)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number mention with everything linking asks of it.

    ``names`` are the indicators the extraction proposes, ``shared`` those that one number is given
    to together (办结率、满意率均为100%), ``year`` the year the fact is given to,
    ``base_year`` the year it is compared with, if the text names one. ``base`` tells the number
    that something grew from, ``level`` is False where the words say that the number is a change.
    ``spanning`` tells that the words speak of several years together (五年来, 比2000年).
    ``before`` are the words of its clause before it. ``carried`` tells that only an earlier
    sentence of the paragraph names the year: 2023年获评先进。开展主题党日264场 may be this year's.
    ``counted`` is False for a numeral such as the one of 不漏一人, a figure only if entered.
    """

    mention: Mention
    quantity: Quantity
    names: tuple[str, ...]
    shared: tuple[str, ...]
    year: int
    status: FigureStatus
    segment: Segment
    sentence: str
    level: bool
    growth: bool
    anaphoric: bool
    share: bool
    total: bool
    base: bool
    counted: bool
    base_year: int | None
    spanning: bool = False
    before: str = ""
    carried: bool = False


def claims(
    paragraph: Paragraph, year: int, is_name: Callable[[Mention], bool]
) -> tuple[Claim, ...]:
    """The claims of a paragraph that tells ``year``, in order.

    ``is_name`` says which numbers belong to an indicator's name (12345热线) and so claim nothing.
    """
    spans = split_sentences(paragraph.text)
    numbers = [m for m in map(_as_figure, paragraph.mentions) if m.quantity and not is_name(m)]
    made = []
    for mention, segment in zip(numbers, segments(paragraph.text, numbers, spans), strict=True):
        made.append(_claim(paragraph, mention, segment, year))
    return tuple(made)


def _as_figure(mention: Mention) -> Mention:
    """五类 in 五类问题 was taken for a fixed expression; the ledger may know it all the same."""
    if mention.kind != "fixed" or mention.quantity is not None:
        return mention
    quantity = parse_quantity(mention.text)
    if quantity is None or not quantity.unit or quantity.value < 2:
        return mention
    placed = replace(quantity, start=mention.start, end=mention.end)
    return replace(mention, quantity=placed)


def _claim(paragraph: Paragraph, mention: Mention, segment: Segment, year: int) -> Claim:
    text = paragraph.text
    found = [
        f
        for f in paragraph.figures
        if f.quantity.start < mention.end and mention.start < f.quantity.end
    ]
    quantity = found[0].quantity if found else mention.quantity
    assert quantity is not None
    before = text[segment.clause : mention.start]
    wide = text[max(segment.sentence[0], mention.start - 24) : mention.start]
    told = _told_year(found, text[: mention.start], year)
    return Claim(
        mention=mention,
        quantity=quantity if quantity.direction else replace(quantity, direction=_way(before)),
        names=_names(found),
        shared=tuple(dict.fromkeys(f.indicator for f in found if f.indicator)),
        year=_base_of(before, year) or told,
        status=found[0].status if found else "actual",
        segment=segment,
        sentence=text[segment.sentence[0] : segment.sentence[1]],
        level=bool(_LEVEL.search(before)) or not (_CHANGE.search(before) or _grown(found)),
        growth=_grown(found) or bool(_GROWTH.search(wide)),
        anaphoric=bool(_ONLY_GROWTH.fullmatch(segment.left.strip())) or not segment.left.strip(),
        share=bool(_SHARE.search(before)),
        total=bool(_SUM.search(before)),
        base=bool(_FROM.search(before) and _TO.match(text[mention.end : segment.sentence[1]])),
        counted=mention.kind == "figure" and not _is_one(mention, quantity),
        base_year=_base_year(wide, year),
        spanning=spans_years(text[segment.sentence[0] : mention.start], year),
        before=before,
        carried=told < year and _is_carried(text, segment.sentence, told),
    )


def _is_one(mention: Mention, quantity: Quantity) -> bool:
    """不漏一人: a Chinese one hardly ever counts."""
    return quantity.value == Decimal(1) and mention.text.startswith("一") and quantity.unit != "番"


def _told_year(figures: Sequence[Figure], before: str, year: int) -> int:
    """The fact year; 2019年以来 says since when, not when."""
    years = [f.fact_year for f in figures if f.fact_year is not None]
    if not years:
        return year
    since = {int(found) for found in _SINCE.findall(before)}
    return year if years[0] in since and years[0] < year else years[0]


def _is_carried(text: str, sentence: tuple[int, int], year: int) -> bool:
    """Whether a year is named before a sentence that names none itself."""
    own = resolve_years(text[slice(*sentence)], year)
    earlier = find_years(text[: sentence[0]])
    return not own and any(mention.year == year for mention in earlier)


def _grown(figures: Sequence[Figure]) -> bool:
    """The later ones of 分别增长20%、10% have no verb before them, only a name that says so."""
    return any(f.indicator.endswith("增速") for f in figures)


def _names(figures: Sequence[Figure]) -> tuple[str, ...]:
    """The indicators' names; a sum over years may be entered as …累计 or under the plain name."""
    names = [f.indicator for f in figures if f.indicator]
    summed = [f"{f.indicator}累计" for f in figures if f.status == "cumulative" and f.indicator]
    return (*names, *summed)


def _way(before: str) -> Direction:
    """Direction of the change word directly before a number; none for 提高到."""
    match = _CHANGE.search(before)
    if match is None:
        return ""
    if FALL.search(match.group()) or match.group()[0] in "少降":
        return "down"
    return "up" if RISE.search(match.group()) or match.group()[0] in "多增" else ""


def _base_of(before: str, year: int) -> int | None:
    """The year of a base that stands directly behind its year: 比上年的240场."""
    match = _BASE_OF.search(before)
    return _base_year(match.group(), year) if match else None


def _base_year(text: str, year: int) -> int | None:
    found = list(_BASE_YEAR.finditer(text))
    if not found:
        return None
    number, last, _ = found[-1].groups()
    return int(number) if number else year - 1 if last else year - 2
