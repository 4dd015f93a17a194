"""Measuring answers without a model: exact values, and honest refusals when the report is gone."""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rag.errors import NotFoundError
from rag.library.library import Library, open_library
from rag.records import Answer
from rag.settings import load_settings
from rag.store.engine import open_engine
from rag.text.numerals import equivalent, find_quantities, parse_quantity
from rag.writing.ask import answer

_INDICATORS: Final = "indicator_qa.json"
_QUOTATIONS: Final = "which_year_and_figure_qa.json"
_PASSAGES: Final = "passages.json"
_EXAMPLES: Final = 40


@dataclass(frozen=True, slots=True)
class AskScore:
    """Shares (0–1) of questions, and the mean time of an answer.

    ``exact`` is the right value with its unit; ``wrong_when_missing`` the share answered, though
    the report that holds the value is not indexed, with another value; ``which_year`` and
    ``gap`` are the tasks of these names.
    """

    exact: float
    wrong_when_missing: float
    which_year: float
    gap: float
    questions: int
    milliseconds: float
    failures: tuple[str, ...] = ()


_Item = Mapping[str, Any]


def score_ask(tasks_dir: Path, years: Collection[int] | None = None) -> AskScore:
    """Ask the indicator, which-year and gap questions of a tasks folder, without a model.

    The reports come from ``../reports/state-council`` where they are there, else they are put
    together from the passages. With ``years``, only those reports and their questions. Raises
    NotFoundError when the folder holds no tasks.
    """
    if not (tasks_dir / _INDICATORS).is_file():
        raise NotFoundError(f"{tasks_dir} 中没有 {_INDICATORS}。")
    indicators = _of(_load(tasks_dir / _INDICATORS), "report_year", years)
    quotations = _of(_load(tasks_dir / _QUOTATIONS), "gold_year", years)
    which = [item for item in quotations if item["qid"].startswith("WY")]
    gaps = [item for item in quotations if item["qid"].startswith("FG")]
    with tempfile.TemporaryDirectory(prefix="zhubi-ask-") as folder:
        home = Path(folder)
        files = _write_files(home / "files", tasks_dir, years)
        library = open_library(
            load_settings(home / "home", embedding="none").apart(home / "home"),
            open_engine(home / "home"),
        )
        library.indexer.index_files([home / "files"])
        begun = time.perf_counter()
        wrong_values = _failures(library, indicators, _exact)
        wrong_years = _failures(library, which, _right_year)
        wrong_gaps = _failures(library, gaps, _right_gap)
        asked = len(indicators) + len(which) + len(gaps)
        spent = (time.perf_counter() - begun) * 1000 / asked
        made_up = _made_up(library, indicators, files)
    return AskScore(
        exact=1 - len(wrong_values) / len(indicators),
        wrong_when_missing=len(made_up) / len(indicators),
        which_year=1 - len(wrong_years) / max(len(which), 1),
        gap=1 - len(wrong_gaps) / max(len(gaps), 1),
        questions=asked,
        milliseconds=spent,
        failures=(*wrong_values, *made_up, *wrong_gaps, *wrong_years)[:_EXAMPLES],
    )


def _ask(library: Library, question: str) -> Answer:
    events = list(answer(question, search=library.retriever, catalog=library.catalog))
    final = events[-1]
    assert isinstance(final, Answer)
    return final


def _failures(
    library: Library, items: Sequence[_Item], right: Callable[[_Item, Answer], bool]
) -> list[str]:
    failed = []
    for item in items:
        given = _ask(library, item["question"])
        if not right(item, given):
            wanted = item.get("gold_value") or item.get("gold_figure") or item.get("gold_year")
            failed.append(f"{item['question']} 应为{wanted}，答：{given.text}")
    return failed


def _exact(item: _Item, given: Answer) -> bool:
    wanted = parse_quantity(item["gold_value"])
    assert wanted is not None
    stated = [parse_quantity(f"{figure.value}{figure.unit}") for figure in given.figures]
    return not given.refused and any(q is not None and equivalent(q, wanted) for q in stated)


def _right_year(item: _Item, given: Answer) -> bool:
    return not given.refused and str(item["gold_year"]) in given.text


def _right_gap(item: _Item, given: Answer) -> bool:
    wanted = parse_quantity(item["gold_figure"])
    if given.refused:
        return False
    if wanted is None:  # a year: 1999年
        return item["gold_figure"] in given.text
    return any(equivalent(wanted, stated) for stated in find_quantities(given.text))


def _made_up(library: Library, items: Sequence[_Item], files: Mapping[str, Path]) -> list[str]:
    """Answers given, with a value that is not the right one, while the report is not indexed."""
    by_report: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        by_report[str(item["report_year"])].append(item)
    wrong = []
    for year, asked in by_report.items():
        file = files[year]
        for entry in library.catalog.list():
            if entry.file == file.name:
                library.indexer.remove(entry.id)
        for item in asked:
            given = _ask(library, item["question"])
            if not given.refused and not _exact(item, given):
                wrong.append(f"（缺{year}年报告）{item['question']} 答：{given.text}")
        library.indexer.index_files([file])
    return wrong


def _of(items: Sequence[_Item], field: str, years: Collection[int] | None) -> list[_Item]:
    return [item for item in items if years is None or int(item[field]) in years]


def _write_files(folder: Path, tasks_dir: Path, years: Collection[int] | None) -> dict[str, Path]:
    """The documents as files; those of the government's reports by year."""
    folder.mkdir()
    originals = tasks_dir.parent / "reports" / "state-council"
    texts: dict[str, list[str]] = defaultdict(list)
    for passage in _of(_load(tasks_dir / _PASSAGES), "year", years):
        texts[passage["doc"]].append(passage["text"])
    files: dict[str, Path] = {}
    for document, parts in texts.items():
        _organ, _, rest = document.partition("-")
        name = f"政府工作报告_{rest}" if rest.isdigit() else f"{rest}政府工作报告_2026"
        original = originals / f"{name}.txt"
        body = "\n".join([name, *parts])
        text = original.read_text(encoding="utf-8") if original.is_file() else body
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        files[rest] = path
    return files


def _load(path: Path) -> list[_Item]:
    loaded: list[_Item] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
