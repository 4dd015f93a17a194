"""The facts a figure question is answered from, and what the program makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.writing.askmembers import Members, each_member, members_asked, most_or_least, of_member
from rag.writing.asknames import named_otherwise
from rag.writing.asktargets import is_share, met, share, share_asked
from rag.writing.askunits import converted
from rag.writing.basis import Sources
from rag.writing.calculations import Computed, compute
from rag.writing.facts import Fact, candidates, facts
from rag.writing.questions import Asked, indicator_of

if TYPE_CHECKING:
    from rag.library.catalog import PlacedFigure


@dataclass(frozen=True, slots=True)
class Figured:
    """What was computed for one question, and what to tell beside it."""

    computed: Computed
    notices: tuple[str, ...] = ()


def figured(asked: Asked, library: Sources, years: tuple[int, ...]) -> Figured | None:
    """The answer to one question about a figure; None where nothing known answers it."""
    if asked.wanted == "met":
        return _met(asked, library, years)
    if wanted := share_asked(asked.text):
        return _share(wanted, asked, library, years)
    if found := _of_members(asked, library, years):
        return found
    if asked.cumulative and (found := _cumulative(asked, library, years)):
        return found
    if found := _plain(asked, library, years):
        return found
    return _near(asked, library, years)


def _plain(asked: Asked, library: Sources, years: tuple[int, ...]) -> Figured | None:
    """The measure itself: a value, growth, a comparison, an extreme, a sum, a series."""
    asked, known, notices = _known(asked, library, years)
    known, formulas = _in_unit_asked(asked, known)
    computed = compute(asked, known)
    return Figured(computed, (*notices, *formulas)) if computed else None


def _near(asked: Asked, library: Sources, years: tuple[int, ...]) -> Figured | None:
    """Something that is not quite what was asked for, named as what it is."""
    for name in named_otherwise(asked.indicator).near:
        if found := _plain(replace(asked, indicator=name), library, years):
            own = found.computed.facts[0].indicator
            told = f"资料里没有“{asked.indicator}”，这是“{own}”，两者口径不完全相同。"
            return replace(found, notices=(told, *found.notices))
    return None


def _known(
    asked: Asked, library: Sources, years: tuple[int, ...]
) -> tuple[Asked, dict[int, Fact], tuple[str, ...]]:
    """The facts by year. 近三年 ends with the last year that has one, and that is told."""
    needed = set(years) | {y - 1 for y in years if asked.wanted == "growth" or asked.recent}
    placed = _placed(asked, library, needed)
    known = facts(asked.measure(), library.rows, placed, needed)
    if asked.change and not asked.growth:
        known = _with_changes(asked, known, placed, set(years))
    return _ending_with_known(asked, known, years)


def _ending_with_known(
    asked: Asked, known: dict[int, Fact], years: tuple[int, ...]
) -> tuple[Asked, dict[int, Fact], tuple[str, ...]]:
    if not asked.recent or not years:
        return asked, known, ()
    notices: tuple[str, ...] = ()
    if years[-1] not in known and {years[-1] - 1, years[0] - 1} & set(known):
        asked = replace(asked, fact_years=tuple(y - 1 for y in years))
        notices = (f"{years[-1]}年还没有数字，按{years[0] - 1}—{years[-1] - 1}年回答。",)
    return asked, {y: fact for y, fact in known.items() if y in asked.fact_years}, notices


def _placed(asked: Asked, library: Sources, years: set[int]) -> Sequence[PlacedFigure]:
    """Figures that may be meant, in the reports asked for."""
    measure = asked.measure()
    placed = library.figures(years, (measure.name, *measure.others))
    if asked.report_years:
        placed = [entry for entry in placed if entry.report_year in asked.report_years]
    return placed


def _with_changes(
    asked: Asked, known: dict[int, Fact], placed: Sequence[PlacedFigure], years: set[int]
) -> dict[int, Fact]:
    """A change that a report states in so many words counts before one computed."""
    if asked.wanted == "growth":
        rates = facts(asked.measure(growth=True), (), placed, years)
        return {**known, **(rates or facts(asked.changed(), (), placed, years))}
    return known or facts(asked.changed(), (), placed, years)


def _in_unit_asked(asked: Asked, known: dict[int, Fact]) -> tuple[dict[int, Fact], tuple[str, ...]]:
    """Each fact with its value in the unit asked for beside it, and how it was converted."""
    if not asked.unit or asked.wanted not in ("value", "series", "highest", "lowest"):
        return known, ()
    formulas = []
    for year, fact in known.items():
        now, formula = converted(fact.value, fact.unit, asked.unit)
        if now:
            known = {**known, year: replace(fact, text=f"{fact.text}（合{now}）")}
            formulas.append(f"换算：{formula}")
    return known, tuple(formulas) if asked.wanted == "value" and len(formulas) == 1 else ()


def _met(asked: Asked, library: Sources, years: tuple[int, ...]) -> Figured | None:
    """A result beside what was planned: as a level, else as a rate of growth."""
    needed = set(years)
    placed = _placed(asked, library, needed)
    for growth in (False, True):
        measure = asked.measure(growth=growth)
        planned = facts(replace(measure, planned=True), (), placed, needed)
        done = facts(measure, library.rows, placed, needed)
        if computed := met(planned, done, years[-1] if years else None):
            return Figured(computed)
    return None


def _share(
    wanted: tuple[str, str], asked: Asked, library: Sources, years: tuple[int, ...]
) -> Figured | None:
    """A share a report states counts before one computed."""
    stated = _plain(asked, library, years)
    if stated and all(is_share(fact) for fact in stated.computed.facts):
        return stated
    names = [indicator_of(name) for name in wanted]
    members = members_asked(names[0])
    if not names[1] and members and members.name:
        names[1] = members.measure
    if not all(names):
        return None
    plain = replace(asked, wanted="value", unit="", change=False)
    part, whole = (_single(replace(plain, indicator=name), library, years) for name in names)
    computed = share(part, whole) if part and whole else None
    return Figured(computed) if computed else None


def _single(asked: Asked, library: Sources, years: tuple[int, ...]) -> Fact | None:
    found = _of_members(asked, library, years) or _plain(asked, library, years)
    return found.computed.facts[0] if found else None


def _cumulative(asked: Asked, library: Sources, years: tuple[int, ...]) -> Figured | None:
    """A sum that a report itself calls 累计, since the year asked for if one is."""
    measure = replace(asked.measure(), cumulative=True)
    found = candidates(measure, (), _placed(asked, library, set(years)), years)
    if len(years) > 1:
        found = tuple(fact for fact in found if str(years[0]) in fact.sentence)
    best = max(found, key=lambda fact: (fact.year, fact.score), default=None)
    computed = compute(replace(asked, wanted="value"), {best.year: best}) if best else None
    return Figured(computed) if computed else None


def _of_members(asked: Asked, library: Sources, years: tuple[int, ...]) -> Figured | None:
    """The number of a part that the sentence of the whole counts: 其中西溪村9户."""
    members = members_asked(asked.indicator)
    if members is None:
        return None
    whole = replace(asked, indicator=members.measure)
    needed = set(years) | {y - 1 for y in years if asked.wanted == "growth" or asked.recent}
    placed = _placed(whole, library, needed)
    found = candidates(whole.measure(), library.rows, placed, needed)
    if not found:
        return None
    if members.name:
        known = of_member(members.name, found, library.catalog)
        asked, known, notices = _ending_with_known(asked, known, years)
        computed = compute(asked, known)
        return Figured(computed, notices) if computed else None
    computed = _told_of(members, asked, found, library)
    return Figured(computed) if computed else None


def _told_of(
    members: Members, asked: Asked, whole: Sequence[Fact], library: Sources
) -> Computed | None:
    if members.each:
        return each_member(members, whole, library.catalog)
    if asked.wanted not in ("highest", "lowest"):
        return None
    return most_or_least(members, whole, library.catalog, highest=asked.wanted == "highest")
