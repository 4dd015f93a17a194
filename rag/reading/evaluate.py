"""How much of a text survives reading: part of ``zhubi eval``."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from rag.reading.reader import read_document
from rag.records import Progress
from rag.settings import Settings

BORN_DIGITAL_REACH = 0.999
SCANNED_REACH = 0.97


@dataclass(frozen=True, slots=True)
class Recall:
    """One file's result: shares of the gold text found (``recall``) and of the text read that
    is gold (``precision``), blanks apart; ``reach`` is what a file of its kind should score.
    """

    file: str
    scanned: bool
    recall: float
    precision: float
    seconds: float

    @property
    def reach(self) -> float:
        """The recall to reach."""
        return SCANNED_REACH if self.scanned else BORN_DIGITAL_REACH


def recall(
    folder: Path, settings: Settings, *, progress: Callable[[Progress], None] | None = None
) -> tuple[Recall, ...]:
    """Read every file of a folder that has a ``NAME.gold.txt`` beside it, and compare.

    Files named ``…_scan…`` count as scanned. Raises what ``read_document`` raises.
    """
    files = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix != ".txt" and path.with_name(f"{path.stem}.gold.txt").exists()
    ]
    results = []
    for done, path in enumerate(files, start=1):
        gold = path.with_name(f"{path.stem}.gold.txt").read_text(encoding="utf-8")
        start = time.perf_counter()
        text = read_document(path, settings).text
        seconds = time.perf_counter() - start
        found, exact = overlap(gold, text)
        results.append(Recall(path.name, "_scan" in path.stem, found, exact, seconds))
        if progress is not None:
            progress(Progress(done, len(files), path.name))
    return tuple(results)


def overlap(gold: str, text: str) -> tuple[float, float]:
    """Recall and precision of a text's characters in order, blanks apart."""
    wanted, got = (re.sub(r"\s+", "", each) for each in (gold, text))
    if not wanted or not got:
        return 0.0, 0.0
    if wanted == got:
        return 1.0, 1.0
    blocks = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    matched = sum(block.size for block in blocks)
    return matched / len(wanted), matched / len(got)
