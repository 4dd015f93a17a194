"""Query time and memory at 5,000 and 100,000 passages, with random vectors."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from sqlalchemy import Engine, insert

from rag.library.catalog import Catalog
from rag.library.keywords import KeywordIndex
from rag.library.search import Retriever
from rag.library.vectors import VectorIndex
from rag.records import DocumentKind, Passage
from rag.store.engine import open_engine, utc_now
from rag.store.tables import documents, passages

SIZES = (5_000, 100_000)
PER_DOCUMENT = 100
BATCH = 2_000
QUERIES = 40
SYLLABLES = (
    "党建工作组织生活学习教育培训发展支部村级集体经济收入群众服务治理信访"
    "矛盾化解产业振兴项目投资建设干部队伍作风纪律监督考核"
)


class Random(Embeddings):
    """Vectors of the built-in model's length that mean nothing and cost nothing."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(7)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        drawn = self._rng.standard_normal((len(texts), 384)).astype("float32")
        made: list[list[float]] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()
        return made

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def large(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """One row a size: p50 milliseconds of a query without embedding, with filters, and MB."""
    rows = []
    for size in sizes:
        command = [sys.executable, "-m", "tests.bench.search_scale", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    return rows


def measure(size: int) -> dict[str, Any]:
    """Fill a throw-away home and ask it."""
    with tempfile.TemporaryDirectory(prefix="zhubi-bench-") as name:
        engine = open_engine(Path(name))
        vectors = VectorIndex(Path(name), Random(), "random")
        keywords = KeywordIndex(engine)
        draw = random.Random(7)
        for batch in fill(engine, size, draw):
            vectors.add(batch)
        retriever = Retriever(catalog=Catalog(engine), keywords=keywords, vectors=vectors)
        asked = {
            "query": _p50(retriever, draw),
            "filtered": _p50(retriever, draw, year=2010),
            "kind": _p50(retriever, draw, kind="report"),
        }
        engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "tool": f"zhubi, {size} passages",
        **{f"{name}_ms": round(wall, 1) for name, (wall, _cpu) in asked.items()},
        **{f"{name}_cpu_ms": round(cpu, 1) for name, (_wall, cpu) in asked.items()},
        "peak_mb": round(peak),
    }


def fill(engine: Engine, size: int, draw: random.Random) -> Iterator[list[Passage]]:
    """Put passages into a database, batch by batch; each batch once it is there."""
    keywords = KeywordIndex(engine)
    for first in range(0, size, BATCH):
        batch = [_passage(number, draw) for number in range(first, min(first + BATCH, size))]
        with engine.begin() as connection:
            connection.execute(insert(documents), _documents(batch))
            connection.execute(insert(passages), [_values(one) for one in batch])
            keywords.add(connection, batch)
        yield batch


def _p50(
    retriever: Retriever,
    draw: random.Random,
    *,
    year: int | None = None,
    kind: DocumentKind | None = None,
) -> tuple[float, float]:
    """Median milliseconds by the clock and of computing, which a busy machine stretches less."""
    walls, computing = [], []
    for _ in range(QUERIES):
        question = words(draw, 12)
        begun, spent = perf_counter(), process_time()
        retriever.search(question, year=year, kind=kind)
        walls.append((perf_counter() - begun) * 1000)
        computing.append((process_time() - spent) * 1000)
    return median(walls), median(computing)


def words(draw: random.Random, length: int) -> str:
    return "".join(draw.choices(SYLLABLES, k=length))


def _passage(number: int, draw: random.Random) -> Passage:
    document, ordinal = divmod(number, PER_DOCUMENT)
    year = 1990 + document % 35
    name = f"{document:010x}00"
    text = "，".join(words(draw, draw.randint(6, 14)) for _ in range(18)) + "。"
    return Passage(
        id=f"{name}#{ordinal}",
        document_id=name,
        document_title=f"{year}年工作报告",
        kind="report",
        section_path=("一、主要工作",),
        report_year=year,
        fact_years=(year,),
        text=text,
        start=ordinal * 300,
        end=ordinal * 300 + len(text),
    )


def _documents(batch: list[Passage]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.document_id,
            "sha256": one.document_id,
            "file": f"{one.document_id}.txt",
            "stored": "",
            "title": one.document_title,
            "year": one.report_year,
            "unit": "",
            "kind": one.kind,
            "blocks": [],
            "warnings": [],
            "state": "done",
            "added_at": utc_now(),
        }
        for one in batch
        if one.id.endswith("#0")
    ]


def _values(one: Passage) -> dict[str, Any]:
    return {
        "id": one.id,
        "document_id": one.document_id,
        "ordinal": int(one.id.partition("#")[2]),
        "section_path": list(one.section_path),
        "report_year": one.report_year,
        "fact_years": list(one.fact_years),
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "embedded": True,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))) + "\n")
