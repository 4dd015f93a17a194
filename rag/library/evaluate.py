"""Measure the search on questions with known answers (``zhubi eval``).

The tasks name gold passages of their own cutting. Here the documents they come from are put
together again and indexed like any other; a hit counts when it covers the gold passage or lies
in it.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import NotFoundError
from rag.library.library import Library, open_library
from rag.records import Hit, Progress
from rag.settings import Settings, load_settings
from rag.store.engine import open_engine

_GOVERNMENT = "政府工作报告"
_DENSE_PASSAGES = 1_300
"""With vectors, only so many gold and other passages: embedding runs at some 2,000 characters/s."""

_ARTICLES = 5_000
_ARTICLE = re.compile(r"(?P<law>.+?)(?P<article>第[一二三四五六七八九十百千零]+条.*)")
_OPENING = 30
"""Characters by which a gold passage is found again in its document."""

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: a share (0–1) of ``count`` questions, and what is aimed at."""

    name: str
    value: float
    target: float
    count: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    gold: tuple[str, ...]
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a gold passage stands in an indexed document."""

    document_id: str
    start: int
    end: int


def score_retrieval(
    data: Path, *, settings: Settings | None = None, progress: Report | None = None
) -> tuple[Measure, ...]:
    """The retrieval measures of a data folder (``tasks/``, ``bench/cmrc2018``, ``bench/stard``).

    Keywords alone by default; with ``settings`` that name an embedder, vectors too, on a sample.
    Raises NotFoundError when the folder holds no tasks.
    """
    if not (data / "tasks").is_dir():
        raise NotFoundError(f"{data} 中没有 tasks 文件夹。")
    measures: list[Measure] = []
    for suite in (_reports, _policies, _paragraphs, _statutes):
        measures.extend(suite(data, settings, progress))
    return tuple(measures)


def _reports(data: Path, settings: Settings | None, progress: Report | None) -> Iterable[Measure]:
    passages = _load(data / "tasks" / "passages.json")
    indicators = [
        _Question(item["question"], tuple(item["gold_passages"]))
        for item in _load(data / "tasks" / "indicator_qa.json")
    ]
    years = [
        _Question(item["question"], (item["gold_passage"],), item["gold_year"])
        for item in _load(data / "tasks" / "which_year_and_figure_qa.json")
        if item["qid"].startswith("WY")
    ]
    with tempfile.TemporaryDirectory(prefix="zhubi-eval-") as home:
        originals = data / "reports" / "state-council"
        bench = _Bench(Path(home), settings, passages, indicators + years, progress, originals)
        yield bench.recall("指标问答 段落 R@5", indicators, 5, 0.95)
        yield bench.right_year("哪一年 R@1", years, 0.99)


def _policies(data: Path, settings: Settings | None, progress: Report | None) -> Iterable[Measure]:
    passages = _load(data / "tasks" / "policy_passages.json")
    questions = [
        _Question(item["question"], tuple(item["gold_passages"]))
        for item in _load(data / "tasks" / "tiku_policy_qa.json")
    ]
    with tempfile.TemporaryDirectory(prefix="zhubi-eval-") as home:
        bench = _Bench(Path(home), settings, passages, questions, progress)
        yield bench.recall("党务题库 R@1", questions, 1, 0.92)
        yield bench.recall("党务题库 R@5", questions, 5, 0.98)


def _paragraphs(
    data: Path, settings: Settings | None, progress: Report | None
) -> Iterable[Measure]:
    file = data / "bench" / "cmrc2018" / "cmrc2018_dev.json"
    if not file.is_file():
        return
    passages: list[Mapping[str, Any]] = []
    questions: list[_Question] = []
    for article in _load(file)["data"]:
        for paragraph in article["paragraphs"]:
            name = f"{paragraph['id']}#0"
            passages.append({"id": name, "text": paragraph["context"]})
            questions += [_Question(item["question"], (name,)) for item in paragraph["qas"]]
    with tempfile.TemporaryDirectory(prefix="zhubi-eval-") as home:
        bench = _Bench(Path(home), settings, passages, questions, progress)
        yield bench.recall("CMRC R@1", questions, 1, 0.975)
        yield bench.recall("CMRC R@5", questions, 5, 0.998)


def _statutes(data: Path, settings: Settings | None, progress: Report | None) -> Iterable[Measure]:
    """Lay questions to articles of law: every gold article among some 5,000."""
    folder = data / "bench" / "stard"
    if not (folder / "corpus.jsonl.gz").is_file():
        return
    asked = _load(folder / "queries.json")
    gold = {name for item in asked for name in item["match_name"]}
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    others = [article for article in articles if article["id"] not in gold]
    step = max(1, len(others) // max(1, _ARTICLES - len(gold)))
    kept = gold | {article["id"] for article in others[::step]}
    names = {article["id"]: _article(article["id"]) for article in articles}
    passages = [
        {"id": "#".join(names[one["id"]]), "text": f"{names[one['id']][1]}　{one['text'].strip()}"}
        for one in articles
        if one["id"] in kept
    ]
    questions = [
        _Question(item["问题"], tuple("#".join(names[name]) for name in item["match_name"]))
        for item in asked
    ]
    with tempfile.TemporaryDirectory(prefix="zhubi-eval-") as home:
        bench = _Bench(Path(home), settings, passages, questions, progress)
        yield bench.recall("STARD R@10", questions, 10, 0.60)


def _article(name: str) -> tuple[str, str]:
    """The law and its article: 个体工商户条例第二条 → 个体工商户条例, 第二条."""
    found = _ARTICLE.match(name)
    return (found["law"], found["article"]) if found else (name, "全文")


class _Bench:
    """A throw-away home with a task's documents in it."""

    def __init__(
        self,
        home: Path,
        settings: Settings | None,
        passages: Sequence[Mapping[str, Any]],
        questions: Sequence[_Question],
        progress: Report | None,
        originals: Path | None = None,
    ) -> None:
        chosen = settings or load_settings(home / "home", embedding="none")
        chosen = chosen.apart(home / "home")
        if chosen.embedding != "none":
            passages = _sample(passages, questions)
        texts = _documents(passages)
        folder = home / "files"
        folder.mkdir()
        for name, parts in texts.items():
            _write(folder / _file_name(name), parts, originals)
        self._library = open_library(chosen, open_engine(chosen.home))
        self._library.indexer.index_files([folder], progress)
        self._library.backfill.embed_pending(progress)
        self._places = _places(self._library, texts)

    def recall(self, name: str, questions: Sequence[_Question], k: int, target: float) -> Measure:
        """The share of questions with a gold passage among the first ``k``."""
        return self._measure(
            name,
            questions,
            target,
            k,
            lambda question, hits: any(self._covers(hit, question.gold) for hit in hits),
        )

    def right_year(self, name: str, questions: Sequence[_Question], target: float) -> Measure:
        """The share of questions whose best hit stands in the report of the right year."""
        return self._measure(
            name,
            questions,
            target,
            1,
            lambda question, hits: bool(hits) and hits[0].passage.report_year == question.year,
        )

    def _measure(
        self,
        name: str,
        questions: Sequence[_Question],
        target: float,
        k: int,
        right: Callable[[_Question, Sequence[Hit]], bool],
    ) -> Measure:
        begun = time.perf_counter()
        count = sum(
            right(question, self._library.retriever.search(question.text, k).hits)
            for question in questions
        )
        spent = (time.perf_counter() - begun) * 1000 / max(len(questions), 1)
        return Measure(name, count / max(len(questions), 1), target, len(questions), spent)

    def _covers(self, hit: Hit, gold: Sequence[str]) -> bool:
        for name in gold:
            place = self._places.get(name)
            if place is None or place.document_id != hit.passage.document_id:
                continue
            shared = min(place.end, hit.passage.end) - max(place.start, hit.passage.start)
            shorter = min(place.end - place.start, hit.passage.end - hit.passage.start)
            if shared > shorter / 2:
                return True
        return False


def _write(file: Path, parts: Sequence[tuple[str, str]], originals: Path | None) -> None:
    """The original where there is one; its passages leave out some headings."""
    original = originals / file.name if originals else None
    if original and original.is_file():
        file.write_bytes(original.read_bytes())
        return
    body = "\n".join(text for _, text in parts)
    title, _, year = file.stem.partition("_")
    title = f"{year}年{title}" if year.isdecimal() else file.stem
    file.write_text(f"{title}\n{body}", encoding="utf-8")


def _documents(
    passages: Sequence[Mapping[str, Any]],
) -> dict[str, list[tuple[str, str]]]:
    """Passages by their document, in order, with their ids."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for passage in passages:
        grouped.setdefault(passage["id"].split("#")[0], []).append((passage["id"], passage["text"]))
    return grouped


def _file_name(document: str) -> str:
    """A file name that says what the document is, as an office would have it."""
    organ, _, rest = document.partition("-")
    if organ == "SC":
        return f"{_GOVERNMENT}_{rest}.txt"
    if organ == "P26":
        return f"{rest}{_GOVERNMENT}_2026.txt"
    return Path(document).stem + ".txt"


def _places(library: Library, texts: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    by_file = {entry.file: entry.id for entry in library.catalog.list()}
    for name, parts in texts.items():
        document_id = by_file.get(_file_name(name))
        if document_id is None:
            continue
        whole = _narrow(library.catalog.document(document_id).text)
        offset = 0
        for passage_id, text in parts:
            start = _narrow(text.strip()[:_OPENING].split("\n")[0])
            found = whole.find(start, offset)
            if found >= 0:
                places[passage_id] = _Place(document_id, found, found + len(text.strip()))
                offset = found
    return places


def _narrow(text: str) -> str:
    """Full-width characters as plain ones, one for one: transcriptions differ in them."""
    return "".join(
        plain if len(plain := unicodedata.normalize("NFKC", char)) == 1 else char for char in text
    )


def _sample(
    passages: Sequence[Mapping[str, Any]], questions: Sequence[_Question]
) -> list[Mapping[str, Any]]:
    """All gold passages and evenly spread others."""
    gold = {name for question in questions for name in question.gold}
    others = [passage for passage in passages if passage["id"] not in gold]
    step = max(1, len(others) // max(1, _DENSE_PASSAGES - len(gold)))
    kept = gold | {passage["id"] for passage in others[::step]}
    return [passage for passage in passages if passage["id"] in kept]


def _load(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
