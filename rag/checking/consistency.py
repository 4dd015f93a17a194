"""A text that contradicts itself: one indicator with two values, parts above their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rag.checking.context import CheckContext
from rag.checking.moves import check_moves, in_plain_unit
from rag.figures.entry import plain
from rag.figures.names import key
from rag.figures.paragraphs import Paragraph, paragraphs
from rag.figures.relations import spans_years
from rag.records import Figure, Finding, Quantity
from rag.text.marks import without_marks
from rag.text.numerals import canonical, equivalent

KIND = "consistency"
CERTAIN_NAME = 3
"""Characters of an indicator's key; shorter ones name different things in different places."""

_OF_MANY = re.compile(r"[占较比居]|保持|连续|位居|位列|排名|其中")
"""Names that begin so say too little to be one indicator: 居全国前5位, 占比3%."""
_LASTING = frozenset({"年", "月", "个月", "天", "日", "周", "位", "名次", "岁", "季度", "个季度"})

_WHOLE = re.compile(
    r"清单|排查|摸排|受理|收到|接收|接到|梳理|查摆|查找|发现|收集|征集|登记|立案|列出|建立.{0,6}台账|反馈|交办"
)
_PART = re.compile(
    r"销号|整改|办结|办理完成|化解|解决|完成|答复|调处|结案|消除|落实|其中|已办|处置"
)
_RATE = re.compile(
    r"(?:办结|满意|覆盖|合格|参与|参加|占比|比重|比例|参保|到会|整改|销号|化解|达标|优良|知晓|缴纳|"
    r"交纳|参训|参学|调解成功|及格|按期|回复|答复|处置|建档|签约|上线|公开|普及)率?$|(?:占比|比重|比例)|占[^，。；]{1,16}$"
)
_OVERLAPPING = re.compile(r"以上|以下|以内|学历|文化|岁|女|青年|少数民族|预备")
"""Kinds of people that are counted more than once: 35岁以下14名、大专以上16名 of 21."""
_UNBOUNDED = re.compile(
    r"增长|增速|增幅|(?:完成|占).{0,8}(?:目标|任务|计划|预算)|拨备|产销|毛入学|负债|相当于|超额|同比"
)


def check(context: CheckContext) -> tuple[Finding, ...]:
    """Contradictions inside the text, with both places as evidence."""
    parts = paragraphs(
        without_marks(context.text), context.year, fact_year=context.told, sections=context.sections
    )
    findings = [*_two_values(context, parts)]
    for paragraph in parts:
        findings += _part_over_whole(context, paragraph)
        findings += _rates(context, paragraph)
        findings += _sums(context, paragraph)
        findings += check_moves(context, paragraph)
    return tuple(findings)


def _two_values(context: CheckContext, parts: tuple[Paragraph, ...]) -> Iterator[Finding]:
    """The same indicator, unit and year with another value further up in the text."""
    first: dict[tuple[object, ...], tuple[int, Figure]] = {}
    rows = {key(row.indicator) for row in context.rows}
    for paragraph in parts:
        for figure in paragraph.figures:
            name = key(figure.indicator)
            rough = figure.quantity.approx or figure.quantity.upper is not None
            if rough or not figure.sure or figure.status not in {"actual", "cumulative"}:
                continue
            quantity = figure.quantity
            if len(name) < CERTAIN_NAME or _OF_MANY.match(name) or quantity.unit in _LASTING:
                continue
            at = paragraph.text.rfind(figure.sentence, 0, quantity.start + len(figure.sentence))
            if spans_years(paragraph.text[max(at, 0) : quantity.start], context.told):
                continue
            base = canonical(Decimal(1), quantity.unit)[1]
            same = (name, base, quantity.direction, figure.fact_year, figure.status)
            old = first.setdefault(same, (paragraph.start, figure))
            if old[1].sentence == figure.sentence or equivalent(old[1].quantity, quantity):
                continue
            yield _different(context, paragraph, figure, old[1], certain=name in rows)


def _different(
    context: CheckContext, paragraph: Paragraph, figure: Figure, other: Figure, *, certain: bool
) -> Finding:
    return context.finding(
        KIND,
        "warning" if certain else "hint",
        _span(paragraph, figure.quantity),
        f"“{figure.indicator}”前文写的是“{other.quantity.text}”，这里是“{figure.quantity.text}”",
        evidence=other.sentence,
        suggestion="请核对两处，统一口径",
    )


def _part_over_whole(context: CheckContext, paragraph: Paragraph) -> Iterator[Finding]:
    """More struck off than listed, more settled than received, in one sentence."""
    figures = [f for f in paragraph.figures if f.quantity.upper is None]
    for whole, part in pairwise(figures):
        if whole.sentence != part.sentence or not _comparable(whole.quantity, part.quantity):
            continue
        between = paragraph.text[whole.quantity.end : part.quantity.start]
        before = paragraph.text[max(0, whole.quantity.start - 14) : whole.quantity.start]
        if len(between) > 14 or not _PART.search(between) or not _WHOLE.search(before):
            continue
        if in_plain_unit(part.quantity) <= in_plain_unit(whole.quantity):
            continue
        yield _above(context, paragraph, whole, part.quantity)


def _above(context: CheckContext, paragraph: Paragraph, whole: Figure, part: Quantity) -> Finding:
    return context.finding(
        KIND,
        "error",
        _span(paragraph, part),
        f"“{part.text}”多于总数“{whole.quantity.text}”",
        evidence=whole.sentence,
        suggestion="请核对两个数字",
    )


def _rates(context: CheckContext, paragraph: Paragraph) -> Iterator[Finding]:
    """A rate that cannot be above 100 % is."""
    for figure in paragraph.figures:
        quantity = figure.quantity
        if quantity.unit not in {"%", "％"} or quantity.value <= 100 or quantity.direction:
            continue
        before = paragraph.text[max(0, quantity.start - 16) : quantity.start]
        clause = re.split(r"[，。；]", before)[-1]
        if not _RATE.search(re.sub(r"(?:达到?|为|均|均为|均达|至|到)+$", "", clause)):
            continue
        if _UNBOUNDED.search(clause) or _UNBOUNDED.search(figure.indicator):
            continue
        yield context.finding(
            KIND,
            "error",
            _span(paragraph, quantity),
            f"“{figure.indicator}”超过了100%",
            evidence=figure.sentence,
            suggestion="请核对数字",
        )


def _sums(context: CheckContext, paragraph: Paragraph) -> Iterator[Finding]:
    """What follows 其中 adds up to more than its whole; kinds that overlap are let pass."""
    for match in re.finditer("其中", paragraph.text):
        whole = _whole_before(paragraph, match.start())
        if whole is None:
            continue
        inside = _parts_after(paragraph, match.end(), whole.quantity)
        total = sum((q.value for q in inside), Decimal(0))
        if total <= whole.quantity.value:
            continue
        if len(inside) == 1:
            yield _above(context, paragraph, whole, inside[0])
            continue
        if _OVERLAPPING.search(paragraph.text, match.end(), inside[-1].end):
            continue
        adding = "＋".join(plain(q.value) for q in inside)
        yield context.finding(
            KIND,
            "warning",
            _span(paragraph, whole.quantity),
            f"其中各项相加（{adding}＝{plain(total)}）多于总数“{whole.quantity.text}”",
            evidence=whole.sentence,
            suggestion="请核对总数和各项",
        )


def _whole_before(paragraph: Paragraph, at: int) -> Figure | None:
    """The exact level that stands directly before 其中; a change has no parts."""
    whole = next((f for f in reversed(paragraph.figures) if f.quantity.end <= at), None)
    if whole is None or at - whole.quantity.end > 4:
        return None
    quantity = whole.quantity
    before = paragraph.text[max(0, quantity.start - 4) : quantity.start]
    changed = quantity.direction or re.search(r"[到至增减加均]", before)
    rough = quantity.approx or quantity.upper is not None or quantity.unit == "%"
    return None if changed or rough else whole


def _parts_after(paragraph: Paragraph, at: int, whole: Quantity) -> list[Quantity]:
    """The levels in the whole's unit up to the end of the sentence or bracket."""
    end = re.compile(r"[，。；）)]|$").search(paragraph.text, at)
    stop = end.start() if end else len(paragraph.text)
    return [
        f.quantity
        for f in paragraph.figures
        if at <= f.quantity.start < stop
        and f.quantity.unit == whole.unit
        and not f.quantity.direction
    ]


def _comparable(one: Quantity, other: Quantity) -> bool:
    units = {canonical(Decimal(1), q.unit)[1] for q in (one, other)}
    return len(units) == 1 or units <= {"个", "条", "件", "项"}


def _span(paragraph: Paragraph, quantity: Quantity) -> tuple[int, int]:
    return paragraph.start + quantity.start, paragraph.start + quantity.end
