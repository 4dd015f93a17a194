"""PostgreSQL on loopback beside SQLite: keywords, the ledger, linking, saving a section.

Run with ``python -m tests.bench server``. Both do the same on the same made texts; times are
medians by the clock, PostgreSQL does not wait for the disk.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Engine

from rag.figures.link import link
from rag.figures.store import LedgerStore
from rag.library.catalog import Catalog
from rag.library.keywords import KeywordIndex
from rag.library.search import Retriever
from rag.reports.store import NewReport, NewSection, ReportStore
from rag.store.engine import open_engine
from tests.bench.bench_figures import YEAR, made_ledger, made_report
from tests.bench.search_scale import fill, words
from tests.servers import PostgresServer

PASSAGES, QUERIES, SAVES, LINKS = 5_000, 60, 60, 12
Row = dict[str, Any]


def run() -> list[Row]:
    """One row for each thing done, with both times and their ratio."""
    program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if program is None:
        return [{"what": "all", "note": "PostgreSQL is not installed"}]
    server = PostgresServer(program)
    home = Path(tempfile.mkdtemp(prefix="zhubi-bench-"))
    try:
        engines = open_engine(home), open_engine(home, server.url(server.create()))
        measured = [dict(_measured(engine)) for engine in engines]
        for engine in engines:
            engine.dispose()
    finally:
        server.remove()
        shutil.rmtree(home)
    embedded, remote = measured
    return [
        {
            "what": what,
            "sqlite_ms": round(embedded[what], 2),
            "postgresql_ms": round(remote[what], 2),
            "ratio": round(remote[what] / embedded[what], 2),
        }
        for what in embedded
    ]


def _measured(engine: Engine) -> Iterator[tuple[str, float]]:
    draw = random.Random(7)
    begun = perf_counter()
    for _batch in fill(engine, PASSAGES, draw):
        pass
    yield f"index {PASSAGES} passages", (perf_counter() - begun) * 1000
    keywords = KeywordIndex(engine)
    yield "keyword query", _p50(QUERIES, lambda _n: keywords.search(words(draw, 12), 60))
    retriever = Retriever(catalog=Catalog(engine), keywords=keywords)
    yield "search without vectors", _p50(QUERIES, lambda _n: retriever.search(words(draw, 12)))
    yield from _written(engine)


def _written(engine: Engine) -> Iterator[tuple[str, float]]:
    ledger, rows = LedgerStore(engine), made_ledger()
    ledger.import_rows(rows)
    text, sections = made_report(rows)
    yield f"load a ledger of {len(rows)} rows", _p50(LINKS, lambda _n: ledger.load())
    yield (
        f"load it and link {len(text)} characters",
        _p50(
            LINKS,
            lambda n: link(f"{text}又走访{n}户。", ledger.load(), year=YEAR, sections=sections),
        ),
    )
    reports = ReportStore(engine)
    report = reports.create(NewReport("报告", YEAR, YEAR), [NewSection(1, "一、", "做法")])
    section = report.sections[0].id
    yield (
        "save a section",
        _p50(
            SAVES,
            lambda n: reports.save(
                section, f"{text}{n}", made_by="甲", note="edit", base_version=n
            ),
        ),
    )


def _p50(times: int, do: Callable[[int], object]) -> float:
    """Median milliseconds of doing something with a rising number."""
    spent = []
    for number in range(times):
        begun = perf_counter()
        do(number)
        spent.append((perf_counter() - begun) * 1000)
    return median(spent)
