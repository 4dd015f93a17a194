"""What a number in a text claims: of which indicators, of which year, a level or a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.figures.directions import FALL, RISE
from rag.figures.mentions import Mention
from rag.figures.paragraphs import Paragraph
from rag.figures.rowindex import Around
from rag.records import Direction, Figure, FigureStatus, Quantity
from rag.text.sentences import split_sentences

_CLAUSE = re.compile(r"[，。；：、！？（）()\n]")
_GROWTH = re.compile(
    r"同比|环比|比上年|比去年|较上年|较去年|比\d{4}年|较\d{4}年|与上年|与去年|比“|年均|增长|增速|增幅|"
    r"下降|降幅|减少|增加|提高|提升|上升|降低|净增|翻|回落|多|少"
)
_LEVEL = re.compile(r"(?:到|至|达|达到|为|是|至约|到约)$")
_CHANGE = re.compile(
    r"(?:增长|增加|上升|提高|提升|下降|减少|降低|增收|净增|回落|多|少|降|增|压减|上涨|下跌|提前|增幅|降幅|"
    r"扩大|缩小)(?:了|约|近|超|超过|\s)*$"
)
_ONLY_GROWTH = re.compile(
    r"(?:，|分别|同比|环比|均|各|比|较|与|上年|去年|同期|相比|增长|增加|上升|提高|提升|下降|减少|降低|了|年均|"
    r"增幅|增速|降幅|净增|达|为|约|\d{4}年|多|少|是|的|前年|平均)+"
)
_BASE_YEAR = re.compile(r"(?:比|较|与|是|相比)(?:于)?(?:(\d{4})年|(上年|去年|上一年)|(前年))")
_BASE_OF = re.compile(r"(?:比|较|与)(?:\d{4}年|上年|去年|上一年|前年)(?:同期)?的?$")
_SHARE = re.compile(r"占|比重|比例|占比")
_SUM = re.compile(r"共|合计|总计|累计|一共|共计|总共|剩|还有|尚有|余下")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number mention with everything linking asks of it.

    ``names`` are the indicators the extraction proposes, ``year`` the year the fact is given to,
    ``base_year`` the year it is compared with, if the text names one. ``level`` is False where
    the words say that the number is a change.
    """

    mention: Mention
    quantity: Quantity
    names: tuple[str, ...]
    year: int
    status: FigureStatus
    around: Around
    sentence: str
    level: bool
    growth: bool
    anaphoric: bool
    share: bool
    total: bool
    base_year: int | None


def claims(paragraph: Paragraph, year: int) -> tuple[Claim, ...]:
    """The claims of a paragraph, one for each mention that is a figure, in order."""
    spans = split_sentences(paragraph.text)
    figures = [m for m in paragraph.mentions if m.kind == "figure" and m.quantity is not None]
    made = []
    for at, mention in enumerate(figures):
        span = next(((s, e) for s, e in spans if s <= mention.start < e), None)
        sentence = span or (0, len(paragraph.text))
        previous = figures[at - 1].end if at else 0
        following = figures[at + 1].start if at + 1 < len(figures) else len(paragraph.text)
        made.append(_claim(paragraph, mention, sentence, (previous, following), year))
    return tuple(made)


def _claim(
    paragraph: Paragraph,
    mention: Mention,
    sentence: tuple[int, int],
    neighbours: tuple[int, int],
    year: int,
) -> Claim:
    text = paragraph.text
    found = _figures_at(paragraph.figures, mention)
    clause = _clause_start(text, sentence[0], mention.start)
    own = max(clause, neighbours[0])
    left = text[own : mention.start]
    right = _right(text, mention.end, min(neighbours[1], sentence[1]))
    quantity = found[0].quantity if found else mention.quantity
    assert quantity is not None
    before = text[clause : mention.start]
    wide = text[max(sentence[0], mention.start - 24) : mention.start]
    years = [f.fact_year for f in found if f.fact_year is not None]
    level = bool(_LEVEL.search(before)) or not _CHANGE.search(before)
    return Claim(
        mention=mention,
        quantity=quantity if quantity.direction else replace(quantity, direction=_way(before)),
        names=tuple(f.indicator for f in found if f.indicator),
        year=_base_of(before, year) or (years[0] if years else year),
        status=found[0].status if found else "actual",
        around=Around(f"{left}{right}", text[sentence[0] : own], text[: sentence[0]]),
        sentence=text[sentence[0] : sentence[1]],
        level=level,
        growth=bool(_GROWTH.search(wide)),
        anaphoric=bool(_ONLY_GROWTH.fullmatch(left.strip())) or not left.strip(),
        share=bool(_SHARE.search(before)),
        total=bool(_SUM.search(before)),
        base_year=_base_year(wide, year),
    )


def _figures_at(figures: Sequence[Figure], mention: Mention) -> list[Figure]:
    return [f for f in figures if f.quantity.start < mention.end and mention.start < f.quantity.end]


def _clause_start(text: str, floor: int, at: int) -> int:
    start = floor
    for match in _CLAUSE.finditer(text, floor, at):
        start = match.end()
    return start


def _right(text: str, start: int, end: int) -> str:
    """What follows the number directly: 264场|主题党日|."""
    match = _CLAUSE.search(text, start, end)
    return text[start : match.start() if match else end]


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
