"""Which section a new indicator's sentence goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from rag.records import LedgerRow, Link, Section
from rag.text.headings import parse_label
from rag.writing.additions import Addition, added_sentences
from rag.writing.edits import Edit
from rag.writing.pastedits import full_sentences
from rag.writing.plans import SectionRole, roles_of

_SAME_HEADING: Final = 0.5
_IN_TEXT: Final = 0.5
_FURTHER: Final = 0.05
"""What a sentence is worth less whose paragraph, not itself, speaks of an indicator."""


def belongs(row: LedgerRow, heading: str) -> bool:
    """Whether a row was filed under this heading, the year in it aside."""
    return bool(row.section and heading) and alike(row.section, heading) >= _SAME_HEADING


def allot(
    additions: Sequence[Addition], sections: Sequence[Section]
) -> tuple[tuple[Addition, ...], ...]:
    """For each section the figures to add to it; each figure goes to exactly one.

    The section it is filed under counts first (the part of it that speaks of it most), then the
    section that speaks of it most, then that of the figure before it, so that what was entered
    together stays together.
    """
    shares: list[list[Addition]] = [[] for _ in sections]
    grams = [_grams(section.text) for section in sections]
    roles = roles_of(sections)
    results = [n for n, s in enumerate(sections) if s.heading and roles[n] == "results"]
    last = next((n for n in results if sections[n].text.strip()), results[0] if results else 0)
    for addition in additions:
        filed = _filed(addition, sections)
        within = range(len(sections)) if filed is None else _under(filed, sections)
        role: SectionRole = "plans" if addition.target else "results"
        fitting = [n for n in within if roles[n] == role and sections[n].heading]
        place = _spoken_of(addition, grams, fitting)
        place = _with_text(filed, sections) if place is None else place
        last = last if place is None else place
        if sections:
            shares[last].append(addition)
    return tuple(tuple(share) for share in shares)


def placed_additions(
    text: str, additions: Sequence[Addition], rows: Sequence[LedgerRow]
) -> list[Edit]:
    """Sentences behind those that speak of their indicators; the rest stands at the end."""
    sentences = _sentences(text)
    homes: dict[int, list[Addition]] = {}
    rest: list[Addition] = []
    for addition in additions:
        wanted = _grams(addition.row.indicator)
        scored = [
            (max(_share(wanted, own), _share(wanted, whole) - _FURTHER), end)
            for end, own, whole in sentences
        ]
        best, end = max(scored, default=(0.0, 0))
        if best >= _IN_TEXT - _FURTHER:
            homes.setdefault(end, []).append(addition)
        else:
            rest.append(addition)
    edits = [Edit(end, end, *added_sentences(group, rows)) for end, group in homes.items()]
    if rest:
        edits.append(_at_the_end(text, *added_sentences(rest, rows)))
    return edits


def _at_the_end(text: str, words: str, links: tuple[Link, ...]) -> Edit:
    """A paragraph of its own at the end, or before a last line that leads over to the parts."""
    body = text.rstrip()
    lead = body.rfind("\n") + 1
    if body.endswith(("：", ":")) and lead:
        return Edit(lead, lead, f"{words}\n", links)
    moved = tuple(replace(link, start=link.start + 1, end=link.end + 1) for link in links)
    return Edit(len(text), len(text), f"\n{words}", moved)


def _sentences(text: str) -> list[tuple[int, frozenset[str], frozenset[str]]]:
    """Where each full sentence ends, with its character pairs and those of its paragraph."""
    found, start = [], 0
    for line in text.split("\n"):
        whole = _grams(line)
        for begin, end in full_sentences(line):
            if line[:end].rstrip().endswith(("。", "！", "？", "”")):
                found.append((start + end, _grams(line[begin:end]), whole))
        start += len(line) + 1
    return found


def _filed(addition: Addition, sections: Sequence[Section]) -> int | None:
    filed = addition.row.section
    if not filed:
        return None
    scored = [(alike(filed, section.heading), -n) for n, section in enumerate(sections)]
    best, place = max(scored, default=(0.0, 0))
    return -place if best >= _SAME_HEADING else None


def _with_text(place: int | None, sections: Sequence[Section]) -> int | None:
    """The section itself, or the last one below a heading that has only parts below it."""
    if place is None or sections[place].text.strip():
        return place
    return _under(place, sections)[-1]


def _under(place: int, sections: Sequence[Section]) -> range:
    """A section and those below it."""
    path = sections[place].path
    end = place + 1
    while end < len(sections) and sections[end].path[: len(path)] == path:
        end += 1
    return range(place, end)


def _spoken_of(
    addition: Addition, grams: Sequence[frozenset[str]], within: Iterable[int]
) -> int | None:
    """The section among these that holds most of the indicator's name."""
    wanted = _grams(addition.row.indicator)
    best, place = 0.0, None
    for n in within:
        share = _share(wanted, grams[n])
        if share > best:
            best, place = share, n
    return place if best >= _IN_TEXT else None


def alike(a: str, b: str) -> float:
    """Shared character pairs of two headings, labels and years aside."""
    first, second = _grams(_bare(a)), _grams(_bare(b))
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _share(wanted: frozenset[str], grams: frozenset[str]) -> float:
    return len(wanted & grams) / len(wanted) if wanted else 0.0


def _bare(heading: str) -> str:
    label = parse_label(heading)
    words = label.rest if label else heading
    return "".join(character for character in words if not character.isdigit())


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))
