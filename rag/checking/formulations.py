"""The dated list of standard formulations, campaigns and meetings.

The packaged list is ``data/formulations.tsv``. An office adds its own in ``formulations.tsv`` of
the home folder; a line there goes before a packaged one of the same wording. What the indexed
policies name repeatedly is learnt, with the policy as its source.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from rag.errors import InputError
from rag.records import Passage

PACKAGED = Path(__file__).parent / "data" / "formulations.tsv"
Kind = Literal["phrase", "event", "meeting", "plan"]
KINDS = frozenset({"phrase", "event", "meeting", "plan"})
_TITLE = re.compile(r"《([\u4e00-\u9fff（）]{8,40})》")
_CAMPAIGN = re.compile(
    r"“[\u4e00-\u9fff、]{4,16}”(?:主题教育|专题教育|学习教育|主题活动|专项行动|专项整治)"
)
_NAMED = re.compile(
    r"“[\u4e00-\u9fff、]{2,12}”(?:工程|行动|战略|布局|机制|重要思想|制度|模式|理念)"
)
OFFICE_LIST = "formulations.tsv"
LEARNT_AT_LEAST = 2
"""How often the policies must name a thing before it counts as standard."""


@dataclass(frozen=True, slots=True)
class Formulation:
    """Exact words with the years they are current in, both ends included."""

    kind: Kind
    wording: str
    since: int | None = None
    until: int | None = None
    variants: tuple[str, ...] = ()
    note: str = ""
    source: str = "标准表述清单"

    @property
    def period(self) -> str:
        """2021年, 2023—2024年, 2016年起, or ""."""
        if self.since is None:
            return "" if self.until is None else f"{self.until}年止"
        if self.until is None:
            return f"{self.since}年起"
        if self.since == self.until:
            return f"{self.since}年"
        return f"{self.since}—{self.until}年"


class FormulationList:
    """A list that is itself wherever it goes, so that answers about it can be remembered."""

    def __init__(self, items: tuple[Formulation, ...]) -> None:
        self.items = items

    def of_kind(self, kind: Kind) -> tuple[Formulation, ...]:
        """The formulations of one kind, in the order of the list."""
        return tuple(item for item in self.items if item.kind == kind)


@lru_cache(maxsize=16)
def formulation_list(items: tuple[Formulation, ...]) -> FormulationList:
    """The list of these items, the same one each time."""
    return FormulationList(items)


@lru_cache(maxsize=4)
def load_formulations(path: Path = PACKAGED) -> tuple[Formulation, ...]:
    """Read a list. Raises InputError with the line when one cannot be read."""
    return _read(path, "标准表述清单")


def packaged() -> FormulationList:
    """The list that comes with the program."""
    return formulation_list(load_formulations())


def office_formulations(home: Path) -> tuple[Formulation, ...]:
    """The office's own list on top of the packaged one. Raises InputError for a wrong line."""
    path = home / OFFICE_LIST
    own = _own(path, path.stat().st_mtime_ns) if path.is_file() else ()
    wordings = {item.wording for item in own}
    return (*own, *(item for item in load_formulations() if item.wording not in wordings))


@lru_cache(maxsize=4)
def _own(path: Path, _changed: int) -> tuple[Formulation, ...]:
    return _read(path, "本单位清单")


def _read(path: Path, source: str) -> tuple[Formulation, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in file if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(replace(_formulation(record, path), source=source) for record in reader)


def learnt_formulations(passages: Iterable[Passage]) -> tuple[Formulation, ...]:
    """Titles, campaigns and named programmes that the indexed policies use repeatedly.

    The note says which policy, and of which year, has the exact wording.
    """
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.kind in {"policy", "notice"}:
            patterns = (_TITLE, _CAMPAIGN, _NAMED)
            for term in {term for pattern in patterns for term in pattern.findall(passage.text)}:
                found.setdefault(term, []).append(passage)
    return tuple(
        Formulation("phrase", term, source=_origin(places[0]))
        for term, places in found.items()
        if len(places) >= LEARNT_AT_LEAST
    )


def _origin(passage: Passage) -> str:
    year = f"（{passage.report_year}年）" if passage.report_year else ""
    return f"《{passage.document_title}》{year}"


def _formulation(record: dict[str, str | None], path: Path) -> Formulation:
    kind, wording = record.get("kind") or "", record.get("wording") or ""
    since, until = record.get("since") or "", record.get("until") or ""
    if kind not in KINDS or not wording or not (since + until + "0").isdigit():
        raise InputError(
            f"标准表述清单“{path.name}”中有一行无法识别：{kind} {wording} {since} {until}",
            "每行依次为类别、表述、起始年、终止年、其他写法、说明，以制表符分隔。",
        )
    return Formulation(
        cast(Kind, kind),
        wording,
        int(since) if since else None,
        int(until) if until else None,
        tuple(filter(None, (record.get("variants") or "").split("|"))),
        record.get("note") or "",
    )
