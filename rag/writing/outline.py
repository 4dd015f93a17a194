"""The outline of a new report: a past report's with its years moved on, or a preset's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rag.records import Section
from rag.reports.parts import NewSection
from rag.reports.presets import OutlinePart, Preset
from rag.writing.allot import alike
from rag.writing.headings import drafted_heading
from rag.writing.plans import SectionRole, role_of, roles_of

_SAME_ROLE: Final = 0.3
_PER_CHARACTER: Final = 1e-6
"""Of two headings that fit as well the one with more room gets last year's section."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """A section of last year's report with those below it."""

    sections: tuple[Section, ...]
    role: SectionRole

    @property
    def head(self) -> Section:
        return self.sections[0]


def parts_like(sections: Sequence[Section], past_year: int, year: int) -> tuple[NewSection, ...]:
    """The sections of a past report, each with last year's text."""
    return tuple(_follow(section, past_year, year) for section in sections)


def parts_of(
    preset: Preset, sections: Sequence[Section], past_year: int, year: int
) -> tuple[NewSection, ...]:
    """A preset's sections, each with last year's text where a section is for the same thing.

    Where the preset names no sub-headings under a heading, last year's are taken, and share the
    characters wanted as last year's texts did.
    """
    branches = _branches(sections)
    chosen = _paired(preset.parts, branches)
    found: list[NewSection] = []
    for place, part in enumerate(preset.parts):
        branch = chosen.get(place)
        following = preset.parts[place + 1] if place + 1 < len(preset.parts) else None
        own_parts = following is not None and following.level > part.level > 0
        if branch is None or (own_parts and len(branch.sections) > 1):
            found.append(_bare(part, branch))
        else:
            found += _adopted(part, branch, past_year, year)
    return tuple(found)


def _follow(
    section: Section, past_year: int, year: int, heading: str = "", length: int = 0
) -> NewSection:
    return NewSection(
        level=section.level,
        label=section.label,
        heading=heading
        or drafted_heading(section.heading, past_year, year, above=section.path[:-1]),
        past_heading=section.heading,
        past_text=section.text,
        past_start=section.start,
        run_in=section.run_in,
        length=length,
    )


def _bare(part: OutlinePart, branch: _Branch | None) -> NewSection:
    text, start, heading = "", 0, ""
    if branch is not None:
        text, start, heading = branch.head.text, branch.head.start, branch.head.heading
    return NewSection(
        part.level, part.label, part.heading, heading, text, start, length=part.length
    )


def _adopted(part: OutlinePart, branch: _Branch, past_year: int, year: int) -> Iterator[NewSection]:
    """The part with last year's text, and last year's sub-sections below it."""
    head, *below = branch.sections
    total = sum(len(section.text) for section in branch.sections) or 1
    share = [round(part.length * len(section.text) / total / 10) * 10 for section in below]
    own = part.length if not below else max(0, part.length - sum(share)) if head.text else 0
    yield NewSection(
        part.level, part.label, part.heading, head.heading, head.text, head.start, length=own
    )
    for section, length in zip(below, share, strict=True):
        yield _follow(section, past_year, year, length=length)


def _branches(sections: Sequence[Section]) -> tuple[_Branch, ...]:
    """The top-level sections with what stands below them, the opening on its own."""
    roles = roles_of(sections)
    top = min((section.level for section in sections if section.level), default=0)
    starts = [n for n, section in enumerate(sections) if section.level <= top]
    bounds = [*starts, len(sections)]
    return tuple(
        _Branch(tuple(sections[a:b]), roles[a]) for a, b in zip(starts, bounds[1:], strict=True)
    )


def _paired(parts: Sequence[OutlinePart], branches: Sequence[_Branch]) -> dict[int, _Branch]:
    """Which branch of last year each part follows: the most alike first, each branch once."""
    scored = sorted(
        (
            (score, -place, -number)
            for place, part in enumerate(parts)
            for number, branch in enumerate(branches)
            if (score := _fit(part, branch)) >= _SAME_ROLE
        ),
        reverse=True,
    )
    chosen: dict[int, _Branch] = {}
    taken: set[int] = set()
    for _score, place, number in scored:
        if -place not in chosen and -number not in taken:
            chosen[-place] = branches[-number]
            taken.add(-number)
    return chosen


def _fit(part: OutlinePart, branch: _Branch) -> float:
    if not part.level or not branch.head.level:
        return 1.0 if part.level == branch.head.level else 0.0
    if part.level != branch.head.level:
        return 0.0
    same = _SAME_ROLE if role_of(part.heading) == branch.role else 0.0
    return alike(part.heading, branch.head.heading) + same + part.length * _PER_CHARACTER
