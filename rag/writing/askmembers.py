"""The parts a report counts a measure by: 改造危房41户，其中西溪村9户、东岭村20户.

A member's own number is named by its place alone, so it is read from the sentence of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from rag.figures.entry import unit_scale
from rag.records import Quantity
from rag.text.numerals import find_quantities
from rag.text.sentences import split_sentences
from rag.writing.basis import Figures
from rag.writing.calculations import Computed, in_plain_unit
from rag.writing.facts import Fact
from rag.writing.owners import MEMBER_KINDS as _KINDS
from rag.writing.owners import is_named, owner_of

_ANY: Final = "(?:全|各|每|本|该|我|哪|其他|其它|其余|别的|所有|行政|自然|农|乡|城|示范|一个|某)"
_MEMBER: Final = re.compile(
    rf"^(?!{_ANY})(?P<name>[\u4e00-\u9fff]{{1,6}}?(?:{_KINDS}))(?:的)?(?=[\u4e00-\u9fff]{{2}})"
)
_LISTED: Final = re.compile(
    rf"^(?P<name>[\u4e00-\u9fff]{{1,6}}?(?:{_KINDS}))[\u4e00-\u9fff]{{0,3}}$"
)
_BETWEEN: Final = re.compile(r"^[，、；：:（(\s]*(?:其中|分别|包括|以及|和|及)?[，：:]?")
_ASKED: Final = re.compile(
    rf"(?:是|在)?(?:哪(?:一)?(?:个|家|些|几个)?|什么|何)(?P<which>{_KINDS}|地方|部门|单位)(?:的)?"
)
_ALL: Final = re.compile(
    rf"(?:各个?|每一?个|其[他它余]的?|别的|另外的?|所有的?|剩下的?)(?P<each>{_KINDS})"
)
_EXCEPT: Final = re.compile(rf"除?(?P<name>[\u4e00-\u9fff]{{1,6}}?(?:{_KINDS}))(?:以外|之外|外)的?")


@dataclass(frozen=True, slots=True)
class Members:
    """What a question says of the parts of a measure, and the measure without it.

    ``name`` is one member, ``which`` a kind (村) of which one is looked for, ``each`` a kind all
    of which are listed but those in ``without``.
    """

    measure: str
    name: str = ""
    which: str = ""
    each: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One part, its name (西溪村) and its fact (西溪村改造危房, 9户)."""

    name: str
    fact: Fact


def members_asked(indicator: str) -> Members | None:
    """The members a measure's name speaks of: 西溪村改造危房, 哪个村改造危房; None for none."""
    if found := _ASKED.search(indicator):
        return Members(_cut(indicator, found), which=found["which"])
    excepted = _EXCEPT.search(indicator)
    rest = _cut(indicator, excepted) if excepted else indicator
    if found := _ALL.search(rest):
        return Members(
            _cut(rest, found), each=found["each"], without=excepted["name"] if excepted else ""
        )
    found = _MEMBER.match(indicator)
    if found and is_named(found["name"]):
        return Members(indicator[found.end() :], name=found["name"])
    return None


def members_of(fact: Fact, catalog: Figures) -> tuple[Member, ...]:
    """The parts that a fact's sentence, or one after it that begins with 其中, counts."""
    text, end, counted = f"{fact.sentence}{_sentence_after(fact, catalog)}", 0, False
    found: list[Member] = []
    for quantity in find_quantities(text):
        words = _BETWEEN.sub("", text[end : quantity.start])
        end = quantity.end
        if not counted:
            counted = quantity.text == fact.text
            continue
        named = _LISTED.match(words)
        if named and unit_scale(quantity.unit, fact.unit) is not None:
            found.append(Member(named["name"], _part(fact, named["name"], quantity)))
    return tuple(found)


def of_member(name: str, whole: Sequence[Fact], catalog: Figures) -> dict[int, Fact]:
    """One member's facts by year."""
    found: dict[int, Fact] = {}
    for fact in sorted(whole, key=lambda one: one.score):
        own = (part.fact for part in members_of(fact, catalog) if part.name == name)
        found.update((part.year, part) for part in own)
    return found


def most_or_least(
    asked: Members, whole: Sequence[Fact], catalog: Figures, *, highest: bool
) -> Computed | None:
    """The member with the most or the least, of the last year whose members are told."""
    for fact in _newest(whole):
        parts = [part for part in members_of(fact, catalog) if _is_of(part.name, asked.which)]
        if len(parts) > 1:
            return _chosen(parts, fact.indicator, highest=highest)
    of_places = _places(asked.which, whole)
    return _chosen(of_places, whole[0].indicator, highest=highest) if of_places else None


def each_member(asked: Members, whole: Sequence[Fact], catalog: Figures) -> Computed | None:
    """All members of the last year whose members are told."""
    for fact in _newest(whole):
        parts = [
            part
            for part in members_of(fact, catalog)
            if _is_of(part.name, asked.each) and part.name != asked.without
        ]
        if parts:
            listed = "、".join(f"{part.name}{part.fact.text}" for part in parts)
            text = f"{fact.year}年{fact.indicator}：{listed}。[1]"
            return Computed(text, (parts[0].fact,))
    return None


def _newest(whole: Sequence[Fact]) -> list[Fact]:
    return sorted(whole, key=lambda fact: (-fact.year, -fact.score))


def _places(kind: str, whole: Sequence[Fact]) -> list[Member]:
    """Places with a report each, in the last year that several have: 哪个镇粮食产量最高."""
    by_year: dict[int, dict[str, Fact]] = {}
    for fact in sorted(whole, key=lambda one: one.score):
        owner = owner_of(fact.document)
        if owner.endswith(kind) and not fact.cumulative:
            by_year.setdefault(fact.year, {})[owner] = fact
    several = [year for year, facts in by_year.items() if len(facts) > 1]
    return [Member(*pair) for pair in by_year[max(several)].items()] if several else []


def _chosen(parts: Sequence[Member], whole: str, *, highest: bool) -> Computed:
    ordered = sorted(parts, key=lambda part: in_plain_unit(part.fact), reverse=highest)
    best = ordered[0].fact
    ties = [p for p in ordered if in_plain_unit(p.fact) == in_plain_unit(best)]
    documents = list(dict.fromkeys((p.fact.document_id, p.fact.start) for p in ordered))
    marks = {place: f"[{n}]" for n, place in enumerate(documents, start=1)}

    def told(part: Member) -> str:
        mark = marks[part.fact.document_id, part.fact.start] if len(marks) > 1 else ""
        return f"{part.name}{part.fact.text}{mark}"

    names = "和".join(part.name for part in ties)
    rest = "、".join(told(part) for part in ordered[len(ties) :])
    text = (
        f"{best.year}年{whole}{'最多' if highest else '最少'}的是{names}，{best.text}[1]"
        f"{f'（{rest}）' if rest else ''}。"
    )
    cited = {(part.fact.document_id, part.fact.start): part.fact for part in reversed(ordered)}
    return Computed(text, tuple(cited[place] for place in documents))


def _part(fact: Fact, name: str, quantity: Quantity) -> Fact:
    # 村集体收入 of 西溪村 is 西溪村集体收入.
    return replace(
        fact,
        indicator=f"{name}{fact.indicator.removeprefix(name[-1])}",
        value=quantity.value,
        unit=quantity.unit,
        text=quantity.text,
        rivals=(),
    )


def _sentence_after(fact: Fact, catalog: Figures) -> str:
    passage = catalog.passage_at(fact.document_id, fact.start) if fact.document_id else None
    sentences = [passage.text[a:b] for a, b in split_sentences(passage.text)] if passage else []
    for sentence, after in pairwise(sentences):
        if sentence == fact.sentence and after.startswith("其中"):
            return after
    return ""


def _is_of(name: str, kind: str) -> bool:
    return kind in ("地方", "部门", "单位") or name.endswith(kind)


def _cut(text: str, found: re.Match[str]) -> str:
    return (text[: found.start()] + text[found.end() :]).removesuffix("的").removesuffix("是")
