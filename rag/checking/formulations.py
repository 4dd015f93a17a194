"""The dated list of standard formulations, campaigns and meetings.

The packaged list is ``data/formulations.tsv``; an office can edit it or name a file of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
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


@lru_cache(maxsize=4)
def load_formulations(path: Path = PACKAGED) -> tuple[Formulation, ...]:
    """Read a list. Raises InputError with the line when one cannot be read."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_formulation(record, path) for record in reader)


def learnt_terms(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Titles of documents and names of campaigns that the indexed policies use repeatedly."""
    counts: dict[str, int] = {}
    for passage in passages:
        if passage.kind in {"policy", "notice"}:
            found = {*_TITLE.findall(passage.text), *_CAMPAIGN.findall(passage.text)}
            for term in found:
                counts[term] = counts.get(term, 0) + 1
    return tuple(term for term, count in counts.items() if count >= LEARNT_AT_LEAST)


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
