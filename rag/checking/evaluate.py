"""How well claims are told from what their sources do not state, measured on labelled pairs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.checking.verify import verify
from rag.errors import NotFoundError

PERTURBED, EQUIVALENT = "grounding_perturbed.json", "grounding_equivalent.json"
PASSAGES = ("passages.json", "policy_passages.json")


@dataclass(frozen=True, slots=True)
class GroundingScore:
    """Shares of changed claims that were caught, by what was changed, and of false alarms.

    ``missed`` and ``false_alarms`` are the ids of the wrong decisions.
    """

    caught: dict[str, float]
    alarms_untouched: float
    alarms_equivalent: float
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]


def score_grounding(tasks_dir: Path) -> GroundingScore:
    """Measure ``verify`` on a folder of tasks. Raises NotFoundError without its files."""
    sources = dict(_sources(tasks_dir))
    total: Counter[str] = Counter()
    alarmed: Counter[str] = Counter()
    missed: list[str] = []
    false_alarms: list[str] = []
    for kind, supported, task in _tasks(tasks_dir):
        total[kind] += 1
        alarm = not verify(task["claim"], sources[task["passage"]], words=True).supported
        alarmed[kind] += alarm
        if supported and alarm:
            false_alarms.append(task["id"])
        elif not supported and not alarm:
            missed.append(task["id"])
    rates = {kind: alarmed[kind] / total[kind] for kind in total}
    untouched, equivalent = rates.pop("untouched", 0.0), rates.pop("equivalent", 0.0)
    return GroundingScore(rates, untouched, equivalent, tuple(missed), tuple(false_alarms))


def _tasks(folder: Path) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    for task in _read(folder / PERTURBED):
        supported = task["label"] == "supported"
        yield ("untouched" if supported else task["kind"]), supported, task
    for task in _read(folder / EQUIVALENT):
        yield "equivalent", True, task


def _sources(folder: Path) -> Iterator[tuple[str, str]]:
    for name in PASSAGES:
        if (folder / name).exists():
            for passage in _read(folder / name):
                yield passage["id"], passage["text"]


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise NotFoundError(f"没有找到评测文件“{path.name}”。", "请给出含评测任务的文件夹。")
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
